"""The stories: which records each lays over an ordinary time, and the truth that follows from it."""

from collections import Counter
from collections.abc import Iterable
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from indicia.demo.chance import guid, milliseconds
from indicia.demo.cleaning import MODULE, clean, cleaned_at, leave_module
from indicia.demo.estate import Estate, estate
from indicia.demo.forged import DISCOVERER, TOOL, forged
from indicia.demo.happening import Happenings, Request
from indicia.demo.intrusion import Actor, Deeds, intrude, update_event
from indicia.demo.lookalikes import every_lookalike
from indicia.demo.moment import DAY, HOUR, MINUTE, SECOND, Moment, clock, moment
from indicia.demo.page import page
from indicia.demo.server import SECOND_ACTOR_DELAY, Server, Story, Truth
from indicia.demo.windows import APPLICATION, MANAGEMENT, SECURITY, SYSMON
from indicia.model.assessment import Verdict
from indicia.model.finding import Stage

CUT_BEFORE, CUT_AFTER = 12 * HOUR, 36 * HOUR
"""How much of the front-end logs is gone around the attack when they were rotated away."""


class Plot(Struct, frozen=True):
    """The special part of one server."""

    found: Happenings
    truth: Truth
    cut: tuple[Moment, Moment] | None
    """Stretch in which front-end logs are missing."""


def plot(server: Server) -> Plot:
    """What happens on a server beside its ordinary traffic, and what is true of it."""
    host = estate(server)
    rng = Random(f"{server.seed}/story")
    found = Happenings()
    if server.installed is not None:
        found.add(update_event(moment(server.installed), server))
    cut: tuple[Moment, Moment] | None = None
    truth: Truth
    match server.story:
        case Story.HELD | Story.ROTATED | Story.TWO_ACTORS:
            deeds, actors = _intruders(rng, server, host)
            for each in deeds:
                found.add(each.found)
            if server.story is Story.ROTATED:
                at = moment(server.attack)
                cut = (at - CUT_BEFORE, at + CUT_AFTER)
            truth = _held(server, deeds, actors)
        case Story.CLEANED:
            truth = _cleaned(rng, server, host, found)
        case Story.PROBED:
            found.add(_scanners(rng, server, host, moment(server.attack)))
            truth = _refused(server, found)
        case Story.PATCHED_ATTACKED:
            found.add(_attempts(rng, server, host, moment(server.attack)))
            truth = _refused(server, found)
        case Story.ADMIN:
            found.add(every_lookalike(rng, server, host, moment(server.attack)))
            words = frozenset({Verdict.NONE_SEEN, Verdict.PROBED})
            truth = Truth(story=server.story, host=server.fqdn, verdicts=words, stage=Stage.NONE)
        case Story.QUIET_SHORT:
            truth = Truth(
                story=server.story, host=server.fqdn, verdicts=frozenset({Verdict.CANNOT_TELL}), stage=Stage.NONE
            )
        case Story.QUIET_WHOLE:
            truth = Truth(
                story=server.story, host=server.fqdn, verdicts=frozenset({Verdict.NONE_SEEN}), stage=Stage.NONE
            )
    return Plot(found=found, truth=replace(truth, rows=_planted_rows(found, server, cut)), cut=cut)


_CHANNEL = {SYSMON: "sysmon", SECURITY: "evt_sec", MANAGEMENT: "evt_mgmt", APPLICATION: "evt_app"}


def _planted_rows(found: Happenings, server: Server, cut: tuple[Moment, Moment] | None) -> dict[str, int]:
    """Records of the story by log source, those left out or cut out not counted."""
    rows: Counter[str] = Counter()
    for request in found.requests:
        rows["iis"] += (1 if request.front else 0) + (1 if request.back is not None else 0)
        if request.protocol and not (cut is not None and cut[0] <= request.end < cut[1]):
            rows["httpproxy"] += 1
        rows["ews"] += bool(request.soap)
        if request.protocol == "PowerShell" and request.back is not None:
            rows["rps_http"] += 1
            rows["rps_cmdlet"] += bool(request.cmdlet)
    rows["ecp_server"] = rows["ecp_activity"] = len(found.ecp)
    rows.update(_CHANNEL[event.channel] for event in found.events)
    rows["fs"] = len(found.files)
    return {source: count for source, count in sorted(rows.items()) if count and source not in server.without}


def truth_of(server: Server) -> Truth:
    """The answer sheet of a server, without generating its traffic."""
    return plot(server).truth


def _intruders(rng: Random, server: Server, host: Estate) -> tuple[list[Deeds], list[Actor]]:
    at = moment(server.attack)
    actors = [Actor(server.clients, page(server.page_folder, server.page), at, dumps=True)]
    if server.story is Story.TWO_ACTORS:
        actors = [
            Actor(server.clients[:1], actors[0].page, at, dumps=True),
            Actor(
                server.clients[1:] or ("198.51.100.200",),
                page("aspnet_client/system_web", "discover.aspx"),
                at + int(SECOND_ACTOR_DELAY.total_seconds()) * SECOND,
                dumps=False,
            ),
        ]
    return [intrude(rng, server, host, actor) for actor in actors], actors


