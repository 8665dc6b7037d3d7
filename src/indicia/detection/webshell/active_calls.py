"""What the objects of ASP, ASP.NET and JSP do with their arguments."""

import re

from indicia.detection.webshell import words
from indicia.detection.webshell.creating import SOCKET_STREAM, Creating
from indicia.detection.webshell.ground import NAMES
from indicia.detection.webshell.kinds import REFLECTED, TYPES, one_of_methods
from indicia.detection.webshell.sink import Effect
from indicia.detection.webshell.value import (
    NOTHING,
    Trail,
    Value,
    better,
    is_blob,
    join,
    merged,
    shortened,
    with_path,
    with_trail,
)

NUMBERS = frozenset({
    "int", "int16", "int32", "int64", "uint", "uint16", "uint32", "uint64", "integer", "long", "short", "byte",
    "double", "single", "float", "decimal", "boolean", "bool", "date", "datetime", "datetimeoffset", "timespan", "guid",
})  # fmt: skip
"""Types whose `Parse` gives no text."""
_ACTING = frozenset({"runtime", "process", "processbuilder", "processimpl", "classloader", "assembly", "class?"})
"""Classes whose methods start programs or load code, and the one that the request names."""
_PATHS = frozenset({"mappath", "combine", "getfullpath", "getrealpath"})
"""What gives the whole of a path whose end it is given."""
_CHOOSES = frozenset({
    "first", "firstordefault", "single", "singleordefault", "last", "elementat", "where", "filter", "asenumerable",
    "find",
})  # fmt: skip
"""What gives one or some of the elements of a list."""
_CASTS = frozenset({"ctype", "directcast", "trycast"})
_DIGITS = frozenset({
    "parseint", "parsebyte", "parseshort", "parse", "valueof", "tobyte", "toint32", "toint16", "touint32", "tosbyte",
    "cint", "clng", "cbyte",
})  # fmt: skip
"""What reads a number, which may be the code of a letter."""
_BASES = frozenset({"2", "8", "16", "32", "36"})
_STARTS = frozenset({"start", "exec", "run", "command", "shellexecute", "execute"})
FIRST_NAME = re.compile(r"[A-Za-z_]\w*")


