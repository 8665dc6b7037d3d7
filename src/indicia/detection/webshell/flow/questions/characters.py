"""Questions about single characters of a text: which signs it may hold where each one was let pass."""

import re

from msgspec import Struct

from indicia.detection.webshell.flow.leaving import leaves_page
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_op, is_word, lambda_of, split_nodes
from indicia.detection.webshell.values.bounds import EVERY_SIGN, Known, held_of_signs, known

_LOWER = frozenset("abcdefghijklmnopqrstuvwxyz")
_UPPER = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset("0123456789")
_KINDS = {
    "isletterordigit": _LOWER | _UPPER | _DIGITS, "isletter": _LOWER | _UPPER, "isdigit": _DIGITS,
    "isnumber": _DIGITS, "isalphabetic": _LOWER | _UPPER, "isupper": _UPPER, "islower": _LOWER,
    "isasciiletterordigit": _LOWER | _UPPER | _DIGITS, "isasciidigit": _DIGITS, "isasciiletter": _LOWER | _UPPER,
    "iswhitespace": frozenset(" \t\r\n\v\f"), "ishexdigit": _DIGITS | frozenset("abcdefABCDEF"),
    "isasciihexdigit": _DIGITS | frozenset("abcdefABCDEF"), "isuppercase": _UPPER, "islowercase": _LOWER,
    "ctype_alnum": _LOWER | _UPPER | _DIGITS, "ctype_alpha": _LOWER | _UPPER, "ctype_digit": _DIGITS,
}  # fmt: skip
_INVALID = re.compile(r"Get(?:Invalid)(?P<what>FileName|Path)Chars\s*\(", re.IGNORECASE)
_NOT_IN_NAMES = frozenset('"<>|:*?\\/') | frozenset(map(chr, range(32)))
_NOT_IN_PATHS = frozenset('"<>|') | frozenset(map(chr, range(32)))
_SPLIT = frozenset({"str_split", "mb_str_split"})
_HOLDS = frozenset({"contains", "indexof", "strpos", "instr", "in_array", "includes"})
_ALL = frozenset({"all", "allmatch", "every"})
_ANY = frozenset({"any", "anymatch", "exists", "some"})
MOST_DEEP = 12

Signs = frozenset[str]


class Where(Struct, frozen=True):
    """For which signs something may hold, and for which it may not."""

    holds: Signs
    fails: Signs


_ANYTHING = Where(EVERY_SIGN, EVERY_SIGN)


def of_kind(signs: Signs) -> Where:
    """What holds for these signs alone."""
    return Where(signs, EVERY_SIGN - signs)


def signs_of(page: Page, nodes: list[Node], names: frozenset[str], deep: int = 0) -> Where:
    """For which signs a question about one character holds, which goes by one of these pieces of code."""
    while len(nodes) == 1 and isinstance(nodes[0], Group) and nodes[0].open == "(":
        nodes = nodes[0].nodes
    if not nodes or deep > MOST_DEEP:
        return _ANYTHING
    for words, both in ((("||", "or", "orelse"), False), (("&&", "and", "andalso"), True)):
        parts = _parts(nodes, words)
        if len(parts) > 1:
            each = [signs_of(page, part, names, deep + 1) for part in parts]
            holds, fails = [one.holds for one in each], [one.fails for one in each]
            if both:
                return Where(frozenset.intersection(*holds), frozenset.union(*fails))
            return Where(frozenset.union(*holds), frozenset.intersection(*fails))
    if is_op(nodes[0], "!") or is_word(nodes[0], "not"):
        asked = signs_of(page, nodes[1:], names, deep + 1)
        return Where(asked.fails, asked.holds)
    return _single(page, nodes, names)


