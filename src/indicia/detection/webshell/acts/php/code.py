"""Text that PHP runs as code, and functions that it calls by their names."""

from indicia.detection.webshell.acts.php.callbacks import callback, filtered
from indicia.detection.webshell.acts.php.naming import function_made
from indicia.detection.webshell.acts.php.patterns import run_replacement
from indicia.detection.webshell.acts.texts import run_text
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.value import NOTHING, Value

_MAKES_CODE = frozenset({"create_function", "assert", "eval"})


def runs_code(page: Page, call: Call) -> Value | None:
    """What a function gives that runs a text or calls a function; null for any other."""
    name, args, site, first = call.name, call.args, call.site, call.first
    if name in _MAKES_CODE and call.callee.hidden and args and args[-1].const is None and args[-1].trail is None:
        # Nobody hides the name of these for an honest reason.
        page.opaque(site.at, "it calls a computed function with a text that is not known")
    if name == "filter_var" and len(args) > 2 and args[2].items and first.trail is not None:
        return filtered(page, args[2].items, first, site)
    if name == "eval":
        return run_text(page, first, site)
    if name == "assert" and args:
        if first.number:
            return NOTHING
        return run_text(page, first, site)
    if name == "create_function":
        body = args[-1] if args else NOTHING
        if body.const is not None and first.const is not None and len(args) > 1 and len(body.const) < 20_000:
            return Value(const=function_made(page, first.const, body.const))
        run_text(page, body, site)
        return Value(path="function", hidden=body.hidden, trail=None)
    if name in {"preg_replace", "preg_filter", "mb_ereg_replace", "mb_eregi_replace", "mbereg_replace"}:
        run_replacement(page, name, args, site)
    if name in words.CALLBACKS:
        return callback(page, name, args, site)
    return None
