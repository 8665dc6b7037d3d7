"""From a folder of rules and indicators to a set archive."""

import hashlib
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import tomli
from msgspec import Struct

from indicia.bounded import read_bounded
from indicia.detection.sets.archive import MAGIC, UNSIGNED, SetArchive, signed_text
from indicia.detection.sets.coding import packed
from indicia.detection.sets.keys import SecretKey
from indicia.detection.sets.manifest import MAX_CONTENT, MAX_MEMBER, MAX_MEMBERS, Manifest, Member, check_name
from indicia.errors import SetError


class About(Struct, frozen=True, kw_only=True):
    """What a publisher says about a set; the fields of a manifest."""

    name: str
    version: str
    date: datetime
    expires: datetime | None = None
    about: str = ""


def folder_files(folder: Path) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Every plain file below a folder by its path in it, and the names left out because they begin with a dot.

    Raises SetError for a link, for anything that is no plain file, and beyond the limits of a set.
    """
    if not folder.is_dir():
        raise SetError(f"{folder}: not a folder", hint="Give the folder that holds the rules.")
    found: dict[str, bytes] = {}
    hidden: list[str] = []
    total = 0
    for root, folders, files in os.walk(folder):
        inner = Path(root).relative_to(folder)
        hidden.extend((inner / name).as_posix() for name in (*folders, *files) if name.startswith("."))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted((*folders, *files)):
            path = Path(root) / name
            shown = (inner / name).as_posix()
            if name.startswith("."):
                continue
            if path.is_symlink():
                raise SetError(f"{shown}: a link", hint="A set holds plain files only; put the file itself there.")
            if name in folders:
                continue
            if not path.is_file():
                raise SetError(f"{shown}: not a plain file")
            check_name(shown)
            found[shown] = read_bounded(path, MAX_MEMBER, SetError, shown)
            total += len(found[shown])
            if total > MAX_CONTENT or len(found) > MAX_MEMBERS:
                raise SetError(
                    f"{folder}: more than {MAX_CONTENT // 2**20} MiB or {MAX_MEMBERS:,} files (limit of a set)"
                )
    if not found:
        raise SetError(f"{folder}: holds no file")
    return found, tuple(sorted(hidden))


def named_in(folder: Path) -> tuple[str, str]:
    """Name and version in the `pack.toml` of a folder; empty where there is none.  Raises SetError."""
    path = folder / "pack.toml"
    if not path.is_file():
        return "", ""
    try:
        found = tomli.loads(read_bounded(path, MAX_MEMBER, SetError, "pack.toml").decode())
    except (UnicodeDecodeError, tomli.TOMLDecodeError, RecursionError) as error:
        raise SetError(f"{path}: not TOML: {error}") from None
    return str(found.get("name", "")), str(found.get("version", ""))


def make_set(files: Mapping[str, bytes], about: About, key: SecretKey | None) -> bytes:
    """The bytes of an archive; the same files, words and key give the same bytes.  Without a key it is unsigned.

    Raises SetError for what no set may hold.
    """
    manifest = Manifest(
        name=about.name,
        version=about.version,
        date=about.date,
        expires=about.expires,
        about=about.about,
        members=tuple(
            Member(name, len(files[name]), hashlib.sha256(files[name]).hexdigest()) for name in sorted(files)
        ),
    )
    head = manifest.to_bytes()
    content = b"".join((len(head).to_bytes(4, "big"), head, *(files[member.name] for member in manifest.members)))
    archive = sealed(packed(content), key)
    # What we hand out, everybody has to be able to open.
    SetArchive(archive).check()
    return archive


def sealed(behind: bytes, key: SecretKey | None) -> bytes:
    """A head for packed content, signed with the key."""
    size = len(behind).to_bytes(8, "big")
    digest = hashlib.sha256(MAGIC + size + behind).digest()
    if key is None:
        return MAGIC + size + digest + UNSIGNED + bytes(64) + behind
    signature = key.sign(signed_text(size, digest, key.public))
    return MAGIC + size + digest + key.public + signature + behind
