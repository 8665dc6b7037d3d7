"""What functions of PHP give that do nothing else: their arguments, changed or not."""

from indicia.detection.webshell.acts.constants import imploded, worked_out
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.probing import counted
from indicia.detection.webshell.values.value import NOTHING, Value, is_blob, join, passed, shortened


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
    if name in words.PASSES or "_fetch_" in name:
        return passed(args)
    joined = join(args) if args else NOTHING
    if joined.trail is not None:
        return Value(trail=joined.trail.loosened())
    if any(is_blob(value) for value in args) or joined.hidden:
        return Value(hidden=joined.hidden or f"computed by {shortened(name)} from a long text")
    return NOTHING
