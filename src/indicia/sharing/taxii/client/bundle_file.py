"""JSON lines to one STIX bundle, line by line: neither has to fit into memory."""

import uuid
from pathlib import Path

from indicia.errors import ShareError


def write_bundle(lines: Path, path: Path) -> int:
    """Write it, with an id of its own; how many objects are in it.  Raises ShareError."""
    count = 0
    partial = path.with_name(path.name + ".partial")
    try:
        with lines.open("rb") as source, partial.open("wb") as target:
            target.write(f'{{"type":"bundle","id":"bundle--{uuid.uuid4()}"'.encode())
            for line in source:
                target.write((b',"objects":[\n' if not count else b",\n") + line.rstrip(b"\n"))
                count += 1
            # A bundle without objects has no list of them.  Source: STIX 2.1, section 8.
            target.write(b"\n]}\n" if count else b"}\n")
        partial.replace(path)
    except OSError as error:
        raise ShareError(f"{path}: {error.strerror}") from error
    return count
