"""The result as one self-contained page: no script, nothing loaded, readable on paper and on a phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import jinja2

from indicia.assessment.labels import source_label
from indicia.model.assessment import Assessment, Result, TestAnswer
from indicia.model.finding import Exhibit, Finding, Severity, Stage
from indicia.report.clean import clean, clean_block
from indicia.report.drawing import LABEL, LANE, WIDTH, strips
from indicia.report.words import duration, plural, size, stamp, stretch

FINDINGS = 400
"""Findings shown with their records; the rest is one line each."""
LINES = 2_000
"""Rows shown of a list (faults, evidence, refused rules); result.json has them all."""
_FIELDS = 60
_RAW = 4_000


@dataclass(frozen=True, slots=True)
class HostPage:
    """One host as the template needs it."""

    host: Assessment
    anchor: str
    findings: tuple[Finding, ...]
    techniques: tuple[tuple[str, tuple[str, ...]], ...]
    """ATT&CK id → findings."""
    answers: tuple[tuple[str, tuple[TestAnswer, ...]], ...]
    """Answer → tests, hits first."""


def page(result: Result) -> str:
    """The page; the same result gives the same text."""
    by_host: dict[str, list[Finding]] = {}
    for finding in result.findings:
        by_host.setdefault(finding.host, []).append(finding)
    pages = [
        _host(host, f"host-{number}", by_host.get(host.host, [])) for number, host in enumerate(result.hosts, start=1)
    ]
    ranked = sorted(result.findings, key=lambda item: (-(item.stage or Stage.NONE), -item.severity))[:FINDINGS]
    return _template().render(result=result, pages=pages, detailed={finding.id for finding in ranked})


def _host(host: Assessment, anchor: str, findings: Sequence[Finding]) -> HostPage:
    techniques: dict[str, list[str]] = {}
    for finding in findings:
        for technique in finding.techniques:
            techniques.setdefault(technique, []).append(finding.id)
    answers: dict[str, list[TestAnswer]] = {"hit": [], "no hit": [], "cannot tell": []}
    for test in host.tests:
        answers[test.answer.value].append(test)
    return HostPage(
        host=host,
        anchor=anchor,
        findings=tuple(findings),
        techniques=tuple((key, tuple(ids)) for key, ids in sorted(techniques.items())),
        answers=tuple((key, tuple(tests)) for key, tests in answers.items()),
    )


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("indicia.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Everything printed goes through here first: no call in a template can forget it.
        finalize=lambda value: (
            clean_block(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
        ),
    )
    environment.filters |= {
        "one_line": clean,
        "stamp": stamp,
        "plural": plural,
        "size": size,
        "stretch": stretch,
        "source": source_label,
        "fields": _fields,
        "raw": lambda text: text if len(text) <= _RAW else text[:_RAW] + "…",
        "web": _web,
        "span": _span,
        "slug": lambda text: text.replace(" ", "-"),
    }
    environment.globals |= {
        "strips": strips,
        "WIDTH": WIDTH,
        "LABEL": LABEL,
        "LANE": LANE,
        "LINES": LINES,
        "Stage": Stage,
        "Severity": Severity,
    }
    return environment.get_template("page.html")


def _fields(exhibit: Exhibit) -> Iterable[tuple[str, str, bool]]:
    """(name, value, whether it decided) of each field that holds something, deciding ones first."""
    rows = []
    for name, value in exhibit.fields.items():
        if value in (None, "", ()):
            continue
        text = " | ".join(value) if isinstance(value, tuple) else str(value)
        rows.append((name, text if len(text) <= _RAW else text[:_RAW] + "…", name in exhibit.matched))
    rows.sort(key=lambda row: not row[2])
    return rows[:_FIELDS]


def _web(link: str) -> str:
    """A link only where it leads to the web."""
    return link if link.lower().startswith(("https://", "http://")) else ""


def _span(period: tuple[datetime | None, datetime | None]) -> str:
    first, last = period
    if first is None or last is None:
        return "no record with a time"
    return f"{stamp(first)[:19]} to {stamp(last)[:19]} UTC ({duration((last - first).total_seconds())})"
