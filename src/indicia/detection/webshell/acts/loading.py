"""Calls of ASP, ASP.NET and JSP that bring code into the running server other than by `eval`, and calls by name."""

import re

from indicia.detection.webshell.acts.php_calls import PhpCalls
from indicia.detection.webshell.acts.secrets import KEYS, SECRET
from indicia.detection.webshell.tokens.words import DATA_ENDINGS
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Trail, Value, join

_ENGINES = ("ognl", "mvel", "jexl", "elprocessor", "expressionfactory", "beanshell", "xaml", "jscript.eval")
"""Parts of the names of what evaluates expressions."""
_EVALUATES = frozenset({
    "jscriptevaluate", "parsecontrol", "parsetemplate", "createvalueexpression", "createmethodexpression",
})  # fmt: skip
_COMPILES_PAGES = frozenset({"getcompiledpageinstance", "createinstancefromvirtualpath", "getcompiledtype"})
"""What compiles and runs the page that it is given the path of."""
_EXECUTES = frozenset({"execute", "evaluate", "dostring", "run", "executefile", "runstring"})
_INTERPRETERS = (
    "jint", "ironpython", "ironruby", "clearscript", "moonsharp", "nlua", "neolua", "v8scriptengine", "jurassic",
)  # fmt: skip
"""Libraries of .NET that run scripts."""
_OF_OFFICE = frozenset({"executeexcel4macro", "executeshellcommand", "ddeinitiate", "ddeexecute"})
"""Methods of other programs that start programs."""
_KEYS_OF_REGISTRY = frozenset({
    "setstringvalue", "setexpandedstringvalue", "setmultistringvalue", "setbinaryvalue", "setdwordvalue",
})  # fmt: skip
_REGISTERS = frozenset({"registervirtualpathprovider", "registermodule", "setcode"})
"""What makes an object of the script serve requests from then on."""
_FILTERS = frozenset({
    "addfilterdef", "addfilterdefbefore", "addfiltermap", "addfiltermapbefore", "addapplicationeventlistener",
    "addvalve",
})  # fmt: skip
"""Methods of servers of JSP by which an object gets requests that were meant for others."""
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
_PARAMETERS = frozenset({"addparam", "addparameter", "setparameter"})
"""What gives a style sheet a value."""
_SHEET = re.compile(
    r"<\w{1,20}:script\b|xalan(?::|/java|\.apache)|xmlns:\w{1,20}\s?=\s?\\?[\"']{1,2}(?:java:|http://saxon)",
    re.IGNORECASE,
)
"""Script in a style sheet, or a class of Java that it names."""
_SHEET_RUNS = re.compile(r"activexobject|createobject|process|runtime|\bexec\b|\beval\b", re.IGNORECASE)
_REQUESTS = frozenset(
    {"getservletrequest", "getrequest", "gethttpservletrequest", "getnativerequest", "currentrequest"}
)
"""What gives the request to those who listen for one."""
SCHEMA = "\0schema"
"""Under this is kept that a request sent the schema of a set of data."""
_SCRIPTS = ("exec(", "processbuilder", "getruntime", "defineclass", "wscript.shell")
"""What a fixed script for an engine holds that starts programs from the names it is given."""
_PROVIDER = re.compile(r"(?:class\s+\w+\s*:\s*|Inherits\s+)[\w.]*VirtualPathProvider", re.IGNORECASE)
"""A class of the page that gives the server files by their paths."""
_DECODES_OWN = re.compile(r"frombase64string\s*\(\s*@?\"", re.IGNORECASE)


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
        if name in _EXECUTES and whole.trail is not None and _is_engine(owner) and self._mentions(*_INTERPRETERS):
            self._act(Effect.EVALUATES, at, end, whole)
            return NOTHING
        if name in _OF_OFFICE and whole.trail is not None:
            self._act(Effect.RUNS, at, end, whole)
            return NOTHING
        if name in _KEYS_OF_REGISTRY and whole.trail is not None and "winmgmts" in owner:
            self._act(Effect.SETS, at, end, whole)
            return NOTHING
        if name == "installhelper" and whole.trail is not None:
            self._act(Effect.LOADS, at, end, whole)
            return NOTHING
        if name in _COMPILES_PAGES and whole.trail is not None:
            self._act(Effect.INCLUDES, at, end, Value(trail=whole.trail))
            return NOTHING
        if name == "build" and "project" in owner and callee.trail is not None:
            self._act(Effect.EVALUATES, at, end, callee)
            return NOTHING
        if name == "registervirtualpathprovider" and self._hides_pages():
            self._opaque(at, "it serves pages that stand in a hidden text, under paths without a file")
            return NOTHING
        if name == "setvalue" and callee.trail is not None and callee.trail.kind == SECRET:
            self._opaque(at, "it replaces the keys the server signs and encrypts with")
            return NOTHING
        if self._java and name in _FILTERS and self._mentions("setaccessible"):
            # Only by opening what the server keeps closed can a page that runs get at that.
            self._opaque(at, "it registers a filter or listener with the server while that runs")
            return NOTHING
        if name in _REGISTERS and whole.trail is not None:
            self._act(Effect.LOADS, at, end, whole)
            return NOTHING
        if name == "constructor" and self._script and owner.endswith("constructor") and args:
            self._evaluated(args[-1], at, end)
            return Value(path="function")
        if name == "getref" and first.const:
            self._called.add(first.const.lower())
            return Value(path=first.const.lower())
        if name == "callbyname" and len(args) > 3 and args[1].const:
            return self._call(Value(path=f"{first.path}.{args[1].const.lower()}", trail=first.trail), args[3:], at, end)
        if name == "callbyname" and len(args) > 3 and args[1].const is None and _acts_as_shell(first.path):
            given = join(args[3:])
            if given.trail is not None:
                self._act(Effect.RUNS, at, end, given)
                return Value(path="process")
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
        if name in {"readxmlschema", "readxml"} and whole.trail is not None:
            return self._read_set(name, whole, at, end)
        if name in _PARAMETERS and whole.trail is not None and self._runs_in_sheet():
            self._act(Effect.RUNS, at, end, whole)
            return NOTHING
        if name == "invokeverb" and callee.trail is not None:
            self._act(Effect.RUNS, at, end, callee)
            return NOTHING
        if name == "connectserver":
            return Value(path="winmgmts")
        if name in {"transformnode", "transformnodetoobject"} and first.trail is not None:
            self._act(Effect.TRANSFORMS, at, end, first)
            return NOTHING
        if name == "shell" and owner.endswith("interaction"):
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
        if (name == "addurl" or (name == "setdatasourcename" and "rowset" in owner)) and whole.trail is not None:
            self._act(Effect.LOADS, at, end, whole)
            return NOTHING
        if name == "invoke" and "mbeanserver" in owner and len(args) > 2 and args[1].trail is not None:
            self._act(Effect.CALLS, at, end, args[1], content=whole.trail)
            return NOTHING
        if name in _REQUESTS and not args:
            return Value(path="request")
        if name in _PARAMETERS and whole.trail is not None and self._runs_in_sheet():
            self._act(Effect.RUNS, at, end, whole)
            return NOTHING
        if name in {"run", "gettask"} and "compiler" in owner:
            sent = whole.trail or next((kept for value in args if (kept := self._kept_in(value, at, at))), None)
            if sent is not None:
                self._act(Effect.COMPILES, at, end, Value(trail=sent))
            return NOTHING
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

    def _read_set(self, name: str, given: Value, at: int, end: int) -> Value:
        """A set of data whose schema, which names the types of what is built, comes from the request as well."""
        schema = self._lookup(SCHEMA)
        if name == "readxmlschema":
            self._changed = self._changed or schema is None
            self._assign(SCHEMA, Value(trail=given.trail))
        elif schema is not None:
            self._act(Effect.DESERIALIZES, at, end, Value(trail=given.trail))
        return NOTHING

    def _hides_pages(self) -> bool:
        """Whether a provider of paths that stands in this page has what it serves from a text of the page.

        Or the page opens what the server closes once it is started; an application registers its provider before.
        """
        if not self._matches(_PROVIDER):
            return False
        return self._mentions("_isprecompiledapp", "_registeredvirtualpathprovider") or self._matches(_DECODES_OWN)

    def _runs_in_sheet(self) -> bool:
        """Whether a style sheet in the page holds script that starts programs."""
        return self._matches(_SHEET) and self._matches(_SHEET_RUNS)

    def _names_types(self) -> bool:
        """Whether what is read may name the types of what is built."""
        return self._mentions(
            *(f"typenamehandling.{word}" for word in ("all", "auto", "objects", "arrays")),
            *(f"typenamehandling){number}" for number in "1234"),
        )


def _is_engine(owner: str) -> bool:
    """Whether something of this name runs scripts, where a library for that is used."""
    return owner.rsplit(".", 1)[-1] in {"engine", "v8scriptengine", "script", "lua", "scriptengine"} or (
        "createengine" in owner or "scope" in owner
    )


def _acts_as_shell(path: str) -> bool:
    return any(word in path for word in ("wscript.shell", "shell.application", "object?", "scriptcontrol"))
