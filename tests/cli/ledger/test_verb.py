"""`indicia ledger` from the first key to a proof that a stranger checks, and what it says when something is wrong."""

import json
import shutil

import pytest

from indicia.cli.main import main


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1626696000")


@pytest.fixture
def run(capsys):
    """Runs a command line; what it printed, as JSON where asked for."""

    def runs(*words, code=0, parse=True):
        assert main(["ledger", *map(str, words)]) == code
        shown = capsys.readouterr()
        if code:
            assert shown.out == "" and "Traceback" not in shown.err
            return " ".join(shown.err.split())
        return json.loads(shown.out) if parse and "--json" in words else shown.out

    return runs


@pytest.fixture
def log(tmp_path, run):
    """A ledger with three entries, and its public key."""
    made = run(
        "init", tmp_path / "log", "--origin", "ledger.example/a", "--alliance", "A", "--key", tmp_path / "k", "--json"
    )
    for name in "abc":
        (tmp_path / name).write_text(name)
    run("append", tmp_path / "log", *(tmp_path / name for name in "abc"))
    return tmp_path / "log", made["key"]


def sign(run, log, tmp_path, *more):
    return run("checkpoint", log[0], "--key", tmp_path / "k", "--json", *more)


def test_from_a_file_to_a_proof(run, log, tmp_path):
    """Logged, signed, witnessed, proven, and checked without the ledger."""
    folder, key = log
    (tmp_path / "d").write_text("d")
    lines = run("append", folder, tmp_path / "d").splitlines()
    assert [line.split("\t")[:2] for line in lines] == [["3", "manifest"]]
    found = run("append", folder, tmp_path / "d", "--kind", "manifest", "--json")
    assert found["size"] == 5 and found["entries"][0]["kind"] == "manifest"
    assert found["entries"][0]["logged"] == "2021-07-19T12:00:00Z"
    assert sign(run, log, tmp_path)["size"] == 5
    state, secret = tmp_path / "w", tmp_path / "wk"
    started = ("--state", state, "--key", secret)
    witness = run("witness", *started, "--name", "witness.example/ca", "--trust", key, "--json")["key"]
    seen = run("witness", folder, *started, "--json")
    assert seen["cosigned"] == [{"witness": witness, "time": "2021-07-19T12:00:00Z"}]
    run("prove", folder, "--entry", 3, "--out", tmp_path / "p")
    shutil.rmtree(folder)
    whole = ("check", tmp_path / "p", "--key", key, "--entry", tmp_path / "p.entry", "--file", tmp_path / "d")
    shown = run(*whole, "--witness", witness, "--quorum", 1)
    assert "is what was logged" in shown and "witness.example/ca" in shown and "3 of 5" in shown
    assert "not what this entry logged" in run(*whole[:-1], tmp_path / "a", code=4)
    assert "only 1 is named" in run(*whole, "--witness", witness, "--quorum", 2, code=4)
    assert "none is named" in run(*whole, "--quorum", 1, code=4)
    assert run(*whole, "--json")["stands"] is True


def test_a_request_to_a_witness_elsewhere(run, log, tmp_path):
    """By removable media: the request goes, the cosigned checkpoint comes back and is taken over."""
    folder, key = log
    sign(run, log, tmp_path)
    (tmp_path / "key").write_text(f"{key}\n")
    started = ("--state", tmp_path / "w", "--key", tmp_path / "wk")
    witness = run("witness", *started, "--name", "w.example", "--trust", tmp_path / "key", "--json")["key"]
    (tmp_path / "request").write_text(run("prove", folder, "--since", 0))
    (tmp_path / "first").write_bytes(run("witness", tmp_path / "request", *started).encode())
    assert "w.example" in run("checkpoint", folder, "--add", tmp_path / "first", "--witness", witness)
    run("append", folder, tmp_path / "a")
    sign(run, log, tmp_path, "--known", tmp_path / "first")
    run("prove", folder, "--since", 3, "--out", tmp_path / "grown")
    shown = run("check", tmp_path / "grown", "--key", key, "--known", tmp_path / "first", "--witness", witness)
    assert "from 3 to 4 entries" in shown
    run("witness", tmp_path / "grown", *started, "--out", tmp_path / "second")
    assert "4 entries" in run("check", tmp_path / "second", "--key", key, "--witness", witness, "--quorum", 1)
    assert "4 read again" in run("check", folder, "--key", key, "--known", tmp_path / "second")


