"""Names from evidence made fit to be shown: they are displayed, and never used on a disk."""

import re
import unicodedata

_LONGEST = 4096
"""Characters of a name that are shown; a zip allows 65,535."""
_PLAIN = re.compile(r"[ -~]*")
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode categories that act on a terminal or cannot be seen: controls, direction marks, lone surrogates."""


def visible(name: str) -> str:
    r"""The name with everything that acts or hides written out (`\x1b`, `\u202e`); at most 4,096 characters."""
    shown = name if _PLAIN.fullmatch(name) else "".join(_visible(character) for character in name)
    if len(shown) > _LONGEST:
        return f"{shown[:_LONGEST]}…({len(shown) - _LONGEST} more)"
    return shown


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN:
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        # How Python keeps a byte of a file name that is not valid UTF-8.
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def parts(name: str) -> tuple[str, ...]:
    r"""The parts of an archive member's name, as stored; both `/` and `\` divide, empty parts and `.` are left out."""
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", "."))
