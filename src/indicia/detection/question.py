"""What a detector asks of a kind of record: as its author put it, and what is left of that once the kind is known."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from indicia.detection.conditions.condition import Any, Condition, Fields, Test
from indicia.detection.conditions.evaluate import View, compile_condition, compile_on_view
from indicia.detection.conditions.marking import compile_marking
from indicia.detection.conditions.narrowing import NEVER, narrowed, tests_on
from indicia.detection.conditions.remembered import Memory, Remembered, looked_at
from indicia.detection.detector import Detector
from indicia.detection.filtering.literals import Group, TextKind, keyword_literals
from indicia.detection.filtering.needs import Clauses, clauses
from indicia.detection.filtering.plans import Truths, needed_of
from indicia.model.record import Value


def _never(_: View) -> bool:
    return False


def _nothing(_: Fields) -> tuple[str, ...]:
    return ()


_KNOWN = frozenset({"EventID", "Provider_Name"})
"""Fields that are known of a kind of events."""


class Question:
    """What one detector asks of one kind of record."""

    __slots__ = ("_asker", "_condition", "_kept", "_memory", "_needed", "_truths", "decide", "detector", "mark")

    def __init__(self, asker: "Asker", truths: Truths = (), kept: str = "") -> None:
        """`kept`: what events have to hold, as text, where that is known without looking at the condition."""
        self.detector = asker.detector
        self._asker = asker
        self._truths = truths
        self.decide: Callable[[View], bool] = self._compiled
        self.mark: Callable[[Fields], tuple[str, ...]] = self._marking
        """Fields that decided, of a record of which it is true."""
        self._condition: Condition | None = None
        self._kept = kept
        self._needed: Clauses | None = None
        self._memory: Memory | None = None

    def remember(self, memory: Memory) -> None:
        """Decide records that are alike once; for logs in which few values of a field are different ones."""
        self._memory = memory

    @property
    def condition(self) -> Condition:
        """What is left to ask of this kind."""
        if self._condition is None:
            self._condition = self._asker.left(self._truths)
        return self._condition

    @property
    def needed(self) -> Clauses:
        """What an undecoded event has to hold, see `needs`."""
        if self._needed is None:
            kept = needed_of(self._kept) if self._kept else None
            self._needed = clauses(self.condition, TextKind.JSON) if kept is None else kept
        return self._needed

    def close(self) -> None:
        """Let go of what it was compiled to, and of itself; it is not to be asked any more."""
        self.decide, self.mark = _never, _nothing

    def _compiled(self, view: View) -> bool:
        # Compiled on the first record that gets this far: of thousands of rules few ever do.
        fields = looked_at(self.condition) if self._memory is not None and not self._truths else None
        if fields is None or self._memory is None:
            self.decide = compile_on_view(self.condition)
        else:
            remembered = Remembered(self.condition, fields, self._memory)
            self.decide, self.mark = remembered.decide, remembered.mark
        self._condition = None
        self._asker.forget()
        return self.decide(view)

    def _marking(self, fields: Fields) -> tuple[str, ...]:
        self.mark = compile_marking(self._asker.condition)
        self._asker.forget()
        return self.mark(fields)


class Asker:
    """A detector with those of its bindings that lead to a kind of record."""

    def __init__(self, detectors: Sequence[Detector], rule: int, bound: tuple[int, ...]) -> None:
        self.rule, self.bound = rule, bound
        self.detector = detectors[rule].id
        self._bindings = [detectors[rule].bindings[number] for number in bound]
        self._questions: dict[Truths, Question | None] = {}
        self._condition: Condition | None = None

    @property
    def condition(self) -> Condition:
        """What it asks, as its author does."""
        if self._condition is None:
            conditions = tuple(binding.condition for binding in self._bindings)
            self._condition = conditions[0] if len(conditions) == 1 else Any(conditions)
        return self._condition

    def forget(self) -> None:
        """Let go of the condition, which is made anew if it is asked for again: compiled it is seldom needed."""
        self._condition = None

    def close(self) -> None:
        """Let go of its questions, which hold on to it."""
        self._questions.clear()
        self.__dict__.pop("whole", None)

    @cached_property
    def whole(self) -> Question:
        """The question as it stands."""
        return Question(self)

    @cached_property
    def _decisions(self) -> tuple[tuple[Test, Callable[[Fields], bool]], ...]:
        return tuple((test, compile_condition(test)) for test in dict.fromkeys(tests_on(self.condition, _KNOWN)))

    @cached_property
    def keywords(self) -> tuple[bytes, ...]:
        """Literals of its keywords, see `keyword_literals`."""
        found: Group = keyword_literals(self.condition, TextKind.JSON)
        return tuple(sorted(found))

    def truths(self, known: Mapping[str, Value]) -> Truths:
        """How its tests on what is known of a kind come out."""
        return tuple(decide(known) if test.field in known else None for test, decide in self._decisions)

    def left(self, truths: Truths) -> Condition:
        """What is left of the condition then."""
        if not truths:
            return self.condition
        decided = {test: truth for (test, _), truth in zip(self._decisions, truths, strict=True) if truth is not None}
        return narrowed(self.condition, decided)

    def ask(self, truths: Truths) -> Question | None:
        """What is left to ask then; null when nothing can satisfy it."""
        if truths not in self._questions:
            never = bool(truths) and self.left(truths) == NEVER
            self._questions[truths] = None if never else self.whole if not truths else Question(self, truths)
        return self._questions[truths]

    def asked(self, truths: Truths, needed: str) -> Question:
        """The same where it is known that something is left, and what an event has to hold."""
        question = self._questions.get(truths)
        if question is None:
            question = self._questions[truths] = Question(self, truths, needed)
        return question
