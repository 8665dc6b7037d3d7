"""Finds the server-side code in a file and says in which language it is."""

import re

from indicia.detection.webshell.parts.active_code import ALL_CODE, active_code
from indicia.detection.webshell.parts.java_code import JAVA_WORDS, JSP_TAG, java_code
from indicia.detection.webshell.parts.php_code import PHP_CLEAR, PHP_OPEN, php_code
from indicia.detection.webshell.tokens.languages import (
    ASP_NAMES,
    JAVA_NAMES,
    NET_NAMES,
    PHP_NAMES,
    RAZOR_NAMES,
    Language,
    Part,
)
from indicia.detection.webshell.tokens.markup import runs_tags
from indicia.detection.webshell.tokens.script_encoding import decode_scripts

_DIRECTIVE = re.compile(
    r"(?m)^([ \t]*@(?:page|inject|using|model|inherits|namespace|implements|attribute|layout|addTagHelper)\b[^\n;{(]*)$"
)
"""A line of Razor that ends without a sign."""


def parts_of(text: str, extension: str) -> tuple[list[Part], int]:
    """The code in a file by language, and how many encoded blocks were decoded for it."""
    text, decoded = decode_scripts(text)
    parts: list[Part] = []
    if extension in RAZOR_NAMES:
        language = Language.VISUAL_BASIC if extension == "vbhtml" else Language.CSHARP
        return [Part(language, _DIRECTIVE.sub(r"\1;", _uncommented_razor(text)))], decoded
    opens = PHP_OPEN if extension in PHP_NAMES else PHP_CLEAR
    if opens.search(text) is not None:
        code = php_code(text)
        if code.strip("\n;"):
            parts.append(Part(Language.PHP, code))
        if extension in PHP_NAMES:
            return parts, decoded
    has_jsp = JSP_TAG.search(text) is not None
    if ("<%" in text or has_jsp or extension in JAVA_NAMES) and (
        extension in JAVA_NAMES
        or (extension not in NET_NAMES | ASP_NAMES and (has_jsp or JAVA_WORDS.search(text) is not None))
    ):
        parts.append(Part(Language.JAVA, java_code(text)))
        return parts, decoded
    torn = extension in ASP_NAMES | NET_NAMES and ("%>" in text or "</script" in text.lower())
    if "<%" in text or runs_tags(text) or extension in ALL_CODE or torn:
        parts.extend(active_code(text, extension))
    return parts, decoded


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
