"""Write `src/indicia/knowledge/published/attack_ids.toml` from two published versions of ATT&CK.

    python scripts/attack_ids.py ENTERPRISE-ATTACK-18.1.JSON MITRE-ATTACK-PATTERN.JSON > attack_ids.toml

The first is MITRE's STIX bundle of version 18.1, the second the galaxy cluster of MISP that holds version 19; both may
be packed with gzip.  Version 9 is in neither: an id made after its release is not in it; names that changed since are
listed below.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from indicia.knowledge.published.attack import Attack, read_attack
from indicia.knowledge.published.large_json import read_json

RELEASED_9 = date(2021, 4, 29)
NAMES_9 = {
    "T1046": "Network Service Scanning",
    "T1070": "Indicator Removal on Host",
    "T1218": "Signed Binary Proxy Execution",
    "T1484": "Domain Policy Modification",
    "T1574.001": "DLL Search Order Hijacking",
}
"""Names in version 9, where they differ, as AA21-200B of July 2021 uses them."""
TACTICS_19 = {"stealth": "Stealth", "defense-impairment": "Defense Impairment"}
"""Into which version 19 divides Defense Evasion; the galaxy has no ids for them."""

HEAD = """\
# Which ATT&CK ids there are in versions 9, 18 and 19, under which tactics, and what became of those that are gone.
# Written by scripts/attack_ids.py; do not edit.  ATT&CK: © 2015-2025 The MITRE Corporation.  This work is reproduced
# and distributed with the permission of The MITRE Corporation.

source = "ATT&CK Enterprise 18.1 (STIX, 2025-11-13); MISP galaxy cluster mitre-attack-pattern, version 36 (ATT&CK 19)"
assumption = "an id made before 2021-04-29 is in version 9, unless it has no dot and is revoked in 18: then it was in 9"
versions = ["9", "18", "19"]
"""


@dataclass(frozen=True)
class Newer:
    """One technique as the galaxy has it."""

    name: str
    tactics: tuple[str, ...]
    revoked: bool
    by: str


def read_galaxy(path: Path) -> dict[str, Newer]:
    """Techniques of the enterprise matrix by id."""
    cluster = read_json(path)
    assert isinstance(cluster, dict)
    values = cluster["values"]
    ids = {value["uuid"]: value["meta"]["external_id"] for value in values}
    found = {}
    for value in values:
        chain = [item.split(":", 1) for item in value["meta"].get("kill_chain", [])]
        by = [ids[link["dest-uuid"]] for link in value.get("related", []) if link["type"] == "revoked-by"]
        id = value["meta"]["external_id"]
        if any(matrix.startswith("attack-") for matrix, _ in chain):
            found[id] = Newer(
                name=value["value"].removesuffix(f" - {id}"),
                tactics=tuple(sorted({tactic for matrix, tactic in chain if matrix.startswith("attack-")})),
                revoked=bool(value.get("revoked")),
                by=by[0] if by else "",
            )
    return found


def lines(old: Attack, new: Mapping[str, Newer]) -> Iterator[str]:
    """The file behind its head."""
    gone = sorted(id for id, item in old.techniques.items() if item.deprecated)
    groups: dict[tuple[str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    moved: dict[tuple[str, ...], list[str]] = defaultdict(list)
    names: list[tuple[str, str, str]] = []
    links = {id: item.revoked_by for id, item in old.techniques.items() if item.revoked}
    for id, item in sorted(old.techniques.items()):
        if item.deprecated or (item.revoked and "." not in id):
            continue
        first = "9" if item.created is not None and item.created <= RELEASED_9 else "18"
        later = new.get(id)
        last = "9" if item.revoked else "18" if later is None or later.revoked else "19"
        groups[first, last, item.tactics].append(id)
        if last == "19" and later is not None:
            if later.tactics != item.tactics:
                moved[later.tactics].append(id)
            names += [(id, "9", NAMES_9[id]), (id, "18", item.name)] if id in NAMES_9 else []
            if later.name != item.name:
                names += [(id, "18", item.name)] if id not in NAMES_9 else []
                names.append((id, "19", later.name))
        elif later is not None and later.by and not item.revoked:
            links[id] = later.by
    for id, fresh in sorted(new.items()):
        if id not in old.techniques and not fresh.revoked:
            groups["19", "19", fresh.tactics].append(id)
    yield f"deprecated = [{', '.join(map(quoted, gone))}]"
    yield "revoked = ["
    yield from (f"  [{quoted(id)}, {quoted(by)}]," for id, by in sorted(links.items()) if by)
    yield "]"
    for short, (tactic, name) in sorted(old.tactics.items(), key=lambda item: item[1]):
        yield from ("", "[[tactic]]", f"short = {quoted(short)}", f"id = {quoted(tactic)}", f"name = {quoted(name)}")
        if short == "defense-evasion":
            yield 'last = "18"'
            yield f"successors = [{', '.join(map(quoted, TACTICS_19))}]"
    for short, name in TACTICS_19.items():
        yield from ("", "[[tactic]]", f"short = {quoted(short)}", f"name = {quoted(name)}", 'first = "19"')
    for id, name in sorted(old.mitigations.items()):
        yield from ("", "[[mitigation]]", f"id = {quoted(id)}", f"name = {quoted(name)}")
    for id, version, name in names:
        yield from ("", "[[name]]", f"id = {quoted(id)}", f"since = {quoted(version)}", f"name = {quoted(name)}")
    for (first, last, tactics), members in sorted(groups.items(), key=lambda item: (int(item[0][0]), item)):
        yield from ("", "[[ids]]", f"first = {quoted(first)}", f"last = {quoted(last)}")
        yield f"tactics = [{', '.join(map(quoted, tactics))}]"
        yield from listed(members)
    for tactics, members in sorted(moved.items()):
        yield from ("", "[[moved]]", 'since = "19"', f"tactics = [{', '.join(map(quoted, tactics))}]")
        yield from listed(members)


def listed(members: list[str]) -> Iterator[str]:
    """Ten ids a line."""
    yield "ids = ["
    for start in range(0, len(members), 10):
        yield f"  {', '.join(map(quoted, members[start : start + 10]))},"
    yield "]"


def quoted(text: str) -> str:
    """A TOML string; no name of a technique holds a quote or a backslash."""
    assert '"' not in text and "\\" not in text
    return f'"{text}"'


if __name__ == "__main__":
    bundle, galaxy = map(Path, sys.argv[1:])
    sys.stdout.write(HEAD + "\n".join(lines(read_attack(bundle), read_galaxy(galaxy))) + "\n")
