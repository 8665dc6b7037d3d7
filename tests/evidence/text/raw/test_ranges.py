"""A log that is cut into ranges is read as it is as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.evidence.text.raw import ranges
from indicia.evidence.text.raw.ranged import ranged
from indicia.evidence.text.web.iis import cut, read_from, read_iis
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger, Lines

LONG = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip cs(User-Agent) sc-status"
SHORT = "#Fields: date time cs-method cs-uri-stem c-ip sc-status"
SOUND = "2021-03-03 10:00:00 10.0.0.1 GET /owa/auth/x.aspx - 443 192.0.2.7 agent+1 200"
USUAL = "2021-03-03 10:00:00 10.0.0.1 GET /a.aspx - 443 - 192.0.2.7 agent - 200 0 0 15"
"""The columns of IIS when nobody chose others."""
BRIEF = "2021-03-03 10:00:01 GET /a.aspx 192.0.2.8 404"


@dataclass(frozen=True)
class Outcome:
    """What reading gave."""

    records: list[tuple[object, ...]]
    faults: list[tuple[object, ...]]
    bytes: tuple[int, int, int, int]
    spans: dict[object, tuple[int, object, object]]


def gathered(batches: Iterator[Lines], ledger: Ledger) -> tuple[list[tuple[object, ...]], Ledger]:
    found: list[tuple[object, ...]] = []
    for batch in batches:
        for index in range(len(batch.starts)):
            record = batch.decode(index)
            found.append((record.at.offset, record.at.length, record.at.line, record.time, record.raw, record.fields))
    return found, ledger


def outcome(parts: list[tuple[list[tuple[object, ...]], Ledger]]) -> Outcome:
    spans: dict[object, tuple[int, object, object]] = {}
    for _, ledger in parts:
        for span in ledger.spans:
            count, first, last = spans.get((span.source, span.host), (0, None, None))
            firsts = [item for item in (first, span.first) if item is not None]
            lasts = [item for item in (last, span.last) if item is not None]
            spans[span.source, span.host] = (
                count + span.records,
                min(firsts, default=None),  # type: ignore[type-var]
                max(lasts, default=None),  # type: ignore[type-var]
            )
    accounts = [ledger.account() for _, ledger in parts]
    return Outcome(
        records=[record for records, _ in parts for record in records],
        faults=[
            (fault.reason, fault.at and (fault.at.offset, fault.at.length, fault.at.line))
            for _, ledger in parts
            for fault in ledger.all_faults()
        ],
        bytes=(
            sum(one.size for one in accounts),
            sum(one.records for one in accounts),
            sum(one.faults for one in accounts),
            sum(one.framing for one in accounts),
        ),
        spans=spans,
    )


def both(
    data: bytes, part: int, monkeypatch: pytest.MonkeyPatch, limits: Limits | None = None
) -> tuple[Outcome, Outcome, int]:
    """Read at once, and in ranges of so many bytes; with the number of ranges that held anything."""
    limits = limits or Limits()
    evidence = Evidence(sha256="ab" * 32, size=len(data), path="u_ex.log", scope="s", kind=Kind.IIS)

    def ledger() -> Ledger:
        return Ledger(size=len(data), path="u_ex.log", sha256=evidence.sha256)

    whole = ledger()
    first = outcome([gathered(read_iis(BytesIO(data), evidence, whole, limits), whole)])
    with monkeypatch.context() as patch:
        patch.setattr(ranges, "PART", part)
        patch.setattr(ranges, "WHOLE", 0)
        read_part = ranged(cut, read_from)
        apart = []
        for number in range(ranges.parts_of(len(data))):
            mine = ledger()
            apart.append(gathered(read_part(BytesIO(data), evidence, mine, limits, number), mine))
    return first, outcome(apart), sum(bool(records) for records, _ in apart)


LINES = st.lists(
    st.sampled_from(
        [
            SOUND,
            BRIEF,
            LONG,
            SHORT,
            "#Software: Microsoft Internet Information Services 10.0",
            "#Date: 2021-03-03 10:00:00",
            "#Time format: local",
            "date time cs-method cs-uri-stem c-ip sc-status",
            "torn line",
            "",
            "x" * 300,
            SOUND + "\r\nnot so",
            "#Fields: time cs-method cs-uri-stem",
            "\ufeff" + LONG,
            "nul\0inside",
            "one\rtwo",
        ]
    ),
    max_size=40,
)


@given(
    lines=LINES,
    begin=st.sampled_from([LONG, SHORT, SOUND]),
    end=st.sampled_from(["\r\n", "\n"]),
    part=st.integers(40, 700),
)
def test_ranges_make_up_the_whole(lines: list[str], begin: str, end: str, part: int) -> None:
    """Records, places, line numbers, faults, bytes and coverage do not depend on where a log is cut."""
    data = end.join([begin, *lines, SOUND]).encode()
    with pytest.MonkeyPatch.context() as monkeypatch:
        whole, apart, _ = both(data, part, monkeypatch, Limits(line_bytes=250))
    assert apart == whole


def test_wherever_a_log_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of every size there is: a place to cut may fall on any byte, also into a header or a line end."""
    lines = [LONG, SOUND, SOUND, "torn line", "", "#Date: 2021-03-03 11:00:00", SHORT, BRIEF, BRIEF, LONG, SOUND]
    data = "\r\n".join(lines).encode() + b"\n"
    most = 0
    for part in range(1, len(data) + 1):
        whole, apart, several = both(data, part, monkeypatch)
        assert apart == whole, part
        most = max(most, several)
    assert len(whole.records) == most == 5


