"""The claims around 19 July 2021, and what they share."""

import re
from datetime import date
from pathlib import Path

import orjson
import pytest
import yaml

from indicia.attribution.agreement import agreements
from indicia.cli.main import main
from indicia.errors import RulesetError
from indicia.knowledge.actors.positions import Mode, load_positions

POSITIONS = load_positions()
EXCHANGE = agreements(POSITIONS)[0]
BY_PRESS = ("US-1", "US-3", "CA-3")
ARTICLE = re.compile(r"\(.*\)|^[^;(]*; ")
"""The facts call an article by a word of their own, which says nothing to others; here it is press."""


def test_29_claims_of_26_speakers() -> None:
    """All of the facts, with every word of confidence kept as its speaker's."""
    assert len(POSITIONS.claims) == 29
    assert len({claim.speaker for claim in POSITIONS.claims}) == 26
    assert len(POSITIONS.numbers) == 16
    assert [claim.id for claim in POSITIONS.claims if not claim.verified] == ["UK-3"]


def test_they_are_the_facts() -> None:
    """Speakers, verbs, words and sources are those of the collected facts, where these are at hand."""
    path = Path(__file__).parents[3] / "shared" / "facts" / "attribution-2021-07-19.yaml"
    if not path.is_file():
        pytest.skip("the collected facts are not on this machine")
    facts = {row["id"]: row for row in yaml.safe_load(path.read_text("utf-8"))["claims"]}
    assert list(facts) == [claim.id for claim in POSITIONS.claims]
    for claim in POSITIONS.claims:
        row = facts[claim.id]
        assert (claim.speaker, claim.verb, claim.to) == (row["speaker"], row["verb"], row["attributed_to"])
        if claim.id in BY_PRESS:
            assert "press" in claim.source
            assert ARTICLE.sub("", claim.source) == ARTICLE.sub("", row["source"])
        else:
            assert claim.source == row["source"]
        words = row["confidence_words"]
        assert claim.confidence == ("" if words in ("none", "none given") else words)


def test_what_is_shared_is_the_weakest_of_their_own() -> None:
    """Seven attribute on their own, two lean on others, one denies; only the territory is shared."""
    assert set(EXCHANGE.own) == {
        "Australia",
        "Canada",
        "United States",
        "New Zealand",
        "United Kingdom",
        "European Union",
        "Norway",
    }
    assert set(EXCHANGE.leaning) == {"Japan", "NATO"}
    assert EXCHANGE.denying == ("China",)
    assert EXCHANGE.shared == "territory"
    modes = {line.party: line.claim.mode for line in EXCHANGE.lines}
    assert modes["NATO"] is Mode.ACKNOWLEDGE
    assert modes["Japan"] is Mode.SUPPORT


def test_speakers_of_one_party_are_kept_apart() -> None:
    """The president said less than the statement of the same day; both stand."""
    (line,) = [line for line in EXCHANGE.lines if line.party == "United States"]
    assert {claim.level for claim in (line.claim, *line.others)} == {"agency-affiliated", "harbourer"}


def test_words_belong_to_their_scales() -> None:
    """Nothing is averaged; who gave no word is named."""
    words = {party: (said, scale) for party, said, scale in EXCHANGE.words}
    assert words["United States"] == ("high degree of confidence", "ICD 203 confidence level (high)")
    assert words["Canada"][0] == "confident"
    assert "European Union" in EXCHANGE.wordless


def test_what_came_before_and_later() -> None:
    """Microsoft spoke first; the charges of 2025 came later, and are not there when asked as of the day."""
    assert [claim.id for claim in EXCHANGE.before] == ["MS-1", "DT-1", "ESET-1"]
    assert [claim.id for claim in EXCHANGE.later] == ["US-8"]
    assert not agreements(POSITIONS, date(2021, 7, 19))[0].later
    assert not agreements(POSITIONS, date(2021, 3, 5))[0].lines
    assert agreements(POSITIONS, date(2020, 1, 1)) == ()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('mode = "own"', 'mode = "maybe"', "`mode`"),
        ('level = "territory"', 'level = "planet"', "`level`"),
        ('id = "US-2"', 'id = "US-1"', "twice"),
        ('activities = ["exchange"]', 'activities = ["x"]', "unknown activity"),
        ('verb = "attribute"', 'verbs = "attribute"', "verb"),
    ],
)
def test_a_wrong_file_is_refused(old: str, new: str, why: str, tmp_path: Path) -> None:
    """With the entry."""
    import indicia

    text = (Path(indicia.__file__).parent / "packs/exchange-2021/positions.toml").read_text("utf-8")
    path = tmp_path / "positions.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesetError, match=why):
        load_positions(path)


def test_the_command(capsys, tmp_path: Path) -> None:
    """Prints, as of a day, for machines; a day that is none is refused."""
    assert main(["positions", "--until", "2021-07-19"]) == 0
    out = capsys.readouterr().out
    assert "nothing stronger is shared by all" in out.replace("\n", " ").replace("  ", " ") or "stronger" in out
    assert "2025" not in out.partition("Numbers")[0]
    assert main(["positions", "--json"]) == 0
    found = orjson.loads(capsys.readouterr().out)
    assert len(found["positions"]["claims"]) == 29
    assert main(["positions", "--until", "soon"]) == 4
    assert main(["positions", str(tmp_path / "none.toml")]) == 4


def test_read_reports_make_a_matrix_of_their_own(capsys, tmp_path: Path) -> None:
    """Each report one; its own words, and a word of confidence counts wherever a speaker of the party gave it."""
    article = tmp_path / "article.txt"
    article.write_text(
        "Allies speak\n\nThe United States blamed China for the intrusion. The White House said with high confidence "
        "that hackers affiliated with China's Ministry of State Security were responsible. Canada said it was "
        "confident that the Ministry of State Security was responsible. "
        "China rejected the accusations as groundless.\n",
        encoding="utf-8",
    )
    assert main(["read", str(article), "--json"]) == 0
    reading = tmp_path / "reading.json"
    reading.write_bytes(capsys.readouterr().out.encode())
    assert main(["positions", str(reading)]) == 4
    assert "--day" in capsys.readouterr().err
    assert main(["positions", str(reading), "--day", "2021-07-19"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "denied by China" in out and "United States: “high confidence”; Canada: “confident”" in out
    assert "no word of it" not in out
    assert main(["positions", str(reading), "--day", "2021-07-19", "--json"]) == 0
    found = orjson.loads(capsys.readouterr().out)
    assert {one["party"] for one in found["positions"]["claims"]} == {"United States", "Canada", "China"}
    reading.write_bytes(b'{"format": "indicia-reading/1", "reports": []}')
    assert main(["positions", str(reading)]) == 4
