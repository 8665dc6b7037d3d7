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
