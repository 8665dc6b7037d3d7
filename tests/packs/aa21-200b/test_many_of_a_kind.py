"""Correlations that count different values, from files to findings: enough within the time, and nothing less."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.by_technique import detectors_by_technique
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge import load_pack
from indicia.model.finding import Finding, Severity
from indicia.pipeline.scan import Order, scan

START = datetime(2021, 3, 3, 5, 0, 0, tzinfo=UTC)
SYSMON = {"Channel": "Microsoft-Windows-Sysmon/Operational", "Provider": "Microsoft-Windows-Sysmon"}
SECURITY = {"Channel": "Security", "Provider": "Microsoft-Windows-Security-Auditing"}
TOOLS = ("whoami", "ipconfig", "netstat", "tasklist", "nltest", "systeminfo", "quser", "arp")
PIPES = ("samr", "lsarpc", "srvsvc", "wkssvc", "svcctl", "atsvc", "eventlog", "winreg", "netlogon")


@dataclass(frozen=True)
class Burst:
    """Records of one kind, `apart` seconds from one to the next, and what a correlation makes of them."""

    title: str
    common: Mapping[str, object]
    field: str
    """Of which `values` are the values."""
    values: Sequence[str]
    least: int
    """Fewest different values that are told."""
    apart: float
    group: str
    """Field by which records are told apart."""
    techniques: frozenset[str]
    says: str
    log: str = "events.json"

    def text(self, odd: str = "") -> str:
        """The log; with `odd`, every second record belongs to another group."""
        rows: list[dict[str, object]] = []
        for number, value in enumerate(self.values):
            row = {**self.common, self.field: value}
            if odd and number % 2:
                row[self.group] = odd
            rows.append(row)
        if self.log != "events.json":
            return _ews(rows, self.apart)
        return "\n".join(
            json.dumps(
                {
                    "Computer": "mx.example.test",
                    "TimeCreated": (START + timedelta(seconds=number * self.apart)).isoformat(),
                    **row,
                }
            )
            for number, row in enumerate(rows)
        )


def _ews(rows: Sequence[Mapping[str, object]], apart: float) -> str:
    lines = [
        "#Software: Microsoft Exchange Server",
        "#Version: 15.01.2375.007",
        "#Log-type: EWS Logs",
        "#Date: 2021-03-03T05:00:00.000Z",
        f"#Fields: DateTime,{','.join(rows[0])}",
    ]
    for number, row in enumerate(rows):
        when = START + timedelta(seconds=number * apart)
        lines.append(f"{when:%Y-%m-%dT%H:%M:%S.000Z},{','.join(map(str, row.values()))}")
    return "\n".join(lines) + "\n"


ASKED = Burst(
    title="One session asked about the host and the domain with many tools",
    common={**SYSMON, "EventID": 1, "LogonId": "0x1f2e3", "CommandLine": "inert"},
    field="Image",
    values=tuple(f"C:\\Windows\\System32\\{tool}.exe" for tool in TOOLS),
    least=6,
    apart=20,
    group="LogonId",
    techniques=frozenset({"T1082", "T1033", "T1016"}),
    says="The session 0x1f2e3 ran 8 different tools",
)
CONNECTED = Burst(
    title="One program tried the same kind of service on many hosts",
    common={
        **SYSMON,
        "EventID": 3,
        "Image": "C:\\Users\\Public\\inert.exe",
        "Initiated": "true",
        "DestinationPort": "445",
    },
    field="DestinationIp",
    values=tuple(f"192.0.2.{number}" for number in range(1, 26)),
    least=20,
    apart=2,
    group="DestinationPort",
    techniques=frozenset({"T1046", "T1018"}),
    says="C:\\Users\\Public\\inert.exe connected to port 445 of 25 hosts",
)
LET_OUT = Burst(
    title=CONNECTED.title,
    common={
        **SECURITY,
        "EventID": 5156,
        "Application": "\\device\\harddiskvolume2\\users\\public\\inert.exe",
        "Direction": "%%14593",
        "DestPort": "445",
    },
    field="DestAddress",
    values=CONNECTED.values,
    least=20,
    apart=2,
    group="DestPort",
    techniques=CONNECTED.techniques,
    says="inert.exe connected to port 445 of 25 hosts",
)
OPENED = Burst(
    title="One after the other the pipes of Windows services were tried over the network",
    common={**SYSMON, "EventID": 18, "Image": "System"},
    field="PipeName",
    values=tuple(f"\\{name}" for name in PIPES),
    least=8,
    apart=0.5,
    group="Computer",
    techniques=frozenset({"T1046"}),
    says="9 different pipes of services",
)
TRIED = Burst(
    title="One address tried many accounts at the domain controller",
    common={**SECURITY, "EventID": 4771, "Status": "0x18", "IpAddress": "192.0.2.9"},
    field="TargetUserName",
    values=tuple(f"person{number}" for number in range(10)),
    least=8,
    apart=2,
    group="IpAddress",
    techniques=frozenset({"T1110.003"}),
    says="192.0.2.9 tried 10 different accounts",
)
READ = Burst(
    title="One account read in many mailboxes of others",
    common={
        "AuthenticatedUser": "svc@corp.example",
        "ClientIpAddress": "192.0.2.9",
        "SoapAction": "GetItem",
        "HttpStatus": "200",
    },
    field="ImpersonatedUser",
    values=tuple(f"person{number}@corp.example" for number in range(25)),
    least=20,
    apart=2,
    group="ClientIpAddress",
    techniques=frozenset({"T1114.002"}),
    says="svc@corp.example read in 25 mailboxes of others from 192.0.2.9",
    log="Ews_2021030305-1.LOG",
)
NAMED = Burst(
    title="One program asked for many very long names",
    common={**SYSMON, "EventID": 22, "Image": "C:\\Users\\Public\\inert.exe"},
    field="QueryName",
    values=tuple(f"{number:050d}.t.example.net" for number in range(60)),
    least=50,
    apart=2,
    group="Image",
    techniques=frozenset({"T1572", "T1071.004"}),
    says="C:\\Users\\Public\\inert.exe asked for 60 different very long names",
)
BURSTS = {
    "asked": ASKED,
    "connected": CONNECTED,
    "let out": LET_OUT,
    "opened": OPENED,
    "tried": TRIED,
    "read": READ,
    "named": NAMED,
}


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    """The pack with its advisories."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


