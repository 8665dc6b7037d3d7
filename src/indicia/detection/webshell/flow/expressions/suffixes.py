"""What hangs on a value: calls, elements, members."""

from indicia.detection.webshell.flow.conditions.choosing import freed_by_choice
from indicia.detection.webshell.flow.functions.lambdas import by_reference
from indicia.detection.webshell.flow.functions.named_arguments import in_order, named
from indicia.detection.webshell.flow.holders.elements import element_of
from indicia.detection.webshell.flow.holders.members import member_of, named_by_text
from indicia.detection.webshell.flow.holders.variables import php_variable
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_op, is_word, split_nodes
from indicia.detection.webshell.values.value import NOTHING, Value, passed


def arguments_of(page: Page, group: Group) -> list[Value]:
    """What stands in the brackets of a call."""
    if not group.nodes:
        return []
    return [
        page.evaluator.expression(page, part[2:] if named(page, part) else part, compare=page.basic)
        if part
        else NOTHING
        for part in split_nodes(group.nodes, ",")
    ]


def followed(page: Page, value: Value, nodes: list[Node], index: int, at: int) -> tuple[Value, int]:
    """Follow what hangs on a value from this node on; gives the last value and the node behind it.

    `at` is where the value begins.
    """
    count = len(nodes)
    while index < count:
        node = nodes[index]
        if isinstance(node, Group):
            if node.open == "(" and page.php and len(node.nodes) == 1 and is_op(node.nodes[0], "..."):
                # `f(...)`: the function itself.
                value = Value(const=value.const or value.path, trail=value.trail, hidden=value.hidden)
            elif node.open == "(" and page.basic and node.nodes and is_word(node.nodes[0], "of"):
                # `Name(Of Type)`
                pass
            elif node.open == "(":
                if page.basic or value.path or value.const is not None or value.trail or value.hidden or page.php:
                    args = in_order(page, value.path, node, arguments_of(page, node))
                    called = value
                    value = page.evaluator.call(page, value, args, Site(at, node.end))
                    value = freed_by_choice(page, called, nodes[index - 1], node, value)
                    by_reference(page, called.path, node.nodes, called.trail)
                else:
                    value = passed(arguments_of(page, node))
            elif node.open == "[":
                key = named_by_text(page, value, node) if page.script else None
                if key is not None:
                    asked = index + 1 < count and isinstance(nodes[index + 1], Group)
                    value = member_of(page, value, key, at, called=asked)
                else:
                    value = element_of(page, value, node, at)
            elif node.open == "{" and page.php and node.nodes and len(node.nodes) < 6 and (value.const or value.trail):
                if isinstance(nodes[index - 1], Leaf) and nodes[index - 1].end != node.at:
                    break
                value = element_of(page, value, node, at)
            else:
                break
            index += 1
            continue
        if node.kind == "op" and node.text in {".", "->", "::", "?.", "?->"}:
            if node.text == "." and (page.php or (page.basic and page.within and nodes[index - 1].end < node.at)):
                break
            if index + 1 >= count:
                break
            member = nodes[index + 1]
            if isinstance(member, Group):
                if member.open == "{" and page.php:
                    named = page.evaluator.expression(page, member.nodes) if member.nodes else NOTHING
                    if "__get" in page.names.functions and named.trail is not None:
                        page.bind("__get", [named])
                    value = Value(path=f"{value.path}.{(named.const or '?').lower()}", trail=value.trail)
                    index += 2
                    continue
                break
            if member.kind not in {"name", "var"}:
                break
            if node.text == "::" and page.java and member.plain in page.names.functions:
                # A method that is handed over.
                value = Value(path=member.plain)
            elif member.kind == "var" and node.text == "::":
                value = page.names.lookup("." + member.plain) or NOTHING
            elif member.kind == "var":
                if "__call" in page.names.functions and (named := php_variable(page, member)).trail is not None:
                    page.bind("__call", [named])
                value = Value(path=f"{value.path}.?", trail=value.trail)
            else:
                asked = index + 2 < count and isinstance(nodes[index + 2], Group)
                value = member_of(page, value, member, at, called=asked)
            index += 2
            continue
        break
    return value, index
