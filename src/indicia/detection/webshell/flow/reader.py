"""Who reads a page: the functions that those below may ask to read on."""

from indicia.detection.webshell.acts.asking import act
from indicia.detection.webshell.acts.databases import STATEMENT_WORDS
from indicia.detection.webshell.acts.php.acting import may_act
from indicia.detection.webshell.flow.expressions.whole import expression
from indicia.detection.webshell.flow.functions.calls import call_value
from indicia.detection.webshell.flow.statements.blocks import block
from indicia.detection.webshell.flow.statements.single import statement
from indicia.detection.webshell.state.page import SMALL, Evaluator, Page
from indicia.detection.webshell.tokens.tokens import Tree, tree_of
from indicia.detection.webshell.values.value import NOTHING, Value

MOST_ANEW = 3
"""How often a page is read anew because it was learnt what its functions say of what they are given."""


def run(page: Page) -> Value:
    """Read the part twice (a third time while parameters change); gives the value of its last statement."""
    tree = tree_of(page.code.text, page.language)
    page.code.text = tree.code
    page.shared.cut = page.shared.cut or tree.cut
    if page.php and not page.depth and not may_act(tree.nodes) and not page.code.mentions(*STATEMENT_WORDS):
        return NOTHING
    return _read_tree(page, tree)


def _read_tree(page: Page, tree: Tree) -> Value:
    """The same for code that was taken apart already."""
    value = NOTHING
    # What a call passes on is seen when the function is read again, so a chain of calls takes as many passes.
    begin, sinks = dict(page.names.globals), dict(page.shared.sinks)
    most = 6 if len(page.code) < 50_000 else 2 if len(page.code) < 500_000 else 1
    left, anew, turn = most, MOST_ANEW if most > 2 else 0, -1
    while left:
        left, turn = left - 1, turn + 1
        page.names.turn = turn
        page.names.changed = page.names.learnt = page.names.returned = False
        page.names.scope, page.names.scope_name, page.names.around = None, "", []
        page.names.class_name, page.names.property_name, page.names.promises = "", "", False
        page.within.clear()
        page.bounds.back(0)
        page.frames.clear()
        page.flags.clear()
        value = page.evaluator.block(page, tree.nodes)
        learnt = page.names.learnt and anew
        if not page.depth and (learnt or (page.names.returned and left)):
            # What was read before it was known what its functions answer for, or give back, is read anew.
            if learnt:
                page.names.forget(begin)
                left, anew = most, anew - 1
            page.shared.sinks.clear()
            page.shared.sinks.update(sinks)
            page.layers_seen.clear()
            continue
        # A function may be handed over before it is written: a small page is read twice for that.
        again = page.names.changed or (not turn and not page.php and len(page.code) <= SMALL and page.names.functions)
        if not again or not page.acts:
            break
    return value


class Reader:
    """The one `Evaluator`; it keeps nothing."""

    expression = staticmethod(expression)
    block = staticmethod(block)
    statement = staticmethod(statement)
    call = staticmethod(call_value)
    act = staticmethod(act)
    run = staticmethod(run)


READER: Evaluator = Reader()
