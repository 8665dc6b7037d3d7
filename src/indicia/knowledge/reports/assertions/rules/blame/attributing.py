"""Verbs that attribute by themselves: attribute, blame, accuse, link, name, condemn, point the finger."""

from collections.abc import Iterator

from msgspec.structs import replace

from indicia.knowledge.reports.assertions.deeds.accused import Accused, accused
from indicia.knowledge.reports.assertions.deeds.whom import REACH, behind, object_of, rest_of
from indicia.knowledge.reports.assertions.rules.blame.accusing import accusation, of_others
from indicia.knowledge.reports.assertions.rules.blame.set_phrases import phrased
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.confidence import confidence, own_part
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.speakers.frames import carried_by
from indicia.knowledge.reports.assertions.subjects.agents import agents
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

_WRONGLY = frozenset(
    "wrongly falsely mistakenly incorrectly often sometimes commonly rarely previously-unknown".split()
)
_TRADED = frozenset(
    "fabricating smearing slandering lying hypocrisy fabrication defamation spreading ganging hyping "
    "politicising politicizing concocting making".split()
)
_NO_ONE = frozenset("nobody none no neither".split())
_GUILTY = frozenset("responsible behind culprit culprits perpetrator perpetrators author authors".split())
_CYBER = ("cyber", "hack", "spy", "breach", "ransom")
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
        yield from phrased(sentence, place)


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
    subject = subject_of(sentence, place)
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
    if of_others(subject.control):
        return
    whom, activity = object_of(sentence, place, kind)
    if whom is None:
        return
    if kind == "accuse" and set(sentence.lowers(whom.last, whom.last + 6)) & _TRADED:
        yield Draft(stance=Stance.DENIES, speakers=subject.groups, verb=(place, place + 1), confidence=None)
        return
    for draft in accusation(sentence, (place, place + 1), subject, whom, activity):
        words = sentence.lowers(*activity) if activity is not None else []
        cyber = set(words) & lexicon().nouns["activity"] or any(word.startswith(_CYBER) for word in words)
        strikes = any(lexicon().is_verb(word, "strike") for word in words)
        yield replace(draft, counter=kind == "accuse" and not cyber and not strikes)


def _members(sentence: Sentence, place: int) -> Accused | None:
    """`were identified by Mandiant as members of APT41`."""
    for here in range(place + 1, min(place + 14, sentence.clause_end(place))):
        group = sentence.starts.get(here + 1)
        if sentence.lower(here) == "as" and group is not None:
            whom = accused(sentence, group)
            return whom if whom is not None and (whom.strong or group.acts) else None
    return None


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
    by = agents(sentence, place)
    if "by" in sentence.lowers(place + 1, place + 3) and set(sentence.lowers(place + 2, place + 4)) & _NO_ONE:
        return
    if not (been or by):
        return
    if not by and "who" in lead[-2:]:
        return  # `officers who were accused of`: by whom is left open, and it is no news
    if kind in ("accuse", "blame", "name", "condemn") and "on" not in sentence.lowers(place + 1, place + 3):
        subject = subject_of(sentence, place) if been else None
        group = subject.groups[-1] if subject is not None else None
        whom = accused(sentence, group) if group is not None else None
        if whom is None or kind == "condemn" or (kind == "name" and "as" not in sentence.lowers(place, place + 12)):
            return
        if kind in ("accuse", "blame") and not set(sentence.lowers(place, place + 14)) & {"of", "for", "by"}:
            return
        if kind == "name" and not set(sentence.lowers(place, place + 14)) & _GUILTY:
            whom = _members(sentence, place) if by else None
            if whom is None:
                return
        activity = rest_of(sentence, by[-1].last if by else place + 1)
    else:
        links = _KINDS.get(kind, ("to",))
        whom, activity = behind(sentence, place, place + REACH, links, strong=kind == "link")
        if whom is None and kind == "link" and been and by and by[0].party:
            linked = subject_of(sentence, place)
            whom = accused(sentence, linked.groups[-1]) if linked is not None else None
            whom = whom if whom is not None and whom.strong else None
            activity = rest_of(sentence, by[-1].last)
        elif whom is None:
            return
        subject = subject_of(sentence, place) if been else None
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
