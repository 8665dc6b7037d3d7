"""Log sources are bound to the records they mean, in the words of those records, or refused."""

import re
from pathlib import Path

import pytest
import yaml

from indicia.detection.conditions.condition import All, Any, Compare, Pattern, Test, Wildcard, equals
from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.detector import Route
from indicia.detection.sigma.logsource import bind, event_ids, facts
from indicia.detection.sigma.logsource_table import logsource_table
from indicia.detection.sigma.modifiers import item_condition
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.translate import detection_condition
from indicia.model.evidence import Kind
from indicia.tables.schema import TABLES

WEL = {"product": "windows", "service": "security"}
SYSMON, SECURITY = "microsoft-windows-sysmon/operational", "security"


def _bound(logsource, item=None, condition=None):
    return bind(logsource, condition or All(tuple(item_condition(k, v) for k, v in (item or {"x": 1}).items())))


def _fires(logsource, item, fields):
    """Whether a rule of one item fires on a Windows event with Channel and EventID among its fields."""
    return any(
        (not b.route.channels or fields["Channel"].lower() in b.route.channels)
        and (not b.route.event_ids or fields["EventID"] in b.route.event_ids)
        and compile_condition(b.condition)(fields)
        for b in _bound(logsource, item)
    )


def _windows(category):
    return {"product": "windows", "category": category}


def _sysmon(number, **fields):
    return {"Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": number, **fields}


def _security(number, **fields):
    return {"Channel": "Security", "EventID": number, **fields}


EVENTS = [
    ("process_creation", {"Image|endswith": r"\cmd.exe"}, _sysmon(1, Image=r"C:\cmd.exe"), True),
    ("process_creation", {"Image|endswith": r"\cmd.exe"}, _security(4688, NewProcessName=r"C:\cmd.exe"), True),
    ("process_creation", {"ParentImage|endswith": "w3wp.exe"}, _security(4688, ParentProcessName="w3wp.exe"), True),
    ("process_creation", {"ParentProcessId": 16}, _security(4688, ProcessId="0x10", NewProcessId="0x20"), True),
    ("process_creation", {"ProcessId": 16}, _security(4688, ProcessId="0x10", NewProcessId="0x20"), False),
    ("process_creation", {"CommandLine|contains": "x"}, _sysmon(5, CommandLine="x"), False),
    ("process_creation", {"CommandLine|contains": "x"}, _security(4689, CommandLine="x"), False),
    ("registry_add", {"TargetObject|contains": "x"}, _sysmon(12, EventType="CreateKey", TargetObject="x"), True),
    ("registry_add", {"TargetObject|contains": "x"}, _sysmon(12, EventType="DeleteKey", TargetObject="x"), False),
    ("registry_delete", {"TargetObject|contains": "x"}, _sysmon(12, EventType="DeleteValue", TargetObject="x"), True),
    ("registry_delete", {"TargetObject|contains": "x"}, _sysmon(12, EventType="CreateKey", TargetObject="x"), False),
    ("registry_set", {"TargetObject|contains": "x"}, _sysmon(13, TargetObject="x"), True),
    ("registry_set", {"TargetObject|contains": "x"}, _sysmon(14, TargetObject="x"), False),
    ("file_delete", {"TargetFilename": "x"}, _sysmon(26, TargetFilename="x"), True),
    ("network_connection", {"DestinationPort": 443}, _sysmon(3, DestinationPort="443"), True),
    ("network_connection", {"DestinationPort": 443}, _security(5156, DestPort="443", DestinationPort="443"), False),
    ("clipboard_capture", {"Image": "x"}, _sysmon(24, Image="x"), True),
    ("process_creation", {"md5": "ab12"}, _sysmon(1, Hashes="SHA1=ff,MD5=AB12,IMPHASH=00"), True),
    ("process_creation", {"imphash": "00"}, _sysmon(1, Hashes="SHA1=ff,MD5=AB12,IMPHASH=00"), True),
    ("process_creation", {"Imphash|startswith": "0"}, _sysmon(1, Hashes="MD5=AB12,IMPHASH=00"), True),
    ("process_creation", {"md5": "ab1"}, _sysmon(1, Hashes="MD5=AB12,IMPHASH=00"), False),
    ("process_creation", {"sha1": "ab12"}, _sysmon(1, Hashes="MD5=AB12,IMPHASH=00"), False),
    ("process_creation", {"sha1": None}, _sysmon(1, Hashes="MD5=AB12"), True),
    ("process_creation", {"sha1|exists": True}, _sysmon(1, Hashes="MD5=AB12"), False),
    ("process_creation", {"md5": 1234}, _sysmon(1, Hashes="MD5=1234"), True),
    ("process_creation", {"md5": "ab12"}, _security(4688, Hashes="MD5=AB12"), False),
    ("pipe_created", {"PipeName": "x"}, _sysmon(18, PipeName="x"), True),
    (
        "ps_script",
        {"ScriptBlockText|contains": "x"},
        {"Channel": "PowerShellCore/Operational", "EventID": 4104, "ScriptBlockText": "x"},
        True,
    ),
    (
        "ps_script",
        {"ScriptBlockText|contains": "x"},
        {"Channel": "Other", "EventID": 4104, "ScriptBlockText": "x"},
        False,
    ),
]


