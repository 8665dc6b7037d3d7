"""Prints the hash of what the compiled readers are made from; a test compares it with that of the last build."""

import hashlib
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "wasm"


def digest(folder: Path = FOLDER) -> str:
    """SHA-256 over names and contents of all sources below the folder, in order of their names."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] != "target" and path.suffix in {".rs", ".toml", ".lock"}:
            content = path.read_bytes()
            found.update(f"{name.as_posix()}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


if __name__ == "__main__":
    sys.stdout.write(digest() + "\n")
