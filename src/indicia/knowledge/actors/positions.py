"""Who said what about whom, with which verb and which words of confidence: `positions.toml`."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from indicia.errors import RulesetError
from indicia.knowledge.section import Section, read_section


class Mode(StrEnum):
    """How a speaker stands to what is said."""

    OWN = "own"
    """An assessment of its own."""
    JOINT = "joint"
    SUPPORT = "support"
    """Supports what others said."""
    ACKNOWLEDGE = "acknowledge"
    """Takes note of what others said."""
    DENY = "deny"


class PublicClaim(Struct, frozen=True, kw_only=True):
    """One claim of one speaker."""

    id: str
    speaker: str
    party: str
    """Country or body that the speaker belongs to; speakers of one party are kept apart."""
    kind: str
    day: date
    """Last possible day."""
    exact: bool
    """Whether the day is known, not only the month."""
    form: str
    activities: tuple[str, ...]
    """Keys of `Positions.activities`."""
    what: str
    to: str
    level: str
    """One of `Positions.levels`."""
    verb: str
    confidence: str
    """The speaker's own words; empty where it gave none."""
    scale: str
    """Scale that these words belong to, where the speaker names one."""
    mode: Mode
    measure: str
    """Measures taken, or expressly not taken; empty where nothing is said."""
    note: str
    source: str
    verified: bool


class Counted(Struct, frozen=True, kw_only=True):
    """A number with what it counts."""

    value: str
    unit: str
    counts: str
    by: str
    when: str
    source: str
    verified: bool


class Positions(Struct, frozen=True, kw_only=True):
    """Public claims around one attribution."""

    name: str
    title: str
    day: date
    levels: tuple[str, ...]
    """How far up a claim goes, weakest first."""
    activities: Mapping[str, str]
    claims: tuple[PublicClaim, ...]
    numbers: tuple[Counted, ...]


def load_positions(path: Path | None = None) -> Positions:
    """The claims of a file, or those of 19 July 2021 that come with Indicia.

    Raises RulesetError, naming the entry, for unknown keys, levels, activities and modes, and for ids given twice.
    """
    path = path or Path(str(files("indicia"))) / "packs" / "exchange-2021" / "positions.toml"
    top = read_section(path)
    levels = top.texts("levels")
    activities = dict(top.pairs("activities"))
    claims: dict[str, PublicClaim] = {}
    for row in top.rows("claim", "id"):
        claim = _claim(row, levels, activities)
        if claim.id in claims:
            raise RulesetError(f"{path}: {claim.id}: this id is there twice", hint="give each claim its own id")
        claims[claim.id] = claim
    numbers = []
    for row in top.rows("number", "value"):
        numbers.append(
            Counted(
                value=row.text("value"),
                unit=row.text("unit"),
                counts=row.text("counts"),
                by=row.text("by"),
                when=row.text("when"),
                source=row.text("source"),
                verified=row.flag("verified", default=True),
            )
        )
        row.close()
    found = Positions(
        name=top.text("name"),
        title=top.text("title"),
        day=top.moment("day").date(),
        levels=levels,
        activities=activities,
        claims=tuple(claims.values()),
        numbers=tuple(numbers),
    )
    top.close()
    return found


def _claim(row: Section, levels: tuple[str, ...], activities: Mapping[str, str]) -> PublicClaim:
    mode, level, named = row.text("mode"), row.text("level"), row.texts("activities")
    if mode not in set(Mode):
        raise row.wrong(f"`mode` is `{mode}`, not one of {', '.join(Mode)}")
    if level not in levels:
        raise row.wrong(f"`level` is `{level}`, not one of {', '.join(levels)}")
    for name in named:
        if name not in activities:
            raise row.wrong(f"unknown activity `{name}`")
    precision = row.text("precision")
    if precision not in ("day", "month"):
        raise row.wrong("`precision` is day or month")
    claim = PublicClaim(
        id=row.text("id"),
        speaker=row.text("speaker"),
        party=row.text("party"),
        kind=row.text("kind"),
        day=row.moment("day").date(),
        exact=precision == "day",
        form=row.text("form"),
        activities=named,
        what=row.text("what"),
        to=row.text("to"),
        level=level,
        verb=row.text("verb"),
        confidence=row.text("confidence", ""),
        scale=row.text("scale", ""),
        mode=Mode(mode),
        measure=row.text("measure", ""),
        note=row.text("note", ""),
        source=row.text("source"),
        verified=row.flag("verified", default=True),
    )
    row.close()
    return claim
