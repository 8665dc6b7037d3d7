"""Which lines of the collection plan would answer what a result could not tell."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from indicia.assessment.next_steps.order import COLLECT
from indicia.knowledge.packs.collecting import CollectLine
from indicia.knowledge.packs.eviction import Check
from indicia.knowledge.packs.pack import Need, Pack
from indicia.model.assessment import Answer, Assessment, Standing
from indicia.model.persistence import MechanismState


class Wanted(Struct, frozen=True):
    """One line of the plan, and what it decides."""

    line: CollectLine
    tests: tuple[str, ...]
    """Artefact tests."""
    mechanisms: tuple[str, ...]
    """Ways to stay."""


def every_line(pack: Pack, lines: Sequence[CollectLine]) -> tuple[Wanted, ...]:
    """All lines with everything they can decide."""
    return tuple(_wanted(pack, line, None, None) for line in lines)


def lines_needed(pack: Pack, lines: Sequence[CollectLine], hosts: Sequence[Assessment]) -> tuple[Wanted, ...]:
    """The lines whose log source is missing or short on one of the hosts, and that would decide something there.

    Lines that decide most come first.
    """
    tests = {test.id for host in hosts for test in host.tests if test.answer is Answer.CANNOT_TELL}
    ways = {one.id for host in hosts for one in host.mechanisms if one.state is MechanismState.NOT_CHECKABLE}
    short = {line.source for host in hosts for line in host.coverage if line.standing is not Standing.COVERED}
    wanted = [_wanted(pack, line, tests, ways) for line in lines if set(line.sources) & (short | _IN_PARTS)]
    return tuple(sorted((one for one in wanted if one.tests or one.mechanisms), key=_weight))


def lines_by_question(
    pack: Pack, lines: Sequence[CollectLine], hosts: Sequence[Assessment]
) -> dict[str, tuple[str, ...]]:
    """Lines that would decide what cannot be told on one of the hosts, by artefact test and way to stay."""
    return _by_question(lines_needed(pack, lines, hosts))


def _by_question(needed: Iterable[Wanted]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one in needed:
        for name in (*one.tests, *one.mechanisms):
            found.setdefault(name, []).append(one.line.id)
    return {name: tuple(sorted(ids)) for name, ids in found.items()}


def with_lines(pack: Pack, lines: Sequence[CollectLine], host: Assessment) -> Assessment:
    """The assessment with the lines of the plan that would decide: at tests, at logs, and where more is collected."""
    wanted = lines_needed(pack, lines, [host])
    if not wanted:
        return host
    decide = _by_question(wanted)
    named = ", ".join(one.line.id for one in wanted[:_NAMED]) + (" …" if len(wanted) > _NAMED else "")
    return replace(
        host,
        tests=tuple(
            replace(test, lines=decide[test.id]) if test.answer is Answer.CANNOT_TELL and test.id in decide else test
            for test in host.tests
        ),
        coverage=tuple(
            replace(source, lines=tuple(one.line.id for one in wanted if source.source in one.line.sources))
            if source.standing is not Standing.COVERED
            else source
            for source in host.coverage
        ),
        eviction=tuple(
            replace(step, lines=tuple(one.line.id for one in wanted))
            if step.check == Check.COVERAGE
            else replace(step, lines=tuple(sorted({line for way in step.mechanisms for line in decide.get(way, ())})))
            for step in host.eviction
        ),
        next_steps=tuple(
            f"{step} (indicia collect-plan, lines {named})" if step.startswith(COLLECT) else step
            for step in host.next_steps
        ),
    )


_NAMED = 5
_CONTENT = "content"
"""What a list of files does not bring."""
_HASH = "hash"
"""What the file table of a volume does not bring either."""
_IN_PARTS = frozenset({"ad_exch", "accounts", "entra", "registry"})
"""Sources that are made of exports of several kinds: one can be there while another is missing."""


def _brings(line: CollectLine, need: Need) -> bool:
    """Whether a line brings what a test or way to stay needs."""
    if need.source not in line.sources:
        return False
    if (line.listing or line.raw) and not line.globs and _CONTENT in need.parts:
        return False
    if line.raw and not line.globs and _HASH in need.parts:
        return False
    return need.source not in _IN_PARTS or not need.parts or bool(set(need.parts) & line.classes) or not line.exports


def _weight(one: Wanted) -> tuple[int, str]:
    return -len(one.tests) - len(one.mechanisms), one.line.id


def _wanted(pack: Pack, line: CollectLine, tests: set[str] | None, ways: set[str] | None) -> Wanted:
    decided = (
        test.id
        for test in pack.tests
        if (tests is None or test.id in tests) and any(_brings(line, need) for need in test.needs)
    )
    checked = (
        one.id
        for one in pack.mechanisms
        if (ways is None or one.id in ways) and any(_brings(line, need) for group in one.checked_by for need in group)
    )
    return Wanted(line, tuple(decided), tuple(checked))
