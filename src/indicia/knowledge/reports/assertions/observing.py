"""Technical findings without saying who: `have observed a new campaign`."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.draft import Draft
from indicia.knowledge.reports.assertions.lexicon import lexicon
from indicia.knowledge.reports.assertions.names import Sort
from indicia.knowledge.reports.assertions.sentence import Sentence
from indicia.model.reported import Stance

_SEEN = frozenset("tool tools malware exploitation samples sample implant implants backdoor backdoors infrastructure shells shell webshell webshells tactics techniques servers vulnerability vulnerabilities exploits variant variants loader indicators".split())
_CASUAL = frozenset("saw see seen found find".split())


def observed(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of observations by bodies, companies and their researchers."""
    terms = lexicon()
    inside = {place for group in sentence.groups for place in range(group.first, group.last)}
    for place, word in enumerate(sentence.words):
        if place in inside or not terms.is_verb(word.lower, "observe", "base", "s", "past", "pp", "ing"):
            continue
        rest = sentence.lowers(place + 1, min(place + 10, sentence.clause_end(place)))
        if rest[:1] == ["that"] or not set(rest) & (terms.nouns["activity"] | _SEEN) or rest[:1] == ["to"]:
            continue
        if word.lower in _CASUAL and not set(rest) & (_SEEN | terms.nouns["activity"]):
            continue
        subject = sentence.subject(place)
        if subject is None or subject.negative or subject.unreal or subject.passive or subject.future:
            continue
        if not all(group.speaks and not (group.sorts and group.sorts <= {Sort.PERSON}) for group in subject.groups):
            continue
        end = sentence.clause_end(place)
        while end > place + 1 and not sentence.words[end - 1].is_word:
            end -= 1
        yield Draft(
            stance=Stance.OBSERVES, speakers=subject.groups, verb=(place, place + 1), activity=(place + 1, end) if end > place + 1 else None
        )
