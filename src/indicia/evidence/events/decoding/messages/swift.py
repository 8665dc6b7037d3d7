"""The same as `layout` by one regular expression, for messages like nearly all: at a tenth of the cost.

It reads a message in which each value that others may choose has one line, or ends before the first lines that may
follow; that nobody made these lines up is seen from how often their labels are there.  Where they are there more often
than the layout has them, and where anything else is unusual, nothing is said, and `layout` decides.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

_LINE_END = r"\r?\n"
_BLANK = r"(?>(?:[ \t]*\r?\n)*)"
_VALUE = r"(?>[ \t]*\t|[ ]*)([^\r\n]*)"
_GOES_ON = r"([^\n]*(?:\n[^\n]*)*?)\n"
_ODD = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|\r(?!\n)|\r\Z")
"""What counts as blank or as a line end elsewhere and not here."""
_ODD_ASCII = "\x0b\x0c\x1c\x1d\x1e\x1f"
_BEFORE_VALUE = re.compile(r"[ \t]*\t|[ ]*")
LINE, FOREIGN, FREE, LISTED = "", "~", "*", "+"
"""How a field is marked in the table; see there."""
SKIPPED = "-"


class Token(Struct):
    """A line that is told by how it begins."""

    text: str
    label: bool = False
    """Whether a value may follow in the line."""
    prose: bool = False
    field: str = ""
    kind: str = LINE
    blanks: int = 0
    """Blank lines between the value and what follows."""
    parts: Sequence[str] = ()
    """Of a line with values inside what stands around them."""


Block = tuple[Token, ...]
"""Lines that follow each other."""


def is_plain(message: str) -> bool:
    """Whether a message has nothing in it that would be read in another way here than elsewhere."""
    if not message.isascii():
        return _ODD.search(message) is None
    return message.count("\r") == message.count("\r\n") and not any(map(message.__contains__, _ODD_ASCII))


def written(lines: list[str], kind: str, blanks: int, *, at_end: bool) -> str:
    """A value of several lines without what the message itself puts behind it."""
    while not at_end and blanks and len(lines) > 1 and not lines[-1].strip():
        lines.pop()
        blanks -= 1
    text = "\n".join(lines).removesuffix("\r")
    text = text.rstrip("\r\n") if at_end else text
    return text.lstrip(" \t") if kind == LISTED else text


def behind_label(line: str, at: int) -> str:
    """What stands in a line behind what the message itself puts in front of a value."""
    found = _BEFORE_VALUE.match(line, at)
    return line[found.end() if found else at :]


class Swift:
    """A layout as regular expressions."""

    def __init__(self, blocks: Sequence[Block], *, ends_open: bool) -> None:
        """`blocks`: none empty and without lines that have values inside."""
        tokens = [token for block in blocks for token in block]
        self._tokens = [token for token in tokens if token.field]
        self._all = tokens
        self._blocks = blocks
        self._ends_open = ends_open
        firsts = {id(block[0]) for block in blocks[1:]}
        self._counted = [
            (number - 1, token.text, 1 + sum(other.text.count(token.text) for other in tokens[at + 1 :]))
            for number, at, token in _numbered(tokens)
            if id(token) in firsts
        ]
        """Of each block but the first: the value before it, how it begins, and how often that is there from then on."""

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(_BLANK + _pattern(self._all, ends_open=self._ends_open))

    @cached_property
    def _needed(self) -> list[re.Pattern[str]]:
        """The blocks one by one, but for an explanation, which may be missing."""
        patterns = [
            _pattern(block[:-1], ends_open=True) + _line(block[-1]) for block in self._blocks if not block[0].prose
        ]
        return [re.compile(_BLANK + patterns[0]), *(re.compile("^" + each, re.MULTILINE) for each in patterns[1:])]

    def data(self, message: str) -> dict[str, str] | None:
        """The values; null where this does not decide."""
        found = self._whole.match(message)
        if found is None:
            return None
        for number, text, count in self._counted:
            if message.count(text, found.start(number + 1)) != count:
                return None
        data: dict[str, str] = {}
        for token, value in zip(self._tokens, found.groups(), strict=True):
            if token.field == SKIPPED:
                continue
            if token.kind in (LINE, FOREIGN):
                data[token.field] = value
            else:
                lines = value.split("\n")
                if token.label:
                    lines[0] = behind_label(lines[0], 0)
                at_end = found.end() == len(message) and token is self._tokens[-1]
                data[token.field] = written(lines, token.kind, token.blanks, at_end=at_end)
        return data

    def may_fit(self, message: str) -> bool:
        """Whether the lines that follow each other in this layout do so somewhere; else it does not fit."""
        return self._needed[0].match(message) is not None and all(block.search(message) for block in self._needed[1:])


def _numbered(tokens: Sequence[Token]) -> list[tuple[int, int, Token]]:
    """Of each token how many have values before it, and its own number."""
    fields, found = 0, []
    for at, token in enumerate(tokens):
        found.append((fields, at, token))
        fields += bool(token.field)
    return found


def _line(token: Token) -> str:
    """How a line begins, up to the value; what has none is whole."""
    if token.prose:
        return rf"[ \t]*{re.escape(token.text)}[^\n]*"
    text = token.text.removesuffix(":")
    mark = ":" if text != token.text else r"(?:\t|(?=\r?(?:\n|\Z)))"
    return rf"[ \t]*{re.escape(text)} *{mark}" + ("" if token.label else r"[ \t]*")


def _pattern(tokens: Sequence[Token], *, ends_open: bool) -> str:
    parts: list[str] = []
    opened = 0
    for number, token in enumerate(tokens):
        parts.append(_line(token))
        last = number == len(tokens) - 1
        end = rf"(?:{_LINE_END}|\Z)" if last else _LINE_END
        if token.kind not in (FREE, LISTED):
            parts.append((_VALUE if token.field else "") + end + _BLANK)
            continue
        if not token.label:
            parts.append(end)
        if last:
            parts.append(r"([\s\S]*)")
        else:
            # What was found is kept: the first place is the one that counts.
            parts.append("(?>" + _GOES_ON)
            opened += 1
    if not ends_open:
        parts.append(r"[ \t\r\n]*\Z")
    return "".join(parts) + ")" * opened
