"""Claims from what `indicia read` read: each says who says it, in the speaker's own words, and where they stand.

Nothing here is ours.  A speaker's word of likelihood or confidence stays that word, without numbers.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

import orjson

from indicia.errors import StatementError
from indicia.knowledge.reports.assertions.levels import level
from indicia.model.reported import Assertion, Mention, MentionKind, Quoted, ReportReading, Stance
from indicia.model.statement import Basis, ClaimKind, Likelihood, Marking, ReportSupport
from indicia.plain import Unreadable, stated
from indicia.statement.certainty import expressions, speaks_of_confidence
from indicia.statement.drafting.proposals import Proposals
from indicia.statement.drafting.wording import did, flat

_FORMAT = "indicia-reading/1"
MOST_BYTES = 256 << 20
_NAMES = {Stance.ATTRIBUTES, Stance.SUPPORTS, Stance.CHARGES, Stance.SANCTIONS}
_MEASURES = {Stance.CHARGES, Stance.SANCTIONS, Stance.ACTS, Stance.DECLINES}
_MENTIONS = {MentionKind.FLAW: ClaimKind.FLAW, MentionKind.TECHNIQUE: ClaimKind.TECHNIQUE}
_TIMES = frozenset(
    "second minute hour day week month year decade seconds minutes hours days weeks months years decades".split()
)
_SMALL = 10.0
_LONGEST_TITLE = 80
_LEVELS = {
    "none": ClaimKind.OTHER,
    "by reference": ClaimKind.OTHER,
    "territory": ClaimKind.OTHER,
    "harbourer": ClaimKind.STATE,
    "state": ClaimKind.STATE,
    "agency": ClaimKind.ORGANISATION,
    "agency-affiliated": ClaimKind.ORGANISATION,
}
"""How far up an accusation goes, as kinds of claims; all else names a cluster."""


class Take(StrEnum):
    """What claims are made from."""

    ASSERTIONS = "assertions"
    NUMBERS = "numbers"
    FLAWS = "flaws"
    TECHNIQUES = "techniques"
    LEVELS = "levels"
    """What parties can stand to: how far up those in the report go (`from_levels`)."""


def readings_of(data: bytes, name: str) -> tuple[ReportReading, ...]:
    """What `indicia read --json` printed.

    Raises StatementError for another form, and for words that do not stand in the text where they are said to.
    """
    if len(data) > MOST_BYTES:
        raise StatementError(f"{name}: larger than {MOST_BYTES >> 20} MiB")
    hint = "Give what `indicia read FILE --json` printed."
    try:
        value = orjson.loads(data)
        if not isinstance(value, dict) or value.get("format") != _FORMAT:
            raise StatementError(f"{name}: not in the format {_FORMAT}", hint=hint)
        found = tuple(stated(one, ReportReading) for one in value["reports"])
    except (*Unreadable, TypeError, RecursionError) as error:
        raise StatementError(f"{name}: no reading of reports ({type(error).__name__})", hint=hint) from None
    for reading in found:
        _check(reading, name)
    return found


def propose_from_reading(reading: ReportReading, take: Collection[Take], marking: Marking, into: Proposals) -> None:
    """Claims of one report.  `marking` is the report's own."""
    left: dict[str, int] = {}
    if Take.ASSERTIONS in take:
        for one in reading.assertions:
            _assertion(reading, one, marking, into)
    for mention in reading.mentions:
        why = _left(mention, take)
        if why:
            left[why] = left.get(why, 0) + 1
        elif mention.context is not None:
            _mention(reading, mention, mention.context, marking, into)
    into.notes += [f"{reading.text.name}: {count} {why}" for why, count in left.items()]


def _left(mention: Mention, take: Collection[Take]) -> str:
    """Why no claim is made from a mention; empty where one is."""
    kinds = {
        MentionKind.NUMBER: Take.NUMBERS,
        MentionKind.FLAW: Take.FLAWS,
        MentionKind.TECHNIQUE: Take.TECHNIQUES,
    }
    if kinds.get(mention.kind) not in take:
        return f"mentions of the kind `{mention.kind}` not asked for"
    if mention.suggested:
        return "suggestions that nobody accepted"
    if mention.aside:
        return f"mentions aside: {mention.aside}"
    if mention.kind is MentionKind.NUMBER and not mention.counts:
        return "numbers of which the text does not say what they count"
    if mention.kind is MentionKind.NUMBER and (mention.sort in _TIMES or _size(mention) < _SMALL):
        return "small counts and spans of time"
    return "" if mention.context is not None else "mentions outside a sentence"


def _assertion(reading: ReportReading, one: Assertion, marking: Marking, into: Proposals) -> None:
    supports = [support_of(reading, quoted, marking) for quoted in _spans(one)]
    kind = _kind(one)
    into.add(
        kind,
        f"{_speaker(one)} {did(one)}, in {_document(reading)}: “{flat(one.sentence.words)}”",
        supports,
        likelihood=_likelihood(one),
        confidence=_confidence(one),
        rivals=rivals_of(reading, one) if kind.names_somebody else (),
    )


