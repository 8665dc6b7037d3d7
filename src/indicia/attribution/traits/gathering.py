"""The traits in the findings of one activity, each once, with its times and findings."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct, field

from indicia.attribution.traits.addresses import from_outside
from indicia.attribution.traits.pieces import Piece, client_address
from indicia.attribution.traits.records import of_finding, of_record
from indicia.knowledge.actors.common_traits import CommonTraits
from indicia.model.moments import earlier, later
from indicia.model.trait import Commonness, Trait, TraitKind

MOST_EACH = 40
"""Values of one kind that are kept of an activity, the earliest ones."""
MOST_TEXT = 300
BETWEEN_VISITS, MOST_VISITS = timedelta(minutes=30), 6
"""Records of a client that are further apart are of two visits; so many visits of a client are kept."""


class _Gathered(Struct):
    first: datetime | None = None
    last: datetime | None = None
    findings: dict[str, None] = field(default_factory=dict)

    def add(self, finding: str, times: Sequence[datetime | None]) -> None:
        self.findings.setdefault(finding)
        known = [time for time in (*times, self.first, self.last) if time is not None]
        self.first, self.last = min(known, default=None), max(known, default=None)


def gather(members: Sequence[Piece], host: str, common: CommonTraits) -> tuple[Trait, ...]:
    """Traits of an activity, by kind and then by time."""
    found: dict[tuple[TraitKind, str], _Gathered] = {}
    visits: dict[str, list[tuple[datetime, Piece]]] = {}

    def note(kind: TraitKind, value: str, piece: Piece, times: Sequence[datetime | None]) -> None:
        value = value.strip()[:MOST_TEXT]
        if value:
            found.setdefault((kind, value), _Gathered()).add(piece.finding.id, times)

    for piece in members:
        for client in piece.clients:
            if from_outside(client):
                mine = [one.time for one in piece.exhibits if client_address(one) == client]
                note(TraitKind.CLIENT, client, piece, mine or [piece.finding.seen, piece.finding.last])
                visits.setdefault(client, []).extend((time, piece) for time in mine if time is not None)
        for kind, value in of_finding(piece.finding):
            note(kind, value, piece, piece.times)
        for exhibit in piece.exhibits:
            for kind, value in of_record(exhibit, piece.finding, host):
                note(kind, value, piece, [exhibit.time])
    for client, came in visits.items():
        if common.look(TraitKind.CLIENT, client)[0] is not Commonness.COMMON:
            for time, piece in _starts(came):
                for moment in _moments(time):
                    note(TraitKind.VISIT, f"{client} {moment:%Y-%m-%d %H:%M}", piece, [time])
    return tuple(_kept(found, common))


def _starts(came: list[tuple[datetime, Piece]]) -> list[tuple[datetime, Piece]]:
    """When each visit began, the first ones."""
    ordered = sorted(came, key=lambda one: one[0])
    begun = [one for place, one in enumerate(ordered) if not place or one[0] - ordered[place - 1][0] > BETWEEN_VISITS]
    return begun[:MOST_VISITS]


def _moments(time: datetime) -> tuple[datetime, datetime]:
    """Beginnings of two overlapping stretches of ten minutes: visits up to five minutes apart share one."""
    half = timedelta(minutes=5)
    whole = time.replace(minute=time.minute - time.minute % 10, second=0, microsecond=0)
    return whole, later(whole, half) if time - whole >= half else earlier(whole, half)


def _kept(found: dict[tuple[TraitKind, str], _Gathered], common: CommonTraits) -> list[Trait]:
    order = {kind: place for place, kind in enumerate(TraitKind)}
    kept: list[Trait] = []
    counts: dict[TraitKind, int] = {}
    for (kind, value), seen in sorted(found.items(), key=lambda item: (order[item[0][0]], _start(item[1]), item[0][1])):
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= MOST_EACH:
            grade, why = common.look(kind, value)
            kept.append(
                Trait(
                    kind=kind,
                    value=value,
                    first=seen.first,
                    last=seen.last,
                    findings=tuple(seen.findings),
                    commonness=grade,
                    why_common=why,
                )
            )
    return kept


def _start(seen: _Gathered) -> float:
    return seen.first.timestamp() if seen.first else float("inf")
