"""Patterns of C#: what `is`, `switch` and their like put under a name."""

from indicia.detection.webshell.flow.holders.members import member_of
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.tokens.shapes import is_op, is_word, split_nodes
from indicia.detection.webshell.values.value import NOTHING, Value, join, with_path

_NO_NAMES = frozenset({*words.LOGICAL, "not", "when"})


def type_pattern(page: Page, nodes: list[Node], index: int, value: Value) -> int:
    """`x is Some.Type { … } name`: the name gets the value; gives where the pattern ends."""
    count = len(nodes)
    start = index
    while index + 1 < count and is_op(nodes[index], "."):
        index += 2
    while index < count:
        node = nodes[index]
        if isinstance(node, Group):
            if node.open == "{":
                _members(page, node, value)
            index += 1
        elif index == start and start and isinstance(nodes[start - 1], Leaf) and is_word(node, "var"):
            index += 1
        else:
            break
    named = nodes[index] if index < count else None
    if isinstance(named, Leaf) and named.kind == "name" and named.plain not in _NO_NAMES:
        page.names.assign(named.plain, value, local=True)
        return index + 1
    return index


def binds(page: Page, label: list[Node], asked: Value) -> bool:
    """`Type name when …` behind `case`: the name gets what is asked for; false where the label is a plain value."""
    named = len(label) > 1 and isinstance(label[0], Leaf) and label[0].kind == "name"
    if not named or page.part.language is not Language.CSHARP:
        return False
    index = type_pattern(page, label, 1, asked)
    if index == 1:
        return False
    page.evaluator.expression(page, label[index + 1 :])
    return True


def _members(page: Page, group: Group, value: Value) -> None:
    """`{ Name: var x, Other: { … } }`: names get members of the value."""
    for part in split_nodes(group.nodes, ","):
        name, last = (part[0], part[-1]) if len(part) > 2 else (None, None)
        if not isinstance(name, Leaf) or name.kind != "name" or not is_op(part[1], ":", "."):
            continue
        held = member_of(page, value, name, name.at, called=False)
        if isinstance(last, Group) and last.open == "{":
            _members(page, last, held)
        elif isinstance(last, Leaf) and last.kind == "name" and len(part) > 3:
            page.names.assign(last.plain, held, local=True)


def _each_of(page: Page, group: Group, value: Value) -> None:
    """`("a", var x)`: names get one of the several that are asked for."""
    for part in split_nodes(group.nodes, ","):
        if len(part) > 1 and isinstance(part[-1], Leaf) and part[-1].kind == "name" and part[-1].plain not in _NO_NAMES:
            page.names.assign(part[-1].plain, value, local=True)


def switched(page: Page, value: Value, body: Group) -> Value:
    """`x switch { pattern => value, … }`: one of the values."""
    values = []
    for arm in split_nodes(body.nodes, ","):
        sign = next((index for index, node in enumerate(arm) if is_op(node, "=>")), 0)
        if not sign or sign + 1 >= len(arm):
            continue
        if sign > 1:
            type_pattern(page, arm[:sign], 1, value)
        elif isinstance(arm[0], Group) and arm[0].open == "(":
            _each_of(page, arm[0], value)
        values.append(page.evaluator.expression(page, arm[sign + 1 :]))
    if not values:
        return NOTHING
    made = join(values)
    return with_path(made, next((one.path for one in values if one.path), ""))
