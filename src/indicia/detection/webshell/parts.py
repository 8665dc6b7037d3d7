"""Finds the server-side code in a file and says in which language it is."""

import html
import re
from dataclasses import dataclass
from enum import Enum

from indicia.detection.webshell.script_encoding import decode_scripts


class Language(Enum):
    """Languages of server-side scripts."""

    CSHARP = "C#"
    VISUAL_BASIC = "Visual Basic .NET"
    JSCRIPT_NET = "JScript.NET"
    VBSCRIPT = "VBScript"
    JSCRIPT = "JScript"
    PHP = "PHP"
    JAVA = "Java"


BASIC = frozenset({Language.VISUAL_BASIC, Language.VBSCRIPT})
NET = frozenset({Language.CSHARP, Language.VISUAL_BASIC, Language.JSCRIPT_NET})
CLASSIC = frozenset({Language.VBSCRIPT, Language.JSCRIPT})


@dataclass(frozen=True, slots=True)
class Part:
    """Server-side code of one language; what lies between its pieces is replaced by line ends, so that lines hold."""

    language: Language
    code: str
    controls: frozenset[str] = frozenset()
    """Ids of fields of the page that a visitor fills in, lower case."""
    uploads: frozenset[str] = frozenset()
    """Ids of fields of the page that take a file, lower case."""
    objects: tuple[tuple[str, str], ...] = ()
    """Ids of `<object runat=server>` with what they are, lower case."""
    web_method: bool = False
    """Whether it is a web service, whose methods get their parameters from the request."""


_NET_NAMES = frozenset({"aspx", "ashx", "asmx", "ascx", "asax", "master", "svc", "soap", "rem", "svcx"})
_ASP_NAMES = frozenset({"asp", "asa", "cer", "cdx", "asps", "htr", "inc"})
_PHP_NAMES = frozenset({
    "php", "php3", "php4", "php5", "php6", "php7", "php8", "phtml", "pht", "phps", "phar", "pgif", "phpt",
    "inc", "module", "ctp", "hphp", "shtml",
})  # fmt: skip
_JAVA_NAMES = frozenset({"jsp", "jspx", "jspf", "jspa", "jsw", "jsv", "jhtml", "jtml", "tag", "tagx", "tagf"})
_RAZOR_NAMES = frozenset({"cshtml", "vbhtml"})
PHP = _PHP_NAMES - {"inc", "shtml"}
SCRIPTS = _NET_NAMES | _ASP_NAMES | _PHP_NAMES | _JAVA_NAMES | _RAZOR_NAMES
SERVED = _NET_NAMES | (_ASP_NAMES - {"inc"}) | (_PHP_NAMES - {"inc", "module", "phps"}) | _JAVA_NAMES | _RAZOR_NAMES
"""Extensions of files that a web server runs."""

