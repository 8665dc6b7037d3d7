"""Statements inside a sentence that somebody did something: who, what, with which words; whoever asserts them."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.accused import Accused, accused
from indicia.knowledge.reports.assertions.done_by import done_by, from_where, named_doing, owned
from indicia.knowledge.reports.assertions.group import Group
from indicia.knowledge.reports.assertions.lexicon import lexicon
from indicia.knowledge.reports.assertions.names import Sort
from indicia.knowledge.reports.assertions.proposition import Proposition
from indicia.knowledge.reports.assertions.sentence import Sentence

_BELIEF = frozenset(
    "believed thought suspected alleged assessed judged known found said understood considered reported accused".split()
)


_RESPONSIBLE = frozenset("responsible behind culpable complicit".split())


_BELONGS = frozenset(
    "affiliated linked associated aligned tied connected sponsored backed directed controlled run supported "
    "employed funded operated commanded".split()
)


_BELONG_VERBS = frozenset(
    "works work worked working operates operate operated operating acts act acted acting consists consist "
    "takes take took taking belongs belong belonged answers answer reports report comprises comprise".split()
)


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
    if not any(Sort.GROUP in other.sorts or other.acts for other in before[-2:]):
        return None
    verb = sentence.lowers(group.last, group.last + 5)
    if not set(verb) & {"orders", "instructions", "direction", "behalf", "belongs", "belong", "answers", "part"}:
        return None
    return Accused(group.first, group.last, False, frozenset())


def _of(sentence: Sentence, group: Group, who: Accused) -> Iterator[Proposition]:
    done = done_by(sentence, group, who) or from_where(sentence, group, who)
    if done is not None:
        yield done
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
    if sentence.lower(who.last) != "," or sentence.lower(who.last + 1) not in ("which", "who"):
        return None
    place = who.last + 2
    teller = sentence.starts.get(place)
    if teller is not None and lexicon().is_verb(sentence.lower(teller.last), "say"):
        place = teller.last + 1
    found = _doing_from(sentence, group, who, place)
    return found if found is not None and found.of_group else None


def _does(sentence: Sentence, group: Group, who: Accused) -> Proposition | None:
    """`China's MSS exploited …`, `… was behind …`, `APT31 is affiliated with …`."""
    place = _over_insert(sentence, who.last)
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
    belongs = _belonging(sentence, place, passive, end) or _kind_of_group(sentence, group, place, passive)
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
        )
    verb_end = _verb_of_doing(sentence, place, passive, end)
    responsible = (
        (sentence.lower(place) in _RESPONSIBLE and (passive or _headline(sentence)))
        or sentence.lowers(place - 1, place + 1) == ["to", "blame"]
        or (
            passive
            and sentence.lowers(place, place + 2)
            in (["the", "culprit"], ["the", "perpetrators"], ["the", "source"], ["the", "perpetrator"])
        )
        or sentence.lowers(place, place + 2)
        in (["bears", "responsibility"], ["bear", "responsibility"], ["being", "behind"])
    )
    if responsible:
        verb_end = place + 1
    if verb_end is None or sentence.lowers(place, place + 2) == ["behind", "on"]:
        return None
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
        return (
            place + 1
            if set(rest[:4]) & {"those", "who", "hackers", "criminals", "actors", "groups", "them", "people"}
            else None
        )
    if terms.is_verb(word, "strike_with") and (set(rest) & _WITH or activity):
        if rest[:1] == ["part"] and "in" not in rest[:3]:
            return None
        return place + 1
    return None


def _belonging(sentence: Sentence, place: int, passive: bool, end: int) -> tuple[Accused, int] | None:
    """Whom something belongs to: `is affiliated with X`, `works on behalf of X`, `is a subgroup of X`."""
    word = sentence.lower(place)
    bound = word in ("ties", "links", "connections") and sentence.lower(place - 1) in ("has", "have")
    tie = (
        bound or (word in _BELONGS and (passive or sentence.lower(place - 1) in ("is", "are"))) or word in _BELONG_VERBS
    )
    part = (
        passive
        and (word in ("part", "a", "an", "the"))
        and set(sentence.lowers(place, place + 6))
        & {
            "part",
            "subgroup",
            "unit",
            "arm",
            "front",
            "branch",
            "proxy",
            "contractor",
            "subset",
            "cover",
            "alias",
            "team",
            "division",
        }
    )
    if not (tie or part):
        return None
    if word.startswith(("take", "took", "taking", "answer")) and not set(sentence.lowers(place, place + 4)) & {
        "orders",
        "instructions",
        "direction",
    }:
        return None
    limit = min(end, place + 12)
    for here in range(place + 1, limit):
        group = sentence.starts.get(here)
        if group is None:
            continue
        whom = accused(sentence, group)
        link = set(sentence.lowers(place, here))
        power = group.head in lexicon().nouns["power"] and group.head not in ("territory", "soil", "country", "state")
        if whom is not None and (whom.strong or power) and link & {"with", "to", "by", "for", "of", "from", "behalf"}:
            return whom, here
    return None


def _kind_of_group(sentence: Sentence, subject: Group, place: int, passive: bool) -> tuple[Accused, int] | None:
    """`Hafnium is a state-sponsored group operating out of China`: a group by name, and what names a state."""
    group = sentence.starts.get(place)
    if not passive or group is None or not group.acts or Sort.GROUP not in subject.sorts:
        return None
    whom = accused(sentence, group)
    return (whom, place) if whom is not None and whom.states else None


def _headline(sentence: Sentence) -> bool:
    return sentence.words[-1].text not in (".", "!", "?", ",")


def _over_insert(sentence: Sentence, place: int) -> int:
    """Over `, also known as …,` and `(…)` behind a subject."""
    if sentence.lower(place) == "(":
        closing = next(
            (here for here in range(place, min(place + 20, len(sentence.words))) if sentence.words[here].text == ")"),
            None,
        )
        return closing + 1 if closing is not None else place
    if sentence.lower(place) != ",":
        return place
    opens = sentence.lower(place + 1)
    if opens not in (
        "through",
        "via",
        "acting",
        "working",
        "which",
        "who",
        "also",
        "known",
        "a",
        "an",
        "the",
        "part",
        "tracked",
        "specifically",
        "namely",
        "specifically",
        "namely",
        "including",
        "aka",
        "or",
        "dubbed",
    ):
        return place
    closing = next(
        (here for here in range(place + 1, min(place + 25, len(sentence.words))) if sentence.words[here].text == ","),
        None,
    )
    return closing + 1 if closing is not None else place


def _imagined(sentence: Sentence, group: Group) -> bool:
    for here in range(group.first - 1, max(-1, group.first - 5), -1):
        word = sentence.lower(here)
        if word in (",", ";", ":", "that"):
            return False
        if word in ("if", "whether", "unless", "suppose", "how", "why", "question", "should"):
            return True
    return False
