"""What objects do with files, connections and databases."""

from indicia.detection.webshell.databases import READS
from indicia.detection.webshell.delegates import Delegates
from indicia.detection.webshell.kept_files import OWN_FILE
from indicia.detection.webshell.kinds import FILE_ACTS
from indicia.detection.webshell.sink import Effect
from indicia.detection.webshell.value import NOTHING, Trail, Value, better

_READS = frozenset(
    {"readalltext", "readallbytes", "readalllines", "openread", "opentext", "loadfromfile", "readstring"}
)
_MOVES = frozenset({"movefile", "copyfile", "move", "copy", "renameto"})


class FileCalls(Delegates):
    """What objects do with files, connections and databases."""

    def _files(
        self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str, first: Value, whole: Value
    ) -> Value | None:
        """What acts on files, connections and databases."""
        path = callee.path
        tail = owner.rsplit(".", 1)[-1]
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
                Value(target=first.trail, place=first.place or first.const),
                Value(trail=callee.trail or self._stream()),
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
        if name in {"downloadfile"} and len(args) > 1 and whole.trail is not None:
            self._act(Effect.WRITES, at, end, Value(trail=args[1].trail), content=first.trail)
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
                tail
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
                self._act(Effect.CONNECTS, at, end, Value(trail=whole.trail or whole.target))
                return Value(path="socket", target=whole.trail or whole.target)
            if name == "open" and "recordset" in owner and first.trail and self._commands(first.trail, at, end):
                self._act(Effect.RUNS, at, end, first)
                return NOTHING
            if name == "open" and owner.endswith("recordset") and len(args) > 1 and args[1].trail is not None:
                for offset, asked in enumerate((first, args[1])):
                    self._act(Effect.QUERIES, at + offset, end, asked)
                return NOTHING
            if "adodb.connection" in path or "oledb" in path or "sqlconnection" in path:
                self._act(Effect.QUERIES, at, end, whole)
                return NOTHING
        if name in {"send", "write", "sendto"} and whole.trail is not None and "socket" in path:
            self._act(Effect.SENDS, at, end, whole)
            return NOTHING
        if name in {
            "execute",
            "executequery",
            "executeupdate",
            "sqlcommand",
            "sqldataadapter",
            "oledbcommand",
            "query",
            "executenonquery",
            "executereader",
            "executescalar",
        }:
            self._puts(whole, self._code[at:end])
            if whole.trail is not None and self._commands(whole.trail, at, end):
                self._act(Effect.RUNS, at, end, whole)
                return NOTHING
            if whole.trail is not None and not whole.trail.mixed and not whole.trail.loose:
                self._act(Effect.QUERIES, at, end, whole)
                return NOTHING
            if whole.trail is None and name in READS:
                taken = self._takes(
                    [callee, *args], self._code[at:end], reads=name in {"executescalar", "executereader"}
                )
                if taken is not NOTHING:
                    return taken
        return None

    def _commands(self, trail: Trail, at: int, end: int) -> bool:
        """Whether a statement for a database starts a program: the word stands here or where it was put together."""
        code = " ".join((self._code[at:end], *(step[1] for step in trail.steps))).lower()
        return any(word in code for word in ("xp_cmdshell", "sp_oamethod", " shell("))

    def _fill(self, callee: Value, name: str, args: list[Value], at: int) -> None:
        raise NotImplementedError

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
