"""Words of confidence and likelihood in a stretch of a sentence, as the speaker put them."""

from indicia.knowledge.reports.assertions.lexicon import lexicon
from indicia.knowledge.reports.assertions.sentence import Sentence


def confidence(sentence: Sentence, first: int, last: int) -> tuple[int, int] | None:
    """The firmest phrase of confidence between two words; loose ones (`believed`) only where there is no other.

    A preposition before it is left out (`with high confidence` gives `high confidence`).
    """
    loose = None
    place = max(first, 0)
    best: tuple[int, int] | None = None
    while place < min(last, len(sentence.words)):
        found = lexicon().confidence.at(sentence.words, place)
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
