"""Take catalogues and ontologies from files, folders and addresses into the user's own store."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from indicia.bounded import read_bounded
from indicia.errors import RulesetError
from indicia.knowledge.kept.kinds import Recognised
from indicia.knowledge.kept.store import Kept, Store
from indicia.knowledge.kept.unpacking import MOST_BYTES, unpacked
from indicia.knowledge.recognise import recognise
from indicia.pipeline.fetched.fetch import fetch

OFFICIAL = {
    "kev": ("https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",),
    "attack": (
        "https://raw.githubusercontent.com/mitre-attack/attack-stix-data/master/enterprise-attack/enterprise-attack.json",
    ),
    "d3fend": ("https://d3fend.mitre.org/ontologies/d3fend.ttl",),
    "misp-galaxy": (
        "https://raw.githubusercontent.com/MISP/misp-galaxy/main/clusters/threat-actor.json",
        "https://raw.githubusercontent.com/MISP/misp-galaxy/main/clusters/mitre-intrusion-set.json",
        "https://raw.githubusercontent.com/MISP/misp-galaxy/main/clusters/mitre-attack-pattern.json",
    ),
}
"""Where the publishers offer each kind."""
_MOST_FILES = 10_000


class Taken(Struct, frozen=True, kw_only=True):
    """What became of one file."""

    source: str
    kept: Kept | None
    """Null when it was refused or is none of the kinds."""
    there: bool = False
    """It was kept already."""
    faults: tuple[str, ...] = ()
    """What of it could not be read."""
    refused: RulesetError | None = None
    """Null too for a file of a folder that is none of the kinds."""


def keep_knowledge(paths: Sequence[Path], urls: Sequence[str], store: Store) -> Iterator[Taken]:
    """Keep each file that is one of the kinds; one that is refused does not stop the others.

    Files of a folder that are none of the kinds are passed over; a file that was named has to be one.
    """
    for path in paths:
        if path.is_dir():
            for below in _below(path):
                yield _from_file(below, store, named=False)
        else:
            yield _from_file(path, store, named=True)
    for url in urls:
        try:
            data = fetch(url)
        except RulesetError as error:
            yield Taken(source=url, kept=None, refused=error)
        else:
            yield _taken(data, url, store, named=True)


def _below(folder: Path) -> list[Path]:
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders.sort()
        found += [Path(place) / name for name in sorted(names)]
        if len(found) > _MOST_FILES:
            raise RulesetError(
                f"{folder}: more than {_MOST_FILES:,} files (limit)", hint="Name the folder that holds them."
            )
    return [path for path in found if path.is_file() and not path.is_symlink()]


def _from_file(path: Path, store: Store, *, named: bool) -> Taken:
    try:
        data = read_bounded(path, MOST_BYTES, RulesetError)
    except RulesetError as refused:
        return Taken(source=str(path), kept=None, refused=refused)
    return _taken(data, str(path), store, named=named)


def _taken(data: bytes, source: str, store: Store, *, named: bool) -> Taken:
    try:
        if len(data) > MOST_BYTES:
            raise RulesetError(f"{source}: larger than {MOST_BYTES // 2**20} MiB (limit)")
        what: Recognised | None = recognise(unpacked(data, source), source)
        if what is None:
            if not named:
                return Taken(source=source, kept=None)
            raise RulesetError(
                f"{source}: neither KEV nor ATT&CK nor D3FEND nor a MISP galaxy nor a model of techniques",
                hint="Kinds are told by content; the publishers' own files are recognised.",
            )
        kept, there = store.put(
            data, what, source.replace("\\", "/").rsplit("/", 1)[-1] if named else Path(source).name
        )
        return Taken(source=source, kept=kept, there=there, faults=what.faults)
    except RulesetError as error:
        # A folder may hold any JSON; only what begins as one of the kinds and is damaged is worth a word.
        return Taken(source=source, kept=None, refused=error)
