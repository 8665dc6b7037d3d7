"""What came in from somebody else, for the terminal: what it is, that nobody signed it, and what was not taken."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from indicia.model.imported import Imported, Left, Said, StatementAgain, Trouble
from indicia.model.statement import Claim, Marking
from indicia.report.terminal.layout import Cell, Sheet, sheet

_T = TypeVar("_T")
_SHOWN = 8
_LINES = 3
_WIDE = 28
_MARK = 17
_LOUD = {Marking.RED: "red", Marking.STRICT: "yellow", Marking.AMBER: "yellow"}


def print_imported(found: Imported, *, verbose: bool) -> None:
    """Say it."""
    out = sheet()
    by = f" by {found.producer}" if found.producer else ""
    out.row(Cell(f"{found.name}: {_many(found.objects, 'object')}{by}", style="bold"))
    out.row(Cell(_summary(found)))
    out.row(Cell("not signed: who is named here may never have said it (`indicia verify` checks statements)",
                 style="yellow"))  # fmt: skip
    if found.markings:
        marks = ", ".join(f"{number:,} {mark}" for mark, number in found.markings.items())
        out.row(Cell(f"marked {marks}; without a marking, or with an unknown one, it counts as TLP:RED"))
    for statement in found.statements:
        _statement(out, statement, verbose=verbose)
    _cases(out, found)
    for answer in found.attributions:
        out.heading("Who it could have been", answer.marking.value)
        out.row(Cell(f"{answer.answer.sentence} {answer.answer.confidence_sentence}".strip()), indent=4)
    _said(out, found.said, verbose=verbose)
    _left(out, "Named, and read elsewhere", found.context, verbose=verbose)
    _left(out, "Carried nowhere", found.left, verbose=verbose)
    _troubles(out, found.troubles, verbose=verbose)
    out.show()


def _summary(found: Imported) -> str:
    findings = sum(len(case.findings) for case in found.cases)
    claims = sum(len(one.claims) for one in found.statements)
    positions = sum(len(one.positions) for one in found.statements)
    counts = (
        (len(found.cases), "case"),
        (findings, "finding"),
        (len(found.attributions), "answer about who"),
        (len(found.statements), "statement"),
        (claims, "claim"),
        (positions, "position"),
        (len(found.said), "sentence of others"),
    )
    told = ", ".join(_many(number, what) for number, what in counts if number)
    return f"taken in: {told or 'nothing'}"


def _statement(out: Sheet, told: StatementAgain, *, verbose: bool) -> None:
    marking = told.told.marking.value if told.told is not None else "TLP:RED"
    out.heading(told.title or "untitled", marking)
    if told.told is not None:
        one = told.told
        part = "" if told.statement is not None else " · in part: something of it was kept back from you"
        out.row(
            Cell(f"by {one.author} for {one.alliance} · version {one.version} · {one.made:%Y-%m-%d}{part}"), indent=4
        )
    for claim in _some(told.claims, verbose):
        out.row(Cell(claim.id, 4, "bold"), Cell(_claim(claim), most=0 if verbose else _LINES), indent=4)
    _more(out, len(told.claims), "claim", verbose=verbose)
    for position in _some(told.positions, verbose):
        counts = Counter(stance.stance.value for stance in position.stances)
        stances = ", ".join(f"{stance} {number}" for stance, number in counts.items())
        part = "" if position.position is not None else " · in part"
        out.row(Cell(position.party, _WIDE, "bold"), Cell(f"{stances or 'no stance that is told'}{part}"), indent=4)
    _more(out, len(told.positions), "position", verbose=verbose)
    for reply in told.replies:
        words = f"“{reply.text}” ({reply.day})"
        out.row(Cell(reply.speaker, _WIDE, "bold"), Cell(words, most=0 if verbose else _LINES), indent=4)


def _claim(claim: Claim) -> str:
    extra = [claim.effective.value]
    if claim.likelihood is not None:
        extra.append(claim.likelihood.word)
    if claim.confidence is not None:
        extra.append(f"confidence {claim.confidence.word}")
    if claim.withdrawn is not None:
        extra.append(f"withdrawn: {claim.withdrawn}")
    return f"{claim.sentence} [{' · '.join(extra)}]"


def _cases(out: Sheet, found: Imported) -> None:
    for case in found.cases:
        part = "" if case.whole else " · in part"
        out.heading(f"Case {case.name or case.digest[:12]}{part}", case.marking.value)
        width = min(max((len(host.host) for host in case.hosts), default=0), _WIDE)
        for host in case.hosts:
            out.row(Cell(host.host, width, "bold"), Cell(f"{host.verdict.value}: {host.sentence}"), indent=4)
        out.row(Cell(f"{_many(len(case.findings), 'finding')}, result {case.digest[:12]}…"), indent=4)


def _said(out: Sheet, said: tuple[Said, ...], *, verbose: bool) -> None:
    if said:
        out.heading("What producers say")
    # What names somebody first; then in the order of the file.
    ordered = sorted(said, key=lambda one: not one.kind.names_somebody)
    for one in _some(ordered, verbose):
        extra = [part for part in (one.speaker or "nobody named", one.made[:10]) if part]
        if one.confidence is not None:
            extra.append(f"confidence {one.confidence} of 100")
        if one.withdrawn:
            extra.append("revoked by its producer")
        if one.missing:
            extra.append(f"{one.missing} of what it speaks of not in this file")
        told = f"{one.sentence} [{' · '.join(extra)}]"
        mark = one.marking.value if one.said else "unmarked: RED"
        out.row(Cell(mark, _MARK, _LOUD.get(one.marking, "")), Cell(told, most=0 if verbose else _LINES), indent=4)
    _more(out, len(said), "sentence", verbose=verbose)


def _left(out: Sheet, title: str, left: tuple[Left, ...], *, verbose: bool) -> None:
    if left:
        out.heading(title)
    for one in _some(left, verbose):
        out.row(Cell(f"{one.number:,} {one.what}", 38), Cell(one.why), indent=4)
    _more(out, len(left), "kind", verbose=verbose)


def _troubles(out: Sheet, troubles: tuple[Trouble, ...], *, verbose: bool) -> None:
    if troubles:
        out.heading(f"Not as it should be: {len(troubles):,}")
    for one in _some(troubles, verbose):
        where = " ".join(part for part in (one.place, one.id) if part)
        out.row(Cell(f"{where}: {one.reason}" if where else one.reason, style="yellow"), indent=4)
    _more(out, len(troubles), "place", verbose=verbose)


def _some(rows: Sequence[_T], verbose: bool) -> Sequence[_T]:  # the caller's own word
    return rows if verbose else rows[:_SHOWN]


def _more(out: Sheet, number: int, what: str, *, verbose: bool) -> None:
    if number > _SHOWN and not verbose:
        out.row(Cell(f"and {_many(number - _SHOWN, what)} more: -v or --out FILE", style="dim"), indent=4)


def _many(number: int, what: str) -> str:
    head, _, rest = what.partition(" of ")
    head, _, about = head.partition(" about ")
    word = head if number == 1 else f"{head}s"
    return f"{number:,} {word}" + (f" about {about}" if about else "") + (f" of {rest}" if rest else "")
