"""Who asserts what, as tables: positions with their words of confidence, measures taken and not taken, silence."""

from collections.abc import Sequence

from msgspec import Struct

from indicia.model.reported import Assertion, Quoted, ReportText, Stance
from indicia.report.terminal.layout import Cell, Sheet

_ROWS = 24
"""Of each table, unless everything is asked for."""
_SPEAKER, _SURE, _TAKEN, _PLACE = 20, 17, 9, 10
_MEASURES = frozenset((Stance.CHARGES, Stance.SANCTIONS, Stance.ACTS, Stance.DECLINES))
_NO_MARKS = str.maketrans("", "", '"“”„«»')
"""The words of a verb stand in marks of ours: those of the text inside them only confuse."""
_TERRITORY = "names a territory, not its government"
_OURSELVES = frozenset("we our us i".split())


class _Table(Struct, frozen=True):
    """Where rows go, and what they are of."""

    out: Sheet
    text: ReportText
    verbose: bool

    def head(self, title: str, count: int, *columns: tuple[str, int]) -> None:
        """A heading, and what the columns are."""
        self.out.heading(title, str(count))
        self.out.row(*(Cell(name, width, style="dim") for name, width in columns), indent=4)

    def row(self, one: Assertion, *cells: Cell, below: str = "") -> None:
        """The speaker, cells, the place; below them what needs room, and the sentence where everything is asked for."""
        self.out.row(
            Cell(_speaker(one), _SPEAKER, "bold"), *cells, Cell(_place(self.text, one), _PLACE, "dim"), indent=4
        )
        if below:
            self.out.row(Cell("", _SPEAKER), Cell(below, most=0 if self.verbose else 2), indent=4)
        if self.verbose:
            self.out.row(Cell("", _SPEAKER), Cell(f"“{_flat(one.sentence)}”", style="dim"), indent=4)

    def more(self, count: int) -> None:
        """How many rows were left out."""
        if count > _ROWS and not self.verbose:
            self.out.row(Cell(f"and {count - _ROWS} more", style="dim"), indent=4)

    def shown(self, rows: Sequence[Assertion]) -> Sequence[Assertion]:
        """Those that have room."""
        return rows if self.verbose else rows[:_ROWS]


def print_assertions(out: Sheet, text: ReportText, assertions: Sequence[Assertion], *, verbose: bool) -> None:
    """Three tables by place in the text; one without rows is left out."""
    table = _Table(out, text, verbose)
    _positions(table, [one for one in assertions if one.stance not in _MEASURES | {Stance.SILENT}])
    _measures(table, [one for one in assertions if one.stance in _MEASURES])
    _silence(table, [one for one in assertions if one.stance is Stance.SILENT])


def _positions(table: _Table, rows: Sequence[Assertion]) -> None:
    if not rows:
        return
    columns = (("position, and about whom or what", 0), ("how sure", _SURE), ("where", _PLACE))
    table.head("Who asserts what about whom", len(rows), ("speaker", _SPEAKER), *columns)
    for one in table.shown(rows):
        table.row(
            one,
            Cell(_position(one)),
            Cell(f"“{_flat(one.confidence)}”" if one.confidence else "-", _SURE),
            below=_about(one),
        )
    table.more(len(rows))


def _measures(table: _Table, rows: Sequence[Assertion]) -> None:
    if not rows:
        return
    columns = (("taken", _TAKEN), ("measure", 0), ("where", _PLACE))
    table.head("Measures taken, and not taken", len(rows), ("speaker", _SPEAKER), *columns)
    for one in table.shown(rows):
        taken = "taken" if one.taken else "not taken" if one.taken is False else "-"
        table.row(
            one,
            Cell(taken, _TAKEN, "" if one.taken else "yellow"),
            Cell(_measure(one), most=0 if table.verbose else 4),
        )
    table.more(len(rows))


def _silence(table: _Table, rows: Sequence[Assertion]) -> None:
    if not rows:
        return
    table.head("Asked, and said nothing", len(rows), ("who", _SPEAKER), ("in the report's words", 0), ("where", _PLACE))
    for one in table.shown(rows):
        table.row(one, Cell(f"“{_flat(one.sentence)}”", most=0 if table.verbose else 2))
    table.more(len(rows))


def _speaker(one: Assertion) -> str:
    if one.speaker is None:
        return "not named"
    words = _flat(one.speaker)
    if words.lower() in _OURSELVES:
        return f"the document (“{words}”)"
    known = one.party and one.party.lower() not in words.lower()
    notes = [one.party] if known else []
    if one.anonymous:
        notes.append("no name given")
    return f"{words} ({', '.join(notes)})" if notes else words


def _position(one: Assertion) -> str:
    verb = _flat(one.verb).translate(_NO_MARKS)
    if one.note == _TERRITORY:
        return f"names a territory “{verb}”"
    return one.stance.value if verb.lower() == one.stance.value else f"{one.stance.value} “{verb}”"


def _about(one: Assertion) -> str:
    parts = [_accused(one.accused, one.means)] if one.accused else []
    if one.activity and not _within(one.activity, one.accused):
        parts.append(_flat(one.activity))
    return f"{': '.join(parts)}{_asides(one)}".removeprefix(" · ")


def _accused(words: Quoted, means: Quoted | None) -> str:
    return f"{_flat(words)} ({_flat(means)})" if means is not None else _flat(words)


def _measure(one: Assertion) -> str:
    if one.measure is not None and one.measure != one.verb:
        parts = [_flat(one.measure)]
    else:
        parts = [f"{one.stance.value} “{_flat(one.verb)}”" if one.stance is Stance.DECLINES else _flat(one.verb)]
    if one.accused:
        whom = _accused(one.accused, one.means)
        parts.append(f"against {whom}" if one.taken else f"about {whom}")
    note = f" · {one.note}" if one.note and one.note != "expressly not taken" else ""
    return f"{', '.join(parts)}{note}{_asides(one, note=False)}"


def _asides(one: Assertion, *, note: bool = True) -> str:
    found = [one.note] if note and one.note not in ("", _TERRITORY) else []
    if one.reported_by:
        found.append(f"told by {_flat(one.reported_by)}")
    if one.when:
        found.append(_flat(one.when))
    return "".join(f" · {item}" for item in found)


def _within(inner: Quoted, outer: Quoted | None) -> bool:
    return outer is not None and outer.start <= inner.start and inner.end <= outer.end


def _place(text: ReportText, one: Assertion) -> str:
    """The page or part of the file; the line where the text is the file; else the character of the text."""
    start = one.sentence.start
    name = ""
    for place in text.places:
        if place.start > start:
            break
        name = place.name
    if name:
        return name
    if text.format in ("text", "markdown"):
        return f"line {text.text.count(chr(10), 0, start) + 1}"
    return f"char {start:,}"


def _flat(quoted: Quoted) -> str:
    return " ".join(quoted.words.split())
