"""The file in which a party writes its position: TOML with every claim that it may see, read back strictly."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NoReturn, TypeVar

import tomli

from indicia.errors import StatementError
from indicia.model.statement import (
    Claim,
    Likelihood,
    Marking,
    Measure,
    MeasureKind,
    OnClaim,
    OwnWords,
    ReportSupport,
    Role,
    Stance,
)
from indicia.statement.names import holder_name
from indicia.statement.positions import Meant
from indicia.statement.version import Version

FORMAT = "indicia-position-file/1"
MOST_BYTES = 64 << 20
_TOP = ("format", "statement", "version", "digest", "party", "role", "ceiling", "expires", "measure", "claim")
_MEASURE = ("kind", "taken", "text", "day")
_CLAIM = (
    "id",
    "sentence",
    "stance",
    "wording",
    "reasons",
    "likelihood",
    "likelihood_scale",
    "confidence",
    "confidence_scale",
    "marking",
)
_HEAD = """\
# The position of {party} on version {version} of this statement.  Nothing is said before `stance` says it.
#   stance   agree · agree in part (needs wording) · acknowledge · abstain · dissent (needs reasons) · empty: silent
#   wording, likelihood, confidence   your own words, each with the scale it belongs to, where you have one
#   role     lead · partner · supporter · observer
#   ceiling  the strictest marking up to which others may show your stances
#   marking  of your stance; it never counts weaker than that of the claim
# What you took or expressly declined goes into measures:
#   [[measure]]
#   kind = "statement"   # statement · advisory · charges · sanctions · other
#   taken = true
#   text = "…"
#   day = 2021-07-19     # or leave it out
# Then: indicia position check FOLDER FILE · indicia position seal FOLDER FILE · indicia position sign FOLDER …
"""
_Kind = TypeVar("_Kind", Stance, Marking, Role, MeasureKind)


def position_file(version: Version, party: str) -> str:
    """A file to fill in: every claim that is disclosed here and stands.  The sentences are there to be read."""
    statement = version.statement
    lines = [
        _HEAD.format(party=holder_name(party), version=statement.version),
        f"format = {_text(FORMAT)}",
        f"statement = {_text(statement.statement)}",
        f"version = {statement.version}",
        f"digest = {_text(version.digest)}",
        f"party = {_text(party)}",
        f"role = {_text(Role.PARTNER)}",
        f"ceiling = {_text(statement.marking)}",
    ]
    if version.hidden:
        lines.append(f"# Not disclosed to you: {', '.join(version.hidden)}")
    for claim in version.claims:
        if claim.withdrawn is None:
            lines += ["", *_asked(claim)]
    return "\n".join(lines) + "\n"


def meant_of(data: bytes, where: str, version: Version) -> Meant:
    """What the file says, against the version that it is about.

    An empty stance is silence.  Raises StatementError, naming the place: for another form, another statement, a claim
    that is not disclosed here, a sentence that was changed in place, and own words on a claim without a stance.
    """
    top = _Table(_parsed(data, where), where, _TOP)
    if top.text("format") != FORMAT:
        top.wrong(f"not `{FORMAT}`")
    statement = version.statement
    if top.text("statement") != statement.statement or top.whole("version") != statement.version:
        top.wrong(f"about another statement or version than version {statement.version} of this one")
    claims = {one.id: one for one in version.claims}
    stances = tuple(
        stance for row in top.tables("claim", _CLAIM) if (stance := _stance(row, claims, version)) is not None
    )
    if not stances:
        top.wrong("it says nothing on any claim; a party that wants to say so abstains")
    expires = top.value("expires")
    if expires is not None and (not isinstance(expires, datetime) or expires.tzinfo is None):
        top.wrong("`expires` is a time with a zone, such as 2022-01-01T00:00:00Z, without quotes")
    return Meant(
        party=holder_name(top.text("party")),
        digest=top.text("digest"),
        role=top.one_of("role", Role),
        stances=stances,
        measures=tuple(_measure(row) for row in top.tables("measure", _MEASURE)),
        ceiling=top.one_of("ceiling", Marking),
        expires=expires if isinstance(expires, datetime) else None,
    )


def _asked(claim: Claim) -> Iterator[str]:
    yield "[[claim]]"
    yield f"id = {_text(claim.id)}"
    yield f"sentence = {_text(claim.sentence)}"
    if claim.likelihood is not None:
        scale = f" ({claim.likelihood.scale})" if claim.likelihood.scale else ""
        yield f"# its likelihood: {_comment(claim.likelihood.word + scale)}"
    if claim.confidence is not None:
        yield f"# its confidence: {_comment(claim.confidence.word)}; {_comment(claim.confidence.why)}"
    for support in claim.support:
        if isinstance(support, ReportSupport):
            yield f"# a report says: {_comment(support.words)}"
    for rival in claim.rivals:
        yield f"# it could be instead: {_comment(rival)}"
    for name in ("stance", "wording", "reasons", "likelihood", "likelihood_scale", "confidence", "confidence_scale"):
        yield f'{name} = ""'
    yield f"marking = {_text(claim.effective)}"


def _stance(row: "_Table", claims: Mapping[str, Claim], version: Version) -> OnClaim | None:
    id = row.text("id")
    claim = claims.get(id)
    if claim is None:
        hidden = id in version.hidden
        row.wrong(f"claim {id[:20]} is {'not disclosed here' if hidden else 'not in this version'}")
    sentence = row.text_or_empty("sentence")
    if sentence and sentence != claim.sentence:
        row.wrong("its sentence was changed; own words go into `wording`, with the stance `agree in part`")
    given = row.text_or_empty("stance").strip()
    own = {name: row.text_or_empty(name).strip() for name in _CLAIM[3:9]}
    if not given:
        if any(own.values()):
            row.wrong("it says something without a `stance`")
        return None
    stance = row.one_of("stance", Stance)
    if stance is Stance.IN_PART and not own["wording"]:
        row.wrong("who agrees in part says in which words: `wording` is empty")
    if stance is Stance.DISSENT and not own["reasons"]:
        row.wrong("who dissents says why: `reasons` is empty")
    for name in ("likelihood", "confidence"):
        if own[f"{name}_scale"] and not own[name]:
            row.wrong(f"a scale of {name} without a word of it")
    if own["likelihood"] and own["likelihood"].lower() == own["confidence"].lower():
        row.wrong("likelihood and confidence are two things; the same word cannot be both")
    return OnClaim(
        claim=id,
        stance=stance,
        wording=own["wording"] or None,
        likelihood=Likelihood(scale=own["likelihood_scale"], word=own["likelihood"]) if own["likelihood"] else None,
        confidence=OwnWords(word=own["confidence"], scale=own["confidence_scale"]) if own["confidence"] else None,
        reasons=own["reasons"] or None,
        marking=row.one_of("marking", Marking) if row.value("marking") is not None else Marking.RED,
    )


def _measure(row: "_Table") -> Measure:
    taken, day = row.value("taken"), row.value("day")
    if not isinstance(taken, bool):
        row.wrong("`taken` is true or false")
    if day is not None and (isinstance(day, datetime) or not isinstance(day, date)):
        row.wrong("`day` is a date such as 2021-07-19, without quotes")
    return Measure(
        kind=row.one_of("kind", MeasureKind),
        taken=taken,
        text=row.text("text"),
        day=day.isoformat() if isinstance(day, date) else None,
    )


class _Table:
    """One table, of which every key has to be known."""

    def __init__(self, values: Mapping[str, object], where: str, known: tuple[str, ...]) -> None:
        self._values = values
        self.where = where
        unknown = sorted(set(values) - set(known))
        if unknown:
            self.wrong(f"unknown key `{unknown[0][:60]}`")

    def wrong(self, reason: str) -> NoReturn:
        """Refuse it."""
        raise StatementError(f"{self.where}: {reason}")

    def value(self, key: str) -> object:
        """Whatever it is; null where it is absent."""
        return self._values.get(key)

    def text(self, key: str) -> str:
        """A text with something in it."""
        value = self._values.get(key)
        if not isinstance(value, str) or not value.strip():
            self.wrong(f"`{key}` is a text, and not empty")
        return value

    def text_or_empty(self, key: str) -> str:
        """A text; empty where it is absent."""
        value = self._values.get(key, "")
        if not isinstance(value, str):
            self.wrong(f"`{key}` is a text")
        return value

    def whole(self, key: str) -> int:
        """A whole number."""
        value = self._values.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(f"`{key}` is a whole number")
        return value

    def one_of(self, key: str, kind: type[_Kind]) -> _Kind:
        """One of the words of a list."""
        text = self.text(key).strip()
        try:
            return kind(text)
        except ValueError:
            self.wrong(f"`{key}` is `{text[:40]}`, none of {', '.join(kind)}")

    def tables(self, key: str, known: tuple[str, ...]) -> Iterator["_Table"]:
        """An array of tables; none where it is absent."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.wrong(f"`{key}` is an array of tables, [[{key}]]")
        for number, one in enumerate(value, start=1):
            name = one.get("id")
            yield _Table(one, f"{self.where}: {name[:20] if isinstance(name, str) else f'{key} {number}'}", known)


def _parsed(data: bytes, where: str) -> Mapping[str, object]:
    if len(data) > MOST_BYTES:
        raise StatementError(f"{where}: larger than {MOST_BYTES >> 20} MiB")
    try:
        return tomli.loads(data.decode("utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise StatementError(f"{where}: not readable as TOML: {error}") from None


def _text(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    """On one line, without characters that TOML does not allow in comments."""
    return "".join(one if one.isprintable() else " " for one in text)
