"""Small examples of every format, whole, kept beside this file so that a change of them is read in review.

`PYTHONPATH=src:tests/sharing:tests/report python tests/sharing/test_golden.py` writes them anew.
"""

from pathlib import Path

import pytest
from materials import answer, bare, disclosed, export, listed
from msgspec.structs import replace
from results import rich
from test_forms import EVERY

from indicia.sharing.material import Material

GOLDEN = Path(__file__).parent / "golden"
SUFFIXES = {"stix": "json", "misp": "json", "ocsf": "jsonl", "sarif": "json", "csv": "csv"}


def _material() -> Material:
    """Two findings, an answer of one explanation, a statement of one claim and one party."""
    rule = next(one for one in rich().findings if one.card.kind == "sigma")
    told = disclosed()
    (us, *_) = told.positions
    short = replace(
        told, claims=told.claims[:1], positions=(replace(us, stances=us.stances[:1], whole=False),), whole=False
    )
    return Material(
        cases=(bare((rule, listed(9, "TLP:GREEN"))),),
        attributions=(replace(answer(), hypotheses=answer().hypotheses[:1]),),
        statements=(short,),
        producer="Test team",
    )


@pytest.mark.parametrize("name", EVERY)
def test_the_example_is_as_it_was(name) -> None:
    """Byte for byte."""
    assert export(EVERY[name], _material())[0] == (GOLDEN / f"{name}.{SUFFIXES[name]}").read_bytes()


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each, write in EVERY.items():
        (GOLDEN / f"{each}.{SUFFIXES[each]}").write_bytes(export(write, _material())[0])
