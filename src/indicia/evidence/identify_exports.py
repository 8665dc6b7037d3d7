"""Whether a file is an export made by hand (objects, registry keys, a list of files) or part of a volume or registry.

The name decides last.
"""

import re
from collections.abc import Sequence

from indicia.evidence.exports.classes import is_command_name, knows_columns
from indicia.evidence.exports.file_records import record_size
from indicia.evidence.exports.journal_pages import PAGE
from indicia.model.evidence import Kind

_JOURNAL = re.compile(r"(?:^|[^a-z])usnjrnl|\$J$", re.IGNORECASE)
"""How collectors call a change journal: `$J`, `$UsnJrnl$J`, `$UsnJrnl_$J`, `$UsnJrnl%3A$J`."""
_STREAM = re.compile(r"\$(?:J|UsnJrnl)$", re.IGNORECASE)
"""What nothing else is called: whatever it holds is read as a journal, so that damage is said."""
_JOURNAL_HEAD = 2 * PAGE
_REGISTRY = ("windows registry editor version", "regedit4")
_PAIR = re.compile(r"[A-Za-z_][\w.() -]{0,80}\s+:(\s|$)")
_MEMBER = re.compile(r'"([A-Za-z_][\w .-]{0,80})"\s*:')


def volume_kind(head: bytes, name: str) -> Kind | None:
    """Kind of a hive, a file table or a change journal as it lies on the disk; null for anything else.

    A journal begins with a long hole: where the head holds nothing else, its name decides.
    """
    if head.startswith(b"regf"):
        return Kind.HIVE
    if record_size(head):
        return Kind.MFT
    body = head.lstrip(b"\0")
    plain = name.replace("%24", "$")
    called = bool(_JOURNAL.search(plain))
    if not body:
        return Kind.USN_JOURNAL if head and called else None
    if _STREAM.search(plain):
        return Kind.USN_JOURNAL
    start = (len(head) - len(body)) // 8 * 8
    if not called and head[start + 4 : start + 8] not in (b"\2\0\0\0", b"\3\0\0\0"):
        return None
    # What reads exports and journals takes a while to import, and most collections hold neither.
    from indicia.evidence.exports.journal_records import find

    found = find(head[start : start + _JOURNAL_HEAD], last=True)
    first = found.changes.starts.tolist()[:1]
    return Kind.USN_JOURNAL if first == [0] or (called and (first or found.ranges)) else None


def text_export_kind(lines: Sequence[str], name: str) -> Kind:
    """Kind of a text by its first lines; PLAIN where it is no export."""
    if not lines:
        return Kind.EXPORT if is_command_name(name) else Kind.PLAIN
    from indicia.evidence.exports.ldif import is_ldif
    from indicia.evidence.exports.listings import is_body_line, is_listing
    from indicia.evidence.exports.printed import columns_of
    from indicia.evidence.exports.reading import HTTP_STATE

    first = lines[0].strip().lower()
    if first.startswith(_REGISTRY):
        return Kind.REGISTRY
    if first.startswith((HTTP_STATE, "#type ")):
        return Kind.EXPORT
    if is_ldif(lines) and any(line[:3].lower() == "dn:" for line in lines):
        return Kind.EXPORT
    if sum(is_body_line(line) for line in lines[:10]) * 2 >= len(lines[:10]):
        return Kind.LISTING
    header = lines[1] if first.startswith("sep=") and len(lines) > 1 else lines[0]
    columns = columns_of(header) if any(mark in header for mark in ",;\t") else []
    if is_listing(columns) and not is_command_name(name.replace("Get-ChildItem", "").replace("Get-FileHash", "")):
        return Kind.LISTING
    if len(columns) > 1 and (knows_columns(columns) or is_command_name(name)):
        return Kind.EXPORT
    listed = sum(bool(_PAIR.match(line)) for line in lines[:20])
    return Kind.EXPORT if is_command_name(name) and listed * 2 > len(lines[:20]) else Kind.PLAIN


def json_export_kind(text: str, name: str) -> Kind:
    """Kind of JSON that holds no events."""
    members = list(dict.fromkeys(_MEMBER.findall(text[:65536])))
    if is_command_name(name) or knows_columns(members):
        return Kind.EXPORT
    from indicia.evidence.exports.listings import is_listing

    return Kind.LISTING if is_listing(members) else Kind.PLAIN
