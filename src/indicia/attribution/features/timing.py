"""Use of a flaw before it was disclosed: few can do that, and some of those few are known.

The weight is shared among the clusters that were known by then to have used it so early, and one seat for those nobody
knows.  From the disclosure on it fades, as others learn of it; from a public proof on there is none.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
from msgspec import Struct

from indicia.attribution.features.deeds import Deed
from indicia.attribution.features.stated import STATED, FromFile, SourceFile, shortened, stated
from indicia.attribution.roster import Roster
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.product.flaws import KnownFlaw
from indicia.model.attribution import EvidenceClass, Feature, NotUsed
from indicia.model.exposure import Clock
from indicia.model.finding import Stage
from indicia.model.stated import StatedKind

MOST = 20.0
"""What use before disclosure may weigh at most; see docs/attribution.md."""
FADING_DAYS = 3.0
"""After a disclosure without a known day of public proof: the flaw is understood within days."""
NEAR = timedelta(days=21)
"""Clusters that used the flaw within so many days of the deed were about at the same time."""
MOST_SEVERAL = 3.0
MOST_CVES = 12
"""Flaws that are told by name when they count for nothing."""


class _Used(Struct, frozen=True):
    family: str
    day: date
    findings: tuple[str, ...]
    places: tuple[str, ...] = ()
    reliability: float = 0.9


def timing_features(
    deeds: Sequence[Deed], roster: Roster, pack: Pack, files: Sequence[SourceFile] = ()
) -> Iterator[Feature | NotUsed]:
    """For each family of flaws: who could have used it so early, and how many are known to have used it then."""
    noted = list(_noted(files, pack))
    seen = list(_used(deeds, pack))
    used = [*seen, *(one for one in noted if isinstance(one, _Used) and one.family not in {use.family for use in seen})]
    yield from (one for one in noted if isinstance(one, NotUsed))
    if not used:
        where = "no finding past the door belongs to" if deeds or not files else "no file gives a day on which it used"
        yield NotUsed("use before disclosure", f"{where} a known flaw")
    for one in used:
        flaws = [flaw for flaw in pack.flaws.flaws if flaw.family == one.family]
        disclosed = _day(flaws, Clock.DISCLOSURE, roster.until)
        cves = {flaw.cve for flaw in flaws}
        early, near = _holders(roster, cves, one.day)
        name = next((flaw.nickname for flaw in flaws if flaw.nickname), one.family)
        if disclosed is None:
            yield NotUsed(f"use of {name} before disclosure", "no day of its disclosure was known")
        else:
            yield from _early(one, name, disclosed, _day(flaws, Clock.PROOF, roster.until), early)
        if len(near) > 1:
            yield Feature(
                id=f"crowd:{one.family}",
                kind=EvidenceClass.SEPARATION,
                value=one.family,
                text=f"{len(near)} clusters are reported to have used {name} within {NEAR.days} days of this",
                findings=one.findings,
                block=f"reports on who used {name}",
                speaks_for={},
                several=float(np.log(min(MOST_SEVERAL, 1 + len(near) / 5))),
                places=one.places,
            )


def _early(
    one: _Used, name: str, disclosed: date, proof: date | None, holders: Sequence[str]
) -> Iterator[Feature | NotUsed]:
    if proof is not None and one.day >= proof:
        yield NotUsed(f"use of {name}", f"on {one.day} a proof had been public since {proof}: anybody could")
        return
    late = max((one.day - disclosed).days, 0)
    most = 1 + (MOST / (len(holders) + 1) - 1) * float(np.exp(-late / FADING_DAYS))
    after = f"{late} day{'' if late == 1 else 's'} after"
    when = f"{one.day}, {'before' if one.day < disclosed else after} its disclosure on {disclosed}"
    if not holders or most <= 1.05:
        why = "nobody was known by then to have used it so early" if not holders else "others had learned of it"
        yield NotUsed(f"use of {name} on {when}", why)
        return
    yield Feature(
        id=f"timing:{one.family}",
        kind=EvidenceClass.TIMING,
        value=str(one.day),
        text=f"{name} used on {when}; {len(holders)} clusters were known to have used it so early",
        findings=one.findings,
        block=f"reports on who used {name}",
        reliability=one.reliability,
        public=disclosed,
        copyable=one.day >= disclosed,
        speaks_for=dict.fromkeys(holders, float(np.log(most))),
        places=one.places,
    )


def _used(deeds: Sequence[Deed], pack: Pack) -> Iterator[_Used]:
    family = {test.id: test.family for test in pack.tests}
    found: dict[str, list[Deed]] = {}
    for deed in deeds:
        finding = deed.finding
        if finding.seen is None or (finding.stage or Stage.NONE) < Stage.EXPLOITED:
            continue
        for name in {family[test] for test in finding.tests if test in family}:
            if name in pack.flaws.families and name != "any":
                found.setdefault(name, []).append(deed)
    for name, mine in sorted(found.items()):
        day = min(deed.finding.seen for deed in mine if deed.finding.seen is not None).date()
        yield _Used(name, day, tuple(deed.id for deed in mine))


def _noted(files: Sequence[SourceFile], pack: Pack) -> Iterator[_Used | NotUsed]:
    """Flaws that files state, with the day that they give for this very use; the day of the activity is not it."""
    family = {flaw.cve: flaw.family for flaw in pack.flaws.flaws}
    found: dict[str, list[FromFile]] = {}
    unknown: list[FromFile] = []
    undated: list[FromFile] = []
    for one in stated(files, StatedKind.FLAW):
        name = family.get(one.item.value, "any")
        if name == "any":
            unknown.append(one)
        elif one.item.first is None:
            undated.append(one)
        else:
            found.setdefault(name, []).append(one)
    for those, why in (
        (unknown, "no flaw whose users and days are known here"),
        (undated, "when it was used is not said; the day of the activity need not be it"),
    ):
        if those:
            cves = list(dict.fromkeys(one.item.value for one in those))
            more = f" and {len(cves) - MOST_CVES} more" if len(cves) > MOST_CVES else ""
            yield NotUsed(f"{', '.join(cves[:MOST_CVES])}{more} ({', '.join(shortened(those))})", why)
    for name, mine in sorted(found.items()):
        day = min(one.item.first for one in mine if one.item.first is not None)
        yield _Used(name, day, (), shortened(mine), STATED)


def _day(flaws: Sequence[KnownFlaw], clock: Clock, until: date | None) -> date | None:
    days = [flaw.clocks[clock].day for flaw in flaws if clock in flaw.clocks]
    return min((day for day in days if day is not None and (until is None or day <= until)), default=None)


def _holders(roster: Roster, cves: set[str], day: date) -> tuple[list[str], list[str]]:
    """Clusters known to have used one of these by that day, and those known to have used it about then."""
    early, near = [], []
    for cluster in roster.clusters:
        uses = cluster.actor.uses if cluster.actor is not None else ()
        mine = [
            use.first
            for use in uses
            if use.first is not None
            and cves & set(use.cves)
            and (roster.until is None or use.published <= roster.until)
        ]
        if any(first <= day for first in mine):
            early.append(cluster.id)
        if any(abs(first - day) <= NEAR for first in mine):
            near.append(cluster.id)
    return early, near
