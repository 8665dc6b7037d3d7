"""Columns come under Exchange's own spelling."""

import io

from indicia.config import Limits
from indicia.evidence.text.exchange.reading import read_exchange_log
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

EXPORT = (
    b'#TYPE Selected.System.Management.Automation.PSCustomObject\r\n"DateTime","clientIPAddress","anchormailbox"\r\n'
    b'"2021-03-03T05:23:15.063Z","192.0.2.1","ServerInfo~x"\r\n'
)


def test_what_tells_a_spreadsheet_the_separator_is_framing() -> None:
    """`sep=;` in front is no place that could not be read."""
    data = b"\xef\xbb\xbfsep=;\r\n" + EXPORT.split(b"\r\n", 1)[1].replace(b",", b";")
    evidence = Evidence(sha256="a" * 64, size=len(data), path="x.csv", scope="x", kind=Kind.HTTPPROXY)
    ledger = Ledger(size=len(data), path="x.csv", sha256="a" * 64)
    (block,) = read_exchange_log(io.BytesIO(data), evidence, ledger, Limits())
    assert block.decode(0).fields["AnchorMailbox"] == "ServerInfo~x"
    assert not ledger.faults
    ledger.account()


def test_a_scripts_spelling_does_not_matter() -> None:
    """An export with `clientIPAddress` has the field `ClientIpAddress`."""
    evidence = Evidence(sha256="a" * 64, size=len(EXPORT), path="x.csv", scope="x", kind=Kind.HTTPPROXY)
    ledger = Ledger(size=len(EXPORT), path="x.csv", sha256="a" * 64)
    (block,) = read_exchange_log(io.BytesIO(EXPORT), evidence, ledger, Limits())
    assert dict(block.decode(0).fields) == {
        "DateTime": "2021-03-03T05:23:15.063Z",
        "ClientIpAddress": "192.0.2.1",
        "AnchorMailbox": "ServerInfo~x",
    }
    ledger.account()
