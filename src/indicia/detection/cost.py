"""What a rule on records costs: how much of a log has to be decoded for it."""

from enum import StrEnum

from indicia.detection.detector import Binding, Detector
from indicia.detection.filtering.choosing import TOLERABLE
from indicia.detection.filtering.line_choice import COMMON
from indicia.detection.filtering.literals import TEXT_KINDS, TextKind, keyword_literals, likely_share
from indicia.detection.filtering.needs import clauses, groups


class Cost(StrEnum):
    """Classes of cost, the cheapest first."""

    TABLE = "table"
    """Its records are few and come decoded: files, configuration."""
    LITERAL = "literal"
    """A rare text has to stand in a record before it is decoded for this rule."""
    BROAD = "broad"
    """A text has to stand there, but one that is expected in more than one of fifty records."""
    EVERY = "every record"
    """No text is necessary: each record of the kinds it is put to is decoded for it."""
    LOOP = "loop"
    """YARA: a loop runs over places in the file."""
    EVERY_FILE = "every file"
    """YARA: there is nothing to search for, so the condition is decided on each file."""


_ORDER = (Cost.TABLE, Cost.LITERAL, Cost.BROAD, Cost.LOOP, Cost.EVERY_FILE, Cost.EVERY)


def cost_of(detector: Detector) -> Cost:
    """The class of its dearest binding."""
    return dearest(*map(_of_binding, detector.bindings))


def dearest(*costs: Cost) -> Cost:
    """The dearest of several classes; `table` of none."""
    return max(costs, key=_ORDER.index, default=Cost.TABLE)


def _of_binding(binding: Binding) -> Cost:
    kind = TEXT_KINDS.get(binding.route.table)
    if kind is None:
        return Cost.TABLE
    needed = groups(clauses(binding.condition, kind), likely_share)
    if not needed or (kind is TextKind.JSON and _in_context(binding)):
        return Cost.EVERY
    shares = sorted(min(sum(map(likely_share, group)), 1.0) for group in needed)
    share = shares[0]
    if kind is not TextKind.JSON:
        # Of lines several groups are searched for at once.
        for other in shares[1:]:
            share *= other if other <= COMMON else 1.0
    return Cost.LITERAL if share <= TOLERABLE else Cost.BROAD


def _in_context(binding: Binding) -> bool:
    """Whether a keyword of it could be satisfied by the channel or provider, which may stand outside the text."""
    context = "\n".join(sorted((*binding.route.channels, *binding.route.providers))).replace("\\", "\\\\").encode()
    return any(literal in context for literal in keyword_literals(binding.condition, TextKind.JSON))
