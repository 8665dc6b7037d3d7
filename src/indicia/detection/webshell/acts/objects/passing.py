"""What calls of objects give that do nothing else: what they are given, changed or not."""

import re

from msgspec.structs import replace

from indicia.detection.webshell.acts.cleaning import cleaned, cut_out
from indicia.detection.webshell.acts.constants import begins_blob, worked_out
from indicia.detection.webshell.acts.objects.filling import fill_arguments
from indicia.detection.webshell.acts.objects.streams import SOCKET_STREAM
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.kinds import CONTROLS, LAST_DOT, TYPES, one_of_methods
from indicia.detection.webshell.values.places import around, mapped, path_of, placed, tells_place
from indicia.detection.webshell.values.probing import counted
from indicia.detection.webshell.values.value import (
    HOLE,
    MOST_TOLD,
    NOTHING,
    Value,
    better,
    is_blob,
    least_held,
    on_folder,
    shortened,
    told_of,
    with_path,
)

_NUMBERS = frozenset({
    "int", "int16", "int32", "int64", "uint", "uint16", "uint32", "uint64", "integer", "long", "short", "byte",
    "double", "single", "float", "decimal", "boolean", "bool", "date", "datetime", "datetimeoffset", "timespan", "guid",
})  # fmt: skip
"""Types whose `Parse` gives no text."""
_PATHS = frozenset({"mappath", "combine", "getfullpath", "getrealpath", "resolve", "virtualpathtoabsolute"})
"""What gives the whole of a path whose end it is given."""
_CHOOSES = frozenset({
    "first", "firstordefault", "single", "singleordefault", "last", "elementat", "where", "filter", "asenumerable",
    "find",
})  # fmt: skip
"""What gives one or some of the elements of a list."""
_KEEPS_TEXT = frozenset(
    {"tostring", "getbytes", "trim", "tochararray", "cstr", "unicodestringvalue", "concat", "clone"}
)
"""What gives a text as it is."""
_LAST_PLACE = frozenset({"instrrev", "lastindexof"})
_SAME_TEXT = frozenset({"lcase", "ucase", "trim", "ltrim", "rtrim", "cstr", "string"})
"""What gives a text as it is, but for capitals and blanks, in classic ASP."""
_JOINS = frozenset({"concat", "format", "combine", "buildpath"})
"""What puts one text together of several."""
_AROUND = frozenset({"getparent", "getdirectoryname"})
"""What gives the folder around one."""
_CASTS = frozenset({"ctype", "directcast", "trycast"})
_DIGITS = frozenset({
    "parseint", "parsebyte", "parseshort", "parse", "valueof", "tobyte", "toint32", "toint16", "touint32", "tosbyte",
    "cint", "clng", "cbyte",
})  # fmt: skip
"""What reads a number, which may be the code of a letter."""
_BASES = frozenset({"2", "8", "16", "32", "36"})
_NO_HIDING = frozenset({"write", "writeline", "println", "print", "format", "combine", "mappath", "createobject"})
"""What makes no code of a long text."""
_IS_CODE = re.compile(r"request|execute|eval|tseuqer|etucexe|lave", re.IGNORECASE)
"""Words of code, forwards or backwards."""
_PLACES = re.compile(r"\{(\d)[^{}]{0,20}\}|%\d{0,2}\$?s")


