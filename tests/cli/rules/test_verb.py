"""`indicia rules` as a user meets it."""

import argparse
import os
import pty
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import orjson
import pytest
from tests.web_server import served

from indicia.cli.main import parser

ROOT = Path(__file__).parents[3]
PACK = ROOT / "src" / "indicia" / "packs" / "exchange"
RULE = """\
title: A rule
id: 11111111-2222-4333-8444-555555555555
logsource: {category: process_creation, product: windows}
detection: {selection: {CommandLine|contains: example-not-a-command}, condition: selection}
"""
YARA = 'rule Example { strings: $a = "example-not-a-page" condition: $a }\n'

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `indicia rules` with folders of its own, in the test's folder."""
    places = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}

    def ran(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "indicia.cli.main", "rules", *arguments],
            capture_output=True,
            text=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": "1780000000"} | places | environment,
            cwd=tmp_path,
            check=False,
        )

    return ran


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Rules of both kinds."""
    found = tmp_path / "mine"
    (found / "deep").mkdir(parents=True)
    (found / "rule.yml").write_text(RULE)
    (found / "deep" / "page.yar").write_text(YARA)
    return found


def table(done: subprocess.CompletedProcess[str]) -> list[list[str]]:
    return [line.split("\t") for line in done.stdout.splitlines()]


def test_each_rule_is_one_line(run: Run, folder: Path) -> None:
    """State, kind, cost, logs, title, place; the counts last; nothing on standard error; 0 when all load."""
    done = run("check", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert table(done) == [
        ["loaded", "sigma", "literal", "Sysmon 1, Security 4688", "A rule", "mine/rule.yml", ""],
        ["loaded", "yara", "literal", "files", "Example", "mine/deep/page.yar:1", ""],
        ["2 rules: 2 loaded, 0 refused", "2 literal"],
    ]


def test_refused_is_one_with_the_reason_and_the_line(run: Run, folder: Path) -> None:
    """A rule that is refused says why and where, and the command leaves with 1."""
    (folder / "bad.yml").write_text("title: x\nid: [\n")
    (folder / "mars.yml").write_text(RULE.replace("product: windows", "product: mars").replace("11111111", "2222"))
    (folder / "deep" / "page.yar").write_text(f"{YARA}\nrule Wrong {{ condition: nothing }}\n")
    done = run("check", str(folder))
    assert done.returncode == 1
    refused = {Path(line[5]).name: line[6] for line in table(done) if line[0] == "refused"}
    assert set(refused) == {"bad.yml", "mars.yml", "page.yar"}
    assert "line 3" in refused["bad.yml"]
    assert "product=mars" in refused["mars.yml"]
    assert "line 3" in refused["page.yar"]
    assert table(done)[-1][0] == "5 rules: 2 loaded, 3 refused"


def test_a_level_that_sigma_does_not_have_is_named(run: Run, tmp_path: Path) -> None:
    """The rule loads, and what counts instead is said; a level in any case and none at all are nothing odd."""
    for number, level in enumerate(("hgh", "High", "")):
        (tmp_path / f"{number}.yml").write_text(RULE.replace("1111-", f"111{number}-", 1) + f"level: {level}\n")
    done = run("check", str(tmp_path))
    assert done.returncode == 0
    named = [line.split("\t") for line in done.stdout.splitlines() if "Its level" in line]
    assert [(line[0], line[-1]) for line in named] == [
        ("loaded", "Its level “hgh” is none of Sigma's, so it counts as medium.")
    ]
    assert b"hgh" in run("check", "--json", str(tmp_path)).stdout.encode()


def test_a_place_may_hold_one_kind_alone(run: Run, folder: Path, tmp_path: Path) -> None:
    """Folders and archives of YARA rules alone are no fault; a place without any rule is one."""
    (tmp_path / "only").mkdir()
    with zipfile.ZipFile(tmp_path / "only" / "rules.zip", "w") as archive:
        archive.writestr("more.yar", YARA.replace("Example", "Another"))
    for arguments in (("mine/deep",), ("only",), ("only/rules.zip",), ("mine/deep/page.yar",), ("mine/rule.yml",)):
        done = run("check", *arguments)
        assert (done.returncode, len(done.stdout.splitlines())) == (0, 2), done.stdout
    (tmp_path / "none").mkdir()
    assert "no rule file" in run("check", "none").stdout


@pytest.mark.parametrize(
    ("detection", "cost"),
    [
        ("{s: {CommandLine|contains: example-not-a-command}, condition: s}", "literal"),
        (r"{s: {Image|endswith: \powershell.exe}, condition: s}", "broad"),
        (r"{s: {Image: x}, condition: not s}", "every record"),
        (r"{s: {CommandLine|re: '[a-z]+'}, condition: s}", "every record"),
    ],
)
def test_the_class_of_cost(run: Run, tmp_path: Path, detection: str, cost: str) -> None:
    """A rare text, a common one, none."""
    head = RULE.partition("detection:")[0]
    (tmp_path / "one.yml").write_text(f"{head}detection: {detection}\n")
    assert table(run("check", "one.yml"))[0][2] == cost


def test_every_indicator_that_is_refused_is_named(run: Run, tmp_path: Path) -> None:
    """Also beyond the ten that a scan lists of a file."""
    (tmp_path / "list.txt").write_text("203.0.113.10\n" + "".join(f"10.0.0.{number}\n" for number in range(30)))
    done = run("check", "--indicators", "list.txt")
    lines = table(done)
    assert done.returncode == 1
    assert lines[0] == ["loaded", "indicators", "", "", "list.txt: 1 ipv4", "list.txt", ""]
    assert [line[4] for line in lines[1:-1]] == [f"10.0.0.{number}" for number in range(30)]
    assert {line[0] for line in lines[1:-1]} == {"refused"}
    assert lines[-1] == ["1 indicator in use, 30 refused"]
    assert len(orjson.loads(run("check", "--indicators", "list.txt", "--json").stdout)["indicators"]["refused"]) == 30
    assert run("check").returncode == 4


def test_json_says_the_same(run: Run, folder: Path) -> None:
    """Everything for machines."""
    found = orjson.loads(run("check", str(folder), "--json").stdout)
    assert (found["format"], found["loaded"], found["refused"]) == ("indicia-rules-check/1", 2, 0)
    assert found["rules"][0]["logs"] == ["Sysmon 1", "Security 4688"]
    assert found["rules"][1]["cost"] == "literal"


def test_a_rule_cannot_act_on_the_terminal(run: Run, tmp_path: Path) -> None:
    """Titles with escapes, tabs and line breaks stay one plain line."""
    (tmp_path / "a.yml").write_text(RULE.replace("A rule", '"\\e[31mred\\tx\\ny"'))
    done = run("check", "a.yml")
    assert "\x1b" not in done.stdout
    assert len(done.stdout.splitlines()) == 2
    assert len(table(done)[0]) == 7


def test_on_a_terminal_it_fits(folder: Path, tmp_path: Path) -> None:
    """Colour, and no line wider than the terminal; the bar leaves nothing behind."""
    (folder / "long.yml").write_text(RULE.replace("A rule", "word " * 60).replace("11111111", "33333333"))
    (folder / "bad.yml").write_text("title: [\n")
    theirs, ours = pty.openpty()
    command = [sys.executable, "-m", "indicia.cli.main", "rules", "check", str(folder)]
    environment = os.environ | {"COLUMNS": "70", "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    done = subprocess.run(command, stdout=ours, stderr=subprocess.DEVNULL, env=environment, check=False)
    os.close(ours)
    shown = b""
    try:
        while part := os.read(theirs, 65536):
            shown += part
    except OSError:
        # How Linux says that the other end is closed.
        pass
    os.close(theirs)
    assert done.returncode == 1
    assert b"\x1b[" in shown
    import re

    lines = re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", shown).decode().splitlines()
    assert max(map(len, lines)) <= 70
    assert sum("loaded " in line for line in lines) >= 3


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("check",),
        ("check", "nothing"),
        ("check", ".", "--sigma-values", "nothing"),
        ("lint", "nothing"),
        ("lint", "--samples", "nothing"),
        ("update",),
        ("update", "--from", "nothing"),
        ("update", "--from", "."),
        ("update", "--url", "http://example.org/x"),
        ("remove", "nothing"),
        ("trust",),
        ("trust", "add", "nothing"),
        ("trust", "add", "indicia-key ed25519 AAAA x"),
        ("trust", "remove", "nobody"),
        ("pack", ".", "--out", "x"),
        ("pack", ".", "--unsigned", "--out", "x"),
        ("pack", "nothing", "--unsigned", "--out", "x", "--name", "a", "--version", "1"),
        ("keygen", "nowhere/key"),
    ],
)
def test_a_wrong_command_line_is_four(run: Run, arguments: tuple[str, ...]) -> None:
    """One clear line, no traceback, nothing on standard output."""
    done = run(*arguments)
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stderr
    assert "indicia" in done.stderr
    assert done.stdout == ""


def test_our_own_pack_lacks_nothing(run: Run) -> None:
    """The linter has no complaint about the Exchange pack, with its samples and its page."""
    folders = [ROOT / "tests/packs" / name / "samples" for name in ("exchange", "aa21-200b", "aa21-200a")]
    samples = [
        part for folder in (*folders, ROOT / "tests/detection/yara/samples") for part in ("--samples", str(folder))
    ]
    done = run("lint", *samples, "--docs", str(ROOT / "docs" / "packs"))
    assert (done.stdout.splitlines()[-1].partition(": ")[2], done.returncode) == ("nothing is missing", 0), done.stdout
    assert done.stderr == ""


def test_from_publisher_to_user(run: Run, folder: Path, tmp_path: Path) -> None:
    """Key, archive, trust, update, list, check in place, a newer one, the way back refused, remove."""
    assert run("keygen", "key", "--name", "The publisher").returncode == 0
    for version in ("1.9", "1.10"):
        packed = run(
            "pack", "mine", "--key", "key", "--name", "mine", "--version", version, "--out", f"{version}.indicia-set"
        )
        assert packed.returncode == 0, packed.stderr
    refused = run("update", "--from", "1.9.indicia-set")
    assert (refused.returncode, refused.stdout) == (4, "")
    assert "not trusted" in refused.stderr
    assert run("update", "--from", "1.9.indicia-set", "--trust", "key.pub").returncode == 0
    updated = run("update", "--from", ".")
    assert [line[:2] for line in table(updated)] == [["updated", "mine 1.10"]]
    assert "older than 1.10" in updated.stderr
    assert updated.returncode == 4
    ((name, version, day, days, files, signer, digest, problem),) = table(run("list", SOURCE_DATE_EPOCH="1780864000"))
    assert (name, version, day, days, files) == ("mine", "1.10", "2026-05-28", "10", "1 sigma, 1 yara")
    assert (signer, len(digest), problem) == ("The publisher", 64, "")
    checked = run("check", str(tmp_path / "data" / "indicia" / "packs"))
    assert checked.returncode == 0
    assert table(checked)[0][5] == "packs/mine.indicia-set!rule.yml"
    assert run("trust", "remove", "The publisher").returncode == 0
    assert "not trusted" in run("list").stdout
    assert run("remove", "mine").returncode == 0
    assert run("list").stdout == ""


def test_nothing_decoded_reaches_the_disk(run: Run, folder: Path, tmp_path: Path) -> None:
    """After packing, installing and checking, no file but the publisher's own holds a text of a rule."""
    for command in (
        ("keygen", "key"),
        ("pack", "mine", "--key", "key", "--name", "mine", "--version", "1", "--out", "a.indicia-set"),
        ("update", "--from", "a.indicia-set", "--trust", "key.pub"),
        ("check", "data"),
    ):
        assert run(*command, TMPDIR=str(tmp_path)).returncode == 0
    holding = [path for path in tmp_path.rglob("*") if path.is_file() and b"example-not-a" in path.read_bytes()]
    assert {path.parts[len(tmp_path.parts)] for path in holding} == {"mine"}


