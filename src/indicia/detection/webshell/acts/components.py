"""Components of Windows that a page makes by their names: what they do with what they are given."""

from indicia.detection.webshell.acts.databases import STARTS
from indicia.detection.webshell.acts.ground import REGISTRY
from indicia.detection.webshell.acts.relays import Relays
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Trail, Value

_UPLOADS = (
    "persits.upload", "softartisans.fileup", "dundas.upload", "aspsmartupload", "lyfupload", "abcupload", "w3.upload",
    "smartupload", "aspuploadcomponent",
)  # fmt: skip
"""Components that keep uploaded files."""
_SAVES = frozenset({"save", "saveas", "saveall", "savetofile", "savevirtual", "savetovirtual"})
WEB_SERVER = "iis"
"""What an entry of the settings of the web server goes by."""
_PARAMETERS = frozenset({"createparameter", "addwithvalue", "add", "append"})
_JAVA_PARAMETERS = frozenset({"setstring", "setobject", "setclob", "setnstring", "setbytes"})
_ENGINES = ("scriptcontrol", "scriptengine", "interpreter", "elprocessor", "jexl", "groovy", "python")


class Components(Relays):
    """Components that a page makes by their names."""

    def _component(
        self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str, first: Value, whole: Value
    ) -> Value | None:
        """What a component does here; null when it does nothing that is known."""
        if name in {"regwrite", "regdelete"} or (name in {"setvalue", "deletevalue"} and owner.endswith("registry")):
            if first.trail is not None:
                self._act(Effect.SETS, at, end, first, place=first.told)
                return NOTHING
            return None
        if name == "regread" and whole.trail is None:
            return Value(path=REGISTRY)
        if name == "execscript":
            return self._evaluated(first, at, end)
        if name in {"addobject", "put", "setvariable", "set"} and any(word in owner for word in _ENGINES):
            # The script that is run later knows the request by this name.
            given = args[1] if len(args) > 1 else NOTHING
            if first.const and given.path in {"request", "pagecontext", "context"}:
                self._globals[first.const.lower()] = Value(path=given.path)
                self._shared.given.add(owner)
            return None
        if name in _SAVES and any(word in owner for word in _UPLOADS) and first.trail is not None:
            sent = Trail(self._cut(at, end), self._line(at), "upload")
            self._act(Effect.UPLOADS, at, end, first, content=sent, place=first.place)
            return NOTHING
        if (
            name in {"copy", "move"}
            and first.trail is not None
            and first.trail.kind == "name"
            and self._mentions(*_UPLOADS)
        ):
            sent = Trail(self._cut(at, end), self._line(at), "upload")
            self._act(Effect.UPLOADS, at, end, first, content=sent, place=first.place)
            return NOTHING
        if whole.trail is not None and ("parameters" in owner or name in _JAVA_PARAMETERS):
            self._fills_parameter(whole)
        if self._shared.commands and name in _PARAMETERS and ("parameters" in owner or name == "createparameter"):
            if whole.trail is not None:
                self._act(Effect.RUNS, at, end, whole)
            return NOTHING
        if name in {"addargument", "addparameter"} and whole.trail is not None and self._feeds_shell(owner):
            self._act(Effect.RUNS, at, end, Value(trail=whole.trail))
            return Value(path=callee.path.removesuffix(f".{name}"))
        if name == "execmethod" and len(args) > 2 and args[2].trail is not None:
            self._act(Effect.RUNS, at, end, args[2])
            return NOTHING
        return None

    def _feeds_shell(self, owner: str) -> bool:
        """Whether a command of PowerShell that runs what it is given gets an argument."""
        return ("addcommand" in owner or "powershell" in owner) and self._mentions(
            '"iex"', "invoke-expression", "start-process", '"cmd', "invoke-command"
        )

    def _component_property(self, owner: str, name: str, value: Value, at: int, end: int) -> bool:
        """Whether a component starts a program from what is put into its property."""
        if name == "commandtext" and STARTS.search(value.const or ""):
            self._shared.commands = self._changed = True
        if value.trail is None:
            return False
        if name == "stylesheet":
            self._act(Effect.TRANSFORMS, at, end, value)
            return True
        if owner.split(".", 1)[0] == WEB_SERVER and not (value.trail.mixed or value.trail.checked):
            self._act(Effect.CONFIGURES, at, end, value)
            return True
        if name == "value" and "parameters" in owner and self._shared.commands:
            self._act(Effect.RUNS, at, end, value)
            return True
        starts = (
            (owner.startswith("aspexec") and name in {"application", "parameters"})
            or (name == "commandline" and ("inparam" in owner or "win32_process" in self._code.lower()))
            or (name in {"path", "arguments"} and "schedule.service" in owner)
            or (name == "commandline" and owner.startswith("wscript.shell"))
        )
        if starts:
            self._act(Effect.RUNS, at, end, value)
        return starts
