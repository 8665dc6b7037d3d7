"""The ticks of a case in memory, for the many cases that have few: what `Store` does, without a database.

Starting a database takes longer than all else that a few thousand ticks need, and four times their memory.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from indicia.detection.correlation.correlation import Correlation, Kind
from indicia.detection.correlation.hit import Tick, TickFile, microseconds, moment
from indicia.detection.correlation.loading import CorrelationSet
from indicia.detection.correlation.member import FIRST_KEY, NUMBER, Member
from indicia.detection.correlation.tick_batches import Ticks, damaged, in_order, tick_batches
from indicia.detection.correlation.tick_rows import COLUMNS, NEVER, TickRow, TickRows
from indicia.detection.correlation.words import HOST_FIELDS, key
from indicia.model.evidence import Locator

FEW = 150_000
"""Ticks up to which they are held in memory; some 20 MB."""
_number = re.compile(NUMBER).fullmatch


class Few:
    """Ticks in memory; asked in the same way as a `Store`, it gives the same answers."""

    def __init__(
        self,
        loaded: CorrelationSet,
        most: int = FEW,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        """Begin with none; take in no more than `most`."""
        self._most = most
        self._loaded = loaded
        self._correlations = {item.id for item in loaded.correlations}
        self._begins = microseconds(since) if since else None
        self._ends = microseconds(until) if until else None
        self._owners: dict[str, int] = {}
        self._ticks = TickRows()
        self._of_rule: dict[str, array[int]] = defaultdict(partial(array, "i"))
        self._held: dict[str, list[tuple[int, bool]]] = defaultdict(list)
        self._files: list[str] = []
        self._hosts: list[str] = []
        self._host_keys: list[str | None] = []
        self._members = array("i"), array("i")
        """Of each member, in order, its tick and which rule of the correlation it satisfied."""
        self._read: dict[tuple[int, str], list[int | None]] = {}
        """Of each rule and base rule of the correlation, where the keys stand in a tick; null for the host."""

    def load(self, files: Sequence[TickFile]) -> bool:
        """Take in the ticks of all files; false when they are more than a few.

        Raises CaseError when one is damaged.
        """
        for file in in_order(files):
            self._files.append(file.evidence)
            for batch in tick_batches(file):
                if len(self._ticks) + len(batch["rule"]) > self._most:
                    return False
                try:
                    self._take(batch, file)
                except ValueError as error:
                    raise damaged(file, error) from None
        self._hosts = list(self._owners)
        self._host_keys = list(map(key, self._hosts))
        return True

    def _take(self, batch: Ticks, file: TickFile) -> None:
        columns = [batch[name] for name in COLUMNS]
        named = batch["host"]
        # Hosts are numbered as `Store` numbers them: their order decides where all else is equal.
        owners = {
            name: self._owners.setdefault(file.host_of(name), len(self._owners))
            for name in sorted(dict.fromkeys(named), key=lambda name: name is None)
        }
        for host, row in zip(named, zip(*columns, strict=True), strict=True):
            if row[0] in self._loaded.bases:
                self._of_rule[row[0]].append(len(self._ticks))
                self._ticks.append(row, owners[host], len(self._files) - 1)

    def gather(self, item: Correlation) -> tuple[int, int]:
        """See `Store.gather`."""
        untimed, lacking = 0, 0
        self._read = {}
        members, parts, of = array("i"), array("i"), array("i")
        groups: dict[tuple[str | None, ...], int] = {}
        for part, at in self._candidates(item):
            time = self._ticks.time(at)
            if time == NEVER:
                untimed += 1
            elif self._inside(time):
                keys = self._keys(part, at)
                if _whole(item, keys):
                    members.append(at)
                    parts.append(part)
                    of.append(groups.setdefault(tuple(keys[: len(item.group_by)]), len(groups)))
                else:
                    lacking += 1
        self._members = array("i"), array("i")
        if members:
            rank = {groups[group]: number for number, group in enumerate(sorted(groups, key=_words))}
            for place in self._ticks.in_order(members, array("i", map(rank.__getitem__, of)), parts).tolist():
                self._members[0].append(members[place])
                self._members[1].append(parts[place])
        return untimed, lacking

    def _candidates(self, item: Correlation) -> Iterator[tuple[int, int]]:
        """(number of the rule, tick) of each record that the correlation could take in."""
        for number, part in enumerate(item.rules):
            for leaf in self._loaded.leaves(part):
                fields = self._loaded.bases[leaf].words.fields
                read = [self._loaded.field_of(item, part, leaf, name) for name in (*item.group_by, *item.fields)]
                self._read[number, leaf] = [None if name in HOST_FIELDS else fields.index(name) for name in read]
                for at in self._records(item, part, leaf):
                    yield number, at

    def _keys(self, part: int, at: int) -> list[str | None]:
        """What a tick is grouped by and counted with."""
        keys, host = self._ticks.keys(at), self._host_keys[self._ticks.owner(at)]
        return [host if place is None else keys[place] for place in self._read[part, self._ticks.rule(at)]]

    def _member(self, position: int) -> Member:
        at, part = self._members[0][position], self._members[1][position]
        ticks = self._ticks
        return (position, at, ticks.time(at), part, ticks.owner(at), ticks.identity(at), *self._keys(part, at))

    def _records(self, item: Correlation, part: str, leaf: str) -> Sequence[int]:
        """Ticks of one base rule as part of a correlation; of another one, those at which that one held."""
        if part not in self._correlations:
            return self._of_rule[leaf]
        held = [at for at, first in self._held[part] if first or item.kind.temporal]
        return [at for at in held if self._ticks.rule(at) == leaf]

    def _inside(self, time: int) -> bool:
        return (self._begins is None or time >= self._begins) and (self._ends is None or time <= self._ends)

    def members(self) -> Iterator[Member]:
        """See `Store.members`."""
        before: tuple[Any, ...] | None = None
        for position in range(len(self._members[0])):
            row = self._member(position)
            event = row[2:]
            if event != before:
                yield row
            before = event

    def hold(self, item: Correlation, tick: int, *, first: bool) -> None:
        """See `Store.hold`."""
        self._held[item.id].append((tick, first))

    def shares(self, first: int, last: int, apart: frozenset[int]) -> list[tuple[str, int, int, int]]:
        """See `Store.shares`."""
        places: dict[int, list[int]] = {}
        events: dict[int, set[tuple[int, bytes]]] = defaultdict(set)
        for position, _, _, part, owner, identity, *_ in map(self._member, range(first, last + 1)):
            places.setdefault(owner, []).append(position)
            events[owner].add((part if part in apart else -1, identity))
        ordered = sorted(places, key=lambda owner: (-len(events[owner]), places[owner][0]))
        return [(self._hosts[owner], len(events[owner]), places[owner][0], places[owner][-1]) for owner in ordered]

    def firsts(self, item: Correlation, first: int, last: int, most: int) -> list[int]:
        """See `Store.firsts`."""
        values = slice(FIRST_KEY + len(item.group_by), None) if item.kind is Kind.VALUE_COUNT else slice(3, 4)
        seen: dict[tuple[Any, ...], int] = {}
        for member in map(self._member, range(first, last + 1)):
            seen.setdefault(member[values], member[0])
        return sorted(seen.values())[:most]

    def group(self, item: Correlation, position: int) -> tuple[tuple[str, str], ...]:
        """See `Store.group`."""
        (tick,) = self.ticks([position])
        part = item.rules[self._members[1][position]]
        read = [(name, self._loaded.field_of(item, part, tick.rule, name)) for name in item.group_by]
        return tuple((name, tick.fields[there]) for name, there in read)

    def ticks(self, positions: Sequence[int]) -> list[Tick]:
        """See `Store.ticks`."""
        return [self._tick(self._ticks[self._members[0][position]]) for position in sorted(set(positions))]

    def _tick(self, row: TickRow) -> Tick:
        assert row.time is not None  # who has none is no member
        host = self._hosts[row.owner]
        names = self._loaded.bases[row.rule].words.fields
        fields = {field: value for field, value in zip(names, row.fields, strict=True) if value is not None}
        fields |= {field: host for field in names if field in HOST_FIELDS}
        return Tick(
            rule=row.rule,
            time=moment(row.time),
            host=host,
            table=row.kind,
            source=row.source,
            path=self._files[row.file],
            at=Locator(
                sha256=row.sha256,
                offset=row.place,
                length=row.length,
                line=row.line,
                record_id=row.record_id,
            ),
            fields=fields,
        )


def _words(group: tuple[str | None, ...]) -> tuple[str, ...]:
    """The keys of a group, to sort by; none is missing."""
    return tuple(map(str, group))


def _whole(item: Correlation, keys: Sequence[str | None]) -> bool:
    """Whether no field is missing that the correlation reads, and what it counts with is a number."""
    if any(key is None for key in keys):
        return False
    return not item.kind.numeric or _number(str(keys[len(item.group_by)])) is not None
