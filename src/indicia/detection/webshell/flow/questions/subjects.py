"""What a question is about: a value itself, each piece of it, the ending of a name, what stands below a folder."""

import re

from msgspec.structs import replace

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_word
from indicia.detection.webshell.values.bounds import Known, known
from indicia.detection.webshell.values.kinds import COUNTED
from indicia.detection.webshell.values.probing import EACH
from indicia.detection.webshell.values.refused import ends_with
from indicia.detection.webshell.values.value import NOT_BYTES, NOTHING, Held, Trail

_CANONICAL = re.compile(
    r"realpath|getcanonical|getfullpath|torealpath|normalize|getabsolutepathname|mappath|\.resolve\("
    r"|(?:file|directory)info\s*\(.{1,200}\)\s*\.\s*fullname",
    re.IGNORECASE,
)
"""What takes the steps upwards out of a path."""
_CODES = re.compile(
    rf"\bchr[wb]?\s*\((?!\s*\d+\s*\)){NOT_BYTES}|fromcharcode|\(char\)|\bpack\s*\(|hex2bin|tochar\b|fromcodepoint|,\s*16\s*\)|hexnumber",
    re.IGNORECASE,
)
"""What makes letters of numbers: where that stands in a page, a number may be code."""
_AROUND = re.compile(r"(?:\"(?:[^\"\\]|\\.)*\"|'[^']*')|\(\s*string\s*\)", re.IGNORECASE)
_WRAPPED = re.compile(
    r"^(?:l?trim|rtrim|strtolower|strtoupper|lcase|ucase|cstr|string|strval|basename)\s*\((.*)\)$"
    r"|^(.*?)\s*\.\s*(?:trim\w*|tolower\w*|toupper\w*|tostring|getpath|getcanonicalpath|getabsolutepath)\s*\(\s*\)$",
    re.IGNORECASE | re.DOTALL,
)
_ONE_NAME = re.compile(r"^\$?[A-Za-z_]\w*$")
_PIECE = re.compile(
    r"^(?:(?:u|l)case\s*\(\s*)?(?:mid\s*\(\s*\w+\s*,\s*(?P<letter>\w+)\s*,\s*1\s*\)|\w+\s*[(\[]\s*(?P<element>\w+)\s*[)\]]"
    r"|\w+\s*\.\s*(?:charat|substr|substring)\s*\(\s*(?P<sign>\w+)\s*(?:,\s*1\s*)?\))\s*\)?$",
    re.IGNORECASE,
)
"""A letter or an element by a number that a loop counts."""
_ENDING = re.compile(
    r"\bmid\s*\(.{1,80}instrrev\s*\([^\"]{0,60}\"\.\"|\bget(?:file)?extension(?:name)?\s*\(|\bsplit\s*\([^()]{1,60}\"\.\"\s*\)\s*\(\s*ubound"
    r"|\bsubstr(?:ing)?\s*\([^()]{0,60}lastindexof\s*\(\s*[\"']\.|\.split\s*\(\s*[\"']\.[\"']\s*\)\s*\.\s*pop\s*\("
    r"|\bright\s*\(.{1,80}instrrev\s*\([^\"]{0,60}\"\.\"",
    re.IGNORECASE | re.DOTALL,
)
"""The ending of a name."""
_LAST_PART = re.compile(r"\(\s*ubound\s*\(\s*\w+\s*\)\s*\)", re.IGNORECASE)
_PARTS = re.compile(r"\bsplit\s*\([^()]{1,60}\"\.\"\s*\)", re.IGNORECASE)
"""The last part of a name that was cut at its dots before."""
_LAST_SIGNS = re.compile(r"\bright\s*\([^()]{1,60}(?:\([^()]{0,40}\)[^()]{0,20})?,\s*[2-6]\s*\)", re.IGNORECASE)
"""Its last signs, whatever stands before them."""


def is_whole(page: Page, nodes: list[Node], trail: Trail) -> bool:
    """Whether this is the value itself, not one of several that were cut out of what a request sends."""
    code = _AROUND.sub("", page.code.text[nodes[0].at : nodes[-1].end][:400]).strip(" \t\r\n&+.")
    for _ in range(4):
        found = _WRAPPED.match(code)
        if found is None:
            break
        code = (found[1] or found[2] or "").strip(" \t\r\n&+.")
    if _ONE_NAME.match(code):
        return True
    bare = _AROUND.sub("", trail.source).replace(" ", "")
    return not trail.steps and code.replace(" ", "") == bare


def whole_of(page: Page, nodes: list[Node], trail: Trail) -> Trail | None:
    """The way of the value of which this is a letter or an element, as a loop goes through them; else null.

    `trail` is that of the piece: as it stands, or in a variable that the loop gives it.
    """
    if _is_piece(page, page.code.text[nodes[0].at : nodes[-1].end]):
        return trail
    step = trail.steps[-1][1] if trail.steps and is_whole(page, nodes, trail) else ""
    name, sign, right = step.partition("=")
    if step.startswith(EACH) or (sign and _ONE_NAME.match(name.strip()) and _is_piece(page, right)):
        return replace(trail, steps=trail.steps[:-1])
    return None


