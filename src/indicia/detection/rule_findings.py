"""From the records that rules picked to findings: like records of one rule become one finding with a count."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec.structs import replace

from indicia.detection.analyses.common.exhibit import exhibits, in_order
from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.attempts import attempt, why_attempt
from indicia.detection.damage import doubted_strange
from indicia.detection.level import level_doubt, severity_of
from indicia.detection.ruleset import Ruleset
from indicia.detection.sigma.rule import Rule
from indicia.detection.usage.answering import hollow_logs, userless_logs
from indicia.detection.usage.in_front import UNKNOWN, UNNAMED, of_nobody
from indicia.model.clients import CLIENT_FIELDS, client_of
from indicia.model.finding import MOST_NAMED, Confidence, Finding, Presence, RuleCard, Severity, Stage
from indicia.model.record import Value

_CONFIDENCES = {confidence.name.lower(): confidence for confidence in Confidence}
_STAGES = {
    "probed": Stage.PROBED,
    "exploited": Stage.EXPLOITED,
    "implanted": Stage.IMPLANTED,
    "operated": Stage.OPERATED,
}
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_DOUBTS = {
    "status": ("This site answers what cannot be there with success, so that says little.", hollow_logs),
    "no sign-in": ("The log does not tell users, so a sign-in would not show.", userless_logs),
}
"""By what a rule rests on, `rests_on` in its block: why that may say nothing, and the logs in which it does not."""
STRANGE = "strange value"
"""The same of a rule that takes a value for an intruder's because it is none of the known ones; see `damage`."""
_CLIENTS = ("c-ip", "ClientIpAddress", "c-dns")
_DECIDING, _SHOWN = 4, 100
"""Fields that a sentence names, and how many characters of each."""
_GROUPS, _OF_NOBODY = 200, 20
"""Findings one rule may give on one host; what is beyond becomes one closing finding.  Far fewer in logs of nobody
knows whose server, for each of the Internet's scanners is a group of its own there.
"""


def rule_findings(ruleset: Ruleset, view: HostView) -> Iterator[Finding]:
    """The findings of all rules on one host, in the order of the rules; those left to correlations give none."""
    for rule in ruleset.rules:
        picked = view.of(rule.id)
        if not picked or rule.id in ruleset.correlations.suppressed:
            continue
        if rule.id not in ruleset.own:
            yield from _of_others(rule, picked, view)
            continue
        doubts = _doubts(ruleset, rule, view, picked)
        groups = _groups(rule, picked, tuple(doubts.values()))
        for group, rest in _kept(list(groups.values()), doubts.get(UNKNOWN, frozenset())):
            found = _finding(rule, group, view.host, own=True)
            if rest:
                found = replace(found, summary=f"{found.summary} {_together(group)}")
            held = [
                why
                for why, logs in doubts.items()
                if all(seen.evidence.sha256 in logs for seen in group)
                and (why != UNKNOWN or (found.stage or Stage.NONE) > Stage.PROBED or _rests_on(ruleset, rule, "status"))
            ]
            found = _doubted(found, held) if held else found
            yield doubted_strange(found, view.damage) if _rests_on(ruleset, rule, STRANGE) else found


def _of_others(rule: Rule, picked: Sequence[Seen], view: HostView) -> Iterator[Finding]:
    """Findings of a rule of the user's: what may have succeeded, then attempts by why they are that alone."""
    hollow = hollow_logs(view.extracts)
    groups: dict[str, list[Seen]] = {}
    for seen in picked:
        groups.setdefault(attempt(severity_of(rule.level), seen, hollow), []).append(seen)
    for kind in sorted(groups):
        found = _finding(rule, groups[kind], view.host, own=False)
        yield _doubted(found, (why_attempt(kind, groups[kind]),)) if kind else found


