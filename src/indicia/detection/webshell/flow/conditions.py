"""What a condition says of the values in it: a pattern, a list, a folder, a right of the visitor."""

import re

from indicia.detection.webshell.flow.marks import marked
from indicia.detection.webshell.flow.questions import (
    UNLIKE,
    inside_folder,
    is_literal,
    is_whole,
    name_of,
    said_by_no,
    said_by_yes,
)
from indicia.detection.webshell.state.page import MOST_NEST, Page
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_op, is_word
from indicia.detection.webshell.values.bounds import NOT_KNOWN, Known, Says, known
from indicia.detection.webshell.values.value import NOTHING, Held

_EITHER = frozenset({"||", "or", "orelse"})
_BOTH = frozenset({"&&", "and", "andalso"})
_SAME = frozenset({"==", "===", "="})
_OTHER = frozenset({"!=", "!==", "<>"})
_MORE = frozenset({">", ">=", "=>"})
_LESS = frozenset({"<", "<=", "=<"})
_FLIPPED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=<": ">=", "=>": "<="}
_NEVER = frozenset({"false", "0", "-1", "null", "nothing"})
_DIGITS_OF = re.compile(r"^\s*-?\s*\d+\s*$")


def condition(page: Page, nodes: list[Node]) -> Says:
    """Read a condition; gives what is known of the values in it where it holds and where it does not."""
    page.nest += 1
    try:
        return _parts_of(page, nodes) if page.nest <= MOST_NEST and nodes else NOT_KNOWN
    finally:
        page.nest -= 1


def _parts_of(page: Page, nodes: list[Node]) -> Says:
    if any(isinstance(node, Leaf) and (node.kind == "end" or node.text in words.ASSIGN - {"="}) for node in nodes):
        page.evaluator.expression(page, nodes, compare=page.basic)
        return NOT_KNOWN
    while len(nodes) == 1 and isinstance(nodes[0], Group) and nodes[0].open == "(" and nodes[0].nodes:
        nodes = nodes[0].nodes
    for signs, both in ((_EITHER, False), (_BOTH, True)):
        parts = _split(nodes, signs)
        if len(parts) > 1:
            said = [condition(page, part) for part in parts if part]
            every = [frozenset.intersection(*column) for column in zip(*said, strict=True)]
            some = [frozenset.union(*column) for column in zip(*said, strict=True)]
            return (some[0], every[1]) if both else (every[0], some[1])
    inverted = 0
    while inverted < len(nodes) - 1 and (is_op(nodes[inverted], "!") or is_word(nodes[inverted], "not")):
        inverted += 1
    if inverted:
        holds, fails = condition(page, nodes[inverted:])
        return (fails, holds) if inverted % 2 else (holds, fails)
    return _single(page, nodes)


def _single(page: Page, nodes: list[Node]) -> Says:
    """A condition without `and` and `or`."""
    if (mark := marked(page.code.text[nodes[0].at : nodes[-1].end][:400])) is not None:
        # Of the methods that a request may name, the page has marked those that it may call.
        trail = (page.names.lookup(mark[0]) or NOTHING).trail
        said = frozenset({known(trail, Held.FIXED)}) if trail is not None else frozenset()
        return (said, frozenset()) if mark[1] else (frozenset(), said)
    signs = [
        index
        for index, node in enumerate(nodes)
        if isinstance(node, Leaf)
        and node.kind == "op"
        and (node.text in _SAME | _OTHER | _MORE | _LESS)
        and (node.text != "=" or page.basic)
    ]
    if len(signs) != 1 or not 0 < signs[0] < len(nodes) - 1:
        page.evaluator.expression(page, nodes, compare=page.basic)
        return frozenset(said_by_yes(page, nodes)), frozenset(said_by_no(page, nodes))
    sign = nodes[signs[0]]
    assert isinstance(sign, Leaf)
    return _compared(page, nodes[: signs[0]], sign.text, nodes[signs[0] + 1 :])


