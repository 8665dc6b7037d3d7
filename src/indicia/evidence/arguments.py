"""What the user named as evidence: each argument once, with a name of its own."""

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from indicia.errors import EvidenceError
from indicia.evidence.archives.names import visible


class Argument(Struct, frozen=True, kw_only=True):
    """A folder or file given as evidence."""

    path: Path
    real: str
    """The path with all links resolved."""
    label: str
    """How it is shown: its name, with as much of the path before it as it takes to be the only one of that name."""
    parent: str
    """Scope of a loose file: the name of the folder it lies in, so that logs given one by one stay together."""
    folder: bool


def arguments_of(given: Sequence[Path]) -> tuple[Argument, ...]:
    """The arguments in order of their names, none twice and none inside another.

    Raises EvidenceError for one that is not there.
    """
    paths: dict[str, Path] = {}
    for path in given:
        real = os.path.realpath(path)
        if not Path(real).exists():
            raise EvidenceError(f"{visible(str(path))}: there is no such file or folder", hint="Check the path.")
        # The name is the one that was given; a link may have a better one than its target.
        paths.setdefault(real, Path(os.path.abspath(path)))  # noqa: PTH100 - resolve() would follow links
    outer = {real for real in paths if Path(real).is_dir()}
    kept = {
        real: path for real, path in paths.items() if not any(str(parent) in outer for parent in Path(real).parents)
    }
    found = [
        Argument(
            path=path, real=real, label=_label(path, list(kept.values())), parent=visible(path.parent.name) or "files",
            folder=real in outer,
        )
        for real, path in kept.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda argument: (argument.label, argument.real)))


def _label(path: Path, others: list[Path]) -> str:
    """The shortest end of a path that no other argument ends with."""
    for count in range(1, len(path.parts) + 1):
        end = path.parts[-count:]
        if sum(other.parts[-count:] == end for other in others) == 1:
            break
    return "/".join(visible(part.strip("/\\")) for part in end) if path.parts else "/"
