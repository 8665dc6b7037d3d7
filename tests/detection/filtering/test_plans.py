"""Plans out of the cache do what plans made anew do, and damaged ones are made anew."""

import os
import sys
from pathlib import Path

import msgspec
import orjson
import pytest

from indicia.detection import bucket
from indicia.detection.bucket import _MANY
from indicia.detection.cache import Cache
from indicia.detection.conditions.condition import All, Any, Compare, Not, Test, contains, ends, equals
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.detection.filtering import plans
from indicia.detection.filtering.choosing import Choice, Chosen
from indicia.detection.filtering.literals import FLOAT, WIDE, TextKind
from indicia.detection.filtering.needs import Clauses, clauses
from indicia.detection.filtering.plans import Plan, Plans, Step, fingerprint, needed_of, needed_text, plan_of
from indicia.evidence.events.decoding.shapes import event_of
from indicia.tables.batch import Event, Events

ASKED = All(
    (
        Any((Test("EventID", Compare("eq", 1)), contains("Image", "\N{DUCK}"))),
        Any((All((ends("Image", "\\cmd.exe"), contains("CommandLine", "whoami"))), contains("CommandLine", "needle"))),
        Not(equals("LogonType", "5")),
    )
)


def rules(count: int = 2 * plans.WORTH_KEEPING) -> list[Detector]:
    """Enough rules for a plan to be worth keeping; every second one can never be true of event 1."""
    route = Route("win_event")
    return [
        Detector(f"d{number}", (Binding(route, All((ASKED, Test("EventID", Compare("eq", 1 + number % 2))))),))
        for number in range(count)
    ]


def events() -> list[Events]:
    """Events of two kinds."""
    made = []
    for number, (identifier, line) in enumerate(((1, "a needle"), (2, "a needle"), (1, "nothing"), (1, "NEEDLE"))):
        text = orjson.dumps({"EventID": identifier, "Channel": "C", "SourceName": "P", "CommandLine": line})
        made.append(Event("C", "P", identifier, text, lambda text=text, at=number: event_of("00", at, 1, None, text)))
    return [Events(events=made)]


def found(kept: Cache) -> list[tuple[str, int]]:
    """What a fresh engine finds."""
    return [(seen.detector, seen.record.at.offset) for seen in Engine(rules(), kept=kept).scan(events())]


def test_kept_plans_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second engine takes conditions apart for none but its candidates, and finds what the first found."""
    made = found(Cache(tmp_path / "cache"))
    assert made == found(Cache(None))
    assert {at for _, at in made} == {0, 3}
    assert list((tmp_path / "cache").glob("*.plan"))
    monkeypatch.setattr("indicia.detection.bucket._steps", lambda *_: pytest.fail("made anew"))
    assert found(Cache(tmp_path / "cache")) == made


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is copied")
def test_many_rules_are_planned_in_a_copy_of_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What planning unpacks goes with the copy; the answer is the same."""
    many = rules(3 * _MANY)
    plain = list(Engine(many).scan(events()))
    here: list[int] = []
    steps = bucket._steps
    monkeypatch.setattr(bucket, "_steps", lambda *given: here.append(os.getpid()) or steps(*given))
    engine = Engine(many, kept=Cache(tmp_path / "cache"))
    assert list(engine.scan(events())) == plain
    assert here == []
    assert len(list((tmp_path / "cache").glob("*.plan"))) == 2
    assert list(Engine(many, kept=Cache(None)).scan(events())) == plain
    assert set(here) == {os.getpid()}


def test_a_plan_that_is_none_is_made_anew(tmp_path: Path) -> None:
    """Data of another form, or of other rules, is not believed."""
    made = found(Cache(tmp_path / "cache"))
    cache = Cache(tmp_path / "cache")
    step = [0, [0], [], False, "[]"]
    plans_of_another_form: tuple[object, ...] = (
        {},
        [[1]],
        [[], [], []],
        [[[0, [0], []]], [[], [], []]],
        [[[999, *step[1:]]], [[0], [], []]],
        [[[0, [1], [], False, "[]"]], [[0], [], []]],
        [[["a", *step[1:]]], [[0], [], []]],
        [[step], [[1], [], []]],
        [[step], [["a"], [], []]],
        [[step], [[], [b"needle"], []]],
        [[step], [[], [b"needle"], [[0, []]]]],
        [[step], [[], [b"needle"], [[0, [[1]]]]]],
        [[step], [[], [b"needle"], [[0, [[-1]]]]]],
        [[step], [[], [b"needle"], [[1, [[0]]]]]],
        [[step], [[], [3], [[0, [[0]]]]]],
    )
    for data in (b"", *map(msgspec.msgpack.encode, plans_of_another_form)):
        for path in (tmp_path / "cache").glob("*.plan"):
            cache.put(path.name, data)
        assert found(Cache(tmp_path / "cache")) == made