class ActiveCalls(Creating):
    """What the objects of ASP, ASP.NET and JSP do with their arguments."""

    def _common_call(self, callee: Value, name: str, args: list[Value], at: int, end: int) -> Value:
        path = callee.path
        first = args[0] if args else NOTHING
        method = "." in path
        whole = join(args) if args else NOTHING
        owner = path.rsplit(".", 1)[0] if method else ""
        if name in {"createobject", "createinstance_"} and args:
            return self._object(first)
        if name == "activexobject" and args:
            return self._object(first)
        if name == "replace" and first.const is not None and whole.trail is None and owner in {"regexp", "regex"}:
            return Value(hidden="cleared of filling signs by a pattern")
        if name == "findcontrol":
            return Value(path="#control")
        if name == "getobject" and args:
            text = (first.const or "").lower()
            if first.trail is not None:
                self._act(Effect.LOADS, at, end, first)
            elif text.startswith(("script:http", "script:ftp", "script:\\\\")):
                self._act(Effect.LOADS, at, end, Value(trail=Trail(self._cut(at, end), self._line(at), "remote")))
            return Value(path="winmgmts") if text.startswith("winmgmts") else self._object(first)
        if self._script and any(value.path == "eval" for value in args) and "eval" not in self._functions:
            handed = better(callee.trail, whole.trail)
            if handed is not None:
                self._act(Effect.EVALUATES, at, end, Value(trail=handed))
                return Value(trail=handed)
        if name in _STARTS:
            self._names_shell(args)
        acted = self._delegated(callee, name, args, at, end, owner, first, whole)
        if acted is None:
            acted = self._native(callee, name, at, end, whole)
        if acted is None:
            acted = self._relays(callee, name, args, at, end, owner, first, whole)
        if acted is None:
            acted = self._component(callee, name, args, at, end, owner, first, whole)
        if acted is None:
            acted = self._loads(callee, name, args, at, end, owner, first, whole)
        if acted is None:
            acted = self._common_act(callee, name, args, at, end, owner, first, whole)
        if acted is not None:
            return acted
        if name in {
            "getmethod",
            "getdeclaredmethod",
            "getmethods_",
            "invokemember",
            "getdeclaredconstructor",
            "getconstructor",
        }:
            if name == "invokemember":
                if first.trail is not None or (
                    whole.trail is not None and (first.hidden or (first.const or "").lower() in REFLECTED)
                ):
                    self._act(Effect.LOADS, at, end, whole)
                return NOTHING
            if first.trail is not None:
                if (first.trail.mixed or first.trail.checked) and callee.trail is None and not _holds_acts(callee):
                    # One of the methods of an object of the application, with a name of a fixed form.
                    return Value(path="method")
                return Value(path="method?", trail=first.trail)
            if first.const is not None:
                return Value(
                    path="reflected." + first.const.lower(),
                    trail=callee.trail if name != "getmethod" or callee.trail else None,
                )
            return Value(path="reflected.?", hidden=first.hidden, trail=callee.trail)
        if name in {"findvirtual", "findstatic", "findspecial"} and len(args) > 1 and args[1].const:
            return Value(path="reflected." + args[1].const.lower())
        if name in {"invoke", "newinstance", "invokeexact", "invokewitharguments"} and (
            path.startswith(("reflected.", "method?")) or callee.trail is not None
        ):
            reflected = path.split(".")[1] if path.startswith("reflected.") else ""
            if (
                path.startswith("method?")
                or (reflected in REFLECTED and whole.trail is not None)
                or (reflected == "?" and whole.trail is not None and callee.hidden)
                or (reflected in {"load", "defineclass"} and whole.hidden)
            ):
                self._act(
                    Effect.LOADS if reflected in {"load", "defineclass", "loadclass", "?", ""} else Effect.RUNS,
                    at,
                    end,
                    whole if whole.trail is not None or (whole.hidden and callee.trail is None) else callee,
                )
                return Value(path="loaded", trail=whole.trail)
            if (
                callee.trail is not None
                and path.startswith("reflected.")
                and whole.trail is not None
                and callee.trail is not None
            ):
                self._act(Effect.LOADS, at, end, whole)
            return Value(path=path, trail=better(callee.trail, whole.trail))
        if name in {"forname", "gettype", "loadclass", "gettypefromprogid", "gettypefromclsid"} and args:
            if first.trail is not None:
                if "bcel" in self._code[at:end].lower() or (name == "loadclass" and "urlclassloader" in owner):
                    self._act(Effect.LOADS, at, end, first)
                return Value(path="class?", trail=first.trail)
            if name.startswith("gettypefrom"):
                return Value(path=self._object(first).path)
            return Value(
                path=TYPES.get(
                    (first.const or "class").lower().rsplit(".", 1)[-1],
                    (first.const or "class").lower().rsplit(".", 1)[-1],
                ),
                hidden=first.hidden,
            )
        if name == "load" and first.path == "request" and not self._java:
            sent = Value(trail=Trail(self._cut(at, end), self._line(at)))
            self._fill(callee, name, [sent], at)
        if name in words.FILLS:
            self._fill(callee, name, args, at)
        if name in _CASTS and len(args) > 1 and self._basic:
            return with_path(first, args[1].path) if args[1].path in TYPES.values() else first
        if name in words.CLEARS or name in _DIGITS:
            if first.trail is not None and self._is_code_of_letter(name, args, at, end):
                return Value(trail=first.trail)
            if name in words.CLEARS:
                return Value(number=True)
        folded = self._folded(name, callee, args)
        if folded is not None:
            return folded
        trail = better(callee.trail, whole.trail)
        if trail is not None:
            if name in {"parse", "tryparse", "parseexact"} and owner.rsplit(".", 1)[-1] in NUMBERS:
                return Value(number=True)
            if callee.trail is None and name not in words.PASSES:
                trail = trail.loosened()
            if name == "format" and any(value.const for value in args):
                trail = trail.blended()
            if name == "replace" and any((value.const or "").startswith("[^") for value in args):
                # Only signs of a list are left.
                trail = trail.after_check()
            return Value(
                trail=trail,
                path=path if name in {"getinputstream", "getpart"} else f"{path}()",
                hidden=callee.hidden or whole.hidden,
                place=args[-1].place if args and name in _PATHS else None,
            )
        if name in _CHOOSES and one_of_methods(owner):
            return Value(path=owner if name in {"where", "filter", "asenumerable"} else "method?")
        if name in {"accepttcpclient", "acceptsocket", "accept"} and ("listener" in owner or "socket" in owner):
            return Value(path="socket")
        if name == "getstream" and "socket" in owner:
            return Value(path=SOCKET_STREAM, target=callee.target)
        if name in {"read", "receive", "readasync"} and owner in {"socket", SOCKET_STREAM} and args:
            self._fill_arguments(args, Trail(self._cut(at, end), self._line(at), "remote"), at)
            return NOTHING
        if name in {"responsetext", "downloadstring", "downloaddata", "openstream"}:
            return Value(trail=Trail(self._cut(at, end), self._line(at), "remote"))
        hidden = callee.hidden if name in words.PASSES else ""
        if (
            not hidden
            and any(is_blob(value) for value in args)
            and name not in {"write", "writeline", "println", "print"}
        ):
            hidden = f"computed by {shortened(name)} from a long text"
        if not hidden and name in words.PASSES:
            hidden = whole.hidden
        place = args[-1].place or args[-1].const if args and name in _PATHS else callee.place
        return Value(path=f"{path}()", hidden=hidden, target=callee.target, place=place)

    def _is_code_of_letter(self, name: str, args: list[Value], at: int, end: int) -> bool:
        """Whether digits to another base than ten are read, as of a text that is sent as codes of its letters."""
        if name not in _DIGITS:
            return False
        base = args[1] if len(args) > 1 else NOTHING
        return base.const in _BASES or "hex" in base.path or '"&h"' in self._code[at:end].lower()

    def _fill(self, callee: Value, name: str, args: list[Value], at: int) -> None:
        whole = join(args) if args else NOTHING
        if callee.trail is not None and name in {"read", "copyto", "readfully", "readexactly", "emit", "writeto"}:
            self._fill_arguments(args, callee.trail, at)
        elif whole.trail is not None:
            found = FIRST_NAME.match(self._code, at)
            if name in {"copy", "blockcopy", "arraycopy"}:
                names = [item.lower() for item in NAMES.findall(self._code[at : at + 300].partition("(")[2])]
                for target in names[1:3]:
                    if self._lookup(target) is not None:
                        self._assign(target, merged(self._lookup(target) or NOTHING, Value(trail=whole.trail)))
            elif found is not None:
                old = self._lookup(found[0].lower())
                if old is not None and old.path != "response":
                    self._assign(found[0].lower(), with_trail(old, better(old.trail, whole.trail)))

    def _common_act(
        self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str, first: Value, whole: Value
    ) -> Value | None:
        """What acts in ASP, ASP.NET and JSP; null when this call does not."""
        match name:
            case "eval":
                if self._java or owner.endswith(("scriptcontrol", "scriptengine", "el", "elprocessor")) or not owner:
                    if self._java:
                        self._act(Effect.EVALUATES, at, end, first)
                        return NOTHING
                    return self._evaluated(first, at, end)
                if owner:
                    self._act(Effect.EVALUATES, at, end, first)
                    return NOTHING
            case "execute" | "executeglobal" if not owner or owner in {"me", "this", "window"}:
                return self._evaluated(whole if len(args) == 1 else first, at, end)
            case "function" if self._script and args:
                self._evaluated(args[-1], at, end)
                return Value(path="function")
            case "execute" if owner.endswith(("regexp", "regex")):
                return Value(path="found", trail=whole.trail)
            case "execute" if owner.rsplit(".", 1)[-1] == "server":
                self._act(Effect.INCLUDES, at, end, first)
                return NOTHING
            case "executestatement" | "addcode":
                return self._evaluated(whole, at, end)
            case "addscript" | "invokescript":
                self._act(Effect.RUNS, at, end, first)
                return NOTHING
            case "run" | "exec" | "shellexecute":
                if any(
                    word in owner
                    for word in ("wscript.shell", "shell.application", "object?", "runtime", "wshshell", "winmgmts")
                ) or (name == "shellexecute"):
                    self._act(Effect.RUNS, at, end, whole)
                    return Value(path="process")
                if name == "exec" and owner.endswith(("regexp", "regex", "pattern")):
                    return Value(path="found", trail=whole.trail)
                if name == "exec" and whole.trail is not None and (self._java or not owner.startswith("request")):
                    self._act(Effect.RUNS, at, end, whole)
                    return Value(path="process")
                if name == "run" and owner.endswith("scriptcontrol"):
                    self._act(Effect.EVALUATES, at, end, whole)
                    return NOTHING
            case "start" if "process" in owner and "startinfo" not in owner and args:
                self._act(Effect.RUNS, at, end, whole)
                return Value(path="process")
            case "shell" if self._basic and not owner:
                self._act(Effect.RUNS, at, end, first)
                return NOTHING
            case "command" if "processbuilder" in owner:
                self._act(Effect.RUNS, at, end, whole)
                return callee
            case "create" if "winmgmts" in owner or "win32_process" in owner:
                self._act(Effect.RUNS, at, end, whole)
                return NOTHING
            case "invokemethod" if whole.trail is not None:
                self._act(Effect.RUNS, at, end, whole)
                return NOTHING
            case "winexec" | "createprocess" | "system" | "createprocessasuser" | "createprocesswithlogonw":
                if whole.trail is not None:
                    self._act(Effect.RUNS, at, end, whole)
                    return NOTHING
            case "load" | "loadfrom" | "loadfile" | "unsafeloadfrom" | "loadwithpartialname" | "loadmodule" if (
                owner.endswith(("assembly", "appdomain", "currentdomain", "appdomain()"))
            ):
                self._act(Effect.LOADS, at, end, first)
                return Value(path="assembly", trail=first.trail)
            case (
                "executeassembly"
                | "executeassemblybyname"
                | "createinstancefrom"
                | "createinstancefromandunwrap"
                | "createcominstancefrom"
            ) if first.trail is not None:
                self._act(Effect.LOADS, at, end, first)
                return NOTHING
            case "runcompile" | "compile" | "parse" if "razor" in owner and whole.trail is not None:
                self._act(Effect.EVALUATES, at, end, whole)
                return NOTHING
            case "load" if "xsl" in owner:
                if whole.trail is not None:
                    self._act(Effect.TRANSFORMS, at, end, whole)
                return callee
            case "defineclass" | "defineanonymousclass" | "definehiddenclass" | "defineclass0" | "defineclass1":
                self._act(Effect.LOADS, at, end, whole)
                return Value(path="class?", trail=whole.trail)
            case (
                "compileassemblyfromsource"
                | "compileassemblyfromdom"
                | "compileassemblyfromfile"
                | "evaluateasync"
                | "runasync"
            ):
                self._act(Effect.COMPILES, at, end, whole)
                return NOTHING
            case "reverse" if owner.endswith(("array", "collections")) and args:
                self._turned(first, at, end)
                return NOTHING
            case "virtualalloc" | "virtualallocex" | "virtualprotect" | "createthread" | "createremotethread" if not (
                self._java or (self._basic and not args)
            ):
                self._opaque(at, "it puts machine code into memory")
                return NOTHING
            case "createdelegate" | "getdelegateforfunctionpointer":
                self._opaque(at, "it calls machine code in memory")
                return NOTHING
            case "deserialize" | "readobject" if whole.trail is not None and any(
                word in owner for word in ("formatter", "serializer_", "netdatacontract", "losformat", "objectstate")
            ):
                self._act(Effect.DESERIALIZES, at, end, whole)
                return NOTHING
            case "readobject" if callee.trail is not None:
                self._act(Effect.DESERIALIZES, at, end, callee)
                return Value(trail=callee.trail)
            case "getvalue" | "parseexpression" | "createvalueexpression" | "createmethodexpression" | "evaluate":
                if self._java and whole.trail is not None and name != "getvalue":
                    self._act(Effect.EVALUATES, at, end, whole)
                    return NOTHING
            case "lookup" if self._java and whole.trail is not None and ("context" in owner):
                self._act(Effect.LOADS, at, end, whole)
                return NOTHING
            case "saveas" | "transferto" if args:
                trail = callee.trail or Trail(self._cut(at, end), self._line(at), "upload")
                self._act(Effect.UPLOADS, at, end, first, content=trail, place=first.place)
                return NOTHING
            case _:
                return self._files(callee, name, args, at, end, owner, first, whole)
        return None


def _holds_acts(owner: Value) -> bool:
    """Whether the methods of a class may start programs or load code, as far as it is known."""
    parts = {part.removesuffix("()") for part in owner.path.split(".")}
    return bool(owner.hidden) or not parts.isdisjoint(_ACTING)
