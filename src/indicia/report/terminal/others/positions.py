"""Public positions on a terminal: the matrix, what is shared, where words differ, what moved."""

from collections.abc import Sequence

from indicia.attribution.agreement import Agreement
from indicia.knowledge.actors.positions import Mode, Positions, PublicClaim
from indicia.report.terminal.layout import Cell, Sheet, sheet

_PARTY, _LEVEL = 16, 18
_NO_QUOTES = dict.fromkeys(map(ord, '"“”'))
"""A verb read from prose may begin a quotation that ends elsewhere (`was "confident`)."""
_STYLES = {Mode.SUPPORT: "yellow", Mode.ACKNOWLEDGE: "yellow", Mode.DENY: "magenta"}


def print_positions(positions: Positions, found: Sequence[Agreement], *, verbose: bool) -> None:
    """Each activity: who attributes it to what, what all share, and what came before and after."""
    out = sheet()
    speakers = {claim.speaker for claim in positions.claims}
    out.row(Cell(positions.title, style="bold"))
    out.row(
        Cell(f"{len(positions.claims)} claims of {len(speakers)} speakers; each word is its speaker's", style="dim")
    )
    for one in found:
        if one.lines:
            _agreement(out, one, verbose=verbose)
    if positions.numbers:
        out.heading("Numbers, and what they count")
        for number in positions.numbers:
            doubt = "" if number.verified else " (not verified)"
            text = f"{number.unit}: {number.counts}, {number.by} {number.when}{doubt}"
            out.row(Cell(number.value, _PARTY), Cell(text), indent=4)
    out.show()


def _agreement(out: Sheet, one: Agreement, *, verbose: bool) -> None:
    out.heading(one.text[:1].upper() + one.text[1:])
    for line in one.lines:
        _line(out, line.party, line.claim, verbose=verbose)
        for other in line.others:
            _line(out, "", other, verbose=verbose)
    out.blank()
    if one.own:
        text = f"{', '.join(one.own)} attribute on their own; the weakest of them says “{one.shared}”"
        out.row(Cell("shared", _PARTY, "bold"), Cell(f"{text}, and nothing stronger is shared by all"), indent=4)
    if one.leaning:
        out.row(Cell("by others", _PARTY, "bold"), Cell(f"{', '.join(one.leaning)} lean on what others said"), indent=4)
    if one.denying:
        out.row(Cell("denied by", _PARTY, "bold"), Cell(", ".join(one.denying)), indent=4)
    if one.words:
        said = "; ".join(f"{party}: “{words}”" + (f" ({scale})" if scale else "") for party, words, scale in one.words)
        out.row(Cell("confidence", _PARTY, "bold"), Cell(said), indent=4)
    if one.wordless:
        out.row(Cell("no word of it", _PARTY, "bold"), Cell(", ".join(one.wordless)), indent=4)
    for label, claims in (("before", one.before), ("later", one.later)):
        for number, claim in enumerate(claims):
            text = f"{_day(claim)} {claim.speaker}: {claim.verb}: {claim.to}" + (
                f". {claim.note}" if claim.note else ""
            )
            out.row(Cell("" if number else label, _PARTY, "bold"), Cell(text), indent=4)


def _line(out: Sheet, party: str, claim: PublicClaim, *, verbose: bool) -> None:
    level = claim.level if claim.mode is not Mode.DENY else "denied"
    how = "" if claim.mode in (Mode.OWN, Mode.DENY) else f" ({claim.mode.value})"
    doubt = "" if claim.verified else " (not verified)"
    owes = claim.mode in (Mode.OWN, Mode.JOINT)
    confidence = f", “{claim.confidence}”" if claim.confidence else ", no word of confidence" if owes else ""
    verb = claim.verb.translate(_NO_QUOTES)
    text = f"{verb}{': ' if claim.to else ''}{claim.to}{confidence}{doubt}"
    out.row(Cell(party, _PARTY, "bold"), Cell(level + how, _LEVEL, _STYLES.get(claim.mode, "")), Cell(text), indent=4)
    details = [claim.speaker, claim.form, claim.measure or "no measure named"]
    if verbose:
        details += [claim.note, claim.source]
    out.row(
        Cell("", _PARTY), Cell("", _LEVEL), Cell("; ".join(part for part in details if part), style="dim"), indent=4
    )


def _day(claim: PublicClaim) -> str:
    return f"{claim.day:%Y-%m-%d}" if claim.exact else f"{claim.day:%Y-%m}"
