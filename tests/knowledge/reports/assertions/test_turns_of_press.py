"""Turns of phrase of press and ministries, from a table (`turns.toml`): exactly what is written there is read."""

import tomllib
from pathlib import Path

import pytest

from indicia.knowledge.reports.assertions import assertions
from indicia.knowledge.reports.sentences import sentences
from indicia.model.reported import Assertion, Stance

_TURNS = tomllib.loads((Path(__file__).parent / "turns.toml").read_text(encoding="utf-8"))["turns"]


def _read(text: str) -> list[Assertion]:
    return list(assertions(text, sentences(text)))


def _words(quoted: object) -> str:
    return " ".join(str(getattr(quoted, "words", "")).split())


def _fits(one: Assertion, wanted: str) -> bool:
    stance, party, accused, sure = [*wanted.split("|"), "", "", ""][:4]
    return (
        (one.stance.value, one.party) == (stance, party)
        and accused.lower() in _words(one.accused).lower()
        and sure in _words(one.confidence)
    )


@pytest.mark.parametrize("turn", _TURNS, ids=lambda turn: turn["text"][:60])
def test_each_turn_gives_what_a_reader_finds_in_it(turn: dict[str, list[str]]) -> None:
    """Nothing less and nothing more, and never a speaker that the sentence does not have."""
    left = _read(str(turn["text"]))
    for wanted in turn["read"]:
        found = next((one for one in left if _fits(one, wanted)), None)
        assert found is not None, (wanted, [(one.stance, one.party, _words(one.accused)) for one in left])
        left.remove(found)
    assert [(one.stance.value, one.party, _words(one.accused)) for one in left] == []


def test_the_agency_is_the_one_in_the_office_of_the_speaker() -> None:
    """Not the alliance that was named before: a wrong speaker is the worst error."""
    text = (
        'NATO allies "acknowledged" the statements. New Zealand\'s minister responsible for the Government '
        "Communications Security Bureau, Andrew Little, said the agency had established links between Chinese "
        "state-sponsored actors and the exploitation."
    )
    _, links = _read(text)
    assert (links.stance, links.party) == (Stance.ATTRIBUTES, "New Zealand")
    assert _words(links.speaker) == "Government Communications Security Bureau"
    assert "Andrew Little" in _words(links.reported_by)


def test_the_ministry_of_one_state_is_not_that_of_another() -> None:
    """`The ministry` of a minister is his own, whoever's was named before."""
    text = "Estonia's foreign ministry spoke first. Lithuania's defence minister said the ministry had blamed Russia."
    assert {one.party for one in _read(text)} <= {"Lithuania", ""}


def test_the_ministry_that_is_accused_is_the_one_named_before() -> None:
    """Its words stay those of the sentence; where it was named stands beside them."""
    text = (
        "The White House said hackers affiliated with China's Ministry of State Security conducted the operations. "
        "Australia's ministers said they had determined that the ministry exploited the vulnerabilities."
    )
    *_, last = _read(text)
    assert (last.party, _words(last.accused), _words(last.means)) == (
        "Australia",
        "the ministry",
        "China's Ministry of State Security",
    )


def test_a_territory_is_no_government() -> None:
    """The words that matter are shown, and the note says what they leave open."""
    (one,) = _read('The EU said the activities had been undertaken "from the territory of China".')
    assert (_words(one.verb), one.note) == (
        'undertaken "from the territory of',
        "names a territory, not its government",
    )


def test_agents_stop_at_a_relative_clause() -> None:
    """Who steers the accused is not the speaker."""
    text = "Annalena Baerbock said the hack was attributed to APT28, which is steered by Russian military intelligence."
    assert {one.party for one in _read(text) if one.stance is Stance.ATTRIBUTES} == {"Germany"}


def test_an_answer_needs_an_accusation_before_it() -> None:
    """`Spoke of Russophobia` denies where Russia was accused, and is nothing elsewhere."""
    answer = "The Kremlin spoke of an anti-Russian campaign."
    assert _read(answer) == []
    assert [one.stance for one in _read(f"Berlin blamed Russia for the hack. {answer}")] == [
        Stance.ATTRIBUTES,
        Stance.DENIES,
    ]
