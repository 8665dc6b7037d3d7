"""`indicia statement bundle` and `indicia verify` of what it wrote, as somebody at a terminal uses them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.statement.invented_bundle import LOG_KEY, WITNESSES, evidence_folder, keys_of_all, whole_world

from indicia.cli.main import main

AT = "2021-07-20T12:00:00"
TOOL = Path(__file__).parents[3] / "tools" / "verify_statement.py"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A statement on a disk, with its ledger signed and cosigned."""
    root = tmp_path_factory.mktemp("verify")
    world = whole_world(root, keys_of_all())
    world.checkpoint("one", "two")
    evidence_folder(root / "evidence")
    return root


@pytest.fixture
def run(capsys):
    def runs(*words, code=0):
        assert main([str(one) for one in words]) == code
        return capsys.readouterr().out

    return runs


def bundled(run, place, out, *more):
    witnesses = [word for one in WITNESSES for word in ("--witness", one.text)]
    run("statement", "bundle", place / "folder", "--ledger", place / "ledger", "--membership", place / "membership",
        *witnesses, "--out", out, *more)  # fmt: skip
    return out


def test_a_bundle_from_hand_to_hand(run, place, tmp_path):
    """Written, verified, verified with evidence, and by the small verifier."""
    out = bundled(run, place, tmp_path / "b.tar", "--up-to", "green")
    text = run("verify", out, "--at", AT, code=2)
    for words in ("BY ITS OWN WORD ONLY", "ISSUED", "What all this does not prove", "mail.example"):
        assert words in text
    assert "PROVEN, all" not in text
    told = json.loads(run("verify", out, "--at", AT, "--json", code=2))
    assert told["outcome"] == "by its own word"
    vouched = ("--root", told["first_root"], "--log", LOG_KEY.text)
    assert "PROVEN, all that is at hand" in run("verify", out, "--at", AT, *vouched)
    run("verify", out, "--at", AT, *vouched[:2], code=2)
    run("verify", out, "--at", AT, *vouched[2:], code=2)
    assert "The group is known to us." not in text
    assert b"The group is known to us." not in out.read_bytes()
    found = json.loads(run("verify", out, "--at", AT, "--evidence", place / "evidence", "--json", *vouched))
    assert found["format"] == "indicia-verified/1" and found["outcome"] == "proven"
    assert any(one["why"].endswith("these are the bytes") for one in found["items"])
    assert found["policy"]["outcome"] == "issued"
    done = subprocess.run(
        [sys.executable, "-I", TOOL, out, "--at", f"{AT}Z", "--evidence", place / "evidence", *vouched],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "PROVEN" in done.stdout


def test_refuted_is_one_and_says_what(run, place, tmp_path):
    out = bundled(run, place, tmp_path / "b", "--up-to", "TLP:RED")
    (out / "positions" / "GB.2.dsse.json").unlink()
    text = run("verify", out, "--at", AT, code=1)
    assert "REFUTED" in text and "missing" in text


def test_issued_is_no_surer_than_what_it_rests_on(run, place, tmp_path):
    """Where the whole is refuted, or cannot be told, nobody reads ISSUED in it."""
    out = bundled(run, place, tmp_path / "b.tar", "--up-to", "TLP:RED")
    assert "    ISSUED\n" in run("verify", out, "--at", AT, code=2)
    for code, more in ((1, ("--root", "00" * 16)), (3, ("--require-witnesses", "3"))):
        text = run("verify", out, "--at", AT, *more, code=code)
        assert "    NOT PROVEN\n" in text and "    ISSUED\n" not in text
        found = json.loads(run("verify", out, "--at", AT, "--json", *more, code=code))
        assert found["policy_proven"] is False
        assert [one["state"] for one in found["items"] if one["step"] == "policy"] == ["not proven: not at hand"]


def test_what_the_accused_answered_is_shown(run, place, tmp_path):
    out = bundled(run, place, tmp_path / "b.tar", "--up-to", "TLP:RED")
    found = json.loads(run("verify", out, "--at", AT, "--json", code=2))
    text = run("verify", out, "--at", AT, code=2)
    assert found["replies"] and "What the accused answered" in text
    assert all(one["text"].split()[0] in text for one in found["replies"])


def test_a_key_to_copy_is_on_one_line(run, place, tmp_path):
    out = bundled(run, place, tmp_path / "b.tar", "--up-to", "TLP:RED")
    assert f"  {LOG_KEY.text}" in run("verify", out, "--at", AT, code=2).splitlines()


def test_places_of_one_file_are_told_once(run, place, tmp_path):
    """What is missing is the file; how many places in it are named, its line says."""
    out = bundled(run, place, tmp_path / "b.tar", "--up-to", "TLP:RED")
    found = json.loads(run("verify", out, "--at", AT, "--json", code=2))
    missing = {one["why"].partition(" of ")[2] for one in found["items"] if one["why"].startswith("bytes ")}
    lines = run("verify", out, "--at", AT, code=2).split("Not proven, because it is not at hand")[1]
    assert missing and lines.count("bytes ") <= len(missing)


def test_what_is_missing_is_three(run, place, tmp_path):
    out = bundled(run, place, tmp_path / "b.tar", "--up-to", "TLP:RED")
    text = run("verify", out, "--at", AT, "--require-witnesses", "3", code=3)
    assert "CANNOT BE TOLD" in text and "3 are required" in " ".join(text.split())


def test_the_folder_of_a_statement(run, place):
    """Nobody to ask whose keys these are; with membership and ledger it is proven."""
    text = run("verify", place / "folder", "--at", AT, code=3)
    assert "CANNOT BE TOLD" in text and "    ISSUED\n" not in text
    text = run("verify", place / "folder", "--at", AT, "--membership", place / "membership",
               "--ledger", place / "ledger", "--log", LOG_KEY.text, code=2)  # fmt: skip
    assert "BY ITS OWN WORD ONLY" in text and "first root" in text


def test_remembered_and_named(run, place, tmp_path):
    out = bundled(run, place, tmp_path / "b.tar", "--up-to", "TLP:RED")
    found = json.loads(run("verify", out, "--at", AT, "--known", tmp_path / "known", "--json", code=2))
    assert found["remembered"]
    text = run("verify", out, "--at", AT, "--known", tmp_path / "known")
    assert "was not compared this time" in " ".join(text.split())
    assert json.loads(run("verify", out, "--at", AT, "--known", tmp_path / "known", "--json"))["outcome"] == "proven"
    root = found["first_root"]
    run("verify", out, "--at", AT, "--known", tmp_path / "known", "--root", root, "--log", LOG_KEY.text)
    run("verify", out, "--at", AT, "--root", "00" * 16, code=1)


def test_what_is_no_bundle(run, place, tmp_path, capsys):
    """A single envelope, a file of another kind, options of another kind, a bundle that is there."""
    assert main(["verify", str(place / "folder" / "statements" / "1.dsse.json")]) == 4
    assert "proves nothing without the others" in " ".join(capsys.readouterr().err.split())
    (tmp_path / "x").write_bytes(b"something else")
    assert "no bundle" in run("verify", tmp_path / "x", code=1)
    assert main(["verify", str(tmp_path / "nothing"), "--json"]) == 4
    assert "no such file or folder" in capsys.readouterr().err
    assert main(["statement", "bundle", str(place / "folder"), "--ledger", str(place / "ledger"), "--membership",
                 str(place / "membership"), "--up-to", "red", "--out", str(tmp_path / "x")]) == 4  # fmt: skip
    assert "is there already" in capsys.readouterr().err


def test_the_readers_own_files_refute_nothing(run, place, tmp_path, capsys):
    """Evidence that is not there, a memory that is damaged or cannot be written: 4, and what to mend."""
    out = bundled(run, place, tmp_path / "b.tar", "--up-to", "TLP:RED")

    def refused(*more):
        assert main([str(one) for one in ("verify", out, "--at", AT, *more)]) == 4
        said = capsys.readouterr()
        assert said.out == "" and "refuted" not in said.err.lower()
        return " ".join(said.err.split())

    assert "no folder of evidence" in refused("--evidence", tmp_path / "nowhere")
    (tmp_path / "file").write_bytes(b"x")
    assert "Not a directory" in refused("--known", tmp_path / "file")
    known = tmp_path / "known"
    run("verify", out, "--at", AT, "--known", known, code=2)
    for kept in [one for one in known.rglob("*") if one.is_file() and one.name != "lock"]:
        before = kept.read_bytes()
        kept.write_bytes(b"damaged")
        assert "damaged" in refused("--known", known)
        kept.write_bytes(before)
    run("verify", out, "--at", AT, "--known", known)


@pytest.mark.parametrize("words", [(), ("nowhere.tar",), ("nowhere.tar", "--what")])
def test_the_small_verifier_refutes_nothing_that_it_could_not_look_at(words):
    """Exit code 4, as of `indicia verify`: a wrong command line is neither proof nor refutation."""
    done = subprocess.run([sys.executable, "-I", TOOL, *words], capture_output=True, check=False)
    assert done.returncode == 4
    assert done.stderr and not done.stdout
