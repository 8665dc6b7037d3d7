"""Variables of Basic that are given texts of the page on ways that differ: what is known where one has which."""

from collections.abc import Iterable
from functools import reduce
from operator import and_

from indicia.detection.webshell.values.bounds import MOST_HELD, Bounds, Known
from indicia.detection.webshell.values.value import Held

Cases = dict[str, frozenset[Known]]
"""What a variable may be, with what is known where it is that."""
Ways = list[tuple["dict[Name, Cases]", frozenset[Known]]]
"""How a choice may have gone: what variables may be at the end of each way, and what is known there."""
Name = tuple[str, str]
"""A variable: the function it stands in, empty outside of all, and what it is called."""
ANY = "*"
"""What is not known, or not worth to be kept apart."""
SOME = "#some"
"""What is neither nothing nor no."""
_FALSE = frozenset({"", "false", "0"})
MOST_CASES = 40
MOST_FLAGS = 300
"""Variables of one page that are followed."""


class Flags:
    """What variables may be at this place."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self.now: dict[Name, Cases] = {}
        self._elsewhere: set[str] = set()
        """Variables from outside of all functions that a function changes."""
        self.other_before: dict[Name, Cases] = {}
        self.other_ways: Ways = []
        """Of the `if` of JScript that was read last: what variables were before it, and how it may have gone."""
        self.own: set[Name] = set()
        """Variables that functions declare for themselves."""

    def clear(self) -> None:
        """Nothing is known."""
        self.now = {}

    def assign(self, name: Name, cases: Cases) -> None:
        """The variable is one of these from here on; what is known here is known in each case."""
        if name[0] and name not in self.own and name[0] != name[1]:
            self._elsewhere.add(name[1])
        if len(self.now) >= MOST_FLAGS and name not in self.now:
            return
        here = self._bounds.since(0)
        self.now[name] = {value: here | known for value, known in list(cases.items())[:MOST_CASES]}

    def cases(self, name: Name) -> Cases:
        """What a variable may be; empty where that is not known."""
        if not name[0] and name[1] in self._elsewhere:
            return {}
        return self.now.get(name, {})

    def join(self, before: dict[Name, Cases], ways: Ways) -> None:
        """After a choice of these ways, before which variables were this."""
        names = {name for now, _ in ways for name, cases in now.items() if before.get(name) is not cases}
        self.now = dict(before)
        for name in names:
            together: Cases = {}
            for now, known in ways:
                for value, says in now.get(name, {"": frozenset()}).items():
                    kept = now.get(name) is before.get(name)
                    whole = says | (frozenset(map(of_all, known)) if kept else known)
                    together[value] = in_all((together[value], whole)) if value in together else whole
            self.now[name] = {value: says for value, says in together.items() if len(says) <= MOST_HELD}


def of_all(item: Known) -> Known:
    """What is known of each piece, as of the whole: a variable kept its value because none was refused."""
    return Known(item.source, item.steps, item.held) if item.each else item


def where(cases: Cases, *, yes: bool) -> frozenset[Known]:
    """What is known where a variable is a yes, or a no."""
    return in_all(known for value, known in cases.items() if value == ANY or (value not in _FALSE) is yes)


def where_is(cases: Cases, text: str, *, same: bool) -> frozenset[Known]:
    """What is known where a variable is this text, or is not."""
    nothing = text in _FALSE

    def may(value: str) -> bool:
        if value == ANY or (value == SOME and not (nothing and same)):
            return True
        alike = value in _FALSE if nothing else value == text
        return alike is same

    return in_all(known for value, known in cases.items() if may(value))


def in_all(knowns: Iterable[frozenset[Known]]) -> frozenset[Known]:
    """What is known in each of these; nothing where there is none.

    Where a value is a fixed text, all that could be known of it otherwise is.
    """
    found = list(knowns)
    if len(found) < 2 or not all(found):
        return found[0] if len(found) == 1 else frozenset()
    same = frozenset.intersection(*found)
    tables = [_by_value(known - same) for known in found]
    both = set(tables[0]).intersection(*tables[1:])
    held = {key: reduce(and_, (table[key] for table in tables)) for key in both}
    return same | {Known(*key[:2], flags, key[2]) for key, flags in held.items() if flags}


def _by_value(known: frozenset[Known]) -> dict[tuple[str, tuple[tuple[int, str], ...], bool], Held]:
    """What is known by the value of which it is known."""
    found: dict[tuple[str, tuple[tuple[int, str], ...], bool], Held] = {}
    for item in known:
        if item.source:
            key = item.source, item.steps, item.each
            held = ~Held.RIGHTS if Held.FIXED in item.held else item.held
            found[key] = found.get(key, Held(0)) | held
    return found
