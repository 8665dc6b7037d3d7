"""What exports made by hand decide of the tests of the pack, and that a clean server's exports say nothing."""

import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from indicia.assessment.coverage.answers import Period, answer
from indicia.assessment.coverage.sources import trace
from indicia.config import Limits
from indicia.evidence.exports import listings, reading
from indicia.evidence.identify import HEAD_BYTES, identify
from indicia.knowledge import load_pack
from indicia.model.assessment import Answer
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

PACK = load_pack()
PAGE = r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\owa\auth\logon.aspx"
OBJECTS = {
    "ExSetup.xml": {"FileVersionInfo": 1},
    "GetExchangeAppPoolsInformation.xml": {"ExchangeAppPoolsInformation": 148},
    "GetExchangeServer.xml": {"ExchangeServer": 1},
    "GetExtendedProtectionConfiguration.xml": {"ExtendedProtectionConfiguration": 23},
    "GetIISModules.xml": {"IISModule": 33},
    "GetOwaVirtualDirectory.xml": {"OwaVirtualDirectory": 1},
    "GetServiceMitigation.xml": {"Service": 1},
    "GetWebServicesVirtualDirectory.xml": {"WebServicesVirtualDirectory": 1},
    "GetVersionInformationCachTokn.xml": {"FileVersionInfo": 1},
    "GetWebApplication.xml": {"application": 28},
    "GetWebBinding.xml": {"binding": 6},
    "GetWebSite.xml": {"WebSite": 2},
}
"""Objects in each export of the clean Exchange 2016 server."""


def read(function, data, path, kind):
    evidence = Evidence(sha256="ab" * 32, size=len(data), path=path, scope="t", kind=kind)
    ledger = Ledger(size=len(data), path=path, sha256=evidence.sha256)
    records = [record for batch in function(BytesIO(data), evidence, ledger, Limits()) for record in batch.records]
    ledger.account()
    return records, ledger


def answers(spans):
    traced = {
        source.id: trace(source, spans, files=1, damaged=0)
        for source in PACK.sources
        if any(span.source == source.id for span in spans)
    }
    return {item.id: item.answer for item in answer(PACK, traced, [], Period(since=None, until=None))}


@pytest.mark.parametrize(("digest", "word"), [("", Answer.CANNOT_TELL), ("ab" * 32, Answer.NO_HIT)])
def test_a_list_of_files_clears_what_its_columns_can_tell(digest, word):
    """Names for all, hashes for changed pages where it has them, the content of no file."""
    data = f'"FullName","Length","SHA256"\r\n"{PAGE}","7","{digest}"\r\n'.encode()
    _, ledger = read(listings.read_listing, data, "files.csv", Kind.LISTING)
    found = answers(ledger.spans)
    assert (found["WS-02"], found["WS-03"]) == (Answer.NO_HIT, word)
    assert {found[test] for test in ("WS-12", "PL-21", "PS-08")} == {Answer.CANNOT_TELL}


@pytest.mark.parametrize(
    ("name", "test"),
    [
        ("Get-OabVirtualDirectory", "PL-20"),
        ("Get-InboxRule", "PT-02"),
        ("Get-HttpUrl", "PN-04"),
        ("Get-HybridConfiguration", "HY-01"),
        ("Get-ServicePrincipal", "HY-02"),
        ("Get-SettingOverride", "CF-01"),
        ("Get-ADObject", "CF-02"),
        ("Get-ADObject", "CF-03"),
        ("Get-OrganizationConfig", "CF-04"),
    ],
)
def test_each_test_is_decided_by_its_export(name, test):
    """An export of that name that holds nothing is an answer; of any other it is none."""
    _, ledger = read(reading.read_export, b"", f"{name}.csv", Kind.EXPORT)
    assert answers(ledger.spans)[test] is Answer.NO_HIT
    _, ledger = read(reading.read_export, b"", "Get-Other.csv", Kind.EXPORT)
    assert answers(ledger.spans)[test] is Answer.CANNOT_TELL


def test_each_export_of_the_clean_server(corpora: Path):
    """Every file is read without a fault, its objects counted."""
    found = {}
    with zipfile.ZipFile(next((corpora / "exchange-config").glob("*.zip"))) as archive:
        for path in archive.namelist():
            name = path.rpartition("/")[2]
            if name.endswith(".xml"):
                data = archive.read(path)
                assert identify(data[:HEAD_BYTES], name) is Kind.EXPORT
                records, ledger = read(reading.read_export, data, path, Kind.EXPORT)
                assert not ledger.faults, name
                found[name] = dict(Counter(str(record.fields["Class"]) for record in records))
    assert found == OBJECTS
