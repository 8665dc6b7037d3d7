"""Values with operators between them: texts that are put together, numbers, comparisons."""

import re

from msgspec.structs import replace

from indicia.detection.webshell.acts.php.including import include
from indicia.detection.webshell.acts.php.naming import BUFFER, SENT, function_named
from indicia.detection.webshell.flow.conditions.heads import read_head
from indicia.detection.webshell.flow.conditions.patterns import switched, type_pattern
from indicia.detection.webshell.flow.expressions.suffixes import followed
from indicia.detection.webshell.flow.expressions.terms import chained
from indicia.detection.webshell.flow.functions.lambdas import by_reference
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.state.undefined import SWITCHES, is_undefined
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.tokens.shapes import end_of, is_op, split_nodes
from indicia.detection.webshell.values.folding import exclusive_or, number_of
from indicia.detection.webshell.values.kinds import COUNTED, LAST_DOT, TYPES
from indicia.detection.webshell.values.places import placed, tells_place
from indicia.detection.webshell.values.value import (
    ADDRESS,
    MOST_CONST,
    MOST_TOLD,
    NOTHING,
    UNKNOWN,
    Value,
    better,
    is_folder,
    join,
    least_held,
    on_folder,
    told_of,
)

_IS_CODE = re.compile(r"<[%?]|\brequest\b", re.IGNORECASE)
"""What is kept in mind of a text with pieces that are not known: a page, or what reads a request."""


def sum_of(page: Page, nodes: list[Node], compare: bool) -> Value:
    """Values with operators between; texts are put together, comparisons give yes or no."""
    values: list[Value] = []
    plus = True
    compares = False
    exclusive = False
    pending = ""
    index = 0
    count = len(nodes)
    operator = True
    while index < count:
        node = nodes[index]
        if isinstance(node, Leaf):
            if node.kind == "op":
                text = node.text
                if text == "$" and page.php and index + 1 < count:
                    value, index = chained(page, nodes, index)
                    values.append(value)
                    operator = False
                    continue
                index += 1
                apart = index > 1 and nodes[index - 2].end < node.at
                if text == "." and page.basic and page.within and index < count and (operator or apart):
                    if not operator and values:
                        # `Response.Write .Run(…)`: the argument of what stands before.
                        rest = nodes[index - 1 :]
                        args = [page.evaluator.expression(page, part) for part in split_nodes(rest, ",") if part]
                        values.append(
                            page.evaluator.call(page, values.pop(), args, Site(nodes[0].at, end_of(rest, nodes[-1])))
                        )
                        index = count
                        continue
                    value, index = followed(page, page.within[-1], nodes, index - 1, node.at)
                    values.append(value)
                    operator = False
                    continue
                if text in words.COMPARE or (compare and text == "="):
                    compares = compares or not (text == "=>" and (page.php or not page.basic))
                    if text == "=>" and page.php:
                        values.clear()
                elif text == "!":
                    compares = compares or operator
                elif text == "^":
                    exclusive = True
                elif text in {"-", "*", "/", "%", "|", "<<", ">>"} and not operator:
                    plus = False
                operator = True
                continue
            if node.kind == "name":
                word = node.plain
                if word in {"instanceof", "is", "like"}:
                    compares = True
                    index += 2
                    if not page.basic and not page.php and values:
                        index = type_pattern(page, nodes, index, values[-1])
                    operator = False
                    continue
                if word in {"include", "include_once", "require", "require_once"} and page.php:
                    value = page.evaluator.expression(page, nodes[index + 1 :]) if nodes[index + 1 :] else NOTHING
                    include(page, node, value, nodes)
                    return value
                if word == "yield" and page.php and index + 1 == count and SENT in page.names.globals:
                    values.append(page.names.globals[SENT])
                    break
                if word == "switch" and values and page.part.language is Language.CSHARP and not operator:
                    body = nodes[index + 1] if index + 1 < count else None
                    if isinstance(body, Group) and body.open == "{":
                        values.append(switched(page, values.pop(), body))
                        index += 2
                        continue
                if word == "xor":
                    exclusive = True
                    index += 1
                    continue
                if word in {"print", "echo"} and page.php:
                    if BUFFER in page.names.globals and index + 1 < count:
                        return _given_out(page, nodes[index + 1 :])
                    index += 1
                    continue
                following = nodes[index + 1] if index + 1 < count else None
                if word in words.HEADS and not page.basic and isinstance(following, Group) and following.open == "(":
                    read_head(page, word, following)
                    index += 2
                    operator = True
                    continue
                if (
                    word in page.prefixes
                    and word not in {"new", "default", "out"}
                    and not (word == "if" and page.basic and isinstance(following, Group))
                    and not (following is not None and is_op(following, "."))
                ):
                    index += 1
                    operator = True
                    continue
        start = index
        value, index = chained(page, nodes, index)
        if index <= start:
            index = start + 1
            continue
        if not operator and values:
            # Two values side by side: in Basic the second is the argument of the first, else the first is a type.
            previous = values.pop()
            if page.basic and not isinstance(nodes[start], Group):
                rest = nodes[start:]
                args = [page.evaluator.expression(page, part) for part in split_nodes(rest, ",") if part]
                values.append(page.evaluator.call(page, previous, args, Site(nodes[0].at, end_of(rest, nodes[-1]))))
                by_reference(page, previous.path, rest)
                index = count
            elif pending or previous.path:
                first = nodes[start]
                if isinstance(first, Leaf) and index == start + 1 and first.kind == "name":
                    kind = previous.path.rsplit(".", 1)[-1]
                    if (kind in TYPES or kind in page.names.classes) and page.names.lookup(first.plain) is None:
                        page.names.assign(first.plain, Value(path=TYPES.get(kind, kind)), local=True)
        values.append(value)
        operator = False
        pending = value.path
    if not values:
        return NOTHING
    if compares:
        return Value(number=True)
    if len(values) == 1:
        return values[0]
    if exclusive and len(values) == 2:
        one, other = values[0].const, values[1].const
        if one is not None and other is not None and page.php:
            return Value(const=exclusive_or(one, other), hidden="put together from two texts by XOR")
        trail = better(values[0].trail, values[1].trail)
        return Value(trail=trail, hidden=values[0].hidden or values[1].hidden or "computed by XOR")
    return concat(page, values, plus=plus)


