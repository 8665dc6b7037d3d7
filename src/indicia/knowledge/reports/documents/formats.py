"""What a report's file is, found from its content."""

import re
from enum import StrEnum


class Format(StrEnum):
    """Formats that are read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    STIX = "stix"
    MISP = "misp"


_BEGINS_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:p|div|li|h[1-6]|span|td|article|section|body|html)>", re.I)
_OTHER = (
    (b"PK\x03\x04", "an archive or an office document (docx, xlsx, odt)", "Save it as PDF, HTML or text."),
    (b"\xd0\xcf\x11\xe0", "an old office document (doc, xls, msg)", "Save it as PDF, HTML or text."),
    (b"{\\rtf", "a rich text file (RTF)", "Save it as PDF, HTML or text."),
    (b"\x1f\x8b", "packed with gzip", "Unpack it first."),
    (b"\x89PNG", "a picture", "Pictures are not read; take a text of it."),
    (b"\xff\xd8\xff", "a picture", "Pictures are not read; take a text of it."),
    (b"GIF8", "a picture", "Pictures are not read; take a text of it."),
    (b"MZ", "a program", "Only reports are read here."),
    (b"ElfFile", "an event log", "`indicia scan` reads event logs."),
)


def other_format(data: bytes) -> tuple[str, str] | None:
    """What a file is that is no report in a form that is read, and what to do; null where nothing says so."""
    return next(((what, hint) for mark, what, hint in _OTHER if data.startswith(mark)), None)


def is_pdf(data: bytes) -> bool:
    """Readers of PDF allow rubbish before its header."""
    return b"%PDF-" in data[:1024]


def is_html(text: str) -> bool:
    """Whether a text is a page: it begins as one, or end tags of a page are all over it."""
    head = text[:65536].lstrip()
    while head.startswith(("<!--", "<?xml")):
        _, found, head = head.partition("-->" if head.startswith("<!--") else ">")
        head = head.lstrip()
        if not found:
            return False
    return _BEGINS_HTML.match(head) is not None or (head[:1] == "<" and len(_CLOSED.findall(head)) >= 3)
