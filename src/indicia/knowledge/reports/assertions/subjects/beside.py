"""What may stand beside a subject: times, those named with it, the name of a body, a condition before it."""

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.subjects.coordinated import listed
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort

_PARTICIPLES = frozenset("stretching ranging reaching spanning led headed numbering comprising".split())
_TIME = frozenset("on in last this next earlier late early since of at the a during this past previous".split())
_WITH = (("along", "with"), ("together", "with"), ("as", "well", "as"), ("alongside",), ("like",))


def named_with(sentence: Sentence, first: int, comma: int) -> tuple[Group, ...]:
    """`, along with the United States and Canada,`: who is in the same boat."""
    lead = next((words for words in _WITH if tuple(sentence.lowers(first, first + len(words))) == words), None)
    group = sentence.starts.get(first + len(lead)) if lead is not None else None
    if group is None or not group.speaks or group.possessive:
        return ()
    named = listed(sentence, group)
    return named if named[-1].last == comma and all(one.party for one in named) else ()


def same_body(sentence: Sentence, group: Group, inner: Group, comma: int) -> bool:
    """`Ukraine's response team, CERT-UA,`: one body with its name."""
    named = bool(inner.sorts & {Sort.BODY, Sort.VENDOR}) and not inner.head and not group.person
    fits = not group.party or inner.party == group.party
    return inner.last == comma and named and fits and group.head in lexicon().nouns["body"]


def list_goes_on(sentence: Sentence, place: int) -> bool:
    """`A, B, C and D accused X, …`: behind one of a list stands the next, so that no insert is there."""
    marks = sentence.lowers(place, place + 2)
    after = place + 1 + (marks == [",", "and"])
    return bool(marks) and marks[0] in (",", "and") and after in sentence.starts


def opens(sentence: Sentence, group: Group) -> bool:
    """Whether a group stands where a clause begins."""
    before = sentence.lower(group.first - 1)
    return (
        group.first == 0
        or before in (",", "that", "and", "but", "while", ";", ":", "although", "said", ".")
        or not before
    )


def over_time(sentence: Sentence, place: int) -> int:
    """Over `on Monday`, `last year` to the word before it."""
    while (
        place >= 0
        and place + 1 not in sentence.ends
        and (
            sentence.lower(place) in lexicon().words["days"]
            or sentence.words[place].text.isdigit()
            or sentence.lower(place) in _TIME
        )
    ):
        place -= 1
    return place


def under_if(sentence: Sentence, first: int) -> bool:
    """Whether a subject that begins at a place stands behind `if` or `whether`."""
    for here in range(first - 1, max(-1, first - 6), -1):
        if sentence.words[here].text in (",", ";", ":"):
            return False
        if sentence.lower(here) in ("if", "whether", "unless", "suppose", "when", "where", "once"):
            return sentence.lower(here) not in ("when", "where", "once") or False
    return False


def stretching(sentence: Sentence, place: int) -> Group | None:
    """`a coalition stretching from Ottawa to Tokyo`: the group that a participle behind it tells more of."""
    for here in range(place, max(-1, place - 8), -1):
        if not sentence.words[here].is_word:
            return None
        group = sentence.ends.get(here)
        if sentence.lower(here) in _PARTICIPLES and group is not None and not group.possessive:
            return group
    return None


def tells_at(sentence: Sentence, place: int) -> bool:
    """Whether the word at a place says or judges."""
    word, terms = sentence.lower(place), lexicon()
    return terms.is_verb(word, "say") or terms.is_verb(word, "judge")


def apposed(sentence: Sentence, comma: int) -> bool:
    """Whether a name and its role, or the reverse, end at a comma (`Lin Qiao, a spokeswoman,`)."""
    group = sentence.ends.get(comma)
    if group is None or group.possessive:
        return False
    return any(word.text == "," for word in sentence.words[group.first : group.last])