def _parts(nodes: list[Node], words: tuple[str, ...]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if is_op(node, *words) or is_word(node, *words):
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _single(page: Page, nodes: list[Node], names: frozenset[str]) -> Where:
    at = next((i for i, node in enumerate(nodes) if is_op(node, *_COMPARED)), 0)
    if at:
        sign, one, other = nodes[at], nodes[:at], nodes[at + 1 :]
        assert isinstance(sign, Leaf)
        return _compared(page, one, sign.text, other, names)
    last = nodes[-1]
    name = nodes[-2] if len(nodes) > 1 else None
    if not isinstance(last, Group) or last.open != "(" or not isinstance(name, Leaf):
        return _ANYTHING
    given = [part for part in split_nodes(last.nodes, ",") if part]
    if name.plain in _KINDS and len(given) == 1 and _code(page, given[0]) in names:
        return of_kind(_KINDS[name.plain])
    if name.plain in {"contains", "includes"} and len(given) == 1 and _code(page, given[0]) in names:
        listed = _listed(page, nodes[:-3])
        return of_kind(listed) if listed is not None else _ANYTHING
    return _ANYTHING


_COMPARED = ("==", "===", "=", "!=", "!==", "<>", "<", ">", "<=", ">=")


def _compared(page: Page, one: list[Node], sign: str, other: list[Node], names: frozenset[str]) -> Where:
    if not one or not other:
        return _ANYTHING
    if _code(page, one) not in names:
        held = _looked_for(page, one, names)
        if held is not None:
            text = _code(page, other)
            return _found(held, sign, text)
        if _code(page, other) not in names:
            return _ANYTHING
        one, other, sign = other, one, {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(sign, sign)
    value = page.evaluator.expression(page, other)
    only = value.const
    if only is None or len(only) != 1 or value.number:
        return _ANYTHING
    match sign:
        case "==" | "===" | "=":
            return of_kind(frozenset(only))
        case "!=" | "!==" | "<>":
            return of_kind(EVERY_SIGN - {only})
        case ">" | ">=":
            return of_kind(frozenset(one for one in EVERY_SIGN if one > only or (one == only and sign == ">=")))
        case _:
            return of_kind(frozenset(one for one in EVERY_SIGN if one < only or (one == only and sign == "<=")))


def _found(held: Signs, sign: str, text: str) -> Where:
    """For which signs the place where they were looked for compares so with a number."""
    if sign == ">" and text == "0":
        return Where(held, EVERY_SIGN)
    if (sign in {">=", ">"} and text in {"0", "-1"}) or (sign in {"!=", "!==", "<>"} and text in {"-1", "false"}):
        return of_kind(held)
    if (sign == "<" and text == "0") or (sign in {"==", "===", "="} and text in {"-1", "false"}):
        return of_kind(EVERY_SIGN - held)
    return _ANYTHING


def _looked_for(page: Page, nodes: list[Node], names: frozenset[str]) -> Signs | None:
    """The signs of the list in which `list.IndexOf(c)`, `strpos($list, $c)` look; null for anything else."""
    last, name = nodes[-1], nodes[-2] if len(nodes) > 1 else None
    if not isinstance(last, Group) or not isinstance(name, Leaf) or name.plain not in _HOLDS:
        return None
    given = [part for part in split_nodes(last.nodes, ",") if part]
    if len(given) == 1 and len(nodes) > 3 and _code(page, given[0]) in names:
        return _listed(page, nodes[:-3])
    if len(given) == 2 and len(nodes) == 2 and _code(page, given[1]) in names:
        return _listed(page, given[0])
    return None


def _listed(page: Page, nodes: list[Node]) -> Signs | None:
    """The signs of a text or a list of single characters that is written out; null for anything else."""
    if not nodes:
        return None
    if found := _INVALID.search(page.code.text[nodes[0].at : nodes[-1].end][:200]):
        return _NOT_IN_NAMES if found["what"].lower() == "filename" else _NOT_IN_PATHS
    value = page.evaluator.expression(page, nodes)
    if value.const is not None and value.trail is None and not value.number:
        return frozenset(value.const)
    texts = [item.const for item in value.items or ()]
    if texts and all(text is not None and len(text) == 1 for text in texts):
        return frozenset(text for text in texts if text)
    return None


def listed_signs(page: Page, nodes: list[Node]) -> Signs:
    """Signs that are written out as a list, for `IndexOfAny`; none where they are not known."""
    return _listed(page, nodes) or frozenset()


def said_of_each(page: Page, name: str, owner: list[Node], given: list[Node]) -> tuple[list[Known], list[Known]]:
    """What `text.All(c => …)`, `text.Any(c => …)` say of the text where they hold, and where they do not."""
    if name not in _ALL | _ANY or not owner:
        return [], []
    where = _asked_of_each(page, given)
    if where is None or (trail := page.evaluator.expression(page, owner).trail) is None:
        return [], []
    held = held_of_signs(where.holds if name in _ALL else where.fails)
    said = [known(trail, held)] if held else []
    return (said, []) if name in _ALL else ([], said)


def _asked_of_each(page: Page, given: list[Node]) -> Where | None:
    """What a function of one character says, or one of the platform that is handed over: `char.IsLetterOrDigit`."""
    last = given[-1] if given else None
    if isinstance(last, Leaf) and last.plain in _KINDS and len(given) > 1:
        return of_kind(_KINDS[last.plain])
    name, body = lambda_of(given)
    if not isinstance(name, Leaf) and len(given) > 2 and is_op(given[1], "->"):
        name, body = given[0], given[2:]
    if not isinstance(name, Leaf) or not body or not page.afford():
        return None
    return signs_of(page, body, frozenset({name.plain}))


def said_by_loop(page: Page, nodes: list[Node]) -> list[Known]:
    """`foreach (char c in x) if (…) return false;`: what is known of the text once all of it was gone through."""
    head, body = (nodes[1], nodes[2:]) if len(nodes) > 2 else (None, [])
    if not is_word(nodes[0], "foreach", "for") or not isinstance(head, Group):
        return []
    if len(body) == 1 and isinstance(body[0], Group) and body[0].open == "{":
        body = body[0].nodes
    found = _gone_through(page, head.nodes, body)
    if found is None:
        return []
    names, subject, body = found
    if len(body) < 3 or not is_word(body[0], "if") or not isinstance(body[1], Group):
        return []
    stop = next((i for i, node in enumerate(body) if isinstance(node, Leaf) and node.kind == "end"), len(body))
    then = body[2:3] if isinstance(body[2], Group) else body[2:stop]
    after = (
        body[3] if isinstance(body[2], Group) and len(body) > 3 else body[stop + 1] if stop + 1 < len(body) else None
    )
    if not leaves_page(page, then) or (after is not None and is_word(after, "else")) or not page.afford():
        return []
    trail = page.evaluator.expression(page, subject).trail
    held = held_of_signs(signs_of(page, body[1].nodes, names).fails)
    return [known(trail, held)] if trail is not None and held else []


def _gone_through(
    page: Page, head: list[Node], body: list[Node]
) -> tuple[frozenset[str], list[Node], list[Node]] | None:
    """How one character goes by, the text, and what is done with each; null where a loop goes through no text."""
    sign = next((i for i, node in enumerate(head) if is_word(node, "in", "as") or is_op(node, ":")), 0)
    if sign and sign < len(head) - 1:
        name, subject = (
            (head[sign + 1], head[:sign]) if is_word(head[sign], "as") else (head[sign - 1], head[sign + 1 :])
        )
        if not isinstance(name, Leaf):
            return None
        last = subject[-1]
        if page.php and is_word(subject[0], *_SPLIT) and isinstance(last, Group) and len(subject) == 2:
            return frozenset({_code(page, [name])}), split_nodes(last.nodes, ",")[0], body
        typed = any(is_word(node, "char") for node in head[:sign])
        if len(subject) > 3 and is_word(subject[-2], "tochararray"):
            return frozenset({name.plain}), subject[:-3], body
        return (frozenset({name.plain}), subject, body) if typed else None
    return _counted(page, head, body)


_COUNTS = re.compile(
    r"^\s*(?:int|var|let)?\s*(?P<index>\$?\w+)\s*=\s*0\s*;\s*(?P=index)\s*<\s*(?:(?P<text>\$?[\w.]+)\.length(?:\(\))?"
    r"|strlen\((?P<php>\$\w+)\))\s*;\s*(?:(?P=index)\+\+|\+\+(?P=index)|(?P=index)\s*\+=\s*1)\s*$",
    re.IGNORECASE,
)
"""The head of a loop over all characters of a text."""


def _counted(page: Page, head: list[Node], body: list[Node]) -> tuple[frozenset[str], list[Node], list[Node]] | None:
    """`for (int i = 0; i < x.Length; i++)`."""
    if not head or not body:
        return None
    found = _COUNTS.match(page.code.text[head[0].at : head[-1].end][:200])
    if found is None:
        return None
    text, index = (found["text"] or found["php"]).lower(), found["index"].lower()
    names = {f"{text}[{index}]", f"{text}.charat({index})", f"{text}.chars({index})"}
    first = next((i for i, node in enumerate(body) if isinstance(node, Leaf) and node.kind == "end"), 0)
    sign = next((i for i, node in enumerate(body[:first]) if is_op(node, "=")), 0)
    if sign and _code(page, body[sign + 1 : first]) in names:
        names.add(_code(page, body[sign - 1 : sign]))
        body = body[first + 1 :]
    every = [*head, *(node for group in head if isinstance(group, Group) for node in group.nodes)]
    subject: list[Node] = [node for node in every if isinstance(node, Leaf) and node.plain == text.removeprefix("$")]
    return (frozenset(names), subject[:1], body) if subject else None


def _code(page: Page, nodes: list[Node]) -> str:
    """A piece of code as it stands, without blanks and capitals."""
    return "".join(page.code.text[nodes[0].at : nodes[-1].end][:200].split()).lower() if nodes else ""
