"""The chain of custody."""

import errno
import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.errors import CaseError
from indicia.evidence.custody import GENESIS, Custody, verify_chain

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def clock():
    return NOW


@pytest.fixture
def chain(tmp_path):
    path = tmp_path / "case" / "custody.jsonl"
    with Custody(path, clock, "analyst") as custody:
        custody.take_in("a/x.log", "aa", 1)
        custody.take_in("t.zip", "bb", 2)
        custody.take_in("t.zip!y.log", "cc", 3, "bb")
    return path


def test_each_line_carries_the_hash_before(chain):
    """Every line holds the SHA-256 of the line before it, the first one zeros."""
    before = GENESIS
    for line in chain.read_bytes().splitlines(keepends=True):
        assert json.loads(line)["before"] == before
        before = hashlib.sha256(line).hexdigest()
    assert verify_chain(chain) == []
    with Custody(chain, clock, "x") as custody:
        assert custody.head == before


def test_taking_in_again_adds_nothing(chain):
    """Evidence already in the chain is not added a second time, also after opening it anew."""
    was = chain.read_bytes()
    with Custody(chain, clock, "somebody else") as custody:
        custody.take_in("a/x.log", "aa", 1)
        assert chain.read_bytes() == was
        custody.take_in("a/x.log", "ab", 1)
    assert len(chain.read_bytes().splitlines()) == 4
    assert verify_chain(chain) == []


def test_torn_last_line_is_cut_off(chain):
    """What a crash left of a line goes when the chain is opened, and the chain goes on from the line before."""
    whole = chain.read_bytes()
    for length in range(len(whole.splitlines(keepends=True)[-1])):
        chain.write_bytes(whole[: len(whole) - 1 - length])
        with Custody(chain, clock, "analyst") as custody:
            custody.take_in("t.zip!y.log", "cc", 3, "bb")
        assert chain.read_bytes() == whole


def test_verify_names_a_torn_line(chain):
    """Checking changes nothing and names a line without an end."""
    chain.write_bytes(chain.read_bytes()[:-5])
    assert verify_chain(chain) == ["line 3: torn: it has no end"]


@settings(max_examples=60)
@given(st.data())
def test_any_changed_byte_is_found(tmp_path_factory, data):
    """Changing any byte but in the last line's own text breaks the chain at a named line."""
    path = tmp_path_factory.mktemp("chain") / "custody.jsonl"
    with Custody(path, clock, "analyst") as custody:
        for number in range(4):
            custody.take_in(f"file{number}", "aa", number, sync=False)
        custody.sync()
    whole = bytearray(path.read_bytes())
    last = len(whole) - len(whole.splitlines(keepends=True)[-1])
    at = data.draw(st.integers(0, last - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole)
    assert verify_chain(path)


def test_damaged_chain_is_not_continued(chain):
    """A chain somebody changed is not written to any more."""
    chain.write_bytes(chain.read_bytes().replace(b"a/x.log", b"a/z.log"))
    with pytest.raises(CaseError) as caught:
        Custody(chain, clock, "analyst")
    assert caught.value.hint


class FullDisk:
    """A file on a disk that has no room left after some bytes."""

    def __init__(self, file, room):
        self.file, self.room = file, room

    def write(self, data):
        self.file.write(data[: self.room])
        if len(data) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")

    def __getattr__(self, name):
        return getattr(self.file, name)


def test_full_disk_leaves_no_half_line(chain):
    """A full disk is a case error with a hint, and the chain on disk still stands."""
    custody = Custody(chain, clock, "analyst")
    custody._file = FullDisk(custody._file, 10)
    with pytest.raises(CaseError) as caught:
        custody.take_in("new", "dd", 4)
    assert "No space left" in str(caught.value)
    assert caught.value.hint
    custody.close()
    assert verify_chain(chain) == []


def test_unwritable_folder(tmp_path):
    """A chain that cannot be made is a case error."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CaseError):
        Custody(tmp_path / "file" / "custody.jsonl", clock, "analyst")
    with pytest.raises(CaseError):
        verify_chain(tmp_path / "none.jsonl")


def test_a_full_disk_is_said_with_the_name_of_the_chain(tmp_path):
    """Closing the file tries once more to write what could not be written; what is said stays the first error."""
    resource = pytest.importorskip("resource")
    path = tmp_path / "custody.jsonl"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        with (
            pytest.raises(CaseError, match=r"custody\.jsonl: the chain of custody cannot be written"),
            Custody(path, clock, "analyst") as custody,
        ):
            custody.take_in("a/x.log", "aa", 1)
            resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 10, limits[1]))
            custody.take_in("b/x.log", "aa", 1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with Custody(path, clock, "analyst"):
        pass
    assert verify_chain(path) == []
