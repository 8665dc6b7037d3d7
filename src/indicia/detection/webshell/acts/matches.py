"""What a pattern of the page finds in a text: no more than the pattern lets through."""

from msgspec.structs import replace

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.values.bounds import held_by
from indicia.detection.webshell.values.refused import matched
from indicia.detection.webshell.values.value import NOTHING, Held, Value


def found_by(page: Page, call: Call) -> Value:
    """`pattern.Execute(text)`, `pattern.exec(text)`: the matches."""
    trail = call.whole.trail
    if trail is None:
        return Value(path="found")
    pattern = call.callee.place
    if pattern is not None and pattern.startswith("/"):
        pattern = pattern[1 : pattern.rfind("/")]
    elif page.basic:
        pattern = (page.names.lookup(".pattern") or NOTHING).const
    if pattern is None:
        return Value(path="found", trail=trail)
    held = held_by(pattern, whole=True) | matched(pattern, whole=True)
    if Held.FIXED in held:
        # Numbers are no text of a list: they may be the codes of letters.
        held = held & ~Held.FIXED | Held.SIGNS | Held.FOLDER
    return Value(path="found", trail=replace(trail, held=trail.held | held))
