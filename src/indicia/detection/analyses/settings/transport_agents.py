"""Transport agents whose code is not Exchange's: they read and change every message that passes."""

import re
from collections.abc import Iterator

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import basename, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import EXPORTED, FILES
from indicia.detection.analyses.settings.odd_places import is_odd_place
from indicia.detection.conditions.condition import All, Present, Test, ends, equals
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage

WORDS = Words(
    name="transport-agents",
    title="Transport agent that is no part of Exchange",
    mistakes="Mail filters, virus scanners, archives and signature tools install agents of their own.",
)
LISTED = Detector("transport-agents/listed", (Binding(EXPORTED, equals("Class", "TransportAgent")),))
CONFIGURED = Detector(
    "transport-agents/configured",
    (Binding(FILES, All((ends("Path", "\\agents.config"), Test("Content", Present())))),),
)
_AGENT = re.compile(r"<agent\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'(\w+)\s*=\s*"([^"]{0,500})"')
_OWN = re.compile(r"\\exchange server\\v1[45]\\(?:transportroles\\agents|bin)\\", re.IGNORECASE)
_OWN_ASSEMBLY = re.compile(r"^(?:microsoft\.exchange\.|microsoft\.forefront\.)[\w.]+\.dll$", re.IGNORECASE)


@analysis(WORDS.name, selectors=(LISTED, CONFIGURED), tests=("PE-07",), techniques=("T1505.002",))
def judge(view: HostView) -> Iterator[Finding]:
    """One finding for each agent whose assembly lies outside Exchange's folders or is not called as Exchange's are.

    An agent in a folder where programs do not belong is a strong sign; any other is low: most are products.
    Source: persistence PE-07.
    """
    told: set[str] = set()
    for seen in (*view.of(LISTED.id), *view.of(CONFIGURED.id)):
        for name, assembly in _agents(seen):
            key = assembly.lower()
            if not assembly or key in told or _is_own(assembly):
                continue
            told.add(key)
            yield _finding(view, seen, name, assembly)


def _agents(seen: Seen) -> Iterator[tuple[str, str]]:
    """(name, path of the assembly)."""
    if text(seen, "Class"):
        yield text(seen, "Identity", "Name"), text(seen, "AssemblyPath")
        return
    for found in _AGENT.finditer(text(seen, "Content")):
        values = {name.lower(): value for name, value in _ATTRIBUTE.findall(found[1])}
        yield values.get("name", ""), values.get("assemblypath", "")


def _is_own(assembly: str) -> bool:
    return bool(_OWN.search(assembly)) and bool(_OWN_ASSEMBLY.match(basename(assembly)))


def _finding(view: HostView, seen: Seen, name: str, assembly: str) -> Finding:
    odd = is_odd_place(assembly)
    return compose(
        view,
        WORDS,
        title=f"Transport agent {quoted(name or basename(assembly), 60)} is no part of Exchange",
        summary=f"The transport agent {quoted(name, 80)} runs {quoted(assembly, 160)}"
        + (", from a folder where programs do not belong." if odd else "."),
        stage=Stage.IMPLANTED if odd else None,
        severity=Severity.HIGH if odd else Severity.LOW,
        confidence=Confidence.STRONG if odd else Confidence.WEAK,
        records=[seen],
        techniques=("T1505.002",),
        tests=("PE-07",),
        objects=(assembly,),
        presence=Presence.PRESENT,
        next_step="Find the product and the signature of the assembly; uninstall the agent if nobody knows it.",
    )
