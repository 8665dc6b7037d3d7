"""The case folder keeps what it is given, whole."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from indicia.case import Case
from indicia.detection.bundle import MOST, Bundle
from indicia.errors import CaseError
from indicia.model.coverage import Span
from indicia.model.evidence import Account, Fault, Locator
from indicia.model.reading import Reading
from indicia.model.record import Record, Sighting
from indicia.readings import both

NOW = datetime(2021, 3, 14, 1, 40, 13, 660000, UTC)

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]))).map(tuple),
)


def reading(fields: dict, raw: str = "x") -> Reading:
    """A reading with one sighting."""
    at = Locator(sha256="a" * 64, offset=5, length=7, line=2, record_id=9)
    record = Record(table="win_event", source="Security", time=NOW, host="h", at=at, fields=fields, raw=raw)
    return Reading(
        sha256="a" * 64,
        account=Account(size=12, records=7, framing=5, count=1),
        spans=(
            Span(
                source="Security", host="h", records=1, first=NOW, last=NOW, hours={"2021-03-14T01": 1}, parts={"1": 1}
            ),
        ),
        faults=(Fault(path="x", reason="torn", at=at),),
        sightings=(Sighting(detector="d", record=record, matched=("f",)),),
        overflow=(("d", 3),),
        notes=("n",),
    )


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), values, max_size=6))
def test_a_reading_comes_back_as_it_was(tmp_path_factory, fields: dict) -> None:
    """Saved and loaded, a reading is equal, and equal readings are equal bytes."""
    case = Case.create(tmp_path_factory.mktemp("case") / "c")
    assert case.save_reading("digest", "name", reading(fields)) == reading(fields)
    assert case.load_reading("digest", "name") == reading(fields)
    assert both(reading(fields))[0] == both(reading(dict(fields)))[0]


def test_lone_surrogates_are_written_out(tmp_path: Path) -> None:
    """Text that UTF-8 cannot hold is made visible instead of failing, also in what is handed over."""
    odd = reading({"f": "\ud800", "g": ("1", "\udc00")}, raw="\udfff")
    assert both(odd)[0]
    case = Case.create(tmp_path / "c")
    assert case.save_reading("d", "n", odd) == case.load_reading("d", "n") != odd


def test_a_large_reading_is_handed_over_packed(tmp_path: Path) -> None:
    """With many records it comes as it will be read back, but packed."""
    one = reading({"f": "x", "g": ("\ud800", "y")})
    many = replace(one, sightings=one.sightings * 2500)
    case = Case.create(tmp_path / "c")
    handed, there = case.save_reading("d", "n", many), case.load_reading("d", "n")
    assert handed is not None
    assert there is not None
    assert isinstance(handed.sightings, Bundle)
    assert tuple(handed.sightings) == tuple(there.sightings) != tuple(many.sightings)
    assert replace(handed, sightings=()) == replace(there, sightings=())


def test_a_very_large_reading_is_not_handed_over(tmp_path: Path) -> None:
    """With very many records it is to be read back, a few at a time in memory; it comes back as it was."""
    one = reading({"f": "x"})
    many = replace(one, sightings=one.sightings * (MOST + 1))
    case = Case.create(tmp_path / "c")
    assert case.save_reading("d", "n", many) is None
    assert case.load_reading("d", "n") == many


def test_a_damaged_reading_is_no_reading(tmp_path: Path) -> None:
    """A torn or foreign file is as good as none: the evidence is read again."""
    case = Case.create(tmp_path / "c")
    case.save_reading("d", "n", reading({}))
    path = case.reading_path("d", "n")
    whole = path.read_bytes()
    half = len(whole) // 2
    for bad in (b"", whole[:half], b"PAR1junkPAR1", whole[:-20] + bytes(20), whole[:300] + bytes(80) + whole[380:]):
        path.write_bytes(bad)
        assert case.load_reading("d", "n") is None


def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    """A folder that holds something else never becomes a case."""
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(CaseError, match="not empty"):
        Case.create(tmp_path)
    with pytest.raises(CaseError, match="no case"):
        Case.open(tmp_path)


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the error says so and the old content stands."""
    case = Case.create(tmp_path / "c")
    case.write("result.json", b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CaseError, match="No space left"):
        case.write("result.json", b"new")
    assert [(item.name, item.read_bytes()) for item in case.root.iterdir()] == [("result.json", b"old")]


def test_a_damaged_result_is_a_clear_error(tmp_path: Path) -> None:
    """A broken result.json is named, not a traceback."""
    case = Case.create(tmp_path / "c")
    case.write("result.json", b"{}")
    with pytest.raises(CaseError, match=r"result\.json"):
        case.result()


def test_what_a_killed_scan_was_writing_is_cleared_away(tmp_path: Path) -> None:
    """Also where it was the first file of the case; what is whole stays."""
    (tmp_path / ".new-abc").write_bytes(b"half")
    case = Case.create(tmp_path)
    case.write("case.json", b"{}")
    case.write("findings/0/whole.parquet", b"whole")
    for left in (tmp_path / ".new-def", tmp_path / "findings" / "0" / ".new-ghi"):
        left.write_bytes(b"half")
    Case.create(tmp_path)
    kept = {one.relative_to(tmp_path).as_posix() for one in tmp_path.rglob("*") if one.is_file()}
    assert kept == {"case.json", "findings/0/whole.parquet"}