@pytest.fixture(params=BURSTS.values(), ids=BURSTS)
def burst(request: pytest.FixtureRequest) -> Burst:
    assert isinstance(request.param, Burst)
    return request.param


def found(tmp_path: Path, ruleset: Ruleset, burst: Burst, odd: str = "") -> dict[str, Finding]:
    """Findings on the log of a burst, by title; every record of it was read."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / burst.log).write_text(burst.text(odd), encoding="utf-8")
    result = scan(Order(arguments=(folder,)), Case.create(tmp_path / "case"), ruleset)
    assert result.evidence[0].account.count == len(burst.values)
    return {finding.title: finding for finding in result.findings}


def test_many_of_a_kind_are_told_once(tmp_path, ruleset, burst):
    """One finding of low severity and no stage, with what was counted; the single records are not told."""
    told = found(tmp_path, ruleset, burst)
    assert set(told) == {burst.title}
    finding = told[burst.title]
    assert (finding.severity, finding.stage, finding.count) == (Severity.LOW, None, len(burst.values))
    assert burst.says in finding.summary
    assert set(finding.techniques) == burst.techniques


def test_fewer_are_nothing(tmp_path, ruleset, burst):
    """One less than the least is not told, and the least is."""
    few = replace(burst, values=burst.values[: burst.least - 1])
    assert burst.title not in found(tmp_path, ruleset, few)
    (tmp_path / "enough").mkdir()
    assert burst.title in found(tmp_path / "enough", ruleset, replace(burst, values=burst.values[: burst.least]))


def test_the_same_again_is_nothing(tmp_path, ruleset, burst):
    """A value that comes again and again counts once."""
    same = replace(burst, values=(burst.values[0],) * len(burst.values))
    assert burst.title not in found(tmp_path, ruleset, same)


def test_slowly_is_nothing(tmp_path, ruleset, burst):
    """Spread over more than the time they are not told."""
    assert burst.title not in found(tmp_path, ruleset, replace(burst, apart=601))


OTHERS = {
    "LogonId": "0x99999",
    "DestinationPort": "3389",
    "DestPort": "3389",
    "Computer": "dc.example.test",
    "IpAddress": "192.0.2.10",
    "ClientIpAddress": "192.0.2.10",
    "Image": "C:\\Users\\Public\\other.exe",
}


def test_of_two_groups_is_nothing(tmp_path, ruleset, burst):
    """Half of one and half of another are not enough of either."""
    enough = replace(burst, values=burst.values[: burst.least])
    assert burst.title not in found(tmp_path, ruleset, enough, OTHERS[burst.group])


def test_what_only_counts_does_not_look_by_itself(ruleset):
    """The correlation is a detector of its techniques, in the logs of its rules; those below it are none."""
    (one,) = (item for item in ruleset.correlations.correlations if item.title == READ.title)
    looking = {each.detector: each for each in detectors_by_technique(ruleset)["T1114.002"]}
    assert set(looking[one.id].reads) == {"ews"}
    assert not set(ruleset.correlations.leaves(one.id)) & set(looking)
