"""Calls of the functions of the script."""

from indicia.detection.webshell.acts.constants import BY_OWN, begins_blob
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.values.folding import number_of
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import Held, Trail, Value, all_constant, is_blob

MOST_INLINED = 200
"""Calls of a script's own functions on constant text that are worked out."""
LEAST_CODES = 4


def result_of(page: Page, name: str, args: list[Value]) -> Value:
    """What a function of the script gives for these arguments."""
    page.bind(name, args)
    function = page.names.functions[name]
    result = function.result
    here = function.language is None or function.language is page.language
    if (
        (function.body is not None or function.lines)
        and here
        and page.inlined < MOST_INLINED
        and all_constant(args)
        and not page.inlining
    ):
        worked = _worked_through(page, name, function, args)
        if worked.const is not None:
            return worked
    if result.trail is not None and all_constant(args) and _given(function, result.trail):
        # What the request sends was given to it elsewhere.
        return Value(hidden=result.hidden or "computed by a function of the script", path=result.path)
    if function.rest and result.trail is None and not result.hidden and result.const is None and _pieces_only(args):
        return Value(hidden="put together by a function of the script", path=result.path)
    if result.trail is None and not result.hidden and result.const is None and _letters(args):
        return Value(hidden="computed by a function of the script from a list of numbers", path=result.path)
    if result.trail is None and not result.hidden and result.const is None and any(map(begins_blob, args)):
        return Value(hidden=BY_OWN, path=result.path)
    if result.trail is None and not result.hidden and any(is_blob(value) for value in args):
        return Value(hidden="computed by a function of the script from a long text", path=result.path)
    if (
        result.trail is None
        and not result.hidden
        and any(value.trail is not None for value in args)
        and _frees(function)
    ):
        return Value(number=True)
    if result.const is not None and any(value.const is not None for value in args):
        # What it gives for one argument it may not give for another.
        return Value(
            trail=result.trail,
            hidden=result.hidden or ("computed by a function of the script" if any(is_blob(v) for v in args) else ""),
            path=result.path,
        )
    return result


def _given(function: Function, trail: Trail) -> bool:
    """Whether a function gives back what it was given, and does not read the request itself."""
    return any(value.trail is not None and value.trail.source == trail.source for value in function.inputs.values())


def _worked_through(page: Page, name: str, function: Function, args: list[Value]) -> Value:
    """What a function gives for these constant texts."""
    page.inlined += 1
    page.inlining = True
    last = len(function.params) - 1
    if function.rest and len(args) > last >= 0 and not (len(args) == last + 1 and args[last].items):
        args = [*args[:last], Value(items=tuple(args[last:]))]
    once = Function(params=function.params, locals=dict(zip(function.params, args, strict=False)))
    saved = page.names.scope, page.names.scope_name
    page.names.scope, page.names.scope_name = once, ""
    if function.body is not None:
        page.evaluator.block(page, function.body.nodes)
    else:
        page.names.scope_name = name
        for line in function.lines:
            page.evaluator.statement(page, line)
    page.names.scope, page.names.scope_name = saved
    page.inlining = False
    return once.result


def _frees(function: Function) -> bool:
    """Whether a function gives what it is given only where that is a number or one of a list."""
    given = [held for key, says in function.says.items() if key == "*" for held in says.values()]
    return any(Held.FIXED in held for held in given)


def _pieces_only(args: list[Value]) -> bool:
    """Whether a function is given nothing but short texts, several."""
    return len(args) > 1 and all(
        value.const is not None and not value.number and len(value.const) < 40 for value in args
    )


def _letters(args: list[Value]) -> bool:
    """Whether a function is given nothing but numbers that may be codes of letters, four or more."""
    given = args[0].items if len(args) == 1 and args[0].items else args
    return len(given) >= LEAST_CODES and all(
        value.number and (number_of(value.const) or 0) in range(9, 0x10000) for value in given
    )
