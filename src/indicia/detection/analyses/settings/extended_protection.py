"""Whether Extended Protection is set where Exchange has it: without it relayed sign-ins work, whatever the build."""

from collections.abc import Iterator

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import listed, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import EXPORTED, IIS_CONFIG
from indicia.detection.conditions.condition import All, contains, equals
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity

WORDS = Words(
    name="extended-protection",
    title="Extended Protection is not set everywhere",
    mistakes="Where TLS ends at a load balancer it cannot be set; builds before August 2022 do not support it.",
)
SET = Detector(
    "extended-protection/set",
    (
        Binding(
            IIS_CONFIG, All((equals("Element", "extendedProtection"), contains("Section", "windowsAuthentication")))
        ),
    ),
)
EXPORT = Detector(
    "extended-protection/export", (Binding(EXPORTED, equals("Class", "ExtendedProtectionConfiguration")),)
)
_EXPECTED = {
    "default web site/api": "Require",
    "default web site/ecp": "Require",
    "default web site/ews": "Allow",
    "default web site/mapi": "Require",
    "default web site/microsoft-server-activesync": "Allow",
    "default web site/oab": "Allow",
    "default web site/owa": "Require",
    "default web site/rpc": "Require",
    "exchange back end/api": "Require",
    "exchange back end/ecp": "Require",
    "exchange back end/ews": "Require",
    "exchange back end/mapi/emsmdb": "Require",
    "exchange back end/mapi/nspi": "Require",
    "exchange back end/microsoft-server-activesync": "Require",
    "exchange back end/oab": "Require",
    "exchange back end/owa": "Require",
    "exchange back end/rpc": "Require",
}
"""Virtual directory → least setting.  Source: Microsoft, “Configure Windows Extended Protection in Exchange Server”,
from memory; CSS-Exchange HealthChecker analyzers ExtendedProtection.  Not verified."""
_STRENGTH = {"": 0, "none": 0, "allow": 1, "require": 2}


@analysis(WORDS.name, selectors=(SET, EXPORT), tests=("EP-01",), techniques=("T1557",))
def judge(view: HostView) -> Iterator[Finding]:
    """One finding naming the virtual directories below what is expected; silent where neither the configuration nor an
    export names any of them.

    Source: artefact notes EP-01.
    """
    found: dict[str, tuple[str, Seen]] = {}
    for seen in view.of(SET.id):
        found.setdefault(text(seen, "Location").lower().strip("/"), (text(seen, "@tokenChecking"), seen))
    for seen in view.of(EXPORT.id):
        name = text(seen, "VirtualDirectoryName").lower().strip("/")
        found.setdefault(name, (text(seen, "ExtendedProtection"), seen))
    short = [
        (name, setting, seen)
        for name, (setting, seen) in sorted(found.items())
        if _STRENGTH.get(setting.lower(), 0) < _STRENGTH[_EXPECTED.get(name, "").lower()]
    ]
    if not short:
        return
    yield compose(
        view,
        WORDS,
        title=f"Extended Protection is missing on {len(short)} of {len(_EXPECTED)} virtual directories",
        summary=f"Extended Protection is weaker than expected on {listed([name for name, _, _ in short])}.",
        stage=None,
        severity=Severity.LOW,
        confidence=Confidence.WEAK,
        records=[seen for _, _, seen in short],
        techniques=("T1557",),
        tests=("EP-01",),
        objects=[name for name, _, _ in short],
        presence=Presence.PRESENT,
        next_step="Switch it on with the script of the maker, after the update of August 2022.",
    )
