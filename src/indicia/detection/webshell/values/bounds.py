"""What conditions say of values where they hold: a value that passed one may no longer be what a client likes."""

import re
from collections.abc import Sequence

from msgspec import Struct

from indicia.detection.webshell.values.value import FOR_ONE_COMMAND, ONE_NAME, Held, Trail, Value

_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NUMERIC = _DIGITS | frozenset(" \t+-*/().,:%=")
"""Signs of which no text makes code: numbers, dates, terms."""
EVERY_SIGN = frozenset(map(chr, range(129)))
"""All signs; the last stands for those beyond ASCII."""
_SIGNS = _DIGITS | _LETTERS | frozenset("_-.,@:/\\+=~")
"""Signs that no command shell gives a meaning."""
_CLASSES = {"d": _DIGITS, "w": _DIGITS | _LETTERS | {"_"}, "s": frozenset(" \t")}
_QUANTITY = re.compile(r"[*+?]|\{\d{0,9},?\d{0,9}\}")
_ALL = ~Held.RIGHTS
_Of = tuple[str, tuple[tuple[int, str], ...], bool]
"""Of which value something is known, and whether of each piece."""
MOST_HELD = 200
"""Conditions that are kept in mind at one place."""
MOST_PATTERN = 400
"""Characters of a pattern that is looked at."""


class Known(Struct, frozen=True):
    """One value of which a condition says something."""

    source: str
    steps: tuple[tuple[int, str], ...]
    held: Held
    later: bool = False
    each: bool = False
    """Whether it is known of each piece of the value, as a loop goes through them, where none was refused."""

    def covers(self, trail: Trail) -> bool:
        """Whether a value is this one, or was made of it."""
        if trail.later != self.later:
            return False
        return trail.source == self.source and trail.steps[: len(self.steps)] == self.steps


def known(trail: Trail, held: Held, *, each: bool = False) -> Known:
    """What a condition says of a value on its way."""
    return Known(trail.source, trail.steps, held, each=each, later=trail.later)


Says = tuple[frozenset[Known], frozenset[Known]]
"""What is known where a condition holds, and where it does not."""
NOT_KNOWN: Says = (frozenset(), frozenset())
RIGHTS = Known("", (), Held.RIGHTS)
"""That the visitor has rights of the application, which a condition asked for."""


def in_common(said: Sequence[frozenset[Known]]) -> frozenset[Known]:
    """What all of these say; one that says of a value that there is none says whatever the others say of it."""
    if len(said) < 2:
        return said[0]
    together: dict[_Of, Held] = {}
    for place, one in enumerate(said):
        here: dict[_Of, Held] = {}
        for item in one:
            key = item.source, item.steps, item.each
            here[key] = here.get(key, Held(0)) | _all_of(item.held)
        together = here if not place else {key: held & here[key] for key, held in together.items() if key in here}
    found = (
        Known(*key[:2], Held.EMPTY if held == _ALL else held & ~Held.EMPTY, key[2]) for key, held in together.items()
    )
    return frozenset(RIGHTS if item == RIGHTS else item for item in found if item.held)


def _all_of(held: Held) -> Held:
    """All that is known where this is: a number or one of a list has no signs that matter, nothing has none at all."""
    if Held.EMPTY in held:
        return _ALL
    return held | Held.SIGNS | Held.FOLDER | FOR_ONE_COMMAND | ONE_NAME | Held.NO_UP if Held.FIXED in held else held


class Bounds:
    """What is known at this place; a stack, for conditions stand in each other."""

    def __init__(self) -> None:
        self._held: list[Known] = []

    @property
    def held(self) -> list[Known]:
        """All that is known here."""
        return self._held

    @property
    def mark(self) -> int:
        """How much is known here; `back` with it forgets what came after."""
        return len(self._held)

    def since(self, mark: int) -> frozenset[Known]:
        """What was learnt since, and is known here."""
        return frozenset(self._held[mark:])

    def add(self, items: frozenset[Known]) -> None:
        """From here on this is known."""
        if len(self._held) + len(items) <= MOST_HELD:
            self._held.extend(items)

    def back(self, mark: int) -> None:
        """Forget what was learnt since."""
        del self._held[mark:]

    def freed(self, value: Value) -> Value:
        """The value with what is known of it: without its way where it is one of a fixed list or a number."""
        trail = value.trail
        if trail is None or not self._held:
            return value
        held = Held(0)
        after = len(trail.steps)
        for item in self._held:
            if item is RIGHTS or item.covers(trail):
                held |= item.held
                after = after if item is RIGHTS else min(after, len(item.steps))
        held &= ~Held.EMPTY
        if Held.FIXED in held:
            return Value(path=value.path, target=value.target, place=value.place)
        if held & ~trail.held:
            made = trail.holding(held, after)
            return Value(
                None, made, value.path, value.hidden, value.items, value.target, value.place, value.number, value.told
            )
        return value


