"""What Test-ProxyLogon.ps1 looks for is answered here too, check by check, through a whole scan."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from indicia.case import Case
from indicia.config import Settings
from indicia.demo.exchange_rows import ECP_FIELDS, OAB_FIELDS
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge import load_pack
from indicia.model.assessment import Answer, Assessment
from indicia.pipeline.scan import Order, scan

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

from vendor_checks import CHECKS  # noqa: E402 - a module beside the package, which is not on the path before

LOGGING = "C/Program Files/Microsoft/Exchange Server/V15/Logging"
PROXY_FIELDS = (
    "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,Protocol,UrlStem,AuthenticatedUser,"
    "AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,BackEndStatus,Method,RoutingHint,UrlQuery"
)
IIS_FIELDS = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status"


def exchange_log(kind: str, fields: str, *rows: str) -> str:
    """A log of Exchange."""
    return (
        f"#Software: Microsoft Exchange Server\n#Version: 15.01.2106.002\n#Log-type: {kind}\n"
        f"#Date: 2021-03-03T04:00:00.000Z\n#Fields: {fields}\n" + "".join(f"{row}\n" for row in rows)
    )


def proxied(*anchors: tuple[str, int]) -> dict[str, str]:
    """The front end's log, one row for each (anchor, answer)."""
    rows = [
        f"2021-03-03T04:10:0{number}.000Z,5e58f5e5-1ddc-48d3-82c6-0199bc12164{number},15,1,2106,2,Ecp,/ecp/y.js,,"
        f"{anchor},python-requests/2.25.1,203.0.113.9,EX07,{status},{status},POST,X-BEResource-Cookie,"
        for number, (anchor, status) in enumerate(anchors)
    ]
    path = f"{LOGGING}/HttpProxy/Ecp/HttpProxy_2021030304-1.LOG"
    return {path: exchange_log("HttpProxy Logs", PROXY_FIELDS, *rows)}


def forged(path: str) -> str:
    """An anchor that names the back end."""
    return f"ServerInfo~a]@EX07.example.org:444/{path}#"


RESET = "ecp/DDI/DDIService.svc/SetObject?schema=ResetOABVirtualDirectory&msExchEcpCanary=x."
SET = (
    "2021-03-03T04:10:05.000Z,EX07,ECP.Request,S:TIME=40;S:SID=a;S:CMD=Set-OabVirtualDirectory.ExternalUrl="
    "'http://f/<script>/* inert look-alike */</script>'.Identity='1';S:REQID=;S:URL=/ecp/DDI/DDIService.svc/SetObject"
    "?schema=OABVirtualDirectory;S:REFERRER=;S:EX=;S:ACTID=2"
)
CAST = {
    "Channel": "Application",
    "EventID": 1423,
    "SourceName": "MSExchange Unified Messaging",
    "ProviderName": "MSExchange Unified Messaging",
    "Level": 2,
    "Hostname": "EX07.example.org",
    "TimeCreated": "2021-03-03T04:10:05.000Z",
    "Message": "System.InvalidCastException: Unable to cast object of type (cut)",
    "Data": "System.InvalidCastException: Unable to cast object of type (cut)",
}
DOWNLOAD = (
    r"2021-03-03T05:10:11.004Z,EX07,OABGenerator,Error,Download failed and temporary file "
    r"'C:\inetpub\wwwroot\aspnet_client\xx.aspx' needs to be removed"
)
LATE = "2021-03-20 01:00:00 192.0.2.1 GET /owa/auth/logon.aspx - 443 - 192.0.2.44 agent 200"

EVIDENCE: tuple[dict[str, str], ...] = (
    proxied((forged("mapi/emsmdb/?"), 200), (forged("ecp/proxyLogon.ecp?"), 241)),
    proxied((forged("autodiscover/autodiscover.xml?"), 200)),
    proxied(("ServerInfo~localhost:444/ecp/about.aspx", 200)),
    {"events/Application.json": json.dumps(CAST) + "\n"},
    {f"{LOGGING}/OABGeneratorLog/OAB20210303-1.LOG": exchange_log("OABGenerator Log", OAB_FIELDS, DOWNLOAD)},
    proxied((forged(RESET), 200)),
    {f"{LOGGING}/ECP/Server/ECPServer20210303-1.LOG": exchange_log("ECP Server Log", ECP_FIELDS, SET)},
    {"C/Windows/Temp/lsass.dmp": "inert look-alike", "C/root/lsass_1.dmp": "inert look-alike"},
    {"C/ProgramData/it.zip": "PK inert look-alike", "C/ProgramData/x/y.7z": "inert look-alike"},
    {"C/inetpub/logs/LogFiles/W3SVC1/u_ex210320.log": f"#Fields: {IIS_FIELDS}\n{LATE}\n"},
)
"""For each row of the table, in its order."""


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    """The pack and the analyses."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


@pytest.fixture
def judged(tmp_path: Path, ruleset: Ruleset) -> Callable[[dict[str, str]], Assessment]:
    """The assessment of a server with some files."""

    def judge(files: dict[str, str]) -> Assessment:
        for name, text in files.items():
            path = tmp_path / "triage" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        result = scan(Order(arguments=(tmp_path / "triage",)), Case.create(tmp_path / "case"), ruleset)
        (host,) = result.hosts
        return host

    return judge


def test_each_row_has_its_evidence() -> None:
    """The table and the evidence below are as long, and name tests of the pack."""
    assert len(CHECKS) == len(EVIDENCE)
    assert {test for check in CHECKS for test in check.tests} <= {test.id for test in load_pack().tests}
    assert [check.id[0] for check in CHECKS] == sorted(check.id[0] for check in CHECKS)


@pytest.mark.parametrize(("check", "files"), list(zip(CHECKS, EVIDENCE, strict=True)), ids=range(len(CHECKS)))
def test_what_the_script_finds_is_found(check, files, judged) -> None:
    """A hit of each test that the table names; where it names none, none of the family."""
    host = judged(files)
    hits = {test.id for test in host.tests if test.answer is Answer.HIT}
    if check.tests:
        assert set(check.tests) <= hits
    else:
        assert not {hit for hit in hits if hit.startswith("PL-")}


def test_a_probe_is_no_break_in(judged) -> None:
    """What the script leaves out as autodiscover is told here, and as a probe only."""
    assert judged(EVIDENCE[1]).verdict.value == "probed"


def test_missing_logs_are_not_clean(judged) -> None:
    """A server of which the script would find nothing, since its logs are gone: cannot tell."""
    host = judged({"C/inetpub/wwwroot/iisstart.htm": "<p>x</p>"})
    assert host.verdict.value == "cannot tell"
    assert not [test for test in host.tests if test.answer is Answer.NO_HIT and test.id in ("PL-01", "PL-09", "PL-10")]
