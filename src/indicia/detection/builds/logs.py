"""Builds in the logs and tables of a host; one of the log consumers.

Outlook on the web and the control panel lie in folders named after the build (`/owa/15.1.2106.2/`,
`/ecp/15.1.2106.2/`, and `/owa/auth/15.1.2106/` with the cumulative update only).  An answered request for a file in one
of them says that the front end held files of that build; a client that guesses is not answered.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from indicia.detection.builds.exports import builds_in_row
from indicia.detection.builds.naming import named
from indicia.detection.extracts import Extracts
from indicia.model.evidence import Evidence, Kind
from indicia.model.exposure import BuildOrigin, Precision
from indicia.model.record import Record, Sighting
from indicia.tables.batch import Batch, Lines, Rows

_NEEDLE = b"/15."
_FOLDER = re.compile(rb"/(?:owa|ecp)(?:/auth|/prem)?/(15\.[0-2]\.\d{3,4}(?:\.\d{1,3})?)/", re.IGNORECASE)
_BEFORE = 16
_AFTER = 24
_PATIENCE, _ONE_IN = 16, 8
"""After so many blocks (a megabyte each) without such a request only one in so many is looked at: on a site that is no
Exchange the search would cost a quarter of the reading."""
_TRIES = 200
"""Requests decoded in one block of text, at most: the rest of them name the same builds."""
_RECENT = 4
_EVERY = timedelta(hours=6)
"""A build is named again after so long, so that its last time is known well enough."""
_MOST = 2_000
_ANSWERED = frozenset({200, 206, 304})


class NamedBuilds:
    """Looks for builds in web logs and in tables that exports left."""

    def start(self, evidence: Evidence, extracts: Extracts) -> "NamedBuildsPass":
        """Begin with a file."""
        return NamedBuildsPass(evidence)


class NamedBuildsPass:
    """One file on its way; keeps the last sighting of each build."""

    def __init__(self, evidence: Evidence) -> None:
        self._logged = evidence.kind in (Kind.IIS, Kind.HTTPPROXY)
        self._kept: dict[bytes, datetime] = {}
        self._given = 0
        self._blocks = self._empty = 0
        self._dropped = 0

    @property
    def overflow(self) -> Mapping[str, int]:
        """Sightings beyond the limit."""
        return {"build-named": self._dropped} if self._dropped else {}

    @property
    def faults(self) -> Sequence[str]:
        """None: what could not be read is the reader's to say."""
        return ()

    def feed(self, batch: Batch) -> Iterable[Sighting]:
        """Sightings in the next batch."""
        if isinstance(batch, Lines):
            return self._bounded(self._in_lines(batch)) if self._logged else ()
        if isinstance(batch, Rows):
            return self._bounded(item for record in batch.records for item in builds_in_row(record))
        return ()

    def see(self, sighting: Sighting) -> Iterable[Sighting]:
        """Nothing follows from single records."""
        return ()

    def close(self) -> None:
        """Nothing is left over."""

    def _bounded(self, found: Iterable[Sighting]) -> Iterator[Sighting]:
        for sighting in found:
            if self._given < _MOST:
                self._given += 1
                yield sighting
            else:
                self._dropped += 1

    def _in_lines(self, lines: Lines) -> Iterator[Sighting]:
        """The first and the last answered request of a block, and where they differ each change between them."""
        self._blocks += 1
        if self._empty >= _PATIENCE and self._blocks % _ONE_IN:
            return
        first = _first_answered(lines, _places(lines.text))
        if first is None:
            self._empty += 1
            return
        self._empty = 0
        last = _first_answered(lines, _places_from_the_end(lines.text))
        yield from self._new(*first)
        if last is not None and last[1] == first[1]:
            yield from self._new(*last)
        elif last is not None:
            yield from self._changes(lines)

    def _changes(self, lines: Lines) -> Iterator[Sighting]:
        """Requests on both sides of each change of the build; a block rarely holds one."""
        run: bytes | None = None
        recent: deque[tuple[int, bytes]] = deque(maxlen=_RECENT)
        tries = _TRIES
        for at, build in _places(lines.text):
            if build == run:
                recent.append((at, build))
                continue
            if tries <= 0:
                break
            tries -= 1
            answered = _answered(lines, at, build)
            if answered is None:
                continue
            before = _first_answered(lines, reversed(recent))
            if before is not None:
                yield from self._new(*before, change=True)
            yield from self._new(answered, build, change=True)
            run = build
            recent.clear()
        final = _first_answered(lines, reversed(recent))
        if final is not None:
            yield from self._new(*final)

    def _new(self, record: Record, build: bytes, *, change: bool = False) -> Iterator[Sighting]:
        if record.time is None:
            return
        before = self._kept.get(build)
        if before is not None and not change and abs(record.time - before) < _EVERY:
            return
        if before == record.time:
            return
        self._kept[build] = record.time
        vague = build.count(b".") == 2
        yield named(
            record,
            build.decode() + (".0" if vague else ""),
            BuildOrigin.WEB_PATH,
            Precision.CU_ONLY if vague else Precision.FULL,
            time=record.time,
            matched="url.path" if record.table == "web_request" else "UrlStem",
        )


def _places(text: bytes) -> Iterator[tuple[int, bytes]]:
    """Where a folder named after a build is written, in order; searching for a literal costs next to nothing."""
    at = text.find(_NEEDLE)
    while at >= 0:
        if (build := _folder(text, at)) is not None:
            yield at, build
        at = text.find(_NEEDLE, at + len(_NEEDLE))


def _places_from_the_end(text: bytes) -> Iterator[tuple[int, bytes]]:
    at = text.rfind(_NEEDLE)
    while at >= 0:
        if (build := _folder(text, at)) is not None:
            yield at, build
        at = text.rfind(_NEEDLE, 0, at)


def _folder(text: bytes, at: int) -> bytes | None:
    found = _FOLDER.search(text, max(0, at - _BEFORE), at + _AFTER)
    return found.group(1) if found is not None and found.start(1) - 1 == at else None


def _first_answered(lines: Lines, places: Iterable[tuple[int, bytes]]) -> tuple[Record, bytes] | None:
    """The first of some places whose request was answered; not more than so many are looked at."""
    for at, build in islice(places, _TRIES):
        record = _answered(lines, at, build)
        if record is not None:
            return record, build
    return None


def _answered(lines: Lines, at: int, build: bytes) -> Record | None:
    """The request in whose path the folder stands, if the server answered it."""
    number = int(lines.starts.searchsorted(at, side="right")) - 1
    if number < 0 or at >= int(lines.ends[number]):
        return None
    record = lines.decode(number)
    web = record.table == "web_request"
    path = record.fields.get("url.path" if web else "UrlStem")
    status = str(record.fields.get("sc-status" if web else "HttpStatus") or "")
    if not isinstance(path, str) or f"/{build.decode()}/" not in path:
        return None
    return record if status.isdecimal() and int(status) in _ANSWERED else None
