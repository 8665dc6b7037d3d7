"""What a page does with the machine: registry, mail, times of files, archives; commands whose text is not known."""

import re

from indicia.detection.webshell.acts.accounts import Accounts
from indicia.detection.webshell.acts.components import WEB_SERVER
from indicia.detection.webshell.acts.secrets import SECRET, holds_secrets
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, UNKNOWN, Trail, Value

_OPENS_KEY = frozenset({"opensubkey", "createsubkey", "openremotebasekey"})
_LOOKS_UP = frozenset({"enumkey", "enumvalues", "getstringvalue", "getdwordvalue", "getbinaryvalue"})
_SHOWS_KEY = frozenset({"getvalue", "getvaluenames", "getsubkeynames"})
KEY = "registry.key"
"""What a key of the registry goes by that a request names."""
_UNKNOWN_COMMAND = re.compile(r"(?:/[ck]|-c(?:ommand)?)\s+[\"']?\*$", re.IGNORECASE)
"""A command shell and its switch, behind which nothing is known of the text."""
_PIECES = re.compile(r"[(\s](\w+)\s*[\[(]\s*0\s*[\])]\s*,\s*\1\s*[\[(]\s*1\s*[\])]")
_TIMES = frozenset({
    "modifydate", "datelastmodified", "lastwritetime", "creationtime", "lastaccesstime", "lastwritetimeutc",
})  # fmt: skip
_SETS_TIMES = frozenset(
    {"setlastwritetime", "setcreationtime", "setlastaccesstime", "setattributes", "setaccesscontrol"}
)
_COPIES = frozenset({"copyfile", "movefile", "copy", "move"})
_MAIL = ("cdo.message", "mailmessage", "cdonts.newmail", "jmail", "persits.mailsender", "smtp", "mail")
_MAIL_PARTS = {
    "to": "to", "from": "from", "body": "body", "htmlbody": "body", "textbody": "body", "sender": "from",
    "addrecipient": "to", "addaddress": "to", "appendbody": "body", "mailfrom": "from",
}  # fmt: skip
_UNPACKS_TO = frozenset({"extracttodirectory", "extracttofile", "extractall"})
_SOURCES = frozenset({"sqldatasource", "accessdatasource"})
_ROOTS = frozenset({"~/", "~", "/", "", ".", "./", "\\", ".\\", "..", "../"})
"""Paths of a site as a whole."""
_SENT_FILES = ("saveas", ".files", "inputstream", "fileupload", "postedfile")
_RESPONSE = frozenset({"writefile", "transmitfile"})
_READS_TEXT = frozenset({"readalltext", "readalllines", "opentextfile", "opentext", "readallbytes"})
_PROGRAM = re.compile(r"\.(?:exe|dll|scr|bat|cmd|ps1|vbs|msi)\b", re.IGNORECASE)


