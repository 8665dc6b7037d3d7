"""What stands beside the verdict on a terminal: a line for each further answer, and the command that tells it all."""

from collections.abc import Iterator, Sequence

from indicia.model.assessment import Assessment
from indicia.model.finding import Finding
from indicia.model.persistence import MechanismAnswer, MechanismState
from indicia.report import tallies
from indicia.report.clean import width
from indicia.report.terminal.layout import Cell, Sheet
from indicia.report.words import capital, some

_STYLES = {
    MechanismState.PRESENT: "red",
    MechanismState.REMOVED: "yellow",
    MechanismState.NOT_CHECKABLE: "magenta",
    MechanismState.CLEAN: "green",
}
_LABEL = 12
_LINES = 4


def rows_beyond(out: Sheet, host: Assessment, findings: Sequence[Finding], *, verbose: bool) -> None:
    """One line each; with `verbose` every way to stay.  `findings` are those of the result."""
    lines = list(_lines(host, [item for item in findings if item.host == host.host and item.suppressed]))
    if not lines:
        return
    out.heading("Also answered")
    for label, text, verb in lines:
        command = f"→ indicia {verb} CASE" if verb else ""
        # A command that is torn in two cannot be copied: it stands on the same line or on the next.
        fits = width(text) + width(command) + _LABEL + 7 <= out.columns
        told = f"{text} {command}".rstrip() if fits else text
        out.row(Cell(label, _LABEL, "dim"), Cell(told, most=0 if verbose else _LINES), indent=4)
        if command and not fits:
            out.row(Cell("", _LABEL), Cell(command), indent=4)
    if verbose:
        _ways(out, host.mechanisms)


def _lines(host: Assessment, suppressed: Sequence[Finding]) -> Iterator[tuple[str, str, str]]:
    """(label, answer, verb of the command that tells all of it)."""
    if host.mechanisms:
        yield "ways to stay", tallies.ways(host.mechanisms), ""
    if host.exposure is not None:
        yield "exposure", tallies.exposure(host.exposure), "exposure"
    for matrix in host.techniques:
        yield matrix.advisory, tallies.techniques(matrix), "techniques"
    if host.eviction:
        yield "eviction", tallies.plan(host.eviction), "evict"
    if suppressed:
        yield "suppressed", tallies.suppressed(suppressed), ""


def _ways(out: Sheet, found: Sequence[MechanismAnswer]) -> None:
    if not found:
        return
    out.heading("Ways to stay")
    for one in sorted(found, key=lambda item: tallies.WORST_FIRST.index(item.state)):
        numbers = f" ({some(one.findings, 4)})" if one.findings else ""
        lasts = "; outlives a rebuild" if one.survives_rebuild and one.state is MechanismState.PRESENT else ""
        out.row(
            Cell(one.id, 6),
            Cell(one.state.value, 19, _STYLES[one.state]),
            Cell(f"{capital(one.title)}: {one.why}{numbers}{lasts}"),
            indent=4,
        )
