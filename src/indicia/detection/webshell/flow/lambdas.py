"""Functions that are written where they are used, and names that a call writes to."""

from indicia.detection.webshell.acts.members import LAMBDA
from indicia.detection.webshell.flow.calls import Calls
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.tokens.shapes import is_word, split_nodes
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import NOTHING, Trail, Value


class Lambdas(Calls):
    """Functions that are written where they are used, and names that a call writes to."""

    def _by_reference(self, name: str, given: list[Node], holder: Trail | None = None) -> None:
        """What a function puts into its parameters the caller sees: all in VBScript, else those that say so."""
        if self._part.language is Language.CSHARP:
            self._outs(name, given, holder)
            return
        function = self._functions.get(name.rsplit(".", 1)[-1])
        if function is None or name == self._scope_name:
            return
        always = self._part.language is Language.VBSCRIPT
        for param, part in zip(function.params, split_nodes(given, ","), strict=False):
            if not always and param not in function.references:
                continue
            kept, sent = function.locals.get(param), function.inputs.get(param)
            variable = part[0] if len(part) == 1 else None
            if kept is None or kept.trail is None or (sent is not None and sent.trail is not None):
                continue
            unclear = self._php and kept.trail.loose
            if isinstance(variable, Leaf) and variable.kind in {"name", "var"} and not unclear:
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
            self._unnamed_body(function, body)
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
        self._unnamed_body(function, body)
        return Value(path=path)

    def _unnamed_body(self, function: Function, body: Group) -> None:
        """Read the body of a function without a name; what it returns is its own."""
        saved, self._unnamed = self._unnamed, function
        self._block(body.nodes)
        self._unnamed = saved
