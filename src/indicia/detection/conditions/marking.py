"""Which fields decided: a condition taken apart once, to mark in a report what made it true."""

from collections.abc import Callable, Iterator
from functools import cached_property

from indicia.detection.conditions.backtracking import Undecided
from indicia.detection.conditions.condition import All, Any, Condition, Fields, Not, Null, SameAs, Test
from indicia.detection.conditions.evaluate import Decision, View, compile_on_view, test_on_view


def compile_marking(condition: Condition) -> Callable[[Fields], tuple[str, ...]]:
    """Names of the fields whose tests made the condition true, in the order of the condition, each once.

    Tests for absence decide without a field to show; a keyword names the fields it was found in.  Only to be asked of
    records of which the condition is true.
    """
    root = _Node(condition)

    def marking(fields: Fields) -> tuple[str, ...]:
        view = fields if isinstance(fields, View) else View(fields)
        return tuple(dict.fromkeys(root.marks(view, wanted=True)))

    return marking


def _sole(condition: Condition) -> str | None:
    """The field of all tests, where they are all positive tests of its values; long lists of texts are of this kind."""
    match condition:
        case Test(str() as field, check):
            return None if isinstance(check, SameAs | Null) else field
        case All(items) | Any(items):
            first = _sole(items[0]) if items else None
            return first if first is not None and all(_sole(item) == first for item in items) else None
        case _:
            return None


class _Node:
    """A condition taken apart once, to tell which of its tests decided."""

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        items: tuple[Condition, ...] = ()
        self.single: Decision | None = None
        self.below: tuple[_Node, ...] = ()
        self.sole = _sole(condition)
        """The one field at which everything here looks; whatever decided, it is this one."""
        if self.sole is not None:
            return
        match condition:
            case Not(item):
                items = (item,)
            case All(several) | Any(several):
                items = several
            case Test(None, check):
                self.single = test_on_view(None, check)
        self.below = tuple(map(_Node, items))

    @cached_property
    def decide(self) -> Decision:
        """The condition, compiled when somebody asks how it came out."""
        return compile_on_view(self.condition)

    def came_out(self, view: View, *, wanted: bool) -> bool:
        """Whether it is this; what is undecided did not decide anything."""
        try:
            return self.decide(view) == wanted
        except Undecided:
            return False

    def marks(self, view: View, *, wanted: bool) -> Iterator[str]:
        """Fields of the positive tests at and below here, which is `wanted` (true, or false under a negation)."""
        if self.sole is not None:
            if wanted:
                yield self.sole
            return
        match self.condition:
            case Test():
                if wanted:
                    yield from self._names(self.condition, view)
            case Not():
                yield from self.below[0].marks(view, wanted=not wanted)
            case _:
                for node in self.below:
                    if node.came_out(view, wanted=wanted):
                        yield from node.marks(view, wanted=wanted)

    def _names(self, test: Test, view: View) -> Iterator[str]:
        match test:
            case Test(None, _):
                decide = self.single
                yield from (name for name in view.fields if decide and decide(View({name: view.fields[name]})))
            case Test(str() as field, SameAs(other=other)):
                yield field
                yield other
            case Test(str() as field, check) if not isinstance(check, Null):
                yield field
