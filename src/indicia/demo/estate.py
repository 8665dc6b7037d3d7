"""The organisation around an invented server: users, mailboxes, devices, addresses.  Documentation ranges only."""

from random import Random

from msgspec import Struct

from indicia.demo.chance import guid
from indicia.demo.server import Server

_GIVEN = ("ada", "ben", "cleo", "dara", "emil", "fay", "gus", "hana", "ivo", "jun", "kim", "lena", "milo", "nora")
_FAMILY = ("adler", "brook", "cole", "duarte", "eriks", "flores", "grau", "holm", "iyer", "jansen", "koch", "lund")

OUTLOOK = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.4266; Pro)"
_WEBKIT = "(KHTML, like Gecko)"
BROWSERS = (
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 {_WEBKIT} Chrome/88.0.4324.190 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:86.0) Gecko/20100101 Firefox/86.0",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 {_WEBKIT} Version/14.0 Safari/605.1.15",
)
DEVICES = (
    ("Apple-iPhone12C1/1803.39", "iPhone"),
    ("Outlook-iOS-Android/1.0", "Outlook"),
    ("Android/10-EAS-2.0", "Android"),
)
EWS_AGENTS = (
    "AppleExchangeWebServices/818.120.2 accountsd/113",
    "OC/16.0.4266.1001 (Microsoft Lync)",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.4266; Pro)",
)


class User(Struct, frozen=True):
    """One mailbox and its owner."""

    account: str
    r"""`DOMAIN\name`."""
    smtp: str
    sid: str
    mailbox: str
    database: str
    client: str
    """Address the owner mostly comes from."""
    browser: str
    ews_agent: str
    device_agent: str
    device_type: str
    device_id: str


class Estate(Struct, frozen=True):
    """What the rows of all logs agree on."""

    netbios: str
    address: str
    """Of the server."""
    public: str
    """Name the Internet uses."""
    controller: str
    sid: str
    oab: str
    """Id of the OAB virtual directory."""
    users: tuple[User, ...]
    health: User
    """The mailbox health probes use."""
    admin: User


def estate(server: Server) -> Estate:
    """The organisation of a server; the seed decides names and ids."""
    rng = Random(f"{server.seed}/estate")
    netbios = server.domain.split(".", 1)[0].upper()
    sid = f"S-1-5-21-{rng.randrange(10**9)}-{rng.randrange(10**9)}-{rng.randrange(10**9)}"
    databases = [guid(rng) for _ in range(2)]

    def user(name: str, number: int, client: str) -> User:
        device_agent, device_type = DEVICES[rng.getrandbits(8) % len(DEVICES)]
        return User(
            account=f"{netbios}\\{name}",
            smtp=f"{name}@{server.domain}",
            sid=f"{sid}-{1100 + number}",
            mailbox=guid(rng),
            database=databases[number % 2],
            client=client,
            browser=BROWSERS[rng.getrandbits(8) % len(BROWSERS)],
            ews_agent=EWS_AGENTS[rng.getrandbits(8) % len(EWS_AGENTS)],
            device_agent=device_agent,
            device_type=device_type,
            device_id=f"{rng.getrandbits(104):026X}",
        )

    names = [f"{given}.{_FAMILY[rng.getrandbits(16) % len(_FAMILY)]}" for given in _GIVEN]
    users = tuple(user(name, number, f"192.0.2.{100 + number}") for number, name in enumerate(names))
    return Estate(
        netbios=netbios,
        address="192.0.2.10",
        public="mail.example.org",
        controller=f"DC01.{server.domain}",
        sid=sid,
        oab=guid(rng),
        users=users,
        health=user(f"HealthMailbox{rng.getrandbits(28):07x}", 60, "127.0.0.1"),
        admin=user("exadmin", 20, "192.0.2.50"),
    )
