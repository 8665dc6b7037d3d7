"""Log sources that an entry of a pack needs, as TOML has them."""

from indicia.knowledge.packs.pack import Need
from indicia.knowledge.section import Section


def read_needs(row: Section, key: str = "needs") -> tuple[Need, ...]:
    """The inline tables below a key: `source`, and `parts` of which one has to show."""
    found = []
    for need in row.rows(key, "source"):
        found.append(Need(source=need.text("source"), parts=need.texts("parts")))
        need.close()
    return tuple(found)


def read_groups(row: Section, key: str) -> tuple[tuple[Need, ...], ...]:
    """A list of such lists: of each group one is enough."""
    groups = []
    for group in row.groups(key):
        needs = []
        for need in group:
            needs.append(Need(source=need.text("source"), parts=need.texts("parts")))
            need.close()
        groups.append(tuple(needs))
    return tuple(groups)
