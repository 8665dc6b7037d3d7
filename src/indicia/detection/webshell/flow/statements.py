"""What functions give back, and what loops go through."""

from itertools import pairwise

from indicia.detection.webshell.acts.kept_files import LISTED
from indicia.detection.webshell.acts.probing import EACH
from indicia.detection.webshell.flow.assignments import Assignments
from indicia.detection.webshell.tokens.shapes import is_op, is_word, split_nodes
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node
from indicia.detection.webshell.tokens.words import SCRIPT_ENDINGS
from indicia.detection.webshell.values.kinds import COUNTED, one_of_methods
from indicia.detection.webshell.values.value import NOTHING, Trail, Value, with_trail

_LISTS = (".files", ".subfolders", "getfiles", "listfiles", "getfilesystementries", "enumeratefiles", "glob", "scandir")
"""Ends of what gives the entries of a folder."""

WEB_METHODS = {
    "webmethod",
    "webmethodattribute",
    "operationcontract",
    "operationcontractattribute",
    "webget",
    "webinvoke",
}
"""Attributes of methods whose parameters a client sends."""
CALLED_BACK = frozenset({"raisecallbackevent", "raisepostbackevent"})
"""Methods whose text the browser sends."""


class Statements(Assignments):
    """What functions give back, and what loops go through."""

    def _return(self, nodes: list[Node]) -> Value:
        value = self._bounds.freed(self._expression(nodes) if nodes else NOTHING)
        made = self._unnamed or self._scope
        if made is not None:
            self._result(made, value)
        return value

    def _sent_parameter(self, head: Group, param: str) -> Trail:
        """The way of a parameter that a client sends."""
        for part in split_nodes(head.nodes, ","):
            if any(isinstance(node, Leaf) and node.plain == param for node in part):
                return Trail(self._cut(part[0].at, part[-1].end), self._line(part[0].at), "parameter")
        return Trail(self._cut(head.at, head.end), self._line(head.at), "parameter")

    def _each_of(self, nodes: list[Node]) -> str:
        """The head of a loop, as one step on the way of a value."""
        return EACH + self._cut(nodes[0].at, nodes[-1].end)

    def _each(self, nodes: list[Node]) -> None:
        if self._basic and len(nodes) > 3 and is_word(nodes[1], "as"):
            # `For Each n As String In x`: the type plays no part.
            nodes = [nodes[0], *nodes[next((i for i, node in enumerate(nodes) if is_word(node, "in")), 1) :]]
        for index, node in enumerate(nodes):
            if isinstance(node, Leaf) and (node.plain in {"as", "in"} or (node.text == ":" and self._java)):
                left, right = nodes[:index], nodes[index + 1 :]
                if node.plain != "as":
                    left, right = right, left
                value = self._expression(left) if left else NOTHING
                if value.path == "$server":
                    # Of these a client chooses some.
                    value = Value(trail=Trail(self._cut(left[0].at, left[-1].end), self._line(left[0].at), loose=True))
                methods = value.path if one_of_methods(value.path) else ""
                codes = value.items if value.items and len(value.items) >= 8 else ()
                listed = all(item.number and item.const is not None for item in codes) if codes else False
                scripts = (item.const or "" for item in value.items or ())
                place = next((text for text in scripts if text.lower().endswith(SCRIPT_ENDINGS)), None)
                names = value.path.removesuffix("()").endswith(_LISTS)
                value = Value(
                    trail=value.trail,
                    hidden=value.hidden or ("taken from a list of numbers" if listed else ""),
                    path="method?" if methods else LISTED if names else "",
                    place=place,
                )
                if value.trail is not None:
                    # One of several; what is known of one is not known of the others.
                    value = with_trail(value, value.trail.through(self._line(nodes[0].at), self._each_of(nodes)))
                found = [item for item in right if isinstance(item, Leaf) and item.kind in {"var", "name"}]
                keyed = any(is_op(item, "=>") for item in right)
                for item in found if node.plain == "as" else found[-1:]:
                    if item.plain not in self._prefixes:
                        kept = value
                        if keyed and item is found[0] and value.trail is not None:
                            kept = with_trail(value, value.trail.through(self._line(item.at), f"key ${item.text}"))
                        self._assign(item.plain, kept, local=True)
                return
        self._block(nodes)
        for node, sign in pairwise(nodes):
            # What counts a loop has no one value.
            if isinstance(node, Leaf) and node.kind in {"var", "name"} and is_op(sign, "=", "++", "--", "+=", "-="):
                self._assign(node.plain, Value(number=True, path=COUNTED))
