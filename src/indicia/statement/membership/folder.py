"""A membership on disk: `root.1.json` …, `targets.json`, and the targets of before as `targets.1.json` ….

It is public; what protects it are its signatures.  Earlier targets are kept for people, nothing reads them.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from indicia.errors import StatementError
from indicia.statement.canonical import Json, Row, canonical, parsed
from indicia.statement.membership.ceremony import MOST_CHANGE, Change, check_fits, in_force, read_change
from indicia.statement.membership.members import MOST_ROOTS, Membership, verified
from indicia.statement.membership.metadata import MOST_BYTES
from indicia.statement.membership.seen import Seen, after, seen_of
from indicia.statement.own_files import own_files
from indicia.statement.private_files import read_small, replace

_ROOT = re.compile(r"root\.([1-9][0-9]{0,5})\.json\Z")
_TARGETS = "targets.json"
_SEEN = "indicia-seen/1"
_MOST_SEEN = 4 << 20


def is_membership(folder: Path) -> bool:
    """Whether there is one."""
    return (folder / "root.1.json").exists()


def read_folder(folder: Path, *, alliance: str | None = None) -> Membership:
    """Read and verify a membership; expiry is not looked at.  Raises StatementError."""
    return verified(roots_of(folder), read_small(folder / _TARGETS, MOST_BYTES), alliance=alliance)


def put_in_force(folder: Path, change: Change, check: Callable[[Membership], object]) -> Membership:
    """Verify a change against the membership of the folder and write it there; the first one makes the folder.

    `check` sees the next membership before anything is written, and may raise.  Killed in between, the same command
    finishes it.  Raises StatementError where signatures are missing or the change is not the next version.
    """
    base = _base(folder, change)
    check_fits(change, base)
    made = in_force(change, base)
    check(made)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StatementError(f"{folder}: cannot be made: {error.strerror or error}") from None
    targets = change.targets.to_bytes()
    replace(folder / f"targets.{change.targets.says.version}.json", targets)
    if change.root is not None:
        replace(folder / f"root.{change.root.says.version}.json", change.root.to_bytes())
    # Last, since only now the new version is whole.
    replace(folder / _TARGETS, targets)
    return made


def read_change_file(path: Path) -> Change:
    """Read a change.  Raises StatementError."""
    return read_change(read_small(path, MOST_CHANGE), str(path))


def check_highest(path: Path, membership: Membership) -> Seen:
    """Hold a membership against the highest versions seen.  Raises StatementError for a rollback."""
    return after(membership, _read_seen(path).get(membership.alliance))


def keep_highest(path: Path, membership: Membership) -> None:
    """The same, and keep what is the highest now."""
    seen = _read_seen(path)
    found = after(membership, seen.get(membership.alliance))
    if seen.get(membership.alliance) == found:
        return
    alliances: dict[str, Json] = {name: one.to_object() for name, one in seen.items()}
    alliances[membership.alliance] = found.to_object()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StatementError(f"{path.parent}: cannot be made: {error.strerror or error}") from None
    replace(path, canonical({"format": _SEEN, "alliances": alliances}), private=True)


def _read_seen(path: Path) -> Mapping[str, Seen]:
    if not path.exists():
        return {}
    with own_files("What was remembered is damaged: take it from a copy, or compare the first root anew by voice."):
        row = Row(parsed(read_small(path, _MOST_SEEN), str(path)), str(path))
        if row.text("format") != _SEEN:
            row.wrong(f"not in the format {_SEEN}")
        alliances = row.mapping("alliances")
        row.close()
        return {name: seen_of(value, f"{path}: {name}") for name, value in alliances.items()}


def _base(folder: Path, change: Change) -> Membership | None:
    """The membership that a change is made for, also where it was half put in force before."""
    roots = roots_of(folder) if is_membership(folder) else {}
    if change.root is not None:
        version = change.root.says.version
        half = roots.get(version)
        if half is not None and max(roots) == version and half == change.root.to_bytes():
            del roots[version]
    if not roots:
        return None
    return verified(roots, read_small(folder / _TARGETS, MOST_BYTES))


def roots_of(folder: Path) -> dict[int, bytes]:
    """The roots of a folder by version, not verified.  Raises StatementError."""
    try:
        named = [(found, path) for path in folder.iterdir() if (found := _ROOT.match(path.name))]
    except OSError as error:
        raise StatementError(f"{folder}: cannot be read: {error.strerror or error}") from None
    if not named:
        raise StatementError(
            f"{folder}: no membership is here",
            hint="It holds root.1.json and targets.json; a new one begins with `indicia party init`.",
        )
    if len(named) > MOST_ROOTS:
        raise StatementError(f"{folder}: more than {MOST_ROOTS} roots")
    return {int(found[1]): read_small(path, MOST_BYTES) for found, path in named}
