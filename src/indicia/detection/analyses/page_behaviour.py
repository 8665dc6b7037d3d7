"""Script pages that are used the way a web shell or a tunnel is, judged by statistics over whole web logs."""

import ipaddress
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from indicia.detection.analyses.compose import Words
from indicia.detection.analyses.exhibit import MOST
from indicia.detection.analyses.fieldtext import basename, listed, quoted
from indicia.detection.analyses.registry import HostView, analysis
from indicia.detection.analyses.webfolder import KNOWN_BACK_END_NAMES, known_pages
from indicia.detection.usage.answering import hollow_logs
from indicia.detection.usage.estate import estate
from indicia.detection.usage.page_use import Estate, PageUse, Visit, in_order
from indicia.detection.usage.query_shapes import command, packed, proxy_order
from indicia.model.finding import Confidence, Exhibit, Finding, Presence, RuleCard, Severity, Stage

WORDS = Words(
    name="page-behaviour",
    title="Page used like a web shell or a tunnel",
    mistakes=(
        "A program that alone uses an interface of its own looks alike: a payment provider calling back, an import "
        "that runs now and then, a monitor with host and port in its address.  Behind a proxy that hides clients every "
        "page has one client."
    ),
)
TUNNEL_REQUESTS, TUNNEL_PACE, TUNNEL_WAY = 100, 0.5, 0.1
"""A tunnel: at least so many requests, so large a part within a second of each other, so large a part each way."""
LOW, MEDIUM = 5, 8
"""Weight of the reasons from which on something is said, and from which on it is of medium severity."""
SHOWN = 20
"""Findings of low severity of one host."""
_ALONE = 0.02
_MOSTLY = 0.6
_REGULAR, _ROUND = 0.35, 20
"""Spread of the gaps (deviation by mean) up to which, over so many gaps, a client keeps time like a monitor."""
_SETTLED = timedelta(days=7)
"""A log has to reach back so far before a page can be called new in it."""
_STEADY = 0.3
_HABIT, _MONTHS = 10, timedelta(days=60)
"""Who comes on so many days is more likely a program at work; or for so long, on a page as old as the log."""
_COMMAND = 3
"""Weight of a command in the query."""
_ORDINARY = frozenset({"/ews/exchange.asmx", "/ews/services.wsdl", "/owa/service.svc"})
_SCRIPTED = ("python", "curl", "wget", "go-http", "okhttp", "libwww", "powershell", "winhttp", "java/", "ruby", "perl")
_NEAR = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10"),
    )
)
"""Networks of an organisation's own."""
_SERVICES = (".asmx", ".soap")
_WAYS = "T1505.003"
_TUNNEL_TECHNIQUES = (_WAYS, "T1090", "T1572")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a shell, in words with its numbers."""

    text: str
    weight: int = 1
    outstanding: bool = False
    """Seen in what was asked for, not only in who asked and how often."""


@analysis(WORDS.name, selectors=(), techniques=_TUNNEL_TECHNIQUES, reads=("iis",))
def judge(view: HostView) -> Iterator[Finding]:
    """A tunnel where the orders to one show; else one finding per page for which enough reasons speak, worst first.

    Raises CaseError when the statistics cannot be read.
    """
    known = estate(view.extracts)
    if known is None:
        return
    exchange = known_pages(view.pack.baseline)
    weighed: list[tuple[int, PageUse, list[Reason]]] = []
    for page in known.pages:
        orders = _orders(page)
        if orders:
            yield _tunnel(view, page, orders)
        elif not _ordinary(page, exchange) and not _steady(page, known):
            reasons = weigh(page, known)
            weight = sum(reason.weight for reason in reasons)
            if weight >= LOW and _commanded(page, reasons) and _shown(page):
                weighed.append((weight, page, reasons))
    weighed.sort(key=lambda item: (-item[0], item[1].stem))
    for weight, page, reasons in weighed[:SHOWN]:
        yield _used(view, page, reasons, weight)


def weigh(page: PageUse, known: Estate) -> list[Reason]:
    """Every reason that holds for a page."""
    visits = page.visits
    count = _sum(visits, "requests")
    posts, referers, others = _sum(visits, "posts"), _sum(visits, "referers"), _sum(visits, "others")
    queries = [query for one in _shown(page) if (query := _query(one))]
    found = []
    if page.clients <= 2:
        found.append(Reason(f"{page.clients} client{'' if page.clients == 1 else 's'} used it"))
    if posts >= 5 and posts >= _MOSTLY * count and not page.stem.endswith(_SERVICES):
        found.append(Reason(f"{posts:,} of {count:,} requests were POST"))
    if known.referers and referers == 0 and count >= 5:
        found.append(Reason("none had a referer"))
    if others <= max(2, _ALONE * count):
        found.append(Reason("the client asked for nothing else, no style sheet or image"))
    agents = {_agent(one) for one in _shown(page)}
    if known.agents and agents and all(agent == "" or agent.startswith(_SCRIPTED) for agent in agents):
        named = sorted(agent for agent in agents if agent)
        found.append(Reason(f"the user agent was {quoted(named[0], 40)}" if named else "no user agent was sent"))
    orders = next((text for query in queries if (text := command(query))), "")
    if orders:
        found.append(Reason(f"the query held the command `{quoted(orders, 60)}`", _COMMAND, outstanding=True))
    elif referers < 0.5 * count:
        reached = next((text for query in queries if (text := proxy_order(query))), "")
        if reached and posts >= TUNNEL_WAY * count:
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
    if first and known.first and known.last and first - known.first >= _SETTLED:
        before = (first - known.first).days
        if before >= (known.last - known.first).days * 0.3:
            yield Reason(f"it was first used on {first:%Y-%m-%d}, after {before:,} days of log without it")
    hours, pauses = _sum(visits, "hours"), _sum(visits, "pauses")
    span = (known.last - known.first).days if known.first and known.last else 0
    if pauses and hours <= 24 and span >= 7:
        yield Reason(f"it was used in {hours} hour{'' if hours == 1 else 's'} of {span:,} days")
    gaps = [_sum(visits, name) for name in ("gap_1", "gap_10", "gap_60", "gap_600")]
    spread = _spread(visits)
    if sum(gaps) >= 5 and gaps[1] + gaps[2] + gaps[3] >= 0.5 * sum(gaps) and spread is not None and spread >= 0.8:
        yield Reason("the pauses between requests were as uneven as those of somebody who types")
    elif sum(gaps) >= 200 and gaps[0] >= 0.8 * sum(gaps):
        yield Reason(f"{gaps[0]:,} requests followed the one before within a second")


def _commanded(page: PageUse, reasons: Sequence[Reason]) -> bool:
    """Whether something was sent that could be a command, and not from a page with a form."""
    if any(reason.outstanding for reason in reasons):
        return True
    visits = page.visits
    count = _sum(visits, "requests")
    return _sum(visits, "posts") >= max(5, _MOSTLY * count) and _sum(visits, "referers") < 0.5 * count


def _orders(page: PageUse) -> str:
    """What a tunnel was told to reach, where the page was used like one; else empty."""
    visits = page.visits
    count, posts = _sum(visits, "requests"), _sum(visits, "posts")
    gaps = sum(_sum(visits, name) for name in ("gap_1", "gap_10", "gap_60", "gap_600", "pauses"))
    if (
        count < TUNNEL_REQUESTS
        or _sum(visits, "ok") < 0.9 * count
        or not TUNNEL_WAY * count <= posts <= (1 - TUNNEL_WAY) * count
        or _sum(visits, "gap_1") < TUNNEL_PACE * gaps
        or _sum(visits, "referers") > _ALONE * count
        or _sum(visits, "signed_in") > _ALONE * count
        # Who polls many things names one in every request; a tunnel is told once where to go.
        or max(visit.kinds_of_query for visit in visits) > 16
    ):
        return ""
    return next((order for one in _shown(page) if (order := proxy_order(_query(one)))), "")


def _ordinary(page: PageUse, exchange: frozenset[str]) -> bool:
    """Pages of Exchange itself, and pages whose clients are the server or signed in."""
    if page.stem in exchange or page.stem in _ORDINARY:
        return True
    if page.stem.startswith(("/owa/", "/ecp/")) and basename(page.stem) in KNOWN_BACK_END_NAMES:
        return True
    visits = page.visits
    if all(_own(visit.client) for visit in visits):
        return True
    return _sum(visits, "signed_in") > 0.5 * _sum(visits, "requests")


def _steady(page: PageUse, known: Estate) -> bool:
    """Whether it is used like clockwork, or day by day as long as the log goes: a monitor, an interface."""
    visits = page.visits
    gaps = sum(_sum(visits, name) for name in ("gap_1", "gap_10", "gap_60", "gap_600"))
    spread = _spread(visits)
    if spread is not None and gaps >= _ROUND and spread <= _REGULAR and _sum(visits, "gap_sum") >= 2 * gaps:
        return True
    if known.first is None or known.last is None:
        return False
    span = known.last - known.first
    if span >= _SETTLED:
        return max(visit.days for visit in visits) >= max(5, _STEADY * span.days)
    # In a short log: all day long, not in sessions.
    return span >= timedelta(hours=12) and max(visit.hours for visit in visits) >= 0.7 * (span / timedelta(hours=1))


def _tunnel(view: HostView, page: PageUse, order: str) -> Finding:
    visits = page.visits
    count, posts = _sum(visits, "requests"), _sum(visits, "posts")
    rapid = _sum(visits, "gap_1")
    telling = [one for one in _shown(page) if proxy_order(_query(one))]
    return _finding(
        view,
        page,
        telling,
        title=f"Tunnel through {quoted(basename(page.stem), 60)}",
        summary=(
            f"{_clients(visits)} used {quoted(page.stem)} as a tunnel to {quoted(order, 60)}: {count:,} requests "
            f"({posts:,} POST, {count - posts:,} GET), {rapid:,} of them within a second of the one before, without "
            f"referer, answered with success."
        ),
        stage=Stage.IMPLANTED,
        severity=Severity.HIGH,
        confidence=Confidence.MODERATE,
        techniques=_TUNNEL_TECHNIQUES,
        next_step=(
            "Look at the file behind this address; look for connections to that port at these times (sign-ins from the "
            "server itself, Terminal Services logs)."
        ),
    )


def _used(view: HostView, page: PageUse, reasons: Sequence[Reason], weight: int) -> Finding:
    outside = any(not _private(visit.client) for visit in page.visits)
    alone = _sum(page.visits, "others") <= max(2, _ALONE * _sum(page.visits, "requests"))
    varied = max(visit.kinds_of_query for visit in page.visits) >= 3
    # Scanners send a command to every address, or one to a single address; some sites answer all with success.
    told = alone and varied and any(reason.outstanding for reason in reasons)
    medium = (
        weight >= MEDIUM
        and (told or (outside and any("types" in reason.text for reason in reasons)))
        and (any(reason.weight == _COMMAND for reason in reasons) or not _habit(page, reasons))
        and not all(one.at.sha256 in hollow_logs(view.extracts) for one in _shown(page))
    )
    telling = [one for one in _shown(page) if command(_query(one)) or packed(_query(one))]
    return _finding(
        view,
        page,
        telling,
        title=f"{quoted(basename(page.stem), 60)} used by hardly anybody, as a web shell would be",
        summary=(
            f"{_clients(page.visits)} used {quoted(page.stem)} in a way that pages for people are not used: "
            f"{'; '.join(reason.text for reason in reasons)}."
        ),
        stage=None,
        severity=Severity.MEDIUM if medium else Severity.LOW,
        confidence=Confidence.WEAK,
        techniques=(_WAYS,),
        next_step="Look at the file behind this address, who wrote it and when; ask whose program the client is.",
    )


def _habit(page: PageUse, reasons: Sequence[Reason]) -> bool:
    """Whether somebody comes again and again, as a partner's program does, and not for a few days."""
    if any(visit.days >= _HABIT for visit in page.visits):
        return True
    new = any("first used" in reason.text for reason in reasons)
    return not new and any(
        visit.days >= 4 and visit.first and visit.last and visit.last - visit.first >= _MONTHS for visit in page.visits
    )


