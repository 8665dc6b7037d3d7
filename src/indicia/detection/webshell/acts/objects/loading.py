"""Code that comes into the running server by another door than `eval`."""

import re

from indicia.detection.webshell.acts.kept_files import kept_in
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens.words import DATA_ENDINGS
from indicia.detection.webshell.values.secrets import KEYS, SECRET
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

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
_PROVIDER = re.compile(r"(?:class\s+\w+\s*:\s*|Inherits\s+)[\w.]*VirtualPathProvider", re.IGNORECASE)
"""A class of the page that gives the server files by their paths."""
_DECODES_OWN = re.compile(r"frombase64string\s*\(\s*@?\"", re.IGNORECASE)


_PARAMETERS = frozenset({"addparam", "addparameter", "setparameter"})
"""What gives a style sheet a value."""
_SHEET = re.compile(
    r"<\w{1,20}:script\b|xalan(?::|/java|\.apache)|xmlns:\w{1,20}\s?=\s?\\?[\"']{1,2}(?:java:|http://saxon)",
    re.IGNORECASE,
)
"""Script in a style sheet, or a class of Java that it names."""
_SHEET_RUNS = re.compile(r"activexobject|createobject|process|runtime|\bexec\b|\beval\b", re.IGNORECASE)


def loads(page: Page, call: Call) -> Value | None:
    """Whether the call brings in code, or gives away what a page must not; null when it does not."""
    callee, name, args, site = call.callee, call.name, call.args, call.site
    owner, first, whole = call.owner, call.first, call.whole
    tail = owner.rsplit(".", 1)[-1]
    if name in _OUTPUTS and whole.trail is not None and whole.trail.kind == SECRET:
        page.act(Effect.DISCLOSES, site, whole)
        return NOTHING
    if first.const is not None and first.const.lower() in KEYS and name in {"getproperty", "getfield"}:
        return Value(trail=page.trail(site, SECRET))
    evaluates = name in _EVALUATES or (name in _EXPRESSIONS and any(word in owner for word in _ENGINES))
    if evaluates and whole.trail is not None and whole.trail.kind != SECRET:
        page.act(Effect.EVALUATES, site, whole)
        return NOTHING
    if name in _EXECUTES and whole.trail is not None and _is_engine(owner) and page.code.mentions(*_INTERPRETERS):
        page.act(Effect.EVALUATES, site, whole)
        return NOTHING
    if name == "installhelper" and whole.trail is not None:
        page.act(Effect.LOADS, site, whole)
        return NOTHING
    if name in _COMPILES_PAGES and whole.trail is not None:
        page.act(Effect.INCLUDES, site, Value(trail=whole.trail))
        return NOTHING
    if name == "build" and "project" in owner and callee.trail is not None:
        page.act(Effect.EVALUATES, site, callee)
        return NOTHING
    if name == "registervirtualpathprovider" and _hides_pages(page):
        page.opaque(site.at, "it serves pages that stand in a hidden text, under paths without a file")
        return NOTHING
    if name == "setvalue" and callee.trail is not None and callee.trail.kind == SECRET:
        page.opaque(site.at, "it replaces the keys the server signs and encrypts with")
        return NOTHING
    if page.java and name in _FILTERS and page.code.mentions("setaccessible"):
        # Only by opening what the server keeps closed can a page that runs get at that.
        page.opaque(site.at, "it registers a filter or listener with the server while that runs")
        return NOTHING
    if name in _REGISTERS and whole.trail is not None:
        page.act(Effect.LOADS, site, whole)
        return NOTHING
    if name in _PARAMETERS and whole.trail is not None and _runs_in_sheet(page):
        page.act(Effect.RUNS, site, whole)
        return NOTHING
    if args and _RUNS_FILES.get(name, "?") in {tail, ""}:
        kept = kept_in(page, first, site)
        forwards = name in {"getrequestdispatcher_", "include", "forward"}
        if (whole.trail is not None and not forwards) or (
            forwards and (first.place or first.const or "").lower().endswith(DATA_ENDINGS)
        ):
            kept = None
        if kept is not None:
            page.act(Effect.INCLUDES, site, Value(trail=kept))
            return NOTHING
    return None


def _hides_pages(page: Page) -> bool:
    """Whether a provider of paths that stands in this page has what it serves from a text of the page.

    Or the page opens what the server closes once it is started; an application registers its provider before.
    """
    if not page.code.matches(_PROVIDER):
        return False
    return page.code.mentions("_isprecompiledapp", "_registeredvirtualpathprovider") or page.code.matches(_DECODES_OWN)


def _is_engine(owner: str) -> bool:
    """Whether something of this name runs scripts, where a library for that is used."""
    return owner.rsplit(".", 1)[-1] in {"engine", "v8scriptengine", "script", "lua", "scriptengine"} or (
        "createengine" in owner or "scope" in owner
    )


def _runs_in_sheet(page: Page) -> bool:
    """Whether a style sheet in the page holds script that starts programs."""
    return page.code.matches(_SHEET) and page.code.matches(_SHEET_RUNS)
