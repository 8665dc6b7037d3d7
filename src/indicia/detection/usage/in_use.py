"""What a site served at all, and which of its pages people used before a certain moment."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from indicia.detection.usage.answering import hollow_logs
from indicia.detection.usage.extract import PAGES, rows_of

REQUESTS, CLIENTS = 10, 5
"""Answered requests, and clients counted log by log, from which on people used a page."""
_EXCHANGE = ("/owa/auth/logon.aspx", "/owa/service.svc", "/ews/exchange.asmx", "/ecp/default.aspx")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def in_use_before(extracts: Mapping[str, Sequence[Path]], asked: Mapping[str, datetime]) -> frozenset[str]:
    """Those of the addresses (lower case) that people used in logs that end before the moment asked for.

    None on a site that answers whatever it is asked for.  Raises CaseError when the statistics cannot be read.
    """
    if not asked or hollow_logs(extracts):
        return frozenset()
    moments = tuple(sorted((stem, _micros(moment)) for stem, moment in asked.items()))
    return _used(tuple(extracts.get(PAGES, ())), moments)


def no_exchange(extracts: Mapping[str, Sequence[Path]]) -> bool:
    """Whether there are web logs, and no entrance of Exchange ever answered in them.

    Raises CaseError when the statistics cannot be read.
    """
    return _no_exchange(tuple(extracts.get(PAGES, ())))


@lru_cache(maxsize=8)
def _used(paths: tuple[Path, ...], asked: tuple[tuple[str, int], ...]) -> frozenset[str]:
    before = dict(asked)
    requests: dict[str, int] = {}
    clients: dict[str, int] = {}
    for path in paths:
        here: dict[str, int] = {}
        for stem, times, last, who in _answered(path):
            if stem in before and last is not None and last < before[stem]:
                requests[stem] = requests.get(stem, 0) + times
                here[stem] = who
        for stem, count in here.items():
            clients[stem] = clients.get(stem, 0) + count
    return frozenset(stem for stem, count in requests.items() if count >= REQUESTS and clients[stem] >= CLIENTS)


@lru_cache(maxsize=8)
def _no_exchange(paths: tuple[Path, ...]) -> bool:
    return bool(paths) and not any(stem in _EXCHANGE for path in paths for stem, *_ in _answered(path))


def _answered(path: Path) -> Iterator[tuple[str, int, int | None, int]]:
    """Stem, requests, last and clients of pages that were answered with success."""
    for status, stem, requests, last, clients in rows_of(
        path, PAGES, ("status", "stem", "requests", "last", "clients")
    ):
        if status == "2xx":
            yield str(stem).lower(), requests, last, clients


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
