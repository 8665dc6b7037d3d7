"""A sentence as words with their places; a sentence longer than anybody writes is read in pieces."""

import re
from collections.abc import Iterator

from msgspec import Struct

from indicia.model.reported import Quoted

LONGEST = 1500
"""Characters of one piece.  Rules look back and forth inside a piece only, so work grows with the text."""

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S., U.K.
    r"|\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Lt|Col|Maj|Adm|Gov|Sgt|Prof)\.(?=\s)"
    r"|\b[A-Z]\.(?=\s[A-Z][a-z])"  # the initial of a name
    r"|['’]s\b|['’](?=\s)"  # possessive
    r"|n['’]t\b"
    r"|(?:[^\W_]|[&])+(?:[-‑./@_](?:[^\W_])+|['’](?!s\b)[^\W_]+)*"
    r"|--+"
    r"|[^\w\s]"
)


class Word(Struct, frozen=True):
    """A word or a mark."""

    start: int
    """In characters of the document."""
    end: int
    text: str
    lower: str
    """Lower case, without the points of `U.S.`, with plain apostrophes and hyphens."""

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def is_word(self) -> bool:
        """Whether it is no mark."""
        return self.text[:1].isalnum()


def words_of(text: str, start: int, end: int) -> list[Word]:
    """Words and marks between two places of a text."""
    found = []
    for match in _WORD.finditer(text, start, end):
        written = match.group()
        if (len(written) > 1 and not written.strip("-")) or (
            written == "-" and _alone(text, match.start(), match.end())
        ):
            written = "–"  # typed with the keyboard's hyphen it is the same dash
        plain = written.lower().replace("’", "'").replace("‑", "-")
        if plain.count(".") >= 2 and written[0].isupper() and len(plain.replace(".", "")) * 2 == len(plain):
            plain = plain.replace(".", "")
        found.append(Word(match.start(), match.end(), written, plain))
    return found


def _alone(text: str, start: int, end: int) -> bool:
    return start > 0 and text[start - 1].isspace() and text[end : end + 1].isspace()


def pieces(text: str, sentence: Quoted) -> Iterator[Quoted]:
    """The sentence, or its pieces of at most `LONGEST` characters, cut at white space where there is some."""
    if sentence.end - sentence.start <= LONGEST:
        yield sentence
        return
    start = sentence.start
    while start < sentence.end:
        end = min(start + LONGEST, sentence.end)
        if end < sentence.end:
            space = text.rfind(" ", start, end)
            end = space + 1 if space > start else end
        yield Quoted(start, end, text[start:end])
        start = end
