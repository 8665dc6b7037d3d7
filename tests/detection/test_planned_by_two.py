"""What a kind of events is asked is the same, planned by two copies of the process or by one."""

import sys
from pathlib import Path

import pytest

from indicia.detection import bucket
from indicia.detection.bucket import Kinds
from indicia.detection.cache import Cache
from indicia.detection.sigma.rules import load_rules
from indicia.tables.batch import EventKind

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies of a process are made on Linux only")

SYSMON = "Microsoft-Windows-Sysmon"
KINDS = (
    EventKind(provider=SYSMON, event_id=1, channel=f"{SYSMON}/Operational", host=""),
    EventKind(provider="Microsoft-Windows-Security-Auditing", event_id=4688, channel="Security", host=""),
    EventKind(provider=SYSMON, event_id=3, channel=f"{SYSMON}/Operational", host=""),
)


@pytest.fixture(autouse=True)
def _two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket, "processors", lambda: 2)
    monkeypatch.setattr(bucket, "_MANY_MORE", 2)


def test_steps_and_plans(corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps are equal, and so are the plans that are left in the cache."""
    detectors = [rule.detector for rule in load_rules([corpora / "sigma-exchange-rules"]).rules]
    monkeypatch.setattr(bucket, "_MANY", 2)
    for name, several in (("two", 2), ("one", 1)):
        monkeypatch.setattr(bucket, "processors", lambda several=several: several)
        kinds = Kinds(detectors, prefilter=True, plain=False, kept=Cache(tmp_path / name))
        for kind in KINDS:
            assert bucket._steps_by_two(kind, kinds._asked_of(kind)) == list(bucket._steps(kind, kinds._asked_of(kind)))
            kinds.of_event(kind)
    plans = {
        name: {file.name: file.read_bytes() for file in (tmp_path / name).glob("*.plan")} for name in ("two", "one")
    }
    assert plans["two"]
    assert plans["two"] == plans["one"]


@pytest.mark.parametrize("given", [None, b"", b"\x91\x01"])
def test_a_copy_that_fails(corpora: Path, monkeypatch: pytest.MonkeyPatch, given: bytes | None) -> None:
    """Its half is planned here."""
    detectors = [rule.detector for rule in load_rules([corpora / "sigma-exchange-rules"]).rules]
    kinds = Kinds(detectors, prefilter=True, plain=False, kept=Cache(None))
    monkeypatch.setattr(bucket, "packed_steps", lambda steps: given)
    for kind in KINDS:
        askers = kinds._asked_of(kind)
        assert bucket._steps_by_two(kind, askers) == list(bucket._steps(kind, askers))
