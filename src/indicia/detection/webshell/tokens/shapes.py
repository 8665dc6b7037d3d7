"""Questions about runs of tokens: where they split, what a cast is, where the last chain of members begins."""

from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node

_FILLED = frozenset(
    {
        "querystring",
        "form",
        "cookie",
        "control",
        "fromquery",
        "fromform",
        "fromheader",
        "frombody",
        "fromroute",
        "fromuri",
    }
)
"""Attributes of parameters that a client sends."""
_PHP_CASTS = (
    "int", "integer", "float", "double", "real", "string", "binary", "bool", "boolean", "array", "object", "unset",
)  # fmt: skip


def split_nodes(nodes: list[Node], sign: str) -> list[list[Node]]:
    """The runs between these signs; at least one."""
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if isinstance(node, Leaf) and node.text == sign and node.kind == "op":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def ends_block(following: Node | None) -> bool:
    """Whether a block ends before this token, so that a new statement begins."""
    if following is None:
        return True
    if isinstance(following, Group):
        return following.open in "{["
    return following.kind in {"name", "var", "text", "end"} or following.text in {"@", "!", "~", "$", "++", "--", "<"}


def is_word(node: Node, *names: str) -> bool:
    """Whether it is one of these names."""
    return isinstance(node, Leaf) and node.kind == "name" and node.plain in names


def is_op(node: Node, *signs: str) -> bool:
    """Whether it is one of these signs."""
    return isinstance(node, Leaf) and node.kind == "op" and node.text in signs


def mentions(group: Group, names: frozenset[str]) -> bool:
    """Whether one of these names stands anywhere inside."""
    return any(
        (isinstance(node, Leaf) and node.plain in names) or (isinstance(node, Group) and mentions(node, names))
        for node in group.nodes
    )


def filled_parameters(head: Group) -> frozenset[str]:
    """Parameters that a framework fills with what a request sends: `[QueryString] string d`."""
    parts = split_nodes(head.nodes, ",")
    found = (part for part in parts if part and isinstance(part[0], Group) and mentions(part[0], _FILLED))
    return frozenset(part[-1].plain for part in found if isinstance(part[-1], Leaf))


def end_of(nodes: list[Node], otherwise: Node) -> int:
    """Where a run ends; where it is empty, where the other ends."""
    return nodes[-1].end if nodes else otherwise.end


def last_chain(nodes: list[Node], php: bool) -> int:
    """Where the last chain of members begins, e.g. `a.b[c]` in `int a.b[c]`."""
    index = len(nodes) - 1
    while index > 0:
        node, before = nodes[index], nodes[index - 1]
        if isinstance(node, Group) and node.open != "{":
            if isinstance(before, Leaf) and (
                before.kind in {"var"}
                or (before.kind == "name" and before.plain not in words.CONTROL - {"list"})
                or before.text == "$"
            ):
                index -= 1
                continue
            named = isinstance(before, Group) and before.open == "{" and index > 1 and is_op(nodes[index - 2], "$")
            if isinstance(before, Group) and (before.open in "([" or named):
                index -= 1
                continue
            return index
        if isinstance(node, Group):
            if isinstance(before, Leaf) and before.text in {"$", "->"}:
                index -= 1
                continue
            return index
        if node.text in {".", "->", "::", "?."}:
            if php and node.text == ".":
                return index + 1
            if isinstance(before, Leaf) and before.kind == "op" and before.text not in {")", "]"}:
                return index
            index -= 1
            continue
        if (
            isinstance(before, Leaf)
            and before.text in {".", "->", "::", "?.", "$"}
            and not (php and before.text == ".")
        ):
            index -= 1
            continue
        return index
    return 0


def cast_type(group: Group, following: Node | None, basic: bool, php: bool = False) -> str | None:
    """The type in brackets before a value; null when the brackets are no cast."""
    if basic or following is None or not group.nodes or len(group.nodes) > 8:
        return None
    if php and not is_word(group.nodes[0], *_PHP_CASTS):
        return None
    last = ""
    for node in group.nodes:
        if isinstance(node, Leaf):
            if node.kind == "name":
                last = node.plain
            elif node.text not in {".", "?", "<", ">", ","}:
                return None
        elif node.open != "[" or node.nodes:
            return None
    if isinstance(following, Leaf):
        if following.kind in {"name", "var", "text", "inter", "number"}:
            return last
        return (
            last
            if following.text in {"$", "@", "-", "~"}
            and last in {"int", "string", "object", "array", "byte", "char", "float", "bool"}
            else None
        )
    return last if following.open == "(" else None


def referenced(nodes: list[Node]) -> frozenset[str]:
    """The parameters of a head whose changes the caller sees: `ByRef x`, `&$x`."""
    found = set()
    for part in split_nodes(nodes, ","):
        at = next((i for i, node in enumerate(part) if is_word(node, "byref") or is_op(node, "&")), -1)
        name = part[at + 1] if 0 <= at < len(part) - 1 else None
        if isinstance(name, Leaf) and name.kind in {"name", "var"}:
            found.add(name.plain)
    return frozenset(found)


def lambda_of(nodes: list[Node]) -> tuple[Node | None, list[Node]]:
    """`x => …`, `(x) => …`, `Function(x) …`: its only parameter and what stands behind; null where it is another."""
    if len(nodes) < 3:
        return None, []
    basic = is_word(nodes[0], "function")
    if not basic and not is_op(nodes[1], "=>"):
        return None, []
    head = nodes[1] if basic else nodes[0]
    if isinstance(head, Group):
        names = [node for node in head.nodes if isinstance(node, Leaf) and node.kind == "name"]
        return (names[0], nodes[2:]) if len(names) == len(head.nodes) == 1 else (None, [])
    return (head, nodes[2:]) if not basic else (None, [])
