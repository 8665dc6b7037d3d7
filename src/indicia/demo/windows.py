"""Windows events as the channels carry them: Sysmon, Security, MSExchange Management, Application."""

import hashlib
from collections.abc import Iterator
from random import Random

from msgspec import Struct

from indicia.demo.chance import braced, guid
from indicia.demo.estate import Estate, User
from indicia.demo.happening import Event
from indicia.demo.moment import Moment, spaced
from indicia.demo.server import Server

SYSMON = "Microsoft-Windows-Sysmon/Operational"
SECURITY = "Security"
MANAGEMENT = "MSExchange Management"
APPLICATION = "Application"

POOL_PROCESS = r"c:\windows\system32\inetsrv\w3wp.exe"
INSTALL = r"C:\Program Files\Microsoft\Exchange Server\V15"


class Process(Struct, frozen=True):
    """A process, as later events name it."""

    guid: str
    id: int
    image: str
    command: str


def pool(rng: Random, name: str) -> Process:
    """The worker process of an application pool."""
    config = rf"C:\inetpub\temp\apppools\{name}\{name}.config"
    pipe = rf"\\.\pipe\iisipm{guid(rng)}"
    command = f'{POOL_PROCESS} -ap "{name}" -v "v4.0" -a {pipe} -h "{config}" -w "" -m 0'
    return Process(braced(rng), 4 * rng.randrange(1000, 6000), POOL_PROCESS, command)


def _hashes(image: str) -> str:
    """Stand-in digests that depend on the name only: no file is hashed, none is known to any list."""
    text = image.lower().encode()
    short = hashlib.sha1(text, usedforsecurity=False).hexdigest().upper()
    return f"SHA1={short},SHA256={hashlib.sha256(text).hexdigest().upper()}"


def process_started(
    rng: Random, server: Server, host: Estate, at: Moment, parent: Process, image: str, command: str
) -> tuple[Process, tuple[Event, ...]]:
    """Sysmon 1 and Security 4688 of a process that runs as SYSTEM."""
    child = Process(braced(rng), 4 * rng.randrange(1000, 6000), image, command)
    sysmon = (
        ("RuleName", "-"),
        ("UtcTime", spaced(at)),
        ("ProcessGuid", child.guid),
        ("ProcessId", str(child.id)),
        ("Image", image),
        ("CommandLine", command),
        ("CurrentDirectory", "c:\\windows\\system32\\inetsrv\\"),
        ("User", "NT AUTHORITY\\SYSTEM"),
        ("LogonId", "0x3e7"),
        ("TerminalSessionId", "0"),
        ("IntegrityLevel", "System"),
        ("Hashes", _hashes(image)),
        ("ParentProcessGuid", parent.guid),
        ("ParentProcessId", str(parent.id)),
        ("ParentImage", parent.image),
        ("ParentCommandLine", parent.command),
    )
    audit = (
        ("SubjectUserSid", "S-1-5-18"),
        ("SubjectUserName", f"{server.name}$"),
        ("SubjectDomainName", host.netbios),
        ("SubjectLogonId", "0x3e7"),
        ("NewProcessId", hex(child.id)),
        ("NewProcessName", image),
        ("TokenElevationType", "%%1936"),
        ("ProcessId", hex(parent.id)),
        ("CommandLine", command),
        ("TargetUserSid", "S-1-0-0"),
        ("TargetUserName", "-"),
        ("TargetDomainName", "-"),
        ("TargetLogonId", "0x0"),
        ("ParentProcessName", parent.image),
        ("MandatoryLabel", "S-1-16-16384"),
    )
    return child, (
        Event(
            at=at,
            channel=SYSMON,
            provider="Microsoft-Windows-Sysmon",
            id=1,
            named=sysmon,
            message=_text("Process Create:", sysmon),
        ),
        Event(
            at=at + 3,
            channel=SECURITY,
            provider="Microsoft-Windows-Security-Auditing",
            id=4688,
            named=audit,
            message="A new process has been created.",
            level=0,
        ),
    )


def file_created(at: Moment, process: Process, path: str) -> Event:
    """Sysmon 11."""
    named = (
        ("RuleName", "-"),
        ("UtcTime", spaced(at)),
        ("ProcessGuid", process.guid),
        ("ProcessId", str(process.id)),
        ("Image", process.image),
        ("TargetFilename", path),
        ("CreationUtcTime", spaced(at)),
    )
    return Event(
        at=at,
        channel=SYSMON,
        provider="Microsoft-Windows-Sysmon",
        id=11,
        named=named,
        message=_text("File created:", named),
    )


def system_process(rng: Random) -> Process:
    """The process a file written over SMB from the server to itself appears under."""
    return Process(braced(rng), 4, "System", "")


def _text(title: str, named: tuple[tuple[str, str], ...]) -> str:
    return "\r\n".join([title, *(f"{name}: {value}" for name, value in named)])


