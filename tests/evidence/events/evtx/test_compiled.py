"""The compiled reader of event logs against the reader in Python, which decides what is right."""

import hashlib
import io
import random
import re
import struct
import zlib
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pytest

from indicia.config import Limits
from indicia.detection.engine import Engine
from indicia.detection.sigma.rules import load_rules
from indicia.evidence.events.evtx.chunk import CHUNK, FILE_HEADER, MAGIC, walk
from indicia.evidence.events.evtx.reading import parts_of, read_evtx, read_evtx_part
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Events, Ledger
from indicia.wasm import sandbox

pytest.importorskip("wasmtime", reason="no wheel of wasmtime for this platform")

Said = tuple[list[object], object]


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have every log read by the compiled reader, or none."""
    return lambda least: monkeypatch.setattr(sandbox, "LEAST", least)


def said(data: bytes, part: int | None = None) -> Said:
    """All that a reader says of a log: events in order, and what it keeps account of."""
    sha256 = hashlib.sha256(data).hexdigest()
    evidence = Evidence(sha256=sha256, size=len(data), path="log", scope="case", kind=Kind.EVTX)
    ledger = Ledger(size=len(data), path="log", sha256=sha256, limit=10**6)
    stream = io.BytesIO(data)
    if part is None:
        batches = read_evtx(stream, evidence, ledger, Limits())
    else:
        batches = read_evtx_part(stream, evidence, ledger, Limits(), part)
    events: list[object] = []
    for batch in batches:
        indexes = range(len(batch.events))
        kinds = batch.kinds
        for group in batch.groups:
            assert list(group.texts) == [batch.events[index].text for index in group.indexes]
            assert all(kinds[index] is group.kind for index in group.indexes)
        if batch.groups:
            assert sorted(index for group in batch.groups for index in group.indexes) == list(indexes)
        for index in indexes:
            event = batch.events[index]
            kind = (event.provider, event.event_id, event.channel, kinds[index].host)
            events.append((kind, event.text, event.decode()))
    ledger.account()
    kept = (ledger.records, ledger.faulty, ledger.framing, ledger.count, ledger.size)
    return events, (kept, ledger.faults, ledger.spans, ledger.notes)


def agree(data: bytes, compiled: Callable[..., None], part: int | None = None) -> None:
    compiled(10**12)
    expected = said(data, part)
    compiled(0)
    found = said(data, part)
    assert found[1] == expected[1]
    assert found[0] == expected[0]


def signed(data: bytes) -> bytes:
    """The log with checksums that match again, so that what was changed is not noticed before it is decoded."""
    whole = bytearray(data)
    for start in range(FILE_HEADER, len(whole) - CHUNK + 1, CHUNK):
        chunk = memoryview(whole)[start : start + CHUNK]
        free = int.from_bytes(chunk[48:52], "little")
        if chunk[: len(MAGIC)] == MAGIC and 512 <= free <= CHUNK:
            struct.pack_into("<I", chunk, 52, zlib.crc32(chunk[512:free]))
            struct.pack_into("<I", chunk, 124, zlib.crc32(chunk[128:512], zlib.crc32(chunk[:120])))
    return bytes(whole)


def logs(corpora: Path) -> list[Path]:
    return sorted(corpora.rglob("*.evtx"))


def test_all_recordings_read_alike(corpora: Path, compiled: Callable[..., None]) -> None:
    for path in logs(corpora):
        agree(path.read_bytes(), compiled)


def test_most_chunks_are_usual(corpora: Path, compiled: Callable[..., None]) -> None:
    box = sandbox.sandbox("evtx")
    assert box is not None
    whole = taken = 0
    for path in logs(corpora / "evtx-attack-samples"):
        data = path.read_bytes()
        for start in range(FILE_HEADER, len(data) - CHUNK + 1, CHUNK):
            chunk = data[start : start + CHUNK]
            if chunk.startswith(MAGIC) and walk(chunk).sound:
                address = box.call("room", 1)
                box.memory[address : address + CHUNK] = chunk
                answer = box.call("decode", 0, 1)
                whole += 1
                taken += box.memory[answer]
    assert taken >= whole * 0.95 > 0


def test_forwarded_events_are_usual_too(corpora: Path) -> None:
    box = sandbox.sandbox("evtx")
    assert box is not None
    data = (corpora / "evtx-odd" / "MSExchange_Management_wec.evtx").read_bytes()
    address = box.call("room", 1)
    box.memory[address : address + CHUNK] = data[FILE_HEADER : FILE_HEADER + CHUNK]
    answer = box.call("decode", 0, 1)
    assert box.memory[answer] == 1


@pytest.mark.parametrize("seed", range(24))
def test_damage_is_read_alike(corpora: Path, compiled: Callable[..., None], seed: int) -> None:
    chance = random.Random(seed)
    paths = [path for path in logs(corpora) if path.stat().st_size < 2**20]
    for path in chance.sample(paths, 6):
        data = bytearray(path.read_bytes())
        for _ in range(chance.choice((1, 3, 20))):
            at = chance.randrange(FILE_HEADER, len(data))
            size = chance.choice((1, 1, 2, 4, 8))
            data[at : at + size] = chance.choice((chance.randbytes(size), bytes(size), b"\xff" * size))[
                : len(data) - at
            ]
        agree(signed(bytes(data)) if chance.random() < 0.8 else bytes(data), compiled)


@pytest.mark.parametrize("seed", range(12))
def test_descriptors_of_values_are_read_alike(corpora: Path, compiled: Callable[..., None], seed: int) -> None:
    """Types and lengths of values, which decide the most, are changed where they stand."""
    chance = random.Random(seed)
    paths = [path for path in logs(corpora / "evtx-attack-samples") if path.stat().st_size < 2**20]
    data = bytearray(chance.choice(paths).read_bytes())
    for start in range(FILE_HEADER, len(data) - CHUNK + 1, CHUNK):
        for at, _, _ in walk(bytes(data[start : start + CHUNK])).places[1::3]:
            # Behind the header of a record that names a template of before: number of values, then four bytes each.
            table = start + at + 24 + 14
            count = int.from_bytes(data[table : table + 4], "little")
            if 0 < count < 100:
                place = table + 4 + 4 * chance.randrange(count)
                data[place + 2] = chance.choice((0, 1, 2, 4, 6, 8, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 0x21, 0x81))
                if chance.random() < 0.2:
                    data[place] = chance.choice((0, 1, 2, 4, 8, 16, 255))
    agree(signed(bytes(data)), compiled)


UNITS = [*range(1, 0x21), 0x22, 0x2F, 0x5C, 0x7E, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFF]
PAIRS = [b"\x3d\xd8\x00\xde", b"\x00\xd8\x00\xdc", b"\x00\xd8a\x00", b"\x00\xdca\x00", b"a\x00\xff\xdb"]


@pytest.mark.parametrize("seed", range(8))
def test_characters_are_written_alike(corpora: Path, compiled: Callable[..., None], seed: int) -> None:
    """Characters of values and of templates, each of which has a way of its own to be written."""
    chance = random.Random(seed)
    paths = [path for path in logs(corpora / "evtx-attack-samples") if path.stat().st_size < 2**18]
    data = bytearray(chance.choice(paths).read_bytes())
    whole = re.compile(rb"(?:[a-zA-Z0-9\\: ]\x00){5,}")
    for text in whole.finditer(bytes(data), FILE_HEADER + 512):
        if chance.random() < 0.5:
            at = text.start() + 2 * chance.randrange((len(text[0]) - 4) // 2)
            put = chance.choice([*(unit.to_bytes(2, "little") for unit in UNITS), *PAIRS])
            data[at : at + len(put)] = put
    agree(signed(bytes(data)), compiled)


def test_parts_read_alike(corpora: Path, compiled: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicia.evidence.events.evtx.reading.PART", 3)
    path = max(logs(corpora / "evtx-attack-samples"), key=lambda path: path.stat().st_size)
    data = path.read_bytes()
    assert parts_of(len(data)) > 1
    for part in range(parts_of(len(data))):
        agree(data, compiled, part)


def test_a_reader_that_ends_without_an_answer_is_done_without(
    corpora: Path, compiled: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = max(logs(corpora), key=lambda path: path.stat().st_size).read_bytes()
    compiled(10**12)
    expected = said(data)
    compiled(0)

    def trapped(box: sandbox.Sandbox, name: str, *arguments: int) -> int:
        raise sandbox.Trapped(name)

    box = sandbox.sandbox("evtx")
    assert box is not None
    call = sandbox.Sandbox.call
    monkeypatch.setattr(
        sandbox.Sandbox, "call", lambda box, name, *given: (trapped if name == "decode" else call)(box, name, *given)
    )
    assert said(data) == expected


def test_logs_may_be_read_in_turns(corpora: Path, compiled: Callable[..., None]) -> None:
    compiled(0)
    taken = sorted(logs(corpora / "evtx-attack-samples"), key=lambda path: path.stat().st_size)[-2:]
    whole = [said(path.read_bytes())[0] for path in taken]
    found: list[list[object]] = [[], []]
    readers = []
    for path in taken:
        data = path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        evidence = Evidence(sha256=sha256, size=len(data), path="log", scope="case", kind=Kind.EVTX)
        ledger = Ledger(size=len(data), path="log", sha256=sha256)
        readers.append(read_evtx(io.BytesIO(data), evidence, ledger, Limits()))
    for batches in zip_longest(*readers):
        for events, batch in zip(found, batches, strict=True):
            for index, event in enumerate(batch.events if batch else ()):
                kind = (event.provider, event.event_id, event.channel, batch.kinds[index].host)
                events.append((kind, event.text, event.decode()))
    assert found == whole


def test_rules_answer_alike(corpora: Path, compiled: Callable[..., None]) -> None:
    engine_rules = [rule.detector for rule in load_rules([corpora / "sigma-rules"]).rules]
    data = max(logs(corpora / "evtx-attack-samples"), key=lambda path: path.stat().st_size).read_bytes()
    evidence = Evidence(sha256="0" * 64, size=len(data), path="log", scope="case", kind=Kind.EVTX)

    def hits() -> list[object]:
        ledger = Ledger(size=len(data), path="log", sha256="0" * 64)
        found: list[object] = []
        scan = Engine(engine_rules).start()
        for batch in read_evtx(io.BytesIO(data), evidence, ledger, Limits()):
            assert isinstance(batch, Events)
            found += scan.feed(batch)
        return found

    compiled(10**12)
    expected = hits()
    compiled(0)
    assert hits() == expected
    assert expected
