"""Findings of a scan in their order; where they are many, put aside until somebody looks at them."""

import marshal
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, overload

from msgspec.structs import replace

from indicia.as_list import AsList
from indicia.detection.packed import EPOCH, MICROSECOND, micros
from indicia.model.finding import Confidence, Finding, Presence, RuleCard, Severity, Stage, Suppression
from indicia.pipeline.aside.exhibits import Exhibits, ExhibitsAside
from indicia.pipeline.aside.held_once import HeldOnce

MOST = 5_000
"""Findings that lie about as objects; most results have fewer.  Each takes half a kilobyte beside its records."""


def in_order(found: Iterable[Finding], aside: ExhibitsAside | None, most: int = MOST) -> Sequence[Finding]:
    """These in order of time, numbered: a tuple where they are few or there is nowhere to put them aside."""
    held = HeldOnce()
    few: list[Finding] = []
    many: FindingsAside | None = None
    for finding in found:
        if many is not None:
            many.add(finding)
            continue
        few.append(held.of(finding))
        if aside is not None and len(few) > most:
            many = FindingsAside(aside)
            for one in few:
                many.add(one)
            few.clear()
            held = HeldOnce()
    if many is not None:
        many.sort()
        return many
    few.sort(key=lambda item: (*_order(item), *_place(item)))
    return tuple(replace(finding, id=f"F{number}") for number, finding in enumerate(few, start=1))


def by_host(findings: Sequence[Finding]) -> Callable[[str], list[Finding]]:
    """What gives the findings of a host, in their order."""
    numbers: dict[str, array[int]] = defaultdict(lambda: array("q"))
    for number, finding in enumerate(findings):
        numbers[finding.host].append(number)
    return lambda host: [findings[number] for number in numbers.get(host, ())]


class FindingsAside(AsList[Finding]):
    """Findings that are made each time they are asked for, equal to those that were added."""

    def __init__(self, aside: ExhibitsAside) -> None:
        self._exhibits, self._aside = aside, aside.aside
        self._places, self._lengths = array("q"), array("i")
        self._times, self._hosts, self._detectors = array("d"), array("q"), array("q")
        self._names: dict[str, int] = {}
        self._cards: dict[tuple[str, str], list[tuple[int, RuleCard]]] = {}
        self._carded: list[RuleCard] = []
        self._allowed: dict[Suppression, int] = {}
        self._allowing: list[Suppression] = []
        self._sorted = array("q")

    def add(self, finding: Finding) -> None:
        """Take one in.  Raises CaseError when the disk is full."""
        packed = marshal.dumps(self._plain(finding))
        self._places.append(self._aside.put(packed))
        self._lengths.append(len(packed))
        self._times.append(_order(finding)[0])
        self._hosts.append(self._names.setdefault(finding.host, len(self._names)))
        self._detectors.append(self._names.setdefault(str(finding.detector), len(self._names)))

    def sort(self) -> None:
        """Put all in order, the last one being added; not before can any be asked for."""
        rank = {number: at for at, (_, number) in enumerate(sorted((name, n) for name, n in self._names.items()))}
        times, hosts, detectors = self._times, self._hosts, self._detectors
        # Once for each key, from the last to the first: keys of all findings would take as much as these do.
        order = sorted(range(len(times)), key=lambda number: rank[detectors[number]])
        order.sort(key=lambda number: rank[hosts[number]])
        order.sort(key=times.__getitem__)
        for _, group in groupby(order, lambda number: (times[number], hosts[number], detectors[number])):
            several = list(group)
            if several[1:]:
                # Which record comes first is only asked for where nothing else says which finding does.
                several.sort(key=lambda number: _place(self._made(number, "")))
            self._sorted.extend(several)

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Finding]:
        return map(self.__getitem__, range(len(self)))

    @overload
    def __getitem__(self, at: int) -> Finding: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, at: int | slice) -> Finding | tuple[Finding, ...]:
        places = range(len(self))[at]
        if isinstance(places, range):
            return tuple(map(self.__getitem__, places))
        return self._made(self._sorted[places], f"F{places + 1}")

    def _plain(self, finding: Finding) -> tuple[Any, ...]:
        allowed = finding.suppressed
        if allowed is not None and allowed not in self._allowed:
            self._allowed[allowed] = len(self._allowing)
            self._allowing.append(allowed)
        return (
            str(finding.detector), finding.title, finding.summary,
            None if finding.stage is None else int(finding.stage), int(finding.severity), int(finding.confidence),
            finding.host, finding.seen and micros(finding.seen), finding.last and micros(finding.last), finding.count,
            self._exhibits.put(finding.exhibits), self._card(finding.card), finding.techniques, finding.tests,
            finding.clients, finding.objects, finding.presence.value, finding.next_step, finding.mistakes,
            dict(finding.joins), None if allowed is None else self._allowed[allowed], finding.allowed,
        )  # fmt: skip

    def _card(self, card: RuleCard) -> int:
        known = self._cards.setdefault((card.kind, card.id), [])
        for number, one in known:
            if one == card:
                return number
        known.append((len(self._carded), card))
        self._carded.append(card)
        return len(self._carded) - 1

    def _made(self, number: int, id: str) -> Finding:
        (
            detector, title, summary, stage, severity, confidence, host, seen, last, count, exhibits, card, techniques,
            tests, clients, objects, presence, next_step, mistakes, joins, suppressed, allowed,
        ) = marshal.loads(self._aside.get(self._places[number], self._lengths[number]))  # fmt: skip
        return Finding(
            detector=detector,
            title=title,
            summary=summary,
            stage=None if stage is None else Stage(stage),
            severity=Severity(severity),
            confidence=Confidence(confidence),
            host=host,
            seen=_moment(seen),
            last=_moment(last),
            count=count,
            exhibits=Exhibits(self._aside, *exhibits),
            card=self._carded[card],
            techniques=techniques,
            tests=tests,
            clients=clients,
            objects=objects,
            presence=Presence(presence),
            next_step=next_step,
            mistakes=mistakes,
            id=id,
            joins=joins,
            suppressed=None if suppressed is None else self._allowing[suppressed],
            allowed=allowed,
        )


def _order(finding: Finding) -> tuple[float, str, str]:
    """Those without a time come last."""
    return finding.seen.timestamp() if finding.seen else float("inf"), finding.host, finding.detector


def _place(finding: Finding) -> tuple[str, int, tuple[str, ...]]:
    first = finding.exhibits[0]
    return first.path, first.at.offset, finding.objects


def _moment(time: int | None) -> datetime | None:
    return None if time is None else EPOCH + time * MICROSECOND
