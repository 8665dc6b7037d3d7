"""What damage close to a record takes from what is said of it."""

from datetime import UTC, datetime

import pytest

from indicia.detection.damage import CLOSE, FEW, Torn, doubted, doubted_strange, torn
from indicia.model.evidence import Fault, Locator
from indicia.model.finding import Confidence, Exhibit, Finding, RuleCard, Severity, Stage

TIME = datetime(2021, 3, 3, tzinfo=UTC)


def fault(offset: int, length: int = 10) -> Fault:
    return Fault(path="log", reason="torn", at=Locator(sha256="a", offset=offset, length=length))


def finding(
    *offsets: int,
    stage: Stage | None = Stage.EXPLOITED,
    confidence: Confidence = Confidence.STRONG,
    table: str = "exchange_log",
    raw: str = "line",
    sha256: str = "a",
) -> Finding:
    return Finding(
        detector="d",
        title="t",
        summary="It happened.",
        stage=stage,
        severity=Severity.HIGH,
        confidence=confidence,
        host="EX01",
        seen=TIME,
        last=TIME,
        count=len(offsets),
        exhibits=tuple(
            Exhibit(
                table=table,
                source="s",
                time=TIME,
                path="log",
                at=Locator(sha256=sha256, offset=offset, length=100),
                fields={},
                matched=(),
                raw=raw,
            )
            for offset in offsets
        ),
        card=RuleCard(id="d", title="t", kind="sigma"),
    )


def damage(*offsets: int, records: int = 1000) -> dict[str, Torn]:
    found = torn([fault(offset) for offset in offsets], records)
    assert found is not None
    return {"a": found}


def test_a_record_beside_damage_needs_a_second_source() -> None:
    """One step less sure, medium at most, and the reason is said; the stage stays what it would be."""
    (found,) = [doubted(finding(5000), damage(6000))]
    assert (found.confidence, found.severity, found.stage) == (Confidence.MODERATE, Severity.MEDIUM, Stage.EXPLOITED)
    assert "damage may have made it" in found.summary
    assert doubted(finding(5000, confidence=Confidence.CONCLUSIVE), damage(6000)).confidence is Confidence.STRONG


def test_an_attempt_beside_damage_moves_nothing() -> None:
    """It is still shown."""
    found = doubted(finding(5000, stage=Stage.PROBED), damage(6000))
    assert (found.stage, found.severity) == (None, Severity.LOW)


@pytest.mark.parametrize(
    "found",
    [
        finding(50_000 + CLOSE),
        finding(49_000 - CLOSE),
        finding(*[50_000 + 100 * number for number in range(FEW + 1)]),
        finding(50_000, 90_000),
        finding(50_000, sha256="b"),
        finding(50_000, stage=None),
    ],
    ids=["before", "behind", "many", "one far", "another file", "no stage"],
)
def test_what_damage_did_not_make_stays(found: Finding) -> None:
    """Records far from damage, more of them than chance gives, or in another file."""
    assert doubted(found, damage(49_990)) is found


def test_a_long_fault_and_a_later_one() -> None:
    """The end of the long one counts, although another begins behind it."""
    places = torn([fault(0, 100_000), fault(50)], 1000)
    assert places is not None
    assert places.near(finding(90_000).exhibits[0])
    assert not places.near(finding(100_000 + CLOSE).exhibits[0])


def test_a_chunk_of_an_event_log_is_near_as_a_whole() -> None:
    """Its checksum does not say where in it the damage is."""
    assert doubted(finding(60_000, table="win_event"), damage(4096)).confidence is Confidence.MODERATE


def test_bytes_that_are_no_text_are_damage() -> None:
    """Also where the structure of the line holds."""
    assert doubted(finding(50_000, raw="li\ufffdne"), damage(1_000_000)).confidence is Confidence.MODERATE


def test_a_strange_value_in_a_damaged_log_is_weak() -> None:
    """Wherever in the log the damage is; many like records are believed, but not in a log full of damage."""
    far = damage(1_000_000)
    assert doubted_strange(finding(1, 2, 3), far).confidence is Confidence.WEAK
    many = finding(*range(12))
    assert doubted_strange(many, far) is many
    assert doubted_strange(many, damage(*range(0, 900_000, 30_000))).confidence is Confidence.WEAK
    assert doubted_strange(finding(1, sha256="b"), far) == finding(1, sha256="b")


def test_nothing_is_taken_twice() -> None:
    """What is weak already keeps its one reason."""
    found = doubted_strange(finding(1), damage(200))
    assert doubted(found, damage(200)) == found


def test_faults_without_a_place_damage_no_record() -> None:
    """The whole file is meant, and nothing was read of it."""
    assert torn([Fault(path="log", reason="no")], 5) is None
