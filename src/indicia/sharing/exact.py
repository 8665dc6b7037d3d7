"""Findings whose pattern is exact: what matched can be looked for elsewhere as it is."""

import re

from msgspec import Struct

from indicia.model.finding import Confidence, Finding, Presence, Stage

_LINE = re.compile(r"(?s).*\n(md5|sha1|sha256|ipv4|ipv6|net4|net6|domain|host|url|email|mutex): ([^\n]+)\Z")


class Exact(Struct, frozen=True):
    """One pattern."""

    language: str
    """`sigma`, `yara`, or `value`."""
    text: str
    """The rule, or the value."""
    sort: str = ""
    """Of a value: `sha256`, `ipv4`, `net4`, `domain`, `host`, `url`, `email`, `mutex`, `md5`, `sha1`."""


def exact(finding: Finding) -> Exact | None:
    """The pattern of a finding; null where only a judgement over many records is behind it.

    A rule that the site's filters narrow is not exact elsewhere, and what a site allows is no mark of an attack.
    """
    card = finding.card
    if finding.suppressed is not None:
        return None
    if card.kind in ("sigma", "yara"):
        return Exact(card.kind, card.text) if card.text.strip() and not card.filters else None
    if card.kind == "indicator":
        found = _LINE.fullmatch(card.text)
        # The card of a list with many values names several; only where title and last line agree is it this one.
        return Exact("value", found[2], found[1]) if found and found[2] in card.title else None
    return None


def planted_hash(finding: Finding) -> str:
    """SHA-256 of a file that an intruder put there and that was collected; empty for any other finding."""
    first = finding.exhibits[0]
    planted = (
        finding.suppressed is None
        and first.table == "file"
        and finding.stage is not None
        and finding.stage >= Stage.IMPLANTED
        and finding.confidence >= Confidence.STRONG
        and finding.presence is Presence.PRESENT
    )
    return first.at.sha256 if planted else ""
