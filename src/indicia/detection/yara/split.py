"""A YARA source cut into its imports, includes and rules, so that one bad rule does not take its file with it.

Only what bounds a rule is understood: comments, texts, regular expressions and braces.  Whether a rule means anything
is for the compiler to say.  `/` never divides in YARA (that is `\\`), so it begins a comment or a regular expression.
"""

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

MOST_BROKEN = 100
"""Broken pieces told apart in one file; what is behind them is one more."""

_GAP = r"(?:\s++|//[^\n]*+|/\*(?s:.)*?\*/)"
# Atomic groups, not `*+`: before Python 3.11.5 a possessive loop whose last round fails half-way goes on from there.
_GAPS = rf"(?>{_GAP}*)"
_SPACE = re.compile(_GAPS)
_DIRECTIVE = re.compile(rf'(import|include){_GAPS}"((?:[^"\\\n]|\\[^\n])*+)"')
_HEADER = re.compile(
    rf"((?>(?:(?:global|private)(?>{_GAP}+))*))rule(?>{_GAP}+)(\w++){_GAPS}(?::((?>(?:{_GAP}|\w)*)))?\{{", re.ASCII
)
_TOKEN = re.compile(r'"""(?s:.)*?"""|"(?:[^"\\\n]|\\[^\n])*+"|//[^\n]*+|/\*(?s:.)*?\*/|/(?:[^/\\\n]|\\[^\n])++/|[{}"/]')
_RESTART = re.compile(r"^[ \t]*(?:(?:(?:global|private)\s+)*rule\s+\w|(?:import|include)\s*\")", re.MULTILINE)
_NAMED = re.compile(r"rule\s+(\w+)", re.ASCII)
_COMMENTS = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


class Piece(Struct, frozen=True):
    """One stretch of a source."""

    kind: Literal["rule", "import", "include", "broken"]
    name: str
    """Name of the rule, module or file; of a broken stretch the rule it seems to be, else empty."""
    text: str
    line: int
    """First line, counted from 1."""
    is_global: bool = False


def split(source: str) -> Iterator[Piece]:
    """The pieces in order; comments between them are left out.

    A stretch that is none of these goes, as broken, to the next line that begins a rule or a directive.
    """
    position, line, counted, broken = 0, 1, 0, 0
    while True:
        position = _end(_SPACE, source, position)
        if position >= len(source):
            return
        line += source.count("\n", counted, position)
        counted = position
        piece = _directive(source, position, line) or _rule(source, position, line)
        if piece is None:
            broken += 1
            piece = _broken(source, position, line, last=broken > MOST_BROKEN)
        yield piece
        position += len(piece.text)


def _end(pattern: re.Pattern[str], source: str, position: int) -> int:
    found = pattern.match(source, position)
    return found.end() if found else position


def _directive(source: str, position: int, line: int) -> Piece | None:
    found = _DIRECTIVE.match(source, position)
    if found is None:
        return None
    return Piece("import" if found[1] == "import" else "include", found[2], found[0], line)


def _rule(source: str, position: int, line: int) -> Piece | None:
    header = _HEADER.match(source, position)
    if header is None:
        return None
    depth = 1
    for token in _TOKEN.finditer(source, header.end()):
        match token[0]:
            case "{":
                depth += 1
            case "}":
                depth -= 1
                if depth == 0:
                    is_global = "global" in _COMMENTS.sub(" ", header[1]).split()
                    return Piece("rule", header[2], source[position : token.end()], line, is_global)
            case '"' | "/":
                return None
    return None


def _broken(source: str, position: int, line: int, *, last: bool) -> Piece:
    restart = None if last else _RESTART.search(source, source.find("\n", position) + 1 or len(source))
    text = source[position : restart.start() if restart else len(source)]
    named = _NAMED.search(text[:500])
    return Piece("broken", named[1] if named else "", text, line)
