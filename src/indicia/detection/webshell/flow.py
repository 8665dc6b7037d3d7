"""Follows values through a script, from what reads the request to what acts on it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from indicia.detection.webshell import words
from indicia.detection.webshell.folding import exclusive_or, fold, number_of
from indicia.detection.webshell.parts import BASIC, Language, Part
from indicia.detection.webshell.tokens import Group, Leaf, Node, Tree, inside, tree_of
from indicia.detection.webshell.value import NOTHING, Trail, Value, better, join

MOST_LAYERS = 12
"""Decoded texts of one script that are read as code."""
MOST_DEPTH = 4
"""Layers inside layers."""
MOST_CONST = 2**20
_SNIPPET = 90
_BLOB = 48
"""Letters of a constant from which on what an unknown function makes of it is hidden text."""


class Effect(Enum):
    """What a script does with a value."""

    EVALUATES = "evaluates"
    RUNS = "starts a program from"
    LOADS = "loads and runs code from"
    COMPILES = "compiles and runs"
    CALLS = "calls the function named by"
    DESERIALIZES = "builds objects from"
    INCLUDES = "includes the file named by"
    TRANSFORMS = "runs the style sheet"
    WRITES = "writes a file from"
    UPLOADS = "keeps an uploaded file under"
    DELETES = "deletes what is named by"
    LISTS = "lists the folder named by"
    READS = "shows the file named by"
    MOVES = "moves or copies what is named by"
    CONNECTS = "connects to the host named by"
    SENDS = "passes on over a connection"
    QUERIES = "puts to a database"


@dataclass(frozen=True, slots=True)
class Sink:
    """One place where a script acts on a value."""

    effect: Effect
    line: int
    code: str
    trail: Trail | None
    """From the request; null where no request is to be seen."""
    hidden: str = ""
    """Why what is acted on is hidden."""
    content: Trail | None = None
    """Of a written file: where its content comes from."""
    place: str | None = None
    """Of a written file: its path or the end of it, where constant."""
    layer: str = ""
    """In which decoded text; empty for the script itself."""


@dataclass(slots=True)
class _Function:
    params: list[str]
    inputs: dict[str, Value] = field(default_factory=dict)
    locals: dict[str, Value] = field(default_factory=dict)
    result: Value = NOTHING
    body: Group | None = None
    """Null in Basic, whose functions have no brackets."""


class Shared:
    """What the parts and layers of one script have in common."""

    def __init__(self) -> None:
        self.sinks: dict[tuple[Effect, str, int], Sink] = {}
        self.layers: list[str] = []
        """Decoded texts that were read as code, described."""
        self.opaque: list[tuple[int, str]] = []
        """Places that run hidden text which could not be worked out, with the reason."""
        self.cut = False
        self.tokens = 0


class Flow:
    """One part of a script on its way; `run` fills what is shared."""

    def __init__(self, part: Part, shared: Shared, *, depth: int = 0, line: int = 0, layer: str = "") -> None:
        """`line` is that of the place which runs this text, for a layer; 0 for the script itself."""
        self._part = part
        self._language = part.language
        self._php = part.language is Language.PHP
        self._basic = part.language in BASIC
        self._java = part.language is Language.JAVA
        self._script = part.language in {Language.JSCRIPT, Language.JSCRIPT_NET}
        self._shared = shared
        self._depth = depth
        self._fixed_line = line
        self._layer = layer
        self._code = part.code
        self._line_ends: list[int] | None = None
        self._globals: dict[str, Value] = {}
        self._functions: dict[str, _Function] = {}
        self._classes: set[str] = set()
        self._scope: _Function | None = None
        self._scope_name = ""
        self._with: list[Value] = []
        self._registered: Trail | None = None
        self._web_method = False
        self._changed = False
        self._called: set[str] = set()
        self._seen_layers: dict[int, Value] = {}
        self._nest = 0
        self._inlined = 0
        self._inlining = False
        for name, what in part.objects:
            self._globals[name] = Value(path=what)

    def run(self) -> Value:
        """Read the part twice (a third time while parameters change); gives the value of its last statement."""
        tree = tree_of(self._code, self._language)
        self._code = tree.code
        self._shared.cut = self._shared.cut or tree.cut
        return self.read(tree)

    def read(self, tree: Tree) -> Value:
        """The same for code that was taken apart already."""
        value = NOTHING
        # What a call passes on is seen when the function is read again, so a chain of calls takes as many passes.
        most = 6 if len(self._code) < 50_000 else 2 if len(self._code) < 500_000 else 1
        for _ in range(most):
            self._changed = False
            self._scope, self._scope_name = None, ""
            self._with.clear()
            value = self._block(tree.nodes)
            if not self._changed:
                break
        return value

    # -- statements ------------------------------------------------------------------------------------------------

    def _block(self, nodes: list[Node]) -> Value:
        last = NOTHING
        run: list[Node] = []
        count = len(nodes)
        for index, node in enumerate(nodes):
            if isinstance(node, Leaf):
                if node.kind == "end":
                    if run:
                        last = self._statement(run)
                        run = []
                    continue
                if self._basic and node.kind == "name" and node.plain in {"then", "else"}:
                    if run:
                        self._statement(run)
                        run = []
                    continue
                run.append(node)
                continue
            run.append(node)
            if node.open == "{" and _ends_block(nodes[index + 1] if index + 1 < count else None):
                last = self._statement(run)
                run = []
        if run:
            last = self._statement(run)
        return last

    def _statement(self, nodes: list[Node]) -> Value:
        self._nest += 1
        if self._nest > _MOST_NEST:
            self._nest -= 1
            return NOTHING
        try:
            if self._basic:
                return self._basic_statement(nodes)
            first = nodes[0]
            end = nodes[-1]
            if isinstance(end, Group) and end.open == "{":
                made = self._definition(nodes)
                if made is not None:
                    return made
            if isinstance(first, Group) and first.open == "[" and len(nodes) > 1 and not self._php:
                nodes = nodes[1:]
            if isinstance(nodes[0], Leaf) and nodes[0].kind == "name":
                word = nodes[0].plain
                if word == "return":
                    return self._return(nodes[1:])
                if word == "global" and self._php:
                    for node in nodes[1:]:
                        if isinstance(node, Leaf) and node.kind == "var" and self._scope is not None:
                            self._scope.locals["\0" + node.plain] = NOTHING
                    return NOTHING
                if word == "using" and len(nodes) < 3:
                    return NOTHING
            return self._expression(nodes)
        finally:
            self._nest -= 1

    def _return(self, nodes: list[Node]) -> Value:
        value = self._expression(nodes) if nodes else NOTHING
        if self._scope is not None:
            self._result(self._scope, value)
        return value

    def _result(self, function: _Function, value: Value) -> None:
        old = function.result
        merged = value if old is NOTHING else _merge(old, value)
        if (merged.trail is None) != (old.trail is None) or merged.hidden != old.hidden:
            self._changed = True
        function.result = merged

    def _definition(self, nodes: list[Node]) -> Value | None:
        """A function, a class or a block with its head; null when the run is an expression."""
        body = nodes[-1]
        assert isinstance(body, Group)
        at = len(nodes) - 2
        while at >= 0 and len(nodes) - at < 14:
            node = nodes[at]
            if isinstance(node, Group):
                break
            if node.kind == "op" and node.text in {"=", "=>", "."}:
                return None
            at -= 1
        if at < 0 or isinstance(nodes[at], Leaf):
            names = [node.plain for node in nodes[:-1] if isinstance(node, Leaf)]
            if "class" in names and names.index("class") + 1 < len(names):
                self._classes.add(names[names.index("class") + 1])
            elif not all(
                isinstance(node, Leaf) and (node.kind == "name" or node.text in ":,.<>@&") for node in nodes[:-1]
            ):
                return None
            if "new" in names:
                return None
            return self._block(body.nodes)
        head = nodes[at]
        assert isinstance(head, Group)
        if head.open != "(" or at == 0:
            return None
        name = nodes[at - 1]
        if isinstance(name, Group) or name.kind != "name":
            return None
        if name.plain == "use" and self._php:
            return None
        if name.plain in words.CONTROL:
            if name.plain in {"function", "fn", "delegate", "new"}:
                return None
            if at > 1:
                self._expression([node for node in nodes[: at - 1] if not _is_word(node, "else")] or [name])
            self._head(name.plain, head)
            return self._block(body.nodes)
        before = nodes[at - 2] if at > 1 else None
        if isinstance(before, Leaf) and before.text in {".", "->", "new", "::", "="}:
            return None
        web = self._part.web_method and any(
            isinstance(node, Group) and node.open == "[" and _mentions(node, {"webmethod", "operationcontract"})
            for node in nodes
        )
        return self._function(name.plain, head, body, web=web)

    def _function(self, name: str, head: Group, body: Group, *, web: bool) -> Value:
        function = self._functions.get(name)
        if function is None:
            function = self._functions[name] = _Function(params=[])
            self._changed = self._changed or name in self._called
        params, types = self._params(head.nodes)
        if len(params) >= len(function.params):
            function.params = params
            function.body = body if body.end - body.at < 2000 else None
        for param, kind in zip(params, types, strict=True):
            if web:
                line = self._line(head.at)
                function.inputs[param] = Value(trail=Trail(self._cut(head.at, head.end), line, "parameter"))
            elif kind and param not in function.inputs:
                function.inputs[param] = Value(path=_TYPES.get(kind, kind))
        saved = self._scope, self._scope_name
        self._scope, self._scope_name = function, name
        function.locals.update({param: function.inputs[param] for param in params if param in function.inputs})
        self._block(body.nodes)
        self._scope, self._scope_name = saved
        return NOTHING

    def _params(self, nodes: list[Node]) -> tuple[list[str], list[str]]:
        """Names of parameters with their types, lower case; `$` belongs to no name."""
        names: list[str] = []
        types: list[str] = []
        for part in _split(nodes, ","):
            name = kind = ""
            for index, node in enumerate(part):
                if isinstance(node, Leaf):
                    if node.text == "=":
                        break
                    if node.kind == "var":
                        name = node.plain
                        break
                    if node.kind == "name":
                        if self._basic and node.plain == "as":
                            following = part[index + 1] if index + 1 < len(part) else None
                            kind = following.plain if isinstance(following, Leaf) else ""
                            break
                        if node.plain not in words.PREFIXES:
                            kind, name = name, node.plain
            if name:
                names.append(name)
                types.append(kind)
        return names, types

    def _head(self, word: str, head: Group) -> None:
        """What stands in brackets after `if`, `for`, `foreach` and their like."""
        nodes = head.nodes
        if word in {"foreach", "for"}:
            self._each(nodes)
        elif any(isinstance(node, Leaf) and node.kind == "end" for node in nodes):
            self._block(nodes)
        elif nodes:
            self._expression(nodes)

    def _each(self, nodes: list[Node]) -> None:
        for index, node in enumerate(nodes):
            if isinstance(node, Leaf) and (node.plain in {"as", "in"} or (node.text == ":" and self._java)):
                left, right = nodes[:index], nodes[index + 1 :]
                if node.plain != "as":
                    left, right = right, left
                value = self._expression(left) if left else NOTHING
                codes = value.items if value.items and len(value.items) >= 8 else ()
                listed = all(item.number and item.const is not None for item in codes) if codes else False
                value = Value(
                    trail=value.trail, hidden=value.hidden or ("taken from a list of numbers" if listed else "")
                )
                found = [item for item in right if isinstance(item, Leaf) and item.kind in {"var", "name"}]
                for item in found if node.plain == "as" else found[-1:]:
                    if item.plain not in words.PREFIXES:
                        self._assign(item.plain, value, local=True)
                return
        self._block(nodes)

    def _basic_statement(self, nodes: list[Node]) -> Value:
        plains = [node.plain if isinstance(node, Leaf) and node.kind == "name" else "" for node in nodes[:12]]
        if any(plain in {"webmethod", "operationcontract"} for plain in plains):
            self._web_method = True
        for index, plain in enumerate(plains):
            if plain in {"sub", "function"} and (index == 0 or plains[index - 1] not in {"end", "exit"}):
                if index + 1 >= len(nodes) or not isinstance(nodes[index + 1], Leaf):
                    break
                return self._basic_function(nodes, index)
            if plain in {"end"} and index + 1 < len(plains) and plains[index + 1] in {"sub", "function"}:
                self._scope, self._scope_name = None, ""
                return NOTHING
        first = plains[0]
        if first == "class" and len(plains) > 1:
            self._classes.add(plains[1])
            return NOTHING
        if first == "end" and len(plains) > 1:
            if plains[1] == "with" and self._with:
                self._with.pop()
            return NOTHING
        if first == "with":
            self._with.append(self._expression(nodes[1:]) if len(nodes) > 1 else NOTHING)
            return NOTHING
        if first == "for" and len(plains) > 1 and plains[1] == "each":
            self._each(nodes[2:])
            return NOTHING
        for index, plain in enumerate(plains[:-1]):
            if plain == "as" and plains[index + 1] == "new" and index:
                value = self._expression(nodes[index + 1 :])
                self._store([nodes[index - 1]], value, True)
                return value
        if first == "return":
            return self._return(nodes[1:])
        if first == "on" and len(plains) > 3 and plains[1] == "error":
            rest = nodes[4:]
            return self._expression(rest) if rest else NOTHING
        if first in {"if", "elseif", "while", "until", "case", "select", "loop", "do"}:
            return self._expression(nodes[1:], compare=True) if len(nodes) > 1 else NOTHING
        while nodes and isinstance(nodes[0], Leaf) and nodes[0].plain in words.PREFIXES - {"new"}:
            nodes = nodes[1:]
        return self._expression(nodes) if nodes else NOTHING

    def _basic_function(self, nodes: list[Node], index: int) -> Value:
        name = nodes[index + 1]
        assert isinstance(name, Leaf)
        head = nodes[index + 2] if index + 2 < len(nodes) else None
        function = self._functions.get(name.plain)
        if function is None:
            function = self._functions[name.plain] = _Function(params=[])
            self._changed = self._changed or name.plain in self._called
        if isinstance(head, Group):
            params, types = self._params(head.nodes)
            function.params = params if len(params) >= len(function.params) else function.params
            for param, kind in zip(params, types, strict=True):
                if self._web_method and self._part.web_method:
                    trail = Trail(self._cut(head.at, head.end), self._line(head.at), "parameter")
                    function.inputs[param] = Value(trail=trail)
                elif kind and param not in function.inputs:
                    function.inputs[param] = Value(path=_TYPES.get(kind, kind))
            function.locals.update({param: function.inputs[param] for param in params if param in function.inputs})
        self._web_method = False
        self._scope, self._scope_name = function, name.plain
        rest = nodes[index + 3 :]
        return self._expression(rest) if rest and not _is_word(rest[0], "as", "handles") else NOTHING

    # -- expressions -----------------------------------------------------------------------------------------------

    def _expression(self, nodes: list[Node], *, compare: bool = False) -> Value:
        """The value of a run of nodes; what acts in it is noted on the way."""
        self._nest += 1
        if self._nest > _MOST_NEST:
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

    def _assignment(self, left: list[Node], sign: Node, right: list[Node]) -> Value:
        value = self._expression(right) if right else NOTHING
        assert isinstance(sign, Leaf)
        if self._script:
            # `var name : Type = …`
            left = _split(left, ":")[0]
        start = _last_chain(left, self._php)
        if start > 0:
            head = left[:start]
            if any(isinstance(node, Group) for node in head):
                self._sum(head, False)
        chain = left[start:]
        if not chain:
            return value
        declared = ""
        local = False
        if start > 0:
            before = left[start - 1]
            if isinstance(before, Leaf) and before.kind == "name" and before.plain not in words.CONTROL - {"var"}:
                declared = "" if before.plain in words.PREFIXES else before.plain
                local = True
        if self._basic and len(chain) > 1 and _is_word(left[-1], *()) is False:
            as_at = next((i for i, node in enumerate(left) if _is_word(node, "as")), -1)
            if as_at > 0:
                following = left[as_at + 1] if as_at + 1 < len(left) else None
                declared = following.plain if isinstance(following, Leaf) else ""
                chain = left[max(0, as_at - 1) : as_at]
                local = True
        if declared and not value.path:
            value = _with_path(value, _TYPES.get(declared, declared))
        if value.trail is not None:
            value = _with_trail(
                value, value.trail.through(self._line(chain[0].at), self._cut(chain[0].at, _end(right, sign)))
            )
        if sign.text not in {"=", ":="}:
            old = self._value_of(chain)
            value = self._concat([old, value], plus=sign.text in {"+=", ".=", "&="})
        self._store(chain, value, local)
        return value

    def _value_of(self, chain: list[Node]) -> Value:
        first = chain[0]
        if len(chain) == 1 and isinstance(first, Leaf):
            return self._lookup(first.plain) or NOTHING
        return self._chain(chain, 0)[0]

    def _store(self, chain: list[Node], value: Value, local: bool) -> None:
        """Put a value where the chain of nodes says: a variable, a field, an element, a property that acts."""
        first = chain[0]
        if isinstance(first, Group):
            if first.open == "[" or (first.open == "(" and self._php):
                for node in first.nodes:
                    if isinstance(node, Leaf) and node.kind == "var":
                        self._assign(node.plain, Value(trail=value.trail, hidden=value.hidden))
            return
        if len(chain) == 1:
            if first.kind in {"var", "name"}:
                if self._scope is not None and self._basic and first.plain == self._scope_name:
                    self._result(self._scope, value)
                self._assign(first.plain, value, local=local)
            return
        if first.kind == "name" and first.plain == "list" and isinstance(chain[1], Group):
            for node in chain[1].nodes:
                if isinstance(node, Leaf) and node.kind == "var":
                    self._assign(node.plain, Value(trail=value.trail, hidden=value.hidden))
            return
        last = chain[-1]
        if isinstance(last, Leaf) and last.kind in {"name", "var"} and len(chain) > 2:
            owner = self._chain(chain[:-2], 0)[0] if first.text != "." else (self._with[-1] if self._with else NOTHING)
            self._property(owner, last, value, chain)
            return
        if first.text == "$" or (first.kind == "var" and first.text.startswith("$")):
            named = self._expression(chain[1:]) if len(chain) > 1 else NOTHING
            if value.trail is not None and named.const is None:
                self._registered = value.trail
            elif named.const:
                self._assign(named.const.lower(), value)
            return
        if isinstance(last, Group):
            key = self._index_key(chain)
            if key:
                self._assign(key, value)
                return
            # An element: what is put into it may come out of the whole.
            if first.kind in {"var", "name"}:
                name = ".".join(
                    node.plain for node in chain[:-1] if isinstance(node, Leaf) and node.kind in {"name", "var"}
                )
                name = "." + name.rsplit(".", 1)[-1] if "." in name else name
                old = self._lookup(name) or NOTHING
                self._assign(name, _merge(old, Value(trail=value.trail, hidden=value.hidden)))

    def _index_key(self, chain: list[Node]) -> str:
        """The name under which an element of a session or of the globals is kept; empty for anything else."""
        last = chain[-1]
        names = [node.plain for node in chain[:-1] if isinstance(node, Leaf)]
        if not isinstance(last, Group) or not names:
            return ""
        if names[-1] not in _STORES or len(chain) < 2:
            return ""
        key = self._expression(last.nodes).const if last.nodes else None
        if names[-1] == "globals" and key:
            return key.lower()
        return f"{_STORES[names[-1]]}:{(key or '*').lower()}"

    def _property(self, owner: Value, name: Leaf, value: Value, chain: list[Node]) -> None:
        plain = name.plain
        path = f"{owner.path}.{plain}"
        at = chain[0].at
        if plain in {"arguments", "filename", "setarguments"} and "startinfo" in path:
            self._act(Effect.RUNS, at, name.end, value)
        elif (plain in {"commandtext", "selectcommand"} and value.trail is not None and not value.trail.mixed) or (
            plain in {"connectionstring"} and value.trail is not None
        ):
            self._act(Effect.QUERIES, at, name.end, value)
        self._assign("." + plain, value, keep=True)
        first = chain[0]
        if isinstance(first, Leaf) and first.kind in {"var", "name"} and first.plain not in {"this", "me", "self"}:
            old = self._lookup(first.plain)
            if old is not None and value.trail is not None:
                self._assign(first.plain, _with_trail(old, better(old.trail, value.trail)))

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
                        word in words.PREFIXES
                        and word not in {"new", "default", "out"}
                        and not (following is not None and _is_op(following, "."))
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
                    args = [self._expression(part) for part in _split(rest, ",") if part]
                    values.append(self._call(previous, args, nodes[0].at, _end(rest, nodes[-1])))
                    index = count
                elif pending or previous.path:
                    first = nodes[start]
                    if isinstance(first, Leaf) and index == start + 1 and first.kind == "name":
                        kind = previous.path.rsplit(".", 1)[-1]
                        if kind in _TYPES and self._lookup(first.plain) is None:
                            self._assign(first.plain, Value(path=_TYPES[kind]), local=True)
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
        tail = values[-1].const
        place = tail if tail is not None else None
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
                cast = _cast(node, following, self._basic)
                if cast is not None:
                    while (
                        index + 2 < count
                        and isinstance(nodes[index + 1], Group)
                        and isinstance(nodes[index + 2], Group)
                    ):
                        # Casts in a row; the last decides.
                        inner = nodes[index + 1]
                        again = _cast(inner, nodes[index + 2], self._basic) if isinstance(inner, Group) else None
                        if again is None:
                            break
                        cast, index = again, index + 1
                    value, index = self._chain(nodes, index + 1)
                    if cast in {"int", "integer", "float", "bool", "boolean", "double", "long", "short"}:
                        return Value(number=True, const=value.const), index
                    if cast == "char" and value.const is not None and value.number:
                        code = number_of(value.const)
                        return Value(const=chr((code or 0) & 0xFFFF), hidden="put together from character codes"), index
                    if cast in _TYPES and value.trail is None and not value.path:
                        value = _with_path(value, _TYPES[cast])
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

    def _lambda(self, nodes: list[Node], index: int) -> tuple[Value, int]:
        body = nodes[index + 1]
        if isinstance(body, Group) and body.open == "{":
            self._block(body.nodes)
            return NOTHING, index + 2
        return self._expression(nodes[index + 1 :]), len(nodes)

    def _interpolated(self, node: Leaf) -> Value:
        values: list[Value] = []
        for code in inside(node.text):
            holes = tree_of(_quoted_keys(code) if self._php else code, self._language).nodes
            if holes:
                # Places inside are places of the text; only the values matter.
                saved = self._code
                self._code = code
                found = self._expression(holes)
                self._code = saved
                if found.trail is not None and len(code) < 60:
                    found = _with_trail(found, found.trail)
                values.append(found)
        bare = _HOLE.sub("", node.text)
        if not values:
            return Value(const=node.text)
        if all(value.const is not None for value in values) and self._php:
            texts = iter(value.const or "" for value in values)
            hidden = next((value.hidden for value in values if value.hidden), "put together from pieces")
            return Value(const=_HOLE.sub(lambda _: next(texts, ""), node.text)[:MOST_CONST], hidden=hidden)
        joined = join(values)
        trail = joined.trail.blended() if joined.trail and bare.strip() else joined.trail
        return Value(
            trail=trail, hidden=joined.hidden, place=node.text[-20:] if bare and node.text.endswith(bare[-3:]) else None
        )

    def _array(self, nodes: list[Node]) -> Value:
        parts = [part for part in _split(nodes, ",") if part]
        items = [self._expression(part) for part in parts[:4000]]
        if not items:
            return NOTHING
        joined = join(items)
        return Value(trail=joined.trail, hidden=joined.hidden, items=tuple(items))

    def _braces(self, group: Group) -> Value:
        """A block, or what stands in braces after `new`."""
        nodes = group.nodes
        if any(isinstance(node, Leaf) and node.kind == "end" for node in nodes):
            return self._block(nodes)
        return self._array(nodes) if nodes else NOTHING

    def _variable(self, node: Leaf) -> Value:
        """A variable of PHP."""
        name = node.plain
        if name in words.PHP_REQUEST:
            return Value(path="$request", trail=Trail("$" + node.text, self._line(node.at)))
        if name == "_files":
            return Value(path="$files", trail=Trail("$" + node.text, self._line(node.at), "upload"))
        if name == "_server":
            return Value(path="$server")
        if name == "globals":
            return Value(path="$globals")
        if name in {"_session", "_env"}:
            return Value(path="$" + name[1:])
        found = self._lookup(name)
        if found is not None:
            return found
        if self._registered is not None and self._scope is None and name != "this":
            return Value(trail=Trail("$" + node.text, self._registered.line, steps=self._registered.steps))
        return NOTHING

    def _by_name(self, named: Value, at: int) -> Value:
        """A variable of PHP whose name is computed."""
        if named.const is not None:
            plain = named.const.lstrip("$")
            value = self._variable(Leaf("var", plain, at, at, plain.lower()))
            if named.hidden and value.trail is not None:
                return Value(trail=value.trail, path=value.path, hidden="its name is " + named.hidden)
            return value
        return Value(hidden="the variable’s name is computed")

    def _named(self, nodes: list[Node], index: int) -> tuple[Value, int]:
        """A value that begins with a name."""
        node = nodes[index]
        assert isinstance(node, Leaf)
        word = node.plain
        count = len(nodes)
        following = nodes[index + 1] if index + 1 < count else None
        if word == "new":
            return self._new(nodes, index)
        if word in {"function", "fn", "delegate"} and not (self._script and node.text == "Function"):
            at = index + 1
            while at < count and at < index + 8:
                item = nodes[at]
                if isinstance(item, Group) and item.open == "{":
                    value = Value(path="function")
                    head = next((part for part in nodes[index:at] if isinstance(part, Group)), None)
                    if self._php and head is not None:
                        name = f"__made{node.at}"
                        around = dict(self._scope.locals if self._scope else self._globals)
                        made = self._functions.setdefault(name, _Function(params=[]))
                        made.locals.update({key: kept for key, kept in around.items() if kept.trail or kept.const})
                        self._function(name, head, item, web=False)
                        value = Value(const=name)
                    else:
                        self._block(item.nodes)
                    return self._postfix(value, nodes, at + 1, node.at)
                if isinstance(item, Leaf) and item.text == "=>" and self._php:
                    return self._expression(nodes[at + 1 :]), count
                at += 1
            return NOTHING, at
        if word in {"array", "list"} and self._php and isinstance(following, Group):
            value = self._array(following.nodes)
            return self._postfix(value, nodes, index + 2, node.at)
        if (
            word in words.CONTROL
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
            return self._lambda(nodes, index + 1)
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
        elif (
            self._java
            and word in {"param", "paramvalues", "header", "headervalues", "cookie"}
            and following is not None
        ):
            value = Value(path="request." + word, trail=Trail(self._cut(node.at, node.end + 20), self._line(node.at)))
        else:
            value = Value(path=_TYPES.get(word, word))
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
                if index < count and _is_op(nodes[index], ".", "::"):
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
                    return self._postfix(_with_path(value, ""), nodes, index + 1, at)
                value = self._initialised(path, node)
                if value.trail is not None:
                    args.append(value)
                index += 1
                break
            else:
                break
            index += 1
        value = self._create(path, args, at, end)
        return self._postfix(value, nodes, index, at)

    def _initialised(self, path: str, group: Group) -> Value:
        """`{ FileName = "x", Arguments = y }` after `new`, or the body of a class without a name."""
        if any(isinstance(node, Leaf) and node.kind == "end" for node in group.nodes) or self._java:
            return self._block(group.nodes)
        values = []
        for part in _split(group.nodes, ","):
            sign = next((i for i, node in enumerate(part) if _is_op(node, "=")), -1)
            value = self._expression(part[sign + 1 :]) if part[sign + 1 :] else NOTHING
            name = part[0] if part else None
            if isinstance(name, Leaf) and sign > 0:
                self._property(Value(path=path), name, value, [name, name, name])
            values.append(value)
        return join(values) if values else NOTHING

    def _arguments(self, group: Group) -> list[Value]:
        if not group.nodes:
            return []
        return [
            self._expression(part, compare=self._basic and not any(_is_op(node, ":=") for node in part))
            if part
            else NOTHING
            for part in _split(group.nodes, ",")
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
                        value = self._call(value, args, at, node.end, node.at)
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
                    called = index + 2 < count and isinstance(nodes[index + 2], Group)
                    value = self._member(value, member, at, called=called)
                index += 2
                continue
            break
        return value, index

    def _member(self, value: Value, name: Leaf, at: int, *, called: bool) -> Value:
        plain = name.plain
        path = value.path
        if plain == "request" and (not path or path.rsplit(".", 1)[-1] in _HOLDERS or path.endswith("()")):
            return Value(path="request")
        if path == "request":
            if plain in words.HARMLESS_MEMBERS:
                return Value(path="request." + plain + "_")
            kind = "upload" if plain in {"files", "getpart", "getparts"} else "request"
            if plain == "servervariables":
                return Value(path="request.servervariables")
            if plain == "url":
                return Value(path="request.url")
            return Value(path="request." + plain, trail=Trail(self._cut(at, name.end), self._line(at), kind))
        if path == "request.url":
            if plain in {"query", "pathandquery", "originalstring", "fragment", "tostring"}:
                return Value(path="request.query", trail=Trail(self._cut(at, name.end), self._line(at)))
            return NOTHING
        if path == "#control" and plain in {"text", "value", "selectedvalue", "innertext", "innerhtml", "selecteditem"}:
            return Value(path="control.text", trail=Trail(self._cut(at, name.end), self._line(at), "control"))
        if path == "#upload":
            if plain in {"filename"}:
                return Value(path="file.filename", trail=Trail(self._cut(at, name.end), self._line(at), "name"))
            if plain in {"postedfile", "filebytes", "filecontent", "saveas"}:
                return Value(path="file." + plain, trail=Trail(self._cut(at, name.end), self._line(at), "upload"))
            return NOTHING
        trail = value.trail
        if trail is not None:
            if (
                plain in {"filename", "getsubmittedfilename", "getoriginalfilename", "getname"}
                and trail.kind == "upload"
            ):
                trail = Trail(self._cut(at, name.end), self._line(at), "name")
            elif not called and plain in words.CLEAR_MEMBERS:
                return Value(number=True)
        if path in {"this", "me", "self", "static", "parent", "mybase", "super"} and not called:
            found = self._lookup("." + plain) or (self._lookup(plain) if not self._php else None)
            if found is not None:
                return found
            return Value(path=plain)
        if plain in {"responsetext", "responsebody", "responsestream"} and "http" in path:
            return Value(trail=Trail(self._cut(at, name.end), self._line(at), "remote"))
        if plain in _TYPED_MEMBERS:
            return Value(
                path=_TYPED_MEMBERS[plain] if not path.endswith("assembly") else f"{path}.{plain}", trail=trail
            )
        if self._php and not called and path == "":
            found = self._lookup("." + plain)
            if found is not None and found.trail is not None:
                return _with_trail(found, found.trail.loosened())
        receiver = value.const if called else None
        return Value(
            path=f"{path}.{plain}" if len(path) < 300 else plain,
            trail=trail,
            hidden=value.hidden,
            target=value.target,
            place=value.place,
            const=receiver,
            items=value.items if called else None,
        )

    def _element(self, value: Value, group: Group, at: int) -> Value:
        key = self._expression(group.nodes) if group.nodes else NOTHING
        path = value.path
        if path == "request":
            return Value(path="request.item", trail=Trail(self._cut(at, group.end), self._line(at)))
        if path.startswith("$") or path in _STORES or path.rsplit(".", 1)[-1] in _STORES:
            return self._stored(value, key, at, group.end)
        if path == "request.servervariables":
            return self._server_variable(key, at, group.end)
        if value.items is not None and key.const is not None:
            number = number_of(key.const)
            if number is not None and 0 <= number < len(value.items):
                return value.items[number]
        if value.const is not None and key.const is not None and not path:
            number = number_of(key.const)
            if number is not None and -len(value.const) <= number < len(value.const):
                return Value(const=value.const[number], hidden="put together from single characters")
        trail = value.trail
        if trail is not None:
            if not trail.steps and trail.source.endswith(
                (".Form", ".QueryString", ".Cookies", ".Headers", ".Params", ".Item")
            ):
                trail = Trail(self._cut(at, group.end), trail.line, trail.kind)
            return Value(trail=trail, path=path if path.startswith("file") else "", hidden=value.hidden)
        return Value(hidden=value.hidden)

    def _stored(self, value: Value, key: Value, at: int, end: int) -> Value:
        """An element of a superglobal, of the session, of a cache."""
        path = value.path.rsplit(".", 1)[-1]
        text = (key.const or "").lower()
        line = self._line(at)
        match path:
            case "$request":
                hidden = value.hidden
                return Value(trail=Trail(self._cut(at, end), line), hidden=hidden)
            case "$server":
                if key.const is None or text.startswith(words.PHP_SERVER):
                    if text == "http_host":
                        return NOTHING
                    return Value(trail=Trail(self._cut(at, end), line, loose=key.const is None))
                return NOTHING
            case "$files":
                kind = {"name": "name", "tmp_name": "upload"}.get(text, "upload")
                if text in {"size", "error", "type"}:
                    return Value(number=True)
                return Value(trail=Trail(self._cut(at, end), line, kind), path="$files")
            case "$globals":
                if key.const is None:
                    return Value(hidden="the variable’s name is computed")
                return self._by_name(key, at)
            case "$env":
                return NOTHING
        name = _STORES.get(path, "session")
        found = self._globals.get(f"{name}:{text or '*'}") or self._globals.get(f"{name}:*")
        return found or NOTHING

    def _server_variable(self, key: Value, at: int, end: int) -> Value:
        text = (key.const or "").lower()
        asked = (
            key.const is None
            or text.startswith("http_")
            or text in {"query_string", "all_http", "all_raw", "path_info"}
        )
        if not asked or text in {"http_host", "http_url"}:
            return NOTHING
        return Value(trail=Trail(self._cut(at, end), self._line(at), loose=key.const is None))

    # -- calls -----------------------------------------------------------------------------------------------------

    def _create(self, path: str, args: list[Value], at: int, end: int) -> Value:
        """`new X(…)`."""
        path = _TYPES.get(path, path)
        if path == "activexobject" and args:
            return self._object(args[0])
        if path == "com" and self._php and args:
            return self._object(args[0])
        if path in self._functions:
            self._bind(path, args)
        if "__construct" in self._functions and path in self._classes:
            self._bind("__construct", args)
        trail = join(args).trail if args else None
        first = args[0] if args else NOTHING
        if trail is not None or any(value.hidden for value in args):
            whole = join(args)
            if path in {"processbuilder", "processstartinfo", "processimpl"}:
                self._act(Effect.RUNS, at, end, whole)
            elif path == "function" and self._script:
                self._act(Effect.EVALUATES, at, end, args[-1])
            elif path in {"urlclassloader"}:
                self._act(Effect.LOADS, at, end, whole)
            elif path in {"sqlcommand", "oledbcommand", "odbccommand"} and "xp_cmdshell" in self._code[at:end].lower():
                self._act(Effect.RUNS, at, end, first)
            elif path in _DATABASE and first.trail is not None and not first.trail.mixed:
                self._act(Effect.QUERIES, at, end, first)
            elif path == "reflectionfunction" and first.trail is not None:
                return Value(path="reflectionfunction", trail=first.trail)
            elif path in {"socket", "tcpclient", "inetsocketaddress", "ipendpoint"} and first.trail is not None:
                self._act(Effect.CONNECTS, at, end, first)
                return Value(path="socket", target=first.trail)
        if path == "reflectionfunction" and (first.const or first.hidden):
            return Value(path="reflected." + (first.const or "?").lower(), hidden=first.hidden)
        if path in {
            "fileoutputstream",
            "filewriter",
            "streamwriter",
            "filestream",
            "randomaccessfile",
            "printwriter",
            "splfileobject",
        }:
            if path == "printwriter" and first.path in {"file", "filewriter", "fileoutputstream"}:
                return Value(path="file", target=first.target or first.trail, place=first.place)
            if first.trail is not None or first.place is not None or first.const is not None or first.target:
                return Value(path="file", target=first.target or first.trail, place=first.place or first.const)
            return Value(path="file")
        if path in {
            "string",
            "file",
            "bufferedwriter",
            "outputstreamwriter",
            "bufferedoutputstream",
            "fileinfo",
            "binarywriter",
        }:
            if path == "string" and first.items is not None:
                codes = [number_of(item.const) if item.number else None for item in first.items]
                if codes and all(code is not None for code in codes):
                    text = "".join(chr((code or 0) & 0xFFFF) for code in codes)
                    return Value(const=text, hidden="put together from character codes")
                if all(item.const is not None for item in first.items):
                    return Value(
                        const="".join(item.const or "" for item in first.items),
                        hidden="put together from single characters",
                    )
            if path == "string":
                return first
            if path in {"file", "fileinfo"}:
                last = args[-1] if args else NOTHING
                chosen = better(first.trail, last.trail)
                return Value(
                    path="file",
                    trail=chosen,
                    place=last.place or last.const,
                    const=first.const if len(args) == 1 else None,
                )
            return Value(path="file", target=first.target, place=first.place)
        if path == "xsltsettings":
            return Value(path=path, const="script" if args and any(a.number for a in args) else None)
        return Value(
            path=path,
            trail=trail.loosened() if trail and path not in words.PASSES and path not in self._functions else trail,
            hidden=join(args).hidden if args and path in words.PASSES else "",
        )

    def _object(self, named: Value) -> Value:
        """What `CreateObject` makes."""
        if named.const is not None:
            text = named.const.strip().lower()
            plain = text.removeprefix("new:").removeprefix("clsid:").strip("{}")
            plain = _OBJECT_IDS.get(plain, plain)
            for version in (".1", ".2", ".3.0", ".6.0", ".5.1"):
                plain = plain.removesuffix(version)
            return Value(path=plain)
        if named.trail is not None:
            return Value(path="object?", hidden="the request names what is created")
        return Value(path="object?", hidden=named.hidden or ("its name is computed" if not named.path else ""))

    def _bind(self, name: str, args: Sequence[Value]) -> None:
        function = self._functions[name]
        for param, value in zip(function.params, args, strict=False):
            old = function.inputs.get(param)
            if old is None:
                function.inputs[param] = value
                self._changed = self._changed or value.trail is not None
            elif value.trail is not None and (old.trail is None or value.trail.rank < old.trail.rank):
                function.inputs[param] = _with_trail(old if old.path else value, value.trail)
                self._changed = True
            elif old.const is not None and value.const != old.const:
                function.inputs[param] = Value(trail=old.trail, path=old.path, hidden=old.hidden or value.hidden)

    def _call(self, callee: Value, args: list[Value], at: int, end: int, bracket: int = -1) -> Value:
        path = callee.path
        if callee.const is not None and not path:
            # A text that is called: the name of a function (PHP), or of an element (nothing to follow).
            if self._php:
                return self._function_named(callee, args, at, end)
            return NOTHING
        if not path:
            if self._php:
                return self._computed_call(callee, args, at, end)
            return self._passed([callee, *args])
        name = path.rsplit(".", 1)[-1]
        if path == "request":
            return Value(path="request.item", trail=Trail(self._cut(at, end), self._line(at)))
        if path == "request.servervariables":
            return self._server_variable(args[0] if args else NOTHING, at, end)
        if path.startswith("$") and self._php:
            return self._computed_call(callee, args, at, end)
        if path.startswith("request.") and callee.trail is not None:
            return self._request_call(callee, name, args, at, end)
        if name in _STORES and args and not self._php:
            return self._stored(callee, args[0], at, end)
        if name in {"getattribute", "getvalue"} and (
            "session" in path or "application" in path or "servletcontext" in path
        ):
            return self._stored(Value(path="session"), args[0] if args else NOTHING, at, end)
        if (
            name in {"setattribute", "putvalue", "add", "insert", "set"}
            and len(args) > 1
            and any(
                word in path for word in ("session", "application", "cache", "servletcontext", "setdata", "appdomain")
            )
        ):
            self._assign(f"session:{(args[0].const or '*').lower()}", args[1])
            return NOTHING
        self._called.add(name)
        if name in self._functions and (name not in _OWN_WORDS or not self._php):
            return self._own(name, callee, args, at)
        if name in words.CHECKS and args:
            self._check(args)
        if self._php:
            return self._php_call(callee, name, args, at, end)
        return self._common_call(callee, name, args, at, end)

    def _own(self, name: str, callee: Value, args: list[Value], at: int) -> Value:
        self._bind(name, args)
        function = self._functions[name]
        result = function.result
        if function.body is not None and self._inlined < _MOST_INLINED and _constant(args) and not self._inlining:
            worked = self._inline(function, args)
            if worked.const is not None:
                return worked
        if result.trail is None and not result.hidden and any(_is_blob(value) for value in args):
            return Value(hidden="computed by a function of the script from a long text", path=result.path)
        if result.const is not None and any(value.const is not None for value in args):
            # What it gives for one argument it may not give for another.
            return Value(
                trail=result.trail,
                hidden=result.hidden
                or ("computed by a function of the script" if any(_is_blob(v) for v in args) else ""),
                path=result.path,
            )
        return result

    def _inline(self, function: _Function, args: list[Value]) -> Value:
        """What a function gives for these constant texts."""
        assert function.body is not None
        self._inlined += 1
        self._inlining = True
        once = _Function(params=function.params, locals=dict(zip(function.params, args, strict=False)))
        saved = self._scope, self._scope_name
        self._scope, self._scope_name = once, ""
        self._block(function.body.nodes)
        self._scope, self._scope_name = saved
        self._inlining = False
        return once.result

    def _request_call(self, callee: Value, name: str, args: list[Value], at: int, end: int) -> Value:
        trail = Trail(self._cut(at, end), self._line(at), callee.trail.kind if callee.trail else "request")
        if callee.trail is not None and callee.trail.steps:
            trail = callee.trail
        if name in words.CLEARS:
            return Value(number=True)
        if args and (name == "saveas" or (name in {"write", "transferto"} and trail.kind == "upload")):
            self._act(Effect.UPLOADS, at, end, args[0], content=trail)
            return NOTHING
        if name in words.FILLS:
            self._fill_arguments(args, trail, at)
        if name in {"getheadernames", "getparameternames", "getcookies", "getparametermap"}:
            return Value(trail=trail)
        path = callee.path if name in {"getinputstream", "getreader", "getpart"} else "request.item"
        return Value(path=path if name != "saveas" else "", trail=trail)

    def _fill_arguments(self, args: list[Value], trail: Trail, at: int) -> None:
        """`stream.Read(buffer, …)`: variables among the arguments get what the stream gives."""
        for name in self._names_in_call(at):
            found = self._lookup(name)
            if found is not None or self._php is False:
                self._assign(name, _with_trail(found or NOTHING, better(found.trail if found else None, trail)))

    def _names_in_call(self, at: int) -> list[str]:
        """Variables among the arguments of the call whose expression begins here."""
        line = self._code[at : at + 400]
        found = _CALL_NAMES.search(line)
        return [name.lower().lstrip("$") for name in _NAMES.findall(found[1])][:1] if found else []

    def _check(self, args: list[Value]) -> None:
        for table in (self._scope.locals if self._scope else {}, self._globals):
            for key, value in list(table.items()):
                if (
                    value.trail is not None
                    and any(arg.trail is value.trail for arg in args)
                    and not value.trail.checked
                ):
                    trail = value.trail
                    table[key] = _with_trail(
                        value, Trail(trail.source, trail.line, trail.kind, trail.steps, trail.loose, trail.mixed, True)
                    )

    def _passed(self, values: list[Value], *, loose: bool = False) -> Value:
        if not values:
            return NOTHING
        joined = join(values)
        trail = joined.trail.loosened() if loose and joined.trail else joined.trail
        return Value(trail=trail, hidden=joined.hidden)

    def _function_named(self, callee: Value, args: list[Value], at: int, end: int) -> Value:
        """A call of a function whose name is a known text."""
        name = (callee.const or "").strip().lower().lstrip("\\").rsplit("::", 1)[-1]
        if name in self._functions:
            return self._own(name, callee, args, at)
        if not re.fullmatch(r"[a-z_]\w{0,60}", name):
            return self._passed(args, loose=True)
        return self._php_call(Value(path=name, hidden=callee.hidden), name, args, at, end)

    def _computed_call(self, callee: Value, args: list[Value], at: int, end: int) -> Value:
        """A call of a function whose name is not known."""
        joined = join(args) if args else NOTHING
        if callee.trail is not None and not callee.number:
            if callee.path == "$request" and not args:
                return NOTHING
            if joined.trail is not None and callee.trail.kind in {"request", "upload"}:
                self._act(Effect.CALLS, at, end, callee, content=joined.trail)
            return self._passed(args, loose=True)
        if callee.hidden and joined.trail is not None:
            self._act(Effect.CALLS, at, end, Value(trail=joined.trail, hidden=callee.hidden), content=joined.trail)
        elif callee.hidden and joined.hidden:
            self._opaque(at, "it calls a computed function with hidden text")
        return self._passed(args, loose=True)

    def _evaluated(self, value: Value, at: int, end: int, effect: Effect = Effect.EVALUATES) -> Value:
        """Text that is run as code: follow into it where it is known."""
        if value.const is not None and value.trail is None:
            return self._layer_of(value, at, end)
        self._act(effect, at, end, value)
        return Value(trail=value.trail.loosened(), path="") if value.trail is not None else NOTHING

    def _layer_of(self, value: Value, at: int, end: int) -> Value:
        text = value.const or ""
        key = hash((text, self._line(at)))
        if key in self._seen_layers:
            return self._seen_layers[key]
        self._seen_layers[key] = NOTHING
        if self._depth >= MOST_DEPTH or len(self._shared.layers) >= MOST_LAYERS or len(text) < 3:
            return NOTHING
        why = value.hidden or "as it stands"
        self._shared.layers.append(why)
        code = text
        if self._php:
            # A text for `eval` begins inside code; one for a file or after `?>` does not.
            from indicia.detection.webshell.parts import parts_of

            stripped = text.lstrip()
            if stripped.startswith(("?>", "<?", "<script")) or "?>" in text:
                wrapped = text if stripped.startswith("<") else "<?php " + text
                code = "\n".join(part.code for part in parts_of(wrapped, "php")[0]) or text
        before = len(self._shared.sinks)
        flow = Flow(
            Part(self._language, code, self._part.controls, self._part.uploads),
            self._shared,
            depth=self._depth + 1,
            line=self._line(at),
            layer=why,
        )
        flow._globals = self._globals
        flow._functions = self._functions
        flow._registered = self._registered
        result = flow.run()
        hides = value.hidden and not value.hidden.startswith("put together from pieces")
        if hides and len(self._shared.sinks) == before and len(text) > 40 and result.trail is None:
            self._opaque(at, f"it runs text that is {value.hidden}")
        if result.trail is not None and not result.trail.steps:
            result = _with_trail(result, result.trail.through(self._line(at), f"text {why}: {_short(text)}"))
        self._seen_layers[key] = result
        return result

    def _include(self, node: Leaf, value: Value, nodes: list[Node]) -> None:
        if value.const is not None and value.trail is None:
            text = value.const.strip().lower()
            if text.startswith(("php://input", "data:")):
                trail = Trail(self._cut(node.at, nodes[-1].end), self._line(node.at))
                self._act(Effect.EVALUATES, node.at, nodes[-1].end, Value(trail=trail))
            elif text.startswith(("http://", "https://", "ftp://")):
                trail = Trail(self._cut(node.at, nodes[-1].end), self._line(node.at), "remote")
                self._act(Effect.INCLUDES, node.at, nodes[-1].end, Value(trail=trail))
            return
        self._act(Effect.INCLUDES, node.at, nodes[-1].end, value)

    def _php_call(self, callee: Value, name: str, args: list[Value], at: int, end: int) -> Value:
        method = "." in callee.path
        first = args[0] if args else NOTHING
        second = args[1] if len(args) > 1 else NOTHING
        name = name.rsplit("\\", 1)[-1]
        if callee.path.startswith("reflected.") and name in {"invoke", "invokeargs"}:
            return self._function_named(Value(const=callee.path[10:], hidden=callee.hidden), args, at, end)
        if callee.path.startswith("reflectionfunction.") and callee.trail is not None:
            self._act(Effect.CALLS, at, end, callee, content=join(args).trail if args else None)
            return NOTHING
        if method:
            if name in {"run", "exec", "shellexecute"} and any(
                word in callee.path for word in ("wscript.shell", "shell.application", "object?")
            ):
                self._act(Effect.RUNS, at, end, join(args) if args else NOTHING)
                return NOTHING
            if name in {"fwrite"} and args:
                self._write(callee, first, at, end)
            if callee.trail is not None and name in words.PASSES:
                return Value(trail=callee.trail)
            return self._passed(args, loose=True) if name in words.PASSES else NOTHING
        if name == "define" and len(args) > 1 and first.const:
            self._globals["\1" + first.const.lower()] = second
            return NOTHING
        if name == "eval":
            return self._evaluated(first, at, end)
        if name == "assert" and args:
            if first.number:
                return NOTHING
            return self._evaluated(first, at, end)
        if name == "create_function":
            body = args[-1] if args else NOTHING
            if body.const is not None and first.const is not None and len(args) > 1 and len(body.const) < 20_000:
                return Value(const=self._made(first.const, body.const))
            self._evaluated(body, at, end)
            return Value(path="function", hidden=body.hidden, trail=None)
        if name in words.COMMANDS and args:
            if first.trail is not None or first.hidden:
                self._act(Effect.RUNS, at, end, first)
            return NOTHING
        if name in {"extract", "import_request_variables"} or (
            name in {"parse_str", "mb_parse_str"} and len(args) == 1
        ):
            if first.trail is not None and (name != "extract" or len(args) == 1 or first.path == "$request"):
                self._registered = first.trail.through(self._line(at), self._cut(at, end))
            return NOTHING
        if (name in {"parse_str", "preg_match", "preg_match_all"} and first.trail is not None) or (
            second.trail is not None and name.startswith("preg_match")
        ):
            source = second.trail if name.startswith("preg") else first.trail
            if source is not None:
                names = [item.lower() for item in re.findall(r"\$(\w+)", self._code[at:end])]
                if len(args) > (2 if name.startswith("preg") else 1) and names:
                    self._assign(names[-1], Value(trail=source.loosened() if name.startswith("preg") else source))
            return Value(number=True)
        if name in {"preg_replace", "preg_filter", "mb_ereg_replace", "mb_eregi_replace", "mbereg_replace"}:
            self._regular(name, args, at, end)
        if name in words.CALLBACKS:
            return self._callback(name, args, at, end)
        if name in words.PHP_SOURCES or (name == "session_id" and not args):
            return Value(trail=Trail(self._cut(at, end), self._line(at), loose=name == "session_id"))
        if name in {"filter_input", "filter_input_array"} and "input_" in self._code[at:end].lower():
            cleared = re.search(r"FILTER_(?:SANITIZE_NUMBER|VALIDATE)_", self._code[at:end])
            return NOTHING if cleared else Value(trail=Trail(self._cut(at, end), self._line(at)))
        if name == "getenv" and (first.const or "").lower().startswith(words.PHP_SERVER):
            return Value(trail=Trail(self._cut(at, end), self._line(at)))
        if name in {"exif_read_data", "read_exif_data", "getimagesize_"}:
            return Value(trail=Trail(self._cut(at, end), self._line(at), "stored"))
        if name in {"file_get_contents", "fopen", "file", "readfile", "curl_exec", "stream_get_contents"}:
            return self._php_open(name, args, at, end)
        if name in {"file_put_contents"} and len(args) > 1:
            self._write(Value(target=first.trail, place=first.place or first.const), second, at, end)
            if (
                second.trail is not None
                and second.trail.rank == 0
                and first.trail is None
                and first.const is None
                and len(self._code) < 20_000
            ):
                # Whoever includes that file includes what the request sent.
                for variable in re.findall(r"\$(\w+)", self._code[at:end])[:1]:
                    kept = Trail(second.trail.source, second.trail.line, "upload", second.trail.steps)
                    self._assign(variable.lower(), Value(trail=kept))
            return NOTHING
        if name in {"fwrite", "fputs", "gzwrite", "socket_write", "fputcsv"} and len(args) > 1:
            if first.path == "socket":
                self._act(Effect.SENDS, at, end, second)
            else:
                self._write(first, second, at, end)
            return NOTHING
        if name in {"move_uploaded_file", "copy"} and len(args) > 1:
            if first.trail is not None and first.trail.kind == "upload":
                self._act(Effect.UPLOADS, at, end, second, content=first.trail)
            elif first.const is not None and first.const.startswith("http"):
                self._act(Effect.WRITES, at, end, second, content=Trail(self._cut(at, end), self._line(at), "remote"))
            elif first.trail is not None and second.trail is not None:
                self._act(Effect.MOVES, at, end, second)
            return NOTHING
        if name in _PHP_FILES and first.trail is not None and not first.trail.checked:
            self._act(_PHP_FILES[name], at, end, first)
            return NOTHING
        if name in {"fsockopen", "pfsockopen", "stream_socket_client", "socket_connect"}:
            host = second if name == "socket_connect" else first
            if host.trail is not None:
                self._act(Effect.CONNECTS, at, end, host)
                for variable in re.findall(r"\$(\w+)", self._code[at:end])[:1] if name == "socket_connect" else ():
                    self._assign(variable.lower(), Value(path="socket"))
                return Value(path="socket", target=host.trail)
            return Value(path="socket_")
        if name in {"mysql_query", "mysqli_query", "pg_query", "mssql_query", "sqlite_query"}:
            query = next((arg for arg in args if arg.trail is not None), NOTHING)
            if query.trail is not None and not query.trail.mixed and not query.trail.loose:
                self._act(Effect.QUERIES, at, end, query)
            return NOTHING
        if name in {"mysql_connect", "mysqli_connect", "pg_connect", "mssql_connect"} and first.trail is not None:
            self._act(Effect.QUERIES, at, end, first)
            return NOTHING
        if name in {"implode", "join"} and args:
            return self._imploded(args)
        if name in words.CLEARS:
            return Value(number=True)
        folded = self._folded(name, callee, args)
        if folded is not None:
            return folded
        if name in words.PASSES:
            return self._passed(args)
        joined = join(args) if args else NOTHING
        if joined.trail is not None:
            return Value(trail=joined.trail.loosened())
        if any(_is_blob(value) for value in args) or joined.hidden:
            return Value(hidden=joined.hidden or f"computed by {_short(name)} from a long text")
        return NOTHING

    def _php_open(self, name: str, args: list[Value], at: int, end: int) -> Value:
        first = args[0] if args else NOTHING
        text = (first.const or "").strip().lower()
        line = self._line(at)
        if text.startswith("php://input") or text.startswith("php://stdin_"):
            return Value(trail=Trail(self._cut(at, end), line))
        if text.startswith(("http://", "https://", "ftp://")) or name == "curl_exec":
            return Value(trail=Trail(self._cut(at, end), line, "remote"))
        if name == "fopen" and len(args) > 1:
            mode = args[1].const
            if mode is None or mode[:1] in "wacx" or "+" in mode:
                return Value(path="file", target=first.trail, place=first.place or first.const)
        if name == "stream_get_contents":
            return self._passed(args)
        if first.trail is not None:
            if first.trail.kind == "upload":
                return Value(trail=first.trail)
            if not first.trail.checked:
                self._act(Effect.READS, at, end, first)
            return Value(trail=first.trail.loosened())
        if "__file__" in self._code[at:end].lower():
            return Value(hidden="read from the script’s own file")
        return NOTHING

    def _imploded(self, args: list[Value]) -> Value:
        array = next((value for value in args if value.items is not None), None)
        glue = next((value.const for value in args if value.const is not None), "") or ""
        if array is not None and array.items and all(item.const is not None for item in array.items):
            return Value(
                const=glue.join(item.const or "" for item in array.items)[:MOST_CONST],
                hidden="put together from pieces",
            )
        return self._passed(args)

    def _regular(self, name: str, args: list[Value], at: int, end: int) -> None:
        """`preg_replace` with the modifier that runs the replacement."""
        if len(args) < 3:
            return
        pattern, replacement, subject = args[0], args[1], args[2]
        if name.startswith("mb"):
            evaluates = len(args) > 3 and "e" in (args[3].const or "")
        else:
            text = pattern.const if pattern.const is not None else (pattern.items[0].const if pattern.items else None)
            evaluates = bool(text) and _evaluating(text or "")
        if not evaluates and not (pattern.trail is not None and (replacement.trail or replacement.const)):
            return
        if pattern.trail is not None and (
            pattern.trail.rank or len(pattern.trail.steps) > 1 or replacement.trail is None or len(self._code) > 20_000
        ):
            return
        if replacement.trail is not None:
            self._act(Effect.EVALUATES, at, end, replacement)
            return
        whole = (replacement.const or "").strip().strip("\"'")
        if subject.trail is not None and (
            re.fullmatch(r"(?:\\\\?|\$)[0-9]", whole) or re.search(r"\beval\b|\bassert\b", whole)
        ):
            self._act(Effect.EVALUATES, at, end, subject)
        elif replacement.const is not None and evaluates and len(replacement.const) > 10:
            before = len(self._shared.sinks)
            if re.search(r"\$_|\$\{|eval|base64|\\x|gz", replacement.const):
                self._layer_of(Value(const=replacement.const, hidden=replacement.hidden), at, end)
            if len(self._shared.sinks) == before and replacement.hidden:
                self._opaque(at, f"it runs text that is {replacement.hidden}")
        elif replacement.hidden and evaluates:
            self._opaque(at, f"it runs text that is {replacement.hidden}")

    def _callback(self, name: str, args: list[Value], at: int, end: int) -> Value:
        position = words.CALLBACKS[name]
        if len(args) == 1 and args[0].trail is not None and "..." in self._code[at:end]:
            self._act(Effect.CALLS, at, end, args[0], content=args[0].trail)
            return NOTHING
        if not args or position >= len(args):
            return self._passed(args, loose=True) if name in words.PASSES else NOTHING
        called = args[position]
        index = position if position >= 0 else len(args) + position
        others = [value for number, value in enumerate(args) if number != index]
        given = [Value(trail=value.trail, const=value.const, hidden=value.hidden) for value in others]
        if (given and name == "call_user_func_array" and others[0].items) or (
            given and others[0].items and len(others[0].items) == 1
        ):
            given = list(others[0].items)
        if called.const is not None:
            plain = called.const.lower()
            if (
                given and plain in {"assert", "eval", *words.COMMANDS, "create_function", *self._functions}
            ) or called.hidden:
                return self._function_named(called, given, at, end)
            return self._passed(others, loose=True)
        if called.items is not None and len(called.items) == 2 and called.trail is None:
            return self._passed(others, loose=True)
        if called.path in self._classes or called.path == "function":
            for function in ("__invoke",):
                if function in self._functions:
                    self._bind(function, given)
            return self._passed(others, loose=True)
        joined = join(others) if others else NOTHING
        if called.trail is not None and called.trail.kind == "request" and not called.trail.mixed:
            if name == "ob_start" and not called.trail.loose:
                self._act(Effect.CALLS, at, end, called, content=called.trail)
            if joined.trail is not None:
                self._act(Effect.CALLS, at, end, called, content=joined.trail)
        elif called.hidden and joined.trail is not None:
            self._act(Effect.CALLS, at, end, Value(trail=joined.trail, hidden=called.hidden), content=joined.trail)
        return self._passed(others, loose=True)

    def _made(self, params: str, body: str) -> str:
        """The name under which a function made from text is known."""
        name = f"__made{len(self._functions)}"
        nodes = tree_of(f"function {name}({params}) {{{body}}}", self._language).nodes
        saved = self._code, self._fixed_line
        # Places inside are places of the text made; the line is that of the call.
        self._block(nodes)
        self._code, self._fixed_line = saved
        return name

    def _write(self, file: Value, content: Value, at: int, end: int) -> None:
        if content.trail is None and file.target is None:
            return
        self._act(
            Effect.WRITES,
            at,
            end,
            Value(trail=file.target, hidden=content.hidden),
            content=content.trail,
            place=file.place,
        )

    def _folded(self, name: str, callee: Value, args: list[Value]) -> Value | None:
        """The result of a function on constant text; null when it is not constant."""
        if any(value.trail is not None for value in args) or callee.trail is not None:
            return None
        receiver = callee.const if "." in callee.path else None
        if receiver is None and callee.items and name in {"reverse", "join"}:
            items = [item.const for item in callee.items]
            if all(item is not None for item in items):
                glue = args[0].const if args and args[0].const is not None else ""
                return Value(const=(glue or "").join(item or "" for item in items), hidden="put together from pieces")
        consts = [value.const for value in args]
        if name == "fromcharcode" and args and args[0].items:
            consts = [item.const for item in args[0].items]
        if args and args[0].items is not None and name in {"getstring", "str_replace", "string", "tostring"}:
            codes = [number_of(item.const) if item.number else None for item in args[0].items]
            if codes and all(code is not None for code in codes):
                return Value(
                    const="".join(chr((code or 0) & 0xFF) for code in codes), hidden="put together from character codes"
                )
            if name == "str_replace" and len(consts) == 3 and consts[1] is not None and consts[2] is not None:
                text = consts[2]
                for item in args[0].items[:50]:
                    text = text.replace(item.const or "\0", consts[1])
                return Value(const=text, hidden="cleared of filling signs")
        result, hides = fold(name, consts, receiver)
        hidden = next((value.hidden for value in (*args, callee) if value.hidden), "")
        if result is not None:
            return Value(
                const=result,
                hidden=(f"decoded by {name}" + (f", {hidden}" if hidden and hidden.count(",") < 3 else ""))
                if hides
                else hidden,
            )
        if hides and (any(value.hidden for value in args) or any(_is_blob(value) for value in args)):
            return Value(hidden=f"decoded by {name}")
        return None

    def _common_call(self, callee: Value, name: str, args: list[Value], at: int, end: int) -> Value:
        path = callee.path
        first = args[0] if args else NOTHING
        method = "." in path
        whole = join(args) if args else NOTHING
        owner = path.rsplit(".", 1)[0] if method else ""
        if name in {"createobject", "createinstance_"} and args:
            return self._object(first)
        if name == "activexobject" and args:
            return self._object(first)
        if name == "getobject" and args:
            text = (first.const or "").lower()
            return Value(path="winmgmts") if text.startswith("winmgmts") else self._object(first)
        acted = self._common_act(callee, name, args, at, end, owner, first, whole)
        if acted is not None:
            return acted
        if name in {
            "getmethod",
            "getdeclaredmethod",
            "getmethods_",
            "invokemember",
            "getdeclaredconstructor",
            "getconstructor",
        }:
            if name == "invokemember":
                if first.trail is not None or (
                    whole.trail is not None and (first.hidden or (first.const or "").lower() in _REFLECTED)
                ):
                    self._act(Effect.LOADS, at, end, whole)
                return NOTHING
            if first.trail is not None:
                return Value(path="method?", trail=first.trail)
            if first.const is not None:
                return Value(
                    path="reflected." + first.const.lower(),
                    trail=callee.trail if name != "getmethod" or callee.trail else None,
                )
            return Value(path="reflected.?", hidden=first.hidden, trail=callee.trail)
        if name in {"invoke", "newinstance"} and (
            path.startswith(("reflected.", "method?")) or callee.trail is not None
        ):
            reflected = path.split(".")[1] if path.startswith("reflected.") else ""
            if (
                path.startswith("method?")
                or (reflected in _REFLECTED and whole.trail is not None)
                or (reflected == "?" and whole.trail is not None and callee.hidden)
            ):
                self._act(
                    Effect.LOADS if reflected in {"load", "defineclass", "loadclass", "?", ""} else Effect.RUNS,
                    at,
                    end,
                    whole if whole.trail is not None else callee,
                )
                return Value(path="loaded", trail=whole.trail)
            if (
                callee.trail is not None
                and path.startswith("reflected.")
                and whole.trail is not None
                and callee.trail is not None
            ):
                self._act(Effect.LOADS, at, end, whole)
            return Value(path=path, trail=better(callee.trail, whole.trail))
        if name in {"forname", "gettype", "loadclass", "gettypefromprogid", "gettypefromclsid"} and args:
            if first.trail is not None:
                if "bcel" in self._code[at:end].lower():
                    self._act(Effect.LOADS, at, end, first)
                return Value(path="class?", trail=first.trail)
            if name.startswith("gettypefrom"):
                return Value(path=self._object(first).path)
            return Value(
                path=_TYPES.get(
                    (first.const or "class").lower().rsplit(".", 1)[-1],
                    (first.const or "class").lower().rsplit(".", 1)[-1],
                ),
                hidden=first.hidden,
            )
        if name in words.FILLS:
            self._fill(callee, name, args, at)
        if name in words.CLEARS:
            return Value(number=True)
        folded = self._folded(name, callee, args)
        if folded is not None:
            return folded
        trail = better(callee.trail, whole.trail)
        if trail is not None:
            if callee.trail is None and name not in words.PASSES:
                trail = trail.loosened()
            return Value(
                trail=trail,
                path=path if name in {"getinputstream", "getpart"} else f"{path}()",
                hidden=callee.hidden or whole.hidden,
            )
        if name in {"responsetext", "downloadstring", "downloaddata", "openstream"}:
            return Value(trail=Trail(self._cut(at, end), self._line(at), "remote"))
        hidden = callee.hidden if name in words.PASSES else ""
        if (
            not hidden
            and any(_is_blob(value) for value in args)
            and name not in {"write", "writeline", "println", "print"}
        ):
            hidden = f"computed by {_short(name)} from a long text"
        if not hidden and name in words.PASSES:
            hidden = whole.hidden
        return Value(path=f"{path}()", hidden=hidden, target=callee.target, place=callee.place)

    def _fill(self, callee: Value, name: str, args: list[Value], at: int) -> None:
        whole = join(args) if args else NOTHING
        if callee.trail is not None and name in {"read", "copyto", "readfully", "readexactly"}:
            self._fill_arguments(args, callee.trail, at)
        elif whole.trail is not None:
            found = _FIRST_NAME.match(self._code, at)
            if name in {"copy", "blockcopy", "arraycopy"}:
                names = [item.lower() for item in _NAMES.findall(self._code[at : at + 300].partition("(")[2])]
                for target in names[1:3]:
                    if self._lookup(target) is not None:
                        self._assign(target, _merge(self._lookup(target) or NOTHING, Value(trail=whole.trail)))
            elif found is not None:
                old = self._lookup(found[0].lower())
                if old is not None and old.path != "response":
                    self._assign(found[0].lower(), _with_trail(old, better(old.trail, whole.trail)))

    def _common_act(
        self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str, first: Value, whole: Value
    ) -> Value | None:
        """What acts in ASP, ASP.NET and JSP; null when this call does not."""
        match name:
            case "eval":
                if self._java or owner.endswith(("scriptcontrol", "scriptengine", "el", "elprocessor")) or not owner:
                    if self._java:
                        self._act(Effect.EVALUATES, at, end, first)
                        return NOTHING
                    return self._evaluated(first, at, end)
                if owner:
                    self._act(Effect.EVALUATES, at, end, first)
                    return NOTHING
            case "execute" | "executeglobal" if not owner or owner in {"me", "this", "window"}:
                return self._evaluated(whole if len(args) == 1 else first, at, end)
            case "function" if self._script and args:
                self._evaluated(args[-1], at, end)
                return Value(path="function")
            case "executestatement" | "addcode":
                return self._evaluated(whole, at, end)
            case "addscript" | "invokescript":
                self._act(Effect.RUNS, at, end, first)
                return NOTHING
            case "run" | "exec" | "shellexecute":
                if any(
                    word in owner
                    for word in ("wscript.shell", "shell.application", "object?", "runtime", "wshshell", "winmgmts")
                ) or (name == "shellexecute"):
                    self._act(Effect.RUNS, at, end, whole)
                    return Value(path="process")
                if name == "exec" and whole.trail is not None and (self._java or not owner.startswith("request")):
                    self._act(Effect.RUNS, at, end, whole)
                    return Value(path="process")
                if name == "run" and owner.endswith("scriptcontrol"):
                    self._act(Effect.EVALUATES, at, end, whole)
                    return NOTHING
            case "start" if "process" in owner and "startinfo" not in owner and args:
                self._act(Effect.RUNS, at, end, whole)
                return Value(path="process")
            case "shell" if self._basic and not owner:
                self._act(Effect.RUNS, at, end, first)
                return NOTHING
            case "command" if "processbuilder" in owner:
                self._act(Effect.RUNS, at, end, whole)
                return callee
            case "create" if "winmgmts" in owner or "win32_process" in owner:
                self._act(Effect.RUNS, at, end, whole)
                return NOTHING
            case "invokemethod" if whole.trail is not None:
                self._act(Effect.RUNS, at, end, whole)
                return NOTHING
            case "winexec" | "createprocess" | "system" | "createprocessasuser" | "createprocesswithlogonw":
                if whole.trail is not None:
                    self._act(Effect.RUNS, at, end, whole)
                    return NOTHING
            case "load" | "loadfrom" | "loadfile" | "unsafeloadfrom" | "loadwithpartialname" | "loadmodule" if (
                owner.endswith(("assembly", "appdomain", "currentdomain", "appdomain()"))
            ):
                self._act(Effect.LOADS, at, end, first)
                return Value(path="assembly", trail=first.trail)
            case "load" if "xsl" in owner:
                if whole.trail is not None:
                    self._act(Effect.TRANSFORMS, at, end, whole)
                return callee
            case "defineclass" | "defineanonymousclass" | "definehiddenclass" | "defineclass0" | "defineclass1":
                self._act(Effect.LOADS, at, end, whole)
                return Value(path="class?", trail=whole.trail)
            case (
                "compileassemblyfromsource"
                | "compileassemblyfromdom"
                | "compileassemblyfromfile"
                | "evaluateasync"
                | "runasync"
            ):
                self._act(Effect.COMPILES, at, end, whole)
                return NOTHING
            case "createdelegate" | "getdelegateforfunctionpointer":
                self._opaque(at, "it calls machine code in memory")
                return NOTHING
            case "deserialize" if whole.trail is not None and any(
                word in owner for word in ("formatter", "serializer_", "netdatacontract", "losformat", "objectstate")
            ):
                self._act(Effect.DESERIALIZES, at, end, whole)
                return NOTHING
            case "readobject" if callee.trail is not None:
                self._act(Effect.DESERIALIZES, at, end, callee)
                return Value(trail=callee.trail)
            case "getvalue" | "parseexpression" | "createvalueexpression" | "createmethodexpression" | "evaluate":
                if self._java and whole.trail is not None and name != "getvalue":
                    self._act(Effect.EVALUATES, at, end, whole)
                    return NOTHING
            case "lookup" if self._java and whole.trail is not None and ("context" in owner):
                self._act(Effect.LOADS, at, end, whole)
                return NOTHING
            case "saveas" | "transferto" if args:
                trail = callee.trail or Trail(self._cut(at, end), self._line(at), "upload")
                self._act(Effect.UPLOADS, at, end, first, content=trail, place=first.place)
                return NOTHING
            case _:
                return self._files(callee, name, args, at, end, owner, first, whole)
        return None

    def _files(
        self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str, first: Value, whole: Value
    ) -> Value | None:
        """What acts on files, connections and databases."""
        path = callee.path
        tail = owner.rsplit(".", 1)[-1]
        if (name == "write" and tail == "files" and len(args) > 1) or (
            name in {"writealltext", "writeallbytes", "appendalltext", "writealllines", "writestring"} and len(args) > 1
        ):
            self._write(Value(target=first.trail, place=first.place or first.const), args[1], at, end)
            return NOTHING
        if name in {
            "createtext",
            "openwrite",
            "appendtext",
            "create",
            "open",
            "createtextfile",
            "opentextfile",
            "newoutputstream",
            "newbufferedwriter",
        } and (
            tail in {"file", "scripting.filesystemobject", "files"}
            or "filesystemobject" in owner
            or name in {"createtextfile", "opentextfile"}
        ):
            if (name == "opentextfile" and len(args) < 2) or (name == "opentextfile" and args[1].const == "1"):
                if first.trail is not None:
                    self._act(Effect.READS, at, end, first)
                return Value(path="textfile")
            return Value(path="file", target=first.trail or callee.trail, place=first.place or first.const)
        if name in {"write", "writeline", "writetext", "println", "print", "writebytes", "append", "copy"} and (
            path.startswith("file.") or tail == "file"
        ):
            content = args[-1] if name == "copy" and args else whole
            if callee.trail is not None and callee.trail.kind == "upload":
                self._act(Effect.UPLOADS, at, end, first, content=callee.trail, place=first.place)
                return NOTHING
            self._write(callee, content, at, end)
            return NOTHING
        if name == "write" and callee.trail is not None and callee.trail.kind == "upload" and args:
            self._act(Effect.UPLOADS, at, end, first, content=callee.trail, place=first.place)
            return NOTHING
        if name == "savetofile" and args:
            self._write(
                Value(target=first.trail, place=first.place or first.const),
                Value(trail=callee.trail or self._stream()),
                at,
                end,
            )
            return NOTHING
        if (
            name in {"write", "writetext"}
            and whole.trail is not None
            and (owner.endswith("stream") or owner == "object?")
        ):
            self._assign("\0stream", Value(trail=whole.trail))
            return None
        if name in {"downloadfile"} and len(args) > 1 and whole.trail is not None:
            self._act(Effect.WRITES, at, end, Value(trail=args[1].trail), content=first.trail)
            return NOTHING
        if name in _FILE_ACTS:
            subject = (
                first
                if first.trail is not None
                else (callee if callee.trail is not None and "file" in owner else NOTHING)
            )
            if subject.trail is not None and (
                tail
                in {
                    "file",
                    "directory",
                    "files",
                    "scripting.filesystemobject",
                    "fso",
                    "filesystem",
                    "object?",
                    "fileinfo",
                    "directoryinfo",
                    "server",
                    "filesystemobject",
                }
                or "file" in owner
                or "directory" in owner
                or "object?" in owner
            ):
                self._act(_FILE_ACTS[name], at, end, subject)
                return Value(path="file" if name in {"getfile", "getfolder"} else "", trail=subject.trail)
        if (name in {"connect", "open", "beginconnect", "connectasync"} and whole.trail is not None) or (
            name == "connect" and whole.target
        ):
            if "socket" in path or "tcpclient" in path:
                self._act(Effect.CONNECTS, at, end, Value(trail=whole.trail or whole.target))
                return Value(path="socket", target=whole.trail or whole.target)
            if "adodb.connection" in path or "oledb" in path or "sqlconnection" in path:
                self._act(Effect.QUERIES, at, end, whole)
                return NOTHING
        if name in {"send", "write", "sendto"} and whole.trail is not None and "socket" in path:
            self._act(Effect.SENDS, at, end, whole)
            return NOTHING
        if name in {
            "execute",
            "executequery",
            "executeupdate",
            "sqlcommand",
            "sqldataadapter",
            "oledbcommand",
            "query",
        }:
            if whole.trail is not None and not whole.trail.mixed and not whole.trail.loose:
                self._act(Effect.QUERIES, at, end, whole)
                return NOTHING
            text = whole.const or whole.place or ""
            if "xp_cmdshell" in text.lower() and whole.trail is not None:
                self._act(Effect.RUNS, at, end, whole)
                return NOTHING
        return None

    def _stream(self) -> Trail | None:
        found = self._lookup("\0stream")
        return found.trail if found is not None else None

    # -- names and places ------------------------------------------------------------------------------------------

    def _lookup(self, name: str) -> Value | None:
        scope = self._scope
        if scope is not None:
            found = scope.locals.get(name)
            if found is not None:
                return found
            if self._php and name[:1] not in {".", "\1"} and "\0" + name not in scope.locals:
                return None
        return self._globals.get(name)

    def _assign(self, name: str, value: Value, *, local: bool = False, keep: bool = False) -> None:
        scope = self._scope
        table = self._globals
        if scope is not None and ":" not in name and name[:1] not in {".", "\0", "\1"}:
            if self._php:
                table = scope.locals if "\0" + name not in scope.locals else self._globals
            elif local or name in scope.locals or name in scope.params:
                table = scope.locals
            elif name not in self._globals and self._basic:
                table = self._globals
        old = table.get(name)
        if value.trail is not None and table is self._globals and (old is None or old.trail is None):
            self._changed = True
        if old is not None:
            if keep and old.trail is not None and value.trail is None:
                return
            if not value.number and old is not value:
                value = _merge(old, value)
        table[name] = value

    def _act(
        self, effect: Effect, at: int, end: int, value: Value, *, content: Trail | None = None, place: str | None = None
    ) -> None:
        """Note that the script acts on this value here."""
        if value.trail is None and content is None:
            hides = value.hidden and not value.hidden.startswith("put together")
            if hides and effect in {Effect.EVALUATES, Effect.LOADS, Effect.COMPILES, Effect.RUNS}:
                self._opaque(at, f"it {effect.value} text that is {value.hidden}")
            return
        line = self._line(at)
        sink = Sink(
            effect,
            line,
            self._cut(at, end),
            value.trail,
            value.hidden,
            content,
            place if place is not None else value.place,
            self._layer,
        )
        key = effect, self._layer, at
        old = self._shared.sinks.get(key)
        if old is None or _weight(sink) < _weight(old):
            self._shared.sinks[key] = sink

    def _opaque(self, at: int, why: str) -> None:
        entry = self._line(at), why
        if entry not in self._shared.opaque and len(self._shared.opaque) < 20:
            self._shared.opaque.append(entry)

    def _line(self, at: int) -> int:
        if self._fixed_line:
            return self._fixed_line
        if self._line_ends is None:
            self._line_ends = [found.start() for found in re.finditer("\n", self._code)]
        return bisect_left(self._line_ends, at) + 1

    def _cut(self, start: int, end: int) -> str:
        return _short(self._code[start : min(end, start + 4 * _SNIPPET)])


_MOST_NEST = 60
"""Statements and expressions inside each other that are followed."""
_MOST_INLINED = 200
"""Calls of a script's own functions on constant text that are worked out."""


