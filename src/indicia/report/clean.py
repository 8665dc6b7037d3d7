"""Text from evidence made fit to show: nothing in it may act on a terminal or hide what it says."""

import re

from rich.cells import cell_len

_ACTING = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 and C1 controls: they act on a terminal
    "\u2028\u2029"  # separators that start a new line
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of text
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # takes no room: not seen
    "\xa0\u1680\u2000-\u200a\u202f\u205f"  # looks like a blank and is none
    "]"
    # More marks on one letter than any script needs: they cover the lines around them.
    "|(?<=[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})"
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def clean(text: str, limit: int = 0) -> str:
    """One line of text with control, direction and invisible characters written out.

    At most `limit` characters of it are taken, if given; a shortened text ends in an ellipsis.
    """
    if limit and len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return _ACTING.sub(_visible, text.encode("utf-8", "backslashreplace").decode("utf-8"))


def clean_json(data: bytes) -> bytes:
    """JSON text with the same characters as JSON escapes: it means what it meant, and acts on nothing.

    `data` is UTF-8 whose C0 controls are escaped already, as in the output of any writer of JSON; the line breaks that
    are left stand between its values.
    """
    if data.isascii() and b"\x7f" not in data:
        return data
    return b"\n".join(_ACTING.sub(_escaped, line.decode("utf-8")).encode("utf-8") for line in data.split(b"\n"))


def clean_block(text: str) -> str:
    """Like `clean`, but line breaks stay line breaks."""
    if "\n" not in text:
        return clean(text.removesuffix("\r"))
    return "\n".join(clean(line.removesuffix("\r")) for line in text.split("\n"))


def _visible(found: re.Match[str]) -> str:
    character = found.group()
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escaped(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + ((code - 0x10000) >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return cell_len(text)
