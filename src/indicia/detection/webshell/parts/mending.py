"""Signs that get into a page on its way through mails, forums and editors, and that hide what stands there."""

import html
import re

from indicia.detection.webshell.tokens.languages import ASP_NAMES, NET_NAMES

_RUNS = re.compile(r"<script[^>]{0,300}runat", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;%|&lt;script[^;]{0,300}runat", re.IGNORECASE)
_MARKS = ("\ufeff", "ï»¿")
"""The mark of an alphabet, where pages were put together; the second as single bytes."""
_LINE_END = re.compile(r"\r+\n?")
_NOT_SEEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)])
"""Signs without width, which compilers pass over in names."""
_BLANKS = dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_LINES = dict.fromkeys([0x85, 0x2028, 0x2029], "\n")
_SIGNS = _NOT_SEEN | _BLANKS | _LINES
_ANY_SIGN = re.compile("[" + re.escape("".join(map(chr, _SIGNS))) + "]")
_ESCAPED_MARK = re.compile(r"([“”])\\\"")
"""The second mark of an empty text, which was not curled but escaped."""
_CURLED = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'"})


def mended(text: str) -> str:
    """The text without marks and signs that are not seen, with plain blanks, line ends and quotation marks.

    Curled quotation marks are made straight only where a page has more of them than of straight ones.
    """
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii():
        return text
    for mark in _MARKS:
        if mark in text:
            text = text.replace(mark, "")
    if _ANY_SIGN.search(text):
        text = text.translate(_SIGNS)
    if text.count("“") + text.count("”") > text.count('"'):
        text = _ESCAPED_MARK.sub(r"\1\1", text).translate(_CURLED)
    return text


def unescaped(text: str, extension: str) -> str:
    """A page that was saved with its signs escaped, as a forum shows code; any other text as it is.

    Only where the ending is that of a page of ASP or ASP.NET and nothing in it is script as it stands.
    """
    if extension not in ASP_NAMES | NET_NAMES or "<%" in text or "&lt;" not in text or _RUNS.search(text):
        return text
    return html.unescape(text) if _ESCAPED.search(text) else text
