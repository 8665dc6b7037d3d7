"""Sentences of a report, each with its exact place."""

import re
from collections.abc import Iterator

from indicia.knowledge.reports.abbreviations import carries_on
from indicia.knowledge.reports.blocks import blocks
from indicia.model.reported import Quoted

MOST_CHARACTERS = 2000
"""Longer stretches without an end are cut at a space: nothing that people say is longer."""
_STOP = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*(?:\[\d{1,3}\])*[¹²³⁰-⁹]*(?=\s))|[。！？][」』”）]*")
_NEXT = re.compile(r"\s+(?P<word>\S{1,80})")
_WORD_BEFORE = re.compile(r"\S{1,60}\Z")
_CODE = re.compile(r"\w[.\\/_]\w|[a-z][A-Z]")
"""A program, a path or a name such as iPhone may begin a sentence in lower case."""
_ANSWERS = re.compile(r"\s+(?:[A-Z][\w'’-]+\s+){1,3}(?:said|says|asked|wrote|told|added|tweeted)\b")


def sentences(text: str) -> tuple[Quoted, ...]:
    """The sentences of a text in order, headings, list items and rows of tables as one each.

    None overlap; between them stand only white space and markers of lists.  Full stops of abbreviations, initials,
    versions, addresses and defanged indicators end nothing.
    """
    return tuple(
        Quoted(start=start, end=end, words=text[start:end])
        for block_start, block_end in blocks(text)
        for start, end in _sentences(text, block_start, block_end)
    )


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for stop in _STOP.finditer(text, start, end):
        if stop.start() < first or not _ends(text, stop, first, end):
            continue
        yield from _cut(text, first, stop.end())
        first = stop.end()
        while first < end and text[first].isspace():
            first += 1
    if first < end:
        yield from _cut(text, first, end)


def _ends(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    mark = stop.group()
    if mark[0] in "。！？":
        return True
    following = _NEXT.match(text, stop.end(), end)
    if following is None:
        return True
    word = following.group("word")
    letter = word.lstrip("\"'“‘«([*_")[:1]
    if not letter or letter in ".,;:)]}%&=":
        return False
    before = _WORD_BEFORE.search(text, max(start, stop.start() - 60), stop.start())
    previous = before.group() if before else ""
    if mark.startswith(".") and not mark.startswith(".."):
        if not previous or previous.endswith(("[", "(", "{", "\\")):
            # A full stop with nothing before it, or a defanged one.
            return False
        if mark == "." and carries_on(previous, word):
            return False
    if letter.islower():
        return bool(_CODE.search(word))
    if mark.startswith(("!", "?")):
        # A question or a call inside a sentence: '"Who was it?" Smith asked.'
        return not (mark[-1:] in "\"”’'»" and _ANSWERS.match(text, stop.end(), end))
    return True


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MOST_CHARACTERS:
        space = text.rfind(" ", start + 1, start + MOST_CHARACTERS)
        at = space if space > 0 else start + MOST_CHARACTERS
        yield start, at
        start = at
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
