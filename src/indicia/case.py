"""The case folder: everything known about one investigation, in plain files.

    case.json                                what made it: format, version, arguments, rules
    custody.jsonl                            who took in which evidence when, chained by hashes
    intake.json                              the evidence as it was listed last, so that unchanged input costs nothing
    findings/<ruleset digest>/<name>.parquet one reading each, named after the SHA-256 of its evidence
    result.json  report.html                 the result and its page

Every file is written under a temporary name and renamed: it is whole or it is not there.
"""

import filecmp
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from indicia.alone import folder_alone
from indicia.detection.sources import Sources
from indicia.errors import CaseError, unwritable
from indicia.model.assessment import Result
from indicia.model.coverage import Span
from indicia.model.evidence import Evidence, Fault, Origin
from indicia.model.reading import Reading
from indicia.model.record import Sighting
from indicia.plain import again, from_exact_json, json_pieces, to_exact_json
from indicia.resident import look

FORMAT = "indicia-case/1"
RESULT_FORMAT = "indicia-result/1"
_WAIT = 5.0
"""Seconds: the processes of a scan that was killed just now need a moment to end."""
_ROOM = ".new-room-"
"""How folders are called in which something is unpacked or sorted beside a scan."""
_PART = re.compile(r"-[0-9]{5}")

_T = TypeVar("_T")


class Listed(Struct, frozen=True, kw_only=True):
    """One evidence file as it was listed: what it is, where its bytes are, which build its header names."""

    evidence: Evidence
    origin: Origin
    build: tuple[datetime, str] | None = None
    beside: tuple[Evidence, Origin] | None = None
    """The file that it is read with (`Evidence.beside`), and where its bytes are; null where there is none."""


class Intake(Struct, frozen=True, kw_only=True):
    """Everything listed from the arguments, with a signature that changes when a file on disk does."""

    signature: str
    files: tuple[Listed, ...]
    faults: tuple[Fault, ...]


class Made(Struct, frozen=True, kw_only=True):
    """What made a case, kept so that `verify` can do it again."""

    format: str
    version: str
    arguments: tuple[str, ...]
    """Absolute paths of the evidence."""
    sources: Sources
    """What the user brought besides the pack, with absolute paths."""
    ruleset: str
    since: datetime | None
    until: datetime | None


