"""Support for the attribution of others, and taking note of it: joins, stands with, backs, acknowledges."""

from collections.abc import Iterator

from indicia.knowledge.reports.assertions.deeds.accused import accused
from indicia.knowledge.reports.assertions.deeds.propositions import propositions
from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.speakers.frames import frames
from indicia.knowledge.reports.assertions.subjects.before_verb import subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.model.reported import Stance

_BLAMES = ("attribute", "blame", "accuse", "name", "condemn", "link")
_CALLS = frozenset("calling holding pointing criticising criticizing exposing expressing voicing call confirm".split())
_FIRMLY = frozenset("full wholeheartedly".split())
_LENDS = frozenset(
    "lend lends lent lending gave give gives voice voices voiced offer offers offered express expresses "
    "expressed expressing declare declares declared pledge pledges pledged issue issues issued".split()
)
_VICTIMS = frozenset("against on in at with targeting hitting for over".split())
"""Before a state that was hit, not accused."""
_ISSUES = frozenset("put puts issue issues issued release releases released publish published made make".split())
_LIKE = frozenset("matching similar parallel supporting supportive corresponding simultaneous".split())
_REFUSED = frozenset(
    "stopped stops stop stopping declined declines declining refused refuses refusing refrained avoided".split()
)
"""What hangs on these is not done: `stopped short of endorsing`."""
_CHORUS = frozenset("criticism chorus allegations protest protests outcry rebuke denunciation appeal".split())
"""What one joins besides statements."""
_STEPS = frozenset("listing listings sanctions indictment indictments charges".split())
"""Measures of others that are welcomed."""
_AGREES = frozenset(
    "agree agrees agreed concur concurs concurred share shares shared welcome welcomes welcomed align aligns "
    "aligned aligning co-signed co-sponsored cosigned signed sign signs co-sign co-signs co-authored associate "
    "associates associated subscribe subscribed".split()
)


def supported(sentence: Sentence) -> Iterator[Draft]:
    """Drafts of support and of acknowledgement."""
    inside = {place for group in sentence.groups for place in range(group.first, group.last)}
    for place, word in enumerate(sentence.words):
        if place in inside or not word.is_word:
            continue
        terms = lexicon()
        if terms.is_verb(word.lower, "join"):
            yield from _joins(sentence, place)
        elif terms.is_verb(word.lower, "support"):
            yield from _backs(sentence, place)
        elif terms.is_verb(word.lower, "acknowledge") or _takes_note(sentence, place):
            yield from _notes(sentence, place)
        elif word.lower in _AGREES:
            yield from _agrees(sentence, place)
        elif word.lower in _ISSUES and _own_statement(sentence, place):
            subject = _subject(sentence, place)
            if subject is not None and all(group.party for group in subject.groups):
                yield _draft(sentence, subject, (place, place + 1), Stance.SUPPORTS)
        elif word.lower in ("stand", "stands", "stood", "standing") or word.lower in _LENDS:
            yield from _stands(sentence, place)


def _own_statement(sentence: Sentence, place: int) -> bool:
    """`put out matching statements`, `issued similar declarations`."""
    rest = sentence.lowers(place + 1, place + 6)
    like = next((number for number, word in enumerate(rest) if word in _LIKE), None)
    return like is not None and bool(
        set(rest[like + 1 : like + 3]) & {"statement", "statements", "declarations", "declaration"}
    )


def _subject(sentence: Sentence, place: int) -> Subject | None:
    subject = subject_of(sentence, place)
    if subject is not None and sentence.lower(subject.first - 1) == "among":
        return None  # `was not among the countries that signed`
    if subject is None or subject.unreal or subject.passive or not all(group.speaks for group in subject.groups):
        return None
    return subject


def _says(sentence: Sentence, first: int, last: int) -> bool:
    return bool(set(sentence.lowers(first, last)) & lexicon().nouns["saying"])


