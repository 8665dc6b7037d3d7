"""What conditions say of values where they hold: a value that passed one may no longer be what a client likes."""

import re

from msgspec import Struct
from msgspec.structs import replace

from indicia.detection.webshell.values.value import Held, Trail, Value

_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NUMERIC = _DIGITS | frozenset(" \t+-*/().,:%=")
"""Signs of which no text makes code: numbers, dates, terms."""
_SIGNS = _DIGITS | _LETTERS | frozenset("_-.,@:/\\+=~")
"""Signs that no command shell gives a meaning."""
_CLASSES = {"d": _DIGITS, "w": _DIGITS | _LETTERS | {"_"}, "s": frozenset(" \t")}
_QUANTITY = re.compile(r"[*+?]|\{\d{0,9},?\d{0,9}\}")
MOST_HELD = 200
"""Conditions that are kept in mind at one place."""
MOST_PATTERN = 400
"""Characters of a pattern that is looked at."""


class Known(Struct, frozen=True):
    """One value of which a condition says something."""

    source: str
    steps: tuple[tuple[int, str], ...]
    held: Held

    def covers(self, trail: Trail) -> bool:
        """Whether a value is this one, or was made of it."""
        return trail.source == self.source and trail.steps[: len(self.steps)] == self.steps


def known(trail: Trail, held: Held) -> Known:
    """What a condition says of a value on its way."""
    return Known(trail.source, trail.steps, held)


Says = tuple[frozenset[Known], frozenset[Known]]
"""What is known where a condition holds, and where it does not."""
NOT_KNOWN: Says = (frozenset(), frozenset())
RIGHTS = Known("", (), Held.RIGHTS)
"""That the visitor has rights of the application, which a condition asked for."""


class Bounds:
    """What is known at this place; a stack, for conditions stand in each other."""

    def __init__(self) -> None:
        self._held: list[Known] = []

    @property
    def mark(self) -> int:
        """How much is known here; `back` with it forgets what came after."""
        return len(self._held)

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
        for item in self._held:
            if item is RIGHTS or item.covers(trail):
                held |= item.held
        if Held.FIXED in held:
            return Value(path=value.path, target=value.target, place=value.place)
        if held & ~trail.held:
            made = replace(trail, held=trail.held | held)
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
    if not whole and "|" in text and not _in_brackets(text):
        return Held(0)
    free = _free_signs(text)
    if free is None:
        return Held(0)
    if free <= _NUMERIC:
        return Held.FIXED
    if free <= _SIGNS:
        return Held.SIGNS if free & {"/", "\\"} else Held.SIGNS | Held.FOLDER
    return Held(0)


def _in_brackets(text: str) -> bool:
    """Whether no `|` stands outside all brackets."""
    depth = 0
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth <= 0:
            return False
    return True


def _free_signs(text: str) -> frozenset[str] | None:
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
