"""What runs the compiled readers."""

import subprocess
import sys
from collections import Counter

import pytest

from indicia.wasm import sandbox
from indicia.wasm.sandbox import Sandbox, Trapped

wasmtime = pytest.importorskip("wasmtime", reason="no wheel of wasmtime for this platform")

MODULE = """
(module
  (memory (export "memory") 1)
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "keep") (param i32) (i32.store8 (i32.const 7) (local.get 0)))
  (func (export "grow") (result i32) (memory.grow (i32.const 65535)))
  (func (export "beyond") (result i32) (i32.load (i32.const 65536)))
  (func (export "never") unreachable))
"""


@pytest.fixture
def box() -> Sandbox:
    return Sandbox(bytes(wasmtime.wat2wasm(MODULE)))


def test_calls_and_looks_into_the_memory(box: Sandbox) -> None:
    assert box.call("add", 2, 3) == 5
    box.call("keep", 42)
    assert box.memory[7] == 42
    assert len(box.memory) == 65536


@pytest.mark.parametrize("name", ["never", "beyond"])
def test_an_end_without_answer_is_trapped(box: Sandbox, name: str) -> None:
    with pytest.raises(Trapped):
        box.call(name)


def test_the_memory_is_bounded(box: Sandbox) -> None:
    assert box.call("grow") == -1


def test_a_module_that_imports_anything_is_refused() -> None:
    with pytest.raises(Trapped):
        Sandbox(bytes(wasmtime.wat2wasm('(module (import "a" "b" (func)) (memory (export "memory") 1))')))


def test_is_started_when_much_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_Asked", type("_Asked", (), {"bytes": Counter()}))
    assert sandbox.wanted("evtx", sandbox.LEAST // 2) is None
    assert sandbox.wanted("another", sandbox.LEAST // 2) is None
    assert sandbox.wanted("evtx", sandbox.LEAST // 2) is not None
    assert sandbox.wanted("evtx", 1) is not None


@pytest.mark.skipif(sys.platform != "linux", reason="limits of this kind")
def test_without_room_for_its_addresses_there_is_none() -> None:
    """The reader in Python does the work then."""
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31));"
        "from indicia.wasm.sandbox import sandbox; print(sandbox('evtx'))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout == "None\n"
    assert said.stderr == ""


def test_one_module_is_held_at_a_time() -> None:
    first = sandbox.sandbox("evtx")
    assert first is not None
    assert sandbox.sandbox("evtx") is first
    other = sandbox.sandbox("jsonl")
    assert other is not None
    again = sandbox.sandbox("evtx")
    assert again is not None
    assert again is not first
    assert again.call("room", 1) > 0
