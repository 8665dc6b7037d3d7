"""Denials: denied involvement, rejected the accusations, called them baseless, opposes all cyber attacks."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.speakers.frames import carried_by, frames
from indicia.knowledge.reports.assertions.subjects.agents import agents
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

_KEPT_OUT = frozenset(
    "access entry service visa visas permission login logins request requests entrance bail asylum bid "
    "application".split()
)
_CALLS = frozenset(
    "call calls called calling label labels labelled labeled brand brands branded describe describes described "
    "dismiss dismissed dismisses denounce denounced slam slammed".split()
)
_PAPERS = frozenset("letter declaration announcement advisory document text communiqué communique dossier".split())
_FIRMLY = frozenset("firmly resolutely consistently always strongly categorically staunchly".split())
_NO_PART = (
    ("nothing", "to", "do", "with"),
    ("no", "role"),
    ("no", "part", "in"),
    ("no", "knowledge", "of"),
    ("no", "involvement"),
    ("not", "involved"),
    ("not", "behind"),
    ("not", "responsible"),
    ("not", "engage", "in"),
    ("not", "carry", "out"),
    ("never", "engaged", "in"),
    ("n't", "responsible"),
    ("n't", "behind"),
    ("n't", "involved"),
    ("no", "connection"),
)

_BEEN = frozenset("was were been are is".split())
_NO_WORDS = frozenset(phrase[0] for phrase in _NO_PART)


def denied(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of denial; denying access to somebody is none."""
    inside = {place for group in sentence.groups for place in range(group.first, group.last)}
    for place, word in enumerate(sentence.words):
        if place in inside or not word.is_word:
            continue
        if lexicon().is_verb(word.lower, "deny"):
            yield from _denies(sentence, place)
        elif word.lower in _CALLS:
            yield from _calls(sentence, place)
        elif lexicon().is_verb(word.lower, "oppose") and sentence.lower(place - 1) not in ("and", "or"):
            yield from _opposes(sentence, place)
        elif word.lower in lexicon().nouns["rubbish"]:
            yield from _rubbish(sentence, place)
        elif word.lower in ("proof", "evidence") and sentence.quotation[place] >= 0:
            yield from _unproven(sentence, place)
    yield from _no_part(sentence)
    yield from _does_not(sentence)


def _speaking(sentence: Sentence, place: int) -> Subject | None:
    subject = subject_of(sentence, place)
    if subject is None or subject.negative or subject.unreal or subject.passive:
        return None
    return subject if all(group.speaks for group in subject.groups) else None


def _draft(subject: Subject, verb: tuple[int, int], about: tuple[int, int] | None = None) -> Draft:
    return Draft(stance=Stance.DENIES, speakers=subject.groups, verb=verb, activity=about)


