"""Statements inside a sentence that somebody did something: who, what, with which words; whoever asserts them."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.deeds.accused import Accused, accused
from indicia.knowledge.reports.assertions.deeds.belonging import belonging, kind_of_group
from indicia.knowledge.reports.assertions.deeds.done_by import done_by, from_where, named_doing, owned
from indicia.knowledge.reports.assertions.deeds.insertions import over_insert
from indicia.knowledge.reports.assertions.deeds.proposition import Proposition
from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.subjects.coordinated import listed
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort

_BELIEF = frozenset(
    "believed thought suspected alleged assessed judged known found said understood considered reported accused".split()
)


_RESPONSIBLE = frozenset("responsible behind culpable complicit".split())


_LET = frozenset("those who hackers criminals actors groups them people".split())
_KEEPS = ("foster", "hire", "hiring", "pay", "paid", "recruit", "employ", "sponsor")
"""To keep hackers is an accusation of its own."""
_TRIES = frozenset(
    "try tries tried trying attempt attempts attempted attempting seek seeks sought seeking manage manages managed "
    "begin began begun continue continues continued repeatedly".split()
)
"""Before `to` and a verb: what was tried was done as far as it is told here."""
_WITH = frozenset(
    "access vulnerabilities vulnerability flaws flaw malware zero-day zero-days hackers criminals servers "
    "networks network systems part advantage mercenaries exploits tools credentials advantage into data "
    "proxies contractors botnet".split()
)


def propositions(sentence: Sentence) -> list[Proposition]:
    """All of a sentence, in its order; those denied or only imagined are left out."""
    found: list[Proposition] = []
    covered = -1
    for group in sentence.groups:
        if group.first < covered:
            continue
        who = accused(sentence, group)
        if who is None:
            who = _group_meant(sentence, group)
            if who is not None and (its := _does(sentence, group, who)) is not None and its.of_group:
                found.append(its)
            continue
        here = list(_of(sentence, group, who))
        found.extend(here)
        covered = max(covered, who.last if not group.possessive else group.first)
    return found


def _group_meant(sentence: Sentence, group: Group) -> Accused | None:
    """`it`, `they` behind a group of intruders in the sentence: `took its orders from X` tells whose it is."""
    if not group.pronoun or sentence.lower(group.first) not in ("it", "they"):
        return None
    before = [other for other in sentence.groups if other.last <= group.first and not other.pronoun]
    known = sentence.met.opening is not None and not any(other.acts for other in before)
    if not known and not any(Sort.GROUP in other.sorts or other.acts for other in before[-2:]):
        return None
    verb = sentence.lowers(group.last, group.last + 5)
    if not set(verb) & {
        "orders",
        "instructions",
        "direction",
        "behalf",
        "belongs",
        "belong",
        "answers",
        "part",
        "works",
        "work",
        "worked",
        "working",
    }:
        return None
    return Accused(group.first, group.last, False, frozenset())


def _of(sentence: Sentence, group: Group, who: Accused) -> Iterator[Proposition]:
    done = done_by(sentence, group, who) or from_where(sentence, group, who)
    if done is not None:
        yield done
        beside = _in_insert(sentence, group, who)
        if beside is not None:
            yield beside
        return
    if group.possessive:
        its = owned(sentence, group, who)
        if its is not None:
            yield its
        return
    beside = _in_insert(sentence, group, who)
    if beside is not None:
        yield beside
    doing = _does(sentence, group, who)
    if doing is not None:
        yield doing
    if doing is not None or beside is not None:
        return
    named = named_doing(sentence, group, who)
    if named is not None:
        yield named


def _in_insert(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`Turla, which it says is probably part of the FSB,`: whose a group is, told beside what it did."""
    at = who.last
    beside = sentence.starts.get(at + 1) if sentence.lower(at) == "," else None
    if beside is not None and beside.acts and not beside.named_state:
        at = beside.last  # `APT31, a group that the services say …`
    at += sentence.lower(at) == ","
    if at == who.last or sentence.lower(at) not in ("which", "who", "that"):
        return None
    place = at + 1
    teller = sentence.starts.get(place)
    if teller is not None and lexicon().is_verb(sentence.lower(teller.last), "say"):
        place = teller.last + 1
    found = _doing_from(sentence, group, who, place)
    return found if found is not None and found.of_group else None


