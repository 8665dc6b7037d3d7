"""Follows values through a script, from what reads the request to what acts on it."""

from itertools import pairwise

from indicia.detection.webshell.acts.acting import may_act
from indicia.detection.webshell.acts.databases import STATEMENT_WORDS
from indicia.detection.webshell.acts.ground import MOST_NEST
from indicia.detection.webshell.acts.members import INDEXER
from indicia.detection.webshell.flow.basic import Basic
from indicia.detection.webshell.flow.statements import CALLED_BACK, WEB_METHODS
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.tokens.shapes import ends_block, filled_parameters, is_op, is_word, mentions, referenced
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node, Tree, tree_of
from indicia.detection.webshell.values.bounds import MOST_HELD, Known
from indicia.detection.webshell.values.kinds import TYPES
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import NOTHING, Trail, Value

_HEAD_WORDS = ("class", "extends", "implements", "throws", "interface")
"""Words of a head after which names with dots stand."""
_BOUND = {"bindproperty", "bindproperties", "fromquery", "fromform", "fromheader", "fromroute"}
"""Attributes of what a page of Razor fills from the request."""
_PAGE_METHODS = ("onget", "onpost", "onput")
"""Beginnings of the names of methods of such a page, whose parameters a client sends."""
_ACCESS = frozenset({"public", "private", "internal", "protected"})
_METHODS = {"process": ("start",), "assembly": ("load", "loadfrom", "loadfile"), "interaction": ("shell",)}
"""Methods that act, of classes whose methods a script may call by their bare names."""
_SMALL = 6000
"""Characters of a page."""


def _accessor(nodes: list[Node]) -> bool:
    """Whether a block holds the accessors of a property."""
    for node in nodes[:3]:
        if isinstance(node, Leaf) and node.plain in {"get", "set"}:
            return True
        if isinstance(node, Group) and node.open != "[":
            return False
    return False


