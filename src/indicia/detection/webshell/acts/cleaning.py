"""Texts out of which a page takes signs."""

import re

from msgspec.structs import replace

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.values.bounds import held_where_missing
from indicia.detection.webshell.values.kinds import LAST_DOT
from indicia.detection.webshell.values.refused import not_matched, without
from indicia.detection.webshell.values.value import NONE_HELD, NOTHING, ONE_NAME, Held, Trail

_LAST_PART = frozenset({"getfilename", "getfilenamewithoutextension"})
_CUTS = frozenset({"mid", "right", "substring", "substr", "slice"})
_ENDINGS = frozenset({"getextension", "getextensionname", "getfileextension"})
_KEEPS_ENDING = frozenset({
    "lcase", "ucase", "trim", "ltrim", "rtrim", "cstr", "string", "tostring", "tolower", "toupper", "tolowerinvariant",
    "toupperinvariant", "tolowercase", "touppercase", "trimstart",
})  # fmt: skip
"""What leaves an ending the one it is, but for capitals, blanks and its dot."""
_FILES = frozenset({"path", "scripting.filesystemobject"})
"""Whose functions of these names leave the last part of a path."""
_BEHIND_LAST = re.compile(r"mid\s*\([^,]{1,60},\s*instrrev\s*\([^,]{1,60},\s*\"\\\"\s*\)\s*\+\s*1\s*\)", re.IGNORECASE)
"""What stands behind the last separator of a path, in VBScript."""
_DENIED = re.compile(r"([/#~@!|%])(\[\^[^\]]{1,80}\][+]?)\1[iu]{0,2}")
"""A pattern of PHP, with its limits, of one sign that is none of some."""
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,8}")
_ALL = re.compile(r"\.global\s*=\s*true", re.IGNORECASE)
"""A pattern of VBScript takes every place where it matches, and not the first alone."""


def cleaned(page: Page, call: Call, trail: Trail) -> Trail:
    """What a call gives that may take signs out of the value that came this way."""
    if call.name in _LAST_PART:
        held = ONE_NAME if page.part.language in NET or call.owner in _FILES else NONE_HELD
    elif call.name == "mid" and page.code.search(_BEHIND_LAST, call.site):
        held = Held.NO_BACKSLASH
    else:
        held = _taken_out(page, call) if call.name in {"replace", "replaceall"} else NONE_HELD
    return trail.holding(held, len(trail.steps)) if held & ~trail.held else trail


def cut_out(call: Call, trail: Trail) -> Trail:
    """The same way, with the note that the ending of a name was cut out here, or that it is no ending any more."""
    args = call.args
    at = args[1:] if call.name in {"mid", "right"} else args
    cuts = call.name in _CUTS and len(at) == 1 and at[0].path == LAST_DOT
    if cuts or (call.name in _ENDINGS and trail.cut < 0):
        return replace(trail, cut=len(trail.steps))
    return trail if trail.cut < 0 or call.name in _KEEPS_ENDING else replace(trail, cut=-1)


def of_signs(pattern: str, put: str) -> Held:
    """What is known of a text in which `put` stands for all that a pattern of PHP finds, where that names what to keep.

    Nothing where what is put there is none of the signs that every name may have.
    """
    inner = _DENIED.fullmatch(pattern.strip())
    if inner is None or (put and not _PLAIN.fullmatch(put)):
        return NONE_HELD
    held = held_where_missing(inner[2]) | not_matched(inner[2])
    return held & ~Held.FIXED | Held.SIGNS | Held.FOLDER if Held.FIXED in held and put.strip("0123456789") else held


def _taken_out(page: Page, call: Call) -> Held:
    """What is known of a value when this text, or what this pattern matches, was taken out of it."""
    args = call.args
    if call.owner.endswith(("regexp", "regex")):
        pattern = (page.names.lookup(".pattern") or NOTHING).const if page.basic else None
        put = args[1].const if len(args) > 1 else None
        if pattern is None or put is None or not page.code.matches(_ALL):
            return NONE_HELD
        return not_matched(pattern) & _left_out(put)
    if not call.owner and page.basic and len(args) == 3 and args[0].trail is not None:
        sought, put = args[1].const, args[2].const
    elif call.callee.trail is not None and len(args) == 2 and not page.script and not page.php:
        sought, put = args[0].const, args[1].const
    else:
        return NONE_HELD
    if sought is None or put is None or (call.name == "replaceall" and not sought.isalnum()):
        return NONE_HELD
    return without(sought) & _left_out(put)


def _left_out(put: str) -> Held:
    """What does not come back with what is put in the place."""
    held = ~NONE_HELD
    for sign in put:
        held &= ~without(sign)
    return held
