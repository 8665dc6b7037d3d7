"""Hashes of the very bytes behind findings, where the evidence is still at hand and unchanged."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from indicia.case import Case
from indicia.errors import EvidenceError
from indicia.evidence.origin import open_origin
from indicia.model.assessment import Result
from indicia.model.evidence import Locator, Origin

_PIECE = 1 << 20
_MOST = 16 << 20
"""Bytes of one record; nothing that is longer is hashed for itself."""


def exhibit_hashes(case: Case, result: Result, passwords: Sequence[str] = ()) -> Mapping[Locator, str]:
    """Place → SHA-256 of its bytes, for the records behind findings.

    A file that is gone, or whose own hash is no longer that of the scan, gives none.
    """
    wanted: dict[str, set[Locator]] = {}
    for finding in result.findings:
        for exhibit in finding.exhibits:
            if 0 < exhibit.at.length <= _MOST:
                wanted.setdefault(exhibit.at.sha256, set()).add(exhibit.at)
    intake = case.intake()
    found: dict[Locator, str] = {}
    done: set[str] = set()
    for listed in intake.files if intake else ():
        sha256 = listed.evidence.sha256
        if sha256 in wanted and sha256 not in done:
            hashes = _hashes(listed.origin, sha256, wanted[sha256], passwords)
            if hashes is not None:
                found |= hashes
                done.add(sha256)
    return found


def _hashes(
    origin: Origin, sha256: str, places: Iterable[Locator], passwords: Sequence[str]
) -> Mapping[Locator, str] | None:
    """Of one file, read once and forward; null where it is not what it was."""
    left = sorted(places, key=lambda one: (one.offset, one.length), reverse=True)
    whole = hashlib.sha256()
    open_ones: list[tuple[Locator, hashlib._Hash]] = []
    found: dict[Locator, str] = {}
    at = 0
    try:
        with open_origin(origin, passwords) as stream:
            while piece := stream.read(_PIECE):
                whole.update(piece)
                end = at + len(piece)
                while left and left[-1].offset < end:
                    open_ones.append((left.pop(), hashlib.sha256()))
                for place, hashed in open_ones:
                    stop = place.offset + place.length
                    hashed.update(piece[max(place.offset - at, 0) : max(stop - at, 0)])
                    if stop <= end:
                        found[place] = hashed.hexdigest()
                open_ones = [one for one in open_ones if one[0].offset + one[0].length > end]
                at = end
    except EvidenceError:
        return None
    return found if whole.hexdigest() == sha256 else None
