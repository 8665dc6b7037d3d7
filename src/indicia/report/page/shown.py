"""Which findings the page shows with their records, which in one line, and how much of each there is room for."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from msgspec import Struct

from indicia.model.finding import Exhibit, Finding, Stage
from indicia.report.clean import clean_block
from indicia.report.words import plural

DETAILED = 400
"""Findings shown with their records."""
LISTED = 8_000
"""Further findings shown in one line each."""
RECORDS = 2_000_000
"""Bytes of records and rule texts on the page."""
_FIELDS = 60
_VALUE = 1_200
_RAW = 4_000
_OWN_ID = re.compile(r"F[0-9]{1,9}")


class ShownRecord(Struct, frozen=True):
    """One record behind a finding."""

    exhibit: Exhibit
    fields: tuple[tuple[str, str, bool], ...]
    """(name, value, whether it decided), deciding ones first; fields without a value left out."""
    raw: str


class ShownFinding(Struct, frozen=True):
    """One finding with as many of its records as there was room for."""

    finding: Finding
    anchor: str
    records: tuple[ShownRecord, ...]
    rule: str
    """Text of its rule; empty when another finding on the page shows it, or when there is none."""
    rule_at: str
    """Anchor of the finding that shows the text of its rule; empty when this one does or none."""
    open: bool
    """Whether its first record is seen without asking."""


class Room:
    """Room that several stories, or several findings, share."""

    def __init__(self, room: int) -> None:
        self.room = room

    def take(self, wanted: int) -> int:
        """As many as there is room for."""
        given = min(wanted, self.room)
        self.room -= given
        return given


def chosen(
    findings: Sequence[Finding], orphans: Sequence[Finding]
) -> tuple[list[ShownFinding], list[tuple[str, Finding]]]:
    """Findings with records, and findings in one line; both in the order of the result, each with its own anchor."""
    ranked = sorted(range(len(findings)), key=lambda at: (-(findings[at].stage or Stage.NONE), -findings[at].severity))
    detailed = set(ranked[:DETAILED])
    room = Room(RECORDS)
    rules: dict[str, str] = {}
    taken: set[str] = set()
    made: dict[int, ShownFinding] = {}
    for at in ranked[:DETAILED]:
        made[at] = _shown(findings[at], _anchor(findings[at], at, taken), room, rules)
    listed = [(_anchor(findings[at], at, taken), findings[at]) for at in sorted(set(ranked) - detailed)[:LISTED]]
    shown = [made[at] for at in sorted(made)]
    shown += [
        _shown(finding, _anchor(finding, len(findings) + number, taken), room, rules)
        for number, finding in enumerate(orphans)
    ]
    return shown, listed


def _anchor(finding: Finding, number: int, taken: set[str]) -> str:
    """Its id; a made-up one where a result from elsewhere brings an id that is none or comes twice."""
    anchor = finding.id if _OWN_ID.fullmatch(finding.id) and finding.id not in taken else f"finding-{number}"
    taken.add(anchor)
    return anchor


def _shown(finding: Finding, anchor: str, room: Room, rules: dict[str, str]) -> ShownFinding:
    records = []
    for exhibit in finding.exhibits:
        record = ShownRecord(exhibit, tuple(_fields(exhibit)), cut(exhibit.raw, _RAW))
        need = _weight(record.raw) + sum(_weight(name) + _weight(value) + 60 for name, value, _ in record.fields) + 600
        if room.take(need) < need:
            break
        records.append(record)
    rule, rule_at = cut(finding.card.text, _RAW), rules.get(finding.card.id, "")
    if rule_at or not rule or room.take(_weight(rule)) < _weight(rule):
        rule = ""
    else:
        rules[finding.card.id] = anchor
    return ShownFinding(
        finding=finding,
        anchor=anchor,
        records=tuple(records),
        rule=rule,
        rule_at=rule_at,
        open=(finding.stage or Stage.NONE) >= Stage.EXPLOITED,
    )


def _weight(text: str) -> int:
    """Bytes it takes on the page."""
    if text.isascii() and text.isprintable():
        # The same without making it: `&amp;`, `&lt;` and `&gt;`, `&quot;` and `&#x27;`.
        count = text.count
        return len(text) + 4 * count("&") + 3 * (count("<") + count(">")) + 5 * (count('"') + count("'"))
    return len(escape(clean_block(text)).encode())


def cut(text: str, most: int) -> str:
    """The text, its end replaced by a word on how much is missing where it is long."""
    return text if len(text) <= most else f"{text[:most]}… ({plural(len(text) - most, 'character')} more)"


def _fields(exhibit: Exhibit) -> Iterator[tuple[str, str, bool]]:
    rows = [
        (name, " | ".join(value) if isinstance(value, tuple) else str(value), name in exhibit.matched)
        for name, value in exhibit.fields.items()
        if value not in (None, "", ())
    ]
    rows.sort(key=lambda row: not row[2])
    for name, value, matched in rows[:_FIELDS]:
        yield cut(name, 120), cut(value, _VALUE), matched
    if len(rows) > _FIELDS:
        yield "…", f"{plural(len(rows) - _FIELDS, 'field')} more in result.json", False
