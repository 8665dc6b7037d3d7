"""Variables of C#, Java and PHP that are given a yes, a no or a text on ways that differ: `ok = true;` in an `if`."""

from indicia.detection.webshell.flow.conditions.said import condition
from indicia.detection.webshell.flow.leaving import ends
from indicia.detection.webshell.flow.questions.answers import key_of
from indicia.detection.webshell.state.flags import Cases, Name
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_op, is_word
from indicia.detection.webshell.values.bounds import Known
from indicia.detection.webshell.values.value import Value

MOST_VARIABLES = 60
"""Variables that are kept apart at one place."""
_TURNS = frozenset({"if", "else", "elseif", "for", "foreach", "while", "do", "switch", "try", "catch", "using", "lock"})


def before_choice(page: Page, nodes: list[Node]) -> dict[Name, Cases] | None:
    """What variables are before a statement that may be gone through or not; null before any other."""
    first = nodes[0]
    return dict(page.flags.now) if page.flags.now and is_word(first, *_TURNS) else None


def after_choice(page: Page, nodes: list[Node], before: dict[Name, Cases], fails: frozenset[Known]) -> None:
    """Join what they are behind it, whether it was gone through or not; `fails` is what is known if not."""
    head = nodes[1] if len(nodes) > 4 else None
    if is_word(nodes[0], "if") and isinstance(head, Group) and not isinstance(nodes[-1], Group) and page.afford():
        # `if (…) ok = true;`
        mark = page.bounds.mark
        page.bounds.add(condition(page, head.nodes)[0])
        right = nodes[4:] if is_op(nodes[3], "=") else []
        if right:
            note_variable(page, nodes[2:], page.evaluator.expression(page, right))
        page.bounds.back(mark)
    if is_word(nodes[0], "if", "elseif") and ends(page, nodes[2:]):
        page.flags.now = before
    elif page.flags.now != before:
        page.flags.join(before, [(page.flags.now, frozenset()), (before, fails)])


def note_variable(page: Page, nodes: list[Node], value: Value) -> None:
    """`bool ok = …;`, `ok = true;`: what the variable is from here on."""
    sign = next((i for i, node in enumerate(nodes[:6]) if is_op(node, "=")), 0)
    name = nodes[sign - 1] if sign else None
    right = nodes[sign + 1 :]
    if not isinstance(name, Leaf) or name.kind not in {"name", "var"} or not right:
        return
    if sign > 1 and any(not _of_type(node) for node in nodes[: sign - 1]):
        return
    key = page.names.scope_name, name.plain
    if key not in page.flags.now and len(page.flags.now) >= MOST_VARIABLES:
        return
    if value.const is None and len(right) > 1 and page.afford():
        holds, fails = condition(page, right)
        if holds or fails:
            page.flags.assign(key, {"true": holds, "false": fails})
            return
    page.flags.assign(key, {key_of(right, value): frozenset()})


def _of_type(node: Node) -> bool:
    """Whether it may stand before a name that is declared."""
    if isinstance(node, Group):
        return node.open == "[" and not node.nodes
    return node.kind == "name" or node.text in {"<", ">", "?"}
