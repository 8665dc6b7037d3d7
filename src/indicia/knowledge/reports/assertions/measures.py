"""Measures: charges, sanctions, expulsions, advisories; and measures expressly not taken, or only considered."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.accused import Accused, accused
from indicia.knowledge.reports.assertions.draft import Draft
from indicia.knowledge.reports.assertions.frames import Frame, frames
from indicia.knowledge.reports.assertions.groups import Group
from indicia.knowledge.reports.assertions.lexicon import lexicon
from indicia.knowledge.reports.assertions.sentence import Sentence, Subject
from indicia.model.reported import Stance

_CONSIDERED = "considered or announced, not taken"
_CUTS = frozenset(
    "relations ties diplomat diplomats ambassador ambassadors envoy envoys chargé consulate consulates embassy".split()
)
_BEFORE_NOUN = 9


def measured(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of measures taken, not taken and considered."""
    inside = {place for group in sentence.groups for place in range(group.first, group.last)}
    terms = lexicon()
    for place, word in enumerate(sentence.words):
        if place in inside or not word.is_word:
            continue
        if terms.is_verb(word.lower, "charge"):
            yield from _charges(sentence, place)
        if terms.is_verb(word.lower, "sanction"):
            yield from _sanctions(sentence, place)
        yield from _with_noun(sentence, place)
    yield from _no_noun(sentence)


def _with_noun(sentence: Sentence, place: int) -> Iterator[Draft]:
    """A verb and the noun of the measure: `imposed travel bans`, `unsealed an indictment`, `expelled two diplomats`."""
    terms, word = lexicon(), sentence.lower(place)
    for kind, nouns, stance in (
        ("unseal", terms.nouns["indictment"], Stance.CHARGES),
        ("impose", terms.nouns["sanction"], Stance.SANCTIONS),
        ("publish", terms.nouns["advisory"], Stance.ACTS),
        ("expel", _CUTS, Stance.ACTS),
        ("weigh", terms.nouns["measure"], Stance.DECLINES),
    ):
        if not terms.is_verb(word, kind):
            continue
        start = place
        if word.startswith("reserve"):
            start = next((here for here in range(place + 1, place + 6) if sentence.lower(here) == "take"), place)
        noun = _noun(sentence, start, nouns)
        if noun is None:
            continue
        subject = sentence.subject(place)
        if subject is not None and subject.passive and kind != "weigh":
            return
        if subject is None or not all(group.speaks for group in subject.groups):
            continue
        whom = None
        if stance in (Stance.CHARGES, Stance.SANCTIONS):
            whom = _against(sentence, noun[1])
            if stance is Stance.CHARGES and whom is None:
                continue
        measure = (place, noun[1]) if kind == "expel" else noun
        yield _draft(sentence, subject, place, stance, measure, whom, no=_says_no(sentence, place, noun[0]))
        return
    if terms.is_verb(word, "expel", "pp", "past") and place > 0:
        yield from _expelled(sentence, place)
    if word in ("offer", "offers", "offered", "offering") and {"reward", "rewards"} & set(
        sentence.lowers(place + 1, place + 4)
    ):
        subject = sentence.subject(place)
        if subject is not None and all(group.speaks for group in subject.groups):
            noun = next(here for here in range(place + 1, place + 4) if sentence.lower(here).startswith("reward"))
            yield _draft(sentence, subject, place, Stance.ACTS, (noun, noun + 1), None)
    if word in ("raise", "raised", "raises") and "concerns" in sentence.lowers(place + 1, place + 5):
        yield from _raised(sentence, place)


