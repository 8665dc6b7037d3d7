"""Arguments that a call names: they go where the function has a parameter of that name."""

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.tokens.shapes import is_op, split_nodes
from indicia.detection.webshell.values.value import NOTHING, Value


def named(page: Page, part: list[Node]) -> str:
    """The name that stands before an argument, `name: value` or `name:=value`; empty where none does."""
    if len(part) < 3 or page.part.language not in NET or page.script:
        return ""
    first = part[0]
    if isinstance(first, Leaf) and first.kind == "name" and is_op(part[1], ":=" if page.basic else ":"):
        return first.plain
    return ""


def in_order(page: Page, path: str, group: Group, args: list[Value]) -> list[Value]:
    """The arguments of a call of this function of the script in the order of its parameters."""
    function = page.names.functions.get(path.rpartition(".")[2])
    if function is None or page.part.language not in NET or page.script:
        return args
    parts = split_nodes(group.nodes, ",")
    names = [named(page, part) for part in parts]
    if not any(name in function.params for name in names) or len(parts) != len(args):
        return args
    ordered = [NOTHING] * len(function.params)
    for index, (name, value) in enumerate(zip(names, args, strict=True)):
        place = function.params.index(name) if name in function.params else index
        if place < len(ordered):
            ordered[place] = value
    return ordered
