"""What is known of texts that a page let pass, and which command lines begin with a program that is fixed."""

import pytest

from indicia.detection.webshell.values.command_lines import after_shell, is_fixed, is_fixed_program
from indicia.detection.webshell.values.refused import (
    ends_otherwise,
    ends_with,
    matched,
    not_matched,
    without,
    without_signs,
)
from indicia.detection.webshell.values.value import (
    EITHER,
    FOR_ONE_COMMAND,
    GAP,
    HOLE,
    NO_PAGE,
    NONE_HELD,
    ONE_NAME,
    Held,
    keeps_ending,
    stays_below,
)


@pytest.mark.parametrize(
    "line",
    [
        f"ping -n 4 {HOLE}",
        f"PING.EXE {HOLE} -t",
        f'"C:\\Program Files\\gs\\gswin64c.exe" -o {HOLE}.png {HOLE}',
        f"{GAP}\\bin\\7za.exe x {HOLE}",
        f"tracert {HOLE}{EITHER}ping {HOLE}",
        f"/usr/bin/convert {HOLE} out.png",
        "ffmpeg -version",
    ],
)
def test_a_line_that_begins_with_a_program_of_the_page_is_fixed(line: str) -> None:
    assert is_fixed(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        HOLE,
        GAP,
        f"{HOLE} -n 4",
        f"ping{HOLE}",
        f"C:\\tools\\{HOLE} -x",
        f"{GAP} -x {HOLE}",
        f"cmd /c {HOLE}",
        f"C:\\Windows\\System32\\CMD.EXE /c {HOLE}",
        f'"powershell" {HOLE}',
        f"net user {HOLE}",
        f"python.exe {HOLE}",
        f"deploy.bat {HOLE}",
        f"D:\\t\\svc.exe /c {HOLE}",
        f"svc -enc {HOLE}",
        f"ping {HOLE}{EITHER}cmd /c {HOLE}",
        f'"C:\\Program Files\\{HOLE}',
    ],
)
def test_a_line_whose_program_is_chosen_or_runs_others_is_not(line: str) -> None:
    assert not is_fixed(line)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        (f"cmd /c ping {HOLE}", f"ping {HOLE}"),
        (f"%comspec% /s /c sort {HOLE}", f"sort {HOLE}"),
        (f'"C:\\Windows\\cmd.exe" /k sort {HOLE}', f"sort {HOLE}"),
        (f"ping {HOLE}", f"ping {HOLE}"),
        (f"cmd /c {HOLE}", HOLE),
    ],
)
def test_a_shell_before_a_line_is_left_out(line: str, rest: str) -> None:
    assert after_shell(line) == rest


def test_of_a_program_the_last_part_of_its_path_counts() -> None:
    assert is_fixed_program("C:\\gpg\\gpg.exe")
    assert not is_fixed_program("C:\\gpg\\rundll32.exe")
    assert not is_fixed_program("run.vbs")


@pytest.mark.parametrize(
    ("pattern", "whole", "held"),
    [
        (r"\.(?:jpe?g|png)$", False, Held.ENDING),
        (r"^[a-z]+\.txt$", False, Held.ENDING | Held.NO_UP | ONE_NAME | FOR_ONE_COMMAND),
        (r"^[\w ]+$", False, Held.NO_UP | ONE_NAME | FOR_ONE_COMMAND),
        (r"^[\w./]+$", False, Held.NO_BACKSLASH | FOR_ONE_COMMAND),
        (r"[\w.]+", True, ONE_NAME | FOR_ONE_COMMAND),
        (r"[\w.]+", False, NONE_HELD),
        (r"\.(?:jpe?g|asp)$", False, NONE_HELD),
        (r"\.txt", False, NONE_HELD),
        (r"x|\.txt$", False, NONE_HELD),
        (r"^.+$", False, NONE_HELD),
        (r"^\S+$", False, NONE_HELD),
        ("^" + "a" * 500 + r"\.txt$", False, NONE_HELD),
    ],
)
def test_what_a_pattern_says_of_what_it_matches(pattern: str, whole: bool, held: Held) -> None:
    assert matched(pattern, whole=whole) == held


@pytest.mark.parametrize(
    ("pattern", "held"),
    [
        (r"[\\/]", ONE_NAME),
        (r"[&|<>]", FOR_ONE_COMMAND),
        (r"\.\.", Held.NO_UP),
        (r"[^a-z0-9]", Held.NO_UP | ONE_NAME | FOR_ONE_COMMAND),
        (r"[^a-z0-9.\\]", Held.NO_SLASH | FOR_ONE_COMMAND),
        (r"[\\/]x", NONE_HELD),
        (r"drop|delete", NONE_HELD),
        (r"[\\/", NONE_HELD),
    ],
)
def test_what_is_known_where_a_pattern_finds_nothing(pattern: str, held: Held) -> None:
    assert not_matched(pattern) == held


def test_endings_of_what_a_server_runs_are_no_harmless_ones() -> None:
    assert ends_with("txt") == ends_with(".JPG") == Held.ENDING
    for ending in ("asp", ".aspx", "cer", "config", "exe", "shtml", ""):
        assert ends_with(ending) == NONE_HELD
    refused = ends_otherwise("asp") | ends_otherwise("aspx")
    assert not keeps_ending(refused)
    assert keeps_ending(refused | ends_otherwise("cdx"))
    assert refused | ends_otherwise("asa") == NO_PAGE


def test_a_name_stays_below_a_folder_without_steps_or_separators() -> None:
    assert stays_below(without(".."))
    assert stays_below(without_signs("/\\:"))
    assert not stays_below(without("/"))
    assert without("x") == NONE_HELD
