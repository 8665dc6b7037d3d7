"""The code of a page of ASP or ASP.NET by language, and the fields of the page."""

import re

from indicia.detection.webshell.tokens.languages import ASP_NAMES, BASIC, NET_NAMES, Language, Part
from indicia.detection.webshell.tokens.markup import RUNAT, TAG_SCRIPT, TAG_SCRIPT_END, lines_of
from indicia.detection.webshell.values.kinds import OBJECT_IDS

_DIRECTIVE = re.compile(r"<%@([^%]{0,2000})%>")
_FOLLOWING = re.compile(r"\s*<%@[^%]{0,2000}%>")
ALL_CODE = frozenset({"ashx", "asmx", "svc", "soap"})
"""Endings of files in which everything behind the directives is code, so that a `<%` stands in a text of it."""
_LANGUAGE = re.compile(r"language\s{0,20}=\s{0,20}[\"']?\s{0,20}([\w#.+]{1,40})", re.IGNORECASE)
_CONTROL = re.compile(r"<(asp:\w{1,40}|input|textarea|select|object)\b([^>]{0,2000})>", re.IGNORECASE)
_ID = re.compile(r"\bid\s{0,20}=\s{0,20}[\"']?([\w.]{1,80})", re.IGNORECASE)
_PROGID = re.compile(r"\b(?:progid|classid)\s{0,20}=\s{0,20}[\"']?([\w.:{}-]{1,80})", re.IGNORECASE)
_FIELDS = frozenset({
    "asp:textbox", "asp:hiddenfield", "asp:dropdownlist", "asp:listbox", "asp:radiobuttonlist", "asp:checkboxlist",
    "input", "textarea", "select",
})  # fmt: skip
_BASIC_WORDS = re.compile(
    r"^[ \t]*(?:dim\s|set\s+\w+\s*=|end\s+(?:if|sub|function)|sub\s+\w+|function\s+\w+\s*\([^{\n]*\)?[^{]*$"
    r"|if\s.*\sthen\b|on\s+error\s|execute(?:global)?[\s(]|response\.write\s+[\w\"]|private\s+sub|protected\s+sub)",
    re.IGNORECASE | re.MULTILINE,
)
_BASIC_COMMENT = re.compile(r"^[ \t]*'[^'\n]*$", re.MULTILINE)
"""A line that is a comment of Basic, perhaps drawn with signs."""
_LONG_TEXT = re.compile(r"\"[^\"\n]{9,}+\"")
_C_WORDS = re.compile(r";[ \t]*(?:$|\})|\bvar\s+\w+\s*=|\)\s*\{|==|,\s*[\"']unsafe[\"']", re.MULTILINE)


def _named_language(name: str, *, net: bool) -> Language | None:
    plain = name.lower()
    if plain in {"c#", "cs", "csharp", "c"}:
        return Language.CSHARP
    if plain in {"vb", "visualbasic", "vbs", "vbscript", "vbscript.encode", "vbsript"}:
        return Language.VISUAL_BASIC if net else Language.VBSCRIPT
    if plain in {"js", "jscript", "javascript", "jscript.encode", "ecmascript", "jscript.net"}:
        return Language.JSCRIPT_NET if net else Language.JSCRIPT
    if plain in {"java"}:
        return Language.JAVA
    if plain == "php":
        return Language.PHP
    return None


_NET_WORDS = re.compile(
    r"<%@\s{0,20}(?:page|webhandler|webservice|control|import|assembly|application|master|servicehost)\b|system\.|\bnew\s"
    r"|<asp:|context\.request|request\.item\s*\[|\"unsafe\"",
    re.IGNORECASE,
)


def active_code(text: str, extension: str) -> list[Part]:
    """The code of an ASP or ASP.NET page, one part for each language in it."""
    net = extension in NET_NAMES or (extension not in ASP_NAMES and _NET_WORDS.search(text) is not None)
    named: Language | None = None
    whole_from = -1
    service = False
    for directive in _DIRECTIVE.finditer(text):
        found = _LANGUAGE.search(directive[1])
        if found and named is None:
            named = _named_language(found[1], net=net)
        head = directive[1].split(None, 1)[0].lower() if directive[1].strip() else ""
        if head in {"webhandler", "webservice", "servicehost"}:
            whole_from = directive.end()
            service = head != "webhandler"
    if whole_from < 0 and extension in ALL_CODE and "<%" not in text:
        # Its first line was lost.
        whole_from, service = 0, extension != "ashx"
    if whole_from >= 0 and extension in ALL_CODE:
        while following := _FOLLOWING.match(text, whole_from):
            whole_from = following.end()
    if whole_from >= 0 and (extension in ALL_CODE or "<%" not in text[whole_from:]):
        language = named or _guess(text[whole_from:], net=net)
        return [Part(language, lines_of(text, 0, whole_from) + text[whole_from:], web_method=service)]
    pieces, others = _blocks(text)
    default = named or _guess("\n".join(text[start:end] for start, end, _ in pieces) or text, net=net)
    codes: dict[Language, list[str]] = {default: []}
    position: dict[Language, int] = {default: 0}
    for start, end, name in sorted([*pieces, *others]):
        language = (_named_language(name, net=net) if name else None) or (
            default if not name else _guess(text[start:end], net=net)
        )
        made = codes.setdefault(language, [])
        # Two, so that an `If` of one line ends with the piece.
        mark = "::" if language in BASIC else ";"
        made.append(lines_of(text, position.get(language, 0), start))
        piece = text[start:end]
        if language is Language.VBSCRIPT and _BARE_ACT.fullmatch(piece):
            # Its argument stands in the next piece.
            mark = " "
        if piece[:1] in {"=", "#", "$"}:
            # An expression that is written out.
            piece = f" __out({piece[1:]})" if piece[:1] == "=" or language is not Language.VBSCRIPT else piece[1:]
        open_end = piece.rstrip()[-1:] in {"{", "}", ",", "(", "_"} or language is Language.CSHARP
        made.append(piece + ("\n" if open_end and piece[:1] != " " else mark))
        position[language] = end
    controls, uploads, objects = _controls(text)
    return [
        Part(language, "".join(code), controls, uploads, objects, service) for language, code in codes.items() if code
    ]


