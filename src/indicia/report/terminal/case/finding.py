"""One finding on a terminal, with all that is needed to check it by hand."""

import os
import shlex
from collections.abc import Iterable
from pathlib import Path

from indicia.assessment.labels import source_label
from indicia.model.finding import Exhibit, Finding, Severity
from indicia.report.clean import clean, width
from indicia.report.terminal.layout import Cell, Sheet, sheet, shorten
from indicia.report.words import plural, some, stamp

_SEVERITIES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFORMATIONAL: "dim",
}
_VALUE = 2_000
"""Characters of one field; the raw record below has more."""
_RAW = 16_000


def print_finding(finding: Finding, case: Path | None = None) -> None:
    """One finding with its records.  `case`: the folder it lies in, for the command that shows it again."""
    out = sheet()
    name = shorten(finding.id, 16)
    out.row(Cell(name, max(width(name), 2), "bold"), Cell(finding.title, style="bold"), indent=0)
    out.row(Cell(finding.summary), indent=0)
    out.blank()
    for label, value, style in _facts(finding):
        if value:
            out.row(Cell(label, 12, "dim"), Cell(value, style=style), indent=2)
    for number, exhibit in enumerate(finding.exhibits, start=1):
        _record(out, exhibit, f"Record {number} of {finding.count:,}")
    if finding.count > len(finding.exhibits):
        out.blank()
        left = plural(finding.count - len(finding.exhibits), "further record")
        out.row(Cell(f"{left} like these counted, not kept.", style="dim"))
    if finding.card.text:
        out.heading("The rule")
        out.block(finding.card.text.rstrip())
    out.blank()
    where = _typed(case) if case is not None else "CASE"
    out.row(Cell("again", 5, "dim"), Cell(f"indicia show {where} {clean(finding.id)}"))
    out.row(Cell("check", 5, "dim"), Cell(f"indicia verify {where} reads and judges its records anew"))
    out.show()


def _typed(path: Path) -> str:
    """A path as a shell takes it; no path of Windows holds a quote."""
    if os.name == "nt":
        return f'"{path}"' if " " in str(path) else str(path)
    return shlex.quote(str(path))


def _facts(finding: Finding) -> Iterable[tuple[str, str, str]]:
    if finding.suppressed is not None:
        entry = finding.suppressed
        yield "suppressed", f"by “{entry.title}”, {entry.author}, until {entry.expires}: {entry.reason}", "bold yellow"
    yield "host", finding.host, ""
    zone = " UTC" if finding.seen is not None else ""
    yield (
        "time",
        stamp(finding.seen) + (f" to {stamp(finding.last)}" if finding.last != finding.seen else "") + zone,
        "",
    )
    yield "stage", finding.stage.name.lower() if finding.stage else "supports others", ""
    yield "severity", finding.severity.name.lower(), _SEVERITIES[finding.severity]
    yield "confidence", finding.confidence.name.lower(), ""
    yield "still there?", finding.presence.value, ""
    yield "techniques", some(finding.techniques, 20), ""
    yield "tests", some(finding.tests, 20), ""
    yield "clients", some(finding.clients, 12), ""
    yield "about", some(finding.objects, 12), ""
    yield "mistakes", finding.mistakes, ""
    yield "do next", finding.next_step, ""
    author = f", by {finding.card.author}" if finding.card.author else ""
    yield "seen by", f"{finding.card.kind} {finding.card.id}: {finding.card.title}{author}", ""
    yield "allowed", f"{plural(finding.allowed, 'further record')} of this detector" if finding.allowed else "", ""
    yield "filtered by", some(finding.card.filters, 12), ""
    yield "reference", finding.card.link, ""


def _record(out: Sheet, exhibit: Exhibit, title: str) -> None:
    out.heading(f"{title}: {source_label(exhibit)}", f"{stamp(exhibit.time)} UTC" if exhibit.time else "")
    at = exhibit.at
    place = [f"line {at.line:,}"] if at.line is not None else []
    place += [f"event record {at.record_id}"] if at.record_id is not None else []
    place.append(f"{plural(at.length, 'byte')} from byte {at.offset:,} (counted from 0)")
    for label, value in (
        ("file", exhibit.path),
        ("sha256", at.sha256),
        ("place", ", ".join(place)),
        ("by hand", _by_hand(exhibit)),
    ):
        out.row(Cell(label, 7, "dim"), Cell(value, style="dim"), indent=4)
    rows = [(name, value) for name, value in exhibit.fields.items() if value not in (None, "", ())]
    if rows:
        out.blank()
    for name, found in sorted(rows, key=lambda row: row[0] not in exhibit.matched):
        decided = name in exhibit.matched
        text = " | ".join(found) if isinstance(found, tuple) else str(found)
        # A star says "decided" also where there is no bold.
        out.row(
            Cell("*" if decided else "", 1),
            Cell(name, 20, "dim"),
            Cell(clean(text, _VALUE), style="bold" if decided else ""),
        )
    if any(name in exhibit.matched for name, _ in rows):
        out.row(Cell("* decided", style="dim"))
    if exhibit.raw:
        out.blank()
        raw = exhibit.raw
        out.block(raw if len(raw) <= _RAW else f"{raw[:_RAW]}… ({plural(len(raw) - _RAW, 'character')} more)", indent=4)


def _by_hand(exhibit: Exhibit) -> str:
    """A command that prints the same bytes from the file, once it is unpacked."""
    inner = exhibit.path.rsplit("!", 1)[-1]
    if clean(inner) != inner:
        return "the file's name holds characters that no command line carries; take the place above"
    name = shlex.quote(inner.rsplit("/", 1)[-1])
    return f"tail -c +{exhibit.at.offset + 1} ./{name} | head -c {exhibit.at.length}"
