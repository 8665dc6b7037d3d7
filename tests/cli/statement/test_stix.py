"""`indicia statement draft --stix`: what producers say in a bundle becomes claims that rest on its words."""

from pathlib import Path

import orjson
import pytest

from indicia.cli.main import main
from indicia.knowledge.reports.documents.opening import open_report
from indicia.model.statement import ClaimKind, Marking, ReportSupport
from indicia.statement.folder import StatementFolder

GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"


def _id(kind: str, number: int) -> str:
    return f"{kind}--00000000-0000-4000-8000-{number:012d}"


def _link(number: int, **more: object) -> dict[str, object]:
    link: dict[str, object] = {
        "type": "relationship",
        "id": _id("relationship", number),
        "relationship_type": "attributed-to",
        "source_ref": _id("campaign", 2),
        "target_ref": _id("intrusion-set", 3),
        "created_by_ref": _id("identity", 1),
        "object_marking_refs": [GREEN],
        "confidence": 70,
        "description": "We think “so”,\nfor three reasons.",
    }
    return link | more


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Somebody's bundle: an attribution, one that was revoked, one that names nothing, an opinion, a report."""
    objects = [
        {"type": "identity", "id": _id("identity", 1), "name": "CERT X"},
        {"type": "campaign", "id": _id("campaign", 2), "name": "Spring"},
        {"type": "intrusion-set", "id": _id("intrusion-set", 3), "name": "Panda"},
        _link(4),
        _link(5, revoked=True),
        _link(6, relationship_type="related-to"),
        {
            "type": "opinion",
            "id": _id("opinion", 7),
            "opinion": "strongly-disagree",
            "explanation": "No basis.",
            "authors": ["CERT Y"],
            "object_refs": [_id("relationship", 4)],
        },
        {"type": "report", "id": _id("report", 8), "name": "All of it", "object_refs": [_id("relationship", 4)]},
    ]
    path = tmp_path / "their.json"
    path.write_bytes(orjson.dumps({"type": "bundle", "id": _id("bundle", 9), "objects": objects}))
    return path


def test_claims_rest_on_words_of_the_file(bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each place is where a verifier finds these words; the producer's number stays a number; markings stay theirs."""
    told = ["--alliance", "a", "--author", "US", "--title", "T", "--marking", "clear", "--stix", str(bundle)]
    assert main(["statement", "draft", "--out", str(tmp_path / "s"), *told]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "1 sentences that their producer revoked" in out
    assert "1 relationships that name no actor" in out
    one, two = StatementFolder(tmp_path / "s").draft().claims
    assert one.kind is ClaimKind.CLUSTER and one.rivals
    assert one.sentence == (
        "CERT X says in “their.json”: “campaign ‘Spring’ is attributed to intrusion-set ‘Panda’”, in its own words: "
        "“We think ‘so’, for three reasons.”"
    )
    assert one.likelihood is None
    assert one.confidence is not None and one.confidence.word == "70 of 100"
    text = open_report(bundle.read_bytes(), "their.json").text
    for support in (*one.support, *two.support):
        assert isinstance(support, ReportSupport)
        assert support.sha256 == text.sha256
        assert text.text[support.start : support.end] == support.words
    assert [one.marking for one in one.support if isinstance(one, ReportSupport)] == [Marking.GREEN] * 3
    assert (one.marking, one.effective) == (Marking.CLEAR, Marking.GREEN)
    assert two.effective is Marking.RED
    assert "CERT Y strongly disagrees with" in two.sentence


def test_more_of_them_later(bundle: Path, tmp_path: Path) -> None:
    """`statement add --stix`; a file that is no bundle is refused."""
    told = ["--alliance", "a", "--author", "US", "--title", "T", "--stix", str(bundle)]
    assert main(["statement", "draft", "--out", str(tmp_path / "s"), *told]) == 0
    assert main(["statement", "add", str(tmp_path / "s"), "--stix", str(bundle)]) == 0
    assert [one.id for one in StatementFolder(tmp_path / "s").draft().claims] == ["C1", "C2", "C3", "C4"]
    (tmp_path / "none.json").write_text("[]")
    assert main(["statement", "add", str(tmp_path / "s"), "--stix", str(tmp_path / "none.json")]) == 4
