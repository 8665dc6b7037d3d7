"""What a condition says of the values in it: a pattern, a list, a folder, a right of the visitor."""

import re

from indicia.detection.webshell.flow.questions.answers import answered_with, key_of, literal_of, of_variable
from indicia.detection.webshell.flow.questions.asked import UNLIKE, acts_by_name, is_question, said_by_no, said_by_yes
from indicia.detection.webshell.flow.questions.beginnings import begins_where
from indicia.detection.webshell.flow.questions.endings import of_ending
from indicia.detection.webshell.flow.questions.marks import marked
from indicia.detection.webshell.flow.questions.own_answers import given_back
from indicia.detection.webshell.flow.questions.rows import is_row
from indicia.detection.webshell.flow.questions.signatures import bears, signed_by
from indicia.detection.webshell.flow.questions.subjects import (
    begins_so,
    ending_of,
    inside_folder,
    is_empty,
    is_length,
    is_literal,
    is_whole,
    name_of,
)
from indicia.detection.webshell.state.flags import in_all, where, where_is
from indicia.detection.webshell.state.page import MOST_NEST, Page
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_op, is_word, split_nodes
from indicia.detection.webshell.values.bounds import NOT_KNOWN, Known, Says, in_common, known
from indicia.detection.webshell.values.kinds import CHOSEN
from indicia.detection.webshell.values.refused import ends_otherwise, ends_with
from indicia.detection.webshell.values.value import NOTHING, Held, Value

_EITHER = frozenset({"||", "or", "orelse"})
_BOTH = frozenset({"&&", "and", "andalso"})
_SAME = frozenset({"==", "===", "="})
_OTHER = frozenset({"!=", "!==", "<>"})
_MORE = frozenset({">", ">=", "=>"})
_LESS = frozenset({"<", "<=", "=<"})
_FLIPPED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=<": ">=", "=>": "<="}
_NEVER = frozenset({"false", "0", "-1", "null", "nothing"})
_NOTHING = {(">", "0"): "<>", (">=", "1"): "<>", ("=>", "1"): "<>", ("<", "1"): "=", ("<=", "0"): "=", ("=<", "0"): "="}
"""What compares something that is counted with nothing."""
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
            said = _in_turn(page, [part for part in parts if part], both=both)
            every = [in_common(column) for column in zip(*said, strict=True)]
            some = [frozenset.union(*column) for column in zip(*said, strict=True)]
            return (some[0], every[1]) if both else (every[0], some[1])
    inverted = 0
    while inverted < len(nodes) - 1 and (is_op(nodes[inverted], "!") or is_word(nodes[inverted], "not")):
        inverted += 1
    if inverted:
        holds, fails = condition(page, nodes[inverted:])
        return (fails, holds) if inverted % 2 else (holds, fails)
    return _single(page, nodes)


def _in_turn(page: Page, parts: list[list[Node]], *, both: bool) -> list[Says]:
    """What parts of a condition say; but in Basic, each is asked only where those before it left that open."""
    mark = page.bounds.mark
    said: list[Says] = []
    for part in parts:
        said.append(condition(page, part))
        if not page.basic:
            page.bounds.add(said[-1][0] if both else said[-1][1])
    page.bounds.back(mark)
    return said


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
    if page.script and len(nodes) > 2 and is_word(nodes[-2], "in"):
        # `x in list`
        key = page.evaluator.expression(page, nodes[:-2])
        if key.trail is not None and page.evaluator.expression(page, nodes[-1:]).trail is None:
            return (
                frozenset({known(key.trail, Held.FIXED)}) if is_whole(page, nodes[:-2], key.trail) else frozenset()
            ), frozenset()
    if len(signs) != 1 or not 0 < signs[0] < len(nodes) - 1:
        page.evaluator.expression(page, nodes, compare=page.basic)
        if signed := signed_by(page, nodes):
            return signed, frozenset()
        if cases := of_variable(page, nodes):
            return where(cases, yes=True), where(cases, yes=False)
        return frozenset(said_by_yes(page, nodes)), frozenset(said_by_no(page, nodes))
    sign = nodes[signs[0]]
    assert isinstance(sign, Leaf)
    return _compared(page, nodes[: signs[0]], sign.text, nodes[signs[0] + 1 :])


def _compared(page: Page, left: list[Node], sign: str, right: list[Node]) -> Says:
    one, other = page.evaluator.expression(page, left), page.evaluator.expression(page, right)
    asked = bool(of_variable(page, left)) and literal_of(right, other) is not None
    if sign in _SAME | _OTHER and (signed := bears(one, other)):
        return (signed, frozenset()) if sign in _SAME else (frozenset(), signed)
    fixed = one.const is not None or one.path == CHOSEN or is_literal(left) or is_row(page, one)
    if one.trail is None and not asked and fixed:
        left, right, one, other = right, left, other, one
        sign = _FLIPPED.get(sign, sign)
    if other.trail is not None:
        return NOT_KNOWN
    if (by_answer := _by_answer(page, left, sign, right, other)) is not None:
        said_of_it = _of_value(page, left, one, sign, right, other)
        return by_answer[0] | said_of_it[0], by_answer[1] | said_of_it[1]
    if other.const == "0" and sign in _SAME | _OTHER and (begins := frozenset(begins_where(page, left))):
        return (begins, frozenset()) if sign in _SAME else (frozenset(), begins)
    yes, no = frozenset(said_by_yes(page, left)), frozenset(said_by_no(page, left))
    if yes or no:
        name = name_of(left)
        if name in UNLIKE:
            if sign in _MORE | _LESS:
                # Which of two texts comes first says nothing of either.
                return NOT_KNOWN
            yes, no = no, yes
        literal = page.code.text[right[0].at : right[-1].end].replace(" ", "").lower()
        holds = _says(name, sign, literal)
        return NOT_KNOWN if holds is None else (yes, no) if holds else (no, yes)
    return _of_value(page, left, one, sign, right, other)


