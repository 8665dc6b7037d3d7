"""Calls of ASP, ASP.NET and JSP that bring code into the running server other than by `eval`, and calls by name."""

import re

from indicia.detection.webshell.php_calls import PhpCalls
from indicia.detection.webshell.secrets import KEYS, SECRET
from indicia.detection.webshell.sink import Effect
from indicia.detection.webshell.value import NOTHING, Trail, Value, join
from indicia.detection.webshell.words import DATA_ENDINGS

_ENGINES = ("ognl", "mvel", "jexl", "elprocessor", "expressionfactory", "beanshell", "xaml", "jscript.eval")
"""Parts of the names of what evaluates expressions."""
_EVALUATES = frozenset({
    "jscriptevaluate", "parsecontrol", "parsetemplate", "createvalueexpression", "createmethodexpression",
})  # fmt: skip
_REGISTERS = frozenset({"registervirtualpathprovider", "registermodule", "setcode"})
"""What makes an object of the script serve requests from then on."""
_EXPRESSIONS = frozenset({
    "getvalue", "parseexpression", "eval", "evaluate", "executeexpression", "parse", "load", "compileexpression",
})  # fmt: skip
"""Their methods."""
_OUTPUTS = frozenset({
    "write", "writeline", "println", "print", "__out", "binarywrite", "append", "addheader",
})  # fmt: skip
_RUNS_FILES = {
    "execute": "server", "transfer": "server", "load": "system", "loadlibrary": "system", "loadfrom": "assembly",
    "loadfile": "assembly", "start": "process", "createinstancefromvirtualpath": "buildmanager",
    "getcompiledtype": "buildmanager", "loadcontrol": "", "getrequestdispatcher_": "", "include": "pagecontext",
    "forward": "pagecontext",
}  # fmt: skip
"""What runs a file it is given the path of, with the object that it is called on."""
_EVALUATES_TEXT = frozenset({"evaluatestring", "evaluatereader", "compilestring", "executestring", "runscriptlet"})
_AUTOTYPE = re.compile(r"supportnonpublicfield|setautotypesupport|supportautotype", re.IGNORECASE)
"""What lets a reader of JSON build objects of any class that the text names."""
_SCRIPTS = ("exec(", "processbuilder", "getruntime", "defineclass", "wscript.shell")
"""What a fixed script for an engine holds that starts programs from the names it is given."""


