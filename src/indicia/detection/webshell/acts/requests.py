"""Requests that a page makes for a client: the address and the body come from the request, the answer goes back."""

import re

from indicia.detection.webshell.acts.programs import SERVICE_RUNS
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.values.bodies import is_body
from indicia.detection.webshell.values.probing import host_in
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import Value

ASKED = "asked"
"""What a request that the page makes goes by."""


_OWN_MACHINE = re.compile(r"://(?:127\.\d+\.\d+\.\d+|localhost|\[?::1)\]?:", re.IGNORECASE)
_LINES = re.compile(r"^[A-Za-z][\w -]{1,40}[^<{&=]*\r?\n")
"""Lines of commands, as services take them that are no web servers."""


def asks(page: Page, address: Value, site: Site) -> None:
    """Note that a request goes to this address."""
    known = address.told or address.const or address.place or ""
    if _OWN_MACHINE.search(known):
        page.asks_itself = True
    if (tries := host_in(address)) is not None:
        page.act(Effect.CONNECTS, site, tries)
    if address.trail is not None:
        page.act(Effect.ASKS, site, Value(trail=address.trail))


def sends(page: Page, content: Value, site: Site) -> None:
    """Note that a body of the client is passed on with a request, or a command for another service."""
    if content.trail is not None and SERVICE_RUNS.search(content.told):
        page.act(Effect.RUNS, site, content)
    elif content.trail is not None and page.asks_itself and _LINES.search(content.told):
        page.act(Effect.TALKS, site, Value(trail=content.trail))
    if is_body(content.trail):
        page.act(Effect.PASSES, site, Value(trail=content.trail))