@pytest.mark.parametrize(("category", "item", "fields", "expected"), EVENTS)
def test_categories_mean_their_events(category, item, fields, expected):
    """A category fires on the events that carry it, under the names they use, and on no others."""
    assert _fires(_windows(category), item, fields) is expected


def _registry_value(
    operation="%%1905", key=r"\REGISTRY\MACHINE\SYSTEM\ControlSet001\Control\Lsa", name="Packages", value="1"
):
    return _security(4657, OperationType=operation, ObjectName=key, ObjectValueName=name, NewValue=value)


REGISTRY = [
    ("registry_set", {"TargetObject|endswith": r"\Control\Lsa\Packages"}, {}, True),
    ("registry_set", {"TargetObject|contains": r"Lsa\Pack"}, {}, True),
    ("registry_set", {"TargetObject": r"HKLM\System\CurrentControlSet\Control\Lsa\Packages"}, {}, True),
    ("registry_set", {"TargetObject": r"HKLM\System\CurrentControlSet\Control\L?a?Packages"}, {}, True),
    ("registry_set", {"TargetObject|startswith": r"HKLM\SYSTEM\CurrentControlSet\Control"}, {}, True),
    ("registry_set", {"TargetObject": r"HKLM\System\\*\Packages"}, {}, True),
    ("registry_set", {"TargetObject|endswith": r"\Lsa\Pack"}, {}, False),
    ("registry_set", {"TargetObject|endswith": r"\Control\Packages"}, {}, False),
    ("registry_set", {"TargetObject|startswith": r"HKU"}, {}, False),
    ("registry_set", {"TargetObject|contains": "Lsa", "Details": "DWORD (0x00000001)"}, {}, True),
    ("registry_set", {"Details": "DWORD (0x0000000a)"}, {"value": "10"}, True),
    ("registry_set", {"Details": "DWORD (0x00000000)"}, {}, False),
    ("registry_set", {"Details": "(Empty)"}, {"value": "-"}, True),
    ("registry_set", {"Details|contains": "evil"}, {"value": "an EVIL one"}, True),
    ("registry_set", {"TargetObject|contains": "Lsa"}, {"operation": "%%1906"}, False),
    ("registry_delete", {"TargetObject|contains": "Lsa"}, {"operation": "%%1906"}, True),
    ("registry_delete", {"TargetObject|contains": "Lsa"}, {"operation": "%%1904"}, False),
    ("registry_event", {"EventType": "SetValue"}, {"operation": "%%1904"}, True),
    ("registry_event", {"EventType": "CreateKey"}, {}, False),
]


@pytest.mark.parametrize(("category", "item", "made", "expected"), REGISTRY)
def test_registry_rules_see_the_security_log(category, item, made, expected):
    """Paths, control sets, hives, numbers and operations of the Security log are those Sysmon's words mean."""
    assert _fires(_windows(category), item, _registry_value(**made)) is expected


@pytest.mark.parametrize(
    ("item", "fields", "expected"),
    [
        ({"Threat Name": "x"}, {"ThreatName": "x"}, True),
        ({"Threat Name": None}, {"ThreatName": "x"}, False),
        ({"Threat Name|fieldref": "Other Name"}, {"ThreatName": "x", "OtherName": "x"}, True),
        ({"ThreatName|fieldref": "Other Name"}, {"ThreatName": "x", "OtherName": "y"}, False),
        ({"Threat Name": "x y"}, {"ThreatName": "xy"}, False),
    ],
)
def test_names_with_spaces_are_those_of_records(item, fields, expected):
    """Records of events have field names without spaces; a rule may write them as the event does."""
    given = {"Channel": "Application", "EventID": 1, **fields}
    assert _fires({"product": "windows", "service": "application"}, item, given) is expected


@pytest.mark.parametrize("logsource", [_windows("process_creation"), {"product": "windows"}, WEL], ids=str)
@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"Execution_ProcessID": 788}, True),
        ({"Execution_ThreadID|startswith": "79"}, True),
        ({"Security_UserID": "s-1-5-18"}, True),
        ({"Correlation_ActivityID|exists": True}, False),
        ({"Execution_ProcessID": 1}, False),
        ({"ProcessID": 788}, False),
        ({"ProcessId|fieldref": "Execution_ProcessID"}, False),
    ],
)
def test_attributes_of_the_system_part(logsource, item, expected):
    """Sigma joins element and attribute by an underscore; the process of the system part is not that of the data."""
    fields = {"System.ProcessID": "788", "System.ThreadID": "792", "UserID": "S-1-5-18", "ProcessId": "4"}
    assert _fires(logsource, item, {"Channel": "Security", "EventID": 4688, **fields}) is expected


