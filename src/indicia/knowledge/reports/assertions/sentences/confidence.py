"""Words of confidence and likelihood in a stretch of a sentence, as the speaker put them."""

from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon


def confidence(
    sentence: Sentence, first: int, last: int, besides: tuple[tuple[int, int], ...] = ()
) -> tuple[int, int] | None:
    """The firmest phrase of confidence between two words; loose ones (`believed`) only where there is no other.

    A preposition before it is left out (`with high confidence` gives `high confidence`).  Stretches of `besides` are
    left out: they are of other statements.
    """
    loose = None
    place = max(first, 0)
    best: tuple[int, int] | None = None
    while place < min(last, len(sentence.words)):
        inside = next((stretch for stretch in besides if stretch[0] <= place < stretch[1]), None)
        if inside is not None:
            place = inside[1]
            continue
        found = _percent(sentence, place) or lexicon().confidence.at(sentence.words, place)
        if found is None:
            place += 1
            continue
        length, kind = found
        stretch = (place, place + length)
        if kind == "firm" and (best is None or length > best[1] - best[0]):
            best = stretch
        elif kind == "loose" and loose is None:
            loose = stretch
        place += length
    chosen = best or loose
    if chosen is None:
        return None
    start = chosen[0]
    while sentence.lower(start) in ("with", "a", "the") and start + 1 < chosen[1]:
        start += 1
    return start, chosen[1]


_BETWEEN = frozenset("that it was is also judged considered deemed they he she we".split())


def own_part(sentence: Sentence, place: int, first: int, last: int) -> tuple[int, int]:
    """The part of a stretch that the word at `place` stands in, where several judgements share one verb of speech:
    `it was almost certain that A …, and highly likely that B …`."""
    last = min(last, len(sentence.words))
    for here in range(max(first, 0), last):
        if sentence.lower(here) in ("and", "but", "while") and _judges(sentence, here + 1):
            if here <= place:
                first = here
            else:
                return first, here
    return first, last


def _judges(sentence: Sentence, here: int) -> bool:
    """Whether a judgement of its own begins: words of confidence, and `that` behind them."""
    for _ in range(5):
        found = lexicon().confidence.at(sentence.words, here)
        if found is not None and found[1] == "firm":
            return sentence.lower(here + found[0]) == "that"
        if sentence.lower(here) not in _BETWEEN:
            return False
        here += 1
    return False


def _percent(sentence: Sentence, place: int) -> tuple[int, str] | None:
    """`more than 90 percent certain`: how many words it has."""
    here = place
    while sentence.lower(here) in ("more", "than", "over", "at", "least", "about", "around"):
        here += 1
    if here >= len(sentence.words) or not sentence.words[here].text[:1].isdigit():
        return None
    unit = sentence.lowers(here + 1, here + 4)
    per = 2 if unit[:2] == ["per", "cent"] else 1 if unit[:1] in (["percent"], ["%"]) else 0
    sure = sentence.lower(here + 1 + per)
    return (here + 2 + per - place, "firm") if per and sure in ("certain", "sure", "confident") else None
