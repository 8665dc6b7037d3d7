"""Variables that a method fills, with what it is given or from what it is called on."""

import re

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.languages import CLASSIC
from indicia.detection.webshell.values.value import (
    HOLE,
    MOST_TOLD,
    NOTHING,
    Trail,
    Value,
    better,
    join,
    merged,
    told_of,
    with_trail,
)

_FIRST_NAME = re.compile(r"[A-Za-z_]\w*")
_FIELD = re.compile(r"(?:this|me|self)(\.\w+)\s*\.", re.IGNORECASE)
"""A field of the object that is filled: `this.parts.push(…)`."""
_CALL_NAMES = re.compile(r"\.\s*(?:read\w*|copyto\w*|emit|writeto|receive\w*)\s*\(([^()]{0,200})", re.IGNORECASE)
_NAMES = re.compile(r"\$?[A-Za-z_]\w*")


def fill_arguments(page: Page, args: list[Value], trail: Trail, at: int) -> None:
    """`stream.Read(buffer, …)`: variables among the arguments get what the stream gives."""
    for name in _names_in_call(page, at):
        found = page.names.lookup(name)
        if found is not None or page.php is False:
            page.names.assign(name, with_trail(found or NOTHING, better(found.trail if found else None, trail)))


def _names_in_call(page: Page, at: int) -> list[str]:
    """Variables among the arguments of the call whose expression begins here."""
    line = page.code.text[at : at + 400]
    found = _CALL_NAMES.search(line)
    return [name.lower().lstrip("$") for name in _NAMES.findall(found[1])][:1] if found else []


def fill(page: Page, callee: Value, name: str, args: list[Value], at: int) -> None:
    """The variable that a method is called on, or is given, gets what the method puts there."""
    whole = join(args) if args else NOTHING
    if name in {"append", "appendline"} and args and (callee.told or whole.trail is not None):
        _append(page, args[0], at)
        return
    if callee.trail is not None and name in {"read", "copyto", "readfully", "readexactly", "emit", "writeto"}:
        fill_arguments(page, args, callee.trail, at)
    elif (
        callee.hidden
        and callee.trail is None
        and name in {"read", "copyto", "readfully", "readexactly", "emit", "writeto"}
    ):
        for variable in _names_in_call(page, at):
            _hide(page, variable, callee.hidden)
    elif (
        whole.hidden
        and whole.trail is None
        and name in {"write", "append", "writetext"}
        and (named := _FIRST_NAME.match(page.code.text, at))
    ):
        _hide(page, named[0].lower(), whole.hidden)
    elif whole.trail is not None:
        found = _FIRST_NAME.match(page.code.text, at)
        if name in {"copy", "blockcopy", "arraycopy"}:
            names = [item.lower() for item in _NAMES.findall(page.code.text[at : at + 300].partition("(")[2])]
            for target in names[1:3]:
                if page.names.lookup(target) is not None:
                    page.names.assign(target, merged(page.names.lookup(target) or NOTHING, Value(trail=whole.trail)))
        elif (page.script or page.basic) and (field := _FIELD.match(page.code.text, at)):
            kept = page.names.lookup(field[1].lower()) or NOTHING
            page.names.assign(field[1].lower(), with_trail(kept, better(kept.trail, whole.trail)))
        elif found is not None:
            old = page.names.lookup(found[0].lower())
            if old is not None and old.path != "response":
                page.names.assign(found[0].lower(), with_trail(old, better(old.trail, whole.trail)))


def _hide(page: Page, name: str, why: str) -> None:
    """A variable that is filled with hidden text is hidden as well."""
    old = page.names.lookup(name)
    if old is not None and old.trail is None and not old.hidden and old.path != "response":
        page.names.assign(name, Value(path=old.path, hidden=why))


def _append(page: Page, given: Value, at: int) -> None:
    """`text.Append(x)`: the variable holds both, one behind the other."""
    found = _FIRST_NAME.match(page.code.text, at)
    old = page.names.lookup(found[0].lower()) if found is not None else None
    if found is None or old is None or old.path == "response":
        return
    before = old.told or (HOLE if old.trail is not None else "")
    made = with_trail(old, better(old.trail, given.trail))
    made.told = (before + told_of(given))[:MOST_TOLD]
    page.names.assign(found[0].lower(), made)


def fills(page: Page, call: Call) -> Value | None:
    """Fill the variables that a call fills; answers nothing."""
    callee, name, args, site, first = call.callee, call.name, call.args, call.site, call.first
    if name == "load" and first.path == "request" and not page.java:
        sent = Value(trail=page.trail(site))
        fill(page, callee, name, [sent], site.at)
    writes = name in words.FILLS or (name == "writeline" and call.owner == "stringwriter")
    attribute = name == "setattribute" and page.language in CLASSIC
    if writes or attribute:
        fill(page, callee, name, args, site.at)
    return None