def passes_on(page: Page, call: Call) -> Value:
    """What any call gives for its arguments."""
    callee, name, args, site = call.callee, call.name, call.args, call.site
    owner, first, whole = call.owner, call.first, call.whole
    path = callee.path
    if name in _CASTS and len(args) > 1 and page.basic:
        if args[1].path.rpartition(".")[2] in CONTROLS:
            return with_path(first, "#control")
        return with_path(first, args[1].path) if args[1].path in TYPES.values() else first
    if name in words.CLEARS or name in _DIGITS:
        if first.trail is not None and _is_code_of_letter(page, name, args, site):
            return Value(trail=first.trail)
        if first.hidden and first.trail is None and _is_code_of_letter(page, name, args, site):
            return Value(hidden="decoded by hexadecimal digits")
        if name in words.CLEARS:
            dot = name in _LAST_PLACE and any(value.const == "." for value in args)
            return Value(number=True, path=LAST_DOT if dot else counted(first if args else callee))
    folded = worked_out(page, name, callee, args)
    if folded is not None:
        return folded
    trail = better(callee.trail, whole.trail)
    if trail is not None:
        if name in {"parse", "tryparse", "parseexact"} and owner.rsplit(".", 1)[-1] in _NUMBERS:
            return Value(number=True, path=counted(first if args else callee))
        if callee.trail is None and name not in words.PASSES:
            trail = trail.loosened()
        if name == "format" and (_PLACES.sub("", first.const or "") or any(value.const for value in args[1:])):
            trail = trail.blended()
        if name in _JOINS:
            parts = [page.bounds.freed(value) for value in args]
            least = least_held([callee.trail, *(value.trail for value in parts)])
            trail = on_folder(args, replace(trail, held=least.held) if least is not None else trail)
        if name == "replace" and any((value.const or "").startswith("[^") for value in args):
            # Only signs of a list are left.
            trail = trail.after_check()
        return placed(
            Value(
                trail=cut_out(call, cleaned(page, call, trail)),
                path=path if name in {"getinputstream", "getpart"} else f"{path}()",
                hidden=callee.hidden or whole.hidden,
                place=args[-1].place if args and name in _PATHS else None,
                told=whole.told or callee.told if name in _KEEPS_TEXT else _told(name, args),
            )
        )
    if name in _CHOOSES and one_of_methods(owner):
        return Value(path=owner if name in {"where", "filter", "asenumerable"} else "method?")
    if name in {"accepttcpclient", "acceptsocket", "accept"} and ("listener" in owner or "socket" in owner):
        return Value(path="socket")
    if name == "getstream" and "socket" in owner:
        return Value(path=SOCKET_STREAM, target=callee.target)
    if name == "receive" and "websocket" in owner and args:
        fill_arguments(page, args, page.trail(site), site.at)
        return NOTHING
    if name in {"read", "receive", "readasync"} and owner in {"socket", SOCKET_STREAM} and args:
        fill_arguments(page, args, page.trail(site, "remote"), site.at)
        return NOTHING
    if name in {"responsetext", "downloadstring", "downloaddata", "openstream"}:
        return Value(trail=page.trail(site, "remote"))
    hidden = callee.hidden if name in words.PASSES else ""
    if (
        not hidden
        and any(is_blob(value) or (name.startswith("decode") and begins_blob(value)) for value in args)
        and name not in _NO_HIDING
    ):
        hidden = f"computed by {shortened(name)} from a long text"
    if not hidden and name in words.PASSES:
        hidden = whole.hidden
    outside = "." not in path and name not in page.names.functions and name not in _NO_HIDING
    if not hidden and outside and any(value.hidden and _IS_CODE.search(value.const or "") for value in args):
        hidden = f"computed by {shortened(name)}, which is not in this page, from hidden text"
    ends = name in _PATHS or (name in {"get", "of"} and owner.rsplit(".", 1)[-1] in {"paths", "path"})
    place = args[-1].place or args[-1].const if args and ends else callee.place
    told = _told(name, args)
    if name in _SAME_TEXT and len(args) == 1 and "." not in path:
        # It names what it is made of.
        path = first.path.removesuffix("()") if first.path.endswith("()") else path
    return Value(path=f"{path}()", hidden=hidden, target=callee.target, place=place, told=told)


def _told(name: str, args: list[Value]) -> str:
    """What is told of a text, or of the path of a file, that is made of these; empty where that is not known."""
    if not args:
        return ""
    if name == "format":
        return _formatted(args)
    if name in {"combine", "buildpath"}:
        return path_of(args)
    if name == "mappath":
        return mapped(told_of(args[0]))
    if name == "getfullpath":
        return told_of(args[0]) if tells_place(told_of(args[0])) else ""
    return around(told_of(args[0]), member=False) if name in _AROUND else ""


def _is_code_of_letter(page: Page, name: str, args: list[Value], site: Site) -> bool:
    """Whether digits to another base than ten are read, as of a text that is sent as codes of its letters."""
    if name not in _DIGITS:
        return False
    base = args[1] if len(args) > 1 else NOTHING
    return base.const in _BASES or "hex" in base.path or '"&h"' in page.code.at(site).lower()


def _formatted(args: list[Value]) -> str:
    """What `Format` makes of a text with places for values; those it puts in by their number."""

    def put(found: re.Match[str]) -> str:
        number = int(found[1]) + 1 if found[1] else len(args)
        given = args[number] if number < len(args) else None
        return HOLE if given is None else told_of(given)

    return _PLACES.sub(put, args[0].const)[:MOST_TOLD] if args and args[0].const is not None else ""
