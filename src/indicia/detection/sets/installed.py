"""The sets a user has installed: one archive each in one folder, checked again whenever they are used."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from indicia.detection.sets.archive import SUFFIX, SetArchive, open_set
from indicia.detection.sets.keys import fingerprint
from indicia.detection.sets.kinds import kind_of
from indicia.detection.sets.manifest import Manifest
from indicia.detection.sets.trusted import Trusted
from indicia.errors import SetError
from indicia.knowledge.kept.writing import write_whole
from indicia.model.assessment import Refusal


class Installed(Struct, frozen=True, kw_only=True):
    """One installed set, or why it cannot be used."""

    path: Path
    manifest: Manifest | None
    """Null for a file that is no whole archive."""
    digest: str = ""
    signer: str = ""
    """Name of the trusted key, `unknown key …`, or `unsigned`."""
    problem: str = ""
    """Why it is not used; empty when it is."""

    @property
    def name(self) -> str:
        """Name of the set."""
        return self.manifest.name if self.manifest else self.path.name.removesuffix(SUFFIX)

    @property
    def counts(self) -> Mapping[str, int]:
        """Files by kind: `sigma`, `yara`, `indicators`, `other`."""
        members = self.manifest.members if self.manifest else ()
        return Counter(kind_of(member.name) for member in members)


def installed_sets(folder: Path, trusted: Trusted) -> tuple[Installed, ...]:
    """Every set in the folder by name; one that does not hold, or whose signer is trusted no more, says so."""
    if not folder.is_dir():
        return ()
    try:
        paths = sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIX))
    except OSError as error:
        raise SetError(f"{folder}: cannot be read: {error.strerror or error}") from None
    return tuple(_installed(path, trusted) for path in paths)


def usable(sets: tuple[Installed, ...]) -> tuple[Path, ...]:
    """Archives to load."""
    return tuple(item.path for item in sets if not item.problem)


def refusals(sets: tuple[Installed, ...]) -> tuple[Refusal, ...]:
    """The sets that are left out, as the result lists what did not run."""
    return tuple(
        Refusal(rule="", title=f"the installed set {item.name}", path=str(item.path.name), reason=item.problem)
        for item in sets
        if item.problem
    )


def install(
    archive: SetArchive, folder: Path, trusted: Trusted, *, now: datetime, unsigned: bool = False, older: bool = False
) -> Installed:
    """Put a set into the folder in place of the one of its name.

    Raises SetError for a signer that is not trusted, for an unsigned set unless `unsigned`, for another signer than
    that of the set in place, and unless `older` for a version that is older than that set's, or equal with other
    content, and for a set that has expired.  What is in place stays then.
    """
    manifest = archive.manifest
    name = f"{manifest.name} {manifest.version}"
    _check_signer(archive, trusted, name, unsigned=unsigned)
    if manifest.expires is not None and manifest.expires <= now and not older:
        raise SetError(
            f"{name}: expired on {manifest.expires:%Y-%m-%d}",
            hint="Somebody may be handing out an old set. Get a newer one, or say --allow-older.",
        )
    archive.check()
    path = folder / f"{manifest.name}{SUFFIX}"
    if path.exists():
        _check_successor(archive, path, trusted, name, older=older)
    write_whole(path, archive.data)
    return _installed(path, trusted)


def remove(folder: Path, name: str) -> Path:
    """Take an installed set away.  Raises SetError when there is none of that name."""
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        if path.name.removesuffix(SUFFIX) == name:
            try:
                path.unlink()
            except OSError as error:
                raise SetError(f"{path}: cannot be removed: {error.strerror or error}") from None
            return path
    raise SetError(f"no set {name} is installed", hint="`indicia rules list` shows what is.")


def _check_signer(archive: SetArchive, trusted: Trusted, name: str, *, unsigned: bool) -> None:
    if archive.key is None:
        if not unsigned:
            raise SetError(
                f"{name}: unsigned: nobody vouches for it",
                hint="Say --unsigned to take it all the same; every report will say so.",
            )
    elif trusted.signer(archive) is None:
        raise SetError(
            f"{name}: signed with a key that is not trusted: {fingerprint(archive.key)}",
            hint="Get the publisher's public key, compare the fingerprint, then: indicia rules trust add KEY",
        )


def _check_successor(archive: SetArchive, path: Path, trusted: Trusted, name: str, *, older: bool) -> None:
    try:
        there = open_set(path)
    except SetError as error:
        raise SetError(
            f"the set in place of {name} is damaged: {error}", hint="Take it away first: indicia rules remove NAME"
        ) from None
    if there.key != archive.key:
        raise SetError(
            f"{name}: signed by another than the set in place: {trusted.shown(archive)}, not {trusted.shown(there)}",
            hint="If the publisher changed keys: indicia rules remove NAME, then update again.",
        )
    if older or there.digest == archive.digest:
        return
    old, new = there.manifest, archive.manifest
    if new.order < old.order or new.date < old.date:
        raise SetError(
            f"{name} of {new.date:%Y-%m-%d}: older than {old.version} of {old.date:%Y-%m-%d}, which is installed",
            hint="Somebody may be handing out an old set. To go back all the same, say --allow-older.",
        )
    if new.order == old.order:
        raise SetError(
            f"{name}: this version is installed, with other content",
            hint="A publisher gives new content a new version. To take it all the same, say --allow-older.",
        )


def _installed(path: Path, trusted: Trusted) -> Installed:
    try:
        if path.is_symlink() or not path.is_file():
            raise SetError(f"{path.name}: not a plain file")
        archive = open_set(path)
    except SetError as error:
        return Installed(path=path, manifest=None, problem=str(error))
    problem = ""
    if archive.key is not None and trusted.signer(archive) is None:
        problem = f"signed with a key that is not trusted: {fingerprint(archive.key)}"
    elif path.name != f"{archive.manifest.name}{SUFFIX}":
        problem = f"it is the set {archive.manifest.name} under another name"
    return Installed(
        path=path, manifest=archive.manifest, digest=archive.digest, signer=trusted.shown(archive), problem=problem
    )
