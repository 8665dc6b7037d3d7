"""Where a file of a collection lay on its host, and which host that was, from the way collectors lay out their trees.

Known layouts: KAPE and CyLR (`C/Windows/…`), Velociraptor's offline collector (`uploads/ntfs/%5C%5C.%5CC%3A/…`),
acquire (`fs/C:/…`), and plain copies that begin at a well-known top folder.
"""

import re
from collections.abc import Sequence
from urllib.parse import unquote_to_bytes

import orjson
from msgspec import Struct

from indicia.evidence.archives.names import visible

HOST_FILE_BYTES = 2**18
"""How much of a file that may name its host is looked at."""

_TOP_FOLDERS = frozenset(("inetpub", "program files", "program files (x86)", "programdata", "windows", "users"))
_NAMES_A_DRIVE = _TOP_FOLDERS | {
    "$extend", "$recycle.bin", "$mft", "$logfile", "$boot", "$secure_$sds", "perflogs", "recovery", "exchangedb",
    "system volume information", "documents and settings", "windows.old", "exchange", "exchsrvr",
}  # fmt: skip
_OWN_TOP_FOLDERS = frozenset(("inetpub", "program files", "program files (x86)", "programdata"))
"""Those that name nothing but a Windows folder, so that an argument of this name is taken for it."""
_ACCESSORS = frozenset(("auto", "file", "ntfs", "lazy_ntfs", "mft", "ntfs_vss", "lazy_raw_ntfs", "raw_ntfs", "zip"))
"""Velociraptor's names for the ways it reads files; each is a folder below `uploads`."""
_DRIVE = re.compile(r"(?:\\\\[.?]\\)?([A-Za-z])(?::|%3[Aa])\\?")
_DEVICE = re.compile(r"[.?]")
_SHADOW = re.compile(r"(?:\\\\[.?]\\)?(?:GLOBALROOT\\)?(?:Device\\)?HarddiskVolumeShadowCopy(\d+)\\?", re.IGNORECASE)
_SHADOW_FOLDER = re.compile(r"VSS(\d+)", re.IGNORECASE)
_ROOT_FILES = frozenset(
    ("client_info.json", "collection_context.json", "uploads.json", "uploads.json.index", "log.json", "requests.json")
)
"""Files that Velociraptor writes into the root of a collection."""
_KAPE_LOG = re.compile(r"\d{4}-\d\d-\d\dT\d{6,}_.*?(?:ConsoleLog\.txt|CopyLog\.csv|SkipLog\.csv)", re.IGNORECASE)

_HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?")
_KAPE_MACHINE = re.compile(r"Machine name: ([^\s,]+),")
_COLLECTION_NAME = re.compile(r"Collection-(.+?)-\d{4}-\d\d-\d\dT\d\d[_:%3A]+\d\d[_:%3A]+\d\d")
_ACQUIRE_NAME = re.compile(r"([A-Za-z0-9-]{1,63})_\d{14}(?:\..*)?")


def is_of_collector(name: str) -> bool:
    """Whether a file of this name tells about a collection: what a collector writes beside what it took."""
    return name.lower() in _ROOT_FILES or _KAPE_LOG.fullmatch(name) is not None


class Located(Struct, frozen=True):
    """What the place of a file in its collection says."""

    prefix: int
    """How many leading parts stand before the tree of the host: they name the collection."""
    original: str | None = None
    r"""Path on the host (`C:\inetpub\…`); null where the layout does not tell."""
    shadow: str = ""
    """Number of the shadow copy it was read from; empty for the live volume."""


def locate(parts: Sequence[str], *, below: int = 0) -> Located | None:
    """Find the host's own tree in a path given part by part; null where no layout is recognised.

    `below` is the number of leading parts that the collector did not write (the argument's own name).
    A path with `..` in it has no place on a host.
    """
    if ".." in parts:
        return None
    for index, part in enumerate(parts[:-1]):
        if part.lower() == "uploads" and parts[index + 1].lower() in _ACCESSORS:
            return _uploaded(parts, index)
    for index, part in enumerate(parts[:-1]):
        drive = _drive(parts, index)
        if drive:
            return _on_drive(parts, index, drive)
        shadow = _SHADOW.fullmatch(_decoded(part))
        if shadow:
            return Located(index, _windows("C", parts[index + 1 :]), shadow[1])
    return _mirrored(parts, below) or _beside(parts)


def _uploaded(parts: Sequence[str], index: int) -> Located:
    """A file below `uploads/<accessor>/`; each part is percent-encoded by itself."""
    rest = [_decoded(part) for part in parts[index + 2 :]]
    # Where the device was not encoded, `\\.\C:` has become three parts.
    while rest and _DEVICE.fullmatch(rest[0]):
        rest = rest[1:]
    while len(rest) > 1 and rest[0].upper() in ("GLOBALROOT", "DEVICE"):
        rest = rest[1:]
    if not rest or ".." in rest:
        return Located(index)
    drive, shadow = _DRIVE.fullmatch(rest[0]), _SHADOW.fullmatch(rest[0])
    if drive and rest[1:]:
        return Located(index, _windows(drive[1], rest[1:]))
    if shadow and rest[1:]:
        # The volume of a shadow copy is not named; it is the system's in all but rare cases.
        return Located(index, _windows("C", rest[1:]), shadow[1])
    return Located(index)