def test_unsigned_is_said(run: Run, folder: Path) -> None:
    """An unsigned set is installed only on demand, and the list says what it is."""
    run("pack", "mine", "--unsigned", "--name", "mine", "--version", "1", "--out", "a.indicia-set")
    assert run("update", "--from", "a.indicia-set").returncode == 4
    assert run("update", "--from", "a.indicia-set", "--unsigned", "--into", "there").returncode == 0
    assert table(run("list", "--into", "there"))[0][5] == "unsigned"
    assert orjson.loads(run("list", "--into", "there", "--json").stdout)[0]["signer"] == "unsigned"
    assert run("list").stdout == ""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with served(partial(Quiet, directory=str(tmp_path))) as address:
        yield address


def test_from_an_address(run: Run, folder: Path, server: str) -> None:
    """A set from a server on this machine; what is there but is no set is refused by its address."""
    run("keygen", "key")
    run("pack", "mine", "--key", "key", "--name", "mine", "--version", "1", "--out", "a.indicia-set")
    done = run("update", "--url", f"{server}/a.indicia-set", "--trust", "key.pub")
    assert done.returncode == 0, done.stderr
    assert [line[0] for line in table(done)] == ["trusted", "installed"]
    done = run("update", "--url", f"{server}/key.pub")
    assert done.returncode == 4
    assert f"{server}/key.pub: not a set archive" in done.stderr


def test_every_action_and_option_is_documented() -> None:
    """docs/rules.md names each action of `indicia rules` and each of its options."""
    text = (ROOT / "docs" / "rules.md").read_text("utf-8")

    def below(one: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
        found = (action.choices for action in one._actions if isinstance(action, argparse._SubParsersAction))
        return next(found, {})

    actions = below(below(parser())["rules"])
    assert {"check", "lint", "list", "update"} <= set(actions)
    for name, action in actions.items():
        assert f"indicia rules {name}" in text
        for option in (option for item in action._actions for option in item.option_strings):
            assert option in ("-h", "--help") or option in text, f"{name} {option}"
        for more in below(action):
            assert f"trust {more}" in text
