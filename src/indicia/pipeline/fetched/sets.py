"""Take set archives from a folder, a file or an address into the user's own folder."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from indicia.detection.sets.archive import SUFFIX, SetArchive, open_set
from indicia.detection.sets.installed import Installed, install
from indicia.detection.sets.trusted import Trusted
from indicia.errors import SetError
from indicia.pipeline.fetched.fetch import fetch


class Permissions(Struct, frozen=True, kw_only=True):
    """What the user allows for once."""

    unsigned: bool = False
    older: bool = False


class Updated(Struct, frozen=True, kw_only=True):
    """What became of one archive."""

    source: str
    installed: Installed | None
    """Null when it was refused."""
    before: str = ""
    """Version that was installed before; empty when none was."""
    unchanged: bool = False
    refused: SetError | None = None


def update(
    paths: Sequence[Path],
    urls: Sequence[str],
    folder: Path,
    trusted: Trusted,
    now: datetime,
    allowed: Permissions,
) -> Iterator[Updated]:
    """Install each archive of the files, folders and addresses; one that is refused does not stop the others.

    Raises SetError for a path without any archive.
    """
    sources: list[Path | str] = [*archives(paths), *urls]
    for source in sources:
        try:
            archive = open_set(source) if isinstance(source, Path) else _fetched(source)
            yield _installed(str(source), archive, folder, trusted, now, allowed)
        except SetError as error:
            yield Updated(source=str(source), installed=None, refused=error)


def archives(paths: Sequence[Path]) -> list[Path]:
    """Files as they are, and the set archives of folders, by name.  Raises SetError when there is none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            below = sorted(item for item in path.iterdir() if item.name.lower().endswith(SUFFIX))
            if not below:
                raise SetError(
                    f"{path}: holds no set archive (*{SUFFIX})",
                    hint="Make one of a folder of rules: indicia rules pack",
                )
            found.extend(below)
        elif path.exists():
            found.append(path)
        else:
            raise SetError(f"{path}: not found")
    return found


def _fetched(url: str) -> SetArchive:
    data = fetch(url)
    try:
        return SetArchive(data)
    except SetError as error:
        raise SetError(f"{url}: {error}", hint=error.hint) from None


def _installed(
    source: str, archive: SetArchive, folder: Path, trusted: Trusted, now: datetime, allowed: Permissions
) -> Updated:
    there = folder / f"{archive.manifest.name}{SUFFIX}"
    before, digest = "", ""
    if there.exists():
        try:
            old = open_set(there)
            before, digest = old.manifest.version, old.digest
        except SetError:
            # Installing says what is wrong with it.
            before = "damaged"
    done = install(archive, folder, trusted, now=now, unsigned=allowed.unsigned, older=allowed.older)
    return Updated(source=source, installed=done, before=before, unchanged=digest == archive.digest)
