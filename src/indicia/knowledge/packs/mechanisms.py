"""The ways to stay that a pack knows: `persistence.toml`."""

from collections.abc import Collection
from pathlib import Path

from indicia.errors import RulesetError
from indicia.knowledge.packs.needs import read_groups
from indicia.knowledge.packs.pack import Mechanism
from indicia.knowledge.section import Section, read_section


def load_mechanisms(path: Path, tests: Collection[str], sources: Collection[str]) -> tuple[Mechanism, ...]:
    """All of them in order; none for a pack without the file.

    `tests` and `sources`: ids that the pack defines.  Raises RulesetError, naming the entry, for an unknown key,
    test or source, an id given twice, and an entry that says neither what checks it nor what would decide.
    """
    if not path.is_file():
        return ()
    top = read_section(path)
    found: dict[str, Mechanism] = {}
    for row in top.rows("mechanism", "id"):
        one = _mechanism(row)
        if one.id in found:
            raise RulesetError(f"{path}: {one.id}: this id is there twice", hint="give each entry its own id")
        for test in one.answered_by:
            if test not in tests:
                raise row.wrong(f"unknown test `{test}`")
        for need in (need for group in one.checked_by for need in group):
            if need.source not in sources:
                raise row.wrong(f"unknown log source `{need.source}`")
        found[one.id] = one
    top.close()
    return tuple(found.values())


def _mechanism(row: Section) -> Mechanism:
    one = Mechanism(
        id=row.text("id"),
        title=row.text("title"),
        where=row.text("where"),
        answered_by=row.texts("answered_by"),
        checked_by=read_groups(row, "checked_by"),
        decides=row.text("decides", ""),
        removed_by=row.text("removed_by"),
        survives_update=row.flag("survives_update", default=True),
        survives_rebuild=row.flag("survives_rebuild", default=False),
        techniques=row.texts("techniques"),
        source=row.text("source"),
        absence_tells=row.flag("absence_tells", default=True),
        verified=row.flag("verified", default=True),
    )
    row.close()
    if bool(one.checked_by) == bool(one.decides):
        raise row.wrong("either `checked_by` or `decides` has to say how it is known")
    return one