def _doubts(ruleset: Ruleset, rule: Rule, view: HostView, picked: Sequence[Seen]) -> Mapping[str, frozenset[str]]:
    """Why what a rule rests on says nothing, and in which logs."""
    doubts = {why: logs(view.extracts) for word, (why, logs) in _DOUBTS.items() if _rests_on(ruleset, rule, word)}
    if rule.id in ruleset.own:
        evidence = {seen.evidence.sha256: seen.evidence for seen in picked if seen.evidence.kind in UNNAMED}
        unknown = frozenset(sha256 for sha256, one in evidence.items() if of_nobody(one, view.extracts))
        doubts |= {UNKNOWN: unknown} if unknown else {}
        # Before Exchange nobody signs in: what stands there hands the request on.
        if evidence and _rests_on(ruleset, rule, "no sign-in"):
            why = _DOUBTS["no sign-in"][0]
            doubts[why] = doubts[why] | evidence.keys()
    return doubts


def _rests_on(ruleset: Ruleset, rule: Rule, word: str) -> bool:
    return rule.id in ruleset.own and word in _texts(rule.custom.get("rests_on"))


def _doubted(found: Finding, reasons: Sequence[str]) -> Finding:
    """An attempt whose success nothing shows."""
    return replace(
        found,
        summary=" ".join([found.summary, *reasons]),
        stage=Stage.PROBED,
        severity=Severity.LOW,
        confidence=Confidence.WEAK,
    )


def _groups(rule: Rule, picked: Sequence[Seen], doubted: Sequence[frozenset[str]]) -> dict[tuple[str, ...], list[Seen]]:
    """Records by the values of the fields the rule names; all in one group where it names none.

    Those of each kind of `doubted` logs are apart from the others.
    """
    fields = _texts(rule.custom.get("group"))
    groups: dict[tuple[str, ...], list[Seen]] = {}
    for seen in picked:
        key = tuple(_first(seen.sighting.record.fields.get(field)).lower() for field in fields)
        groups.setdefault((*key, *(str(seen.evidence.sha256 in logs) for logs in doubted)), []).append(seen)
    return groups


def _kept(groups: Sequence[list[Seen]], nobodys: Collection[str]) -> Iterator[tuple[list[Seen], bool]]:
    """The groups of which findings are made, and whether they are several that were put together."""
    for most, those in (
        (_GROUPS, [group for group in groups if group[0].evidence.sha256 not in nobodys]),
        (_OF_NOBODY, [group for group in groups if group[0].evidence.sha256 in nobodys]),
    ):
        if len(those) <= most:
            yield from ((group, False) for group in those)
        else:
            yield from ((group, False) for group in those[: most - 1])
            yield [seen for group in those[most - 1 :] for seen in group], True


def _together(group: Sequence[Seen]) -> str:
    """What the sentence about the first record does not say of the others."""
    clients = {client for seen in group if (client := client_of(seen.sighting.record.fields))}
    whose = f" of {len(clients):,} clients" if len(clients) > 1 else ""
    return f"(the first of {len(group):,} such records{whose}, put together here)"


def _finding(rule: Rule, group: Sequence[Seen], host: str, *, own: bool) -> Finding:
    custom = rule.custom if own else {}
    ordered = in_order(group)
    moments = [seen.sighting.record.time for seen in ordered if seen.sighting.record.time is not None]
    clients = _texts(custom["clients"]) if "clients" in custom else _CLIENTS
    return Finding(
        detector=rule.id,
        title=rule.title,
        summary=_summary(rule, custom, ordered),
        stage=_STAGES.get(str(custom.get("stage", "")).lower()),
        severity=severity_of(str(custom.get("severity", rule.level))),
        confidence=_CONFIDENCES.get(str(custom.get("confidence", "")).lower(), Confidence.MODERATE),
        host=host,
        seen=min(moments, default=None),
        last=max(moments, default=None),
        count=len(group),
        exhibits=exhibits(ordered),
        card=RuleCard(
            id=rule.id,
            title=rule.title,
            kind="sigma",
            author=rule.author,
            link=rule.link,
            text=rule.text,
            filters=rule.filters,
        ),
        techniques=rule.techniques,
        tests=_texts(custom.get("test")),
        clients=_clients(group, clients),
        objects=tuple(value.lower() for value in _values(group, _texts(custom.get("objects")))),
        presence=_presence(custom, group),
        next_step=str(custom.get("next_step", "")),
        mistakes="; ".join(rule.falsepositives),
    )


