"""Code as a tree of tokens and brackets, tolerant of anything: an unknown sign is an operator, an open bracket ends
with the text."""

import re

from msgspec import Struct

from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import (
    Group,
    Leaf,
    Node,
    close,
    close_lost,
    end_attribute,
    is_lost,
    semicolon_lost,
)
from indicia.detection.webshell.tokens.languages import BASIC, NET, Language

__all__ = ["Group", "Leaf", "Node", "Tree", "inside", "tree_of"]

MOST_TOKENS = 250_000
MOST_DEPTH = 60
"""Brackets deeper than this are read as if they lay side by side."""


_ROUND = frozenset({"(", "["})
_CASED = (words.ACTIVE_PREFIXES | words.ACTIVE_CONTROL) - {"function", "delegate"}
"""Words of the languages that tell capitals from small letters."""
_PHP = re.compile(
    # White space first: where no token begins, each of them is tried at each sign.
    r"\s*+(?:(?P<skip>(?:\#(?!\[)|//)[^\n]*+|/\*(?s:.)*?(?:\*/|\Z)|\Z)"
    r"|(?P<here><<<[ \t]*['\"]?(?P<label>\w+)['\"]?\r?\n)"
    r"|(?P<var>\$[\w\x7f-\U0010ffff]++)"
    r"|(?P<name>\\?[A-Za-z_\x7f-\U0010ffff][\w\\\x7f-\U0010ffff]*+)"
    r"|(?P<single>'(?:[^'\\]++|\\.)*+'?)|(?P<double>\"(?:[^\"\\]++|\\.)*+\"?)|(?P<tick>`(?:[^`\\]|\\.)*+`?)"
    r"|(?P<number>0[xX][0-9a-fA-F]++|\d[\d.]*+(?:[eE][+-]?\d+)?)"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<stop>;)"
    r"|(?P<op>=>|\?->|->|::|\.\.\.|\?\?=|\?\?|===|!==|==|!=|<=>|<=|>=|<>|&&|\|\||[-+*/.%&|^]=|<<|>>|\+\+|--|\S))",
    re.DOTALL,
)
_CLIKE = re.compile(
    r"(?P<skip>//[^\n]*+|/\*(?s:.)*?(?:\*/|\Z)|^[ \t]*\#[^\n]*+|\?(?=\[))"
    r"|(?P<regex>(?:(?<=[(,=:\[!&|?{};])|(?<=[(,=:\[!&|?{};\n] )|(?<=\n)|(?<=return ))/(?![*/ ])"
    r"(?:[^\\/\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,300}+\]){1,1000}+/[gimsuy]{0,6}+)"
    r"|(?P<raw>\$*+(?<!\")\"{3,9}+(?!\")(?s:.)*?\"{3,})"
    r"|(?P<verbatim>(?:\$@|@\$?)\"(?:[^\"]|\"\")*+\"?)"
    r"|(?P<inter>\$\"(?:\{[^{}\n\"]{0,200}\"[^{}\n]{0,200}\}|[^\"\\\n]|\\.)*+\"?)"
    r"|(?P<double>\"(?:[^\"\\\n]|\\.)*+\"?)|(?P<single>'(?:[^'\\\n]|\\.)*+'?)"
    r"|(?P<generic>(?<=\w)<(?:[\w.,\s\[\]?]|\([\w.\s?]{1,60},[\w.,\s\[\]?]{1,90}\)){1,120}(?:<[\w.,\s\[\]?]{1,120}>)?>(?=[\s(){\[.,;\w]))"
    r"|(?P<name>@?[A-Za-z_$\x80-\U0010ffff][\w$\x80-\U0010ffff]*+)"
    r"|(?P<number>0[xX][0-9a-fA-F]++[lLuU]*+|\d[\d_]*+(?:\.\d+)?[a-zA-Z]*+)"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<stop>;)"
    r"|(?P<op>=>|\?\.|->|::|\?\?=|\?\?|===|!==|==|!=|<=|>=|&&|\|\||[-+*/%&|^]=|\+\+|--|\S)",
    re.MULTILINE,
)
_BASIC = re.compile(
    r"(?P<skip>'[^\n]*+|\brem\b[^\n]*+|[ \t]_[ \t]*\r?\n)"
    r"|(?P<inter>\$\"(?:\{[^{}\n\"]{0,200}\"[^{}\n]{0,200}\}|[^\"\n]|\"\")*+\"?)"
    r"|(?P<basic>[\"\u201c\u201d](?:[^\"\n]|\"\")*+\"?)"
    r"|(?P<name>[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*+[$%!#@]?|\[[A-Za-z_][\w ]{0,80}\])"
    r"|(?P<number>&[hHoO][0-9a-fA-F]++&?|\d[\d.]*+)"
    r"|(?P<open>[({])|(?P<close>[)}])|(?P<stop>\n|:(?!=))"
    r"|(?P<op><>|<=|>=|=<|=>|:=|\+=|&=|-=|\?\.|\S)",
    re.IGNORECASE,
)
_GOES_ON = frozenset({
    "&", "+", "-", "*", "/", "=", "&=", "+=", ",", ".", "<>", "?.", ":=", "and", "or", "andalso", "orelse", "xor", "is",
    "isnot",
})  # fmt: skip
"""Signs and words at the end of a line of Visual Basic that goes on with the next."""
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "e": "\x1b", "f": "\f", "b": "\b", "a": "\a"}
_PHP_INSIDE = re.compile(r"(?<!\\)\$(?:[\w\x7f-\U0010ffff]|\{)|\{\$")
_UNICODE = re.compile(r"\\u{1,8}([0-9a-fA-F]{4})|\\U0000([0-9a-fA-F]{4})")


