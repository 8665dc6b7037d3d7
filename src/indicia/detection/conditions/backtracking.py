r"""Regular expressions with look-around, back references, atomic groups: run by a backtracking engine, under guard.

No linear-time engine takes them.  What they may cost is bounded: the pattern is scanned first and its size estimated
(counted repetitions multiply, and the engine writes them out), an evaluation ends after `SECONDS`, values beyond
`LONGEST` characters are not put to it.  Where a bound ends an evaluation nothing is known: `Undecided`, never "no".

The scan also makes the expression mean what it means to the linear-time engine: `\w` `\d` `\s` `\b` are ASCII, `$`
without `m` is the end of the value.  What it does not know it refuses.
"""

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from indicia.detection.conditions.regex_literals import required_texts
from indicia.detection.conditions.wildcard import Matcher

if TYPE_CHECKING:
    import regex

SECONDS = 0.1
"""Processor time for one value."""
LONGEST = 100_000
"""Characters of a value."""
_LONGEST_PATTERN = 4_000
_LARGEST = 5_000
"""Single characters, classes and assertions once counted repetitions are written out."""
_DEEPEST = 50

_FLAGS = re.compile(r"\(\?([ims]+)\)")
_HEAD = re.compile(r"\?(?:[:=!>]|<[=!]|P?<[A-Za-z_]\w*>|[ims]*(?:-[ims]+)?:)", re.ASCII)
_NAMED = re.compile(r"\(\?P=([A-Za-z_]\w*)\)|\\k(?:<(\w+)>|\{(\w+)\}|'(\w+)')", re.ASCII)
_COUNT = re.compile(r"\{(\d{1,5})(?:(,)(\d{1,5})?)?\}")
_POSIX = re.compile(r"\[:\^?[a-z]+:\]")
_PLAIN = frozenset("AnrtfvaBZ")
"""Escapes with letters that mean the same to both engines."""
_CLASSES = {
    "w": "A-Za-z0-9_",
    "d": "0-9",
    "s": r"\t\n\f\r\x20",
    "W": r"\x00-/:-@\[-\^`{-\U0010ffff",
    "D": r"\x00-/:-\U0010ffff",
    "S": r"\x00-\x08\x0b\x0e-\x1f!-\U0010ffff",
}
_WORD, _NO_WORD = "[A-Za-z0-9_]", "[^A-Za-z0-9_]"
_BORDER = f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))"
_INSIDE = f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))"


class Undecided(Exception):
    """A guard ended an expression before it came out; nothing is known of the value."""


def expression(pattern: str) -> str:
    """The pattern in this engine's words.  Raises ValueError with the reason where it cannot be run under guard."""
    if len(pattern) > _LONGEST_PATTERN:
        raise ValueError(f"longer than {_LONGEST_PATTERN:,} characters")
    written = _Scan(pattern).written()
    _compiled(written)
    return written


@lru_cache(maxsize=1024)
def backtracking(written: str) -> Matcher:
    """Search for an `expression` anywhere in a text; the function raises Undecided where a guard ends it."""
    search = _compiled(written).search
    needed = tuple(tuple(text.lower() for text in group) for group in required_texts(written))

    def found(text: str) -> bool:
        if needed and text.isascii():
            low = text.lower()
            if not all(any(part in low for part in group) for group in needed):
                return False
        if len(text) > LONGEST:
            raise Undecided
        try:
            return search(text, timeout=SECONDS) is not None
        except (TimeoutError, MemoryError):
            raise Undecided from None

    return found


def _compiled(written: str) -> "regex.Pattern[str]":
    # Here, since few rules need it and every start would pay for it.
    import regex

    try:
        with warnings.catch_warnings():
            # The engine warns where it reads a pattern otherwise than other engines do.
            warnings.simplefilter("error")
            return regex.compile(written, regex.VERSION0, cache_pattern=False)
    except (regex.error, Warning, ValueError, OverflowError, RecursionError, IndexError, KeyError) as error:
        raise ValueError(" ".join(str(error).split())[:200]) from None


