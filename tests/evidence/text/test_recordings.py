"""Every line of the recorded logs ends in a record or a fault."""

import pytest

from indicia.model.evidence import Kind

IIS = {
    "brianary/ex010320.log": (0, 2),
    "brianary/ex031118.log": (3, 1),
    "brianary/ex960101.log": (5, 0),
    "brianary/pf040903.log": (4, 0),
    "brianary/u_ex100815.log": (16, 0),
    "brianary/u_ex160110.log": (28, 0),
    "crowdsec/iis-logs.log": (0, 1),
    "evtx-attack-samples/Tunna_rdp_tunnel_IIS.log": (4298, 0),
    "plaso/iis10.log": (1, 0),
    "plaso/iis10_cookies.log": (3, 0),
    "plaso/iis10_edge_cases.log": (15, 0),
    "plaso/iis6.log": (12, 0),
    "plaso/iis_without_date.log": (11, 0),
}
EXCHANGE = {
    "AgentLog/AgentLog20220913-1.LOG": (Kind.EXCHANGE_OTHER, 2),
    "CmdletInfra/Rps_Cmdlet_2023011116-1.LOG": (Kind.RPS_CMDLET, 1),
    "CosmosQueue/audit20230111-1.LOG": (Kind.EXCHANGE_OTHER, 1),
    "ECP/Activity/ECPActivity_11500_20230111-1.LOG": (Kind.ECP_ACTIVITY, 2),
    "ECP/Server/ECPServer20230111-1.LOG": (Kind.ECP_SERVER, 1),
    "Ews/Ews_2023010616-1.LOG": (Kind.EWS, 1),
    "HttpProxy/Autodiscover/HttpProxy_2023010919-1.LOG": (Kind.HTTPPROXY, 1),
    "HttpProxy/Ecp/HttpProxy_2023010611-1.LOG": (Kind.HTTPPROXY, 1),
    "HttpProxy/Ews/HttpProxy_2023010601-1.LOG": (Kind.HTTPPROXY, 1),
    "HttpProxy/Mapi/HttpProxy_2023010601-1.LOG": (Kind.HTTPPROXY, 3),
    "HttpProxy/PowerShell/HttpProxy_2023011116-1.LOG": (Kind.HTTPPROXY, 2),
}


def is_entry(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def check_places(data: bytes, found) -> None:
    """Records and faults are exactly the lines that are neither blank nor start with `#`, each at its place."""
    lines = data.decode().splitlines()
    at = [record.at for record in found.records] + [fault.at for fault in found.faults]
    assert {place.line for place in at} == {number for number, line in enumerate(lines, 1) if is_entry(line)}
    assert all(data[place.offset : place.offset + place.length].decode() == lines[place.line - 1] for place in at)
    assert all(data[r.at.offset : r.at.offset + r.at.length].decode() == r.raw for r in found.records)


@pytest.mark.parametrize("name", IIS)
def test_iis(corpora, read, name):
    """Each recorded IIS log gives the number of records and faults that a person counts."""
    data = (corpora / "iis-logs" / name).read_bytes()
    found = read(data)
    assert (len(found.records), len(found.faults)) == IIS[name]
    check_places(data, found)


@pytest.mark.parametrize("name", EXCHANGE)
def test_exchange(corpora, read, name):
    """Each recorded Exchange log gives all its rows, with their times and without a fault."""
    data = (corpora / "exchange-logs" / "artefacts.help" / name).read_bytes()
    kind, count = EXCHANGE[name]
    found = read(data, kind)
    assert (len(found.records), found.faults) == (count, ())
    assert all(record.time and record.source == kind and record.table == "exchange_log" for record in found.records)
    check_places(data, found)


def test_recorded_files_are_all_named(corpora):
    """No recording of these two folders is left out of the tests above."""
    iis = {str(path.relative_to(corpora / "iis-logs")) for path in (corpora / "iis-logs").rglob("*.log")}
    folder = corpora / "exchange-logs" / "artefacts.help"
    assert iis == set(IIS)
    assert {str(path.relative_to(folder)) for path in folder.rglob("*.LOG")} == set(EXCHANGE)


def test_edge_cases(corpora, read):
    """A user name written with a blank before it does not move the columns after it, and the reader says so."""
    found = read((corpora / "iis-logs/plaso/iis10_edge_cases.log").read_bytes())
    assert found.notes == ["6 lines: blanks inside the value of cs-username"]
    assert [record.fields.get("cs-username") for record in found.records[:4]] == ["random\\ranuser1"] * 3 + [None]
    assert {record.fields["s-port"] for record in found.records} == {"444", "445", "81"}
    assert {record.fields["c-ip"] for record in found.records} == {"::1", "10.10.10.10"}


def test_missing_value(corpora, read):
    """A line with one value too few is a fault that says so."""
    found = read((corpora / "iis-logs/brianary/ex031118.log").read_bytes())
    assert found.reasons == ["3 values, 4 fields"]
    assert found.faults[0].at.line == 7


def test_ecp_row(corpora, read):
    """In the ECP server log each S: item is a field, and the whole text stays beside them."""
    name = "exchange-logs/artefacts.help/ECP/Server/ECPServer20230111-1.LOG"
    record = read((corpora / name).read_bytes(), Kind.ECP_SERVER).records[0]
    assert record.host == "SERVER-HOSTNAME"
    assert record.fields["S:CMD"] == "Get-InboxRule"
    assert record.fields["S:URL"] == "/ecp/RulesEditor/InboxRules.svc/GetList?msExchEcpCanary=CANARY"
    assert record.fields["EventData"].startswith("S:TIME=13;")
    assert "S:EX" not in record.fields


def test_cmdlet_row(corpora, read):
    """Doubled quotes of a CSV value become single ones."""
    name = "exchange-logs/artefacts.help/CmdletInfra/Rps_Cmdlet_2023011116-1.LOG"
    record = read((corpora / name).read_bytes(), Kind.RPS_CMDLET).records[0]
    assert record.fields["Cmdlet"] == "Get-Mailbox"
    assert record.fields["Parameters"] == record.fields["NonPiiParameters"] == '-ResultSize "1"'
    assert record.host == "domain-MAIL"


def test_proxy_row(corpora, read):
    """A HttpProxy row has its columns by name, its protocol in the coverage, and no empty fields."""
    name = "exchange-logs/artefacts.help/HttpProxy/Ecp/HttpProxy_2023010611-1.LOG"
    found = read((corpora / name).read_bytes(), Kind.HTTPPROXY)
    fields = found.records[0].fields
    assert fields["AnchorMailbox"] == "ServerVersion~Version 15.0 (Build 0.0)"
    assert fields["UserAgent"] == "Mozilla/5.0 zgrab/0.x"
    assert fields["RoutingStatus"] == "CafeV1"
    assert "" not in fields.values()
    assert found.spans[0].parts == {"Ecp": 1}
    assert found.spans[0].hours == {"2023-01-06T11": 1}
