"""Boolean expressions over rules (`recon and (dump or export) and not backup`), the extended temporal condition."""

import re
from collections.abc import Iterator

from msgspec import Struct

from indicia.detection.sigma.refused import Refused

_TOKEN = re.compile(r"\s*(?:([()])|([A-Za-z0-9_.:\-]+))")
_DEPTH = 50
_LENGTH = 10_000


class Rule(Struct, frozen=True):
    """The rule at this position was seen in the window."""

    position: int


class Not(Struct, frozen=True):
    """It does not hold."""

    item: "Expression"


class Every(Struct, frozen=True):
    """All hold."""

    items: tuple["Expression", ...]


class Some(Struct, frozen=True):
    """At least one holds."""

    items: tuple["Expression", ...]


Expression = Rule | Not | Every | Some


def holds(expression: Expression, seen: int) -> bool:
    """Whether it holds when the rules of these bits were seen."""
    match expression:
        case Rule(position):
            return bool(seen >> position & 1)
        case Not(item):
            return not holds(item, seen)
        case Every(items):
            return all(holds(item, seen) for item in items)
        case Some(items):
            return any(holds(item, seen) for item in items)


def rising(expression: Expression) -> bool:
    """Whether more rules can only help, as far as the form says: it holds no `not`."""
    match expression:
        case Rule():
            return True
        case Not():
            return False
        case Every(items) | Some(items):
            return all(rising(item) for item in items)


def parse(text: str) -> tuple[Expression, tuple[str, ...]]:
    """The expression, and the rules it names in order of first appearance; `not` binds most, then `and`, then `or`.

    Raises Refused for anything else than rule names, `and`, `or`, `not` and parentheses.
    """
    if len(text) > _LENGTH:
        raise Refused("the condition is too long")
    parser = _Parser(list(_tokens(text)))
    expression = parser.any_of(0)
    if parser.tokens:
        raise Refused(f"the condition cannot be parsed at {parser.tokens[0]!r}")
    return expression, tuple(parser.names)


def _tokens(text: str) -> Iterator[str]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise Refused(f"the condition cannot be parsed at {text[at:].strip()[:20]!r}")
        yield found[1] or found[2]
        at = found.end()


class _Parser:
    """Recursive descent, as deep as parentheses go."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.names: dict[str, int] = {}

    def any_of(self, depth: int) -> Expression:
        items = [self._all_of(depth)]
        while self._takes("or"):
            items.append(self._all_of(depth))
        return items[0] if len(items) == 1 else Some(tuple(items))

    def _all_of(self, depth: int) -> Expression:
        items = [self._single(depth)]
        while self._takes("and"):
            items.append(self._single(depth))
        return items[0] if len(items) == 1 else Every(tuple(items))

    def _single(self, depth: int) -> Expression:
        if depth > _DEPTH:
            raise Refused("the condition is nested too deeply")
        if self._takes("not"):
            return Not(self._single(depth + 1))
        if self._takes("("):
            inner = self.any_of(depth + 1)
            if not self._takes(")"):
                raise Refused("the condition lacks a closing parenthesis")
            return inner
        if not self.tokens or self.tokens[0].lower() in ("and", "or", ")"):
            raise Refused("the condition lacks the name of a rule")
        return Rule(self.names.setdefault(self.tokens.pop(0), len(self.names)))

    def _takes(self, word: str) -> bool:
        if self.tokens and self.tokens[0].lower() == word:
            self.tokens.pop(0)
            return True
        return False
