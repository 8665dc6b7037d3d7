"""Tokens and brackets, and what is done where a bracket was lost on the way of a page."""

from dataclasses import dataclass

from indicia.detection.webshell.tokens.languages import BASIC, Language


# Not frozen, for speed; nothing changes one.
@dataclass(slots=True, eq=False)
class Leaf:
    """One token."""

    kind: str
    """`name`, `var` (PHP, without `$`), `text` (a constant text), `inter` (a text with variables in it), `tick`,
    `number`, `op`, `end` (of a statement)."""
    text: str
    at: int
    end: int
    plain: str
    """The text in lower case."""


@dataclass(slots=True, eq=False)
class Group:
    """What stands between brackets."""

    open: str
    nodes: "list[Node]"
    at: int
    end: int


Node = Leaf | Group

Open = list[tuple[str, list[Node], int]]
"""The brackets that are open, outermost first: the sign, what stands in it so far, its place."""
_PAIRS = {")": "(", "]": "[", "}": "{"}
_WITH_STOPS = frozenset({"for", "try", "using"})
"""Words whose brackets hold several statements."""
_GO_ON = frozenset({
    "new", "return", "else", "var", "typeof", "void", "delete", "throw", "case", "in", "instanceof", "do", "function",
    "try", "finally", "static", "public", "private",
})  # fmt: skip
"""Words of JScript behind which a statement goes on with a name, on the next line too."""
_GOES_ON = ",&+-*/=(<>|."
"""Signs that make a line of Visual Basic go on in the next, before or after its end."""
_HEADS = frozenset({
    "if", "while", "for", "foreach", "switch", "using", "lock", "fixed", "catch", "when", "synchronized", "with",
    "until",
})  # fmt: skip
"""Words whose brackets a statement follows without a sign between."""
_JOINS = frozenset({
    "as", "is", "in", "and", "or", "not", "where", "orderby", "select", "from", "join", "on", "let", "group", "into",
    "when", "else", "catch", "finally", "throws", "extends", "implements", "instanceof", "equals", "switch", "with",
    "while",
    "ascending",
    "descending", "by",
})  # fmt: skip
"""Words that go on with the expression before them, or with the statement."""
_DECLARES = frozenset({"class", "struct", "interface", "public", "private", "protected", "internal", "static", "void"})
"""Words that stand behind an attribute."""
_MOST_NAMES = 12
"""Tokens of an attribute with the beginning of what it stands at."""
_MOST_BACK = 60
"""Tokens of a statement that are looked at for a bracket that was lost."""


def close(stack: Open, sign: str, end: int) -> list[Node]:
    """Close the nearest group of this kind and all within; one that closes nothing shows that its other half was
    lost."""
    wanted = _PAIRS[sign]
    depth = len(stack) - 1
    while depth > 0 and stack[depth][0] != wanted:
        if stack[depth][0] == "{" and wanted != "{":
            # A lost bracket does not end a block.
            depth = 0
            break
        depth -= 1
    if depth <= 0:
        if sign == ")":
            _reopen(stack[-1][1], end)
        return stack[-1][1]
    while len(stack) > depth:
        opened, inner, at = stack.pop()
        stack[-1][1].append(Group(opened, inner, at, end))
    return stack[-1][1]


def is_lost(stack: Open, code: str, at: int, language: Language, *, torn: bool) -> bool:
    """Whether the end of a statement here, inside round or square brackets, shows that their end was lost.

    `torn` says that more round brackets are opened than closed in the code.
    """
    _, inner, _ = stack[-1]
    if language not in BASIC:
        outer = stack[-2][1]
        before = outer[-1] if outer else None
        return not (isinstance(before, Leaf) and before.plain in _WITH_STOPS)
    if language is Language.VBSCRIPT:
        return True
    if not torn:
        return False
    last = inner[-1] if inner else None
    goes_on = last is None or (isinstance(last, Leaf) and last.text in _GOES_ON)
    lambdas = any(isinstance(node, Leaf) and node.plain in {"sub", "function", "from"} for node in inner[:_MOST_BACK])
    return not (goes_on or lambdas or code[at + 1 : at + 200].lstrip()[:1] in {")", "}", ",", "&", "."})


def close_lost(stack: Open, end: int) -> list[Node]:
    """Close all round and square brackets up to the block or the beginning."""
    while len(stack) > 1 and stack[-1][0] != "{":
        opened, inner, at = stack.pop()
        stack[-1][1].append(Group(opened, inner, at, end))
    return stack[-1][1]


def semicolon_lost(nodes: list[Node], opened: str, code: str, at: int, language: Language) -> bool:
    """Whether a name at the beginning of a line begins a statement though the one before was not ended."""
    before = nodes[-1]
    if language is Language.JSCRIPT and isinstance(before, Leaf) and opened in {"", "{"}:
        ended = before.kind in {"name", "text", "number"} and before.plain not in _GO_ON
        return ended and "\n" in code[before.end : at] and code[at : at + 12].split(None, 1)[0].lower() not in _JOINS
    if not isinstance(before, Group) or before.open != "(" or opened not in {"", "{"} or language in BASIC:
        return False
    if language is Language.PHP or len(nodes) < 2 or "\n" not in code[before.end : at]:
        return False
    head = nodes[-2]
    if language is Language.JSCRIPT and isinstance(head, Group):
        return head.open == "(" and code[at : at + 12].split(None, 1)[0].lower() not in _JOINS
    if not isinstance(head, Leaf) or head.kind != "name" or head.plain in _HEADS:
        return False
    return code[at : at + 12].split(None, 1)[0].lower() not in _JOINS


def end_attribute(stack: Open, at: int) -> list[Node]:
    """Before a block: an attribute that was not closed ends where the declaration begins; else nothing changes."""
    _, inner, start = stack[-1]
    if len(inner) > _MOST_NAMES:
        return inner
    first = next((i for i, node in enumerate(inner) if isinstance(node, Leaf) and node.plain in _DECLARES), 0)
    if first:
        stack.pop()
        stack[-1][1].append(Group("[", inner[:first], start, inner[first].at))
        stack[-1][1].extend(inner[first:])
    return stack[-1][1]


def _reopen(nodes: list[Node], end: int) -> None:
    """Put into brackets what stands behind the last name that is followed by no sign: `Execute Request"x")`."""
    for index in range(len(nodes) - 1, max(0, len(nodes) - _MOST_BACK), -1):
        node, before = nodes[index], nodes[index - 1]
        if isinstance(node, Leaf) and node.kind == "end":
            return
        if (
            isinstance(node, Leaf)
            and node.kind in {"text", "name", "number", "inter", "var"}
            and isinstance(before, Leaf)
            and before.kind == "name"
        ):
            nodes[index:] = [Group("(", nodes[index:], node.at, end)]
            return
