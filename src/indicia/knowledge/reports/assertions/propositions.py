"""Statements inside a sentence that somebody did something: who, what, with which words; whoever asserts them."""

from collections.abc import Iterator
from dataclasses import dataclass

from indicia.knowledge.reports.assertions.accused import Accused, accused
from indicia.knowledge.reports.assertions.groups import Group
from indicia.knowledge.reports.assertions.lexicon import lexicon
from indicia.knowledge.reports.assertions.sentence import Sentence

_BELIEF = frozenset("believed thought suspected alleged assessed judged known found said understood considered reported accused".split())
_RESPONSIBLE = frozenset("responsible behind culpable complicit".split())
_BELONGS = frozenset("affiliated linked associated aligned tied connected sponsored backed directed controlled run supported employed funded operated commanded".split())
_BELONG_VERBS = frozenset("works work worked working operates operate operated operating acts act acted acting consists consist takes take took taking belongs belong belonged answers answer reports report comprises comprise".split())
_ORIGIN = frozenset("undertaken conducted carried launched originated originating originates emanating emanated emanates came coming perpetrated mounted operating operated directed out traced".split())
_WITH = frozenset("access vulnerabilities vulnerability flaws flaw malware zero-day zero-days hackers criminals servers networks network systems part advantage mercenaries exploits tools credentials advantage into data proxies contractors botnet".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """Words `first` to `last` say that `accused` did or is behind something."""

    first: int
    last: int
    accused: tuple[int, int]
    verb: tuple[int, int]
    activity: tuple[int, int] | None
    states: frozenset[str]
    believed: bool = False
    """Put with a word of belief of its own (`is believed to`)."""
    mention: bool = False
    """Only named as somebody's doing (`China's malicious cyber activity`), not told as an event."""
    of_group: bool = False
    """Says whom a group belongs to, not who did something."""


def propositions(sentence: Sentence) -> list[Proposition]:
    """All of a sentence, in its order; those denied or only imagined are left out."""
    found: list[Proposition] = []
    covered = -1
    for group in sentence.groups:
        if group.first < covered:
            continue
        who = accused(sentence, group)
        if who is None:
            continue
        here = list(_of(sentence, group, who))
        found.extend(here)
        covered = max(covered, who.last if not group.possessive else group.first)
    return found


def _of(sentence: Sentence, group: Group, who: Accused) -> Iterator[Proposition]:
    done = _by(sentence, group, who) or _from(sentence, group, who)
    if done is not None:
        yield done
        return
    if group.possessive:
        owned = _owned(sentence, group, who)
        if owned is not None:
            yield owned
        return
    doing = _does(sentence, group, who)
    if doing is not None:
        yield doing
        return
    named = _named_doing(sentence, group, who)
    if named is not None:
        yield named


def _does(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`China's MSS exploited …`, `… was behind …`, `APT31 is affiliated with …`."""
    terms = lexicon()
    place = _over_insert(sentence, who.last)
    start = place
    unreal = believed = passive = False
    while place < min(len(sentence.words), start + 12):
        word = sentence.lower(place)
        if word in terms.words["negative"] or word in ("would", "could", "should", "can"):
            return None
        sure = terms.confidence.at(sentence.words, place)
        if word in _BELIEF and passive:
            believed, passive = True, False
            place += 1
        elif word in ("may", "might"):
            believed = True
            place += 1
        elif sure is not None and word not in ("thought", "suspect", "believe", "suspects", "believes"):
            place += sure[0]
            believed = believed or word in ("believed", "suspected")
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
    belongs = _belonging(sentence, place, passive, end)
    if belongs is not None:
        whom, last = belongs
        return Proposition(
            first=group.first, last=end, accused=(whom.first, whom.last), verb=(place, last), activity=(group.first, who.last),
            states=whom.states, believed=believed, of_group=True,
        )
    verb_end = _verb_of_doing(sentence, place, passive, end)
    responsible = sentence.lower(place) in _RESPONSIBLE or sentence.lowers(place - 1, place + 1) == ["to", "blame"] or (
        passive and sentence.lowers(place, place + 2) in (["the", "culprit"], ["the", "perpetrators"], ["the", "source"], ["the", "perpetrator"])
    ) or sentence.lowers(place, place + 2) in (["bears", "responsibility"], ["bear", "responsibility"], ["being", "behind"])
    if responsible:
        verb_end = place + 1
    if verb_end is None:
        return None
    worth = who.strong or (responsible and (group.acts or group.head in terms.nouns["power"]))
    if not worth:
        return None
    return Proposition(
        first=group.first, last=end, accused=(who.first, who.last), verb=(place, verb_end),
        activity=_trimmed(sentence, verb_end, end), states=who.states, believed=believed,
    )


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
        return place + 2 if particle and activity else place + 1 if activity else None
    if terms.is_verb(word, "harbour"):
        return place + 1 if set(rest[:4]) & {"those", "who", "hackers", "criminals", "actors", "groups", "them", "people"} else None
    if terms.is_verb(word, "strike_with") and (set(rest) & _WITH or activity):
        if rest[:1] == ["part"] and "in" not in rest[:3]:
            return None
        return place + 1
    return None


def _belonging(sentence: Sentence, place: int, passive: bool, end: int) -> tuple[Accused, int] | None:
    """Whom something belongs to: `is affiliated with X`, `works on behalf of X`, `is a subgroup of X`."""
    word = sentence.lower(place)
    tie = (word in _BELONGS and (passive or sentence.lower(place - 1) in ("is", "are"))) or word in _BELONG_VERBS
    part = passive and (word in ("part", "a", "an", "the")) and set(sentence.lowers(place, place + 6)) & {
        "part", "subgroup", "unit", "arm", "front", "branch", "proxy", "contractor", "subset", "cover", "alias", "team", "division",
    }
    if not (tie or part):
        return None
    limit = min(end, place + 12)
    for here in range(place + 1, limit):
        group = sentence.starts.get(here)
        if group is None:
            continue
        whom = accused(sentence, group)
        link = set(sentence.lowers(place, here))
        if whom is not None and (whom.strong or group.head in lexicon().nouns["power"]) and link & {"with", "to", "by", "for", "of", "from", "behalf"}:
            return whom, here
    return None


def _by(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`was carried out by X`, `the attack on Y by X`, `the work of X`."""
    terms = lexicon()
    before = sentence.lower(group.first - 1)
    start = sentence.clause_start(group.first)
    if before == "of" and sentence.lower(group.first - 2) in ("work", "handiwork", "hallmarks", "doing") and who.strong:
        if set(sentence.lowers(max(start, group.first - 9), group.first)) & terms.words["negative"]:
            return None
        return _passively(sentence, group, who, group.first - 3, start)
    if before != "by" or not who.strong:
        return None
    place = group.first - 2
    while place > start and (sentence.lower(place) in terms.words["adverbs"] or sentence.lower(place) in ("out", "part", "in") or sentence.lower(place).endswith("ly")):
        place -= 1
    word = sentence.lower(place)
    done = any(terms.is_verb(word, kind, "pp", "past") for kind in ("carry_out", "strike")) or word in ("planned", "supported", "breached", "caused", "created", "used", "developed")
    lead = sentence.lowers(max(start, place - 8), place)
    if done:
        if set(lead) & (terms.words["negative"] | {"if", "whether", "would", "could"}):
            return None
        acted = any(item in ("is", "are", "was", "were", "been", "be", "being", "to", "have") for item in lead)
        if acted or set(lead) & terms.nouns["activity"]:
            return _passively(sentence, group, who, place, start)
        return None
    for here in range(group.first - 2, max(start - 1, group.first - 14), -1):
        if sentence.lower(here) in terms.nouns["activity"] and sentence.lower(here - 1) != "against":
            if terms.is_verb(sentence.lower(here), "say", "past"):
                return None
            return Proposition(
                first=here, last=sentence.clause_end(group.first), accused=(who.first, who.last), verb=(group.first - 1, group.first),
                activity=(here, group.first - 1), states=who.states, mention=True,
            )
    return None


def _passively(sentence: Sentence, group: Group, who: Accused, verb: int, start: int) -> Proposition:
    first = _activity_start(sentence, verb, start)
    return Proposition(
        first=first, last=sentence.clause_end(group.first), accused=(who.first, who.last), verb=(verb, verb + 1),
        activity=(first, verb) if first < verb else None, states=who.states,
    )


def _activity_start(sentence: Sentence, verb: int, start: int) -> int:
    for here in range(verb - 1, start - 1, -1):
        if sentence.lower(here) in ("that", "which", ",", "said", "says"):
            return here + 1
    return start


def _from(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`undertaken from the territory of China`, `emanating from Russia`."""
    if sentence.lower(group.first - 1) not in ("from", "within", "in") or not who.strong or not who.states:
        return None
    place = group.first - 2
    while sentence.lower(place) in ("from", "in", "out", "within", "territory", "the"):
        place -= 1
    if sentence.lower(place) not in _ORIGIN or sentence.lower(place) == "out":
        return None
    lead = sentence.lowers(max(0, place - 6), place)
    if set(lead) & (lexicon().words["negative"] | {"if", "whether", "would", "could"}):
        return None
    start = sentence.clause_start(place)
    return _passively(sentence, group, who, place, start)


def _owned(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`China's malicious cyber activity`."""
    if not who.strong:
        return None
    for here in range(group.last, min(len(sentence.words), group.last + 6)):
        word = sentence.lower(here)
        if word in lexicon().nouns["activity"]:
            return Proposition(
                first=group.first, last=sentence.clause_end(here), accused=(who.first, who.last), verb=(here, here + 1),
                activity=(group.last, here + 1), states=who.states, mention=True,
            )
        if not sentence.words[here].is_word and word not in ("'s", "-"):
            return None
    return None


def _named_doing(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`the malicious activity of the Belarusian regime`."""
    if sentence.lower(group.first - 1) != "of" or not who.strong:
        return None
    if sentence.lower(group.first - 2) in lexicon().nouns["activity"]:
        return Proposition(
            first=group.first - 2, last=sentence.clause_end(group.first), accused=(who.first, who.last),
            verb=(group.first - 2, group.first - 1), activity=(group.first - 2, group.first - 1), states=who.states, mention=True,
        )
    return None


def _over_insert(sentence: Sentence, place: int) -> int:
    """Over `, also known as …,` and `(…)` behind a subject."""
    if sentence.lower(place) == "(":
        closing = next((here for here in range(place, min(place + 20, len(sentence.words))) if sentence.words[here].text == ")"), None)
        return closing + 1 if closing is not None else place
    if sentence.lower(place) != ",":
        return place
    opens = sentence.lower(place + 1)
    if opens not in ("which", "who", "also", "known", "a", "an", "the", "part", "tracked", "including", "aka", "or", "dubbed"):
        return place
    closing = next((here for here in range(place + 1, min(place + 25, len(sentence.words))) if sentence.words[here].text == ","), None)
    return closing + 1 if closing is not None else place


def _imagined(sentence: Sentence, group: Group) -> bool:
    for here in range(group.first - 1, max(-1, group.first - 5), -1):
        word = sentence.lower(here)
        if word in (",", ";", ":", "that"):
            return False
        if word in ("if", "whether", "unless", "suppose", "how", "why", "question", "should"):
            return True
    return False


def _trimmed(sentence: Sentence, first: int, last: int) -> tuple[int, int] | None:
    while first < last and sentence.lower(first) in ("for", "out", "behind", "in"):
        first += 1
    while last > first and not sentence.words[last - 1].is_word:
        last -= 1
    return (first, last) if first < last else None