def _constant(args: list[Value]) -> bool:
    return (
        0 < len(args) < 5
        and all(value.const is not None and value.trail is None for value in args)
        and any(len(value.const or "") < 100_000 and not value.number for value in args)
    )


def _weight(sink: Sink) -> tuple[int, int, int]:
    return (
        sink.trail is None,
        sink.trail.rank if sink.trail else 0,
        (sink.content.rank if sink.content else 9),
    )


def _short(code: str) -> str:
    plain = " ".join(code.split())
    return plain if len(plain) <= _SNIPPET else plain[: _SNIPPET - 1] + "…"


def _with_trail(value: Value, trail: Trail | None) -> Value:
    return Value(
        const=value.const if trail is None else None,
        trail=trail,
        path=value.path,
        hidden=value.hidden,
        items=value.items,
        target=value.target,
        place=value.place,
        number=False,
    )


def _with_path(value: Value, path: str) -> Value:
    return Value(value.const, value.trail, path, value.hidden, value.items, value.target, value.place, value.number)


def _merge(old: Value, new: Value) -> Value:
    """A variable that was given a second value."""
    if old.trail is None or new.trail is old.trail:
        return new
    if new.trail is not None:
        trail = better(new.trail, old.trail)
        return new if trail is new.trail else _with_trail(new, trail)
    return Value(
        None, old.trail, new.path or old.path, new.hidden or old.hidden, new.items, new.target or old.target, new.place
    )


