"""Whom a verb of attribution accuses, and of what: behind it, behind `to`, `on`, `by`, `as`."""

from indicia.knowledge.reports.assertions.deeds.accused import Accused, accused, activity_of
from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort

REACH = 40
"""Words behind a verb in which the accused is looked for."""


def object_of(sentence: Sentence, place: int, kind: str) -> tuple[Accused | None, tuple[int, int] | None]:
    """Whom an active verb accuses, and of what."""
    end = min(len(sentence.words), place + REACH)
    direct = sentence.starts.get(place + 1) or (
        sentence.starts.get(place + 2) if sentence.lower(place + 1) in ("out", "both", "the") else None
    )
    whom = accused(sentence, direct) if direct is not None else None
    if whom is None and direct is None and (kind in ("blame", "condemn") or sentence.lower(place).startswith("expos")):
        done = activity_of(sentence, place + 1 + (sentence.lower(place + 1) == "the"))
        if done is not None:
            return done, rest_of(sentence, done.last)
    following = sentence.lower(whom.last) if whom is not None else ""
    if kind == "attribute":
        if whom is not None and direct is not None and following == "as" and not direct.possessive:
            return whom, (whom.last, sentence.clause_end(whom.last))
        return behind(sentence, place, end, ("to",))
    if kind == "link":
        found = behind(sentence, place, end, ("to", "with"), strong=True)
        if found[0] is None and whom is not None and whom.strong and following in ("to", "with") and direct is not None:
            rest = sentence.lowers(whom.last, min(whom.last + 8, end))
            if not direct.possessive and set(rest) & lexicon().nouns["activity"]:
                return whom, rest_of(sentence, whom.last + 1)
        return found
    if kind == "blame" and direct is not None and direct.pronoun and sentence.lower(direct.last) == "for":
        before = any(other.acts or Sort.GROUP in other.sorts for other in sentence.groups if other.last <= place)
        if before or sentence.met.opening is not None:
            return Accused(direct.first, direct.last, False, frozenset()), rest_of(sentence, direct.last)
    if kind == "blame":
        if (
            whom is not None
            and direct is not None
            and not direct.possessive
            and following in ("for", ".", ",", "over", "after", "")
        ):
            aside = following == "," and sentence.lower(whom.last + 1) not in ("for", "over", "after")
            return whom, None if aside else rest_of(sentence, whom.last)
        other = behind(sentence, place, min(end, sentence.clause_end(place)), ("on",))
        if other[0] is not None:
            return other
        return (whom, None) if whom is not None and direct is not None and not direct.possessive else (None, None)
    if kind == "accuse" and direct is not None and direct.pronoun and sentence.lower(direct.last) == "of":
        return Accused(direct.first, direct.last, False, frozenset()), rest_of(sentence, direct.last)
    if kind == "accuse":
        if direct is None and sentence.lower(place + 1) == "of":
            return _accused_before(sentence, place), rest_of(sentence, place + 1)
        if whom is None or direct is None or (direct.possessive):
            return None, None
        if "of" in sentence.lowers(whom.last, whom.last + 6):
            return whom, rest_of(sentence, whom.last)
        return None, None
    if kind == "name" and direct is None:
        return _operation_as(sentence, place)
    return _named_or_condemned(sentence, place, kind, direct, whom)


def _operation_as(sentence: Sentence, place: int) -> tuple[Accused | None, tuple[int, int] | None]:
    """`identified the operation as APT31`."""
    for here in range(place + 2, min(sentence.clause_end(place), place + 7)):
        group = sentence.starts.get(here + 1)
        done = set(sentence.lowers(place + 1, here)) & lexicon().nouns["activity"]
        if sentence.lower(here) == "as" and group is not None and done and Sort.GROUP in group.sorts:
            return accused(sentence, group), sentence.tail(place + 1, here)
    return None, None


def _accused_before(sentence: Sentence, place: int) -> Accused | None:
    """`APT31, which Norway accuses of …`."""
    subject = subject_of(sentence, place)
    at = subject.first - 1 if subject is not None else -1
    if at < 1 or sentence.lower(at) not in ("which", "whom", "that"):
        return None
    group = sentence.ends.get(at - 1 if sentence.lower(at - 1) == "," else at)
    return accused(sentence, group) if group is not None and not group.possessive else None


