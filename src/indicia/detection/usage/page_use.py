"""Which script pages of a host few clients used, and how: what the statistics of all its logs say together."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from msgspec import Struct

from indicia.model.evidence import Locator
from indicia.model.finding import Exhibit

FEW = 3
"""A page that answered more clients than this, over all logs, is not looked at."""
LEAST = 3
"""A client that was answered less often is not looked at."""
MOST = 1_000
"""Pages looked at, those used most first."""
VISITED = 5
"""A page that answered so many clients is one that people use."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Visit(Struct, frozen=True, kw_only=True):
    """Everything one client did with one page; only requests that were answered (2xx, 5xx, or no status logged)."""

    client: str
    requests: int
    posts: int
    ok: int
    failed: int
    referers: int
    queries: int
    signed_in: int
    sent: int
    received: int
    gap_1: int
    gap_10: int
    gap_60: int
    gap_600: int
    pauses: int
    """Gaps between requests: up to a second, ten, sixty, six hundred, and longer."""
    gap_sum: int
    gap_squares: int
    """Seconds of the gaps up to six hundred, and of their squares."""
    hours: int
    days: int
    first: datetime | None
    last: datetime | None
    agents: int
    """User agents that differ, at least so many."""
    kinds_of_query: int
    others: int
    """Other requests of the client in the same logs, at most so many."""
    samples: tuple[Exhibit, ...]


class PageUse(Struct, frozen=True, kw_only=True):
    """A script page that at most `FEW` clients got an answer from."""

    stem: str
    """Lower case."""
    requests: int
    """All, refused ones too."""
    refused: int
    """Status 3xx and 4xx."""
    clients: int
    neighbours: int
    """Other pages of the same folder that were answered."""
    visits: tuple[Visit, ...]
    """Clients with `LEAST` answered requests or more, most requests first."""


class Estate(Struct, frozen=True, kw_only=True):
    """The script pages of one host."""

    first: datetime | None
    last: datetime | None
    """Of all requests in the logs."""
    visited: int
    """Pages that answered `VISITED` clients or more."""
    answered: int
    """Pages that were answered at all."""
    referers: bool
    agents: bool
    """Whether every log has the column."""
    pages: tuple[PageUse, ...]
    more: int
    """Pages beyond `MOST`."""


def moment(micros: int | None) -> datetime | None:
    """A time of the extracts; null for none, and for one that no calendar holds."""
    if micros is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        return None


def in_order(exhibit: Exhibit) -> tuple[bool, datetime, str, int]:
    """By time, those without one last, then by place."""
    return exhibit.time is None, exhibit.time or _EPOCH, exhibit.path, exhibit.at.offset


SUMS = (
    "requests", "posts", "ok", "failed", "referers", "queries", "signed_in", "sent", "received", "gap_1", "gap_10",
    "gap_60", "gap_600", "pauses", "gap_sum", "gap_squares", "hours", "days", "others",
)  # fmt: skip
"""What is added up over the logs in which a client came to a page."""
OF_SAMPLE = ("sha256", "path", "kind", "source", "time", "place", "length", "line", "raw", "fields")
"""What the extract says of a request that was kept whole."""


def visit_of(client: str, numbers: Sequence[Any], samples: Sequence[Exhibit]) -> Visit:
    """`numbers`: the `SUMS`, first and last time, user agents, kinds of query."""
    first, last, agents, kinds_of_query = numbers[len(SUMS) :]
    return Visit(
        client=client,
        first=moment(first),
        last=moment(last),
        agents=agents,
        kinds_of_query=kinds_of_query,
        samples=tuple(sorted(samples, key=in_order)),
        **dict(zip(SUMS, numbers, strict=False)),
    )


def exhibit_of(sample: Sequence[Any]) -> Exhibit:
    """A request that was kept whole; `sample` holds what `OF_SAMPLE` names."""
    digest, path, kind, source, time, place, length, line, raw, fields = sample
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in orjson.loads(fields).items()}
    return Exhibit(
        table=kind,
        source=source,
        time=moment(time),
        path=path,
        at=Locator(sha256=digest, offset=place, length=length, line=line),
        fields=values,
        matched=("cs-uri-stem", "url.query") if "url.query" in values else ("cs-uri-stem",),
        raw=raw,
    )
