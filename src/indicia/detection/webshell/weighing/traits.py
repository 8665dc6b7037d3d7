"""What stands in the code of a page by itself, whatever flows through it: commands, secrets, what shows the machine."""

import re

from msgspec import Struct

from indicia.detection.webshell.tokens.languages import BASIC, CLASSIC, Part
from indicia.detection.webshell.values.value import shortened

MOST_CODE = 60_000
"""Characters of code up to which a page is looked through."""
_COMMENT_BASIC = re.compile(r"\"(?:[^\"\n]|\"\")*+\"?|'[^\n]*|\brem\b[^\n]*", re.IGNORECASE)
_INCLUDES = re.compile(r"<!--\s{0,9}#include[^>]{0,300}>|<%@\s{0,9}(?:master|page)[^>]{0,600}>", re.IGNORECASE)
_COMMENT_CLIKE = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?|//[^\n]*|/\*(?s:.)*?(?:\*/|\Z)")


class Place(Struct, frozen=True):
    """Where a trait stands."""

    line: int
    code: str


class Trait(Struct, frozen=True):
    """One thing that stands in code."""

    name: str
    """In words, as the finding tells it."""
    pattern: re.Pattern[str]
    words: tuple[str, ...]
    """Of these, in lower case, one stands wherever the pattern does; they are looked for first."""


def trait(name: str, pattern: str, *words: str) -> Trait:
    """A trait of this name; letters of the pattern stand for capitals too."""
    return Trait(name, re.compile(pattern, re.IGNORECASE), words)


class Looked:
    """The code of a page without its comments, in which traits are looked for; each at most once."""

    def __init__(self, parts: list[Part]) -> None:
        """Of a part with more than `MOST_CODE` characters the beginning is looked at."""
        self._codes = [_plain(part, part.code[:MOST_CODE]) for part in parts]
        self._lowered = "\n".join(self._codes).lower()
        self.classic = all(part.language in CLASSIC for part in parts)
        """Whether it is a page of classic ASP."""

    def signs(self, text: str) -> str:
        """What may say that the page asks who its visitor is or what it is given: its code, and what it includes.

        The text around the code says nothing of that.
        """
        return "\n".join([*self._codes, *_INCLUDES.findall(text)])

    def find(self, asked: Trait) -> Place | None:
        """The first place of a trait; null where it is not there."""
        if not any(word in self._lowered for word in asked.words):
            return None
        for code in self._codes:
            found = asked.pattern.search(code)
            if found is not None:
                start = code.rfind("\n", 0, found.start()) + 1
                stop = code.find("\n", found.end())
                line = code[max(start, found.start() - 40) : stop if stop >= 0 else len(code)]
                return Place(code.count("\n", 0, found.start()) + 1, shortened(line.strip(" \t:;")))
        return None

    @property
    def code(self) -> str:
        """All of it."""
        return "\n".join(self._codes)

    def count(self, asked: Trait) -> int:
        """How often it stands there."""
        return sum(len(asked.pattern.findall(code)) for code in self._codes)

    def all_of(self, asked: tuple[Trait, ...]) -> dict[str, Place]:
        """Those traits that are there, by their names."""
        return {one.name: place for one in asked if (place := self.find(one)) is not None}


def _plain(part: Part, code: str) -> str:
    """The code with its comments gone; line ends stay."""
    basic = part.language in BASIC
    marks = '"' if basic else "\"'"

    def kept(found: re.Match[str]) -> str:
        return found[0] if found[0][0] in marks else "\n" * found[0].count("\n")

    return (_COMMENT_BASIC if basic else _COMMENT_CLIKE).sub(kept, code)
