"""Functions of PHP that are called by a text that names them, by patterns, and by other functions."""

import re

from indicia.detection.webshell.acts.functions import result_of
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site, call_of
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.tokens import tree_of
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Trail, Value, join, passed

SENT = "\0sent"
"""Under this is kept what was sent into a function that stopped at `yield`."""
BUFFER = "\0buffer"
"""Under this is kept the name of the function that is given what the page writes out."""


def function_named(page: Page, callee: Value, args: list[Value], site: Site) -> Value:
    """A call of a function whose name is a known text."""
    name = (callee.const or "").strip().lower().lstrip("\\").rsplit("::", 1)[-1]
    if name in page.names.functions:
        return result_of(page, name, _filled(page, name, args))
    if not re.fullmatch(r"[a-z_]\w{0,60}", name):
        value = passed(args, loose=True)
        return value if value.trail is not None else Value(hidden=_given_by(callee))
    if callee.hidden.endswith("XOR") and name not in words.PASSES | words.CLEARS and any(a.hidden for a in args):
        page.opaque(site.at, "it calls a computed function with hidden text")
    value = page.evaluator.act(page, call_of(Value(path=name, hidden=callee.hidden), name, args, site))
    if callee.hidden and value.trail is None and value.const is None and not value.hidden and not value.number:
        return Value(path=value.path, hidden=_given_by(callee))
    return value


def _filled(page: Page, name: str, args: list[Value]) -> list[Value]:
    """The arguments of a function without a name that another function calls: what it is given goes to each."""
    count = len(page.names.functions[name].params)
    sent = join(args).trail if args else None
    if not name.startswith("__made") or sent is None or len(args) >= count:
        return args
    return [*args, *(Value(trail=sent) for _ in range(count - len(args)))]


def computed_call(page: Page, callee: Value, args: list[Value], site: Site) -> Value:
    """A call of a function whose name is not known."""
    page.acts = True
    if callee.items is not None and len(callee.items) == 2 and callee.items[1].const is not None:
        # A method, written as a class and its name.
        name = callee.items[1].const.lower()
        if name == "fromcallable" and args:
            return Value(trail=args[0].trail, const=args[0].const, hidden=args[0].hidden)
        if name in page.names.functions:
            return result_of(page, name, args)
        owner = callee.items[0].path
        if owner and callee.trail is None:
            return page.evaluator.act(page, call_of(Value(path=f"{owner}.{name}"), name, args, site))
    joined = join(args) if args else NOTHING
    if callee.trail is not None and not callee.number:
        if callee.path == "$request" and not args:
            return NOTHING
        if joined.trail is not None and callee.trail.kind in {"request", "upload", "stored"}:
            page.act(Effect.CALLS, site, callee, content=joined.trail)
        return passed(args, loose=True)
    if callee.hidden and joined.trail is not None:
        page.act(Effect.CALLS, site, Value(trail=joined.trail, hidden=callee.hidden), content=joined.trail)
    elif callee.hidden and joined.hidden:
        page.opaque(site.at, "it calls a computed function with hidden text")
    return passed(args, loose=True)


def function_made(page: Page, params: str, body: str) -> str:
    """The name under which a function made from text is known."""
    name = f"__made{hash((params, body)) & 0xFFFFFFFF:x}"
    nodes = tree_of(f"function {name}({params}) {{{body}}}", page.language).nodes
    saved = page.code.text, page.code.fixed_line
    # Places inside are places of the text made; the line is that of the call.
    page.evaluator.block(page, nodes)
    page.code.text, page.code.fixed_line = saved
    return name


def sent_as(page: Page, at: int) -> Trail:
    """The way of a variable that a request may have put in the place of another."""
    sent = page.names.registered
    assert sent is not None
    return Trail(sent.source, sent.line, steps=sent.steps)


def replaced(page: Page, pattern: re.Pattern[str], site: Site) -> bool:
    """Whether the function that is called here is in a variable that a request may have given another value."""
    if (
        page.names.registered is None
        or page.names.registered_in != page.names.scope_name
        or site.at <= page.names.registered_at
    ):
        return False
    found = page.code.match(pattern, site)
    return found is not None and found[1].lower() not in words.PHP_REQUEST and found[1] != "this"


def _given_by(callee: Value) -> str:
    return f"given by a function whose name is {callee.hidden}" if callee.hidden else ""
