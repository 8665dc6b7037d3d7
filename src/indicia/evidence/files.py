"""Any file as a row of the file table: path, size, times, hash, and the part of its content that rules may look at."""

import re

from indicia.model.evidence import Evidence, Kind, Locator
from indicia.model.record import Record, Value

_TEXT_KINDS = frozenset({Kind.PLAIN, Kind.IIS_CONFIG})
"""Kinds whose content is looked at here; the others have a reader of their own."""
_HEADER = 512
_BINARY_CONTENT = 2**20
"""A larger binary is not searched for text."""
_STRINGS_KEPT = 2**18
_ASCII = re.compile(rb"[\x20-\x7e]{5,4096}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){5,4096}")


def file_record(evidence: Evidence, head: bytes) -> Record:
    r"""One file as a record of the table `file`.

    `Path` is the Windows path on the host where the collection tells it, else the display path with `\`.  `Content` is
    the text of plain and configuration files; of a small binary the printable strings in it (ASCII and UTF-16, five
    characters or more, one a line).  Times are UTC; a time that the collection lost is absent.
    """
    path = evidence.original or evidence.path.replace("/", "\\")
    name = re.split(r"[\\/]", path)[-1]
    fields: dict[str, Value] = {
        "Path": path,
        "Name": name,
        "Extension": name.rpartition(".")[2].lower() if "." in name else "",
        "Size": evidence.size,
        "SHA256": evidence.sha256,
        "Header": head[:_HEADER].hex(),
    }
    if evidence.created is not None:
        fields["Created"] = evidence.created.isoformat()
    if evidence.modified is not None:
        fields["Modified"] = evidence.modified.isoformat()
    if evidence.kind in _TEXT_KINDS:
        content = _content(head, evidence.size)
        if content is not None:
            fields["Content"] = content
    return Record(
        table="file",
        source="fs",
        time=evidence.created or evidence.modified,
        host=evidence.host,
        at=Locator(sha256=evidence.sha256, offset=0, length=evidence.size),
        fields=fields,
        raw=path,
    )


def bytes_shown(kind: Kind, most: int) -> int:
    """How many of the first bytes of a file its row is made from, of a text at most so many."""
    return most if kind in _TEXT_KINDS else _HEADER


def _content(head: bytes, size: int) -> str | None:
    """The text of a file, the strings of a small binary, null for a large one."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    if b"\x00" not in head:
        try:
            return head.decode("utf-8")
        except UnicodeDecodeError as error:
            # The head may end inside a character; anything else is another encoding.
            if size > len(head) and error.start >= len(head) - 3:
                return head[: error.start].decode("utf-8")
            return head.decode("latin-1")
    if size > _BINARY_CONTENT:
        return None
    found = [text.decode("ascii") for text in _ASCII.findall(head)]
    found += [text[::2].decode("ascii") for text in _WIDE.findall(head)]
    return "\n".join(found)[:_STRINGS_KEPT]
