"""Lines on which a quotation mark was lost, so that text is taken for code and code for text."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from indicia.detection.webshell.tokens.languages import BASIC, Language, Part

MOST_CODE = 60_000
"""Characters of a page up to which it is read another way."""
_MOST_LINE = 2_000
"""Characters of a line."""
_MOST_LINES = 12
"""Torn lines up to which that is done: a page with more is no code of this language."""
_BASIC = re.compile(r"\"(?:[^\"\n]|\"\")*+\"|'[^\n]*|(?P<lone>\")")
_CLIKE = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.){0,6}+'|//[^\n]*"
    # A pattern, which may hold one quotation mark or three.
    r"|(?<=[(,=:!&|?])\s?/(?![/*])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,100}+\]){1,200}+/"
    r"|(?P<lone>\")"
)
_MARK = re.compile(r"(?<!\\)\"")
_CODE_IN_TEXT = re.compile(r"^\s*[,)&+;\]]|[(&+,\[]\s*$|^\s*\)|\)\s*(?:then|\{)", re.IGNORECASE)
"""How a text begins or ends that is code between two texts."""


def readings(parts: list[Part]) -> Iterator[list[Part]]:
    """The parts with one quotation mark less on each torn line, chosen in at most two ways; none where none is torn."""
    if sum(len(part.code) for part in parts) > MOST_CODE:
        return
    seen: set[str] = set()
    for last in (False, True):
        made = [replace(part, code=_mended(part, last)) for part in parts]
        key = "\f".join(part.code for part in made)
        if key not in seen and any(one.code != other.code for one, other in zip(parts, made, strict=True)):
            seen.add(key)
            yield made


def _mended(part: Part, last: bool) -> str:
    if part.language is Language.PHP or '@"' in part.code or '"""' in part.code.replace('""""', ""):
        # Texts of several lines.
        return part.code
    pattern = _BASIC if part.language in BASIC else _CLIKE
    lines = part.code.split("\n")
    torn = [index for index, line in enumerate(lines) if line.count('"') % 2 and _is_torn(pattern, line)]
    if len(torn) > _MOST_LINES:
        return part.code
    for index in torn:
        lines[index] = _without(lines[index], last)
    return "\n".join(lines)


def _is_torn(pattern: re.Pattern[str], line: str) -> bool:
    return len(line) <= _MOST_LINE and any(found["lone"] for found in pattern.finditer(line))


def _without(line: str, last: bool) -> str:
    """The line without the quotation mark whose other half was lost: what then are texts looks least like code."""
    marks = [found.start() for found in _MARK.finditer(line)][:41]
    best: tuple[int, int] | None = None
    chosen = line
    for turn, at in enumerate(marks[::2]):
        made = line[:at] + " " + line[at + 1 :]
        texts = _MARK.split(made)[1::2]
        worth = sum(_CODE_IN_TEXT.search(text) is not None for text in texts), -turn if last else turn
        if best is None or worth < best:
            best, chosen = worth, made
    return chosen
