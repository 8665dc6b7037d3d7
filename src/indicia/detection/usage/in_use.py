"""What a site served at all, and which of its pages people used before a certain moment."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from indicia.detection.usage.answering import hollow_logs
from indicia.detection.usage.extract import PAGES
from indicia.errors import CaseError

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
        for row in _answered(path):
            stem = str(row["stem"]).lower()
            if stem in before and isinstance(row["last"], int) and row["last"] < before[stem]:
                requests[stem] = requests.get(stem, 0) + int(str(row["requests"]))
                here[stem] = int(str(row["clients"]))
        for stem, count in here.items():
            clients[stem] = clients.get(stem, 0) + count
    return frozenset(stem for stem, count in requests.items() if count >= REQUESTS and clients[stem] >= CLIENTS)


@lru_cache(maxsize=8)
def _no_exchange(paths: tuple[Path, ...]) -> bool:
    return bool(paths) and not any(str(row["stem"]).lower() in _EXCHANGE for path in paths for row in _answered(path))


def _answered(path: Path) -> Iterator[dict[str, object]]:
    """Rows of pages that were answered with success."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = ["stem", "requests", "last", "clients", "status"]
    try:
        yield from pq.read_table(path, columns=columns, filters=[("status", "=", "2xx")]).to_pylist()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise CaseError(
            f"statistics of web requests cannot be read: {error}",
            hint="Delete the readings of this case and scan again.",
        ) from None


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
