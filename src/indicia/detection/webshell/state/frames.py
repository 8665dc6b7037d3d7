"""The `If`s and `Select`s of Basic that are open: its statements end with a line, not with a bracket."""

from dataclasses import dataclass, field

from indicia.detection.webshell.state.flags import Cases, Flags, Name, Ways, in_all
from indicia.detection.webshell.tokens.tokens import Node
from indicia.detection.webshell.values.bounds import MOST_HELD, NOT_KNOWN, Bounds, Known, Says
from indicia.detection.webshell.values.value import Trail

MOST_FRAMES = 500


@dataclass(slots=True)
class _Frame:
    """An `If` or a `Select` that is open."""

    mark: int
    """What was known before it."""
    fails: frozenset[Known]
    """What is known where no condition of it held so far."""
    single: bool
    """Whether it ends with the line."""
    before: dict[Name, Cases]
    """What variables were before it."""
    subject: list[Node] | None = None
    """Of a `Select`, what is compared."""
    begun: bool = True
    """Whether a part of it is read."""
    leaves: bool = False
    """Whether the part that is read ends the page, the function or the loop."""
    other: bool = False
    """Whether its first part is over."""
    whole: bool = False
    """Whether it has a part for all that is left."""
    fixed: frozenset[Known] = frozenset()
    """What else is known behind it: of values that its first part gives a fixed text."""
    ways: Ways = field(default_factory=list)
    """Its parts that go on behind it."""


class Frames:
    """The `If`s that are open at this place, the innermost last."""

    def __init__(self, bounds: Bounds, flags: Flags) -> None:
        self._bounds = bounds
        self._flags = flags
        self._open: list[_Frame] = []
        self.said: Says = NOT_KNOWN
        """What the condition says that was read last."""
        self._outer_mark = self._outer = 0
        """What was known, and how many were open, where the function that is read begins."""

    def clear(self) -> None:
        """Nothing is open."""
        self._open.clear()

    def begin(self, *, single: bool, other: bool) -> None:
        """`If … Then`; `single` says that it ends with the line, `other` that it is an `ElseIf`."""
        holds, fails = self.said
        self.said = NOT_KNOWN
        if other and self._open:
            self._next(self._open[-1])
            self._fail(self._open[-1], fails)
        elif len(self._open) > MOST_FRAMES:
            return
        else:
            self._open.append(_Frame(self._bounds.mark, fails, single, dict(self._flags.now)))
        self._bounds.add(frozenset(item for item in holds if not item.each))

    def select(self, subject: list[Node]) -> None:
        """`Select Case …`."""
        if len(self._open) <= MOST_FRAMES:
            self._open.append(
                _Frame(self._bounds.mark, frozenset(), False, dict(self._flags.now), subject, begun=False)
            )

    @property
    def subject(self) -> list[Node] | None:
        """What the `Select` compares that is read; null where none is."""
        return self._open[-1].subject if self._open else None

    def case(self, says: Says | None) -> None:
        """`Case …`; `says` is null for `Case Else`.  What it compares with may have been code that ended all blocks."""
        if not self._open:
            return
        frame = self._open[-1]
        if frame.begun:
            self._next(frame)
        else:
            frame.begun = True
        if says is None:
            frame.whole = True
            return
        self._bounds.add(says[0])
        self._fail(frame, says[1])

    def otherwise(self) -> None:
        """`Else`."""
        if self._open:
            frame = self._open[-1]
            self._next(frame)
            frame.whole = True

    def end(self) -> None:
        """`End If`, `End Select`."""
        if self._open:
            frame = self._open[-1]
            if frame.begun:
                self._part_over(frame)
            if not frame.whole:
                frame.ways.append((frame.before, frame.fails))
            self._open.pop()
            self._bounds.back(frame.mark)
            self._flags.join(frame.before, frame.ways)
            self._bounds.add(in_all(known for _, known in frame.ways))
            if not frame.other:
                self._bounds.add(frame.fixed)

    def line_over(self) -> None:
        """The line ends, and what ends with it."""
        while self._open and self._open[-1].single:
            self.end()

    @property
    def in_first(self) -> bool:
        """Whether the first part of an `If` is read."""
        return bool(self._open) and not self._open[-1].other and self._open[-1].subject is None

    @property
    def in_any(self) -> bool:
        """Whether a part of an `If` or a `Select` is read."""
        return bool(self._open)

    @property
    def in_own(self) -> bool:
        """Whether one is open that the function which is read has opened."""
        return len(self._open) > self._outer

    def give_fixed(self, trail: Trail) -> None:
        """The value that came this way is fixed from here on where no condition of the `If` held."""
        frame = self._open[-1]
        frame.fixed |= {item for item in frame.fails if item.covers(trail)}

    def leave(self) -> None:
        """The part that is read ends the page, the function or the loop."""
        self._open[-1].leaves = True

    def enter_function(self) -> None:
        """A function begins here."""
        self._outer_mark, self._outer = self._bounds.mark, len(self._open)

    def leave_function(self) -> None:
        """Forget what was known in the function that ends here."""
        del self._open[self._outer :]
        self._bounds.back(min(self._bounds.mark, self._outer_mark))
        self._outer = 0

    def _fail(self, frame: _Frame, fails: frozenset[Known]) -> None:
        frame.fails = frame.fails | fails if len(frame.fails) <= MOST_HELD else fails

    def _part_over(self, frame: _Frame) -> None:
        if not frame.leaves:
            frame.ways.append((self._flags.now, self._bounds.since(frame.mark)))

    def _next(self, frame: _Frame) -> None:
        """The part that is read is over, and another begins."""
        self._part_over(frame)
        self._bounds.back(frame.mark)
        self._bounds.add(frame.fails)
        self._flags.now = dict(frame.before)
        frame.other, frame.leaves = True, False
