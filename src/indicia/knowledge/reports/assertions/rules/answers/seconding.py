"""Support in other words: by whom a statement is welcomed, `followed suit`, `fully backs Prague`."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.subjects.agents import agents
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.subjects.coordinated import listed
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort
from indicia.model.reported import Stance

_WELCOMED = frozenset(
    "welcomed shared endorsed supported backed seconded echoed signed co-signed cosigned joined adopted".split()
)
_BE = frozenset("is are was were been being be".split())
_FOLLOWS = frozenset("follow follows followed following did do does".split())
_FULLY = frozenset("fully firmly strongly wholeheartedly squarely unreservedly fully-fledged".split())
_TRUSTS = frozenset("trust trusts trusted trusting".split())
_REACHES = frozenset("reach reaches reached arrive arrives arrived came come comes drew draw".split())
_CONCLUSIONS = frozenset("conclusion conclusions verdict assessment judgment judgement finding findings".split())
_RALLIES = frozenset("throw throws threw rally rallies rallied line lined lines swung".split())
_STATES = frozenset((Sort.STATE, Sort.PLACE, Sort.BODY))
_AMONG = (("among", "them"), ("including",), ("among", "which"))
_STATEMENTS = frozenset("statement declaration statements declarations communiqué".split())


def seconded(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of support; those that say nothing of a statement hold only behind an attribution of somebody else."""
    for place, word in enumerate(sentence.small):
        if sentence.inside_group(place):
            continue
        if word in _WELCOMED and set(sentence.lowers(place - 4, place)) & _BE:
            yield from _by_whom(sentence, place)
        last = _other_words(sentence, place, word)
        if last is not None:
            yield from _leaning(sentence, place, (place, last))
    yield from _among_them(sentence)
    yield from _not_among(sentence)


def _not_among(sentence: Sentence) -> Iterator[Draft]:
    """`South Korea was not among the countries that signed the statement`."""
    for place, word in enumerate(sentence.small):
        if word != "among" or sentence.lower(place - 1) != "not" or sentence.lower(place - 2) not in _BE:
            continue
        rest = set(sentence.lowers(place, place + 12))
        subject = subject_of(sentence, place - 2)
        if subject is not None and _party(subject) and rest & _SIGNS and rest & (_STATEMENTS | {"condemnation"}):
            yield Draft(
                stance=Stance.DECLINES, speakers=subject.groups, verb=(place - 1, place + 1), note="did not sign"
            )


def _other_words(sentence: Sentence, place: int, word: str) -> int | None:
    """Where the words end that back somebody, with their verb at a place; null where there are none."""
    if word in _FOLLOWS:
        return place + 2 if sentence.lower(place + 1) in ("suit", "likewise") else None
    if word in _REACHES:
        rest = sentence.lowers(place + 1, place + 8)
        return place + 1 if set(rest) & {"same", "similar"} and set(rest) & _CONCLUSIONS else None
    if word in _RALLIES:
        return place + 1 if "behind" in sentence.lowers(place + 1, place + 5) else None
    trusts = word in _TRUSTS and bool(set(sentence.lowers(place + 1, place + 5)) & lexicon().nouns["saying"])
    backs = lexicon().is_verb(word, "support") and _behind_a_state(sentence, place)
    issues = lexicon().is_verb(word, "publish") and _in_support(sentence, place)
    return place + 1 if trusts or backs or issues else None


def _leaning(sentence: Sentence, place: int, verb: tuple[int, int]) -> Iterator[Draft]:
    subject = subject_of(sentence, place)
    if subject is None or subject.passive or subject.negative or subject.unreal or not _party(subject):
        return
    yield Draft(stance=Stance.SUPPORTS, speakers=subject.groups, verb=verb, leans=True)


def _party(subject: Subject) -> bool:
    return all(group.speaks and not group.possessive for group in subject.groups)


def _behind_a_state(sentence: Sentence, place: int) -> bool:
    """`fully backs the Czech Republic`, `backed London`: a state and nothing that it is helped with."""
    group = sentence.starts.get(place + 1)
    if sentence.lower(place + 1) in ("it", "them") and sentence.lower(place + 2) in (".", ",", ""):
        return True
    if group is None or group.acts or group.possessive or not group.sorts & _STATES:
        return False
    firm = sentence.lower(place - 1) in _FULLY
    return sentence.lower(group.last) in (".", ",", "", "and", ";") or (firm and sentence.lower(group.last) != "with")


def _in_support(sentence: Sentence, place: int) -> bool:
    rest = sentence.lowers(place + 1, min(place + 16, sentence.clause_end(place)))
    return bool(set(rest[:4]) & _STATEMENTS) and ("support" in rest or "solidarity" in rest)


def _by_whom(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`The attribution was welcomed by Japan`."""
    lead = sentence.lowers(sentence.clause_start(place), place)
    if not set(lead) & lexicon().nouns["saying"] or set(lead[-4:]) & lexicon().words["negative"]:
        return
    by = tuple(group for group in agents(sentence, place) if group.party or group.person)
    if by:
        yield Draft(stance=Stance.SUPPORTS, speakers=by, verb=(place, place + 1))


def _among_them(sentence: Sentence) -> Iterator[Draft]:
    """`Twelve states co-signed the statement, among them Latvia and Romania`: each that is named."""
    if not set(sentence.small) & _STATEMENTS:
        return
    signed = next((here for here, word in enumerate(sentence.small) if word in _SIGNS), None)
    if signed is None or set(sentence.lowers(signed - 4, signed)) & lexicon().words["negative"]:
        return
    for place in range(signed + 1, len(sentence.words)):
        for lead in _AMONG:
            first: Group | None = sentence.starts.get(place + len(lead))
            if tuple(sentence.lowers(place, place + len(lead))) == lead and first is not None and first.party:
                named = tuple(group for group in listed(sentence, first) if group.party and group.sorts & _STATES)
                yield Draft(stance=Stance.SUPPORTS, speakers=named, verb=(signed, signed + 1))
                return


_SIGNS = frozenset("signed co-signed cosigned joined backed supported endorsed issued co-sponsored".split())
