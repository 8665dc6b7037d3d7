"""Whether what a page keeps outside of its site is left alone there: nothing runs it, or brings it into the site."""

import re

from indicia.detection.webshell.values.command_lines import SHELL_NAMED, is_fixed_program
from indicia.detection.webshell.values.sink import RUN, Effect, Shared
from indicia.detection.webshell.values.value import Held
from indicia.detection.webshell.weighing.trait_sets import STARTS
from indicia.detection.webshell.weighing.traits import Looked, trait

_LOADS = trait(
    "loads or evaluates code",
    r"assembly\s*\.\s*\w*load|\.loadfrom\b|loadfile\b|createinstancefrom|compileassembly|codeprovider|csharpscript"
    r"|xslcompiledtransform|xsltransform|scriptcontrol|getobject\s*\(\s*\"{1,3}script|createcomponent"
    r"|(?<![.\w])execute(?:global)?\b",
    "load", "createinstancefrom", "compile", "codeprovider", "csharpscript", "transform", "scriptcontrol", "getobject",
    "execute", "createcomponent",
)  # fmt: skip
_EVALUATES = trait("evaluates", r"(?<![.\w])eval\b", "eval")
"""In pages of ASP.NET `Eval` shows a field."""
_PROGRAM = re.compile(r"[\"']?([^\"'\s\\/]{1,60}\.exe)\b", re.IGNORECASE)
_SCRIPT = re.compile(r"\.(?:bat|cmd|vbs|vbe|jse|wsf|ps1|msi|hta)\b", re.IGNORECASE)


def runs_what_it_keeps(shared: Shared, looked: Looked) -> bool:
    """Whether a page of ASP or ASP.NET may run, or bring into its site, what it keeps elsewhere."""
    if shared.brought or looked.find(_LOADS) is not None or (looked.classic and looked.find(_EVALUATES) is not None):
        return True
    for sink in shared.sinks.values():
        if sink.trail is not None and sink.trail.kind in {"name", "upload"} and not sink.fixed:
            kept = Held.APART in sink.trail.held
            # A line of a command with the path in it is looked at below.
            if (sink.effect is Effect.WRITES and not kept) or (
                sink.effect in RUN and (kept or sink.effect is not Effect.RUNS)
            ):
                return True
    return looked.find(STARTS) is not None and not _starts_fixed(looked.code)


def _starts_fixed(code: str) -> bool:
    """Whether all that a page names to be started are programs that run no others."""
    programs = _PROGRAM.findall(code)
    return (
        bool(programs)
        and all(map(is_fixed_program, programs))
        and not (SHELL_NAMED.search(code) or _SCRIPT.search(code))
    )
