"""Records behind findings put aside until somebody shows them: of a large result they are nearly all that it takes."""

import marshal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, overload

from msgspec.structs import replace

from indicia.as_list import AsList
from indicia.aside import Aside
from indicia.detection.packed import EPOCH, MICROSECOND, micros
from indicia.model.evidence import Locator
from indicia.model.finding import Exhibit, Finding

ROOM = 4 * 2**20
"""Bytes of exhibits, as they are packed, that stay where they are; most results have fewer."""
_FIELD, _EXHIBIT = 60, 300
"""About what packing adds to a field and an exhibit."""
Put = tuple[int, int, int]
"""Where exhibits begin, their bytes, and how many they are."""


class ExhibitsAside:
    """Findings go through it one after the other and come out equal."""

    def __init__(self, folder: Path, room: int = ROOM) -> None:
        """What is put aside lies in `folder`."""
        self.aside = Aside(folder)
        """Where it lies."""
        self._room = room

    def of(self, finding: Finding) -> Finding:
        """The same finding; its exhibits made when they are asked for.  Raises CaseError when the disk is full."""
        if self._room > 0:
            self._room -= sum(len(item.raw) + _FIELD * len(item.fields) + _EXHIBIT for item in finding.exhibits)
            return finding
        return replace(finding, exhibits=Exhibits(self.aside, *self.put(finding.exhibits)))

    def put(self, exhibits: Sequence[Exhibit]) -> Put:
        """Put these aside, if they are not yet.  Raises CaseError when the disk is full."""
        if isinstance(exhibits, Exhibits):
            return exhibits.put
        packed = marshal.dumps([_plain(item) for item in exhibits])
        return self.aside.put(packed), len(packed), len(exhibits)


class Exhibits(AsList[Exhibit]):
    """Those of one finding.  Whoever looks at several goes through them once: they are read anew each time."""

    __slots__ = ("_aside", "_count", "_place", "_size")

    def __init__(self, aside: Aside, place: int, size: int, count: int) -> None:
        self._aside, self._place, self._size, self._count = aside, place, size, count

    @property
    def put(self) -> Put:
        """Where they lie."""
        return self._place, self._size, self._count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Exhibit]:
        return map(_exhibit, self._read())

    @overload
    def __getitem__(self, at: int) -> Exhibit: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Exhibit, ...]: ...
    def __getitem__(self, at: int | slice) -> Exhibit | tuple[Exhibit, ...]:
        found = self._read()[at]
        return tuple(map(_exhibit, found)) if isinstance(at, slice) else _exhibit(found)

    def _read(self) -> Any:
        return marshal.loads(self._aside.get(self._place, self._size))


def _plain(exhibit: Exhibit) -> tuple[Any, ...]:
    at = exhibit.at
    return (
        str(exhibit.table), str(exhibit.source), exhibit.time and micros(exhibit.time), exhibit.path,
        at.sha256, at.offset, at.length, at.line, at.record_id,
        dict(exhibit.fields), exhibit.matched, exhibit.raw,
    )  # fmt: skip


def _exhibit(plain: tuple[Any, ...]) -> Exhibit:
    table, source, time, path, sha256, offset, length, line, record_id, fields, matched, raw = plain
    return Exhibit(
        table=table,
        source=source,
        time=None if time is None else EPOCH + time * MICROSECOND,
        path=path,
        at=Locator(sha256=sha256, offset=offset, length=length, line=line, record_id=record_id),
        fields=fields,
        matched=matched,
        raw=raw,
    )
