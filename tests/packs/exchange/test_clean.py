"""The rules of the Exchange pack stay calm over clean recordings, a healthy server's files and everyday work."""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from indicia.config import Limits
from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.sigma.rules import load_rules
from indicia.evidence.readers import reader_of
from indicia.evidence.text.exchange import reading as exchange
from indicia.evidence.text.web import iis
from indicia.knowledge import load_pack
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Value
from indicia.tables.batch import Ledger, Lines

PACK = load_pack()
RULES = load_rules(PACK.rule_folders, own=True).rules
ALARMS = [rule for rule in RULES if rule.level in {"medium", "high", "critical"}]
BINDINGS = [
    (Path(rule.path).stem, binding.route, compile_condition(binding.condition))
    for rule in ALARMS
    for binding in rule.detector.bindings
]
KINDS = {
    "HttpProxy": Kind.HTTPPROXY,
    "Server": Kind.ECP_SERVER,
    "Activity": Kind.ECP_ACTIVITY,
    "Ews": Kind.EWS,
    "CmdletInfra": Kind.RPS_CMDLET,
}
INSTALL = "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\"


def alarms(table: str, source: str, fields: Mapping[str, Value]) -> list[str]:
    return [
        name
        for name, route, decide in BINDINGS
        if route.table == table and route.source in {None, source} and decide(fields)
    ]


def records(path: Path, kind: Kind) -> Iterator[tuple[str, str, Mapping[str, Value]]]:
    assert {iis, exchange}
    read = reader_of(kind)
    assert read is not None
    data = path.read_bytes()
    evidence = Evidence(sha256="0" * 64, size=len(data), path=path.name, scope="s", kind=kind)
    for batch in read(io.BytesIO(data), evidence, Ledger(size=len(data), path=path.name, sha256="0" * 64), Limits()):
        assert isinstance(batch, Lines)
        for number in range(len(batch.starts)):
            found = batch.decode(number)
            yield found.table, found.source, found.fields


def test_clean_iis_logs_raise_no_alarm(corpora):
    """No rule of medium severity or above fires on the recorded IIS logs (the tunnel's log left out)."""
    count = 0
    for path in sorted((corpora / "iis-logs").rglob("*.log")):
        if "Tunna" in path.name:
            continue
        for table, source, fields in records(path, Kind.IIS):
            assert alarms(table, source, fields) == [], (path.name, fields)
            count += 1
    assert count > 50


def test_clean_exchange_logs_raise_no_alarm(corpora):
    """No rule of medium severity or above fires on the recorded Exchange logs."""
    count = 0
    for path in sorted((corpora / "exchange-logs").rglob("*.LOG")):
        kind = next((kind for part, kind in KINDS.items() if part in path.parts), Kind.EXCHANGE_OTHER)
        for table, source, fields in records(path, kind):
            assert alarms(table, source, fields) == [], (path.name, fields)
            count += 1
    assert count > 15


def test_clean_exchange_configuration_raises_no_alarm(corpora):
    """No web folder of a clean server lies where a rule looks for hidden ones."""
    import re
    import zipfile

    (path,) = (corpora / "exchange-config").glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        text = archive.read("E16/Exchange/IIS/applicationHost.config").decode("utf-8-sig")
    folders = re.findall(r'<virtualDirectory path="([^"]*)" physicalPath="([^"]*)"', text)
    assert len(folders) > 20
    for place, folder in folders:
        fields: dict[str, Value] = {"Element": "virtualDirectory", "@path": place, "@physicalPath": folder}
        assert alarms("iis_config", "apphost", fields) == []


def test_files_of_a_healthy_server_raise_no_alarm():
    """Known pages, logs, reports and everyday files of a server raise no alarm."""
    paths = [INSTALL + path for path in PACK.baseline.hashes]
    paths += [
        INSTALL + "ClientAccess\\OAB\\web.config",
        INSTALL + "UnifiedMessaging\\grammars\\en\\names.grxml",
        "C:\\inetpub\\wwwroot\\iisstart.htm",
        "C:\\inetpub\\wwwroot\\aspnet_client\\system_web\\4_0_30319\\WebUIValidation.js",
        "C:\\Windows\\Temp\\MpCmdRun.log",
        "C:\\Windows\\System32\\Tasks\\Microsoft\\Windows\\Defrag\\ScheduledDefrag",
        "C:\\Users\\Public\\Desktop\\Tool.lnk",
        "C:\\Program Files\\Common Files\\System\\ado\\msado28.tlb",
        "C:\\ProgramData\\Package Cache\\setup.exe",
    ]
    for path in paths:
        name = path.rpartition("\\")[2]
        fields: dict[str, Value] = {
            "Path": path,
            "Name": name,
            "Extension": name.rpartition(".")[2].lower(),
            "Size": 4096,
            "SHA256": "1" * 64,
            "Content": '<%@ Page language="c#" %><script>function clkLgn(){}</script> ExternalUrl',
            "Header": "3c254020",
        }
        assert alarms("file", "fs", fields) == []


