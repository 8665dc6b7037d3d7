"""What a YARA rule costs, told from its source."""

import re
from collections.abc import Iterator

from indicia.detection.conditions.regex_literals import required_texts
from indicia.detection.cost import Cost

ENOUGH = 3
"""Bytes in a row that the engine can search for; a pattern with fewer makes it look at very many places."""

_TEXT = r'"(?:[^"\\\n]|\\[^\n])*+"'
_REGEX = r"/(?:[^/\\\n]|\\[^\n])++/"
_COMMENT = re.compile(rf"({_TEXT}|{_REGEX})|//[^\n]*+|/\*(?s:.)*?\*/")
_PATTERN = re.compile(rf"\$\w*+\s*+=\s*+(?:({_TEXT})|({_REGEX})|\{{([^}}]*+)\}})")
_SECTION = re.compile(rf"{_TEXT}|{_REGEX}|\b(strings|condition)\s*+:")
_QUOTED = re.compile(rf"{_TEXT}|{_REGEX}")
_LOOP = re.compile(r"\bfor\b[^:]*?\bin\b")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|.)")
_FULL_BYTES = re.compile(r"(?:(?<![?~0-9a-fA-F])[0-9a-fA-F]{2}(?![?])\s*)+")


def yara_cost(source: str) -> Cost:
    """The class of a rule: `loop`, `every file`, `broad`, `literal`, the first of these that holds."""
    bare = _COMMENT.sub(lambda found: found[1] or " ", source)
    strings, condition = _sections(bare)
    if _LOOP.search(_QUOTED.sub('""', condition)):
        return Cost.LOOP
    longest = list(_longest(strings))
    if not longest:
        return Cost.EVERY_FILE
    return Cost.LITERAL if min(longest) >= ENOUGH else Cost.BROAD


def _sections(bare: str) -> tuple[str, str]:
    """The patterns and the condition; the meta section is not looked at."""
    found = {match[1]: match for match in _SECTION.finditer(bare) if match[1]}
    condition = found.get("condition")
    start = condition.end() if condition else len(bare)
    strings = found.get("strings")
    return (bare[strings.end() : start] if strings else ""), bare[start:]


def _longest(strings: str) -> Iterator[int]:
    """Of each pattern the longest run of bytes that every match of it holds."""
    for text, regex, plain in _PATTERN.findall(strings):
        if text:
            yield len(_ESCAPE.sub("x", text[1:-1]))
        elif regex:
            yield max((min(map(len, texts)) for texts in required_texts(regex[1:-1]) if texts), default=0)
        else:
            # Alternatives are not vouched for.
            fixed = re.sub(r"\([^()]*\)", "??", plain)
            yield max((sum(c not in " \t\r\n" for c in run) // 2 for run in _FULL_BYTES.findall(fixed)), default=0)
