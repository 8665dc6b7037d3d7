"""What was known of actors on a day, and how well a case fits them."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.attribution.familiarity import fit_familiarity, signs
from indicia.attribution.measures import NAMES, case, measures
from indicia.attribution.profiles import Claims
from indicia.attribution.ranking import Example, Ranking, fit, softmax, spread, temperature_of
from indicia.errors import RulesetError
from indicia.knowledge.published.actor_uses import day_cited, read_actor_uses, uses_of


def thing(kind: str, attack_id: str, name: str, **more: object) -> dict[str, object]:
    """A group, tool or technique."""
    reference = {"source_name": "mitre-attack", "external_id": attack_id}
    return {"type": kind, "id": f"{kind}--{attack_id}", "name": name, "external_references": [reference], **more}


def use(subject: str, target: str, *reports: tuple[str, str], kind: str = "uses", **more: object) -> dict[str, object]:
    """A relation with its reports, as (name, citation)."""
    references = [{"source_name": name, "description": text} for name, text in reports]
    return {
        "type": "relationship",
        "id": f"relationship--{subject}-{target}",
        "relationship_type": kind,
        "source_ref": subject,
        "target_ref": target,
        "external_references": references,
        **more,
    }


A, B = "intrusion-set--G0001", "intrusion-set--G0002"
OLD = ("Old", "Vendor. (2018, March 5). Old report. Retrieved June 1, 2020.")
NEW = ("New", "Vendor. (2021, July). New report. Retrieved 2022.")
BUNDLE = [
    thing("intrusion-set", "G0001", "Alpha"),
    thing("intrusion-set", "G0002", "Beta"),
    thing("attack-pattern", "T1001", "One"),
    thing("attack-pattern", "T1002", "Two"),
    thing("attack-pattern", "T1003.001", "Three"),
    thing("malware", "S0001", "Tool"),
    thing("malware", "S0009", "Gone", revoked=True),
    use(A, "attack-pattern--T1001", OLD),
    use(A, "malware--S0001", OLD, NEW),
    use(A, "malware--S0009", OLD),
    use(B, "attack-pattern--T1002", NEW),
    use(B, "attack-pattern--T1003.001", NEW, x_mitre_deprecated=True),
    use("malware--S0001", "attack-pattern--T1003.001", OLD),
]


def claims() -> Claims:
    """Claims of the bundle above."""
    return Claims(uses_of(BUNDLE))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Novetta. (2016, February 24). Operation. Retrieved June 1, 2017.", date(2016, 2, 24)),
        ("Novetta. (2016, Feb.). Operation.", date(2016, 2, 28)),
        ("Novetta. (2016). Operation.", date(2016, 12, 31)),
        ("Novetta. (n.d.). Operation. Retrieved June 1, 2017.", None),
        ("Novetta. (2016, February 31). Operation.", date(2016, 2, 28)),
        ("(0001, May 3)", None),
        ("", None),
    ],
)
def test_the_day_of_a_citation(text: str, day: date | None) -> None:
    """The last possible day; the day of retrieval is none."""
    assert day_cited(text) == day


def test_profiles_stand_as_of_a_day() -> None:
    """A report is known from its day on; without a report its claims are gone; the revoked never count."""
    all_of_it = claims()
    assert all_of_it.actors == ("G0001", "G0002")
    assert "S0009" not in all_of_it.features
    before = all_of_it.as_of(date(2019, 1, 1))
    assert before.known.tolist() == [True, False]
    now = all_of_it.as_of(None)
    assert now.known.tolist() == [True, True]
    tool = now.places(["S0001"])
    assert now.reports[0, tool] == 2
    assert before.reports[0, tool] == 1
    without = all_of_it.as_of(None, ["Old"])
    assert without.reports[0, without.places(["T1001"])] == 0
    assert without.sources.tolist() == [1, 1]
    assert not all_of_it.as_of(date(2000, 1, 1)).known.any()


def test_measures_tell_actors_apart() -> None:
    """What an actor is known for speaks for it in every measure but how lately it was spoken of."""
    profiles = claims().as_of(None)
    table = measures(case(profiles, ["T1001", "S0001"]))
    assert table.shape == (2, len(NAMES))
    assert np.isfinite(table).all()
    better = [name for name, (a, b) in zip(NAMES, table.T, strict=True) if a > b]
    assert set(NAMES) - set(better) <= {"recent", "median technique"}


@settings(deadline=None)
@given(features=st.lists(st.sampled_from(["T1001", "T1002", "T1003.001", "S0001", "T9999", "S9999"]), max_size=8))
def test_any_case_can_be_measured(features: list[str]) -> None:
    """Empty, unknown and repeated features; nobody known; no number is lost."""
    for day in (None, date(2019, 1, 1), date(2000, 1, 1)):
        profiles = claims().as_of(day)
        table = measures(case(profiles, features))
        assert np.isfinite(table).all()
        shares = Ranking(np.ones(len(NAMES)), np.ones(len(NAMES))).probabilities(table, profiles.known)
        assert shares.sum() == pytest.approx(1.0 if profiles.known.any() else 0.0)
        assert not shares[~profiles.known].any()


def test_a_ranking_learns_what_decides() -> None:
    """The measure that names the right one gets weight, noise gets none; the ridge holds."""
    random = np.random.default_rng(3)
    known = np.array([True] * 6 + [False])
    examples = []
    for _ in range(80):
        table = random.normal(size=(7, 3))
        examples.append(Example(table, known, int(table[:6, 1].argmax())))
    scale = spread([(one.table, one.known) for one in examples])
    ranking = fit(examples, scale, 1.0)
    assert ranking.weights[1] > 5 * max(abs(ranking.weights[0]), abs(ranking.weights[2]))
    assert np.abs(fit(examples, scale, 1e6).weights).max() < 0.01
    sure = [(3 * ranking.scores(one.table, one.known), one.actor) for one in examples]
    assert temperature_of(sure) < 3
    assert temperature_of([]) == 1.0


def test_shares_of_scores() -> None:
    """They add up to one; where nobody can be named there are none."""
    assert softmax(np.array([1000.0, 0.0, -np.inf])).tolist() == [1.0, 0.0, 0.0]
    assert softmax(np.full(3, -np.inf)).tolist() == [0.0, 0.0, 0.0]


def test_familiarity() -> None:
    """What fits nobody is likelier to be new."""
    random = np.random.default_rng(5)
    answers = random.integers(0, 2, 200).astype(float)
    rows = random.normal(size=(200, 8))
    rows[:, 0] += 2 * answers
    model = fit_familiarity(rows, answers)
    low, high = rows[answers == 0].mean(axis=0), rows[answers == 1].mean(axis=0)
    assert model.probability(low) < 0.5 < model.probability(high)
    profiles = claims().as_of(date(2000, 1, 1))
    empty = case(profiles, ["T1001"])
    ranking = Ranking(np.ones(len(NAMES)), np.ones(len(NAMES)))
    assert signs(ranking, empty, measures(empty), profiles.known).shape == (8,)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("[]", "no STIX bundle"),
        ('{"objects": []}', "names no group"),
        ('{"objects": [1, null]}', "no"),
    ],
)
def test_what_is_no_bundle_is_refused(text: str, why: str, tmp_path: Path) -> None:
    """With the file and the reason."""
    path = tmp_path / "bundle.json"
    path.write_text(text)
    with pytest.raises(RulesetError, match=why):
        read_actor_uses(path)
    with pytest.raises(RulesetError, match="cannot be read"):
        read_actor_uses(tmp_path / "none.json")


def test_a_bundle_is_read(tmp_path: Path) -> None:
    """Names, claims, sources."""
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps({"type": "bundle", "objects": BUNDLE}))
    found = read_actor_uses(path)
    assert found.names["G0001"] == "Alpha"
    assert len(found.actors) == 3
    assert found.sources["New"].day == date(2021, 7, 31)


def test_the_real_bundle(corpora: Path, tmp_path: Path) -> None:
    """172 groups, about a thousand reports, most of them dated."""
    import gzip

    path = tmp_path / "attack.json"
    path.write_bytes(gzip.decompress((corpora / "cti/attack/enterprise-attack-18.1.json.gz").read_bytes()))
    found = read_actor_uses(path)
    assert len({item.subject for item in found.actors}) == 172
    assert len(found.campaigns) == 52
    cited = {name for item in found.actors for name in item.sources}
    dated = sum(found.sources[name].day is not None for name in cited)
    assert len(cited) > 900
    assert dated > 0.95 * len(cited)
    hafnium = Claims(found).as_of(date(2021, 3, 1))
    assert not hafnium.known[hafnium.actors.index("G0125")]
