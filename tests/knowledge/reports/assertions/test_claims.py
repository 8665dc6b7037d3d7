"""Assertions as public claims: levels, measures beside them, nothing that the text does not say."""

from datetime import date

import pytest

from indicia.attribution.agreement import agreements
from indicia.knowledge.actors.positions import Mode
from indicia.knowledge.reports.assertions import assertions
from indicia.knowledge.reports.assertions.claims import as_positions, as_public_claims
from indicia.knowledge.reports.assertions.levels import LEVELS, level
from indicia.knowledge.reports.sentences import sentences

_DAY = date(2021, 7, 19)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The EU said the activity was undertaken from the territory of China.", "territory"),
        ("Norway said actors operating from China exploited the flaws.", "territory"),
        ("The UK said Chinese state-backed actors were behind the attack.", "state-sponsored"),
        ("Canada said the Ministry of State Security was responsible for the attack.", "agency"),
        ("The US attributed it to cyber actors affiliated with the MSS.", "agency-affiliated"),
        ("Australia blamed contract hackers in the pay of China.", "contractors"),
        ("Microsoft attributed the campaign to Hafnium.", "group"),
        ("Estonia blamed Russia for the attack.", "state"),
        ("The United States charged four Chinese nationals with hacking.", "person"),
        ("Biden said the Chinese government was protecting those who carry out such attacks.", "harbourer"),
        ("Japan supports the statements of its partners.", "by reference"),
        ("China denied any involvement.", "none"),
    ],
)
def test_level_of_the_accused(text: str, wanted: str) -> None:
    """The words for the accused tell how far up the accusation goes."""
    (one,) = assertions(text, sentences(text))
    assert level(one) == wanted
    assert wanted in LEVELS


def test_levels_are_those_of_the_positions() -> None:
    """Weakest first, as `positions.toml` has them."""
    from indicia.knowledge.actors.positions import load_positions

    assert load_positions().levels == LEVELS


def test_an_article_becomes_a_matrix() -> None:
    """Own, leaning and denying parties, and what is shared, come from the article alone."""
    text = (
        "The United States attributed the hack with high confidence to hackers affiliated with the MSS. It announced "
        "no sanctions. The EU said the activity was undertaken from the territory of China. Japan supports the "
        "statements. China denied any involvement. In 2018, the United States charged two Chinese nationals with "
        "other hacks."
    )
    positions = as_positions(assertions(text, sentences(text)), _DAY, "article", "The hack")
    reported = next(found for found in agreements(positions) if found.activity == "reported")
    assert set(reported.own) == {"United States", "European Union"}
    assert reported.leaning == ("Japan",)
    assert reported.denying == ("China",)
    assert reported.shared == "territory"
    assert reported.words == (("United States", "high confidence", ""),)
    (american,) = [claim for claim in positions.claims if claim.party == "United States" and claim.day == _DAY]
    assert american.measure == "not: sanctions"
    (earlier,) = [claim for claim in positions.claims if claim.activities == ("earlier",)]
    assert (earlier.day, earlier.exact) == (date(2018, 12, 31), False)


def test_nothing_unknown_is_filled_in() -> None:
    """A speaker without a party makes no claim; scale, form and unknown kind stay empty; nothing is called verified."""
    text = "Researchers said APT28 was behind it. Northlight Labs attributed the attack to APT28."
    claims = as_public_claims(assertions(text, sentences(text)), _DAY, "article")
    assert [claim.party for claim in claims] == ["Northlight Labs"]
    assert (claims[0].scale, claims[0].form, claims[0].kind, claims[0].confidence) == ("", "", "", "")
    assert claims[0].mode is Mode.OWN
    assert not claims[0].verified
