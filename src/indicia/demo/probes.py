"""Exchange watching itself: the probes that make half of all rows, some through the front end, some beside it."""

from collections.abc import Callable, Iterator
from random import Random

from indicia.demo.chance import guid, milliseconds, token
from indicia.demo.estate import Estate
from indicia.demo.happening import BackEnd, Request
from indicia.demo.moment import Moment, clock, iso
from indicia.demo.server import Server

Probe = Callable[[Random, Server, Estate, Moment], Iterator[Request]]

ALIVE = "AMProbe/Local/ClientAccess"


def _alive(protocol: str, stem: str, method: str = "GET") -> Probe:
    """A probe that the front end passes no further than routing."""

    def probe(rng: Random, server: Server, host: Estate, at: Moment) -> Iterator[Request]:
        taken = milliseconds(rng, 2, 0.8)
        yield Request(
            end=at + taken,
            taken=taken,
            method=method,
            stem=stem,
            client="127.0.0.1",
            agent=ALIVE,
            status=200,
            user=host.health.account,
            protocol=protocol,
            id=guid(rng),
            host="localhost",
            auth="Negotiate",
            anchor=f"Sid~{host.health.sid}",
            hint="WindowsIdentity",
            target=server.fqdn,
        )

    return probe


def _ews(rng: Random, server: Server, host: Estate, at: Moment) -> Iterator[Request]:
    """The EWS probe speaks to the back end directly and leaves a row in its own log."""
    version = ".".join(
        f"{int(part):02d}" if number < 2 else f"{int(part):04d}"
        for number, part in enumerate(server.build_at(clock(at)).split(".")[:3])
    )
    agent = f"Ews_AM_Probe/Local (ExchangeServicesClient/{version}.000)"
    taken = milliseconds(rng, 17, 0.6)
    activity = guid(rng)
    back = BackEnd(
        stem="/ews/exchange.asmx",
        query=f"&request_id={activity}",
        status=200,
        user=host.health.account,
        client="::1",
        agent=agent,
        activity=activity,
    )
    yield Request(
        end=at + taken,
        taken=taken,
        method="POST",
        stem=back.stem,
        client="::1",
        agent=agent,
        status=200,
        user=host.health.account,
        front=False,
        back=back,
        soap="GetFolder",
        sent=666,
    )


def _shell(rng: Random, server: Server, host: Estate, at: Moment) -> Iterator[Request]:
    """Remote PowerShell by ActiveMonitor: session, then one cmdlet."""
    session = token(rng, 90)
    version = ".".join(server.build_at(clock(at)).split(".")[:3])
    base = "clientApplication=ActiveMonitor;PSVersion=5.1.14393.4225"
    known = f"{base}&sessionID=Version_15.1_(Build_{version.split('.')[2]}.0)={session}="
    for action, cmdlet in (("New-PSSession:Receive", ""), ("Get-Mailbox:Command", "Get-Mailbox")):
        taken = milliseconds(rng, 20, 0.6)
        at += taken + 12
        yield Request(
            end=at,
            taken=taken,
            method="POST",
            stem="/powershell",
            query=known if cmdlet else base,
            client="127.0.0.1",
            agent="Microsoft WinRM Client",
            status=200,
            user=host.health.account,
            protocol="PowerShell",
            id=guid(rng),
            host=server.fqdn.lower(),
            auth="Kerberos",
            anchor=f"ServerVersion~Version 15.1 (Build {version.split('.')[2]}.0)",
            hint="ExchClientVer-ServerCookie",
            cookie=f"Server~{server.fqdn}~1942063431~{iso(at + 600_000)[:19]}",
            action=action,
            target=server.fqdn,
            sent=2014,
            received=934,
            cmdlet=cmdlet,
            parameters='-ResultSize "1"' if cmdlet else "",
            back=BackEnd(
                stem="/powershell",
                query=known if cmdlet else base,
                status=200,
                user=host.health.account,
                client="::1",
                agent="Microsoft WinRM Client",
                activity=guid(rng),
            ),
        )


