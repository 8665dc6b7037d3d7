"""The value of a run of tokens."""

import re

from indicia.detection.webshell.acts.ground import MOST_NEST
from indicia.detection.webshell.acts.php_named import BUFFER, SENT
from indicia.detection.webshell.acts.probing import counted
from indicia.detection.webshell.acts.undefined import SWITCHES, is_undefined
from indicia.detection.webshell.flow.terms import Terms
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.shapes import cast_type, end_of, is_op, split_nodes
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node
from indicia.detection.webshell.values.folding import exclusive_or, number_of
from indicia.detection.webshell.values.kinds import CONTROLS, COUNTED, TYPES
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import (
    ADDRESS,
    MOST_CONST,
    MOST_TOLD,
    NOTHING,
    UNKNOWN,
    Value,
    better,
    join,
    told_of,
    with_path,
)

BARE_KEY = re.compile(r"\[([A-Za-z_]\w{0,60})\]")
HOLE = re.compile(r"\{\$?[^{}\"]{1,300}\}|\$[\w\x7f-\U0010ffff]++(?:\[[^\]\n]{1,100}\]|->\w+)?")

_IS_CODE = re.compile(r"<[%?]|\brequest\b", re.IGNORECASE)
"""What is kept in mind of a text with pieces that are not known: a page, or what reads a request."""
_SIMPLE = frozenset({"text", "number", "var", "inter"})
"""Kinds of tokens that are values by themselves."""


