"""Decide a condition on a record, exactly: conditions become closures, values are folded once per record.

Choices where the Sigma specification 2.1 leaves one (each has a test, `docs/sigma.md` lists them):

- Case: both sides go through `fold`; `?` stands for one character of the folded text.
- A number compares as a number when the value is one (decimal, `0x` hex); all other values compare as text, true and
  false as `true` and `false`.
- Several values of one field are put to each test by themselves, so `contains|all` may be satisfied by several of
  them; a field without any value (`()`) is null.
- An expression that runs under a time limit is put last; `Undecided` is raised only where nothing else decides.
- A lone surrogate, which no regular expression can see, is put to it as U+FFFD.
"""

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from sys import intern

from indicia.detection.conditions.backtracking import backtracking
from indicia.detection.conditions.checks import comparison, network, number_of, regex, relation
from indicia.detection.conditions.condition import (
    All,
    Any,
    Backtracking,
    Check,
    Cidr,
    Compare,
    Condition,
    Fields,
    Not,
    Null,
    Pattern,
    Present,
    Regex,
    SameAs,
    Test,
    TimePart,
    Wildcard,
    fold,
)
from indicia.detection.conditions.moments import time_part
from indicia.detection.conditions.wildcard import Matcher, folded, matcher
from indicia.model.record import Value

Decision = Callable[["View"], bool]
_NUL = "\0"


class View(Mapping[str, Value]):
    """Fields of one record that remember their text and folded text; give it to many decisions on the same record."""

    __slots__ = ("_everything", "_folded", "_numbers", "_texts", "fields")

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self._texts: dict[str, tuple[str, ...]] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        self._numbers: dict[str, tuple[int | float, ...]] = {}
        self._everything: str | None = None

    def __getitem__(self, name: str) -> Value:
        return self.fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def texts(self, name: str) -> tuple[str, ...]:
        """Each value of the field as text; empty when it is absent or null."""
        found = self._texts.get(name)
        if found is None:
            found = self._texts[name] = _texts(self.fields.get(name))
        return found

    def folded(self, name: str) -> tuple[str, ...]:
        """Each value of the field as it is compared without case."""
        found = self._folded.get(name)
        if found is None:
            value = self.fields.get(name)
            found = self._folded[name] = (fold(value),) if type(value) is str else tuple(map(fold, _texts(value)))
        return found

    def numbers(self, name: str) -> tuple[int | float, ...]:
        """Each value of the field that is a number."""
        found = self._numbers.get(name)
        if found is None:
            value = self.fields.get(name)
            each = value if isinstance(value, tuple) else (value,)
            found = self._numbers[name] = tuple(number for item in each if (number := number_of(item)) is not None)
        return found

    def everything(self) -> str:
        """All values of the record folded, NUL between them; for keywords, which hold no NUL."""
        if self._everything is None:
            # Folding looks at each character by itself, so it may be done at once.
            self._everything = fold(_NUL.join([text for value in self.fields.values() for text in _texts(value)]))
        return self._everything


def compile_condition(condition: Condition) -> Callable[[Fields], bool]:
    """A function from fields to true or false.

    Fields may be a `View`, which saves the work of folding when several conditions are put to one record.
    Raises ValueError for a regular expression or network that cannot be read; rule loading has checked both.
    The function raises Undecided where a time limit ended an expression and no other test decides.
    """
    decide = compile_on_view(condition)

    def decision(fields: Fields) -> bool:
        return decide(fields if isinstance(fields, View) else View(fields))

    return decision


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if value is None:
        return ()
    if isinstance(value, tuple):
        return value
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return (str(value),)


def compile_on_view(condition: Condition) -> Decision:
    """`compile_condition` for who makes the view."""
    return _compiled(condition)[0]


