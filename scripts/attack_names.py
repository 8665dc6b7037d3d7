"""Write `src/indicia/knowledge/reports/techniques/names.toml` from a published version of ATT&CK.

    python scripts/attack_names.py ENTERPRISE-ATTACK-18.1.JSON > names.toml

Names of one word and names that several techniques share are left out: alone they name nothing.
"""

import sys
from collections import defaultdict
from pathlib import Path

from indicia.knowledge.published.attack import read_attack

HEAD = """\
# Names of techniques of ATT&CK Enterprise, old ones included, each with the id of version 18 that it stands for.
# Written by scripts/attack_names.py; do not edit.  ATT&CK: © 2015-2025 The MITRE Corporation.  This work is reproduced
# and distributed with the permission of The MITRE Corporation.

source = "ATT&CK Enterprise 18.1 (STIX, 2025-11-13)"
names = [
"""


def main() -> None:
    """Print the file."""
    attack = read_attack(Path(sys.argv[1]))
    meant: dict[str, set[str]] = defaultdict(set)
    for technique in attack.techniques.values():
        current = attack.current(technique.id)
        if current is not None and len(technique.name.split()) > 1 and '"' not in technique.name:
            meant[technique.name].add(current.id)
    sys.stdout.write(HEAD)
    for name, ids in sorted(meant.items(), key=lambda item: (sorted(item[1]), item[0])):
        if len(ids) == 1:
            sys.stdout.write(f'  ["{next(iter(ids))}", "{name}"],\n')
    sys.stdout.write("]\n")


if __name__ == "__main__":
    main()
