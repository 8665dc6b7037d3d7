"""What speaks for a page being used as a shell, and the sums over its visits that this is taken from."""

import math
from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgspec import Struct

from indicia.detection.analyses.common.fieldtext import quoted
from indicia.detection.usage.page_use import Estate, PageUse, Visit
from indicia.detection.usage.query_shapes import command, packed, proxy_order
from indicia.model.finding import Exhibit

ALONE = 0.02
MOSTLY = 0.6
SETTLED = timedelta(days=7)
"""A log has to reach back so far before a page can be called new in it."""
_WAY = 0.1
"""So large a part of the requests has to be POST where a query is said to name whom to reach."""
COMMAND = 3
"""Weight of a command in the query."""
_SCRIPTED = ("python", "curl", "wget", "go-http", "okhttp", "libwww", "powershell", "winhttp", "java/", "ruby", "perl")
_SERVICES = (".asmx", ".soap")


class Reason(Struct, frozen=True):
    """One thing that speaks for a shell, in words with its numbers."""

    text: str
    weight: int = 1
    outstanding: bool = False
    """Seen in what was asked for, not only in who asked and how often."""


def weigh(page: PageUse, known: Estate) -> list[Reason]:
    """Every reason that holds for a page."""
    visits = page.visits
    count = total_of(visits, "requests")
    posts, referers, others = total_of(visits, "posts"), total_of(visits, "referers"), total_of(visits, "others")
    queries = [query for one in shown(page) if (query := query_of(one))]
    found = []
    if page.clients <= 2:
        found.append(Reason(f"{page.clients} client{'' if page.clients == 1 else 's'} used it"))
    if posts >= 5 and posts >= MOSTLY * count and not page.stem.endswith(_SERVICES):
        found.append(Reason(f"{posts:,} of {count:,} requests were POST"))
    if known.referers and referers == 0 and count >= 5:
        found.append(Reason("none had a referer"))
    if others <= max(2, ALONE * count):
        found.append(Reason("the client asked for nothing else, no style sheet or image"))
    agents = {agent_of(one) for one in shown(page)}
    if known.agents and agents and all(agent == "" or agent.startswith(_SCRIPTED) for agent in agents):
        named = sorted(agent for agent in agents if agent)
        found.append(Reason(f"the user agent was {quoted(named[0], 40)}" if named else "no user agent was sent"))
    orders = next((text for query in queries if (text := command(query))), "")
    if orders:
        found.append(Reason(f"the query held the command `{quoted(orders, 60)}`", COMMAND, outstanding=True))
    elif referers < 0.5 * count:
        reached = next((text for query in queries if (text := proxy_order(query))), "")
        if reached and posts >= _WAY * count:
            said = f"the query named a host and a port, `{quoted(reached, 60)}`"
            found.append(Reason(said, 2, outstanding=True))
        elif any(packed(query) for query in queries):
            found.append(Reason("the query held long packed values", outstanding=True))
    found.extend(_when(page, known))
    if known.visited >= 3:
        found.append(Reason(f"{known.visited:,} other pages of the site have many visitors"))
    if page.neighbours == 0 and known.answered >= 3:
        found.append(Reason("no other script answers in its folder"))
    return found


def _when(page: PageUse, known: Estate) -> Iterator[Reason]:
    """Reasons in the times of the requests."""
    visits = page.visits
    first = min((visit.first for visit in visits if visit.first), default=None)
    if first and known.first and known.last and first - known.first >= SETTLED:
        before = (first - known.first).days
        if before >= (known.last - known.first).days * 0.3:
            yield Reason(f"it was first used on {first:%Y-%m-%d}, after {before:,} days of log without it")
    hours, pauses = total_of(visits, "hours"), total_of(visits, "pauses")
    span = (known.last - known.first).days if known.first and known.last else 0
    if pauses and hours <= 24 and span >= 7:
        yield Reason(f"it was used in {hours} hour{'' if hours == 1 else 's'} of {span:,} days")
    gaps = [total_of(visits, name) for name in ("gap_1", "gap_10", "gap_60", "gap_600")]
    uneven = spread(visits)
    if sum(gaps) >= 5 and gaps[1] + gaps[2] + gaps[3] >= 0.5 * sum(gaps) and uneven is not None and uneven >= 0.8:
        yield Reason("the pauses between requests were as uneven as those of somebody who types")
    elif sum(gaps) >= 200 and gaps[0] >= 0.8 * sum(gaps):
        yield Reason(f"{gaps[0]:,} requests followed the one before within a second")


def shown(page: PageUse) -> list[Exhibit]:
    """Requests to it that were kept whole."""
    return [sample for visit in page.visits for sample in visit.samples]


def query_of(exhibit: Exhibit) -> str:
    """The query of a request; empty without one."""
    value = exhibit.fields.get("url.query")
    return value if isinstance(value, str) else ""


def agent_of(exhibit: Exhibit) -> str:
    """The user agent, lower case; empty without one."""
    value = exhibit.fields.get("cs-user-agent", "")
    return str(value[0] if isinstance(value, tuple) and value else value or "").lower()


def total_of(visits: Sequence[Visit], name: str) -> int:
    """A number of visits added up."""
    return sum(int(getattr(visit, name)) for visit in visits)


def spread(visits: Sequence[Visit]) -> float | None:
    """Deviation of the gaps up to ten minutes by their mean; null without gaps."""
    gaps = sum(total_of(visits, name) for name in ("gap_1", "gap_10", "gap_60", "gap_600"))
    total, squares = total_of(visits, "gap_sum"), total_of(visits, "gap_squares")
    if not gaps or not total:
        return None
    mean = total / gaps
    return math.sqrt(max(squares / gaps - mean * mean, 0.0)) / mean
