"""Lists and objects that are written out."""

from indicia.detection.webshell.state.names import BOTH, LAMBDA
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.tokens.shapes import is_op, is_word, split_nodes
from indicia.detection.webshell.values.kinds import ACTING
from indicia.detection.webshell.values.value import NOTHING, Value, join, with_trail


def array_of(page: Page, nodes: list[Node]) -> Value:
    """A list that is written out, or an object of JScript."""
    parts = [part for part in split_nodes(nodes, ",") if part]
    names: list[str] = []
    if page.script and nodes and all(len(part) > 2 and is_op(part[1], ":") for part in parts):
        # `{ name: value, … }`
        names = [_name(part[0]) for part in parts]
        parts = [part[2:] for part in parts]
        if turned := _turned_to_text(page, names, parts):
            return turned
    items = [_item(page, part) if page.php else page.evaluator.expression(page, part) for part in parts[:4000]]
    if not items:
        return NOTHING
    for name, item in zip(names, items, strict=False):
        if name and item.path in ACTING:
            page.names.assign("." + name, item)
    joined = join(items)
    return Value(trail=joined.trail, hidden=joined.hidden, items=tuple(items), path=functions_in(page, items))


def _name(node: Node) -> str:
    """The name of a member of an object that is written out, in quotation marks or not."""
    return (node.plain or node.text.lower()) if isinstance(node, Leaf) else ""


def _turned_to_text(page: Page, names: list[str], parts: list[list[Node]]) -> Value | None:
    """What `{ toString: function () { … } }` gives where a text is wanted; null where it has no such function."""
    for name, part in zip(names, parts, strict=False):
        if name in {"tostring", "valueof"} and page.afford():
            made = page.names.functions.get(page.evaluator.expression(page, part).path)
            if made is not None and made.result.trail is not None:
                return Value(trail=made.result.trail)
    return None


def _item(page: Page, nodes: list[Node]) -> Value:
    """`key => value` in an array of PHP: what is known of the value, else the way of the key."""
    value = page.evaluator.expression(page, nodes)
    sign = next((i for i, node in enumerate(nodes) if is_op(node, "=>")), 0)
    first = nodes[0]
    if sign and value.trail is None and isinstance(first, Leaf) and first.kind == "var" and page.afford():
        key = page.evaluator.expression(page, nodes[:sign])
        return with_trail(value, key.trail) if key.trail is not None else value
    return value


def braces(page: Page, group: Group) -> Value:
    """A block, or what stands in braces after `new`."""
    nodes = group.nodes
    if any(isinstance(node, Leaf) and node.kind == "end" for node in nodes):
        return page.evaluator.block(page, nodes)
    if page.script:
        _methods(page, nodes)
    return array_of(page, nodes) if nodes else NOTHING


def _methods(page: Page, nodes: list[Node]) -> None:
    """`{ name: function (…) { … } }`: functions of an object, known by their names."""
    for part in split_nodes(nodes, ","):
        given = part[2] if len(part) == 3 and is_op(part[1], ":") else None
        if isinstance(given, Leaf) and given.plain in page.names.functions and (name := _name(part[0])):
            # `{ name: function }`: one that is written elsewhere.
            page.names.functions.setdefault(name, page.names.functions[given.plain])
        made = len(part) > 3 and is_op(part[1], ":") and is_word(part[2], "function") and page.afford()
        if made and (name := _name(part[0])):
            path = page.evaluator.expression(page, part[2:]).path
            function = page.names.functions.get(path)
            if name == "eval" or page.names.functions.get(name, function) is not function:
                # Its bare name goes on meaning what it means elsewhere.
                both = path if name == "eval" else f"{path}{BOTH}{name}"
                page.names.assign("." + name, page.names.one_more("." + name, Value(path=both)))
            elif function is not None:
                page.names.functions.setdefault(name, function)


def functions_in(page: Page, values: list[Value]) -> str:
    """What the functions among these go by together, else one of the objects that act; empty where there are none."""
    own = page.part.language in NET or page.script
    functions = (
        value.path
        for value in values
        if value.path.startswith(LAMBDA) or (own and value.trail is None and page.names.is_own(value.path))
    )
    made = BOTH.join(list(dict.fromkeys(functions))[:20])
    return made or next((value.path for value in values if value.path in ACTING), "")
