"""The value of one term: a name with what hangs on it, a new object, a list, a text with holes."""

import re

from indicia.detection.webshell.acts.members import LAMBDA, OF_REQUEST, OWNER
from indicia.detection.webshell.flow.literals import Literals, functions_in
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.shapes import is_op, is_word, split_nodes
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node, inside, tree_of
from indicia.detection.webshell.values.kinds import TYPES
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import (
    MOST_CONST,
    MOST_TOLD,
    NOTHING,
    Trail,
    Value,
    join,
    told_of,
    with_path,
    with_trail,
)

BARE_KEY = re.compile(r"\[([A-Za-z_]\w{0,60})\]")

HOLE = re.compile(r"\{\$?[^{}\"]{1,300}\}|\$[\w\x7f-\U0010ffff]++(?:\[[^\]\n]{1,100}\]|->\w+)?")

_SIMPLE = frozenset({"text", "number", "var", "inter"})
"""Kinds of tokens that are values by themselves."""


class Terms(Literals):
    """The value of one term."""

    def _interpolated(self, node: Leaf) -> Value:
        values: list[Value] = []
        for code in inside(node.text, quotes=not self._php):
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
        told = iter(values)
        return Value(
            trail=trail,
            hidden=joined.hidden,
            place=node.text[-20:] if bare and node.text.endswith(bare[-3:]) else None,
            told=HOLE.sub(lambda _: told_of(next(told, joined)), node.text)[:MOST_TOLD] if trail is not None else "",
        )

    def _arrow(self, nodes: list[Node], index: int, sign: int) -> Value:
        """`fn ($x) => …` of PHP: a function that sees the names around it."""
        head = next((part for part in nodes[index:sign] if isinstance(part, Group)), None)
        body = nodes[sign + 1 :]
        if head is None or not body:
            return self._expression(body) if body else NOTHING
        name = f"__made{nodes[index].at}"
        around = dict(self._scope.locals if self._scope else self._globals)
        made = self._functions.setdefault(name, Function(params=[]))
        made.locals.update({key: kept for key, kept in around.items() if kept.trail or kept.const})
        word = Leaf("name", "return", nodes[sign].at, nodes[sign].end, "return")
        self._function(name, head, Group("{", [word, *body], nodes[sign].at, body[-1].end), web=False)
        return Value(const=name)

    def _one_of(self, group: Group) -> Value:
        """`{ condition => value, … }`: of several texts the one that names what starts programs."""
        values = []
        for part in split_nodes(group.nodes, ","):
            sign = next((i for i, node in enumerate(part) if is_op(node, "=>")), -1)
            if 0 <= sign < len(part) - 1:
                values.append(self._expression(part[sign + 1 :]))
        acting = next((value for value in values if (value.const or "").lower() in words.COMMANDS), None)
        return acting or (join(values) if values else NOTHING)

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
            (
                word in {"function", "delegate"}
                and not (following is not None and is_op(following, "."))
                and not (self._basic and isinstance(following, Group))
            )
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
                    return self._arrow(nodes, index, at), count
                at += 1
            return NOTHING, at
        if word == "match" and self._php and index + 2 < count and isinstance(following, Group):
            chosen = nodes[index + 2]
            if isinstance(chosen, Group) and chosen.open == "{":
                self._expression(following.nodes, compare=True) if following.nodes else NOTHING
                return self._postfix(self._one_of(chosen), nodes, index + 3, node.at)
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
        elif word == "this" and self._script and OWNER in self._globals:
            value = self._globals[OWNER]
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
        elif self._script and self._with and self._with[-1].path == "request" and word in OF_REQUEST:
            value = self._member(self._with[-1], node, node.at, called=True)
        elif (
            self._java
            and word in {"param", "paramvalues", "header", "headervalues", "cookie"}
            and following is not None
        ):
            value = Value(path="request." + word, trail=Trail(self._cut(node.at, node.end + 20), self._line(node.at)))
        elif self._script and self._with and self._with[-1].trail is not None and word not in self._functions:
            # `with (o) { x }`: perhaps what the object holds under this name.
            value = Value(path=word, trail=None if isinstance(following, Group) else self._with[-1].trail)
        else:
            value = Value(path=TYPES.get(word, word))
        if (
            self._php
            and not (isinstance(following, Group) and following.open != "[")
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
                if name.plain == "argumentlist":
                    given = join([self._expression(one) for one in split_nodes(inner.nodes, ",") if one])
                    self._property(Value(path=path), name, given, [name, name, name])
                    continue
                # `{ StartInfo = { FileName = x } }`
                values.append(self._initialised(f"{path}.{name.plain}", inner))
                continue
            value = self._expression(rest) if rest else NOTHING
            if isinstance(name, Leaf) and sign > 0:
                self._property(Value(path=path), name, value, [name, name, name])
            values.append(value)
        made = join(values) if values else NOTHING
        return Value(trail=made.trail, hidden=made.hidden, path=functions_in(values)) if values else NOTHING

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
                if node.open == "(" and self._php and len(node.nodes) == 1 and is_op(node.nodes[0], "..."):
                    # `f(...)`: the function itself.
                    value = Value(const=value.const or value.path, trail=value.trail, hidden=value.hidden)
                elif node.open == "(":
                    if self._basic or value.path or value.const is not None or value.trail or value.hidden or self._php:
                        args = self._arguments(node)
                        called = value
                        value = self._call(value, args, at, node.end, node.at)
                        self._by_reference(called.path, node.nodes, called.trail)
                    else:
                        value = self._passed(self._arguments(node))
                elif node.open == "[":
                    key = self._by_text(value, node) if self._script else None
                    if key is not None:
                        asked = index + 1 < count and isinstance(nodes[index + 1], Group)
                        value = self._member(value, key, at, called=asked)
                    else:
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
                if node.text == "." and (self._php or (self._basic and self._with and nodes[index - 1].end < node.at)):
                    break
                if index + 1 >= count:
                    break
                member = nodes[index + 1]
                if isinstance(member, Group):
                    if member.open == "{" and self._php:
                        named = self._expression(member.nodes) if member.nodes else NOTHING
                        if "__get" in self._functions and named.trail is not None:
                            self._bind("__get", [named])
                        value = Value(path=f"{value.path}.{(named.const or '?').lower()}", trail=value.trail)
                        index += 2
                        continue
                    break
                if member.kind not in {"name", "var"}:
                    break
                if node.text == "::" and self._java and member.plain in self._functions:
                    # A method that is handed over.
                    value = Value(path=member.plain)
                elif member.kind == "var" and node.text == "::":
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
