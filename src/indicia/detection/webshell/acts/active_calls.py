"""What the objects of ASP, ASP.NET and JSP do with their arguments."""

import re

from indicia.detection.webshell.acts.components import WEB_SERVER
from indicia.detection.webshell.acts.constants import begins_blob
from indicia.detection.webshell.acts.creating import SOCKET_STREAM
from indicia.detection.webshell.acts.delegates import BOTH
from indicia.detection.webshell.acts.filling import Filling
from indicia.detection.webshell.acts.ground import REGISTRY
from indicia.detection.webshell.acts.probing import counted
from indicia.detection.webshell.acts.undefined import is_undefined
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.kinds import TYPES, one_of_methods
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import (
    HOLE,
    MOST_TOLD,
    NOTHING,
    Trail,
    Value,
    better,
    is_blob,
    join,
    shortened,
    with_path,
)

NUMBERS = frozenset({
    "int", "int16", "int32", "int64", "uint", "uint16", "uint32", "uint64", "integer", "long", "short", "byte",
    "double", "single", "float", "decimal", "boolean", "bool", "date", "datetime", "datetimeoffset", "timespan", "guid",
})  # fmt: skip
"""Types whose `Parse` gives no text."""
_PATHS = frozenset({"mappath", "combine", "getfullpath", "getrealpath", "resolve", "virtualpathtoabsolute"})
"""What gives the whole of a path whose end it is given."""
_CHOOSES = frozenset({
    "first", "firstordefault", "single", "singleordefault", "last", "elementat", "where", "filter", "asenumerable",
    "find",
})  # fmt: skip
"""What gives one or some of the elements of a list."""
_ELSEWHERE = re.compile(r"(?:https?|ftp)://|\\\\\d{1,3}(?:\.\d{1,3}){3}\\")
"""The path of code on another server."""
_KEEPS_TEXT = frozenset(
    {"tostring", "getbytes", "trim", "tochararray", "cstr", "unicodestringvalue", "concat", "clone"}
)
"""What gives a text as it is."""
_MAPS = (
    "scripting.dictionary", "hashmap", "linkedhashmap", "treemap", "hashtable", "dictionary", "sorteddictionary",
    "sortedlist", "namevaluecollection", "concurrenthashmap", "map.of()", "immutablemap.of()", "map.ofentries()",
    "concurrentdictionary", "enummap", "listdictionary", "stringdictionary", "properties", "unmodifiablemap()",
)  # fmt: skip
"""Ends of the names of what gives a value for a key."""
IN_MAPS = "\0maps"
"""Under this are kept the functions that a script puts into its maps."""
_TO_MAP = frozenset({"add", "put", "set", "tryadd", "item"})
_OF_MAP = frozenset({"item", "get", "getordefault", "getproperty", "getvalueordefault"})
_CASTS = frozenset({"ctype", "directcast", "trycast"})
_DIGITS = frozenset({
    "parseint", "parsebyte", "parseshort", "parse", "valueof", "tobyte", "toint32", "toint16", "touint32", "tosbyte",
    "cint", "clng", "cbyte",
})  # fmt: skip
"""What reads a number, which may be the code of a letter."""
_BASES = frozenset({"2", "8", "16", "32", "36"})
_NO_HIDING = frozenset({"write", "writeline", "println", "print", "format", "combine", "mappath", "createobject"})
"""What makes no code of a long text."""
_IS_CODE = re.compile(r"request|execute|eval|tseuqer|etucexe|lave", re.IGNORECASE)
"""Words of code, forwards or backwards."""
_BUILDERS = ("formatter", "serializer_", "netdatacontract", "losformat", "objectstate")
"""Parts of the names of what builds objects of any class."""
_STARTS = frozenset({"start", "exec", "run", "command", "shellexecute", "execute"})
_PLACES = re.compile(r"\{\d[^{}]{0,20}\}|%\d{0,2}\$?s")


