"""What a report says of sightings."""

import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.indicators.files import IndicatorFiles
from indicia.detection.indicators.findings import indicator_findings
from indicia.evidence.files import file_record
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Evidence, Kind
from indicia.model.finding import Confidence, Presence, Severity
from indicia.model.record import Sighting

from .conftest import evidence, iis, sightings

SHA256 = "8e90ed33c7ee82c0b64078ea36ec95f7420ba435c693b3b3dd728b494abf7dfc"


@pytest.fixture(scope="module")
def pack():
    return load_pack()


def view(pack, found: Sequence[Sighting], item: Evidence) -> HostView:
    picked: dict[str, list[Seen]] = {}
    for sighting in found:
        picked.setdefault(sighting.detector, []).append(Seen(sighting=sighting, evidence=item))
    return HostView(host="EX01", picked=picked, pack=pack, newest=datetime(2021, 4, 1, tzinfo=UTC))


def of_log(indicators, pack, log: bytes):
    found = sightings(indicators, Kind.IIS, log)
    return list(indicator_findings(indicators, view(pack, found, evidence(Kind.IIS, log))))


def of_file(indicators, pack, data: bytes, path: str, sha256: str = SHA256):
    item = Evidence(sha256=sha256, size=len(data), path=path, scope="s", kind=Kind.PLAIN, original=path)
    seen = IndicatorFiles(indicators).look(file_record(item, data), lambda: io.BytesIO(data))
    return seen, list(indicator_findings(indicators, view(pack, seen.sightings, item)))


def test_an_address_is_moderate_at_most(load, pack) -> None:
    """One finding for all its requests, without a stage, naming set and version."""
    indicators = load("# title: March list\n# version: 2021-03-10\n203.0.113.77\n203.0.113.78\n")
    (finding,) = of_log(indicators, pack, iis("/a - 203.0.113.77", "/b - 203.0.113.77", "/c - 192.0.2.1"))
    assert finding.stage is None
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.MODERATE)
    assert (finding.count, finding.clients) == (2, ("203.0.113.77",))
    assert finding.title == "Address of March list: 203.0.113.77"
    assert "203.0.113.77 stands in c-ip of a record of iis and in 1 more records" in finding.summary
    assert "version 2021-03-10" in finding.summary
    assert (finding.card.kind, finding.card.id) == ("indicator", finding.detector)
    assert "ipv4: 203.0.113.77" in finding.card.text
    assert finding.presence is Presence.SEEN_ONCE


@pytest.mark.parametrize(
    ("since", "until", "words", "severity"),
    [
        ("", "2021-02-28", "It had expired on the day of the event (valid until 2021-02-28).", Severity.LOW),
        (
            "",
            "2021-03-02T23:59:59Z",
            "It had expired on the day of the event (valid until 2021-03-02 23:59:59).",
            Severity.LOW,
        ),
        ("2021-03-04", "", "The event is older than its validity (valid from 2021-03-04).", Severity.LOW),
        ("2021-03-01", "2021-03-31", "Its validity is 2021-03-01 to 2021-03-31.", Severity.MEDIUM),
        ("2021-03-01", "2021-03-03", "Its validity is 2021-03-01 to 2021-03-03.", Severity.MEDIUM),
    ],
)
def test_validity_is_that_of_the_day_of_the_event(load, pack, since, until, words, severity) -> None:
    """A sighting outside it is a finding all the same, of lower weight, and says so.  The log is of 2021-03-03."""
    indicators = load(f"value,valid_from,valid_until\nyolkish.com,{since},{until}\n", "a.csv")
    (finding,) = of_log(indicators, pack, iis("/ - 192.0.2.1 - https://yolkish.com/"))
    assert words in finding.summary
    assert finding.severity is severity
    assert (finding.confidence is Confidence.WEAK) is (severity is Severity.LOW)


def test_the_file_itself_is_strong_and_there(load, pack) -> None:
    """By its SHA-256; the file is present, and the finding names its path."""
    indicators = load(SHA256)
    seen, (finding,) = of_file(indicators, pack, b"x", r"C:\Windows\Temp\a.dll")
    assert seen.fields == {}  # nothing was read for hashes that nobody asks for
    assert (finding.severity, finding.confidence) == (Severity.HIGH, Confidence.STRONG)
    assert finding.presence is Presence.PRESENT
    assert finding.objects == (r"c:\windows\temp\a.dll",)
    assert finding.summary.startswith(r"The file C:\Windows\Temp\a.dll matches 8e90ed33")


