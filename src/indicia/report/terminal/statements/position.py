"""A position before it is sealed, on a terminal."""

from indicia.report.terminal.layout import Cell, sheet
from indicia.report.terminal.statements.agreement import STYLES
from indicia.report.words_statement import measure_words, said
from indicia.statement.agreement import Side
from indicia.statement.positions import NewPosition
from indicia.statement.version import Version


def print_position(made: NewPosition, version: Version) -> None:
    """What would be sealed, claim by claim, and on what nothing is said."""
    out = sheet()
    position = made.position
    out.heading(f"{position.party}'s position {position.sequence} on version {position.version}", position.role.value)
    sentences = {one.id: one.sentence for one in version.claims}
    for stance in made.stances:
        out.blank()
        out.row(
            Cell(stance.claim, 5, "bold"),
            Cell(stance.stance.value, 14, STYLES[Side(stance.stance.value)]),
            Cell(stance.marking.value, style="dim"),
        )
        out.row(Cell(sentences[stance.claim], style="dim"), indent=9)
        if words := said(stance):
            out.row(Cell(words), indent=9)
    there = {one.claim for one in made.stances}
    silent = [one.id for one in version.claims if one.id not in there and one.withdrawn is None]
    out.blank()
    if silent:
        out.row(Cell("silent", 6), Cell(f"on {', '.join(silent)}; silence is shown as silence"))
    for id in made.raised:
        out.row(
            Cell(id, 5, "bold"), Cell("its stance counts as strictly marked as the claim it is about", style="yellow")
        )
    for measure in position.measures:
        out.row(Cell(measure_words(measure)))
    out.row(Cell(f"others may show stances up to {position.ceiling}", style="dim"))
    out.show()
