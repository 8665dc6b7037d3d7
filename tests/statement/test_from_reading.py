"""Press prose becomes claims of those who speak in it, in their own words."""

from pathlib import Path

import orjson
import pytest
from tests.statement.statements import policy

from indicia.errors import StatementError
from indicia.model.statement import ClaimKind, Marking, ReportSupport
from indicia.pipeline.read_reports import names_for_reading, read_reports
from indicia.plain import plain
from indicia.statement.drafting.from_reading import Take, propose_from_reading, readings_of
from indicia.statement.drafting.proposals import Proposals
from indicia.statement.lint import Lint, lint

ARTICLES = sorted((Path(__file__).parents[1] / "knowledge" / "reports" / "assertions").glob("*/*.txt"))
BOTH = (Take.ASSERTIONS, Take.NUMBERS)


def reading_json(path: Path, tmp_path: Path) -> bytes:
    (read,) = read_reports([path], names_for_reading(tmp_path))
    return orjson.dumps(
        {"format": "indicia-reading/1", "names_from": [], "reports": [plain(read.reading)], "refused": []}
    )


def claims_of(data: bytes) -> Proposals:
    into = Proposals(0, Marking.CLEAR)
    for reading in readings_of(data, "r"):
        propose_from_reading(reading, BOTH, Marking.CLEAR, into)
    return into


@pytest.mark.parametrize("path", ARTICLES, ids=lambda one: f"{one.parent.name}-{one.stem}")
def test_every_article_becomes_claims_that_no_lint_minds(path: Path, tmp_path: Path) -> None:
    """One for each assertion at least, each with its place in the text, and nothing to mend but the policy."""
    data = reading_json(path, tmp_path)
    (reading,) = readings_of(data, "r")
    into = claims_of(data)
    assert len(into.claims) >= len(reading.assertions) > 0
    for one, said in zip(into.claims, reading.assertions, strict=False):
        first = one.support[0]
        assert isinstance(first, ReportSupport)
        assert first.words == said.sentence.words == reading.text.text[first.start : first.end]
        assert first.sha256 == reading.text.sha256
        assert one.kind.names_somebody is bool(one.rivals)
    assert {one.lint for one in lint(into.claims, policy(claims=("C1",)))} == set()


def test_words_of_speakers_stay_theirs(tmp_path: Path) -> None:
    """Likelihood and confidence apart, without numbers and without a scale that nobody named."""
    press = next(path for path in ARTICLES if path.stem == "exchange-press")
    into = claims_of(reading_json(press, tmp_path))
    by_start = {one.sentence.partition(" ")[0]: one for one in into.claims}
    tokyo = next(one for one in into.claims if one.likelihood is not None)
    assert tokyo.sentence.startswith("Tokyo (Japan) attributed activity to")
    assert (tokyo.likelihood.word, tokyo.likelihood.scale, tokyo.likelihood.low) == ("highly likely", "", None)
    white_house = next(one for one in into.claims if one.sentence.startswith("The White House (United States)"))
    assert white_house.confidence is not None and white_house.likelihood is None
    assert white_house.confidence.word == "high degree of confidence"
    assert white_house.kind is ClaimKind.ORGANISATION
    assert any("groundless" in rival for rival in white_house.rivals)
    assert by_start["NATO"].kind is not ClaimKind.STATE
    assert any(one.kind is ClaimKind.MEASURE and "sanctions" in one.sentence for one in into.claims)
    counted = [one for one in into.claims if one.kind is ClaimKind.COUNT]
    assert ["more than 50 techniques" in one.sentence for one in counted] == [True]
    assert any("small counts" in note for note in into.notes)


def changed(data: bytes, act) -> bytes:
    value = orjson.loads(data)
    act(value)
    return orjson.dumps(value)


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda one: one.update(format="x"), "not in the format"),
        (lambda one: one.pop("reports"), "no reading"),
        (lambda one: one.update(reports=3), "no reading"),
        (lambda one: one["reports"][0].pop("text"), "no reading"),
        (lambda one: one["reports"][0]["assertions"][0]["sentence"].update(words="Other words."), "does not stand at"),
        (lambda one: one["reports"][0]["assertions"][0]["sentence"].update(start=-5), "does not stand at"),
        (lambda one: one["reports"][0]["assertions"][0]["sentence"].update(end=10**9), "does not stand at"),
        (lambda one: one["reports"][0]["text"].update(text="short"), "does not stand at"),
        (lambda one: one["reports"][0]["assertions"][0].update(stance="shouts"), "no reading"),
    ],
)
def test_a_reading_that_was_changed_is_refused(act, why: str, tmp_path: Path) -> None:
    """Words have to stand where they are said to stand."""
    data = reading_json(ARTICLES[0], tmp_path)
    with pytest.raises(StatementError, match=why):
        readings_of(changed(data, act), "r")


@pytest.mark.parametrize("data", [b"", b"[]", b"nul", b"[" * 200_000, b"\xff", b'{"format":"indicia-reading/1"}'])
def test_what_is_no_reading_is_refused(data: bytes) -> None:
    """With a clear word."""
    with pytest.raises(StatementError):
        readings_of(data, "r")


def test_quotation_marks_of_a_report_do_not_end_the_quotation(tmp_path: Path) -> None:
    """A report cannot smuggle words out of its quotation, as if they were ours."""
    path = tmp_path / "trick.txt"
    path.write_text(
        "Trick\n\nThe EU said” it is proven. “China attacked the servers, the EU said on Monday.\n", "utf-8"
    )
    into = claims_of(reading_json(path, tmp_path))
    for one in into.claims:
        inside = one.sentence.rpartition(": “")[2]
        assert inside.count("”") == 1 and inside.endswith("”")
    assert Lint.STRONGER not in {one.lint for one in lint(into.claims, policy())}
