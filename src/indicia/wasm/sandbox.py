"""Runs a compiled reader: a module of WebAssembly with a memory of its own and nothing else of this process.

Evidence is hostile, so what is compiled gets no file, no clock and no import at all; whatever it does with its memory,
the most that can come of it is a wrong answer or an end.  Modules are compiled anew in each process that uses one:
machine code out of a folder that can be written to would be run without anybody having looked at it.
Source: WebAssembly Core Specification 2.0; C interface of Wasmtime.
"""

import ctypes
import weakref
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar

from indicia.apart import Apart
from indicia.resident import look_at_once

if TYPE_CHECKING:
    import wasmtime

LEAST = 32 * 2**20
"""Bytes of all files of a process from which on a compiled reader is worth its start (some 0.1 s)."""
_MOST = 512 * 2**20
"""Bytes of memory that a module may have; none needs a tenth of it."""


class Trapped(Exception):
    """A module ended without an answer; whoever asked does the work in another way."""


class Sandbox:
    """One module with its memory.  Not to be shared between threads."""

    def __init__(self, code: bytes) -> None:
        """Raises ImportError without Wasmtime, and Trapped for what is no module or finds no room for its addresses."""
        import wasmtime

        self.user: object = None
        """Who called it last: a module keeps things in mind that are true of one file."""
        self._failures: tuple[type[Exception], ...] = (wasmtime.Trap, wasmtime.WasmtimeError)
        config = wasmtime.Config()
        # Threads that compile would be there when processes are forked.
        config.parallel_compilation = False
        engine = wasmtime.Engine(config)
        self._store = wasmtime.Store(engine)
        self._store.set_limits(memory_size=_MOST)
        # Before the interpreter takes away what their own way of ending needs.
        weakref.finalize(self, _end, self._store, engine)
        try:
            instance = wasmtime.Instance(self._store, _compiled(engine, code), [])
        except self._failures as failure:
            raise Trapped(str(failure)) from None
        exported = instance.exports(self._store)
        self._functions = {name: value for name, value in exported.items() if isinstance(value, wasmtime.Func)}
        memory = exported["memory"]
        assert isinstance(memory, wasmtime.Memory)
        self._memory = memory

    def call(self, name: str, *arguments: int) -> int:
        """What a function answers; raises `Trapped` when it ends without an answer."""
        try:
            answer: int | None = self._functions[name](self._store, *arguments)
        except self._failures as failure:
            raise Trapped(str(failure)) from None
        return answer or 0

    @property
    def memory(self) -> memoryview:
        """All of its memory as it is now; not to be used after the next call, which may move it."""
        size = self._memory.data_len(self._store)
        begin = ctypes.addressof(self._memory.data_ptr(self._store).contents)
        return memoryview((ctypes.c_ubyte * size).from_address(begin)).cast("B")


def _compiled(engine: "wasmtime.Engine", code: bytes) -> "wasmtime.Module":
    """The module as machine code, made in a copy of this process: the compiler takes more memory than what runs.

    What was made once is kept in memory, from where only this process can have it.
    """
    import wasmtime

    made = _MADE.get(code) or _APART.made(lambda: bytes(wasmtime.Module(engine, code).serialize()))
    if made is None:
        return wasmtime.Module(engine, code)
    _MADE[code] = made
    return wasmtime.Module.deserialize(engine, made)


_APART = Apart(lambda what, done, total: None)
_MADE: dict[bytes, bytes] = {}


def _end(*parts: "wasmtime.Store | wasmtime.Engine") -> None:
    for part in parts:
        part.close()


class _Held:
    """The module that this process was asked for last."""

    name = ""
    box: Sandbox | None = None


def sandbox(name: str) -> Sandbox | None:
    """The module of this name; null where WebAssembly cannot be run.

    A process holds the one that it was asked for last, whose memory is some megabytes; to have another one again takes
    a few milliseconds.
    """
    if _Held.name != name:
        let_go()
        _Held.name, _Held.box = name, _begun(files("indicia.wasm").joinpath(f"{name}.wasm").read_bytes())
        # Most of what a start takes are pages that are not asked for again, and another kind of logs begins.
        look_at_once()
    return _Held.box


def let_go() -> None:
    """Hold no module any longer than those who use it do."""
    if _Held.box is not None:
        # It keeps in mind who used it, and that one has it.
        _Held.box.user = None
    _Held.name, _Held.box = "", None


def _begun(code: bytes) -> Sandbox | None:
    try:
        return Sandbox(code)
    except (ImportError, OSError, RuntimeError, Trapped):
        # No wheel for this platform, or no room for the addresses that a memory reserves (`ulimit -v`).
        return None


class _Asked:
    """How many bytes each module was asked for in this process."""

    bytes: ClassVar[Counter[str]] = Counter()


def wanted(name: str, size: int) -> Sandbox | None:
    """The module of this name for a file of so many bytes; null where the reader in Python does as well."""
    _Asked.bytes[name] += size
    return sandbox(name) if _Asked.bytes[name] >= LEAST else None
