"""`statement receive`, `revoke`, `ledger append --membership`: what others send is looked at, or said not to be."""

import json
import shutil

import pytest
from tests.statement.invented_bundle import ALLIANCE, LOG_KEY, keys_of_all, whole_world
from tests.statement.statements import stance

from indicia.cli.main import main
from indicia.statement.canonical import time_text
from indicia.statement.envelope import PayloadType
from indicia.statement.folder import StatementFolder
from indicia.statement.keys.announcement import Purpose
from indicia.statement.keys.pair import make_pair
from indicia.statement.keys.secret_file import lock

PHRASE = "five words that nobody guesses"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A whole statement, its bundle, and the first root."""
    root = tmp_path_factory.mktemp("received")
    world = whole_world(root, keys_of_all())
    world.pack().save(root / "b.tar")
    return world


@pytest.fixture
def run(capsys, monkeypatch, made):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(made.clock.timestamp()) + 600))
    monkeypatch.setenv("INDICIA_PASSPHRASE", PHRASE)

    def runs(*words, code=0):
        assert main([str(one) for one in words]) == code
        said = capsys.readouterr()
        return " ".join((said.out + said.err).split())

    return runs


@pytest.fixture
def copied(made, tmp_path):
    """The author's folder, the ledger and the membership, to work on."""
    for name in ("folder", "ledger", "membership"):
        shutil.copytree(made.root / name, tmp_path / name)
    return tmp_path


def test_a_bundle_is_verified_before_it_is_taken_in(run, made, tmp_path):
    """With every envelope and disclosure; and said to be vouched for by nobody, unless somebody is named."""
    said = run("statement", "receive", made.root / "b.tar", "--out", tmp_path / "own")
    assert "by its own word" in said and "compare both" in said and "4 of 4 claims" in said
    folder = StatementFolder.open(tmp_path / "own")
    assert folder.is_signed(PayloadType.STATEMENT, "1") and folder.is_signed(PayloadType.POSITION, "GB.2")
    assert folder.heard() == made.folder.heard() and folder.replies() == made.folder.replies()
    root = made.membership.roots[0].digest
    said = run("statement", "receive", made.root / "b.tar", "--out", tmp_path / "own", "--root", root,
               "--log", LOG_KEY.text)  # fmt: skip
    assert "verified: proven" in said


def test_a_refuted_bundle_leaves_nothing(run, made, tmp_path):
    whole = bytearray((made.root / "b.tar").read_bytes())
    whole[len(whole) // 2] ^= 1
    (tmp_path / "b.tar").write_bytes(whole)
    assert "refuted, and not taken in" in run(
        "statement", "receive", tmp_path / "b.tar", "--out", tmp_path / "own", code=4
    )
    assert not (tmp_path / "own").exists()
    said = run("statement", "receive", made.root / "b.tar", "--out", tmp_path / "own", "--root", "ab" * 16, code=4)
    assert "not the one that was named" in said


def test_an_envelope_is_verified_where_the_membership_is_known(run, made, copied):
    position = copied / "CA.1.dsse.json"
    shutil.copy(copied / "folder" / "positions" / "CA.1.dsse.json", position)
    for name in ("CA.1.dsse.json", "CA.1.payload.json"):
        (copied / "folder" / "positions" / name).unlink()
    into = ("--out", copied / "folder")
    assert "no signature was looked at" in run("statement", "receive", position, *into)
    said = run("statement", "receive", position, *into, "--membership", copied / "membership")
    assert "position 1 of CA" in said and "both signatures hold" in said
    data = json.loads(position.read_bytes())
    data["signatures"].reverse()
    data["signatures"][0]["sig"], data["signatures"][1]["sig"] = (one["sig"] for one in data["signatures"][::-1])
    position.write_text(json.dumps(data, separators=(",", ":"), sort_keys=True))
    said = run("statement", "receive", position, *into, "--membership", copied / "membership", code=4)
    assert "signature is false" in said
    assert "means nothing here" in run("statement", "receive", position, *into, "--root", "ab" * 16, code=4)


def test_what_was_disclosed_carries_no_signature_and_says_so(run, made, tmp_path):
    run("statement", "disclose", made.root / "folder", "--up-to", "green", "--out", tmp_path / "d.json")
    said = run("statement", "receive", tmp_path / "d.json", "--out", tmp_path / "own")
    assert "no signature was looked at, it carries none" in said


def test_taken_back_from_the_command_line(run, made, copied):
    """Signed, logged, bundled, heeded; and the statement by its author."""
    for party in ("CA", "US"):
        data = lock(
            made.keys[party],
            PHRASE,
            alliance=ALLIANCE,
            holder=party,
            purpose=Purpose.PARTY,
            made=made.clock,
            cost=1 << 14,
        )
        (copied / f"{party}.secret.json").write_bytes(data)
        (copied / f"{party}.secret.json").chmod(0o600)
    folder, ledger = copied / "folder", copied / "ledger"
    run("position", "revoke", folder, "--party", "CA", "--key", copied / "CA.secret.json", "--why", "We erred.")
    assert "keys of CA" in run("position", "revoke", folder, "--party", "GB", "--key", copied / "CA.secret.json",
                               "--why", "x", code=4)  # fmt: skip
    assert "it took its last position back" in run("statement", "agreement", folder)
    (back,) = (folder / "others").iterdir()
    run("ledger", "append", ledger, back, "--membership", copied / "membership")
    run("statement", "revoke", folder, "--key", copied / "US.secret.json", "--why", "All of it.")
    (more,) = set((folder / "others").iterdir()) - {back}
    run("ledger", "append", ledger, more, "--membership", copied / "membership")
    assert "TAKEN BACK BY ITS AUTHOR" in run("statement", "agreement", folder)


def test_a_keeper_refuses_what_is_false(run, made, copied, monkeypatch):
    """Another's signature, metadata that nobody vouches for, a clock that went back."""
    ledger, members = copied / "ledger", copied / "membership"
    made_up = made.say("CA", stance("C1"), log=False, signer=make_pair())
    false = made.folder.root / "positions" / f"CA.{made_up.position.sequence}.dsse.json"
    said = run("ledger", "append", ledger, false, "--membership", members, code=4)
    assert "signed by unknown keys, not those of CA" in said
    for name in (f"CA.{made_up.position.sequence}.dsse.json", f"CA.{made_up.position.sequence}.payload.json"):
        (made.folder.root / "positions" / name).unlink()
    said = run("ledger", "append", ledger, members / "targets.json", code=4)
    assert "nobody says whether it is signed by enough officers" in said
    newer = json.loads((members / "targets.json").read_bytes())
    newer["signed"]["version"] = 99
    (copied / "newer.json").write_text(json.dumps(newer))
    said = run("ledger", "append", ledger, copied / "newer.json", "--membership", members, code=4)
    assert "is no root and not the targets of the membership" in said
    run("ledger", "append", ledger, members / "targets.json", "--membership", members)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    said = run("ledger", "append", ledger, members / "root.1.json", code=4)
    assert "Times in a log never go back" in said
    assert time_text(made.clock)[:4] in said
