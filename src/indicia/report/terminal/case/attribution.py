"""Who it could have been, on a terminal: the answer first, every rival beside it, and what would change it."""

from collections.abc import Mapping, Sequence

from indicia.model.attribution import AnswerKind, Attribution, EvidenceRow, Hypothesis, HypothesisKind
from indicia.report.attribution_words import (
    HELD_DOWN,
    NO_CLUSTER,
    NOT_OURS,
    REST,
    TELLS,
    asked_of,
    days,
    evidence_of,
    factor,
    file_words,
    keys,
    others,
    percent,
    piece,
    shown,
)
from indicia.report.terminal.layout import Cell, Sheet, sheet
from indicia.report.words import some

_KEY, _NAME, _BAR, _SHARE, _CELL = 2, 26, 11, 9, 4
_ROWS, _PIECES, _COSTS, _MISSING, _CLAIMS = 12, 5, 3, 6, 12
_STYLES = {
    AnswerKind.NOTHING: "bold magenta",
    AnswerKind.UNDECIDED: "bold magenta",
    AnswerKind.RIVAL: "bold yellow",
    AnswerKind.CLUSTER: "bold",
}
_PARTS = " ▏▎▍▌▋▊▉"


def print_attribution(found: Attribution, *, verbose: bool) -> None:
    """All of it; -v shows every row and every source."""
    out = sheet()
    day = f"as of {found.knowledge.until}" if found.knowledge.until else "with all that is known"
    out.heading("Who did this?", day)
    out.blank()
    out.row(Cell(found.sentence, style=_STYLES[found.answer]))
    if found.confidence_sentence:
        out.row(Cell(found.confidence_sentence))
    servers = f": {some(found.hosts, 6) or 'no server'}" if found.cases else ""
    out.row(Cell(f"asked of {some(asked_of(found), 6)}{servers}{days(found)}", style="dim"))
    for file in found.files:
        out.row(Cell(file_words(file), style="dim"))
    if found.answer is not AnswerKind.NOTHING:
        letters = keys(found)
        _explanations(out, found, letters)
        _matrix(out, found, letters, verbose=verbose)
        _sensitivity(out, found, verbose=verbose)
        _costs(out, found, verbose=verbose)
    _missing(out, found, verbose=verbose)
    if found.answer is not AnswerKind.NOTHING:
        _levels(out, found, verbose=verbose)
    _lists(out, found)
    out.show()


def _explanations(out: Sheet, found: Attribution, letters: Mapping[str, str]) -> None:
    out.heading("Explanations", "under three priors")
    names = [prior.id for prior in found.priors]
    out.row(Cell("", _KEY), Cell("", _NAME), Cell("", _BAR), *(Cell(name, _SHARE, "dim") for name in names), indent=4)
    for one in shown(found):
        _explanation(out, one, letters.get(one.id, ""), names)
    rest = others(found)
    if rest:
        shares = {name: sum(one.shares[name] for one in rest) for name in names}
        _line(out, "", f"{len(rest)} {REST}", shares, names, "dim")
    for prior in found.priors:
        out.row(Cell(prior.id, 10, "dim"), Cell(prior.text, style="dim"), indent=4)
    if found.flips:
        out.row(Cell("The first explanation is another one under another prior.", style="yellow"), indent=4)
    if found.capped:
        out.row(Cell(HELD_DOWN, style="yellow"), indent=4)


def _explanation(out: Sheet, one: Hypothesis, letter: str, names: Sequence[str]) -> None:
    style = "bold" if one.kind is not HypothesisKind.CLUSTER else ""
    name = one.name if one.kind is not HypothesisKind.CLUSTER or one.id == one.name else f"{one.name} ({one.id})"
    _line(out, letter, name, one.shares, names, style)


def _line(out: Sheet, letter: str, name: str, shares: Mapping[str, float], names: Sequence[str], style: str) -> None:
    numbers = [Cell(percent(shares[each]), _SHARE, style if each == names[0] else "dim") for each in names]
    out.row(
        Cell(letter, _KEY, "bold"),
        Cell(name, _NAME, style, most=2),
        Cell(_bar(shares[names[0]]), _BAR, "cyan"),
        *numbers,
        indent=4,
    )


