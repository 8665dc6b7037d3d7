"""Logs with times at the ends of the calendar: what .NET writes for "no time", and what stands for "for ever"."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicia.attribution.traits.activities import activities
from indicia.case import Case
from indicia.config import Settings
from indicia.demo import Story, invent, write_server
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.actors.common_traits import load_common
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Verdict
from indicia.pipeline.scan import Order, scan

START, END = datetime(2021, 3, 1, tzinfo=UTC), datetime(2021, 3, 6, tzinfo=UTC)
TIME = re.compile(rb"2021(-\d\d-\d\d)([T ])\d\d:\d\d:\d\d")
ENDS = {"first": rb"0001-01-01\g<2>00:00:00", "last": rb"9999-12-31\g<2>23:59:59"}


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    """The built-in pack and analyses."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("share", [1, 3], ids=["all", "every third"])
def test_an_attack_is_told_whatever_the_clock_says(end: str, share: int, tmp_path: Path, ruleset: Ruleset) -> None:
    write_server(invent(Story.HELD, 7, name="EX01", start=START, end=END, density=1.0), tmp_path / "EX01")
    count = 0

    def moved(found: re.Match[bytes]) -> bytes:
        nonlocal count
        count += 1
        return found.expand(ENDS[end]) if count % share == 0 else found.group()

    for path in (tmp_path / "EX01").rglob("*"):
        if path.suffix.lower() in {".log", ".json", ".csv"}:
            path.write_bytes(TIME.sub(moved, path.read_bytes()))
    order = Order(arguments=(tmp_path / "EX01",), settings=Settings(workers=1))
    result = scan(order, Case.create(tmp_path / "case"), ruleset)
    (host,) = result.hosts
    assert host.verdict in {Verdict.EXPLOITED, Verdict.IMPLANTED, Verdict.OPERATED}
    found = activities("case", host.host, result.findings, load_common())
    assert any(activity.traits for activity in found)
