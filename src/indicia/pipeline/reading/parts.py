"""A large log that was read in parts, as one reading again."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from indicia.detection.extracts import part_name
from indicia.model.coverage import Span
from indicia.model.evidence import Account
from indicia.model.reading import Reading

_COUNTED = re.compile(r"(\d+) (line|JSON document)s?(:? .+)", re.DOTALL)


def merged(parts: Sequence[Reading]) -> Reading:
    """One reading of all parts, in their order; what was kept of each part is kept.

    Extracts stay where the parts left them and are named by part, see `part_name`.
    """
    if len(parts) == 1:
        return parts[0]
    accounts = [part.account for part in parts]
    overflow: Counter[str] = Counter()
    for part in parts:
        overflow.update(dict(part.overflow))
    return Reading(
        sha256=parts[0].sha256,
        account=Account(
            size=sum(account.size for account in accounts),
            records=sum(account.records for account in accounts),
            faults=sum(account.faults for account in accounts),
            framing=sum(account.framing for account in accounts),
            count=sum(account.count for account in accounts),
        ),
        spans=_spans(parts),
        faults=tuple(fault for part in parts for fault in part.faults),
        sightings=tuple(sighting for part in parts for sighting in part.sightings),
        overflow=tuple(sorted(overflow.items())),
        notes=_notes(parts),
        extracts=tuple(part_name(name, number) for number, part in enumerate(parts) for name in part.extracts),
    )


def _notes(parts: Sequence[Reading]) -> tuple[str, ...]:
    """Each note once; those that count lines or documents, with the ones of all parts."""
    counted: Counter[tuple[str, str]] = Counter()
    for part in parts:
        for note in part.notes:
            found = _COUNTED.fullmatch(note)
            counted[(found[2], found[3]) if found else ("", note)] += int(found[1]) if found else 0
    return tuple(
        f"{number} {what}{'' if number == 1 else 's'}{text}" if number else text
        for (what, text), number in counted.items()
    )


def _spans(parts: Sequence[Reading]) -> tuple[Span, ...]:
    """One span per source and host, and per part (port, protocol) where readers give one for each; in their order."""
    every = [span for part in parts for span in part.spans]
    together = {span.source for span in every if len(span.parts) > 1}
    by_place: dict[tuple[str, str, str], list[Span]] = {}
    for span in every:
        of = "" if span.source in together else next(iter(span.parts), "")
        by_place.setdefault((span.source, span.host or "", of), []).append(span)
    return tuple(_span(by_place[place]) for place in sorted(by_place))


def _span(spans: Sequence[Span]) -> Span:
    hours: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for span in spans:
        hours.update(span.hours)
        kinds.update(span.parts)
    moments: list[datetime] = [moment for span in spans for moment in (span.first, span.last) if moment is not None]
    return Span(
        source=spans[0].source,
        host=spans[0].host,
        records=sum(span.records for span in spans),
        first=min(moments, default=None),
        last=max(moments, default=None),
        hours=dict(sorted(hours.items())),
        parts=dict(sorted(kinds.items(), key=lambda kind: (len(kind[0]), kind[0]))),
    )
