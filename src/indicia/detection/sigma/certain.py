"""What of a condition is certain of records that do not tell everything a rule may ask for.

A change journal names files and not who touched them.  A test on what it lacks is neither true nor false there, so a
rule is true of such a record only where it is true whatever the answer would have been: what it leaves out by a
program's name would else be left in for every program.
"""

from indicia.detection.conditions.condition import All, Any, Condition, Not, SameAs, Test
from indicia.detection.conditions.narrowing import ALWAYS, NEVER, narrowed


def certain(condition: Condition, told: frozenset[str]) -> Condition:
    """A condition that is true where the given one is true whatever the fields that are not told would hold.

    `NEVER` where that is nowhere.  Keywords are searched for in what is told; that one is absent proves nothing.
    """
    return narrowed(_bound(condition, told, asserted=True), {})


def _bound(condition: Condition, told: frozenset[str], *, asserted: bool) -> Condition:
    match condition:
        case Not(item):
            return Not(_bound(item, told, asserted=not asserted))
        case All(items):
            return All(tuple(_bound(item, told, asserted=asserted) for item in items))
        case Any(items):
            return Any(tuple(_bound(item, told, asserted=asserted) for item in items))
        case Test(field, check):
            if field is None:
                return condition if asserted else ALWAYS
            known = field in told and (not isinstance(check, SameAs) or check.other in told)
            return condition if known else NEVER if asserted else ALWAYS
