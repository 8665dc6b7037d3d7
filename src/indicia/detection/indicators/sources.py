"""Where indicators lie: files, folders and zip archives, read line by line or as a whole, whatever their encoding."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from msgspec import Struct

from indicia.detection.indicators.refused import Refused
from indicia.detection.sets.archive import SUFFIX, is_set, members
from indicia.detection.sets.kinds import kind_of
from indicia.errors import RulesetError, SetError
from indicia.plain import printable

MAX_BYTES = 2 * 2**30
"""Of one file of rows; about twenty million of them."""
MAX_DOCUMENT = 256 * 2**20
"""Of one file that is read as a whole (JSON, YAML)."""
MAX_LINE = 2**16
"""Bytes of a row; the rest of a longer one is dropped, and the row refused."""
MAX_FILES = 10_000
_MARKS = b"\xff\xfe"
"""Of the order of bytes, where rows of UTF-16 begin."""
ENDINGS = frozenset(
    "csv tsv txt lst list ioc iocs json jsonl ndjson stix stix2 misp yaml yml adoc md5 sha1 sha256".split()
)
"""Endings of files that are taken for indicators when nobody named them."""


class Source(Struct, frozen=True):
    """One file of indicators."""

    path: str
    """As the user named it; a member of an archive as `feeds.zip!march.csv`."""
    open: Callable[[], BinaryIO]

    def head(self, size: int = 2**16) -> bytes:
        """The first bytes.  Raises Refused when it cannot be read."""
        with reading(), closing(self.open()) as stream:
            return stream.read(size)

    def whole(self) -> bytes:
        """All bytes.  Raises Refused when it cannot be read or is too large."""
        with reading(), closing(self.open()) as stream:
            data = stream.read(MAX_DOCUMENT + 1)
        if len(data) > MAX_DOCUMENT:
            raise Refused(f"larger than {MAX_DOCUMENT // 2**20} MiB (limit)")
        return data

    def sha256(self) -> str:
        """Hash of all bytes, hex; empty when it can no longer be read."""
        try:
            with closing(self.open()) as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # reads like a file
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError):
            return ""

    def lines(self, encoding: str) -> Iterator[str]:
        """Its lines without their ends; with encoding `mixed` each line is UTF-8 or else Windows-1252.

        A line of more than `MAX_LINE` bytes comes out cut.  Raises Refused when it cannot be read to its end.
        """
        with reading(), closing(self.open()) as stream:
            if encoding == "mixed":
                yield from _lines(stream)
            else:
                yield from _wide_lines(stream, encoding)


class reading:
    """What may go wrong with a file becomes Refused."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise Refused(f"cannot be read: {error.strerror or error}") from None
        if isinstance(error, zipfile.BadZipFile | zlib.error | EOFError):
            raise Refused(f"damaged in the archive: {error}") from None
        if isinstance(error, RuntimeError | NotImplementedError):
            # How zipfile says "encrypted" and "packed by a method I do not know".
            raise Refused(f"cannot be unpacked: {error}") from None


def encoding_of(head: bytes) -> str:
    """`utf-16-le` or `utf-16-be`, with or without a mark, else `mixed`."""
    if head.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if head.startswith(b"\xfe\xff"):
        return "utf-16-be"
    start = head[: len(head) & ~1][:400]
    if len(start) >= 8:
        if start[1::2].count(0) * 10 > len(start) * 4:
            return "utf-16-le"
        if start[::2].count(0) * 10 > len(start) * 4:
            return "utf-16-be"
    return "mixed"


