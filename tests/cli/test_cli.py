"""The command as a user meets it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from tests.report import results

from indicia.cli.main import VERBS, main, parser
from indicia.cli.report import _of_host
from indicia.errors import UsageError


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `indicia`."""
    return subprocess.run(
        [sys.executable, "-m", "indicia.cli.main", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("scan",),
        ("scan", "x", "--workers", "none"),
        ("scan", "x", "--since", "yesterday"),
        ("scan", "x", "--since", "2021-03-02", "--until", "2021-03-01"),
        ("scan", "x", "--workers", "0"),
        ("scan", "no such file"),
        ("scan", ".", "--rules", "no such folder"),
        ("show", "no such case", "F1"),
        ("report", "no such case"),
        ("verify", "no such case"),
    ],
)
def test_a_wrong_command_line_is_four(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Usage and input errors leave with 4, one clear line, no traceback, nothing on standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "indicia.cli.main", *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert "indicia" in done.stderr
    assert done.stdout == ""


def test_help_names_every_exit_code() -> None:
    """Scripts can rely on what `--help` says."""
    done = command("--help")
    assert done.returncode == 0
    for code in ("0", "1", "2", "3", "4"):
        assert f"  {code}  " in done.stdout


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
@pytest.mark.parametrize("words", [("timeline", "c", "--since"), ("verify", "c", "--at"), ("evict", "c", "--evicted")])
def test_a_time_that_is_none_in_utc_is_four(words: tuple[str, ...], time: str, capsys) -> None:
    """At the ends of the calendar; 1 would mean a verdict."""
    with pytest.raises(SystemExit) as left:
        main([*words, time])
    assert left.value.code == 4
    assert "is no date or ISO time" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [(), *((one,) for one in VERBS)], ids=" ".join)