def _presence(custom: Mapping[str, object], group: Sequence[Seen]) -> Presence:
    """What the rule says; what is present only in lines about deleted files is no longer there."""
    try:
        found = Presence(str(custom.get("presence", Presence.SEEN_ONCE.value)))
    except ValueError:
        return Presence.SEEN_ONCE
    gone = found is Presence.PRESENT and all(seen.sighting.record.fields.get("Deleted") for seen in group)
    return Presence.REMOVED if gone else found


def _summary(rule: Rule, custom: Mapping[str, object], ordered: Sequence[Seen]) -> str:
    """The rule's own sentence with the values of the first record, or its title for a foreign rule."""
    template = str(custom.get("summary", ""))
    if not template:
        some = "A record" if len(ordered) == 1 else "Records"
        said = f"{some} matched the rule “{rule.title}”{_decided(ordered[0], several=len(ordered) > 1)}."
        return f"{said} {level_doubt(rule.level)}".rstrip()
    record = ordered[0].sighting.record

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        text = client_of(record.fields, (name,)) if name in CLIENT_FIELDS else _first(record.fields.get(name))
        return text[:200] if text else "(not logged)"

    return _PLACEHOLDER.sub(value, template)


def _decided(seen: Seen, *, several: bool) -> str:
    """What decided in a record, as far as it fits into a sentence."""
    fields = seen.sighting.record.fields
    found = [f"{name} = “{text}”" for name in seen.sighting.matched if (text := _short(_all(fields.get(name))))]
    if not found:
        return ""
    more = f" and {len(found) - _DECIDING} more" if len(found) > _DECIDING else ""
    return f"{', the first with' if several else ':'} {', '.join(found[:_DECIDING])}{more}"


def _short(text: str) -> str:
    """A value within a sentence: on one line, with no quotes like those around it, and without what is secret.

    Sentences go further than records do: into lists, tickets, and what is shared.
    """
    begun = text[: _SHOWN * 10].replace("“", '"').replace("”", '"')
    line = _SECRET.sub(r"\1…", " ".join(begun.split()))
    return line if len(line) <= _SHOWN and len(text) == len(begun) else f"{line[: _SHOWN - 1]}…"


_SECRET = re.compile(
    r"(?<![A-Za-z])((?:pass(?:word|wd|phrase)?|pwd|secret|client_secret|api[_-]?key|(?:access_?)?token|sig|bearer)"
    r"[\"']?(?:\s*[=:]\s*|\s+(?=\S{16}))[\"']?|net1?(?:\.exe)?\s+user\s+(?:/add\s+)?[^\s/]\S*\s+(?!/)"
    r"|[-/]u\s+\S+\s+[-/]p\s+)[^\s&;,\"']+",
    re.IGNORECASE,
)
"""A word that says that a secret follows, and the secret."""


def _all(value: Value) -> str:
    return " | ".join(value) if isinstance(value, tuple) else _first(value)


def _values(group: Sequence[Seen], fields: Sequence[str]) -> tuple[str, ...]:
    """Distinct values of the fields in a group, in order of first appearance, at most 50."""
    found: dict[str, None] = {}
    for seen in group:
        for field in fields:
            text = _first(seen.sighting.record.fields.get(field))
            if text:
                found.setdefault(text)
        if len(found) >= MOST_NAMED:
            break
    return tuple(found)


def _clients(group: Sequence[Seen], names: Sequence[str]) -> tuple[str, ...]:
    """Distinct clients of a group, the same way."""
    found: dict[str, None] = {}
    for seen in group:
        if client := client_of(seen.sighting.record.fields, names):
            found.setdefault(client)
        if len(found) >= MOST_NAMED:
            break
    return tuple(found)


def _first(value: Value) -> str:
    if isinstance(value, tuple):
        return value[0] if value else ""
    return "" if value is None else str(value)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    return ()
