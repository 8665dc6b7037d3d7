"""Queries that are written in the language: `from x in list where … select …`."""

from indicia.detection.webshell.flow.conditions.said import condition
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Leaf, Node
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.tokens.shapes import is_op, is_word
from indicia.detection.webshell.values.probing import EACH
from indicia.detection.webshell.values.value import NOTHING, Value, with_trail

_CLAUSES = ("from", "where", "let", "join", "orderby", "order", "select", "group", "into", "aggregate")
"""Words with which the parts of a query begin."""


def begins_query(page: Page, nodes: list[Node], index: int) -> bool:
    """Whether a query begins with the `from` that stands here."""
    if page.part.language not in NET or page.script:
        return False
    return any(is_word(word, "in") for word in nodes[index + 2 : index + 5])


def query(page: Page, nodes: list[Node]) -> Value:
    """What a query gives: what it selects, of each that it goes through."""
    starts = [index for index, node in enumerate(nodes) if is_word(node, *_CLAUSES)]
    given = NOTHING
    mark = page.bounds.mark
    for start, end in zip(starts, [*starts[1:], len(nodes)], strict=True):
        word, rest = nodes[start], nodes[start + 1 : end]
        if not isinstance(word, Leaf) or not rest:
            continue
        if word.plain in {"from", "join"}:
            given = _each(page, rest)
        elif word.plain == "select":
            given = page.bounds.freed(page.evaluator.expression(page, rest))
        elif word.plain == "where":
            page.bounds.add(condition(page, rest)[0])
        else:
            page.evaluator.expression(page, rest)
            if word.plain == "let" and isinstance(rest[0], Leaf) and len(rest) > 2 and is_op(rest[1], "="):
                page.names.assign(rest[0].plain, page.evaluator.expression(page, rest[2:]), local=True)
    page.bounds.back(mark)
    return given


def _each(page: Page, nodes: list[Node]) -> Value:
    """`x in list`: the name gets one of what the list holds."""
    sign = next((index for index, node in enumerate(nodes) if is_word(node, "in")), 0)
    name = nodes[sign - 1] if sign else None
    end = next((index for index, node in enumerate(nodes) if is_word(node, "on")), len(nodes))
    value = page.evaluator.expression(page, nodes[sign + 1 : end]) if nodes[sign + 1 : end] else NOTHING
    if value.trail is not None:
        value = with_trail(value, value.trail.through(page.code.line(nodes[0].at), f"{EACH}of {value.trail.source}"))
    if isinstance(name, Leaf) and name.kind == "name":
        page.names.assign(name.plain, value, local=True)
    return value