def _is_piece(page: Page, code: str) -> bool:
    found = _PIECE.match(code[:200].strip())
    counter = (found["letter"] or found["element"] or found["sign"]) if found is not None else ""
    return bool(counter) and (page.names.lookup(counter.lower()) or NOTHING).path == COUNTED


def ending_of(page: Page, nodes: list[Node], trail: Trail, ending: str) -> Trail | None:
    """The way of the name whose ending is compared here with `ending`; null where none is.

    `trail` is that of what is compared: the ending itself, or a variable that was given it.
    """
    if trail.cut >= 0:
        return replace(trail, steps=trail.steps[: trail.cut], cut=-1)
    step = trail.steps[-1][1] if trail.steps else ""
    for code, whose in (
        (page.code.text[nodes[0].at : nodes[-1].end][:300], trail),
        (step, replace(trail, steps=trail.steps[:-1])),
    ):
        if _ENDING.search(code):
            return whose
        if _LAST_SIGNS.search(code) and (ending.startswith(".") or not ends_like_run(ending)):
            return whose
        if not is_whole(page, nodes, trail) and name_of(nodes) not in page.names.functions:
            return None
    before = trail.steps[-2][1] if len(trail.steps) > 1 else ""
    if _LAST_PART.search(step) and _PARTS.search(before):
        return replace(trail, steps=trail.steps[:-2])
    return None


def takes_ending(page: Page, nodes: list[Node]) -> bool:
    """Whether an expression is the ending of a name and nothing else."""
    code = page.code.text[nodes[0].at : nodes[-1].end][:300] if nodes else ""
    return _ENDING.search(code) is not None and not re.search(r"&\s*[\w\"]|[\w\"]\s*&", code)


def ends_like_run(ending: str) -> bool:
    """Whether these last signs may be those of an ending of what a server runs."""
    return any(not ends_with(sign + ending) for sign in ("", "a", "as", "s", "j", "p", "ph"))


def inside_folder(page: Page, nodes: list[Node], trail: Trail) -> list[Known]:
    """What is known of a path that is compared with a folder: the steps upwards were taken out of it before."""
    code = page.code.text[nodes[0].at : nodes[-1].end]
    ways = (code, trail.source, *(step[1] for step in trail.steps))
    return [known(trail, Held.FOLDER)] if any(_CANONICAL.search(way) for way in ways) else []


def of_kind(page: Page, subject: list[Node], held: Held) -> list[Known]:
    """That a value is of this kind, where it is one, or each piece of it that a loop goes through."""
    trail = page.evaluator.expression(page, subject).trail if subject and held else None
    if Held.FIXED in held and trail is not None and page.code.matches(_CODES):
        held &= ~Held.FIXED
    if trail is None or not held:
        return []
    whole = whole_of(page, subject, trail)
    found = [known(whole, held, each=True)] if whole is not None else []
    if Held.ENDING in held and trail.cut >= 0:
        # What a function says of an ending is true of its name.
        found.append(known(replace(trail, steps=trail.steps[: trail.cut]), Held.ENDING))
    return [known(trail, held), *found] if is_whole(page, subject, trail) else found


def name_of(nodes: list[Node]) -> str:
    """The name of the function that a chain of members ends with a call of; empty for anything else."""
    if len(nodes) < 2:
        return ""
    name, args = nodes[-2], nodes[-1]
    if not isinstance(args, Group) or args.open != "(" or not isinstance(name, Leaf) or name.kind != "name":
        return ""
    plain = all(
        isinstance(node, Group) or node.kind != "op" or node.text in {".", "->", "::", "?.", "$", "@"} for node in nodes
    )
    return name.plain.rsplit("\\", 1)[-1] if plain else ""


def is_empty(nodes: list[Node]) -> bool:
    """Whether it is no value at all, as it stands: `null`, `Nothing`, `""`."""
    last = nodes[-1] if nodes else None
    if isinstance(last, Leaf) and last.plain == "empty" and len(nodes) == 3:
        return is_word(nodes[0], "string")
    return isinstance(last, Leaf) and len(nodes) == 1 and last.plain in {"null", "nothing"}


def is_literal(nodes: list[Node]) -> bool:
    """Whether it is a number, a yes or a no, as it stands."""
    last = nodes[-1] if nodes else None
    if not isinstance(last, Leaf) or len(nodes) > 2:
        return False
    return last.kind == "number" or last.plain in {"true", "false", "null", "nothing"}


def begins_so(nodes: list[Node]) -> bool:
    """`Left(x, n)`, `LCase(Left(x, n))`: the beginning of a value."""
    for _ in range(3):
        last = nodes[-1] if nodes else None
        name = name_of(nodes)
        if name in {"left", "substr", "substring"}:
            return True
        if name not in {"lcase", "ucase", "cstr", "trim"} or not isinstance(last, Group):
            return False
        nodes = last.nodes
    return False


def is_length(nodes: list[Node]) -> bool:
    """`Len(x)`."""
    return name_of(nodes) in {"len", "strlen"} and isinstance(nodes[-1], Group) and bool(nodes[-1].nodes)
