"""Texts out of which a page takes signs."""

import re

from msgspec.structs import replace

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.values.refused import not_matched, without
from indicia.detection.webshell.values.value import NONE_HELD, NOTHING, Held, Trail

_ALL = re.compile(r"\.global\s*=\s*true", re.IGNORECASE)
"""A pattern of VBScript takes every place where it matches, and not the first alone."""


def cleaned(page: Page, call: Call, trail: Trail) -> Trail:
    """What a call gives that may take signs out of the value that came this way."""
    held = _taken_out(page, call) if call.name in {"replace", "replaceall"} else NONE_HELD
    return replace(trail, held=trail.held | held) if held & ~trail.held else trail


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
