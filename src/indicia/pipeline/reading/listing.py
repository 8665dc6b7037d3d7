"""Taking evidence in: listed, hashed, entered in the chain of custody; unchanged input is not read twice."""

import hashlib
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from indicia.case import Case, Intake, Listed
from indicia.config import Settings
from indicia.evidence.custody import Custody
from indicia.evidence.headers import build_in_header
from indicia.evidence.intake import Intake as Collections
from indicia.model.evidence import Fault
from indicia.pipeline.progress import Progress
from indicia.pipeline.reading.companions import with_companions
from indicia.plain import to_line

_CHANGED = "changed while the scan ran: what was read of it may not be what its hash is of; scan again"
_CAME = "files came, went or changed while the scan ran; scan again"


def take_in(
    case: Case,
    arguments: Sequence[Path],
    settings: Settings,
    progress: Progress,
    clock: Callable[[], datetime],
    who: str,
    collections: Collections,
    met: Callable[[Listed], None] = lambda listed: None,
) -> Intake:
    """List and hash everything below the arguments; write the chain of custody.

    `met` is told each file when it was hashed, before it is known which other file it is read with.

    Raises EvidenceError where an argument holds no evidence at all, CaseError when the case cannot be written.
    """
    signature = sign(arguments, settings, case.root)
    files: list[Listed] = []
    faults: list[Fault] = []
    for item in collections.items():
        if isinstance(item, Fault):
            faults.append(item)
            continue
        evidence = item.evidence
        build = build_in_header(evidence.kind, item.head)
        files.append(Listed(evidence=evidence, origin=item.origin, build=build))
        met(files[-1])
    with Custody(case.custody, clock, who) as custody:
        for path, sha256, size in collections.containers:
            custody.take_in(path, sha256, size, sync=False)
        for listed in files:
            custody.take_in(listed.evidence.path, listed.evidence.sha256, listed.evidence.size, sync=False)
        custody.sync()
    return Intake(signature=signature, files=tuple(with_companions(files)), faults=tuple(faults))


def sign(arguments: Sequence[Path], settings: Settings, case: Path) -> str:
    """A hash over path, size, time of change and inode of every file below the arguments, and of what decides how
    they are read; files are not opened, and those of the case folder are not evidence."""
    own = case.resolve()
    rows: list[object] = [[repr(settings.limits), sorted(settings.passwords)]]
    for argument in arguments:
        root = argument.resolve()
        rows.append(str(root))
        rows.extend(_stat(Path(place) / name) for place, _, names in _walk(root, own) for name in sorted(names))
        if root.is_file():
            rows.append(_stat(root))
    return hashlib.sha256(to_line(rows)).hexdigest()


def changed(files: Sequence[Listed], arguments: Sequence[Path], since: datetime, spool: Path) -> list[Fault]:
    """Which files are not as they were when they were listed, where the signature says that something is not.

    `since` is when the listing began, by the clock that stamps files.  Where no file is named the arguments are: then
    something came or went that is in no listing.
    """
    found = [Fault(path=one.evidence.path, reason=_CHANGED) for one in files if _moved(one, since, spool)]
    return found or [Fault(path=argument.name or str(argument), reason=_CAME) for argument in arguments]


def _moved(listed: Listed, since: datetime, spool: Path) -> bool:
    path = Path(listed.origin.path)
    if path.is_relative_to(spool):
        return False
    try:
        now = path.stat()
    except OSError:
        return True
    grown = listed.origin.member is None and now.st_size != listed.evidence.size
    return grown or max(now.st_mtime, now.st_ctime) >= since.timestamp()


def _walk(root: Path, without: Path) -> list[tuple[str, list[str], list[str]]]:
    found = []
    for place, folders, names in os.walk(root):
        folders[:] = [name for name in folders if Path(place) / name != without]
        found.append((place, folders, names))
    return sorted(found)


def _stat(path: Path) -> list[object]:
    try:
        found = path.lstat()
    except OSError as error:
        return [str(path), error.errno]
    return [os.fsencode(path).hex(), found.st_size, found.st_mtime_ns, found.st_ino, found.st_mode]
