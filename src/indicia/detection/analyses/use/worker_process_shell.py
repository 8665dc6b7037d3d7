"""Commands started by the web server's worker process: somebody operated the server over the web."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct, field

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.exhibit import in_order
from indicia.detection.analyses.common.fieldtext import basename, listed, moment, number, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import security, sysmon
from indicia.detection.analyses.use.usual_commands import usual
from indicia.detection.conditions.condition import All, Condition, Not, contains, ends
from indicia.detection.conditions.condition import Any as AnyOf
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Severity, Stage

WORDS = Words(
    name="worker-process-shell",
    title="Worker process started a shell",
    mistakes=(
        "Third-party add-ins and monitoring agents inside IIS may start programs.  ASP.NET's compilers and crash "
        "reporting are left out, and so are children of Exchange's health manager."
    ),
)
_SHELLS = ("cmd.exe", "powershell.exe", "pwsh.exe", "cscript.exe", "wscript.exe", "mshta.exe", "bash.exe")
_TOOLS = (
    "whoami.exe", "net.exe", "net1.exe", "nltest.exe", "ipconfig.exe", "systeminfo.exe", "quser.exe", "query.exe",
    "qwinsta.exe", "tasklist.exe", "netstat.exe", "arp.exe", "route.exe", "nslookup.exe", "ping.exe", "hostname.exe",
    "dsquery.exe", "csvde.exe", "ldifde.exe", "ntdsutil.exe", "vssadmin.exe", "rundll32.exe", "regsvr32.exe",
    "certutil.exe", "bitsadmin.exe", "wmic.exe", "reg.exe", "schtasks.exe", "sc.exe", "at.exe", "netsh.exe",
    "attrib.exe", "icacls.exe", "makecab.exe", "expand.exe", "curl.exe", "wevtutil.exe", "procdump.exe",
    "procdump64.exe", "psexec.exe", "7z.exe", "rar.exe", "installutil.exe", "msbuild.exe",
)  # fmt: skip
_WRITABLE = (
    "\\programdata\\", "\\windows\\temp\\", "\\users\\public\\", "\\perflogs\\", "c:\\root\\", "c:\\temp\\",
    "\\inetpub\\wwwroot\\", "\\$recycle.bin\\", "\\frontend\\httpproxy\\",
)  # fmt: skip
_WORKERS = ("\\w3wp.exe", "\\UMWorkerProcess.exe")
_HEALTH = ("\\MSExchangeHMWorker.exe", "\\MSExchangeHMHost.exe")


def _names(programs: Iterable[str]) -> tuple[str, ...]:
    return tuple("\\" + program for program in programs)


def _child(parent: str, image: str) -> Condition:
    exchange = All((contains(parent, "\\MSExchange"), Not(ends(parent, *_HEALTH)), ends(image, *_names(_SHELLS))))
    web = All((
        ends(parent, *_WORKERS),
        AnyOf((ends(image, *_names(_SHELLS), *_names(_TOOLS)), contains(image, *_WRITABLE))),
    ))  # fmt: skip
    return AnyOf((web, exchange))


def _grandchild(parent: str, image: str) -> Condition:
    return All((
        ends(parent, *_names(_SHELLS)),
        AnyOf((ends(image, *_names(_SHELLS), *_names(_TOOLS)), contains(image, *_WRITABLE))),
    ))  # fmt: skip


CHILD = Detector(
    "worker-process-shell/child",
    (
        Binding(sysmon(1), _child("ParentImage", "Image")),
        Binding(security(4688), _child("ParentProcessName", "NewProcessName")),
    ),
)
GRANDCHILD = Detector(
    "worker-process-shell/grandchild",
    (
        Binding(sysmon(1), _grandchild("ParentImage", "Image")),
        Binding(security(4688), _grandchild("ParentProcessName", "NewProcessName")),
    ),
)
SAME_START = timedelta(seconds=5)
"""Sysmon and Security write of one start within milliseconds; a process id is not given again that soon."""
LIFE = timedelta(hours=1)
"""How long a shell known only by its process id is taken for the parent of what names it."""

_POOL = re.compile(r"-ap\s+\"([^\"]{1,100})\"")
_POOL_ACCOUNT = re.compile(r"IIS APPPOOL\\(.{1,100})$", re.IGNORECASE)
"""An account is named after the pool it runs; Exchange's pools run as the system."""
_CHOPPER = re.compile(r"&\s*(?:ipconfig|whoami|quser|cd|dir|c:)\s*&\s*echo|&\s*echo\s*\[[se]\]", re.IGNORECASE)