def _denied_by(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`The allegations were dismissed by the embassy as groundless`."""
    terms = lexicon()
    lead = sentence.lowers(sentence.clause_start(place), place)
    by = agents(sentence, place)
    claims = set(lead) & (terms.nouns["claim"] - {"report", "reports"}) and {"was", "were", "been", "are", "is"} & set(
        lead
    )
    if by and claims and not set(lead[-5:]) & (terms.words["negative"] | terms.words["unreal"]):
        yield Draft(stance=Stance.DENIES, speakers=by, verb=(place, place + 1))


def _denies(sentence: Sentence, place: int) -> Iterator[Draft]:
    if set(sentence.lowers(place - 4, place)) & _BEEN:
        yield from _denied_by(sentence, place)
        return
    subject = _speaking(sentence, place)
    if subject is None:
        return
    terms = lexicon()
    rest = sentence.lowers(place + 1, min(place + 9, sentence.clause_end(place)))
    if set(rest[:6]) & _KEPT_OUT:
        return
    deny = sentence.lower(place).startswith("den") and not sentence.lower(place).startswith("deri")
    about = set(rest) & (terms.nouns["claim"] | terms.nouns["activity"] | terms.nouns["rubbish"])
    if deny:
        fits = (
            about
            or not rest
            or (
                rest[0] in ("that", "it", "any", "having", "being", "them", "this", "all", "such", "doing", "the")
                and bool(about or rest[0] not in ("the",))
            )
        )
        fits = fits or (rest[0].endswith("ing") and rest[0] not in ("users",))
    else:
        fits = bool(about)
    if fits:
        end = sentence.clause_end(place)
        while end > place + 1 and not sentence.words[end - 1].is_word:
            end -= 1
        yield _draft(subject, (place, place + 1), (place + 1, end) if end > place + 1 else None)


def _calls(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`called the accusation groundless`, `dismissed the report as fiction`."""
    terms = lexicon()
    if terms.is_verb(sentence.lower(place), "deny"):
        return
    rest = sentence.lowers(place + 1, min(place + 12, sentence.clause_end(place)))
    if not set(rest) & terms.nouns["rubbish"]:
        return
    about = set(rest) & (terms.nouns["claim"] | _PAPERS | {"it", "them"})
    subject = _speaking(sentence, place)
    if subject is not None and about and not set(rest) & (terms.nouns["activity"] - {"hacking"}):
        yield _draft(subject, (place, place + 1))


def _opposes(sentence: Sentence, place: int) -> Iterator[Draft]:
    subject = _speaking(sentence, place)
    rest = sentence.lowers(place + 1, place + 11)
    lead = sentence.lowers(place - 5, place)
    cyber = any(word.startswith(("cyber", "hack")) for word in rest)
    if subject is None or not cyber or not (set(lead) & _FIRMLY or set(rest) & {"all", "any"}):
        return
    first = place
    while sentence.lower(first - 1) in _FIRMLY:
        first -= 1
    last = place + 1
    while sentence.lower(last) in ("and", "or") and lexicon().is_verb(sentence.lower(last + 1), "oppose"):
        last += 2
    yield _draft(subject, (first, last), sentence.tail(last, sentence.clause_end(place)))


def _rubbish(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`the allegations were pure fabrication`: said of claims, by a frame or in a quotation."""
    terms = lexicon()
    lead = sentence.lowers(place - 8, place)
    be = [
        number
        for number, word in enumerate(lead)
        if word in ("is", "are", "was", "were", "amount", "amounted", "amounts", "be")
    ]
    slandered = sentence.lower(place + 1) in terms.nouns["claim"] and place not in sentence.ends
    if not be and slandered and sentence.quotation[place] >= 0 and not set(lead[-3:]) & terms.words["negative"]:
        yield Draft(stance=Stance.DENIES, verb=(place, place + 2), own_words=True)
    if not be:
        return
    subject_words = set(lead[: be[-1]])
    if (
        not subject_words & (terms.nouns["claim"] | {"this", "it", "they", "these", "all"})
        or set(lead[be[-1] :]) & terms.words["negative"]
    ):
        return
    verb = max(0, place - 8) + be[-1]
    for frame in frames(sentence):
        carries = frame.verb[0] < verb if not frame.trails else frame.first >= place
        if carries and not frame.subject.negative and not frame.judges:
            if subject_words & terms.nouns["claim"]:
                yield _draft(frame.subject, (verb, place + 1))
            return
    if sentence.quotation[place] >= 0 and subject_words & terms.nouns["claim"]:
        yield Draft(stance=Stance.DENIES, verb=(verb, place + 1), own_words=True)


def _unproven(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`accusations without a shred of proof`, in a quotation."""
    lead = sentence.lowers(place - 9, place)
    if "without" not in lead[-5:]:
        return
    claims = set(lead[: len(lead) - 1 - lead[::-1].index("without") + 1]) & (
        lexicon().nouns["claim"] - {"report", "reports"}
    )
    if claims:
        yield Draft(stance=Stance.DENIES, verb=(place, place + 1), own_words=True)


def _no_part(sentence: Sentence) -> Iterator[Draft]:
    """`said it had nothing to do with the attack`."""
    for place, word in enumerate(sentence.small[:-1]):
        if word not in _NO_WORDS:
            continue
        for phrase in _NO_PART:
            if tuple(sentence.lowers(place, place + len(phrase))) != phrase:
                continue
            for frame in frames(sentence):
                inner = [group for group in sentence.groups if frame.verb[1] <= group.first < place]
                itself = inner and (
                    inner[-1].pronoun
                    or any(group.party and group.party == inner[-1].party for group in frame.subject.groups)
                )
                if (
                    not frame.trails
                    and frame.verb[0] < place
                    and place - frame.verb[1] < 12
                    and itself
                    and not frame.judges
                ):
                    yield _draft(frame.subject, (place, place + len(phrase)))
                    break
            return


def _does_not(sentence: Sentence) -> Iterator[Draft]:
    """`Russia does not conduct offensive operations in the cyber domain`, said by its own side."""
    terms = lexicon()
    for group in sentence.groups:
        place = group.last
        if (
            not group.party
            or group.possessive
            or sentence.lower(place) not in ("does", "do", "did", "has", "have", "never")
        ):
            continue
        lead = sentence.lowers(place, place + 3)
        rest = sentence.lowers(place, place + 14)
        if not {"not", "n't", "never"} & set(lead) or not any(word.startswith(("cyber", "hack")) for word in rest):
            continue
        if not any(terms.is_verb(word, "carry_out") or terms.is_verb(word, "strike") for word in rest[:5]):
            continue
        frame = carried_by(sentence, place)
        if frame is None:
            if sentence.quotation[place] >= 0:
                yield Draft(stance=Stance.DENIES, speakers=(group,), verb=(place, place + 3))
            continue
        teller = frame.subject.groups[0]
        if teller.party == group.party or teller.vague or not teller.party:
            yield Draft(stance=Stance.DENIES, speakers=(group,), verb=(place, place + 3), reported_by=teller)
