"""Statistics of all requests for script files of one web log."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from indicia.detection.extracts import Extracts
from indicia.detection.usage.extract import LOG, PAGES, SAMPLES, VISITS, leave
from indicia.detection.usage.pages import CLASSES, STEM_BYTES, Pages
from indicia.detection.usage.requests import Requests, requests_of, timed
from indicia.detection.usage.samples import Samples
from indicia.detection.usage.scripts import Scripts
from indicia.detection.usage.values import Words
from indicia.detection.usage.visits import CLIENT_BYTES, Seen, Stat, Visits
from indicia.model.evidence import Evidence
from indicia.model.record import Sighting
from indicia.tables.batch import TIMELESS, Batch, Lines, Offsets

_SHIFT = 46
_CLIENTS = 1 << (64 - _SHIFT)
"""Cells in which requests are counted by client; two clients in one cell look like one that asked for more."""
_SAMPLED = 2_000
_ONE_IN = 200
"""Requests decoded to be kept: so many, and one more for each so many requests to scripts."""
_TABLE = "web_request"
_GET, _POST, _OTHER = 0, 1, 2
_METHODS = {b"GET": _GET, b"HEAD": _GET, b"POST": _POST, b"PUT": _POST}


class UsagePass:
    """One log on its way."""

    def __init__(self, evidence: Evidence, extracts: Extracts, scripts: Scripts) -> None:
        self._evidence = evidence
        self._extracts = extracts
        self._key = int(evidence.sha256[:16] or "0", 16)
        self._scripts = scripts
        self._pages = Pages()
        self._visits = Visits()
        self._samples = Samples()
        self._asked = np.zeros(_CLIENTS, dtype=np.int64)
        self._requests = self._script_requests = self._decoded = self._unread = 0
        self._first, self._last = np.iinfo(np.int64).max, TIMELESS
        self._has = dict.fromkeys(("referer", "agent", "user", "status"), True)

    @property
    def overflow(self) -> Mapping[str, int]:
        """Requests counted without their page or without their client."""
        lost = {
            "page-behaviour/pages": self._pages.untold,
            "page-behaviour/visits": self._visits.untold,
            "page-behaviour/unread": self._unread,
        }
        return {name: count for name, count in lost.items() if count}

    @property
    def faults(self) -> Sequence[str]:
        """None: what the reader passed can be counted."""
        return ()

    def feed(self, batch: Batch) -> Iterable[Sighting]:
        """No sightings: what is found shows only when the whole log was seen."""
        if isinstance(batch, Lines) and batch.table == _TABLE:
            if batch.starts.size and not batch.runs:
                self._unread += len(batch.starts)
            for requests in requests_of(batch):
                self._take(batch, requests)
        return ()

    def see(self, sighting: Sighting) -> Iterable[Sighting]:
        """Nothing follows from single records."""
        return ()

    def close(self) -> None:
        """Write the extracts; none where no script was asked for."""
        if not len(self._pages):
            return
        # `requests` less `unread` is what the statistics stand on.
        leave(self._extracts, PAGES, iter(self._pages.rows()))
        leave(self._extracts, VISITS, self._visit_rows())
        leave(self._extracts, SAMPLES, self._sample_rows())
        leave(self._extracts, LOG, iter([self._log_row()]))

    def _take(self, lines: Lines, requests: Requests) -> None:
        everything = np.arange(len(requests.rows), dtype=np.int64)
        self._requests += len(everything)
        times = timed(requests.times)
        if len(times):
            self._first, self._last = min(self._first, int(times.min())), max(self._last, int(times.max()))
        for meaning, had in self._has.items():
            self._has[meaning] = had and requests.has(meaning)
        if not requests.has("stem"):
            self._unread += len(everything)
            return
        values = requests.values
        clients = None
        if requests.has("client"):
            starts, ends = requests.bounds("client", everything)
            clients = values.hashes(starts, ends, self._key)
            np.add.at(self._asked, (clients >> np.uint64(_SHIFT)).astype(np.int64), 1)
        starts, ends = requests.bounds("stem", everything)
        chosen, names = self._scripts.choose(values, starts, ends, self._scripts.inside(values.text))
        if not len(chosen):
            return
        self._script_requests += len(chosen)
        if self._pages.crowded():
            self._visits.rename(self._pages.forget(), self._samples.drop)
        starts = starts[chosen]
        method, status = _method(requests, chosen), _status(requests, chosen)
        pages = self._pages.add(
            values.hashes(starts, names, self._key, fold=True),
            method * len(CLASSES) + status,
            requests.times[chosen],
            lambda at: values.shown(int(starts[at]), int(names[at]), STEM_BYTES),
        )
        answered = (status == 2) | (status == 5) | (status == 0)
        telling = np.flatnonzero(answered & ~self._pages.busy[pages])
        if len(telling) and clients is not None:
            self._visit(
                lines,
                requests,
                chosen[telling],
                pages[telling],
                clients[chosen[telling]],
                method[telling],
                status[telling],
            )

    def _visit(
        self,
        lines: Lines,
        requests: Requests,
        chosen: Offsets,
        pages: Offsets,
        clients: Words,
        method: Offsets,
        status: Offsets,
    ) -> None:
        values = requests.values
        stats = np.zeros((len(chosen), int(Stat.RECEIVED) + 1), dtype=np.int64)
        stats[:, Stat.REQUESTS] = 1
        stats[:, Stat.POSTS] = method == _POST
        stats[:, Stat.OK] = status == 2
        stats[:, Stat.FAILED] = status == 5
        for stat, meaning in ((Stat.REFERERS, "referer"), (Stat.QUERIES, "query"), (Stat.SIGNED_IN, "user")):
            if requests.has(meaning):
                stats[:, stat] = values.present(*requests.bounds(meaning, chosen))
        for stat, meaning in ((Stat.SENT, "sent"), (Stat.RECEIVED, "received")):
            if requests.has(meaning):
                stats[:, stat] = values.numbers(*requests.bounds(meaning, chosen))
        names, ends = requests.bounds("client", chosen)
        seen = Seen(
            pages=pages,
            clients=clients,
            times=requests.times[chosen],
            stats=stats,
            agents=self._sketch(requests, "agent", chosen),
            queries=self._sketch(requests, "query", chosen),
        )
        order, visits, worth = self._visits.add(
            seen,
            self._pages,
            lambda at: values.shown(int(names[at]), int(ends[at]), CLIENT_BYTES),
            self._samples.drop,
        )
        allowed = _SAMPLED + self._script_requests // _ONE_IN - self._decoded
        may = np.flatnonzero(worth == 1)[: max(allowed, 0)]
        kept = np.sort(np.concatenate((may, np.flatnonzero(worth == 2))))
        self._decoded += len(kept)
        for place, visit in zip(order[kept].tolist(), visits[kept].tolist(), strict=True):
            self._samples.add(visit, lines.decode(int(requests.rows[chosen[place]])))

    def _sketch(self, requests: Requests, meaning: str, chosen: Offsets) -> Words:
        if not requests.has(meaning):
            return np.zeros(len(chosen), dtype=np.uint64)
        starts, ends = requests.bounds(meaning, chosen)
        return requests.values.sketch(starts, ends, self._key)

    def _log_row(self) -> tuple[object, ...]:
        return (
            self._evidence.sha256, self._evidence.path, self._evidence.kind.value, self._requests,
            self._script_requests, None if self._last == TIMELESS else self._first,
            None if self._last == TIMELESS else self._last, self._has["referer"], self._has["agent"],
            self._has["user"], self._has["status"], self._pages.untold + self._visits.untold + self._unread,
        )  # fmt: skip

    def _visit_rows(self) -> Iterator[tuple[object, ...]]:
        visits = self._visits
        for number in visits.live():
            stats = visits.stats[number].tolist()
            first, last = int(visits.first[number]), int(visits.last[number])
            agents, queries = visits.sketches[number].tolist()
            yield (
                self._pages.stem(int(visits.pages[number])),
                visits.clients[number],
                *stats,
                None if first == TIMELESS else first,
                None if last == TIMELESS else last,
                agents.bit_count(),
                queries.bit_count(),
                self._others(number, stats[Stat.REQUESTS]),
            )

    def _others(self, visit: int, requests: int) -> int:
        """What else the client asked for in this log; at most, see `_CLIENTS`."""
        return max(int(self._asked[self._visits.who(visit) >> _SHIFT]) - requests, 0)

    def _sample_rows(self) -> Iterator[tuple[object, ...]]:
        visits = self._visits
        for number in visits.live():
            stem, client = self._pages.stem(int(visits.pages[number])), visits.clients[number]
            for sample in self._samples.of(number):
                at = sample.at
                yield (
                    stem, client, at.sha256, self._evidence.path, _TABLE, self._evidence.kind.value, sample.time,
                    at.offset, at.length, at.line, sample.raw, sample.fields,
                )  # fmt: skip


def _method(requests: Requests, chosen: Offsets) -> Offsets:
    found = np.full(len(chosen), _OTHER, dtype=np.int64)
    if requests.has("method"):
        starts, ends = requests.bounds("method", chosen)
        words = requests.values.heads(starts, ends)
        for name, number in _METHODS.items():
            found[(words == np.uint64(int.from_bytes(name, "little"))) & (ends - starts == len(name))] = number
    return found


def _status(requests: Requests, chosen: Offsets) -> Offsets:
    """Class of the status: 1 to 5, 0 where there is none."""
    if not requests.has("status"):
        return np.zeros(len(chosen), dtype=np.int64)
    starts, ends = requests.bounds("status", chosen)
    digit = requests.values.codes[np.minimum(starts, len(requests.values.codes) - 1)].astype(np.int64) - 48
    return np.where((ends - starts == 3) & (digit >= 1) & (digit <= 5), digit, 0)