def text_of(data: bytes) -> str:
    """A whole document as text."""
    encoding = encoding_of(data[:400])
    if encoding != "mixed":
        return data.decode(encoding, "replace").removeprefix("\ufeff")
    return _decoded(data.removeprefix(b"\xef\xbb\xbf"))


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _lines(stream: BinaryIO) -> Iterator[str]:
    first = True
    size = 0
    while line := stream.readline(MAX_LINE):
        whole = line
        while whole and not whole.endswith(b"\n") and len(whole) == MAX_LINE:
            whole = stream.readline(MAX_LINE)
            size += len(whole)
        size += len(line)
        if size > MAX_BYTES:
            raise Refused(f"larger than {MAX_BYTES // 2**30} GiB (limit); what stands behind that is not used")
        if first:
            line, first = line.removeprefix(b"\xef\xbb\xbf"), False
        # NUL stands in no value; rows of UTF-16 among others hold one behind every sign.
        text = _decoded(line.replace(b"\0", b"").lstrip(_MARKS) if b"\0" in line else line).rstrip("\r\n")
        if "\r" in text:  # line ends of old
            yield from text.split("\r")
        else:
            yield text


def _wide_lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    import codecs

    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest, size = "", 0
    while block := stream.read(2**20):
        size += len(block)
        if size > MAX_BYTES:
            raise Refused(f"larger than {MAX_BYTES // 2**30} GiB (limit); what stands behind that is not used")
        parts = (rest + decoder.decode(block)).removeprefix("\ufeff").split("\n")
        rest = parts.pop()[:MAX_LINE]
        yield from (part.rstrip("\r")[:MAX_LINE] for part in parts)
    if rest:
        yield rest.rstrip("\r")


def sources(paths: Sequence[Path], refuse: Callable[[str, str], None]) -> Iterator[Source]:
    """The files of the arguments in order; below folders and in archives those with one of `ENDINGS`.

    `refuse` is told (path, reason) of what holds none.  Raises RulesetError for an argument that does not exist.
    """
    for path in paths:
        label = printable(path.resolve().name or str(path))
        if path.is_dir():
            names = _below(path)
            if not names:
                refuse(label, "the folder holds no file of indicators")
            for name in names[:MAX_FILES]:
                inner = printable(f"{label}/{name}")
                if (path / name).is_file():
                    yield from _file(path / name, inner, refuse)
                else:
                    # A pipe would be waited for without end.
                    refuse(inner, "not a file, or a link to none")
            if len(names) > MAX_FILES:
                refuse(label, f"more than {MAX_FILES} files (limit); {len(names) - MAX_FILES} are not used")
        elif path.is_file():
            yield from _file(path, label, refuse)
        else:
            raise RulesetError(f"no indicators at {path}", hint="Give a file, a folder or a zip archive.")


def _below(folder: Path) -> list[str]:
    names: list[str] = []
    for root, folders, files in os.walk(folder):
        folders.sort()
        inner = Path(root).relative_to(folder).as_posix()
        names.extend(file if inner == "." else f"{inner}/{file}" for file in files if _wanted(file, archive=True))
    return sorted(names)


def _wanted(name: str, *, archive: bool) -> bool:
    ending = name.rpartition(".")[2].lower()
    return ending in ENDINGS or (archive and (ending == "zip" or name.endswith(SUFFIX)))


def _set(path: Path, label: str, refuse: Callable[[str, str], None]) -> Iterator[Source]:
    """The lists of a set; one of rules alone is no reason for a word."""
    try:
        for name, data in members(path):
            if kind_of(name) == "indicators":
                yield Source(f"{label}!{name}", partial(BytesIO, data))
    except SetError as error:
        refuse(label, str(error))


def _file(path: Path, label: str, refuse: Callable[[str, str], None]) -> Iterator[Source]:
    if is_set(path):
        yield from _set(path, label, refuse)
        return
    if not zipfile.is_zipfile(path):
        yield Source(label, lambda: path.open("rb"))
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        refuse(label, f"damaged archive: {error}")
        return
    with archive:
        names = sorted({name for name in archive.namelist() if _wanted(name, archive=False)})
        if not names:
            refuse(label, "the archive holds no file of indicators")
        for name in names[:MAX_FILES]:
            yield Source(f"{label}!{name}", _member(archive, name))
        if len(names) > MAX_FILES:
            refuse(label, f"more than {MAX_FILES} files (limit); {len(names) - MAX_FILES} are not used")


def _member(archive: zipfile.ZipFile, name: str) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, archive.open(name))
