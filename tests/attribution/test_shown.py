"""What people see of the answer: the same words on terminal and page, every rival there, nothing from evidence acts.

`python tests/attribution/test_shown.py` writes the expected texts again; read them in review.
"""

import contextlib
import io
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import pytest
from tests.attribution.intrusions import finding, indicator, moved, result, shipped, showing, uses, with_claims

from indicia.attribution.attribute import attribute
from indicia.attribution.features.gather import Asked
from indicia.case import Case, Made
from indicia.cli.main import main
from indicia.detection.sources import Sources
from indicia.knowledge.actors.likelihood import scale
from indicia.model.attribution import Attribution, HypothesisKind
from indicia.report.attribution_words import factor, keys, percent
from indicia.report.page.attribution import attribution_page
from indicia.report.terminal.case.attribution import print_attribution

GOLDEN = Path(__file__).parent / "golden"
WAVE = ["T1190", "T1505.003", "T1003.001", "T1059.001", "T1560.001", "T1114.002", "T1078.003", "T1136.002"]
HOSTILE = '<script>alert(1)</script>\x1b[31m"\u202e'


def nothing() -> Attribution:
    """An empty case."""
    return attribute([("empty", result([]))], shipped(), scale("icd203"))


def march() -> Attribution:
    """The wave of March 2021, judged in March 2021."""
    used = finding(0, ["T1190"], tests=("PL-01",))
    case = moved(result([used, *showing(WAVE).findings]), datetime(2021, 3, 3, 7, tzinfo=UTC))
    return attribute([("wave", case)], shipped(), scale("phia"), until=date(2021, 3, 31))


def named() -> Attribution:
    """A case that shows what one of forty clusters alone is known for, with indicators of a private list."""
    early = date(2020, 1, 1)
    actors = {f"G{row:04d}": {f"T{2000 + 10 * row + number}": early for number in range(10)} for row in range(40)}
    case = showing(
        [f"T{2030 + number}" for number in range(10)],
        indicator(20, "ipv4", "198.51.100.1", "Cluster G0003", maker="A", since="2023-01-01"),
        indicator(21, "sha256", "b" * 64, "Cluster G0003", maker="B", since="2023-01-01"),
    )
    asked = Asked(sector="government", private=frozenset({"A", "B"}))
    return attribute([("named", case)], with_claims(uses(actors)), scale("icd203"), asked=asked)


ANSWERS = {"nothing": nothing, "march": march, "named": named}


def text(found: Attribution, *, verbose: bool = False) -> str:
    """What the terminal shows, as a pipe gets it."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        print_attribution(found, verbose=verbose)
    return stream.getvalue()


@pytest.mark.parametrize("name", ANSWERS)
def test_the_terminal(name: str) -> None:
    """Each answer as it is kept, no wider than a pipe is."""
    shown = text(ANSWERS[name](), verbose=name == "named")
    assert shown == (GOLDEN / f"{name}.txt").read_text("utf-8")
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_every_rival_is_shown() -> None:
    """The three without a name stand beside the clusters, on terminal and page, and have a letter each."""
    found = named()
    page = attribution_page(found)
    for one in found.hypotheses:
        if one.kind is not HypothesisKind.CLUSTER:
            assert one.name in text(found)
            assert one.name in page
    assert {"U", "S", "I"} <= set(keys(found).values())


def test_likelihood_and_confidence_are_two_sentences() -> None:
    """ICD 203 wants them apart; the confidence sentence holds no word of likelihood."""
    for make in (march, named):
        found = make()
        assert "onfidence" not in found.sentence
        assert " likely" not in found.confidence_sentence
        assert found.confidence in found.confidence_sentence


def test_nothing_from_evidence_acts() -> None:
    """Names of servers, indicators and pages reach page and terminal written out."""
    case = showing(WAVE, indicator(20, "ipv4", HOSTILE, f"HAFNIUM {HOSTILE}", maker=HOSTILE, since="2023-06-01"))
    found = attribute([(HOSTILE, case)], shipped(), scale("icd203"), asked=Asked(sector=HOSTILE, country=HOSTILE))
    page, shown = attribution_page(found), text(found, verbose=True)
    assert "<script" not in page
    for character in ("\x1b", "\u202e"):
        assert character not in page
        assert character not in shown


def test_the_page_is_whole() -> None:
    """Every element is closed in order and nothing acts or loads, for each answer."""
    from tests.report.page_reader import read

    for make in ANSWERS.values():
        seen = read(attribution_page(make()))
        assert seen.problems == []
        assert len(seen.ids) == len(set(seen.ids))
        assert all(link.startswith("#") for link in seen.links)
        assert seen.headings[0] == 1


def test_ratios_as_people_read_them() -> None:
    """Factors and shares, with the very small and the very large held."""
    assert [factor(value) for value in (0.0, 0.04, 0.693, -0.693, 3.0, 99.0)] == [
        "·",
        "·",
        "×2.0",
        "÷2.0",
        "×20",
        "×99+",
    ]
    assert [percent(value) for value in (0.0, 0.001, 0.345, 1.0)] == ["0 %", "< 1 %", "34 %", "100 %"]


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case folder with a saved result, and a user who keeps nothing."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "wave"
    made = Case.create(folder)
    made.save_made(
        Made(
            format="indicia-case/1",
            version="0",
            arguments=(),
            sources=Sources(),
            ruleset="0" * 64,
            since=None,
            until=None,
        )
    )
    made.save_result(moved(showing(WAVE), datetime(2021, 3, 3, 7, tzinfo=UTC)))
    return folder


def test_the_command(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints, writes the page, gives JSON; as of a day; wrong questions are refused with 4."""
    assert main(["attribute", str(case), "--until", "2021-03-31"]) == 0
    assert "an actor nobody has named" in capsys.readouterr().out
    page = tmp_path / "page.html"
    assert main(["attribute", str(case), "--html", str(page), "--json", "--sector", "government"]) == 0
    found = orjson.loads(capsys.readouterr().out)
    assert found["format"] == "indicia-attribution/1"
    assert found["cases"] == ["wave"]
    assert "Who did this?" in page.read_text("utf-8")
    for wrong in (
        [str(case), "--until", "soon"],
        [str(case), str(case)],
        [str(case), "--host", "nobody"],
        [str(case), "--attack", str(tmp_path / "none.json")],
        [str(tmp_path / "nowhere")],
        [str(case), "--html", str(tmp_path / "no" / "folder.html")],
    ):
        assert main(["attribute", *wrong]) == 4
        assert "defect" not in capsys.readouterr().err
    bundle = tmp_path / "bundle.json"
    bundle.write_text("[]")
    assert main(["attribute", str(case), "--attack", str(bundle)]) == 4
    assert "no STIX bundle" in capsys.readouterr().err


def test_a_bundle_can_be_given(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A small one teaches no weights, and its reports have days."""
    from tests.attribution.test_profiles import BUNDLE

    bundle = tmp_path / "bundle.json"
    bundle.write_bytes(orjson.dumps({"type": "bundle", "objects": BUNDLE}))
    for _ in range(2):
        assert main(["attribute", str(case), "--attack", str(bundle), "--json"]) == 0
        found = orjson.loads(capsys.readouterr().out)
        assert "bundle.json" in " ".join(found["knowledge"]["sources"])
        assert found["knowledge"]["learned"] == ""


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each, make in ANSWERS.items():
        (GOLDEN / f"{each}.txt").write_text(text(make(), verbose=each == "named"), "utf-8")
