"""Memory that compiling took is given back, and what was compiled runs on."""

import sys
from pathlib import Path

import pytest

from indicia.wasm import sandbox
from indicia.wasm.pages import let_go


def resident(library: str) -> int:
    """Kilobytes of a library's code that are in memory."""
    held, found = False, 0
    for line in Path("/proc/self/smaps").read_text("utf-8").splitlines():
        if "-" in line.split(maxsplit=1)[0]:
            held = library in line and " r-xp " in line
        elif held and line.startswith("Rss:"):
            found += int(line.split()[1])
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="only there is it known how")
def test_code_of_the_compiler_is_let_go() -> None:
    wasmtime = pytest.importorskip("wasmtime", reason="no wheel of wasmtime for this platform")
    code = (Path(sandbox.__file__).parent / "evtx.wasm").read_bytes()
    wasmtime.Module(wasmtime.Engine(), code)
    before = resident("_libwasmtime")
    let_go("_libwasmtime")
    assert resident("_libwasmtime") < before / 2
    assert sandbox.Sandbox(code).call("room", 1) > 0


def test_what_is_not_there_is_no_matter() -> None:
    let_go("no such library")
