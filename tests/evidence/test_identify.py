"""Kinds told from content."""

import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.evidence.identify import HEAD_BYTES, identify
from indicia.model.evidence import Kind

FIELDS = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status"
ROW = "2021-03-03 05:00:00 10.0.0.4 POST /ecp/y.js - 443 - 86.105.18.116 ExchangeServicesClient/0.0.0.0 - 200 0 0 31"
GUID = "7b91be61-3d94-406e-b00c-3d80e3e5f115"
EVENT = {"EventID": 1, "Channel": "Security", "Hostname": "a"}
NESTED = {"Event": {"System": {"Provider": {"#attributes": {"Name": "x"}}, "EventID": 1}, "EventData": {}}}

SAMPLES = {
    "iis usual order": (
        f"#Software: Microsoft Internet Information Services 10.0\n#Fields: {FIELDS}\n{ROW}\n",
        Kind.IIS,
    ),
    "iis date first, no software": (f"#Date: 2021-04-01\n#Fields: {FIELDS}\n{ROW}\n", Kind.IIS),
    "iis without header": (f"{ROW}\n{ROW}\n", Kind.IIS),
    "iis without header, site, referer": (
        "2021-03-03 05:00:00 W3SVC1 MX1 10.0.0.4 GET / - 443 - ::1 Mozilla/5.0+(x) http://a/ 200 0 0 31\n",
        Kind.IIS,
    ),
    "iis only four columns": (
        "#Software: Microsoft Internet Information Services 5.0\n#Fields: date c-ip cs-uri-stem\n",
        Kind.IIS,
    ),
    "timeline of hayabusa": (
        '{"Timestamp":"2021-03-14 01:40:13Z","RuleTitle":"x","Computer":"a","Channel":"S","EventID":1}\n',
        Kind.PLAIN,
    ),
    "http.sys by software": (
        "#Software: Microsoft HTTP API 2.0\n#Version: 1.0\n#Fields: date time c-ip s-port cs-method cs-uri sc-status\n",
        Kind.HTTP_ERROR,
    ),
    "http.sys by fields": (
        "#Fields: date time c-ip s-ip s-port cs-method cs-uri sc-status s-siteid s-reason s-queuename\n",
        Kind.HTTP_ERROR,
    ),
    "firewall": ("#Software: Microsoft Windows Firewall\n#Fields: date time action src-ip dst-ip\n", Kind.PLAIN),
    "iis native": (
        "192.168.1.1, -, 03/20/01, 7:55:20, W3SVC2, S, 1.2.3.4, 4502, 163, 3223, 200, 0, GET, /a.gif, -,\n",
        Kind.IIS_NATIVE,
    ),
    "ncsa": ('1.2.3.4 - - [01/Jan/2021:00:00:00 +0000] "GET / HTTP/1.1" 200 5\n', Kind.NCSA),
    "httpproxy by type": ("#Software: Microsoft Exchange Server\n#Log-type: HttpProxy Logs\n", Kind.HTTPPROXY),
    "httpproxy names first": (
        "DateTime,RequestId,Protocol,AnchorMailbox\n#Software: Microsoft Exchange Server\n",
        Kind.HTTPPROXY,
    ),
    "httpproxy exported": ('#TYPE System.Object\n"DateTime","RequestId","Protocol","AnchorMailbox"\n', Kind.HTTPPROXY),
    "httpproxy semicolons": ("DateTime;RequestId;Protocol;AnchorMailbox\n", Kind.HTTPPROXY),
    "httpproxy bare row": (
        f"2021-03-03T05:00:00.130Z,{GUID},15,1,2106,2,,Ecp,mail.a.com,/ecp/y.js,,FBA\n",
        Kind.HTTPPROXY,
    ),
    "rps_http bare row": (
        f"2021-03-03T05:00:00.130Z,{GUID},,15,1,2106,2,mail.a.com,/PowerShell/,,Kerberos\n",
        Kind.RPS_HTTP,
    ),
    "httpproxy, another log behind it": (
        "#Log-type: HttpProxy Logs\n#Fields: DateTime,A\n2021-03-03T06:00:00Z,x\n#Log-type: ECP Server Log\n",
        Kind.HTTPPROXY,
    ),
    "an unknown type, a known one behind it": (
        "#Log-type: audit\n#Fields: DateTime,A\n2021-03-03T06:00:00Z,x\n#Log-type: ECP Server Log\n",
        Kind.EXCHANGE_OTHER,
    ),
    "two headers, no row of the first": (
        "#Log-type: HttpProxy Logs\n#Fields: DateTime,A\n#Log-type: ECP Server Log\nx,y\n",
        Kind.ECP_SERVER,
    ),
    "rps_http by type": ("#Log-type: Rps Http Logs\n", Kind.RPS_HTTP),
    "rps_cmdlet by type": ("#Log-type: Rps_Cmdlet Logs\n", Kind.RPS_CMDLET),
    "ecp server by content": (
        "TimeStamp,ServerName,EventId,EventData\n2021-03-03T05:00:00Z,MX1,ECP.Request,S:CMD=Set-X\n",
        Kind.ECP_SERVER,
    ),
    "ecp activity by content": (
        "TimeStamp,ServerName,EventId,EventData\n2021-03-03T05:00:00Z,MX1,Request,S:PSA=a@b.c\n",
        Kind.ECP_ACTIVITY,
    ),
    "ecp server bare row": (
        "2021-03-03T05:00:00.000Z,MX1,ECP.Request,S:TIME=13;S:SID=1;S:CMD=Get-InboxRule\n",
        Kind.ECP_SERVER,
    ),
    "oab by type": ("#Log-type: OAB Generator Log\n", Kind.OABGEN),
    "oab by words": ("#Software: Microsoft Exchange Server\nx,OAB Generator started\n", Kind.OABGEN),
    "oab bare": ('2021-03-03T05:00:00Z,Download failed and temporary file "x" needs to be removed\n', Kind.OABGEN),
    "message tracking": ("#Log-type: Message Tracking Log\n", Kind.MESSAGE_TRACKING),
    "other exchange": ("#Software: Microsoft Exchange\n#Log-type: audit\n#Fields: a,b\n", Kind.EXCHANGE_OTHER),
    "flat event": (json.dumps(EVENT), Kind.EVENTS_JSON),
    "event array": (json.dumps([EVENT, EVENT], indent=2), Kind.EVENTS_JSON),
    "nested event": (json.dumps(NESTED), Kind.EVENTS_JSON),
    "documents in a row": (json.dumps(NESTED, indent=2) + "\n" + json.dumps(NESTED, indent=2), Kind.EVENTS_JSON),
    "velociraptor event": (json.dumps({"System": {"EventID": {"Value": 4624}}, "EventData": {}}), Kind.EVENTS_JSON),
    "winlogbeat": (
        json.dumps({"@timestamp": "x", "winlog": {"channel": "Security", "event_id": "1"}}),
        Kind.EVENTS_JSON,
    ),
    "elastic export": (json.dumps({"_index": "a", "_source": {"winlog": {"event_id": 1}}}), Kind.EVENTS_JSON),
    "cut event": (
        '{"Message":"' + "x" * 10 + '","EventID":1,"Channel":"Security","Data":"' + "y" * 100_000,
        Kind.EVENTS_JSON,
    ),
    "other json": ('{"id":1,"name":"x","system":{"cpu":1}}', Kind.PLAIN),
    "process list": ('{"Pid":1,"Name":"w3wp.exe"}\n', Kind.PLAIN),
    "xml event": (
        '<?xml version="1.0"?><Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">',
        Kind.EVENTS_XML,
    ),
    "xml events": ("<Events><Event><System/></Event></Events>", Kind.EVENTS_XML),
    "rows of EvtxECmd": (
        "RecordNumber,EventRecordId,TimeCreated,EventId,Level,Provider,Channel,Computer,ChunkNumber,Payload\n",
        Kind.EVENTS_CSV,
    ),
    "rows of Get-WinEvent": (
        '#TYPE Selected.EventLogRecord\n"Message","Id","RecordId","ProviderName","LogName","MachineName"\n',
        Kind.EVENTS_CSV,
    ),
    "timeline of hayabusa, as rows": ("Timestamp,RuleTitle,Level,Computer,Channel,EventID,Details\n", Kind.PLAIN),
    "rows of W3CIISLog": ("TimeGenerated [UTC],csMethod,csUriStem,cIP,scStatus\n", Kind.WEB_CSV),
    "rows of Kibana": ("@timestamp,url.original,source.ip,http.response.status_code\n", Kind.WEB_CSV),
    "log of Caddy": (
        '{"level":"info","request":{"remote_ip":"::1","method":"GET","uri":"/","headers":{"Accept":["*',
        Kind.WEB_JSON,
    ),
    "rows of HttpProxy": ("TenantId,Method,UrlHost,UrlStem,url,ClientIpAddress,c-ip,HttpStatus\n", Kind.PLAIN),
    "rows without a client": ("method,path,status,time\nGET,/,200,1\n", Kind.PLAIN),
    "rows without an answer": ("url,client,note\n/,192.0.2.1,x\n", Kind.PLAIN),
    "addresses and paths": ('{"path":"C:\\\\x","remote_ip":"192.0.2.1","port":5}\n', Kind.PLAIN),
    "collection of requests": ('{"request":{"method":"GET","url":"/"},"response":{"status":200}}', Kind.PLAIN),
    "interface that is described": ('{"paths":{"/a":{"get":{"responses":{"200":{}}}}},"host":"x"}', Kind.PLAIN),
    "event that tells of a request": (
        '{"EventID":5156,"Channel":"Security","url":"/","method":"GET","status":200,"clientip":"192.0.2.1"}\n',
        Kind.EVENTS_JSON,
    ),
    "line of a web log in a column": (
        '_raw\n"192.0.2.1 - - [01/Jan/2021:00:00:00 +0000] ""GET / HTTP/1.1"" 200 5"\n',
        Kind.WEB_CSV,
    ),
    "another line in a column": ('_raw,message\n"started",GET / from 192.0.2.1\n', Kind.PLAIN),
    "web.config": ("<?xml version='1.0'?>\n<!-- a > b -->\n<!-- c -->\n<configuration>\n", Kind.IIS_CONFIG),
    "other xml": ("<Objs><configuration/></Objs>", Kind.PLAIN),
    "page": ("<%@ Page Language='C#' %><html></html>", Kind.PLAIN),
    "empty": ("", Kind.PLAIN),
}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_kinds_in_any_encoding(name, encoding):
    """Each kind is told from its content, in UTF-8 and UTF-16, with a byte order mark or without."""
    text, kind = SAMPLES[name]
    assert identify(text.encode(encoding)[:HEAD_BYTES], "x.bin") is kind


