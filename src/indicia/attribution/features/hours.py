"""Working hours: when people sat at the keyboard, on the circle of the day, for every offset from UTC.

Hands leave irregular gaps.  What comes in bursts or at even intervals is taken for a machine's work and left out.  With
fewer than fifty events that are left nothing is said.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np

from indicia.attribution.features.deeds import Deed
from indicia.attribution.roster import Roster
from indicia.model.attribution import EvidenceClass, Feature, NotUsed
from indicia.model.finding import Stage

LEAST = 50
MOST = 3.0
"""What working hours may weigh at most; see docs/attribution.md."""
BURST = timedelta(seconds=20)
"""Closer together than this is one act."""
_EVEN = 0.1
"""Gaps that vary less than this share of their mean are a timer's."""
_MIDDAY, _WIDTH = 13.5, 0.9
"""Middle of a working day in local time, and the concentration of a von Mises distribution that fits one."""
OFFSETS = {"CN": 8.0, "RU": 3.0, "IR": 3.5, "KP": 9.0}
"""Where a working day of a country lies; a country is a claim of others about a cluster."""


def manual_times(times: Sequence[datetime]) -> tuple[datetime, ...]:
    """What is left when bursts count once and stretches of even intervals are taken away."""
    ordered = sorted(set(times))
    acts = [time for number, time in enumerate(ordered) if number == 0 or time - ordered[number - 1] > BURST]
    machine: set[datetime] = set()
    for start in range(len(acts) - 4):
        window = acts[start : start + 5]
        gaps = np.diff([time.timestamp() for time in window])
        if gaps.std() < _EVEN * gaps.mean():
            machine.update(window)
    return tuple(time for time in acts if time not in machine)


def hour_features(
    deeds: Sequence[Deed], roster: Roster, further: Sequence[datetime] = ()
) -> Iterator[Feature | NotUsed]:
    """At most one.  `further`: times of records that findings no longer hold."""
    operated = [deed for deed in deeds if deed.finding.stage is Stage.OPERATED]
    times = [exhibit.time for deed in operated for exhibit in deed.finding.exhibits if exhibit.time is not None]
    manual = manual_times([*times, *further])
    if len(manual) < LEAST:
        yield NotUsed(
            "working hours", f"{len(manual)} acts by hand are left without those of machines, of {LEAST} needed"
        )
        return
    scores = {offset: _fit(manual, offset) for offset in np.arange(-12, 14.5, 0.5).tolist()}
    best = max(scores, key=lambda offset: scores[offset])
    fits = {}
    for cluster in roster.clusters:
        countries = _countries(cluster.id, roster)
        offsets = [OFFSETS[country] for country in countries if country in OFFSETS]
        if offsets:
            fits[cluster.id] = float(np.clip(max(scores[offset] for offset in offsets), -np.log(MOST), np.log(MOST)))
    if not fits:
        yield NotUsed("working hours", f"they fit UTC{best:+g} best, and of no cluster a time zone was claimed by then")
        return
    yield Feature(
        id="hours",
        kind=EvidenceClass.HOURS,
        value=f"UTC{best:+g}",
        text=f"{len(manual)} acts by hand fit a working day at UTC{best:+g} best",
        findings=tuple(deed.id for deed in operated),
        block="when it was done",
        reliability=0.7,
        speaks_for=fits,
    )


def _fit(times: Sequence[datetime], offset: float) -> float:
    """Log-likelihood ratio of a working day at this offset against any hour, damped: acts of one day are not apart."""
    days = len({(time + timedelta(hours=offset)).date() for time in times})
    hours = np.array([time.hour + time.minute / 60 + offset for time in times])
    angles = 2 * np.pi * (hours - _MIDDAY) / 24
    each = _WIDTH * np.cos(angles) - np.log(np.i0(_WIDTH))
    return float(each.mean() * days)


def _countries(id: str, roster: Roster) -> set[str]:
    cluster = roster.clusters[roster.index[id]]
    links = cluster.actor.links if cluster.actor is not None else ()
    return {link.country for link in links if link.country and (roster.until is None or link.day <= roster.until)}
