"""Pages of ASP that end before they come to what is told of them: as they stand, that does not run."""

from itertools import pairwise

from indicia.detection.webshell.state.code import Code
from indicia.detection.webshell.tokens.brackets import Leaf, Node
from indicia.detection.webshell.tokens.languages import CLASSIC, Language, Part
from indicia.detection.webshell.tokens.shapes import is_op, is_word
from indicia.detection.webshell.tokens.tokens import tree_of

_OPENS = frozenset({"select", "do", "while", "for"})
_CLOSES = frozenset({"loop", "wend", "next"})
_WRITTEN = ("sub", "function", "property", "class")


def ends_before(parts: list[Part], line: int) -> int:
    """The line at which a page of ASP ends whatever is asked of it, where that is before this one; else 0.

    A page that calls a function of its own before is none: that may be where the function is told of.
    """
    if len(parts) != 1 or parts[0].language not in CLASSIC:
        # Of several the server chooses which comes first.
        return 0
    part = parts[0]
    tree = tree_of(part.code, part.language)
    basic = part.language is Language.VBSCRIPT
    written = _written(tree.nodes)
    at = _end_of_page(tree.nodes, written, basic=basic)
    found = Code(tree.code, 0).line(at) if at >= 0 else 0
    return found if found < line else 0


def _written(nodes: list[Node]) -> frozenset[str]:
    """The names of the functions and classes that the page writes."""
    pairs = pairwise(nodes)
    named = (name for word, name in pairs if is_word(word, *_WRITTEN) and isinstance(name, Leaf))
    return frozenset(name.plain for name in named if name.kind == "name")


def _end_of_page(nodes: list[Node], written: frozenset[str], *, basic: bool) -> int:
    """Where the statement stands that ends the page; -1 where there is none that does so always."""
    run: list[Node] = []
    inside = 0
    on_line = False
    for node in [*nodes, Leaf("end", "", 0, 0, "")]:
        if not (isinstance(node, Leaf) and node.kind == "end"):
            run.append(node)
            continue
        if run:
            inside += _turn(run) if basic else 0
            on_line = on_line or (basic and is_word(run[0], "if") and not is_word(run[-1], "then"))
            if not (inside or on_line) and _ends(run):
                return run[0].at
            # In JScript a block in brackets is a part of its statement, a function as well.
            called = run if basic or not is_word(run[0], "function") else []
            if not inside and any(isinstance(one, Leaf) and one.plain in written for one in called[:40]):
                return -1
        if node.text == "\n":
            # What a condition says of the rest of its line is over.
            on_line = False
        run = []
    return -1


def _turn(run: list[Node]) -> int:
    """By how much a statement of Basic opens or closes what only runs on a condition or when it is called."""
    first = run[0]
    second = run[1] if len(run) > 1 else None
    if is_word(first, "end") and second is not None:
        return -1 if is_word(second, "if", "select", *_WRITTEN) else 0
    if is_word(first, *_CLOSES):
        return -1
    if is_word(first, *_OPENS, *_WRITTEN) or (
        is_word(first, "public", "private") and any(is_word(node, "sub", "function", "property") for node in run[1:3])
    ):
        return 1
    # `If … Then` with nothing behind it; one with a statement ends with the line.
    return 1 if is_word(first, "if") and is_word(run[-1], "then") else 0


def _ends(run: list[Node]) -> bool:
    """`Response.End`, `Response.Redirect …`, `throw …`."""
    if is_word(run[0], "throw"):
        return True
    return len(run) > 2 and is_word(run[0], "response") and is_op(run[1], ".") and is_word(run[2], "end", "redirect")
