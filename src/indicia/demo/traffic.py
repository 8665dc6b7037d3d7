"""An ordinary day: health probes by half and more, Outlook, phones, browsers, and the Internet knocking."""

from collections.abc import Callable, Iterator
from random import Random

from indicia.demo.chance import guid, milliseconds, token
from indicia.demo.estate import OUTLOOK, Estate, User, estate
from indicia.demo.happening import BackEnd, EcpEntry, Happenings, Note, Request
from indicia.demo.moment import HOUR, MINUTE, Moment, clock, iso, moment
from indicia.demo.outsiders import knock
from indicia.demo.probes import PROBES, STEADY
from indicia.demo.server import Server
from indicia.demo.windows import background

Session = Callable[[Random, Server, Estate, User, Moment], Iterator[Request]]


def routed(server: Server) -> str:
    """TargetServer of a request that the front end passes on."""
    return server.fqdn


def outlook(rng: Random, server: Server, host: Estate, user: User, at: Moment) -> Iterator[Request]:
    """MAPI over HTTP: connect, execute a few times, sometimes a notification wait of minutes."""
    connection = guid(rng)
    mailbox = f"{user.mailbox}@{server.domain}"
    kinds = ["Connect", *["Execute"] * rng.randrange(1, 4), *(["NotificationWait"] if rng.random() < 0.15 else [])]
    for number, kind in enumerate(kinds, 1):
        taken = milliseconds(rng, 14) if kind != "NotificationWait" else rng.randrange(60_000, 300_000)
        at += taken + rng.randrange(5, 900)
        identifier = guid(rng)
        asked = f"R:{{{connection.upper()}}}:{number};RT:{kind};CI:{{{connection.upper()}}}:1;CID:{identifier}"
        yield Request(
            end=at,
            taken=taken,
            method="POST",
            stem="/mapi/emsmdb/",
            query=f"MailboxId={mailbox}",
            client=user.client,
            agent=OUTLOOK,
            status=200,
            user=user.account,
            protocol="Mapi",
            id=guid(rng),
            host=host.public,
            auth="Negotiate",
            anchor=f"MailboxGuid~{user.mailbox}",
            hint="MailboxGuidWithDomain",
            cookie="" if number == 1 else f"Database~{user.database}~~{iso(at + 30 * 24 * HOUR)[:19]}",
            client_request=f"R:{connection}:{number};RT:{kind};CI:{connection}:1;CID:{identifier}",
            target=routed(server),
            sent=rng.randrange(80, 900),
            received=rng.randrange(90, 4000),
            back=BackEnd(
                stem="/mapi/emsmdb/",
                query=f"MailboxId={mailbox}&FrontEnd={server.fqdn}&RequestId={guid(rng)}&ClientRequestInfo={asked}"
                "&ResponseInfo=XRC:0;SC:0;RC:0&Stage=BegR:1;PostAR:1;EndR:1",
                status=200,
                user=user.account,
                client=host.address,
                agent=OUTLOOK.replace(" ", "+"),
                activity=guid(rng),
            ),
        )


def web_services(rng: Random, server: Server, host: Estate, user: User, at: Moment) -> Iterator[Request]:
    """EWS with the NTLM hand-shake: 401, 401, 200."""
    action = ("GetFolder", "FindItem", "SyncFolderItems", "GetUserAvailability")[rng.getrandbits(2)]
    for status, substatus, win32 in ((401, 2, 5), (401, 1, 2148074254), (200, 0, 0)):
        taken = milliseconds(rng, 20 if status == 200 else 3)
        at += taken + rng.randrange(1, 60)
        passed = status == 200
        yield Request(
            end=at,
            taken=taken,
            method="POST",
            stem="/EWS/Exchange.asmx",
            client=user.client,
            agent=user.ews_agent,
            status=status,
            substatus=substatus,
            win32=win32,
            user=user.account if passed else "",
            protocol="Ews",
            id=guid(rng),
            host=host.public,
            auth="NTLM" if passed else "",
            anchor=f"Sid~{user.sid}" if passed else "",
            hint="WindowsIdentity" if passed else "",
            target=routed(server) if passed else "",
            sent=rng.randrange(400, 2500),
            received=rng.randrange(300, 9000) if passed else 0,
            soap=action if passed else "",
            back=BackEnd(
                stem="/EWS/Exchange.asmx",
                query="",
                status=200,
                user=user.account,
                client=host.address,
                agent=user.ews_agent,
                activity=guid(rng),
            )
            if passed
            else None,
        )


