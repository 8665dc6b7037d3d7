"""What is left of a condition once some of its tests are decided."""

from collections.abc import Iterator, Mapping

from indicia.detection.conditions.condition import All, Any, Condition, Not, Test
from indicia.detection.conditions.fields import decides_alone, tests_of

ALWAYS = All(())
NEVER = Any(())


def tests_on(condition: Condition, fields: frozenset[str]) -> Iterator[Test]:
    """The tests that look at nothing but one of these fields and always come out."""
    return (test for test in tests_of(condition) if test.field in fields and decides_alone(test))


def narrowed(condition: Condition, decided: Mapping[Test, bool]) -> Condition:
    """An equal condition for records on which these tests are known to come out so: `ALWAYS` or `NEVER` in the end."""
    match condition:
        case Test():
            known = decided.get(condition)
            return condition if known is None else ALWAYS if known else NEVER
        case Not(item):
            inner = narrowed(item, decided)
            return NEVER if inner == ALWAYS else ALWAYS if inner == NEVER else Not(inner)
        case All(items):
            return _joined(All, [narrowed(item, decided) for item in items], neutral=ALWAYS, final=NEVER)
        case Any(items):
            return _joined(Any, [narrowed(item, decided) for item in items], neutral=NEVER, final=ALWAYS)


def _joined(join: type[All] | type[Any], items: list[Condition], *, neutral: Condition, final: Condition) -> Condition:
    """Join items without those that change nothing; one that decides everything is all that is left."""
    if final in items:
        return final
    left = tuple(item for item in items if item != neutral)
    return left[0] if len(left) == 1 else join(left)
