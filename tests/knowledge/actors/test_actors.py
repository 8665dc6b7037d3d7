"""Clusters, tools and words of likelihood that come with Indicia."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from indicia.errors import RulesetError, UsageError
from indicia.knowledge.actors.clusters import load_actors, shipped_actors
from indicia.knowledge.actors.likelihood import scale, scales
from indicia.knowledge.actors.tools import known_tools

SHIPPED = shipped_actors()


def test_what_has_no_day_counts_from_the_collection_on() -> None:
    """A cluster is named on the first day of any source here; an alias without a day is as late as possible."""
    by_id = {actor.id: actor for actor in SHIPPED.actors}
    assert by_id["hafnium"].named == date(2021, 3, 2)
    assert by_id["tick"].named == date(2021, 3, 10)
    assert by_id["play"].named == SHIPPED.collected
    days = {alias.by: alias.day for actor in SHIPPED.actors for alias in actor.aliases}
    assert days.pop("AA21-200A") == date(2021, 7, 19)
    assert set(days.values()) == {SHIPPED.collected}
    assert all(link.dated or link.day == SHIPPED.collected for actor in SHIPPED.actors for link in actor.links)
    assert SHIPPED.by_attack_id("G0125") is by_id["hafnium"]
    assert SHIPPED.by_attack_id("") is None


def test_they_are_the_facts() -> None:
    """Names, sets, uses, claims and doubts are those of the collected facts, where these are at hand."""
    path = Path(__file__).parents[4] / "shared" / "facts" / "actors.yaml"
    if not path.is_file():
        pytest.skip("the collected facts are not on this machine")
    rows = {row["id"]: row for row in yaml.safe_load(path.read_text("utf-8"))["actors"]}
    assert list(rows) == [actor.id for actor in SHIPPED.actors]
    for actor in SHIPPED.actors:
        row = rows[actor.id]
        assert (actor.name, actor.attack_id, actor.kind) == (row["name"], row["attack_id"] or "", row["kind"])
        assert list(actor.techniques) == row.get("attack_techniques", [])
        assert list(actor.software) == row.get("attack_software", [])
        catalogued = [alias.name for alias in actor.aliases if alias.by != "AA21-200A"]
        assert catalogued == row["aliases"]
        assert [(link.claim, link.by) for link in actor.links] == [(x["claim"], x["by"]) for x in row["state_link"]]
        assert [use.verified for use in actor.uses] == [x.get("verified", True) for x in row["exchange_use"]]
        assert [link.verified for link in actor.links] == [x.get("verified", True) for x in row["state_link"]]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('id = "tick"', 'id = "hafnium"', "twice"),
        ('level = "state"', 'level = "planet"', "`level`"),
        ('kind = "state-linked espionage"', 'sort = "x"', "kind"),
        ("collected = 2025-11-13", 'collected = "soon"', "collected"),
    ],
)
def test_a_wrong_file_is_refused(old: str, new: str, why: str, tmp_path: Path) -> None:
    """With the entry."""
    import indicia

    text = (Path(indicia.__file__).parent / "packs/exchange-2021/actors.toml").read_text("utf-8")
    path = tmp_path / "actors.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RulesetError, match=why):
        load_actors(path)


def test_tools_can_be_seen() -> None:
    """Words and programs are lower case, and no two tools share one."""
    for name in ("words", "programs"):
        held = [word for tool in known_tools() for word in getattr(tool, name)]
        assert len(held) == len(set(held))
        assert all(word == word.lower() for word in held)


@pytest.mark.parametrize(
    ("name", "share", "word"),
    [
        ("icd203", 0.0, "almost no chance"),
        ("icd203", 0.05, "very unlikely"),
        ("icd203", 0.5499, "roughly even chance"),
        ("icd203", 0.55, "likely"),
        ("icd203", 0.79, "likely"),
        ("icd203", 0.80, "very likely"),
        ("icd203", 1.0, "almost certain"),
        ("phia", 0.52, "realistic possibility"),
        ("phia", 0.60, "likely"),
        ("phia", 0.85, "highly likely"),
        ("phia", 0.07, "remote chance"),
    ],
)
def test_words_of_likelihood(name: str, share: float, word: str) -> None:
    """A border belongs to the upper band; in a gap the nearer word stands."""
    assert scale(name).word(share) == word


def test_scales_are_those_of_the_facts() -> None:
    """Words and bands, where the collected facts are at hand; another scale is refused."""
    with pytest.raises(UsageError, match="no scale"):
        scale("gut feeling")
    path = Path(__file__).parents[4] / "shared" / "facts" / "confidence.yaml"
    if not path.is_file():
        pytest.skip("the collected facts are not on this machine")
    facts = yaml.safe_load(path.read_text("utf-8"))
    for one in scales():
        bands = facts[one.id]["bands"]
        assert [(band.word, band.low, band.high) for band in one.bands] == [
            (band["words"][0], band["low"], band["high"]) for band in bands
        ]