class _Scan:
    """One walk over a pattern: what is known is written down, its size summed."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._out: list[str] = []
        self._sizes = [0]
        self._last = 0
        """Size of the item just read; a repetition multiplies it."""

    def written(self) -> str:
        """Raises ValueError for what is not known, or too large."""
        flags = _FLAGS.match(self._pattern)
        if flags:
            self._out.append(flags[0])
            self._at = flags.end()
        self._end = "$" if flags and "m" in flags[1] else r"\Z"
        while self._at < len(self._pattern):
            self._step()
            if self._sizes[-1] + self._last > _LARGEST:
                raise ValueError("too large once its repetitions are written out")
        if len(self._sizes) > 1:
            raise ValueError("a parenthesis is not closed")
        return "".join(self._out)

    def _step(self) -> None:
        char = self._pattern[self._at]
        named = _NAMED.match(self._pattern, self._at)
        if named:
            name = next(filter(None, named.groups()))
            self._item(f"(?P={name})", named.end() - self._at)
        elif char == "\\":
            self._escape()
        elif char == "[":
            self._class()
        elif char == "(":
            self._open()
        elif char == ")":
            self._close()
        elif char in "*+?{":
            self._repeat(char)
        elif char == "|":
            self._sizes[-1] += self._last
            self._last = 0
            self._take(char, 1)
        else:
            self._item(self._end if char == "$" else char, 1)

    def _take(self, text: str, length: int) -> None:
        self._out.append(text)
        self._at += length

    def _item(self, text: str, length: int, size: int = 1) -> None:
        self._sizes[-1] += self._last
        self._last = size
        self._take(text, length)

    def _escape(self) -> None:
        char = self._pattern[self._at + 1 : self._at + 2]
        if char in _CLASSES:
            self._item(f"[{_CLASSES[char]}]", 2)
        elif char == "b":
            self._item(_BORDER, 2)
        elif char == "B":
            self._item(_INSIDE, 2)
        elif char == "z":
            self._item(r"\Z", 2)
        elif char.isdigit():
            digits = re.match(r"\d+", self._pattern[self._at + 1 :])
            assert digits is not None  # there is one at least
            if digits[0].startswith("0") or len(digits[0]) > 2:
                raise ValueError("an octal escape")
            self._item(f"\\{digits[0]}", 1 + len(digits[0]))
        else:
            text = self._character(char)
            self._item(text, len(text))

    def _character(self, char: str) -> str:
        """The escape of one character, as written."""
        start = self._at
        if char == "x":
            found = re.compile(r"\\x[0-9A-Fa-f]{2}").match(self._pattern, start)
            if found is None:
                raise ValueError(r"\x without two hex digits")
            return found[0]
        if char in _PLAIN and char:
            return f"\\{char}"
        if not char or (char.isascii() and char.isalnum()):
            raise ValueError(f"the escape \\{char} is not known beside look-around")
        return f"\\{char}"

    def _class(self) -> None:
        at = self._at + 1
        out = ["["]
        if self._pattern.startswith("^", at):
            out.append("^")
            at += 1
        first = True
        closed = False
        """Whether a dash cannot begin a range: after a class."""
        while True:
            if at >= len(self._pattern):
                raise ValueError("a bracket is not closed")
            char = self._pattern[at]
            posix = _POSIX.match(self._pattern, at)
            if char == "]" and not first:
                break
            after, closed = closed, False
            if posix:
                out.append(posix[0])
                at = posix.end()
                closed = True
            elif char == "\\":
                inside = self._pattern[at + 1 : at + 2]
                if inside in _CLASSES:
                    out.append(_CLASSES[inside])
                    at += 2
                    closed = True
                else:
                    self._at, begun = at, self._at
                    text = r"\x08" if inside == "b" else self._character(inside)
                    self._at = begun
                    out.append(text)
                    at += 2 if inside == "b" else len(text)
            else:
                plain = char not in "[]&~|-" or (char == "-" and not after and self._between(at))
                out.append(char if plain else f"\\{char}")
                at += 1
            first = False
        out.append("]")
        self._item("".join(out), at + 1 - self._at)

    def _between(self, at: int) -> bool:
        """Whether a dash in a class stands between the ends of a range."""
        return self._pattern[at - 1] not in "[^" and self._pattern[at + 1 : at + 2] != "]"

    def _open(self) -> None:
        if len(self._sizes) > _DEEPEST:
            raise ValueError("nested too deeply")
        head = ""
        if self._pattern.startswith(("?", "*"), self._at + 1):
            found = _HEAD.match(self._pattern, self._at + 1)
            if found is None:
                raise ValueError(f"the group ({self._pattern[self._at + 1 : self._at + 4]}… is not supported")
            head = found[0]
        self._sizes[-1] += self._last
        self._last = 0
        self._sizes.append(0)
        self._take(f"({head}", 1 + len(head))

    def _close(self) -> None:
        if len(self._sizes) == 1:
            raise ValueError("a parenthesis is closed that was not opened")
        size = self._sizes.pop() + self._last
        self._last = max(size, 1)
        self._take(")", 1)

    def _repeat(self, char: str) -> None:
        text = char
        if char == "{":
            count = _COUNT.match(self._pattern, self._at)
            if count is None:
                raise ValueError("a brace that is no repetition")
            text = count[0]
            self._last *= max(int(count[1]), int(count[3] or 0), 1)
        end = self._at + len(text)
        if self._pattern.startswith(("?", "+"), end):
            text += self._pattern[end]
        self._take(text, len(text))