def _mapi(rng: Random, server: Server, host: Estate, at: Moment) -> Iterator[Request]:
    """MAPI over HTTP: connect and disconnect."""
    connection = guid(rng)
    for number, kind in enumerate(("Connect", "Disconnect"), 1):
        taken = milliseconds(rng, 12, 0.6)
        at += taken + 9
        query = f"mailboxId={host.health.mailbox}@{server.domain}"
        yield Request(
            end=at,
            taken=taken,
            method="POST",
            stem="/mapi/emsmdb/",
            query=query,
            client="fe80::1234:5678:9abc:def0%3",
            agent="MapiHttpClient",
            status=200,
            user=host.health.account,
            protocol="Mapi",
            id=guid(rng),
            host=server.fqdn,
            auth="Negotiate",
            anchor=f"MailboxGuid~{host.health.mailbox}",
            hint="MailboxGuidWithDomain",
            client_request=f"R:{connection}:{number};RT:{kind};CI:{connection}:1;CID:{guid(rng)}",
            target=server.fqdn,
            sent=371,
            received=443,
            back=BackEnd(
                stem="/mapi/emsmdb/",
                query=f"{query}&RequestId={guid(rng)}&ResponseInfo=XRC:0;SC:0;RC:0",
                status=200,
                user=host.health.account,
                client="::1",
                agent="MapiHttpClient",
                activity=guid(rng),
            ),
        )


def _rpc(rng: Random, server: Server, host: Estate, at: Moment) -> Iterator[Request]:
    """RPC over HTTP: two channels that stay open for minutes; the client leaves first."""
    for method in ("RPC_IN_DATA", "RPC_OUT_DATA"):
        taken = rng.randrange(20_000, 240_000)
        query = f"{server.fqdn}:6001"
        yield Request(
            end=at + taken,
            taken=taken,
            method=method,
            stem="/rpc/rpcproxy.dll",
            query=query,
            client="127.0.0.1",
            agent="MSRPC",
            status=200,
            win32=64,
            user=host.health.account,
            protocol="RpcHttp",
            id=guid(rng),
            host=server.fqdn,
            auth="NTLM",
            anchor=f"Sid~{host.health.sid}",
            hint="RpcHttpProxyRules",
            target=server.fqdn,
            back=BackEnd(
                stem="/rpc/rpcproxy.dll",
                query=f"{query}&RequestId={guid(rng)}",
                status=200,
                user=f"{host.netbios}\\{server.name}$",
                client="::1",
                agent="MSRPC",
                activity=guid(rng),
            ),
        )


def _odata(rng: Random, server: Server, host: Estate, at: Moment) -> Iterator[Request]:
    """A probe that is refused, always, and means nothing by it."""
    activity = guid(rng)
    back = BackEnd(
        stem="/api/v1.0/$metadata",
        query=f"&request_id={activity}",
        status=401,
        user="",
        client="::1",
        agent="Odata_PC_Probe/Local",
        activity=activity,
    )
    yield Request(
        end=at,
        taken=1,
        method="GET",
        stem=back.stem,
        client="::1",
        agent=back.agent,
        status=401,
        front=False,
        back=back,
    )


STEADY: tuple[Probe, ...] = (_shell, _mapi)
"""Those that leave rows at the front end and at the back end: one of them runs every hour."""

PROBES: tuple[Probe, ...] = (
    _alive("Ews", "/ews/"),
    _alive("Owa", "/owa/"),
    _shell,
    _alive("Ecp", "/ecp/"),
    _ews,
    _alive("Autodiscover", "/autodiscover/", "POST"),
    _mapi,
    _alive("Eas", "/Microsoft-Server-ActiveSync/", "OPTIONS"),
    _rpc,
    _odata,
    _alive("Mapi", "/mapi/"),
)
"""In turn; every protocol is met within eleven."""
