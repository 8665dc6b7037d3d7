"""Objects of management commands, in every form they are printed in."""

import json
import zipfile
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.model.evidence import Kind

COLUMNS = ("Name", "Identity", "ExternalUrl", "PollInterval", "OfflineAddressBooks")
ROW = ("OAB (Default Web Site)", r"MXS01\OAB (Default Web Site)", "https://mail.example.org/OAB", "480", "Default")


def as_csv(rows, columns=COLUMNS, mark=","):
    def cell(value):
        return '"' + value.replace('"', '""') + '"'

    return "\r\n".join(mark.join(map(cell, row)) for row in (columns, *rows)).encode()


def as_json(rows, columns=COLUMNS):
    return json.dumps([dict(zip(columns, row, strict=True)) for row in rows]).encode()


def as_list(rows, columns=COLUMNS):
    return "\r\n\r\n".join(
        "\r\n".join(f"{name:<20} : {value}" for name, value in zip(columns, row, strict=True)) for row in rows
    ).encode()


def as_clixml(rows, columns=COLUMNS):
    objects = "".join(
        f'<Obj RefId="{number}"><MS>'
        + "".join(f'<S N="{name}">{escape(value)}</S>' for name, value in zip(columns, row, strict=True))
        + "</MS></Obj>"
        for number, row in enumerate(rows)
    )
    return (
        f'<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">{objects}</Objs>'
    ).encode()


FORMS = {"csv": as_csv, "json": as_json, "txt": as_list, "xml": as_clixml}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_form_gives_the_same_object(read, form, encoding):
    """Class by the file's name, identity, values; whatever the encoding."""
    data = FORMS[form]([ROW, ROW]).decode().encode(encoding)
    kind, records, ledger = read(data, f"Get-OabVirtualDirectory.{form}")
    assert kind is Kind.EXPORT
    assert not ledger.faults
    assert [record.fields["Class"] for record in records] == ["OabVirtualDirectory"] * 2
    for record in records:
        assert {name: str(record.fields[name]) for name in COLUMNS} == dict(zip(COLUMNS, ROW, strict=True))
    assert [(span.source, dict(span.parts)) for span in ledger.spans] == [("ad_exch", {"OabVirtualDirectory": 2})]


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12).filter(
    lambda text: not text.startswith("{")
)


@settings(deadline=None)
@given(rows=st.lists(st.tuples(*[TEXT] * len(COLUMNS)), min_size=1, max_size=5))
def test_forms_are_twins(read, rows):
    """CSV, JSON and CliXML of the same objects give the same values."""
    found = []
    for form in ("csv", "json", "xml"):
        _, records, ledger = read(FORMS[form](rows), f"Get-OabVirtualDirectory.{form}")
        assert not ledger.faults
        found.append([{name: str(record.fields[name]) for name in COLUMNS} for record in records])
    assert found[0] == found[1] == found[2]


def test_a_class_is_told_by_its_type_its_columns_or_not_at_all(read):
    """`#TYPE` first, then the name of the file, then columns; else it stays empty, and that is noted."""
    typed = b"#TYPE Microsoft.Exchange.Data.Directory.SystemConfiguration.ADOabVirtualDirectory\r\n" + as_csv([ROW])
    assert read(typed, "a.csv")[1][0].fields["Class"] == "OabVirtualDirectory"
    assert read(as_csv([ROW]), "a.csv")[1][0].fields["Class"] == "OabVirtualDirectory"
    plain = as_csv([("x", "y", "2021-03-01T10:00:00Z")], ("Name", "DistinguishedName", "WhenChanged"))
    _, (record,), ledger = read(plain, "a.csv")
    assert record.fields["Class"] == ""
    assert "class that nothing tells" in ledger.notes[0]
    assert not ledger.spans


def test_what_is_no_setting_of_exchange_covers_none(read):
    """Event logs, processes and such as exports are kept, and said to answer nothing."""
    logged = (
        b'#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n"Message","Id","LogName"\r\n'
        b'"Mailbox set","1","MSExchange Management"\r\n'
    )
    _, records, ledger = read(logged, "events.csv")
    assert [record.fields["Class"] for record in records] == ["EventLogRecord"]
    assert not ledger.spans
    assert ledger.notes == [
        "1 objects of class EventLogRecord: kept, but nothing asks for them; collect the log itself (wevtutil epl)"
    ]
    _, records, ledger = read(b'"Name","Fqdn"\r\n"Out","a"\r\n', "Get-SendConnector.csv")
    assert [(span.source, dict(span.parts)) for span in ledger.spans] == [("ad_exch", {"SendConnector": 1})]


