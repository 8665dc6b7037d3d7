"""Mailboxes and rules that send mail out of the organisation, as the exported settings show them."""

import re
from collections.abc import Iterator, Sequence

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import listed, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import EXPORTED
from indicia.detection.conditions.condition import All, Present, Test, equals
from indicia.detection.conditions.condition import Any as AnyOf
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity

WORDS = Words(
    name="mail-leaves",
    title="Mail is sent out of the organisation",
    mistakes="People forward their own mail, and archives lie with other companies; the owner can say.",
)
_FIELDS = (
    "ForwardTo",
    "RedirectTo",
    "ForwardAsAttachmentTo",
    "ForwardingSmtpAddress",
    "ForwardingAddress",
    "BlindCopyTo",
    "CopyTo",
    "RedirectMessageTo",
    "AddToRecipients",
)
_CLASSES = {"InboxRule": "PE-09", "Mailbox": "PE-09", "TransportRule": "PE-08"}
SENDS = Detector(
    "mail-leaves/sends",
    (Binding(EXPORTED, All((equals("Class", *_CLASSES), AnyOf(tuple(Test(field, Present()) for field in _FIELDS))))),),
)
DOMAINS = Detector("mail-leaves/domains", (Binding(EXPORTED, equals("Class", "AcceptedDomain")),))
_ADDRESS = re.compile(r"[\w.+'=-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,10})")


@analysis(
    WORDS.name, selectors=(SENDS, DOMAINS), tests=("PT-02", "PE-08", "PE-09"), techniques=("T1114.003", "T1564.008")
)
def judge(view: HostView) -> Iterator[Finding]:
    """One finding for each rule or mailbox that sends mail to an address outside.

    Outside is what no accepted domain of the organisation covers; without an export of these nothing is called outside,
    and one finding says which addresses would have to be compared.
    Source: artefact notes PT-02, persistence PE-08 and PE-09.
    """
    own = {text(seen, "DomainName", "Name").lower().lstrip("*.") for seen in view.of(DOMAINS.id)} - {""}
    unknown: list[tuple[Seen, list[str]]] = []
    for seen in view.of(SENDS.id):
        addresses = _addresses(seen)
        if not addresses:
            continue
        if not own:
            unknown.append((seen, addresses))
            continue
        outside = [address for address in addresses if not _is_own(address, own)]
        if outside:
            yield _finding(view, seen, outside)
    if unknown:
        yield _undecided(view, unknown)


def _addresses(seen: Seen) -> list[str]:
    found: dict[str, None] = {}
    for field in _FIELDS:
        value = seen.sighting.record.fields.get(field)
        for part in value if isinstance(value, tuple) else (str(value or ""),):
            found.update(dict.fromkeys(match[0].lower() for match in _ADDRESS.finditer(part)))
    return list(found)


def _is_own(address: str, own: set[str]) -> bool:
    domain = address.rpartition("@")[2]
    return any(domain == name or domain.endswith("." + name) for name in own)


def _finding(view: HostView, seen: Seen, outside: Sequence[str]) -> Finding:
    kind = text(seen, "Class")
    name = text(seen, "Identity", "Name")
    tests = [_CLASSES[kind]] if kind in _CLASSES else []
    if kind == "InboxRule":
        tests.append("PT-02")
    return compose(
        view,
        WORDS,
        title=f"{_NOUNS.get(kind, kind)} sends mail to {quoted(outside[0], 60)}",
        summary=f"{_NOUNS.get(kind, kind)} {quoted(name, 120)} sends mail to {listed(list(outside))}, outside the "
        "organisation.",
        stage=None,
        severity=Severity.LOW,
        confidence=Confidence.MODERATE,
        records=[seen],
        techniques=("T1114.003",),
        tests=tests,
        objects=(name, *outside),
        presence=Presence.PRESENT,
        next_step="Ask the owner of the mailbox; remove the rule or setting unless they want it, and find who made it.",
    )


_NOUNS = {"InboxRule": "An inbox rule", "Mailbox": "A mailbox", "TransportRule": "A transport rule"}


def _undecided(view: HostView, unknown: Sequence[tuple[Seen, list[str]]]) -> Finding:
    addresses = list(dict.fromkeys(address for _, each in unknown for address in each))
    return compose(
        view,
        WORDS,
        title=f"{len(unknown)} rules or mailboxes send mail on; where to is not judged",
        summary=f"{len(unknown)} rules or mailboxes send mail to {listed(addresses)}; which domains are the "
        "organisation’s own is not in this evidence.",
        stage=None,
        severity=Severity.INFORMATIONAL,
        confidence=Confidence.WEAK,
        records=[seen for seen, _ in unknown],
        techniques=("T1114.003",),
        objects=(),
        next_step="Export Get-AcceptedDomain and scan again.",
    )