def held_by(pattern: str, *, whole: bool) -> Held:
    """What is known of a text that this regular expression matches; `whole` says that it must match all of it."""
    text = pattern.strip()
    if len(text) > MOST_PATTERN:
        return Held(0)
    text = text.removeprefix("(?i)")
    begins, ends = text.startswith(("^", "\\A")), text.endswith(("$", "\\z", "\\Z")) and not text.endswith("\\$")
    if not whole and not (begins and ends):
        return Held(0)
    text = text.removeprefix("\\A").removeprefix("^").removesuffix("$").removesuffix("\\z").removesuffix("\\Z")
    if not whole and "|" in text and not no_choice(text):
        return Held(0)
    free = free_signs(text)
    return held_of_signs(free) if free is not None and (free <= _NUMERIC or free <= _SIGNS) else Held(0)


def held_of_signs(signs: frozenset[str]) -> Held:
    """What is known of a text that is made of these signs alone."""
    if signs <= _NUMERIC:
        return Held.FIXED
    if signs <= _SIGNS:
        return Held.SIGNS if signs & {"/", "\\"} else Held.SIGNS | Held.FOLDER
    held = Held(0) if signs & {"/", "\\"} else ONE_NAME
    for sign, without in (("&", Held.NO_AMP), ("|", Held.NO_PIPE), (">", Held.NO_REDIRECT)):
        held |= Held(0) if sign in signs else without
    return held


def held_where_missing(pattern: str) -> Held:
    """What is known of a text in which this regular expression finds nothing."""
    text = pattern.strip().removeprefix("(?i)")
    if len(text) > MOST_PATTERN:
        return Held(0)
    if re.fullmatch(r"\\\.(?:\\\.|\{2,?\})|\(?\\\.\\\.(?:[\[(|].*)?", text):
        return Held.NO_UP
    text = text.removesuffix("+")
    if not text.startswith("[") or not text.endswith("]"):
        return Held(0)
    denied = text.startswith("[^")
    found = class_signs(text, 2 if denied else 1)
    if found is None or found[1] != len(text):
        return Held(0)
    return held_of_signs(frozenset(found[0]) if denied else EVERY_SIGN - frozenset(found[0]))


def no_choice(text: str) -> bool:
    """Whether no `|` stands outside all brackets."""
    depth = 0
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth <= 0:
            return False
    return True


def free_signs(text: str) -> frozenset[str] | None:
    """The signs of which a match may be made freely; fixed words do not count; null where that may be any."""
    free: set[str] = set()
    index = 0
    while index < len(text):
        sign = text[index]
        if sign == "\\" and index + 1 < len(text):
            following = text[index + 1]
            if following in _CLASSES:
                free |= _CLASSES[following]
            elif following.isalnum() and following not in "bBQE":
                return None
            index += 2
        elif sign == "[":
            found = class_signs(text, index + 1)
            if found is None:
                return None
            signs, index = found
            free |= signs
        elif sign == "." or (text.startswith("(?", index) and not text.startswith("(?:", index)):
            return None
        elif (quantity := _QUANTITY.match(text, index)) is not None:
            index = quantity.end()
        else:
            index += 1
    return frozenset(free)


def class_signs(text: str, index: int) -> tuple[set[str], int] | None:
    """The signs of `[…]` and where it ends; null for one that names what is not allowed, or does not end."""
    if text.startswith("^", index):
        return None
    signs: set[str] = set()
    while index < len(text) and text[index] != "]":
        sign = text[index]
        if sign == "\\" and index + 1 < len(text):
            sign = text[index + 1]
            index += 1
            if sign in _CLASSES:
                signs |= _CLASSES[sign]
                index += 1
                continue
            if sign.isalnum():
                return None
        if index + 2 < len(text) and text[index + 1] == "-" and text[index + 2] not in "]\\":
            signs.update(chr(code) for code in range(ord(sign), min(ord(text[index + 2]), 0x250) + 1))
            index += 3
            continue
        signs.add(sign)
        index += 1
    return (signs, index + 1) if index < len(text) else None