def _split(nodes: list[Node], sign: str) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if isinstance(node, Leaf) and node.text == sign and node.kind == "op":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _ends_block(following: Node | None) -> bool:
    if following is None:
        return True
    if isinstance(following, Group):
        return following.open in "{["
    return following.kind in {"name", "var", "text", "end"} or following.text in {"@", "!", "~", "$", "++", "--", "<"}


def _is_word(node: Node, *names: str) -> bool:
    return isinstance(node, Leaf) and node.kind == "name" and node.plain in names


def _is_op(node: Node, *signs: str) -> bool:
    return isinstance(node, Leaf) and node.kind == "op" and node.text in signs


def _mentions(group: Group, names: set[str]) -> bool:
    return any(
        (isinstance(node, Leaf) and node.plain in names) or (isinstance(node, Group) and _mentions(node, names))
        for node in group.nodes
    )


def _end(nodes: list[Node], otherwise: Node) -> int:
    return nodes[-1].end if nodes else otherwise.end


def _last_chain(nodes: list[Node], php: bool) -> int:
    """Where the last chain of members begins, e.g. `a.b[c]` in `int a.b[c]`."""
    index = len(nodes) - 1
    while index > 0:
        node, before = nodes[index], nodes[index - 1]
        if isinstance(node, Group) and node.open != "{":
            if isinstance(before, Leaf) and (
                before.kind in {"var"}
                or (before.kind == "name" and before.plain not in words.CONTROL - {"list"})
                or before.text == "$"
            ):
                index -= 1
                continue
            if isinstance(before, Group) and before.open in "([":
                index -= 1
                continue
            return index
        if isinstance(node, Group):
            if isinstance(before, Leaf) and before.text in {"$", "->"}:
                index -= 1
                continue
            return index
        if node.text in {".", "->", "::", "?."}:
            if php and node.text == ".":
                return index + 1
            if isinstance(before, Leaf) and before.kind == "op" and before.text not in {")", "]"}:
                return index
            index -= 1
            continue
        if (
            isinstance(before, Leaf)
            and before.text in {".", "->", "::", "?.", "$"}
            and not (php and before.text == ".")
        ):
            index -= 1
            continue
        return index
    return 0