def _of_value(page: Page, left: list[Node], one: Value, sign: str, right: list[Node], other: Value) -> Says:
    """What a comparison with what is none of the client's says of a value itself."""
    if one.trail is None:
        return NOT_KNOWN
    said: frozenset[Known] = frozenset()
    ending = ending_of(page, left, one.trail, other.const) if other.const is not None else None
    named = of_ending(page, left, one.trail, [other]) if other.const is not None and ending is None else []
    if is_empty(right) and is_whole(page, left, one.trail):
        said = frozenset({known(one.trail, Held.EMPTY)})
    elif other.const is not None and (is_whole(page, left, one.trail) or ending is not None):
        said = frozenset({known(one.trail, Held.FIXED)}) if ending is None or ending.steps != one.trail.steps else said
        said |= frozenset(named)
        if ending is not None:
            said |= {known(ending, ends_with(other.const))}
            fails = frozenset({known(ending, ends_otherwise(other.const))})
            return (said, fails) if sign in _SAME else (fails, said) if sign in _OTHER else NOT_KNOWN
    elif named:
        said = frozenset(named)
    elif is_row(page, other) and is_whole(page, left, one.trail):
        said |= {known(one.trail, Held.FIXED)}
    elif other.path == CHOSEN and not acts_by_name(other):
        whose = ending_of(page, left, one.trail, ".")
        if whose is not None and all(ends_with(item.const or "") for item in other.items or ()):
            said |= {known(whose, Held.ENDING)}
        if is_whole(page, left, one.trail):
            said |= {known(one.trail, Held.FIXED)}
    elif other.const is None and (len(left) == 1 or begins_so(left)):
        said = frozenset(inside_folder(page, left, one.trail))
    if sign in _SAME:
        return said, frozenset()
    return (frozenset(), said) if sign in _OTHER else NOT_KNOWN


def _by_answer(page: Page, left: list[Node], sign: str, right: list[Node], other: Value) -> Says | None:
    """A variable or what a function of the script gives, compared with a text; null for anything else."""
    text = literal_of(right, other)
    if text is None:
        return None
    if (sign, text) in _NOTHING:
        sign, text = _NOTHING[sign, text], "0"
    elif sign not in _SAME | _OTHER:
        return None
    if is_length(left) and text in {"0", ""} and isinstance(left[-1], Group):
        left, text = left[-1].nodes, ""
    cases = of_variable(page, left)
    same: frozenset[Known]
    if cases:
        same, others = (where_is(cases, text, same=one) for one in (True, False))
    elif (function := page.names.functions.get(name_of(left))) is not None and function.says:
        same, others = (given_back(page, left, answered_with(function, text, same=one)) for one in (True, False))
    else:
        return None
    if not (same or others):
        return None
    return (same, others) if sign in _SAME else (others, same)


def in_case(page: Page, subject: list[Node], nodes: list[Node]) -> Says:
    """`Case "a", "b"`: what is known where the subject of a `Select` is one of these, and where it is none."""
    said: list[Says] = []
    for part in split_nodes(nodes, ","):
        if not part or is_word(part[0], "is") or any(is_word(node, "to") for node in part):
            said.append(NOT_KNOWN)
        elif len(subject) == 1 and is_word(subject[0], "true"):
            said.append(condition(page, part))
        else:
            said.append(_compared(page, subject, "=", part))
    if not said:
        return NOT_KNOWN
    return in_all(one[0] for one in said), frozenset.union(*(one[1] for one in said))


def note_given(page: Page, name: str, right: list[Node], value: Value) -> None:
    """Note what a variable is from here on that is given this value."""
    key = (page.names.scope_name, name)
    if value.const is None and asks(page, right) and page.afford():
        holds, fails = condition(page, right)
        page.flags.assign(key, {"true": holds, "false": fails})
    else:
        page.flags.assign(key, {key_of(right, value): frozenset()})


def asks(page: Page, nodes: list[Node]) -> bool:
    """Whether an expression of Basic is a question: a comparison, a call of what answers with yes or no."""
    signs = _SAME | _OTHER | _MORE | _LESS
    while (len(nodes) == 1 and isinstance(nodes[0], Group) and nodes[0].open == "(") or (
        nodes and is_op(nodes[0], "!")
    ):
        nodes = nodes[0].nodes if isinstance(nodes[0], Group) else nodes[1:]
    if any(isinstance(n, Leaf) and (n.text in signs or n.plain in _EITHER | _BOTH | {"not"}) for n in nodes):
        return True
    return is_question(page, nodes)


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
