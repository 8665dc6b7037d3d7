"""Code that cannot be reached or compiled as it stands: somebody may have switched a shell off, or not yet on."""

import re
from collections.abc import Iterable

from indicia.detection.webshell.tokens.languages import NET, Language, Part

_HEAD = re.compile(
    r"\b(?:void|object|string|int|bool|task|sub|function)\s+\w+\s*\([^(){};]{0,400}\)(?:\s*handles\s+[\w.]+)?"
    r"(?:\s*as\s+[\w.]+)?\s*\{?\s*(?P<first>[^\n;]{0,80})",
    re.IGNORECASE,
)
"""The head of a function with its first statement."""
_ENDS = re.compile(
    r"throw\b|(?:[\w.]+\.)?response\s*\.\s*end\s*\(\s*\)|exit\s+(?:sub|function)\b|return\s*$", re.IGNORECASE
)
"""A statement behind which nothing runs."""
_ERROR = re.compile(r"^[ \t]*#error\b", re.MULTILINE)
_MOST_CODE = 50_000
"""Characters of code in which the function is looked for."""
BEHIND = "; it stands behind an end of its function, so that it does not run as it stands"
BROKEN = "; the file tells the compiler to fail, so that it does not run as it stands"


def dormant(parts: Iterable[Part], line: int) -> str:
    """What is to be said of code of ASP.NET on this line that does not run; empty where nothing is."""
    for part in parts:
        if part.language not in NET:
            continue
        if part.language is Language.CSHARP and _ERROR.search(part.code):
            return BROKEN
        lines = part.code.split("\n") if len(part.code) <= _MOST_CODE else []
        if not 0 < line <= len(lines):
            continue
        before = sum(len(text) + 1 for text in lines[: line - 1])
        last = None
        for found in _HEAD.finditer(part.code, 0, before + len(lines[line - 1])):
            last = found
        if last is not None and _ENDS.match(last["first"]) and part.code[last.end() :].strip():
            return BEHIND
    return ""
