"""Blocks whose end was lost: where they ended is told by how far the lines behind them are indented."""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from indicia.detection.webshell.tokens.languages import BASIC, Language, Part

MOST_CODE = 60_000
"""Characters of a page up to which it is read another way."""
_MOST_CLOSED = 24
"""Blocks up to which that is done: a page with more is indented as nobody would."""
TOKEN = re.compile(
    r"(?P<skip>//[^\n]*|/\*(?s:.)*?(?:\*/|\Z)|^[ \t]*\#[^\n]*|[@$]{1,2}\"(?:[^\"]|\"\")*+\"?|\"(?:[^\"\\\n]|\\.)*+\"?"
    r"|'(?:[^'\\\n]|\\.){0,80}+'?)"
    r"|(?P<open>[{(\[])|(?P<close>[})\]])|(?P<stop>;)|(?P<line>\n[ \t]*(?=\S))|(?P<sign>\S)",
    re.MULTILINE,
)
_MEMBER = re.compile(
    r"(?:public|private|protected|internal)\s+(?![^\n]*\b[gs]et\s*[;{])(?:\w+\s+)*[\w<>\[\],.?]+\s+\w+\s*(?:\(|\{|=|;|$)"
    r"|(?:(?:public|internal|sealed|abstract|static|partial)\s+)*(?:class|interface|namespace)\s+\w+"
)
"""What stands in no method: a member of a class, a class."""
_IS_TYPE = re.compile(r"\b(?:class|struct|interface|namespace|record|enum)\s+[\w.]+[^;{}()=]{0,300}$")
_ON_ITS_WAY = re.compile(r"[.?:&|+,)=\]]|(?:where|and|or|else|catch|finally|while)\b")
"""How a line begins that goes on with the one before, or with what was just closed."""
_GOES_ON = (",", "=", "+", "&", "|", "(", "?", "=>", "return", "<", ">", "-", "*")
"""Ends of lines that go on with the next."""
_PAIRS = {"}": "{", ")": "(", "]": "["}


@dataclass(slots=True)
class _Open:
    """A bracket that is open."""

    sign: str
    indent: int
    """Of the line on which it stands, in blanks."""
    row: int
    """Which line that is."""
    head: str
    """What stands before it in its statement."""
    inner: int = -1
    """How far the first line in it is indented; -1 before there was one."""


def closed(parts: list[Part]) -> list[Part]:
    """The parts with the ends of blocks put in where they were lost; the same where none were."""
    if sum(len(part.code) for part in parts) > MOST_CODE:
        return parts
    made = [replace(part, code=_closed(part.code)) if _is_torn(part) else part for part in parts]
    return parts if all(one.code == other.code for one, other in zip(parts, made, strict=True)) else made


def _is_torn(part: Part) -> bool:
    if part.language in BASIC or part.language is Language.PHP:
        return False
    bare = "".join(found[0] for found in TOKEN.finditer(part.code) if found.lastgroup in {"open", "close"})
    return bare.count("{") > bare.count("}")


def _closed(code: str) -> str:
    stack: list[_Open] = []
    made: list[str] = []
    written = row = start = added = 0
    indent = 0
    last = ""
    for found in TOKEN.finditer(code):
        kind, text, at = found.lastgroup, found[0], found.start()
        if kind == "line":
            indent, row = width(text), row + 1
            ends = _lost(stack, code, found.end(), indent, row, last)
            if ends and added < _MOST_CLOSED:
                made.extend((code[written:at], ends))
                written, added, start = at, added + 1, at
        elif kind == "open":
            stack.append(_Open(text, indent, row, code[max(start, at - 400) : at].strip()))
            start = at + 1 if text == "{" else start
        elif kind == "close":
            _close(stack, text)
            start = at + 1 if text == "}" else start
        elif kind == "stop" and (not stack or stack[-1].sign == "{"):
            start = at + 1
        if kind not in {"line", "skip"} or text[:1] in "\"'@$":
            last = code[max(0, found.end() - 6) : found.end()]
    return "".join((*made, code[written:]))


def width(text: str) -> int:
    """How far a line is indented that begins behind this line end and these blanks."""
    return sum(4 if sign == "\t" else 1 for sign in text[1:])


def _close(stack: list[_Open], sign: str) -> None:
    """Close the nearest bracket of this kind; round ones that were lost do not end a block."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].sign == _PAIRS[sign]:
            del stack[depth:]
            return
        if stack[depth].sign == "{":
            return


def _lost(stack: list[_Open], code: str, at: int, indent: int, row: int, last: str) -> str:
    """Ends for the blocks that ended before the line that begins here, though nothing says so; they leave the stack."""
    line = code[at : at + 300].split("\n", 1)[0]
    inside = stack[_innermost(stack)] if stack and stack[_innermost(stack)].sign == "{" else None
    if inside is not None and inside.inner < 0 and inside.row < row and not line.startswith(("#", "}")):
        inside.inner = indent
    if _ON_ITS_WAY.match(line) or line.startswith(("{", "#", "//", "/*", "<", "@")):
        return ""
    member = _MEMBER.match(line) is not None
    closes, labels = line.startswith("}"), line.startswith(("case ", "default:"))
    if not (closes or member) and last.endswith(_GOES_ON) and (not stack or stack[-1].sign != "{"):
        return ""
    ends: list[str] = []
    while (depth := _innermost(stack)) >= 0:
        block = stack[depth]
        # Where the lines of a block are not indented, nothing is told by how far one is.
        further = block.inner > block.indent
        outside = further and (block.indent > indent if closes or labels else block.indent >= indent)
        wrong = member and not _IS_TYPE.search(block.head)
        if block.row >= row or not (outside or wrong):
            break
        ends.append(_end_of(stack[depth:]))
        del stack[depth:]
    return "".join(ends)


def _innermost(stack: list[_Open]) -> int:
    """The innermost block; -1 where there is none."""
    return next((depth for depth in range(len(stack) - 1, -1, -1) if stack[depth].sign == "{"), -1)


def _end_of(brackets: list[_Open]) -> str:
    """What closes a block, with the statement it stands in where it is a value."""
    head = brackets[0].head
    value = not head.endswith((")", "else", "try", "finally", "do", "{", "}", ";", "")) or (
        re.search(r"\bnew\b[^;{}]*$|=>\s*$|\bdelegate\b[^;{}]*$|=\s*$", head) is not None
    )
    named = re.search(r"\b(?:class|struct|interface|namespace|record|enum|get|set)\b[^;{}=()]*$", head)
    return "};" if value and not named else "}"
