"""Connections to hosts and databases that objects make."""

import re

from indicia.detection.webshell.acts.databases import CHOSEN_BASE, starts_by_statement
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.values.probing import MANY, host_in, tried
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_NAME = re.compile(r"[A-Za-z_]\w*")


def connects(page: Page, call: Call) -> Value | None:
    """What a call does with a connection; null for any other."""
    name, args, site, owner, first, whole = call.name, call.args, call.site, call.owner, call.first, call.whole
    path = call.callee.path
    if (name in {"connect", "open", "beginconnect", "connectasync"} and whole.trail is not None) or (
        name == "connect" and whole.target
    ):
        if "socket" in path or "tcpclient" in path:
            hidden = MANY if first.path == "socket" and first.place == MANY else tried(first, *args).hidden
            page.act(Effect.CONNECTS, site, Value(trail=whole.trail or whole.target, hidden=hidden))
            return Value(path="socket", target=whole.trail or whole.target)
        if name == "open" and ("connection" in owner or (len(args) > 1 and args[1].trail is not None)):
            page.names.assign(CHOSEN_BASE, Value(trail=whole.trail))
        if name == "open" and owner.endswith("recordset") and (named := _NAME.match(page.code.text, site.at)):
            page.names.assign(named[0].lower(), Value(path="asked.recordset_"))
        if (
            name == "open"
            and "recordset" in owner
            and first.trail
            and starts_by_statement(page, first.trail, site, first.told)
        ):
            page.act(Effect.RUNS, site, first)
            return NOTHING
        if name == "open" and owner.endswith("recordset") and len(args) > 1 and args[1].trail is not None:
            for offset, asked in enumerate((first, args[1])):
                page.act(Effect.QUERIES, Site(site.at + offset, site.end), asked)
            return NOTHING
        if "adodb.connection" in path or "oledb" in path or "sqlconnection" in path:
            if (tries := host_in(first)) is not None:
                page.act(Effect.CONNECTS, site, tries)
            page.act(Effect.QUERIES, site, whole)
            return NOTHING
    if name in {"send", "write", "sendto"} and whole.trail is not None and "socket" in path:
        page.act(Effect.SENDS, site, whole)
        return NOTHING
    return None