def _formatted(text: Value) -> str:
    """What `Format` makes of a text with places for values."""
    return _PLACES.sub(HOLE, text.const)[:MOST_TOLD] if text.const is not None else ""


class ActiveCalls(Filling):
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
        if (name in _OF_MAP and owner.endswith(_MAPS)) or path == "scripting.dictionary":
            # What a request picks out of a list of the script is not the request's.
            functions = self._globals.get(IN_MAPS)
            return Value(trail=callee.trail, hidden=callee.hidden, path=functions.path if functions else "#picked")
        if name in _TO_MAP and args and owner.endswith(_MAPS) and self._is_own(args[-1].path):
            kept = self._globals.get(IN_MAPS)
            names = dict.fromkeys([*(kept.path.split(BOTH) if kept else ()), args[-1].path])
            self._globals[IN_MAPS] = Value(path=BOTH.join(list(names)[:20]))
        if name in {"valueof", "parse"} and (owner in self._enums or owner.rsplit(".", 1)[-1] == "enum"):
            return Value(path="#picked")
        if name == "getvalue" and ("opensubkey" in owner or "registry" in owner) and whole.trail is None:
            return Value(path=REGISTRY)
        if name == "raise" and owner == "err" and whole.trail is not None:
            self._globals["err"] = Value(path="err", trail=whole.trail)
            return NOTHING
        if name == "compile" and owner.endswith("pattern") and first.const is not None:
            return Value(path="pattern", place=first.const)
        if name == "findcontrol":
            return Value(path="#control")
        if name == "getobject" and args:
            text = (first.const or first.place or "").lower()
            named = self._code[at:end].lower()
            if "winnt://" in named or text.startswith("winnt:"):
                return Value(path="winnt", trail=None)
            if "iis://" in named or text.startswith("iis:"):
                return Value(path=WEB_SERVER)
            if "winmgmts" in named or "root\\" in named or "stdregprov" in named or text.startswith("winmgmts"):
                return Value(path="winmgmts")
            if first.trail is not None:
                self._act(Effect.LOADS, at, end, first)
            elif text.startswith(("script:http", "script:ftp", "script:\\\\")):
                self._act(Effect.LOADS, at, end, Value(trail=Trail(self._cut(at, end), self._line(at), "remote")))
            return self._object(first)
        if self._script and any(value.path == "eval" for value in args) and "eval" not in self._functions:
            handed = better(callee.trail, whole.trail)
            if handed is not None:
                self._act(Effect.EVALUATES, at, end, Value(trail=handed))
                return Value(trail=handed)
        if name in _STARTS:
            self._names_shell(args)
            self._unknown_command(args, at, end)
        acted = self._delegated(callee, name, args, at, end, owner, first, whole)
        if acted is None:
            acted = self._administers(callee, name, args, at, end, owner)
        if acted is None:
            acted = self._machine(callee, name, args, at, end, owner, first, whole)
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
        if (reflected := self._reflects(callee, name, args, at, end, owner, first, whole)) is not None:
            return reflected
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
            if first.hidden and first.trail is None and self._is_code_of_letter(name, args, at, end):
                return Value(hidden="decoded by hexadecimal digits")
            if name in words.CLEARS:
                return Value(number=True, path=counted(first if args else callee))
        folded = self._folded(name, callee, args)
        if folded is not None:
            return folded
        trail = better(callee.trail, whole.trail)
        if trail is not None:
            if name in {"parse", "tryparse", "parseexact"} and owner.rsplit(".", 1)[-1] in NUMBERS:
                return Value(number=True, path=counted(first if args else callee))
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
                told=_formatted(first)
                if name == "format"
                else whole.told or callee.told
                if name in _KEEPS_TEXT
                else "",
            )
        if name in _CHOOSES and one_of_methods(owner):
            return Value(path=owner if name in {"where", "filter", "asenumerable"} else "method?")
        if name in {"accepttcpclient", "acceptsocket", "accept"} and ("listener" in owner or "socket" in owner):
            return Value(path="socket")
        if name == "getstream" and "socket" in owner:
            return Value(path=SOCKET_STREAM, target=callee.target)
        if name == "receive" and "websocket" in owner and args:
            self._fill_arguments(args, Trail(self._cut(at, end), self._line(at)), at)
            return NOTHING
        if name in {"read", "receive", "readasync"} and owner in {"socket", SOCKET_STREAM} and args:
            self._fill_arguments(args, Trail(self._cut(at, end), self._line(at), "remote"), at)
            return NOTHING
        if name in {"responsetext", "downloadstring", "downloaddata", "openstream"}:
            return Value(trail=Trail(self._cut(at, end), self._line(at), "remote"))
        hidden = callee.hidden if name in words.PASSES else ""
        if (
            not hidden
            and any(is_blob(value) or (name.startswith("decode") and begins_blob(value)) for value in args)
            and name not in _NO_HIDING
        ):
            hidden = f"computed by {shortened(name)} from a long text"
        if not hidden and name in words.PASSES:
            hidden = whole.hidden
        hides = any(value.hidden and _IS_CODE.search(value.const or "") for value in args)
        if not hidden and hides and "." not in path and name not in self._functions and name not in _NO_HIDING:
            hidden = f"computed by {shortened(name)}, which is not in this page, from hidden text"
        ends = name in _PATHS or (name in {"get", "of"} and owner.rsplit(".", 1)[-1] in {"paths", "path"})
        place = args[-1].place or args[-1].const if args and ends else callee.place
        return Value(path=f"{path}()", hidden=hidden, target=callee.target, place=place)

    def _is_code_of_letter(self, name: str, args: list[Value], at: int, end: int) -> bool:
        """Whether digits to another base than ten are read, as of a text that is sent as codes of its letters."""
        if name not in _DIGITS:
            return False
        base = args[1] if len(args) > 1 else NOTHING
        return base.const in _BASES or "hex" in base.path or '"&h"' in self._code[at:end].lower()

    def _made_elsewhere(self, owner: str) -> bool:
        """Whether an object that is not made in the page may be a shell, as the page names one."""
        return not self._java and is_undefined(owner, self._code) and self._mentions("wscript", "shell.application")

    def _filters_classes(self) -> bool:
        """Whether the page says which classes an object that it reads may have."""
        return self._mentions("objectinputfilter", "resolveclass", "validatingobjectinputstream")

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
                if whole.trail is not None and self._made_elsewhere(owner):
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
            case "create" if (
                "winmgmts" in owner
                or "win32_process" in owner
                or ("object?" in owner and self._mentions("win32_process"))
            ):
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
                if first.path == REGISTRY:
                    self._opaque(at, "it loads and runs code that is kept in the registry")
                elif _ELSEWHERE.match(first.const or ""):
                    sent = Trail(self._cut(at, end), self._line(at), "remote")
                    self._act(Effect.LOADS, at, end, Value(trail=sent))
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
                source = args[-1] if args and whole.trail is None and not whole.hidden else whole
                self._act(Effect.COMPILES, at, end, source)
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
            case "deserialize" | "deserialise" | "readobject" if whole.trail is not None and any(
                word in owner for word in _BUILDERS
            ):
                self._act(Effect.DESERIALIZES, at, end, whole)
                return NOTHING
            case "deserialize" if any(word in owner for word in _BUILDERS) and first.path.endswith("()"):
                if is_undefined(first.path.removesuffix("()"), self._code):
                    self._shared.unknown.setdefault(
                        (Effect.DESERIALIZES, self._line(at)),
                        (self._cut(at, end), "builds objects from what is filled outside this page"),
                    )
                return NOTHING
            case "readobject" if callee.trail is not None and self._filters_classes():
                return Value(trail=callee.trail.loosened())
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
