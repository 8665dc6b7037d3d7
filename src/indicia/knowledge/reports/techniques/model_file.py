"""A model of techniques as a file: a header in JSON and plain numbers, packed, with their SHA-256 before them.

    indicia-techniques/1 <sha256 of the rest>\\n
    zlib( 4 bytes length of the header, little-endian | header | arrays one after the other, little-endian )

Nothing in it is ever run.  The same training gives the same bytes.
"""

import hashlib
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from indicia.errors import RulesetError
from indicia.knowledge.kept.writing import write_whole
from indicia.knowledge.published.attack_versions import SPOKEN, load_attack_versions
from indicia.knowledge.reports.techniques.features import BITS, VERSION
from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.knowledge.reports.techniques.weighing import SIGNS

MAGIC = b"indicia-techniques/1 "
MOST_PACKED = 64 * 2**20
MOST_UNPACKED = 256 * 2**20
_HEAD = re.compile(rb"indicia-techniques/1 ([0-9a-f]{64})\n")
_ARRAYS = (
    ("bias", "<f4"),
    ("steps", "<f4"),
    ("numbers", "<u4"),
    ("begins", "<u4"),
    ("columns", "<u2"),
    ("weights", "|i1"),
)
_HEADER = frozenset(
    ("features", "attack", "labels", "tried", "signs", "weighing", "threshold", "trained_on", "notes", "sizes")
)
_LARGEST = 1e6
"""Of any number in it; learnt ones are below a hundred."""
_LENGTH = struct.Struct("<I")


def save_model(path: Path, model: TechniqueModel) -> str:
    """Write a model whole or not at all; its SHA-256.  Raises SetError when it cannot be written."""
    data = packed(model)
    write_whole(path, data)
    return hashlib.sha256(data).hexdigest()


def packed(model: TechniqueModel) -> bytes:
    """The bytes of its file."""
    arrays = [(name, np.ascontiguousarray(getattr(model, name), dtype=kind)) for name, kind in _ARRAYS]
    header = orjson.dumps(
        {
            "features": VERSION,
            "attack": SPOKEN,
            "labels": model.labels,
            "tried": model.tried,
            "signs": SIGNS,
            "weighing": model.weighing,
            "threshold": model.threshold,
            "trained_on": model.trained_on,
            "notes": model.notes,
            "sizes": {name: int(array.size) for name, array in arrays},
        }
    )
    body = _LENGTH.pack(len(header)) + header + b"".join(array.tobytes() for _, array in arrays)
    rest = zlib.compress(body, 9)
    return MAGIC + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def read_model(data: bytes, name: str) -> TechniqueModel:
    """Read a model.  Raises RulesetError for what is none, is damaged, too large or made for other features."""
    if len(data) > MOST_PACKED:
        raise RulesetError(f"{name}: larger than {MOST_PACKED // 2**20} MiB (limit)")
    head = _HEAD.match(data)
    if head is None:
        raise RulesetError(f"{name}: no model of techniques", hint="`indicia train-techniques` makes one.")
    rest = data[head.end() :]
    if hashlib.sha256(rest).hexdigest().encode() != head.group(1):
        raise RulesetError(
            f"{name}: damaged: its content does not fit its SHA-256", hint="Train it again, or copy it again."
        )
    try:
        return _unpacked(rest, hashlib.sha256(data).hexdigest())
    except (ValueError, TypeError, KeyError, AttributeError, struct.error, zlib.error) as error:
        raise RulesetError(f"{name}: not usable: {error}", hint="Train it again with this version.") from None


def _unpacked(rest: bytes, digest: str) -> TechniqueModel:
    reader = zlib.decompressobj()
    body = reader.decompress(rest, MOST_UNPACKED)
    if reader.unconsumed_tail or not reader.eof:
        raise ValueError(f"unpacks to more than {MOST_UNPACKED // 2**20} MiB (limit), or ends too early")
    (length,) = _LENGTH.unpack_from(body)
    header = orjson.loads(body[_LENGTH.size : _LENGTH.size + length])
    if set(header) != _HEADER or set(header["sizes"]) != {name for name, _ in _ARRAYS}:
        raise ValueError("a header with other entries")
    if header["features"] != VERSION or header["attack"] != SPOKEN or tuple(header["signs"]) != SIGNS:
        raise ValueError(f"made for features {header['features']} and ATT&CK {header['attack']}")
    arrays: dict[str, npt.NDArray[Any]] = {}
    at = _LENGTH.size + length
    for name, kind in _ARRAYS:
        size = header["sizes"][name]
        if type(size) is not int or size < 0 or at + size > len(body):
            raise ValueError("arrays and their sizes do not fit")
        arrays[name] = np.frombuffer(body, dtype=kind, count=size, offset=at)
        at += size * np.dtype(kind).itemsize
    if at != len(body):
        raise ValueError("arrays and their sizes do not fit")
    model = TechniqueModel(
        labels=tuple(str(id) for id in header["labels"]),
        tried=tuple(bool(each) for each in header["tried"]),
        weighing=_floats(header["weighing"]),
        threshold=_floats([header["threshold"]])[0],
        trained_on=tuple((str(name), str(sha256)) for name, sha256 in header["trained_on"]),
        notes=tuple(str(note) for note in header["notes"]),
        sha256=digest,
        bias=arrays["bias"],
        steps=arrays["steps"],
        numbers=arrays["numbers"],
        begins=arrays["begins"],
        columns=arrays["columns"],
        weights=arrays["weights"],
    )
    _check(model)
    return model


def _floats(values: list[object]) -> tuple[float, ...]:
    found = tuple(float(value) for value in values if isinstance(value, int | float))
    if len(found) != len(values) or not all(abs(value) <= _LARGEST for value in found):
        raise ValueError("a number that is none, or beyond all measure")
    return found


def _check(model: TechniqueModel) -> None:
    """What would make scoring fail or lie later."""
    width, versions = len(model.labels), load_attack_versions()
    strange = next((id for id in model.labels if not versions.lives(id, SPOKEN)), None)
    if strange is not None or len(set(model.labels)) != width or not width:
        raise ValueError(f"labels are not techniques of ATT&CK {SPOKEN}: {strange or 'none, or one twice'}")
    rows = (model.tried, model.bias, model.steps)
    if any(len(row) != width for row in rows):
        raise ValueError("not one value for each technique")
    if len(model.weighing) != len(SIGNS) + 1 or not 0 <= model.threshold <= 1:
        raise ValueError("not one weight for each sign, or a threshold that is no probability")
    # Also false for what is no number.
    if not ((np.abs(model.bias) <= _LARGEST).all() and (np.abs(model.steps) <= _LARGEST).all()):
        raise ValueError("a weight that is no number, or beyond all measure")
    if len(model.begins) != len(model.numbers) + 1 or len(model.columns) != len(model.weights):
        raise ValueError("arrays of different lengths")
    begins = model.begins.astype(np.int64)
    if begins[0] != 0 or begins[-1] != len(model.columns) or (np.diff(begins) < 0).any():
        raise ValueError("entries that do not follow each other")
    if len(model.columns) and int(model.columns.max()) >= width:
        raise ValueError("an entry for a technique that is not there")
    if len(model.numbers) and ((np.diff(model.numbers.astype(np.int64)) <= 0).any() or model.numbers[-1] >= 2 << BITS):
        raise ValueError("features out of order")
