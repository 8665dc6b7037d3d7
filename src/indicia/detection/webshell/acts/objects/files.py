"""Files that objects read, write, move and delete."""

import re

from indicia.detection.webshell.acts.kept_files import note_renamed, place_of, read_from
from indicia.detection.webshell.acts.objects.filling import fill
from indicia.detection.webshell.acts.writing import write
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens.languages import CLASSIC
from indicia.detection.webshell.values.kinds import FILE_ACTS, OWN_FILE
from indicia.detection.webshell.values.places import keeps_apart
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Trail, Value, better, stays_below

_READS = frozenset(
    {"readalltext", "readallbytes", "readalllines", "openread", "opentext", "loadfromfile", "readstring"}
)
_MOVES = frozenset({"movefile", "copyfile", "move", "copy", "renameto"})
_BRINGS = _MOVES | {"moveto", "copyto", "copyfolder", "movefolder"}
_OF_FSO = frozenset({
    "deletefile", "deletefolder", "getfolder", "copyfile", "movefile", "copyfolder", "movefolder", "createfolder",
})  # fmt: skip
"""Methods of one component only, whatever its object is called."""
_DOCUMENTS = ("xmldocument", "xdocument", "xelement")
"""Ends of the names of what is kept by a method of its own."""
_NAME_ONLY = re.compile(r"getfilename(?:withoutextension)?\s*\(|filenameutils\.get(?:base)?name\s*\(", re.IGNORECASE)
"""What leaves the last part of a path."""
_OPENED = "\0opened"
"""Under this is kept the file that a page of Visual Basic opened by a number."""


