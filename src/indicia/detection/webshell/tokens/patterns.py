"""Patterns that are made of lists of words, so that a list is read and lengthened without a look at the pattern."""

import re
from collections.abc import Iterable


def any_of(*lists: Iterable[str]) -> re.Pattern[str]:
    """What finds any of the entries of these lists, in upper or lower case; an entry may be a pattern itself."""
    return re.compile("|".join(entry for entries in lists for entry in entries), re.IGNORECASE)


def one_of(words: Iterable[str]) -> str:
    """The part of a pattern that stands for one of these words."""
    return f"(?:{'|'.join(words)})"