class Start(Struct):
    """One process start, from Sysmon 1, Security 4688 or both."""

    records: list[Seen]
    time: datetime
    pid: int
    parent_pid: int
    image: str
    guid: str = ""
    parent_guid: str = ""
    parent: str = ""
    parent_command: str = ""
    command: str = ""
    user: str = ""


class Worker(Struct):
    """One worker process and what it started."""

    first: Start
    starts: list[Start] = field(default_factory=list)


@analysis(
    WORDS.name,
    selectors=(CHILD, GRANDCHILD),
    tests=("WS-08", "WS-09", "PL-11"),
    techniques=("T1505.003", "T1059", "T1059.003", "T1059.001"),
)
def judge(view: HostView) -> Iterator[Finding]:
    """One finding per parent process: which commands it started, as whom, for which application pool.

    A start that both Sysmon and Security wrote is one, at Sysmon's time.  What a started shell started itself belongs
    to it, by process GUID, else by process id within an hour.  What an application of its own starts day by day for
    weeks is one finding apart, low and without a stage; never in a pool of Exchange.
    Source: artefact notes WS-08, WS-09 and PL-11.
    """
    children = _starts(view.of(CHILD.id))
    own = _own_work(children)
    workers: dict[str, Worker] = {}
    for start in children:
        if id(start) not in own:
            key = start.parent_guid or f"{start.parent_pid} {start.parent.lower()}"
            workers.setdefault(key, Worker(start)).starts.append(start)
    by_guid: dict[str, list[Start]] = {}
    by_pid: dict[int, list[Start]] = {}
    for start in _starts(view.of(GRANDCHILD.id)):
        by_guid.setdefault(start.parent_guid or "none", []).append(start)
        by_pid.setdefault(start.parent_pid, []).append(start)
    for worker in workers.values():
        _descend(worker, by_guid, by_pid)
        yield _finding(view, worker)
    if own:
        yield _at_work(view, [start for start in children if id(start) in own])


def _starts(picked: Iterable[Seen]) -> list[Start]:
    """Starts in order of time; a Security record joins the Sysmon record of the same start."""
    starts: list[Start] = []
    by_pid: dict[int, list[Start]] = {}
    bare: list[Start] = []
    for seen in picked:
        start = _read(seen)
        if start is None:
            continue
        if start.guid:
            starts.append(start)
            by_pid.setdefault(start.pid, []).append(start)
        else:
            bare.append(start)
    guids = {(start.parent_pid, basename(start.parent)): start.parent_guid for start in starts}
    for start in bare:
        twin = next(
            (
                other
                for other in by_pid.get(start.pid, ())
                if abs(other.time - start.time) <= SAME_START and basename(other.image) == basename(start.image)
            ),
            None,
        )
        if twin is not None:
            twin.records.extend(start.records)
        else:
            start.parent_guid = guids.get((start.parent_pid, basename(start.parent)), "")
            starts.append(start)
    return sorted(starts, key=lambda start: (start.time, start.pid))


def _read(seen: Seen) -> Start | None:
    time = moment(seen)
    if time is None:
        return None
    if text(seen, "NewProcessName"):
        sid, name, domain = (text(seen, f"Subject{part}") for part in ("UserSid", "UserName", "DomainName"))
        system = sid == "S-1-5-18" or name.endswith("$")
        return Start(
            records=[seen],
            time=time,
            pid=number(seen, "NewProcessId") or 0,
            parent_pid=number(seen, "ProcessId") or 0,
            image=text(seen, "NewProcessName"),
            parent=text(seen, "ParentProcessName"),
            command=text(seen, "CommandLine"),
            user="NT AUTHORITY\\SYSTEM" if system else "\\".join(part for part in (domain, name) if part),
        )
    return Start(
        records=[seen],
        time=time,
        pid=number(seen, "ProcessId") or 0,
        parent_pid=number(seen, "ParentProcessId") or 0,
        image=text(seen, "Image"),
        guid=text(seen, "ProcessGuid"),
        parent_guid=text(seen, "ParentProcessGuid"),
        parent=text(seen, "ParentImage"),
        parent_command=text(seen, "ParentCommandLine"),
        command=text(seen, "CommandLine"),
        user=text(seen, "User"),
    )


def _descend(worker: Worker, by_guid: Mapping[str, list[Start]], by_pid: Mapping[int, list[Start]]) -> None:
    """Add what the started processes started, and so on; `by_guid` and `by_pid` list starts by their parent."""
    known = {id(start) for start in worker.starts}
    waiting = list(worker.starts)
    while waiting:
        parent = waiting.pop()
        unnamed = (
            start
            for start in by_pid.get(parent.pid, ())
            if not (start.parent_guid and parent.guid) and -SAME_START <= start.time - parent.time <= LIFE
        )
        for start in (*by_guid.get(parent.guid or "-", ()), *unnamed):
            if id(start) not in known:
                known.add(id(start))
                worker.starts.append(start)
                waiting.append(start)