def test_help_fits_a_narrow_terminal(verb: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    """What is wrapped is wrapped, and examples are written to fit."""
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main([*verb, "--help"])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_every_verb_is_documented() -> None:
    """The README names each verb, and each action below one."""
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    listed = readme.split("## Commands", 1)[1].split("\n## ", 1)[0]
    verbs = next(action for action in parser()._actions if action.dest == "verb").choices
    assert verbs
    for verb, below in verbs.items():
        mine = "\n".join(re.findall(rf"^indicia {verb}\b.*\n(?: .*\n)*", listed, re.MULTILINE))
        assert mine
        for action in below._actions:
            if action.dest == "action":
                assert [name for name in action.choices if not re.search(rf"\b{name}\b", mine)] == []


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    """No evidence is an error with a hint."""
    (tmp_path / "e").mkdir()
    done = command("scan", str(tmp_path / "e"), "--case", str(tmp_path / "c"))
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


LOG = (
    "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method cs-uri-stem "
    "cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status "
    "time-taken\n"
    "2021-03-03 04:00:00 10.0.0.7 GET /owa/\x1b[31mred - 443 - 192.0.2.9 \x1b]0;title\x07<script>alert(1)</script> "
    "- 200 0 0 12\n"
    "2021-03-03 04:00:00 10.0.0.7 POST /aspnet_client/=cmd.aspx <img/onerror=x> 443 - 192.0.2.9 \x1b[2J - 200 0 0 12\n"
    "torn \x1b[31mline\n"
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A log whose every field tries to act."""
    path = tmp_path / "\x1b[31mu_ex.log"
    path.write_text(LOG, "utf-8")
    return path


def test_piped_output_is_plain(hostile: Path, tmp_path: Path) -> None:
    """No colour, no escape, no line above 80 columns; the page holds no tag from the log."""
    case = tmp_path / "c"
    for arguments in (("scan", str(hostile), "--case", str(case), "-v"), ("report", str(case), "-v")):
        done = command(*arguments)
        assert done.returncode in (0, 1, 2, 3), done.stderr
        assert "\x1b" not in done.stdout + done.stderr
        assert max(map(len, done.stdout.splitlines())) <= 80
    page = (case / "report.html").read_text("utf-8")
    assert "\x1b" not in page
    assert "<script>alert" not in page
    assert "<img/onerror" not in page


def test_json_is_the_result(hostile: Path, tmp_path: Path) -> None:
    """`--json` prints exactly result.json and nothing else."""
    case = tmp_path / "c"
    done = command("scan", str(hostile), "--case", str(case), "--json")
    assert done.stdout == (case / "result.json").read_text("utf-8")
    assert orjson.loads(done.stdout)["format"] == "indicia-result/1"
    assert done.stderr == ""


def test_quiet_is_one_line_a_host(hostile: Path, tmp_path: Path) -> None:
    """`-q` prints the verdict lines only."""
    done = command("scan", str(hostile), "--case", str(tmp_path / "c"), "-q")
    assert len(done.stdout.splitlines()) == 1


def test_one_host_of_a_case(hostile: Path, tmp_path: Path) -> None:
    """`report --host` shows it in full; a name nobody has is a usage error that names those there are."""
    case = tmp_path / "c"
    command("scan", str(hostile), "--case", str(case), "-q")
    name = orjson.loads((case / "result.json").read_bytes())["hosts"][0]["host"]
    shown = command("report", str(case), "--host", name[:4].upper())
    assert shown.returncode in (0, 1, 2, 3)
    assert "still in?" in shown.stdout
    wrong = command("report", str(case), "--host", "nobody")
    assert wrong.returncode == 4
    assert "There are:" in wrong.stderr
    assert command("report", str(case), "--host", name, "--json").returncode == 4


ENTRY = """title: Own scanner
id: a1
description: Our scanner, change 12
author: J. Doe
logsource:
  category: webserver
filter:
  rules: any
  own:
    c-ip: 192.0.2.9
  condition: not own
indicia:
  expires: 2026-05-31
"""


def test_an_allow_list_ends_on_its_day(hostile: Path, tmp_path: Path) -> None:
    """SOURCE_DATE_EPOCH decides which day it is; what is suppressed is told on the terminal, an ended entry with -v."""
    allow = tmp_path / "allow.yml"
    allow.write_text(ENTRY)
    last, after = "1780185600", "1780272000"
    shown = command("scan", str(hostile), "--case", str(tmp_path / "a"), "--allow", str(allow), SOURCE_DATE_EPOCH=last)
    assert "Own scanner" in shown.stdout
    assert "suppressed" in shown.stdout
    ended = command(
        "scan", str(hostile), "--case", str(tmp_path / "b"), "--allow", str(allow), "-v", SOURCE_DATE_EPOCH=after
    )
    assert "its last day was 2026-05-31" in " ".join(ended.stdout.split())
    assert "suppressed" not in ended.stdout
    assert command("scan", str(hostile), "--allow", str(tmp_path / "none.yml")).returncode == 4


def test_a_closed_pipe_is_no_traceback(hostile: Path, tmp_path: Path) -> None:
    """`indicia … | head -1` ends quietly."""
    script = '"$0" -m indicia.cli.main scan "$1" --case "$2" -v | head -c 1'
    done = subprocess.run(
        ["/bin/sh", "-c", script, sys.executable, str(hostile), str(tmp_path / "c")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_device_is_no_defect(hostile: Path) -> None:
    """Where the output cannot be written, that is what is said."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "indicia.cli.main", "scan", str(hostile), "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 4
    assert "the output cannot be written" in done.stderr
    assert "defect" not in done.stderr


def test_what_is_refused_names_its_file(hostile: Path, tmp_path: Path) -> None:
    """Line 2 of many files is no place."""
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("type,value\nip,999.0.0.1\n")
    lists = [part for name in ("one.csv", "two.csv") for part in ("--indicators", str(tmp_path / name))]
    done = command("scan", str(hostile), "-v", "--case", str(tmp_path / "case"), *lists)
    said = " ".join(done.stdout.split())
    for name in ("one.csv", "two.csv"):
        assert f"{name}: 999.0.0.1: line 2: not an address" in said


def test_a_server_that_is_not_there_is_told_with_how_many_are() -> None:
    """Of many servers the first are named and the rest counted."""
    with pytest.raises(UsageError) as caught:
        _of_host(results.many(10), "nosuch")
    assert caught.value.hint is not None
    assert caught.value.hint.endswith(" and 2 more.")