def test_md5_and_sha1_are_computed_when_asked_for(load, pack) -> None:
    """They become columns of the file's row."""
    indicators = load("9dd4e461268c8034f5c8564e155c67a6\n")
    seen, (finding,) = of_file(indicators, pack, b"x", r"C:\a.bin", sha256="1" * 64)
    assert seen.fields == {"MD5": "9dd4e461268c8034f5c8564e155c67a6"}
    assert finding.exhibits[0].matched == ("MD5",)


def test_a_path_names_the_file(load, pack) -> None:
    """Without the drive, and not when only the name is the same."""
    indicators = load("C:\\inetpub\\wwwroot\\aspnet_client\\shell.aspx\n")
    _, (finding,) = of_file(indicators, pack, b"x", r"D:\inetpub\wwwroot\aspnet_client\Shell.aspx")
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.MODERATE)
    assert of_file(indicators, pack, b"x", r"C:\other\shell.aspx")[1] == []


def test_what_its_author_does_not_mean_for_detection_is_weak(load, pack) -> None:
    """`to_ids` false: shown, and nothing is built on it."""
    event = {
        "Event": {"info": "x", "Attribute": [{"type": "domain", "value": "yolkish.com", "uuid": "a", "to_ids": False}]}
    }
    (finding,) = of_log(load(json.dumps(event), "m.json"), pack, iis("/ - 192.0.2.1 - https://yolkish.com/"))
    assert (finding.severity, finding.confidence) == (Severity.LOW, Confidence.WEAK)
    assert "to_ids is false" in finding.summary


def stix(pattern: str) -> str:
    item = {"type": "indicator", "id": "indicator--1", "pattern": pattern, "pattern_type": "stix", "name": "Chain"}
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": [item]})


def test_a_pattern_of_several_observations_is_put_together(load, pack) -> None:
    """On all records of the host; where it does not hold there is no finding."""
    chain = "[ipv4-addr:value = '203.0.113.77'] FOLLOWEDBY [file:name = 'x'] OR [domain-name:value = 'yolkish.com']"
    assert load(stix(chain), "a.json").patterns
    both = load(stix("[ipv4-addr:value = '203.0.113.77'] AND [domain-name:value = 'yolkish.com']"), "a.json")
    assert of_log(both, pack, iis("/ - 203.0.113.77")) == []
    assert of_log(both, pack, iis("/ - 203.0.113.77 - https://yolkish.com/")) == []  # one record is one observation
    (finding,) = of_log(both, pack, iis("/ - 203.0.113.77", "/ - 192.0.2.1 - https://yolkish.com/"))
    assert finding.count == 2
    assert finding.title == "Pattern of a.json: Chain"
    assert finding.detector == "indicator:a/indicator--1"


def test_published_paths_in_a_log(load, pack, corpora: Path) -> None:
    """A request for a page of the MSTIC list is a finding of that list."""
    from indicia.detection.indicators.loading import load_indicators

    indicators = load_indicators([corpora / "cti" / "mstic-exchange-march-2021"])
    found = of_log(indicators, pack, iis("/owa/auth/shel90.aspx - 192.0.2.1", "/owa/auth/logon.aspx - 192.0.2.1"))
    assert len(found) == 2  # once for each form of the feed
    assert all("shel90.aspx" in finding.title for finding in found)


def test_what_stands_on_a_warning_list_weighs_little(load, pack) -> None:
    """MISP holds it for common."""
    attribute = {"type": "domain", "value": "yolkish.com", "to_ids": True, "warnings": [{"warninglist_name": "Top 1M"}]}
    indicators = load(json.dumps({"Event": {"info": "e", "Attribute": [attribute]}}), "e.json")
    (finding,) = of_log(indicators, pack, iis("/ - 192.0.2.1 - https://yolkish.com/"))
    assert finding.severity == Severity.LOW
    assert "Top 1M" in finding.summary
