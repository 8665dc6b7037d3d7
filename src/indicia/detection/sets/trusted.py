"""The public keys a user trusts: a text file with one key a line.  Nobody is trusted who was not added."""

from pathlib import Path

from indicia.detection.sets.archive import SetArchive
from indicia.detection.sets.keys import PublicKey, fingerprint, key_from_line
from indicia.errors import SetError
from indicia.knowledge.kept.writing import write_whole

UNSIGNED = "unsigned"
"""Said wherever a signer would be named."""
_HEAD = "# Publishers whose sets `indicia rules update` installs. One key a line; delete a line to trust it no more.\n"
_MAX_FILE = 2**20


class Trusted:
    """The keys of one file; an absent file holds none."""

    def __init__(self, path: Path) -> None:
        """Raises SetError, naming the line, when the file cannot be understood."""
        self._path = path
        self.keys: tuple[PublicKey, ...] = tuple(
            key_from_line(line, f"{path}, line {number}")
            for number, line in enumerate(_text(path).splitlines(), start=1)
            if line.strip() and not line.lstrip().startswith("#")
        )
        self._by_key = {key.raw: key for key in self.keys}

    def signer(self, archive: SetArchive) -> PublicKey | None:
        """Who signed; null for an unsigned archive and for a key that is not trusted."""
        return self._by_key.get(archive.key) if archive.key is not None else None

    def shown(self, archive: SetArchive) -> str:
        """The signer in words: a trusted one by name, any other one as `unknown key …`, or `unsigned`."""
        if archive.key is None:
            return UNSIGNED
        known = self._by_key.get(archive.key)
        return known.name if known else f"unknown key {fingerprint(archive.key)}"

    def add(self, key: PublicKey) -> bool:
        """Trust a key from now on; false when it was trusted before.  Raises SetError."""
        if key.raw in self._by_key:
            return False
        if key.name in {known.name for known in self.keys}:
            raise SetError(
                f"another key is trusted under the name {key.name}",
                hint="A second key under one name would be taken for the first; remove that one, or rename this one.",
            )
        text = _text(self._path) or _HEAD
        write_whole(self._path, f"{text.rstrip()}\n{key.line}\n".encode(), private=True)
        self.keys = (*self.keys, key)
        self._by_key[key.raw] = key
        return True

    def remove(self, named: str) -> PublicKey:
        """Trust a key no more, named by its name or fingerprint.  Raises SetError."""
        for key in self.keys:
            if named in (key.name, key.fingerprint):
                lines = _text(self._path).splitlines()
                kept = [
                    line for line in lines if not line.strip() or line.lstrip().startswith("#") or not _is(line, key)
                ]
                write_whole(self._path, ("\n".join(kept) + "\n").encode(), private=True)
                self.keys = tuple(other for other in self.keys if other != key)
                del self._by_key[key.raw]
                return key
        raise SetError(f"no trusted key is called {named}", hint="`indicia rules trust list` shows them.")


def _is(line: str, key: PublicKey) -> bool:
    return key_from_line(line, "").raw == key.raw


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_FILE + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SetError(f"{path}: cannot be read: {error.strerror or error}") from None
    if len(data) > _MAX_FILE:
        raise SetError(f"{path}: too large for a list of keys")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise SetError(f"{path}: not UTF-8") from None
