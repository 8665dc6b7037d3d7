"""Names that nothing in a page fills: they stand in a file that it includes, or were taken out of it.

Collections hold pages without the files they include, torn ones, and ones that somebody made harmless.
"""

import re

from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.patterns import any_of

_OF_APPLICATION = (
    "load", "templ", "tmpl", "lang", "file", "incl", "sett", "conf", "row", "field", "record", "recset", "content",
    "cache", "dict", "lookup", "format", "calc", "expr", "formula", "rule", "bind", "resource", "html", "json", "theme",
    "module", "menu", "title", "price", "date", "report", "message", "label", "init",
)  # fmt: skip
"""Parts of the names of functions that give something of the application's."""
_OF_APPLICATION_AT_END = (r"(?:^|_)o?rs\w{0,3}$", "item$", "text$")
"""Ends of such names; the first are sets of records."""
_OTHERWISE = any_of(_OF_APPLICATION, _OF_APPLICATION_AT_END)
_OF_PLACES = (
    "base", "root", "folder", "dir", "path", "map", "under", "within", "only", "slug", "upload", "site", "skin", "doc",
    "page", "note", "draft", "store", "save",
)  # fmt: skip
"""Parts of the names of functions that may give a place of the application for a name."""
_OF_LOOKS = ("safe", "clean", "valid", "check", "chk", "norm", "sanit", "allow", "filter", "strip", "escape", "encode")
"""Parts of the names of those that look at a name, or take something out of it."""
_KEEPS_WITHIN = any_of(_OF_PLACES, _OF_LOOKS)
MOST_CODE = 20_000
"""Characters of code up to which it is looked at whether a name is given a value."""
SWITCHES = ("/c", "/k", "-c", "-command")
"""Ends of what stands before the command that a command shell is given."""
_DECODES = frozenset({"decode", "decrypt", "unscramble", "deobfuscate", "unhex"})
_KNOWN = (words.PASSES | words.CLEARS | words.CONTROL | words.PREFIXES | {
    "choose", "iif", "array", "execute", "eval", "filter", "switch", "mappath", "space", "oct", "hex", "typename",
})  # fmt: skip
"""Functions and words of the languages themselves."""
_GIVES = (
    r"\b(?:dim|public|private|const|redim|as|out|ref|var|let|string|object|int|byte\[\]|byref|byval|each|in)\s+"
    r"(?:\w+\s*,\s*)*"
)


def is_undefined(name: str, code: str) -> bool:
    """Whether this name stands in the code, and nothing declares it, gives it a value or takes it as a parameter."""
    if not name.isidentifier() or len(code) > MOST_CODE:
        return False
    plain = re.escape(name)
    given = (
        rf"{_GIVES}{plain}\b|\b{plain}\s*(?:\(\s*\))?\s*[-+.&]?=(?!=)|\b(?:function|sub|void|class|string|object)\s+{plain}\b"
        rf"|\b(?:function|sub|property\s+[gls]et)\s+\w+\s*\([^()\n]{{0,300}}\b{plain}\b"
        rf"|[(,]\s*(?:\w+(?:\[\])?\s+)?{plain}\s*(?:as\s+\w+\s*)?[,)]\s*(?:as\s+\w+)?\s*[{{\n]"
    )
    stands = re.search(rf"\b{plain}\b", code, re.IGNORECASE) is not None
    return stands and re.search(given, code, re.IGNORECASE) is None


def made_outside(source: str, code: str) -> bool:
    """Whether a function that is not in the page is given what this reads and nothing else.

    One whose name says that it looks for a place, or at what it is given, may keep it within the application.
    """
    if len(code) > MOST_CODE:
        return False
    around = re.findall(rf"(?<![\w.])([A-Za-z_]\w*)\s*\(\s*{re.escape(source)}\s*\)", code, re.IGNORECASE)
    names = {name.lower() for name in around} - _KNOWN
    return bool(names) and all(
        is_undefined(name, code) and not (_OTHERWISE.search(name) or _KEEPS_WITHIN.search(name)) for name in names
    )


def may_read_request(name: str) -> bool:
    """Whether a function of this name, which is not in the page, may give what a request sends."""
    if name in _DECODES:
        return True
    return name not in _KNOWN and _OTHERWISE.search(name) is None
