"""Blocks whose beginning was lost: an end that nothing begins is indented like the line that began the block."""

from msgspec import Struct
from msgspec.structs import replace

from indicia.detection.webshell.parts.unclosed import MOST_CODE, TOKEN, width
from indicia.detection.webshell.tokens.languages import BASIC, Language, Part

_MOST_OPENED = 24
"""Blocks up to which that is done."""


class _Line(Struct, frozen=True):
    """One line of code that is not empty."""

    indent: int
    end: int
    """The place behind its last sign, without what is no code."""
    open: int
    """Round and square brackets that it opens and does not close."""


def opened(parts: list[Part]) -> list[Part]:
    """The parts with the beginnings of blocks put in where they were lost; the same where none were."""
    if sum(len(part.code) for part in parts) > MOST_CODE:
        return parts
    made = [
        part if part.language in BASIC or part.language is Language.PHP else replace(part, code=_opened(part.code))
        for part in parts
    ]
    return parts if all(one.code == other.code for one, other in zip(parts, made, strict=True)) else made


def _opened(code: str) -> str:
    lines = _lines(code)
    blocks: list[int] = []
    """How far the lines are indented on which the blocks that are open begin."""
    put: list[tuple[int, str]] = []
    row = 0
    first = True
    for found in TOKEN.finditer(code):
        kind, text = found.lastgroup, found[0]
        if kind == "line":
            row, first = row + 1, True
            continue
        if kind == "open" and text == "{":
            blocks.append(lines[row].indent if row < len(lines) else 0)
        elif kind == "close" and text == "}":
            indent = lines[row].indent if row < len(lines) else 0
            if first and (not blocks or blocks[-1] < indent) and len(put) < _MOST_OPENED:
                if (begun := _begins(lines, row, indent)) is not None:
                    put.append(begun)
            elif blocks:
                blocks.pop()
        first = False
    for at, sign in sorted(put, reverse=True):
        code = code[:at] + sign + code[at:]
    return code


def _lines(code: str) -> list[_Line]:
    lines: list[_Line] = []
    indent = width("\n" + code[: len(code) - len(code.lstrip(" \t"))])
    end = depth = 0
    for found in TOKEN.finditer(code):
        if found.lastgroup == "line":
            lines.append(_Line(indent, end, depth))
            indent, depth = width(found[0]), 0
            end = found.end()
            continue
        if found.lastgroup != "skip" or found[0][:1] in "\"'@$":
            end = found.end()
        if found[0] in {"(", "["}:
            depth += 1
        elif found[0] in {")", "]"}:
            depth -= 1
    return [*lines, _Line(indent, end, depth)]


def _begins(lines: list[_Line], row: int, indent: int) -> tuple[int, str] | None:
    """Where a block began that ends on this line, with what was lost there; null where no line is like that."""
    for index in range(row - 1, -1, -1):
        line = lines[index]
        if line.indent < indent:
            return None
        if line.indent == indent:
            deeper = index + 1 < row and lines[index + 1].indent > indent
            return (line.end, ")" * max(0, min(line.open, 8)) + " {") if deeper else None
    return None
