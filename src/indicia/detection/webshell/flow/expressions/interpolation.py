"""Texts with code in them."""

import re

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Leaf
from indicia.detection.webshell.tokens.tokens import inside, tree_of
from indicia.detection.webshell.values.places import placed, tells_place
from indicia.detection.webshell.values.value import MOST_CONST, MOST_TOLD, Value, join, on_folder, told_of, with_trail

_BARE_KEY = re.compile(r"\[([A-Za-z_]\w{0,60})\]")
_HOLE = re.compile(r"\{\$?[^{}\"]{1,300}\}|\$[\w\x7f-\U0010ffff]++(?:\[[^\]\n]{1,100}\]|->\w+)?")
_QUOTING = re.compile(r"\{[^{}]{1,300}\}")
"""The same in C#, where a text may stand inside."""


def interpolated(page: Page, node: Leaf) -> Value:
    """`"a $b {$c}"`: the text with what its pieces of code give."""
    values: list[Value] = []
    for code in inside(node.text, quotes=not page.php):
        holes = tree_of(quoted_keys(code) if page.php else code, page.language).nodes
        if holes:
            # Places inside are places of the text; only the values matter.
            saved = page.code.text
            page.code.text = code
            found = page.evaluator.expression(page, holes)
            page.code.text = saved
            if found.trail is not None and len(code) < 60:
                found = with_trail(found, found.trail)
            values.append(found)
    hole = _HOLE if page.php else _QUOTING
    bare = hole.sub("", node.text)
    if not values:
        return Value(const=node.text)
    if all(value.const is not None for value in values) and page.php:
        texts = iter(value.const or "" for value in values)
        hidden = next((value.hidden for value in values if value.hidden), "put together from pieces")
        return Value(const=_HOLE.sub(lambda _: next(texts, ""), node.text)[:MOST_CONST], hidden=hidden)
    joined = join(values)
    trail = joined.trail.blended() if joined.trail and bare.strip() else joined.trail
    if trail is not None:
        trail = on_folder(values, trail)
    told = iter(values)
    text = hole.sub(lambda _: told_of(next(told, joined)), node.text)[:MOST_TOLD]
    return placed(
        Value(
            trail=trail,
            hidden=joined.hidden,
            place=node.text[-20:] if bare and node.text.endswith(bare[-3:]) else None,
            told=text if trail is not None or tells_place(text) else "",
        )
    )


def quoted_keys(code: str) -> str:
    """`$x[key]` in a text stands for `$x['key']`."""
    return _BARE_KEY.sub(r"['\1']", code)
