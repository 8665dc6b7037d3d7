"""The ticks of a case in memory, for the many cases that have few: what `Store` does, without a database.

Starting a database takes longer than all else that a few thousand ticks need, and four times their memory.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from indicia.detection.correlation.correlation import Correlation, Kind
from indicia.detection.correlation.hit import Tick, TickFile, microseconds, moment
from indicia.detection.correlation.loading import CorrelationSet
from indicia.detection.correlation.member import FIRST_KEY, NUMBER, Member
from indicia.detection.correlation.tick_batches import in_order, tick_batches
from indicia.detection.correlation.words import HOST_FIELDS, key
from indicia.model.evidence import Locator

FEW = 5_000
"""Ticks up to which they are held in memory; some 10 MB."""
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
        self._ticks: list[dict[str, Any]] = []
        """Rows as in the extract, and which host of the case (`owner`) and which log (`file`) each belongs to."""
        self._of_rule: dict[str, list[int]] = defaultdict(list)
        self._held: dict[str, list[tuple[int, bool]]] = defaultdict(list)
        self._files: list[str] = []
        self._hosts: list[str] = []
        self._members: list[Member] = []

    def load(self, files: Sequence[TickFile]) -> bool:
        """Take in the ticks of all files; false when they are more than a few.

        Raises CaseError when one is damaged.
        """
        for file in in_order(files):
            self._files.append(file.evidence)
            for batch in tick_batches(file):
                if len(self._ticks) + batch.num_rows > self._most:
                    return False
                self._take(batch.to_pylist(), file)
        self._hosts = list(self._owners)
        return True

    def _take(self, rows: Sequence[dict[str, Any]], file: TickFile) -> None:
        # Hosts are numbered as `Store` numbers them: their order decides where all else is equal.
        hosts = dict.fromkeys(row["host"] for row in rows)
        for name in sorted(hosts, key=lambda name: name is None):
            self._owners.setdefault(file.host_of(name), len(self._owners))
        for row in rows:
            if row["rule"] in self._loaded.bases:
                self._of_rule[row["rule"]].append(len(self._ticks))
                owner = self._owners[file.host_of(row["host"])]
                self._ticks.append({**row, "owner": owner, "file": len(self._files) - 1})

    def gather(self, item: Correlation) -> tuple[int, int]:
        """See `Store.gather`."""
        untimed, lacking = 0, 0
        found: list[tuple[Any, ...]] = []
        for part, at, keys in self._candidates(item):
            tick = self._ticks[at]
            if tick["time"] is None:
                untimed += 1
            elif self._inside(tick["time"]):
                if _whole(item, keys):
                    found.append((at, tick["time"], part, tick["owner"], tick["identity"], *keys))
                else:
                    lacking += 1
        found.sort(key=partial(self._order, len(item.group_by)))
        self._members = [(position, *member) for position, member in enumerate(found)]
        return untimed, lacking

    def _candidates(self, item: Correlation) -> Iterator[tuple[int, int, list[str | None]]]:
        """(number of the rule, tick, keys) of each record that the correlation could take in."""
        for number, part in enumerate(item.rules):
            for leaf in self._loaded.leaves(part):
                fields = self._loaded.bases[leaf].words.fields
                read = [self._loaded.field_of(item, part, leaf, name) for name in (*item.group_by, *item.fields)]
                places = [None if name in HOST_FIELDS else fields.index(name) for name in read]
                for at in self._records(item, part, leaf):
                    tick = self._ticks[at]
                    host = key(self._hosts[tick["owner"]])
                    yield number, at, [host if place is None else tick["keys"][place] for place in places]

    def _records(self, item: Correlation, part: str, leaf: str) -> Sequence[int]:
        """Ticks of one base rule as part of a correlation; of another one, those at which that one held."""
        if part not in self._correlations:
            return self._of_rule[leaf]
        return [
            at for at, first in self._held[part] if self._ticks[at]["rule"] == leaf and (first or item.kind.temporal)
        ]

    def _order(self, groups: int, member: Sequence[Any]) -> tuple[Any, ...]:
        at, time, part, owner, identity, *keys = member
        tick = self._ticks[at]
        return (*keys[:groups], time, part, owner, identity, tick["file"], tick["place"])

    def _inside(self, time: int) -> bool:
        return (self._begins is None or time >= self._begins) and (self._ends is None or time <= self._ends)

    def members(self) -> Iterator[Member]:
        """See `Store.members`."""
        before: tuple[Any, ...] | None = None
        for row in self._members:
            event = row[2:]
            if event != before:
                yield row
            before = event

    def hold(self, item: Correlation, tick: int, *, first: bool) -> None:
        """See `Store.hold`."""
        self._held[item.id].append((tick, first))

    def shares(self, first: int, last: int) -> list[tuple[str, int, int, int]]:
        """See `Store.shares`."""
        places: dict[int, list[int]] = {}
        events: dict[int, set[tuple[int, bytes]]] = defaultdict(set)
        for position, _, _, part, owner, identity, *_ in self._members[first : last + 1]:
            places.setdefault(owner, []).append(position)
            events[owner].add((part, identity))
        ordered = sorted(places, key=lambda owner: (-len(events[owner]), places[owner][0]))
        return [(self._hosts[owner], len(events[owner]), places[owner][0], places[owner][-1]) for owner in ordered]

    def firsts(self, item: Correlation, first: int, last: int, most: int) -> list[int]:
        """See `Store.firsts`."""
        values = slice(FIRST_KEY + len(item.group_by), None) if item.kind is Kind.VALUE_COUNT else slice(3, 4)
        seen: dict[tuple[Any, ...], int] = {}
        for member in self._members[first : last + 1]:
            seen.setdefault(member[values], member[0])
        return sorted(seen.values())[:most]

    def group(self, item: Correlation, position: int) -> tuple[tuple[str, str], ...]:
        """See `Store.group`."""
        (tick,) = self.ticks([position])
        part = item.rules[self._members[position][3]]
        read = [(name, self._loaded.field_of(item, part, tick.rule, name)) for name in item.group_by]
        return tuple((name, tick.fields[there]) for name, there in read)

    def ticks(self, positions: Sequence[int]) -> list[Tick]:
        """See `Store.ticks`."""
        return [self._tick(self._ticks[self._members[position][1]]) for position in sorted(set(positions))]

    def _tick(self, row: dict[str, Any]) -> Tick:
        host = self._hosts[row["owner"]]
        names = self._loaded.bases[row["rule"]].words.fields
        fields = {field: value for field, value in zip(names, row["fields"], strict=True) if value is not None}
        fields |= {field: host for field in names if field in HOST_FIELDS}
        return Tick(
            rule=row["rule"],
            time=moment(row["time"]),
            host=host,
            table=row["kind"],
            source=row["source"],
            path=self._files[row["file"]],
            at=Locator(
                sha256=row["sha256"],
                offset=row["place"],
                length=row["length"],
                line=row["line"],
                record_id=row["record_id"],
            ),
            fields=fields,
        )


def _whole(item: Correlation, keys: Sequence[str | None]) -> bool:
    """Whether no field is missing that the correlation reads, and what it counts with is a number."""
    if any(key is None for key in keys):
        return False
    return not item.kind.numeric or _number(str(keys[len(item.group_by)])) is not None
