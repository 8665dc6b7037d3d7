"""From bursts to findings: one on each host that has events in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from indicia.detection.analyses.common.exhibit import MOST, exhibit, in_order
from indicia.detection.analyses.common.fieldtext import listed, quoted
from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.correlation.correlation import Correlation, Kind, Number
from indicia.detection.correlation.hit import CorrelationHit, HostShare, Tick
from indicia.detection.correlation.loading import CorrelationSet
from indicia.detection.correlation.timespan import spoken
from indicia.detection.correlation.words import HOST_FIELDS, key
from indicia.detection.correlation.words import shown as cut
from indicia.detection.level import level_doubt, severity_of
from indicia.model.clients import CLIENT_FIELDS, client_of
from indicia.model.finding import Confidence, Exhibit, Finding, Presence, RuleCard, Stage

_CONFIDENCES = {confidence.name.lower(): confidence for confidence in Confidence}
_STAGES = {stage.name.lower(): stage for stage in Stage if stage is not Stage.NONE}
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_NEVER = datetime.max.replace(tzinfo=UTC)
_NO_CLIENT = frozenset({"", "-", "::1", "127.0.0.1"})
_MEASURES = {
    Kind.EVENT_COUNT: "events",
    Kind.VALUE_COUNT: "different values",
    Kind.TEMPORAL: "of the rules",
    Kind.TEMPORAL_ORDERED: "of the rules in order",
    Kind.VALUE_SUM: "sum",
    Kind.VALUE_AVG: "average",
    Kind.VALUE_PERCENTILE: "percentile",
    Kind.VALUE_MEDIAN: "median",
}


def correlation_findings(loaded: CorrelationSet, hits: Sequence[CorrelationHit], view: HostView) -> Iterator[Finding]:
    """The findings of correlations on one host, in the order of the hits.

    Correlations on which only others stand, with `generate: false`, give none of their own.  Exhibits are records of
    the base rules; those that were counted but not kept are shown by place and by the fields that correlations read,
    with an empty `raw`.
    """
    for hit in hits:
        if hit.correlation.id in loaded.suppressed:
            continue
        for share in hit.shares:
            if share.host == view.host:
                yield _finding(loaded, hit, share, view)


Burst = tuple[str, datetime, datetime, int]
"""Correlation, first and last record, how many: what a finding of it says too."""


def whole_bursts(
    loaded: CorrelationSet, hits: Sequence[CorrelationHit], view: HostView
) -> dict[Burst, tuple[Seen, ...]]:
    """All records of those bursts on one host of which every record was kept; of two that read alike neither."""
    found: dict[Burst, tuple[Seen, ...]] = {}
    twice: set[Burst] = set()
    for hit in hits:
        for share in hit.shares:
            if share.host != view.host:
                continue
            name = (hit.correlation.id, share.first, share.last, share.count)
            records = _records(loaded, hit, share, view)
            if name in found:
                twice.add(name)
            elif len(records) >= share.count:
                found[name] = records
    return {name: records for name, records in found.items() if name not in twice}


def _records(loaded: CorrelationSet, hit: CorrelationHit, share: HostShare, view: HostView) -> tuple[Seen, ...]:
    kept: dict[tuple[str, int, int], Seen] = {}
    for leaf in loaded.leaves(hit.correlation.id):
        for seen in _during(view.of(leaf), share):
            if _belongs(loaded, hit, leaf, seen, view.host):
                kept.setdefault(_seen_place(seen), seen)
    return tuple(kept.values())


def _finding(loaded: CorrelationSet, hit: CorrelationHit, share: HostShare, view: HostView) -> Finding:
    item = hit.correlation
    custom = item.custom
    shown = _exhibits(loaded, hit, share, view)
    test = str(custom.get("test", ""))
    return Finding(
        detector=item.id,
        title=item.title,
        summary=f"{_summary(loaded, hit, share)} {level_doubt(item.level)}".rstrip(),
        stage=_STAGES.get(str(custom.get("stage", "")).lower()),
        severity=severity_of(str(custom.get("severity", item.level))),
        confidence=_CONFIDENCES.get(str(custom.get("confidence", "")).lower(), Confidence.MODERATE),
        host=view.host,
        seen=share.first,
        last=share.last,
        count=share.count,
        exhibits=shown,
        card=RuleCard(id=item.id, title=item.title, kind="sigma", author=item.author, link=item.link, text=item.text),
        techniques=item.techniques or _techniques(loaded, item),
        tests=(test,) if test else (),
        clients=_clients(hit, shown),
        objects=_objects(hit, shown),
        presence=Presence.SEEN_ONCE,
        next_step=str(custom.get("next_step", "")),
        mistakes="; ".join(item.falsepositives),
    )


def _exhibits(loaded: CorrelationSet, hit: CorrelationHit, share: HostShare, view: HostView) -> tuple[Exhibit, ...]:
    """The deciding record first where this host has it, else the first; whole records before those only counted."""
    places = {(tick.rule, *_place(tick)): tick for tick in share.samples}
    kept: dict[tuple[str, int, int], Seen] = {}
    others: list[Seen] = []
    for leaf in loaded.leaves(hit.correlation.id):
        for seen in _during(view.of(leaf), share):
            place = _seen_place(seen)
            if (leaf, *place) in places:
                kept.setdefault(place, seen)
            elif len(others) < MOST and _belongs(loaded, hit, leaf, seen, view.host):
                others.append(seen)
    samples = list({_place(tick): tick for tick in share.samples}.values())
    front = _place(hit.decided)
    if front not in {_place(tick) for tick in samples}:
        front = _place(samples[0])
    chosen: dict[tuple[str, int, int], Exhibit] = {}
    telling = [tick for tick in samples if _place(tick) == front]
    for tick in (*telling, samples[0], samples[-1], *samples):
        place = _place(tick)
        if len(chosen) < MOST:
            chosen.setdefault(place, exhibit(kept[place]) if place in kept else _compact(tick))
    spare = [seen for seen in in_order(others) if _seen_place(seen) not in chosen][: MOST - len(chosen)]
    rest = [*list(chosen.values())[1:], *map(exhibit, spare)]
    rest.sort(key=lambda one: (one.time is None, one.time, one.path, one.at.offset))
    return (next(iter(chosen.values())), *rest)


def _compact(tick: Tick) -> Exhibit:
    return Exhibit(
        table=tick.table,
        source=tick.source,
        time=tick.time,
        path=tick.path,
        at=tick.at,
        fields=tick.fields,
        matched=(),
        raw="",
    )


def _place(tick: Tick) -> tuple[str, int, int]:
    return tick.at.sha256, tick.at.offset, tick.at.length


def _during(picked: Sequence[Seen], share: HostShare) -> Sequence[Seen]:
    """Those of the time of a burst; they are in order of time."""
    begin = bisect_left(picked, (False, share.first), key=_moment)
    return picked[begin : bisect_right(picked, (False, share.last), begin, key=_moment)]


def _moment(seen: Seen) -> tuple[bool, datetime]:
    time = seen.sighting.record.time
    return time is None, time or _NEVER


def _seen_place(seen: Seen) -> tuple[str, int, int]:
    at = seen.sighting.record.at
    return at.sha256, at.offset, at.length


def _belongs(loaded: CorrelationSet, hit: CorrelationHit, leaf: str, seen: Seen, host: str) -> bool:
    """Whether a kept record is of the hit's group, through any of the parts that its rule lies below."""
    item = hit.correlation
    words = loaded.bases[leaf].words
    values = dict(zip(words.fields, words.values(seen.sighting.record), strict=True))
    wanted = [key(value) for _, value in hit.group]
    for part in item.rules:
        if leaf in loaded.leaves(part):
            names = [loaded.field_of(item, part, leaf, name) for name in item.group_by]
            if [key(host if name in HOST_FIELDS else cut(values[name])) for name in names] == wanted:
                return True
    return False


