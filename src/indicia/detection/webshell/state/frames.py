"""The `If`s of Basic that are open: its statements end with a line, not with a bracket."""

from dataclasses import dataclass

from indicia.detection.webshell.values.bounds import MOST_HELD, NOT_KNOWN, Bounds, Known, Says
from indicia.detection.webshell.values.value import Trail

MOST_FRAMES = 500


@dataclass(slots=True)
class _Frame:
    """An `If` that is open."""

    mark: int
    """What was known before it."""
    fails: frozenset[Known]
    """What is known where no condition of it held so far."""
    single: bool
    """Whether it ends with the line."""
    ends: bool = False
    """Whether its first part ends what is going on."""
    other: bool = False
    """Whether its first part is over."""
    fixed: frozenset[Known] = frozenset()
    """What else is known behind it: of values that its first part gives a fixed text."""


class Frames:
    """The `If`s that are open at this place, the innermost last."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
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
            frame = self._open[-1]
            self._bounds.back(frame.mark)
            self._bounds.add(frame.fails)
            frame.fails, frame.other = frame.fails | fails if len(frame.fails) <= MOST_HELD else fails, True
        elif len(self._open) > MOST_FRAMES:
            return
        else:
            self._open.append(_Frame(self._bounds.mark, fails, single))
        self._bounds.add(holds)

    def otherwise(self) -> None:
        """`Else`."""
        if self._open:
            frame = self._open[-1]
            self._bounds.back(frame.mark)
            self._bounds.add(frame.fails)
            frame.other = True

    def end(self) -> None:
        """`End If`."""
        if self._open:
            frame = self._open.pop()
            self._bounds.back(frame.mark)
            if not frame.other:
                self._bounds.add(frame.fails if frame.ends else frame.fixed)

    def line_over(self) -> None:
        """The line ends, and what ends with it."""
        while self._open and self._open[-1].single:
            self.end()

    @property
    def in_first(self) -> bool:
        """Whether the first part of an `If` is read."""
        return bool(self._open) and not self._open[-1].other

    def give_fixed(self, trail: Trail) -> None:
        """The value that came this way is fixed from here on where no condition of the `If` held."""
        frame = self._open[-1]
        frame.fixed |= {item for item in frame.fails if item.covers(trail)}

    def leave(self) -> None:
        """The part that is read ends the page, the function or the loop."""
        self._open[-1].ends = True

    def enter_function(self) -> None:
        """A function begins here."""
        self._outer_mark, self._outer = self._bounds.mark, len(self._open)

    def leave_function(self) -> None:
        """Forget what was known in the function that ends here."""
        del self._open[self._outer :]
        self._bounds.back(min(self._bounds.mark, self._outer_mark))
