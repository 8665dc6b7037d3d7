"""Where the time of a scan goes: how many pairs of record and detector there were, and what each detector cost."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct


class RuleCost(Struct, frozen=True):
    """What one detector cost in a scan."""

    detector: str
    decided: int
    """Records it was decided on exactly."""
    hits: int
    """Records it was true of."""
    seconds: float
    """Spent on deciding; finding the candidates is shared by all detectors and counts for none."""

    @property
    def microseconds(self) -> float:
        """Of one decision; 0 where there was none."""
        return self.seconds / self.decided * 1e6 if self.decided else 0.0


class Profile(Struct, frozen=True):
    """An account of what an engine did so far."""

    records: int
    """Records it was given: lines, events, rows."""
    routed: int
    """Pairs of a record and a detector that is meant for such records."""
    decided: int
    """Pairs that the filter let through, which were decided exactly."""
    opened: int
    """Records that had to be decoded for it."""
    rules: tuple[RuleCost, ...]
    """Every detector that was decided on any record, the costliest first."""
    unfiltered: tuple[str, ...]
    """Ids of the detectors that were decided on every record of some kind, for want of a text to look for; sorted."""

    @property
    def surviving(self) -> float:
        """Share of the routed pairs that had to be decided; 0 where there were none."""
        return self.decided / self.routed if self.routed else 0.0

    @property
    def pairs_per_record(self) -> float:
        """Pairs decided for each record; 0 where there was none."""
        return self.decided / self.records if self.records else 0.0


def merged(profiles: Iterable[Profile]) -> Profile:
    """One account of what several engines did, each of them counted once."""
    account = Account()
    for profile in profiles:
        account.add(profile)
    return account.profile()


class Account:
    """Counts while an engine works."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self.records = 0
        self.routed = 0
        self.opened = 0
        self.unfiltered: set[str] = set()
        self._decided: Counter[str] = Counter()
        self._hits: Counter[str] = Counter()
        self._seconds: dict[str, float] = {}

    def add(self, profile: Profile) -> None:
        """Count what another engine did."""
        self.records += profile.records
        self.routed += profile.routed
        self.opened += profile.opened
        self.unfiltered.update(profile.unfiltered)
        for rule in profile.rules:
            self._decided[rule.detector] += rule.decided
            self._hits[rule.detector] += rule.hits
            self._seconds[rule.detector] = self._seconds.get(rule.detector, 0.0) + rule.seconds

    def take(self) -> Profile:
        """What was counted since the last time."""
        profile = self.profile()
        self.clear()
        return profile

    def route(self, records: int, detectors: int, unfiltered: Iterable[str]) -> None:
        """Count records that were given to so many detectors, some of which have to be decided on each of them."""
        self.records += records
        self.routed += records * detectors
        self.unfiltered.update(unfiltered)

    def decision(self, detector: str, seconds: float, *, hit: bool) -> None:
        """Count one exact decision."""
        self._decided[detector] += 1
        self._hits[detector] += hit
        self._seconds[detector] = self._seconds.get(detector, 0.0) + seconds

    def profile(self) -> Profile:
        """What was counted so far."""
        rules = [
            RuleCost(detector, decided, self._hits[detector], self._seconds[detector])
            for detector, decided in self._decided.items()
        ]
        rules.sort(key=lambda rule: (-rule.seconds, rule.detector))
        return Profile(
            self.records,
            self.routed,
            sum(self._decided.values()),
            self.opened,
            tuple(rules),
            tuple(sorted(self.unfiltered)),
        )
