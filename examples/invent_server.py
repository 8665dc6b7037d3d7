"""Write the evidence of one invented server and say what is true of it.

    python examples/invent_server.py held /tmp/evidence
    indicia scan /tmp/evidence/EX01.zip --case /tmp/case

Any story, seed and parameter gives another server; equal ones give equal bytes.  All content is invented and inert.
"""

import sys
from dataclasses import fields
from pathlib import Path

from indicia.demo import Form, Story, invent, truth_of, write_server


def main(story: str, folder: str, seed: str = "1") -> None:
    """Write the collection as a zip and print its answer sheet."""
    server = invent(Story(story), int(seed), form=Form.ZIP)
    sys.stdout.write(f"{write_server(server, Path(folder))}\n")
    truth = truth_of(server)
    for field in fields(truth):
        sys.stdout.write(f"  {field.name:10s} {getattr(truth, field.name)}\n")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or sys.argv[1] not in list(Story):
        sys.exit(f"usage: invent_server.py {{{'|'.join(Story)}}} FOLDER [SEED]")
    main(*sys.argv[1:])
