"""Verbs that attribute by themselves: attribute, blame, accuse, link, name, condemn, point the finger."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.accused import Accused, accused, activity_of
from indicia.knowledge.reports.assertions.confidence import confidence, own_part
from indicia.knowledge.reports.assertions.draft import Draft
from indicia.knowledge.reports.assertions.frames import carried_by
from indicia.knowledge.reports.assertions.group import Group
from indicia.knowledge.reports.assertions.lexicon import lexicon
from indicia.knowledge.reports.assertions.sentence import Sentence
from indicia.knowledge.reports.assertions.subject import Subject
from indicia.knowledge.reports.assertions.whom import REACH, behind, object_of, rest_of
from indicia.model.reported import Stance

_WRONGLY = frozenset(
    "wrongly falsely mistakenly incorrectly often sometimes commonly rarely previously-unknown".split()
)
_TRADED = frozenset(
    "fabricating smearing slandering lying hypocrisy fabrication defamation spreading ganging hyping "
    "politicising politicizing concocting making".split()
)
_KINDS = {"attribute": ("to", "as"), "blame": ("on",), "link": ("to", "with")}


def attributed(sentence: Sentence) -> Iterator[Draft]:
    """One draft for each verb of attribution with somebody accused."""
    inside = {place for group in sentence.groups for place in range(group.first, group.last - 1)}
    for place, word in enumerate(sentence.words):
        if place in inside:
            continue
        terms = lexicon()
        for kind in ("attribute", "blame", "link", "accuse", "name", "condemn"):
            if terms.is_verb(word.lower, kind):
                yield from _read(sentence, place, kind)
        yield from _phrases(sentence, place)


def _read(sentence: Sentence, place: int, kind: str) -> Iterator[Draft]:
    lead = sentence.lowers(place - 4, place)
    if set(lead) & _WRONGLY or (
        lead and lead[-1] in ("the", "to", "a", "some", "any", "of") and kind == "blame" and lead[-1] != "to"
    ):
        return
    if (
        kind == "blame"
        and lead
        and lead[-1] == "to"
        and len(lead) > 1
        and lead[-2] in ("is", "are", "was", "were", "be")
    ):
        return
    subject = sentence.subject(place)
    passive = (subject is not None and subject.passive) or _been(sentence, place)
    if passive or (subject is None and _participle(sentence, place)):
        yield from _passive(sentence, place, kind, _been(sentence, place))
        return
    if subject is None or not all(group.speaks for group in subject.groups):
        return
    if (
        kind in ("link", "attribute")
        and sentence.lower(place + 1) in ("to", "with")
        and _participle(sentence, place)
        and sentence.lower(place - 1) not in ("has", "have", "had", "publicly", "also", "previously")
        and sentence.lower(subject.first - 1) not in ("that", "which")
    ):
        return
    if subject.control in _JOIN or _of_others(subject.control):
        return
    whom, activity = object_of(sentence, place, kind)
    if whom is None:
        return
    if kind == "accuse" and set(sentence.lowers(whom.last, whom.last + 6)) & _TRADED:
        yield Draft(stance=Stance.DENIES, speakers=subject.groups, verb=(place, place + 1), confidence=None)
        return
    if any(group.party and group.party in whom.states for group in subject.groups):
        return
    yield from _draft(sentence, place, subject, whom, activity)


_JOIN = frozenset("join joins joined joining".split())


def _of_others(verb: str) -> bool:
    """Whether what hangs on a verb is the statement of others (`acknowledge statements attributing …`)."""
    terms = lexicon()
    return terms.is_verb(verb, "acknowledge") or terms.is_verb(verb, "support") or terms.is_verb(verb, "deny")


def _draft(
    sentence: Sentence, place: int, subject: Subject, whom: Accused, activity: tuple[int, int] | None
) -> Iterator[Draft]:
    able = subject.groups[0].pronoun and "can" in sentence.lowers(place - 3, place)
    if (subject.unreal and not subject.future and not able) or "would" in sentence.lowers(place - 4, place):
        return
    declined = subject.negative or subject.control in (
        "declined",
        "declines",
        "refused",
        "refuses",
        "stopped",
        "stops",
        "refrained",
    )
    yield Draft(
        stance=Stance.DECLINES if declined else Stance.ATTRIBUTES,
        speakers=subject.groups,
        verb=(place, place + 1),
        accused=(whom.first, whom.last),
        activity=activity,
        confidence=None
        if declined
        else confidence(sentence, *own_part(sentence, place, subject.first, _sure_until(sentence, place, whom))),
        note="does not attribute" if declined else "announced for later" if subject.future else "",
    )


def _sure_until(sentence: Sentence, place: int, whom: Accused) -> int:
    """Words of confidence stand before the accused or right behind it."""
    last = max(place, whom.last)
    end = sentence.clause_end(last)
    for here in range(last, min(end, last + 12)):
        if sentence.words[here].text == "," and sentence.lower(here + 1) in ("with", "albeit"):
            return min(here + 6, len(sentence.words))
    for here in range(last, min(end, last + 8)):
        if not sentence.words[here].is_word:
            return here
        last = here + 1
    return last


def _been(sentence: Sentence, place: int) -> bool:
    if sentence.lower(place).endswith("ing"):
        return False
    for here in range(place - 1, max(-1, place - 6), -1):
        word = sentence.lower(here)
        if word in ("is", "are", "was", "were", "been", "being", "be"):
            return True
        if word not in lexicon().words["adverbs"] and not word.endswith("ly"):
            return False
    return False


def _participle(sentence: Sentence, place: int) -> bool:
    return sentence.lower(place).endswith("ed")


def _passive(sentence: Sentence, place: int, kind: str, been: bool) -> Iterator[Draft]:
    """`was attributed by S to X`, `X was blamed by S for …`."""
    lead = sentence.lowers(place - 6, place)
    if set(lead) & (lexicon().words["negative"] | {"would", "if", "might"}):
        return
    if "could" in lead and (kind not in ("link", "attribute") or carried_by(sentence, place) is None):
        return
    if "can" in sentence.lowers(place - 4, place) and kind not in ("link", "attribute"):
        return
    by = _agents(sentence, place)
    if not (been or by):
        return
    if not by and "who" in lead[-2:]:
        return  # `officers who were accused of`: by whom is left open, and it is no news
    if kind in ("accuse", "blame", "name", "condemn") and "on" not in sentence.lowers(place + 1, place + 3):
        subject = sentence.subject(place) if been else None
        group = subject.groups[-1] if subject is not None else None
        whom = accused(sentence, group) if group is not None else None
        if whom is None or kind == "condemn" or (kind == "name" and "as" not in sentence.lowers(place, place + 8)):
            return
        if kind in ("accuse", "blame") and not set(sentence.lowers(place, place + 14)) & {"of", "for", "by"}:
            return
        if kind == "name" and not set(sentence.lowers(place, place + 10)) & {
            "responsible",
            "behind",
            "culprit",
            "culprits",
            "perpetrators",
        }:
            return
        activity = rest_of(sentence, by[-1].last if by else place + 1)
    else:
        links = _KINDS.get(kind, ("to",))
        whom, activity = behind(sentence, place, place + REACH, links, strong=kind == "link")
        if whom is None and kind == "link" and been and by and by[0].party:
            whom, activity = None, rest_of(sentence, by[-1].last)
        elif whom is None:
            return
        subject = sentence.subject(place) if been else None
        carrier = carried_by(sentence, place)
        first = subject.first if subject is not None else sentence.clause_start(place)
        if carrier is not None and carrier.verb[1] <= place:
            first = max(first, carrier.verb[1] + (sentence.lower(carrier.verb[1]) == "that"))
        last = place
        while last > first and (
            sentence.lower(last - 1) in lexicon().words["adverbs"] or sentence.lower(last - 1).endswith("ly")
        ):
            last -= 1
        activity = sentence.tail(first, last) if been and last > first else activity
    parties = whom.states if whom is not None else frozenset()
    if any(group.party and group.party in parties for group in by):
        return
    speakers, own = tuple(by), False
    if not by:
        carrier = carried_by(sentence, place)
        if carrier is not None and (carrier.subject.unreal or carrier.subject.negative):
            return
        speakers, own = (carrier.subject.groups, False) if carrier is not None else ((), sentence.quotation[place] >= 0)
    sure = confidence(sentence, *own_part(sentence, place, sentence.clause_start(place), sentence.clause_end(place)))
    if sure is not None and sure[1] == place and sentence.lower(sure[0]) == "could":
        sure = None  # `could be attributed` tells what was possible, not how sure anybody is
    yield Draft(
        stance=Stance.ATTRIBUTES,
        speakers=speakers,
        verb=(place, place + 1),
        accused=(whom.first, whom.last) if whom is not None else None,
        activity=activity,
        confidence=sure,
        own_words=own,
    )


def _agents(sentence: Sentence, place: int) -> list[Group]:
    """Those behind `by`."""
    end = min(sentence.clause_end(place), place + 24)
    for here in range(place + 1, end):
        group = sentence.starts.get(here + 1)
        if sentence.lower(here) == "by" and group is not None and group.speaks and not group.possessive:
            found = [group]
            while True:
                at = found[-1].last
                if sentence.words[at].text == "," if at < len(sentence.words) else False:
                    at += 1
                if sentence.lower(at) == "and":
                    at += 1
                following = sentence.starts.get(at)
                if at == found[-1].last or following is None or not following.speaks or following.possessive:
                    return found
                found.append(following)
    return []


def _phrases(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`point the finger at X`, `hold X responsible`, `lay the blame on X`, `established links between X and …`."""
    word = sentence.lower(place)
    window = sentence.lowers(place + 1, place + 6)
    whom = None
    last = place + 1
    if word.startswith("point") and set(window) & {"finger", "fingers", "blame"}:
        whom, _ = behind(sentence, place, place + 12, ("at", "to", "toward", "towards"))
        last = place + 1 + next(number for number, item in enumerate(window, 1) if item.startswith(("finger", "blame")))
    elif word in (
        "lay",
        "lays",
        "laid",
        "put",
        "puts",
        "place",
        "places",
        "placed",
        "pin",
        "pins",
        "pinned",
        "pinning",
    ) and ("blame" in window or (word.startswith("pin") and "on" in sentence.lowers(place, place + 14))):
        whom, _ = behind(sentence, place, place + 20, ("on", "at", "with"))
    elif word in ("hold", "holds", "held", "holding") and place + 1 in sentence.starts:
        found = accused(sentence, sentence.starts[place + 1])
        account = found is not None and sentence.lowers(found.last, found.last + 2) == ["to", "account"]
        if found is not None and (account or sentence.lower(found.last) in ("responsible", "accountable")):
            whom, last = found, place + 1
    elif word in ("links", "link", "ties", "connection", "connections") and _establishes(sentence, place):
        whom, _ = behind(sentence, place, place + 4, ("between", "to", "with"))
        return_verb = next(
            here for here in range(place - 1, -1, -1) if lexicon().is_verb(sentence.lower(here), "judge")
        )
        place, last = return_verb, return_verb + 1
    elif lexicon().is_verb(word, "judge") and place + 1 in sentence.starts:
        found = accused(sentence, sentence.starts[place + 1])
        after = sentence.lowers(found.last, found.last + 3) if found is not None and found.strong else []
        if set(after) & {"role", "involvement", "responsibility"}:
            whom, last = found, place + 1
    elif word in ("call", "calls", "called", "calling") and sentence.lower(place + 1) == "out":
        group = sentence.starts.get(place + 2)
        found = accused(sentence, group) if group is not None else activity_of(sentence, place + 2)
        whom, last = (found, place + 2) if found is not None and found.strong else (None, last)
    if whom is None:
        return
    subject = sentence.subject(place)
    if subject is None or not all(group.speaks for group in subject.groups) or subject.control in _JOIN:
        return
    if word in ("hold", "call") and subject.control:
        return
    for draft in _draft(sentence, place, subject, whom, rest_of(sentence, whom.last)):
        yield Draft(
            stance=draft.stance,
            speakers=draft.speakers,
            verb=(place, last),
            accused=draft.accused,
            activity=draft.activity,
            confidence=draft.confidence,
            note=draft.note,
        )


def _establishes(sentence: Sentence, place: int) -> bool:
    return any(
        lexicon().is_verb(sentence.lower(here), "judge", "base", "s", "past", "pp", "ing")
        for here in range(max(0, place - 4), place)
    ) and "no" not in sentence.lowers(place - 4, place)
