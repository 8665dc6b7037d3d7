"""Everything that goes into a sort comes out of it once, in order, however often it spills."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.errors import CaseError
from indicia.pipeline.timeline.sorting import Sorter, joined

ENTRIES = st.lists(st.tuples(st.binary(max_size=6), st.binary(max_size=300), st.binary(max_size=3)), max_size=120)


@given(entries=ENTRIES, budget=st.sampled_from([0, 300, 2_000, 10**9]), fan=st.integers(2, 5))
def test_all_come_out_once_and_in_order(tmp_path_factory, entries, budget: int, fan: int) -> None:
    """Random entries, random budgets, random widths of the merge: what `sorted` gives."""
    folder = tmp_path_factory.mktemp("sort") / "spool"
    with Sorter(folder, budget=budget, fan=fan) as sorter:
        for entry in entries:
            sorter.add(*entry)
        assert list(sorter.sorted()) == sorted(entries)
    assert not folder.exists()


@given(entries=ENTRIES)
def test_equal_keys_are_joined(entries) -> None:
    """One entry a key; the row of one that has marks, and all marks together."""
    found = list(joined(sorted(entries), b"|".join))
    assert [key for key, _, _ in found] == sorted({key for key, _, _ in entries})
    for key, row, marks in found:
        same = [entry for entry in sorted(entries) if entry[0] == key]
        marked = [entry for entry in same if entry[2]]
        assert row == (marked or same)[0][1]
        assert marks == b"|".join(entry[2] for entry in marked)


def test_a_spoiled_run_is_an_error(tmp_path: Path) -> None:
    """A run that changed on the disk is said, not skipped."""
    with Sorter(tmp_path / "spool", budget=0) as sorter:
        for number in range(5):
            sorter.add(b"%d" % number, b"row" * 50, b"")
        run = next((tmp_path / "spool").rglob("000003"))
        run.write_bytes(run.read_bytes()[:-4])
        with pytest.raises(CaseError, match="cannot be read again"):
            list(sorter.sorted())


def test_no_room_is_an_error(tmp_path: Path) -> None:
    """A folder that cannot be made is said with what to do."""
    (tmp_path / "file").write_text("in the way")
    with Sorter(tmp_path / "file" / "spool", budget=0) as sorter, pytest.raises(CaseError) as caught:
        sorter.add(b"key", b"row", b"")
    assert caught.value.hint
