"""What functions of PHP give that do nothing else: their arguments, changed or not."""

from indicia.detection.webshell.acts.cleaning import of_signs
from indicia.detection.webshell.acts.constants import imploded, worked_out
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.probing import counted
from indicia.detection.webshell.values.value import NOTHING, Held, Value, is_blob, join, passed, shortened, with_trail

_REPLACE = frozenset({"str_replace", "str_ireplace", "preg_replace"})


def passes_on(page: Page, call: Call) -> Value:
    """What any function gives for its arguments."""
    name, args, first = call.name, call.args, call.first
    if name in {"implode", "join"} and args:
        return imploded(page, args)
    if name in words.CLEARS:
        return Value(number=True, path=counted(first))
    folded = worked_out(page, name, call.callee, args)
    if folded is not None:
        return folded
    if name in _REPLACE and len(args) > 2:
        return _replaced_in(name, args)
    if name in words.PASSES or "_fetch_" in name:
        return passed(args)
    joined = join(args) if args else NOTHING
    if joined.trail is not None:
        return Value(trail=joined.trail.loosened())
    if any(is_blob(value) for value in args) or joined.hidden:
        return Value(hidden=joined.hidden or f"computed by {shortened(name)} from a long text")
    return NOTHING


def _replaced_in(name: str, args: list[Value]) -> Value:
    """What is left of a text in which something was put in the place of something else."""
    sought, put, text = args[:3]
    value = passed(args)
    trail = value.trail
    if trail is None:
        return value
    if text.trail is None and text.const is None and put.trail is not None:
        # A piece in a text of the application: a name in a statement, a value in a template.
        return with_trail(value, trail.blended())
    if (
        name == "preg_replace"
        and len(args) == 3
        and text.trail is trail
        and sought.const is not None
        and put.const is not None
    ):
        held = of_signs(sought.const, put.const)
        if Held.FIXED in held:
            return Value(number=True)
        return with_trail(value, trail.holding(held, len(trail.steps))) if held & ~trail.held else value
    return value
