"""Code that comes into a server of ASP or ASP.NET by another door than `eval`."""

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_SCHEMA = "\0schema"
"""Under this is kept that a request sent the schema of a set of data."""


def loads_net(page: Page, call: Call) -> Value | None:
    """Whether the call brings in code; null when it does not."""
    callee, name, site, first, whole = call.callee, call.name, call.site, call.first, call.whole
    if name in {"deserializeobject", "populateobject"} and whole.trail is not None and _names_types(page):
        page.act(Effect.DESERIALIZES, site, whole)
        return NOTHING
    if name in {"readxmlschema", "readxml"} and whole.trail is not None:
        return _read_set(page, name, whole, site)
    if name == "invokeverb" and callee.trail is not None:
        page.act(Effect.RUNS, site, callee)
        return NOTHING
    if name == "connectserver":
        return Value(path="winmgmts")
    if name in {"transformnode", "transformnodetoobject"} and first.trail is not None:
        page.act(Effect.TRANSFORMS, site, first)
        return NOTHING
    if name == "shell" and call.owner.endswith(("interaction", "microsoft.visualbasic")):
        page.act(Effect.RUNS, site, first)
        return NOTHING
    return None


def _read_set(page: Page, name: str, given: Value, site: Site) -> Value:
    """A set of data whose schema, which names the types of what is built, comes from the request as well."""
    schema = page.names.lookup(_SCHEMA)
    if name == "readxmlschema":
        page.names.changed = page.names.changed or schema is None
        page.names.assign(_SCHEMA, Value(trail=given.trail))
    elif schema is not None:
        page.act(Effect.DESERIALIZES, site, Value(trail=given.trail))
    return NOTHING


def _names_types(page: Page) -> bool:
    """Whether what is read may name the types of what is built."""
    return page.code.mentions(
        *(f"typenamehandling.{word}" for word in ("all", "auto", "objects", "arrays")),
        *(f"typenamehandling){number}" for number in "1234"),
    )
