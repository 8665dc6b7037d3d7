"""A text of which what may stand in it is taken away, and the rest compared: how old pages look at JSON they run."""

import re

from indicia.detection.webshell.values.bounds import MOST_PATTERN, class_signs

_QUOTED = re.compile(
    r"\"(?:\[\^\"[^\]]{0,20}\]|\((?:\?:)?(?:\[\^\"\\\\[^\]]{0,20}\]\|\\\\\.|\\\\\.\|\[\^\"\\\\[^\]]{0,20}\])\))[*+]\""
)
"""A whole text in quotation marks, whatever it holds."""
_CLASS = re.compile(r"\[\^?(?:[^\]\\]|\\.){1,60}\]")
_ESCAPED = re.compile(r"\\\\(?:\(\?:)?\[[^\]]{1,20}\](?:\|u\[[\w-]{1,12}\]\{4\}\))?")
"""A backslash and a sign behind it, as they stand in texts."""
_WORDS = re.compile(r"\b(?:true|false|null)\b")
_NUMBERS = frozenset(r"0123456789eE+-.dsbnrt")
_SIGNS = frozenset(' \t\r\n{}[],:;@"\\s') | frozenset("0123456789")
_MORE = re.compile(r"\\[(wSDWuxc\d]|[=`]")
"""Brackets, letters, signs by their number: what may be more than a literal."""
_BLANKS = re.compile(r"\\[nrtsd]")
_ALLOWED = _SIGNS | frozenset("+-.eE") | frozenset("truefalsenull")
_GROUPS = re.compile(r"\(\?:")


def takes_literals(pattern: str) -> bool:
    """Whether a pattern, without its strokes, takes away texts in quotation marks, numbers and words of JSON only.

    What could call or name anything stays: letters, brackets and `=`.
    """
    if len(pattern) > MOST_PATTERN:
        return False
    rest = _GROUPS.sub("(", _WORDS.sub("", _ESCAPED.sub("", _QUOTED.sub("", pattern))))
    if _MORE.search(rest):
        return False
    for found in _CLASS.finditer(rest):
        if found[0].startswith("[^") or "-" in found[0][1:-1].replace(r"\-", "").replace("0-9", "").strip("-"):
            return False
        if any(sign not in _NUMBERS | _SIGNS for sign in found[0][1:-1]):
            return False
    bare = _CLASS.sub("", rest)
    return not any(sign.isalpha() and sign not in _NUMBERS for sign in bare) and not re.search(r"(?<!\\)\.", bare)


def takes_only_literals(code: str, put: str) -> bool:
    """The same for an expression with its strokes, where what is put in the place of those texts is a sign that does
    nothing."""
    return takes_literals(code[1 : code.rfind("/")]) and not re.search(r"[\w(=`$]", put)


def leaves_signs(pattern: str) -> bool:
    """Whether a pattern, without its strokes, matches a whole text of the signs alone that hold JSON together."""
    found = re.fullmatch(r"\^(\[(?:[^\]\\^]|\\.)?\]?(?:[^\]\\]|\\.){1,40}\])[*+]\$", pattern)
    return found is not None and not _MORE.search(found[1]) and all(sign in _SIGNS for sign in found[1][1:-1])


def forbids_signs(pattern: str) -> bool:
    """Whether a pattern, without its strokes, matches where a sign stands that JSON without its texts does not have."""
    if not pattern.startswith("[^") or not pattern.endswith("]"):
        return False
    found = class_signs(_BLANKS.sub(" ", pattern), 2)
    return found is not None and found[1] == len(_BLANKS.sub(" ", pattern)) and found[0] <= _ALLOWED
