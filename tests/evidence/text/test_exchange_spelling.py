"""Columns come under Exchange's own spelling."""

import io

from indicia.config import Limits
from indicia.evidence.text.exchange import read_exchange_log
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

EXPORT = (
    b'#TYPE Selected.System.Management.Automation.PSCustomObject\r\n"DateTime","clientIPAddress","anchormailbox"\r\n'
    b'"2021-03-03T05:23:15.063Z","192.0.2.1","ServerInfo~x"\r\n'
)


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
