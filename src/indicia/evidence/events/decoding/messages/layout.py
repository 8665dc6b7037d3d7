"""One layout of a message: where its values stand, and which of them nobody can have forged.

A message is rigid where Windows alone makes the values: these lines follow each other, and nothing comes between.  What
others may choose (a command, a name sent over the network) can hold lines that look like those that follow.  So the
stretches between such values are looked for from the front and from the back; where both find the same place, there is
no other way to read the message, and where they do not, the values around it are left out.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from indicia.evidence.events.decoding.messages.swift import (
    FOREIGN,
    SKIPPED,
    Block,
    Swift,
    Token,
    behind_label,
    is_plain,
    written,
)

_FIELD = re.compile(r"\{([^{}~*+]+)([~*+]?)\}")
_LABELLED = re.compile(r"([^{}]+) (\{[^{}]+\})")
_OPEN, _PROSE = "...", "| "


class Found(Struct):
    """Values of a message."""

    data: dict[str, str]
    doubtful: bool = False
    """Whether others stand where somebody could have made them up."""


class Lines:
    """The lines of a message that are not blank."""

    def __init__(self, message: str) -> None:
        self.message = message
        self.is_plain = is_plain(message)
        """Whether `swift` may look at it."""
        self._labels: dict[int, tuple[str, int]] = {}

    @cached_property
    def whole(self) -> list[str]:
        """All lines."""
        return self.message.split("\n")

    @cached_property
    def told(self) -> list[int]:
        """Numbers of those that are not blank."""
        return [number for number, line in enumerate(self.whole) if line and not line.isspace()]

    def __len__(self) -> int:
        return len(self.told)

    def text(self, at: int) -> str:
        """A line without what ends it."""
        return self.whole[self.told[at]].removesuffix("\r")

    def label(self, at: int) -> tuple[str, int]:
        """What the line begins with, and where that ends; a colon is part of it, a tab ends it."""
        found = self._labels.get(at)
        if found is None:
            line = self.text(at)
            begin = len(line) - len(line.lstrip(" \t"))
            colon, tab = line.find(":", begin), line.find("\t", begin)
            end = min((place for place in (colon, tab) if place >= 0), default=len(line))
            mark = line[end : end + 1]
            found = line[begin:end].rstrip(" ") + (mark if mark == ":" else ""), end + len(mark)
            if "\r" in found[0]:
                found = "", 0
            self._labels[at] = found
        return found

    def fits(self, token: Token, at: int) -> bool:
        """Whether a line is the one that is meant."""
        if token.parts:
            return bool(_from_front(token.parts, self.text(at).strip()))
        if token.prose:
            return self.text(at).lstrip().startswith(token.text)
        label, end = self.label(at)
        return label == token.text and (token.label or not self.text(at)[end:].strip())

    def value(self, at: int) -> str:
        """What stands behind the label of a line."""
        return behind_label(self.text(at), self.label(at)[1])

    def until(self, at: int, end: int, token: Token) -> str:
        """A value that goes on up to the line `end`, or behind the last; without a label it begins in the next line."""
        begin = self.told[at] + (not token.label) if at >= 0 else 0
        at_end = end >= len(self.told)
        lines = self.whole[begin : None if at_end else self.told[end]]
        if token.label:
            lines[0] = behind_label(lines[0], self.label(at)[1])
        return written(lines, token.kind, token.blanks, at_end=at_end)


class Layout:
    """The lines of one version of an event."""

    def __init__(self, lines: Sequence[str], *, alone: bool = False) -> None:
        """`lines` as they stand in the table, blocks taken in; `alone`: where it fits, those before it do not count."""
        self.alone = alone
        self.lines = tuple(lines)
        tokens: list[Token] = []
        starts: list[int] = [0]
        blanks = 0
        self._open = False
        for line in map(str.strip, lines):
            if not line:
                blanks += 1
                continue
            if tokens and tokens[-1].kind:
                tokens[-1].blanks = blanks
            if line == _OPEN:
                self._open = True
                continue
            if (below := _FIELD.fullmatch(line)) is not None:
                if not tokens:
                    tokens.append(Token("", prose=True))
                tokens[-1].field, tokens[-1].kind = below[1], below[2]
            else:
                tokens.append(_token(line))
            if tokens[-1].kind:
                starts.append(len(tokens))
            blanks = 0
        ends = [*starts[1:], len(tokens)]
        self._blocks: list[Block] = [tuple(tokens[a:b]) for a, b in zip(starts, ends, strict=True) if a < b]
        self._from_nothing = bool(tokens) and tokens[0].prose and not tokens[0].text
        if self._from_nothing:
            self._blocks[0] = ()
        self._nothing = tokens[0]
        inside = any(token.parts for token in tokens)
        ends_open = self._open or (tokens[-1].kind in "*+" and bool(tokens[-1].kind))
        self._swift = None if inside or self._from_nothing else Swift(self._blocks, ends_open=ends_open)
        self.fields = frozenset(name for token in tokens for name in _names(token))

    def found(self, lines: Lines) -> Found | None:
        """The values of a message; null where it has another layout."""
        if self._swift is not None and lines.is_plain:
            data = self._swift.data(lines.message)
            if data is not None:
                return Found(data)
            if not self._swift.may_fit(lines.message):
                return None
        return self.exactly(lines)

    def exactly(self, lines: Lines) -> Found | None:
        """The same, line by line."""
        blocks = self._blocks
        told = self._placed(lines, blocks)
        if told is None and len(blocks) > 1 and blocks[-1][0].prose:
            # Some exporters leave the explanation out.
            first = blocks[-1][0]
            if not any(lines.fits(first, at) for at in range(len(lines))):
                blocks = blocks[:-1]
                told = self._placed(lines, blocks)
        if told is None:
            return None
        found = Found({})
        for number, (block, places) in enumerate(zip(blocks, told, strict=True)):
            following = told[number + 1] if number + 1 < len(told) else (len(lines), len(lines))
            self._take(found, lines, block, places, following)
        return found

    def _placed(self, lines: Lines, blocks: Sequence[Block]) -> list[tuple[int, int]] | None:
        """Of each block the first and the last place where it may begin."""
        count = len(lines)
        ends_open = self._open or bool(blocks[-1] and blocks[-1][-1].kind)
        firsts: list[int] = []
        at = 0
        for number, block in enumerate(blocks):
            last = number == len(blocks) - 1
            if number == 0:
                choices: Iterator[int] = iter((0,))
            elif last and not ends_open:
                choices = iter((count - len(block),) if count - len(block) >= at else ())
            else:
                choices = iter(range(at, count - len(block) + 1))
            begin = next((place for place in choices if _stands(lines, block, place)), -1)
            if begin < 0 or (last and not ends_open and begin + len(block) != count):
                return None
            firsts.append(begin)
            at = begin + len(block)
        lasts = list(firsts)
        stop = count
        for number in range(len(blocks) - 1, 0, -1):
            block = blocks[number]
            if number < len(blocks) - 1 or ends_open:
                choices = iter(range(stop - len(block), firsts[number], -1))
                lasts[number] = next((place for place in choices if _stands(lines, block, place)), firsts[number])
            stop = lasts[number]
        return list(zip(firsts, lasts, strict=True))

    def _take(
        self, found: Found, lines: Lines, block: Block, places: tuple[int, int], following: tuple[int, int]
    ) -> None:
        """Add the values of one block."""
        certain, ends = places[0] == places[1], following[0] == following[1]
        for offset, token in enumerate(block):
            at = places[0] + offset
            if token.parts and certain:
                _take_inside(found, token, lines.text(at).strip())
            elif token.parts:
                found.doubtful = True
            if not token.field or token.field == SKIPPED:
                continue
            if not certain or (token.kind and not ends):
                found.doubtful = True
            elif not token.kind:
                found.data[token.field] = lines.value(at)
            else:
                self._take_last(found, lines, token, at, following[0])
        if not block and ends:
            found.data[self._nothing.field] = lines.until(-1, following[0], self._nothing)
        elif not block:
            found.doubtful = True

    @staticmethod
    def _take_last(found: Found, lines: Lines, token: Token, at: int, end: int) -> None:
        """Add the value that a block ends with."""
        if token.kind == FOREIGN and end > at + 1:
            # Nobody's name has several lines; a layout of which one is not known might.
            found.doubtful = True
            return
        if token.kind == FOREIGN:
            found.data[token.field] = lines.value(at)
        else:
            found.data[token.field] = lines.until(at, end, token)


def _token(line: str) -> Token:
    if line.startswith(_PROSE):
        return Token(line.removeprefix(_PROSE), prose=True)
    labelled = _LABELLED.fullmatch(line)
    field = _FIELD.fullmatch(labelled[2]) if labelled else None
    if labelled and field and not _FIELD.search(labelled[1]):
        return Token(labelled[1], label=True, field=field[1], kind=field[2])
    if not _FIELD.search(line):
        return Token(line)
    # Text, name and mark in turn.
    return Token(line, parts=_FIELD.split(line)[::3])


def _names(token: Token) -> Iterator[str]:
    if token.parts:
        yield from (name for name, _ in _FIELD.findall(token.text) if name != SKIPPED)
    if token.field and token.field != SKIPPED:
        yield token.field


def _stands(lines: Lines, block: Block, place: int) -> bool:
    return place + len(block) <= len(lines) and all(
        lines.fits(token, place + offset) for offset, token in enumerate(block)
    )


def _from_front(parts: Sequence[str], line: str) -> list[int]:
    """Where each part of a sentence begins if it comes as early as it can; empty where they do not make the line."""
    end = len(line) - len(parts[-1])
    if not line.startswith(parts[0]) or not line.endswith(parts[-1]):
        return []
    places, at = [0], len(parts[0])
    for part in parts[1:-1]:
        place = line.find(part, at)
        if place < 0:
            return []
        places.append(place)
        at = place + len(part)
    return [*places, end] if at <= end else []


def _from_behind(parts: Sequence[str], line: str) -> list[int]:
    """The same if each comes as late as it can, of a line that they make."""
    places = [len(line) - len(parts[-1])]
    for part in parts[-2:0:-1]:
        places.append(line.rfind(part, 0, places[-1]))
    return [0, *reversed(places)]


def _take_inside(found: Found, token: Token, line: str) -> None:
    """Add the values inside a line."""
    early, late = _from_front(token.parts, line), _from_behind(token.parts, line)
    for number, (name, _) in enumerate(_FIELD.findall(token.text)):
        if name == SKIPPED:
            continue
        if early[number : number + 2] == late[number : number + 2]:
            found.data[name] = line[early[number] + len(token.parts[number]) : early[number + 1]]
        else:
            found.doubtful = True
