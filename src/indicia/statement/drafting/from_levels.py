"""Claims that parties can stand to, out of a read report: one for each level of attribution that somebody takes in it.

`from_reading` makes claims of what was *said* ("the White House attributes …").  An alliance agrees on what *is*: that
somebody is behind a deed, as far up as each party goes.  Whoever took a level is not taken to have said the lower ones.
"""

from collections.abc import Iterator, Sequence

from indicia.knowledge.reports.assertions.levels import LEVELS, level
from indicia.model.reported import Assertion, ReportReading, Stance
from indicia.model.statement import ClaimKind, Marking
from indicia.statement.drafting.from_reading import rivals_of, support_of
from indicia.statement.drafting.proposals import Proposals
from indicia.statement.drafting.wording import flat

_TAKES = (Stance.ATTRIBUTES, Stance.CHARGES, Stance.SANCTIONS, Stance.SUPPORTS, Stance.ACKNOWLEDGES)
_KINDS = {
    "by reference": ClaimKind.OTHER,
    "territory": ClaimKind.STATE,
    "harbourer": ClaimKind.STATE,
    "contractors": ClaimKind.ORGANISATION,
    "group": ClaimKind.CLUSTER,
    "state-sponsored": ClaimKind.STATE,
    "agency-affiliated": ClaimKind.ORGANISATION,
    "agency": ClaimKind.ORGANISATION,
    "state": ClaimKind.STATE,
    "person": ClaimKind.ORGANISATION,
}
_SENTENCES = {
    "by reference": "What others said about who is behind {it} stands.",
    "territory": "Whoever is behind {it} acted from the territory that these words name: “{words}”.",
    "harbourer": "“{words}” protected whoever is behind {it}.",
}
_SENTENCE = "{It} is the work of “{words}”."
_EACH = "Each party says in words of its own who is behind {it}."
_MOST_WORDS = 3
"""So many different wordings of one level stand in its claim; all of them are behind it."""


def propose_levels(reading: ReportReading, about: str, marking: Marking, into: Proposals) -> None:
    """First the claim that every party can stand to in its own words, then one for each level, the weakest first.

    `about` is the deed ("the compromise of …"); empty: what the report tells of.  Nothing where nobody attributes.
    """
    taken: dict[str, list[Assertion]] = {}
    for one in reading.assertions:
        if one.stance in _TAKES and one.party and level(one) in _KINDS:
            taken.setdefault(level(one), []).append(one)
    if not taken:
        into.notes.append(f"{reading.text.name}: no party attributes anything to anybody in it")
        return
    it = flat(about) or f"what “{flat(reading.text.title or reading.text.name)}” tells of"
    every = [one for name in LEVELS for one in taken.get(name, ())]
    into.add(ClaimKind.OTHER, _EACH.format(it=it), [support_of(reading, one.sentence, marking) for one in _once(every)])
    for name in LEVELS:
        said = taken.get(name)
        if said:
            kind, form = _KINDS[name], _SENTENCES.get(name, _SENTENCE)
            into.add(
                kind,
                form.format(it=it, It=it[:1].upper() + it[1:], words="”, “".join(_wordings(said))),
                [support_of(reading, one.sentence, marking) for one in _once(said)],
                rivals=rivals_of(reading) if kind.names_somebody else (),
            )


def _wordings(said: Sequence[Assertion]) -> list[str]:
    """Who is accused, in the words of those who do, each once."""
    return list(dict.fromkeys(flat(one.accused.words) for one in said if one.accused is not None))[:_MOST_WORDS]


def _once(said: Sequence[Assertion]) -> Iterator[Assertion]:
    """Those of one sentence once."""
    yield from {one.sentence: one for one in said}.values()
