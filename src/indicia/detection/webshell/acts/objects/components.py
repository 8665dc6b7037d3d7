"""Components of Windows that a page makes by their names: what they do with what they are given."""

from indicia.detection.webshell.acts.databases import STARTS, fills_parameter
from indicia.detection.webshell.acts.texts import run_text
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.values.kinds import REGISTRY
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

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


def uses_component(page: Page, call: Call) -> Value | None:
    """What a component does here; null when it does nothing that is known."""
    name, args, site, owner, first, whole = call.name, call.args, call.site, call.owner, call.first, call.whole
    if name in {"regwrite", "regdelete"} or (name in {"setvalue", "deletevalue"} and owner.endswith("registry")):
        if first.trail is not None:
            page.act(Effect.SETS, site, first, place=first.told)
            return NOTHING
        return None
    if name == "regread" and whole.trail is None:
        return Value(path=REGISTRY)
    if name == "execscript":
        return run_text(page, first, site)
    if name in {"addobject", "put", "setvariable", "set"} and any(word in owner for word in _ENGINES):
        # The script that is run later knows the request by this name.
        given = args[1] if len(args) > 1 else NOTHING
        if first.const and given.path in {"request", "pagecontext", "context"}:
            page.names.globals[first.const.lower()] = Value(path=given.path)
            page.shared.given.add(owner)
        return None
    if name in _SAVES and any(word in owner for word in _UPLOADS) and first.trail is not None:
        sent = page.trail(site, "upload")
        page.act(Effect.UPLOADS, site, first, content=sent, place=first.place)
        return NOTHING
    if (
        name in {"copy", "move"}
        and first.trail is not None
        and first.trail.kind == "name"
        and page.code.mentions(*_UPLOADS)
    ):
        sent = page.trail(site, "upload")
        page.act(Effect.UPLOADS, site, first, content=sent, place=first.place)
        return NOTHING
    if whole.trail is not None and ("parameters" in owner or name in _JAVA_PARAMETERS):
        fills_parameter(page, whole)
    if page.shared.commands and name in _PARAMETERS and ("parameters" in owner or name == "createparameter"):
        if whole.trail is not None:
            page.act(Effect.RUNS, site, whole)
        return NOTHING
    if name in {"addargument", "addparameter"} and whole.trail is not None and _feeds_shell(page, owner):
        page.act(Effect.RUNS, site, Value(trail=whole.trail))
        return Value(path=call.callee.path.removesuffix(f".{name}"))
    if name == "execmethod" and len(args) > 2 and args[2].trail is not None:
        page.act(Effect.RUNS, site, args[2])
        return NOTHING
    return None


def _feeds_shell(page: Page, owner: str) -> bool:
    """Whether a command of PowerShell that runs what it is given gets an argument."""
    return ("addcommand" in owner or "powershell" in owner) and page.code.mentions(
        '"iex"', "invoke-expression", "start-process", '"cmd', "invoke-command"
    )


def sets_component(page: Page, owner: str, name: str, value: Value, site: Site) -> bool:
    """Whether a component starts a program from what is put into its property."""
    if name == "commandtext" and STARTS.search(value.const or ""):
        page.shared.commands = page.names.changed = True
    if value.trail is None:
        return False
    if name == "stylesheet":
        page.act(Effect.TRANSFORMS, site, value)
        return True
    if owner.split(".", 1)[0] == WEB_SERVER and not (value.trail.mixed or value.trail.checked):
        page.act(Effect.CONFIGURES, site, value)
        return True
    if name == "value" and "parameters" in owner and page.shared.commands:
        page.act(Effect.RUNS, site, value)
        return True
    starts = (
        (owner.startswith("aspexec") and name in {"application", "parameters"})
        or (name == "commandline" and ("inparam" in owner or "win32_process" in page.code.text.lower()))
        or (name in {"path", "arguments"} and "schedule.service" in owner)
        or (name == "commandline" and owner.startswith("wscript.shell"))
    )
    if starts:
        page.act(Effect.RUNS, site, value)
    return starts