class Loading(PhpCalls):
    """Code that comes into the server by another door."""

    def _loads(
        self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str, first: Value, whole: Value
    ) -> Value | None:
        """Whether the call brings in code, or calls by name; null when it does not."""
        if self._feeds(callee.path, name, whole, at, end):
            return NOTHING
        if name in _OUTPUTS and whole.trail is not None and whole.trail.kind == SECRET:
            self._act(Effect.DISCLOSES, at, end, whole)
            return NOTHING
        if first.const is not None and first.const.lower() in KEYS and name in {"getproperty", "getfield"}:
            return Value(trail=Trail(self._cut(at, end), self._line(at), SECRET))
        evaluates = name in _EVALUATES or (name in _EXPRESSIONS and any(word in owner for word in _ENGINES))
        if evaluates and whole.trail is not None and whole.trail.kind != SECRET:
            self._act(Effect.EVALUATES, at, end, whole)
            return NOTHING
        if name == "build" and "project" in owner and callee.trail is not None:
            self._act(Effect.EVALUATES, at, end, callee)
            return NOTHING
        if name in _REGISTERS and whole.trail is not None:
            self._act(Effect.LOADS, at, end, whole)
            return NOTHING
        if name == "constructor" and self._script and owner.endswith("constructor") and args:
            self._evaluated(args[-1], at, end)
            return Value(path="function")
        if name == "getref" and first.const:
            return Value(path=first.const.lower())
        if name == "callbyname" and len(args) > 3 and args[1].const:
            return self._call(Value(path=f"{first.path}.{args[1].const.lower()}", trail=first.trail), args[3:], at, end)
        if name == "callbyname" and len(args) > 3 and args[1].hidden:
            given = join(args[3:])
            if given.trail is not None:
                named = Value(trail=given.trail, hidden=args[1].hidden)
                self._act(Effect.CALLS, at, end, named, content=given.trail)
                return Value(path=first.path, trail=given.trail)
        if name == "invokemember" and first.const and len(args) > 3 and _acts_as_shell(args[3].path):
            return self._call(Value(path=f"{args[3].path}.{first.const.lower()}"), args[4:] or [whole], at, end)
        if name == "createinstance" and _acts_as_shell(first.path):
            return Value(path=first.path)
        tail = owner.rsplit(".", 1)[-1]
        if args and _RUNS_FILES.get(name, "?") in {tail, ""}:
            kept = self._kept_in(first, at, end)
            forwards = name in {"getrequestdispatcher_", "include", "forward"}
            if (whole.trail is not None and not forwards) or (
                forwards and (first.place or first.const or "").lower().endswith(DATA_ENDINGS)
            ):
                kept = None
            if kept is not None:
                self._act(Effect.INCLUDES, at, end, Value(trail=kept))
                return NOTHING
        if self._java:
            return self._loads_java(callee, name, args, at, end, owner, first, whole)
        if name in {"deserializeobject", "populateobject"} and whole.trail is not None and self._names_types():
            self._act(Effect.DESERIALIZES, at, end, whole)
            return NOTHING
        if name == "invokeverb" and callee.trail is not None:
            self._act(Effect.RUNS, at, end, callee)
            return NOTHING
        if name == "connectserver":
            return Value(path="winmgmts")
        if name in {"transformnode", "transformnodetoobject"} and first.trail is not None:
            self._act(Effect.TRANSFORMS, at, end, first)
            return NOTHING
        if name == "shell" and self._basic and owner.endswith("interaction"):
            self._act(Effect.RUNS, at, end, first)
            return NOTHING
        return None

    def _loads_java(
        self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str, first: Value, whole: Value
    ) -> Value | None:
        if name == "eval" and first.const is not None and first.trail is None and callee.trail is not None:
            if any(word in first.const.lower() for word in _SCRIPTS):
                self._act(Effect.RUNS, at, end, callee)
                return NOTHING
            return None
        tail = owner.rsplit(".", 1)[-1]
        if name in _EVALUATES_TEXT and whole.trail is not None:
            self._act(Effect.EVALUATES, at, end, whole)
            return NOTHING
        if name == "process" and "template" in owner and callee.trail is not None:
            self._act(Effect.EVALUATES, at, end, callee)
            return NOTHING
        if whole.trail is not None and (
            (name in {"load", "loadall", "loadas"} and tail == "yaml" and "safeconstructor" not in self._code.lower())
            or (name == "fromxml" and tail == "xstream")
            or (name in {"parse", "parseobject"} and tail == "json" and _AUTOTYPE.search(self._code))
        ):
            self._act(Effect.DESERIALIZES, at, end, Value(trail=whole.trail))
            return NOTHING
        if name == "eval" and first.const is not None and owner in self._shared.given:
            return self._layer_of(first, at, end)
        if name in {"load", "loadlibrary"} and owner.rsplit(".", 1)[-1] in {"system", "runtime", "getruntime()"}:
            self._act(Effect.LOADS, at, end, first)
            return NOTHING
        if name in {"getdeclaredfield", "getfield"} and (first.const or "").lower() == "_bytecodes":
            return Value(path="bytecodes")
        if name == "set" and owner == "bytecodes":
            self._act(Effect.LOADS, at, end, whole)
            return NOTHING
        if name == "include" and owner.endswith("pagecontext") and first.trail is not None:
            self._act(Effect.FORWARDS, at, end, first)
            return NOTHING
        if name == "start" and "processbuilder" in owner:
            return Value(path="process")
        if name == "getconnection" and owner.endswith("drivermanager") and first.trail is not None:
            self._act(Effect.QUERIES, at, end, first)
            return Value(path="connection")
        if name == "getinputstream" and owner.rsplit(".", 1)[-1] == "socket" and callee.trail is None:
            return Value(trail=Trail(self._cut(at, end), self._line(at), "remote"))
        return None

    def _names_types(self) -> bool:
        """Whether what is read may name the types of what is built."""
        lower = self._code.lower()
        return any(f"typenamehandling.{word}" in lower for word in ("all", "auto", "objects", "arrays"))


def _acts_as_shell(path: str) -> bool:
    return any(word in path for word in ("wscript.shell", "shell.application", "object?", "scriptcontrol"))
