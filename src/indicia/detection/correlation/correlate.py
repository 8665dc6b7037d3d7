"""Run the correlations of a set over the ticks of a case."""

import heapq
import tempfile
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.detection.correlation.correlation import Correlation
from indicia.detection.correlation.few import FEW, Few
from indicia.detection.correlation.hit import Correlated, CorrelationHit, HostShare, Tick, TickFile, moment
from indicia.detection.correlation.loading import CorrelationSet
from indicia.detection.correlation.window import Burst, bursts
from indicia.errors import CaseError

if TYPE_CHECKING:
    from indicia.detection.correlation.store import Store

LISTED = 200
"""Bursts of one correlation that become findings, the largest ones; the rest is counted."""
_SAMPLES = 12
"""Records of a burst that are named on each host."""


def correlate(
    loaded: CorrelationSet,
    files: Sequence[TickFile],
    scratch: Path,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    few: int = FEW,
) -> Correlated:
    """Evaluate every correlation over the ticks of all files, on the time of the events.

    Neither the order of the files nor that of the records in them matters.  `scratch` is an existing folder inside the
    case; what is put there is gone afterwards.  Events outside `since` … `until` (both inclusive) do not take part.
    `few` is the number of ticks up to which memory takes them; the answer does not depend on it.
    Raises CaseError when a file of ticks is damaged or the disk is full.
    """
    if not loaded.correlations or not files:
        return Correlated()
    in_memory = Few(loaded, few, since=since, until=until)
    if in_memory.load(files):
        return _correlated(loaded, in_memory)
    del in_memory
    # A database takes a while to import and much memory; most cases need none.
    import duckdb

    from indicia.detection.correlation.store import Store

    try:
        with (
            tempfile.TemporaryDirectory(dir=scratch, prefix="correlate-") as folder,
            Store(Path(folder), loaded, since=since, until=until) as store,
        ):
            store.load(files)
            return _correlated(loaded, store)
    except (duckdb.Error, OSError) as error:
        raise CaseError(f"the correlations could not be evaluated: {error}") from None


def _correlated(loaded: CorrelationSet, store: "Few | Store") -> Correlated:
    """All correlations, in their order."""
    hits: list[CorrelationHit] = []
    notes: list[str] = []
    below = {rule for item in loaded.correlations for rule in item.rules}
    known = {item.id for item in loaded.correlations}
    for item in loaded.correlations:
        # Bursts that one event decided are several all the same.
        apart = (
            frozenset() if item.kind.temporal else frozenset(n for n, rule in enumerate(item.rules) if rule in known)
        )
        found, said = _run(item, store, apart, told=item.id in below)
        hits.extend(found)
        notes.extend(f"correlation {item.title!r}: {line}" for line in said)
    return Correlated(hits=tuple(hits), notes=tuple(notes))


def _run(
    item: Correlation, store: "Few | Store", apart: frozenset[int], *, told: bool
) -> tuple[list[CorrelationHit], list[str]]:
    """The largest bursts of a correlation, and what to say about the others."""
    untimed, lacking = store.gather(item)
    notes = []
    if untimed:
        notes.append(f"{_records(untimed, 'has', 'have')} no time and took no part")
    if lacking:
        notes.append(f"{_records(lacking, 'lacks', 'lack')} a field that it reads and took no part")
    hold = partial(_hold, store, item) if told else None
    kept: list[tuple[int, int, int, Burst]] = []
    further, events = 0, 0
    for burst in bursts(item, store.members(), hold, apart):
        entry = (burst.count, -burst.start, -burst.first, burst)
        if len(kept) < LISTED:
            heapq.heappush(kept, entry)
        else:
            events += heapq.heappushpop(kept, entry)[0]
            further += 1
    if further:
        notes.append(f"it held in {further:,} further, smaller bursts ({events:,} events), which are not listed")
    chosen = sorted((burst for *_, burst in kept), key=lambda burst: (burst.start, burst.first))
    return [_hit(item, store, burst, apart) for burst in chosen], notes


def _records(count: int, one: str, several: str) -> str:
    return f"1 record {one}" if count == 1 else f"{count:,} records {several}"


def _hold(store: "Few | Store", item: Correlation, tick: int, first: bool) -> None:
    store.hold(item, tick, first=first)


def _hit(item: Correlation, store: "Few | Store", burst: Burst, apart: frozenset[int]) -> CorrelationHit:
    shares = store.shares(burst.first, burst.last, apart)
    firsts = store.firsts(item, burst.first, burst.last, _SAMPLES - 3)
    places = [burst.decided, burst.first, burst.last, *firsts]
    edges = [place for _, _, low, high in shares for place in (low, high)]
    ticks = store.ticks([*places, *edges])
    (decided,) = store.ticks([burst.decided])
    of_host: dict[str, list[Tick]] = {}
    for tick in ticks:
        of_host.setdefault(tick.host, []).append(tick)
    return CorrelationHit(
        correlation=item,
        group=store.group(item, burst.first),
        start=moment(burst.start),
        end=moment(burst.end),
        decided=decided,
        count=burst.count,
        value=burst.value,
        cut=burst.cut,
        shares=tuple(
            HostShare(
                host=host,
                count=count,
                first=min(tick.time for tick in of_host[host]),
                last=max(tick.time for tick in of_host[host]),
                samples=tuple(sorted(of_host[host], key=lambda tick: (tick.time, tick.path, tick.at.offset))),
            )
            for host, count, _, _ in shares
        ),
    )
