"""The code of a page of JSP, and the expressions in it that act."""

import html
import re

from indicia.detection.webshell.tokens.markup import lines_of

JSP_TAG = re.compile(r"<(jsp:(?:scriptlet|expression|declaration))\s{0,20}>", re.IGNORECASE)
_NAMESPACE = re.compile(
    r"xmlns:(\w{1,40})\s{0,9}=\s{0,9}[\"']https?://(?:java\.sun\.com|xmlns\.jcp\.org)/JSP/Page", re.I
)
_BEAN = re.compile(r"<jsp:setProperty\b([^>]{1,500})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(\w{1,20})\s{0,9}=\s{0,9}[\"']([^\"'<>]{0,200})[\"']")
_EL = re.compile(r"[$#]\{([^{}]{8,4000})\}")
_EL_ACTS = re.compile(r"\.exec\(|forname|invoke\(|\.eval\(|processbuilder|classloader", re.IGNORECASE)
JAVA_WORDS = re.compile(
    r"java\.(?:io|util|lang|net)\b|request\.get(?:Parameter|Header|Reader|InputStream|Session)\b|getRuntime\(|out\.print"
    r"|<%@\s*page\s+[^%]*(?:import|contentType)|defineClass|pageContext"
)


def _filled_bean(found: re.Match[str]) -> str:
    """`<jsp:setProperty …>` as the scriptlet that does the same; a constant value stays what it is."""
    given = {key.lower(): value for key, value in _ATTRIBUTE.findall(found[1])}
    name = given.get("name", "")
    if not name.isidentifier() or "value" in given:
        return found[0]
    parameter = given.get("param", given.get("property", ""))
    if not re.fullmatch(r"[\w*.-]{1,80}", parameter):
        return found[0]
    lines = "\n" * found[0].count("\n")
    return f'<% Object {name} = new Object(); {name}.setProperty(request.getParameter("{parameter}")); {lines}%>'


def _with_usual_prefix(text: str) -> str:
    """The page with `jsp:` before its elements, whatever prefix it binds to their namespace."""
    for found in list(_NAMESPACE.finditer(text[:200_000]))[:5]:
        if found[1] != "jsp":
            text = re.sub(rf"(</?){re.escape(found[1])}:(?=(?:scriptlet|expression|declaration)\b)", r"\1jsp:", text)
    return text


def java_code(text: str) -> str:
    """Scriptlets, declarations and expressions of a page in one text, and expressions in `${…}` that act."""
    text = _with_usual_prefix(text)
    text = _BEAN.sub(_filled_bean, text)
    pieces: list[str] = []
    position = 0
    length = len(text)
    element = JSP_TAG.search(text)
    while position < length:
        tag = text.find("<%", position)
        if element is not None and element.start() < position:
            element = JSP_TAG.search(text, position)
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
            pieces.append(lines_of(text, tag, after))
            position = after
            continue
        end = text.find("%>", tag + 2)
        stop, position = (length, length) if end < 0 else (end, end + 2)
        kind = text[tag + 2 : tag + 3]
        if kind == "@":
            pieces.append(lines_of(text, tag, stop))
        elif kind in {"!", "="}:
            pieces.append(text[tag + 3 : stop] + ";")
        else:
            pieces.append(text[tag + 2 : stop])
    pieces.append(_template(text[position:]))
    return "".join(pieces)


def _template(text: str) -> str:
    """Text between scripts: its line ends, and what in it is an expression that acts."""
    if "{" in text and _EL_ACTS.search(text):
        return "".join(f";{found[1]};" for found in _EL.finditer(text)) + lines_of(text, 0, len(text))
    return lines_of(text, 0, len(text))