def _noun(sentence: Sentence, place: int, nouns: frozenset[str]) -> tuple[int, int] | None:
    """The noun of a measure behind a verb, as far as no other verb or clause stands between; `A and B` as one."""
    found: tuple[int, int] | None = None
    terms = lexicon()
    here = place + 1
    while here < min(len(sentence.words), place + 1 + _BEFORE_NOUN, sentence.clause_end(place) + 1):
        word = sentence.lower(here)
        phrase = terms.measures.at(sentence.words, here)
        if phrase is not None and any(item in nouns for item in (" ".join(sentence.lowers(here, here + phrase[0])),)):
            start = found[0] if found else _adjectives(sentence, here)
            found = (start, here + phrase[0])
            here = found[1]
            if sentence.lower(here) == "and":
                here += 1
                continue
            return found
        if word in nouns:
            return found[0] if found else _adjectives(sentence, here), here + 1
        if word in ("that", "which", "who", "to", ";", "after", "when", "against", "over", "from", "by") or (
            found and here > found[1] + 3
        ):
            return found
        if sentence.words[here].text == "," and word == ",":
            return found
        here += 1
    return found


def _adjectives(sentence: Sentence, noun: int) -> int:
    """Where `further`, `new economic` begins before a noun."""
    start = noun
    while start - 1 >= 0 and sentence.lower(start - 1) in (
        "further",
        "new",
        "economic",
        "financial",
        "joint",
        "cybersecurity",
        "more",
        "fresh",
        "additional",
        "criminal",
        "restrictive",
        "tailored",
        "own",
        "diplomatic",
        "any",
        "targeted",
        "specific",
    ):
        start -= 1
    return start


def _says_no(sentence: Sentence, place: int, noun: int) -> bool:
    return bool({"no", "neither"} & set(sentence.lowers(place + 1, noun + 1)))


def _draft(
    sentence: Sentence,
    subject: Subject,
    place: int,
    stance: Stance,
    measure: tuple[int, int],
    whom: Accused | None,
    *,
    no: bool = False,
) -> Draft:
    refused = (
        subject.negative
        or no
        or "short" in sentence.lowers(place - 3, place)
        or subject.control in ("declined", "refused", "stopped", "declines", "refrained")
    )
    weighed = stance is Stance.DECLINES or subject.future or subject.unreal or _planned(sentence, place)
    if refused:
        note, taken = "expressly not taken", False
    elif weighed:
        note, taken = _CONSIDERED, False
    else:
        note, taken = "", True
    return Draft(
        stance=stance if taken else Stance.DECLINES,
        speakers=subject.groups,
        verb=(place, place + 1),
        accused=(whom.first, whom.last) if whom is not None else None,
        measure=measure,
        taken=taken,
        note=note,
    )


def _planned(sentence: Sentence, place: int) -> bool:
    """`plans to impose`, `is ready to sanction`."""
    if sentence.lower(place - 1) != "to":
        return False
    return any(
        lexicon().is_verb(sentence.lower(here), "weigh")
        or sentence.lower(here)
        in ("ready", "prepared", "likely", "expected", "set", "able", "calling", "calls", "called", "urged", "asked")
        for here in range(max(0, place - 6), place)
    )


def _against(sentence: Sentence, place: int) -> Accused | None:
    for here in range(place, min(len(sentence.words), place + 6)):
        group = sentence.starts.get(here)
        if group is not None and sentence.lower(here - 1) in ("against", "on", "at", "targeting", "for", "of", "over"):
            return accused(sentence, group)
    return None


