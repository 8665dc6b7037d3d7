"""What a stream of JSON documents is made of."""

from typing import Any

from msgspec import Struct

from indicia.evidence.events.json.heads import Form, Head


class Document(Struct):
    """A whole JSON object; `start` and `end` count bytes of the file, `line` from 1."""

    start: int
    end: int
    line: int
    text: bytes
    """UTF-8 that loads."""
    content: dict[str, Any]


class Lines(Struct):
    """Documents that stand one on each line, one line after the other."""

    line: int
    """Line of the first, from 1."""
    starts: list[int]
    """Byte of the file where each begins."""
    texts: list[bytes | memoryview]
    """UTF-8 that loads; without the line end.  Views of the window where they are most of it."""
    bytes: int
    """Bytes of all texts."""
    form: Form | None
    """The form of all documents; null where there is more than one."""
    heads: list[Head]
    """One of each document where they have one form; else none."""
    contents: list[Head | dict[str, Any]]
    """Where they have not: a head, or the document where it has none."""
