"""Source in a file of its own that a site of ASP.NET compiles: the code behind a page, handlers, modules, classes."""

import re

from indicia.detection.webshell.tokens.languages import NET_NAMES, SOURCES, Language, Part
from indicia.detection.webshell.values.kinds import CONTROLS

_OF_PAGE = frozenset(NET_NAMES | {"cshtml", "vbhtml"})
_OF_SITE = re.compile(
    r"\b(?:http(?:context|application|request|response)(?:base)?|ihttp\w*(?:handler|module)\w*|aspnetcore|controllerbase"
    r"|webservice|system\.web\.(?:ui|mvc|services|http|routing))\b",
    re.IGNORECASE,
)
"""What a class is told by that serves requests; other programs are none of ours."""
_OF_WEB = re.compile(r"^\s*(?:using|imports)\s+system\.web\s*;?\s*$", re.IGNORECASE | re.MULTILINE)
_ASKED = re.compile(
    r"(?<![\w.])request\s*(?:\[|\.\s*(?:headers|form|querystring|params|cookies|files|inputstream)\b)", re.IGNORECASE
)
"""A class that names a page elsewhere as its base reads the request of that, with no other word of the site."""
_READ = re.compile(
    r"(?<![\w.])(?:(?:this|me)\s*\.\s*)?([A-Za-z_]\w{0,60})\s*\.\s*"
    r"(text|value|selectedvalue|innertext|postedfile|hasfile|filebytes|filecontent|saveas|filename)\b",
    re.IGNORECASE,
)
"""A member of a field of the page, with the field."""
_UPLOADED = frozenset({"postedfile", "hasfile", "filebytes", "filecontent"})
_DECLARED = re.compile(
    r"\b([A-Za-z_]\w*)(?:<[^<>\n]{0,80}>)?(?:\[\])?\??\s+(?=([A-Za-z_]\w*)\b)|\(([\w\s,]{1,200})\)\s*=>|\b(\w+)\s*=>",
)
"""What gives a name its meaning in C#, with its type where there is one."""
_DECLARED_IN_BASIC = re.compile(
    r"\b([A-Za-z_]\w*)(?:\(\))?\s+As\s+(?:New\s+)?([\w.]+)|\b(?:Dim|Each|Class|Module|Enum|Imports)\s+(\w+)",
    re.IGNORECASE,
)
"""The same in Visual Basic."""
_NO_TYPES = frozenset({
    "return", "new", "throw", "case", "else", "await", "in", "is", "as", "not", "and", "or", "out", "ref", "if", "goto",
    "when", "yield", "do", "from", "select", "where", "by", "on", "equals",
})  # fmt: skip
"""Words of C# that a name may follow which is declared elsewhere."""
_FIELD = re.compile(
    r"[a-z_]|(?i:(?:text|user|pass|cmd|command|input|hidden|file|path|tb|txt|ddl|drop|list|radio|html|upload|fu|hf)\w*\d*$)"
)
"""Beginnings of the names of fields of a page; of others names with a capital are those of classes."""
_SHOWS = re.compile(r"^(?:lbl|lab|label|lit|literal|msg|info|status|result|output|out)", re.IGNORECASE)
"""Beginnings of the names of fields that only show something."""
_CODE_WORDS = ("webmethod", "operationcontract")
_MOST_CODE = 200_000
"""Characters of code in which the fields of a page are looked for."""


def source_code(text: str, name: str) -> Part | None:
    """The code of a file `x.cs` or `x.vb` of a site; null where it is no source, or that of another program.

    The fields of the page stand in another file, so that what nothing in this one declares and is asked for its text
    is taken for a field that a visitor fills in.
    """
    stem, _, extension = name.lower().rpartition(".")
    if extension not in SOURCES:
        return None
    behind = stem.rpartition(".")[2] in _OF_PAGE
    if not behind and _OF_SITE.search(text) is None and not (_OF_WEB.search(text) and _ASKED.search(text)):
        return None
    lower = text.lower()
    controls, uploads = (
        _fields(text, basic=extension == "vb") if behind or "system.web.ui" in lower else (frozenset(), frozenset())
    )
    return Part(
        Language.VISUAL_BASIC if extension == "vb" else Language.CSHARP,
        text,
        controls,
        uploads,
        web_method=any(word in lower for word in _CODE_WORDS),
    )


def _fields(text: str, *, basic: bool) -> tuple[frozenset[str], frozenset[str]]:
    """Names of the fields of the page that a visitor fills in, and of those that take a file, lower case."""
    code = text[:_MOST_CODE]
    asked: dict[str, set[str]] = {}
    for found in _READ.finditer(code):
        asked.setdefault(found[1], set()).add(found[2].lower())
    types = _types(code, basic=basic) if asked else {}
    fields: set[str] = set()
    uploads: set[str] = set()
    for name, members in asked.items():
        plain = name.lower()
        kind = types.get(plain)
        if kind == "fileupload" or (kind is None and members & _UPLOADED):
            uploads.add(plain)
        elif kind in CONTROLS or (kind is None and _FIELD.match(name) and not _SHOWS.match(name)):
            fields.add(plain)
    return frozenset(fields), frozenset(uploads)


def _types(code: str, *, basic: bool) -> dict[str, str]:
    """The names that the code declares, with their types, lower case; the type is empty where none is said."""
    types: dict[str, str] = {}
    if basic:
        for found in _DECLARED_IN_BASIC.finditer(code):
            types[(found[1] or found[3]).lower()] = (found[2] or "").lower().rpartition(".")[2]
        return types
    for found in _DECLARED.finditer(code):
        if found[2]:
            if found[1] not in _NO_TYPES:
                types[found[2].lower()] = found[1].lower()
        else:
            types.update(dict.fromkeys(re.findall(r"\w+", (found[3] or found[4]).lower()), ""))
    return types
