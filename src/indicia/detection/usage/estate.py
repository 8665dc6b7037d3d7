"""The statistics of all logs of a host joined: which script pages few clients used, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from indicia.detection.usage.extract import LOG, PAGES, SAMPLES, VISITS
from indicia.errors import CaseError
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
_MEMORY = "128MB"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PageUse:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
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


def estate(extracts: Mapping[str, Sequence[Path]]) -> Estate | None:
    """Join the extracts; null when there are none.  Two copies of one log count once.

    Raises CaseError when one cannot be read.
    """
    if not extracts.get(VISITS) or not extracts.get(LOG):
        return None
    import duckdb

    with duckdb.connect(config={"threads": 1, "memory_limit": _MEMORY}) as base:
        try:
            return _joined(base, extracts)
        except duckdb.Error as error:
            raise CaseError(
                f"statistics of web requests cannot be read: {error}",
                hint="Delete the readings of this case and scan again.",
            ) from None


def _joined(base: Any, extracts: Mapping[str, Sequence[Path]]) -> Estate:
    for name in (LOG, PAGES, VISITS, SAMPLES):
        paths = [str(path) for path in extracts.get(name, ())]
        if paths:
            base.execute(f"CREATE VIEW {_table(name)} AS SELECT * FROM read_parquet({_list(paths)}, filename = true)")
    base.execute(_VISIT)
    base.execute(_PAGE)
    first, last, referers, agents = _one(
        base, "SELECT min(first), max(last), bool_and(referers), bool_and(agents) FROM log"
    )
    visited, answered = _one(
        base, f"SELECT count(*) FILTER (clients >= {VISITED} OR busy), count(*) FROM page WHERE answered > 0"
    )
    chosen = base.execute(_CHOSEN).fetchall()
    visits: dict[str, list[Visit]] = {}
    samples = _samples(base) if extracts.get(SAMPLES) else {}
    for stem, client, *numbers in base.execute(_OF_CHOSEN).fetchall():
        visits.setdefault(stem, []).append(_visit(client, numbers, samples.get((stem, client), ())))
    pages = [
        PageUse(
            stem=stem,
            requests=requests,
            refused=refused,
            clients=clients,
            neighbours=neighbours,
            visits=tuple(visits[stem]),
        )
        for stem, requests, refused, clients, neighbours in chosen
    ]
    return Estate(
        first=_moment(first),
        last=_moment(last),
        visited=visited,
        answered=answered,
        referers=bool(referers),
        agents=bool(agents),
        pages=tuple(pages[:MOST]),
        more=max(len(pages) - MOST, 0),
    )


_SUMS = (
    "requests", "posts", "ok", "failed", "referers", "queries", "signed_in", "sent", "received", "gap_1", "gap_10",
    "gap_60", "gap_600", "pauses", "gap_sum", "gap_squares", "hours", "days", "others",
)  # fmt: skip
_VISIT = (
    "CREATE TABLE visit AS WITH copies AS (SELECT *, lower(stem) AS page, row_number() OVER ("
    "PARTITION BY lower(stem), client, coalesce(CAST(first AS VARCHAR), filename) ORDER BY requests DESC, filename"
    ") AS number FROM visits) SELECT page, client, "
    + ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in _SUMS)
    + ", min(first) AS first, max(last) AS last, max(agents) AS agents, max(kinds_of_query) AS kinds_of_query "
    "FROM copies WHERE number = 1 GROUP BY page, client"
)
"""A client's visit that starts at the same moment in two files is in two copies of one log."""
_PAGE = (
    "CREATE TABLE page AS WITH here AS (SELECT lower(stem) AS page, CAST(sum(requests) AS BIGINT) AS requests, "
    "CAST(coalesce(sum(requests) FILTER (status IN ('none', '2xx', '5xx')), 0) AS BIGINT) AS answered, "
    "bool_or(busy) AS busy, max(clients) AS most FROM pages GROUP BY 1), "
    "who AS (SELECT page, count(*) AS clients FROM visit GROUP BY 1) "
    "SELECT page, requests, answered, busy, greatest(coalesce(clients, 0), most) AS clients, "
    "regexp_replace(page, '[^/]*$', '') AS folder FROM here LEFT JOIN who USING (page)"
)
_CHOSEN = (
    "WITH worth AS (SELECT page, max(requests) AS used FROM visit "
    f"WHERE requests >= {LEAST} AND posts + queries > 0 GROUP BY 1), "
    "folder AS (SELECT folder, count(*) AS held FROM page WHERE answered > 0 GROUP BY 1) "
    "SELECT page, requests, requests - answered, clients, held - 1 "
    "FROM page JOIN worth USING (page) JOIN folder USING (folder) "
    f"WHERE NOT busy AND clients <= {FEW} ORDER BY used DESC, page"
)
_OF_CHOSEN = (
    f"WITH chosen AS ({_CHOSEN}) SELECT page, client, {', '.join(_SUMS)}, first, last, agents, kinds_of_query "
    f"FROM visit WHERE page IN (SELECT page FROM chosen) AND requests >= {LEAST} ORDER BY page, requests DESC, client"
)
_OF_SAMPLES = (
    f"WITH chosen AS ({_CHOSEN}) SELECT DISTINCT ON (s.sha256, s.place, lower(s.stem)) lower(s.stem), s.client, "
    "s.sha256, s.path, s.kind, s.source, s.time, s.place, s.length, s.line, s.raw, s.fields FROM samples s "
    "WHERE lower(s.stem) IN (SELECT page FROM chosen) ORDER BY s.sha256, s.place, lower(s.stem)"
)


def _samples(base: Any) -> dict[tuple[str, str], tuple[Exhibit, ...]]:
    found: dict[tuple[str, str], list[Exhibit]] = {}
    for stem, client, digest, path, kind, source, time, place, length, line, raw, fields in base.execute(
        _OF_SAMPLES
    ).fetchall():
        values = {
            name: tuple(value) if isinstance(value, list) else value for name, value in orjson.loads(fields).items()
        }
        found.setdefault((stem, client), []).append(
            Exhibit(
                table=kind,
                source=source,
                time=_moment(time),
                path=path,
                at=Locator(sha256=digest, offset=place, length=length, line=line),
                fields=values,
                matched=("cs-uri-stem", "url.query") if "url.query" in values else ("cs-uri-stem",),
                raw=raw,
            )
        )
    return {key: tuple(sorted(kept, key=in_order)) for key, kept in found.items()}


def in_order(exhibit: Exhibit) -> tuple[bool, datetime, str, int]:
    """By time, those without one last, then by place."""
    return exhibit.time is None, exhibit.time or _EPOCH, exhibit.path, exhibit.at.offset


def _visit(client: str, numbers: Sequence[Any], samples: tuple[Exhibit, ...]) -> Visit:
    sums = dict(zip(_SUMS, numbers, strict=False))
    first, last, agents, kinds_of_query = numbers[len(_SUMS) :]
    return Visit(
        client=client,
        first=_moment(first),
        last=_moment(last),
        agents=agents,
        kinds_of_query=kinds_of_query,
        samples=samples,
        **sums,
    )


def _one(base: Any, query: str) -> tuple[Any, ...]:
    (row,) = base.execute(query).fetchall()
    return tuple(row)


def _moment(micros: int | None) -> datetime | None:
    if micros is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        return None


def _table(name: str) -> str:
    return name.removeprefix("usage-")


def _list(paths: Sequence[str]) -> str:
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"
