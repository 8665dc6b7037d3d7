"""Silence: asked, and nothing said."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.model.reported import Stance

ANSWERS = frozenset("respond responded reply replied return returned answer answered".split())
_ASKED = frozenset(
    "request requests comment call calls email emails e-mail e-mails inquiry inquiries enquiries message "
    "messages question questions messages".split()
)
_REACHED = frozenset("reached contacted".split())
_UNANSWERED = (
    ("went", "unanswered"),
    ("were", "unanswered"),
    ("was", "unanswered"),
    ("not", "returned"),
    ("not", "answered"),
    ("remained", "unanswered"),
    ("not", "immediately", "returned"),
    ("not", "immediately", "answered"),
)

_WIDEST = 10
"""Words of somebody without a name at most."""
_BEFORE_VERB = frozenset("did does do was were is are has have had not n't could be been also to".split())
_KEPT = frozenset("kept keep keeps stayed stay stays remained remain remains been".split())
_STARTS = frozenset(phrase[0] for phrase in _UNANSWERED)


_SAYS_SO = (
    ANSWERS
    | _REACHED
    | _STARTS
    | frozenset(
        "declined declines refused refuses declining refusing drawn comment commented available reachable unavailable "
        "reach contact response reaction reply silent".split()
    )
)
"""Words that may tell of silence: no other is looked at."""


def silent(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of silence, with the words that say so."""
    for place, word in enumerate(sentence.small):
        if word not in _SAYS_SO:
            continue
        read = (
            _no_answer(sentence, place)
            or _declined(sentence, place)
            or _not_there(sentence, place)
            or _no_comment(sentence, place)
            or _unanswered(sentence, place)
            or _not_reached(sentence, place)
            or _kept_silent(sentence, place)
        )
        if read is not None:
            groups, verb = read
            yield Draft(stance=Stance.SILENT, speakers=groups, verb=verb)


def _kept_silent(sentence: Sentence, place: int) -> tuple[tuple[Group, ...], tuple[int, int]] | None:
    """`has so far kept silent`, `remained silent`."""
    if sentence.lower(place) != "silent" or sentence.lower(place - 1) not in _KEPT:
        return None
    groups = _of(sentence, place - 1)
    return (groups, (place - 1, place + 1)) if groups else None


def _of(sentence: Sentence, place: int) -> tuple[Group, ...] | None:
    subject = subject_of(sentence, place)
    if subject is None:
        anybody = _anybody(sentence, place)
        return (anybody,) if anybody is not None else None
    return subject.groups if all(group.speaks for group in subject.groups) else None


def _anybody(sentence: Sentence, place: int) -> Group | None:
    """Whoever opens the clause, also where the words name no office or body: `The hospital association`."""
    end = place
    while end > 0 and (sentence.lower(end - 1) in _BEFORE_VERB or sentence.lower(end - 1).endswith("ly")):
        end -= 1
    for here in range(end - 1, max(-1, end - _WIDEST), -1):
        if not sentence.words[here].is_word and sentence.lower(here) not in ("'s", "'"):
            return None
        before = sentence.lower(here - 1)
        opens = here == 0 or before in (",", "and", "but", ";")
        if opens and sentence.lower(here) in ("the", "a", "an", "its", "his", "her", "their"):
            return Group(first=here, last=end, speaks=True, head=sentence.lower(end - 1))
    return None


def _no_answer(sentence: Sentence, place: int) -> tuple[tuple[Group, ...], tuple[int, int]] | None:
    """`did not immediately respond to a request for comment`."""
    if sentence.lower(place) not in ANSWERS:
        return None
    lead = sentence.lowers(place - 4, place)
    neither = "neither" in sentence.lowers(max(0, place - 16), place)
    if not {"not", "n't", "never"} & set(lead) and not ("yet" in lead and "to" in lead) and not neither:
        return None
    if not set(sentence.lowers(place + 1, place + 9)) & _ASKED:
        return None
    subject = subject_of(sentence, place)
    if subject is not None and subject.passive:
        return None
    groups = _of(sentence, place)
    return (groups, (place, place + 1)) if groups else None