def _cast(group: Group, following: Node | None, basic: bool) -> str | None:
    """The type in brackets before a value; null when the brackets are no cast."""
    if basic or following is None or not group.nodes or len(group.nodes) > 8:
        return None
    last = ""
    for node in group.nodes:
        if isinstance(node, Leaf):
            if node.kind == "name":
                last = node.plain
            elif node.text not in {".", "?", "<", ">", ","}:
                return None
        elif node.open != "[" or node.nodes:
            return None
    if isinstance(following, Leaf):
        if following.kind in {"name", "var", "text", "inter", "number"}:
            return last
        return (
            last
            if following.text in {"$", "@", "-", "~"}
            and last in {"int", "string", "object", "array", "byte", "char", "float", "bool"}
            else None
        )
    return last if following.open == "(" else None


def _is_blob(value: Value) -> bool:
    text = value.const
    if text is None or len(text) < _BLOB:
        return False
    return text.count(" ") * 12 < len(text) and not text.startswith(("http", "SELECT", "/", "<", "CREATE"))


def _evaluating(pattern: str) -> bool:
    """Whether a pattern of `preg_replace` carries the modifier `e`."""
    plain = pattern.strip()
    if len(plain) < 3 or plain[0].isalnum() or plain[0] == "\\":
        return False
    closing = {"(": ")", "{": "}", "[": "]", "<": ">"}.get(plain[0], plain[0])
    at = plain.rfind(closing)
    modifiers = plain[at + 1 :]
    return at > 0 and "e" in modifiers and modifiers.strip("imsxeADSUXJun ") == ""