@pytest.mark.parametrize("text", ["x", "3", "[3]", '[{"":3}]', '[{"a":[]}]', '[["\u20ac"]]'])
def test_what_an_event_has_to_hold_is_worked_out_anew(tmp_path: Path, text: str) -> None:
    """Where the plan does not say it, the conditions do."""
    made = found(Cache(tmp_path / "cache"))
    assert needed_of(text) is None
    kept = Plans(Cache(tmp_path / "cache"))
    for path in (tmp_path / "cache").glob("*.plan"):
        plan = plan_of(kept.get(path.name) or b"")
        assert plan is not None
        kept.put(path.name, Plan([step._replace(needed=text) for step in plan.steps], plan.first))
    assert found(Cache(tmp_path / "cache")) == made


def test_other_rules_have_other_plans() -> None:
    """A name tells kinds, conditions and their order apart."""
    kept, given = Plans(Cache(None)), rules()
    route = Route("win_event", channels=frozenset({"c"}))
    sets = [
        given,
        given[::-1],
        given[:-1],
        [*given[:-1], Detector(given[-1].id, (Binding(route, given[-1].bindings[0].condition),))],
        [*given[:-1], Detector("another", given[-1].bindings)],
        [*given[:-1], Detector(given[-1].id, (Binding(given[-1].bindings[0].route, equals("LogonType", "5")),))],
    ]
    names = {kept.name(("C", 1, "P"), fingerprint(one)) for one in sets}
    assert len(names) == len(sets)
    assert kept.name(("C", 2, "P"), fingerprint(given)) not in names
    assert kept.name(("C", 1, "P"), fingerprint(rules())) in names


def test_rules_given_in_another_order_find_the_same(tmp_path: Path) -> None:
    """What was kept for one order is not taken for another one."""
    first = Engine(rules(), kept=Cache(tmp_path / "cache"))
    second = Engine(rules()[::-1], kept=Cache(tmp_path / "cache"))
    found_by = [
        sorted((seen.detector, seen.record.at.offset) for seen in one.scan(events())) for one in (first, second)
    ]
    assert found_by[0] == found_by[1]


def test_a_plan_survives_its_form(tmp_path: Path) -> None:
    """Alternatives, numbers and what stands for characters beyond ASCII come back as they were."""
    needed = (*clauses(ASKED, TextKind.JSON), frozenset({WIDE, FLOAT, b'"a\\\\"'}))
    assert needed_of(needed_text(needed)) == needed
    steps = [Step(3, (0, 2), (True, None, False), True, needed_text(needed)), Step(4, (1,), (), False, "[]")]
    plan = Plan(steps, Chosen((1,), (b"a", WIDE), ((0, ((0,), (0, 1))),)))
    kept = Plans(Cache(tmp_path / "cache"))
    kept.put("x.plan", plan)
    assert plan_of(kept.get("x.plan") or b"") == plan
    assert kept.get("y.plan") is None


def test_a_first_choice_that_was_kept_is_the_one_that_is_made() -> None:
    """Who takes it leaves the same to be looked for, and looks at no condition that is no candidate."""
    needed = [clauses(rule.bindings[0].condition, TextKind.JSON) for rule in rules()]
    made = Choice(needed.__getitem__, len(needed), unfiltered=frozenset(), common=0.0)
    asked: list[int] = []

    def ask(position: int) -> Clauses:
        asked.append(position)
        return needed[position]

    taken = Choice(ask, len(needed), unfiltered=frozenset(), common=0.0, first=made.chosen)
    assert asked == []
    for text in (b"a needle", b'"cmd.exe" whoami', b"\xf0\x9f\xa6\x86 needle", b"nothing"):
        assert taken.look_again((0,), text) == made.look_again((0,), text)
    assert asked == [0]


def test_what_is_always_a_candidate_is_kept_too() -> None:
    """Those that nothing can be searched for, and those that are not to be filtered."""
    needed = [*(clauses(rule.bindings[0].condition, TextKind.JSON) for rule in rules()), ()]
    made = Choice(needed.__getitem__, len(needed), unfiltered=frozenset({2}), common=0.0)
    taken = Choice(needed.__getitem__, len(needed), unfiltered=frozenset({2}), common=0.0, first=made.chosen)
    assert taken.always == made.always == (2, len(needed) - 1)
