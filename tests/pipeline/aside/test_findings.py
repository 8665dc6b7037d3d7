"""Findings that are put aside come back as they were, and in the order in which they would lie about."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.aside import Aside
from indicia.errors import CaseError
from indicia.model.evidence import Locator
from indicia.model.finding import Confidence, Exhibit, Finding, Presence, RuleCard, Severity, Stage, Suppression
from indicia.pipeline.aside.exhibits import ExhibitsAside
from indicia.pipeline.aside.findings import by_host, in_order
from indicia.plain import to_json

_WORDS = st.text(max_size=6)
_SEVERAL = st.lists(_WORDS, max_size=2).map(tuple)
_TIMES = st.none() | st.sampled_from([datetime(2021, 3, 3, tzinfo=UTC) + timedelta(microseconds=n) for n in (0, 1, 7)])
_EXHIBITS = st.builds(
    Exhibit,
    table=st.just("win_event"),
    source=_WORDS,
    time=_TIMES,
    path=st.sampled_from(["a", "b"]),
    at=st.builds(Locator, sha256=_WORDS, offset=st.integers(0, 3), length=st.integers(0, 9), line=st.none()),
    fields=st.dictionaries(_WORDS, st.one_of(_WORDS, st.integers(0, 9), st.none(), _SEVERAL), max_size=2),
    matched=_SEVERAL,
    raw=st.text(max_size=20),
)
_ALLOWED = Suppression(filter="f", title="known", author="site", reason="ours", expires=date(2030, 1, 1))
_FINDINGS = st.builds(
    Finding,
    detector=st.sampled_from(["one", "two"]),
    title=_WORDS,
    summary=_WORDS,
    stage=st.none() | st.sampled_from(Stage),
    severity=st.sampled_from(Severity),
    confidence=st.sampled_from(Confidence),
    host=st.sampled_from(["EX01", "EX02", "ex1"]),
    seen=_TIMES,
    last=_TIMES,
    count=st.integers(1, 9),
    exhibits=st.lists(_EXHIBITS, min_size=1, max_size=3).map(tuple),
    card=st.builds(RuleCard, id=st.sampled_from(["one", "two"]), title=_WORDS, kind=st.just("sigma")),
    techniques=_SEVERAL,
    objects=_SEVERAL,
    presence=st.sampled_from(Presence),
    joins=st.dictionaries(_WORDS, _WORDS, max_size=1),
    suppressed=st.none() | st.just(_ALLOWED),
    allowed=st.integers(0, 3),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(_FINDINGS, max_size=20), most=st.integers(0, 20), room=st.sampled_from([0, 1, 10_000]))
def test_what_is_put_aside_comes_back(tmp_path: Path, found: list[Finding], most: int, room: int) -> None:
    """In the same order, under the same ids and with the same JSON, wherever putting aside begins."""
    held = in_order(found, None)
    aside = ExhibitsAside(tmp_path / "spool", room)
    again = in_order([aside.of(finding) for finding in found], aside, most)
    assert isinstance(again, tuple) == (len(found) <= most)
    assert held == again
    assert [finding.id for finding in again] == [f"F{number}" for number in range(1, len(found) + 1)]
    assert to_json(again) == to_json(held)
    assert [item.exhibits[0] for item in again] == [item.exhibits[0] for item in held]
    assert again[1:3] == held[1:3]
    for host in ("EX01", "none"):
        assert by_host(again)(host) == [finding for finding in held if finding.host == host]


def test_bytes_come_back_and_leave_nothing(tmp_path: Path) -> None:
    """Before and after they are written; no file has a name, and the folder goes."""
    aside = Aside(tmp_path / "spool")
    pieces = [bytes([number]) * (40_000 + number) for number in range(60)]
    places = [aside.put(piece) for piece in pieces]
    assert [aside.get(place, len(piece)) for place, piece in zip(places, pieces, strict=True)] == pieces
    aside.put(b"more")
    assert not (tmp_path / "spool").exists()


def test_a_place_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "spool").write_bytes(b"")
    aside = Aside(tmp_path / "spool")
    with pytest.raises(CaseError, match="spool"):
        aside.put(bytes(2**21))
