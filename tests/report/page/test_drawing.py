"""The picture of a host: right places, nothing cut, nothing covered, never too tall."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.report import break_in, results, rough_results

from indicia.model.assessment import Gap, SourceCoverage, Standing
from indicia.model.finding import Stage
from indicia.report.page.drawing import LABEL, RIGHT, WIDTH, Picture, Strip, picture
from indicia.report.page.marks import ROW, SHAPES, Mark, marks


def drawn(**changes: object) -> Picture:
    """The picture of the rich host."""
    result = results.rich()
    return picture(replace(result.hosts[0], **changes), result.findings, 400)


def lane_of(strip: Strip, finding: str) -> str:
    """Name of the lane in which a finding stands."""
    return next(lane.name for lane in strip.lanes for mark in lane.marks if mark.finding == finding)


def test_events_stand_in_the_lane_of_their_channel() -> None:
    """A Sysmon event stands with Sysmon, a cmdlet event with MSExchange Management, a file with the files."""
    whole, near = drawn().strips
    for strip in (whole, near):
        assert lane_of(strip, "F4") == "Sysmon events"
        assert lane_of(strip, "F2") == "MSExchange Management events"
        assert lane_of(strip, "F5") == "Files of the server"
        assert lane_of(strip, "F6") == "IIS request"
    assert lane_of(whole, "F1") == "Exchange front-end (HttpProxy)"


def test_a_finding_of_no_known_log_is_still_drawn() -> None:
    """Records of a log that the pack does not list get a lane of their own."""
    coverage = tuple(replace(item, channels=()) for item in results.rich_coverage())
    whole, _ = drawn(coverage=coverage).strips
    assert lane_of(whole, "F4") == "other records"


def test_every_finding_with_a_time_is_counted() -> None:
    """Drawn and left out together are all; with little room the furthest stages stay."""
    result = results.rich()
    timed = sum(finding.seen is not None for finding in result.findings)
    for most in (400, 3, 1):
        whole = picture(result.hosts[0], result.findings, most).strips[0]
        assert whole.shown + whole.left_out == timed
        assert {mark.stage for lane in whole.lanes for mark in lane.marks} >= {"operated"}
    assert sum(len(lane.marks) for lane in whole.lanes) == 1


def test_the_drawing_stays_low() -> None:
    """However many logs are missing, sixteen lanes are the most; the others are named."""
    coverage = tuple(results.missing(f"m{n}", f"Log {n}", "x") for n in range(60))
    found = drawn(coverage=(*results.rich_coverage()[:2], *coverage))
    assert len(found.strips[0].lanes) <= 16
    assert found.strips[0].height < 700
    shown = [lane.name for lane in found.strips[0].lanes if lane.missing]
    assert len(shown) + len(found.missing) == 60
    assert not [lane for lane in found.strips[1].lanes if lane.missing]


def test_logs_with_findings_are_never_without_room() -> None:
    """Of thirty logs with records those with findings are drawn, the others named."""
    start, end = break_in.DAY - timedelta(days=3), break_in.DAY + timedelta(days=3)
    others = tuple(results.covered(f"c{n}", f"Log {n}", start, end) for n in range(30))
    found = drawn(coverage=(*others, *results.rich_coverage()[:6]))
    assert lane_of(found.strips[0], "F4") == "Sysmon events"
    assert len(found.strips[0].lanes) == 16
    assert len(found.strips[0].lanes) + len(found.undrawn) + len(found.missing) == 36


def test_what_is_drawn_stays_inside() -> None:
    """Bars, marks, ticks with half their label, and the patch line keep within the picture."""
    for strip in drawn().strips:
        for lane in strip.lanes:
            for bar in (*lane.bars, *lane.quiet):
                assert bar.x >= LABEL and bar.x + bar.width <= WIDTH - RIGHT + 2
            for mark in lane.marks:
                assert LABEL <= mark.x <= WIDTH - RIGHT
                assert lane.y <= lane.middle(mark) - 8.5 and lane.middle(mark) + 8.5 <= lane.y + lane.height
        for tick in strip.ticks:
            assert tick.x >= LABEL and tick.x + 3.4 * len(tick.label) <= WIDTH
        assert 2 <= len(strip.ticks) <= 9


def test_the_patch_is_a_line_where_it_is_known() -> None:
    """Between the break-in and the end of the period; none where the time is not known."""
    whole = drawn().strips[0]
    marked = [mark.x for lane in whole.lanes for mark in lane.marks if mark.stage == "operated"]
    assert whole.patch is not None and whole.patch > max(marked)
    assert drawn().strips[1].patch is None
    assert drawn(patch_time=None).strips[0].patch is None


def test_gaps_are_white_and_usual_silence_is_not() -> None:
    """Between first and last record only a gap of the coverage is left without any bar."""
    start = datetime(2021, 3, 1, tzinfo=UTC)
    gap = Gap(start=start + timedelta(hours=40), end=start + timedelta(hours=60))
    source = SourceCoverage(
        source="iis", name="IIS", standing=Standing.PARTIAL, first=start, last=start + timedelta(hours=100),
        records=2, hours=(("2021-03-01T00", 1), ("2021-03-05T03", 1)), gaps=(gap,),
    )  # fmt: skip
    (strip,) = drawn(coverage=(source,), period=(source.first, source.last), incidents=(), patch_time=None).strips[:1]
    (lane,) = [lane for lane in strip.lanes if lane.name == "IIS"]
    left, right = lane.quiet
    assert left.x + left.width < right.x
    assert len(lane.bars) == 2


def test_a_short_log_does_not_look_long() -> None:
    """A log of 31 minutes is 31 minutes wide although hours are what is counted."""
    whole, near = drawn().strips
    (bar,) = next(lane.bars for lane in near.lanes if lane.name == "Sysmon events")
    (iis,) = next(lane.bars for lane in near.lanes if lane.name == "IIS request")
    assert 0.15 < bar.width / iis.width < 0.35
    assert next(lane.bars for lane in whole.lanes if lane.name == "Sysmon events")[0].width < 3


def test_nothing_with_a_time_is_no_picture() -> None:
    """Without any time there is nothing to draw."""
    result = results.blind()
    assert picture(result.hosts[0], (), 400).strips == ()


def test_each_stage_has_a_shape() -> None:
    """Five stages, five different outlines: colour is never the only sign."""
    assert set(SHAPES) == {stage.name.lower() for stage in Stage}
    assert len(set(SHAPES.values())) == len(SHAPES)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(200, 960), st.sampled_from([*Stage, None])), min_size=1, max_size=60))
def test_no_mark_covers_another_wholly(placed: list[tuple[float, Stage | None]]) -> None:
    """Every finding is in one mark; marks of a row do not overlap unless all rows are full, and none coincide."""
    base = break_in.rich_findings()[0]
    found, rows = marks([(x, replace(base, stage=stage)) for x, stage in placed])
    assert sum(mark.number for mark in found) == len(placed)
    assert {mark.row for mark in found} <= set(range(rows))
    places = [(mark.row, mark.x) for mark in found]
    if rows < 4:
        assert len(set(places)) == len(places)
        by_row: dict[int, list[Mark]] = {}
        for mark in found:
            by_row.setdefault(mark.row, []).append(mark)
        for row in by_row.values():
            assert all(after.x - before.x >= ROW - 1e-6 for before, after in pairwise(row))


@settings(max_examples=40, deadline=None)
@given(st.datetimes(), st.datetimes())
def test_any_period_can_be_drawn(one: datetime, other: datetime) -> None:
    """No two times stop the drawing, and the axis stays readable."""
    first, last = sorted((one.replace(tzinfo=UTC), other.replace(tzinfo=UTC)))
    for strip in drawn(period=(first, last)).strips:
        assert len(strip.ticks) <= 12


def test_a_hostile_coverage_counts_no_finding_twice() -> None:
    """Sources with the same or an empty name do not make findings appear twice."""
    for turn in range(16):
        result = rough_results.hostile(turn)
        for strip in picture(result.hosts[0], result.findings, 400).strips:
            assert strip.left_out == 0
            ids = [mark.finding for lane in strip.lanes for mark in lane.marks]
            assert len(ids) == len(set(ids))
