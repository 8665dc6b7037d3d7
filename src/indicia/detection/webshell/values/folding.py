"""Functions on constant text that scripts hide their words with, worked out.

Texts are strings whose characters 0 to 255 stand for bytes.  A function that cannot be worked out gives null.
"""

import base64
import binascii
import codecs
import re
import zlib
from collections.abc import Callable, Sequence
from urllib.parse import unquote_to_bytes

MOST = 2**20
"""Characters of a worked-out text."""

_JUNK64 = re.compile(r"[^A-Za-z0-9+/]")
_UNESCAPE = re.compile(r"%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})")


def base64_text(text: str) -> str | None:
    """Base64 of any alphabet, padding optional, foreign signs passed over as PHP does."""
    plain = _JUNK64.sub("", text[: MOST * 2].replace("-", "+").replace("_", "/"))
    try:
        return base64.b64decode(plain[: len(plain) - (len(plain) % 4 == 1)] + "=" * (-len(plain) % 4)).decode("latin-1")
    except (binascii.Error, ValueError):
        return None


def _inflate(bits: int) -> Callable[[str], str | None]:
    def work(text: str) -> str | None:
        try:
            data = zlib.decompressobj(bits).decompress(text.encode("latin-1"), MOST)
        except (zlib.error, UnicodeEncodeError):
            return None
        return data.decode("latin-1")

    return work


def _hex(text: str) -> str | None:
    try:
        return bytes.fromhex(text[: MOST * 2]).decode("latin-1")
    except ValueError:
        return None


def _unquote(text: str) -> str | None:
    return unquote_to_bytes(text.replace("+", " ").encode("utf-8", "replace")).decode("latin-1")


def _unescape(text: str) -> str | None:
    return _UNESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


def _uu(text: str) -> str | None:
    try:
        return b"".join(binascii.a2b_uu(line) for line in text.encode("latin-1").splitlines() if line).decode("latin-1")
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return None


def _rot13(text: str) -> str | None:
    return codecs.encode(text, "rot13")


_DECODERS: dict[str, Callable[[str], str | None]] = {
    "base64_decode": base64_text, "frombase64string": base64_text, "decodebuffer": base64_text, "atob": base64_text,
    "parsebase64binary": base64_text, "decodebase64": base64_text, "base64decode": base64_text,
    "str_rot13": _rot13, "gzinflate": _inflate(-15), "gzuncompress": _inflate(15), "gzdecode": _inflate(31),
    "zlib_decode": _inflate(47), "hex2bin": _hex, "urldecode": _unquote, "rawurldecode": _unquote,
    "decodeuricomponent": _unquote, "decodeuri": _unquote, "urldecoder": _unquote, "unescape": _unescape,
    "convert_uudecode": _uu, "strrev": lambda text: text[::-1], "strreverse": lambda text: text[::-1],
    "unescapedatastring": _unquote, "fromhexstring": _hex,
}  # fmt: skip
"""Those that hide: what they give is hidden text."""

_PLAIN: dict[str, Callable[[str], str | None]] = {
    "strtolower": str.lower, "strtoupper": str.upper, "lcase": str.lower, "ucase": str.upper, "tolower": str.lower,
    "toupper": str.upper, "tolowercase": str.lower, "touppercase": str.upper, "trim": str.strip, "ltrim": str.lstrip,
    "rtrim": str.rstrip, "chop": str.rstrip, "tostring": lambda text: text, "stripslashes": lambda text: text,
    "cstr": lambda text: text, "strval": lambda text: text, "getbytes": lambda text: text,
    "getstring": lambda text: text, "string": lambda text: text, "ucfirst": lambda text: text[:1].upper() + text[1:],
    "lcfirst": lambda text: text[:1].lower() + text[1:], "tochararray": lambda text: text,
    "html_entity_decode": lambda text: text, "utf8_decode": lambda text: text, "toarray": lambda text: text,
    "valueof": lambda text: text, "clone": lambda text: text, "tocharlist": lambda text: text,
}  # fmt: skip


_BY_NUMBERS = frozenset({
    "pack", "substr", "substring", "mid", "left", "right", "slice", "charat", "elementat", "str_repeat",
})  # fmt: skip
"""What takes numbers behind the text."""


def fold(name: str, args: Sequence[str | None], receiver: str | None) -> tuple[str | None, bool]:
    """The constant result of a function of this name (lower case), and whether the function hides text.

    `receiver` is the text the function is called on, where it is a method.
    """
    first = receiver if receiver is not None else (args[0] if args else None)
    if name in _DECODERS and args and args[0] is not None:
        return _bounded(_DECODERS[name](args[0])), True
    if first is None:
        return None, name in _DECODERS or name in {"chr", "chrw", "chrb"}
    if name in _PLAIN:
        if name in {"getstring", "string", "getbytes", "tostring", "valueof"} and args and args[0] is not None:
            return args[0], False
        return _bounded(_PLAIN[name](first)), False
    rest = list(args if receiver is not None else args[1:])
    return _with_numbers(name, first, rest, receiver is not None, args)


