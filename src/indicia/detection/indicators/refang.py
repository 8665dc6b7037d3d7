"""Undoing what authors of reports do to values so that nobody clicks on them."""

import re

_SCHEME = re.compile(
    r"^\s*(?:h(?:xx|tt|\*\*|XX)p(s?)|f(?:x|t)p)(?=\s*(?:\[?:\]?|\[:)\s*(?://|\\\\|\[//\]|\[/\]\[/\]))", re.IGNORECASE
)
_DOTS = re.compile(
    r"\s?(?:\[\s?(?:\.|dot|punto|point)\s?\]|\(\s?(?:\.|dot)\s?\)|\{\s?(?:\.|dot)\s?\}|\[\.|\.\]|<\.>)\s?",
    re.IGNORECASE,
)
_COLONS = re.compile(r"\[:(//)?\]|\(:\)")
_SLASHES = re.compile(r"\[(/{1,2})\]")
_ESCAPED = re.compile(r"(?:[a-z][a-z0-9+.-]{1,15}://)?[a-z0-9_-]+(?:\\\.[a-z0-9_-]+)+(?:[:/?][^\\]*)?", re.IGNORECASE)
"""A host whose every dot stands behind a backslash, as in regular expressions."""
_ATS = re.compile(r"\s?(?:\[\s?(?:@|at)\s?\]|\(\s?(?:@|at)\s?\))\s?", re.IGNORECASE)
_MARKS = "[({<"


def refang(text: str) -> str:
    """The value as it was before it was made harmless: `hxxp[:]//a[.]b` is `http://a.b`, `u[at]a(dot)b` is `u@a.b`.

    Anything else comes back unchanged, surrounding blanks apart.
    """
    text = text.strip()
    found = _SCHEME.match(text)
    if found:
        scheme = "ftp" if found.group(0).strip().lower().startswith("f") else f"http{(found.group(1) or '').lower()}"
        text = scheme + text[found.end() :]
    if "\\." in text and _ESCAPED.fullmatch(text):
        text = text.replace("\\.", ".")
    if not any(mark in text for mark in _MARKS) and ".]" not in text:
        return text
    text = _COLONS.sub(lambda colon: f":{colon.group(1) or ''}", text)
    text = _SLASHES.sub(r"\1", text)
    return _ATS.sub("@", _DOTS.sub(".", text))
