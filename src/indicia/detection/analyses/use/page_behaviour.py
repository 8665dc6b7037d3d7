"""Script pages that are used the way a web shell or a tunnel is, judged by statistics over whole web logs."""

import ipaddress
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from indicia.detection.analyses.common.compose import Words
from indicia.detection.analyses.common.exhibit import MOST
from indicia.detection.analyses.common.fieldtext import listed, quoted
from indicia.detection.analyses.common.registry import HostView, analysis
from indicia.detection.analyses.common.webfolder import KNOWN_BACK_END_NAMES, known_pages
from indicia.detection.analyses.planting import written_pages
from indicia.detection.analyses.use.page_reasons import (
    ALONE,
    COMMAND,
    MOSTLY,
    SETTLED,
    Reason,
    query_of,
    shown,
    spread,
    total_of,
    weigh,
)  # fmt: skip
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
_REGULAR, _ROUND = 0.35, 20
"""Spread of the gaps (deviation by mean) up to which, over so many gaps, a client keeps time like a monitor."""
_STEADY = 0.3
_ALWAYS = timedelta(days=60)
"""Through a log of this length nobody tunnels day by day, from its beginning, without being an application."""
_HABIT, _MONTHS = 10, timedelta(days=60)
"""Who comes on so many days is more likely a program at work; or for so long, on a page as old as the log."""
_ORDINARY = frozenset({"/ews/exchange.asmx", "/ews/services.wsdl", "/owa/service.svc"})
_LASTING = "; it was so day by day from the beginning of the log, as where an application relays for its devices"
_CLOCK = timedelta(seconds=5)
"""What two logs of a server may be apart; a request is logged by when it was over."""
_NEAR = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10"),
    )
)
"""Networks of an organisation's own."""
_WAYS = "T1505.003"
_TUNNEL_TECHNIQUES = (_WAYS, "T1090", "T1572")


@analysis(WORDS.name, selectors=(), techniques=_TUNNEL_TECHNIQUES, reads=("iis",))
def judge(view: HostView) -> Iterator[Finding]:
    """A tunnel where the orders to one show; else one finding per page for which enough reasons speak, worst first.

    Raises CaseError when the statistics cannot be read.
    """
    known = estate(view.extracts)
    if known is None:
        return
    exchange = known_pages(view.pack.baseline)
    written = written_pages.from_the_web(view)
    weighed: list[tuple[int, PageUse, list[Reason]]] = []
    for page in known.pages:
        orders = _orders(page)
        if orders:
            yield _tunnel(view, page, orders, always=_always(page, known))
        elif page.stem in written and _planted(page, written[page.stem], known):
            yield _operated(view, page, written[page.stem])
        elif not _ordinary(page, exchange) and (_paced_commands(page) or not _steady(page, known)):
            reasons = weigh(page, known)
            weight = sum(reason.weight for reason in reasons)
            if weight >= LOW and _commanded(page, reasons) and shown(page):
                weighed.append((weight, page, reasons))
    weighed.sort(key=lambda item: (-item[0], item[1].stem))
    for weight, page, reasons in weighed[:SHOWN]:
        yield _used(view, page, reasons, weight)


def _commanded(page: PageUse, reasons: Sequence[Reason]) -> bool:
    """Whether something was sent that could be a command, and not from a page with a form."""
    if any(reason.outstanding for reason in reasons):
        return True
    visits = page.visits
    count = total_of(visits, "requests")
    return total_of(visits, "posts") >= max(5, MOSTLY * count) and total_of(visits, "referers") < 0.5 * count


def _orders(page: PageUse) -> str:
    """What a tunnel was told to reach, where the page was used like one; else empty."""
    visits = page.visits
    count, posts = total_of(visits, "requests"), total_of(visits, "posts")
    gaps = sum(total_of(visits, name) for name in ("gap_1", "gap_10", "gap_60", "gap_600", "pauses"))
    if (
        count < TUNNEL_REQUESTS
        or total_of(visits, "ok") < 0.9 * count
        or not TUNNEL_WAY * count <= posts <= (1 - TUNNEL_WAY) * count
        or total_of(visits, "gap_1") < TUNNEL_PACE * gaps
        or total_of(visits, "referers") > ALONE * count
        or total_of(visits, "signed_in") > ALONE * count
        # Who polls many things names one in every request; a tunnel is told once where to go.
        or max(visit.kinds_of_query for visit in visits) > 16
    ):
        return ""
    return next((order for one in shown(page) if (order := proxy_order(query_of(one)))), "")


def _ordinary(page: PageUse, exchange: frozenset[str]) -> bool:
    """Pages of Exchange itself, and pages whose clients are the server or signed in."""
    if page.stem in exchange or page.stem in _ORDINARY:
        return True
    if page.stem.startswith(("/owa/", "/ecp/")) and _name(page) in KNOWN_BACK_END_NAMES:
        return True
    visits = page.visits
    if all(_own(visit.client) for visit in visits):
        return True
    return total_of(visits, "signed_in") > 0.5 * total_of(visits, "requests")


