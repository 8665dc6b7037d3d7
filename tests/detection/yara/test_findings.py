"""Matches become findings that say in plain words what was found where."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.yara.files import YaraFiles
from indicia.detection.yara.findings import yara_findings
from indicia.detection.yara.rules import YaraSet, load_yara, techniques
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Evidence, Kind, Locator
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage
from indicia.model.record import Record, Sighting

Load = Callable[..., YaraSet]
Row = Callable[..., tuple[Record, Callable[[], BinaryIO]]]
OURS = """
rule Ours {
    meta:
        author = "Indicia"
        title = "web shell: an example"
        severity = "critical"
        confidence = "strong"
        stage = "implanted"
        log_stage = "operated"
        test = "WS-12"
        log_test = "PO-07"
        techniques = "T1505.003, T1059"
        false_positives = "Examples"
        next_step = "Keep a copy."
    strings: $a = "a-mark-to-find"
    condition: $a
}"""


def view(*sightings: Sighting) -> HostView:
    picked: dict[str, list[Seen]] = {}
    for sighting in sightings:
        path = str(sighting.record.fields.get("Path", "log.evtx"))
        evidence = Evidence(sha256=sighting.record.at.sha256, size=1, path=path, scope="c", kind=Kind.PLAIN)
        picked.setdefault(sighting.detector, []).append(Seen(sighting=sighting, evidence=evidence))
    return HostView(host="MXS01", picked=picked, pack=load_pack(), newest=None)


def findings(rules: YaraSet, *sightings: Sighting) -> list[Finding]:
    return list(yara_findings(rules, view(*sightings)))


def of_meta(load: Load, row: Row, meta: str) -> Finding:
    rules = load(
        {"a.yar": f'rule Some_Rule_X : T1003_001 {{ meta: {meta} strings: $a = "a-mark-to-find" condition: $a }}'}
    )
    (finding,) = findings(rules, *YaraFiles(rules).look(*row(b"a-mark-to-find")).sightings)
    return finding


def test_a_rule_of_the_pack_carries_stage_test_and_what_to_do(tmp_path: Path, row: Row) -> None:
    """Everything in the meta section of our own rule is in its finding; the same rule from a user moves no stage."""
    (tmp_path / "x.yar").write_text(OURS)
    rules = load_yara([], own=[tmp_path])
    (finding,) = findings(rules, *YaraFiles(rules).look(*row(b"a-mark-to-find")).sightings)
    assert finding.title == "x.aspx: web shell: an example"
    assert (finding.stage, finding.severity, finding.confidence) == (
        Stage.IMPLANTED,
        Severity.CRITICAL,
        Confidence.STRONG,
    )
    assert (finding.tests, finding.techniques) == (("WS-12",), ("T1505.003", "T1059"))
    assert (finding.presence, finding.objects) == (Presence.PRESENT, (r"c:\inetpub\wwwroot\x.aspx",))
    assert (finding.next_step, finding.mistakes) == ("Keep a copy.", "Examples")
    assert finding.card.kind == "yara"
    assert finding.card.text.startswith("rule Ours {")
    assert "$a at 0x0: a-mark-to-find" in finding.summary
    theirs = load_yara([tmp_path])
    (finding,) = findings(theirs, *YaraFiles(theirs).look(*row(b"a-mark-to-find")).sightings)
    assert (finding.stage, finding.tests, finding.next_step) == (None, (), "")


def test_equal_files_are_one_finding_with_several_objects(load: Load, row: Row) -> None:
    """One finding for a rule and a content, however many files hold it; another content is another finding."""
    rules = load({"a.yar": 'rule r { strings: $a = "a-mark-to-find" condition: $a }'})
    consumer = YaraFiles(rules)
    seen = [
        sighting
        for data, path in (
            (b"a-mark-to-find", "C:\\b.txt"),
            (b"a-mark-to-find", "C:\\a.txt"),
            (b"a-mark-to-find 2", "C:\\c"),
        )
        for sighting in consumer.look(*row(data, path)).sightings
    ]
    first, second = findings(rules, *seen)
    assert (first.count, first.objects) == (2, ("c:\\a.txt", "c:\\b.txt"))
    assert "(one of 2 equal files)" in first.summary
    assert (second.count, second.objects) == (1, ("c:\\c",))


def test_an_encoded_copy_in_a_file_moves_no_stage(tmp_path: Path, row: Row) -> None:
    """What is only packed in a file weighs less, and is not told beside what stands there plain."""
    (tmp_path / "x.yar").write_text(OURS)
    rules = load_yara([], own=[tmp_path])
    packed = base64.b64encode(b"a text with a-mark-to-find in it")
    (finding,) = findings(rules, *YaraFiles(rules).look(*row(packed)).sightings)
    assert (finding.stage, finding.confidence) == (None, Confidence.MODERATE)
    assert "encoded as base64" in finding.summary
    both = YaraFiles(rules).look(*row(packed + b" a-mark-to-find")).sightings
    assert len(both) == 2
    (finding,) = findings(rules, *both)
    assert (finding.stage, finding.count) == (Stage.IMPLANTED, 1)


@pytest.mark.parametrize("name", ["events.json", "ECP.LOG", "siem.csv"])
def test_a_log_or_export_that_no_reader_knows_is_no_web_shell(tmp_path: Path, row: Row, name: str) -> None:
    """It may hold the text of one: that is a sign which needs a second source, and nothing is there for it."""
    (tmp_path / "x.yar").write_text(OURS)
    rules = load_yara([], own=[tmp_path])
    (finding,) = findings(rules, *YaraFiles(rules).look(*row(b"a-mark-to-find", name)).sightings)
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.WEAK)
    assert (finding.tests, finding.objects, finding.presence) == ((), (), Presence.SEEN_ONCE)
    assert "holds the text of others" in finding.summary


def test_records_of_logs_are_one_finding_of_the_past(tmp_path: Path) -> None:
    """What was packed into records happened once, with first and last time, and answers the tests for logs."""
    (tmp_path / "x.yar").write_text(OURS)
    rules = load_yara([], own=[tmp_path])
    seen = [
        Sighting(
            detector="yara:indicia/x/Ours",
            record=Record(
                table="win_event",
                source="Security",
                time=datetime(2021, 3, number, tzinfo=UTC),
                host="MXS01",
                at=Locator(sha256="0" * 64, offset=number, length=9),
                fields={"Layer": "base64 → gzip", "LayerText": "x", "YaraStrings": ("$a at 0x0: a",)},
                raw="raw",
            ),
        )
        for number in (4, 3)
    ]
    (finding,) = findings(rules, *seen)
    assert finding.title == "Packed into a log record: web shell: an example"
    assert (finding.stage, finding.tests, finding.presence) == (Stage.OPERATED, ("PO-07",), Presence.SEEN_ONCE)
    assert (finding.seen, finding.last) == (datetime(2021, 3, 3, tzinfo=UTC), datetime(2021, 3, 4, tzinfo=UTC))
    assert (finding.count, finding.objects) == (2, ())


@pytest.mark.parametrize(
    ("meta", "severity", "confidence"),
    [
        ('severity = "high"', Severity.HIGH, Confidence.MODERATE),
        ("score = 100", Severity.HIGH, Confidence.MODERATE),
        ("score = 75", Severity.MEDIUM, Confidence.MODERATE),
        ("score = 50", Severity.LOW, Confidence.WEAK),
        ("score = 0", Severity.INFORMATIONAL, Confidence.WEAK),
        ("severity = 90", Severity.HIGH, Confidence.MODERATE),
        ('score = "nonsense"', Severity.MEDIUM, Confidence.MODERATE),
        ("score = 100000", Severity.MEDIUM, Confidence.MODERATE),
        ('confidence = "weak"', Severity.MEDIUM, Confidence.WEAK),
    ],
)
def test_severity_and_confidence_are_the_authors(
    load: Load, row: Row, meta: str, severity: Severity, confidence: Confidence
) -> None:
    """A word or a score of 0 to 100 decides; where nothing is said it is medium and moderate."""
    finding = of_meta(load, row, meta)
    assert (finding.severity, finding.confidence) == (severity, confidence)


@pytest.mark.parametrize(
    ("meta", "title"),
    [
        ('description = "Detects the Example tool"', "x.aspx: the Example tool"),
        ('description = "Detects"', "x.aspx: Detects"),
        ("score = 1", "x.aspx: Some Rule X"),
        (f'description = "{"long " * 60}"', "x.aspx: " + ("long " * 60)[:139].rstrip() + "…"),
    ],
)
def test_the_title_says_what_was_found(load: Load, row: Row, meta: str, title: str) -> None:
    """The author's description, or else the name of the rule, behind the name of the file."""
    assert of_meta(load, row, meta).title == title


def test_techniques_and_link_come_from_tags_and_meta(load: Load, row: Row) -> None:
    """Technique ids in tags and in values count, those in prose do not; the link is the first web address."""
    meta = 'mitre_att = "T1505.003;t1190" description = "like T9999" reference = "a book, https://example.org/x"'
    finding = of_meta(load, row, meta)
    assert finding.techniques == ("T1003.001", "T1505.003", "T1190")
    assert finding.card.link == "https://example.org/x"
    rules = load({"b.yar": "rule b { condition: true }"})
    assert techniques(next(rule for rule in rules.rules if rule.name == "b")) == ()
