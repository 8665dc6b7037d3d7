"""`new X(…) { … }`: objects with what they are made of."""

from indicia.detection.webshell.acts.objects.creating import create
from indicia.detection.webshell.flow.expressions.literals import array_of, functions_in
from indicia.detection.webshell.flow.expressions.suffixes import arguments_of, followed
from indicia.detection.webshell.flow.functions.named_arguments import in_order
from indicia.detection.webshell.flow.holders.properties import set_property
from indicia.detection.webshell.flow.holders.variables import php_variable
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_op, is_word, split_nodes
from indicia.detection.webshell.values.value import NOTHING, Value, join, with_path


def new_object(page: Page, nodes: list[Node], index: int) -> tuple[Value, int]:
    """`new` at this node; gives the object with what hangs on it, and the node behind."""
    at = nodes[index].at
    index += 1
    path = ""
    callee = NOTHING
    count = len(nodes)
    while index < count:
        node = nodes[index]
        if isinstance(node, Leaf) and node.kind == "name":
            if page.basic and node.plain == "with":
                # Of no class.
                break
            path = node.plain.rsplit("\\", 1)[-1]
            index += 1
            if index < count and is_op(nodes[index], ".", "::"):
                index += 1
                continue
            break
        if isinstance(node, Leaf) and node.kind == "var":
            callee = php_variable(page, node)
            path = (callee.const or "").lower()
            index += 1
            break
        break
    if page.script and (known := page.names.lookup(path)) is not None and known.path in {"activexobject", "function"}:
        # `var X = ActiveXObject; new X(…)`
        path = known.path
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
            if page.basic and node.nodes and is_word(node.nodes[0], "of"):
                index += 1
                continue
            args = in_order(page, path, node, arguments_of(page, node))
            called = True
        elif node.open == "[" and not called:
            array = True
            if node.nodes:
                page.evaluator.expression(page, node.nodes)
        elif node.open == "{":
            if array or path in {"", "string", "byte", "char", "object"}:
                value = array_of(page, node.nodes)
                return followed(page, with_path(value, ""), nodes, index + 1, at)
            value = initialised(page, path, node)
            if page.names.is_own(value.path):
                # A collection of functions: a call of any is a call of all.
                return followed(page, value, nodes, index + 1, at)
            if value.trail is not None:
                args.append(value)
            index += 1
            break
        else:
            break
        index += 1
    if page.basic and index + 1 < count and is_word(nodes[index], "with"):
        given = nodes[index + 1]
        if isinstance(given, Group) and given.open == "{":
            value = initialised(page, path, given)
            if value.trail is not None:
                args.append(value)
            index += 2
    if page.basic and index + 1 < count and is_word(nodes[index], "from"):
        given = nodes[index + 1]
        if isinstance(given, Group) and given.open == "{":
            # What a collection holds at first.
            value = array_of(page, given.nodes)
            index += 2
            if page.names.is_own(value.path):
                return followed(page, value, nodes, index, at)
            args.append(value)
    value = create(page, path, args, Site(at, end))
    return followed(page, value, nodes, index, at)


def initialised(page: Page, path: str, group: Group) -> Value:
    """`{ FileName = "x", Arguments = y }` after `new`, or the body of a class without a name."""
    if any(isinstance(node, Leaf) and node.kind == "end" for node in group.nodes) or page.java or page.php:
        return page.evaluator.block(page, group.nodes)
    values = []
    for written in split_nodes(group.nodes, ","):
        part = written[1:] if written and is_op(written[0], ".") else written
        sign = next((i for i, node in enumerate(part) if is_op(node, "=")), -1)
        name = part[0] if part else None
        rest = part[sign + 1 :]
        inner = rest[0] if len(rest) == 1 else None
        if isinstance(name, Leaf) and isinstance(inner, Group) and inner.open == "{" and sign > 0:
            if name.plain == "argumentlist":
                given = join([page.evaluator.expression(page, one) for one in split_nodes(inner.nodes, ",") if one])
                set_property(page, Value(path=path), name, given, [name, name, name])
                continue
            # `{ StartInfo = { FileName = x } }`
            values.append(initialised(page, f"{path}.{name.plain}", inner))
            continue
        value = page.evaluator.expression(page, rest) if rest else NOTHING
        if isinstance(name, Leaf) and sign > 0:
            set_property(page, Value(path=path), name, value, [name, name, name])
        values.append(value)
    made = join(values) if values else NOTHING
    return Value(trail=made.trail, hidden=made.hidden, path=functions_in(page, values)) if values else NOTHING
