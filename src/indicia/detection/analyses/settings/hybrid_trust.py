"""Whether a hybrid organisation still shares its trust with the cloud, or has an application of its own for it."""

from collections.abc import Iterator

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import text
from indicia.detection.analyses.common.registry import HostView, analysis
from indicia.detection.analyses.common.routes import EXPORTED
from indicia.detection.conditions.condition import All, equals
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity

WORDS = Words(
    name="hybrid-trust",
    title="Shared trust with the cloud",
    mistakes="An organisation that was hybrid once and has taken the configuration apart by hand.",
)
HYBRID = Detector("hybrid-trust/configuration", (Binding(EXPORTED, equals("Class", "HybridConfiguration")),))
DEDICATED = Detector(
    "hybrid-trust/application",
    (
        Binding(
            EXPORTED,
            All(
                (
                    equals("Class", "SettingOverride"),
                    equals("SectionName", "ExchangeOnpremAsThirdPartyAppId"),
                )
            ),
        ),
    ),
)
"""The override by which Exchange uses an application of its own.
Source: CSS-Exchange docs ConfigureExchangeHybridApplication, the name of the section from memory; not verified."""


@analysis(WORDS.name, selectors=(HYBRID, DEDICATED), tests=("HY-01",), techniques=("T1550.001", "T1078.004"))
def judge(view: HostView) -> Iterator[Finding]:
    """One finding where a hybrid configuration is exported and no application of its own shows.

    Source: artefact notes HY-01.
    """
    configured = view.of(HYBRID.id)
    if not configured or any("true" in text(seen, "Parameters").lower() for seen in view.of(DEDICATED.id)):
        return
    yield compose(
        view,
        WORDS,
        title="The organisation is hybrid and shares its trust with the cloud",
        summary="A hybrid configuration stands, and no dedicated application for it shows in the exported settings.",
        stage=None,
        severity=Severity.LOW,
        confidence=Confidence.WEAK,
        records=list(configured),
        techniques=("T1550.001", "T1078.004"),
        tests=("HY-01", "PE-19"),
        presence=Presence.PRESENT,
        next_step="Install the hot fix of April 2025 or later, make the application, clear the old certificates.",
    )