def _blocks(text: str) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """Where code stands: between `<%` and `%>`, and in script elements that run at the server (with their language)."""
    blocks: list[tuple[int, int, str]] = []
    scripts: list[tuple[int, int, str]] = []
    position = 0
    length = len(text)
    if torn := _torn_head(text):
        blocks.append((0, torn, ""))
    tag = TAG_SCRIPT.search(text, torn)
    start = text.find("<%", torn)
    while start >= 0 or tag is not None:
        if tag is not None and (start < 0 or tag.start() < start):
            if not RUNAT.search(tag[1]):
                tag = TAG_SCRIPT.search(text, tag.end())
                continue
            close = TAG_SCRIPT_END.search(text, tag.end())
            end, position = (close.start(), close.end()) if close else (length, length)
            found = _LANGUAGE.search(tag[1])
            scripts.append((tag.end(), end, found[1] if found else ""))
        elif text.startswith("<%--", start):
            close_at = text.find("--%>", start + 4)
            position = length if close_at < 0 else close_at + 4
        else:
            close_at = text.find("%>", start + 2)
            end, position = (length, length) if close_at < 0 else (close_at, close_at + 2)
            if text[start + 2 : start + 3] != "@":
                blocks.append((start + 2, end, ""))
        if 0 <= start < position:
            start = text.find("<%", position)
        if tag is not None and tag.start() < position:
            tag = TAG_SCRIPT.search(text, position)
    return blocks, scripts


def _torn_head(text: str) -> int:
    """Where the code ends whose beginning was lost with the head of the page; 0 where none was."""
    found = _CLOSES.search(text)
    if found is None or _OPENS.search(text, 0, found.start()):
        return 0
    return found.start() if _LIKE_CODE.search(text, 0, found.start()) else 0


def _guess(code: str, *, net: bool) -> Language:
    """The language of code that names none."""
    # Code inside a text may be of the other language.
    sample = _BASIC_COMMENT.sub("", _LONG_TEXT.sub('""', code[:100_000]))
    basic, like_c = len(_BASIC_WORDS.findall(sample)), len(_C_WORDS.findall(sample))
    if net:
        if like_c > basic:
            return Language.JSCRIPT_NET if _IS_JSCRIPT.search(sample) else Language.CSHARP
        return Language.VISUAL_BASIC
    return (
        Language.JSCRIPT if like_c > basic and not sample.lstrip().lower().startswith("execute") else Language.VBSCRIPT
    )


_CLOSES = re.compile(r"%>|</script", re.IGNORECASE)
_OPENS = re.compile(r"<%|<script", re.IGNORECASE)
_LIKE_CODE = re.compile(r"\brequest\b|\bserver\.|\bresponse\.|\bprocess\b|\bend (?:if|sub|function)\b", re.IGNORECASE)
_BARE_ACT = re.compile(r"(?s:.*[\s:]|\s*)(?:execute|executeglobal|eval)\s*", re.IGNORECASE)
_IS_JSCRIPT = re.compile(r"\beval\s*\(|\bfunction\s+\w+\s*\(|[\"']unsafe[\"']", re.IGNORECASE)


def _controls(text: str) -> tuple[frozenset[str], frozenset[str], tuple[tuple[str, str], ...]]:
    fields: set[str] = set()
    uploads: set[str] = set()
    objects: list[tuple[str, str]] = []
    for tag in _CONTROL.finditer(text):
        found = _ID.search(tag[2])
        if found is None or not RUNAT.search(tag[2]):
            continue
        kind, name = tag[1].lower(), found[1].lower()
        if kind == "object":
            what = _PROGID.search(tag[2])
            if what:
                plain = what[1].lower().removeprefix("clsid:").strip("{}")
                objects.append((name, OBJECT_IDS.get(plain, plain)))
        elif kind == "asp:fileupload" or (kind == "input" and "file" in tag[2].lower()):
            uploads.add(name)
        elif kind in _FIELDS:
            fields.add(name)
    return frozenset(fields), frozenset(uploads), tuple(objects)