def logon(rng: Random, host: Estate, at: Moment, user: User, workstation: str) -> Event:
    """Security 4624: a network logon."""
    kerberos = rng.random() < 0.7
    named = (
        ("SubjectUserSid", "S-1-0-0"),
        ("SubjectUserName", "-"),
        ("SubjectDomainName", "-"),
        ("SubjectLogonId", "0x0"),
        ("TargetUserSid", user.sid),
        ("TargetUserName", user.account.split("\\", 1)[1]),
        ("TargetDomainName", host.netbios),
        ("TargetLogonId", hex(rng.getrandbits(27))),
        ("LogonType", "3"),
        ("LogonProcessName", "Kerberos" if kerberos else "NtLmSsp "),
        ("AuthenticationPackageName", "Kerberos" if kerberos else "NTLM"),
        ("WorkstationName", "-" if kerberos else workstation),
        ("ProcessId", "0x0"),
        ("ProcessName", "-"),
        ("IpAddress", user.client),
        ("IpPort", str(rng.randrange(49152, 65535))),
        ("ElevatedToken", "%%1843"),
    )
    return Event(
        at=at,
        channel=SECURITY,
        provider="Microsoft-Windows-Security-Auditing",
        id=4624,
        named=named,
        message="An account was successfully logged on.",
        level=0,
    )


def cmdlet_run(
    rng: Random, server: Server, host: Estate, at: Moment, cmdlet: str, parameters: str, caller: str, process: str
) -> Event:
    """MSExchange Management 1: positional data, the first three are cmdlet, parameters and caller."""
    positional = (
        cmdlet,
        parameters,
        caller,
        f"{host.sid}-1106",
        f"{host.sid}-1106",
        "Remote-ManagementShell-Unknown" if "PowerShell" in process else "ECP",
        f"{4 * rng.randrange(1000, 5000)} {process}",
        "",
        str(rng.randrange(5, 90)),
        "00:00:00.2187500",
        f"View Entire Forest: 'False', Default Scope: '{server.domain}', "
        f"Configuration Domain Controller: '{host.controller}'",
        *("",) * 6,
        "False",
        "",
        "0 objects execution has been proxied to remote server.",
        "",
        "",
        "0",
        f"ActivityId: {guid(rng)}",
        "ServicePlan:;IsAdmin:True;",
        "",
        "en-US",
    )
    message = f"Cmdlet suceeded. Cmdlet {cmdlet}, parameters {parameters}."
    return Event(
        at=at, channel=MANAGEMENT, provider="MSExchange CmdletLogs", id=1, positional=positional, message=message
    )


def application(at: Moment, provider: str, number: int, text: str, level: int = 4) -> Event:
    """An event of the Application log."""
    return Event(
        at=at, channel=APPLICATION, provider=provider, id=number, positional=(text,), message=text, level=level
    )


def background(rng: Random, server: Server, host: Estate, hour: Moment) -> Iterator[Event]:
    """What the channels carry in an hour in which nothing happens."""
    worker = Process(
        braced(rng), 12252, rf"{INSTALL}\Bin\MSExchangeHMWorker.exe", rf'"{INSTALL}\Bin\MSExchangeHMWorker.exe"'
    )
    at = hour + rng.randrange(3_000_000)
    netsh = r"C:\Windows\System32\netsh.exe"
    yield from process_started(rng, server, host, at, worker, netsh, '"netsh" interface tcp show global')[1]
    at = hour + rng.randrange(3_500_000)
    yield file_created(
        at, worker, rf"{INSTALL}\Logging\Monitoring\Monitoring\MSExchangeHMWorker\Probe_{rng.getrandbits(20)}.log"
    )
    user = host.users[rng.getrandbits(16) % len(host.users)]
    yield logon(rng, host, hour + rng.randrange(3_500_000), user, "WS" + user.client.rsplit(".", 1)[1])
    yield logon(rng, host, hour + rng.randrange(3_500_000), host.health, server.name)
    if hour // 3_600_000 % 4 == 0:
        box = host.health.account.split("\\", 1)[1]
        where = f"{server.domain}/Microsoft Exchange System Objects/Monitoring Mailboxes/{box}"
        identity = f'-Identity "{where}" -Password "********"'
        yield cmdlet_run(
            rng,
            server,
            host,
            hour + rng.randrange(3_500_000),
            "Set-Mailbox",
            identity,
            "NT AUTHORITY\\SYSTEM (MSExchangeHMHost)",
            "MSExchangeHMWorker",
        )
    if hour // 3_600_000 % 6 == 2:
        yield application(
            hour + rng.randrange(3_500_000),
            "MSExchange ADAccess",
            2080,
            f"Topology discovered: {host.controller} CDG 1 7 7 1 0 1 1 7 1",
        )
    if hour // 3_600_000 % 24 == 5:
        yield application(
            hour + rng.randrange(3_500_000), "MSExchange OABRequestHandler", 17004, "OAB download request served."
        )
