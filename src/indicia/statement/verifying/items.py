"""Every single thing that was looked at, and what came of it."""

from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from types import TracebackType

from msgspec import Struct, field

from indicia.errors import StatementError
from indicia.statement.own_files import OwnFilesError


class Step(StrEnum):
    """Where on the way from the membership down to the evidence."""

    BUNDLE = "bundle"
    MEMBERSHIP = "membership"
    LEDGER = "ledger"
    STATEMENT = "statement"
    POSITION = "position"
    REPLY = "reply"
    REVOCATION = "revocation"
    DISCLOSURE = "disclosure"
    POLICY = "policy"
    SUPPORT = "support"
    EVIDENCE = "evidence"
    MEMORY = "seen before"


class State(StrEnum):
    """What came of it."""

    PROVEN = "proven"
    ABSENT = "not proven: not at hand"
    DISREGARDED = "disregarded"
    """It was logged, and it is nobody's word: it counts for nothing, and speaks against nothing either."""
    REFUTED = "refuted"


class Outcome(StrEnum):
    """The whole."""

    PROVEN = "proven"
    """All that is at hand is proven."""
    REFUTED = "refuted"
    """Something in it is false."""
    CANNOT_TELL = "cannot be told"
    """Nothing is false, and something is missing without which the rest has no ground."""
    OWN_WORD = "by its own word"
    """All that is at hand holds together, and only the bundle itself says whose membership and whose log these are."""


class NobodysWord(StatementError):
    """Something was logged that no keys signed which counted then.

    A log takes what is appended; if that refuted a statement, whoever can append could refute any.
    """


class Item(Struct, frozen=True):
    """One thing."""

    step: Step
    what: str
    state: State
    why: str
    needed: bool = False
    """Where it is not at hand, the whole cannot be told."""
    anchor: bool = False
    """Where it is not at hand, all the rest holds by its own word only."""


class Items(Struct):
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

    def unanchored(self, step: Step, what: str, why: str) -> None:
        """Nobody but the bundle vouches for it."""
        self.all.append(Item(step, what, State.ABSENT, why, anchor=True))

    def disregarded(self, step: Step, what: str, why: str) -> None:
        """It counts for nothing."""
        self.all.append(Item(step, what, State.DISREGARDED, why))

    def refuted(self, step: Step, what: str, why: str) -> None:
        """It is false."""
        self.all.append(Item(step, what, State.REFUTED, why))

    def refuting(self, step: Step, what: str) -> "_Refuting":
        """Whatever StatementError is raised inside refutes this item; the walk goes on behind it.

        NobodysWord refutes nothing; the item is disregarded.  OwnFilesError goes on to the reader.
        """
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

    def unvouched(self) -> Iterable[Item]:
        """What only the bundle itself vouches for."""
        return (one for one in self.all if one.anchor)

    @property
    def outcome(self) -> Outcome:
        """One false thing refutes the whole; what is disregarded changes nothing."""
        if any(one.state is State.REFUTED for one in self.all):
            return Outcome.REFUTED
        if any(one.needed and one.state is State.ABSENT for one in self.all):
            return Outcome.CANNOT_TELL
        if any(one.anchor and one.state is State.ABSENT for one in self.all):
            return Outcome.OWN_WORD
        return Outcome.PROVEN


class _Refuting:
    def __init__(self, items: Items, step: Step, what: str) -> None:
        self._items, self._step, self._what = items, step, what

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        if not isinstance(error, StatementError) or isinstance(error, OwnFilesError):
            return False
        tell = self._items.disregarded if isinstance(error, NobodysWord) else self._items.refuted
        tell(self._step, self._what, str(error))
        return True


SEEN = "seen before, and held against that"
"""Why it is proven whose membership it is, where nobody named it."""
Told = Callable[[str, int, int], None]
"""Hears what is being done, how much of it, of how much."""


def nobody(what: str, done: int, total: int) -> None:
    """Hears nothing."""