def _compiled(condition: Condition) -> tuple[Decision, bool]:
    """The decision, and whether it may end undecided; what may do so is asked last."""
    match condition:
        case Test(field, check):
            return test_on_view(field, check), isinstance(check, Backtracking)
        case Not(item):
            inner, slow = _compiled(item)
            return lambda view: not inner(view), slow
        case All(items):
            each = sorted(map(_compiled, items), key=_IS_SLOW)
            quick = sum(not slow for _, slow in each)
            return _every([decide for decide, _ in each], quick), quick < len(each)
        case Any(items):
            each = sorted(_group(items), key=_IS_SLOW)
            return _some(tuple([decide for decide, _ in each])), any(map(_IS_SLOW, each))


_IS_SLOW = itemgetter(1)


def _every(decisions: list[Decision], quick: int) -> Decision:
    """All of them; of the first `quick` ones, whichever was false last is asked first."""
    if len(decisions) == 1:
        return decisions[0]

    def every(view: View) -> bool:
        place = 0
        for decide in decisions:
            if not decide(view):
                # What was false of one record is likely to be false of the next.
                if 0 < place < quick:
                    decisions.insert(0, decisions.pop(place))
                return False
            place += 1  # noqa: SIM113 - runs for every test of every record, and enumerate() costs more
        return True

    return every


def _some(decisions: tuple[Decision, ...]) -> Decision:
    if len(decisions) == 1:
        return decisions[0]
    if len(decisions) == 2:
        first, second = decisions
        return lambda view: first(view) or second(view)

    def some(view: View) -> bool:
        for decide in decisions:  # noqa: SIM110 - a loop is a third faster than any() over a generator
            if decide(view):
                return True
        return False

    return some


def _group(items: tuple[Condition, ...]) -> Iterator[tuple[Decision, bool]]:
    """Compile alternatives, those of plain text on one field together: one look at the field decides a whole list."""
    plain: dict[tuple[str | None, str], list[str]] = {}
    numbers: dict[str, list[float]] = {}
    rest: list[Condition] = []
    for item in items:
        match item:
            case Test(str() as numeric, Compare("eq", number)):
                numbers.setdefault(numeric, []).append(number)
                continue
        shape = _shape(item)
        if shape is None:
            rest.append(item)
        else:
            field, kind, text = shape
            plain.setdefault((field, kind), []).append(text)
    for (field, kind), texts in plain.items():
        yield _plain(field, kind, tuple(texts)), False
    for name, several in numbers.items():
        yield _one_of(name, frozenset(several)), False
    yield from map(_compiled, rest)


def _one_of(field: str, numbers: frozenset[float]) -> Decision:
    return lambda view: not numbers.isdisjoint(view.numbers(field))


def _shape(item: Condition) -> tuple[str | None, str, str] | None:
    """Field, kind and folded text of a test that needs no more than a plain string operation."""
    match item:
        case Test(None, Pattern(cased=False) as pattern):
            match folded(_around(pattern)):
                case (Wildcard.MANY, str() as text, Wildcard.MANY) if _NUL not in text:
                    return None, "contains", text
        case Test(str() as field, Pattern(parts, False)):
            # As rules have them: runs of wildcards and of texts are left to `matcher`, which answers alike.
            match parts:
                case (str() as text,):
                    return field, "equals", _folded(text)
                case (str() as text, Wildcard.MANY):
                    return field, "starts", _folded(text)
                case (Wildcard.MANY, str() as text):
                    return field, "ends", _folded(text)
                case (Wildcard.MANY, str() as text, Wildcard.MANY):
                    return field, "contains", _folded(text)
    return None


def _folded(text: str) -> str:
    """The text as it is compared without case: one object for all rules that ask for it."""
    return intern(fold(text))


