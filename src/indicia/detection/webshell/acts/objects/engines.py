"""Engines of .NET that are given code or commands: PowerShell, Roslyn, compilers of files, programs as objects."""

import re

from indicia.detection.webshell.acts.kept_files import read_from
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_EVALUATOR = "\0evaluator"
"""Under this is kept that the page compiles code of its own which runs text that it is given."""
_RUNS_TEXT = re.compile(r"\beval\s*\(|\bexecute(?:global)?\s*\(|process\s*\.\s*start\s*\(", re.IGNORECASE)
_CALLS = frozenset({"invoke", "invokemember", "dynamicinvoke"})
_LIBRARIES = ("loadlibrary", "ldrloaddll")
"""Beginnings of the names of library functions that load code from a file."""


def runs_in_engine(page: Page, call: Call) -> Value | None:
    """Whether an engine is given what a request sends; null when not."""
    if page.part.language not in NET:
        return None
    name, args, owner, site, whole = call.name, call.args, call.owner, call.site, call.whole
    if name == "compileassemblyfromsource" and args and _RUNS_TEXT.search(args[-1].const or args[-1].told or ""):
        page.names.changed = page.names.changed or page.names.lookup(_EVALUATOR) is None
        page.names.globals[_EVALUATOR] = Value(path="evaluator")
        return None
    if name == "compileassemblyfromfile" and args and args[-1].trail is None:
        kept = read_from(page, args[-1], site)
        if kept is not None:
            page.act(Effect.COMPILES, site, Value(trail=kept))
            return NOTHING
    if whole.trail is None:
        return None
    if name in _CALLS and page.names.lookup(_EVALUATOR) is not None:
        page.act(Effect.EVALUATES, site, whole)
        return NOTHING
    if name == "create" and owner.endswith("csharpscript"):
        page.act(Effect.EVALUATES, site, call.first)
        return NOTHING
    if (name in {"create", "newscriptblock"} and (owner.endswith("scriptblock") or name != "create")) or (
        name == "invoke" and owner.endswith(("runspaceinvoke", "invokecommand"))
    ):
        page.act(Effect.RUNS, site, call.first)
        return NOTHING
    if name == "add" and owner.endswith(".methodparameters"):
        # What a program as an object is started with.
        page.act(Effect.RUNS, site, whole)
        return NOTHING
    if name.startswith(_LIBRARIES) and call.callee.path.startswith("native."):
        page.act(Effect.LOADS, site, whole)
        return NOTHING
    return None


def made_to_run(page: Page, call: Call) -> Value | None:
    """`new ExecAction(…)` of the scheduler: a program that is started later; null for any other object."""
    if call.name == "execaction" and call.whole.trail is not None:
        page.act(Effect.RUNS, call.site, call.whole)
        return Value(path="execaction")
    return None