def _draft(
    sentence: Sentence, subject: Subject, verb: tuple[int, int], stance: Stance, whom: tuple[int, int] | None = None
) -> Draft:
    refused = subject.negative or subject.control in _REFUSED
    declined = refused or subject.future
    note = "does not support" if refused else "announced, not done" if subject.future else ""
    first = verb[0]
    while sentence.lower(first - 1) in _FIRMLY or sentence.lower(first - 1).endswith("ly"):
        first -= 1
    return Draft(
        stance=Stance.DECLINES if declined else stance,
        speakers=subject.groups,
        verb=(first, verb[1]),
        accused=whom,
        note=note,
    )


def _joins(sentence: Sentence, place: int) -> Iterator[Draft]:
    if sentence.lower(place) == "joined" and sentence.words[place - 1].text == "," and place > 1:
        yield from _joined_beside(sentence, place)
        return
    whole = subject_of(sentence, place)
    if whole is not None and whole.passive:
        yield from _joined_by(sentence, place, whole)
        return
    subject = _subject(sentence, place)
    if subject is None or subject.control:
        return
    end = sentence.clause_end(place)
    blaming = next((here for here in range(place + 1, end) if _blames(sentence, here)), None)
    own = any(
        frame.subject.control == sentence.lower(place)
        and any(said.verb[0] > frame.verb[0] for said in propositions(sentence))
        for frame in frames(sentence)
    )
    if own:
        return
    joined = set(sentence.lowers(place + 1, min(end, place + 9))) & _CHORUS or _joined_too(sentence, subject, place)
    if blaming is None and not joined and not _says(sentence, place, min(end, place + 14)):
        return
    whom = _whom(sentence, blaming, end) if blaming is not None else None
    yield _draft(sentence, subject, (place, place + 1), Stance.SUPPORTS, whom)
    accuses = blaming is not None and any(
        lexicon().is_verb(sentence.lower(blaming), kind) for kind in ("attribute", "blame", "accuse", "link")
    )
    if accuses and whom is not None and not subject.negative and blaming is not None:
        yield from _joined(sentence, place, blaming, whom)


def _joined_too(sentence: Sentence, subject: Subject, place: int) -> bool:
    """`X and Y have also joined.`, `Z joined in later`: states, and nothing that they could become a member of."""
    if not all(group.party and group.named_state and not group.acts for group in subject.groups):
        return False
    follows = place + 1 + (sentence.lower(place + 1) == "in")
    also = follows > place + 1 or bool({"also", "since", "too"} & set(sentence.lowers(place - 4, place)))
    after = sentence.lower(follows)
    return also and (
        after in ("", ".", ",", "later", "too", "soon", "afterwards")
        or after in lexicon().words["days"]
        or (after in ("on", "in") and sentence.lower(follows + 1) in lexicon().words["days"] | {"the"})
    )


def _blames(sentence: Sentence, place: int) -> bool:
    word = sentence.lower(place)
    before = sentence.lower(place - 1)
    if before not in ("in", "to", "by", "and") and not before.endswith("ly"):
        return False
    return word in _CALLS or any(lexicon().is_verb(word, kind, "base", "ing") for kind in _BLAMES)


def _whom(sentence: Sentence, first: int, last: int) -> tuple[int, int] | None:
    for group in sentence.groups:
        if first < group.first < last and sentence.lower(group.first - 1) not in _VICTIMS:
            whom = accused(sentence, group)
            speaking = lexicon().is_verb(sentence.lower(group.last), "say") or group.head in lexicon().nouns["role"]
            if whom is not None and whom.strong and not (speaking and not group.acts):
                return whom.first, whom.last
    return None


