"""A virtual directory's address set to a script: what the settings dump then writes to disk as a page."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import unquote

from msgspec import Struct

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import listed, moment, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import ECP_SERVER, MANAGEMENT, RPS_CMDLET
from indicia.detection.analyses.entry.canary import canaries
from indicia.detection.conditions.condition import All, Condition, Pattern, Test, Wildcard, contains, ends, starts
from indicia.detection.conditions.condition import Any as AnyOf
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage

WORDS = Words(
    name="virtual-directory-script",
    title="Script in the address of a virtual directory",
    mistakes=(
        "An administrator who changes the addresses of a virtual directory or creates it anew leaves the same cmdlets; "
        "only the value tells.  A test of the flaw by a hired tester is not told apart from an intruder."
    ),
)
_VERBS = ("Set-", "Remove-", "New-")


def _cmdlet(field: str) -> Condition:
    return All((ends(field, "VirtualDirectory"), starts(field, *_VERBS)))


ECP = Detector(
    "virtual-directory-script/ecp",
    (
        Binding(
            ECP_SERVER,
            AnyOf(
                tuple(
                    Test("EventData", Pattern((Wildcard.MANY, verb, Wildcard.MANY, "VirtualDirectory", Wildcard.MANY)))
                    for verb in _VERBS
                )
            ),
        ),
    ),
)
EVENT = Detector("virtual-directory-script/management", (Binding(MANAGEMENT, _cmdlet("Cmdlet")),))
CMDLET_LOG = Detector(
    "virtual-directory-script/cmdlet-log",
    (Binding(RPS_CMDLET, All((contains("Cmdlet", "VirtualDirectory"), starts("Cmdlet", *_VERBS)))),),
)
FOLLOWS = timedelta(minutes=10)
"""Remove and New come seconds after the change when a program sends them, minutes when a person does."""
MOST = 20
"""Addresses of a cmdlet and cmdlets of a row that are looked at; there are two or three."""

_COMMAND = re.compile(r"(Set|Remove|New)-(\w*VirtualDirectory)", re.IGNORECASE)
_URL = re.compile(r"(?:^|[\s.'\"-])(\w*Url)\s*[=\s]\s*", re.IGNORECASE)
_VALUE_END = re.compile(r"[\"']{1,4}\s{0,4}(?:-[A-Za-z]+\s|\.[A-Za-z]\w*=|[A-Z][a-z]+-[A-Z]\w*\.|$)|\s-[A-Z]\w+\s")
_BARE_END = re.compile(r"\s|\.[A-Za-z]\w*=")
_PLACEHOLDER = re.compile(r"</?(?:null|empty|pii)>", re.IGNORECASE)
_SCRIPT = re.compile(r"<\s*[a-z%!?]|%3c|\beval\s*\(|runat\s*=|\brequest\s*[\[.(]|page_load", re.IGNORECASE)
_PLAIN = re.compile(r"https?://[^\s<>\"'{}()#]*", re.IGNORECASE)


class Change(Struct, frozen=True):
    """One cmdlet on a virtual directory."""

    seen: Seen
    verb: str
    directory: str
    """`OabVirtualDirectory`, as written."""
    values: tuple[str, ...]
    """Values given to parameters whose name ends in Url."""
    failed: bool

    @property
    def script(self) -> bool:
        """Whether an address holds a tag or code."""
        return any(_SCRIPT.search(value) or _SCRIPT.search(unquote(value)) for value in self.values)

    @property
    def plants(self) -> bool:
        """Whether it puts a script into the settings."""
        return self.verb in {"set", "new"} and self.script

    @property
    def odd(self) -> bool:
        """Whether an address is neither empty nor a plain web address."""
        return any(value not in {"", "$null"} and not _PLAIN.fullmatch(value) for value in self.values)

    @property
    def time(self) -> datetime | None:
        """When, UTC."""
        return moment(self.seen)


@analysis(
    WORDS.name, selectors=(ECP, EVENT, CMDLET_LOG), tests=("PL-07", "PL-08", "PL-19"), techniques=("T1190", "T1505.003")
)
def judge(view: HostView) -> Iterator[Finding]:
    """A script in an address, what followed it, and, as information, ordinary changes of addresses.

    Reads ECP Server (`S:CMD`, failed where `S:EX` is not empty), MSExchange Management (6 is failed) and the cmdlet
    log (failed where it says so).  The same change in several logs is one finding.
    Source: vendor check for CVE-2021-27065 (ECP Server log), in our own form: any tag or code in an address counts.
    """
    changes = [read(seen) for detector in (ECP, EVENT, CMDLET_LOG) for seen in view.of(detector.id)]
    changes.sort(key=lambda change: (str(change.time or "9999"), change.seen.evidence.path))
    told = _told(changes)
    plain = [change for change in changes if not change.plants]
    replaced = _replacements(plain)
    for group in told:
        yield _script(view, group, _next(replaced.get(group[0].directory.lower(), []), group[-1].time))
    sets = [time for group in told if (time := group[0].time) and not group[0].failed]
    after: dict[int, list[Change]] = {}
    odd: list[Change] = []
    rest: list[Change] = []
    for change in plain:
        number = _follows(change, sets)
        if change.verb == "set" and change.odd:
            odd.append(change)
        elif number is not None:
            after.setdefault(number, []).append(change)
        else:
            rest.append(change)
    for _, group in sorted(after.items()):
        yield _recreated(view, group)
    if odd:
        yield _odd(view, odd)
    if rest:
        yield _ordinary(view, rest)


def read(seen: Seen) -> Change:
    """The cmdlet in a record of any of the three logs."""
    source = seen.sighting.record.source
    if source == "ecp_server":
        command = _commands_of(seen)
        failed = text(seen, "S:EX") not in {"", "<null>"}
        parameters = command
    else:
        command = text(seen, "Cmdlet")
        parameters = text(seen, "CmdletParameters", "Parameters")
        failed = text(seen, "EventID") == "6" or text(seen, "ExecutionResult").lower() not in {"", "success"}
    cmdlets = list(islice(_COMMAND.finditer(command), MOST))
    found = next((cmdlet for cmdlet in cmdlets if cmdlet[1].lower() == "set"), cmdlets[0] if cmdlets else None)
    return Change(
        seen=seen,
        verb=found[1].lower() if found else "",
        directory=found[2] if found else "VirtualDirectory",
        values=tuple(_values(parameters)),
        failed=failed,
    )


def _commands_of(seen: Seen) -> str:
    """All `S:CMD` values of an ECP row; from the whole text where none of them names the directory."""
    values = seen.sighting.record.fields.get("S:CMD")
    joined = " ; ".join(values) if isinstance(values, tuple) else str(values or "")
    return joined if _COMMAND.search(joined) else _ecp_command(text(seen, "EventData"))


def _ecp_command(data: str) -> str:
    """`S:CMD` cut from the whole text: the value itself may hold semicolons, so it ends at the next known key."""
    start = data.find("S:CMD=")
    if start < 0:
        return ""
    ends_at = [at for key in (";S:REQID=", ";S:URL=", "';S:") if (at := data.find(key, start)) > 0]
    return data[start + 6 : min(ends_at, default=len(data))]


def _values(parameters: str) -> Iterator[str]:
    clean = _PLACEHOLDER.sub("", parameters)
    for name in islice(_URL.finditer(clean), MOST):
        rest = clean[name.end() :]
        end = _VALUE_END.search(rest, 1) if rest[:1] in {'"', "'"} else _BARE_END.search(rest)
        yield rest[: end.start() if end else len(rest)].strip(" \"'")


def _key(change: Change) -> str:
    """The value's letters and digits: the logs quote it differently."""
    value = next(value for value in change.values if _SCRIPT.search(value) or _SCRIPT.search(unquote(value)))
    return "".join(sign for sign in value.lower() if sign.isalnum())[:60]