def test_two_histories_end_in_evidence(run, log, tmp_path):
    """A copy that goes its own way is refused, and what both signed convicts the log."""
    folder, key = log
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    started = ("--state", tmp_path / "w", "--key", tmp_path / "wk")
    run("witness", *started, "--name", "w.example", "--trust", key)
    sign(run, log, tmp_path)
    run("append", folder, tmp_path / "a")
    sign(run, log, tmp_path)
    run("witness", folder, *started)
    run("append", copy, tmp_path / "b")
    run("checkpoint", copy, "--key", tmp_path / "k")
    said = run("witness", copy, *started, code=4)
    assert "two histories" in said
    (evidence,) = (tmp_path / "w").glob("*/equivocation-4-*.json")
    assert str(evidence) in said
    assert "two unlike roots for 4 entries" in run("check", evidence, "--key", key)
    assert "another history" in run("check", copy, "--known", folder / "checkpoint", code=4)
    assert "another history" in run(
        "checkpoint", copy, "--key", tmp_path / "k", "--known", folder / "checkpoint", code=4
    )


def test_a_copy_that_was_rolled_back(run, log, tmp_path):
    """A witness that saw more refuses it, and so does whoever names what was seen."""
    folder, key = log
    sign(run, log, tmp_path)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    started = ("--state", tmp_path / "w", "--key", tmp_path / "wk")
    run("witness", *started, "--name", "w.example", "--trust", key)
    run("append", folder, tmp_path / "a")
    sign(run, log, tmp_path)
    run("witness", folder, *started)
    assert "4 were seen already" in run("witness", copy, *started, code=4)
    assert "rolled back" in run("checkpoint", copy, "--key", tmp_path / "k", "--known", folder / "checkpoint", code=4)


def test_a_changed_ledger_is_named(run, log, tmp_path):
    """Which entry it is."""
    folder, _ = log
    bundle = folder / "tile/entries/000.p/3"
    data = bundle.read_bytes()
    bundle.write_bytes(data[:-40] + b"x" + data[-39:])
    assert "entry 2 is not the one whose hash is in the tree" in run("check", folder, code=4)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("append", "nowhere", "a"), "no ledger here"),
        (("append", "log", "nothing"), "cannot be read"),
        (("append", "log", "a", "--kind", "position"), "no envelope"),
        (("init", "log", "--origin", "o", "--alliance", "A", "--key", "k"), "not empty"),
        (("init", "new", "--origin", "a b", "--alliance", "A", "--key", "k"), "--origin"),
        (("init", "new", "--origin", "o", "--alliance", "A", "--key", "a"), "not a secret key"),
        (("checkpoint", "log"), "--key FILE to sign"),
        (("checkpoint", "log", "--add", "a"), "--witness"),
        (("checkpoint", "log", "--key", "other"), "not the key of this ledger"),
        (("prove", "log", "--entry", "0"), "nothing is signed yet"),
        (("check", "a"), "--key"),
        (("check", "a", "--key", "x+00000000+AAAA"), "not a key"),
        (("check", "log", "--key", "KEY"), "not the one that is expected"),
        (("check", "log", "--quorum", "1"), "nothing is signed"),
        (("witness", "log", "--state", "w", "--key", "wk"), "--name NAME makes a new one"),
        (("witness", "log", "--state", "w", "--key", "wk", "--name", "w.example"), "does not watch"),
        (("witness", "log", "--state", "w", "--key", "wk", "--name", "w+w"), "cannot be the name"),
    ],
)
def test_what_is_said_when_something_is_wrong(run, log, tmp_path, monkeypatch, words, said):
    """One clear line and exit code 4."""
    monkeypatch.chdir(tmp_path)
    other = run("init", "l2", "--origin", "o.example", "--alliance", "A", "--key", "other", "--json")["key"]
    if words[0] == "witness" and "w.example" in words:
        sign(run, log, tmp_path)
    assert said in run(*(other if word == "KEY" else word for word in words), code=4)


def test_a_key_with_a_passphrase(run, log, tmp_path, monkeypatch):
    """It is asked for, and a wrong one is told; the file of a key is its owner's only."""
    answers = iter(["secret", "secret", "secret", "wrong"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    made = ("--origin", "o.example", "--alliance", "A", "--key", tmp_path / "pk")
    run("init", tmp_path / "l2", *made, "--passphrase")
    assert (tmp_path / "pk").stat().st_mode & 0o77 == 0
    run("checkpoint", tmp_path / "l2", "--key", tmp_path / "pk")
    assert "passphrase is wrong" in run("checkpoint", tmp_path / "l2", "--key", tmp_path / "pk", code=4)


def test_a_person_reads_it(run, log, monkeypatch, tmp_path):
    """On a terminal what was appended, and what to do next."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    shown = " ".join(run("append", log[0], tmp_path / "a").split())
    assert "1 entry appended; the ledger has 4" in shown and "indicia ledger checkpoint" in shown
    assert "It stands: a ledger" in run("check", log[0])
    assert main(["ledger", "prove", str(log[0]), "--entry", "0"]) == 4
    with pytest.raises(SystemExit) as caught:
        main(["ledger", "prove", str(log[0]), "--entry", "-1"])
    assert caught.value.code == 4