_DIRECTIVE = re.compile(r"<%@([^%]{0,2000})%>")
_LANGUAGE = re.compile(r"language\s{0,20}=\s{0,20}[\"']?\s{0,20}([\w#.+]{1,40})", re.IGNORECASE)
_TAG_SCRIPT = re.compile(r"<script\b([^>]{0,1000})>", re.IGNORECASE)
_TAG_SCRIPT_END = re.compile(r"</script\s{0,20}>", re.IGNORECASE)
_RUNAT = re.compile(r"runat\s{0,20}=\s{0,20}[\"']?\s{0,20}server", re.IGNORECASE)
_CONTROL = re.compile(r"<(asp:\w{1,40}|input|textarea|select|object)\b([^>]{0,2000})>", re.IGNORECASE)
_ID = re.compile(r"\bid\s{0,20}=\s{0,20}[\"']?([\w.]{1,80})", re.IGNORECASE)
_PROGID = re.compile(r"\b(?:progid|classid)\s{0,20}=\s{0,20}[\"']?([\w.:{}-]{1,80})", re.IGNORECASE)
_FIELDS = frozenset({
    "asp:textbox", "asp:hiddenfield", "asp:dropdownlist", "asp:listbox", "asp:radiobuttonlist", "asp:checkboxlist",
    "input", "textarea", "select",
})  # fmt: skip
_CLASS_IDS = {
    "72c24dd5-d70a-438b-8a42-98424b88afb8": "wscript.shell",
    "f935dc22-1cf0-11d0-adb9-00c04fd58a0b": "wscript.shell",
    "13709620-c279-11ce-a49e-444553540000": "shell.application",
    "0d43fe01-f093-11cf-8940-00a0c9054228": "scripting.filesystemobject",
}
_PHP_OPEN = re.compile(
    r"<\?(?:php\b|=|(?!xml)(?=[\s(@$/#'\"]))|<script\s[^>]{0,100}language\s*=\s*[\"']?php[\"']?[^>]{0,100}>", re.I
)
_PHP_CLEAR = re.compile(r"<\?(?:php\b|=)|<script\s[^>]{0,100}language\s*=\s*[\"']?php\b", re.I)
_JSP_TAG = re.compile(r"<(jsp:(?:scriptlet|expression|declaration))\s{0,20}>", re.IGNORECASE)
_NAMESPACE = re.compile(
    r"xmlns:(\w{1,40})\s{0,9}=\s{0,9}[\"']https?://(?:java\.sun\.com|xmlns\.jcp\.org)/JSP/Page", re.I
)
_EL = re.compile(r"[$#]\{([^{}]{8,4000})\}")
_EL_ACTS = re.compile(r"\.exec\(|forname|invoke\(|\.eval\(|processbuilder|classloader", re.IGNORECASE)
_BASIC_WORDS = re.compile(
    r"^[ \t]*(?:dim\s|set\s+\w+\s*=|end\s+(?:if|sub|function)|sub\s+\w+|function\s+\w+\s*\([^{\n]*\)?[^{]*$"
    r"|if\s.*\sthen\b|on\s+error\s|execute(?:global)?[\s(]|response\.write\s+[\w\"]|private\s+sub|protected\s+sub)",
    re.IGNORECASE | re.MULTILINE,
)
_C_WORDS = re.compile(r";[ \t]*(?:$|\})|\bvar\s+\w+\s*=|\)\s*\{|==|,\s*[\"']unsafe[\"']", re.MULTILINE)
_JAVA_WORDS = re.compile(
    r"java\.(?:io|util|lang|net)\b|request\.get(?:Parameter|Header|Reader|InputStream|Session)\b|getRuntime\(|out\.print"
    r"|<%@\s*page\s+[^%]*(?:import|contentType)|defineClass|pageContext"
)
_CODE_PAGE = re.compile(rb"codepage\s{0,9}=\s{0,9}[\"']?\s{0,9}(\d{3,5})", re.IGNORECASE)