def _quoted_keys(code: str) -> str:
    """`$x[key]` in a text stands for `$x['key']`."""
    return _BARE_KEY.sub(r"['\1']", code)


_BARE_KEY = re.compile(r"\[([A-Za-z_]\w{0,60})\]")
_HOLE = re.compile(r"\{\$?[^{}\"]{1,300}\}|\$[\w\x7f-\U0010ffff]++(?:\[[^\]\n]{1,100}\]|->\w+)?")
_CALL_NAMES = re.compile(r"\w\s*\(([^()]{0,200})\)?\s*;?[^(]*$|\.\w+\s*\(([^()]{0,200})\)", re.DOTALL)
_CALL_NAMES = re.compile(r"\.\s*(?:read\w*|copyto\w*)\s*\(([^()]{0,200})", re.IGNORECASE)
_NAMES = re.compile(r"\$?[A-Za-z_]\w*")
_FIRST_NAME = re.compile(r"[A-Za-z_]\w*")
_OWN_WORDS = frozenset({"eval", "system", "exec", "assert"})
_HOLDERS = frozenset({
    "context", "current", "httpcontext", "this", "page", "me", "ctx", "httpcontextbase", "pagecontext",
    "controllercontext",
    "getcurrent", "self",
})  # fmt: skip
_STORES = {
    "session": "session", "application": "session", "cache": "session", "viewstate": "session", "_session": "session",
    "$session": "session", "globals": "globals", "contents": "session", "items": "session", "$globals": "globals",
}  # fmt: skip
"""Where scripts keep values between statements or requests."""
_TYPES = {
    "httprequest": "request", "httpservletrequest": "request", "servletrequest": "request",
    "httprequestbase": "request",
    "wrapper_request": "request", "httpcontext": "context", "process": "process", "runtime": "runtime",
    "processstartinfo": "processstartinfo", "processbuilder": "processbuilder", "assembly": "assembly",
    "scriptengine": "scriptengine", "socket": "socket", "tcpclient": "tcpclient", "socketchannel": "socket",
    "xslcompiledtransform": "xslcompiledtransform", "xsltransform": "xsltransform", "losformatter": "losformatter",
    "binaryformatter": "binaryformatter", "objectstateformatter": "objectstateformatter", "httppostedfile": "file_",
    "managementclass": "win32_process", "managementbaseobject": "win32_process_", "fileoutputstream": "file",
    "filewriter": "file_writer", "streamwriter": "file_writer", "pagecontext": "pagecontext",
    "initialcontext": "initialcontext", "soapformatter": "soapformatter", "scriptenginemanager": "scriptengine",
    "netdatacontractserializer": "netdatacontract", "appdomain": "appdomain", "elprocessor": "elprocessor",
    "groovyshell": "scriptengine", "interpreter": "scriptengine", "spelexpressionparser": "el", "file": "file",
    "httpsession": "session", "servletcontext": "application", "method": "method",
}  # fmt: skip
"""Types with the name their objects go by here."""
for _name in ("file_writer",):
    _TYPES["filewriter"] = "filewriter"
    _TYPES["streamwriter"] = "streamwriter"
