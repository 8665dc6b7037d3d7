"""Measures: charges, sanctions, expulsions, advisories; and measures expressly not taken, or only considered."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.rules.measures.acting import acted
from indicia.knowledge.reports.assertions.rules.measures.charging import charged_by_noun, charges, sanctions
from indicia.knowledge.reports.assertions.rules.measures.listing import listed_as_sanctioned, on_list
from indicia.knowledge.reports.assertions.rules.measures.not_taken import not_taken
from indicia.knowledge.reports.assertions.rules.measures.words import (
    against,
    drafted,
    measure_noun,
)
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.speakers.frames import carried_by
from indicia.knowledge.reports.assertions.subjects.agents import agents
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

_CUTS = frozenset(
    "attaché attachés relations ties diplomat diplomats ambassador ambassadors envoy envoys chargé consulate "
    "consulates embassy".split()
)


_SENT_HOME = frozenset("officers officials spies agents staff".split())


def measured(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of measures taken, not taken and considered."""
    inside = {place for group in sentence.groups for place in range(group.first, group.last)}
    terms = lexicon()
    for place, word in enumerate(sentence.words):
        if place in inside or not word.is_word:
            continue
        if terms.is_verb(word.lower, "charge"):
            yield from charges(sentence, place)
        if terms.is_verb(word.lower, "sanction"):
            yield from sanctions(sentence, place)
        yield from charged_by_noun(sentence, place)
        yield from _with_noun(sentence, place)
        yield from listed_as_sanctioned(sentence, place)
    yield from acted(sentence)
    yield from not_taken(sentence)


def _with_noun(sentence: Sentence, place: int) -> Iterator[Draft]:
    """A verb and the noun of the measure: `imposed travel bans`, `unsealed an indictment`, `expelled two diplomats`."""
    terms, word = lexicon(), sentence.lower(place)
    for kind, nouns, stance in (
        ("unseal", terms.nouns["indictment"], Stance.CHARGES),
        ("impose", terms.nouns["sanction"], Stance.SANCTIONS),
        ("publish", terms.nouns["advisory"], Stance.ACTS),
        ("expel", _CUTS, Stance.ACTS),
        ("weigh", terms.nouns["measure"], Stance.DECLINES),
        ("take", terms.nouns["measure"], Stance.DECLINES),
    ):
        if not (
            terms.is_verb(word, kind) or (kind == "expel" and word == "called" and sentence.lower(place + 1) == "in")
        ):
            continue
        start = place
        if word.startswith("reserve"):
            start = next((here for here in range(place + 1, place + 6) if sentence.lower(here) == "take"), place)
        noun = measure_noun(sentence, start, nouns | _SENT_HOME if word.startswith("expel") else nouns)
        if noun is None and kind == "impose":
            plain = measure_noun(sentence, place, terms.nouns["measure"])
            noun = plain if plain is not None and _says_no(sentence, place, plain[0]) else None
        people = sentence.starts.get(place + 1)
        if noun is None and word.startswith("expel") and people is not None and people.acts and people.named_state:
            noun = (place + 1, people.last)
        if noun is None or on_list(sentence, noun[1]):
            continue
        subject = subject_of(sentence, place)
        if subject is not None and subject.passive and kind != "weigh":
            return
        if subject is None or not all(group.speaks for group in subject.groups):
            continue
        if kind == "take" and not (subject.future or subject.negative):
            continue
        whom = None
        if stance in (Stance.CHARGES, Stance.SANCTIONS):
            whom = against(sentence, noun[1])
            if stance is Stance.CHARGES and whom is None:
                continue
        measure = (place, noun[1]) if kind == "expel" else noun
        yield drafted(sentence, subject, place, stance, measure, whom, no=_says_no(sentence, place, noun[0]))
        return
    called_in = word == "called" and sentence.lower(place + 1) == "in"
    if (called_in or terms.is_verb(word, "expel", "pp", "past")) and place > 0:
        yield from _expelled(sentence, place)
    if word in ("sent", "send", "sends") and "home" in sentence.lowers(place + 1, place + 7):
        subject = subject_of(sentence, place)
        at = sentence.small.index("home", place)
        sent = set(sentence.lowers(place + 1, at)) & (_CUTS | _SENT_HOME)
        if subject is not None and sent and all(group.speaks for group in subject.groups):
            yield drafted(sentence, subject, place, Stance.ACTS, (place, at + 1), None)
    if word in ("offer", "offers", "offered", "offering") and {"reward", "rewards"} & set(
        sentence.lowers(place + 1, place + 4)
    ):
        subject = subject_of(sentence, place)
        if subject is not None and all(group.speaks for group in subject.groups):
            at = next(here for here in range(place + 1, place + 4) if sentence.lower(here).startswith("reward"))
            yield drafted(sentence, subject, place, Stance.ACTS, (at, at + 1), None)
    if word in ("raise", "raised", "raises") and "concerns" in sentence.lowers(place + 1, place + 5):
        yield from _raised(sentence, place)


def _says_no(sentence: Sentence, place: int, noun: int) -> bool:
    return bool({"no", "neither"} & set(sentence.lowers(place + 1, noun + 1)))


def _expelled(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`the ambassador has been summoned`, `two diplomats were expelled`."""
    subject = subject_of(sentence, place)
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
    speakers = agents(sentence, place)
    host = sentence.starts.get(place + 2)
    if not speakers and sentence.lower(place + 1) in ("to", "by") and host is not None and host.party:
        speakers = (host,)
    carrier = carried_by(sentence, place) if not speakers else None
    if carrier is not None and not carrier.subject.negative and not carrier.subject.unreal:
        speakers = carrier.subject.groups
    yield Draft(
        stance=Stance.ACTS,
        speakers=speakers,
        verb=(place, place + 1),
        measure=(subject.first, place + 1 + (sentence.lower(place) == "called")),
        taken=True,
    )


def _raised(sentence: Sentence, place: int) -> Iterator[Draft]:
    subject = subject_of(sentence, place)
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
