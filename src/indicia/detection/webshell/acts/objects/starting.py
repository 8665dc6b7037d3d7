"""Programs that pages of ASP, ASP.NET and JSP start."""

import re

from indicia.detection.webshell.acts.fixed_programs import start
from indicia.detection.webshell.acts.matches import found_by
from indicia.detection.webshell.acts.programs import feeds, note_shell
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.state.undefined import is_undefined
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, UNKNOWN, Value

_STARTS = frozenset({"start", "exec", "run", "command", "shellexecute", "execute"})


_UNKNOWN_COMMAND = re.compile(r"(?:/[ck]|-c(?:ommand)?)\s+[\"']?\*$", re.IGNORECASE)
"""A command shell and its switch, behind which nothing is known of the text."""
_PIECES = re.compile(r"[(\s](\w+)\s*[\[(]\s*0\s*[\])]\s*,\s*\1\s*[\[(]\s*1\s*[\])]")
_OF_OFFICE = frozenset({"executeexcel4macro", "executeshellcommand", "ddeinitiate", "ddeexecute"})
"""Methods of other programs that start programs."""


def notes_start(page: Page, call: Call) -> Value | None:
    """Note that a command shell is started, or something of which nothing is known; answers nothing."""
    name, args = call.name, call.args
    if name in _STARTS:
        note_shell(page, args)
        note_unknown_command(page, args, call.site)
    return None


def feeds_program(page: Page, call: Call) -> Value | None:
    """A program that was started is told what to do, or another program that starts some; null for any other call."""
    callee, name, whole, site = call.callee, call.name, call.whole, call.site
    if feeds(page, callee.path, name, whole, site):
        return NOTHING
    if name in _OF_OFFICE and whole.trail is not None:
        page.act(Effect.RUNS, site, whole)
        return NOTHING
    return None


def starts_program(page: Page, call: Call) -> Value | None:
    """What a call gives that starts a program; null for any other."""
    name, args, site, owner, whole = call.name, call.args, call.site, call.owner, call.whole
    match name:
        case "run" | "exec" | "shellexecute":
            if any(
                word in owner
                for word in ("wscript.shell", "shell.application", "object?", "runtime", "wshshell", "winmgmts")
            ) or (name == "shellexecute"):
                start(page, site, whole, args)
                return Value(path="process")
            if whole.trail is not None and _made_elsewhere(page, owner):
                start(page, site, whole, args)
                return Value(path="process")
            if name == "exec" and owner.endswith(("regexp", "regex", "pattern")):
                return found_by(page, call)
            if name == "exec" and whole.trail is not None and (page.java or not owner.startswith("request")):
                start(page, site, whole, args)
                return Value(path="process")
            if name == "run" and owner.endswith("scriptcontrol"):
                page.act(Effect.EVALUATES, site, whole)
                return NOTHING
        case "start" if "process" in owner and "startinfo" not in owner and args:
            start(page, site, whole, args)
            return Value(path="process")
        case "createpipeline" if whole.trail is not None:
            page.act(Effect.RUNS, site, whole)
            return NOTHING
        case "open" if owner.endswith("shell.application") and whole.trail is not None:
            page.act(Effect.RUNS, site, whole)
            return NOTHING
        case "shell" if page.basic and not owner:
            start(page, site, call.first, args)
            return NOTHING
        case "command" if "processbuilder" in owner:
            start(page, site, whole, args)
            return call.callee
        case "create" if (
            "winmgmts" in owner
            or "win32_process" in owner
            or ("object?" in owner and page.code.mentions("win32_process"))
        ):
            start(page, site, whole, args)
            return NOTHING
        case "invokemethod" if whole.trail is not None:
            page.act(Effect.RUNS, site, whole)
            return NOTHING
        case "system" if whole.trail is not None:
            page.act(Effect.RUNS, site, whole)
            return NOTHING
        case "winexec" | "createprocess" | "createprocessasuser" | "createprocesswithlogonw":
            if whole.trail is not None:
                start(page, site, whole, args)
                return NOTHING
    return None


def _made_elsewhere(page: Page, owner: str) -> bool:
    """Whether an object that is not made in the page may be a shell, as the page names one."""
    return not page.java and is_undefined(owner, page.code.text) and page.code.mentions("wscript", "shell.application")


def note_unknown_command(page: Page, values: list[Value], site: Site) -> None:
    """Note that a command shell is started with a text of which nothing is known."""
    if _PIECES.search(page.code.text, site.at, min(site.end, site.at + 400)) and all(
        value.trail is None for value in values
    ):
        page.unknown(Effect.RUNS, site, "starts a program whose name and arguments are pieces of one text")
    if any(value.path == UNKNOWN and _UNKNOWN_COMMAND.search(value.place or "") for value in values):
        page.unknown(Effect.RUNS, site, "starts a command shell with a text of unknown origin")
