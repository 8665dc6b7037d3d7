"""Lists and objects that are written out."""

from indicia.detection.webshell.acts.delegates import BOTH
from indicia.detection.webshell.acts.members import LAMBDA
from indicia.detection.webshell.flow.lambdas import Lambdas
from indicia.detection.webshell.tokens.shapes import is_op, is_word, split_nodes
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node
from indicia.detection.webshell.values.value import NOTHING, Value, join, with_trail


class Literals(Lambdas):
    """Lists and objects that are written out."""

    def _array(self, nodes: list[Node]) -> Value:
        parts = [part for part in split_nodes(nodes, ",") if part]
        if self._script and nodes and all(len(part) > 2 and is_op(part[1], ":") for part in parts):
            # `{ name: value, … }`
            names = [part[0].plain for part in parts if isinstance(part[0], Leaf)]
            parts = [part[2:] for part in parts]
            if turned := self._turned_to_text(names, parts):
                return turned
        items = [self._element_of(part) if self._php else self._expression(part) for part in parts[:4000]]
        if not items:
            return NOTHING
        joined = join(items)
        return Value(trail=joined.trail, hidden=joined.hidden, items=tuple(items), path=functions_in(items))

    def _turned_to_text(self, names: list[str], parts: list[list[Node]]) -> Value | None:
        """What `{ toString: function () { … } }` gives where a text is wanted; null where it has no such function."""
        for name, part in zip(names, parts, strict=False):
            if name in {"tostring", "valueof"} and self._afford():
                made = self._functions.get(self._expression(part).path)
                if made is not None and made.result.trail is not None:
                    return Value(trail=made.result.trail)
        return None

    def _element_of(self, nodes: list[Node]) -> Value:
        """`key => value` in an array of PHP: what is known of the value, else the way of the key."""
        value = self._expression(nodes)
        sign = next((i for i, node in enumerate(nodes) if is_op(node, "=>")), 0)
        first = nodes[0]
        if sign and value.trail is None and isinstance(first, Leaf) and first.kind == "var" and self._afford():
            key = self._expression(nodes[:sign])
            return with_trail(value, key.trail) if key.trail is not None else value
        return value

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
            made = len(part) > 3 and is_op(part[1], ":") and is_word(part[2], "function") and self._afford()
            if made and isinstance(part[0], Leaf):
                path = self._expression(part[2:]).path
                if path in self._functions:
                    self._functions.setdefault(part[0].plain, self._functions[path])


def functions_in(values: list[Value]) -> str:
    """What the functions among these go by together; empty where there are none."""
    return BOTH.join(value.path for value in values if value.path.startswith(LAMBDA))[:400]
