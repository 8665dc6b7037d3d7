"""A finding put together from its records: times, count, exhibits and the card of the analysis."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from indicia.detection.analyses.common.exhibit import exhibits, in_order
from indicia.detection.analyses.common.fieldtext import moment, text
from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.model.clients import client_of
from indicia.model.finding import Confidence, Finding, Presence, RuleCard, Severity, Stage

MOST_NAMES = 50
"""Clients and objects kept of a large group."""


class Words(Struct, frozen=True, kw_only=True):
    """What an analysis says about itself beside each of its findings."""

    name: str
    """Registry name; also the name of its page in the documentation."""
    title: str
    mistakes: str


def clients_of(records: Iterable[Seen]) -> tuple[str, ...]:
    """Client addresses the records name, each once, in order of appearance."""
    named = dict.fromkeys(client_of(seen.sighting.record.fields) for seen in records)
    return tuple(filter(None, named))[:MOST_NAMES]


def compose(
    view: HostView,
    words: Words,
    *,
    title: str,
    summary: str,
    stage: Stage | None,
    severity: Severity,
    confidence: Confidence,
    records: Sequence[Seen],
    next_step: str,
    telling: Iterable[Seen] = (),
    techniques: tuple[str, ...] = (),
    tests: Iterable[str] = (),
    objects: Iterable[str] = (),
    presence: Presence = Presence.SEEN_ONCE,
    joins: Mapping[str, str] | None = None,
    times: Sequence[datetime] = (),
) -> Finding:
    """A finding over these records; first and last time, count, clients and exhibits follow from them.

    `times` replaces the records' own where two records tell of one moment and one of them is to be believed.
    What is present only in lines about deleted files is no longer there.
    """
    if presence is Presence.PRESENT and records and all(text(seen, "Deleted") for seen in records):
        presence = Presence.REMOVED
    ordered = in_order(records)
    times = times or [time for time in map(moment, ordered) if time is not None]
    return Finding(
        detector=words.name,
        title=title,
        summary=summary,
        stage=stage,
        severity=severity,
        confidence=confidence,
        host=view.host,
        seen=min(times, default=None),
        last=max(times, default=None),
        count=len(ordered),
        exhibits=exhibits(ordered, telling),
        card=RuleCard(
            id=words.name, title=words.title, kind="analysis", author="Indicia", link=f"analyses/{words.name}"
        ),
        techniques=techniques,
        tests=tuple(dict.fromkeys(tests)),
        clients=clients_of(ordered),
        objects=tuple(dict.fromkeys(item.lower() for item in objects if item))[:MOST_NAMES],
        presence=presence,
        next_step=next_step,
        mistakes=words.mistakes,
        joins=joins or {},
    )