class Case:
    """A case folder, opened for writing or reading."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def create(cls, root: Path) -> "Case":
        """Open or make a case folder; refuses a folder that holds something else.

        Raises CaseError.
        """
        try:
            root.mkdir(parents=True, exist_ok=True)
            others = {item.name for item in root.iterdir() if not item.name.startswith(".new-")}
        except OSError as error:
            raise CaseError(f"{root}: {error.strerror}", hint="Name another folder with --case.") from error
        if others and not others & {"case.json", "custody.jsonl", "spool"}:
            raise CaseError(f"{root}: not empty and no case", hint="Name a new or an existing case folder with --case.")
        # What a killed scan was writing.
        for left in (*root.glob(".new-*"), *root.glob("findings/*/.new-*")):
            with suppress(OSError):
                left.unlink()
        _sweep(root)
        return cls(root)

    @classmethod
    @contextmanager
    def taken(cls, root: Path, wait: float = _WAIT) -> Iterator["Case"]:
        """The same, for this process alone until the end of the block: two scans would remove what the other unpacks.

        Raises CaseError, also where another process still has it after `wait` seconds.
        """
        with ExitStack() as stack:
            try:
                root.mkdir(parents=True, exist_ok=True)
                free = stack.enter_context(folder_alone(root, wait))
            except OSError as error:
                raise CaseError(f"{root}: {error.strerror}", hint="Name another folder with --case.") from error
            if not free:
                raise CaseError(
                    f"{root}: another scan is at work in this case",
                    hint="Wait for its end, then give the same command again, or name another folder with --case.",
                )
            yield cls.create(root)

    @classmethod
    def open(cls, root: Path) -> "Case":
        """Open a case that exists; CaseError otherwise."""
        if not (root / "case.json").is_file():
            raise CaseError(f"{root}: no case here", hint="Name the folder that `indicia scan` wrote.")
        return cls(root)

    @property
    def custody(self) -> Path:
        """The chain of custody."""
        return self.root / "custody.jsonl"

    @property
    def spool(self) -> Path:
        """Room for archives that cannot be read in place; empty between scans."""
        return self.root / "spool"

    @contextmanager
    def room(self) -> Iterator[Path]:
        """Where to unpack and sort while a case is read: a folder in it that goes again, for a scan may be at work in
        its spool; for a case that cannot be written, one where the system keeps such.

        Raises CaseError.
        """
        inside = os.access(self.root, os.W_OK)
        try:
            if inside:
                _sweep(self.root)
            made = tempfile.TemporaryDirectory(
                dir=self.root if inside else None, prefix=_ROOM if inside else "indicia-", ignore_cleanup_errors=True
            )
        except OSError as error:
            raise CaseError(
                f"{self.root}: cannot be written, nor is there another place to work in: {error.strerror}",
                hint="Let TMPDIR name a folder that can be written, or copy the case to where you may write.",
            ) from error
        with made, folder_alone(Path(made.name), 0) if inside else nullcontext():
            yield Path(made.name)

    @property
    def report(self) -> Path:
        """The HTML page."""
        return self.root / "report.html"

    def write(self, name: str, data: bytes, *, sync: bool = True) -> None:
        """Write a file whole or not at all; leaves an equal file alone.

        Without `sync` a power cut may tear it (a killed process cannot).  Raises CaseError.
        """
        path = self.root / name
        with suppress(OSError):
            if path.read_bytes() == data:
                return
        self._write(path, (data,), sync=sync)

    def write_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """The same of a file that is too large to be held whole."""
        self._write(self.root / name, pieces, sync=True)

    def _write(self, path: Path, pieces: Iterable[bytes], *, sync: bool) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    for piece in pieces:
                        file.write(piece)
                    file.flush()
                    if sync:
                        os.fsync(file.fileno())
                if _equal(temporary, path):
                    Path(temporary).unlink()
                    return
                Path(temporary).chmod(0o644)
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise CaseError(
                f"{path}: {error.strerror}; nothing half-written was left",
                hint=unwritable(
                    error, "Make room or name another folder with --case, then run the same command again: it goes on."
                ),
            ) from error

    def _read(self, name: str, kind: type[_T]) -> _T | None:
        """Read a JSON file of the case; null when it is not there.  Raises CaseError when it is damaged."""
        path = self.root / name
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CaseError(f"{path}: {error.strerror}") from error
        try:
            return again(from_exact_json(data), kind)
        except Exception as error:
            raise CaseError(
                f"{path}: damaged or of another version ({type(error).__name__})",
                hint="Scan again into a new case folder.",
            ) from error

    def made(self) -> Made | None:
        """What made the case; null before the first scan."""
        return self._read("case.json", Made)

    def save_made(self, made: Made) -> None:
        """Keep what made the case."""
        self.write("case.json", to_exact_json(made))

    def intake(self) -> Intake | None:
        """The last listing; null when there is none or it cannot be read (it only saves work)."""
        try:
            return self._read("intake.json", Intake)
        except CaseError:
            return None

    def save_intake(self, intake: Intake) -> None:
        """Keep the listing."""
        self.write("intake.json", to_exact_json(intake))

    def result(self) -> Result:
        """The saved result.  Raises CaseError when there is none."""
        result = self._read("result.json", Result)
        if result is None:
            raise CaseError(f"{self.root}: no result yet", hint="The scan did not end; run it again, it goes on.")
        return result

    def save_result(self, result: Result) -> tuple[str, int]:
        """Write `result.json`, of a large case hundreds of megabytes, in pieces; returns its SHA-256 and size."""
        digest, size = sha256(), 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for piece in result_pieces(result):
                look()
                digest.update(piece)
                size += len(piece)
                yield piece

        self.write_pieces("result.json", counted())
        return digest.hexdigest(), size

    def readings(self, digest: str) -> Path:
        """Folder of the readings made with a ruleset, and of their extracts."""
        return self.root / "findings" / digest

    def reading_path(self, digest: str, name: str) -> Path:
        """Where a reading lies."""
        return self.readings(digest) / f"{name}.parquet"

    def save_reading(self, digest: str, name: str, reading: Reading) -> Reading | None:
        """Write a reading; gives it as `load_reading` will, so that a small one need not be read back; null for others.

        Thousands of small logs would each wait milliseconds for the disk; a reading that a power cut tore fails its
        page checksums and is made again, so nothing has to wait.
        """
        from indicia.readings import both

        path = self.reading_path(digest, name)
        data, again = both(reading)
        self.write(str(path.relative_to(self.root)), data, sync=False)
        return again

    def load_reading(self, digest: str, name: str) -> Reading | None:
        """A saved reading; null when there is none or it is damaged, so that the evidence is read again."""
        from indicia.readings import Damaged, read_reading

        try:
            return read_reading(self.reading_path(digest, name))
        except Damaged:
            return None

    def parts(self, digest: str, log: str) -> tuple[str, ...]:
        """Names of the readings of one log: its own, or of a large one those of its parts in their order."""
        if self.has_reading(digest, log):
            return (log,)
        found = (path.stem for path in self.readings(digest).glob(f"{log}-*.parquet"))
        return tuple(sorted(stem for stem in found if _PART.fullmatch(stem.removeprefix(log)))) or (log,)

    def spans(self, digest: str, name: str) -> tuple[Span, ...]:
        """The spans of a saved reading, without its records.  Raises CaseError when it is not there or damaged."""
        from indicia.readings import Damaged, read_spans

        path = self.reading_path(digest, name)
        try:
            return read_spans(path)
        except Damaged as error:
            raise _gone(path) from error

    def sightings(self, digest: str, name: str) -> Iterator[Sighting]:
        """The records of a saved reading, a few at a time.  Raises CaseError when it is not there or damaged."""
        from indicia.readings import Damaged, read_sightings

        path = self.reading_path(digest, name)
        try:
            yield from read_sightings(path)
        except Damaged as error:
            raise _gone(path) from error

    def listings(self, digest: str) -> tuple[str, ...]:
        """Names of the readings of the file table, also of earlier listings of the same evidence."""
        return tuple(sorted(path.stem for path in self.readings(digest).glob("*-files.parquet")))

    def has_reading(self, digest: str, name: str) -> bool:
        """Whether a reading was saved; it is whole if it is there."""
        return self.reading_path(digest, name).is_file()


def _equal(one: str, other: Path) -> bool:
    with suppress(OSError):
        return filecmp.cmp(one, other, shallow=False)
    return False


def _gone(path: Path) -> CaseError:
    return CaseError(
        f"{path}: the records kept of a file are gone or damaged",
        hint="Run the same `indicia scan` again: it reads that file anew.",
    )


def result_pieces(result: Result) -> Iterator[bytes]:
    """The result as JSON, in pieces: the same result gives the same bytes."""
    return json_pieces(result)


def _sweep(root: Path) -> None:
    """Remove the rooms of those who were killed; nobody holds them any more."""
    for left in root.glob(f"{_ROOM}*"):
        with suppress(OSError), folder_alone(left, 0) as free:
            if free:
                shutil.rmtree(left, ignore_errors=True)
