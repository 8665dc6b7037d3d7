"""Lines of text for a terminal or a pipe: aligned by the columns that characters take, never wider than asked.

A pipe gets plain text without trailing blanks; a terminal gets the same lines in colour.
"""

import sys
from collections.abc import Iterator

from msgspec import Struct
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from indicia.report.clean import clean
from indicia.report.terminal.carried import carry_everything

PIPED = 80
WIDEST = 100
_NARROWEST = 40
_LEAST = 12
"""Columns that the last cell of a row gets however narrow the terminal is."""


class Cell(Struct, frozen=True):
    """Text in a column.  It is cleaned here, so that no caller can forget it."""

    text: str
    width: int = 0
    """Columns; 0: what is left of the line."""
    style: str = ""
    most: int = 0
    """At most this many lines; 0: all."""


class Sheet:
    """Lines, filled from the top."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self._lines: list[list[tuple[str, str]]] = []

    def blank(self) -> None:
        """An empty line, never two in a row and never the first."""
        if self._lines and self._lines[-1]:
            self._lines.append([])

    def heading(self, title: str, right: str = "") -> None:
        """A title, with a note at the right edge."""
        self.blank()
        title, right = shorten(title, self.columns - 2), clean(right)
        pieces = [("  ", ""), (title, "bold")]
        room = self.columns - 2 - cell_len(title) - cell_len(right)
        if right and room >= 2:
            pieces += [(" " * room, ""), (right, "dim")]
        self._lines.append(pieces)

    def row(self, *cells: Cell, indent: int = 2) -> None:
        """Cells side by side, two blanks apart; each wraps in its own column."""
        widths = self._widths(cells, indent)
        columns = [_fit(cell, width) for cell, width in zip(cells, widths, strict=True)]
        for number in range(max(map(len, columns), default=0)):
            pieces = [(" " * indent, "")]
            pending = 0
            for cell, width, lines in zip(cells, widths, columns, strict=True):
                text = lines[number] if number < len(lines) else ""
                if text:
                    pieces += [(" " * pending, ""), (text, cell.style)]
                    pending = 0
                pending += width - cell_len(text) + 2
            self._lines.append(pieces)

    def block(self, text: str, indent: int = 2, style: str = "") -> None:
        """Text with its own line breaks; long lines are folded, blanks kept."""
        for line in text.split("\n"):
            for part in _fold(clean(line.removesuffix("\r")), self.columns - indent) or [""]:
                self._lines.append([(" " * indent, ""), (part, style)] if part else [])

    def whole(self, text: str, indent: int = 2, style: str = "") -> None:
        """One line however long it is, so that a key or a path can be copied; a terminal breaks it where it ends."""
        self._lines.append([(" " * indent, ""), (clean(text), style)])

    def _widths(self, cells: tuple[Cell, ...], indent: int) -> list[int]:
        fixed = sum(cell.width for cell in cells) + 2 * (len(cells) - 1) + indent
        return [cell.width or max(self.columns - fixed, _LEAST) for cell in cells]

    def plain(self) -> Iterator[str]:
        """The lines without colour and without trailing blanks."""
        for pieces in self._lines:
            yield "".join(text for text, _ in pieces).rstrip()

    def show(self) -> None:
        """Write to standard output."""
        if not sys.stdout.isatty():
            carry_everything(sys.stdout)
            sys.stdout.writelines(f"{line}\n" for line in self.plain())
            return
        console = Console(highlight=False, emoji=False, markup=False, soft_wrap=True)
        for pieces in self._lines:
            console.print(Text.assemble(*pieces))


def sheet() -> Sheet:
    """A sheet for standard output: 80 columns when nobody looks, at most 100 when somebody does."""
    if not sys.stdout.isatty():
        return Sheet(PIPED)
    return Sheet(max(min(Console().width, WIDEST), _NARROWEST))


def shorten(text: str, columns: int) -> str:
    """One line of at most `columns`; what is cut ends in an ellipsis."""
    text = clean(text, 8 * columns)
    if cell_len(text) <= columns:
        return text
    return _fold(text, columns - 1, at_separators=False)[0].rstrip() + "…"


def _fit(cell: Cell, width: int) -> list[str]:
    lines = wrap(cell.text, width)
    if cell.most and len(lines) > cell.most:
        lines = lines[: cell.most]
        lines[-1] = shorten(lines[-1], width - 1).removesuffix("…") + "…"
    return lines


def wrap(text: str, columns: int) -> list[str]:
    """Cleaned text in lines of at most `columns`, broken at blanks where that is possible."""
    lines: list[str] = []
    line, used = "", 0
    for word in clean(text).split(" "):
        size = cell_len(word)
        if line and used + 1 + size <= columns:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        if size <= columns:
            line, used = word, size
            continue
        *whole, line = _fold(word, columns)
        lines.extend(whole)
        used = cell_len(line)
    return [*lines, line] if line else lines


def _fold(text: str, columns: int, *, at_separators: bool = True) -> list[str]:
    """Pieces of at most `columns`, cut anywhere, in a path rather behind a separator."""
    if cell_len(text) <= columns:
        return [text] if text else []
    pieces: list[str] = []
    start, used, good = 0, 0, 0
    index = 0
    while index < len(text):
        size = cell_len(text[index])
        if used + size > columns and index > start:
            end = good if good - start > columns // 2 else index
            pieces.append(text[start:end])
            start = index = end
            used = 0
            continue
        used += size
        index += 1
        if at_separators and text[index - 1] in "\\/!":
            good = index
    pieces.append(text[start:])
    return pieces