def _own_work(starts: Sequence[Start]) -> frozenset[int]:
    """Ids of starts that are the daily work of an application: commands of one form, under the worker of one pool."""
    by_pool: dict[str, list[Start]] = {}
    for start in starts:
        pool = _pool(start)
        if pool and not pool.startswith("msexchange") and basename(start.parent) == "w3wp.exe":
            by_pool.setdefault(pool, []).append(start)
    found: set[int] = set()
    for several in by_pool.values():
        commands = usual((start.command, start.time) for start in several)
        found.update(id(start) for start in several if start.command in commands)
    return frozenset(found)


def _pool(start: Start) -> str:
    """Name of the application pool, lower case; empty where neither command line nor account tells it."""
    found = _POOL.search(start.parent_command) or _POOL_ACCOUNT.match(start.user)
    return found[1].lower() if found else ""


def _at_work(view: HostView, starts: Sequence[Start]) -> Finding:
    commands = dict.fromkeys(quoted(start.command, 100) for start in starts)
    days = len({start.time.date() for start in starts})
    pools = listed(sorted({quoted(_pool(start), 40) for start in starts}), 3)
    return compose(
        view,
        WORDS,
        title="Commands that an application starts day by day",
        summary=(
            f"The worker process of {pools} started {listed([f'`{command}`' for command in commands], 3)}, "
            f"{len(starts):,} times on {days:,} days, in the same form again and again, as applications do at work."
        ),
        stage=None,
        severity=Severity.LOW,
        confidence=Confidence.WEAK,
        records=in_order(seen for start in starts for seen in start.records),
        telling=[start.records[0] for start in starts[:8]],
        times=[start.time for start in starts],
        techniques=("T1059",),
        objects=(),
        next_step="Ask whose application it is and whether it starts these programs.",
    )


def _finding(view: HostView, worker: Worker) -> Finding:
    starts = sorted(worker.starts, key=lambda start: (start.time, start.pid))
    parent = basename(worker.first.parent)
    named = (_POOL.search(start.parent_command) or _POOL_ACCOUNT.match(start.user) for start in starts)
    pool = next((found[1] for found in named if found), "")
    chopper = any(_CHOPPER.search(start.command) for start in starts)
    # The default pool runs `aspnet_client`, a favourite place for pages that do not belong there.
    exchange_pool = not pool or pool.lower().startswith(("msexchange", "defaultapppool"))
    web = parent in {"w3wp.exe", "umworkerprocess.exe"}
    commands = dict.fromkeys(quoted(start.command or basename(start.image), 100) for start in starts)
    users = dict.fromkeys(quoted(start.user, 60) for start in starts if start.user)
    shells = {basename(start.image) for start in starts}
    if chopper:
        confidence = Confidence.CONCLUSIVE
    else:
        confidence = Confidence.STRONG if web and exchange_pool else Confidence.MODERATE
    names = f" of the application pool {quoted(pool, 60)}" if pool else ""
    return compose(
        view,
        WORDS,
        title=f"{parent} started {listed(sorted(shells), 3)}",
        summary=(
            f"{parent}{names} started {listed([f'`{command}`' for command in commands], 5)}"
            f"{' as ' + listed(list(users), 2) if users else ''}"
            f"{', in the pattern of a known web-shell client' if chopper else ''}."
        ),
        stage=Stage.OPERATED,
        severity=Severity.CRITICAL if chopper or (web and exchange_pool) else Severity.HIGH,
        confidence=confidence,
        records=in_order(seen for start in starts for seen in start.records),
        telling=[start.records[0] for start in starts[:8]],
        times=[start.time for start in starts],
        techniques=tuple(_techniques(shells)),
        tests=_tests(parent, chopper),
        objects=users,
        next_step=(
            "Take memory before a restart; find the page that was requested at these times, and what the commands "
            "left behind."
        ),
    )


def _tests(parent: str, chopper: bool) -> Iterator[str]:
    if parent == "w3wp.exe":
        yield "WS-08"
    if parent == "umworkerprocess.exe":
        yield "PL-11"
    if chopper:
        yield "WS-09"


def _techniques(images: set[str]) -> Iterator[str]:
    yield "T1505.003"
    if "cmd.exe" in images:
        yield "T1059.003"
    if images & {"powershell.exe", "pwsh.exe"}:
        yield "T1059.001"
    if not images & {"cmd.exe", "powershell.exe", "pwsh.exe"}:
        yield "T1059"
    if "whoami.exe" in images:
        yield "T1033"
