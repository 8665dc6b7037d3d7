"""Which line breaks of a running text end a thought, and which only wrap a line."""

import re
from collections.abc import Iterator

_BULLET = re.compile(r"[ \t]*(?:[•‣▪▫◦●○■□➢➤✓✔·∙*+–—-]|#{1,6}|>|\(?\d{1,2}[.)]|\(?[a-zA-Z][)]|\|)(?=[ \t]|$)")
"""What a list item, a heading of Markdown, a quotation or a row of a table begins with."""
_ENDS = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*[ \t]*\Z")
_CARRIES = re.compile(r"[a-z(\[&/,;]")
_UNFINISHED = re.compile(
    r"(?:,|\b(?:a|an|the|of|and|or|by|for|to|in|on|at|with|from|that|which|as|its|their|is|are|was|were|be|been|has|have"
    r"|had|will|not|than|into|this|these))[ \t]*\Z"
)
"""No heading, item or sentence ends like this."""
_LEAST_WRAP = 40
_MOST_WRAP = 160
"""In characters: text is wrapped at a width between the two; longer lines are whole paragraphs."""
_SLACK = 12
"""Letters of a page are not equally wide, so lines wrapped at one width differ by some characters."""
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each stretch in which only full stops end a sentence: paragraph, heading, item, row.

    Markers of items (`-`, `1.`, `#`) are left out.  A line break is taken for wrapping where the first word of the
    next line would not have fitted into the width of the paragraph's longest line.
    """
    paragraph: list[tuple[int, int]] = []
    start = 0
    fenced = False
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if _FENCE.match(line):
            yield from _paragraph(text, paragraph)
            paragraph = []
            fenced = not fenced
        elif not line.strip() or line.strip(" \t=-_*~|+:") == "":
            yield from _paragraph(text, paragraph)
            paragraph = []
        elif fenced or "\t" in line.strip() or line.lstrip().startswith("|"):
            # Lines of code and rows of tables stand for themselves.
            yield from _paragraph(text, paragraph)
            paragraph = []
            yield _trimmed(text, start, end)
        else:
            paragraph.append((start, end))
        start = end + 1
    yield from _paragraph(text, paragraph)


def _paragraph(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if not lines:
        return
    width = max(end - start for start, end in lines)
    first = lines[0][0]
    for (start, end), following in zip(lines, [*lines[1:], None], strict=True):
        if following is not None and not _breaks(text[start:end], text[following[0] : following[1]], width):
            continue
        yield _trimmed(text, first, end)
        if following is not None:
            first = following[0]


def _breaks(line: str, following: str, width: int) -> bool:
    """Whether the line break between two lines of a paragraph is meant."""
    if _BULLET.match(following):
        return True
    if line.lstrip().startswith("#"):
        return True
    opening = following.lstrip()
    if _CARRIES.match(opening) and not _ENDS.search(line):
        # Entries of a list are single words; prose is not.
        return " " not in line.strip() and " " not in opening.rstrip()
    if _UNFINISHED.search(line):
        return False
    if width > _MOST_WRAP or width < _LEAST_WRAP:
        return True
    word = opening.split(None, 1)[0]
    return len(line.rstrip()) + 1 + len(word) + _SLACK <= width


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if bullet := _BULLET.match(text, start, end):
        start = bullet.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
