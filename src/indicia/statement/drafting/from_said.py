"""Claims from what other producers say in STIX: each says who says it, and rests on the words of the file.

Nothing here is ours.  A producer's confidence stays its number, and no position is made of an opinion: who agrees with
a claim signs that itself.
"""

from collections.abc import Sequence

from indicia.model.imported import Said
from indicia.model.reported import Quoted, ReportText
from indicia.model.statement import Basis, ClaimKind, ReportSupport
from indicia.statement.drafting.proposals import Proposals

_WORDS = ("description", "content", "explanation", "abstract", "name")
_NAMES = ("name", "abstract")
_MOST = 600
"""Characters of a producer's own words in a claim."""
_QUOTES = str.maketrans('“”„«»"', "‘’‘‘’'")


def propose_from_said(said: Sequence[Said], text: ReportText, into: Proposals) -> None:
    """Claims of one file, whose text is `text`."""
    starts = {place.name: number for number, place in enumerate(text.places)}
    left: dict[str, int] = {}
    for one in said:
        supports = [
            ReportSupport(
                sha256=text.sha256,
                title=text.name,
                start=quoted.start,
                end=quoted.end,
                words=quoted.words,
                marking=one.marking,
            )
            for quoted in _quoted(one, text, starts)
        ]
        why = _left(one, supports)
        if why:
            left[why] = left.get(why, 0) + 1
            continue
        into.add(
            one.kind,
            _sentence(one, text),
            supports,
            confidence=None
            if one.confidence is None
            else Basis(word=f"{one.confidence} of 100", why="its producer's own number"),
            rivals=_RIVALS if one.kind.names_somebody else (),
        )
    into.notes += [f"{text.name}: {count} {why}" for why, count in left.items()]


_RIVALS = ("somebody else: the file says what is said, and shows no evidence that could be looked at",)


def _left(one: Said, supports: Sequence[ReportSupport]) -> str:
    """Why no claim is made of it; empty where one is."""
    if one.withdrawn:
        return "sentences that their producer revoked"
    if one.type in ("report", "grouping"):
        return "reports and groupings: they hold what others say"
    if one.type == "relationship" and one.kind is ClaimKind.OTHER:
        return "relationships that name no actor, technique or flaw"
    return "" if supports else "sentences that rest on no words of the file"


def _sentence(one: Said, text: ReportText) -> str:
    speaker = _flat(one.speaker) or "Somebody who is not named"
    words = _flat(one.words)
    words = words if len(words) <= _MOST else words[: _MOST - 1].rstrip() + "…"
    told = f"{speaker} says in “{_flat(text.name)}”: “{_flat(one.sentence)}”"
    return f"{told}, in its own words: “{words}”" if words else told


def _quoted(one: Said, text: ReportText, starts: dict[str, int]) -> list[Quoted]:
    """Its own words, and the names of what it speaks of, where they stand in the text."""
    wanted = [f"{one.place}.{name}" for name in _WORDS]
    wanted += [f"{place}.{name}" for place in one.places for name in _NAMES]
    found = []
    for name in dict.fromkeys(wanted):
        number = starts.get(name)
        if number is None:
            continue
        start = text.places[number].start
        end = text.places[number + 1].start if number + 1 < len(text.places) else len(text.text)
        words = text.text[start:end].rstrip("\n")
        found.append(Quoted(start=start, end=start + len(words), words=words))
    return found


def _flat(text: str) -> str:
    """On one line; double quotation marks become single ones, so that a quotation ends where it ends."""
    return " ".join(text.split()).translate(_QUOTES)
