"""An intruder's way through one server, as records: probe, forged session, settings, page, commands, later visits."""

from collections.abc import Sequence
from random import Random

from msgspec import Struct

from indicia.demo.chance import guid, milliseconds, token
from indicia.demo.estate import Estate
from indicia.demo.forged import DISCOVERER, forged, service_path
from indicia.demo.happening import EcpEntry, Happenings, Planted, Request
from indicia.demo.moment import DAY, HOUR, MINUTE, SECOND, Moment, moment
from indicia.demo.page import INERT, Page, compiled_folder, content
from indicia.demo.server import Server
from indicia.demo.windows import (
    INSTALL,
    Process,
    application,
    cmdlet_run,
    file_created,
    pool,
    process_started,
    system_process,
)
from indicia.model.finding import Stage

VISITOR = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/65.0.2345 Safari/537.36"
)

_COMMANDS = (
    ("C:\\Windows\\System32\\cmd.exe", "cmd /c whoami"),
    ("C:\\Windows\\System32\\cmd.exe", "cmd /c tasklist"),
    ("C:\\Windows\\System32\\cmd.exe", 'cmd /c net group "domain admins" /domain'),
)
_DUMP = r"C:\Windows\Temp\lsass.dmp"


class Actor(Struct, frozen=True):
    """One intruder."""

    clients: Sequence[str]
    """The first plants; all visit."""
    page: Page
    at: Moment
    """First forged request of the attack proper."""
    dumps: bool
    """Whether memory of lsass is written to disk."""


class Deeds(Struct):
    """What the actor did, and when; the answer sheet."""

    found: Happenings
    probed: Moment
    exploited: Moment
    implanted: Moment | None = None
    operated: Moment | None = None
    visits: int = 0
    last_visit: Moment | None = None
    forged: int = 0


def intrude(rng: Random, server: Server, host: Estate, actor: Actor) -> Deeds:
    """All records of one intruder, as far as `server.reach` lets it get."""
    found = Happenings()
    probe_at = max(moment(server.start) + HOUR, actor.at - 3 * DAY - rng.randrange(6 * HOUR))
    deeds = Deeds(found=found, probed=probe_at, exploited=actor.at)
    _probe(rng, server, host, actor, deeds, probe_at)
    at, canary = _session(rng, server, host, actor, deeds)
    if server.reach >= Stage.IMPLANTED:
        _plant(rng, server, host, actor, deeds, at, canary)
        _visit(rng, server, host, actor, deeds)
    else:
        read = forged(
            rng, server, host, at + 40 * SECOND, client=actor.clients[0], path="/ews/exchange.asmx", status=200
        )
        found.requests.append(read)
    deeds.forged = sum(request.anchor.startswith("ServerInfo~") for request in found.requests)
    return deeds


def _probe(rng: Random, server: Server, host: Estate, actor: Actor, deeds: Deeds, at: Moment) -> None:
    path = "/autodiscover/autodiscover.xml"
    for number in range(2):
        probe = forged(
            rng,
            server,
            host,
            at + number * 7 * MINUTE,
            client=actor.clients[0],
            path=path,
            status=200,
            agent=DISCOVERER,
        )
        deeds.found.requests.append(probe)
    deeds.probed = deeds.found.requests[0].end


def _session(rng: Random, server: Server, host: Estate, actor: Actor, deeds: Deeds) -> tuple[Moment, str]:
    """Discover the mailbox, its id, a session and its canary; read the OAB settings."""
    client, found = actor.clients[0], deeds.found
    canary = token(rng, 43) + "."
    at = actor.at
    found.requests.append(
        forged(
            rng, server, host, at, client=client, path="/autodiscover/autodiscover.xml", status=200, agent=DISCOVERER
        )
    )
    at += rng.randrange(1_200, 2_500)
    found.requests.append(forged(rng, server, host, at, client=client, path="/mapi/emsmdb/", status=200))
    deeds.exploited = at
    at += rng.randrange(1_500, 3_000)
    found.requests.append(forged(rng, server, host, at, client=client, path="/ecp/proxyLogon.ecp", status=241))
    at += rng.randrange(3_000, 6_000)
    path = service_path("GetObject", "OABVirtualDirectory", canary, schema_last=server.schema_last)
    request = forged(rng, server, host, at, client=client, path=path, status=200)
    found.requests.append(request)
    command = "Get-OabVirtualDirectory.ADPropertiesOnly=$true.Identity=$null;"
    found.ecp.append(_entry(rng, host, at - 20, command, path, request, canary))
    return at, canary