@pytest.mark.parametrize("field", ["Provider_Guid", "EventID_Qualifiers", "TimeCreated_SystemTime"])
def test_attributes_that_are_not_kept_are_refused(field):
    """Rather than loaded to find nothing ever."""
    with pytest.raises(Refused, match=field):
        _bound({"product": "windows"}, {field: "x"})


def test_services_mean_channels():
    """A Windows service is its channels, whatever the id; a keyword rule on `product: windows` sees every channel."""
    (binding,) = _bound({"product": "windows", "service": "msexchange-management"})
    assert binding.route == Route("win_event", channels=frozenset({"msexchange management"}))
    (binding,) = _bound({"product": "windows"})
    assert binding.route == Route("win_event")


def test_a_category_within_a_service():
    """A category named with a service keeps to the channels of that service."""
    (binding,) = _bound({"product": "windows", "category": "process_creation", "service": "security"})
    assert binding.route.channels == {SECURITY}
    with pytest.raises(Refused):
        _bound({"product": "windows", "category": "process_creation", "service": "system"})


def test_event_ids_of_a_rule_narrow_its_route():
    """Ids a rule asks for become part of the route; a binding that never sees them falls away; none left: refused."""
    (binding,) = _bound(_windows("process_creation"), {"EventID": 4688, "CommandLine": "x"})
    assert (binding.route.channels, binding.route.event_ids) == ({SECURITY}, {4688})
    with pytest.raises(Refused, match="never match"):
        _bound(_windows("process_creation"), {"EventID": 7045})


def test_event_ids_follow_the_condition():
    """Only what confines the id in every way to satisfy the condition counts."""
    one, two = Test("EventID", Compare("eq", 1)), equals("EventID", "2")
    other = equals("x", "y")
    assert event_ids(Any((one, two))) == {1, 2}
    assert event_ids(Any((one, other))) is None
    assert event_ids(All((Any((one, two)), one))) == {1}
    assert event_ids(All((one, two))) == frozenset()
    assert event_ids(Test("EventID", Pattern(("4", Wildcard.MANY)))) is None


REFUSED = [
    {"category": "proxy"},
    {"category": "firewall"},
    {"product": "linux", "category": "process_creation"},
    {"product": "macos"},
    {"product": "aws", "service": "cloudtrail"},
    {"product": "windows", "service": "no-such-service"},
    {"product": "windows", "category": "no_such_category"},
    {"product": "windows", "category": "file_access"},
    {"product": "apache", "category": "proxy"},
    {"service": "apache"},
    {"definition": "only words"},
    {"product": "windows", "host": "x"},
    {"product": 1},
    "windows",
    None,
]


@pytest.mark.parametrize("logsource", REFUSED, ids=str)
def test_unknown_sources_are_refused(logsource):
    """A log source that nothing reads is refused; it never means any record."""
    with pytest.raises(Refused):
        _bound(logsource)


WEB = {
    "cs-uri-query": ("/owa/x.js?a=%27", "/owa/x.js?a='"),
    "cs-user-agent": ("Microsoft+WinRM+Client", "Microsoft WinRM Client"),
    "url.query": "a=%27",
}
WEB_CASES = [
    ({"cs-uri-query|contains": "/owa/x.js"}, True),
    ({"cs-uri-query|contains": "a='"}, True),
    ({"c-uri|contains": "a=%27"}, True),
    ({"cs(User-Agent)": "Microsoft WinRM Client"}, True),
    ({"c-useragent": "Microsoft+WinRM+Client"}, True),
    ({"cs-user-agent|neq": "Microsoft WinRM Client"}, False),
    ({"cs-username": "-"}, True),
    ({"cs-username": None}, True),
    ({"cs(Referer)": ["-", "https://a.example/"]}, True),
    ({"cs-user-agent": "-"}, False),
    ({"cs-uri-query": None}, False),
    ({"cs-uri-query": "-"}, False),
]


@pytest.mark.parametrize(("item", "expected"), WEB_CASES)
@pytest.mark.parametrize(
    "logsource",
    [
        {"category": "webserver"},
        {"category": "webserver", "product": "iis"},
        {"product": "windows", "service": "iis"},
        {"service": "iis"},
        {"product": "iis"},
    ],
    ids=str,
)
def test_web_rules_see_iis(logsource, item, expected):
    """Web rules go to the requests of IIS with their names; any form of a value satisfies a test, also in filters."""
    bound = _bound(logsource, item)
    sources = {binding.route.source for binding in bound}
    assert {binding.route.table for binding in bound} == {"web_request"}
    # Whoever names IIS asks for what IIS wrote, or may have written.
    iis = "iis" in logsource.values()
    assert sources == ({"iis", "httperr", "iis_ncsa", "iis_native", "web_csv", "web_json"} if iis else {None})
    assert all(compile_condition(binding.condition)(WEB) is expected for binding in bound)


