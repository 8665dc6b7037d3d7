"""What became of a broken-in server after somebody cleaned it: the page is gone, a module of the web server is not."""

from random import Random

from msgspec.structs import replace

from indicia.demo.chance import braced
from indicia.demo.estate import Estate
from indicia.demo.happening import Event, Happenings, Planted
from indicia.demo.intrusion import Actor
from indicia.demo.moment import HOUR, MINUTE, SECOND, Moment, moment, spaced
from indicia.demo.server import Server
from indicia.demo.windows import SYSMON, Process, file_created, pool, process_started

MODULE = "OwaSessionModule"
"""No module of Windows or Exchange is called so."""
MODULE_IMAGE = r"C:\ProgramData\Microsoft\OwaSession\owasess.dll"
_INERT = b"inert look-alike for tests: no program\r\n"


def cleaned_at(server: Server) -> Moment:
    """When the page was deleted: the evening of the update."""
    return moment(server.installed or server.end) + 3 * HOUR


def leave_module(rng: Random, server: Server, host: Estate, actor: Actor, operated: Moment, found: Happenings) -> None:
    """The intruder's second way in: a module, written and registered a while after the first command."""
    at = operated + 25 * MINUTE
    worker = pool(rng, actor.page.pool)
    found.events.append(file_created(at, worker, MODULE_IMAGE))
    command = f'appcmd.exe install module /name:{MODULE} /image:"{MODULE_IMAGE}"'
    image = r"C:\Windows\System32\inetsrv\appcmd.exe"
    found.events += process_started(rng, server, host, at + 4 * SECOND, worker, image, command)[1]
    found.files.append(Planted(path=MODULE_IMAGE[3:].replace("\\", "/"), content=_INERT, written=at))


def clean(rng: Random, server: Server, actor: Actor, found: Happenings) -> None:
    """Delete the page and its compiled copy, leave the rest; from then on the page answers 404."""
    at = cleaned_at(server)
    gone = {actor.page.member, *(file.path for file in found.files if file.path.endswith(".compiled"))}
    found.files[:] = [file for file in found.files if file.path not in gone]
    explorer = Process(braced(rng), 4 * rng.randrange(1000, 6000), r"C:\Windows\explorer.exe", "explorer.exe")
    found.events.append(_deleted(at, explorer, actor.page.path))
    found.requests[:] = [
        replace(request, status=404, win32=2, sent=0, received=0)
        if request.stem == actor.page.web and request.end >= at
        else request
        for request in found.requests
    ]


def _deleted(at: Moment, process: Process, path: str) -> Event:
    """Sysmon 23."""
    named = (
        ("RuleName", "-"),
        ("UtcTime", spaced(at)),
        ("ProcessGuid", process.guid),
        ("ProcessId", str(process.id)),
        ("User", "CORP\\Administrator"),
        ("Image", process.image),
        ("TargetFilename", path),
        ("Hashes", "SHA256=" + "0" * 64),
        ("IsExecutable", "false"),
        ("Archived", "false"),
    )
    return Event(
        at=at,
        channel=SYSMON,
        provider="Microsoft-Windows-Sysmon",
        id=23,
        named=named,
        message=f"File Delete:\r\nTargetFilename: {path}",
    )