@pytest.mark.parametrize(
    "line",
    [
        "GET /autodiscover/autodiscover.json Email=alice%40example.org&Protocol=Autodiscoverv1&RedirectCount=1 443 - "
        "192.0.2.21 Microsoft+Office/16.0 200",
        "GET /autodiscover/autodiscover.json/v1.0/alice%40example.org Protocol=Ews&RedirectCount=1 443 - 192.0.2.21 "
        "Outlook-iOS-Android/1.0 200",
        "GET /autodiscover/autodiscover.json @test.example/owa/?&Email=autodiscover/autodiscover.json%3F@test.example "
        "443 - 192.0.2.200 ExampleAudit/4.2 302",
        "POST /autodiscover/autodiscover.json a@test.example/powershell 443 - 192.0.2.200 ExampleAudit/4.2 401",
        "POST /owa/auth.owa &CorrelationID=<empty>;&encoding=; 443 - 192.0.2.21 Mozilla/5.0 302",
        "POST /ecp/DDI/DDIService.svc/SetObject schema=ResetOABVirtualDirectory 444 EXAMPLE\\admin 192.0.2.9 x 200",
        "POST /ecp/RulesEditor/InboxRules.svc/NewObject msExchEcpCanary=a. 443 EXAMPLE\\alice 192.0.2.21 x 500",
        "POST /ecp/proxyLogon.ecp - 444 EXAMPLE\\MX1$ 192.0.2.10 x 241",
        "POST /owa/calendar/a8c2@example.org/9f1/service.svc action=GetView 443 - 192.0.2.21 Mozilla/5.0 200",
        "POST /powershell PSVersion=5.1.17763.1490 443 EXAMPLE\\admin 192.0.2.9 Microsoft+WinRM+Client 200",
        "GET /owa/auth/x.js - 443 - 192.0.2.200 ExampleAudit/4.2 500",
        "GET /owa/auth/Current/themes/resources/logon.css - 443 - 192.0.2.21 Mozilla/5.0 200",
        "POST /ecp/y.js - 443 - 192.0.2.200 ExampleAudit/4.2 404",
        "GET /owa/auth/errorEE.aspx - 443 - 192.0.2.200 ExampleAudit/4.2 302",
    ],
)
def test_everyday_requests_and_refused_checks_raise_no_alarm(line):
    """Clients, administrators and scanners that were refused stay below medium."""
    form = iis.IisForm("iis")
    form.follow("#Fields: cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status")
    assert form.layout is not None
    assert alarms("web_request", "iis", form.decode(line, form.layout, None).fields) == []


@pytest.mark.parametrize(
    ("cmdlet", "parameters"),
    [
        ("New-MailboxExportRequest", '-Mailbox "alice" -FilePath "\\\\files.example.org\\exports\\alice.pst"'),
        ("New-MailboxExportRequest", '-Mailbox "alice" -FilePath "\\\\localhost\\c$\\exports\\alice.pst"'),
        ("New-ManagementRoleAssignment", '-Role "Mailbox Import Export" -User "admin"'),
        ("Remove-MailboxExportRequest", '-Identity "alice\\MailboxExport" -Confirm "False"'),
        ("New-ExchangeCertificate", '-GenerateRequest "True" -RequestFile "\\\\localhost\\c$\\certs\\mail.req"'),
        ("Set-OabVirtualDirectory", '-ExternalUrl "https://mail.example.org/OAB" -Identity "MX1\\OAB"'),
    ],
)
def test_everyday_cmdlets_raise_no_alarm(cmdlet, parameters):
    """What administrators do with the same cmdlets stays below medium, in both logs of it."""
    fields: dict[str, Value] = {
        "Cmdlet": cmdlet,
        "CmdletParameters": parameters,
        "Parameters": parameters,
        "EventID": 1,
    }
    assert alarms("exchange_log", "rps_cmdlet", fields) == []
    assert [
        name for name, route, decide in BINDINGS if "msexchange management" in route.channels and decide(fields)
    ] == []
