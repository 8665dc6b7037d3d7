"""Text from evidence made fit to show: nothing in it may act on a terminal or hide what it says."""

import re
import unicodedata

# C0 and C1 controls, line and paragraph separators, and the characters that turn the direction of text.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def clean(text: str, limit: int = 0) -> str:
    """One line of text with control and direction characters written out; at most `limit` characters if given."""
    if limit and len(text) > limit:
        text = text[: limit - 1] + "…"
    return _ACTING.sub(_visible, text.encode("utf-8", "backslashreplace").decode("utf-8"))


def clean_block(text: str) -> str:
    """Like `clean`, but line breaks stay line breaks."""
    return "\n".join(clean(line.removesuffix("\r")) for line in text.split("\n"))


def _visible(found: re.Match[str]) -> str:
    character = found.group()
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