def _compared(page: Page, left: list[Node], sign: str, right: list[Node]) -> Says:
    one, other = page.evaluator.expression(page, left), page.evaluator.expression(page, right)
    if one.trail is None and (one.const is not None or is_literal(left)):
        left, right, one, other = right, left, other, one
        sign = _FLIPPED.get(sign, sign)
    if other.trail is not None:
        return NOT_KNOWN
    tested = frozenset(said_by_yes(page, left)) or frozenset(said_by_no(page, left))
    if tested:
        name = name_of(left)
        literal = page.code.text[right[0].at : right[-1].end].replace(" ", "").lower()
        holds = _says(name, sign, literal)
        return NOT_KNOWN if holds is None else (tested, frozenset()) if holds else (frozenset(), tested)
    if one.trail is None:
        return NOT_KNOWN
    said: frozenset[Known] = frozenset()
    if other.const is not None and is_whole(page, left, one.trail):
        said = frozenset({known(one.trail, Held.FIXED)})
    elif other.const is None and name_of(left) in {"left", "substr", "substring"}:
        said = frozenset(inside_folder(page, left, one.trail))
    if sign in _SAME:
        return said, frozenset()
    return (frozenset(), said) if sign in _OTHER else NOT_KNOWN


def given_fixed(page: Page, body: list[Node], fails: frozenset[Known]) -> frozenset[Known]:
    """`if (!in_array($x, $list)) $x = "home";`: afterwards it is one of the list, or this text."""
    last = body[-1] if body else None
    nodes = last.nodes if isinstance(last, Group) and last.open == "{" else body
    found: set[Known] = set()
    for name, sign, text, after in zip(nodes, nodes[1:], nodes[2:], [*nodes[3:], None], strict=False):
        if isinstance(after, Leaf) and after.kind == "op":
            # The text is a part of what the name is given.
            continue
        if isinstance(name, Leaf) and is_op(sign, "=") and isinstance(text, Leaf) and text.kind in {"text", "number"}:
            kept = page.names.lookup(name.plain)
            if kept is not None and kept.trail is not None:
                found.update(item for item in fails if item.covers(kept.trail))
    return frozenset(found)


def stops_else(page: Page, nodes: list[Node]) -> frozenset[Known]:
    """`preg_match(…) or die();`: what holds afterwards."""
    stop = nodes[-2] if len(nodes) > 1 and isinstance(nodes[-1], Group) else nodes[-1]
    if not is_word(stop, "die", "exit"):
        return frozenset()
    at = next((i for i, node in enumerate(nodes) if is_word(node, "or", "and") or is_op(node, "||", "&&")), 0)
    if not at or nodes[at + 1] is not stop:
        return frozenset()
    sign = nodes[at]
    holds, fails = condition(page, nodes[:at])
    return holds if is_word(sign, "or") or is_op(sign, "||") else fails


def ends(page: Page, nodes: list[Node]) -> bool:
    """Whether a statement or the body of one ends what is going on."""
    last = nodes[-1] if nodes else None
    if isinstance(last, Group) and last.open == "{":
        nodes = last.nodes
    for index, node in enumerate(nodes):
        if isinstance(node, Leaf) and node.kind == "name":
            after_dot = index > 0 and is_op(nodes[index - 1], ".")
            if node.plain in _STOPS and not after_dot:
                return True
            if after_dot and node.plain in {"end", "redirect", "transfer", "sendredirect"}:
                return True
    return False


_STOPS = frozenset({"return", "throw", "exit", "die", "break", "continue", "goto", "wp_die", "abort", "end'"})


def _split(nodes: list[Node], signs: frozenset[str]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if isinstance(node, Leaf) and node.kind in {"op", "name"} and node.plain in signs:
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _says(name: str, sign: str, literal: str) -> bool | None:
    """Whether a question that is compared with this literal was answered with yes; null where that is not clear."""
    if sign in _MORE | _LESS:
        return sign in _MORE
    yes = literal not in _NEVER
    if name in {"strpos", "stripos", "instr"} and literal == "0" and name != "instr":
        # The place at the very beginning is one; `false` says that there is none.
        yes = True
    if name in UNLIKE:
        yes = literal in {"0", "false"}
    elif not (_DIGITS_OF.match(literal) or literal in {"true", "false", "null", "nothing"}):
        return None
    return yes if sign in _SAME else not yes
