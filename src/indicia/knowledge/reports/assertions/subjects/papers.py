"""Documents that speak for who wrote them: `A statement by A and B`, `A White House statement`, `An FBI advisory`."""

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.vocabulary.names import Sort, name_at

PAPERS = frozenset(
    "statement statements declaration report advisory communiqué communique bulletin assessment analysis dossier "
    "letter indictment complaint release notice alert blog post paper study review briefing attribution announcement "
    "memo tweet readout programme program".split()
)
_BY = frozenset("by from of".split())
_KINDS = frozenset(
    "joint public new recent official written annual short separate similar second first later unusual blunt press "
    "intelligence technical security cyber cybersecurity threat government federal news detailed strongly-worded "
    "criminal unsealed declassified".split()
)
_WIDEST = 4
"""Words between the author and the noun at most."""


def behind_paper(sentence: Sentence, group: Group) -> bool:
    """Whether a group is the first author in `a statement by A and B`."""
    return sentence.lower(group.first - 1) in _BY and sentence.lower(group.first - 2) in PAPERS


def of_court(sentence: Sentence, noun: int) -> Group | None:
    """`Court documents`, `The indictment`: what a court was given speaks for itself; null for other papers."""
    word, before = sentence.lower(noun), sentence.lower(noun - 1)
    court = word in ("documents", "papers", "filings", "records") and before in ("court", "charging")
    paper = word in ("indictment", "complaint", "affidavit") and before in ("the", "an", "a", "this")
    if not (court or paper):
        return None
    return Group(first=noun - 1, last=noun + 1, head=word, speaks=True, plural=court)


def author(sentence: Sentence, noun: int) -> Group | None:
    """Who is named before the noun of a document (`Norway's statement`, `a Dutch report`); null where nobody is."""
    for here in range(noun, max(0, noun - _WIDEST), -1):
        group = sentence.ends.get(here)
        if group is not None:
            return group if group.speaks or group.possessive else _bare(sentence, here)
        bare = _bare(sentence, here)
        if bare is not None:
            return bare
        if sentence.lower(here - 1) not in _KINDS and sentence.lower(here - 1) not in ("'s", "'"):
            return None
    return None


def _bare(sentence: Sentence, end: int) -> Group | None:
    """`a Dutch report`: a people that stands as an adjective and is no group of its own."""
    named = name_at(sentence.words, end - 1)
    if named is None or named[0] != 1 or named[1].sort is not Sort.ADJECTIVE:
        return None
    sorts = frozenset((Sort.ADJECTIVE,))
    return Group(first=end - 1, last=end, party=named[1].party, sorts=sorts, speaks=True, named_state=True)
