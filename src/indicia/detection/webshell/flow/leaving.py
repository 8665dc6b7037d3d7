"""Whether a statement ends what is going on: the page, the function, the turn of a loop."""

from collections.abc import Iterator

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_op

_STOPS = frozenset({"return", "throw", "exit", "die", "wp_die", "abort", "end'"})
_NEXT = frozenset({"break", "continue", "goto"})
_METHODS = frozenset({"end", "redirect", "transfer", "sendredirect"})


def ends(page: Page, nodes: list[Node]) -> bool:
    """Whether a statement or the body of one ends what is going on."""
    return any(_ends(page, nodes, _STOPS | _NEXT))


def leaves_page(page: Page, nodes: list[Node]) -> bool:
    """The same for what does not only end a turn of a loop, or the loop."""
    return any(_ends(page, nodes, _STOPS))


def _ends(page: Page, nodes: list[Node], stops: frozenset[str]) -> Iterator[bool]:
    last = nodes[-1] if nodes else None
    if isinstance(last, Group) and last.open == "{":
        nodes = last.nodes
    for index, node in enumerate(nodes):
        if isinstance(node, Leaf) and node.kind == "name":
            after_dot = index > 0 and is_op(nodes[index - 1], ".")
            yield node.plain in _METHODS if after_dot else node.plain in stops
            following = nodes[index + 1] if index + 1 < len(nodes) else None
            function = page.names.functions.get(node.plain)
            yield function is not None and function.never and isinstance(following, Group) and following.open == "("


def never_returns(page: Page, nodes: list[Node]) -> bool:
    """Whether a function with this body always ends the page or throws: one of its statements does, as it stands."""
    run: list[Node] = []
    for node in nodes:
        if isinstance(node, Leaf) and node.kind == "end":
            first = run[0] if run else None
            if isinstance(first, Leaf) and _always(page, first, run):
                return True
            run = []
        elif isinstance(node, Group) and node.open == "{":
            run = []
        else:
            run.append(node)
    return False


def _always(page: Page, first: Leaf, run: list[Node]) -> bool:
    if first.plain in {"throw", "die", "exit"}:
        return True
    if any(is_op(node, "=", "?", "=>") for node in run) or not isinstance(run[-1], Group):
        return False
    name = run[-2]
    if isinstance(name, Leaf) and len(run) > 3:
        return (
            name.plain in _METHODS - {"transfer"} and is_op(run[-3], ".") and first.plain not in {"if", "else", "for"}
        )
    function = page.names.functions.get(first.plain)
    return len(run) == 2 and function is not None and function.never
