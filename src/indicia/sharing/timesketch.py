"""The timeline of a case on its way to Timesketch: marked, and without what is kept back."""

import io
from collections.abc import Callable, Mapping
from typing import BinaryIO, cast

import orjson

from indicia.sharing.absent import tell_absent
from indicia.sharing.loss import Loss
from indicia.sharing.material import Material, SharedCase
from indicia.sharing.tree import tree, written
from indicia.statement.canonical import Json


class MarkedRows(io.RawIOBase):
    """Takes the timeline of one case as JSON lines and hands on each row with its marking as a tag.

    Of a case of which something was kept back, rows that a detector touched whose finding was kept back are left out,
    and no row names findings by number: the gaps would tell.
    """

    def __init__(self, case: SharedCase, marking: str, out: Callable[[bytes], object]) -> None:
        self._case = case
        self._marking = marking
        self._out = out
        self._left = bytearray()
        self._back: dict[str, dict[str, Json]] = {}

    def writable(self) -> bool:
        """It takes bytes."""
        return True

    def write(self, data: object) -> int:
        """Take bytes, in pieces of any size."""
        piece = bytes(cast("bytes", data))
        self._left += piece
        while (end := self._left.find(b"\n")) >= 0:
            line = bytes(self._left[:end])
            del self._left[: end + 1]
            self._row(line)
        return len(piece)

    def binary(self) -> BinaryIO:
        """As the timeline takes it."""
        return cast("BinaryIO", self)

    def tell_loss(self, loss: Loss) -> None:
        """What the rows give back of each finding."""
        for finding in self._case.findings:
            loss.tell("finding", tree(finding), self._back.get(finding.id) if finding.id else None)

    def _row(self, line: bytes) -> None:
        row = orjson.loads(line)
        owners = {str(one).partition("/")[0] for one in row.get("rule_id", ())} | set(row.get("rule_id", ()))
        if owners & self._case.hidden:
            return
        tags = list(row.get("tag", ()))
        if not self._case.whole:
            numbers = set(row.pop("finding", ()))
            tags = [one for one in tags if one not in numbers]
        row["tag"] = [self._marking, *tags]
        self._out(written(row) + b"\n")
        self._remember(row)

    def _remember(self, row: Mapping[str, Json]) -> None:
        """Of a row that one finding touched, what it says of that; of others only where the record stands."""
        findings = row.get("finding")
        for id in findings if isinstance(findings, list) else ():
            got = self._back.setdefault(str(id), {"id": str(id), "host": row.get("host"), "exhibits": []})
            exhibits = got["exhibits"]
            assert isinstance(exhibits, list)
            exhibits.append(
                {
                    "path": row.get("path"),
                    "source": row.get("source"),
                    "at": {name: row.get(name) for name in ("sha256", "offset", "length", "line", "record_id")},
                }
            )
            if isinstance(findings, list) and len(findings) == 1:
                got["techniques"] = row.get("attack")
                got["title"] = _only(row.get("rule"))
                got["detector"] = _only(row.get("rule_id"))


def tell_timesketch(material: Material, loss: Loss, untimed: int) -> None:
    """What no row can hold; `untimed` is how many records have no time."""
    loss.note("rows are records, not findings: sentences, severity of each and what it does not show stay behind")
    if untimed:
        loss.note(
            f"records without a time (configuration, files whose times are lost): {untimed:,} left out, because a row "
            "without one ends the import; `indicia timeline --untimed` writes them"
        )
    tell_absent(material, loss, frozenset())


def _only(value: Json) -> Json:
    return value[0] if isinstance(value, list) and len(value) == 1 else None