def _plant(rng: Random, server: Server, host: Estate, actor: Actor, deeds: Deeds, at: Moment, canary: str) -> None:
    """Set the URL, reset the directory so that its settings are written to a file, set them back."""
    found, client = deeds.found, actor.clients[0]
    identity, named = f"'{host.oab}'", f"'{server.name}\\OAB (Default Web Site)'"
    caller = f"{server.domain}/Users/Administrator"
    runner = "w3wp#MSExchangeECPAppPool"

    def step(schema: str, commands: Sequence[tuple[str, str]], wait: int) -> Moment:
        nonlocal at
        at += wait + rng.randrange(400, 1_500)
        path = service_path("SetObject", schema, canary, schema_last=server.schema_last)
        request = forged(rng, server, host, at, client=client, path=path, status=200, median=1800)
        found.requests.append(request)
        for number, (command, parameters) in enumerate(commands):
            ran = at - 90 * (len(commands) - number)
            found.ecp.append(_entry(rng, host, ran, command, path, request, canary))
            if parameters:
                name = command.split(".", 1)[0]
                found.events.append(cmdlet_run(rng, server, host, ran + 5, name, parameters, caller, runner))
        return at

    step(
        "OABVirtualDirectory",
        (
            (
                f"Set-OabVirtualDirectory.ExternalUrl='{INERT}'.Identity={identity}",
                f'-ExternalUrl "{INERT}" -Identity "{server.name}\\OAB (Default Web Site)"',
            ),
            (f"Get-OabVirtualDirectory.ADPropertiesOnly=$true.Identity={identity}", ""),
        ),
        2_000,
    )
    front = rf"{INSTALL}\FrontEnd\HttpProxy\OAB"
    inside = f"https://{server.fqdn.lower()}/OAB"
    reset = step(
        "ResetOABVirtualDirectory",
        (
            (f"Get-OABVirtualDirectory.Identity={identity}", ""),
            (
                f"Remove-OABVirtualDirectory.Force=$true.Identity={named}",
                f'-Force "True" -Identity "{server.name}\\OAB (Default Web Site)"',
            ),
            (
                f"New-OABVirtualDirectory.WebSiteName='Default Web Site'.Server='{server.name}'.Role='ClientAccess'"
                f".InternalURL='{inside}'.Path='{front}'",
                f'-WebSiteName "Default Web Site" -Server "{server.name}" -Role "ClientAccess" '
                f'-InternalUrl "{inside}" -Path "{front}"',
            ),
        ),
        1_500,
    )
    written = reset - 240
    found.events.append(file_created(written, system_process(rng), actor.page.path))
    found.files.append(Planted(path=actor.page.member, content=content(server), written=written))
    deeds.implanted = written
    step("OABVirtualDirectory", ((f"Set-OabVirtualDirectory.ExternalUrl=$null.Identity={identity}", ""),), 2_000)


def _visit(rng: Random, server: Server, host: Estate, actor: Actor, deeds: Deeds) -> None:
    """Check the page, use it the same day, come back on later days, also after the update."""
    assert deeds.implanted is not None
    end = moment(server.end) - HOUR
    first = deeds.implanted + rng.randrange(20 * SECOND, 2 * MINUTE)
    operates = server.reach >= Stage.OPERATED
    times = [(first, "GET", 0)]
    if operates:
        burst = first + rng.randrange(2 * MINUTE, 9 * MINUTE)
        times += [
            (burst + number * rng.randrange(9 * SECOND, 40 * SECOND), "POST", 0) for number in range(len(_COMMANDS) + 2)
        ]
        day = deeds.implanted + DAY
        while day < end:
            for _ in range(rng.randrange(1, 4)):
                times.append((day + rng.randrange(20 * HOUR), "POST", rng.randrange(len(actor.clients))))
            day += rng.randrange(2, 4) * DAY
        installed = moment(server.installed) if server.installed else None
        if installed is not None and installed + 2 * HOUR < end:
            after = installed + 2 * HOUR + rng.randrange(HOUR)
            times.append((min(after, end - 1), "POST", len(actor.clients) - 1))
    times = sorted(time for time in times if time[0] < end)
    for at, method, client in times:
        deeds.found.requests.append(_page_request(rng, host, actor, at, method, actor.clients[client]))
    deeds.visits = len(times)
    deeds.last_visit = times[-1][0] if times else None
    worker = pool(rng, actor.page.pool)
    _compiled(rng, actor.page, worker, first, deeds.found)
    if operates:
        _commands(rng, server, host, actor, deeds, worker, [at for at, method, _ in times if method == "POST"])


