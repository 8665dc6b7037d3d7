"""Programs that are fed: a command shell whose input, descriptors or environment a script fills."""

import re
from collections.abc import Sequence

from indicia.detection.webshell.acts.databases import Databases
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Trail, Value

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


def _of_program(path: str) -> bool:
    return any(word in path for word in _STREAMS)


def _of_network(value: Value) -> bool:
    return value.path.startswith("socket") or (value.trail is not None and value.trail.kind == "remote")


class Programs(Databases):
    """What is said to a program after it was started."""

    def _names_shell(self, values: list[Value]) -> None:
        """Note that a command shell is started with one of these."""
        if not self._shared.shell and any(is_shell(value) for value in values):
            self._shared.shell = True
            self._changed = True

    def _opened(self, name: str, args: list[Value], at: int, end: int) -> Value:
        """A program with its input and output as files, or as a connection."""
        first = args[0]
        if first.trail is not None or first.hidden:
            self._act(Effect.RUNS, at, end, first)
        if name == "popen":
            return Value(path=INPUT if is_shell(first) else "")
        given = (args[1].items or ()) if len(args) > 1 else ()
        tied = next((item for item in given if item.path.startswith("socket")), None)
        if tied is not None:
            remote = Trail(self._cut(at, end), self._line(at), "remote")
            self._act(Effect.RUNS, at, end, Value(trail=tied.target or remote))
        if not is_shell(first):
            return NOTHING
        pipes = re.findall(r"\$(\w+)", self._code[at:end].rpartition(",")[2] if len(args) < 4 else self._code[at:end])
        for variable in pipes[-1:] if len(args) < 4 else pipes:
            if self._lookup(variable.lower()) is None:
                self._assign(variable.lower(), Value(path=INPUT))
        return NOTHING

    def _feeds(self, path: str, name: str, whole: Value, at: int, end: int) -> bool:
        """Whether a call writes to the input of a started command shell; notes that it does."""
        if (name in WRITES or name == "send") and whole.trail is not None and SERVICE_RUNS.search(whole.told):
            self._act(Effect.RUNS, at, end, whole)
            return True
        remote = whole.trail is not None and whole.trail.kind == "remote"
        if name not in WRITES or not (self._shared.shell or remote) or not self._is_input(path):
            return False
        self._act(Effect.RUNS, at, end, whole)
        return True

    def _ties(self, values: Sequence[Value], at: int, end: int) -> None:
        """Note that the input or output of a program and a connection are given to what passes one on to the other."""
        if len(values) > 1 and any(_of_program(value.path) for value in values) and any(map(_of_network, values)):
            sent = Trail(self._cut(at, end), self._line(at), "remote")
            self._act(Effect.RUNS, at, end, Value(trail=sent))

    @staticmethod
    def _is_input(path: str) -> bool:
        """Whether a value of this name is the input of a program."""
        head = path.split(".", 1)[0]
        return head == INPUT or ".standardinput" in path or ".stdin" in path or path.startswith("process.getoutputst")