def _cleaned(rng: Random, server: Server, host: Estate, found: Happenings) -> Truth:
    """As held, with a module left behind and the page taken away."""
    actor = Actor(server.clients, page(server.page_folder, server.page), moment(server.attack), dumps=False)
    deeds = intrude(rng, server, host, actor)
    if deeds.operated is not None:
        leave_module(rng, server, host, actor, deeds.operated, deeds.found)
    clean(rng, server, actor, deeds.found)
    found.add(deeds.found)
    visits = [request for request in deeds.found.requests if request.stem == actor.page.web and request.status == 200]
    return replace(
        _held(server, [deeds], [actor]),
        modules=(MODULE,) if deeds.operated is not None else (),
        removed=clock(cleaned_at(server)),
        visits=len(visits),
        last_visit=clock(max(request.end for request in visits)) if visits else None,
    )


_WORD = {Stage.EXPLOITED: Verdict.EXPLOITED, Stage.IMPLANTED: Verdict.IMPLANTED, Stage.OPERATED: Verdict.OPERATED}


def _held(server: Server, deeds: list[Deeds], actors: list[Actor]) -> Truth:
    def first(moments: Iterable[Moment | None]) -> Moment | None:
        return min((at for at in moments if at is not None), default=None)

    implanted = first(each.implanted for each in deeds)
    operated = first(each.operated for each in deeds)
    last = max((each.last_visit for each in deeds if each.last_visit is not None), default=None)
    words = {_WORD[server.reach]}
    if server.reach is Stage.OPERATED and {"sysmon", "evt_sec"} <= server.without:
        words.add(Verdict.IMPLANTED)
    planted = [actor for actor, each in zip(actors, deeds, strict=True) if each.implanted is not None]
    return Truth(
        story=server.story,
        host=server.fqdn,
        verdicts=frozenset(words),
        stage=server.reach,
        pages=tuple(actor.page.path for actor in planted),
        web_paths=tuple(actor.page.web for actor in planted),
        clients=tuple(sorted({request.client for each in deeds for request in each.found.requests})),
        probed=clock(min(each.probed for each in deeds)),
        exploited=clock(min(each.exploited for each in deeds)),
        implanted=clock(implanted) if implanted is not None else None,
        operated=clock(operated) if operated is not None else None,
        visits=sum(each.visits for each in deeds),
        last_visit=clock(last) if last is not None else None,
        forged=sum(each.forged for each in deeds),
    )


def _refused(server: Server, found: Happenings) -> Truth:
    tried = [request for request in found.requests if request.anchor.startswith("ServerInfo~")]
    return Truth(
        story=server.story,
        host=server.fqdn,
        verdicts=frozenset({Verdict.PROBED}),
        stage=Stage.PROBED,
        clients=tuple(sorted({request.client for request in tried})),
        probed=clock(min(request.end for request in tried)),
        forged=len(tried),
    )


_KNOWN_NAMES = ("/aspnet_client/supp0rt.aspx", "/aspnet_client/discover.aspx", "/aspnet_client/system_web/log.aspx")


def _scanners(rng: Random, server: Server, host: Estate, at: Moment) -> Happenings:
    """Several strangers: autodiscover only; others refused; visits to pages that others may have planted, 404."""
    found = Happenings()
    path = "/autodiscover/autodiscover.xml"
    installed = moment(server.installed) if server.installed is not None else None
    for number, client in enumerate((*server.clients, "203.0.113.141")):
        when = at + number * (DAY + 3 * HOUR)
        open_still = installed is None or when < installed
        agent = (DISCOVERER, TOOL, "Mozilla/5.0 zgrab/0.x")[number % 3]
        status = 200 if open_still else 500
        found.requests.append(forged(rng, server, host, when, client=client, path=path, status=status, agent=agent))
        if number % 2:
            found.requests.append(
                forged(
                    rng,
                    server,
                    host,
                    when + 3 * SECOND,
                    client=client,
                    path="/mapi/emsmdb/",
                    status=500,
                    reached=False,
                    median=30,
                )
            )
    when = at + 5 * DAY
    for name in _KNOWN_NAMES:
        when += rng.randrange(300, 900)
        found.requests.append(_absent(rng, server.clients[0], name, when))
    return found


def _absent(rng: Random, client: str, stem: str, at: Moment) -> Request:
    return Request(
        end=at, taken=milliseconds(rng, 5, 0.5), method="GET", stem=stem, client=client, agent=TOOL, status=404, win32=2
    )


def _attempts(rng: Random, server: Server, host: Estate, at: Moment) -> Happenings:
    """The whole chain against an updated server: each step is refused, so no step has a back end."""
    found = Happenings()
    for client in server.clients:
        for path, status in (
            ("/autodiscover/autodiscover.xml", 500),
            ("/mapi/emsmdb/", 500),
            ("/ecp/proxyLogon.ecp", 401),
            (f"/ecp/DDI/DDIService.svc/GetObject?msExchEcpCanary={guid(rng)}&schema=OABVirtualDirectory", 500),
        ):
            at += rng.randrange(900, 4_000)
            found.requests.append(
                forged(
                    rng,
                    server,
                    host,
                    at,
                    client=client,
                    path=path,
                    status=status,
                    reached=False,
                    median=20,
                    error="WebExceptionAnchorMailbox=Invalid routing target" if status == 500 else "",
                )
            )
        found.requests.append(_absent(rng, client, f"/aspnet_client/{server.page}", at + 30 * SECOND))
        at += DAY + rng.randrange(5 * MINUTE)
    return found