def acts_on_files(page: Page, call: Call) -> Value | None:
    """What a call does with files; null for any other."""
    callee, name, args, site = call.callee, call.name, call.args, call.site
    owner, first, whole = call.owner, call.first, call.whole
    path = callee.path
    tail = owner.rsplit(".", 1)[-1]
    if page.basic and not owner and len(args) > 1:
        if name == "fileopen" and ("output" in args[-1].path or "append" in args[-1].path or len(args) > 2):
            page.names.assign(_OPENED, Value(path="file", target=args[1].trail, place=place_of(page, args[1], site)))
            return NOTHING
        if name in {"print", "printline", "write", "writeline", "fileput"} and (file := page.names.lookup(_OPENED)):
            write(page, file, args[1], site)
            return NOTHING
    if name in _BRINGS and args and not args[-1].path.startswith("file") and not _goes_outside(args):
        page.shared.brought = True
    if name in _MOVES and len(args) > 1 and first.trail is None:
        note_renamed(page, first, args[1], site)
    if (name == "write" and tail == "files" and len(args) > 1) or (
        name in {"writealltext", "writeallbytes", "appendalltext", "writealllines", "writestring", "appendalllines"}
        and len(args) > 1
    ):
        kept = "file.append" if name.startswith("append") else "file"
        place = place_of(page, first, site)
        write(page, Value(path=kept, target=first.trail, place=place), args[1], site)
        return NOTHING
    if name in {
        "createtext",
        "openwrite",
        "appendtext",
        "create",
        "open",
        "createtextfile",
        "opentextfile",
        "newoutputstream",
        "newbufferedwriter",
    } and (
        tail in {"file", "scripting.filesystemobject", "files"}
        or "filesystemobject" in owner
        or name in {"createtextfile", "opentextfile"}
    ):
        if (name == "opentextfile" and len(args) < 2) or (name == "opentextfile" and args[1].const == "1"):
            if first.trail is not None:
                page.act(Effect.READS, site, first)
                return Value(path="textfile")
            held = read_from(page, first, site)
            return Value(path="textfile", trail=held, hidden="" if held else OWN_FILE)
        opened = "file.append" if name == "appendtext" or appends(args, page.code.at(site)) else "file"
        return Value(path=opened, target=first.trail or callee.trail, place=place_of(page, first, site))
    if (
        name in {"copy", "replace"}
        and tail == "file"
        and len(args) > 1
        and not page.java
        and whole.trail
        and not callee.target
    ):
        page.act(Effect.MOVES, site, whole)
        return NOTHING
    # In classic ASP what was read from a file that the page itself filled has this kind.
    sent = None if page.part.language in CLASSIC else callee.trail
    part = sent if sent is not None and sent.kind == "upload" else None
    if name in {"write", "writeline", "writetext", "println", "print", "writebytes", "append", "copy"} and (
        path.startswith("file.") or tail in {"file", "append"}
    ):
        content = args[-1] if name == "copy" and args else whole
        if part is not None:
            page.act(Effect.UPLOADS, site, first, content=part, place=first.place)
            return NOTHING
        write(page, callee, content, site)
        return NOTHING
    if name == "write" and part is not None and args:
        page.act(Effect.UPLOADS, site, first, content=part, place=first.place)
        return NOTHING
    if name == "savetofile" and args:
        write(
            page,
            Value(target=first.trail, place=place_of(page, first, site)),
            Value(trail=callee.trail or _stream(page), hidden=callee.hidden),
            site,
        )
        return NOTHING
    if (
        name in {"write", "writetext"}
        and whole.trail is not None
        and ((owner.endswith("stream") and "socket" not in owner) or owner == "object?")
    ):
        page.names.assign("\0stream", Value(trail=whole.trail))
        return None
    if name in {"downloadfile", "downloadfiletask"} and len(args) > 1:
        sent = first.trail or page.trail(site, "remote")
        page.act(Effect.WRITES, site, Value(trail=args[1].trail), content=sent, place=args[1].place)
        return NOTHING
    if name == "copy" and tail == "files" and len(args) > 1 and first.trail and first.trail.kind == "remote":
        write(page, Value(target=args[1].trail, place=args[1].place), Value(trail=first.trail), site)
        return NOTHING
    if name in _READS and (tail in {"file", "files", "fileinfo"} or name == "loadfromfile"):
        held = read_from(page, first if args else callee, site)
        if held is not None:
            if name == "loadfromfile":
                fill(page, callee, "add", [Value(trail=held)], site.at)
            return Value(trail=held)
        named = page.bounds.freed(first if args else callee).trail
        if named is not None and _of_site(named, page.code.at(site)):
            page.act(FILE_ACTS.get(name, Effect.READS), site, first if args else callee)
            return Value(hidden=OWN_FILE)
    if name == "copy" and tail == "files" and len(args) > 1 and first.trail is not None and args[1].trail is not None:
        write(page, Value(target=args[1].trail, place=args[1].place), Value(trail=first.trail), site)
        return NOTHING
    if name == "extracttodirectory" and args and args[-1].trail is not None:
        held = better(callee.trail, first.trail)
        if held is not None and held.kind in {"upload", "request"}:
            page.act(Effect.UPLOADS, site, args[-1], content=held, place=args[-1].place)
            return NOTHING
    if name == "save" and callee.trail is not None and args and owner.endswith(_DOCUMENTS):
        write(page, Value(target=first.trail, place=place_of(page, first, site)), Value(trail=callee.trail), site)
        return NOTHING
    if name in FILE_ACTS:
        subject = (
            first if first.trail is not None else (callee if callee.trail is not None and _of_files(owner) else NOTHING)
        )
        if subject.trail is not None and (
            (name in _OF_FSO and owner and not page.java)
            or tail
            in {
                "file",
                "directory",
                "files",
                "scripting.filesystemobject",
                "fso",
                "filesystem",
                "object?",
                "fileinfo",
                "directoryinfo",
                "server",
                "zipfile",
                "shell.application",
                "filesystemobject",
            }
            or "file" in owner
            or "directory" in owner
            or "object?" in owner
        ):
            page.act(FILE_ACTS[name], site, subject)
            return Value(path="file" if name in {"getfile", "getfolder"} else "", trail=subject.trail)
    if name in {"saveas", "transferto"} and args:
        trail = callee.trail or page.trail(site, "upload")
        page.act(Effect.UPLOADS, site, first, content=trail, place=first.place)
        return NOTHING
    return None


def _goes_outside(args: list[Value]) -> bool:
    """Whether a file is moved or copied to where no site runs it."""
    target = args[min(len(args), 2) - 1]
    return keeps_apart(Value(const=target.const, trail=target.trail, told=target.told), ".filename", followed=False)


def _of_site(named: Trail, code: str) -> bool:
    """Whether a file lies in a folder of the application, of whose files a request names one."""
    below = named.based or named.mixed or "mappath" in code.lower()
    return below and (stays_below(named.held) or any(_NAME_ONLY.search(step[1]) for step in (*named.steps, (0, code))))


def _of_files(owner: str) -> bool:
    """Whether an object of this name is a file or, by what it was made of, a folder."""
    return "file" in owner or owner.endswith("directoryinfo")


def _stream(page: Page) -> Trail | None:
    found = page.names.lookup("\0stream")
    return found.trail if found is not None else None


def appends(args: list[Value], code: str) -> bool:
    """Whether a file is opened to be written at its end."""
    if len(args) < 2 or (args[1].const or "") in {"1", "2"}:
        return False
    lower = code.lower()
    if "append" in lower or (args[1].const or "") == "8":
        return True
    return "createtextfile" not in lower and lower.rstrip(" )").endswith((", true", ",true"))
