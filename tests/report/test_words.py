"""Numbers, times and sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.report.results import evidence, quiet

from indicia.model.evidence import Kind
from indicia.report.words import duration, fragment, plural, reasons, sentence, size, some, unread_logs


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no sign", "No sign."),
        ("A page was written.", "A page was written."),
        ("Two. ", "Two."),
        ("it ended..", "It ended."),
        ("w3wp.exe started cmd", "w3wp.exe started cmd."),
        ("yes: x is there", "Yes: x is there."),
        ("it was cut off…", "It was cut off…"),
        ("javascript:alert(1)", "javascript:alert(1)."),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_sentence_ends_once(text: str, said: str) -> None:
    """One capital first unless it is a name, one full stop last."""
    assert sentence(text) == said


@given(st.text())
def test_sentence_is_stable(text: str) -> None:
    """Made twice it is the same."""
    assert sentence(sentence(text)) == sentence(text)


def test_a_fragment_keeps_the_stops_inside() -> None:
    """A single sentence loses its stop, two keep theirs."""
    assert fragment("It was written.") == "It was written"
    assert fragment("It was written. It is gone.") == "It was written. It is gone."


def test_reasons_join_by_kind() -> None:
    """Each key is named once, others stay as they are."""
    said = ["same page a.aspx", "same client 192.0.2.1", "same page a.aspx", "same page b.aspx", "within minutes"]
    assert reasons(said) == ["same page: a.aspx, b.aspx", "same client: 192.0.2.1", "within minutes"]


def test_numbers() -> None:
    """Singular, plural, units."""
    assert [plural(1, "file"), plural(1204, "record"), plural(2, "address")] == [
        "1 file",
        "1,204 records",
        "2 addresses",
    ]
    assert [size(999), size(3_100_000_000), size(5_000_000_000_000)] == ["999 B", "3.1 GB", "5,000.0 GB"]
    assert [duration(0), duration(0.4), duration(47), duration(119), duration(86400 * 31)] == [
        "0 s", "under 1 s", "47 s", "119 s", "31 d",
    ]  # fmt: skip
    assert some(["a", "b", "c", "d"], 2) == "a, b and 2 more"


def test_logs_of_no_known_kind_are_named() -> None:
    """The largest first; empty ones, other files and logs that were read are not."""
    lines = [
        replace(evidence(number), evidence=replace(evidence(number).evidence, path=path, size=length, kind=kind))
        for number, (path, length, kind) in enumerate(
            (
                ("t/access.log", 1_000, Kind.PLAIN),
                ("t/logs/error_log.1", 3_000, Kind.PLAIN),
                ("t/odd.evtx", 2_000, Kind.PLAIN),
                ("t/empty.log", 0, Kind.PLAIN),
                ("t/catalog.aspx", 9_000, Kind.PLAIN),
                ("t/log/page.aspx", 9_000, Kind.PLAIN),
                ("t/u_ex1.log", 9_000, Kind.IIS),
            )
        )
    ]
    result = replace(quiet(), evidence=tuple(lines))
    assert unread_logs(result, 2) == "t/logs/error_log.1 (3.0 kB), t/odd.evtx (2.0 kB) and 1 more"
    assert unread_logs(replace(result, evidence=tuple(lines[3:])), 2) == ""


def test_what_was_handed_over_and_is_of_no_known_kind_is_named() -> None:
    """Exports, archives and images beside the files of the host; not what its disk holds, nor what collectors write."""
    kept = [
        replace(
            evidence(number),
            evidence=replace(evidence(number).evidence, path=path, size=number + 1, kind=Kind.PLAIN, original=original),
        )
        for number, (path, original) in enumerate(
            (
                ("t/export.csv", None),
                ("t/triage.rar", None),
                ("t/disk.E01", None),
                ("t/a.zip!uploads.json", None),
                ("t/2021-03-16T000000_CopyLog.csv", None),
                ("t/notes.txt", None),
                ("t/C/inetpub/wwwroot/data.json", r"C:\inetpub\wwwroot\data.json"),
            )
        )
    ]
    result = replace(quiet(), evidence=tuple(kept))
    assert unread_logs(result, 9) == "t/disk.E01 (3 B), t/triage.rar (2 B), t/export.csv (1 B)"