def test_a_spreadsheet(read):
    """`sep=;`, semicolons, a value over two lines; a row of another width is a fault with its line."""
    data = b"sep=;\r\n" + as_csv([ROW, (*ROW[:2], "two\nlines", "1", "b")], mark=";") + b'\r\n"a";"b"\r\n'
    _, records, ledger = read(data, "Get-OabVirtualDirectory.csv")
    assert len(records) == 2
    assert records[1].fields["ExternalUrl"] == "two\nlines"
    (fault,) = ledger.faults
    assert fault.reason == "2 values, 5 columns"
    assert fault.at is not None
    assert fault.at.line == 6


def test_an_empty_export_is_an_answer(read):
    """A command that found nothing was run: its class is covered."""
    for data in (b"", b"\r\n"):
        kind, records, ledger = read(data, "Get-TransportAgent.csv")
        assert kind is Kind.EXPORT
        assert not records
        assert [(span.source, dict(span.parts)) for span in ledger.spans] == [("ad_exch", {"TransportAgent": 1})]


def test_times_are_taken_only_where_the_day_is_certain(read):
    """ISO with a zone, the UTC column, a date of JSON; 3/2/2021 could be two days."""
    columns = ("Name", "DistinguishedName", "WhenChanged", "WhenChangedUTC")
    zoned = as_csv([("a", "b", "2021-03-02T10:00:00+01:00", "")], columns)
    assert read(zoned, "a.csv")[1][0].fields["WhenChanged"] == "2021-03-02T09:00:00+00:00"
    unclear = as_csv([("a", "b", "3/2/2021 10:00:00 AM", "")], columns)
    record = read(unclear, "a.csv")[1][0]
    assert record.time is None
    spoken = json.dumps([{"Name": "a", "DistinguishedName": "b", "WhenChanged": "/Date(1614679200000)/"}]).encode()
    assert read(spoken, "a.json")[1][0].fields["WhenChanged"] == "2021-03-02T10:00:00+00:00"


def test_broken_clixml_gives_what_stood_before(read):
    """The rest is a fault with its line."""
    data = as_clixml([ROW, ROW]).replace(b"</MS></Obj><Obj", b"</MS></Obj>\n<Obj", 1)
    _, records, ledger = read(data[:-40], "Get-OabVirtualDirectory.xml")
    assert len(records) == 1
    assert (records[0].at.line, records[0].at.length) == (1, data.index(b"\n"))
    assert "broken XML" in ledger.faults[0].reason
    assert ledger.faults[0].at is not None
    assert ledger.faults[0].at.line == 2
    entity = b'<!DOCTYPE a [<!ENTITY x "y">]>' + as_clixml([ROW])
    assert not read(entity, "Get-OabVirtualDirectory.xml")[1]


def test_listeners_of_http_sys(read):
    """Addresses of `netsh http show servicestate`, with the program behind them."""
    text = (
        "Snapshot of HTTP service state (Server Session View):\r\n"
        "-----------------------------------------------------\r\n\r\n"
        "Server session ID: FD00000020000001\r\n    Version: 2.0\r\n    URL groups:\r\n"
        "    URL group ID: FE00000040000001\r\n        Registered URLs:\r\n            HTTPS://MAIL.EXAMPLE.ORG:443/EWS/\r\n"
    )
    kind, records, _ = read(text.encode("utf-16"), "servicestate.txt")
    assert kind is Kind.EXPORT
    assert [(record.fields["Class"], record.fields["Url"]) for record in records] == [
        ("HttpUrl", "HTTPS://MAIL.EXAMPLE.ORG:443/EWS/")
    ]


def test_clean_server(corpora: Path, read):
    """Every export of a clean Exchange 2016 server is read without a fault."""
    classes: Counter[object] = Counter()
    with zipfile.ZipFile(next((corpora / "exchange-config").glob("*.zip"))) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                kind, records, ledger = read(archive.read(name), name.rpartition("/")[2])
                assert kind is Kind.EXPORT
                assert not ledger.faults, name
                classes.update(record.fields["Class"] for record in records)
    assert classes["IISModule"] == 33
    assert classes["ExtendedProtectionConfiguration"] == 23
    assert classes["ExchangeServer"] == classes["OwaVirtualDirectory"] == classes["WebServicesVirtualDirectory"] == 1


@settings(deadline=None)
@given(cut=st.integers(0, 600), form=st.sampled_from(sorted(FORMS)), junk=st.binary(max_size=20))
def test_torn_exports_balance(read, cut, form, junk):
    """Whatever is lost or mangled, bytes are accounted for and nothing is raised."""
    data = FORMS[form]([ROW, ROW])
    read(data[:cut] + junk + data[cut + len(junk) :], f"Get-OabVirtualDirectory.{form}")
    read(data[:cut], "a.bin")
