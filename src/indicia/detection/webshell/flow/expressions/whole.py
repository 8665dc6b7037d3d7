"""The value of a run of tokens."""

from indicia.detection.webshell.flow.conditions.said import condition
from indicia.detection.webshell.flow.expressions.assignments import assignment
from indicia.detection.webshell.flow.expressions.operators import sum_of
from indicia.detection.webshell.flow.expressions.queries import begins_query, query
from indicia.detection.webshell.flow.expressions.terms import chained
from indicia.detection.webshell.state.page import MOST_NEST, Page
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_op, split_nodes
from indicia.detection.webshell.values.value import NOTHING, Value, join

_TELLING = words.LOGICAL | words.ASSIGN | {",", "?", "??"}
_TELLING_NAMES = words.LOGICAL | {"from"}
_DEEP, _LONG = 40, 10_000
"""Of expressions inside so many others so long a run is not read: nobody writes any, and each is gone through whole."""


def expression(page: Page, nodes: list[Node], *, compare: bool = False) -> Value:
    """The value of a run of nodes; what acts in it is noted on the way."""
    if len(nodes) == 1:
        node = nodes[0]
        if isinstance(node, Leaf):
            kind = node.kind
            if kind in {"text", "number"}:
                return Value(const=node.text, number=kind == "number")
            if kind in {"var", "inter"}:
                return chained(page, nodes, 0)[0]
    page.nest += 1
    if page.nest > MOST_NEST or (page.nest > _DEEP and len(nodes) > _LONG):
        page.nest -= 1
        return NOTHING
    try:
        return _commas(page, nodes, compare)
    finally:
        page.nest -= 1


def _commas(page: Page, nodes: list[Node], compare: bool) -> Value:
    """The same for a run that is not bounded: what binds least is looked for first, commas, then assignments."""
    if len(nodes) == 1 and isinstance(nodes[0], Group):
        return chained(page, nodes, 0)[0]
    cut: list[int] = []
    assign = -1
    question = otherwise = -1
    for index, node in enumerate(nodes):
        # Of long runs this loop takes most of the time, and hardly any node tells anything.
        if not isinstance(node, Leaf):
            continue
        kind = node.kind
        if kind == "name":
            if node.plain not in _TELLING_NAMES:
                continue
            if node.plain != "from":
                cut.append(index)
            elif begins_query(page, nodes, index):
                if not index:
                    return query(page, nodes)
                whole = Group("(", nodes[index:], node.at, nodes[-1].end)
                return _commas(page, [*nodes[:index], whole], compare)
        elif kind == "op":
            text = node.text
            if text not in _TELLING:
                continue
            if text == "?":
                question = index if question < 0 else question
            elif text == "," or text in words.LOGICAL:
                if text != "," or not page.basic:
                    cut.append(index)
            elif text == "??":
                otherwise = index if otherwise < 0 else otherwise
            elif assign < 0 and not compare:
                assign = index
        elif kind == "end":
            return page.evaluator.block(page, nodes)
    if cut and not page.php and not page.java and _binds_less(nodes, cut, assign, question):
        cut = []
    if cut:
        values = []
        previous = 0
        logical = False
        mark = page.bounds.mark
        for index in (*cut, len(nodes)):
            if index < len(nodes):
                node = nodes[index]
                logical = logical or (isinstance(node, Leaf) and node.text != ",")
            if index > previous:
                part = nodes[previous:index]
                values.append(_commas(page, part, compare))
                if page.script and index < len(nodes) and is_op(nodes[index], "&&") and _tests(page, part):
                    # What it says holds for what stands behind it.
                    page.bounds.add(condition(page, part)[0])
            previous = index + 1
        page.bounds.back(mark)
        if not values:
            return NOTHING
        return Value(number=True) if logical and not page.script else join(values)
    if assign > 0:
        return assignment(page, nodes[:assign], nodes[assign], nodes[assign + 1 :])
    if otherwise > 0 and question < 0 and nodes[otherwise + 1 :]:
        # `a ?? b`: one of them.
        return join([sum_of(page, part, compare) for part in split_nodes(nodes, "??") if part])
    if question > 0:
        holds, fails = condition(page, nodes[:question])
        rest = nodes[question + 1 :]
        colon = next((i for i, node in enumerate(rest) if isinstance(node, Leaf) and node.text == ":"), -1)
        if colon < 0:
            return sum_of(page, rest, compare) if rest else NOTHING
        if colon == 0:
            return join(
                [
                    sum_of(page, nodes[:question], False),
                    page.evaluator.expression(page, rest[1:], compare=compare) if rest[1:] else NOTHING,
                ]
            )
        mark = page.bounds.mark
        page.bounds.add(holds)
        one = page.bounds.freed(page.evaluator.expression(page, rest[:colon], compare=compare))
        page.bounds.back(mark)
        page.bounds.add(fails)
        other = page.bounds.freed(page.evaluator.expression(page, rest[colon + 1 :], compare=compare))
        page.bounds.back(mark)
        return join([one, other])
    return sum_of(page, nodes, compare)


def _binds_less(nodes: list[Node], cut: list[int], assign: int, question: int) -> bool:
    """Whether `x = a && b`, `a && b ? c : d` are an assignment and a choice, and not two values."""
    if not all(is_op(nodes[index], "&&", "||") for index in cut):
        return False
    return 0 < assign < cut[0] or (assign < 0 < question)


def _tests(page: Page, nodes: list[Node]) -> bool:
    """Whether a pattern is asked for here, and it may be read once more."""
    return ".test(" in page.code.text[nodes[0].at : nodes[-1].end][:400] and page.afford()
