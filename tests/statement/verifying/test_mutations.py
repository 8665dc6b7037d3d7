"""Whatever is done to a bundle, both verifiers give the same answer; and any flipped bit is refused."""

import os
import shutil
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.statement.invented_bundle import AT
from tests.statement.verifying.both import reindexed, small

from indicia.statement.bundle.index import NAME
from indicia.statement.canonical import canonical
from indicia.statement.verifying.items import Outcome
from indicia.statement.verifying.verify import Asked, verify_bundle

_EXAMPLES = int(os.environ.get("INDICIA_MUTATIONS", "60"))
"""So many for each kind; more when somebody asks for them."""
_OTHERS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=_EXAMPLES)
_UNSIGNED = "ledger/keys.json"
"""Nobody signs it; a witness that is taken out of it is one the reader does not ask for."""


def first(path: Path) -> Outcome:
    return verify_bundle(path, Asked(at=AT)).items.outcome


@_OTHERS
@given(data=st.data())
def test_a_flipped_bit_anywhere_in_an_archive_is_refused(archive, data):
    whole = bytearray(archive.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    path = archive.with_name("flipped.tar")
    path.write_bytes(whole)
    assert first(path) is Outcome.REFUTED is small(path)


@_OTHERS
@given(data=st.data())
def test_an_archive_cut_off_or_longer_is_refused(archive, data):
    whole = archive.read_bytes()
    at = data.draw(st.integers(1, len(whole) - 1))
    path = archive.with_name("cut.tar")
    path.write_bytes(data.draw(st.sampled_from([whole[:at], whole + whole[:at], whole + bytes(512)])))
    assert first(path) is Outcome.REFUTED is small(path)


@_OTHERS
@given(data=st.data())
def test_a_flipped_bit_with_an_index_that_fits(bundle, data):
    """The index is signed by nobody, so an attacker makes a new one: what is signed still refuses it."""
    root = _copy(bundle)
    path = data.draw(st.sampled_from(_files(root)))
    if path.startswith("evidence/"):
        path = "ledger/checkpoint"
    whole = bytearray((root / path).read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    (root / path).write_bytes(whole)
    found = first(reindexed(root))
    assert found is small(root)
    assert found is Outcome.REFUTED or path in ("ledger/checkpoint", _UNSIGNED)


@_OTHERS
@given(data=st.data())
def test_a_file_taken_out_swapped_or_doubled(bundle, data):
    root = _copy(bundle)
    path, other = (data.draw(st.sampled_from(_files(root))) for _ in range(2))
    match data.draw(st.sampled_from(["out", "swap", "copy"])):
        case "out":
            (root / path).unlink()
        case "swap":
            one, two = (root / path).read_bytes(), (root / other).read_bytes()
            (root / path).write_bytes(two)
            (root / other).write_bytes(one)
        case "copy":
            (root / path).write_bytes((root / other).read_bytes())
    assert first(reindexed(root)) is small(root)


@_OTHERS
@given(data=st.data())
def test_lines_taken_out_doubled_or_in_another_order(bundle, data):
    root = _copy(bundle)
    path = root / data.draw(st.sampled_from([one for one in _files(root) if one.endswith(".jsonl")]))
    rows = path.read_bytes().splitlines(keepends=True)
    at = data.draw(st.integers(0, len(rows) - 1))
    match data.draw(st.sampled_from(["out", "twice", "turned", "none"])):
        case "out":
            del rows[at]
        case "twice":
            rows.insert(at, rows[at])
        case "turned":
            rows = rows[at:] + rows[:at]
        case "none":
            rows = []
    path.write_bytes(b"".join(rows))
    assert first(reindexed(root)) is small(root)


@_OTHERS
@given(data=st.data())
def test_members_of_any_object_changed(bundle, data):
    """JSON stays JSON in its one form, and one value in it becomes another."""
    root = _copy(bundle)
    names = [one for one in (*_files(root), NAME) if one.endswith((".json", ".jsonl"))]
    path = root / data.draw(st.sampled_from(names))
    rows = path.read_bytes().splitlines() if path.suffix == ".jsonl" else [path.read_bytes()]
    at = data.draw(st.integers(0, len(rows) - 1))
    value = orjson.loads(rows[at])
    places = list(_places(value))
    holder, key = data.draw(st.sampled_from(places))
    replacement = data.draw(st.sampled_from([None, "", "x", 0, 1, -1, 2, [], {}, True, "2021-07-19T12:07:00Z", "US"]))
    if data.draw(st.booleans()):
        holder[key] = replacement
    elif isinstance(holder, dict):
        holder[data.draw(st.sampled_from(["extra", "format", "party"]))] = replacement
    else:
        del holder[key]
    rows[at] = canonical(value)
    end = b"\n" if path.suffix == ".jsonl" else b""
    path.write_bytes(b"".join(row + end for row in rows))
    if path.name != NAME:
        reindexed(root)
    assert first(root) is small(root)


def _copy(bundle: Path) -> Path:
    root = bundle.with_name("changed")
    shutil.rmtree(root, ignore_errors=True)
    return Path(shutil.copytree(bundle, root))


def _files(root: Path) -> list[str]:
    return sorted(
        one.relative_to(root).as_posix()
        for one in root.rglob("*")
        if one.is_file() and one.name != "indicia-bundle.json"
    )


def _places(value):
    for key, one in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(one, dict | list):
            yield from _places(one)


@pytest.mark.parametrize("data", [b"", b"x", b"{}", b"null", b"[]", b"\xff\xfe", b"{" * 5000, b'{"files":[]}'])
def test_an_index_that_is_none(bundle, data):
    (bundle / NAME).write_bytes(data)
    assert first(bundle) is Outcome.REFUTED is small(bundle)