def _plain(field: str | None, kind: str, texts: tuple[str, ...]) -> Decision:
    if field is None:

        def anywhere(view: View) -> bool:
            everything = view.everything()
            return any([text in everything for text in texts])  # noqa: C419 - a list is faster here

        return anywhere
    if kind == "equals":
        known = frozenset(texts)
        return lambda view: not known.isdisjoint(view.folded(field))
    if kind == "starts":

        def starts(view: View) -> bool:
            values = view.folded(field)
            if len(values) == 1:
                return values[0].startswith(texts)
            return any([text.startswith(texts) for text in values])  # noqa: C419 - a list is faster here

        return starts
    if kind == "ends":

        def ends(view: View) -> bool:
            values = view.folded(field)
            if len(values) == 1:
                return values[0].endswith(texts)
            return any([text.endswith(texts) for text in values])  # noqa: C419 - as above

        return ends
    if len(texts) == 1:
        (inner,) = texts

        def contains(view: View) -> bool:
            values = view.folded(field)
            if len(values) == 1:
                return inner in values[0]
            return any([inner in text for text in values])  # noqa: C419 - as above

        return contains
    return _any_value(field, _contains(texts), cased=False)


def _contains(texts: tuple[str, ...]) -> Matcher:
    # Hundreds of signs that no ordinary value holds are passed over at once.
    plain = tuple(text for text in texts if text.isascii())
    wide = tuple(text for text in texts if not text.isascii())

    def holds(text: str) -> bool:
        if wide and not text.isascii() and any([part in text for part in wide]):  # noqa: C419 - as below
            return True
        return any([part in text for part in plain])  # noqa: C419 - a list is faster than a generator here

    return holds


def _any_value(field: str, holds: Matcher, *, cased: bool) -> Decision:
    if cased:
        return lambda view: any(map(holds, view.texts(field)))

    def decide(view: View) -> bool:
        values = view.folded(field)
        return holds(values[0]) if len(values) == 1 else any(map(holds, values))

    return decide


def _anywhere(holds: Matcher, *, cased: bool) -> Decision:
    def decide(view: View) -> bool:
        look = view.texts if cased else view.folded
        return any(holds(text) for name in view.fields for text in look(name))

    return decide


def test_on_view(field: str | None, check: Check) -> Decision:
    """One test, by itself."""
    shape = _shape(Test(field, check))
    if shape is not None:
        return _plain(field, shape[1], (shape[2],))
    if field is None:
        holds, cased = _keyword(check)
        return _anywhere(holds, cased=cased)
    match check:
        case Pattern() as pattern:
            return _any_value(field, matcher(folded(pattern)), cased=pattern.cased)
        case Regex(expression):
            return _any_value(field, regex(expression), cased=True)
        case Backtracking(expression):
            return _any_value(field, backtracking(expression), cased=True)
        case TimePart(unit, op, number):
            return _any_value(field, time_part(unit, relation(op, number)), cased=True)
        case Cidr(net):
            return _any_value(field, network(net), cased=True)
        case Compare(op, number):
            holds_number = relation(op, number)
            return lambda view: any(map(holds_number, view.numbers(field)))
        case SameAs() as same:
            return _same(field, same)
        case Null():
            return lambda view: view.fields.get(field) in (None, ())
        case Present():
            return lambda view: field in view.fields


def _keyword(check: Check) -> tuple[Matcher, bool]:
    """A test for anywhere in a value, and whether it minds case."""
    match check:
        case Pattern() as pattern:
            return matcher(folded(_around(pattern))), pattern.cased
        case Regex(expression):
            return regex(expression), True
        case Backtracking(expression):
            return backtracking(expression), True
        case Cidr(net):
            return network(net), True
        case Compare() as compare:
            return comparison(compare), True
        case _:
            raise ValueError(f"{type(check).__name__} needs a field")


def _around(pattern: Pattern) -> Pattern:
    """The pattern anywhere in a value."""
    return Pattern((Wildcard.MANY, *pattern.parts, Wildcard.MANY), pattern.cased)


def _same(field: str, same: SameAs) -> Decision:
    relation: Callable[[str, str], bool] = {
        "": str.__eq__,
        "contains": str.__contains__,
        "startswith": str.startswith,
        "endswith": str.endswith,
    }[same.affix]

    def decide(view: View) -> bool:
        look = view.texts if same.cased else view.folded
        return any(relation(mine, theirs) for mine in look(field) for theirs in look(same.other))

    return decide