class Flow(Basic):
    """One part of a script on its way; `run` fills what is shared."""

    def run(self) -> Value:
        """Read the part twice (a third time while parameters change); gives the value of its last statement."""
        tree = tree_of(self._code, self._language)
        self._code = tree.code
        self._shared.cut = self._shared.cut or tree.cut
        if self._php and not self._depth and not may_act(tree.nodes) and not self._mentions(*STATEMENT_WORDS):
            return NOTHING
        return self.read(tree)

    def meet(self, other: "Flow") -> None:
        """Let two parts of one page call each other and see each other's variables."""
        other._globals.update(self._globals)
        self._globals, self._functions = other._globals, other._functions
        self._classes = other._classes

    def read(self, tree: Tree) -> Value:
        """The same for code that was taken apart already."""
        value = NOTHING
        # What a call passes on is seen when the function is read again, so a chain of calls takes as many passes.
        most = 6 if len(self._code) < 50_000 else 2 if len(self._code) < 500_000 else 1
        for turn in range(most):
            self._changed = False
            self._scope, self._scope_name = None, ""
            self._with.clear()
            self._bounds.back(0)
            self._frames.clear()
            value = self._block(tree.nodes)
            # A function may be handed over before it is written: a small page is read twice for that.
            again = self._changed or (not turn and not self._php and len(self._code) <= _SMALL and self._functions)
            if not again or not self._acts:
                break
        return value

    def _block(self, nodes: list[Node]) -> Value:
        if self._basic:
            return self._basic_block(nodes)
        mark, fails = self._bounds.mark, self._fails
        self._otherwise = frozenset()
        last = NOTHING
        run: list[Node] = []
        count = len(nodes)
        for index, node in enumerate(nodes):
            if isinstance(node, Leaf):
                if node.kind == "end":
                    if run:
                        last = self._step(run)
                        run = []
                    continue
                run.append(node)
                continue
            run.append(node)
            if (
                node.open == "{"
                and ends_block(nodes[index + 1] if index + 1 < count else None)
                and not (self._php and len(run) > 1 and is_op(run[-2], "$"))
            ) or (
                node.open == "{" and self._php and is_word(run[0], "class", "abstract", "final", "trait", "interface")
            ):
                last = self._step(run)
                run = []
        if run:
            last = self._step(run)
        self._bounds.back(mark)
        self._fails = fails
        return last

    def _step(self, nodes: list[Node]) -> Value:
        """One statement of a block: what its condition says holds in it, and after it where its body ends the flow."""
        mark = self._bounds.mark
        before = self._otherwise
        other = is_word(nodes[0], "else", "elseif")
        if other:
            self._bounds.add(before)
        self._fails = None
        value = self._statement(nodes)
        fails: frozenset[Known] = self._fails or frozenset()
        self._bounds.back(mark)
        self._otherwise = before | fails if other and len(before) <= MOST_HELD else fails
        if fails and not other:
            body = nodes[2:]
            self._bounds.add(fails if self._ends(body) else self._given_fixed(body, fails))
        elif self._php and (stop := self._stops_else(nodes)):
            self._bounds.add(stop)
        return value

    def _statement(self, nodes: list[Node]) -> Value:
        self._nest += 1
        if self._nest > MOST_NEST:
            self._nest -= 1
            return NOTHING
        try:
            if self._basic:
                return self._basic_statement(nodes)
            first = nodes[0]
            end = nodes[-1]
            if is_word(first, "throw") and len(nodes) > 1:
                thrown = self._expression(nodes[1:])
                if thrown.trail is not None:
                    self._assign("\0thrown", Value(trail=thrown.trail))
                return NOTHING
            if isinstance(end, Group) and end.open == "{":
                made = self._definition(nodes)
                if made is not None:
                    return made
            if not self._php and self._declared_function(nodes):
                return NOTHING
            if isinstance(first, Group) and first.open == "[" and len(nodes) > 2 and isinstance(nodes[-1], Group):
                name = nodes[-2]
                if mentions(first, WEB_METHODS) and isinstance(name, Leaf) and name.plain not in self._contracts:
                    # A method that an interface promises to clients.
                    self._contracts.add(name.plain)
                    self._changed = True
            if isinstance(first, Group) and first.open == "[" and len(nodes) > 1 and not self._php:
                nodes = nodes[1:]
            if isinstance(nodes[0], Leaf) and nodes[0].kind == "name":
                word = nodes[0].plain
                if word in {"case", "default"} and not self._basic:
                    # What stands behind the label is a statement.
                    label = next((i for i, node in enumerate(nodes[:40]) if is_op(node, ":")), 0)
                    if label and label + 1 < len(nodes) and is_word(nodes[label + 1], "return", "throw", "if"):
                        return self._statement(nodes[label + 1 :])
                if word == "return":
                    return self._return(nodes[1:])
                if word == "yield":
                    return self._return([node for node in nodes[1:] if not is_word(node, "return", "break")])
                if word == "global" and self._php:
                    for node in nodes[1:]:
                        if isinstance(node, Leaf) and node.kind == "var" and self._scope is not None:
                            self._scope.locals["\0" + node.plain] = NOTHING
                    return NOTHING
                if word == "using" and not self._php and self._using(nodes):
                    return NOTHING
                if word in _ACCESS:
                    self._declared(nodes)
                if word in words.HEADS or word == "else":
                    # `if (…) return x;`
                    at = next((i for i, node in enumerate(nodes) if is_word(node, "return")), 0)
                    if at:
                        self._expression(nodes[:at])
                        return self._return(nodes[at + 1 :])
            if not self._php and (bodied := self._bodied(nodes)) is not None:
                return bodied
            return self._expression(nodes)
        finally:
            self._nest -= 1

    def _using(self, nodes: list[Node]) -> bool:
        """`using X = A.B;`, `using static A.B;`: other names of classes; false where it is a block."""
        if any(isinstance(node, Group) for node in nodes):
            return False
        names = [node.plain for node in nodes if isinstance(node, Leaf) and node.kind == "name"]
        if len(nodes) > 3 and is_op(nodes[2], "="):
            self._assign(names[1], Value(path=TYPES.get(names[-1], ".".join(names[2:]))))
        elif len(nodes) > 2 and is_word(nodes[1], "static"):
            for method in _METHODS.get(names[-1], ()):
                self._globals[method] = Value(path=f"{names[-1]}.{method}")
        return True

    def _declared(self, nodes: list[Node]) -> None:
        """Note a field: `public string Name;`."""
        last = nodes[-1]
        plain = all(isinstance(node, Leaf) and node.text != "=" for node in nodes)
        if plain and len(nodes) > 2 and isinstance(last, Leaf) and last.kind == "name":
            self._fields.add(last.plain)

    def _bodied(self, nodes: list[Node]) -> Value | None:
        """`Type Name(…) => expression`; null when the run is something else."""
        sign = next((i for i, node in enumerate(nodes[:14]) if is_op(node, "=>")), 0)
        if sign < 3 or sign + 1 >= len(nodes):
            return None
        head, name, kind = nodes[sign - 1], nodes[sign - 2], nodes[sign - 3]
        if (
            not isinstance(head, Group)
            or head.open != "("
            or not isinstance(name, Leaf)
            or name.kind != "name"
            or not (
                (isinstance(kind, Leaf) and kind.kind == "name")
                or (isinstance(kind, Group) and kind.open in {"[", "("})
            )
            or any(is_op(node, "=", ".", ",") for node in nodes[:sign] if node is not kind)
        ):
            return None
        word = Leaf("name", "return", nodes[sign].at, nodes[sign].end, "return")
        body = Group("{", [word, *nodes[sign + 1 :]], nodes[sign].at, nodes[-1].end)
        return self._function(name.plain, head, body, web=False)

    def _definition(self, nodes: list[Node]) -> Value | None:
        """A function, a class or a block with its head; null when the run is an expression."""
        body = nodes[-1]
        assert isinstance(body, Group)
        at = len(nodes) - 2
        while at >= 0 and len(nodes) - at < 14:
            node = nodes[at]
            if isinstance(node, Group):
                break
            if node.kind == "op" and (
                node.text in {"=", "=>"}
                or (node.text == "." and not any(is_word(word, *_HEAD_WORDS) for word in nodes))
            ):
                return None
            at -= 1
        if (
            at < 0
            or isinstance(nodes[at], Leaf)
            or all(isinstance(node, Group) and node.open == "[" for node in nodes[: at + 1])
        ):
            names = [node.plain for node in nodes[:-1] if isinstance(node, Leaf)]
            start = at + 1 if isinstance(nodes[at], Group) else 0
            if "class" in names and names.index("class") + 1 < len(names):
                self._classes.add(names[names.index("class") + 1] or "class")
            elif not all(
                isinstance(node, Leaf) and (node.kind == "name" or node.text in ":,.<>@&") for node in nodes[start:-1]
            ):
                return None
            if "new" in names:
                return None
            if not self._php and len(names) > 1 and _accessor(body.nodes):
                self._fields.add(names[-1])
                if any(isinstance(node, Group) and mentions(node, _BOUND) for node in nodes[:-1]):
                    sent = Trail(self._cut(nodes[0].at, body.at), self._line(body.at), "parameter")
                    self._globals[names[-1]] = Value(trail=sent)
                    return NOTHING
                return self._accessors(names[-1], body)
            if "enum" in names and names.index("enum") + 1 < len(names):
                self._enums.add(names[names.index("enum") + 1])
            if "enum" in names and self._java and not self._enumerated:
                # Not again inside, or each in another would double the work.
                self._enumerated = True
                for node in body.nodes:
                    # Each may have methods of its own.
                    if isinstance(node, Group) and node.open == "{":
                        self._block(node.nodes)
                self._enumerated = False
            return self._block(body.nodes)
        head = nodes[at]
        assert isinstance(head, Group)
        if head.open == "[" and at and is_word(nodes[at - 1], "this") and _accessor(body.nodes):
            return self._accessors(INDEXER, body)
        if head.open != "(" or at == 0:
            return None
        name = nodes[at - 1]
        if isinstance(name, Group) or name.kind != "name":
            return None
        if name.plain in {"use", "match"} and self._php:
            return None
        if name.plain in self._control and (self._php or name.text == name.plain):
            if name.plain in {"function", "fn", "delegate", "new"}:
                return None
            if at > 1:
                self._expression([node for node in nodes[: at - 1] if not is_word(node, "else")] or [name])
            self._head(name.plain, head)
            if name.plain == "with" and self._script:
                self._with.append(self._expression(head.nodes) if head.nodes else NOTHING)
                value = self._block(body.nodes)
                self._with.pop()
                return value
            return self._block(body.nodes)
        before = nodes[at - 2] if at > 1 else None
        if isinstance(before, Leaf) and before.text in {".", "->", "new", "::", "="}:
            return None
        if not self._php and before is not None and is_word(before, "record", "struct", "class"):
            return self._with_fields(name, head, body)
        web = any(
            (isinstance(node, Group) and node.open == "[" and mentions(node, WEB_METHODS))
            or (isinstance(node, Leaf) and node.plain in WEB_METHODS and self._part.web_method)
            for node in nodes[:at]
        ) or (name.plain.startswith(_PAGE_METHODS) and "@page" in self._code)
        web = web or (self._part.web_method and name.plain in self._contracts) or self._served(name.plain)
        return self._function(name.plain, head, body, web=web)

    def _served(self, name: str) -> bool:
        """Whether PHP calls this function for a client of its web service."""
        return self._php and (name in self._contracts or ("\0class" in self._contracts and bool(self._classes)))

    def _with_fields(self, name: Leaf, head: Group, body: Group) -> Value:
        """`record Name(Type x) { … }`: what it is made of are its fields."""
        self._classes.add(name.plain)
        self._function(name.plain, head, Group("{", [], body.at, body.at), web=False)
        function = self._functions[name.plain]
        for param in function.params:
            given = function.inputs.get(param)
            if given is not None and given.trail is not None:
                self._assign(param, given)
        return self._block(body.nodes)

    def _accessors(self, name: str, body: Group) -> Value:
        """`Type Name { get { … } set { … } }`: what is read is what `get` returns, what is assigned goes to `set`."""
        if not any(isinstance(node, Group) or node.text == "=>" for node in body.nodes) and name != INDEXER:
            # What is assigned is what is read.
            return NOTHING
        function = self._functions.setdefault(name, Function(params=["value"]))
        saved = self._scope, self._scope_name
        self._scope, self._scope_name = function, name
        function.locals.update(function.inputs)
        self._block(body.nodes)
        self._scope, self._scope_name = saved
        if function.result is not NOTHING:
            self._globals[name] = self._globals["." + name] = function.result
        return NOTHING

    def _function(self, name: str, head: Group, body: Group, *, web: bool) -> Value:
        function = self._functions.get(name)
        if function is None:
            function = self._functions[name] = Function(params=[])
            self._changed = self._changed or name in self._called
            if name.endswith(words.NAMED):
                self._functions[name.removesuffix(words.NAMED)] = function
        params, types = self._params(head.nodes)
        if len(params) >= len(function.params):
            function.params = params
            function.references = referenced(head.nodes) if self._php else frozenset()
            function.language = self._language
            function.rest = any(is_word(node, "params") or is_op(node, "...") for node in head.nodes) or (
                any(is_op(one, ".") and is_op(two, ".") for one, two in pairwise(head.nodes))
            )
            function.body = body if body.end - body.at < 2000 else None
        bound = filled_parameters(head) if self._part.language in NET else frozenset()
        for param, kind in zip(params, types, strict=True):
            if web or (name in CALLED_BACK and kind == "string") or param in bound:
                # Each its own: what a condition says of one it does not say of the others.
                function.inputs[param] = Value(trail=self._sent_parameter(head, param))
            elif kind and param not in function.inputs:
                function.inputs[param] = Value(path=TYPES.get(kind, kind))
        saved = self._scope, self._scope_name, self._unnamed
        self._scope, self._scope_name, self._unnamed = function, name, None
        function.locals.update({param: function.inputs[param] for param in params if param in function.inputs})
        self._block(body.nodes)
        self._scope, self._scope_name, self._unnamed = saved
        return NOTHING

    def _head(self, word: str, head: Group) -> None:
        """What stands in brackets after `if`, `for`, `foreach` and their like."""
        nodes = head.nodes
        if word in {"foreach", "for"}:
            self._each(nodes)
        elif word == "catch":
            thrown = self._lookup("\0thrown")
            named = nodes[-1] if nodes else None
            if thrown is not None and isinstance(named, Leaf) and named.kind in {"name", "var"}:
                self._assign(named.plain, thrown, local=True)
        elif word in {"if", "elseif"}:
            holds, fails = self._condition(nodes)
            self._bounds.add(holds)
            self._fails = fails if self._fails is None else frozenset()
        elif any(isinstance(node, Leaf) and node.kind == "end" for node in nodes):
            self._block(nodes)
        elif nodes:
            self._expression(nodes)