class Tree(Struct, frozen=True):
    """The tokens of one part."""

    code: str
    nodes: list[Node]
    cut: bool
    """Whether there were more tokens than are looked at."""


def tree_of(code: str, language: Language) -> Tree:
    """Read code into a tree."""
    if language not in BASIC and language is not Language.PHP and "\\u" in code.lower():
        # Escapes stand in names as well as in texts; one that would end a text or a line stays as it is.
        code = _UNICODE.sub(_unescaped, code)
    root: list[Node] = []
    stack: list[tuple[str, list[Node], int]] = [("", root, 0)]
    nodes = root
    flat = torn = 0
    opens_more = language is Language.VISUAL_BASIC and code.count("(") > code.count(")")
    net_basic = language is Language.VISUAL_BASIC
    count = 0
    pattern = _PHP if language is Language.PHP else _BASIC if language in BASIC else _CLIKE
    length = len(code)
    tokens = pattern.finditer(code)
    while (found := next(tokens, None)) is not None:
        kind = found.lastgroup or "op"
        at, end = found.span(kind)
        if kind == "skip":
            continue
        count += 1
        if count > MOST_TOKENS:
            break
        # The most frequent first; a call for each would take as long as the search.
        if kind == "op":
            text = code[at:end]
            nodes.append(Leaf("op", text, at, end, text))
        elif kind == "var":
            text = code[at + 1 : end]
            nodes.append(Leaf("var", text, at, end, text.lower()))
        elif kind == "stop" and nodes and code[at] == "\n" and net_basic and _goes_on(nodes[-1]):
            # The statement goes on behind an operator.
            continue
        elif kind == "stop":
            if stack[-1][0] in _ROUND and is_lost(stack, code, at, language, torn=opens_more):
                # What a lost bracket should have closed ends with the statement.
                nodes = close_lost(stack, at)
            nodes.append(Leaf("end", code[at:end], at, end, ""))
        elif kind == "open":
            if len(stack) > MOST_DEPTH:
                flat += 1
                continue
            if code[at] == "{" and stack[-1][0] == "[" and language in NET:
                nodes = end_attribute(stack, at)
            inner: list[Node] = []
            stack.append((code[at], inner, at))
            nodes = inner
        elif kind == "close":
            if flat:
                flat -= 1
                continue
            nodes = close(stack, code[at], end)
        elif kind in {"here", "label"}:
            label = found["label"]
            stop = -1 if torn > 4 else _here_end(code, label, found.end() - 1)
            if stop < 0:
                # Each search that finds nothing reads to the end of the text.
                torn += 1
                continue
            end = found.end()
            body = code[end:stop]
            position = code.index(label, stop) + len(label)
            tokens = pattern.finditer(code, position)
            literal = "'" in code[at:end]
            nodes.append(Leaf("text", body, at, position, "") if literal else _double(body, at, position))
        else:
            leaf = _leaf(kind, code[at:end], at, end, language)
            if leaf is not None:
                if kind == "name" and nodes and semicolon_lost(nodes, stack[-1][0], code, at, language):
                    nodes.append(Leaf("end", "\n", at, at, ""))
                if leaf.plain.endswith(words.NAMED) and code[at - 1 : at] == ".":
                    # After a dot no word of the language stands.
                    leaf.plain = leaf.plain.removesuffix(words.NAMED)
                nodes.append(leaf)
    while len(stack) > 1:
        opened, inner, at = stack.pop()
        stack[-1][1].append(Group(opened, inner, at, length))
    return Tree(code=code, nodes=root, cut=count > MOST_TOKENS)


