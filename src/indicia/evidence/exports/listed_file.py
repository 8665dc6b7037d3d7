"""A file that is only named, by a list or by the file table of a volume, as a record of the table `file`."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from indicia.evidence.exports.text import Place
from indicia.model.coverage import Span
from indicia.model.evidence import Evidence, Locator
from indicia.model.record import Record, Value
from indicia.tables.batch import Ledger, Rows
from indicia.tables.schema import FILE

_BATCH = 500
_WEB = ("\\frontend\\httpproxy\\", "\\inetpub\\wwwroot\\", "\\clientaccess\\owa\\", "\\clientaccess\\ecp\\")


class ListedFile(Struct, frozen=True, kw_only=True):
    """What a list says of one file; times are UTC, null is what it does not say."""

    path: str
    """Windows form."""
    place: Place
    raw: str
    size: int | None = None
    sha256: str = ""
    created: datetime | None = None
    modified: datetime | None = None
    deleted: bool = False

    def record(self, evidence: Evidence) -> Record:
        """The file without content, marked as listed."""
        name = self.path.rpartition("\\")[2]
        fields: dict[str, Value] = {
            "Path": self.path,
            "Name": name,
            "Extension": name.rpartition(".")[2].lower() if "." in name else "",
            "Listed": "true",
        }
        told: dict[str, Value] = {
            "Deleted": "true" if self.deleted else None,
            "Size": self.size,
            "SHA256": self.sha256 or None,
            "Created": self.created.isoformat() if self.created else None,
            "Modified": self.modified.isoformat() if self.modified else None,
        }
        fields |= {key: value for key, value in told.items() if value is not None}
        place = self.place
        return Record(
            table=FILE.name,
            source="fs",
            time=self.created or self.modified,
            host=evidence.host,
            at=Locator(sha256=evidence.sha256, offset=place.offset, length=place.length, line=place.line or None),
            fields=fields,
            raw=self.raw,
        )


def listed_rows(files: Iterable[ListedFile], evidence: Evidence, ledger: Ledger) -> Iterator[Rows]:
    """Records in batches; afterwards the span of the web folders, where the list holds any of their files.

    Its parts say what the list can decide: nothing of what files hold, and of known files only what their hashes tell.
    """
    batch: list[Record] = []
    web = hashed = 0
    for file in files:
        if any(part in file.path.lower() for part in _WEB):
            web += 1
            hashed += bool(file.sha256)
        batch.append(file.record(evidence))
        ledger.count += 1
        if len(batch) >= _BATCH:
            yield Rows(table=FILE.name, records=batch)
            batch = []
    if batch:
        yield Rows(table=FILE.name, records=batch)
    if web:
        parts = {"path": web} | ({"hash": hashed} if hashed else {})
        ledger.spans.append(Span(source="fs", host=None, records=web, first=None, last=None, parts=parts))