def test_rules_for_apache_and_nginx():
    """Those on requests go to logs in the NCSA format; those on the log of errors are refused, with the reason."""
    for product in ("apache", "nginx"):
        for logsource in ({"category": "webserver", "product": product}, {"category": "webserver", "service": product}):
            routes = {binding.route for binding in _bound(logsource, {"cs-method": "GET"})}
            assert routes == {Route("web_request", source=source) for source in ("ncsa", "web_csv", "web_json")}
        with pytest.raises(Refused, match="not those of errors"):
            _bound({"product": product, "service": product}, {"cs-method": "GET"})
    with pytest.raises(Refused):
        _bound({"category": "webserver", "product": "tomcat"}, {"cs-method": "GET"})


@pytest.mark.parametrize("value", [None, "-"])
def test_a_request_without_a_query(value):
    """The log writes `-` for it; `cs-uri-query`, in which rules look for paths as well, is never absent here."""
    bare = {"cs-uri-stem": "/x", "cs-uri-query": ("/x",)}
    for name in ("cs-uri-query", "c-uri-query"):
        (binding,) = _bound({"category": "webserver"}, {name: value})
        assert compile_condition(binding.condition)(bare)
        assert not compile_condition(binding.condition)({**bare, "url.query": "y"})


def test_our_own_sources_name_real_tables_and_logs():
    """Every table and text log the file names exists, and the logs of Exchange are all reachable."""
    routes = [entry.route for entries in facts().sources.values() for entry in entries]
    assert {route.table for route in routes} <= TABLES.keys()
    assert {route.source for route in routes if route.source} <= {str(kind) for kind in Kind}
    logs = {service for product, _, service in facts().sources if product == "exchange" and service}
    assert logs == {"httpproxy", "ecp_server", "ecp_activity", "oabgen", "ews", "rps_cmdlet", "rps_http", "msgtrk"}
    assert _bound({"product": "iis", "category": "configuration"})[0].route.table == "iis_config"
    assert _bound({"product": "exchange", "category": "files"})[0].route.table == "file"
    assert _bound({"product": "windows", "category": "collected_file"})[0].route.table == "file"


def test_upstream_sources_agree(corpora):
    """Each Windows category and service of SigmaHQ's own log source map means the same channels and ids here."""
    thor = yaml.safe_load((corpora / "sigma-regression" / "tests" / "thor.yml").read_text(encoding="utf-8"))[
        "logsources"
    ]
    wrong = []
    for name, entry in thor.items():
        if entry.get("product") != "windows":
            continue
        ids = entry.get("conditions", {}).get("EventID")
        source = {key: entry[key] for key in ("product", "category", "service") if key in entry}
        try:
            bindings = bind(source, item_condition("x", 1))
        except Refused as refusal:
            wrong.append((name, str(refusal)))
            continue
        channels = {channel.split(":", 1)[1].lower() for channel in entry.get("sources", ())}
        seen = frozenset().union(*(b.route.channels for b in bindings))
        if ids is not None and not any(ids in b.route.event_ids for b in bindings):
            wrong.append((name, ids))
        elif not channels <= seen:
            wrong.append((name, channels - seen))
    assert wrong == []


def test_the_page_shows_the_file():
    """The table in the documentation is the one made from `logsources.toml`."""
    page = (Path(__file__).resolve().parents[3] / "docs" / "sigma.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- log sources -->\n(.*?)<!-- end -->", page, re.DOTALL)
    assert shown
    assert shown[1] == logsource_table()


def test_a_keyword_rule_is_bound():
    """The keyword rules on Exchange's management log ask for words anywhere in one event, in any of its values."""
    section = {"words": {"|all": ["Set-OabVirtualDirectory", "ExternalUrl"]}, "condition": "words"}
    (binding,) = bind({"product": "windows", "service": "msexchange-management"}, detection_condition(section))
    decide = compile_condition(binding.condition)
    assert decide({"Data": ("Set-OabVirtualDirectory", '-ExternalUrl "http://f/#x"', "admin")})
    assert not decide({"Data": ("Get-OabVirtualDirectory", '-ExternalUrl "http://f/#x"')})


def test_a_part_of_a_hash_that_cannot_be_asked_for_is_refused():
    """The end of one hash is not told from the end of another."""
    with pytest.raises(Refused, match="MD5 stands among other hashes"):
        _bound(_windows("process_creation"), {"md5|endswith": "12"})
