"""Streams, readers and writers that a page makes, and texts made of characters."""

import re

from indicia.detection.webshell.acts.kept_files import read_from
from indicia.detection.webshell.acts.objects.files import appends
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.values.folding import number_of
from indicia.detection.webshell.values.value import NOTHING, Value, better

SOCKET_STREAM = "socket.stream"
"""What the stream of a connection goes by."""


_READERS = frozenset({"streamreader", "fileinputstream", "filereader", "filestream", "bitmap", "binaryreader"})


_FOR_WRITING = re.compile(
    r"filemode\s*\.\s*(?:create|createnew|openorcreate|append|truncate)\b|fileaccess\s*\.\s*write\b", re.IGNORECASE
)
"""How a file is opened of which nothing is read."""


def reads_stream(page: Page, call: Call) -> Value | None:
    """What reads from a file or a connection; null for any other object."""
    site, first = call.site, call.first
    path = call.name
    if first.path == SOCKET_STREAM and path.endswith(("reader", "writer")):
        if path.endswith("writer"):
            return Value(path="socket", target=first.target)
        return Value(path=path, trail=page.trail(site, "remote"))
    if first.path.startswith("namedpipe") and path.endswith("reader"):
        return Value(path=path, trail=page.trail(site, "remote"))
    reads = path in _READERS and first.trail is None and not page.code.search(_FOR_WRITING, site)
    if reads and (held := read_from(page, first, site)) is not None:
        return Value(path=path, trail=held)
    return None


def writes_stream(page: Page, call: Call) -> Value | None:
    """What writes to a file; null for any other object."""
    args, site, first = call.args, call.site, call.first
    path = call.name
    if path in {
        "fileoutputstream",
        "filewriter",
        "streamwriter",
        "filestream",
        "randomaccessfile",
        "printwriter",
        "splfileobject",
    }:
        if path == "printwriter" and first.path in {"file", "filewriter", "fileoutputstream"}:
            return Value(path="file", target=first.target or first.trail, place=first.place)
        kept = "file.append" if appends(args, page.code.at(site)) else "file"
        if first.trail is not None or first.place is not None or first.const is not None or first.target:
            return Value(path=kept, target=first.target or first.trail, place=first.place or first.const)
        return Value(
            path="file.append" if first.path == "file.append" else kept,
            place=None if first.path.startswith("file") else page.code.variable_in(site) or None,
        )
    return None


def makes_text(page: Page, call: Call) -> Value | None:
    """A text, a pattern, what wraps a writer; null for any other object."""
    args, first, site = call.args, call.first, call.site
    path = call.name
    trail = call.whole.trail
    if path in {
        "string",
        "file",
        "bufferedwriter",
        "outputstreamwriter",
        "bufferedoutputstream",
        "fileinfo",
        "binarywriter",
    }:
        if path == "string" and first.items is not None:
            codes = [number_of(item.const) if item.number else None for item in first.items]
            if codes and all(code is not None for code in codes):
                text = "".join(chr((code or 0) & 0xFFFF) for code in codes)
                return Value(const=text, hidden="put together from character codes")
            if all(item.const is not None for item in first.items):
                return Value(
                    const="".join(item.const or "" for item in first.items),
                    hidden="put together from single characters",
                )
        if path == "string":
            return first
        if path in {"file", "fileinfo"}:
            last = args[-1] if args else NOTHING
            chosen = better(first.trail, last.trail)
            return Value(
                path="file", trail=chosen, place=last.place or last.const, const=first.const if len(args) == 1 else None
            )
        named = page.code.variable_in(site) if path == "binarywriter" and not first.path.startswith("file") else ""
        return Value(
            path="file.append" if first.path == "file.append" else "file",
            target=first.target,
            place=first.place or named or None,
        )
    if path in {"stringbuilder", "stringbuffer", "stringwriter"} and trail is None:
        return Value(path=path, told=first.const or "")
    if path in {"regex", "regexp"} and first.const is not None:
        return Value(path=path, place=first.const)
    return None
