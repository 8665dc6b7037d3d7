"""Statements in a row: what one says of a value that holds for those behind it."""

from indicia.detection.webshell.flow.basic import basic_block
from indicia.detection.webshell.flow.conditions import ends, given_fixed, stops_else
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Leaf, Node
from indicia.detection.webshell.tokens.shapes import ends_block, is_op, is_word
from indicia.detection.webshell.values.bounds import MOST_HELD, Known
from indicia.detection.webshell.values.value import NOTHING, Value


def block(page: Page, nodes: list[Node]) -> Value:
    """Read statements; gives the value of the last."""
    if page.basic:
        return basic_block(page, nodes)
    mark, fails = page.bounds.mark, page.fails
    page.otherwise = frozenset()
    last = NOTHING
    run: list[Node] = []
    count = len(nodes)
    for index, node in enumerate(nodes):
        if isinstance(node, Leaf):
            if node.kind == "end":
                if run:
                    last = _step(page, run)
                    run = []
                continue
            run.append(node)
            continue
        run.append(node)
        if (
            (
                node.open == "{"
                and ends_block(nodes[index + 1] if index + 1 < count else None)
                and not (page.php and len(run) > 1 and is_op(run[-2], "$"))
            )
            or (page.script and node.open == "{" and len(run) == 4 and is_word(run[0], "function"))
            or (node.open == "{" and page.php and is_word(run[0], "class", "abstract", "final", "trait", "interface"))
        ):
            last = _step(page, run)
            run = []
    if run:
        last = _step(page, run)
    page.bounds.back(mark)
    page.fails = fails
    return last


def _step(page: Page, nodes: list[Node]) -> Value:
    """One statement of a block: what its condition says holds in it, and after it where its body ends the flow."""
    mark = page.bounds.mark
    before = page.otherwise
    other = is_word(nodes[0], "else", "elseif")
    if other:
        page.bounds.add(before)
    page.fails = None
    value = page.evaluator.statement(page, nodes)
    fails: frozenset[Known] = page.fails or frozenset()
    page.bounds.back(mark)
    page.otherwise = before | fails if other and len(before) <= MOST_HELD else fails
    if fails and not other:
        body = nodes[2:]
        page.bounds.add(fails if ends(page, body) else given_fixed(page, body, fails))
    elif page.php and (stop := stops_else(page, nodes)):
        page.bounds.add(stop)
    return value