def _finding(
    view: HostView,
    page: PageUse,
    telling: Sequence[Exhibit],
    *,
    title: str,
    summary: str,
    stage: Stage | None,
    severity: Severity,
    confidence: Confidence,
    techniques: tuple[str, ...],
    next_step: str,
) -> Finding:
    visits = page.visits
    every = sorted(_shown(page), key=in_order)
    chosen = {(one.at.sha256, one.at.offset): one for one in (*telling[:3], every[0], every[-1], *every)}
    front, *rest = list(chosen.values())[:MOST]
    return Finding(
        detector=WORDS.name,
        title=title,
        summary=summary,
        stage=stage,
        severity=severity,
        confidence=confidence,
        host=view.host,
        seen=min((visit.first for visit in visits if visit.first), default=None),
        last=max((visit.last for visit in visits if visit.last), default=None),
        count=_sum(visits, "requests"),
        exhibits=(front, *sorted(rest, key=in_order)),
        card=RuleCard(
            id=WORDS.name, title=WORDS.title, kind="analysis", author="Indicia", link=f"analyses/{WORDS.name}"
        ),
        techniques=techniques,
        clients=tuple(visit.client for visit in visits if visit.client not in {"", "-"}),
        objects=(page.stem,),
        presence=Presence.UNKNOWN,
        next_step=next_step,
        mistakes=WORDS.mistakes,
    )


