"""Objects that are built from bytes or text which names their classes."""

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.state.undefined import is_undefined
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_BUILDERS = ("formatter", "serializer_", "netdatacontract", "losformat", "objectstate")
"""Parts of the names of what builds objects of any class."""


def builds_objects(page: Page, call: Call) -> Value | None:
    """What a call gives that builds objects; null for any other."""
    callee, name, site, owner, first, whole = call.callee, call.name, call.site, call.owner, call.first, call.whole
    match name:
        case "deserialize" | "deserialise" | "readobject" if whole.trail is not None and any(
            word in owner for word in _BUILDERS
        ):
            page.act(Effect.DESERIALIZES, site, whole)
            return NOTHING
        case "deserializeobject" if whole.trail is not None and "serializer_" in owner:
            page.act(Effect.DESERIALIZES, site, whole)
            return NOTHING
        case "deserialize" if any(word in owner for word in _BUILDERS) and first.path.endswith("()"):
            if is_undefined(first.path.removesuffix("()"), page.code.text):
                page.unknown(Effect.DESERIALIZES, site, "builds objects from what is filled outside this page")
            return NOTHING
        case "readobject" if callee.trail is not None and _filters_classes(page):
            return Value(trail=callee.trail.loosened())
        case "readobject" if callee.trail is not None:
            page.act(Effect.DESERIALIZES, site, callee)
            return Value(trail=callee.trail)
    return None


def _filters_classes(page: Page) -> bool:
    """Whether the page says which classes an object that it reads may have."""
    return page.code.mentions("objectinputfilter", "resolveclass", "validatingobjectinputstream")
