"""Functions of PHP that are given another function to call."""

import re

from indicia.detection.webshell.acts.php.naming import BUFFER, function_named, replaced, sent_as
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, join, passed

_RUNNERS = words.COMMANDS | {"assert", "eval", "create_function"}
_FIRST = re.compile(r"\w+\s*\(\s*\$(\w+)\s*,[^)]*\$")
"""A variable that a function is given first, with another behind it."""
_HANDLERS = frozenset({"ob_start", "set_error_handler", "set_exception_handler", "spl_autoload_register"})
"""Functions that keep a function, to give it what comes later."""


def filtered(page: Page, named: tuple[Value, ...], given: Value, site: Site) -> Value:
    """`filter_var` with a function of the script's choice."""
    for item in (named[0], *(named[0].items or ())):
        if item.const is not None and item.const.lower() in _RUNNERS:
            return function_named(page, item, [given], site)
        if item.trail is not None:
            page.act(Effect.CALLS, site, item, content=given.trail)
    return Value(trail=given.trail)


def callback(page: Page, name: str, args: list[Value], site: Site) -> Value:
    """What a function gives that calls the one it is given."""
    position = words.CALLBACKS[name]
    if len(args) == 1 and args[0].trail is not None and "..." in page.code.at(site):
        page.act(Effect.CALLS, site, args[0], content=args[0].trail)
        return NOTHING
    if not args or position >= len(args):
        return passed(args, loose=True) if name in words.PASSES else NOTHING
    called = args[position]
    if position == 0 and replaced(page, _FIRST, site) and len(args) > 1:
        sent = sent_as(page, site.at)
        page.act(Effect.CALLS, site, Value(trail=sent), content=sent)
        return passed(args, loose=True)
    index = position if position >= 0 else len(args) + position
    others = [value for number, value in enumerate(args) if number != index]
    if name in {"preg_replace_callback", "mb_ereg_replace_callback"}:
        # The pattern is not given to the function.
        others = others[1:]
    given = [Value(trail=value.trail, const=value.const, hidden=value.hidden) for value in others]
    if (given and name == "call_user_func_array" and others[0].items) or (
        given and others[0].items and len(others[0].items) == 1
    ):
        given = list(others[0].items)
    if called.const is not None:
        plain = called.const.lower().lstrip("\\").rsplit("::", 1)[-1]
        if name == "ob_start" and (plain in _RUNNERS or plain in page.names.functions):
            # What is written out from here on is given to it.
            page.names.globals[BUFFER] = Value(const=called.const)
            return NOTHING
        if name == "fromcallable":
            return Value(const=called.const, hidden=called.hidden)
        if (
            given and plain in {"assert", "eval", *words.COMMANDS, "create_function", *page.names.functions}
        ) or called.hidden:
            return function_named(page, called, given, site)
        return passed(others, loose=plain not in words.PASSES)
    if called.items is not None and len(called.items) == 2 and called.trail is None:
        return passed(others, loose=True)
    if called.path in page.names.classes or called.path == "function":
        for function in ("__invoke",):
            if function in page.names.functions:
                page.bind(function, given)
        return passed(others, loose=True)
    joined = join(others) if others else NOTHING
    if called.trail is not None and called.trail.kind in {"request", "stored"} and not called.trail.mixed:
        if name in _HANDLERS and not called.trail.loose:
            page.act(Effect.CALLS, site, called, content=called.trail)
        if joined.trail is not None:
            page.act(Effect.CALLS, site, called, content=joined.trail)
    elif called.hidden and joined.trail is not None:
        page.act(Effect.CALLS, site, Value(trail=joined.trail, hidden=called.hidden), content=joined.trail)
    return passed(others, loose=True)
