"""Words of likelihood and of confidence in a sentence: which are there, and how much they claim."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from indicia.knowledge.actors.likelihood import LikelihoodScale, scales

# Beside the words of the scales; what a scale lists under a name of its own is not repeated here.
_BEYOND = (
    "certainly|is certain|are certain|it is a certainty|beyond (?:any |reasonable )?doubt|without (?:any |a )?doubt|"
    "undoubtedly|doubtless|unquestionably|definitely|definitively|conclusively|proven|proved|proves|incontrovertibly"
)
_WEAK = "may|might|could|possibly|perhaps|conceivably|apparently|seems?|suspected|cannot be (?:said|told)|not known"
_ALIKE = {
    "very likely": ("highly likely", "very probable", "very probably", "highly probable", "highly probably"),
    "likely": ("probable", "probably"),
    "very unlikely": ("highly unlikely", "very improbable", "highly improbable"),
    "unlikely": ("improbable", "improbably"),
    "almost certain": ("almost certainly", "nearly certain", "nearly certainly", "virtually certain"),
    "almost no chance": ("remote chance",),
    "roughly even chance": ("roughly even odds", "realistic possibility", "realistic probability", "even chance"),
}
_NOT = re.compile(r"(?:\b(?:not|never|no|nothing|hardly|cannot be)|n[’']t)\s+(?:\w+\s+)?\Z", re.IGNORECASE)
_CONFIDENCE = re.compile(r"\bconfiden(?:ce|t|tly)\b", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"")
_END = re.compile(r"(?<=[.!?])[”\"’)]*\s+(?=[A-ZÀ-Þ„“\"])")
_CERTAIN = 100


class Expression(Struct, frozen=True, kw_only=True):
    """Words of likelihood."""

    words: str
    low: int
    """Per cent, at least."""
    high: int


def expressions(text: str, scale: str = "") -> tuple[Expression, ...]:
    """Words of likelihood in a text, in order.

    A word means what the named scale says, or, where that does not know it, the first scale that does.  A negated word
    of certainty claims nothing.  `likely` in `unlikely`, `certain` in `certain servers` are none.
    """
    return tuple(_expressions(text, scale))


def speaks_of_confidence(text: str) -> bool:
    """Whether it tells how good the basis of a judgement is; what is confidential does not."""
    return _CONFIDENCE.search(text) is not None


def hedged(text: str) -> bool:
    """Whether a word of doubt is in it that is on no scale."""
    return re.search(rf"\b(?:{_WEAK})\b", text, re.IGNORECASE) is not None


def own_words(text: str, others: Iterable[str]) -> str:
    """Without quotations of what others really said: how sure they are is theirs.

    A quotation that stands in none of `others` is the author's own, whatever marks are around it.
    """
    known = [_bare(one) for one in others]

    def kept(found: re.Match[str]) -> str:
        inside = _bare(found.group())
        return "“…”" if inside and any(inside in one for one in known) else found.group()

    return _QUOTED.sub(kept, text)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; cut only where one ends and another begins with a capital."""
    return tuple(one for one in _END.split(text.strip()) if one)


def band(word: str, scale: str) -> tuple[int, int] | None:
    """What a word stands for in a scale, in per cent; null where the scale does not know it."""
    return _bands(scale).get(" ".join(word.lower().split()))


def _bare(text: str) -> str:
    """Letters and digits alone, so that marks and line breaks make no difference."""
    return "".join(one for one in text.lower() if one.isalnum())


def _expressions(text: str, scale: str) -> Iterator[Expression]:
    for found in _pattern().finditer(text):
        words = " ".join(found.group().lower().split())
        negated = _NOT.search(text[: found.start()]) is not None
        if found.lastgroup == "beyond":
            if not negated:
                yield Expression(words=words, low=_CERTAIN, high=_CERTAIN)
            continue
        bounds = band(words, scale) or next(held for one in scales() if (held := _bands(one.id).get(words)) is not None)
        low, high = (100 - bounds[1], 100 - bounds[0]) if negated else bounds
        yield Expression(words=f"not {words}" if negated else words, low=low, high=high)


@cache
def _pattern() -> re.Pattern[str]:
    words = {word for one in scales() for word in _bands(one.id)}
    # The longest first: `very likely` is not `likely`.
    ordered = "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:(?P<scaled>{ordered})|(?P<beyond>{_BEYOND}))\b", re.IGNORECASE)


@cache
def _bands(scale: str) -> dict[str, tuple[int, int]]:
    held = next((one for one in scales() if one.id == scale), None)
    return _with_alike(held) if held is not None else {}


def _with_alike(scale: LikelihoodScale) -> dict[str, tuple[int, int]]:
    found = {one.word.lower(): (one.low, one.high) for one in scale.bands}
    for word, others in _ALIKE.items():
        group = (word, *others)
        held = next((found[one] for one in group if one in found), None)
        if held is not None:
            for one in group:
                found.setdefault(one, held)
    return found