def _told(changes: Sequence[Change]) -> list[list[Change]]:
    """Changes that set a script: the same value in several logs within minutes is one."""
    groups: list[list[Change]] = []
    latest: dict[tuple[bool, str], list[Change]] = {}
    for change in changes:
        if not change.plants:
            continue
        key = (change.failed, _key(change))
        group = latest.get(key)
        if group and (change.time is None or (group[-1].time and change.time - group[-1].time <= FOLLOWS)):
            group.append(change)
        else:
            latest[key] = [change]
            groups.append(latest[key])
    return groups


def _replacements(plain: Sequence[Change]) -> dict[str, list[datetime]]:
    """Per directory the times, in order, at which an address was set to something that is no script."""
    found: dict[str, list[datetime]] = {}
    for change in plain:
        if change.verb == "set" and change.values and not change.failed and change.time:
            found.setdefault(change.directory.lower(), []).append(change.time)
    return found


def _next(times: Sequence[datetime], after: datetime | None) -> datetime | None:
    at = bisect_right(times, after) if after else len(times)
    return times[at] if at < len(times) else None


def _follows(change: Change, starts_at: Sequence[datetime]) -> int | None:
    """Number of the last script set before this change, when that was within minutes; else null."""
    if change.time is None:
        return None
    before = bisect_right(starts_at, change.time) - 1
    return before if before >= 0 and change.time - starts_at[before] <= FOLLOWS else None