def phone(rng: Random, server: Server, host: Estate, user: User, at: Moment) -> Iterator[Request]:
    """ActiveSync: a sync, then a ping that waits."""
    for command in ("Sync", "Ping"):
        taken = milliseconds(rng, 90) if command == "Sync" else rng.randrange(4 * MINUTE, 15 * MINUTE)
        at += taken
        gone = command == "Ping" and rng.random() < 0.1
        account = user.account.replace("\\", "%5C")
        query = f"Cmd={command}&User={account}&DeviceId={user.device_id}&DeviceType={user.device_type}"
        yield Request(
            end=at,
            taken=taken,
            method="POST",
            stem="/Microsoft-Server-ActiveSync/default.eas",
            query=query,
            client=f"2001:db8::{user.sid.rsplit('-', 1)[1]}",
            agent=user.device_agent,
            status=200,
            win32=64 if gone else 0,
            user=user.account,
            protocol="Eas",
            id=guid(rng),
            host=host.public,
            auth="Basic",
            anchor=f"Sid~{user.sid}",
            hint="WindowsIdentity",
            target=routed(server),
            sent=rng.randrange(200, 800),
            received=rng.randrange(50, 3000),
            back=BackEnd(
                stem="/Microsoft-Server-ActiveSync/Proxy/default.eas",
                query=f"{query}&Log=V161_LdapC1_Mbx:{server.fqdn}_Cpo{taken}",
                status=200,
                user=user.account,
                client=host.address,
                agent=user.device_agent,
                activity=guid(rng),
            ),
        )


def browser(rng: Random, server: Server, host: Estate, user: User, at: Moment) -> Iterator[Request]:
    """OWA: redirect, logon page, its files, sign-in, start page, a service call."""
    base = ".".join(server.build_at(clock(at)).split(".")[:3])
    steps = (
        ("GET", "/owa/", "", 302, False),
        ("GET", "/owa/auth/logon.aspx", f"url=https%3a%2f%2f{host.public}%2fowa%2f&reason=0", 200, False),
        ("GET", f"/owa/auth/{base}/themes/resources/logon.css", "", 200, False),
        ("GET", f"/owa/auth/{base}/themes/resources/lgnbotl.gif", "", 304, False),
        ("POST", "/owa/auth.owa", "", 302, False),
        ("GET", "/owa/", "", 200, True),
        ("POST", "/owa/service.svc", "action=FindConversation&EP=1&ID=-9&AC=1", 200, True),
    )
    for method, stem, query, status, passed in steps:
        taken = milliseconds(rng, 60 if passed else 9)
        at += taken + rng.randrange(20, 2500)
        yield Request(
            end=at,
            taken=taken,
            method=method,
            stem=stem,
            query=query,
            client=user.client,
            agent=user.browser,
            status=status,
            user=user.account if passed or stem.endswith("auth.owa") else "",
            protocol="Owa",
            id=guid(rng),
            host=host.public,
            auth="FBA",
            referer="" if stem == "/owa/" else f"https://{host.public}/owa/",
            anchor=f"Sid~{user.sid}" if passed else "",
            hint="WindowsIdentity" if passed else "",
            cookie=f"Database~{user.database}~~{iso(at + 30 * 24 * HOUR)[:19]}" if stem.endswith(".svc") else "",
            target=routed(server) if passed else "",
            sent=rng.randrange(0, 900),
            received=rng.randrange(200, 60_000),
            back=BackEnd(
                stem=stem,
                query=query,
                status=status,
                user=user.account,
                client=host.address,
                agent=user.browser,
                activity=guid(rng),
            )
            if passed
            else None,
        )


def discover(rng: Random, server: Server, host: Estate, user: User, at: Moment) -> Iterator[Request]:
    """Autodiscover by Outlook or a phone."""
    taken = milliseconds(rng, 30)
    yield Request(
        end=at + taken,
        taken=taken,
        method="POST",
        stem="/autodiscover/autodiscover.xml",
        client=user.client,
        agent=user.ews_agent,
        status=200,
        user=user.account,
        protocol="Autodiscover",
        id=guid(rng),
        host="autodiscover.example.org",
        auth="NTLM",
        anchor=f"Sid~{user.sid}",
        hint="WindowsIdentity",
        target=routed(server),
        sent=336,
        received=rng.randrange(320, 4200),
        back=BackEnd(
            stem="/autodiscover/autodiscover.xml",
            query="",
            status=200,
            user=user.account,
            client=host.address,
            agent=user.ews_agent,
            activity=guid(rng),
        ),
    )


