"""From sightings of indicators to findings: one for each indicator, of a hash one for each content."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from indicia.detection.analyses.common.compose import MOST_NAMES, clients_of
from indicia.detection.analyses.common.exhibit import exhibits, in_order
from indicia.detection.analyses.common.fieldtext import listed, moment, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.indicators.indicator_set import PREFIX, IndicatorSet
from indicia.detection.indicators.kinds import ADDRESSES, HASHES, WORDS, Kind
from indicia.detection.indicators.stix.combining import Answer, Picked, holds
from indicia.detection.indicators.stix.pattern import Pattern
from indicia.detection.indicators.table import Entry
from indicia.model.finding import Confidence, Finding, Presence, RuleCard, Severity

_WEIGHTS = {
    **dict.fromkeys(HASHES, (Severity.HIGH, Confidence.STRONG)),
    **dict.fromkeys(ADDRESSES, (Severity.MEDIUM, Confidence.MODERATE)),
    Kind.NET4: (Severity.LOW, Confidence.WEAK),
    Kind.NET6: (Severity.LOW, Confidence.WEAK),
    Kind.DOMAIN: (Severity.MEDIUM, Confidence.MODERATE),
    Kind.HOST: (Severity.MEDIUM, Confidence.MODERATE),
    Kind.URL: (Severity.HIGH, Confidence.MODERATE),
    Kind.NAME: (Severity.MEDIUM, Confidence.WEAK),
    Kind.PATH: (Severity.MEDIUM, Confidence.MODERATE),
    Kind.EMAIL: (Severity.MEDIUM, Confidence.MODERATE),
    Kind.AGENT: (Severity.LOW, Confidence.WEAK),
    Kind.REGISTRY: (Severity.MEDIUM, Confidence.MODERATE),
    Kind.MUTEX: (Severity.MEDIUM, Confidence.MODERATE),
    Kind.TEXT: (Severity.LOW, Confidence.WEAK),
    Kind.PATTERN: (Severity.MEDIUM, Confidence.MODERATE),
}
"""How bad, and how likely, a sighting is by itself: nobody but the author of the list has weighed it."""
_LEAST = (Severity.INFORMATIONAL, Confidence.WEAK)
_MISTAKES = {
    **dict.fromkeys(HASHES, "A harmless tool that intruders use too has the same hash wherever it lies."),
    **dict.fromkeys(ADDRESSES, "Addresses change hands; providers, proxies and scanners are shared by many."),
    Kind.NAME: "Harmless files may have the same name.",
    Kind.PATH: "A file of the product or of an administrator may lie at the same place.",
    Kind.AGENT: "Tools and libraries that name themselves so are used by many.",
}
_OTHERS = "The value may stand in a record for another reason than contact: a blocked request, a mail, a search."
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_NOT_MEANT = "to_ids is false"
_WARNED = "it stands on the warning list"
_NEXT = {
    **dict.fromkeys(
        HASHES, "Keep the file, look at when and by whom it was written, and search the other hosts for it."
    ),
    **dict.fromkeys(ADDRESSES, "Look at everything this address did in all logs, and whether it was answered."),
    Kind.PATH: "Look at the file, at when and by whom it was written, and at the requests for it.",
    Kind.NAME: "Look at the file and its hash before concluding anything from its name.",
}
_NEXT_OTHERS = "Look at the records before and after, and ask who published the indicator what it stands for."


class _Validity(Struct, frozen=True):
    """The sightings of an indicator against the time for which its source vouches."""

    inside: int
    after: int
    before: int
    timeless: int

    @property
    def lapsed(self) -> bool:
        """Whether no sighting with a time falls into it."""
        return not self.inside and not self.timeless and bool(self.after or self.before)


def indicator_findings(indicators: IndicatorSet, view: HostView) -> Iterator[Finding]:
    """The findings of all indicators on one host, in the order of their ids.

    They carry no stage: nobody here has weighed the list.  A sighting outside the validity of its indicator is a
    finding of lower weight that says so.  A STIX pattern of several observations is put together over all records of
    the host.
    """
    picked: dict[str, dict[int, list[Seen]]] = {}
    for detector in view.picked:
        if detector.startswith(PREFIX) and view.of(detector):
            name, number = _observation(detector)
            picked.setdefault(name, {})[number] = list(view.of(detector))
    for detector in sorted(picked):
        entries = indicators.entries(detector)
        if not entries:
            continue
        by_number = picked[detector]
        pattern = _pattern(indicators, entries)
        if pattern is not None and not pattern.single:
            answer = holds(pattern, _numbered(pattern, by_number))
            if answer is Answer.NO:
                continue
            yield _finding(
                indicators, detector, entries, _all(by_number), view.host, undecided=answer is not Answer.YES
            )
            continue
        for group in _groups(entries, _all(by_number)):
            yield _finding(indicators, detector, entries, group, view.host)


def _observation(detector: str) -> tuple[str, int]:
    """Id of the indicator and number of the observation of its pattern."""
    name, mark, number = detector.rpartition("#")
    return (name, int(number)) if mark and number.isdigit() else (detector, 0)


def _pattern(indicators: IndicatorSet, entries: Sequence[Entry]) -> Pattern | None:
    found = [entry for entry in entries if entry.kind is Kind.PATTERN]
    return indicators.patterns[int(found[0].value)] if found else None


def _numbered(pattern: Pattern, by_number: dict[int, list[Seen]]) -> list[list[Picked]]:
    """The records of each observation, the same record under one number."""
    numbers: dict[tuple[object, ...], int] = {}
    found = []
    for observation in pattern.observations:
        records = [seen.sighting.record for seen in by_number.get(observation.number, ())]
        found.append(
            [
                Picked(
                    numbers.setdefault((record.at.sha256, record.at.offset, record.at.length), len(numbers)),
                    record.time,
                )
                for record in records
            ]
        )
    return found


def _all(by_number: dict[int, list[Seen]]) -> list[Seen]:
    return in_order(seen for number in sorted(by_number) for seen in by_number[number])


def _groups(entries: Sequence[Entry], records: Sequence[Seen]) -> Iterator[list[Seen]]:
    """Sightings of a hash by content of the file, records of logs together."""
    if not all(entry.kind in HASHES for entry in entries):
        yield list(records)
        return
    groups: dict[str, list[Seen]] = {}
    for seen in records:
        record = seen.sighting.record
        groups.setdefault(record.at.sha256 if record.table == "file" else "", []).append(seen)
    yield from groups.values()


def _finding(
    indicators: IndicatorSet,
    detector: str,
    entries: Sequence[Entry],
    records: Sequence[Seen],
    host: str,
    *,
    undecided: bool = False,
) -> Finding:
    entry = entries[0]
    validity = _validity(entries, records)
    files = [seen for seen in records if seen.sighting.record.table == "file"]
    moments = [time for time in map(moment, records) if time is not None]
    severity, confidence = _weight(entries, validity, undecided=undecided)
    return Finding(
        detector=detector,
        title=_title(indicators, entries, records),
        summary=_summary(indicators, entries, records, validity, undecided=undecided),
        stage=None,
        severity=severity,
        confidence=confidence,
        host=host,
        seen=min(moments, default=None),
        last=max(moments, default=None),
        count=len(records),
        exhibits=exhibits(records),
        card=_card(indicators, detector, entries),
        clients=clients_of(records),
        objects=tuple(dict.fromkeys(text(seen, "Path").lower() for seen in files))[:MOST_NAMES],
        presence=Presence.PRESENT if files else Presence.SEEN_ONCE,
        next_step=_NEXT.get(entry.kind, _NEXT_OTHERS),
        mistakes=_MISTAKES.get(entry.kind, _OTHERS),
    )


def _validity(entries: Sequence[Entry], records: Sequence[Seen]) -> _Validity:
    """Of several entries (the same value given twice) a sighting may fall into any."""
    inside = after = before = timeless = 0
    for seen in records:
        time = seen.sighting.record.time
        if seen.sighting.record.table == "file":
            # A file lies there today, whenever it was made.
            time = None
        if time is None:
            timeless += 1
        elif any(
            (entry.since is None or entry.since <= time) and (entry.until is None or time < entry.until)
            for entry in entries
        ):
            inside += 1
        elif all(entry.until is not None and time >= entry.until for entry in entries):
            after += 1
        else:
            before += 1
    return _Validity(inside, after, before, timeless)


def _weight(entries: Sequence[Entry], validity: _Validity, *, undecided: bool) -> tuple[Severity, Confidence]:
    severity, confidence = max(_WEIGHTS.get(entry.kind, _LEAST) for entry in entries)
    if all(_NOT_MEANT in entry.text or _WARNED in entry.text for entry in entries):
        severity, confidence = min(severity, Severity.LOW), Confidence.WEAK
    if validity.lapsed:
        severity, confidence = min(severity, Severity.LOW), Confidence.WEAK
    if undecided:
        confidence = Confidence.WEAK
    return severity, confidence


def _shown(indicators: IndicatorSet, entry: Entry) -> str:
    """The value fit for a sentence; of a pattern its name or text."""
    if entry.kind is Kind.PATTERN:
        return quoted(entry.text or indicators.patterns[int(entry.value)].text, 100)
    return quoted(entry.value, 100)


def _title(indicators: IndicatorSet, entries: Sequence[Entry], records: Sequence[Seen]) -> str:
    entry = _seen_entry(entries, records)
    return f"{WORDS[entry.kind]} of {quoted(indicators.sets[entry.set].title, 60)}: {_shown(indicators, entry)}"


def _seen_entry(entries: Sequence[Entry], records: Sequence[Seen]) -> Entry:
    """Of an indicator with many values the first that stands in the first record."""
    if len(entries) > 1:
        record = records[0].sighting.record
        values = "\n".join(str(record.fields.get(name)) for name in records[0].sighting.matched).lower()
        for entry in entries:
            if entry.value in values:
                return entry
    return entries[0]


def _summary(
    indicators: IndicatorSet,
    entries: Sequence[Entry],
    records: Sequence[Seen],
    validity: _Validity,
    *,
    undecided: bool,
) -> str:
    entry = _seen_entry(entries, records)
    info = indicators.sets[entry.set]
    first = records[0].sighting
    where = listed(list(first.matched), 3) or "the record"
    many = f" and in {len(records) - 1:,} more records" if len(records) > 1 else ""
    value = _shown(indicators, entry)
    if first.record.table == "file":
        many = f" (one of {len(records)})" if len(records) > 1 else ""
        head = f"The file {quoted(text(records[0], 'Path'))}{many} matches {value}"
    else:
        head = f"{value} stands in {where} of a record of {first.record.source or first.record.table}{many}"
    version = f", version {quoted(info.version, 40)}" if info.version else ""
    note = f": {quoted(entry.text, 160)}" if entry.text and entry.kind is not Kind.PATTERN else ""
    parts = [f"{head}, an indicator of {quoted(info.title, 80)}{version}{note}."]
    if undecided:
        parts.append("Whether different records satisfy its observations could not be decided: too many choices.")
    parts.extend(_validity_words(entries, validity))
    return " ".join(parts)


def _validity_words(entries: Sequence[Entry], validity: _Validity) -> Iterator[str]:
    entry = max(entries, key=lambda one: (one.until is None, one.until or _NEVER))
    if validity.lapsed and validity.after:
        yield f"It had expired on the day of the event (valid until {_end(entry.until)})."
        if validity.before:
            yield f"{validity.before:,} records are older than its validity."
    elif validity.lapsed:
        yield f"The event is older than its validity (valid from {_day(entry.since)})."
    elif validity.after or validity.before:
        parts = [
            f"{count:,} of the records are {word}"
            for count, word in ((validity.after, "from after it had expired"), (validity.before, "older than it"))
            if count
        ]
        yield f"Its validity is {_period(entry)}; {' and '.join(parts)}."
    elif entry.until is not None:
        yield f"Its validity is {_period(entry)}."


def _period(entry: Entry) -> str:
    return f"{_day(entry.since)} to {_end(entry.until)}"


def _end(time: datetime | None) -> str:
    """The last day of validity; with its time where it ends in the middle of one."""
    if time is None:
        return "…"
    if time.hour or time.minute or time.second or time.microsecond:
        return f"{time:%Y-%m-%d %H:%M:%S}"
    return _day(time - timedelta(microseconds=1))


def _day(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d}" if time is not None else "…"


def _card(indicators: IndicatorSet, detector: str, entries: Sequence[Entry]) -> RuleCard:
    entry = entries[0]
    info = indicators.sets[entry.set]
    tlp = entry.tlp or info.tlp
    lines = [
        f"set: {info.title}",
        f"file: {info.path}",
        f"version: {info.version or 'not given'}",
        f"TLP: {tlp or 'not given'}",
        f"confidence given by the source: {entry.confidence or 'none'}",
        f"valid: {_period(entry) if entry.since or entry.until else 'not limited'}",
    ]
    if entry.text:
        lines.append(f"note: {entry.text}")
    if entry.excluding:
        lines.append(f"false positives: {entry.excluding}")
    for one in entries[:MOST_NAMES]:
        value = indicators.patterns[int(one.value)].text if one.kind is Kind.PATTERN else one.value
        lines.append(f"{one.kind.name.lower()}: {value}")
    return RuleCard(
        id=detector,
        title=_shown(indicators, entry),
        kind="indicator",
        author=info.source,
        link=entry.link or info.path,
        text="\n".join(lines),
    )