def _page_request(rng: Random, host: Estate, actor: Actor, at: Moment, method: str, client: str) -> Request:
    exchange = actor.page.area != "root"
    return Request(
        end=at,
        taken=milliseconds(rng, 90 if method == "GET" else 160, 0.5),
        method=method,
        stem=actor.page.web,
        client=client,
        agent=VISITOR,
        status=200,
        protocol=actor.page.area.capitalize() if exchange else "",
        id=guid(rng),
        host=host.public,
        auth="FBA" if exchange else "",
        sent=rng.randrange(90, 700) if method == "POST" else 0,
        received=rng.randrange(1_300, 2_600),
    )


def _compiled(rng: Random, planted: Page, worker: Process, at: Moment, found: Happenings) -> None:
    """The first request compiles the page."""
    temp = compiled_folder(rng, planted.area)
    assembly = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(8))
    marker = f"{planted.name.lower()}.{rng.getrandbits(32):08x}.compiled"
    found.events.append(file_created(at - 90, worker, rf"{temp}\App_Web_{assembly}.dll"))
    found.events.append(file_created(at - 60, worker, rf"{temp}\{marker}"))
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\r\n'
        f'<preserve resultType="3" virtualPath="{planted.web}" hash="{rng.getrandbits(32):x}" '
        f'filehash="{rng.getrandbits(60):x}" flags="110000" assembly="App_Web_{assembly}" type="ASP.inert" />\r\n'
    )
    found.files.append(Planted(path=f"{temp[3:]}\\{marker}".replace("\\", "/"), content=text.encode(), written=at - 60))


def _commands(
    rng: Random, server: Server, host: Estate, actor: Actor, deeds: Deeds, worker: Process, posts: Sequence[Moment]
) -> None:
    """Each of the first visits starts a command under the worker process."""
    found = deeds.found
    for at, (image, command) in zip(posts, _COMMANDS, strict=False):
        child, events = process_started(rng, server, host, at - 40, worker, image, command)
        found.events += events
        inner = command.removeprefix("cmd /c ").split(" ", 1)[0]
        found.events += process_started(
            rng, server, host, at - 25, child, rf"C:\Windows\System32\{inner}.exe", command.removeprefix("cmd /c ")
        )[1]
        if deeds.operated is None:
            deeds.operated = at - 40
    if actor.dumps and len(posts) > len(_COMMANDS):
        at = posts[len(_COMMANDS)]
        command = rf"rundll32.exe C:\Windows\System32\comsvcs.dll MiniDump 652 {_DUMP} full"
        dumper, events = process_started(
            rng, server, host, at - 30, worker, r"C:\Windows\System32\rundll32.exe", command
        )
        found.events += [*events, file_created(at - 10, dumper, _DUMP)]
        text = b"inert look-alike for tests: no memory of any process\r\n"
        found.files.append(Planted(path=_DUMP[3:].replace("\\", "/"), content=text, written=at - 10))


def update_event(at: Moment, server: Server) -> Happenings:
    """What the installer of the update leaves in the Application log."""
    product = "Security Update for Exchange Server 2016 (KB5000871)"
    return Happenings(
        events=[
            application(
                at,
                "MsiInstaller",
                1022,
                f"Product: Microsoft Exchange Server - Update '{product} 15.0' installed successfully.",
            ),
            application(
                at + 20 * SECOND, "MSExchange ServiceHost", 1000, f"Service restarted, build {server.patched_build}."
            ),
        ]
    )


def _entry(rng: Random, host: Estate, at: Moment, command: str, url: str, request: Request, canary: str) -> EcpEntry:
    """One line of the panel's log; the canary names the session, so every line of it carries the same session id."""
    return EcpEntry(
        at=at,
        command=command,
        url=url,
        session=guid(Random(canary)),
        activity=request.back.activity if request.back else guid(rng),
        taken=rng.randrange(9, 400),
        user=host.admin.smtp,
    )
