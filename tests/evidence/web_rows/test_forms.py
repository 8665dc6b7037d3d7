"""Each form of export and log gives the same request as the log of the server itself."""

from datetime import UTC, datetime

import pytest
from tests.evidence.web_rows.documents import (
    AGENT,
    APACHE,
    AZURE,
    CLIENT,
    CSV,
    JOINED,
    JSON,
    KIBANA,
    NGINX_APART,
    QUERY,
    REFERER,
    SERVER,
    STEM,
    as_csv,
    lines,
)

from indicia.evidence.identify import HEAD_BYTES, identify
from indicia.model.evidence import Kind

MOMENT = datetime(2021, 3, 2, 4, 15, 30, tzinfo=UTC)
FORMS = {"cs-uri-stem": (STEM, STEM.replace("%20", " ")), "url.path": STEM, "url.query": QUERY}


def several(value):
    return value if isinstance(value, tuple) else (value,)


@pytest.mark.parametrize(
    ("kind", "name"), [*((Kind.WEB_JSON, name) for name in JSON), *((Kind.WEB_CSV, name) for name in CSV)]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_each_form_is_told_and_read(read, kind, name, encoding):
    """Address in each form, method, client, status, user agent, referer and time are those of the log."""
    data = (
        (JSON if kind is Kind.WEB_JSON else CSV)[name].removeprefix("\ufeff" * (encoding != "utf-8")).encode(encoding)
    )
    assert identify(data[:HEAD_BYTES], "export.txt") is kind
    records, ledger = read(kind, data)
    assert records
    assert not ledger.faults
    assert records[0].time in ({None} if name == "kibana" else {MOMENT, MOMENT.replace(microsecond=123456)})
    for record in records:
        fields = record.fields
        assert (record.table, record.source) == ("web_request", kind.value)
        assert {key: fields[key] for key in FORMS} == FORMS
        assert f"{STEM}?{QUERY}" in fields["cs-uri-query"]
        assert (fields["cs-method"], fields["c-ip"], fields["sc-status"]) == ("POST", CLIENT, "200")
        assert several(fields["cs-user-agent"]) in {(AGENT,), (JOINED, AGENT)}
        assert several(fields["cs-referer"]) == (REFERER,)
        at = record.at
        if encoding == "utf-8":
            assert data[at.offset : at.offset + at.length].decode() == record.raw
        if "iis" in name or name in {"portal", "azure", "nxlog", "log parser"}:
            assert (fields["s-ip"], fields["s-port"], fields["time-taken"]) == (SERVER, "443", "123")


def test_times_are_told_and_not_guessed(read):
    """Kibana prints the browser's time without its zone: no time, and a note; numbers lose their grouping."""
    (record,), ledger = read(Kind.WEB_CSV, as_csv(KIBANA).encode())
    assert record.time is None
    assert record.fields["sc-bytes"] == "1512"
    assert record.host == "MX1"
    assert ledger.notes == [
        "of the times of requests 1 are local and the offset is unknown: these records carry no time"
    ]


def test_local_times_of_the_portal(read):
    """It can show another zone than UTC, which only the name of the column tells."""
    row = {
        "TimeGenerated [Local Time]": "3/25/2021, 4:15:30.000 PM",
        **{name: AZURE[name] for name in ("csMethod", "csUriStem", "cIP")},
    }
    (record,), ledger = read(Kind.WEB_CSV, as_csv(row).encode())
    assert record.time is None
    assert "local" in ledger.notes[0]


def test_rows_of_several_servers(read):
    """Each names its own, and is counted there."""
    data = lines(AZURE, AZURE | {"sComputerName": "MX2"}, AZURE | {"sComputerName": "", "Computer": "MX3"})
    records, ledger = read(Kind.WEB_JSON, data.encode())
    assert [record.host for record in records] == ["MX1", "MX2", "MX3"]
    assert {(span.source, span.host, span.records) for span in ledger.spans} == {
        ("web_json", name, 1) for name in ("MX1", "MX2", "MX3")
    }


def test_what_a_server_decoded_is_a_further_form(read):
    """`$uri` of nginx is decoded; what was asked for is `$request_uri`, and the time a request took is in seconds."""
    (record,), _ = read(Kind.WEB_JSON, lines(NGINX_APART).encode())
    fields = record.fields
    assert fields["time-taken"] == "123"
    assert fields["request_time"] == "0.123"
    assert fields["upstream_response_time"] == "0.120"
    assert (fields["cs-host"], fields["cs-version"], fields["sc-bytes"]) == ("mail.example.test", "HTTP/1.1", "512")


def test_apache_names_as_people_choose_them(read):
    """What is no whole line of a request is the address."""
    data = lines(APACHE).encode()
    assert identify(data, "access.json") is Kind.WEB_JSON
    (record,), _ = read(Kind.WEB_JSON, data)
    assert record.time == MOMENT
    assert record.fields["url.path"] == STEM
    assert record.fields["url.query"] == QUERY
