"""The reader of XML exports."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.model.evidence import Kind

EVENT = (
    '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>'
    '<Provider Name="MSExchange CmdletLogs"/>'
    '<EventID Qualifiers="16384">1</EventID><Level>4</Level><TimeCreated SystemTime="2021-03-14T01:40:12.9870000Z"/>'
    "<EventRecordID>{number}</EventRecordID><Channel>MSExchange Management</Channel><Computer>MX</Computer><Security/>"
    '</System><EventData><Data>Set-OabVirtualDirectory</Data><Data>-ExternalUrl "é &amp; &lt;x"</Data><Data></Data>'
    '<Data Name="Own Name">v</Data></EventData>'
    "<RenderingInfo Culture='en-US'><Message>Text</Message></RenderingInfo></Event>"
)


def events(count: int) -> list[str]:
    return [EVENT.replace("{number}", str(number)) for number in range(count)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1"])
@pytest.mark.parametrize("most", [1, 4096])
@pytest.mark.parametrize("rooted", [True, False])
def test_events_come_out_once(read, encoding, most, rooted):
    """Under a root or one after another, in any encoding, each event comes out once with its place."""
    parts = events(5)
    text = "\r\n".join(parts)
    if rooted:
        declared = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
        text = f'<?xml version="1.0" encoding="{declared}"?>\r\n<!-- a <b> -- c -->\n<Events>{text}</Events>\n'
    elif encoding == "iso-8859-1":
        text = f'<?xml version="1.0" encoding="{encoding}"?>' + text
    data = text.encode(encoding)
    found, ledger = read(Kind.EVENTS_XML, data, most=most)
    records = [event.decode() for event in found]
    assert not ledger.faults
    assert [record.at.record_id for record in records] == list(range(5))
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    for record, part in zip(records, parts, strict=True):
        assert data[record.at.offset : record.at.offset + record.at.length].decode(plain) == part == record.raw
        assert record.fields["Data"] == ("Set-OabVirtualDirectory", '-ExternalUrl "é & <x"', "")
        assert record.fields["Cmdlet"] == "Set-OabVirtualDirectory"
        assert record.fields["OwnName"] == "v"
        assert record.fields["Message"] == "Text"
        assert record.fields["EventID"] == 1


def test_etw_export_of_iis(corpora, read):
    """The event that IIS wrote to ETW comes out with the request's values under their own names."""
    data = (corpora / "iis-logs" / "crowdsec" / "iis-logs.log").read_bytes()
    found, ledger = read(Kind.EVENTS_XML, data)
    record = found[0].decode()
    assert (len(found), ledger.faulty) == (1, 0)
    assert record.fields["cs-uri-stem"] == "/autodiscover/autodiscover.json"
    assert record.fields["CustomFields"] == ""
    assert (record.source, record.host) == ("Microsoft-IIS-Logging/Logs", "exchange-1.mydomain.test")


def test_one_broken_event_costs_only_itself(read):
    """An event that is no XML, one without an end, and a cut one are faults; their neighbours come out."""
    a, b, c, d, e = events(5)
    data = "\n".join([a, b.replace("</System>", ""), c, d.replace("</Event>", ""), e, a[:300]])
    found, ledger = read(Kind.EVENTS_XML, data.encode())
    assert [event.decode().at.record_id for event in found] == [0, 2, 4]
    assert [fault.at.line for fault in ledger.faults] == [2, 4, 6]


def test_forbidden_characters_do_not_hide_an_event(read):
    """Control characters that wevtutil writes are replaced, legal references stay."""
    data = EVENT.replace("{number}", "1").replace("<Data></Data>", "<Data>a&#x1b;b\x07&#233;</Data>")
    found, ledger = read(Kind.EVENTS_XML, data.encode())
    assert not ledger.faults
    assert found[0].decode().fields["Data"][2] == "a\ufffdb\ufffdé"


def test_entities_are_never_expanded(read):
    """A document type declaration is a fault, and an event that uses its entities is one too."""
    bomb = '<!DOCTYPE Events [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>'
    whole = EVENT.replace("{number}", "1")
    found, ledger = read(Kind.EVENTS_XML, (bomb + whole + whole.replace("Text", "&b;")).encode())
    assert len(found) == 1
    assert "document type" in ledger.faults[0].reason
    assert "broken XML" in ledger.faults[1].reason


def test_limits_and_depth(read):
    """A gigantic event is one fault; elements nested thousands deep never raise."""
    huge = EVENT.replace("{number}", "1").replace("Text", "x" * 3_000_000)
    found, ledger = read(Kind.EVENTS_XML, (huge + events(1)[0]).encode(), limits=Limits(line_bytes=1000))
    assert len(found) == 1
    assert any("limit" in fault.reason for fault in ledger.faults)
    deep = EVENT.replace("Text", "<a>" * 5000 + "t" + "</a>" * 5000)
    found, _ = read(Kind.EVENTS_XML, deep.replace("{number}", "1").encode())
    assert [event.decode().fields["EventID"] for event in found] == [1]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.sampled_from(
            ["<Event ", "<Event>", "</Event>", "<Events>", "/>", "<!--", "-->", "<?", "x", "&#0;", "\n", "é", "\x00"]
        )
    ),
    most=st.sampled_from([1, 100]),
    encoding=st.sampled_from(["utf-8", "utf-16-le"]),
)
def test_random_markup_never_raises(read, parts, most, encoding):
    """Any mixture of tags is accounted for."""
    read(Kind.EVENTS_XML, "".join(parts).encode(encoding), most=most)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<Events>@@", "the file ends before its root does: what followed is missing"),
        ("<?xml version='1.0'?><!-- </Events> --><Events>\n@\n@\n", "the file ends before its root does"),
        ("<Events xmlns='x'>", "the file ends before its root does: what followed is missing"),
        ("@@</Events>", "a root ends that did not begin: what stood before is missing"),
        ("<Events>@@</Events>", ""),
        ("<Events>@</Events>\n<!-- <Events> --><Events>@</Events>", ""),
        ("<Events />", ""),
        ("@\n@", ""),
    ],
)
def test_a_file_cut_between_two_events_is_no_whole_one(read, text, reason, encoding):
    """What a file that is cut there lacks is a fault that stands for no bytes; all events come out."""
    written = "<Event xmlns='e'><System><Provider Name='P'/><EventID>1</EventID><Channel>C</Channel></System></Event>"
    events, ledger = read(Kind.EVENTS_XML, text.replace("@", written).encode(encoding), most=1000)
    assert len(events) == text.count("@")
    assert [fault.reason.startswith(reason) for fault in ledger.faults] == ([True] if reason else [])
    assert ledger.faulty == 0
