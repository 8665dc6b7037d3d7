"""Every single thing that was looked at, and what came of it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType

from indicia.errors import StatementError


class Step(StrEnum):
    """Where on the way from the membership down to the evidence."""

    BUNDLE = "bundle"
    MEMBERSHIP = "membership"
    LEDGER = "ledger"
    STATEMENT = "statement"
    POSITION = "position"
    REPLY = "reply"
    DISCLOSURE = "disclosure"
    POLICY = "policy"
    SUPPORT = "support"
    EVIDENCE = "evidence"
    MEMORY = "seen before"


class State(StrEnum):
    """What came of it."""

    PROVEN = "proven"
    ABSENT = "not proven: not at hand"
    REFUTED = "refuted"


class Outcome(StrEnum):
    """The whole."""

    PROVEN = "proven"
    """All that is at hand is proven."""
    REFUTED = "refuted"
    """Something in it is false."""
    CANNOT_TELL = "cannot be told"
    """Nothing is false, and something is missing without which the rest has no ground."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing."""

    step: Step
    what: str
    state: State
    why: str
    needed: bool = False
    """Where it is not at hand, the whole cannot be told."""


@dataclass
class Items:
    """All of them, in the order of the walk."""

    all: list[Item] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is good to know and neither proves nor refutes."""

    def proven(self, step: Step, what: str, why: str) -> None:
        """It holds."""
        self.all.append(Item(step, what, State.PROVEN, why))

    def absent(self, step: Step, what: str, why: str, *, needed: bool = False) -> None:
        """It could be proven, and what that takes is not here."""
        self.all.append(Item(step, what, State.ABSENT, why, needed))

    def refuted(self, step: Step, what: str, why: str) -> None:
        """It is false."""
        self.all.append(Item(step, what, State.REFUTED, why))

    def refuting(self, step: Step, what: str) -> "_Refuting":
        """Whatever StatementError is raised inside refutes this item; the walk goes on behind it."""
        return _Refuting(self, step, what)

    def count(self, state: State) -> int:
        """How many."""
        return sum(one.state is state for one in self.all)

    def by_step(self) -> dict[Step, Counter[State]]:
        """Step → how many of each state."""
        found: dict[Step, Counter[State]] = {}
        for one in self.all:
            found.setdefault(one.step, Counter())[one.state] += 1
        return found

    def of(self, state: State) -> Iterable[Item]:
        """Those in this state."""
        return (one for one in self.all if one.state is state)

    @property
    def outcome(self) -> Outcome:
        """One false thing refutes the whole."""
        if any(one.state is State.REFUTED for one in self.all):
            return Outcome.REFUTED
        if any(one.needed and one.state is State.ABSENT for one in self.all):
            return Outcome.CANNOT_TELL
        return Outcome.PROVEN


class _Refuting:
    def __init__(self, items: Items, step: Step, what: str) -> None:
        self._items, self._step, self._what = items, step, what

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        if not isinstance(error, StatementError):
            return False
        self._items.refuted(self._step, self._what, str(error))
        return True


Told = Callable[[str, int, int], None]
"""Hears what is being done, how much of it, of how much."""


def nobody(what: str, done: int, total: int) -> None:
    """Hears nothing."""