def _bar(share: float) -> str:
    """A bar of eighths of a column."""
    eighths = round(share * _BAR * 8)
    return "█" * (eighths // 8) + _PARTS[eighths % 8].strip()


def _matrix(out: Sheet, found: Attribution, letters: Mapping[str, str], *, verbose: bool) -> None:
    if not found.matrix:
        return
    out.heading("Evidence against explanations", "what each loses without it")
    columns = [id for id in letters if id in found.matrix[0].cells]
    heads = [Cell(letters[id], _CELL, "bold") for id in columns]
    out.row(Cell("", 34), *heads, indent=4)
    rows = found.matrix if verbose else [row for row in found.matrix if row.diagnosticity > 0.05][:_ROWS]
    for row in rows:
        _evidence(out, found, row, columns)
    left = len(found.matrix) - len(rows)
    text = "×4: four times as likely with it, ÷2: half as likely, ·: no difference; A…D, U, S, I as above."
    out.row(Cell(text + (f" {left} rows that tell nothing or little: -v" if left else ""), style="dim"), indent=4)


def _evidence(out: Sheet, found: Attribution, row: EvidenceRow, columns: Sequence[str]) -> None:
    feature = piece(found, row.feature)
    where = evidence_of(feature) if feature else ""
    text = f"{feature.text if feature else row.feature}{f' ({where})' if where else ''}"
    cells = [Cell(factor(row.cells.get(id, 0.0)), _CELL, _tint(row.cells.get(id, 0.0))) for id in columns]
    out.row(Cell(text, 34, most=3), *cells, indent=4)


def _tint(value: float) -> str:
    return "green" if value > TELLS else "red" if value < -TELLS else "dim"


def _sensitivity(out: Sheet, found: Attribution, *, verbose: bool) -> None:
    flips = [one for one in found.sensitivity if one.flips]
    out.heading("If one piece were wrong")
    if not flips:
        out.row(Cell("No single piece decides: without any one of them the same explanation comes first."), indent=4)
    names = {one.id: one.name for one in found.hypotheses}
    for one in flips if verbose else flips[:_PIECES]:
        feature = piece(found, one.feature)
        out.row(Cell(f"without {feature.text if feature else one.feature}: {names[one.leader]} comes first"), indent=4)
    if not verbose and len(flips) > _PIECES:
        out.row(Cell(f"and {len(flips) - _PIECES} more (-v)", style="dim"), indent=4)


def _costs(out: Sheet, found: Attribution, *, verbose: bool) -> None:
    if not found.costs:
        return
    out.heading("Cost to fake", "public techniques to plant for another answer")
    names = {one.id: one.name for one in found.hypotheses}
    for one in found.costs[:_COSTS]:
        number = str(len(one.planted)) if one.enough else f"> {len(one.planted)}"
        text = f"until {names[one.rival]} comes first: {', '.join(one.planted)}"
        out.row(Cell(number, 5, "bold"), Cell(text, most=0 if verbose else 2), indent=4)


def _missing(out: Sheet, found: Attribution, *, verbose: bool) -> None:
    if not found.missing:
        return
    out.heading("What would change it", "expected information, bits")
    for one in found.missing if verbose else found.missing[:_MISSING]:
        lines = f"; plan line {some(one.lines, 4)}" if one.lines else ""
        out.row(
            Cell(f"{one.bits:.2f}", 5, "bold"),
            Cell(
                f"{one.name}: {one.why}; would show or rule out {some(one.shows, 6)}{lines}", most=0 if verbose else 3
            ),
            indent=4,
        )
    out.row(Cell("→ indicia collect-plan CASE", style="dim"), indent=4)


def _levels(out: Sheet, found: Attribution, *, verbose: bool) -> None:
    out.heading("Who is behind a cluster", "others say so; this evidence does not")
    out.row(Cell(NOT_OURS, style="dim"), indent=4)
    names = {one.id: one.name for one in found.hypotheses}
    for one in found.names:
        also = f"also called {some(one.names, 6)} by {one.by}" if one.names else ""
        text = "; ".join((*((also,) if also else ()), *(f"disputed: {why}" for why in one.disputed)))
        out.row(Cell(names[one.cluster], 16, "bold", most=2), Cell(text, most=0 if verbose else 3), indent=4)
    claims = found.claims if verbose else found.claims[:_CLAIMS]
    for claim in claims:
        about = names.get(claim.cluster) or "the activity"
        day = f"{claim.day}" if claim.dated else "no day"
        words = f", “{claim.words}”" if claim.words else ", no word of confidence"
        doubt = "" if claim.verified else " (not verified)"
        level = "disagrees" if claim.disagrees else claim.level
        text = f"{claim.speaker}, {day}: {claim.claim}{words}{doubt}" + (f"; {claim.source}" if verbose else "")
        out.row(Cell(about, 16, most=2), Cell(level, 12, "magenta" if claim.disagrees else ""), Cell(text), indent=4)
    if not found.claims:
        out.row(Cell(NO_CLUSTER), indent=4)
    if len(claims) < len(found.claims):
        out.row(Cell(f"and {len(found.claims) - len(claims)} more claims (-v)", style="dim"), indent=4)


def _lists(out: Sheet, found: Attribution) -> None:
    if found.not_used:
        out.heading("Not used, and why")
        for item in found.not_used:
            out.row(Cell(f"{item.what}: {item.why}"), indent=4)
    out.heading("Assumed")
    for text in found.assumptions:
        out.row(Cell(text), indent=4)
    known = found.knowledge
    learned = f"; weights from {known.learned}" if known.learned else ""
    text = f"{'; '.join(known.sources)}. {known.profiled} of {known.clusters} clusters have a profile{learned}."
    out.row(Cell(f"known: {text}", style="dim"), indent=4)
    out.row(Cell(f"words of likelihood: {found.scale}", style="dim"), indent=4)