def _charges(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`charged four officers`, `X was indicted by a grand jury`; a fee is no charge."""
    terms = lexicon()
    after = sentence.lower(place + 1)
    if terms.is_verb(sentence.lower(place), "charge", "ing") and sentence.lower(place - 1) in ("the", "a"):
        return
    if after in terms.not_charges or (place + 1 < len(sentence.words) and sentence.words[place + 1].text in "$£€"):
        return
    subject = sentence.subject(place)
    if subject is not None and subject.passive:
        group = subject.groups[-1]
        indicted = sentence.lower(place).startswith(("indict", "prosecut"))
        with_what = after in ("with", "by", "in", "over")
        if (
            not (indicted or (with_what and (group.acts or group.person or group.named_state)))
            or subject.negative
            or subject.unreal
        ):
            return
        whom = accused(sentence, group)
        yield Draft(
            stance=Stance.CHARGES,
            speakers=_by(sentence, place),
            verb=(place, place + 1),
            accused=(subject.first, whom.last) if whom is not None else (subject.first, group.last),
            measure=(place, place + 1),
            taken=True,
        )
        return
    target = sentence.starts.get(place + 1)
    if target is None or subject is None or not all(group.speaks for group in subject.groups):
        return
    if not (
        target.head in terms.nouns["accused_by_law"]
        or target.acts
        or (target.person and "with" in sentence.lowers(target.last, target.last + 6))
    ):
        return
    if not (
        target.named_state
        or target.person
        or set(sentence.lowers(target.last, target.last + 14)) & {"with", "over", "of", "for", "in"}
    ):
        return
    whom = accused(sentence, target)
    if whom is None:
        return
    yield _draft(sentence, subject, place, Stance.CHARGES, (place, place + 1), whom)


def _by(sentence: Sentence, place: int) -> tuple[Group, ...]:
    for here in range(place + 1, min(len(sentence.words), place + 12)):
        group = sentence.starts.get(here + 1)
        if sentence.lower(here) == "by" and group is not None and group.speaks and not group.possessive:
            return (group,)
    return ()


def _sanctions(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`sanctioned the ministry`; a use or a sale that is sanctioned is only allowed."""
    subject = sentence.subject(place)
    if subject is not None and subject.passive:
        group = subject.groups[-1]
        whom = accused(sentence, group)
        if (
            whom is None
            or not (whom.strong or group.acts or group.person)
            or subject.negative
            or subject.unreal
            or subject.future
        ):
            return
        agents = _by(sentence, place)
        if not agents and sentence.lower(place).startswith("design"):
            return
        yield Draft(
            stance=Stance.SANCTIONS,
            speakers=agents,
            verb=(place, place + 1),
            accused=(subject.first, whom.last),
            measure=(place, place + 1),
            taken=True,
        )
        return
    target = sentence.starts.get(place + 1)
    if subject is None or target is None or not all(group.speaks for group in subject.groups) or target.possessive:
        return
    whom = accused(sentence, target)
    if whom is None or not (whom.strong or target.head in lexicon().nouns["accused_by_law"] or target.person):
        return
    if sentence.lower(place).startswith("design") and not set(sentence.lowers(whom.last, whom.last + 14)) & {
        "sanctions",
        "under",
        "pursuant",
        "ofac",
        "executive",
    }:
        return
    yield _draft(sentence, subject, place, Stance.SANCTIONS, (place, place + 1), whom)


def _expelled(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`the ambassador has been summoned`, `two diplomats were expelled`."""
    subject = sentence.subject(place)
    if subject is None or not subject.passive or subject.negative or subject.unreal or subject.future:
        return
    if not {
        "ambassador",
        "ambassadors",
        "diplomat",
        "diplomats",
        "envoy",
        "affaires",
        "representative",
        "d'affaires",
        "chargé",
    } & set(sentence.lowers(subject.first - 3, subject.groups[-1].last + 3)):
        return
    yield Draft(
        stance=Stance.ACTS,
        speakers=_by(sentence, place),
        verb=(place, place + 1),
        measure=(place, place + 1),
        taken=True,
    )


def _raised(sentence: Sentence, place: int) -> Iterator[Draft]:
    subject = sentence.subject(place)
    whom = next(
        (
            group
            for group in sentence.groups
            if group.first > place and group.named_state and sentence.lower(group.first - 1) == "with"
        ),
        None,
    )
    if subject is None or subject.negative or subject.unreal or whom is None:
        return
    if all(group.speaks for group in subject.groups):
        yield Draft(
            stance=Stance.ACTS,
            speakers=subject.groups,
            verb=(place, place + 1),
            measure=(place, sentence.lowers(0, len(sentence.words)).index("concerns", place) + 1),
            taken=True,
        )


def _no_noun(sentence: Sentence) -> Iterator[Draft]:
    """`No sanctions are announced`, `no new penalties were planned`, `sanctions were imposed on X by Y`, `sanctions against X`."""
    terms = lexicon()
    place = 0
    while place < len(sentence.words):
        phrase = terms.measures.at(sentence.words, place)
        if phrase is None or phrase[1] not in ("measure", "sanction"):
            place += 1
            continue
        end = place + phrase[0]
        start = _adjectives(sentence, place)
        while start > 0 and sentence.lower(start - 1) in (
            "national",
            "such",
            "further",
            "new",
            "immediate",
            "concrete",
            "unilateral",
        ):
            start -= 1
        be = sentence.lower(end)
        verb = next(
            (
                here
                for here in range(end, min(len(sentence.words), end + 5))
                if terms.is_verb(sentence.lower(here), "impose")
                or terms.is_verb(sentence.lower(here), "weigh")
                or sentence.lower(here)
                in ("taken", "included", "followed", "imposed", "planned", "announced", "expected")
            ),
            None,
        )
        passive = be in ("are", "were", "have", "had", "is", "was", "will", "would", "has") and verb is not None
        if passive and verb is not None:
            negative = sentence.lower(start - 1) in ("no", "neither") or bool(
                {"not", "n't"} & set(sentence.lowers(end, verb))
            )
            yield from _passive_noun(sentence, (start, end), verb, negative=negative)
        place = end
    yield from _without(sentence)


def _passive_noun(sentence: Sentence, measure: tuple[int, int], verb: int, *, negative: bool) -> Iterator[Draft]:
    considered = (
        any(word in ("will", "would", "could", "may", "might") for word in sentence.lowers(measure[1], verb))
        or lexicon().is_verb(sentence.lower(verb), "weigh")
        and not negative
    )
    before = sentence.lower(measure[0] - 1)
    if before in ("why", "if", "whether") or set(sentence.lowers(measure[0] - 3, measure[0])) & {
        "why",
        "if",
        "whether",
        "asked",
    }:
        return
    carrier = _carrier(sentence, measure[0])
    speakers = carrier.subject.groups if carrier is not None else _by(sentence, verb)
    if negative:
        yield Draft(
            stance=Stance.DECLINES,
            speakers=speakers,
            verb=(verb, verb + 1),
            measure=measure,
            taken=False,
            note="expressly not taken",
            own_words=carrier is None,
        )
    elif not considered and _by(sentence, verb):
        whom = _against(sentence, measure[1]) or _against(sentence, verb)
        yield Draft(
            stance=Stance.SANCTIONS,
            speakers=_by(sentence, verb),
            verb=(verb, verb + 1),
            measure=measure,
            taken=True,
            accused=(whom.first, whom.last) if whom else None,
        )


def _carrier(sentence: Sentence, place: int) -> Frame | None:
    before = [
        frame
        for frame in frames(sentence)
        if not frame.trails and frame.verb[1] <= place and frame.verb[0] + 12 > place
    ]
    return before[-1] if before and not before[-1].subject.negative else None


def _without(sentence: Sentence) -> Iterator[Draft]:
    """`stopped short of sanctions`, `did not rule out further action`, `was not accompanied by sanctions`."""
    terms = lexicon()
    for place in range(len(sentence.words)):
        word = sentence.lower(place)
        window = sentence.lowers(place + 1, place + 3)
        short = word in ("stop", "stops", "stopped", "stopping", "fell", "fall", "falls") and window == ["short", "of"]
        rules = word in ("rule", "rules", "ruled", "ruling") and window[:1] == ["out"]
        if not (short or rules):
            continue
        subject = sentence.subject(place)
        if subject is None or not all(group.speaks for group in subject.groups):
            continue
        noun = None
        for here in range(place + 2, min(len(sentence.words), place + 10)):
            phrase = terms.measures.at(sentence.words, here)
            if phrase is not None and phrase[1] in ("measure", "sanction"):
                noun = (_adjectives(sentence, here), here + phrase[0])
                break
        if rules and noun is None:
            continue
        note = _CONSIDERED if rules and subject.negative else "expressly not taken" if noun else "does not attribute"
        last = place + 3 if short else place + 2
        if (
            short
            and noun is None
            and not any(
                terms.is_verb(sentence.lower(here), kind)
                for here in range(place + 3, place + 5)
                for kind in ("attribute", "blame", "accuse", "name", "link")
            )
        ):
            continue
        yield Draft(
            stance=Stance.DECLINES,
            speakers=subject.groups,
            verb=(place, last),
            measure=noun,
            taken=False if noun else None,
            note=note,
        )
