"""Where the time of a scan went, on a terminal: what the filter let through, and which rules cost most."""

from collections.abc import Callable, Mapping, Sequence

from indicia.detection.profile import Profile, RuleCost
from indicia.report.terminal.layout import Cell, Sheet, sheet
from indicia.report.words import plural

MOST = 10
"""Rules told one by one."""
_NUMBER = 8
_NARROW: Mapping[str, Callable[[RuleCost], str]] = {
    "ms": lambda rule: f"{rule.seconds * 1000:.1f}",
    "decided": lambda rule: f"{rule.decided:,}",
}
_WIDE = {
    **_NARROW,
    "hits": lambda rule: f"{rule.hits:,}",
    "µs each": lambda rule: f"{rule.microseconds:.1f}",
}
_ROOM = 72
"""Columns from which on all numbers of a rule are shown."""


def print_profile(profile: Profile, titles: Mapping[str, str], *, most: int = MOST) -> None:
    """Print an account; `titles` names detectors by id, one without a title is named by its id.

    What was read in an earlier scan of the same case was not read again and is not in it.
    """
    out = sheet()
    fill_profile(out, profile, titles, most=most)
    out.show()


def fill_profile(out: Sheet, profile: Profile, titles: Mapping[str, str], *, most: int = MOST) -> None:
    """The same on any sheet."""
    out.heading("Where the time went")
    if not profile.records:
        out.row(Cell("nothing was read: all readings are in the case already"))
        return
    out.row(Cell(f"{plural(profile.records, 'record')}, {profile.opened:,} of them decoded for a rule"))
    out.row(
        Cell(
            f"{profile.routed:,} pairs of record and rule, {profile.decided:,} of them decided: "
            f"{_percent(profile.surviving)} survived the filter, {profile.pairs_per_record:.2f} a record"
        )
    )
    _costliest(out, profile.rules, titles, most)
    _unfiltered(out, profile, titles, most)


def _costliest(out: Sheet, rules: Sequence[RuleCost], titles: Mapping[str, str], most: int) -> None:
    if not rules:
        return
    out.blank()
    spent = sum(rule.seconds for rule in rules)
    out.row(Cell(f"Deciding took {spent:.2f} s; the costliest of {plural(len(rules), 'rule')}:"))
    shown = _WIDE if out.columns >= _ROOM else _NARROW
    out.row(*(Cell(word, _NUMBER) for word in shown), Cell("rule"))
    for rule in rules[:most]:
        named = Cell(_name(rule.detector, titles), most=1)
        out.row(*(Cell(tell(rule), _NUMBER) for tell in shown.values()), named)


def _unfiltered(out: Sheet, profile: Profile, titles: Mapping[str, str], most: int) -> None:
    """Rules that hold no text to look for cost on every record of their log."""
    if not profile.unfiltered:
        return
    out.blank()
    count = plural(len(profile.unfiltered), "rule")
    out.row(Cell(f"{count} had no text to look for in some log and had to be decided on every record of it:"))
    # Those that cost most tell most; the others follow by name.
    cost = {rule.detector: rule.seconds for rule in profile.rules}
    ordered = sorted(profile.unfiltered, key=lambda detector: (-cost.get(detector, 0.0), _name(detector, titles)))
    for detector in ordered[:most]:
        out.row(Cell(_name(detector, titles), most=1), indent=4)
    if len(ordered) > most:
        out.row(Cell(f"and {len(ordered) - most} more"), indent=4)


def _name(detector: str, titles: Mapping[str, str]) -> str:
    title = titles.get(detector, "")
    return f"{title} ({detector})" if title else detector


def _percent(share: float) -> str:
    return f"{share * 100:.3f} %" if share < 0.001 else f"{share * 100:.2f} %"
