"""Which sets of rules and indicators a scan used, as its result names them.

Everything here follows from the rules themselves and the files beside them, never from the clock: the same sets give
the same lines.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import tomli
from msgspec import Struct

from indicia.detection.dated import newest_date
from indicia.detection.sets.archive import SetArchive, is_set, open_set
from indicia.detection.sets.keys import fingerprint
from indicia.detection.sets.trusted import UNSIGNED, Trusted
from indicia.errors import SetError
from indicia.model.assessment import Refusal, SetLine
from indicia.plain import printable

_VERSION = re.compile(r"[\w.+-]{1,40}")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_HIGHEST = 6
"""Folders above the given one that are looked at for the repository it is part of."""
_MAX_FILE = 2**16


class Used(Struct, frozen=True):
    """One rule that runs, or one list of indicators."""

    kind: str
    """`sigma`, `yara`, `indicators`."""
    path: str
    """Where it stands: the argument's own name, then the way inside it."""
    digest: str
    """SHA-256, hex; changes when the rule or the list does."""
    dated: date | None = None
    """Its newest date; null where it has none."""
    number: int = 1
    """How many it counts for; indicators of a list."""


def used_text(kind: str, path: str, text: str) -> Used:
    """A rule by its text."""
    digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    return Used(kind=kind, path=path, digest=digest, dated=newest_date(text))


def sets_used(
    arguments: Sequence[Path], used: Iterable[Used], refused: Iterable[Refusal], trusted: Trusted | None = None
) -> tuple[SetLine, ...]:
    """One line for each argument and kind of rules in it, in the order given; an argument that gave none has one too.

    `trusted` names signers; without it each signer of an archive is an unknown key.
    """
    labels = [printable(path.resolve().name or str(path)) for path in arguments]
    mine: list[list[Used]] = [[] for _ in labels]
    lost: list[list[Refusal]] = [[] for _ in labels]
    for item in used:
        if (at := _argument(labels, item.path)) is not None:
            mine[at].append(item)
    for refusal in refused:
        if (at := _argument(labels, refusal.path)) is not None:
            lost[at].append(refusal)
    return tuple(
        line
        for path, label, items, without in zip(arguments, labels, mine, lost, strict=True)
        for line in _lines(path, label, items, without, trusted)
    )


def pack_line(name: str, version: str, used: Sequence[Used], refused: int = 0) -> SetLine:
    """The line of the pack that comes with Indicia; its own code is as unsigned as the pack is."""
    return SetLine(
        name=name,
        kind="pack",
        version=version,
        made=_newest(used),
        loaded=sum(item.number for item in used),
        refused=refused,
        digest=_digest(used),
        signer="part of Indicia",
    )


def _newest(used: Iterable[Used]) -> date | None:
    return max((item.dated for item in used if item.dated is not None), default=None)


def _argument(labels: Sequence[str], path: str) -> int | None:
    """The argument a path belongs to; of two of one name the first, for paths do not tell them apart."""
    for number, label in enumerate(labels):
        if path == label or path.startswith((f"{label}/", f"{label}!", f"{label}#")):
            return number
    return None


def _lines(
    path: Path, label: str, used: Sequence[Used], refused: Sequence[Refusal], trusted: Trusted | None
) -> Iterator[SetLine]:
    archive = _archive(path)
    version = archive.manifest.version if archive else version_of(path)
    kinds = sorted({item.kind for item in used}, key=("sigma", "yara", "indicators").index) or ["sigma"]
    for number, kind in enumerate(kinds):
        items = [item for item in used if item.kind == kind]
        yield SetLine(
            name=archive.manifest.name if archive else label,
            kind=kind,
            version=version,
            made=archive.manifest.date.date() if archive else _newest(items),
            loaded=sum(item.number for item in items),
            # A refused file does not say of which kind it would have been; each counts once.
            refused=len(refused) if number == 0 else 0,
            digest=archive.digest if archive else _digest(items),
            signer=_signer(archive, trusted),
            expires=archive.manifest.expires.date() if archive and archive.manifest.expires else None,
        )


def _archive(path: Path) -> SetArchive | None:
    """The set archive at a path; null for anything else and for a damaged one, which loading refuses."""
    if not path.is_file() or not is_set(path):
        return None
    try:
        return open_set(path)
    except SetError:
        return None


def _signer(archive: SetArchive | None, trusted: Trusted | None) -> str:
    if archive is None or archive.key is None:
        return UNSIGNED
    return trusted.shown(archive) if trusted else f"unknown key {fingerprint(archive.key)}"


def _digest(used: Iterable[Used]) -> str:
    whole = hashlib.sha256()
    for digest in sorted(item.digest for item in used):
        whole.update(bytes.fromhex(digest))
    return whole.hexdigest()


def version_of(path: Path) -> str:
    """Version of rules in the clear: of `pack.toml`, of a file `VERSION`, of the git commit; empty without these."""
    folder = path if path.is_dir() else None
    if folder is None:
        return ""
    with suppress(tomli.TOMLDecodeError, RecursionError):
        found = tomli.loads(_text(folder / "pack.toml")).get("version")
        if isinstance(found, str) and _VERSION.fullmatch(found):
            return found
    line = _text(folder / "VERSION").partition("\n")[0].strip()
    if _VERSION.fullmatch(line):
        return line
    for above in (folder.resolve(), *list(folder.resolve().parents)[:_HIGHEST]):
        if (above / ".git").is_dir():
            commit = _commit(above / ".git")
            return f"commit {commit[:12]}" if commit else ""
    return ""


def _commit(git: Path) -> str:
    """The commit that is checked out, read from the files of the repository; nothing is run."""
    head = _text(git / "HEAD").strip()
    if _COMMIT.fullmatch(head):
        return head
    name = head.removeprefix("ref: ")
    if name == head or ".." in name or name.startswith("/"):
        return ""
    loose = _text(git / name).strip()
    if _COMMIT.fullmatch(loose):
        return loose
    for line in _text(git / "packed-refs", 2**22).splitlines():
        commit, _, of = line.partition(" ")
        if of == name and _COMMIT.fullmatch(commit):
            return commit
    return ""


def _text(path: Path, most: int = _MAX_FILE) -> str:
    try:
        with path.open("rb") as stream:
            return stream.read(most).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