def _does(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`China's MSS exploited …`, `… was behind …`, `APT31 is affiliated with …`."""
    place = over_insert(sentence, who.last)
    if place == who.last and sentence.lower(place) == "," and "," in sentence.lowers(who.first, who.last):
        place += 1  # the comma that closes `the agency, the GRU,`
    if sentence.lower(place) == "to":
        return None  # `calls on X to take measures`: nothing that X did
    if sentence.lower(place) == "that" and sentence.lower(group.first - 1) in ("was", "is"):
        place += 1  # it was X that did it
    return _doing_from(sentence, group, who, place)


def _doing_from(sentence: Sentence, group: Group, who: Accused, place: int) -> Proposition | None:
    """What the words from a place on say that somebody did, or whose it is."""
    terms, start = lexicon(), place
    unreal = believed = passive = False
    by: tuple[Group, ...] = ()
    while place < min(len(sentence.words), start + 12):
        word = sentence.lower(place)
        if word in terms.words["negative"] and (turn := _but(sentence, place)) is not None:
            place = start = turn
            passive = False
            continue
        if word in terms.words["negative"] or word in ("would", "could", "should", "can"):
            return None
        sure = terms.confidence.at(sentence.words, place)
        if word in _BELIEF and passive:
            believed, passive = True, False
            by = listed(sentence, sentence.starts[place + 2]) if _by_somebody(sentence, place) else ()
            place = by[-1].last if by else place + 1
        elif word in _TRIES and sentence.lower(place + 1) == "to":
            place += 2
        elif word in ("may", "might"):
            believed = True
            place += 1
        elif sure is not None and word not in ("thought", "suspect", "believe", "suspects", "believes"):
            place += sure[0]
            believed = believed or word in ("believed", "suspected") or sentence.lower(place - 1) in _BELIEF
            if sentence.lower(place - 1) in _BELIEF and _by_somebody(sentence, place - 1):
                by = listed(sentence, sentence.starts[place + 1])
                place = by[-1].last
        elif word in terms.words["adverbs"] or word.endswith("ly") or word in ("to", "to", "that"):
            if word == "that":
                break
            passive = passive or word in ("is", "are", "was", "were", "be", "been")
            place += 1
        else:
            break
    if _imagined(sentence, group):
        unreal = True
    if unreal or place >= len(sentence.words):
        return None
    end = sentence.clause_end(place)
    belongs = belonging(sentence, place, passive, end) or kind_of_group(sentence, group, place, passive)
    if belongs is not None:
        whom, last = belongs
        return Proposition(
            first=group.first,
            last=end,
            accused=(whom.first, whom.last),
            verb=(place, last) if place < last else (place - 1, place),
            activity=(group.first, who.last),
            states=whom.states,
            believed=believed,
            of_group=True,
            by=by,
        )
    verb_end = _verb_of_doing(sentence, place, passive, end)
    responsible = (
        (sentence.lower(place) in _RESPONSIBLE and (passive or _headline(sentence)))
        or sentence.lowers(place - 1, place + 1) == ["to", "blame"]
        or (passive and sentence.lower(place) == "inside")
        or (passive and word == "involved" and set(sentence.lowers(place, place + 6)) & terms.nouns["activity"])
        or (word in ("stood", "stands", "stand") and sentence.lower(place + 1) == "behind")
        or (
            passive
            and sentence.lowers(place, place + 2)
            in (["the", "culprit"], ["the", "perpetrators"], ["the", "source"], ["the", "perpetrator"])
        )
        or sentence.lowers(place, place + 2)
        in (["bears", "responsibility"], ["bear", "responsibility"], ["being", "behind"])
    )
    if responsible:
        verb_end = place + 1 + (word in ("stood", "stands", "stand"))
    says = terms.is_verb(word, "say") or terms.is_verb(word, "judge")
    if verb_end is None and not says and (lets := _letting(sentence, place, end)) is not None:
        place, verb_end = lets, lets + 1
    if verb_end is None or sentence.lowers(place, place + 2) == ["behind", "on"]:
        return None
    method = terms.is_verb(word, "strike_with") and not word.startswith(_KEEPS)
    if not responsible and method and sentence.meant(group) is not None:
        return None  # how a group goes about it that was named before: no new accusation
    anybody = sentence.lower(group.first) in ("a", "an", "some") and who.last == group.last and not who.strong
    if anybody:
        return None  # `a sophisticated actor was behind it` names nobody
    worth = who.strong or (responsible and (group.acts or group.head in terms.nouns["power"]))
    if not worth:
        return None
    return Proposition(
        first=group.first,
        last=end,
        accused=(who.first, who.last),
        verb=(place, verb_end),
        activity=sentence.tail(verb_end, end),
        states=who.states,
        believed=believed,
        by=by,
    )


def _but(sentence: Sentence, place: int) -> int | None:
    """`is not doing this themselves, but are protecting those who are`: where the other half begins."""
    for here in range(place + 1, min(len(sentence.words), place + 12)):
        if sentence.lower(here) == "but":
            goes_on = sentence.lower(here + 1) in ("is", "was", "are", "were")
            return here + 1 if sentence.lower(here - 1) == "," or goes_on else None
        if sentence.words[here].text in (";", "."):
            return None
    return None


def _by_somebody(sentence: Sentence, place: int) -> bool:
    """`is believed by US officials to`."""
    group = sentence.starts.get(place + 2)
    return sentence.lower(place + 1) == "by" and group is not None and group.speaks and not group.possessive


def _verb_of_doing(sentence: Sentence, place: int, passive: bool, end: int) -> int | None:
    terms = lexicon()
    word = sentence.lower(place)
    progressive = word.endswith("ing")
    if passive and not progressive:
        return None
    rest = sentence.lowers(place + 1, min(end, place + 10))
    activity = any(item in terms.nouns["activity"] for item in rest)
    if terms.is_verb(word, "strike"):
        return place + 1 if rest and rest[0] not in (".", ",", "by") else None
    if terms.is_verb(word, "carry_out"):
        particle = rest[:1] == ["out"]
        again = rest[particle : particle + 1] in (["it"], ["them"]) and place > 3
        return place + 2 if particle and (activity or again) else place + 1 if activity or again else None
    if terms.is_verb(word, "harbour"):
        return (
            place + 1
            if set(rest[:4]) & {"those", "who", "hackers", "criminals", "actors", "groups", "them", "people"}
            else None
        )
    if terms.is_verb(word, "strike_with") and (set(rest) & _WITH or activity or rest[:1] == ["part"]):
        if rest[:1] == ["part"] and "in" not in rest[:3] and rest[1:2] not in ([], ["."], [","]):
            return None
        return place + 1
    return None


def _letting(sentence: Sentence, place: int, end: int) -> int | None:
    """`ignored calls to end it, instead allowing state-backed actors to go on`: where the participle stands."""
    for here in range(place + 1, min(end, place + 16)):
        opens = sentence.lower(here - 1) in (",", "instead", "and")
        if opens and lexicon().is_verb(sentence.lower(here), "harbour", "ing"):
            return here if set(sentence.lowers(here + 1, here + 4)) & _LET else None
    return None


def _headline(sentence: Sentence) -> bool:
    return sentence.words[-1].text not in (".", "!", "?", ",")


def _imagined(sentence: Sentence, group: Group) -> bool:
    for here in range(group.first - 1, max(-1, group.first - 5), -1):
        word = sentence.lower(here)
        if word in (",", ";", ":", "that"):
            return False
        if word in ("if", "whether", "unless", "suppose", "how", "why", "question", "should"):
            return True
    return False
