"""Which cumulative update and which security update a build number means."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indicia.errors import RulesetError

Build = tuple[int, int, int, int]

_BUILD = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,5})\.(\d{1,5})")


@dataclass(frozen=True, slots=True)
class Branch:
    """One cumulative update of one product."""

    product: str
    cu: str
    base: Build
    updates: Mapping[str, Build]
    """Security update (`Mar21SU`) → the build it brings, in order of release."""


def parse_build(text: str) -> Build | None:
    """`15.01.2375.007` or `15.1.2375.7` as numbers; null when the text is no build."""
    found = _BUILD.fullmatch(text.strip())
    if found is None:
        return None
    major, minor, build, revision = (int(part) for part in found.groups())
    return major, minor, build, revision


def show_build(build: Build) -> str:
    """`15.1.2375.7`."""
    return ".".join(map(str, build))


def load_builds(path: Path) -> tuple[Branch, ...]:
    """Read a pack's build table; RulesetError names the file and what is wrong."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return tuple(
            Branch(
                item["product"], item["cu"], _known(item["base"]), {k: _known(v) for k, v in item["updates"].items()}
            )
            for item in data["branch"]
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise RulesetError(f"{path.name}: {error}", hint="Reinstall the pack or mend the file.") from error


def branch_of(build: Build, branches: Sequence[Branch]) -> Branch | None:
    """Branch that a build belongs to: same first three numbers as its base or one of its updates."""
    for branch in branches:
        if build[:3] in {branch.base[:3], *(update[:3] for update in branch.updates.values())}:
            return branch
    return None


def has_update(build: Build, update: str, branches: Sequence[Branch]) -> bool | None:
    """Whether a build contains a security update.

    Inside its own branch it does when it is not below that update's build.  A branch that never received the update
    contains it only when it is newer than the newest branch of the product that did.  Null: the build is in no known
    branch, or the product never had the update.
    """
    branch = branch_of(build, branches)
    if branch is None:
        return None
    if update in branch.updates:
        return build >= branch.updates[update]
    received = [item.updates[update] for item in branches if item.product == branch.product and update in item.updates]
    return build >= max(received) if received else None


def _known(text: str) -> Build:
    build = parse_build(text)
    if build is None:
        raise ValueError(f"{text!r} is no build number")
    return build
