"""Event logs of which bytes were lost, or into which some came: all that is whole is read on."""

import hashlib
import io
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.evidence.events.evtx import reading
from indicia.evidence.events.evtx.chunk import CHUNK, FILE_HEADER, MAGIC
from indicia.model.evidence import Evidence, Fault, Kind
from indicia.tables.batch import Ledger

Found = tuple[list[tuple[int, int, bytes]], list[Fault], list[int]]
QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(data: bytes, part: int | None = None) -> Found:
    """(offset, length, text) of each record, faults and the account of a log: as a whole or in parts of so many
    chunks."""
    sha256 = hashlib.sha256(data).hexdigest()
    evidence = Evidence(sha256=sha256, size=len(data), path="log", scope="s", kind=Kind.EVTX)
    records, faults, account = [], [], [0, 0, 0, 0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "PART", part or reading.PART)
        for number in range(reading.parts_of(len(data)) if part else 1):
            ledger = Ledger(size=len(data), path="log", sha256=sha256, limit=10**6)
            stream = io.BytesIO(data)
            batches = (
                reading.read_evtx_part(stream, evidence, ledger, Limits(), number)
                if part
                else reading.read_evtx(stream, evidence, ledger, Limits())
            )
            for batch in batches:
                places = [event.decode().at for event in batch.events]
                records += [(at.offset, at.length, event.text) for at, event in zip(places, batch.events, strict=True)]
            found = ledger.account()
            assert min(found.records, found.faults, found.framing) >= 0
            faults += ledger.faults
            account = [
                known + more
                for known, more in zip(account, (found.size, found.records, found.faults, found.framing), strict=True)
            ]
    assert account[0] == len(data)
    return records, faults, account


@pytest.fixture(scope="module")
def log(corpora: Path) -> bytes:
    """A Security log of eight chunks; its header, which counts more of them, is not to be believed."""
    data = (corpora / "evtx-odd" / "security_bad_string_cache.evtx").read_bytes()[: FILE_HEADER + 8 * CHUNK]
    return data[:124] + b"none" + data[128:]


@pytest.fixture(scope="module")
def texts(log: bytes) -> list[tuple[int, int, bytes]]:
    """What it holds, undamaged."""
    return read(log)[0]


PLACES = [
    (41_054, 2),
    (16_311, 7),
    (99_390, 1),
    (198_868, 100),
    (216_658, 400),
    (281_000, 2),
    (332_184, 2),
    (390_001, 7),
]
"""Offsets and numbers of bytes: in records, in the header of a chunk, in a record that others take their form from."""


@pytest.mark.parametrize(("at", "size"), PLACES)
@pytest.mark.parametrize("added", [False, True])
def test_shifted_chunks_are_read_on(log, texts, at, size, added):
    """Bytes that are lost or come in cost the records they are in and those that take their form from one of these:
    no other chunk, and no record is read wrongly."""
    data = log[:at] + b"\xee" * size + log[at:] if added else log[:at] + log[at + size :]
    last = at if added else at + size
    records, faults, account = read(data)
    hit = {text for offset, length, text in texts if offset < last and at < offset + length}
    chunk = {text for offset, _, text in texts if (offset - FILE_HEADER) // CHUNK == (at - FILE_HEADER) // CHUNK}
    known, found = {text for _, _, text in texts}, {text for _, _, text in records}
    assert found <= known
    assert not hit & found
    assert known - found <= chunk
    lost = sum(length for _, length, text in texts if text not in found)
    assert 0 < account[2] <= lost + 1024 + size
    assert len(known - found - hit) < 25
    assert any("early" in fault.reason or "late" in fault.reason for fault in faults)
    for offset, length, _ in records:
        assert data[offset : offset + 4] == b"**\0\0"
        assert int.from_bytes(data[offset + 4 : offset + 8], "little") == length


def test_a_chunk_that_lost_bytes_says_how_many(log, texts):
    """The fault stands at the record that was hit, and says what is missing."""
    offset, length, _ = texts[300]
    _, faults, account = read(log[: offset + 60] + log[offset + 67 :])
    (fault,) = (fault for fault in faults if "7 bytes early" in fault.reason)
    assert fault.at is not None
    assert (fault.at.offset, fault.at.length) == (offset, length - 7)
    assert account[2] == length - 7


@QUIET
@given(seed=st.integers(0, 2**32), spots=st.integers(1, 8), part=st.sampled_from([1, 2, 3]))
def test_parts_agree_on_shifted_chunks(log, seed, spots, part):
    """However a log was shifted, and with beginnings of chunks where none should be, it is read alike in parts of any
    size, and every byte is in one of them."""
    dice = random.Random(seed)
    data = bytearray(log)
    for _ in range(spots):
        at, size = dice.randrange(len(data)), dice.choice([1, 3, 64, 900, 70000])
        what = dice.randrange(4)
        if what == 0:
            del data[at : at + size]
        elif what == 1:
            data[at:at] = bytes(size)
        elif what == 2:
            data[at : at + size] = dice.randbytes(size)
        else:
            data[at : at + len(MAGIC)] = MAGIC
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "PART", part)
        whole = read(bytes(data))
    assert read(bytes(data), part) == whole
    assert sum(length for _, length, _ in whole[0]) == whole[2][1]


def test_beginnings_of_chunks_everywhere_are_read_in_time(log):
    """A file of nothing but beginnings of chunks is accounted for."""
    records, faults, _ = read(log[:FILE_HEADER] + (MAGIC + b"!!!!") * 60_000)
    assert not records
    assert faults
