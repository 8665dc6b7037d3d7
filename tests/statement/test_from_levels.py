"""Out of a press article: what parties can stand to, at each level that somebody takes in it."""

from pathlib import Path

import pytest
from tests.statement.statements import policy
from tests.statement.test_from_reading import ARTICLES, reading_json

from indicia.knowledge.reports.assertions.levels import LEVELS, level
from indicia.model.reported import Stance
from indicia.model.statement import ClaimKind, Marking, ReportSupport
from indicia.statement.drafting.from_levels import propose_levels
from indicia.statement.drafting.from_reading import readings_of
from indicia.statement.drafting.proposals import Proposals
from indicia.statement.lint import lint

ABOUT = "the compromise of mail servers in spring"


def proposed(path: Path, tmp_path: Path, about: str = ABOUT) -> Proposals:
    (reading,) = readings_of(reading_json(path, tmp_path), "r")
    into = Proposals(0, Marking.AMBER)
    propose_levels(reading, about, Marking.AMBER, into)
    return into


@pytest.mark.parametrize("path", ARTICLES, ids=lambda one: f"{one.parent.name}-{one.stem}")
def test_each_level_that_a_party_takes_is_one_claim(path: Path, tmp_path: Path) -> None:
    """No level is missed, none is made up, each rests on every sentence that takes it, and no lint minds."""
    (reading,) = readings_of(reading_json(path, tmp_path), "r")
    into = proposed(path, tmp_path)
    stances = {Stance.ATTRIBUTES, Stance.CHARGES, Stance.SANCTIONS, Stance.SUPPORTS, Stance.ACKNOWLEDGES}
    taken: dict[str, set[str]] = {}
    for one in reading.assertions:
        if one.stance in stances and one.party and level(one) != "none":
            taken.setdefault(level(one), set()).add(one.sentence.words)
    places = [{one.words for one in claim.support if isinstance(one, ReportSupport)} for claim in into.claims]
    if not taken:
        assert not into.claims and "no party attributes" in into.notes[0]
        return
    assert places[1:] == [taken[name] for name in LEVELS if name in taken]
    assert places[0] == set().union(*taken.values())
    assert all(claim.kind.names_somebody is bool(claim.rivals) for claim in into.claims)
    assert all(one.marking is Marking.AMBER for claim in into.claims for one in claim.support)
    assert lint(into.claims, policy(claims=("C1",))) == ()


def test_the_accused_stand_in_the_words_of_those_who_accuse(tmp_path: Path) -> None:
    """The deed as the author puts it, the accused as the speakers do, and the denial beside it."""
    press = next(path for path in ARTICLES if path.stem == "exchange-press")
    claims = proposed(press, tmp_path).claims
    assert claims[0].sentence == f"Each party says in words of its own who is behind {ABOUT}."
    territory = next(one for one in claims if one.sentence.startswith("Whoever"))
    assert "“the territory of China”" in territory.sentence and territory.kind is ClaimKind.STATE
    affiliated = [one for one in claims if one.sentence.startswith("The compromise of mail servers in spring is the")]
    assert affiliated and all("“" in one.sentence for one in affiliated)
    assert any("groundless" in rival for one in affiliated for rival in one.rivals)


def test_without_a_deed_the_report_names_it(tmp_path: Path) -> None:
    """Nothing is guessed from the prose."""
    press = next(path for path in ARTICLES if path.stem == "exchange-press")
    assert "who is behind what “" in proposed(press, tmp_path, "").claims[0].sentence