def _with_numbers(
    name: str, first: str, rest: list[str | None], method: bool, args: Sequence[str | None]
) -> tuple[str | None, bool]:
    numbers = [_number(item) for item in rest] if name in _BY_NUMBERS else []
    match name:
        case "chr" | "chrw" | "chrb":
            code = _number(first)
            return (
                (chr(code % 256 if name == "chr" and code > 255 else code & 0xFFFF), True)
                if code is not None
                else (None, True)
            )
        case "ord" | "asc" | "ascw":
            return (str(ord(first[0])), False) if first else (None, False)
        case "fromcharcode":
            codes = [_number(item) for item in args]
            if all(code is not None for code in codes):
                return "".join(chr((code or 0) & 0xFFFF) for code in codes), True
        case "pack":
            if first.lower().startswith("h") and rest and rest[0] is not None:
                return _hex(rest[0]), True
            if first.lower().startswith("c") and all(code is not None for code in numbers):
                return "".join(chr((code or 0) & 0xFF) for code in numbers), True
        case "str_replace" | "str_ireplace" | "preg_replace":
            if len(args) > 2 and args[1] is not None and args[2] is not None and name != "preg_replace":
                return _bounded(args[2].replace(first, args[1]) if first else args[2]), True
        case "replace" | "replaceall":
            texts = [first, *rest]
            if len(texts) > 2 and texts[1] and texts[2] is not None:
                return _bounded(first.replace(texts[1], texts[2])), True
        case "strtr":
            if len(rest) > 1 and rest[0] is not None and rest[1] is not None:
                return first.translate({ord(a): b for a, b in zip(rest[0], rest[1], strict=False)}), True
        case "substr" | "substring" | "mid" | "left" | "right" | "slice":
            return _cut(name, first, numbers, method), name not in {"left", "right"}
        case "charat" | "elementat":
            if numbers and numbers[0] is not None and numbers[0] < len(first):
                return first[numbers[0]], True
        case "str_repeat":
            if numbers and numbers[0] is not None:
                return first * min(numbers[0], 4096 // max(1, len(first))), False
        case "concat":
            if all(item is not None for item in rest):
                return _bounded(first + "".join(item or "" for item in rest)), True
    return None, False


def _cut(name: str, text: str, numbers: list[int | None], method: bool) -> str | None:
    if any(number is None for number in numbers) or not numbers:
        return None
    start = numbers[0] or 0
    length = numbers[1] if len(numbers) > 1 else None
    match name:
        case "left":
            return text[: max(0, start)]
        case "right":
            return text[-start:] if start > 0 else ""
        case "mid":
            start = max(0, start - 1)
            return text[start:] if length is None else text[start : start + max(0, length)]
        case "slice":
            return text[start:length]
    if start < 0:
        start = max(0, len(text) + start)
    if length is None:
        return text[start:]
    if length < 0:
        return text[start:length]
    return text[start : start + length]


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    plain = text.strip().lower().rstrip("lu&")
    try:
        if plain.startswith("0x"):
            return int(plain[:12], 16)
        if plain.startswith("&h"):
            return int(plain[2:12], 16)
        return int(float(plain[:12])) if plain[:12] else None
    except (ValueError, OverflowError):
        return None


_FIXED = re.compile(r"/((?:[\w#@~%&!<>,;:='\"` -]|\\[^\w\s])+)/([gi]{0,2})")
_CLASS = re.compile(r"/\[([^\]\\^-]+)\]\+?/g[i]?")


def cleared(text: str, pattern: str, put: str) -> str | None:
    """A text in which what a simple pattern of JScript finds was replaced; null for any other pattern."""
    if (fixed := _FIXED.fullmatch(pattern)) is not None and "i" not in fixed[2]:
        sought = re.sub(r"\\(.)", r"\1", fixed[1])
        return _bounded(text.replace(sought, put, -1 if "g" in fixed[2] else 1))
    if (signs := _CLASS.fullmatch(pattern)) is not None and not put:
        return text.translate({ord(sign): "" for sign in signs[1]})
    return None


def number_of(text: str | None) -> int | None:
    """A whole number written as text, decimal, `0x…` or `&H…`; null when it is none."""
    return _number(text)


def exclusive_or(one: str, other: str) -> str:
    """PHP's `^` on two texts: as long as the shorter."""
    return "".join(chr((ord(a) ^ ord(b)) & 0xFFFF) for a, b in zip(one, other, strict=False))


def _bounded(text: str | None) -> str | None:
    return text[:MOST] if text is not None else None
