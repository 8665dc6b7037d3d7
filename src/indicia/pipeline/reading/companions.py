"""Files that are read together: a change journal with the file table of the same volume of the same collection."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import BinaryIO

from msgspec.structs import replace

from indicia.case import Listed
from indicia.config import Settings
from indicia.evidence.origin import open_origin
from indicia.evidence.readers import Beside, companion_of_kind, parts_of_kind, reader_of
from indicia.model.evidence import Evidence
from indicia.tables.batch import Batch, Ledger

_VOLUME = re.compile(r"^([A-Za-z]:)\\")
_OWN_FOLDER = re.compile(r"[\\/](?:\$|%24)Extend(?=[\\/]|$)", re.IGNORECASE)


def with_companions(listed: Sequence[Listed]) -> list[Listed]:
    """The files, each with the one that it is read with.

    Only a file of the same collection counts.  Of several, the one of the same drive; else the one that lies in the
    same folder (or in the folder that holds `$Extend`); where that does not leave one, none is taken, and the
    reader says so.
    """
    by_kind: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    for item in listed:
        by_kind[item.evidence.scope, item.evidence.kind].append(item)
    return [_accompanied(item, by_kind) for item in listed]


def _accompanied(item: Listed, by_kind: dict[tuple[str, str], list[Listed]]) -> Listed:
    companion = companion_of_kind(item.evidence.kind)
    others = by_kind.get((item.evidence.scope, companion.kind), []) if companion is not None else []
    fitting = [other for other in others if _may_be_one_volume(item.evidence, other.evidence)]
    if not fitting:
        return item
    if len({other.evidence.sha256 for other in fitting}) > 1:
        fitting = _nearer(item.evidence, fitting)
    if len({other.evidence.sha256 for other in fitting}) != 1:
        return replace(item, evidence=replace(item.evidence, beside=""))
    chosen = fitting[0]
    return replace(
        item,
        evidence=replace(item.evidence, beside=chosen.evidence.sha256),
        beside=(chosen.evidence, chosen.origin),
    )


def _nearer(evidence: Evidence, others: Sequence[Listed]) -> list[Listed]:
    """Those whose drive is known to be the same; of several of them, or without any, those in the same folder.

    A drive has several where shadow copies of it were collected.
    """
    drive = _drive(evidence)
    same = [other for other in others if drive and _drive(other.evidence) == drive]
    if len({other.evidence.sha256 for other in same}) == 1:
        return same
    return [other for other in same or others if _folder(other.evidence) == _folder(evidence)]


def _may_be_one_volume(one: Evidence, other: Evidence) -> bool:
    drives = {_drive(one), _drive(other)} - {""}
    return len(drives) < 2


def _drive(evidence: Evidence) -> str:
    found = _VOLUME.match(evidence.original or "")
    return found[1].upper() if found else ""


def _folder(evidence: Evidence) -> str:
    return _OWN_FOLDER.sub("", evidence.path.rpartition("/")[0])


def batches(
    item: Listed, stream: BinaryIO, ledger: Ledger, settings: Settings, part: int | None = None
) -> Iterator[Batch]:
    """What the reader of a log gives, or of one part of it, with the file beside it where it is read with one."""
    evidence, limits = item.evidence, settings.limits
    read, parts, companion = reader_of(evidence.kind), parts_of_kind(evidence.kind), companion_of_kind(evidence.kind)
    if read is None:
        return
    if part is not None and parts is not None:
        yield from parts.read(stream, evidence, ledger, limits, part)
    elif companion is not None:
        beside = None
        if item.beside is not None:
            other, origin = item.beside
            beside = Beside(other, partial(open_origin, origin, settings.passwords))
        yield from companion.read(stream, evidence, ledger, limits, beside)
    else:
        yield from read(stream, evidence, ledger, limits)
