"""Accounts, services and logs of the machine that a page administers."""

from indicia.detection.webshell.acts.objects.components import WEB_SERVER
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_MACHINE = "winnt"
"""What an entry of the accounts of a machine goes by."""
_CHANGES = frozenset({"create", "add", "setpassword", "invoke", "setinfo", "invokeset", "remove", "delete"})


def made_account(page: Page, call: Call) -> Value | None:
    """An object for accounts or services that is made; null for any other."""
    site, whole = call.site, call.whole
    path = call.name
    if path == "directoryentry":
        first = call.first
        named = f"{first.const or first.place or first.told} {page.code.at(site)}".lower()
        if "iis://" in named:
            return Value(path=WEB_SERVER)
        return Value(path=_MACHINE, trail=whole.trail) if "winnt:" in named else None
    if path == "servermanager":
        return Value(path=WEB_SERVER)
    if path == "userprincipal" and whole.trail is not None and page.code.mentions("contexttype.machine"):
        page.act(Effect.ACCOUNTS, site, whole)
        return Value(path=_MACHINE)
    if path == "servicecontroller" and whole.trail is not None:
        return Value(path=path, trail=whole.trail)
    return None


def administers(page: Page, call: Call) -> Value | None:
    """Whether a call changes accounts, services, programs or logs of the machine; null when not."""
    callee, name, site, owner, whole = call.callee, call.name, call.site, call.owner, call.whole
    if owner.split(".", 1)[0] == WEB_SERVER and name in {"create", "put", "putex", "add", "createapplication"}:
        if whole.trail is not None and not whole.trail.mixed:
            page.act(Effect.CONFIGURES, site, Value(trail=whole.trail))
        return Value(path=WEB_SERVER)
    if owner == "shell.users" and name in {"create", "add"} and whole.trail is not None:
        page.act(Effect.ACCOUNTS, site, Value(trail=whole.trail))
        return Value(path=_MACHINE)
    if owner.split(".", 1)[0] == _MACHINE and name in _CHANGES:
        sent = whole if whole.trail is not None else callee
        if sent.trail is not None:
            page.act(Effect.ACCOUNTS, site, Value(trail=sent.trail))
        return Value(path=_MACHINE)
    if owner.split(".", 1)[0] == _MACHINE and name == "find":
        return Value(path=_MACHINE)
    if owner == "servicecontroller" and callee.trail is not None and name in {"start", "stop", "pause", "continue"}:
        page.act(Effect.SERVICES, site, Value(trail=callee.trail))
        return NOTHING
    if (name == "kill" and "process" in owner) or (
        name == "clear" and not call.args and page.code.mentions("eventlog")
    ):
        page.shared.ends = True
    return None
