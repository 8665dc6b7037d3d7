"""What objects do with files, connections and databases."""

from abc import abstractmethod

from indicia.detection.webshell.acts.databases import READS
from indicia.detection.webshell.acts.delegates import Delegates
from indicia.detection.webshell.acts.kept_files import OWN_FILE
from indicia.detection.webshell.acts.probing import MANY, host_in, tried
from indicia.detection.webshell.values.kinds import FILE_ACTS
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Trail, Value, better

_READS = frozenset(
    {"readalltext", "readallbytes", "readalllines", "openread", "opentext", "loadfromfile", "readstring"}
)
_MOVES = frozenset({"movefile", "copyfile", "move", "copy", "renameto"})


_OF_FSO = frozenset({
    "deletefile", "deletefolder", "getfolder", "copyfile", "movefile", "copyfolder", "movefolder", "createfolder",
})  # fmt: skip
"""Methods of one component only, whatever its object is called."""
OPENED = "\0opened"
"""Under this is kept the file that a page of Visual Basic opened by a number."""


class FileCalls(Delegates):
    """What objects do with files, connections and databases."""

    def _files(
        self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str, first: Value, whole: Value
    ) -> Value | None:
        """What acts on files, connections and databases."""
        path = callee.path
        tail = owner.rsplit(".", 1)[-1]
        if self._basic and not owner and len(args) > 1:
            if name == "fileopen" and ("output" in args[-1].path or "append" in args[-1].path or len(args) > 2):
                self._assign(OPENED, Value(path="file", target=args[1].trail, place=self._place_of(args[1], at, end)))
                return NOTHING
            if name in {"print", "printline", "write", "writeline", "fileput"} and (file := self._lookup(OPENED)):
                self._write(file, args[1], at, end)
                return NOTHING
        if name in _MOVES and len(args) > 1 and first.trail is None:
            self._renamed(first, args[1], at, end)
        if (name == "write" and tail == "files" and len(args) > 1) or (
            name in {"writealltext", "writeallbytes", "appendalltext", "writealllines", "writestring"} and len(args) > 1
        ):
            kept = "file.append" if name.startswith("append") else "file"
            place = self._place_of(first, at, end)
            self._write(Value(path=kept, target=first.trail, place=place), args[1], at, end)
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
                    self._act(Effect.READS, at, end, first)
                    return Value(path="textfile")
                held = self._read_from(first, at, end)
                return Value(path="textfile", trail=held, hidden="" if held else OWN_FILE)
            opened = "file.append" if name == "appendtext" or appends(args, self._code[at:end]) else "file"
            return Value(
                path=opened,
                target=first.trail or callee.trail,
                place=self._place_of(first, at, end),
            )
        if name in {"write", "writeline", "writetext", "println", "print", "writebytes", "append", "copy"} and (
            path.startswith("file.") or tail in {"file", "append"}
        ):
            content = args[-1] if name == "copy" and args else whole
            if callee.trail is not None and callee.trail.kind == "upload":
                self._act(Effect.UPLOADS, at, end, first, content=callee.trail, place=first.place)
                return NOTHING
            self._write(callee, content, at, end)
            return NOTHING
        if name == "write" and callee.trail is not None and callee.trail.kind == "upload" and args:
            self._act(Effect.UPLOADS, at, end, first, content=callee.trail, place=first.place)
            return NOTHING
        if name == "savetofile" and args:
            self._write(
                Value(target=first.trail, place=self._place_of(first, at, end)),
                Value(trail=callee.trail or self._stream(), hidden=callee.hidden),
                at,
                end,
            )
            return NOTHING
        if (
            name in {"write", "writetext"}
            and whole.trail is not None
            and ((owner.endswith("stream") and "socket" not in owner) or owner == "object?")
        ):
            self._assign("\0stream", Value(trail=whole.trail))
            return None
        if name in {"downloadfile", "downloadfiletask"} and len(args) > 1:
            sent = first.trail or Trail(self._cut(at, end), self._line(at), "remote")
            self._act(Effect.WRITES, at, end, Value(trail=args[1].trail), content=sent, place=args[1].place)
            return NOTHING
        if name == "copy" and tail == "files" and len(args) > 1 and first.trail and first.trail.kind == "remote":
            self._write(Value(target=args[1].trail, place=args[1].place), Value(trail=first.trail), at, end)
            return NOTHING
        if name in _READS and (tail in {"file", "files", "fileinfo"} or name == "loadfromfile"):
            held = self._read_from(first if args else callee, at, end)
            if held is not None:
                if name == "loadfromfile":
                    self._fill(callee, "add", [Value(trail=held)], at)
                return Value(trail=held)
        if (
            name == "copy"
            and tail == "files"
            and len(args) > 1
            and first.trail is not None
            and args[1].trail is not None
        ):
            self._write(Value(target=args[1].trail, place=args[1].place), Value(trail=first.trail), at, end)
            return NOTHING
        if name == "extracttodirectory" and args and args[-1].trail is not None:
            held = better(callee.trail, first.trail)
            if held is not None and held.kind in {"upload", "request"}:
                self._act(Effect.UPLOADS, at, end, args[-1], content=held, place=args[-1].place)
                return NOTHING
        if name in FILE_ACTS:
            subject = (
                first
                if first.trail is not None
                else (callee if callee.trail is not None and "file" in owner else NOTHING)
            )
            if subject.trail is not None and (
                (name in _OF_FSO and owner and not self._java)
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
                self._act(FILE_ACTS[name], at, end, subject)
                return Value(path="file" if name in {"getfile", "getfolder"} else "", trail=subject.trail)
        if (name in {"connect", "open", "beginconnect", "connectasync"} and whole.trail is not None) or (
            name == "connect" and whole.target
        ):
            if "socket" in path or "tcpclient" in path:
                hidden = MANY if first.path == "socket" and first.place == MANY else tried(first, *args).hidden
                self._act(Effect.CONNECTS, at, end, Value(trail=whole.trail or whole.target, hidden=hidden))
                return Value(path="socket", target=whole.trail or whole.target)
            if (
                name == "open"
                and "recordset" in owner
                and first.trail
                and self._commands(first.trail, at, end, first.told)
            ):
                self._act(Effect.RUNS, at, end, first)
                return NOTHING
            if name == "open" and owner.endswith("recordset") and len(args) > 1 and args[1].trail is not None:
                for offset, asked in enumerate((first, args[1])):
                    self._act(Effect.QUERIES, at + offset, end, asked)
                return NOTHING
            if "adodb.connection" in path or "oledb" in path or "sqlconnection" in path:
                if (tries := host_in(first)) is not None:
                    self._act(Effect.CONNECTS, at, end, tries)
                self._act(Effect.QUERIES, at, end, whole)
                return NOTHING
        if name in {"send", "write", "sendto"} and whole.trail is not None and "socket" in path:
            self._act(Effect.SENDS, at, end, whole)
            return NOTHING
        if name in {
            "execute",
            "executequery",
            "executeupdate",
            "executelargeupdate",
            "addbatch",
            "executesqlraw",
            "executesqlcommand",
            "runsql",
            "sqlcommand",
            "sqldataadapter",
            "oledbcommand",
            "query",
            "executenonquery",
            "executereader",
            "executescalar",
        }:
            self._puts(whole, self._code[at:end])
            if self._exports(whole if whole.trail is not None else first, at, end):
                return NOTHING
            if whole.trail is not None and self._commands(whole.trail, at, end, whole.told):
                self._act(Effect.RUNS, at, end, whole)
                return NOTHING
            # What stands behind the statement fills its places.
            asked = first if len(args) > 1 else whole
            if asked.trail is not None and not asked.trail.mixed and not asked.trail.loose:
                self._act(Effect.QUERIES, at, end, asked)
                return NOTHING
            if whole.trail is None and name in READS:
                taken = self._takes(
                    [callee, *args], self._code[at:end], reads=name in {"executescalar", "executereader"}
                )
                if taken is not NOTHING:
                    return taken
        return None

    @abstractmethod
    def _fill(self, callee: Value, name: str, args: list[Value], at: int) -> None: ...

    def _stream(self) -> Trail | None:
        found = self._lookup("\0stream")
        return found.trail if found is not None else None


def appends(args: list[Value], code: str) -> bool:
    """Whether a file is opened to be written at its end."""
    if len(args) < 2 or (args[1].const or "") in {"1", "2"}:
        return False
    lower = code.lower()
    if "append" in lower or (args[1].const or "") == "8":
        return True
    return "createtextfile" not in lower and lower.rstrip(" )").endswith((", true", ",true"))
