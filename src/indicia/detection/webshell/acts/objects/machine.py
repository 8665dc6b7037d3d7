"""What a page does with the machine: registry, mail, times of files, archives; commands whose text is not known."""

from indicia.detection.webshell.acts.fixed_programs import sets_arguments
from indicia.detection.webshell.acts.objects.components import WEB_SERVER
from indicia.detection.webshell.acts.objects.starting import note_unknown_command
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.values.secrets import SECRET, holds_secrets
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_OPENS_KEY = frozenset({"opensubkey", "createsubkey", "openremotebasekey"})
_LOOKS_UP = frozenset({"enumkey", "enumvalues", "getstringvalue", "getdwordvalue", "getbinaryvalue"})
_KEYS_OF_REGISTRY = frozenset({
    "setstringvalue", "setexpandedstringvalue", "setmultistringvalue", "setbinaryvalue", "setdwordvalue",
})  # fmt: skip
_SHOWS_KEY = frozenset({"getvalue", "getvaluenames", "getsubkeynames"})
_KEY = "registry.key"
"""What a key of the registry goes by that a request names."""
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


def acts_on_machine(page: Page, call: Call) -> Value | None:
    """What a call does with registry, files or mail that is none of the usual acts; null when nothing."""
    callee, name, args, site = call.callee, call.name, call.args, call.site
    owner, first, whole = call.owner, call.first, call.whole
    if name == "regread" and first.trail is not None:
        page.act(Effect.LOOKS, site, first)
        return NOTHING
    if name in _OPENS_KEY and (callee.path.startswith(_KEY) or first.trail is not None) and "file" not in owner:
        return Value(path=_KEY, trail=first.trail or callee.trail, told=first.told or callee.told)
    if name in _UNPACKS_TO and args:
        _unpacks(page, call)
        return None
    if name == "replace" and page.basic and len(args) > 2 and first.trail is None and args[2].trail is not None:
        return Value(trail=args[2].trail.blended())
    if owner == _KEY:
        if name in _SHOWS_KEY:
            page.act(Effect.LOOKS, site, callee)
        elif name in {"setvalue", "deletevalue", "deletesubkey", "deletesubkeytree"}:
            page.act(Effect.SETS, site, callee, place=callee.told)
        return NOTHING
    if name in _RESPONSE and owner.endswith("response") and first.trail is not None:
        page.act(Effect.READS, site, first)
        return NOTHING
    if name == "loadfromfile" and first.trail is not None:
        page.act(Effect.READS, site, first)
        return None
    if name in _COPIES and len(args) > 1 and first.trail is None and args[1].trail is not None:
        page.act(Effect.MOVES, site, args[1])
        return None
    if name in {"copyhere", "movehere"} and (first.trail is not None or callee.trail is not None):
        page.act(Effect.MOVES, site, first if first.trail is not None else callee)
        return NOTHING
    if name == "uploadfile" and len(args) > 1 and args[-1].trail is not None:
        page.act(Effect.READS, site, args[-1])
        return NOTHING
    if name == "getsection" and (first.const or "").lower().endswith(("handlers", "modules")):
        # What runs for which paths; other settings are those of an application.
        return Value(path=WEB_SERVER)
    if name == "execquery" and "winmgmts" in owner and first.trail is not None:
        page.act(Effect.QUERIES, site, first)
        return NOTHING
    if name in _LOOKS_UP and "winmgmts" in owner and whole.trail is not None:
        page.act(Effect.LOOKS, site, whole)
        return NOTHING
    if name in _KEYS_OF_REGISTRY and whole.trail is not None and "winmgmts" in owner:
        page.act(Effect.SETS, site, whole)
        return NOTHING
    if name == "senddata" and whole.trail is not None:
        page.act(Effect.SENDS, site, whole)
        return NOTHING
    if name == "add" and owner.endswith("argumentlist") and first.trail is not None:
        sets_arguments(page, site, first)
        return NOTHING
    if (name == "createinstance" or (name == "equals" and "createinstance" in owner)) and _of_bytes(callee):
        page.act(Effect.LOADS, site, callee)
        return Value(path="loaded")
    if name in _SETS_TIMES and owner.endswith(("file", "directory")) and first.trail is not None:
        page.act(Effect.STAMPS, site, first)
        return NOTHING
    if name in _READS_TEXT and first.trail is None and holds_secrets(first.const or first.place or ""):
        return Value(path="textfile", trail=page.trail(site, SECRET))
    part = _MAIL_PARTS.get(name) if name not in {"to", "from", "body"} else None
    if part and whole.trail is not None:
        _writes_mail(page, part, whole, site)
    return None


def _unpacks(page: Page, call: Call) -> None:
    """Note that an archive is unpacked where a request says, or into the root of the site."""
    name, args, site = call.name, call.args, call.site
    target = args[0] if name in {"extracttofile", "extractall"} or len(args) == 1 else args[1]
    place = target.const if target.const is not None else target.place
    if target.trail is not None:
        page.act(Effect.UNPACKS, site, target)
    elif place is not None and place.strip() in _ROOTS and page.code.mentions(*_SENT_FILES) and len(args) > 1:
        sent = page.trail(site, "upload")
        page.act(Effect.UNPACKS, site, Value(trail=sent))


def made_for_mail(page: Page, path: str, args: list[Value], site: Site) -> None:
    """An attachment of a mail shows a file; what searches a directory is given its question."""
    if not args or args[-1].trail is None:
        return
    if path in {"attachment", "mailattachment"}:
        page.act(Effect.READS, site, args[0])
    elif path in {"directorysearcher", *_SOURCES}:
        page.act(Effect.QUERIES, site, args[-1])


def sets_machine(page: Page, owner: str, name: str, value: Value, site: Site) -> bool:
    """Whether a property of the machine or of a mail is set to what a request sends; notes that it is."""
    if name in {"arguments", "filename"}:
        note_unknown_command(page, [value], site)
    if value.trail is None:
        return False
    if name == "remotehost":
        page.act(Effect.CONNECTS, site, value)
        return True
    if name == "argumentlist":
        sets_arguments(page, site, value)
        return True
    if name in _TIMES:
        page.act(Effect.STAMPS, site, value)
        return True
    if name in _MAIL_PARTS and any(word in owner for word in _MAIL):
        _writes_mail(page, _MAIL_PARTS[name], value, site)
    return False


def _writes_mail(page: Page, part: str, value: Value, site: Site) -> None:
    """Note that this part of a mail is what a request sends."""
    page.act(Effect.MAILS, site, Value(trail=value.trail, hidden=part))


def _of_bytes(value: Value) -> bool:
    """Whether an object was made of bytes that a request sends, whatever made it."""
    return value.trail is not None and value.path.endswith(("()", "createinstance")) and "." in value.path
