"""Accounts, services and logs of the machine that a page administers."""

from indicia.detection.webshell.acts.components import WEB_SERVER
from indicia.detection.webshell.acts.file_calls import FileCalls
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, join

_MACHINE = "winnt"
"""What an entry of the accounts of a machine goes by."""
_CHANGES = frozenset({"create", "add", "setpassword", "invoke", "setinfo", "invokeset", "remove", "delete"})


class Accounts(FileCalls):
    """What a page does with the accounts and services of the machine."""

    def _of_accounts(self, path: str, args: list[Value], at: int, end: int) -> Value | None:
        """An object for accounts or services that is made; null for any other."""
        whole = join(args) if args else NOTHING
        if path == "directoryentry":
            first = args[0] if args else NOTHING
            named = f"{first.const or first.place or first.told} {self._code[at:end]}".lower()
            if "iis://" in named:
                return Value(path=WEB_SERVER)
            return Value(path=_MACHINE, trail=whole.trail) if "winnt:" in named else None
        if path == "servermanager":
            return Value(path=WEB_SERVER)
        if path == "userprincipal" and whole.trail is not None and self._mentions("contexttype.machine"):
            self._act(Effect.ACCOUNTS, at, end, whole)
            return Value(path=_MACHINE)
        if path == "servicecontroller" and whole.trail is not None:
            return Value(path=path, trail=whole.trail)
        return None

    def _administers(self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str) -> Value | None:
        """Whether a call changes accounts, services, programs or logs of the machine; null when not."""
        whole = join(args) if args else NOTHING
        if owner.split(".", 1)[0] == WEB_SERVER and name in {"create", "put", "putex", "add", "createapplication"}:
            if whole.trail is not None and not whole.trail.mixed:
                self._act(Effect.CONFIGURES, at, end, Value(trail=whole.trail))
            return Value(path=WEB_SERVER)
        if owner == "shell.users" and name in {"create", "add"} and whole.trail is not None:
            self._act(Effect.ACCOUNTS, at, end, Value(trail=whole.trail))
            return Value(path=_MACHINE)
        if owner.split(".", 1)[0] == _MACHINE and name in _CHANGES:
            sent = whole if whole.trail is not None else callee
            if sent.trail is not None:
                self._act(Effect.ACCOUNTS, at, end, Value(trail=sent.trail))
            return Value(path=_MACHINE)
        if owner.split(".", 1)[0] == _MACHINE and name == "find":
            return Value(path=_MACHINE)
        if owner == "servicecontroller" and callee.trail is not None and name in {"start", "stop", "pause", "continue"}:
            self._act(Effect.SERVICES, at, end, Value(trail=callee.trail))
            return NOTHING
        if (name == "kill" and "process" in owner) or (name == "clear" and not args and self._mentions("eventlog")):
            self._shared.ends = True
        return None
