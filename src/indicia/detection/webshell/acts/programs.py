"""Programs that are fed: a command shell whose input, descriptors or environment a script fills."""

import re
from collections.abc import Sequence

from indicia.detection.webshell.acts.fixed_programs import start, start_by_shell
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_SHELL = re.compile(
    r"(?:^|[\s\"'/\\(])(?:cmd|powershell|pwsh|(?:ba|da|z|k|c|tc|a)?sh|busybox|python[\d.]*|perl|ruby|node|php|osascript)"
    r"(?:\.exe)?(?:$|[\s\"')*-])|%comspec%",
    re.IGNORECASE,
)
SERVICE_RUNS = re.compile(
    r"\bsite\s+exec\b|-setusersetup\b|\bconfig\s+set\s+dir\b|\bmodule\s+load\s|\bslaveof\s", re.IGNORECASE
)
"""Commands of other services of the server that start programs, or make accounts that may."""
INPUT = "stdin"
"""What the input of a started command shell goes by."""
WRITES = frozenset({
    "write", "writeline", "writelineasync", "writeasync", "println", "print", "writebytes", "append", "fwrite", "fputs",
    "writechars", "writeutf",
})  # fmt: skip


def is_shell(value: Value) -> bool:
    """Whether a text names a command shell or an interpreter, as far as it is known."""
    texts = [value.const, value.place, *(item.const for item in (value.items or ())[:4])]
    return any(text is not None and len(text) < 400 and _SHELL.search(text.strip()) is not None for text in texts)


_STREAMS = (".standardinput", ".standardoutput", ".standarderror", "process.getinputst", "process.getoutputst")
"""Parts of the names of the input and output of a program."""


def _of_program(value: Value) -> bool:
    return value.path != "" and any(word in value.path for word in _STREAMS)


def _of_network(value: Value) -> bool:
    return value.path.startswith("socket") or (value.trail is not None and value.trail.kind == "remote")


def note_shell(page: Page, values: list[Value]) -> None:
    """Note that a command shell is started with one of these."""
    if not page.shared.shell and any(is_shell(value) for value in values):
        page.shared.shell = True
        page.names.changed = True


def open_program(page: Page, name: str, args: list[Value], site: Site) -> Value:
    """A program with its input and output as files, or as a connection."""
    first = args[0]
    if first.trail is not None or first.hidden:
        if first.items and name == "proc_open":
            start(page, site, first, args[:1])
        else:
            start_by_shell(page, site, first)
    if name == "popen":
        return Value(path=INPUT if is_shell(first) else "")
    given = (args[1].items or ()) if len(args) > 1 else ()
    tied = next((item for item in given if item.path.startswith("socket")), None)
    if tied is not None:
        remote = page.trail(site, "remote")
        page.act(Effect.RUNS, site, Value(trail=tied.target or remote))
    if not is_shell(first):
        return NOTHING
    pipes = re.findall(r"\$(\w+)", page.code.at(site).rpartition(",")[2] if len(args) < 4 else page.code.at(site))
    for variable in pipes[-1:] if len(args) < 4 else pipes:
        if page.names.lookup(variable.lower()) is None:
            page.names.assign(variable.lower(), Value(path=INPUT))
    return NOTHING


def feeds(page: Page, path: str, name: str, whole: Value, site: Site) -> bool:
    """Whether a call writes to the input of a started command shell; notes that it does."""
    if (name in WRITES or name == "send") and whole.trail is not None and SERVICE_RUNS.search(whole.told):
        page.act(Effect.RUNS, site, whole)
        return True
    remote = whole.trail is not None and whole.trail.kind == "remote"
    if name not in WRITES or not (page.shared.shell or remote) or not is_input(path):
        return False
    page.act(Effect.RUNS, site, whole)
    return True


def note_ties(page: Page, values: Sequence[Value], site: Site) -> None:
    """Note that the input or output of a program and a connection are given to what passes one on to the other."""
    if len(values) > 1 and any(map(_of_program, values)) and any(map(_of_network, values)):
        sent = page.trail(site, "remote")
        page.act(Effect.RUNS, site, Value(trail=sent))


def is_input(path: str) -> bool:
    """Whether a value of this name is the input of a program."""
    head = path.split(".", 1)[0]
    return head == INPUT or ".standardinput" in path or ".stdin" in path or path.startswith("process.getoutputst")
