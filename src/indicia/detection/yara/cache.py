"""Compiled rules kept between runs, and taken back only when this user's Indicia wrote them.

Compiled YARA rules are no plain data.  They hold WebAssembly, and with some builds of the engine machine code, and the
engine takes their tables on trust: it reads memory by numbers found in them (advisory GHSA-2jx3-ff3v-j7jj).  A hash
beside them proves nothing, since who changes the one can change the other.  So each file carries an HMAC-SHA256 under
a key that only this user can read, in a folder that only this user can enter, and nothing is handed to the engine
before the HMAC holds.  Whoever can read the key is this user (or root), and needs no cache to run code as this user.
Any doubt (owner, mode, link, length, HMAC) means: compile again.

Compiled rules hold the texts they look for, so they lie there packed: a virus scanner that finds them would take them
away.
"""

import hashlib
import hmac
import logging
import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

import zstandard

_LOG = logging.getLogger(__name__)
_KEY = "key"
_KEY_BYTES = 32
_MAC_BYTES = 32
_KEPT = 8
"""Rule sets kept; the oldest go first."""
_LARGEST = 2**30


class Cache:
    """Sealed files in `<folder>/yara`; without a folder, or in one that is not safe, everything is forgotten."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = _private(folder / "yara") if folder is not None else None

    def get(self, name: str) -> bytes | None:
        """What was put under this name, or null."""
        if self._folder is None:
            return None
        key = _read(self._folder / _KEY)
        sealed = _read(self._folder / f"{name}.sealed")
        if key is None or len(key) != _KEY_BYTES or sealed is None or len(sealed) < _MAC_BYTES:
            return None
        content = sealed[_MAC_BYTES:]
        if not hmac.compare_digest(sealed[:_MAC_BYTES], _mac(key, name, content)):
            _LOG.warning("%s: compiled rules were changed since they were written; compiling again", name)
            return None
        try:
            return zstandard.ZstdDecompressor().decompress(content, max_output_size=_LARGEST)
        except zstandard.ZstdError:
            return None

    def put(self, name: str, content: bytes) -> None:
        """Keep something; failing to is no error."""
        if self._folder is None:
            return
        try:
            key = self._key()
            encoded = zstandard.ZstdCompressor(level=3).compress(content)
            _write(self._folder / f"{name}.sealed", _mac(key, name, encoded) + encoded)
            kept = sorted(self._folder.glob("*.sealed"), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in kept[_KEPT:]:
                path.unlink()
        except OSError as error:
            _LOG.warning("compiled rules are not kept: %s", error)

    def _key(self) -> bytes:
        assert self._folder is not None
        key = _read(self._folder / _KEY)
        if key is None or len(key) != _KEY_BYTES:
            key = secrets.token_bytes(_KEY_BYTES)
            _write(self._folder / _KEY, key)
        return key


def _mac(key: bytes, name: str, content: bytes) -> bytes:
    return hmac.new(key, name.encode() + b"\0" + content, hashlib.sha256).digest()


def _private(folder: Path) -> Path | None:
    """The folder if it is this user's alone, made when it is not there; null where that cannot be had or told."""
    if not hasattr(os, "geteuid"):
        _LOG.info("no cache of compiled rules on this system: owners of files cannot be told")
        return None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
    except OSError as error:
        _LOG.warning("no cache of compiled rules: %s", error)
        return None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        _LOG.warning("%s is not a folder of this user alone (0700); compiled rules are neither read nor kept", folder)
        return None
    return folder


def _read(path: Path) -> bytes | None:
    """A plain file of this user that nobody else can open; null otherwise."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as stream:
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
            _LOG.warning("%s can be opened by others; compiled rules are not read", path)
            return None
        if found.st_size > _LARGEST:
            return None
        return stream.read()


def _write(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise
