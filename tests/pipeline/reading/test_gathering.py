"""Readings are taken back in the order of the units, and what is kept of them does not depend on who made them when."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicia.case import Case, Listed
from indicia.config import Limits, Settings
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Account, Evidence, Kind, Locator, Origin
from indicia.model.reading import Reading
from indicia.model.record import Record, Sighting
from indicia.pipeline.reading import gathering
from indicia.pipeline.reading.gathering import Gathering
from indicia.pipeline.reading.units import Unit

SETTINGS = Settings(limits=Limits(sightings_per_scope=5))


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    """The pack's own rules."""
    return load_ruleset(load_pack(), Sources(), Limits())


def unit(number: int) -> Unit:
    """A log of one of two collections."""
    evidence = Evidence(sha256=f"{number:064}", size=1, path=f"{number}", scope=f"host{number % 2}", kind=Kind.IIS)
    return Unit(f"{number:064}-iis", (Listed(evidence=evidence, origin=Origin(path="x")),), 1, listing=False)


def reading(number: int) -> Reading:
    """One with a few records that are much alike."""
    at = [Locator(sha256=f"{number:064}", offset=place, length=1, line=place + 1) for place in range(number)]
    return Reading(
        sha256=f"{number:064}",
        account=Account(size=1, records=1, count=number),
        spans=(),
        faults=(),
        sightings=tuple(
            Sighting(
                detector=f"d{place.offset % 2}",
                record=Record(
                    table="web_request",
                    source="iis",
                    time=datetime(2021, 3, 3, 1, 1, place.offset, tzinfo=UTC),
                    host=None,
                    at=place,
                    fields={"c-ip": "192.0.2.1"},
                    raw=f"{place.line} GET /",
                ),
            )
            for place in at
        ),
        overflow=(("d0", 1),),
    )


def gathered(case: Case, ruleset: Ruleset, order: Sequence[int], *, hand: bool) -> list[object]:
    """What is gathered when the units come in this order."""
    units = [unit(number) for number in range(1, 9)]
    taken, there = Gathering(case, ruleset, units, SETTINGS), set()
    for place in order:
        made = case.save_reading(ruleset.digest, units[place].name, reading(place + 1))
        there.add(units[place].name)
        if hand:
            taken.hand(units[place], made)
        taken.take(lambda one: one.name in there)
        # What came before its turn waits, what is its turn does not.
        first = next((at for at, one in enumerate(units) if one.name not in there), len(units))
        assert list(taken.readings) == [one.name for one in units[:first]]
    return [
        taken.readings,
        taken.numbers,
        [taken.kept[number] for number in range(len(taken.kept))],
    ]


def test_the_order_in_which_units_are_done_does_not_matter(
    ruleset: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Handed over or read back, first or last: the same records are kept, and the same are counted."""
    whole = gathered(Case.create(tmp_path / "a"), ruleset, range(8), hand=False)
    assert gathered(Case.create(tmp_path / "b"), ruleset, range(8), hand=True) == whole
    assert gathered(Case.create(tmp_path / "c"), ruleset, [7, 3, 0, 1, 6, 5, 4, 2], hand=True) == whole
    monkeypatch.setattr(gathering, "_HANDED", 4)
    assert gathered(Case.create(tmp_path / "d"), ruleset, [7, 6, 5, 4, 3, 2, 1, 0], hand=True) == whole
    readings, _, kept = whole
    assert isinstance(readings, dict)
    assert isinstance(kept, list)
    assert all(not one.sightings for one in readings.values())
    counts = [dict(one.overflow) for one in readings.values()]
    assert counts[0] == {"d0": 1}
    # 20 records of each collection in turn, of each detector 5 are kept.
    assert sum(sum(each.values()) for each in counts) == 8 + sum(range(1, 9)) - len(kept)
    assert len(kept) == 4 * 5
