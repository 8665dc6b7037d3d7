"""The statistics of all logs of a host joined: which script pages few clients used, and how."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from indicia.detection.usage.extract import LOG, PAGES, SAMPLES, VISITS
from indicia.detection.usage.few_visits import MOST_ROWS, TooMany, joined
from indicia.detection.usage.page_use import (
    FEW,
    LEAST,
    MOST,
    OF_SAMPLE,
    SUMS,
    VISITED,
    Estate,
    PageUse,
    Visit,
    exhibit_of,
    moment,
    visit_of,
)
from indicia.errors import CaseError
from indicia.model.finding import Exhibit

_MEMORY = "128MB"


def estate(extracts: Mapping[str, Sequence[Path]], few: int = MOST_ROWS) -> Estate | None:
    """Join the extracts; null when there are none.  Two copies of one log count once.

    `few` is the number of rows up to which memory takes them; the answer does not depend on it.
    Raises CaseError when one cannot be read.
    """
    if not extracts.get(VISITS) or not extracts.get(LOG):
        return None
    try:
        return joined(extracts, few)
    except TooMany:
        pass
    # A database takes a while to import and much memory; most cases need none.
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
        visits.setdefault(stem, []).append(visit_of(client, numbers, samples.get((stem, client), ())))
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
        first=moment(first),
        last=moment(last),
        visited=visited,
        answered=answered,
        referers=bool(referers),
        agents=bool(agents),
        pages=tuple(pages[:MOST]),
        more=max(len(pages) - MOST, 0),
    )


_VISIT = (
    "CREATE TABLE visit AS WITH copies AS (SELECT *, lower(stem) AS page, row_number() OVER ("
    "PARTITION BY lower(stem), client, coalesce(CAST(first AS VARCHAR), filename) ORDER BY requests DESC, filename"
    ") AS number FROM visits) SELECT page, client, "
    + ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in SUMS)
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
    f"WITH chosen AS ({_CHOSEN}) SELECT page, client, {', '.join(SUMS)}, first, last, agents, kinds_of_query "
    f"FROM visit WHERE page IN (SELECT page FROM chosen) AND requests >= {LEAST} ORDER BY page, requests DESC, client"
)
_OF_SAMPLES = (
    f"WITH chosen AS ({_CHOSEN}) SELECT DISTINCT ON (s.sha256, s.place, lower(s.stem)) lower(s.stem), s.client, "
    + ", ".join(f"s.{name}" for name in OF_SAMPLE)
    + " FROM samples s "
    "WHERE lower(s.stem) IN (SELECT page FROM chosen) ORDER BY s.sha256, s.place, lower(s.stem)"
)


def _samples(base: Any) -> dict[tuple[str, str], list[Exhibit]]:
    found: dict[tuple[str, str], list[Exhibit]] = {}
    for stem, client, *sample in base.execute(_OF_SAMPLES).fetchall():
        found.setdefault((stem, client), []).append(exhibit_of(sample))
    return found


def _one(base: Any, query: str) -> tuple[Any, ...]:
    (row,) = base.execute(query).fetchall()
    return tuple(row)


def _table(name: str) -> str:
    return name.removeprefix("usage-")


def _list(paths: Sequence[str]) -> str:
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"
