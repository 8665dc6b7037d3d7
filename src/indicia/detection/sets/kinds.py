"""What a file of a set is, by its name."""

from pathlib import Path

_KINDS = {
    ".yml": "sigma",
    ".yaml": "sigma",
    ".yar": "yara",
    ".yara": "yara",
    ".csv": "indicators",
    ".tsv": "indicators",
    ".txt": "indicators",
    ".json": "indicators",
    ".stix": "indicators",
    ".misp": "indicators",
    ".ioc": "indicators",
}
_ABOUT = ("readme", "license", "copying", "changelog")
"""Beginnings of names of files that are for people."""


def kind_of(name: str) -> str:
    """`sigma`, `yara`, `indicators` or `other`."""
    base = name.rpartition("/")[2].lower()
    return "other" if base.startswith(_ABOUT) else _KINDS.get(Path(base).suffix, "other")
