"""The value of a run of tokens."""

import re

from indicia.detection.webshell import words
from indicia.detection.webshell.calls import Calls
from indicia.detection.webshell.delegates import BOTH
from indicia.detection.webshell.folding import exclusive_or, number_of
from indicia.detection.webshell.ground import MOST_NEST
from indicia.detection.webshell.kinds import TYPES
from indicia.detection.webshell.members import LAMBDA
from indicia.detection.webshell.parts import Language
from indicia.detection.webshell.shapes import cast_type, end_of, is_op, is_word, split_nodes
from indicia.detection.webshell.sink import Effect, Function
from indicia.detection.webshell.tokens import Group, Leaf, Node, inside, tree_of
from indicia.detection.webshell.value import MOST_CONST, NOTHING, Trail, Value, better, join, with_path, with_trail

BARE_KEY = re.compile(r"\[([A-Za-z_]\w{0,60})\]")
HOLE = re.compile(r"\{\$?[^{}\"]{1,300}\}|\$[\w\x7f-\U0010ffff]++(?:\[[^\]\n]{1,100}\]|->\w+)?")

_SIMPLE = frozenset({"text", "number", "var", "inter"})
"""Kinds of tokens that are values by themselves."""


class Expressions(Calls):
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
        question = -1
        for index, node in enumerate(nodes):
            if isinstance(node, Leaf):
                if node.kind == "op":
                    text = node.text
                    if text == "," or text in words.LOGICAL:
                        if text != "," or not self._basic:
                            cut.append(index)
                    elif text in words.ASSIGN and assign < 0 and not compare:
                        assign = index
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
            for index in (*cut, len(nodes)):
                if index < len(nodes):
                    node = nodes[index]
                    logical = logical or (isinstance(node, Leaf) and node.text != ",")
                if index > previous:
                    values.append(self._commas(nodes[previous:index], compare))
                previous = index + 1
            if not values:
                return NOTHING
            return Value(number=True) if logical and not self._script else join(values)
        if assign > 0:
            return self._assignment(nodes[:assign], nodes[assign], nodes[assign + 1 :])
        if question > 0:
            self._sum(nodes[:question], True)
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
            one = self._expression(rest[:colon], compare=compare)
            return join([one, self._expression(rest[colon + 1 :], compare=compare)])
        return self._sum(nodes, compare)

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
                    if text == "." and self._basic and self._with and index < count and operator:
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
                    if word == "xor":
                        exclusive = True
                        index += 1
                        continue
                    if word in {"eval", "print", "echo"} and self._php and word != "eval":
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

    def _by_reference(self, name: str, given: list[Node], holder: Trail | None = None) -> None:
        """What a function puts into its parameters is in the variables it was given: in VBScript, and after `out`."""
        if self._part.language is Language.CSHARP:
            self._outs(name, given, holder)
            return
        function = self._functions.get(name) if self._part.language is Language.VBSCRIPT else None
        if function is None or name == self._scope_name:
            return
        for param, part in zip(function.params, split_nodes(given, ","), strict=False):
            kept, sent = function.locals.get(param), function.inputs.get(param)
            variable = part[0] if len(part) == 1 else None
            if kept is None or kept.trail is None or (sent is not None and sent.trail is not None):
                continue
            if isinstance(variable, Leaf) and variable.kind == "name":
                self._assign(variable.plain, Value(trail=kept.trail))

    def _outs(self, name: str, given: list[Node], holder: Trail | None) -> None:
        """`out x` gets what the function puts there; of a method of something else, what that holds."""
        function = self._functions.get(name.rsplit(".", 1)[-1])
        for number, part in enumerate(split_nodes(given, ",")):
            variable = part[-1] if len(part) > 1 and is_word(part[0], "out", "ref") else None
            if not isinstance(variable, Leaf) or variable.kind != "name":
                continue
            trail = holder
            if function is not None:
                kept = function.locals.get(function.params[number]) if number < len(function.params) else None
                trail = kept.trail if kept is not None else None
            if trail is not None:
                self._assign(variable.plain, Value(trail=trail), local=True)

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
        if trail is not None and any(value.const for value in values):
            trail = trail.blended()
        tail: list[str] = []
        for value in reversed(values):
            if value.const is None or len(tail) > 8:
                break
            tail.insert(0, value.const)
        place = "".join(tail) if tail else None
        head = values[0].const
        return Value(
            trail=trail,
            hidden=joined.hidden,
            path=joined.path if len(values) == 1 else "",
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
                cast = cast_type(node, following, self._basic)
                if cast is not None:
                    while (
                        index + 2 < count
                        and isinstance(nodes[index + 1], Group)
                        and isinstance(nodes[index + 2], Group)
                    ):
                        # Casts in a row; the last decides.
                        inner = nodes[index + 1]
                        again = cast_type(inner, nodes[index + 2], self._basic) if isinstance(inner, Group) else None
                        if again is None:
                            break
                        cast, index = again, index + 1
                    value, index = self._chain(nodes, index + 1)
                    if cast in {"int", "integer", "float", "bool", "boolean", "double", "long", "short"}:
                        return Value(number=True, const=value.const), index
                    if cast == "char" and value.const is not None and value.number:
                        code = number_of(value.const)
                        return Value(const=chr((code or 0) & 0xFFFF), hidden="put together from character codes"), index
                    if cast in TYPES and value.trail is None and not value.path:
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
                self._act(Effect.RUNS, node.at, node.end, value)
                value = NOTHING
        elif node.kind == "var":
            value = self._variable(node)
        elif node.kind == "name":
            return self._named(nodes, index)
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

    def _lambda_follows(self, nodes: list[Node], index: int) -> bool:
        node = nodes[index]
        return isinstance(node, Leaf) and node.text in {"=>", "->"} and not self._php and index + 1 < len(nodes)

    def _lambda(self, nodes: list[Node], index: int, rest: list[Node] | None = None) -> tuple[Value, int]:
        """A lambda whose sign stands here, or whose head does and whose body is given."""
        head = nodes[index - 1] if rest is None else nodes[index]
        rest = nodes[index + 1 :] if rest is None else rest
        body = rest[0] if rest else None
        params = self._params(head.nodes if isinstance(head, Group) else [head])[0]
        name = f"{LAMBDA}{head.at}"
        function = self._functions.setdefault(name, Function(params=params))
        for param in params:
            # It sees the names around it, so it gets no scope of its own.
            self._assign(param, function.inputs.get(param, NOTHING), local=True)
        if isinstance(body, Group) and body.open == "{":
            self._block(body.nodes)
            return Value(path=name), index + 2
        value = self._expression(rest) if rest else NOTHING
        function.result = Value(trail=value.trail, hidden=value.hidden)
        return Value(path=name, trail=value.trail, hidden=value.hidden), len(nodes)

    def _made_here(self, word: Leaf, head: Group | None, body: Group) -> Value:
        """`function (x) { … }` as a value: like a lambda."""
        path = f"{LAMBDA}{word.at}"
        params = self._params(head.nodes)[0] if head is not None and head.open == "(" else []
        function = self._functions.setdefault(path, Function(params=params))
        for param in params:
            self._assign(param, function.inputs.get(param, NOTHING), local=True)
        self._block(body.nodes)
        return Value(path=path)

    def _interpolated(self, node: Leaf) -> Value:
        values: list[Value] = []
        for code in inside(node.text):
            holes = tree_of(quoted_keys(code) if self._php else code, self._language).nodes
            if holes:
                # Places inside are places of the text; only the values matter.
                saved = self._code
                self._code = code
                found = self._expression(holes)
                self._code = saved
                if found.trail is not None and len(code) < 60:
                    found = with_trail(found, found.trail)
                values.append(found)
        bare = HOLE.sub("", node.text)
        if not values:
            return Value(const=node.text)
        if all(value.const is not None for value in values) and self._php:
            texts = iter(value.const or "" for value in values)
            hidden = next((value.hidden for value in values if value.hidden), "put together from pieces")
            return Value(const=HOLE.sub(lambda _: next(texts, ""), node.text)[:MOST_CONST], hidden=hidden)
        joined = join(values)
        trail = joined.trail.blended() if joined.trail and bare.strip() else joined.trail
        return Value(
            trail=trail, hidden=joined.hidden, place=node.text[-20:] if bare and node.text.endswith(bare[-3:]) else None
        )

    def _array(self, nodes: list[Node]) -> Value:
        parts = [part for part in split_nodes(nodes, ",") if part]
        items = [self._expression(part) for part in parts[:4000]]
        if not items:
            return NOTHING
        joined = join(items)
        return Value(trail=joined.trail, hidden=joined.hidden, items=tuple(items), path=_functions_in(items))

    def _braces(self, group: Group) -> Value:
        """A block, or what stands in braces after `new`."""
        nodes = group.nodes
        if any(isinstance(node, Leaf) and node.kind == "end" for node in nodes):
            return self._block(nodes)
        if self._script:
            self._methods(nodes)
        return self._array(nodes) if nodes else NOTHING

    def _methods(self, nodes: list[Node]) -> None:
        """`{ name: function (…) { … } }`: functions of an object, known by their names."""
        for part in split_nodes(nodes, ","):
            if len(part) > 3 and isinstance(part[0], Leaf) and is_op(part[1], ":") and is_word(part[2], "function"):
                path = self._expression(part[2:]).path
                if path in self._functions:
                    self._functions.setdefault(part[0].plain, self._functions[path])

    def _pattern(self, nodes: list[Node], index: int, value: Value) -> int:
        """`x is Some.Type name`: the name gets the value; gives where the pattern ends."""
        count = len(nodes)
        while index + 1 < count and is_op(nodes[index], "."):
            index += 2
        while index < count and isinstance(nodes[index], Group):
            index += 1
        node = nodes[index] if index < count else None
        if isinstance(node, Leaf) and node.kind == "name" and node.plain not in {*words.LOGICAL, "not", "when"}:
            self._assign(node.plain, value, local=True)
            return index + 1
        return index

    def _named(self, nodes: list[Node], index: int) -> tuple[Value, int]:
        """A value that begins with a name."""
        node = nodes[index]
        assert isinstance(node, Leaf)
        word = node.plain
        count = len(nodes)
        following = nodes[index + 1] if index + 1 < count else None
        if word == "new":
            return self._new(nodes, index)
        if (
            (word in {"function", "delegate"} and not (following is not None and is_op(following, ".")))
            or (word == "fn" and self._php)
        ) and not (self._script and node.text == "Function"):
            at = index + 1
            while at < count and at < index + 8:
                item = nodes[at]
                if isinstance(item, Group) and item.open == "{":
                    value = Value(path="function")
                    head = next((part for part in nodes[index:at] if isinstance(part, Group)), None)
                    if self._php and head is not None:
                        name = f"__made{node.at}"
                        around = dict(self._scope.locals if self._scope else self._globals)
                        made = self._functions.setdefault(name, Function(params=[]))
                        made.locals.update({key: kept for key, kept in around.items() if kept.trail or kept.const})
                        self._function(name, head, item, web=False)
                        value = Value(const=name)
                    else:
                        value = self._made_here(node, head, item)
                    return self._postfix(value, nodes, at + 1, node.at)
                if isinstance(item, Leaf) and item.text == "=>" and self._php:
                    return self._expression(nodes[at + 1 :]), count
                at += 1
            return NOTHING, at
        if ((word in {"array", "list"} and self._php) or (word == "array" and self._basic)) and isinstance(
            following, Group
        ):
            value = self._array(following.nodes)
            return self._postfix(value, nodes, index + 2, node.at)
        if (
            word in self._control
            and isinstance(following, Group)
            and following.open == "("
            and node.text != "Function"
            and word not in {"eval", "isset", "empty", "unset"}
        ):
            if word in {"in", "is", "print", "return", "echo", "and", "or", "not", "case", "throw"}:
                return self._chain(nodes, index + 1)
            self._head(word, following)
            return NOTHING, index + 2
        if self._lambda_follows(nodes, index + 1) if following is not None else False:
            before = nodes[index - 1] if index else None
            value, index = self._lambda(nodes, index + 1)
            if isinstance(before, Leaf) and before.kind == "name" and before.plain not in self._prefixes:
                # `Type Name => value`: a property.
                self._assign(word, value)
                self._assign("." + word, value)
            return value, index
        if self._basic and word in {"sub", "function"} and isinstance(following, Group) and following.open == "(":
            return self._lambda(nodes, index + 1, nodes[index + 2 :])
        found = self._lookup(word) if not self._php else None
        if (
            word in self._functions
            and not self._php
            and (isinstance(following, Group) or (self._basic and word != self._scope_name))
        ):
            value = Value(path=word)
        elif found is not None:
            value = found
        elif not self._php and word in self._part.controls:
            value = Value(path="#control")
        elif not self._php and word in self._part.uploads:
            value = Value(path="#upload")
        elif word in {"nothing", "null", "none", "true", "false"}:
            value = Value(number=True)
        elif word in {"vbcrlf", "vblf", "vbcr", "vbnullstring", "vbtab", "string_empty"}:
            value = Value(const={"vbcrlf": "\r\n", "vblf": "\n", "vbcr": "\r", "vbtab": "\t"}.get(word, ""))
        elif word == "request":
            value = Value(path="request")
        elif self._script and self._with and isinstance(following, Group) and self._with[-1].path == "request":
            value = self._member(self._with[-1], node, node.at, called=True)
        elif (
            self._java
            and word in {"param", "paramvalues", "header", "headervalues", "cookie"}
            and following is not None
        ):
            value = Value(path="request." + word, trail=Trail(self._cut(node.at, node.end + 20), self._line(node.at)))
        else:
            value = Value(path=TYPES.get(word, word))
        if (
            self._php
            and not isinstance(following, Group)
            and not (isinstance(following, Leaf) and following.text in {"::", "("})
        ):
            # A bare word: a constant, whose name stands for its text in old code.
            defined = self._lookup("\1" + word)
            value = defined if defined is not None else Value(path=word)
        return self._postfix(value, nodes, index + 1, node.at)

    def _new(self, nodes: list[Node], index: int) -> tuple[Value, int]:
        at = nodes[index].at
        index += 1
        path = ""
        callee = NOTHING
        count = len(nodes)
        while index < count:
            node = nodes[index]
            if isinstance(node, Leaf) and node.kind == "name":
                path = node.plain.rsplit("\\", 1)[-1]
                index += 1
                if index < count and is_op(nodes[index], ".", "::"):
                    index += 1
                    continue
                break
            if isinstance(node, Leaf) and node.kind == "var":
                callee = self._variable(node)
                path = (callee.const or "").lower()
                index += 1
                break
            break
        args: list[Value] = []
        end = nodes[index - 1].end
        array = called = False
        while index < count:
            node = nodes[index]
            if not isinstance(node, Group):
                break
            end = node.end
            if node.open == "(" and not array:
                if called:
                    break
                args = self._arguments(node)
                called = True
            elif node.open == "[":
                array = True
                if node.nodes:
                    self._expression(node.nodes)
            elif node.open == "{":
                if array or path in {"", "string", "byte", "char", "object"}:
                    value = self._array(node.nodes)
                    return self._postfix(with_path(value, ""), nodes, index + 1, at)
                value = self._initialised(path, node)
                if value.path.startswith(LAMBDA):
                    # A collection of functions: a call of any is a call of all.
                    return self._postfix(value, nodes, index + 1, at)
                if value.trail is not None:
                    args.append(value)
                index += 1
                break
            else:
                break
            index += 1
        if self._basic and index + 1 < count and is_word(nodes[index], "with"):
            given = nodes[index + 1]
            if isinstance(given, Group) and given.open == "{":
                value = self._initialised(path, given)
                if value.trail is not None:
                    args.append(value)
                index += 2
        value = self._create(path, args, at, end)
        return self._postfix(value, nodes, index, at)

    def _initialised(self, path: str, group: Group) -> Value:
        """`{ FileName = "x", Arguments = y }` after `new`, or the body of a class without a name."""
        if any(isinstance(node, Leaf) and node.kind == "end" for node in group.nodes) or self._java:
            return self._block(group.nodes)
        values = []
        for written in split_nodes(group.nodes, ","):
            part = written[1:] if written and is_op(written[0], ".") else written
            sign = next((i for i, node in enumerate(part) if is_op(node, "=")), -1)
            name = part[0] if part else None
            rest = part[sign + 1 :]
            inner = rest[0] if len(rest) == 1 else None
            if isinstance(name, Leaf) and isinstance(inner, Group) and inner.open == "{" and sign > 0:
                # `{ StartInfo = { FileName = x } }`
                values.append(self._initialised(f"{path}.{name.plain}", inner))
                continue
            value = self._expression(rest) if rest else NOTHING
            if isinstance(name, Leaf) and sign > 0:
                self._property(Value(path=path), name, value, [name, name, name])
            values.append(value)
        made = join(values) if values else NOTHING
        return Value(trail=made.trail, hidden=made.hidden, path=_functions_in(values)) if values else NOTHING

    def _arguments(self, group: Group) -> list[Value]:
        if not group.nodes:
            return []
        return [
            self._expression(part, compare=self._basic and not any(is_op(node, ":=") for node in part))
            if part
            else NOTHING
            for part in split_nodes(group.nodes, ",")
        ]

    def _postfix(self, value: Value, nodes: list[Node], index: int, at: int) -> tuple[Value, int]:
        count = len(nodes)
        steps = 0
        while index < count:
            node = nodes[index]
            steps += 1
            if isinstance(node, Group):
                if node.open == "(":
                    if self._basic or value.path or value.const is not None or value.trail or value.hidden or self._php:
                        args = self._arguments(node)
                        called = value
                        value = self._call(value, args, at, node.end, node.at)
                        self._by_reference(called.path, node.nodes, called.trail)
                    else:
                        value = self._passed(self._arguments(node))
                elif node.open == "[":
                    value = self._element(value, node, at)
                elif (
                    node.open == "{"
                    and self._php
                    and node.nodes
                    and len(node.nodes) < 6
                    and (value.const or value.trail)
                ):
                    if isinstance(nodes[index - 1], Leaf) and nodes[index - 1].end != node.at:
                        break
                    value = self._element(value, node, at)
                else:
                    break
                index += 1
                continue
            if node.kind == "op" and node.text in {".", "->", "::", "?.", "?->"}:
                if node.text == "." and self._php:
                    break
                if index + 1 >= count:
                    break
                member = nodes[index + 1]
                if isinstance(member, Group):
                    if member.open == "{" and self._php:
                        named = self._expression(member.nodes) if member.nodes else NOTHING
                        value = Value(path=f"{value.path}.{(named.const or '?').lower()}", trail=value.trail)
                        index += 2
                        continue
                    break
                if member.kind not in {"name", "var"}:
                    break
                if member.kind == "var" and node.text == "::":
                    value = self._lookup("." + member.plain) or NOTHING
                elif member.kind == "var":
                    value = Value(path=f"{value.path}.?", trail=value.trail)
                else:
                    asked = index + 2 < count and isinstance(nodes[index + 2], Group)
                    value = self._member(value, member, at, called=asked)
                index += 2
                continue
            break
        return value, index


def quoted_keys(code: str) -> str:
    """`$x[key]` in a text stands for `$x['key']`."""
    return BARE_KEY.sub(r"['\1']", code)


def _functions_in(values: list[Value]) -> str:
    """What the functions among these go by together; empty where there are none."""
    return BOTH.join(value.path for value in values if value.path.startswith(LAMBDA))[:400]