def _shown(page: PageUse) -> list[Exhibit]:
    return [sample for visit in page.visits for sample in visit.samples]


def _query(exhibit: Exhibit) -> str:
    value = exhibit.fields.get("url.query")
    return value if isinstance(value, str) else ""


def _agent(exhibit: Exhibit) -> str:
    value = exhibit.fields.get("cs-user-agent", "")
    return str(value[0] if isinstance(value, tuple) and value else value or "").lower()


def _sum(visits: Sequence[Visit], name: str) -> int:
    return sum(int(getattr(visit, name)) for visit in visits)


def _spread(visits: Sequence[Visit]) -> float | None:
    """Deviation of the gaps up to ten minutes by their mean; null without gaps."""
    gaps = sum(_sum(visits, name) for name in ("gap_1", "gap_10", "gap_60", "gap_600"))
    total, squares = _sum(visits, "gap_sum"), _sum(visits, "gap_squares")
    if not gaps or not total:
        return None
    mean = total / gaps
    return math.sqrt(max(squares / gaps - mean * mean, 0.0)) / mean


def _clients(visits: Sequence[Visit]) -> str:
    return listed([quoted(visit.client, 60) or "an unnamed client" for visit in visits], 3)


def _address(client: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(client.split("%", 1)[0])
    except ValueError:
        return None


def _own(client: str) -> bool:
    """Whether this is the server itself: a health probe."""
    address = _address(client)
    return address is not None and (address.is_loopback or (address.version == 6 and address.is_link_local))


def _private(client: str) -> bool:
    address = _address(client)
    return address is not None and any(address in network for network in _NEAR if network.version == address.version)