def _declined(sentence: Sentence, place: int) -> tuple[tuple[Group, ...], tuple[int, int]] | None:
    """`declined to comment`, `refused to answer questions`, `would not comment`."""
    word = sentence.lower(place)
    after = sentence.lowers(place + 1, place + 7)
    declines = word in ("declined", "declines", "refused", "refuses", "declining", "refusing")
    quiet = (
        "comment" in after[:3]
        or ("discuss" in after[:2])
        or (after[:2] == ["to", "say"] and after[2:3] in (["whether"], ["if"]))
        or ("interviewed" in after[:4])
        or ("answer" in after[:2] and "questions" in after)
    )
    if declines and quiet:
        groups = _of(sentence, place)
        return (
            (groups, (place, place + 1 + after.index("comment") + 1 if "comment" in after[:3] else place + 1))
            if groups
            else None
        )
    if word == "drawn" and {"be", "was", "were"} & set(sentence.lowers(place - 3, place)):
        refused = {"not", "n't", "neither"} & set(sentence.lowers(max(0, place - 14), place))
        groups = _of(sentence, place) if refused and sentence.lower(place + 1) in ("on", "into") else None
        return (groups, (place, place + 1)) if groups else None
    hushed = {"not", "n't", "never"} & set(sentence.lowers(place - 3, place)) or (
        word == "commented" and "neither" in sentence.lowers(max(0, place - 12), place)
    )
    if word in ("comment", "commented") and hushed and not {"no", "a", "for"} & set(sentence.lowers(place - 2, place)):
        groups = _of(sentence, place)
        return (groups, (place - 1, place + 1)) if groups else None
    return None


def _not_there(sentence: Sentence, place: int) -> tuple[tuple[Group, ...], tuple[int, int]] | None:
    """`was not available for comment`, `could not be reached`, `was unavailable for comment`."""
    word = sentence.lower(place)
    lead = sentence.lowers(place - 5, place)
    after = sentence.lowers(place + 1, place + 4)
    absent = (word in ("available", "reachable") and {"not", "n't"} & set(lead) and "comment" in after) or (
        word == "unavailable" and "comment" in after
    )
    neither = "neither" in sentence.lowers(max(0, place - 14), place)
    unreached = word in _REACHED and "be" in lead and ({"not", "n't", "cannot"} & set(lead) or neither)
    if not (absent or unreached):
        return None
    groups = _of(sentence, place)
    return (groups, (place, place + 1)) if groups else None


def _not_reached(sentence: Sentence, place: int) -> tuple[tuple[Group, ...], tuple[int, int]] | None:
    """`Reuters was not able to reach X`, `could not contact X`."""
    if sentence.lower(place) not in ("reach", "contact"):
        return None
    lead = set(sentence.lowers(place - 6, place))
    group = sentence.starts.get(place + 1)
    failed = "unable" in lead or ({"not", "n't"} & lead and {"able", "could", "can", "possible"} & lead)
    if not failed or group is None or not group.speaks or group.possessive:
        return None
    groups = [group]
    while sentence.lower(groups[-1].last) in ("or", "and") and groups[-1].last + 1 in sentence.starts:
        groups.append(sentence.starts[groups[-1].last + 1])
    return tuple(groups), (place, place + 1)


def _no_comment(sentence: Sentence, place: int) -> tuple[tuple[Group, ...], tuple[int, int]] | None:
    """`had no comment`, `there was no immediate response from Beijing`."""
    if sentence.lower(place) not in ("comment", "response", "reaction", "reply"):
        return None
    lead = sentence.lowers(place - 3, place)
    if "no" not in lead or (sentence.lower(place + 1) in ("on",) and "had" not in sentence.lowers(place - 4, place)):
        return None
    if sentence.lower(place + 1) in ("from", "by"):
        group = sentence.starts.get(place + 2)
        return ((group,), (place, place + 1)) if group is not None and group.speaks and not group.possessive else None
    verb = next(
        (
            here
            for here in range(place - 1, max(-1, place - 5), -1)
            if sentence.lower(here) in ("had", "has", "have", "offered", "made", "gave")
        ),
        None,
    )
    if verb is None:
        return None
    groups = _of(sentence, verb)
    return (groups, (verb, place + 1)) if groups else None


def _unanswered(sentence: Sentence, place: int) -> tuple[tuple[Group, ...], tuple[int, int]] | None:
    """`Calls to the company went unanswered`."""
    if sentence.lower(place) not in _STARTS:
        return None
    phrase = next((item for item in _UNANSWERED if tuple(sentence.lowers(place, place + len(item))) == item), None)
    if phrase is None:
        return None
    start = sentence.clause_start(place)
    lead = sentence.lowers(start, place)
    if not set(lead) & _ASKED:
        return None
    for here in range(start, place):
        group = sentence.starts.get(here)
        if group is not None and group.speaks and sentence.lower(here - 1) in ("to", "with", "for", "from", "at"):
            return (group,), (place, place + len(phrase))
    return None