def text_of(data: bytes) -> str:
    """The bytes as text: by mark, by the pattern of zero bytes, UTF-7 where a page says so, else byte for byte."""
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le", "replace")
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    head = data[:512]
    if len(head) >= 8:
        if head[1::2].count(0) > len(head) * 0.4 and head[0::2].count(0) < len(head) * 0.05:
            return data.decode("utf-16-le", "replace")
        if head[0::2].count(0) > len(head) * 0.4 and head[1::2].count(0) < len(head) * 0.05:
            return data.decode("utf-16-be", "replace")
    named = _CODE_PAGE.search(data[:4096])
    if (named and named[1] == b"65000") or b"+ADw" in data[:4096]:
        try:
            return data.decode("utf-7", "replace")
        except (UnicodeDecodeError, ValueError):
            return data.decode("latin-1")
    if b"<?xml" in head and b"cp037" in head.lower():
        return data.decode("cp037", "replace")
    if head.startswith(b"\x4c\x6f\xa7\x94\x93"):
        # `<?xml` in EBCDIC, which servers of Java pages read.
        return data.decode("cp037", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def parts_of(text: str, extension: str) -> tuple[list[Part], int]:
    """The code in a file by language, and how many encoded blocks were decoded for it."""
    text, decoded = decode_scripts(text)
    parts: list[Part] = []
    if extension in _RAZOR_NAMES:
        language = Language.VISUAL_BASIC if extension == "vbhtml" else Language.CSHARP
        return [Part(language, _uncommented_razor(text))], decoded
    opens = _PHP_OPEN if extension in _PHP_NAMES else _PHP_CLEAR
    if opens.search(text) is not None:
        code = _php_code(text)
        if code.strip("\n;"):
            parts.append(Part(Language.PHP, code))
        if extension in _PHP_NAMES:
            return parts, decoded
    has_jsp = _JSP_TAG.search(text) is not None
    if ("<%" in text or has_jsp or extension in _JAVA_NAMES) and (
        extension in _JAVA_NAMES
        or (extension not in _NET_NAMES | _ASP_NAMES and (has_jsp or _JAVA_WORDS.search(text) is not None))
    ):
        parts.append(Part(Language.JAVA, _java_code(text)))
        return parts, decoded
    if "<%" in text or _runs_tags(text):
        parts.extend(_active_server(text, extension))
    return parts, decoded


def _runs_tags(text: str) -> bool:
    return any(_RUNAT.search(tag[1]) for tag in _TAG_SCRIPT.finditer(text))


def _uncommented_razor(text: str) -> str:
    pieces, position = [], 0
    while (start := text.find("@*", position)) >= 0:
        end = text.find("*@", start + 2)
        if end < 0:
            break
        pieces.append(text[position:start])
        pieces.append("\n" * text.count("\n", start, end))
        position = end + 2
    pieces.append(text[position:])
    return "".join(pieces)


def _php_code(text: str) -> str:
    """Code between the tags; strings and comments are heeded, since a closing tag may stand in a string."""
    pieces: list[str] = []
    lost: list[str] = []
    position = 0
    while (start := _PHP_OPEN.search(text, position)) is not None:
        pieces.append(_lines(text, position, start.start()))
        opening = start[0].lower()
        begin = start.end()
        if opening.startswith("<script"):
            close = _TAG_SCRIPT_END.search(text, begin)
            end, after = (close.start(), close.end()) if close else (len(text), len(text))
        else:
            end = _php_end(text, begin, lost)
            after = min(len(text), end + 2)
        pieces.append(("echo " if opening == "<?=" else "") + text[begin:end] + ";")
        position = after
    pieces.append(_lines(text, position, len(text)))
    return "".join(pieces)


_PHP_STOP = re.compile(
    r"\?>|'(?:[^'\\]+|\\.)*+'?|\"(?:[^\"\\]+|\\.)*+\"?|`(?:[^`\\]+|\\.)*+`?|/\*|(?:\#(?!\[)|//)[^\n?]*(?:\?(?!>)[^\n?]*)*"
    r"|<<<[ \t]*[\"']?(\w+)[\"']?\r?\n",
    re.DOTALL,
)


def _php_end(text: str, position: int, lost: list[str]) -> int:
    """Where the code ends that begins here; `lost` collects labels of texts that nothing closes."""
    while (found := _PHP_STOP.search(text, position)) is not None:
        if found[0] == "?>":
            return found.start()
        position = found.end()
        if found[0] == "/*":
            end = text.find("*/", position)
            position = len(text) if end < 0 else end + 2
        elif found[1] and found[1] not in lost and len(lost) < 5:
            end = text.find("\n" + found[1], position - 1)
            if end < 0:
                lost.append(found[1])
            else:
                position = end + 1
    return len(text)


def _lines(text: str, start: int, end: int) -> str:
    """As many line ends as the text between holds."""
    return "\n" * text.count("\n", start, end)


def _with_usual_prefix(text: str) -> str:
    """The page with `jsp:` before its elements, whatever prefix it binds to their namespace."""
    for found in list(_NAMESPACE.finditer(text[:200_000]))[:5]:
        if found[1] != "jsp":
            text = re.sub(rf"(</?){re.escape(found[1])}:(?=(?:scriptlet|expression|declaration)\b)", r"\1jsp:", text)
    return text


def _java_code(text: str) -> str:
    """Scriptlets, declarations and expressions of a page in one text, and expressions in `${…}` that act."""
    text = _with_usual_prefix(text)
    pieces: list[str] = []
    position = 0
    length = len(text)
    element = _JSP_TAG.search(text)
    while position < length:
        tag = text.find("<%", position)
        if element is not None and element.start() < position:
            element = _JSP_TAG.search(text, position)
        if tag < 0 and element is None:
            break
        if element is not None and (tag < 0 or element.start() < tag):
            pieces.append(_template(text[position : element.start()]))
            close = re.compile(rf"</{element[1]}\s{{0,20}}>", re.IGNORECASE).search(text, element.end())
            end, position = (close.start(), close.end()) if close else (length, length)
            body = text[element.end() : end]
            body = body.replace("<![CDATA[", "").replace("]]>", "") if "<![CDATA[" in body else html.unescape(body)
            pieces.append(body + ";")
            continue
        pieces.append(_template(text[position:tag]))
        if text.startswith("<%--", tag):
            end = text.find("--%>", tag + 4)
            after = length if end < 0 else end + 4
            pieces.append(_lines(text, tag, after))
            position = after
            continue
        end = text.find("%>", tag + 2)
        stop, position = (length, length) if end < 0 else (end, end + 2)
        kind = text[tag + 2 : tag + 3]
        if kind == "@":
            pieces.append(_lines(text, tag, stop))
        elif kind in {"!", "="}:
            pieces.append(text[tag + 3 : stop] + ";")
        else:
            pieces.append(text[tag + 2 : stop])
    pieces.append(_template(text[position:]))
    return "".join(pieces)


def _template(text: str) -> str:
    """Text between scripts: its line ends, and what in it is an expression that acts."""
    if "{" in text and _EL_ACTS.search(text):
        return "".join(f";{found[1]};" for found in _EL.finditer(text)) + _lines(text, 0, len(text))
    return _lines(text, 0, len(text))


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


def _active_server(text: str, extension: str) -> list[Part]:
    """The code of an ASP or ASP.NET page, one part for each language in it."""
    net = extension in _NET_NAMES or (extension not in _ASP_NAMES and _NET_WORDS.search(text) is not None)
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
    if whole_from >= 0 and "<%" not in text[whole_from:]:
        language = named or _guess(text[whole_from:], net=net)
        return [Part(language, _lines(text, 0, whole_from) + text[whole_from:], web_method=service)]
    pieces, others = _blocks(text)
    default = named or _guess("\n".join(text[start:end] for start, end, _ in pieces) or text, net=net)
    codes: dict[Language, list[str]] = {default: []}
    position: dict[Language, int] = {default: 0}
    for start, end, name in sorted([*pieces, *others]):
        language = (_named_language(name, net=net) if name else None) or (
            default if not name else _guess(text[start:end], net=net)
        )
        made = codes.setdefault(language, [])
        mark = ":" if language in BASIC else ";"
        made.append(_lines(text, position.get(language, 0), start))
        piece = text[start:end]
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
    tag = _TAG_SCRIPT.search(text)
    start = text.find("<%")
    while start >= 0 or tag is not None:
        if tag is not None and (start < 0 or tag.start() < start):
            if not _RUNAT.search(tag[1]):
                tag = _TAG_SCRIPT.search(text, tag.end())
                continue
            close = _TAG_SCRIPT_END.search(text, tag.end())
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
        start = text.find("<%", position)
        if tag is not None and tag.start() < position:
            tag = _TAG_SCRIPT.search(text, position)
    return blocks, scripts


def _guess(code: str, *, net: bool) -> Language:
    """The language of code that names none."""
    sample = code[:100_000]
    basic, like_c = len(_BASIC_WORDS.findall(sample)), len(_C_WORDS.findall(sample))
    if net:
        if like_c > basic:
            return Language.JSCRIPT_NET if _IS_JSCRIPT.search(sample) else Language.CSHARP
        return Language.VISUAL_BASIC
    return (
        Language.JSCRIPT if like_c > basic and not sample.lstrip().lower().startswith("execute") else Language.VBSCRIPT
    )


_IS_JSCRIPT = re.compile(r"\beval\s*\(|\bfunction\s+\w+\s*\(|[\"']unsafe[\"']", re.IGNORECASE)


def _controls(text: str) -> tuple[frozenset[str], frozenset[str], tuple[tuple[str, str], ...]]:
    fields: set[str] = set()
    uploads: set[str] = set()
    objects: list[tuple[str, str]] = []
    for tag in _CONTROL.finditer(text):
        found = _ID.search(tag[2])
        if found is None or not _RUNAT.search(tag[2]):
            continue
        kind, name = tag[1].lower(), found[1].lower()
        if kind == "object":
            what = _PROGID.search(tag[2])
            if what:
                plain = what[1].lower().removeprefix("clsid:").strip("{}")
                objects.append((name, _CLASS_IDS.get(plain, plain)))
        elif kind == "asp:fileupload" or (kind == "input" and "file" in tag[2].lower()):
            uploads.add(name)
        elif kind in _FIELDS:
            fields.add(name)
    return frozenset(fields), frozenset(uploads), tuple(objects)