def _joined_beside(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`Spain, joined by Portugal, blamed X`: Portugal supports it."""
    group = sentence.starts.get(place + 2)
    if sentence.lower(place + 1) != "by" or group is None:
        return
    named = [group]
    while sentence.lower(named[-1].last) in (",", "and") and named[-1].last + 1 in sentence.starts:
        named.append(sentence.starts[named[-1].last + 1])
    end = named[-1].last + (sentence.lower(named[-1].last) == ",")
    blaming = any(
        lexicon().is_verb(sentence.lower(here), kind)
        for here in range(end, min(end + 4, len(sentence.words)))
        for kind in _BLAMES
    )
    if blaming and all(one.speaks and not one.possessive and one.party for one in named):
        yield Draft(stance=Stance.SUPPORTS, speakers=tuple(named), verb=(place, place + 1))


def _joined_by(sentence: Sentence, place: int, subject: Subject) -> Iterator[Draft]:
    """`Canada was joined by A, B and C in accusing X`: they support it, and it accuses."""
    by = next((here for here in range(place + 1, place + 5) if sentence.lower(here) == "by"), None)
    end = sentence.clause_end(place)
    blaming = next((here for here in range(place + 1, end) if _blames(sentence, here)), None)
    if by is None or subject.negative or subject.unreal or (blaming is None and not _says(sentence, place, end)):
        return
    named: list[Group] = []
    at = by + 1
    while at < (blaming or end):
        group = sentence.starts.get(at)
        if group is None and sentence.lower(at) not in (",", "and"):
            break
        if group is not None and group.speaks and not group.possessive:
            named.append(group)
        at = group.last if group is not None else at + 1
    whom = _whom(sentence, blaming, end) if blaming is not None else None
    if named:
        yield Draft(stance=Stance.SUPPORTS, speakers=tuple(named), verb=(place, place + 1), accused=whom)
    if blaming is not None and whom is not None and all(group.speaks for group in subject.groups):
        yield Draft(stance=Stance.ATTRIBUTES, speakers=subject.groups, verb=(blaming, blaming + 1), accused=whom)


def _joined(sentence: Sentence, place: int, blaming: int, whom: tuple[int, int]) -> Iterator[Draft]:
    """Those that were joined in accusing accuse themselves."""
    named: list[Group] = []
    at = place + 1
    while at < blaming:
        group = sentence.starts.get(at)
        if group is None:
            if sentence.lower(at) in (",", "and"):
                at += 1
                continue
            break
        if group.party and group.speaks and not group.possessive:
            named.append(group)
        at = group.last
    if named:
        yield Draft(stance=Stance.ATTRIBUTES, speakers=tuple(named), verb=(blaming, blaming + 1), accused=whom)


def _backs(sentence: Sentence, place: int) -> Iterator[Draft]:
    if sentence.lower(place + 1) == "by":
        return
    subject = _subject(sentence, place)
    if subject is None or subject.control in ("denied", "denies"):
        return
    rest = sentence.lowers(place + 1, place + 9)
    end = sentence.clause_end(place)
    blaming = next((here for here in range(place + 1, end) if _blames(sentence, here)), None)
    if blaming is not None and sentence.lower(blaming - 1) == "in":
        yield _draft(sentence, subject, (place, place + 1), Stance.SUPPORTS, _whom(sentence, blaming, end))
        return
    stops = next(
        (number for number, word in enumerate(rest) if word in (",", ";", "and", "but", "with", "of", "for")), len(rest)
    )
    if set(rest[:stops]) & lexicon().nouns["saying"]:
        yield _draft(
            sentence,
            subject,
            (place, place + 1),
            Stance.SUPPORTS,
            _whom(sentence, place + 9, sentence.clause_end(place)),
        )


def _takes_note(sentence: Sentence, place: int) -> bool:
    if sentence.lower(place) in ("take", "takes", "took", "taking"):
        return "note" in sentence.lowers(place + 1, place + 3) and sentence.lower(place + 2) in ("of", "note")
    return sentence.lower(place) in ("notes", "noted", "recognises", "recognised", "recognizes", "recognized") and bool(
        set(sentence.lowers(place + 1, place + 5))
        & {"statements", "attribution", "attributions", "statement", "findings", "declaration"}
    )


def _notes(sentence: Sentence, place: int) -> Iterator[Draft]:
    subject = _subject(sentence, place)
    told = sentence.lower(place + 1) == "what" and bool({"said", "say"} & set(sentence.lowers(place, place + 16)))
    if subject is None or not (told or _says(sentence, place + 1, place + 11)) or sentence.lower(place + 1) == "that":
        return
    last = place + 2 if sentence.lower(place + 1) == "note" else place + 1
    others = list(_statements_of(sentence, place))
    whom = others[0].accused if others else None
    yield _draft(sentence, subject, (place, last), Stance.ACKNOWLEDGES, whom)
    yield from others


def _statements_of(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`statements by allies, such as A and B, attributing … to X`: those named attribute."""
    end = sentence.clause_end(place)
    blaming = next(
        (
            here
            for here in range(place + 1, end)
            if sentence.lower(here) in ("attributing", "blaming", "accusing", "linking")
        ),
        None,
    )
    if blaming is None:
        return
    whom = _whom(sentence, blaming, min(len(sentence.words), blaming + 24))
    named = tuple(
        group
        for group in sentence.groups
        if place < group.first < blaming and group.party and group.speaks and not group.possessive
    )
    if named and whom is not None:
        yield Draft(stance=Stance.ATTRIBUTES, speakers=named, verb=(blaming, blaming + 1), accused=whom)


def _agrees(sentence: Sentence, place: int) -> Iterator[Draft]:
    word = sentence.lower(place)
    subject = _subject(sentence, place)
    if subject is None:
        return
    rest = sentence.lowers(place + 1, place + 8)
    stops = next((number for number, item in enumerate(rest) if item in (";", "but", "that", ",")), len(rest))
    saying = bool(set(rest[:stops]) & lexicon().nouns["saying"])
    saying = saying or (word.startswith("welcom") and bool(set(rest[:stops]) & _STEPS))
    signs = word.startswith(("sign", "co-s", "cos", "co-a"))
    advisory = bool(set(rest) & (lexicon().nouns["advisory"] | {"statement", "declaration"}))
    if not (advisory if signs else saying):
        return
    if word.startswith("share") and not set(rest[:stops]) & {
        "assessment",
        "conclusion",
        "conclusions",
        "position",
        "view",
        "condemnation",
    }:
        return
    for draft in (_draft(sentence, subject, (place, place + 1), Stance.SUPPORTS),):
        if signs and subject.negative:
            at = next(
                (
                    here
                    for here in range(place + 1, place + 8)
                    if sentence.lower(here) in lexicon().nouns["advisory"] | {"statement", "declaration"}
                ),
                None,
            )
            yield Draft(
                stance=draft.stance,
                speakers=draft.speakers,
                verb=draft.verb,
                measure=(at, at + 1) if at else None,
                taken=False,
                note="did not sign",
            )
        else:
            yield draft


def _behind_deed(sentence: Sentence, place: int, rest: list[str]) -> bool:
    """`stood behind the attack`, `stands behind the group called APT40`: no support."""
    group = sentence.starts.get(place + 2 + rest.index("behind"))
    return bool(set(rest[:6]) & lexicon().nouns["activity"]) or (group is not None and group.acts)


def _stands(sentence: Sentence, place: int) -> Iterator[Draft]:
    """`stands in solidarity with`, `stood with those affected`, `issued statements in support of`."""
    subject = _subject(sentence, place)
    if subject is None:
        return
    rest = sentence.lowers(place + 1, place + 7)
    stands = sentence.lower(place).startswith("st")
    if stands:
        fits = (
            "solidarity" in rest
            or "with" in rest[:3]
            or (rest[:1] == ["by"] and {"those", "partners", "partner", "allies", "ally", "friends"} & set(rest[:4]))
            or ("behind" in rest[:2] and not _behind_deed(sentence, place, rest))
        )
        fits = fits and "trial" not in rest
    else:
        given = sentence.lower(place) in ("offers", "offer", "offered", "give", "gives", "gave")
        linked = bool(set(rest) & {"for", "of", "in", "with", "to"}) and not given
        saying = bool(set(sentence.lowers(place + 1, place + 12)) & lexicon().nouns["saying"])
        last = "support" in rest and sentence.lower(place + 2 + rest.index("support")) in (".", ",", "")
        fits = "solidarity" in rest or ("support" in rest and (linked or saying or (last and not given)))
    if fits:
        yield _draft(sentence, subject, (place, place + 1), Stance.SUPPORTS)
