"""Calls of functions of the script that say something of what they are given."""

from indicia.detection.webshell.flow.questions.subjects import name_of, of_kind
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_word, split_nodes
from indicia.detection.webshell.values.bounds import Known
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import Held


def given_back(page: Page, nodes: list[Node], says: dict[str, Held]) -> frozenset[Known]:
    """What is known of the arguments of a call, of whose function this is known of its parameters."""
    function, args = page.names.functions.get(name_of(nodes)), nodes[-1] if nodes else None
    if function is None or not isinstance(args, Group) or not args.nodes:
        return frozenset()
    found: set[Known] = set()
    for param, part in zip(function.params, split_nodes(args.nodes, ","), strict=False):
        if part and (held := says.get(param)):
            found.update(of_kind(page, part, held))
    return frozenset(found)


def called_alone(page: Page, nodes: list[Node]) -> tuple[Function, list[list[Node]]] | None:
    """`Name x, y`, `Call Name(x)`: the function of the script that is called, and its arguments; else null."""
    if is_word(nodes[0], "call"):
        nodes = nodes[1:]
    name = nodes[0] if nodes else None
    if not isinstance(name, Leaf) or name.kind != "name":
        return None
    function = page.names.functions.get(name.plain)
    if function is None:
        return None
    rest = nodes[1:]
    only = rest[0] if len(rest) == 1 else None
    if isinstance(only, Group) and only.open == "(":
        rest = only.nodes
    elif any(isinstance(node, Leaf) and node.text == "=" for node in rest[:1]):
        return None
    return function, split_nodes(rest, ",") if rest else []