class Expressions(Terms):
    """The value of a run of tokens."""

    def _expression(self, nodes: list[Node], *, compare: bool = False) -> Value:
        """The value of a run of nodes; what acts in it is noted on the way."""
        if len(nodes) == 1:
            node = nodes[0]
            if isinstance(node, Leaf) and node.kind in _SIMPLE:
                return self._chain(nodes, 0)[0]
        self._nest += 1
        if self._nest > MOST_NEST:
            self._nest -= 1
            return NOTHING
        try:
            return self._commas(nodes, compare)
        finally:
            self._nest -= 1

    def _commas(self, nodes: list[Node], compare: bool) -> Value:
        cut: list[int] = []
        assign = -1
        question = otherwise = -1
        for index, node in enumerate(nodes):
            if isinstance(node, Leaf):
                if node.kind == "op":
                    text = node.text
                    if text == "," or text in words.LOGICAL:
                        if text != "," or not self._basic:
                            cut.append(index)
                    elif text in words.ASSIGN and assign < 0 and not compare:
                        assign = index
                    elif text == "??" and otherwise < 0:
                        otherwise = index
                    elif text == "?" and question < 0:
                        question = index
                elif node.kind == "end":
                    return self._block(nodes)
                elif node.kind == "name" and node.plain in words.LOGICAL:
                    cut.append(index)
        if cut:
            values = []
            previous = 0
            logical = False
            mark = self._bounds.mark
            for index in (*cut, len(nodes)):
                if index < len(nodes):
                    node = nodes[index]
                    logical = logical or (isinstance(node, Leaf) and node.text != ",")
                if index > previous:
                    part = nodes[previous:index]
                    values.append(self._commas(part, compare))
                    if self._script and index < len(nodes) and is_op(nodes[index], "&&") and self._tests(part):
                        # What it says holds for what stands behind it.
                        self._bounds.add(self._condition(part)[0])
                previous = index + 1
            self._bounds.back(mark)
            if not values:
                return NOTHING
            return Value(number=True) if logical and not self._script else join(values)
        if assign > 0:
            return self._assignment(nodes[:assign], nodes[assign], nodes[assign + 1 :])
        if otherwise > 0 and question < 0 and nodes[otherwise + 1 :]:
            # `a ?? b`: one of them.
            return join([self._sum(part, compare) for part in split_nodes(nodes, "??") if part])
        if question > 0:
            holds, fails = self._condition(nodes[:question])
            rest = nodes[question + 1 :]
            colon = next((i for i, node in enumerate(rest) if isinstance(node, Leaf) and node.text == ":"), -1)
            if colon < 0:
                return self._sum(rest, compare) if rest else NOTHING
            if colon == 0:
                return join(
                    [
                        self._sum(nodes[:question], False),
                        self._expression(rest[1:], compare=compare) if rest[1:] else NOTHING,
                    ]
                )
            mark = self._bounds.mark
            self._bounds.add(holds)
            one = self._bounds.freed(self._expression(rest[:colon], compare=compare))
            self._bounds.back(mark)
            self._bounds.add(fails)
            other = self._bounds.freed(self._expression(rest[colon + 1 :], compare=compare))
            self._bounds.back(mark)
            return join([one, other])
        return self._sum(nodes, compare)

    def _tests(self, nodes: list[Node]) -> bool:
        """Whether a pattern is asked for here, and it may be read once more."""
        return ".test(" in self._code[nodes[0].at : nodes[-1].end][:400] and self._afford()

    def _sum(self, nodes: list[Node], compare: bool) -> Value:
        """Values with operators between; texts are put together, comparisons give yes or no."""
        values: list[Value] = []
        plus = True
        compares = False
        exclusive = False
        pending = ""
        index = 0
        count = len(nodes)
        operator = True
        while index < count:
            node = nodes[index]
            if isinstance(node, Leaf):
                if node.kind == "op":
                    text = node.text
                    if text == "$" and self._php and index + 1 < count:
                        value, index = self._chain(nodes, index)
                        values.append(value)
                        operator = False
                        continue
                    index += 1
                    apart = index > 1 and nodes[index - 2].end < node.at
                    if text == "." and self._basic and self._with and index < count and (operator or apart):
                        if not operator and values:
                            # `Response.Write .Run(…)`: the argument of what stands before.
                            rest = nodes[index - 1 :]
                            args = [self._expression(part) for part in split_nodes(rest, ",") if part]
                            values.append(self._call(values.pop(), args, nodes[0].at, end_of(rest, nodes[-1])))
                            index = count
                            continue
                        value, index = self._postfix(self._with[-1], nodes, index - 1, node.at)
                        values.append(value)
                        operator = False
                        continue
                    if text in words.COMPARE or (compare and text == "="):
                        compares = compares or not (text == "=>" and (self._php or not self._basic))
                        if text == "=>" and self._php:
                            values.clear()
                    elif text == "!":
                        compares = compares or operator
                    elif text == "^":
                        exclusive = True
                    elif text in {"-", "*", "/", "%", "|", "<<", ">>"} and not operator:
                        plus = False
                    operator = True
                    continue
                if node.kind == "name":
                    word = node.plain
                    if word in {"instanceof", "is", "like"}:
                        compares = True
                        index += 2
                        if not self._basic and not self._php and values:
                            index = self._pattern(nodes, index, values[-1])
                        operator = False
                        continue
                    if word in {"include", "include_once", "require", "require_once"} and self._php:
                        value = self._expression(nodes[index + 1 :]) if nodes[index + 1 :] else NOTHING
                        self._include(node, value, nodes)
                        return value
                    if word == "yield" and self._php and index + 1 == count and SENT in self._globals:
                        values.append(self._globals[SENT])
                        break
                    if word == "xor":
                        exclusive = True
                        index += 1
                        continue
                    if word in {"print", "echo"} and self._php:
                        if BUFFER in self._globals and index + 1 < count:
                            return self._given_out(nodes[index + 1 :])
                        index += 1
                        continue
                    following = nodes[index + 1] if index + 1 < count else None
                    if (
                        word in words.HEADS
                        and not self._basic
                        and isinstance(following, Group)
                        and following.open == "("
                    ):
                        self._head(word, following)
                        index += 2
                        operator = True
                        continue
                    if (
                        word in self._prefixes
                        and word not in {"new", "default", "out"}
                        and not (following is not None and is_op(following, "."))
                    ):
                        index += 1
                        operator = True
                        continue
            start = index
            value, index = self._chain(nodes, index)
            if index <= start:
                index = start + 1
                continue
            if not operator and values:
                # Two values side by side: in Basic the second is the argument of the first, else the first is a type.
                previous = values.pop()
                if self._basic and not isinstance(nodes[start], Group):
                    rest = nodes[start:]
                    args = [self._expression(part) for part in split_nodes(rest, ",") if part]
                    values.append(self._call(previous, args, nodes[0].at, end_of(rest, nodes[-1])))
                    self._by_reference(previous.path, rest)
                    index = count
                elif pending or previous.path:
                    first = nodes[start]
                    if isinstance(first, Leaf) and index == start + 1 and first.kind == "name":
                        kind = previous.path.rsplit(".", 1)[-1]
                        if kind in TYPES and self._lookup(first.plain) is None:
                            self._assign(first.plain, Value(path=TYPES[kind]), local=True)
            values.append(value)
            operator = False
            pending = value.path
        if not values:
            return NOTHING
        if compares:
            return Value(number=True)
        if len(values) == 1:
            return values[0]
        if exclusive and len(values) == 2:
            one, other = values[0].const, values[1].const
            if one is not None and other is not None and self._php:
                return Value(const=exclusive_or(one, other), hidden="put together from two texts by XOR")
            trail = better(values[0].trail, values[1].trail)
            return Value(trail=trail, hidden=values[0].hidden or values[1].hidden or "computed by XOR")
        return self._concat(values, plus=plus)

    def _given_out(self, nodes: list[Node]) -> Value:
        """What is written out while a function of the script's choice is given it."""
        value = self._expression(nodes)
        if value.trail is not None:
            self._function_named(self._globals[BUFFER], [value], nodes[0].at, nodes[-1].end)
        return value

    def _concat(self, values: list[Value], *, plus: bool) -> Value:
        if plus and all(value.const is not None for value in values):
            if all(value.number for value in values) and not self._php:
                total = sum(number_of(value.const) or 0 for value in values)
                return Value(const=str(total), number=True)
            length = sum(len(value.const or "") for value in values)
            if length <= MOST_CONST:
                hidden = next((value.hidden for value in values if value.hidden), "")
                split = all(0 < len(value.const or "") < 40 for value in values)
                return Value(
                    const="".join(value.const or "" for value in values),
                    hidden=hidden or ("put together from pieces" if split else ""),
                )
        if all(value.number for value in values):
            return Value(number=True)
        joined = join([value for value in values if not value.number] or values)
        trail = joined.trail
        if trail is not None and any(value.const for value in values) and not (self._php and values[-1].items):
            trail = trail.blended()
        tail: list[str] = []
        for value in reversed(values):
            if value.const is None or len(tail) > 8:
                if value.place and value.trail is None and not value.place.endswith("*"):
                    tail.insert(0, value.place)
                break
            tail.insert(0, value.const)
        place = "".join(tail) if tail else None
        told = "".join(told_of(value) for value in values)[:MOST_TOLD]
        head = values[0].const
        named = COUNTED if any(value.path == COUNTED for value in values) else ""
        if trail is None and head and head.rstrip(" \"'").lower().endswith(SWITCHES) and not self._php:
            last = values[-1].path.removesuffix("()").rsplit(".", 1)[-1]
            named = UNKNOWN if is_undefined(last, self._code) else named
        if self._php and trail is None and head and head.startswith(("http://", "https://", "ftp://")):
            named = ADDRESS
        return Value(
            trail=trail,
            hidden=joined.hidden,
            path=named,
            told=told if trail is not None or _IS_CODE.search(told) else "",
            place=place if place is not None else (head + "*" if head and len(head) > 1 else None),
        )

    def _chain(self, nodes: list[Node], index: int) -> tuple[Value, int]:
        """One value with what hangs on it: members, calls, elements."""
        node = nodes[index]
        at = node.at
        count = len(nodes)
        if isinstance(node, Group):
            if node.open == "(":
                following = nodes[index + 1] if index + 1 < count else None
                cast = cast_type(node, following, self._basic, self._php)
                if cast is not None:
                    while (
                        index + 2 < count
                        and isinstance(nodes[index + 1], Group)
                        and isinstance(nodes[index + 2], Group)
                    ):
                        # Casts in a row; the last decides.
                        inner = nodes[index + 1]
                        again = (
                            cast_type(inner, nodes[index + 2], self._basic, self._php)
                            if isinstance(inner, Group)
                            else None
                        )
                        if again is None:
                            break
                        cast, index = again, index + 1
                    value, index = self._chain(nodes, index + 1)
                    if cast in {"int", "integer", "float", "bool", "boolean", "double", "long", "short"}:
                        return Value(number=True, const=value.const, path=counted(value)), index
                    if cast == "char" and value.const is not None and value.number:
                        code = number_of(value.const)
                        return Value(const=chr((code or 0) & 0xFFFF), hidden="put together from character codes"), index
                    asks = TYPES.get(cast) == "request"
                    if cast in CONTROLS:
                        value = with_path(value, "#control")
                    elif cast in TYPES and value.trail is None and (not value.path or asks):
                        value = with_path(value, TYPES[cast])
                    return value, index
                value = self._expression(node.nodes, compare=self._basic) if node.nodes else NOTHING
                if index + 1 < count and self._lambda_follows(nodes, index + 1):
                    return self._lambda(nodes, index + 1)
            elif node.open == "[":
                value = self._array(node.nodes)
            else:
                value = self._braces(node)
                return value, index + 1
            return self._postfix(value, nodes, index + 1, at)
        if node.kind == "text":
            value = Value(const=node.text)
        elif node.kind == "inter":
            value = self._interpolated(node)
        elif node.kind == "number":
            value = Value(const=node.text, number=True)
        elif node.kind == "tick":
            value = self._interpolated(node)
            if self._php:
                self._acts = True
                self._act(Effect.RUNS, node.at, node.end, value)
                value = NOTHING
        elif node.kind == "var":
            value = self._variable(node)
        elif node.kind == "name":
            return self._named(nodes, index)
        elif node.kind == "regex":
            value = Value(path="regexp", place=node.text)
        elif node.text == "$" and index + 1 < count and self._php:
            inner = nodes[index + 1]
            if isinstance(inner, Group):
                named = self._expression(inner.nodes) if inner.nodes else NOTHING
            else:
                named, _ = self._chain([inner], 0)
            value = self._by_name(named, at)
            return self._postfix(value, nodes, index + 2, at)
        else:
            return NOTHING, index + 1
        return self._postfix(value, nodes, index + 1, at)