@pytest.mark.parametrize(
    ("size", "count"),
    [(0, 1), (1, 1), (ranges.WHOLE, 1), (ranges.WHOLE + 1, 3), (4 * ranges.PART, 4), (4 * ranges.PART + 1, 5)],
)
def test_how_many_ranges(size: int, count: int) -> None:
    """A log that is not large is read at once; others in ranges that are no larger than they may be."""
    assert ranges.parts_of(size) == count
    assert size <= ranges.WHOLE or size / count <= ranges.PART


def test_real_logs(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every real log in ranges of 20 kB; most are really cut."""
    cut = 0
    for path in sorted((corpora / "iis-logs").rglob("*.log")):
        whole, apart, used = both(path.read_bytes(), 20_000, monkeypatch)
        assert apart == whole, path.name
        cut += used > 1
    assert cut


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("\n".join([LONG, *[SOUND] * 30]), 5),
        ("\n".join([LONG, *[SOUND] * 30]).replace("\n", "\r"), 1),
        ("\n".join([LONG, *[SOUND] * 15, "\0" * 9, LONG, *[SOUND] * 15]), 1),
        ("\n".join(["#Fields: time cs-method cs-uri-stem c-ip", *["10:00:00 GET /a 192.0.2.1"] * 80]), 1),
        ("\n".join([USUAL] * 30), 1),
    ],
    ids=["sound", "CR alone", "NUL bytes", "no dates", "no header"],
)
def test_what_needs_its_beginning_is_read_whole(text: str, used: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log whose lines lean on earlier ones is the first range, and the others are empty."""
    whole, apart, filled = both(text.encode(), 500, monkeypatch)
    assert apart == whole
    assert filled == used


def test_a_log_that_ends_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing at the end is one fault, as when it is read at once."""
    data = "\n".join([LONG, *[SOUND] * 30]).encode()
    evidence = Evidence(sha256="cd" * 32, size=len(data) + 1000, path="u_ex.log", scope="s", kind=Kind.IIS)
    monkeypatch.setattr(ranges, "PART", 500)
    monkeypatch.setattr(ranges, "WHOLE", 0)
    read_part = ranged(cut, read_from)
    found = []
    for number in range(ranges.parts_of(evidence.size)):
        ledger = Ledger(size=evidence.size, path="u_ex.log", sha256=evidence.sha256)
        found.append(gathered(read_part(BytesIO(data), evidence, ledger, Limits(), number), ledger))
    result = outcome(found)
    assert len(result.records) == 30
    assert [reason for reason, _ in result.faults] == ["ends earlier than its size says"]
    assert result.bytes[0] == evidence.size
