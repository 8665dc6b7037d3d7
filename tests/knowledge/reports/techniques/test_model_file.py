"""Models as files."""

import hashlib
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import orjson
import pytest
from bench.techniques.guessing import guesses

from indicia.errors import RulesetError
from indicia.knowledge.reports.techniques.features import features
from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.knowledge.reports.techniques.model_file import MAGIC, packed, read_model, save_model
from indicia.knowledge.reports.techniques.weighing import SIGNS


def model(**other) -> TechniqueModel:
    numbers = features("web shell")[0]
    values = {
        "labels": ("T1027", "T1027.002", "T1505.003"),
        "tried": (True, False, True),
        "weighing": (1.0, *[0.0] * len(SIGNS)),
        "threshold": 0.5,
        "bias": np.array([-4, -4, -4], dtype=np.float32),
        "steps": np.array([0.1, 0.1, 0.1], dtype=np.float32),
        "numbers": numbers,
        "begins": np.arange(len(numbers) + 1, dtype=np.uint32),
        "columns": np.full(len(numbers), 2, dtype=np.uint16),
        "weights": np.full(len(numbers), 40, dtype=np.int8),
        "trained_on": (("a.json", "0" * 64),),
        "notes": ("note",),
    }
    return TechniqueModel(**{**values, **other})


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """The model scores as before and knows the digest of its file."""
    path = tmp_path / "m.model"
    digest = save_model(path, model())
    again = read_model(path.read_bytes(), str(path))
    assert again.sha256 == digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert again.raw("a web shell").tolist() == model().raw("a web shell").tolist()
    assert (again.labels, again.tried, again.trained_on, again.notes) == (
        model().labels,
        model().tried,
        model().trained_on,
        model().notes,
    )
    assert guesses(again, "a web shell") == {"T1505.003"}
    assert packed(again) == path.read_bytes()


def test_only_the_most_specific_is_guessed() -> None:
    """A technique is not suggested beside the one below it."""
    numbers = features("packed")[0]
    columns = np.tile(np.array([0, 1], dtype=np.uint16), len(numbers))
    both = model(
        numbers=numbers,
        begins=np.arange(0, 2 * len(numbers) + 1, 2, dtype=np.uint32),
        columns=columns,
        weights=np.full(len(columns), 100, dtype=np.int8),
    )
    assert guesses(both, "packed") == {"T1027.002"}


def test_every_changed_byte_is_noticed(tmp_path: Path) -> None:
    """A damaged file is refused, wherever the damage is."""
    data = packed(model())
    path = tmp_path / "m.model"
    for at in range(0, len(data), 7):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(RulesetError):
            read_model(path.read_bytes(), str(path))
    for size in (0, 10, 80, len(data) - 1):
        path.write_bytes(data[:size])
        with pytest.raises(RulesetError):
            read_model(path.read_bytes(), str(path))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"labels": ("T1027", "T1027", "T1505.003")}, "twice"),
        ({"labels": ("T1027", "T9999", "T1505.003")}, "T9999"),
        ({"tried": (True, True)}, "each technique"),
        ({"weighing": (1.0,)}, "each sign"),
        ({"threshold": 1.5}, "no probability"),
        ({"weighing": (float("nan"), *[0.0] * len(SIGNS))}, "not usable"),
        ({"weighing": (1e300, *[0.0] * len(SIGNS))}, "beyond all measure"),
        ({"steps": np.array([1e30, 0, 0], dtype=np.float32)}, "beyond all measure"),
        ({"bias": np.array([np.inf, 0, 0], dtype=np.float32)}, "no number"),
        ({"begins": np.zeros(3, dtype=np.uint32)}, "lengths"),
        ({"begins": np.array([0, 1, 2], dtype=np.uint32), "numbers": np.array([5, 4], dtype=np.uint32),
          "columns": np.zeros(2, dtype=np.uint16), "weights": np.ones(2, dtype=np.int8)}, "order"),
        ({"begins": np.array([0, 2, 1], dtype=np.uint32), "numbers": np.array([4, 5], dtype=np.uint32),
          "columns": np.zeros(1, dtype=np.uint16), "weights": np.ones(1, dtype=np.int8)}, "follow"),
        ({"begins": np.array([0, 1], dtype=np.uint32), "numbers": np.array([4], dtype=np.uint32),
          "columns": np.full(1, 3, dtype=np.uint16), "weights": np.ones(1, dtype=np.int8)}, "not there"),
    ],
)  # fmt: skip
def test_a_model_that_would_lie_is_refused(tmp_path: Path, other, reason: str) -> None:
    """A file with the right digest and wrong numbers is not used."""
    path = tmp_path / "m.model"
    path.write_bytes(packed(model(**other)))
    with pytest.raises(RulesetError, match=reason):
        read_model(path.read_bytes(), str(path))


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch) -> None:
    """What unpacks to more than the limit is not unpacked."""
    monkeypatch.setattr("indicia.knowledge.reports.techniques.model_file.MOST_UNPACKED", 100_000)
    rest = zlib.compress(bytes(1_000_000), 9)
    path = tmp_path / "m.model"
    path.write_bytes(MAGIC + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)
    with pytest.raises(RulesetError, match="limit"):
        read_model(path.read_bytes(), str(path))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda header: header.update(features=999), "features 999"),
        (lambda header: header.update(run="calc"), "other entries"),
        (lambda header: header.pop("notes"), "other entries"),
        (lambda header: header["sizes"].update(numbers=-1), "sizes"),
        (lambda header: header["sizes"].update(numbers=2**70), "sizes"),
        (lambda header: header["sizes"].update(numbers="9"), "sizes"),
        (lambda header: header.update(weighing=["1", "2", "3"]), "number"),
        (lambda header: header.update(labels=7), "not usable"),
    ],
)
def test_a_header_of_another_form_is_refused(tmp_path: Path, change, reason: str) -> None:
    """Numbers that mean other words, entries that nobody asked for, sizes that lie."""
    data = packed(model())
    body = zlib.decompress(data[data.index(b"\n") + 1 :])
    (length,) = struct.unpack_from("<I", body)
    header = orjson.loads(body[4 : 4 + length])
    change(header)
    _write(tmp_path / "m.model", _dumped(header), body[4 + length :])
    with pytest.raises(RulesetError, match=reason):
        read_model((tmp_path / "m.model").read_bytes(), "m.model")


def test_a_header_that_is_no_object_is_refused(tmp_path: Path) -> None:
    """Whatever JSON it is."""
    for head in (b"[]", b"7", b"null", b'"x"', b"{", b"[" * 5000):
        _write(tmp_path / "m.model", head, b"")
        with pytest.raises(RulesetError, match="not usable"):
            read_model((tmp_path / "m.model").read_bytes(), "m.model")


def _dumped(header: dict[str, object]) -> bytes:
    # orjson writes no whole number above 64 bits.
    return json.dumps(header).encode()


def _write(path: Path, head: bytes, arrays: bytes) -> None:
    rest = zlib.compress(struct.pack("<I", len(head)) + head + arrays)
    path.write_bytes(MAGIC + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)
