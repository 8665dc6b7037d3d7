"""Statements in a row: what one says of a value that holds for those behind it."""

from indicia.detection.webshell.flow.conditions.choices import after_choice, before_choice, note_variable
from indicia.detection.webshell.flow.conditions.said import given_fixed, stops_else
from indicia.detection.webshell.flow.leaving import ends
from indicia.detection.webshell.flow.questions.asked import said_by_passing
from indicia.detection.webshell.flow.questions.characters import said_by_loop
from indicia.detection.webshell.flow.questions.sayings import note_end
from indicia.detection.webshell.flow.statements.basic import basic_block
from indicia.detection.webshell.state.flags import Cases, Name, Ways
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
    function, page.body_of = page.body_of, None
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
    if function is not None and nodes:
        note_end(page, function, nodes)
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
    page.fails, page.behind = None, frozenset()
    choice = None if page.script else before_choice(page, nodes)
    flags = page.flags
    ways: Ways = []
    if other and page.script:
        flags.now, ways = dict(flags.other_before), list(flags.other_ways)
    entered = flags.now
    if page.script:
        flags.now = dict(entered)
    value = page.evaluator.statement(page, nodes)
    if choice is not None:
        after_choice(page, nodes, choice, page.fails or frozenset())
    elif not page.script and not page.inlining:
        note_variable(page, nodes, value)
    fails: frozenset[Known] = page.fails or frozenset()
    if page.script and (other or is_word(nodes[0], "if")):
        _ways_join(page, nodes, mark, entered, before | fails if other else fails, ways)
    page.bounds.back(mark)
    page.otherwise = before | fails if other and len(before) <= MOST_HELD else fails
    if fails and not other:
        body = nodes[2:]
        page.bounds.add(fails if ends(page, body) else given_fixed(page, body, fails))
    elif page.behind:
        page.bounds.add(page.behind)
        page.behind = frozenset()
    elif is_word(nodes[0], "foreach", "for") and (said := said_by_loop(page, nodes)):
        page.bounds.add(frozenset(said))
    elif (passed := said_by_passing(page, nodes)) if not other else ():
        page.bounds.add(frozenset(passed))
    elif page.php and (stop := stops_else(page, nodes)):
        page.bounds.add(stop)
    return value


def _ways_join(
    page: Page, nodes: list[Node], mark: int, entered: dict[Name, Cases], fails: frozenset[Known], ways: Ways
) -> None:
    """Behind an `if` of JScript or its `else`: what variables may be on the ways that lead there.

    `mark` is what was known before it, `entered` what variables were, `fails` what is known where no condition held,
    `ways` how it may have gone before an `else`.
    """
    flags = page.flags
    if not ends(page, nodes[1:]):
        ways.append((flags.now, page.bounds.since(mark)))
    flags.other_before, flags.other_ways = entered, ways
    last = is_word(nodes[0], "else") and not any(is_word(node, "if") for node in nodes[1:2])
    flags.join(entered, ways if last else [*ways, (entered, fails)])