def _drive(parts: Sequence[str], index: int) -> str:
    """The drive letter that a folder's name stands for; empty where it is none."""
    part = parts[index]
    written = _DRIVE.fullmatch(part)
    if written:
        return written[1].upper()
    if len(part) != 1 or not (part.isascii() and part.isalpha()):
        return ""
    follower = parts[index + 1]
    if len(follower) == 1 and index + 3 < len(parts) and parts[index + 2].lower() in _NAMES_A_DRIVE:
        # A folder that happens to have a letter for its name, with the drive below it.
        return ""
    names_a_drive = follower.lower() in _NAMES_A_DRIVE
    return part.upper() if names_a_drive or "C" <= part <= "Z" else ""


def _on_drive(parts: Sequence[str], index: int, drive: str) -> Located:
    rest = list(parts[index + 1 :])
    prefix, shadow = index, ""
    if index and (found := _SHADOW_FOLDER.fullmatch(parts[index - 1])):
        prefix, shadow = index - 1, found[1]
    elif len(rest) > 1 and (found := _SHADOW_FOLDER.fullmatch(rest[0])):
        rest, shadow = rest[1:], found[1]
    if prefix and parts[prefix - 1].lower() == "fs":
        prefix -= 1
    # Velociraptor and others may encode the names below a drive of their own accord.
    return Located(prefix, _windows(drive, rest), shadow)


def _mirrored(parts: Sequence[str], below: int) -> Located | None:
    if len(parts) > below + 1 and parts[below].lower() in _TOP_FOLDERS:
        return Located(below, _windows("C", parts[below:]))
    if below and len(parts) > 1 and parts[0].lower() in _OWN_TOP_FOLDERS:
        return Located(0, _windows("C", parts))
    return None


def _beside(parts: Sequence[str]) -> Located | None:
    """A collector's own file, which stands beside the tree and belongs to the same host."""
    if parts[-1].lower() in _ROOT_FILES or _KAPE_LOG.fullmatch(parts[-1]):
        return Located(len(parts) - 1)
    if len(parts) > 1 and parts[-2].lower() == "results" and parts[-1].lower().endswith((".json", ".csv", ".index")):
        return Located(len(parts) - 2)
    return None


def _decoded(part: str) -> str:
    return unquote_to_bytes(part.encode("utf-8", "surrogateescape")).decode("utf-8", "replace") if "%" in part else part


def _windows(drive: str, parts: Sequence[str]) -> str:
    return f"{drive.upper()}:\\" + visible("\\".join(parts))


def names_host(parts: Sequence[str]) -> bool:
    """Whether a file of this place is worth opening for the name of its host."""
    name = parts[-1].lower()
    if name in ("client_info.json", "collection_context.json", "uploads.json"):
        return True
    if len(parts) > 1 and parts[-2].lower() == "results" and name.endswith(".json"):
        return True
    return bool(_KAPE_LOG.fullmatch(parts[-1])) and name.endswith(".txt")


def host_in(parts: Sequence[str], head: bytes) -> tuple[int, str] | None:
    """(rank, host name) as a collector's own file gives it; the lowest rank is to be believed first.

    Null where the file names none, or several.
    """
    if parts[-1].lower().endswith(".txt"):
        encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
        found = {name for name in _KAPE_MACHINE.findall(head.decode(encoding, "replace")) if _HOST_NAME.fullmatch(name)}
        return (2, found.pop()) if len(found) == 1 else None
    names = _names_in_json(head)
    if parts[-1].lower() == "client_info.json":
        return (0, names[0]) if names else None
    own = "client.info" in _decoded(parts[-1]).lower()
    distinct = {name.lower() for name in names}
    return (1 if own else 3, names[0]) if len(distinct) == 1 else None


def host_in_name(name: str) -> str | None:
    """The host in a collection's own name, where a collector writes it there by itself; null for any other name."""
    for shape in (_COLLECTION_NAME, _ACQUIRE_NAME):
        found = shape.match(name)
        if found and _HOST_NAME.fullmatch(found[1]):
            return found[1]
    return None


def _names_in_json(head: bytes) -> list[str]:
    """Host names in a JSON document or in JSON lines: of each object the full name, or else the short one."""
    try:
        rows = [orjson.loads(head)]
    except orjson.JSONDecodeError:
        rows = []
        for line in head.splitlines()[:1000]:
            try:
                rows.append(orjson.loads(line))
            except orjson.JSONDecodeError:
                continue
    if len(rows) == 1 and isinstance(rows[0], list):
        rows = rows[0][:1000]
    names = []
    for row in rows:
        if isinstance(row, dict):
            inner = row.get("os_info")
            name = _name_in(row) or (_name_in(inner) if isinstance(inner, dict) else None)
            if name:
                names.append(name)
    return names


def _name_in(row: dict[str, object]) -> str | None:
    values = {key.lower(): value for key, value in row.items()}
    for key in ("fqdn", "hostname"):
        value = values.get(key)
        if isinstance(value, str) and _HOST_NAME.fullmatch(value):
            return value
    return None
