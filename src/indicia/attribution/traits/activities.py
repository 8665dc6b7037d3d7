"""The findings of one host as activities: what one visitor did, as far as the evidence keeps visitors apart."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec.structs import replace

from indicia.assessment.incidents import CLIENT_DAYS, MOMENT
from indicia.assessment.joined import Joined
from indicia.assessment.labels import page_name
from indicia.attribution.traits.gathering import gather
from indicia.attribution.traits.pieces import Piece, pieces
from indicia.knowledge.actors.common_traits import CommonTraits
from indicia.model.finding import Finding, Severity, Stage
from indicia.model.trait import Activity

MOST = 500
"""Activities of one host; the furthest ones are kept."""


def activities(case: str, host: str, findings: Sequence[Finding], common: CommonTraits) -> tuple[Activity, ...]:
    """Activities of one host in order of time, each with its traits.

    Joined are pieces with the same client within seven days, the same page, the same canary; a piece without a client
    goes to the one nearest in time within ten minutes, and only to that, so that it never joins two visitors.
    """
    found: list[Activity] = []
    for members, why in _groups(list(pieces(findings))):
        stage = max((piece.finding.stage or Stage.NONE for piece in members), default=Stage.NONE)
        if stage is Stage.NONE and all(piece.finding.severity < Severity.MEDIUM for piece in members):
            continue
        times = [time for piece in members for time in (piece.finding.seen, piece.finding.last, *piece.times) if time]
        if any(len(piece.finding.clients) > len(piece.clients) or not piece.clients for piece in members):
            # The finding as a whole spans more than this piece of it.
            times = [time for piece in members for time in piece.times] or times
        found.append(
            Activity(
                case=case,
                host=host,
                number=0,
                stage=stage,
                first=min(times, default=None),
                last=max(times, default=None),
                findings=tuple(dict.fromkeys(piece.finding.id for piece in members)),
                traits=gather(members, host, common),
                why=why,
            )
        )
    kept = sorted(found, key=lambda one: (-one.stage, _start(one), one.findings))[:MOST]
    kept.sort(key=lambda one: (_start(one), -one.stage, one.findings, [trait.value for trait in one.traits]))
    return tuple(replace(one, number=number) for number, one in enumerate(kept, start=1))


def _start(activity: Activity) -> float:
    return activity.first.timestamp() if activity.first else float("inf")


def _groups(found: Sequence[Piece]) -> list[tuple[list[Piece], tuple[str, ...]]]:
    joined = Joined[int]()
    reasons: dict[int, list[str]] = {}
    for one, other, why in (*sorted(_keyed(found)), *_timed(found)):
        if pair := joined.join(*sorted((joined.root(one), joined.root(other)))):
            kept, gone = pair
            reasons[kept] = [*reasons.get(kept, []), *reasons.pop(gone, []), why]
    return [
        ([found[member] for member in members], tuple(dict.fromkeys(reasons.get(key, []))))
        for key, members in joined.groups(range(len(found))).items()
    ]


def _keyed(found: Sequence[Piece]) -> Iterator[tuple[int, int, str]]:
    keyed: dict[tuple[str, str], list[int]] = {}
    order = sorted(range(len(found)), key=lambda index: (found[index].times[:1], index))
    for index in order:
        piece = found[index]
        keys = [("client", client) for client in piece.clients]
        if piece.telling:
            keys += [("page", page) for item in piece.finding.objects if (page := page_name(item))]
        keys += list(piece.finding.joins.items())
        for key in dict.fromkeys(keys):
            keyed.setdefault(key, []).append(index)
    for (kind, value), bearers in keyed.items():
        for one, other in pairwise(bearers):
            if kind != "client" or _near(found[one], found[other]):
                yield one, other, f"same {kind} {value}"


def _near(one: Piece, other: Piece) -> bool:
    if not one.times or not other.times:
        return True
    return other.times[0] - one.times[-1] <= CLIENT_DAYS


def _timed(found: Sequence[Piece]) -> Iterator[tuple[int, int, str]]:
    """For each piece without a client the nearest piece that has one; else the one before it without."""
    marks = [
        sorted(
            (time, index)
            for index, piece in enumerate(found)
            if piece.clients and piece.serious is serious
            for time in piece.times
        )
        for serious in (True, False)
    ]
    alone = sorted(
        (piece.times[0], index)
        for index, piece in enumerate(found)
        if not piece.clients and piece.times and _may(piece)
    )
    unplaced: list[tuple[datetime, int]] = []
    for time, index in alone:
        times = found[index].times
        nearest = _nearest(marks[0], times)
        if nearest is None:
            nearest = _nearest(marks[1], times)
        if nearest is None:
            unplaced.append((time, index))
        else:
            yield nearest, index, "within minutes of each other"
    for (before, one), (after, other) in pairwise(unplaced):
        if after - before <= MOMENT:
            yield one, other, "within minutes of each other"


def _may(piece: Piece) -> bool:
    return piece.finding.stage is None or piece.serious


def _nearest(marks: Sequence[tuple[datetime, int]], times: Sequence[datetime]) -> int | None:
    """The piece with the record nearest to one of these times, within ten minutes; of two the earlier."""
    best: tuple[timedelta, int] | None = None
    for time in times:
        place = bisect_left(marks, (time, -1))
        for other, index in marks[max(place - 1, 0) : place + 1]:
            apart = abs(other - time)
            if apart <= MOMENT and (best is None or (apart, index) < best):
                best = apart, index
    return None if best is None else best[1]
