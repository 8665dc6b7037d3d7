"""A ledger in a folder: it holds what was appended, in tiles as C2SP says, and goes no second way."""

import json
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.errors import StatementError
from indicia.statement.commitments import leaf_hash, root_of
from indicia.statement.ledger.audit import audit
from indicia.statement.ledger.checkpoint import Checkpoint, read_checkpoint
from indicia.statement.ledger.note import ED25519, VerifierKey
from indicia.statement.ledger.proof_files import before_of, consistency_of, inclusion_of
from indicia.statement.ledger.proving import prove_before, prove_consistency, prove_inclusion
from indicia.statement.ledger.store import About, Ledger
from indicia.statement.ledger.tiles import bundle_bytes, bundle_of, tile_of, tile_path
from indicia.statement.ledger.tree import EMPTY_ROOT

from .invented import ALLIANCE, LOG, LOG_KEY, ORIGIN, Key, entries, entry, ledger

MANY = entries(1100)


def files(root: Path) -> set[str]:
    return {str(one.relative_to(root)) for one in (root / "tile").rglob("*") if one.is_file()}


@settings(deadline=None, max_examples=25)
@given(parts=st.lists(st.integers(0, 400), max_size=5), signed_after=st.integers(0, 4))
def test_what_was_appended_is_there(tmp_path_factory, parts, signed_after) -> None:
    """However it was cut into pieces: entries, root, proofs; and a new look at everything agrees."""
    root = tmp_path_factory.mktemp("ledger")
    made = Ledger.create(root, About(ALLIANCE, LOG_KEY))
    done = 0
    for number, wanted in enumerate(parts):
        part = min(wanted, len(MANY) - done)
        assert made.append(MANY[done : done + part]) == range(done, done + part)
        done += part
        if number == signed_after:
            made.sign(LOG)
    leaves = [leaf_hash(one) for one in MANY[:done]]
    head = Ledger(root).head
    assert (head.size, head.root) == (done, root_of(leaves))
    assert list(made.entries()) == MANY[:done]
    assert list(made.entries(done // 3, done // 2)) == MANY[done // 3 : done // 2]
    signed = made.sign(LOG)
    for index in {0, done // 2, done - 1} if done else ():
        proof = inclusion_of(prove_inclusion(made, index).data)
        assert proof.check(MANY[index], LOG_KEY).checkpoint == head
        with pytest.raises(StatementError):
            proof.check(MANY[index - 1], LOG_KEY) if done > 1 else proof.check(b"{}", LOG_KEY)
        before = before_of(json.loads(json.dumps(prove_before(made, index).object)))
        before.check(MANY[index:done], signed)
        for less in (MANY[index : done - 1], MANY[index + 1 : done], [*MANY[index:done], b"{}"]):
            with pytest.raises(StatementError):
                before.check(less, signed)
    for old in {0, 1, done // 2, done} if done else {0}:
        consistency_of(prove_consistency(made, old).data).check(root_of(leaves[:old]), LOG_KEY)
    assert audit(made).read == done


def test_the_example_of_the_specification(tmp_path) -> None:
    """A tree of 70,000: the tiles it names, of the lengths it says, and no other."""
    made = ledger(tmp_path / "l")
    one = entry(0)
    made.append_checked([one] * 69_999)
    made.append_checked([one])
    found = files(made.root)
    zero = {one for one in found if one.startswith("tile/0/")}
    assert zero == {f"tile/0/{number:03d}" for number in range(273)} | {"tile/0/273.p/112"}
    assert {one for one in found if one.startswith("tile/1/")} == {"tile/1/000", "tile/1/001.p/17"}
    assert {one for one in found if one.startswith("tile/2/")} == {"tile/2/000.p/1"}
    assert {one for one in found if one.startswith("tile/entries/")} == {
        one.replace("/0/", "/entries/") for one in zero
    }
    assert (made.root / "tile/0/000").stat().st_size == 8192
    assert str(tile_path(0, 1_234_067)) == "tile/0/x001/x234/067"
    assert str(tile_path(3, 1_234_067, 9)) == "tile/3/x001/x234/067.p/9"
    assert root_of([leaf_hash(one)] * 70_000) == made.head.root
    # A proof reads the tile of its entry and the edge, and nothing else.
    made.sign(LOG)
    for path in (made.root / "tile/0").glob("*"):
        if path.name not in ("003", "273.p"):
            path.unlink()
    shutil.rmtree(made.root / "tile/entries")
    prove_inclusion(made, 1000).check(one, LOG_KEY)
    prove_consistency(made, 1000)
    with pytest.raises(StatementError, match="missing"):
        prove_inclusion(made, 5000)


def test_partial_tiles_of_a_checkpoint_stay_until_the_tile_is_full(tmp_path) -> None:
    """Whoever has the checkpoint can fetch its tiles; other partial tiles go."""
    made = ledger(tmp_path / "l", 3, signed=True)
    made.append(entries(2, 3))
    made.append(entries(2, 5))
    assert files(made.root) == {f"tile/{kind}/000.p/{width}" for kind in ("0", "entries") for width in (3, 7)}
    made.append(entries(249, 7))
    assert files(made.root) == {"tile/0/000", "tile/entries/000", "tile/1/000.p/1"}
    assert audit(made).after_checkpoint == 253


def test_a_reader_is_not_disturbed_by_a_writer(tmp_path) -> None:
    """A look at an older size still finds its hashes in wider or full tiles."""
    made = ledger(tmp_path / "l", 5)
    before = made.tiles()
    root = made.head.root
    made.append(entries(300, 5))
    assert before.root(5) == root and list(before.entries(0, 5)) == entries(5)
    with pytest.raises(StatementError):
        before.root(6)
    with pytest.raises(StatementError):
        list(before.entries(0, 6))


def test_leftovers_of_a_killed_writer_do_not_count(tmp_path) -> None:
    """Tiles beyond the head, full and partial, are written over."""
    made = ledger(tmp_path / "l", 200)
    kept = tmp_path / "kept"
    shutil.copytree(made.root, kept)
    made.append(entries(200, 5000))
    # The killed writer had written all its tiles, and not the head.
    (made.root / "head").write_bytes((kept / "head").read_bytes())
    for one in files(kept):
        (made.root / one).parent.mkdir(exist_ok=True)
        (made.root / one).write_bytes((kept / one).read_bytes())
    assert list(made.entries()) == entries(200)
    made.append(entries(90, 200))
    assert list(made.entries()) == entries(290) and audit(made).read == 290


def test_only_entries_of_the_alliance(tmp_path) -> None:
    """Nothing is appended where one of them is none, of somebody else, or in another form."""
    made = ledger(tmp_path / "l", 1)
    for wrong in (entry(1, "others"), b"", b"{}", entry(1) + b" ", entry(1).replace(b"manifest", b"position")):
        with pytest.raises(StatementError):
            made.append([entry(1), wrong])
    assert made.head.size == 1 and made.append([]) == range(1, 1)


def test_a_second_history_is_refused(tmp_path) -> None:
    """A folder that was rolled back below its checkpoint, or forked from it, takes and signs nothing more."""
    made = ledger(tmp_path / "l", 10)
    old = tmp_path / "old"
    shutil.copytree(made.root, old)
    made.append(entries(5, 10))
    signed = made.sign(LOG)
    assert made.sign(LOG) == signed
    shutil.copy(made.root / "checkpoint", old / "checkpoint")
    rolled = Ledger(old)
    for act in (lambda: rolled.append([entry(1)]), lambda: rolled.sign(LOG)):
        with pytest.raises(StatementError, match="rolled back"):
            act()
    (old / "checkpoint").unlink()
    rolled.append(entries(6, 100))
    with pytest.raises(StatementError, match="another history"):
        rolled.heed(signed.checkpoint)
    shutil.copy(made.root / "checkpoint", old / "checkpoint")
    for act in (lambda: rolled.append([entry(1)]), lambda: rolled.sign(LOG), lambda: audit(rolled)):
        with pytest.raises(StatementError, match="another history"):
            act()
    with pytest.raises(StatementError, match="was rolled back"):
        made.heed(Checkpoint(ORIGIN, 99, EMPTY_ROOT))
    with pytest.raises(StatementError, match="not other"):
        made.heed(Checkpoint("other", 1, EMPTY_ROOT))


def test_damage_is_named(tmp_path) -> None:
    """A flipped bit of any file of a small ledger: a look at everything says so, and nothing is built on it."""
    made = ledger(tmp_path / "l", 300, signed=True)
    for path in (one for one in sorted(made.root.rglob("*")) if one.is_file() and one.name not in ("lock", ".new")):
        data = path.read_bytes()
        for at in range(0, len(data), max(len(data) // 7, 1)):
            path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
            with pytest.raises(StatementError):
                audit(Ledger(made.root))
            path.write_bytes(data[:at])
            with pytest.raises(StatementError):
                audit(Ledger(made.root))
        path.unlink()
        if path.name != "checkpoint":
            with pytest.raises(StatementError):
                audit(Ledger(made.root))
        path.write_bytes(data)
    assert audit(Ledger(made.root)).read == 300


def test_a_damaged_edge_is_not_continued(tmp_path) -> None:
    """Neither appended to nor signed, and no proof leaves."""
    made = ledger(tmp_path / "l", 300, signed=True)
    edge = made.root / "tile/0/001.p/44"
    data = edge.read_bytes()
    edge.write_bytes(data[:40] + b"\0" + data[41:])
    for act in (lambda: made.append([entry(1)]), lambda: made.sign(LOG), lambda: prove_inclusion(made, 299)):
        with pytest.raises(StatementError):
            act()


def test_signing_needs_the_key_and_proving_a_checkpoint(tmp_path) -> None:
    """Another key does not sign; nothing is proven before something is signed, nor what came after."""
    made = ledger(tmp_path / "l", 2)
    with pytest.raises(StatementError, match="not the key"):
        made.sign(Key("other"))
    with pytest.raises(StatementError, match="nothing is signed"):
        prove_inclusion(made, 0)
    made.sign(LOG)
    made.append([entry(2)])
    with pytest.raises(StatementError, match="after the last checkpoint") as caught:
        prove_inclusion(made, 2)
    assert "checkpoint" in caught.value.hint
    for wrong in (
        lambda: prove_inclusion(made, 3),
        lambda: prove_consistency(made, 3),
        lambda: prove_before(made, 3),
        lambda: prove_before(made, -1),
        lambda: list(made.entries(2, 1)),
    ):
        with pytest.raises(StatementError):
            wrong()


def test_a_folder_is_made_a_ledger_once(tmp_path) -> None:
    """Neither over another one nor over other files; a folder that is none says so."""
    ledger(tmp_path / "l")
    for wrong in (
        lambda: ledger(tmp_path / "l"),
        lambda: ledger(tmp_path),
        lambda: Ledger(tmp_path),
        lambda: Ledger.create(tmp_path / "k", About(ALLIANCE, VerifierKey("a", 4, LOG.public))),
    ):
        with pytest.raises(StatementError):
            wrong()
    (tmp_path / "file").write_text("x")
    with pytest.raises(StatementError):
        Ledger.create(tmp_path / "file", About(ALLIANCE, VerifierKey("a", ED25519, LOG.public)))
    empty = Ledger(tmp_path / "l").sign(LOG)
    assert read_checkpoint(empty.note.data, LOG_KEY).checkpoint == Checkpoint(ORIGIN, 0, EMPTY_ROOT)


@given(data=st.binary(max_size=80), width=st.integers(1, 4))
def test_bundles_have_one_form(data, width) -> None:
    """Bytes are refused or come back; nothing is left over."""
    try:
        found = bundle_of(data, width, "it")
    except StatementError:
        return
    assert len(found) == width and bundle_bytes(found) == data


@given(data=st.binary(max_size=80), width=st.integers(1, 4))
def test_tiles_have_one_length(data, width) -> None:
    """Bytes are refused or are so many hashes."""
    try:
        assert b"".join(tile_of(data, width, "it")) == data
    except StatementError:
        assert len(data) != width * 32


@given(st.binary(max_size=120) | st.text(max_size=90).map(lambda one: f"old 0\n{one}\n\nx".encode()))
def test_proofs_have_one_form(data) -> None:
    """Whatever is read as a proof is written as the same bytes."""
    for read in (inclusion_of, consistency_of):
        with suppress(StatementError):
            assert read(data).data == data


@pytest.mark.parametrize(
    "text",
    [
        "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nx",
        "c2sp.org/tlog-proof@v2\nindex 0\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 00\n\nx",
        "c2sp.org/tlog-proof@v1\nindex -1\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 1\n" + f"{'A' * 43}=\n" * 64 + "\nx",
        "c2sp.org/tlog-proof@v1\nindex ٣\n\nx",
        "c2sp.org/tlog-proof@v1",
    ],
)
def test_other_proofs_are_refused(text) -> None:
    """Also extra data, for which nothing vouches."""
    with pytest.raises(StatementError):
        inclusion_of(text.encode())


@pytest.mark.parametrize(
    "value",
    [
        {"format": "indicia-before/1", "first": 3, "hashes": ["00" * 32]},
        {"format": "indicia-before/1", "first": 1, "hashes": ["0A" * 32]},
        {"format": "indicia-before/1", "first": 2**64, "hashes": ["00" * 32]},
        {"format": "indicia-before/2", "first": 1, "hashes": ["00" * 32]},
        {"format": "indicia-before/1", "first": 1, "hashes": ["00" * 32], "more": 1},
        [],
    ],
)
def test_other_objects_are_not_what_comes_before(value) -> None:
    """Refused, saying so."""
    with pytest.raises(StatementError):
        before_of(value)
