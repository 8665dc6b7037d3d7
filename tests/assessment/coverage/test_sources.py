"""Coverage: what a source could have shown."""

from datetime import timedelta

from tests.assessment.build import SOURCES, day, traced, tree

from indicia.assessment.coverage.sources import coverage, standing, trace
from indicia.knowledge.packs.pack import LogSource
from indicia.model.assessment import Standing
from indicia.model.coverage import Span

START, END = day("2021-01-01"), day("2021-03-01")


def test_a_whole_log_is_covered() -> None:
    """A log with records from before the start to the end, each day, is covered."""
    assert standing(traced("iis", "2020-12-31", "2021-03-01"), START, END) == (Standing.COVERED, "")


def test_a_log_that_starts_late_is_partial() -> None:
    """A first record after the start is said with both days."""
    state, why = standing(traced("iis", "2021-01-05", "2021-03-01"), START, END)
    assert state is Standing.PARTIAL
    assert "2021-01-05" in why
    assert "2021-01-01" in why


def test_a_log_that_ends_early_is_partial() -> None:
    """A last record before the end is said, but not of a source that may be silent."""
    assert standing(traced("iis", "2020-12-31", "2021-02-01"), START, END)[0] is Standing.PARTIAL
    assert standing(traced("evt_sec", "2020-12-31", "2021-02-01"), START, END)[0] is Standing.COVERED


def test_a_gap_is_found_to_the_hour() -> None:
    """Two missing days are one gap from the hour after the last record to the hour of the next."""
    log = traced("iis", "2020-12-31", "2021-03-01", skip=("2021-02-03", "2021-02-04"))
    assert [(gap.start, gap.end) for gap in log.gaps] == [(day("2021-02-03"), day("2021-02-05"))]
    assert standing(log, START, END)[0] is Standing.PARTIAL


def test_a_gap_outside_the_period_does_not_count() -> None:
    """A gap before the period in question leaves the source covered."""
    log = traced("iis", "2020-12-20", "2021-03-01", skip=("2020-12-23", "2020-12-24"))
    assert log.gaps
    assert standing(log, START, END)[0] is Standing.COVERED


def test_damage_is_never_covered() -> None:
    """A source with places that could not be read is partial."""
    assert standing(traced("iis", "2020-12-31", "2021-03-01", damaged=2), START, END)[0] is Standing.PARTIAL


def test_a_part_that_never_shows_is_missed() -> None:
    """A Security log without process creation does not cover process creation."""
    log = traced("evt_sec", "2020-12-31", "2021-03-01", parts=("4624",))
    assert standing(log, START, END, ("4688",))[0] is Standing.PARTIAL
    assert standing(log, START, END, ("4688", "4624"))[0] is Standing.COVERED


def test_the_back_end_fills_no_gap_of_the_front_end() -> None:
    """Where ports matter, what others wrote while the log of the front end is missing hides nothing."""
    front = LogSource(id="iis", name="IIS", blind="who sent what", max_gap_hours=24, parts=("443", "80"))
    hours = [f"2021-02-{number:02}T12" for number in range(1, 11)]
    kept = [hour for hour in hours if hour[8:10] not in {"04", "05", "06"}]
    spans = [
        Span(
            source="iis",
            host=None,
            records=len(those),
            first=day(f"{those[0]}:00"),
            last=day(f"{those[-1]}:00"),
            hours=dict.fromkeys(those, 1),
            parts={port: len(those)},
        )
        for port, those in (("443", kept), ("444", hours))
    ]
    log = trace(front, spans, files=2, damaged=0)
    assert log.records == 17
    assert standing(log, day("2021-02-01"), day("2021-02-10"), front.parts) == (
        Standing.PARTIAL,
        "no records from 2021-02-03 13:00 to 2021-02-07 12:00",
    )


def test_records_without_time_cover_no_period() -> None:
    """Rows without any date cannot cover a period."""
    log = trace(SOURCES[0], [Span(source="iis", host=None, records=9, first=None, last=None)], files=1, damaged=0)
    assert standing(log, START, END)[0] is Standing.PARTIAL


def test_a_log_of_which_nothing_could_be_read_is_there_all_the_same() -> None:
    """A source without a record is in the evidence where its files are: damaged or empty."""
    for files, damaged, why in (
        (1, 7, "no record could be read: 7 places damaged"),
        (2, 0, "no record in its 2 files"),
        (0, 0, "not in this evidence"),
    ):
        assert standing(trace(SOURCES[0], [], files, damaged), START, END) == (Standing.MISSING, why)


def test_a_state_needs_no_period() -> None:
    """Files only have to be there."""
    assert standing(tree(), None, END) == (Standing.COVERED, "")


def test_the_line_of_a_covered_source_is_blind_to_nothing() -> None:
    """What a source cannot show is only said when it is not covered."""
    assert coverage(traced("iis", "2020-12-31", "2021-03-01"), START, END).blind == ""
    assert coverage(traced("iis", "2021-02-01", "2021-03-01"), START, END).blind == "who sent what"


def test_spans_of_several_files_merge() -> None:
    """Hours and parts of all files of a source add up."""
    spans = [
        Span(
            source="Security", host=None, records=1, first=START, last=START, hours={"2021-01-01T00": 1}, parts={"1": 1}
        ),
        Span(
            source="SECURITY",
            host=None,
            records=2,
            first=START + timedelta(hours=1),
            last=START + timedelta(hours=1),
            hours={"2021-01-01T01": 2},
            parts={"2": 2},
        ),
    ]
    merged = trace(SOURCES[2], spans, files=2, damaged=0)
    assert (merged.records, merged.hours, merged.parts) == (
        3,
        (("2021-01-01T00", 1), ("2021-01-01T01", 2)),
        frozenset("12"),
    )
