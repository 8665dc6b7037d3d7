"""The result on a terminal and in a pipe."""

import io
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from tests.report import besides, break_in, results, rough_results

from indicia.model.assessment import Incident, Result
from indicia.model.finding import Stage
from indicia.report.terminal.case import result as text
from indicia.report.terminal.layout import Cell, Sheet, shorten, wrap

MAKERS: dict[str, Callable[[], Result]] = {
    "rich": results.rich,
    "beside": lambda: besides.with_beside(results.rich()),
    "hostile beside": lambda: rough_results.hostile(3, besides.with_beside(results.rich())),
    "quiet": results.quiet,
    "blind": results.blind,
    "empty": results.empty,
    "three hosts": lambda: results.many(3),
    "twelve hosts": lambda: results.many(12),
    "hostile 0": rough_results.hostile,
    "hostile 5": lambda: rough_results.hostile(5),
    "hostile 11": lambda: rough_results.hostile(11),
}
REPORT = Path("case/report.html")


def printed(result: Result, capsys: pytest.CaptureFixture[str], **how: bool) -> list[str]:
    """Lines that `print_result` writes into a pipe."""
    text.print_result(result, REPORT, **({"quiet": False, "verbose": False} | how))
    return capsys.readouterr().out.split("\n")[:-1]