def _named_or_condemned(
    sentence: Sentence, place: int, kind: str, direct: Group | None, whom: Accused | None
) -> tuple[Accused | None, tuple[int, int] | None]:
    if kind == "condemn" and (whom is None or not whom.strong):
        return _by_whom(sentence, place)
    if whom is None or direct is None:
        return None, None
    rest = sentence.lowers(whom.last, whom.last + 9)
    if kind == "name" and not direct.possessive and _as_responsible(sentence, whom.last):
        return whom, None
    if kind == "name" and not direct.possessive and rest[:1] == ["as"] and direct.acts and not whom.strong:
        named = sentence.starts.get(whom.last + 1)
        person = accused(sentence, named) if named is not None and (named.person or named.named_state) else None
        if person is not None:
            return person, (direct.first, whom.last)
    if kind == "name":
        alone = sentence.lower(place).startswith("name") and Sort.GROUP in direct.sorts and not direct.possessive
        if alone and (
            rest[:1] in ([], ["."], [","]) or (rest[0] in ("in", "on", "last") and _time(sentence, whom.last))
        ):
            return whom, None
        if not direct.possessive and Sort.GROUP in direct.sorts and rest[:1] == ["as"]:
            kind_of = sentence.starts.get(whom.last + 1)
            of_state = accused(sentence, kind_of) if kind_of is not None and kind_of.acts else None
            if of_state is not None and of_state.states:
                return of_state, (direct.first, whom.last)
        if not direct.possessive and whom.strong and rest[:1] == ["for"]:
            return whom, rest_of(sentence, whom.last)
        if (
            not direct.possessive
            and rest[:1] == ["as"]
            and set(rest)
            & {
                "responsible",
                "behind",
                "culprit",
                "culprits",
                "perpetrator",
                "perpetrators",
                "source",
                "origin",
                "author",
                "being",
                "having",
            }
        ):
            return whom, rest_of(sentence, whom.last)
        return None, None
    if not direct.possessive and rest[:1] in (["for"], ["over"]) and whom.strong:
        return whom, rest_of(sentence, whom.last)
    if direct.possessive and whom.strong and set(rest) & lexicon().nouns["activity"]:
        return whom, rest_of(sentence, whom.last)
    return None, None


def _time(sentence: Sentence, place: int) -> bool:
    after = sentence.lower(place + 1)
    return after in lexicon().words["days"] or after.isdigit()


def _as_responsible(sentence: Sentence, place: int) -> bool:
    """`, also known as APT 29, as the perpetrator`: behind an insert."""
    if sentence.lower(place) != ",":
        return False
    for here in range(place + 1, min(sentence.clause_end(place), place + 20)):
        if sentence.lower(here) == "as" and sentence.lower(here - 1) == ",":
            return bool(
                set(sentence.lowers(here + 1, here + 4))
                & {"responsible", "perpetrator", "perpetrators", "culprit", "source", "author"}
            )
    return False


def _by_whom(sentence: Sentence, place: int) -> tuple[Accused | None, tuple[int, int] | None]:
    """`condemned what it called a reckless attack by Iran`."""
    for here in range(place + 1, min(sentence.clause_end(place), place + 18)):
        group = sentence.starts.get(here + 1)
        done = sentence.lower(here) == "of" and sentence.lower(here - 1) in lexicon().nouns["activity"]
        if (sentence.lower(here) == "by" or done) and group is not None:
            whom = accused(sentence, group)
            if whom is not None and whom.strong and set(sentence.lowers(place, here)) & lexicon().nouns["activity"]:
                return whom, sentence.tail(place + 1, here)
    return None, None


def rest_of(sentence: Sentence, first: int) -> tuple[int, int] | None:
    """What the clause says from a place on."""
    return sentence.tail(first, sentence.clause_end(first))


def behind(
    sentence: Sentence, place: int, end: int, links: tuple[str, ...], *, strong: bool = False
) -> tuple[Accused | None, tuple[int, int] | None]:
    """The first accused behind one of the prepositions."""
    for here in range(place + 1, min(end, len(sentence.words) - 1)):
        if sentence.words[here].text in (";", "."):
            break
        if sentence.lower(here) not in links:
            continue
        done = activity_of(sentence, here + 1)
        if done is not None:
            return done, sentence.tail(place + 1, here)
        group = sentence.starts.get(here + 1) or sentence.starts.get(here + 2)
        if group is None:
            continue
        whom = accused(sentence, group)
        if (
            whom is not None
            and (whom.strong or group.acts or group.person)
            and not (strong and not (whom.strong or group.person))
        ):
            activity = sentence.tail(place + 1, here)
            return whom, activity
    return None, None
