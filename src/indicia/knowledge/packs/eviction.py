"""The steps of an eviction: `eviction.toml` of a pack."""

from enum import StrEnum

from msgspec import Struct

from indicia.errors import RulesetError
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.section import Section, read_section
from indicia.model.technique import Countermeasure


class When(StrEnum):
    """What asks for a step."""

    ALWAYS = "always"
    """Any sign at all, or an answer that cannot be given."""
    SIGN = "sign"
    """The same; the step looks instead of changing anything."""
    DOOR = "door"
    """A sign, or a flaw that stands open and is known to be used."""
    HELD = "held"
    """The host was exploited or worse."""
    MECHANISMS = "mechanisms"
    """One of the ways to stay that the step clears was found, or could be hidden on a host that was exploited."""
    SETTINGS = "settings"
    """One of its tests of settings is hit."""
    UNPROVABLE = "unprovable"
    """Code ran, and several ways to stay cannot be checked."""


class Check(StrEnum):
    """How a later collection can show that a step is done."""

    NONE = "none"
    """Nothing on a server shows it."""
    COVERAGE = "coverage"
    """The logs that the answer needs are there."""
    OLDEST = "oldest"
    """The oldest records are no younger than before."""
    ANSWERS = "answers"
    """The tests were put to the later collection."""
    VERDICT = "verdict"
    """One of the collections was enough for a verdict."""
    UPDATE = "update"
    """The update is in, which makes the step needless."""
    MECHANISMS = "mechanisms"
    """The ways to stay that it clears are checked clean or gone."""
    FLAWS = "flaws"
    """No flaw stands open that is known to be used."""
    SETTINGS = "settings"
    """Its tests of settings are no longer hit."""
    QUIET = "quiet"
    """Nothing past probing after the first collection."""


class Step(Struct, frozen=True, kw_only=True):
    """One step as the pack knows it."""

    id: str
    phase: str
    action: str
    why: str
    when: When
    check: Check
    proof: tuple[str, ...]
    no_proof: tuple[str, ...]
    depends_on: tuple[str, ...]
    clears: tuple[str, ...]
    settings: tuple[str, ...]
    logs: tuple[str, ...]
    """Log sources without which a later collection cannot show it."""
    days: int
    """Days that a later collection has to reach past the eviction."""
    tree: bool
    """Whether it removes files, so that the folders they lay in have to be in the later collection."""
    irreversible: bool
    done_by: str
    countermeasures: tuple[Countermeasure, ...]
    source: str
    verified: bool


class Lesson(Struct, frozen=True, kw_only=True):
    """What an earlier eviction taught."""

    case: str
    facts: tuple[str, ...]
    lesson: str
    source: str
    verified: bool


class Deadline(Struct, frozen=True, kw_only=True):
    """What an authority once gave how much time for."""

    what: str
    due: str
    source: str
    verified: bool


class EvictionBook(Struct, frozen=True, kw_only=True):
    """All steps in order, with the rules that hold for every plan."""

    rules: tuple[str, ...]
    conflicts: tuple[str, ...]
    steps: tuple[Step, ...]
    lessons: tuple[Lesson, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


def load_eviction(pack: Pack) -> EvictionBook:
    """The book of a pack; empty for a pack without one.

    Raises RulesetError, naming the entry, for unknown keys, words, steps, ways to stay and tests, and for a step that
    depends on a later one.
    """
    path = pack.root / "eviction.toml"
    if not path.is_file():
        return EvictionBook(rules=(), conflicts=(), steps=())
    top = read_section(path)
    rules, conflicts = top.texts("rules"), top.texts("conflicts")
    lessons, deadlines = _lessons(top), _deadlines(top)
    ways, tests = {one.id for one in pack.mechanisms}, {test.id for test in pack.tests}
    sources = {source.id for source in pack.sources}
    steps: dict[str, Step] = {}
    for row in top.rows("step", "id"):
        step = _step(row)
        if step.id in steps:
            raise RulesetError(f"{path}: {step.id}: this id is there twice", hint="give each entry its own id")
        for kind, names, known in (
            ("step", step.depends_on, steps.keys()),
            ("way to stay", step.clears, ways),
            ("test", step.settings, tests),
            ("log source", step.logs, sources),
        ):
            for name in names:
                if name not in known:
                    raise row.wrong(f"unknown {kind} `{name}`, or one that comes later")
        steps[step.id] = step
    top.close()
    return EvictionBook(
        rules=rules, conflicts=conflicts, steps=tuple(steps.values()), lessons=lessons, deadlines=deadlines
    )


def _lessons(top: Section) -> tuple[Lesson, ...]:
    found = []
    for row in top.rows("lesson", "case"):
        found.append(
            Lesson(
                case=row.text("case"),
                facts=row.texts("facts"),
                lesson=row.text("lesson"),
                source=row.text("source"),
                verified=row.flag("verified", default=True),
            )
        )
        row.close()
    return tuple(found)


def _deadlines(top: Section) -> tuple[Deadline, ...]:
    found = []
    for row in top.rows("deadline", "what"):
        found.append(
            Deadline(
                what=row.text("what"),
                due=row.text("due"),
                source=row.text("source"),
                verified=row.flag("verified", default=True),
            )
        )
        row.close()
    return tuple(found)


def _step(row: Section) -> Step:
    when, check = row.text("when"), row.text("check")
    if when not in set(When):
        raise row.wrong(f"`when` is `{when}`, not one of {', '.join(When)}")
    if check not in set(Check):
        raise row.wrong(f"`check` is `{check}`, not one of {', '.join(Check)}")
    step = Step(
        id=row.text("id"),
        phase=row.text("phase"),
        action=row.text("action"),
        why=row.text("why"),
        when=When(when),
        check=Check(check),
        proof=row.texts("proof"),
        no_proof=row.texts("no_proof"),
        depends_on=row.texts("depends_on"),
        clears=row.texts("clears"),
        settings=row.texts("settings"),
        logs=row.texts("logs"),
        days=row.number("days", 0),
        tree=row.flag("tree", default=False),
        irreversible=row.flag("irreversible", default=False),
        done_by=row.text("done_by"),
        countermeasures=tuple(_countermeasures(row)),
        source=row.text("source"),
        verified=row.flag("verified", default=True),
    )
    row.close()
    return step


def _countermeasures(row: Section) -> list[Countermeasure]:
    found = []
    for item in row.rows("countermeasures", "id"):
        found.append(Countermeasure(id=item.text("id"), name=item.text("name")))
        item.close()
    return found
