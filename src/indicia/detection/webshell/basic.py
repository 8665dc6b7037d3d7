"""Statements of Visual Basic and VBScript."""

from indicia.detection.webshell.kinds import TYPES
from indicia.detection.webshell.shapes import is_word, referenced, split_nodes
from indicia.detection.webshell.sink import Function
from indicia.detection.webshell.statements import WEB_METHODS, Statements
from indicia.detection.webshell.tokens import Group, Leaf, Node
from indicia.detection.webshell.value import NOTHING, Trail, Value

_LOOPS = frozenset({"for", "do", "while", "loop", "next", "wend", "if", "elseif", "select", "case"})
"""What makes the worth of a function hang on more than the order of its statements."""
MOST_LINES = 20
"""Statements of a function up to which it is worked out for constant text."""


class Basic(Statements):
    """Statements of Visual Basic and VBScript."""

    def _remember(self, nodes: list[Node], first: str) -> None:
        """Keep a statement of a function, so that its calls on constant text can be worked out."""
        function = self._scope
        if function is None or self._inlining or function.loops or first in {"sub", "function", "end", "dim"}:
            return
        if first in _LOOPS or len(function.lines) >= MOST_LINES or sum(map(len, function.lines)) > MOST_LINES * 8:
            function.loops = True
            function.lines = []
        elif not any(nodes[0].at == line[0].at for line in function.lines):
            function.lines.append(nodes)

    def _basic_statement(self, nodes: list[Node]) -> Value:
        plains = [node.plain if isinstance(node, Leaf) and node.kind == "name" else "" for node in nodes[:12]]
        if any(plain in WEB_METHODS for plain in plains):
            self._web_method = True
        if "declare" in plains or "delegate" in plains:
            # A function of a library, which has no body here.
            self._declared_in_basic(nodes)
            return NOTHING
        for index, plain in enumerate(plains):
            accessor = plain in {"get", "let", "set"} and index > 0 and plains[index - 1] == "property"
            if (plain in {"sub", "function"} or accessor) and (index == 0 or plains[index - 1] not in {"end", "exit"}):
                if index + 1 >= len(nodes) or not isinstance(nodes[index + 1], Leaf):
                    break
                return self._basic_function(nodes, index)
            if plain in {"end"} and index + 1 < len(plains) and plains[index + 1] in {"sub", "function", "property"}:
                self._scope, self._scope_name = None, ""
                return NOTHING
        first = plains[0]
        self._remember(nodes, first)
        if first in {"public", "private"} and self._scope is None and all(isinstance(node, Leaf) for node in nodes):
            # Fields of a class, or variables.
            self._fields.update(plain for plain in plains[1:] if plain)
        if first == "addhandler":
            self._handles(nodes[1:])
            return NOTHING
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
        while nodes and isinstance(nodes[0], Leaf) and nodes[0].plain in self._prefixes - {"new"}:
            nodes = nodes[1:]
        return self._expression(nodes) if nodes else NOTHING

    def _handles(self, nodes: list[Node]) -> None:
        """`AddHandler X.Event, AddressOf Method`: who raises the event calls the method."""
        parts = split_nodes(nodes, ",")
        names = [part[-1].plain for part in parts if part and isinstance(part[-1], Leaf)]
        if len(parts) == 2 and len(names) == 2 and names[1] in self._functions and names[0] not in self._functions:
            self._globals[names[0]] = Value(path=names[1])

    def _basic_function(self, nodes: list[Node], index: int) -> Value:
        name = nodes[index + 1]
        assert isinstance(name, Leaf)
        head = nodes[index + 2] if index + 2 < len(nodes) else None
        function = self._functions.get(name.plain)
        if function is None:
            function = self._functions[name.plain] = Function(params=[])
            self._changed = self._changed or name.plain in self._called
        if isinstance(head, Group):
            params, types = self._params(head.nodes)
            function.params = params if len(params) >= len(function.params) else function.params
            function.references = referenced(head.nodes)
            for param, kind in zip(params, types, strict=True):
                if self._web_method and self._part.web_method:
                    trail = Trail(self._cut(head.at, head.end), self._line(head.at), "parameter")
                    function.inputs[param] = Value(trail=trail)
                elif kind and param not in function.inputs:
                    function.inputs[param] = Value(path=TYPES.get(kind, kind))
            function.locals.update({param: function.inputs[param] for param in params if param in function.inputs})
        self._web_method = False
        if any(is_word(node, "default") for node in nodes[:index]):
            self._default = name.plain
        self._scope, self._scope_name = function, name.plain
        rest = nodes[index + 3 :]
        return self._expression(rest) if rest and not is_word(rest[0], "as", "handles") else NOTHING
