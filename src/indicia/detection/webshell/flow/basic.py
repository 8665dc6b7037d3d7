"""Statements of Visual Basic and VBScript."""

import itertools
from dataclasses import dataclass

from indicia.detection.webshell.flow.conditions import NOT_KNOWN, Conditions, Says
from indicia.detection.webshell.flow.statements import CALLED_BACK, WEB_METHODS
from indicia.detection.webshell.tokens.languages import Part
from indicia.detection.webshell.tokens.shapes import is_op, is_word, referenced, split_nodes
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node
from indicia.detection.webshell.values.bounds import MOST_HELD, Known
from indicia.detection.webshell.values.kinds import COUNTED, TYPES
from indicia.detection.webshell.values.sink import Function, Shared
from indicia.detection.webshell.values.value import NOTHING, Value

_LOOPS = frozenset({"for", "do", "while", "loop", "next", "wend", "if", "elseif", "select", "case"})
"""What makes the worth of a function hang on more than the order of its statements."""
MOST_FRAMES = 500
MOST_LINES = 20
"""Statements of a function up to which it is worked out for constant text."""


@dataclass(slots=True)
class Frame:
    """An `If` that is open."""

    mark: int
    """What was known before it."""
    fails: frozenset[Known]
    """What is known where no condition of it held so far."""
    single: bool
    """Whether it ends with the line."""
    ends: bool = False
    """Whether its first part ends what is going on."""
    other: bool = False
    """Whether its first part is over."""


class Basic(Conditions):
    """Statements of Visual Basic and VBScript."""

    def __init__(self, part: Part, shared: Shared, *, depth: int = 0, line: int = 0, layer: str = "") -> None:
        """See the ground."""
        super().__init__(part, shared, depth=depth, line=line, layer=layer)
        self._frames: list[Frame] = []
        self._said: Says = NOT_KNOWN
        """What the condition says that was read last."""
        self._outer_mark = self._outer_frames = 0
        """What was known, and how many were open, where the function that is read begins."""

    def _basic_block(self, nodes: list[Node]) -> Value:
        last = NOTHING
        run: list[Node] = []
        after = False
        for index, node in enumerate(nodes):
            if isinstance(node, Leaf):
                if node.kind == "end":
                    if run:
                        last = self._basic_step(run)
                        run = []
                    elif after and node.text == ":":
                        # The end of a piece of code between text of the page.
                        self._line_over()
                    if node.text == "\n":
                        self._line_over()
                    after = True
                    continue
                after = False
                if node.kind == "name" and node.plain in {"then", "else"}:
                    head = run
                    if run:
                        self._basic_step(run)
                        run = []
                    following = nodes[index + 1] if index + 1 < len(nodes) else None
                    single = following is not None and not (isinstance(following, Leaf) and following.kind == "end")
                    if node.plain == "then":
                        self._then(head, single)
                    elif not (head and is_word(head[-1], "case")):
                        self._else()
                    continue
            after = False
            run.append(node)
        return self._basic_step(run) if run else last

    def _basic_step(self, nodes: list[Node]) -> Value:
        value = self._statement(nodes)
        frame = self._frames[-1] if self._frames else None
        if frame is not None and not frame.other and not is_word(nodes[0], "if") and self._leaves(nodes):
            frame.ends = True
        return value

    @staticmethod
    def _leaves(nodes: list[Node]) -> bool:
        """Whether a statement ends the page, the function or the loop."""
        first = nodes[0]
        if is_word(first, "exit", "return", "throw") or (len(nodes) == 1 and is_word(first, "end")):
            return True
        return any(
            is_op(dot, ".") and is_word(name, "end", "redirect", "transfer") for dot, name in itertools.pairwise(nodes)
        )

    def _then(self, head: list[Node], single: bool) -> None:
        holds, fails = self._said
        self._said = NOT_KNOWN
        if head and is_word(head[0], "elseif") and self._frames:
            frame = self._frames[-1]
            self._bounds.back(frame.mark)
            self._bounds.add(frame.fails)
            frame.fails, frame.other = frame.fails | fails if len(frame.fails) <= MOST_HELD else fails, True
        else:
            if len(self._frames) > MOST_FRAMES:
                return
            self._frames.append(Frame(self._bounds.mark, fails, single))
        self._bounds.add(holds)

    def _else(self) -> None:
        if self._frames:
            frame = self._frames[-1]
            self._bounds.back(frame.mark)
            self._bounds.add(frame.fails)
            frame.other = True

    def _line_over(self) -> None:
        while self._frames and self._frames[-1].single:
            self._end_if()

    def _end_if(self) -> None:
        if self._frames:
            frame = self._frames.pop()
            self._bounds.back(frame.mark)
            if frame.ends and not frame.other:
                self._bounds.add(frame.fails)

    def _function_over(self) -> None:
        """Forget what was known in the function that ends here."""
        del self._frames[self._outer_frames :]
        self._bounds.back(min(self._bounds.mark, self._outer_mark))

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
                self._function_over()
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
            elif plains[1] == "if":
                self._end_if()
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
        if first == "for" and len(nodes) > 3 and is_op(nodes[2], "="):
            value = self._expression(nodes[1:])
            self._assign(plains[1], Value(number=True, path=COUNTED))
            return value
        if first == "return":
            return self._return(nodes[1:])
        if first == "on" and len(plains) > 3 and plains[1] == "error":
            rest = nodes[4:]
            return self._expression(rest) if rest else NOTHING
        if first in {"if", "elseif"} and len(nodes) > 1:
            self._said = self._condition(nodes[1:])
            return NOTHING
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
            function.rest = any(is_word(node, "paramarray") for node in head.nodes)
            for param, kind in zip(params, types, strict=True):
                if self._web_method and self._part.web_method:
                    self._contracts.add(name.plain)
                if (self._part.web_method and name.plain in self._contracts) or name.plain in CALLED_BACK:
                    function.inputs[param] = Value(trail=self._sent_parameter(head, param))
                elif kind and param not in function.inputs:
                    function.inputs[param] = Value(path=TYPES.get(kind, kind))
            function.locals.update({param: function.inputs[param] for param in params if param in function.inputs})
        self._web_method = False
        self._outer_mark, self._outer_frames = self._bounds.mark, len(self._frames)
        if any(is_word(node, "default") for node in nodes[:index]):
            self._default = name.plain
        self._scope, self._scope_name = function, name.plain
        rest = nodes[index + 3 :]
        return self._expression(rest) if rest and not is_word(rest[0], "as", "handles") else NOTHING