def _summary(loaded: CorrelationSet, hit: CorrelationHit, share: HostShare) -> str:
    """Our own sentence with its values; for other people's rules what was counted, of what, and for whom."""
    item = hit.correlation
    values = {name: quoted(value) for name, value in hit.group}
    values |= {"count": _said(hit.count, hit.cut), "value": _said(hit.value, hit.cut), "within": spoken(item.timespan)}
    template = str(item.custom.get("summary", ""))
    if template:
        text = _PLACEHOLDER.sub(lambda found: values.get(found[1], "(not logged)"), template)
    else:
        titles = dict.fromkeys(
            f"“{quoted(loaded.bases[leaf].title, 80)}”" for rule in item.rules for leaf in loaded.leaves(rule)
        )
        group = f" with {listed([f'{name} {value}' for name, value in hit.group], 6)}" if hit.group else ""
        measure = "" if item.kind is Kind.EVENT_COUNT else f" ({_measure(hit)})"
        events = "1 event" if hit.count == 1 and not hit.cut else f"{_said(hit.count, hit.cut)} events"
        windows = "a window" if hit.count == 1 and not hit.cut else "windows"
        text = (
            f"{events} of {listed(list(titles))}{group} came within {windows} of "
            f"{spoken(item.timespan)}{measure}, which the correlation “{quoted(item.title)}” asks for."
        )
    elsewhere = [other.host for other in hit.shares if other.host != share.host]
    if elsewhere:
        are = "is" if share.count == 1 else "are"
        text += f" {share.count:,} of the events {are} of this host, the others of {listed(sorted(elsewhere))}."
    return text


def _measure(hit: CorrelationHit) -> str:
    words = _MEASURES[hit.correlation.kind]
    if hit.correlation.kind.numeric:
        return f"{words} {_said(hit.value, hit.cut)}"
    return f"{_said(hit.value, hit.cut)} {words}"


def _said(value: Number, cut: bool) -> str:
    shown = f"{value:,}" if isinstance(value, int) else f"{float(value):,.6g}"
    return f"at least {shown}" if cut else shown


def _techniques(loaded: CorrelationSet, item: Correlation) -> tuple[str, ...]:
    """Those of the rules below, where the author of the correlation gave none."""
    return tuple(dict.fromkeys(name for leaf in loaded.leaves(item.id) for name in loaded.bases[leaf].techniques))


def _clients(hit: CorrelationHit, shown: Sequence[Exhibit]) -> tuple[str, ...]:
    names = _texts(hit.correlation.custom.get("clients")) or CLIENT_FIELDS
    told = [(one.fields.get(name), client_of(one.fields, (name,))) for one in shown for name in names]
    # What was grouped by is the address of a proxy where a record says so.
    proxies = {written for written, client in told if written != client}
    found = [value for name, value in hit.group if name in names and value not in proxies]
    found.extend(client for _, client in told)
    return tuple(value for value in dict.fromkeys(found) if value not in _NO_CLIENT)


def _objects(hit: CorrelationHit, shown: Sequence[Exhibit]) -> tuple[str, ...]:
    names = _texts(hit.correlation.custom.get("objects"))
    values = (value for one in shown for name in names if isinstance(value := one.fields.get(name), str))
    return tuple(dict.fromkeys(value.lower() for value in values if value))


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()
