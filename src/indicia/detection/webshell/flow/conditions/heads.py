"""What stands in brackets after `if`, `for`, `foreach` and their like."""

from collections import Counter
from itertools import pairwise

from indicia.detection.webshell.flow.conditions.said import condition
from indicia.detection.webshell.state.names import THROWN
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.tokens.shapes import is_op, is_word
from indicia.detection.webshell.tokens.words import SCRIPT_ENDINGS
from indicia.detection.webshell.values.kinds import CHOSEN, COUNTED, LISTED, one_of_methods
from indicia.detection.webshell.values.probing import EACH
from indicia.detection.webshell.values.value import NOTHING, Value, with_trail

_LISTS = (".files", ".subfolders", "getfiles", "listfiles", "getfilesystementries", "enumeratefiles", "glob", "scandir")
"""Ends of what gives the entries of a folder."""

_CHANGES = ("=", "++", "--", "+=", "-=")
"""Signs that give a variable another value."""
ASKED_FOR = "\0asked"
"""Under this is kept what a `switch` of C# asks for."""


def _step_of(page: Page, nodes: list[Node]) -> str:
    """The head of a loop, as one step on the way of a value."""
    return EACH + page.code.cut(Site(nodes[0].at, nodes[-1].end))


def go_through(page: Page, nodes: list[Node]) -> None:
    """`foreach (x as y)`, `for (y in x)`, `For Each y In x`: the name gets one of what the loop goes through."""
    if page.basic and len(nodes) > 3 and is_word(nodes[1], "as"):
        # `For Each n As String In x`: the type plays no part.
        nodes = [nodes[0], *nodes[next((i for i, node in enumerate(nodes) if is_word(node, "in")), 1) :]]
    for index, node in enumerate(nodes):
        if isinstance(node, Leaf) and (node.plain in {"as", "in"} or (node.text == ":" and page.java)):
            left, right = nodes[:index], nodes[index + 1 :]
            if node.plain != "as":
                left, right = right, left
            value = page.evaluator.expression(page, left) if left else NOTHING
            if value.path == "$server":
                # Of these a client chooses some.
                value = Value(trail=page.trail(Site(left[0].at, left[-1].end), loose=True))
            methods = value.path if one_of_methods(value.path) else ""
            codes = value.items if value.items and len(value.items) >= 8 else ()
            listed = all(item.number and item.const is not None for item in codes) if codes else False
            scripts = (item.const or "" for item in value.items or ())
            place = next((text for text in scripts if text.lower().endswith(SCRIPT_ENDINGS)), None)
            names = value.path.removesuffix("()").endswith(_LISTS)
            value = Value(
                trail=value.trail,
                hidden=value.hidden or ("taken from a list of numbers" if listed else ""),
                path="method?" if methods else LISTED if names else CHOSEN if _written(value) else "",
                place=place,
                items=value.items if _written(value) else None,
            )
            if value.trail is not None:
                # One of several; what is known of one is not known of the others.
                value = with_trail(value, value.trail.through(page.code.line(nodes[0].at), _step_of(page, nodes)))
            found = [item for item in right if isinstance(item, Leaf) and item.kind in {"var", "name"}]
            last = right[-1] if right else None
            if isinstance(last, Group) and page.part.language is Language.CSHARP:
                # `foreach (var (x, y) in list)`
                for item in last.nodes:
                    if isinstance(item, Leaf) and item.kind == "name":
                        step = page.code.line(item.at), f"{EACH}{item.text}"
                        kept = with_trail(value, value.trail.through(*step)) if value.trail is not None else value
                        page.names.assign(item.plain, kept, local=True)
            keyed = any(is_op(item, "=>") for item in right)
            for item in found if node.plain == "as" else found[-1:]:
                if item.plain not in page.prefixes:
                    kept = value
                    if keyed and item is found[0] and value.trail is not None:
                        kept = with_trail(value, value.trail.through(page.code.line(item.at), f"key ${item.text}"))
                    page.names.assign(item.plain, kept, local=True)
            return
    page.evaluator.block(page, nodes)
    changed = _steps(nodes)
    for node, sign in pairwise(nodes):
        # What counts a loop has no one value.
        if isinstance(node, Leaf) and node.kind in {"var", "name"} and is_op(sign, *_CHANGES):
            given_once = is_op(sign, "=") and changed[node.plain] == 1
            if given_once and (page.names.lookup(node.plain) or NOTHING).trail is not None:
                # What a loop begins with and does not count.
                continue
            page.names.assign(node.plain, Value(number=True, path=COUNTED))


def _written(value: Value) -> bool:
    """Whether a list is one of texts that the page writes out."""
    return bool(value.items) and all(item.const is not None and not item.number for item in value.items or ())


def _steps(nodes: list[Node]) -> Counter[str]:
    """How often the head of a loop gives or changes each variable."""
    changed: Counter[str] = Counter()
    for one, other in pairwise(nodes):
        if isinstance(one, Leaf) and is_op(other, *_CHANGES):
            changed[one.plain] += 1
        if isinstance(other, Leaf) and is_op(one, "++", "--"):
            changed[other.plain] += 1
    return changed


def read_head(page: Page, word: str, head: Group) -> None:
    """What stands in brackets after `if`, `for`, `foreach` and their like."""
    nodes = head.nodes
    if word in {"foreach", "for"}:
        go_through(page, nodes)
    elif word == "catch":
        thrown = page.names.lookup(THROWN)
        named = nodes[-1] if nodes else None
        if thrown is not None and isinstance(named, Leaf) and named.kind in {"name", "var"}:
            page.names.assign(named.plain, thrown, local=True)
    elif word in {"if", "elseif"}:
        holds, fails = condition(page, nodes)
        page.bounds.add(holds)
        page.fails = fails if page.fails is None else frozenset()
    elif any(isinstance(node, Leaf) and node.kind == "end" for node in nodes):
        page.evaluator.block(page, nodes)
    elif nodes:
        value = page.evaluator.expression(page, nodes)
        if word == "switch" and page.part.language is Language.CSHARP:
            page.names.globals[ASKED_FOR] = value