@pytest.mark.parametrize("how", [{}, {"quiet": True}, {"verbose": True}], ids=["plain", "quiet", "verbose"])
@pytest.mark.parametrize("name", MAKERS)
def test_a_pipe_gets_plain_narrow_lines(name: str, how: dict[str, bool], capsys: pytest.CaptureFixture[str]) -> None:
    """At most 80 columns, no escape, no control or direction character, no blank at the end of a line."""
    for line in printed(MAKERS[name](), capsys, **how):
        assert cell_len(line) <= 80
        assert line == line.rstrip()
        assert not [c for c in line if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u2028"]


@pytest.mark.parametrize("name", ["rich", "hostile 0", "hostile 5", "hostile 11"])
def test_one_finding_is_as_plain(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The same holds for each single finding."""
    for finding in MAKERS[name]().findings[:8]:
        text.print_finding(finding, Path("my case"))
        for line in capsys.readouterr().out.split("\n"):
            assert cell_len(line) <= 80
            assert line == line.rstrip()
            assert "\x1b" not in line and "\u202e" not in line


def test_the_first_three_lines_say_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Host and word, the sentence, and whether they are still in."""
    assert printed(results.rich(), capsys)[:3] == [
        "  MX07.corp.example  OPERATED",
        r"  w3wp.exe started 'cmd.exe /c whoami' as NT AUTHORITY\SYSTEM",
        "  still in?  yes: /owa/auth/supp0rt.aspx is there",
    ]


def test_none_seen_names_what_was_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    """The period in the head, and each log with its times."""
    lines = printed(results.quiet(), capsys)
    assert lines[0] == "  MX07.corp.example  NONE SEEN"
    assert "  looked at  2020-12-30 00:00:00 to 2021-03-03 00:00:00 UTC (63 d)" in lines
    assert any("IIS request log" in line and "2020-12-30 00:00 to 2021-03-03 00:00" in line for line in lines)


def test_cannot_tell_names_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    """Eight logs in a line each, the others by name, none dropped."""
    words = " ".join(" ".join(printed(results.blind(), capsys)).split())
    assert "no record of any log source of the pack" in words
    assert all(f"Further log number {number}" in words for number in range(20))


def test_one_host_fits_two_screens(capsys: pytest.CaptureFixture[str]) -> None:
    """The rich host, and one with an incident of 2,000 steps and 300 incidents of probing."""
    base = results.rich()
    assert len(printed(base, capsys)) <= 90
    incident = base.hosts[0].incidents[0]
    long = replace(
        incident, steps=tuple(replace(step, source=f"log {n % 9}") for n, step in enumerate(incident.steps * 50))
    )
    knocks = tuple(replace(base.hosts[0].incidents[1], steps=incident.steps) for _ in range(300))
    lines = printed(replace(base, hosts=(replace(base.hosts[0], incidents=(long, *knocks)),)), capsys)
    assert len(lines) <= 130
    assert any("further steps, the last 2021-03-03 03:18:00: in the report" in line for line in lines)
    assert any("299 further incidents" in line for line in lines)


def test_attempts_of_many_clients_are_a_line_or_two(capsys: pytest.CaptureFixture[str]) -> None:
    """Forty addresses that only knocked do not fill a screen."""
    lines = printed(results.rich(), capsys)
    start = next(number for number, line in enumerate(lines) if "(2 of 2)" in line)
    story = lines[start + 1 : lines.index("", start)]
    assert len(story) <= 3
    assert "37 more (F1)" in story[-1]


def test_many_hosts_are_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    """Worst first, verdicts aligned also below wide characters, then the counts."""
    lines = printed(results.many(12), capsys)
    assert [line.split()[0] for line in lines[:2]] == ["MX000.corp.example", "MX001.corp.example"]
    places = {
        cell_len(line[: line.index(word)])
        for line in lines[:12]
        for word in ("OPERATED", "NONE SEEN", "CANNOT")
        if word in line
    }
    assert len(places) == 1
    assert "  10 operated · 1 cannot tell · 1 none seen" in lines


def test_quiet_is_one_line_a_host(capsys: pytest.CaptureFixture[str]) -> None:
    """`-q` prints as many lines as there are hosts."""
    assert len(printed(results.many(3), capsys, quiet=True)) == 3
    assert len(printed(rough_results.hostile(), capsys, quiet=True)) == 1


def test_verbose_lists_everything(capsys: pytest.CaptureFixture[str]) -> None:
    """Refused rules with the reason, faults with their place, each step, each missing log with what it means."""
    lines = printed(results.rich(), capsys, verbose=True)
    words = " ".join(" ".join(lines).split())
    assert "A rule with a field nobody has: unknown field Foo" in words
    assert "line 2: 7 values, 15 fields" in words
    assert "what log 13 would have shown" in words
    assert all(f", F{number})" in words for number in range(2, 40))


def test_a_finding_can_be_checked_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    """File, whole hash, place, a command that prints the bytes, what decided, the raw record, the rule, and the
    command that shows all this again."""
    finding = next(item for item in break_in.rich_findings() if item.id == "F4")
    text.print_finding(finding, Path("my case"))
    lines = [line.strip() for line in capsys.readouterr().out.split("\n")]
    words = " ".join(lines)
    assert "5d" * 32 in words
    assert "line 48,213, event record 7, 412 bytes from byte 1,048,576 (counted from 0)" in words
    assert "tail -c +1048577 ./Microsoft-Windows-Sysmon_Operational.log | head -c 412" in words
    assert r"*  ParentImage           c:\windows\system32\inetsrv\w3wp.exe" in lines
    assert "EventID=1 ParentImage=" in words
    assert "condition: parent" in lines
    assert "again  indicia show 'my case' F4" in lines


def test_the_command_by_hand_is_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    """A file name from evidence cannot become a command when the line is copied."""
    finding = break_in.rich_findings()[0]
    for name, said in (
        ("a.zip!x/$(touch y);.log", "tail -c +1048577 './$(touch y);.log'"),
        ("a\x1b.log", "take the place"),
    ):
        record = replace(finding.exhibits[0], path=name)
        text.print_finding(replace(finding, exhibits=(record,)))
        words = " ".join(capsys.readouterr().out.split())
        assert said.replace("'./", "./'") in words


def test_a_terminal_gets_colour_and_at_most_100_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same lines, wider and coloured, where somebody looks."""

    class Terminal(io.StringIO):
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "180")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    text.print_result(rough_results.hostile(), REPORT, quiet=False, verbose=False)
    shown = screen.getvalue()
    assert "\x1b[1;37;41m" in shown
    assert "\x1b[2J" not in shown and "\x1b]0;" not in shown
    from rich.text import Text

    assert max(cell_len(Text.from_ansi(line).plain) for line in shown.split("\n")) <= 100


def test_a_pipe_that_knows_few_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a pipe of plain ASCII the result still comes out whole."""
    pipe = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", pipe)
    text.print_result(results.many(3), REPORT, quiet=False, verbose=True)
    pipe.flush()
    written = pipe.buffer.getvalue()  # type: ignore[attr-defined]  # BytesIO under TextIOWrapper
    assert b"OPERATED" in written
    assert b"..." in written and b"\\u2026" not in written


def test_verification_names_what_fell(capsys: pytest.CaptureFixture[str]) -> None:
    """All stands, or what does not and why."""
    text.print_verification(3, 1204, [])
    assert capsys.readouterr().out.splitlines()[-1] == "everything stands"
    text.print_verification(3, 1204, [("a\x1b.log", "the hash differs")])
    assert capsys.readouterr().out.splitlines()[1:] == ["1 thing no longer stands:", "  a\\x1b.log: the hash differs"]


def test_a_story_without_times_or_steps(capsys: pytest.CaptureFixture[str]) -> None:
    """Settings have no time; the story is told all the same."""
    base = results.rich()
    steps = tuple(replace(step, time=None) for step in base.hosts[0].incidents[0].steps)
    bare = Incident(stage=Stage.IMPLANTED, first=None, last=None, clients=(), why=(), steps=steps)
    words = " ".join(printed(replace(base, hosts=(replace(base.hosts[0], incidents=(bare,)),)), capsys))
    assert "no time" in words


def test_what_all_times_share_stands_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A story of one day names the day in its heading, of one year the year, of several years each whole date."""
    base = results.rich()
    for days, heading, first in ((0, "UTC, 2021-03-03", "01:40:12.600 "), (9, "UTC, 2021", "02-22 01:40:12 ")):
        steps = base.hosts[0].incidents[0].steps
        moved = (replace(steps[0], time=steps[0].time - timedelta(days=days)), *steps[1:])
        told = replace(base.hosts[0].incidents[0], steps=moved)
        lines = printed(replace(base, hosts=(replace(base.hosts[0], incidents=(told,)),)), capsys)
        at = next(number for number, line in enumerate(lines) if line.startswith("  What happened"))
        assert lines[at].endswith(heading)
        assert lines[at + 1].startswith(f"    {first}")


WORDS = st.text(st.sampled_from("ab日\\/\u0301 \x1b\u202e!…"), max_size=200)


@given(WORDS, st.integers(4, 90))
def test_wrapping_loses_nothing(words: str, columns: int) -> None:
    """Whatever the width, each line keeps to it and the text between blanks comes out whole."""
    from indicia.report.clean import clean

    lines = wrap(words, columns)
    assert all(cell_len(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(words).split())
    assert cell_len(shorten(words, columns)) <= columns


@given(WORDS, WORDS, st.integers(40, 100))
def test_rows_keep_to_the_width(one: str, other: str, columns: int) -> None:
    """Cells, headings and blocks of any text never pass the edge."""
    sheet = Sheet(columns)
    sheet.row(Cell(one, 10), Cell(other, 8, most=2), Cell(one + other))
    sheet.block(one)
    assert all(cell_len(line) <= columns and line == line.rstrip() for line in sheet.plain())
