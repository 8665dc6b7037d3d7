"""Assertions of a document as public claims, so that `indicia positions` can show who agrees with whom."""

import calendar
import re
from collections.abc import Iterable, Sequence
from datetime import date

from indicia.knowledge.actors.positions import Mode, Positions, PublicClaim
from indicia.knowledge.reports.assertions.levels import LEVELS, level
from indicia.knowledge.reports.assertions.vocabulary.names import Sort, name_at
from indicia.knowledge.reports.assertions.vocabulary.words import words_of
from indicia.model.reported import Assertion, Quoted, Stance

_MODES = {
    Stance.ATTRIBUTES: Mode.OWN,
    Stance.CHARGES: Mode.OWN,
    Stance.SANCTIONS: Mode.OWN,
    Stance.SUPPORTS: Mode.SUPPORT,
    Stance.ACKNOWLEDGES: Mode.ACKNOWLEDGE,
    Stance.DENIES: Mode.DENY,
}
_MEASURES = (Stance.ACTS, Stance.SANCTIONS, Stance.CHARGES, Stance.DECLINES)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_NO_MARKS = str.maketrans("", "", '"“”„«»')
"""Marks inside the words of a verb only confuse where these stand alone."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def as_public_claims(found: Sequence[Assertion], day: date, source: str) -> tuple[PublicClaim, ...]:
    """One claim for each assertion that takes a position and whose party is known.

    `day` is that of the document.  A clause that gives an earlier year for itself is a claim of that time (its last
    possible day) about earlier activity.  Measures of a party, taken and not, go with each of its claims of the same
    time.  What the text does not say stays empty; all of it is marked as not verified.
    """
    measures: dict[tuple[str, date], list[str]] = {}
    for one in found:
        if one.stance in _MEASURES and one.measure is not None and one.party:
            words = _plain(one.measure)
            measures.setdefault((one.party, _day(one, day)), []).append(words if one.taken else f"not: {words}")
    claims: list[PublicClaim] = []
    for one in found:
        mode = _MODES.get(one.stance)
        if mode is None or not one.party:
            continue
        said = _day(one, day)
        claims.append(
            PublicClaim(
                id=f"R-{len(claims) + 1}",
                speaker=_plain(one.speaker) or one.party,
                party=one.party,
                kind=_kind(one.party),
                day=said,
                exact=said == day,
                form="",
                activities=("reported" if said == day else "earlier",),
                what=_plain(one.activity),
                to=_accused(one),
                level=level(one),
                verb=_plain(one.verb).translate(_NO_MARKS),
                confidence=_plain(one.confidence),
                scale="",
                mode=mode,
                measure="; ".join(dict.fromkeys(measures.get((one.party, said), ()))),
                note="; ".join(_notes(one)),
                source=source,
                verified=False,
            )
        )
    return tuple(claims)


def as_positions(found: Sequence[Assertion], day: date, source: str, title: str = "") -> Positions:
    """The claims as a set of positions with two activities: what the document is about, and what it recalls."""
    claims = as_public_claims(found, day, source)
    about = {"reported": title or f"what {source} is about", "earlier": "earlier activity that it recalls"}
    used = {key for claim in claims for key in claim.activities}
    return Positions(
        name="read",
        title=title or source,
        day=day,
        levels=LEVELS,
        activities={key: text for key, text in about.items() if key in used},
        claims=claims,
        numbers=(),
    )


def _accused(one: Assertion) -> str:
    words = _plain(one.accused)
    return f"{words} ({_plain(one.means)})" if one.means is not None else words


def _plain(quoted: Quoted | None) -> str:
    return " ".join(quoted.words.split()) if quoted is not None else ""


def _day(one: Assertion, day: date) -> date:
    """The last possible day of the time that the clause gives, where that is an earlier month or year."""
    if one.when is None:
        return day
    words = one.when.words.lower()
    year = _YEAR.search(words)
    if year is None or int(year.group()) > day.year or int(year.group()) < 1900:
        return day
    month = next((number for name, number in _MONTHS.items() if re.search(rf"\b{name}\b", words)), 12)
    last = date(int(year.group()), month, calendar.monthrange(int(year.group()), month)[1])
    return last if last < day.replace(day=1) and _of_the_verb(one) else day


def _of_the_verb(one: Assertion) -> bool:
    """Whether the time is that of the assertion, not of what it is about (`compromised the parliament in 2020`)."""
    when = one.when
    if when is None:
        return False
    return not any(part is not None and part.start <= when.start < part.end for part in (one.activity, one.accused))


def _kind(party: str) -> str:
    """Kind of speaker as in `positions.toml`; empty where the party is none that is known."""
    words = words_of(party, 0, len(party))
    named = name_at(words, 0) if words else None
    if named is None or named[0] != len(words):
        return ""
    if party == "European Union":
        return "union"
    if party in ("NATO", "Five Eyes", "Group of Seven", "United Nations"):
        return "alliance"
    return {Sort.STATE: "government", Sort.VENDOR: "vendor"}.get(named[1].sort, "")


def _notes(one: Assertion) -> Iterable[str]:
    if one.note:
        yield one.note
    if one.reported_by is not None:
        yield f"told by {_plain(one.reported_by)}"
    if one.anonymous:
        yield "speaker not named"
    if one.stance is Stance.CHARGES:
        yield "an accusation before a court"
