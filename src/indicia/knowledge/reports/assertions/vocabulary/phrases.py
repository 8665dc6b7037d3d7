"""Phrases of several words, found longest first at a word."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from indicia.knowledge.reports.assertions.vocabulary.words import Word, words_of

Value = TypeVar("Value")


class Phrases(Generic[Value]):
    """Phrases, each with a value; compared in lower case, and with capitals where asked."""

    def __init__(self, entries: Iterable[tuple[str, Value]], *, capitals: bool = False) -> None:
        self._capitals = capitals
        self._known: dict[tuple[str, ...], Value] = {}
        self._longest: dict[str, int] = {}
        for phrase, value in entries:
            key = tuple(self._form(word) for word in words_of(phrase, 0, len(phrase)))
            self._known[key] = value
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def at(self, words: Sequence[Word], place: int) -> tuple[int, Value] | None:
        """How many words the longest phrase at a place has, and its value; null where there is none."""
        longest = self._longest.get(self._form(words[place]))
        if longest is None:
            return None
        forms = tuple(self._form(word) for word in words[place : place + longest])
        for length in range(len(forms), 0, -1):
            value = self._known.get(forms[:length])
            if value is not None:
                return length, value
        return None

    def _form(self, word: Word) -> str:
        if not self._capitals:
            return word.lower
        return word.lower.upper() if word.text.count(".") > 1 else word.text.replace("’", "'")