def _address(changes: Sequence[Change]) -> list[str]:
    return canaries(*(text(change.seen, "S:URL", "EventData") for change in changes))


def _tests(group: Sequence[Change]) -> Iterator[str]:
    for change in group:
        oab = change.directory.lower() == "oabvirtualdirectory"
        if change.seen.sighting.record.source == "ecp_server":
            yield "PL-07"
            if oab:
                yield "PL-08"
        elif oab:
            yield "PL-19"


def _script(view: HostView, group: Sequence[Change], replaced: datetime | None) -> Finding:
    first = group[0]
    failed = first.failed
    value = next(value for value in first.values if _SCRIPT.search(value) or _SCRIPT.search(unquote(value)))
    directory = quoted(first.directory, 40)
    if failed:
        summary = (
            f"Setting an address of {directory} to a script (`{quoted(value)}`) failed; whoever sent it "
            "already had a session that may run the cmdlet."
        )
    else:
        anew = f"; it was set to something else at {replaced:%Y-%m-%dT%H:%M:%SZ}" if replaced else ""
        summary = f"An address of {directory} was set to a script: `{quoted(value)}`{anew}."
    found = _address(group)
    return compose(
        view,
        WORDS,
        title="Script set as a virtual directory's address" + (" (failed)" if failed else ""),
        summary=summary,
        stage=Stage.EXPLOITED,
        severity=Severity.HIGH if failed else Severity.CRITICAL,
        confidence=Confidence.MODERATE if failed else Confidence.CONCLUSIVE,
        records=[change.seen for change in group],
        techniques=("T1190", "T1505.003"),
        tests=() if failed else _tests(group),
        objects=(directory, *found),
        presence=Presence.SEEN_ONCE if failed else Presence.REMOVED if replaced else Presence.UNKNOWN,
        next_step=(
            "Read the address that is set now (Get-OabVirtualDirectory and its kin); look for a page written within "
            "the next seconds and for a reset of the directory."
        ),
        joins={"canary": found[0]} if found else {},
    )


def _recreated(view: HostView, after: Sequence[Change]) -> Finding:
    names = [f"{change.verb.capitalize()}-{quoted(change.directory, 40)}" for change in after]
    failed = ", in part failed" if any(change.failed for change in after) else ""
    return compose(
        view,
        WORDS,
        title="Virtual directory reset after a script was set",
        summary=(
            f"Within {FOLLOWS.seconds // 60} minutes after the script was set, {listed(list(dict.fromkeys(names)))} "
            f"ran{failed}: {_meaning(after)}."
        ),
        stage=None,
        severity=Severity.MEDIUM,
        confidence=Confidence.STRONG,
        records=[change.seen for change in after],
        techniques=("T1505.003",),
        objects=(change.directory for change in after),
        next_step="Look for the file of that second in the web folders and in Sysmon or Security file events.",
        joins={"canary": found[0]} if (found := _address(after)) else {},
    )


def _meaning(after: Sequence[Change]) -> str:
    if any(change.verb in {"remove", "new"} for change in after):
        return "a reset, which writes the old settings, script included, to a file"
    return "the script was replaced, as after its use"


def _odd(view: HostView, odd: Sequence[Change]) -> Finding:
    values = [quoted(value, 60) for change in odd for value in change.values if not _PLAIN.fullmatch(value)]
    return compose(
        view,
        WORDS,
        title="Virtual directory's address set to something that is no web address",
        summary=f"An address of a virtual directory was set to {listed(list(dict.fromkeys(values)))}.",
        stage=None,
        severity=Severity.MEDIUM,
        confidence=Confidence.MODERATE,
        records=[change.seen for change in odd],
        techniques=("T1505.003",),
        tests=("PL-08",) if any(test == "PL-08" for test in _tests(odd)) else (),
        objects=(change.directory for change in odd),
        presence=Presence.UNKNOWN,
        next_step="Ask the administrators; read the address that is set now.",
    )


def _ordinary(view: HostView, rest: Sequence[Change]) -> Finding:
    names = dict.fromkeys(f"{change.verb.capitalize()}-{quoted(change.directory, 40)}" for change in rest)
    return compose(
        view,
        WORDS,
        title="Virtual directories changed in the ordinary way",
        summary=f"{listed(list(names))} ran {len(rest)} times with plain web addresses or none, as in administration.",
        stage=None,
        severity=Severity.INFORMATIONAL,
        confidence=Confidence.WEAK,
        records=[change.seen for change in rest],
        next_step="Nothing, unless nobody here changed them.",
    )
