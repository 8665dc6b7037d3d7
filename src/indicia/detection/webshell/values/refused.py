"""What is known of a text that a page let pass: which signs it does not have, how it ends."""

import re

from indicia.detection.webshell.tokens.words import PROGRAM_ENDINGS, SCRIPT_ENDINGS
from indicia.detection.webshell.values.bounds import MOST_PATTERN, class_signs, free_signs, no_choice
from indicia.detection.webshell.values.value import NONE_HELD, Held

_SIGNS = {
    "..": Held.NO_UP, ".": Held.NO_UP, "/": Held.NO_SLASH, "\\": Held.NO_BACKSLASH, "&": Held.NO_AMP,
    "|": Held.NO_PIPE, ">": Held.NO_REDIRECT,
}  # fmt: skip
_RUN = frozenset(ending.removeprefix(".") for ending in (*SCRIPT_ENDINGS, *PROGRAM_ENDINGS)) | {
    "config", "cdx", "htr", "shtml", "shtm", "stm", "inc", "cgi", "pl", "py", "com", "jse", "wsh", "vbe", "msi",
    "lnk", "htaccess", "ini", "vbhtml", "razor", "browser", "rem", "aspq", "xamlx",
}  # fmt: skip
"""Endings of what a server runs, or takes for its settings."""
_PAGES = {
    "asp": Held.NO_ASP, "aspx": Held.NO_ASPX, "asa": Held.NO_ASA, "cer": Held.NO_ASA, "cdx": Held.NO_ASA,
}  # fmt: skip
_AT_END = re.compile(r"\\\.\(?(?:\?:)?([\w|?]{1,200})\)?(\$?)(?:\\[zZ])?$")
"""The ending in a pattern: `\\.(?:jpe?g|png)$`."""
_MAYBE = re.compile(r"(\w)\?")


def without(text: str) -> Held:
    """Of a value in which this text does not stand."""
    return _SIGNS.get(text, NONE_HELD)


def without_signs(signs: str) -> Held:
    """Of a value in which none of these signs stands."""
    held = NONE_HELD
    for sign in signs[:MOST_PATTERN]:
        held |= without(sign)
    return held


def made_of(signs: frozenset[str]) -> Held:
    """Of a value that has these signs only."""
    held = NONE_HELD
    for sign, flag in _SIGNS.items():
        if sign not in signs and (sign != ".." or "." not in signs):
            held |= flag if sign != "." else NONE_HELD
    return held


def ends_with(ending: str) -> Held:
    """Of a name that ends so; nothing for an ending of what a server runs."""
    plain = ending.lower().rpartition(".")[2]
    return Held.ENDING if re.fullmatch(r"[a-z0-9_]{1,8}", plain) and plain not in _RUN else NONE_HELD


def ends_otherwise(ending: str) -> Held:
    """Of a name that does not end so."""
    return _PAGES.get(ending.lower().rpartition(".")[2], NONE_HELD)


def matched(pattern: str, *, whole: bool) -> Held:
    """Of a text that a pattern matches; `whole` says that it must match all of it."""
    text = pattern.strip()
    if len(text) > MOST_PATTERN:
        return NONE_HELD
    held = NONE_HELD
    found = _AT_END.search(text)
    if found is not None and (whole or found[2]) and no_choice(text[: found.start()]):
        endings = [form for one in found[1].split("|") for form in (_MAYBE.sub("", one), one.replace("?", ""))]
        if all(ends_with(one) for one in endings):
            held |= Held.ENDING
    plain = text.removeprefix("(?i)")
    if not (whole or (plain.startswith("^") and plain.endswith("$") and no_choice(plain))):
        return held
    plain = plain.removeprefix("^").removesuffix("$")
    free = free_signs(plain)
    if free is None:
        return held
    written = {sign for sign in ("/", "&", "|", ">") if sign in plain and sign != "|"}
    if "\\\\" in plain:
        written.add("\\")
    if re.search(r"\\\.\\\.|\\\.[+*{]", plain):
        written.add(".")
    return held | made_of(free | frozenset(written))


def not_matched(pattern: str) -> Held:
    """Of a text in which a pattern, which is a choice of signs, finds nothing."""
    text = pattern.strip().removesuffix("+")
    if len(text) > MOST_PATTERN or not text.startswith("["):
        return without(text.replace("\\", "", 1)) | (Held.NO_UP if text in {r"\.\.", r"\.{2}"} else NONE_HELD)
    inverted = text.startswith("[^")
    found = class_signs(text, 2 if inverted else 1)
    if found is None or found[1] != len(text):
        return NONE_HELD
    return made_of(frozenset(found[0])) if inverted else without_signs("".join(sorted(found[0])))
