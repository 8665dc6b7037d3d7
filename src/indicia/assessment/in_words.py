"""The answer for one host in sentences, no more certain than the findings behind them."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from indicia.assessment.host_facts import HostFacts
from indicia.assessment.verdict import Judged
from indicia.model.assessment import Incident, Verdict
from indicia.model.finding import MOST_NAMED, Finding


class InWords(Struct, frozen=True):
    """What is said beside the verdict word."""

    sentence: str
    brief: str
    """The same in a few words, what tells servers apart first: for lists of many."""
    since: str


def in_words(
    judged: Judged, found: Sequence[Incident], facts: HostFacts, entry: datetime | None, lacking: str
) -> InWords:
    """Say it.  `entry`: first sign past probing; `lacking`: what "none seen" lacks first."""
    return InWords(
        _sentence(judged, found, facts, lacking), _brief(judged, found, facts, lacking), _since(entry, facts, judged)
    )


def _since(entry: datetime | None, facts: HostFacts, judged: Judged) -> str:
    verdict = judged.verdict
    if entry is not None:
        return f"first sign {entry:%Y-%m-%d %H:%M:%S} UTC"
    unsure = min((item.seen for item in judged.unsettled if item.seen is not None), default=None)
    if verdict is Verdict.CANNOT_TELL and unsure is not None:
        return f"first of these signs {unsure:%Y-%m-%d %H:%M:%S} UTC"
    if verdict in (Verdict.PROBED, Verdict.CANNOT_TELL):
        tried = [item for item in facts.findings if item.stage and item.suppressed is None]
        first = min((item.seen for item in tried if item.seen is not None), default=None)
        if first is not None:
            return f"first attempt {first:%Y-%m-%d %H:%M:%S} UTC"
    return "no time in the records" if verdict is Verdict.PROBED else "no sign"


def _sentence(judged: Judged, found: Sequence[Incident], facts: HostFacts, lacking: str) -> str:
    """One sentence behind the word, from the finding that decided."""
    if judged.verdict is Verdict.NONE_SEEN:
        return f"no sign of an attack in the logs needed to say so, {_from_to(facts)}"
    if judged.verdict is Verdict.CANNOT_TELL:
        if judged.unsettled:
            number = len(judged.unsettled)
            signs = "one sign needs" if number == 1 else f"{number} signs need"
            first = judged.unsettled[0]
            # Titles such as "Successful attack" are a guess of who wrote the rule.
            titled = " A title says what a rule looks for, not what happened." if _named_by_title(first) else ""
            return f"{signs} a second source: {first.summary}{titled}"
        if lone := _lone(facts):
            return f"{lone} nothing without others, and the evidence is not enough to tell more: {lacking}"
        if _says_nothing(facts):
            return "nothing in this evidence is a log or an export of a known kind, so it says nothing either way"
        return f"nothing was seen, but the evidence is not enough to say so: {lacking}"
    sentence = judged.deciding[0].summary
    if judged.verdict is Verdict.PROBED:
        sentence = _probed(found, facts) or sentence
        if judged.lacking:
            sentence += f" Whether one succeeded outside these logs cannot be told: {lacking}"
    return sentence


def _brief(judged: Judged, found: Sequence[Incident], facts: HostFacts, lacking: str) -> str:
    if judged.verdict is Verdict.NONE_SEEN:
        return f"no sign in the logs needed, {_from_to(facts)}"
    if judged.verdict is Verdict.CANNOT_TELL:
        if judged.unsettled:
            number, first = len(judged.unsettled), judged.unsettled[0]
            signs = "one sign:" if number == 1 else f"{number} signs, first:"
            return f"{signs} {first.title} ({first.severity.name.lower()})"
        if lone := _lone(facts):
            return f"{lone} nothing without others"
        return "no log or export of a known kind" if _says_nothing(facts) else f"nothing seen; {lacking}"
    if judged.verdict is Verdict.PROBED and (attempts := _probed(found, facts)):
        return attempts
    return judged.deciding[0].title


def _lone(facts: HostFacts) -> str:
    lone = sum(finding.suppressed is None for finding in facts.findings)
    return "" if not lone else "1 finding proves" if lone == 1 else f"{lone} findings prove"


def _says_nothing(facts: HostFacts) -> bool:
    return not facts.others and not any(traced.records for traced in facts.traced.values())


def _named_by_title(finding: Finding) -> bool:
    """Whether the sentence about a finding is the title of a rule with what decided, as for rules of the user's."""
    return finding.stage is None and f"“{finding.card.title}”" in finding.summary


def _probed(found: Sequence[Incident], facts: HostFacts) -> str:
    """Attempts of several, counted; empty for one."""
    clients = {client for incident in found for client in incident.clients}
    if len(clients) < 2:
        return ""
    # A finding of many clients names some of them.
    more = any(len(item.clients) >= MOST_NAMED for item in facts.findings if item.stage)
    return f"attempts from {'at least ' if more else ''}{len(clients)} addresses, none seen to succeed."


def _from_to(facts: HostFacts) -> str:
    if facts.first is None or facts.last is None:
        return "at no known time"
    return f"{facts.first:%Y-%m-%d} to {facts.last:%Y-%m-%d}"