@pytest.mark.parametrize("front", [b"\x00" * 7, b"\n\r\n  \n", b"# a comment\n"])
def test_what_stands_in_front(front):
    """NUL bytes, blank lines and comments in front do not hide a log."""
    log = f"#Software: Microsoft Internet Information Services 10.0\n#Fields: {FIELDS}\n{ROW}\n".encode()
    assert identify(front + log, "x") is Kind.IIS


@pytest.mark.parametrize("zeros", [HEAD_BYTES, HEAD_BYTES + 4463, 600_000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_log_behind_more_zeros_than_are_looked_at(zeros, encoding):
    """A log that was emptied while it was written begins with a hole as long as what stood there."""
    log = f"#Software: Microsoft Internet Information Services 10.0\n#Fields: {FIELDS}\n{ROW}\n".encode(encoding)
    assert identify(bytes(zeros & ~1) + log, "u_ex210303.log") is Kind.IIS
    assert identify(bytes(zeros), "u_ex210303.log") is Kind.PLAIN


def test_evtx_with_damaged_header():
    """An event log whose header is lost is told by its first chunk."""
    assert identify(b"ElfFile\x00" + bytes(8), "x") is Kind.EVTX
    assert identify(bytes(4096) + b"ElfChnk\x00" + bytes(8), "x") is Kind.EVTX
    assert identify(b"ElfChnk\x00" + bytes(8), "x") is Kind.EVTX


PLAIN_LOGS = {"ex010320.log": Kind.IIS_NATIVE, "pf040903.log": Kind.PLAIN, "iis-logs.log": Kind.EVENTS_XML}
EXCHANGE = {
    "HttpProxy": Kind.HTTPPROXY,
    "Activity": Kind.ECP_ACTIVITY,
    "Server": Kind.ECP_SERVER,
    "Ews": Kind.EWS,
    "CmdletInfra": Kind.RPS_CMDLET,
    "CosmosQueue": Kind.EXCHANGE_OTHER,
    "AgentLog": Kind.EXCHANGE_OTHER,
}


def kind_of(path):
    with path.open("rb") as file:
        return identify(file.read(HEAD_BYTES), path.name)


def test_recorded_iis_logs(corpora):
    """Every recorded IIS log is told from the logs beside it that are none."""
    found = {path.name: kind_of(path) for path in (corpora / "iis-logs").rglob("*.log")}
    assert len(found) == 13
    assert found == {name: PLAIN_LOGS.get(name, Kind.IIS) for name in found}


def test_recorded_exchange_logs(corpora):
    """Every recorded Exchange log is told, with its header and without."""
    paths = sorted((corpora / "exchange-logs").rglob("*.LOG"))
    assert len(paths) == 11
    for path in paths:
        parts = path.relative_to(corpora).parts[2:]
        kind = next(EXCHANGE[part] for part in parts if part in EXCHANGE)
        assert kind_of(path) is kind, path
        rows = b"\n".join(line for line in path.read_bytes().splitlines() if not line.startswith(b"#"))
        if kind is not Kind.EXCHANGE_OTHER:
            assert identify(rows, path.name) is kind, path


def test_recorded_events(corpora):
    """Every recorded event log and its JSON twin is told, among them damaged ones."""
    for folder in ("evtx-odd", "evtx-attack-samples", "sigma-regression"):
        for path in (corpora / folder).rglob("*"):
            if path.suffix == ".evtx":
                assert kind_of(path) is Kind.EVTX, path
            elif path.suffix in (".json", ".yml") and path.name != "index.json":
                assert kind_of(path) is (Kind.EVENTS_JSON if path.suffix == ".json" else Kind.PLAIN), path


def test_recorded_json_archives(corpora):
    """Windows events exported as JSON are told from cloud logs in JSON."""
    cloud = {"AADAuditEvents.json", "Microsoft365DefenderEvents.json", "OfficeActivityEvents.json"}
    members = 0
    for path in (corpora / "otrf").rglob("*.[zZ]ip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as file:
                    kind = identify(file.read(HEAD_BYTES), name)
                assert kind is (Kind.PLAIN if name in cloud else Kind.EVENTS_JSON), name
                members += 1
    assert members == 16


def test_recorded_configuration(corpora):
    """Every web.config and applicationHost.config of a server is told from PowerShell's XML beside it."""
    with zipfile.ZipFile(next((corpora / "exchange-config").glob("*.zip"))) as archive:
        for name in archive.namelist():
            with archive.open(name) as file:
                kind = identify(file.read(HEAD_BYTES), "x")
            assert kind is (Kind.IIS_CONFIG if name.endswith(".config") else Kind.EXPORT), name


@settings(max_examples=300)
@given(st.binary(max_size=3000), st.text(max_size=20))
def test_any_bytes_have_a_kind(head, name):
    """Any bytes under any name have a kind, and nothing is raised."""
    assert identify(head, name) in Kind


@settings(max_examples=200)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_damaged_samples_have_a_kind(name, data):
    """A sample cut and overwritten anywhere has a kind, and nothing is raised."""
    head = bytearray(SAMPLES[name][0].encode(data.draw(st.sampled_from(["utf-8", "utf-16"])))[:2000])
    for _ in range(data.draw(st.integers(0, 5))):
        if head:
            head[data.draw(st.integers(0, len(head) - 1))] = data.draw(st.integers(0, 255))
    assert identify(bytes(head[data.draw(st.integers(0, 40)) :]), "x") in Kind


@pytest.mark.parametrize(
    "head",
    [
        b'{"' + b'\\"' * 32_000,
        b"<!--" + b"--> <!--" * 8_000,
        b"[" * 65_536,
        b'{"a":' * 13_000,
        b'"' * 65_536,
        b"2021-03-03T05:00:00Z," * 3_000,
        b"2021-03-03 05:00:00 " + b"1 " * 32_000,
        b"," * 65_536,
        b"#Fields: " * 7_000,
    ],
)
def test_crafted_heads_come_to_an_end(head):
    """No crafted head sends the patterns into backtracking without end, or into an exception."""
    assert identify(head, "x") in Kind
