"""Signs that nothing else supports, on a terminal: what a responder with rules of their own looks through first."""

from collections.abc import Sequence

from indicia.assessment.labels import source_label
from indicia.model.assessment import Assessment, Verdict
from indicia.model.finding import Finding, Severity
from indicia.report.layout import Cell, Sheet
from indicia.report.words import fragment, plural, to_second

_STYLES = {Severity.CRITICAL: "bold red", Severity.HIGH: "red", Severity.MEDIUM: "yellow"}


def rows_of_signs(out: Sheet, host: Assessment, findings: Sequence[Finding], most: int) -> None:
    """One line each, the one to look at first first; nothing where the verdict rests on more than signs."""
    if host.verdict is not Verdict.CANNOT_TELL or not host.signs:
        return
    known = {finding.id: finding for finding in findings}
    signs = [known[name] for name in host.signs if name in known]
    out.heading(f"{plural(len(signs), 'sign')} that {'needs' if len(signs) == 1 else 'need'} a second source", "UTC")
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
    return f"{text}, {finding.count:,} records" if ruled and finding.count > 1 else text
