"""Learning from a small invented world: known actors are told, new ones are not named, imitation is not rewarded."""

import gc
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from tests.attribution.intrusions import moved, shipped, showing

from indicia.attribution.attribute import Known, attribute
from indicia.attribution.decoys import typical
from indicia.attribution.history import History, history, unpack
from indicia.attribution.learning import learn
from indicia.attribution.profiles import Claims, Profiles
from indicia.knowledge.actors.likelihood import scale
from indicia.knowledge.published.actor_uses import ActorUses, Source, Use
from indicia.model.attribution import AnswerKind, Attribution, HypothesisKind

SCALE = scale("icd203")
SHARED = [f"T1{number:03d}" for number in range(40)]
ACTORS = 24
NEW = 5
"""The last actors are reported from 2022 on only."""
DAY = date(2022, 1, 1)


def habits(actor: int) -> list[str]:
    """What an actor does: some that are its own, two tools, and favourites among what all do."""
    draw = random.Random(f"habits {actor}")
    mine = [f"T{3000 + 10 * actor + number}" for number in range(8)]
    return [*mine, f"S{5000 + actor}", *draw.sample(SHARED, 14)]


def report(actor: int, number: int) -> list[str]:
    """What one report says of it: eleven of its habits and three things that others do as well."""
    draw = random.Random(f"report {actor} {number}")
    return [*draw.sample(habits(actor), 11), *draw.sample(SHARED, 3)]


def world() -> ActorUses:
    """Six reports on each actor in seven years."""
    uses, sources = {}, {}
    for actor in range(ACTORS):
        for number in range(6):
            draw = random.Random(f"day {actor} {number}")
            first, span = (date(2022, 2, 1), 300) if actor >= ACTORS - NEW else (date(2015, 1, 1), 2500)
            name = f"Report {actor} {number}"
            sources[name] = Source(name, first + timedelta(days=draw.randrange(span)))
            for id in report(actor, number):
                uses.setdefault((f"G{9000 + actor}", id), set()).add(name)
    return ActorUses(
        version="1.0",
        names={f"G{9000 + actor}": f"Cluster {actor}" for actor in range(ACTORS)},
        actors=tuple(Use(*key, frozenset(names)) for key, names in sorted(uses.items())),
        tools=(),
        campaign_uses=(),
        campaigns=(),
        sources=sources,
    )


@pytest.fixture(scope="module")
def known() -> Known:
    """Everything that is known of this world."""
    claims = Claims(world())
    return replace(shipped(), claims=claims, history=history(claims), bundle="an invented world")


def ask(known: Known, ids: list[str], until: date = DAY) -> Attribution:
    """A case of December 2021, judged on the day."""
    tools = [id for id in ids if id.startswith("S")]
    assert not tools, "tools would need names of programs"
    case = moved(showing(ids), datetime(2021, 12, 1, tzinfo=UTC))
    return attribute([("case", case)], known, SCALE, until=until)


def seen(actor: int, number: int = 77) -> list[str]:
    """Techniques of a report that is not in the bundle."""
    return [id for id in dict.fromkeys(report(actor, number)) if id.startswith("T")]


def test_known_actors_are_told(known: Known) -> None:
    """Most of them first, none beyond likely, and hardly a wrong name among those that are given."""
    answers = {actor: ask(known, seen(actor)) for actor in range(0, ACTORS - NEW, 2)}
    right = [found.hypotheses[0].id == f"G{9000 + actor}" for actor, found in answers.items()]
    assert sum(right) >= 0.7 * len(right)
    named = [
        found.hypotheses[0].id == f"G{9000 + actor}"
        for actor, found in answers.items()
        if found.answer is AnswerKind.CLUSTER
    ]
    assert named
    assert sum(named) >= len(named) - 1
    for found in answers.values():
        assert found.knowledge.learned
        assert all(
            max(one.shares.values()) <= 0.79 + 1e-9 for one in found.hypotheses if one.kind is HypothesisKind.CLUSTER
        )


def test_new_actors_are_not_named(known: Known) -> None:
    """On a day before anybody spoke of them they are no explanation, and no other name is given for them."""
    for actor in range(ACTORS - NEW, ACTORS):
        found = ask(known, seen(actor))
        assert f"G{9000 + actor}" not in [one.id for one in found.hypotheses]
        assert found.answer is not AnswerKind.CLUSTER


def test_eight_planted_techniques_name_nobody(known: Known) -> None:
    """The most typical techniques of another actor in a case do not make that actor be named; imitation rises."""
    assert known.claims is not None
    profiles = known.claims.as_of(DAY)
    ratios = typical(profiles)
    named = rises = 0
    for actor in range(0, ACTORS - NEW, 3):
        decoy = (actor + 7) % (ACTORS - NEW)
        own = seen(actor)
        row = profiles.actors.index(f"G{9000 + decoy}")
        wanted = [profiles.features[place] for place in (-ratios[row]).argsort(kind="stable").tolist()]
        planted = [id for id in wanted if id not in own][:8]
        found, plain = ask(known, [*own, *planted]), ask(known, own)
        rises += _imitation(found) > _imitation(plain)
        named += found.answer is AnswerKind.CLUSTER and found.hypotheses[0].id == f"G{9000 + decoy}"
    assert named <= 1
    assert rises >= 5


def _imitation(found: Attribution) -> float:
    kind = HypothesisKind.IMITATION
    return next(one.shares["empirical"] for one in found.hypotheses if one.kind is kind)


def test_nothing_is_learned_from_later_cases(known: Known) -> None:
    """Weights of a day are those of the cases before it; with too few there are none."""
    past = known.history
    assert past is not None
    day = date(2021, 1, 1)
    before = History(*(getattr(past, name)[past.days < day.toordinal()] for name in History.__struct_fields__))
    one, other = learn(past, day), learn(before, None)
    assert one is not None
    assert other is not None
    assert one.ranking.weights.tolist() == other.ranking.weights.tolist()
    assert one.familiarity.weights.tolist() == other.familiarity.weights.tolist()
    assert learn(past, date(2015, 6, 1)) is None


def test_the_past_survives_keeping(known: Known) -> None:
    """Packed and unpacked it is the same; anything else is nothing."""
    past = known.history
    assert past is not None
    again = unpack(past.pack())
    assert again is not None
    assert all((getattr(again, name) == getattr(past, name)).all() for name in History.__struct_fields__)
    assert unpack(b"") is None
    assert unpack(past.pack()[:-40]) is None


def test_too_early_for_weights(known: Known) -> None:
    """Where the bundle is there and the day is early, the ratio of the sets serves, and it is said."""
    case = moved(showing(seen(0)), datetime(2015, 3, 1, tzinfo=UTC))
    found = attribute([("case", case)], known, SCALE, until=date(2015, 6, 1))
    assert not found.knowledge.learned
    assert any("not learned" in text for text in found.assumptions)


def test_no_profile_outlives_its_day() -> None:
    """Every day has profiles of its own; those of all days of a real bundle would fill tens of gigabytes."""
    alive: list[int] = []

    def told(done: int, of: int) -> None:
        alive.append(sum(isinstance(thing, Profiles) for thing in gc.get_objects()))

    gc.collect()
    history(Claims(world()), told)
    assert len(alive) > 100
    assert max(alive) - alive[0] <= 4