_TYPES["fileoutputstream"] = "fileoutputstream"
_TYPED_MEMBERS = {"postedfile": "file.postedfile", "currentdomain": "appdomain"}
_OBJECT_IDS = {
    "72c24dd5-d70a-438b-8a42-98424b88afb8": "wscript.shell",
    "f935dc22-1cf0-11d0-adb9-00c04fd58a0b": "wscript.shell",
    "13709620-c279-11ce-a49e-444553540000": "shell.application",
    "0d43fe01-f093-11cf-8940-00a0c9054228": "scripting.filesystemobject",
    "00000566-0000-0010-8000-00aa006d2ea4": "adodb.stream",
}
_DATABASE = frozenset({
    "sqlcommand", "oledbcommand", "odbccommand", "sqlconnection", "oledbconnection", "odbcconnection", "sqldataadapter",
    "oledbdataadapter", "odbcdataadapter",
})  # fmt: skip
_REFLECTED = frozenset(
    {"load", "defineclass", "exec", "eval", "start", "loadclass", "invoke", "loadfrom", "startprocess", "create"}
)
_PHP_FILES: dict[str, Effect] = {
    "unlink": Effect.DELETES, "rmdir": Effect.DELETES, "opendir": Effect.LISTS, "scandir": Effect.LISTS,
    "glob": Effect.LISTS, "dir": Effect.LISTS, "show_source": Effect.READS, "highlight_file": Effect.READS,
    "rename": Effect.MOVES, "chmod": Effect.MOVES, "mkdir": Effect.MOVES, "touch": Effect.MOVES,
    "symlink": Effect.MOVES, "chdir": Effect.LISTS,
}  # fmt: skip
_FILE_ACTS: dict[str, Effect] = {
    "delete": Effect.DELETES, "deletefile": Effect.DELETES, "deletefolder": Effect.DELETES, "getfiles": Effect.LISTS,
    "getdirectories": Effect.LISTS, "getfilesystementries": Effect.LISTS, "listfiles": Effect.LISTS,
    "list": Effect.LISTS, "getfolder": Effect.LISTS, "readalltext": Effect.READS, "readallbytes": Effect.READS,
    "move": Effect.MOVES, "movefile": Effect.MOVES, "movefolder": Effect.MOVES, "copyfile": Effect.MOVES,
    "copyfolder": Effect.MOVES, "renameto": Effect.MOVES, "createdirectory": Effect.MOVES, "mkdir": Effect.MOVES,
    "mkdirs": Effect.MOVES, "createfolder": Effect.MOVES, "setlastwritetime": Effect.MOVES,
    "loadfromfile": Effect.READS,
    "transmitfile": Effect.READS, "writefile": Effect.READS, "getfile": Effect.READS, "openread": Effect.READS,
    "opentext": Effect.READS, "namespace": Effect.LISTS, "createnewfile": Effect.MOVES, "copyto": Effect.MOVES,
}  # fmt: skip