_SESSIONS: tuple[tuple[Session, float], ...] = (
    (outlook, 0.48),
    (web_services, 0.2),
    (phone, 0.14),
    (browser, 0.08),
    (discover, 0.1),
)


def _busy(at: Moment) -> float:
    """How much of the daily work falls into this hour: office days, little at night and on weekends."""
    time = clock(at)
    if time.weekday() >= 5:
        return 0.3
    return 1.8 if 7 <= time.hour < 17 else 0.5


def ordinary(server: Server) -> Happenings:
    """Everything of all hours in which nothing special happens; no hour is without front-end and back-end rows."""
    host = estate(server)
    rng = Random(f"{server.seed}/traffic")
    found = Happenings()
    sessions = [session for session, _ in _SESSIONS]
    weights = [weight for _, weight in _SESSIONS]
    start, end = moment(server.start), moment(server.end)
    for number, hour in enumerate(range(start, end, HOUR)):
        found.events.extend(background(rng, server, host, hour))
        wanted = max(2, round(server.density * _busy(hour) * 0.45)) if server.density >= 4 else 1
        others = max(1, round(server.density * 0.55) - 1)
        turns = [PROBES[(number * others + turn) % len(PROBES)] for turn in range(others)]
        for probe in (STEADY[number % len(STEADY)], *turns):
            found.requests.extend(probe(rng, server, host, hour + rng.randrange(HOUR - 5 * MINUTE)))
        made = 0
        while made < wanted:
            at = hour + rng.randrange(HOUR - 5 * MINUTE)
            if rng.random() < 0.06:
                more = list(knock(rng, server, host, at))
            else:
                user = host.users[rng.getrandbits(16) % len(host.users)]
                more = list(rng.choices(sessions, weights)[0](rng, server, host, user, at))
            found.requests.extend(more)
            made += len(more)
        _side_logs(rng, server, host, hour, number, found)
    found.requests = [request for request in found.requests if request.end < end]
    found.events = [event for event in found.events if event.at < end]
    return found


def _side_logs(rng: Random, server: Server, host: Estate, hour: Moment, number: int, found: Happenings) -> None:
    """ECP, OAB generator and message tracking: sparse, but never silent for half a day."""
    at = hour + rng.randrange(HOUR - MINUTE)
    if number % 3 == 0:
        canary = token(rng, 43)
        path = f"/ecp/RulesEditor/InboxRules.svc/GetList?msExchEcpCanary={canary}."
        found.ecp.append(
            EcpEntry(
                at=at,
                command="Get-InboxRule",
                url=path,
                session=guid(rng),
                activity=guid(rng),
                taken=13,
                user=host.health.smtp,
            )
        )
        back = BackEnd(
            stem="/ecp/RulesEditor/InboxRules.svc/GetList",
            query=f"msExchEcpCanary={canary}.",
            status=200,
            user=host.health.account,
            client="::1",
            agent="Mozilla/4.0 (compatible; MSIE 9.0; Windows NT 6.1; MSEXCHMON; ACTIVEMONITORING)",
            activity=guid(rng),
        )
        found.requests.append(
            Request(
                end=at,
                taken=15,
                method="POST",
                stem=back.stem,
                query=back.query,
                client="::1",
                agent=back.agent,
                status=200,
                user=back.user,
                front=False,
                back=back,
            )
        )
    if number % 8 == 0:
        found.notes.append(
            Note(
                at=at,
                log="oabgen",
                cells=(
                    "OABGenerator",
                    "Information",
                    f"Generation of address list {host.oab} finished; 3 files published.",
                ),
            )
        )
    user = host.users[rng.getrandbits(16) % len(host.users)]
    other = host.users[rng.getrandbits(16) % len(host.users)]
    found.notes.append(
        Note(
            at=at,
            log="msgtrk",
            cells=(
                user.client,
                server.name,
                "STOREDRIVER",
                "DELIVER",
                f"<{guid(rng)}@{server.domain}>",
                other.smtp,
                "Weekly figures",
                user.smtp,
                user.client,
            ),
        )
    )
