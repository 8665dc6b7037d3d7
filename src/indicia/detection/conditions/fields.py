"""Which tests a condition is made of, and at which fields they look."""

from collections.abc import Iterator

from indicia.detection.conditions.condition import All, Any, Backtracking, Condition, Not, SameAs, Test


def tests_of(condition: Condition) -> Iterator[Test]:
    """All tests, in the order of the condition."""
    match condition:
        case All(items) | Any(items):
            for item in items:
                yield from tests_of(item)
        case Not(item):
            yield from tests_of(item)
        case Test():
            yield condition


def decides_alone(test: Test) -> bool:
    """Whether a test looks at the value of one field, and always comes out."""
    return test.field is not None and not isinstance(test.check, SameAs | Backtracking)


def deciding_fields(condition: Condition) -> frozenset[str] | None:
    """The fields whose values decide a condition; null where some test does not decide alone."""
    fields: set[str] = set()
    for test in tests_of(condition):
        if test.field is None or not decides_alone(test):
            return None
        fields.add(test.field)
    return frozenset(fields)
