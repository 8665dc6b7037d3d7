"""The time that a clause gives for itself: `In 2018`, `last year`, `on Thursday`."""

from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Quoted

_LEADS = frozenset("in on last this next earlier late early since of the during by until previous past".split())


def moment(sentence: Sentence, verb: int, deed: tuple[int, int] | None = None) -> Quoted | None:
    """The words of time in the clause of a verb, those with a year before others; null where there are none.

    Times inside `deed`, the words for what somebody did, are those of the deed and are left out.
    """
    first, last = sentence.clause_start(verb), sentence.clause_end(verb)
    found: list[tuple[int, int]] = []
    place = first
    while place < last:
        if deed is not None and deed[0] <= place < deed[1]:
            place = deed[1]
            continue
        if not _is_time(sentence, place):
            place += 1
            continue
        end = place + 1
        while end < last and (
            _is_time(sentence, end) or sentence.words[end].text.isdigit() or sentence.words[end].text == ","
        ):
            if sentence.words[end].text == "," and not (end + 1 < last and _is_year(sentence, end + 1)):
                break
            end += 1
        start = place
        while start > first and (
            sentence.lower(start - 1) in _LEADS
            or (sentence.words[start - 1].text.isdigit() and len(sentence.words[start - 1].text) < 3)
        ):
            start -= 1
        found.append((start, end))
        place = end
    if not found:
        return None
    dated = [stretch for stretch in found if any(_is_year(sentence, here) for here in range(*stretch))]
    nearest = min(dated or found, key=lambda stretch: abs(stretch[0] - verb))
    return sentence.span(*nearest)


def _is_year(sentence: Sentence, place: int) -> bool:
    text = sentence.words[place].text
    return len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")


def _is_time(sentence: Sentence, place: int) -> bool:
    word = sentence.lower(place)
    if _is_year(sentence, place):
        return True
    if word in ("march", "may", "fall", "spring") and not sentence.words[place].capital:
        return False
    return word in lexicon().words["days"] and word not in ("time", "earlier", "later", "day", "days")
