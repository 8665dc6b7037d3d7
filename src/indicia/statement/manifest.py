"""The manifest of a case: which files were evidence.  A statement commits to it and need not show it."""

from msgspec import Struct

from indicia.model.statement import Marking
from indicia.statement.canonical import Json, Row

FORMAT = "indicia-manifest/1"


class ManifestFile(Struct, frozen=True, kw_only=True):
    """One file of evidence."""

    sha256: str
    size: int
    """Bytes."""
    name: str
    """As a person names it."""


class Manifest(Struct, frozen=True, kw_only=True):
    """One case."""

    case: str
    """SHA-256 of its result.json."""
    ruleset: str
    """Digest of the rules that were put to it; empty where the result names none."""
    files: tuple[ManifestFile, ...]
    marking: Marking = Marking.RED


def manifest_object(manifest: Manifest) -> Json:
    """What its commitment is made from."""
    return {
        "format": FORMAT,
        "case": manifest.case,
        "ruleset": manifest.ruleset,
        "files": [{"sha256": one.sha256, "size": one.size, "name": one.name} for one in manifest.files],
        "marking": manifest.marking.value,
    }


def manifest_of(value: Json, where: str = "manifest") -> Manifest:
    """The inverse.  Raises StatementError."""
    row = Row(value, where)
    if row.text("format") != FORMAT:
        row.wrong(f"not `{FORMAT}`")
    marking = row.text("marking")
    if marking not in set(Marking):
        row.wrong(f"`{marking[:40]}` is none of {', '.join(Marking)}")
    found = Manifest(
        case=row.hash("case"),
        ruleset=row.text("ruleset"),
        files=tuple(_file_of(one) for one in row.rows("files")),
        marking=Marking(marking),
    )
    row.close()
    return found


def _file_of(row: Row) -> ManifestFile:
    found = ManifestFile(sha256=row.hash("sha256"), size=row.whole("size"), name=row.text("name"))
    row.close()
    return found
