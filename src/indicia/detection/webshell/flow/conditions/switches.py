"""`switch (x) { case "a": … default: … }`: what is known of the value in its parts and behind it."""

from indicia.detection.webshell.flow.conditions.patterns import binds
from indicia.detection.webshell.flow.conditions.said import given_fixed
from indicia.detection.webshell.flow.leaving import ends, never_returns
from indicia.detection.webshell.flow.questions.endings import of_ending
from indicia.detection.webshell.flow.questions.subjects import is_whole
from indicia.detection.webshell.state.flags import Ways
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_op, is_word
from indicia.detection.webshell.values.bounds import Known, known
from indicia.detection.webshell.values.value import NOTHING, Held, Value

_Part = tuple[list[list[Node]], list[Node]]
"""The labels of a part, null for `default` as an empty run, and its statements."""


def read_switch(page: Page, head: Group, body: Group) -> None:
    """Read all parts of a `switch`; those with fixed labels are gone through with one of these alone."""
    subject = head.nodes
    asked = page.evaluator.expression(page, subject) if subject else NOTHING
    trail = asked.trail
    before: frozenset[Known] | None = None
    every: set[Known] | None = None
    default: list[Node] | None = None
    mark = page.bounds.mark
    entered, ways = page.flags.now, Ways()
    for labels, statements in _parts(body.nodes):
        said: frozenset[Known] = frozenset()
        plain = [label for label in labels if label and not binds(page, label, asked)]
        texts = [page.evaluator.expression(page, label) for label in plain]
        fixed = len(texts) == len(labels) and all(text.const is not None and text.trail is None for text in texts)
        if trail is not None and fixed:
            said = _said(page, subject, trail, texts)
        if [] in labels:
            default = statements
        else:
            every = set(said) if every is None else every & said
        # Where the part before goes on into this one, only what is known in both.
        here = said if before is None else said & before
        page.bounds.add(here)
        if before is None:
            page.flags.now = dict(entered)
        else:
            page.flags.join(entered, [(page.flags.now, before), (entered, said)])
        page.evaluator.block(page, statements)
        if statements and not _goes_back(page, statements):
            ways.append((page.flags.now, page.bounds.since(mark)))
        page.bounds.back(mark)
        before = None if not statements or ends(page, statements) else (said if before is None else said & before)
    page.flags.join(entered, ways if default is not None else [*ways, (entered, frozenset())])
    if default is not None and every:
        all_said = frozenset(every)
        page.behind = all_said if _goes_back(page, default) else given_fixed(page, default, all_said)


def _said(page: Page, subject: list[Node], trail: object, texts: list[Value]) -> frozenset[Known]:
    way = page.evaluator.expression(page, subject).trail
    if way is None:
        return frozenset()
    ending = of_ending(page, subject, way, texts)
    return frozenset([known(way, Held.FIXED), *ending] if is_whole(page, subject, way) else ending)


def _parts(nodes: list[Node]) -> list[_Part]:
    """The parts in their order; labels that follow each other belong to one part."""
    found: list[_Part] = []
    labels: list[list[Node]] = []
    statements: list[Node] = []
    index = 0
    while index < len(nodes):
        node = nodes[index]
        if is_word(node, "case", "default") and (index == 0 or not is_op(nodes[index - 1], ".")):
            stop = next((i for i in range(index, min(index + 40, len(nodes))) if is_op(nodes[i], ":")), -1)
            if stop < 0 and isinstance(node, Leaf):
                # PHP takes a semicolon as well.
                stop = next((i for i in range(index, len(nodes)) if not _in_label(nodes[i])), -1)
            if stop > 0:
                if statements:
                    found.append((labels, statements))
                    labels, statements = [], []
                labels.append(nodes[index + 1 : stop])
                index = stop + 1
                continue
        statements.append(node)
        index += 1
    if labels or statements:
        found.append((labels, statements))
    return found


def _goes_back(page: Page, nodes: list[Node]) -> bool:
    """Whether these statements end the page or the function, whatever is."""
    first: Node | None = None
    before: Node | None = None
    for node in nodes:
        if before is None or (isinstance(before, Leaf) and before.kind == "end"):
            first = node
        before = node
    return never_returns(page, nodes) or (first is not None and is_word(first, "return", "throw"))


def _in_label(node: Node) -> bool:
    return not (isinstance(node, Leaf) and node.kind == "end")