def _goes_on(last: Node) -> bool:
    """Whether a line of Visual Basic that ends so goes on with the next."""
    return isinstance(last, Leaf) and (
        (last.kind == "op" and last.text in _GOES_ON) or (last.kind == "name" and last.plain in _GOES_ON)
    )


def _unescaped(found: re.Match[str]) -> str:
    sign = chr(int(found[1] or found[2], 16))
    return found[0] if sign in "\"'\\\n\r" else sign


def _leaf(kind: str, text: str, at: int, end: int, language: Language) -> Leaf | None:
    php = language is Language.PHP
    match kind:
        case "name":
            name = text.lstrip("@\\").strip("[]").rstrip("$%!#@") or text
            plain = name.lower()
            if plain in _CASED and name != plain and not php and language not in BASIC:
                # `Do` and `Next` are names where words are written small.
                plain += words.NAMED
            if text[0] == "[" and plain in words.BASIC_PREFIXES | words.CONTROL and language is Language.VISUAL_BASIC:
                # `[End]` is a name.
                plain += words.NAMED
            return Leaf("name", name, at, end, plain)
        case "regex":
            return Leaf("regex", text, at, end, "")
        case "single":
            body = text[1:-1] if len(text) > 1 and text[-1] == "'" else text[1:]
            return Leaf("text", _escaped(body) if "\\" in body else body, at, end, "")
        case "double":
            body = text[1:-1] if len(text) > 1 and text[-1] == '"' else text[1:]
            if php:
                return _double(body, at, end)
            return Leaf("text", _escaped(body) if "\\" in body else body, at, end, "")
        case "verbatim":
            begin = text.index('"') + 1
            body = text[begin:-1] if len(text) > begin and text[-1] == '"' else text[begin:]
            inter = "$" in text[:begin] and "{" in body
            return Leaf("inter" if inter else "text", body.replace('""', '"'), at, end, "")
        case "raw":
            holes = text.index('"')
            body = text.strip("$").strip('"')
            for sign in "{}" if holes > 1 else "":
                body = body.replace(sign * holes, sign)
            return Leaf("inter" if holes and "{" in body else "text", body, at, end, "")
        case "basic":
            body = text[1:-1] if len(text) > 1 and text[-1] == '"' else text[1:]
            return Leaf("text", body.replace('""', '"'), at, end, "")
        case "inter":
            return Leaf("inter", text[2:].rstrip('"'), at, end, "")
        case "tick":
            return Leaf("tick", text.strip("`"), at, end, "")
        case "number":
            return Leaf("number", text, at, end, "")
        case "generic":
            return None
        case _:
            return Leaf("op", text, at, end, text)


def _double(body: str, at: int, end: int) -> Leaf:
    """A text of PHP in double quotes, which may hold variables."""
    if "$" in body and _PHP_INSIDE.search(body):
        return Leaf("inter", body, at, end, "$")
    return Leaf("text", _escaped(body) if "\\" in body else body, at, end, "")


def _here_end(code: str, label: str, start: int) -> int:
    """Where the line begins (its line end) that closes a text `<<<label`; -1 when none does."""
    stop = code.find("\n" + label, start)
    if stop >= 0:
        return stop
    close = re.compile(rf"\n[ \t]{{1,200}}{re.escape(label)}\b").search(code, start)
    return close.start() if close else -1


def _escaped(body: str) -> str:
    return _ESCAPE.sub(_sign, body)


def _sign(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "xu" and len(code) > 1:
        number = int(code[1:].strip("{}")[:6] or "0", 16)
        return chr(number) if number < 0x110000 else ""
    if code[0].isdigit() and code[0] < "8":
        try:
            return chr(int(code, 8) & 0xFF)
        except ValueError:
            return code
    return _SIGNS.get(code, code if code in "\\'\"$`/{}?" else "\\" + code)


def inside(text: str, *, quotes: bool = False) -> list[str]:
    """The code of the variables in a text: `$x`, `$x['y']`, `{$x->y}`, `{x.Y}`; at most twenty.

    `quotes` says that within `{…}` a text may stand, as in C#.
    """
    if "\\" in text:
        text = _PASSED.sub("  ", text)
    return [found[1] or found[2] for found in (_QUOTING if quotes else _HOLES).finditer(text)][:20]


_PASSED = re.compile(r"\\[$\\]")
_HOLES = re.compile(r"\{(\$?[^{}\"]{1,300})\}|(\$[\w\x7f-\U0010ffff]++(?:\[[^\]\n]{1,100}\]|->\w+)?)")
_QUOTING = re.compile(r"\{([^{}]{1,300})\}()")
