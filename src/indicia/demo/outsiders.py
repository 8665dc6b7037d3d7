"""The Internet knocking: scanners and crawlers that every server sees, none of them an attack on Exchange."""

from collections.abc import Iterator
from random import Random

from indicia.demo.chance import guid, milliseconds
from indicia.demo.estate import Estate
from indicia.demo.happening import Request
from indicia.demo.moment import Moment
from indicia.demo.server import Server

_AGENTS = ("Mozilla/5.0 zgrab/0.x", "python-requests/2.25.1", "Go-http-client/1.1", "curl/7.68.0", "")

# method, path, query, status, HttpProxy folder
_KNOCKS = (
    ("GET", "/", "", 302, ""),
    ("GET", "/robots.txt", "", 404, ""),
    ("GET", "/favicon.ico", "", 404, ""),
    ("GET", "/phpMyAdmin/index.php", "", 404, ""),
    ("GET", "/.env", "", 404, ""),
    ("HEAD", "/", "", 302, ""),
    ("MTWT", "/", "", 405, ""),
    ("GET", "/owa/", "", 302, "Owa"),
    ("GET", "/owa/auth/logon.aspx", "replaceCurrent=1&reason=0", 200, "Owa"),
    ("GET", "/autodiscover/autodiscover.json", "", 401, "Autodiscover"),
    ("GET", "/ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application", "", 200, "Ecp"),
    ("GET", "/EWS/Exchange.asmx", "", 401, "Ews"),
)


def knock(rng: Random, server: Server, host: Estate, at: Moment) -> Iterator[Request]:
    """One to three requests of one stranger."""
    number = rng.randrange(1, 255)
    # Strangers keep out of the addresses that stories hand to intruders, so that a client is one party.
    client = f"198.51.100.{number}" if rng.getrandbits(1) else f"203.0.113.{number}"
    if client in server.clients:
        client = "198.51.100.254" if "198.51.100.254" not in server.clients else "203.0.113.254"
    agent = _AGENTS[rng.getrandbits(8) % len(_AGENTS)]
    for _ in range(rng.randrange(1, 4)):
        method, stem, query, status, protocol = _KNOCKS[rng.getrandbits(16) % len(_KNOCKS)]
        taken = milliseconds(rng, 12)
        at += taken + rng.randrange(1, 4000)
        tool = stem.endswith(".application")
        yield Request(
            end=at,
            taken=taken,
            method=method,
            stem=stem,
            query=query,
            client=client,
            agent=agent,
            status=status,
            substatus=2 if status == 401 else 0,
            win32=2 if status == 404 else 5 if status == 401 else 0,
            protocol=protocol,
            id=guid(rng),
            host=host.address if protocol else "",
            auth="FBA" if protocol in ("Owa", "Ecp") else "",
            anchor="ServerVersion~Version 15.0 (Build 0.0)" if tool else "",
            hint="EDiscoveryExportTool-ServerVersion" if tool else "",
            target=server.fqdn if tool else "",
            received=rng.randrange(200, 12_000) if status == 200 else 0,
        )
