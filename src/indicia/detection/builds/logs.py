"""Builds in the logs and tables of a host; one of the log consumers.

Outlook on the web and the control panel lie in folders named after the build (`/owa/15.1.2106.2/`,
`/ecp/15.1.2106.2/`, and `/owa/auth/15.1.2106/` with the cumulative update only).  An answered request for a file in one
of them says that the front end held files of that build; a client that guesses is not answered.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial

from indicia.detection.builds.exports import ExportedBuilds
from indicia.detection.builds.runs import Run, leave
from indicia.detection.extracts import Extracts
from indicia.detection.filtering.matcher import HYPERSCAN, Matcher, TooManyHits, matcher
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Record, Sighting
from indicia.tables.batch import Batch, Lines, Rows

_NEEDLE = b"/15."
_ROOTS, _BELOW = (b"owa", b"ecp"), (b"", b"/auth", b"/prem")
_FOLDER = re.compile(
    rb"/(?:%b)(?:%b)/(15\.[0-2]\.\d{3,4}(?:\.\d{1,3})?)/" % (b"|".join(_ROOTS), b"|".join(_BELOW)), re.IGNORECASE
)
_BEFORE = 16
_AFTER = 24
_PATIENCE, _ONE_IN = 16, 8
"""After so many blocks (a megabyte each) without such a request only one in so many is looked at: on a site that is no
Exchange the search would cost a quarter of the reading."""
_TRIES = 200
"""Requests decoded in one block of text, at most: the rest of them name the same builds."""
_SPREAD = 256
"""Places of one build that are looked at in one block, about."""
_MOST_HITS = 20_000
"""Above so many in a block they are looked for one by one."""
_RECENT = 4
_MOST = 2_000
_ANSWERED = frozenset({200, 206, 304})


class NamedBuilds:
    """Looks for builds in web logs and in tables that exports left."""

    def start(self, evidence: Evidence, extracts: Extracts) -> "NamedBuildsPass":
        """Begin with a file."""
        return NamedBuildsPass(evidence, extracts)


class NamedBuildsPass:
    """One file on its way; keeps for each run of one build its first and its last answered request."""

    def __init__(self, evidence: Evidence, extracts: Extracts) -> None:
        self._evidence = evidence
        self._extracts = extracts
        self._logged = evidence.kind in (Kind.IIS, Kind.HTTPPROXY)
        self._exports = ExportedBuilds()
        self._runs: list[Run] = []
        self._blocks = self._empty = 0
        self._rows = 0
        self._dropped = 0

    @property
    def overflow(self) -> Mapping[str, int]:
        """Places beyond the limit."""
        return {"build-named": self._dropped} if self._dropped else {}

    @property
    def faults(self) -> Sequence[str]:
        """None: what could not be read is the reader's to say."""
        return ()

    def feed(self, batch: Batch) -> Iterable[Sighting]:
        """Sightings in rows of exports; requests of a log are joined to runs instead."""
        if isinstance(batch, Lines) and self._logged:
            for record, build in self._in_lines(batch):
                self._take(record, build.decode())
        elif isinstance(batch, Rows):
            return self._bounded(item for record in batch.records for item in self._exports.take(record))
        return ()

    def see(self, sighting: Sighting) -> Iterable[Sighting]:
        """Nothing follows from single records."""
        return ()

    def close(self) -> None:
        """Leave the runs; nothing where no build was named."""
        leave(self._extracts, self._runs)

    def _bounded(self, found: Iterable[Sighting]) -> Iterator[Sighting]:
        for sighting in found:
            if self._rows < _MOST:
                self._rows += 1
                yield sighting
            else:
                self._dropped += 1

    def _take(self, record: Record, build: str) -> None:
        if record.time is None:
            return
        if self._runs and self._runs[-1].build == build:
            self._runs[-1].extend(record.time)
        elif len(self._runs) < _MOST:
            self._runs.append(Run(build, record.time, record.time, self._evidence.path, record.at.line))
        else:
            self._dropped += 1

    def _in_lines(self, lines: Lines) -> Iterator[tuple[Record, bytes]]:
        """Answered requests on both sides of each change of the build, the first and the last of the block among them.

        Of a run of one build only so many places are looked at, spread over the block.
        """
        self._blocks += 1
        if self._empty >= _PATIENCE and self._blocks % _ONE_IN:
            return
        self._empty += 1
        run: bytes | None = None
        recent: deque[tuple[int, bytes]] = deque(maxlen=_RECENT)
        tries = _TRIES
        for at, build in _places(lines.text, len(lines.text) // _SPREAD):
            if build == run:
                recent.append((at, build))
                continue
            if tries <= 0:
                break
            tries -= 1
            record = _answered(lines, at, build)
            if record is None:
                continue
            self._empty = 0
            yield from _latest(lines, recent)
            yield record, build
            run = build
            recent.clear()
        yield from _latest(lines, recent)


def _latest(lines: Lines, places: Iterable[tuple[int, bytes]]) -> Iterator[tuple[Record, bytes]]:
    """The last of some places whose request was answered."""
    for at, build in reversed(list(places)):
        record = _answered(lines, at, build)
        if record is not None:
            yield record, build
            return


def _places(text: bytes, stride: int) -> Iterator[tuple[int, bytes]]:
    """Where a folder named after a build is written, in order, at least `stride` bytes between two of one build."""
    before = b""
    follow = _written(text)
    at = follow(0)
    while at >= 0:
        found = _FOLDER.search(text, max(0, at - _BEFORE), at + _AFTER)
        jump = len(_NEEDLE)
        if found is not None and found.start(1) - 1 == at:
            build = found.group(1)
            yield at, build
            if build == before:
                jump += stride
            before = build
        at = follow(at + jump)


def _written(text: bytes) -> Callable[[int], int]:
    """What finds from a place on where a folder like that may be written; -1 where there is none any more."""
    if HYPERSCAN:
        try:
            ends = sorted(_folders().hits(text, _MOST_HITS)[1])
        except TooManyHits:
            pass
        else:
            places = [end - len(_NEEDLE) for end in ends]
            return lambda at: places[found] if (found := bisect_left(places, at)) < len(places) else -1
    return partial(text.find, _NEEDLE)


@cache
def _folders() -> Matcher:
    """Finds the beginnings of these folders in half the time in which a single literal is found otherwise."""
    return matcher([b"/%b%b%b" % (root, below, _NEEDLE) for root in _ROOTS for below in _BELOW])


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
