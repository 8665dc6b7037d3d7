"""From what the rules matched to findings: one for each rule and content of a file, one for each rule in the logs."""

from collections.abc import Iterator, Mapping, Sequence

from indicia.detection.analyses.common.compose import MOST_NAMES, clients_of
from indicia.detection.analyses.common.exhibit import exhibits, in_order
from indicia.detection.analyses.common.fieldtext import text
from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.analyses.common.webfolder import EXTENSIONS
from indicia.detection.yara.rules import YaraRule, YaraSet, techniques
from indicia.model.finding import Confidence, Finding, Presence, RuleCard, Severity, Stage

_SEVERITIES = {severity.name.lower(): severity for severity in Severity} | {"info": Severity.INFORMATIONAL}
_CONFIDENCES = {confidence.name.lower(): confidence for confidence in Confidence}
_STAGES = {stage.name.lower(): stage for stage in Stage if stage is not Stage.NONE}
_SCORES = ((80, Severity.HIGH), (60, Severity.MEDIUM), (40, Severity.LOW))
"""Score of a public rule (0 to 100) from which its hit is this severe: the steps of the scanners that use the field
are 40 (notice), 60 (warning) and 80 to 100 (alert)."""
_LONGEST_TITLE = 140
_DATA = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".log")
"""Logs and exports, which hold what others wrote: no server runs them."""
_QUOTED = " A log or an export holds the text of others: that is no sign that this file does anything."
_GROUPS = 200
"""Findings one rule may give on one host; what is beyond becomes one closing finding."""


def yara_findings(rules: YaraSet, view: HostView) -> Iterator[Finding]:
    """The findings of all rules on one host, in the order of the rules.

    Equal files are one finding with several paths, but for pages: two pages of one content may be of two intruders, and
    each has its own story of requests.  Only rules of the pack carry a stage and answer tests; what a
    rule of somebody else matched is shown with the severity and confidence that its author gave.
    """
    for rule in rules.rules:
        picked = view.of(rule.id)
        if not picked:
            continue
        groups: dict[str, list[Seen]] = {}
        for seen in picked:
            groups.setdefault(_likeness(seen), []).append(seen)
        kept = list(groups.values())
        if len(kept) > _GROUPS:
            kept = [*kept[: _GROUPS - 1], [seen for group in kept[_GROUPS - 1 :] for seen in group]]
        for group in kept:
            yield _finding(rule, in_order(_plainest(group)), view.host)


def _likeness(seen: Seen) -> str:
    record = seen.sighting.record
    if record.table != "file":
        return ""
    path = text(seen, "Path").lower()
    return path if path.endswith(EXTENSIONS) else record.at.sha256


def _plainest(group: Sequence[Seen]) -> Sequence[Seen]:
    """What matched as it stands, where anything did; else what matched in an encoded part."""
    return [seen for seen in group if "Layer" not in seen.sighting.record.fields] or group


def _finding(rule: YaraRule, records: Sequence[Seen], host: str) -> Finding:
    first = records[0].sighting.record
    in_file = first.table == "file"
    moments = [seen.sighting.record.time for seen in records if seen.sighting.record.time is not None]
    meta = {name.lower(): value for name, value in rule.meta.items()}
    own = meta if rule.own else {}
    severity, confidence = _weight(meta)
    stage, test = ("stage", "test") if in_file else ("log_stage", "log_test")
    if in_file and "Layer" in first.fields:
        # An encoded copy does nothing by itself.
        stage, confidence = "", min(confidence, Confidence.MODERATE)
    quoted = in_file and rule.own and all(text(seen, "Path").lower().endswith(_DATA) for seen in records)
    is_there = in_file and not quoted
    if quoted:
        test, severity, confidence = "", min(severity, Severity.MEDIUM), Confidence.WEAK
    return Finding(
        detector=rule.id,
        title=_title(rule, meta, records),
        summary=f"{_summary(rule, records)}{_QUOTED if quoted else ''}",
        stage=_STAGES.get(own.get(stage, "").lower()),
        severity=severity,
        confidence=confidence,
        host=host,
        seen=min(moments, default=None),
        last=max(moments, default=None),
        count=len(records),
        exhibits=exhibits(records),
        card=RuleCard(
            id=rule.id,
            title=rule.name,
            kind="yara",
            author=meta.get("author", ""),
            link=_link(meta) or f"{rule.path}:{rule.line}",
            text=rule.text,
        ),
        techniques=techniques(rule),
        tests=tuple(own.get(test, "").replace(",", " ").split()),
        clients=clients_of(records),
        objects=tuple(dict.fromkeys(text(seen, "Path").lower() for seen in records))[:MOST_NAMES] if is_there else (),
        presence=Presence.PRESENT if is_there else Presence.SEEN_ONCE,
        next_step=own.get("next_step", ""),
        mistakes=meta.get("false_positives", meta.get("falsepositives", "")),
    )


def _weight(meta: Mapping[str, str]) -> tuple[Severity, Confidence]:
    """Severity from `severity` (a word, or 0 to 100) or `score` (0 to 100); confidence from `confidence`.

    Medium and moderate where the author says nothing; a score below 60 is its author's doubt, hence weak.
    """
    named = meta.get("severity", "").lower()
    score = _number(meta.get("score", named))
    if named in _SEVERITIES:
        severity = _SEVERITIES[named]
    elif score is not None:
        severity = next((found for least, found in _SCORES if score >= least), Severity.INFORMATIONAL)
    else:
        severity = Severity.MEDIUM
    doubted = score is not None and score < 60
    fallback = Confidence.WEAK if doubted else Confidence.MODERATE
    return severity, _CONFIDENCES.get(meta.get("confidence", "").lower(), fallback)


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if 0 <= number <= 100 else None


def _title(rule: YaraRule, meta: Mapping[str, str], records: Sequence[Seen]) -> str:
    """What was found, and in what: `shell.aspx: web shell that runs what a request sends`."""
    what = " ".join((meta.get("title") or meta.get("description") or rule.name.replace("_", " ")).split())
    first, _, rest = what.partition(" ")
    if first.lower() in {"detects", "detect"} and rest:
        what = rest
    if len(what) > _LONGEST_TITLE:
        what = what[: _LONGEST_TITLE - 1].rstrip() + "…"
    record = records[0].sighting.record
    if record.table != "file":
        return f"Packed into a log record: {what}"
    name = text(records[0], "Name") or text(records[0], "Path")
    return f"{name}: {what}"


def _summary(rule: YaraRule, records: Sequence[Seen]) -> str:
    fields = records[0].sighting.record.fields
    layer = fields.get("Layer")
    where = f"its part encoded as {layer}" if layer else "its content"
    strings = fields.get("YaraStrings")
    shown = f" ({strings[0]})" if isinstance(strings, tuple) and strings else ""
    if records[0].sighting.record.table == "file":
        many = f" (one of {len(records)} equal files)" if len(records) > 1 else ""
        return f"The file {fields.get('Path')}{many} was matched by the rule {rule.name} in {where}{shown}."
    many = f", as did {len(records) - 1} more" if len(records) > 1 else ""
    return f"A log record carried content encoded as {layer} that matched the rule {rule.name}{shown}{many}."


def _link(meta: Mapping[str, str]) -> str:
    """The first reference that is a web address."""
    for name in ("reference", "references", "url", "link"):
        for part in meta.get(name, "").replace(",", " ").replace(";", " ").split():
            if part.startswith(("http://", "https://")):
                return part
    return ""