def _given_out(page: Page, nodes: list[Node]) -> Value:
    """What is written out while a function of the script's choice is given it."""
    value = page.evaluator.expression(page, nodes)
    if value.trail is not None:
        function_named(page, page.names.globals[BUFFER], [value], Site(nodes[0].at, nodes[-1].end))
    return value


def _only_parted(values: list[Value]) -> bool:
    """Whether a request sends all of a path: a folder and a name, with nothing but the sign of a path between."""
    return len(values) > 2 and all(
        value.const in {"\\", "/"} and not value.number
        if index % 2
        else value.trail is not None and not value.trail.mixed
        for index, value in enumerate(values)
    )


def concat(page: Page, values: list[Value], *, plus: bool) -> Value:
    """What these give together; `plus` says that only signs which put together stand between them."""
    if page.basic and len(kept := [value for value in values if value.const != ""]) == 1 and kept[0].path:
        # `x & ""`: the same as a text.
        return kept[0]
    if plus and all(value.const is not None for value in values):
        if all(value.number for value in values) and not page.php:
            total = sum(number_of(value.const) or 0 for value in values)
            return Value(const=str(total), number=True)
        length = sum(len(value.const or "") for value in values)
        if length <= MOST_CONST:
            hidden = next((value.hidden for value in values if value.hidden), "")
            split = all(0 < len(value.const or "") < 40 for value in values)
            return Value(
                const="".join(value.const or "" for value in values),
                hidden=hidden or ("put together from pieces" if split else ""),
            )
    if all(value.number for value in values):
        return Value(number=True, path=LAST_DOT if any(value.path == LAST_DOT for value in values) else "")
    joined = join([value for value in values if not value.number] or values)
    trail = joined.trail
    if trail is not None and sum(value.trail is not None for value in values) > 1:
        # Of several that a request sends, the one of which least is known.
        values = [page.bounds.freed(value) for value in values]
        trail = least_held([value.trail for value in values])
    if (
        trail is not None
        and any(value.const for value in values)
        and not (page.php and values[-1].items)
        and not (_only_parted(values) and not page.php)
    ):
        trail = trail.blended()
    if trail is not None:
        trail = on_folder(values, trail)
        trail = replace(trail, cut=-1) if trail.cut >= 0 else trail
    tail: list[str] = []
    for value in reversed(values):
        if value.const is None or len(tail) > 8:
            known = value.trail is None or (value.place or "").startswith(".")
            if value.place and known and not value.place.endswith("*"):
                tail.insert(0, value.place)
            break
        tail.insert(0, value.const)
    place = "".join(tail) if tail else None
    told = "".join(told_of(value) for value in values)[:MOST_TOLD]
    head = values[0].const
    named = COUNTED if any(value.path == COUNTED for value in values) else ""
    if trail is None and len(values) == 2 and is_folder(values[0]) and values[1].const in {"\\", "/"}:
        named = values[0].path
    if trail is None and head and head.rstrip(" \"'").lower().endswith(SWITCHES) and not page.php:
        last = values[-1].path.removesuffix("()").rsplit(".", 1)[-1]
        named = UNKNOWN if is_undefined(last, page.code.text) else named
    if page.php and trail is None and head and head.startswith(("http://", "https://", "ftp://")):
        named = ADDRESS
    return placed(
        Value(
            trail=trail,
            hidden=joined.hidden,
            path=named,
            told=told if trail is not None or tells_place(told) or _IS_CODE.search(told) else "",
            place=place if place is not None else (head + "*" if head and len(head) > 1 else None),
        )
    )
