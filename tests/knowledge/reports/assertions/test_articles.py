"""Whole articles read and compared with what a person read in them; the held-out ones before the grammar."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from indicia.knowledge.reports.assertions import assertions
from indicia.knowledge.reports.sentences import sentences
from indicia.model.reported import Stance

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[3]
_LEAST = {
    # field: precision and recall that must not be lost, for each set of articles
    "development": {"stance": (0.95, 0.93), "party": (0.98, 0.93), "accused": (0.95, 0.9), "measure": (0.95, 0.9)},
    "second": {"stance": (0.95, 0.84), "party": (0.97, 0.87), "accused": (0.95, 0.75), "measure": (0.95, 0.95)},
    "third": {"stance": (0.98, 0.8), "party": (0.98, 0.84), "accused": (0.95, 0.7), "measure": (0.95, 0.8)},
    "heldout_fourth": {"stance": (0.98, 0.72), "party": (0.98, 0.72), "accused": (0.9, 0.7), "measure": (0.95, 0.85)},
    "fifth": {"stance": (0.98, 0.79), "party": (0.95, 0.8), "accused": (0.95, 0.78), "measure": (0.95, 0.95)},
    "heldout_fifth": {"stance": (0.84, 0.54), "party": (0.9, 0.52), "accused": (0.95, 0.5), "measure": (0.85, 0.48)},
    "blind": {"stance": (0.95, 0.95), "party": (0.98, 0.93), "accused": (0.95, 0.95), "measure": (0.95, 0.95)},
    "heldout_blind": {"stance": (0.86, 0.95), "party": (0.97, 0.95), "accused": (0.95, 0.95), "measure": (0.95, 0.95)},
    "heldout": {"stance": (0.9, 0.88), "party": (0.97, 0.9), "accused": (0.88, 0.75), "measure": (0.95, 0.78)},
}


@pytest.mark.parametrize("half", _LEAST)
def test_articles_are_read_as_a_person_read_them(half: str) -> None:
    """Precision and recall for each field do not fall below what was reached."""
    command = [sys.executable, "-m", "bench.assertions", "--json", str(_HERE / half)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True, timeout=60)
    score = json.loads(done.stdout)[half]
    for field, (precision, recall) in _LEAST[half].items():
        count = score["counts"][field]
        assert count["right"] >= precision * count["read"], (field, score["differences"])
        assert count["right"] >= recall * count["there"], (field, score["differences"])


def test_technical_advisories_hold_few_positions(corpora: Path) -> None:
    """In ten advisories of 280 kB only agencies speak, and nobody supports, denies, sanctions or is silent."""
    read = []
    for path in sorted((corpora / "cti" / "tram" / "tram2_data" / "mjson_files").glob("*.mjson")):
        text = json.loads(path.read_text(encoding="utf-8"))["signal"]
        read.extend(assertions(text, sentences(text)))
    assert {one.stance for one in read} <= {
        Stance.OBSERVES,
        Stance.ATTRIBUTES,
        Stance.ACTS,
        Stance.CHARGES,
        Stance.REPORTS,
    }
    assert {one.party for one in read} == {"United States"}
    assert any(one.stance is Stance.CHARGES and "APT40" in one.sentence.words for one in read)