def _mention(reading: ReportReading, mention: Mention, context: Quoted, marking: Marking, into: Proposals) -> None:
    kind = _MENTIONS.get(mention.kind, ClaimKind.COUNT)
    what = flat(mention.quoted.words)
    if mention.kind is MentionKind.NUMBER and mention.counts.lower() not in what.lower():
        what = f"{what} ({flat(mention.counts)})"
    sentence = f"{_document(reading)} names {what}: “{flat(context.words)}”"
    into.add(kind, sentence, [support_of(reading, quoted, marking) for quoted in _apart([context, mention.quoted])])


def _speaker(one: Assertion) -> str:
    """Who says it, and who tells that they do."""
    if one.speaker is None:
        return "Somebody who is not named"
    name = flat(one.speaker.words)
    if one.party and one.party.lower() not in name.lower():
        name = f"{name} ({one.party})"
    told = f", as told by {flat(one.reported_by.words)}," if one.reported_by is not None else ""
    return f"{name[:1].upper()}{name[1:]}{told}"


def _document(reading: ReportReading) -> str:
    title = flat(reading.text.title or reading.text.name)
    return f"“{title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + '…'}”"


def _kind(one: Assertion) -> ClaimKind:
    """What it is about: whoever is accused decides, a measure comes before that where it is taken or declined."""
    if one.stance in _MEASURES:
        return ClaimKind.MEASURE if one.measure is not None or one.stance is not Stance.DECLINES else ClaimKind.OTHER
    if one.stance is Stance.REPORTS:
        return ClaimKind.COUNT
    if one.stance not in _NAMES or one.accused is None:
        return ClaimKind.OTHER
    return _LEVELS.get(level(one), ClaimKind.CLUSTER)


def rivals_of(reading: ReportReading, one: Assertion | None = None) -> list[str]:
    """What the same report sets against it (other than in its own sentence), and that its words are no evidence."""
    against = [
        f"{_speaker(other)} {did(other)}: “{flat(other.sentence.words)}”"
        for other in reading.assertions
        if other.stance is Stance.DENIES and (one is None or other.sentence != one.sentence)
    ]
    return [
        *dict.fromkeys(against),
        "somebody else: the report quotes what is said, and shows no evidence that could be looked at",
    ]


def _likelihood(one: Assertion) -> Likelihood | None:
    """The speaker's word, if it is one of likelihood: no scale, no numbers."""
    if one.confidence is None or speaks_of_confidence(one.confidence.words):
        return None
    return Likelihood(scale="", word=flat(one.confidence.words)) if expressions(one.confidence.words) else None


def _confidence(one: Assertion) -> Basis | None:
    if one.confidence is None or _likelihood(one) is not None:
        return None
    return Basis(word=flat(one.confidence.words), why="the speaker's own word")


def _spans(one: Assertion) -> list[Quoted]:
    """The sentence, and what decides where it stands outside of it."""
    parts = [one.sentence, one.speaker, one.confidence, one.accused, one.means, one.measure]
    return _apart([part for part in parts if part is not None])


def _size(mention: Mention) -> float:
    try:
        return float(mention.value.split("-")[-1])
    except ValueError:
        return _SMALL


def _apart(parts: Sequence[Quoted]) -> list[Quoted]:
    """Without those that lie inside another one."""
    return [
        part
        for number, part in enumerate(parts)
        if not any(
            other.start <= part.start and part.end <= other.end and (other != part or at < number)
            for at, other in enumerate(parts)
            if at != number
        )
    ]


def support_of(reading: ReportReading, quoted: Quoted, marking: Marking) -> ReportSupport:
    """A place in the report, as support of a claim."""
    text = reading.text
    return ReportSupport(
        sha256=text.sha256,
        title=flat(text.title or text.name),
        start=quoted.start,
        end=quoted.end,
        words=quoted.words,
        marking=marking,
    )


def _check(reading: ReportReading, name: str) -> None:
    text = reading.text.text
    for quoted in _every(reading):
        if not 0 <= quoted.start <= quoted.end <= len(text) or text[quoted.start : quoted.end] != quoted.words:
            raise StatementError(
                f"{name}: `{quoted.words[:40]}` does not stand at {quoted.start} of {reading.text.name[:60]}",
                hint="Was the file changed? Read the report again.",
            )


def _every(reading: ReportReading) -> Iterator[Quoted]:
    for one in reading.assertions:
        parts = (
            one.sentence,
            one.speaker,
            one.verb,
            one.accused,
            one.activity,
            one.confidence,
            one.measure,
            one.means,
            one.reported_by,
            one.when,
        )
        yield from (quoted for quoted in parts if quoted is not None)
    for mention in reading.mentions:
        yield mention.quoted
        if mention.context is not None:
            yield mention.context
