"""Writers of a statement's folder that are killed, and several at once: real processes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.statement.statements import draft, version

from indicia.cli.main import main
from indicia.errors import StatementError
from indicia.statement.envelope import PayloadType, seal
from indicia.statement.folder import StatementFolder
from indicia.statement.keys.pair import make_pair

# Leaves, without any cleaning up, before the file with this number gets its name.
STOPPED = """
import os, sys
count = int(sys.argv[1])
def hook(event, arguments):
    global count
    if event in ("os.rename", "os.link"):
        count -= 1
        if count < 0:
            os._exit(9)
sys.addaudithook(hook)
from indicia.cli.main import main
sys.exit(main(sys.argv[2:]))
"""


def start(*words: str, stop: int = 1000) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", STOPPED, str(stop), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def folder(tmp_path: Path) -> StatementFolder:
    """A draft of a first version."""
    made = StatementFolder.create(tmp_path / "st")
    made.save_draft(draft())
    return made


def sound(folder: StatementFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """Every sealed version opens, and nothing in the folder is refuted: only whose keys are whose is not known."""
    for number in folder.versions():
        assert not folder.version(number).hidden
    capsys.readouterr()
    assert main(["verify", str(folder.root)]) == 3
    assert "REFUTED" not in capsys.readouterr().out


@pytest.mark.parametrize("stop", range(5))
def test_left_at_each_step_of_a_seal(folder: StatementFolder, capsys: pytest.CaptureFixture[str], stop: int) -> None:
    """The same command completes it: one version, with all of its claims, and a draft of the next."""
    done = start("statement", "publish", str(folder.root), stop=stop)
    done.communicate(timeout=60)
    assert done.returncode == (9 if stop < 4 else 0)
    if folder.versions():
        sound(folder, capsys)
    assert main(["statement", "publish", str(folder.root)]) == (4 if stop == 4 else 0)
    assert folder.versions() == (1,)
    assert folder.draft().version == 2
    sound(folder, capsys)
    assert main(["statement", "edit", str(folder.root), "C1", "--sentence", "Another sentence."]) == 0
    assert main(["statement", "publish", str(folder.root)]) == 0
    sound(folder, capsys)


def test_changed_after_a_seal_that_was_interrupted(folder: StatementFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """What was sealed stays, and the change is in the version after it."""
    start("statement", "publish", str(folder.root), stop=3).communicate(timeout=60)
    assert main(["statement", "edit", str(folder.root), "C1", "--sentence", "Another sentence."]) == 0
    assert main(["statement", "publish", str(folder.root)]) == 0
    assert folder.versions() == (1, 2)
    assert folder.version(2).claims[0].sentence == "Another sentence." != folder.version(1).claims[0].sentence
    sound(folder, capsys)


def test_several_seal_at_once(folder: StatementFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """One does; the others find it done, and nothing of theirs is mixed into it."""
    running = [start("statement", "publish", str(folder.root)) for _ in range(4)]
    said = [one.communicate(timeout=120) for one in running]
    assert sorted(one.returncode for one in running) == [0, 4, 4, 4]
    assert sum("nothing changed since version 1" in errors for _, errors in said) == 3
    assert folder.versions() == (1,)
    sound(folder, capsys)


def test_several_edit_at_once(folder: StatementFolder) -> None:
    """No edit is lost."""
    running = [
        start("statement", "edit", str(folder.root), f"C{number}", "--sentence", f"Edited {number}.")
        for number in (1, 2)
    ]
    running.append(start("statement", "edit", str(folder.root), "--title", "Another title"))
    for one in running:
        one.communicate(timeout=120)
        assert one.returncode == 0
    held = folder.draft()
    assert [one.sentence for one in held.claims] == ["Edited 1.", "Edited 2."] and held.title == "Another title"


def test_several_positions_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each gets a number of its own, and the stances that it commits to."""
    folder = StatementFolder.create(tmp_path / "own")
    folder.save_version(version())
    file = tmp_path / "CA.toml"
    assert main(["position", "draft", str(folder.root), "--party", "CA", "--out", str(file)]) == 0
    file.write_text(re.sub('stance = ""', 'stance = "agree"', file.read_text("utf-8")), "utf-8")
    running = [start("position", "seal", str(folder.root), str(file)) for _ in range(3)]
    for one in running:
        one.communicate(timeout=120)
    assert [one.returncode for one in running] == [0, 0, 0]
    assert [one.position.sequence for one in folder.heard()] == [1, 2, 3]
    assert all(len(one.stances) == 2 for one in folder.heard())
    sound(folder, capsys)


@pytest.mark.parametrize(
    "words",
    [
        ("edit", "C1", "--sentence", "\udcff"),
        ("edit", "--title", "\udcff"),
        ("policy", "--agree", "1", "--of", "US", "--claims", "C1", "--dissent", "1" + "0" * 30),
    ],
    ids=["sentence", "title", "number"],
)
def test_what_cannot_be_kept_is_refused(
    folder: StatementFolder, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """Half a character, as a terminal of another encoding sends it; a number beyond any form: the draft stays."""
    before = (folder.root / "draft.json").read_bytes()
    assert main(["statement", words[0], str(folder.root), *words[1:]]) == 4
    said = capsys.readouterr().err
    assert "the draft has no form" in said and "defect" not in said
    assert (folder.root / "draft.json").read_bytes() == before


def test_what_is_signed_is_not_asked_to_be_signed(folder: StatementFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """Before any passphrase, and without advice about file names."""
    assert main(["statement", "publish", str(folder.root)]) == 0
    payload = folder.payload(PayloadType.STATEMENT, "1")
    folder.save_envelope(PayloadType.STATEMENT, "1", seal(payload, PayloadType.STATEMENT, make_pair()))
    capsys.readouterr()
    assert main(["statement", "sign", str(folder.root), "--key", "nothing"]) == 4
    assert "statement 1 is signed already" in " ".join(capsys.readouterr().err.split())


def test_who_does_not_let_go_is_told(folder: StatementFolder) -> None:
    with folder.alone(), pytest.raises(StatementError, match="another process works in it"), folder.alone(0.1):
        pass