class Machine(Accounts):
    """What a page does with the machine."""

    def _machine(
        self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str, first: Value, whole: Value
    ) -> Value | None:
        """What a call does with registry, files or mail that is none of the usual acts; null when nothing."""
        if name == "regread" and first.trail is not None:
            self._act(Effect.LOOKS, at, end, first)
            return NOTHING
        if name in _OPENS_KEY and (callee.path.startswith(KEY) or first.trail is not None) and "file" not in owner:
            return Value(path=KEY, trail=first.trail or callee.trail, told=first.told or callee.told)
        if name in _UNPACKS_TO and args:
            self._unpacks(name, callee, args, at, end)
            return None
        if name == "replace" and self._basic and len(args) > 2 and first.trail is None and args[2].trail is not None:
            return Value(trail=args[2].trail.blended())
        if owner == KEY:
            if name in _SHOWS_KEY:
                self._act(Effect.LOOKS, at, end, callee)
            elif name in {"setvalue", "deletevalue", "deletesubkey", "deletesubkeytree"}:
                self._act(Effect.SETS, at, end, callee, place=callee.told)
            return NOTHING
        if name in _RESPONSE and owner.endswith("response") and first.trail is not None:
            self._act(Effect.READS, at, end, first)
            return NOTHING
        if name == "loadfromfile" and first.trail is not None:
            self._act(Effect.READS, at, end, first)
            return None
        if name in _COPIES and len(args) > 1 and first.trail is None and args[1].trail is not None:
            self._act(Effect.MOVES, at, end, args[1])
            return None
        if name in {"copyhere", "movehere"} and (first.trail is not None or callee.trail is not None):
            self._act(Effect.MOVES, at, end, first if first.trail is not None else callee)
            return NOTHING
        if name == "uploadfile" and len(args) > 1 and args[-1].trail is not None:
            self._act(Effect.READS, at, end, args[-1])
            return NOTHING
        if name == "getsection" and (first.const or "").lower().endswith(("handlers", "modules")):
            # What runs for which paths; other settings are those of an application.
            return Value(path=WEB_SERVER)
        if name == "execquery" and "winmgmts" in owner and first.trail is not None:
            self._act(Effect.QUERIES, at, end, first)
            return NOTHING
        if name in _LOOKS_UP and "winmgmts" in owner and whole.trail is not None:
            self._act(Effect.LOOKS, at, end, whole)
            return NOTHING
        if name == "senddata" and whole.trail is not None:
            self._act(Effect.SENDS, at, end, whole)
            return NOTHING
        if name == "add" and owner.endswith("argumentlist") and first.trail is not None:
            self._act(Effect.RUNS, at, end, first)
            return NOTHING
        if (name == "createinstance" or (name == "equals" and "createinstance" in owner)) and _of_bytes(callee):
            self._act(Effect.LOADS, at, end, callee)
            return Value(path="loaded")
        if name in _SETS_TIMES and owner.endswith(("file", "directory")) and first.trail is not None:
            self._act(Effect.STAMPS, at, end, first)
            return NOTHING
        if name in _READS_TEXT and first.trail is None and holds_secrets(first.const or first.place or ""):
            return Value(path="textfile", trail=Trail(self._cut(at, end), self._line(at), SECRET))
        part = _MAIL_PARTS.get(name) if name not in {"to", "from", "body"} else None
        if part and whole.trail is not None:
            self._writes_mail(part, whole, at, end)
        return None

    def _unpacks(self, name: str, callee: Value, args: list[Value], at: int, end: int) -> None:
        """Note that an archive is unpacked where a request says, or into the root of the site."""
        target = args[0] if name in {"extracttofile", "extractall"} or len(args) == 1 else args[1]
        place = target.const if target.const is not None else target.place
        if target.trail is not None:
            self._act(Effect.UNPACKS, at, end, target)
        elif place is not None and place.strip() in _ROOTS and self._mentions(*_SENT_FILES) and len(args) > 1:
            sent = Trail(self._cut(at, end), self._line(at), "upload")
            self._act(Effect.UNPACKS, at, end, Value(trail=sent))

    def _made_for_mail(self, path: str, args: list[Value], at: int, end: int) -> None:
        """An attachment of a mail shows a file; what searches a directory is given its question."""
        if not args or args[-1].trail is None:
            return
        if path in {"attachment", "mailattachment"}:
            self._act(Effect.READS, at, end, args[0])
        elif path in {"directorysearcher", *_SOURCES}:
            self._act(Effect.QUERIES, at, end, args[-1])

    def _machine_property(self, owner: str, name: str, value: Value, at: int, end: int) -> bool:
        """Whether a property of the machine or of a mail is set to what a request sends; notes that it is."""
        if name in {"arguments", "filename"}:
            self._unknown_command([value], at, end)
        if value.trail is None:
            return False
        if name == "remotehost":
            self._act(Effect.CONNECTS, at, end, value)
            return True
        if name == "argumentlist":
            self._act(Effect.RUNS, at, end, value)
            return True
        if name in _TIMES:
            self._act(Effect.STAMPS, at, end, value)
            return True
        if name in _MAIL_PARTS and any(word in owner for word in _MAIL):
            self._writes_mail(_MAIL_PARTS[name], value, at, end)
        return False

    def _writes_mail(self, part: str, value: Value, at: int, end: int) -> None:
        """Note that this part of a mail is what a request sends."""
        self._act(Effect.MAILS, at, end, Value(trail=value.trail, hidden=part))

    def _unknown_command(self, values: list[Value], at: int, end: int) -> None:
        """Note that a command shell is started with a text of which nothing is known."""
        if _PIECES.search(self._code, at, min(end, at + 400)) and all(value.trail is None for value in values):
            self._shared.unknown.setdefault(
                (Effect.RUNS, self._line(at)),
                (self._cut(at, end), "starts a program whose name and arguments are pieces of one text"),
            )
        if any(value.path == UNKNOWN and _UNKNOWN_COMMAND.search(value.place or "") for value in values):
            self._shared.unknown.setdefault(
                (Effect.RUNS, self._line(at)),
                (self._cut(at, end), "starts a command shell with a text of unknown origin"),
            )


def _of_bytes(value: Value) -> bool:
    """Whether an object was made of bytes that a request sends, whatever made it."""
    return value.trail is not None and value.path.endswith(("()", "createinstance")) and "." in value.path
