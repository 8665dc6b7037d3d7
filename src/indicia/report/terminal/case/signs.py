"""Signs that nothing else supports, on a terminal: what a responder with rules of their own looks through first."""

from collections.abc import Sequence
from datetime import timedelta

from indicia.assessment.labels import source_label
from indicia.model.assessment import Assessment
from indicia.model.finding import Finding, Severity
from indicia.report.terminal.layout import Cell, Sheet
from indicia.report.words import duration, fragment, plural, signs_heading, to_second

_LONG = timedelta(days=1)
_STYLES = {Severity.CRITICAL: "bold red", Severity.HIGH: "red", Severity.MEDIUM: "yellow"}


def rows_of_signs(out: Sheet, host: Assessment, findings: Sequence[Finding], most: int) -> None:
    """One line each, the one to look at first first; nothing where there are none."""
    if not host.signs:
        return
    known = {finding.id: finding for finding in findings}
    signs = [known[name] for name in host.signs if name in known]
    out.heading(signs_heading(host, len(signs)), "UTC")
    for finding in signs[:most]:
        where = f"({source_label(finding.exhibits[0])}, {finding.id})" if finding.exhibits else f"({finding.id})"
        out.row(
            Cell(to_second(finding.seen) if finding.seen else "no time", 19),
            Cell(finding.severity.name.lower(), 8, _STYLES.get(finding.severity, "")),
            Cell(f"{_what(finding)} {where}", most=3),
            indent=4,
        )
    if len(signs) > most:
        out.row(Cell(f"… {plural(len(signs) - most, 'more sign')}: in the report, or with -v", style="dim"), indent=4)


def _what(finding: Finding) -> str:
    """The title of a rule with its number of records; the sentence of anything that knows more."""
    ruled = finding.card.kind in ("sigma", "yara")
    text = fragment(finding.title if ruled else finding.summary)
    if not ruled or finding.count == 1:
        return text
    over = ""
    if finding.seen is not None and finding.last is not None and finding.last - finding.seen >= _LONG:
        # What goes on for weeks is more often how a place works than an intruder.
        over = f" over {duration((finding.last - finding.seen).total_seconds())}"
    return f"{text}, {finding.count:,} records{over}"