def _steady(page: PageUse, known: Estate) -> bool:
    """Whether it is used like clockwork, or day by day as long as the log goes: a monitor, an interface."""
    visits = page.visits
    gaps = sum(total_of(visits, name) for name in ("gap_1", "gap_10", "gap_60", "gap_600"))
    uneven = spread(visits)
    if uneven is not None and gaps >= _ROUND and uneven <= _REGULAR and total_of(visits, "gap_sum") >= 2 * gaps:
        return True
    if known.first is None or known.last is None:
        return False
    span = known.last - known.first
    if span >= SETTLED:
        return max(visit.days for visit in visits) >= max(5, _STEADY * span.days)
    # In a short log: all day long, not in sessions.
    return span >= timedelta(hours=12) and max(visit.hours for visit in visits) >= 0.7 * (span / timedelta(hours=1))


def _paced_commands(page: PageUse) -> bool:
    """Whether somebody from outside sent commands for a few days: a script that waits between them is no monitor."""
    return (
        max(visit.days for visit in page.visits) < _HABIT
        and not any(_private(visit.client) or _own(visit.client) for visit in page.visits)
        and any(command(query_of(one)) for one in shown(page))
    )


def _always(page: PageUse, known: Estate) -> bool:
    """Whether it is used day by day, from the beginning to the end of a log of months."""
    first = min((visit.first for visit in page.visits if visit.first), default=None)
    if first is None or known.first is None or known.last is None or known.last - known.first < _ALWAYS:
        return False
    return first - known.first <= SETTLED and _steady(page, known)


def _tunnel(view: HostView, page: PageUse, order: str, *, always: bool) -> Finding:
    visits = page.visits
    count, posts = total_of(visits, "requests"), total_of(visits, "posts")
    rapid = total_of(visits, "gap_1")
    telling = [one for one in shown(page) if proxy_order(query_of(one))]
    return _finding(
        view,
        page,
        telling,
        title=f"{'Like a tunnel' if always else 'Tunnel'} through {quoted(_name(page), 60)}",
        summary=(
            f"{_clients(visits)} used {quoted(page.stem)} as a tunnel to {quoted(order, 60)}: {count:,} requests "
            f"({posts:,} POST, {count - posts:,} GET), {rapid:,} of them within a second of the one before, without "
            f"referer, answered with success{_LASTING if always else ''}."
        ),
        stage=None if always else Stage.IMPLANTED,
        severity=Severity.MEDIUM if always else Severity.HIGH,
        confidence=Confidence.WEAK if always else Confidence.MODERATE,
        techniques=_TUNNEL_TECHNIQUES,
        next_step=(
            "Look at the file behind this address; look for connections to that port at these times (sign-ins from the "
            "server itself, Terminal Services logs)."
        ),
    )


def _name(page: PageUse) -> str:
    """Last part of the path; bytes that are no text stand in it as `\\xfc`."""
    return page.stem.rpartition("/")[2].lower()


def _planted(page: PageUse, written: datetime, known: Estate) -> bool:
    """Whether hardly anybody used a page that the worker process had written, from then on, by what they sent."""
    visits = page.visits
    count, sent = total_of(visits, "requests"), total_of(visits, "posts") + total_of(visits, "queries")
    first = min((visit.first for visit in visits if visit.first), default=None)
    return (
        first is not None
        and written - first <= _CLOCK
        and sent >= MOSTLY * count
        and total_of(visits, "referers") < 0.5 * count
        and total_of(visits, "signed_in") <= 0.5 * count
        and not all(_own(visit.client) for visit in visits)
        and max(visit.days for visit in visits) < _HABIT
        and not _steady(page, known)
    )


def _operated(view: HostView, page: PageUse, written: datetime) -> Finding:
    visits = page.visits
    count, posts = total_of(visits, "requests"), total_of(visits, "posts")
    return _finding(
        view,
        page,
        [],
        title=f"{quoted(_name(page), 60)} written over the web, then used by hardly anybody",
        summary=(
            f"{_clients(visits)} used {quoted(page.stem)}, a page that the web server's worker had written at "
            f"{written:%Y-%m-%dT%H:%M:%SZ}: {count:,} requests, {posts:,} of them POST, "
            f"{total_of(visits, 'referers'):,} from another page."
        ),
        stage=Stage.OPERATED,
        severity=Severity.HIGH,
        confidence=Confidence.STRONG,
        techniques=(_WAYS,),
        next_step="Look at the file behind this address; look for processes of w3wp.exe at these times.",
    )


def _used(view: HostView, page: PageUse, reasons: Sequence[Reason], weight: int) -> Finding:
    outside = any(not _private(visit.client) for visit in page.visits)
    alone = total_of(page.visits, "others") <= max(2, ALONE * total_of(page.visits, "requests"))
    varied = max(visit.kinds_of_query for visit in page.visits) >= 3
    # Scanners send a command to every address, or one to a single address; some sites answer all with success.
    told = alone and varied and any(reason.outstanding for reason in reasons)
    medium = (
        weight >= MEDIUM
        and (told or (outside and any("types" in reason.text for reason in reasons)))
        and (any(reason.weight == COMMAND for reason in reasons) or not _habit(page, reasons))
        and not all(one.at.sha256 in hollow_logs(view.extracts) for one in shown(page))
    )
    telling = [one for one in shown(page) if command(query_of(one)) or packed(query_of(one))]
    return _finding(
        view,
        page,
        telling,
        title=f"{quoted(_name(page), 60)} used by hardly anybody, as a web shell would be",
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
    every = sorted(shown(page), key=in_order)
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
        count=total_of(visits, "requests"),
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
