"""Connections and requests that PHP makes."""

import re

from indicia.detection.webshell.acts.requests import asks, sends
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.values.probing import RANGE, asks_range, tried
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_CURL = re.compile(r"CURLOPT_(\w+)")


def connects(page: Page, call: Call) -> Value | None:
    """What a function gives that connects; null for any other."""
    name, args, site, first = call.name, call.args, call.site, call.first
    second = args[1] if len(args) > 1 else NOTHING
    if name in {"curl_init", "curl_setopt"}:
        return _curl(page, name, args, site)
    if name in {"fsockopen", "pfsockopen", "stream_socket_client", "socket_connect"}:
        host = second if name == "socket_connect" else first
        if host.trail is not None:
            tries = tried(host, *args)
            if tries.hidden and asks_range(page.code.at(site), page.code.text):
                tries = Value(trail=host.trail, hidden=RANGE)
            page.act(Effect.CONNECTS, site, tries)
            for variable in re.findall(r"\$(\w+)", page.code.at(site))[:1] if name == "socket_connect" else ():
                page.names.assign(variable.lower(), Value(path="socket"))
            return Value(path="socket", target=host.trail)
        return Value(path="socket_")
    return None


def _curl(page: Page, name: str, args: list[Value], site: Site) -> Value:
    """Address and body of a request that the script makes."""
    first = args[0] if args else NOTHING
    if name == "curl_init":
        asks(page, first, site)
        return Value(path="curl")
    option = page.code.search(_CURL, site)
    if option is not None and len(args) > 2:
        if option[1] == "URL":
            asks(page, args[2], site)
        elif option[1] == "POSTFIELDS":
            sends(page, args[2], site)
    return NOTHING
