"""A log that is read in parts is read as it is as a whole."""

import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from indicia.case import Case, Listed
from indicia.config import Settings
from indicia.detection.profile import Profile
from indicia.detection.profile import merged as accounts
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.detection.tools import Tools
from indicia.evidence.events.evtx import reading as evtx
from indicia.evidence.events.evtx.chunk import CHUNK, FILE_HEADER
from indicia.evidence.events.json import ranges
from indicia.evidence.text.raw import ranges as text_ranges
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Evidence, Kind, Origin
from indicia.model.reading import Reading
from indicia.pipeline.reading.parts import merged
from indicia.pipeline.reading.units import Unit, perform, plan
from indicia.pipeline.reading.work import Crew


@pytest.fixture(scope="module")
def ruleset(corpora: Path) -> Ruleset:
    """The pack and real rules for Windows events."""
    return load_ruleset(load_pack(), Sources(rules=(corpora / "sigma-regression",)), Settings().limits)


def listed(path: Path, kind: Kind = Kind.EVTX) -> Listed:
    """A file as it is taken in."""
    evidence = Evidence(sha256="ab" * 32, size=path.stat().st_size, path=path.name, scope="s", kind=kind)
    return Listed(evidence=evidence, origin=Origin(path=str(path)))


def read(item: Listed, tools: Tools) -> Reading:
    """The file as its units are read one after the other."""
    return merged([perform(unit, tools, Settings(), None) for unit in plan([item]) if not unit.listing])


def test_parts_make_up_the_whole(corpora: Path, ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records, bytes, faults, spans and notes of every odd log are the same in parts of two chunks as at once."""
    tools = Tools(ruleset, Settings())
    several = 0
    for path in sorted((corpora / "evtx-odd").glob("*.evtx")):
        whole = read(listed(path), tools)
        monkeypatch.setattr(evtx, "PART", 2)
        count = sum(not unit.listing for unit in plan([listed(path)]))
        assert count == max(1, -(-(path.stat().st_size - FILE_HEADER) // (2 * CHUNK)))
        assert replace(read(listed(path), tools), extracts=()) == replace(whole, extracts=()), path.name
        monkeypatch.undo()
        several += count > 1
    assert several > 5


@pytest.mark.parametrize("begin", [0, 1, FILE_HEADER], ids=["as it is", "damaged header", "no header"])
def test_parts_of_a_log_with_a_bad_header(
    corpora: Path, ruleset: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begin: int
) -> None:
    """Chunks are found in every part, and what is wrong with the header is said once."""
    data = (corpora / "evtx-odd" / "sysmon.evtx").read_bytes()[: FILE_HEADER + 6 * CHUNK]
    path = tmp_path / "log.evtx"
    path.write_bytes(b"?" + data[1:] if begin == 1 else data[begin:])
    tools = Tools(ruleset, Settings())
    whole = read(listed(path), tools)
    monkeypatch.setattr(evtx, "PART", 2)
    assert sum(not unit.listing for unit in plan([listed(path)])) == 3
    assert replace(read(listed(path), tools), extracts=()) == replace(whole, extracts=())


def kept(case: Case, unit: Unit, reading: Reading) -> Reading | None:
    """Save a reading, in whichever process."""
    return case.save_reading("digest", unit.name, reading)


def done(
    units: Sequence[Unit],
    ruleset: Ruleset,
    settings: Settings,
    folder: Path,
    told: Callable[[Profile], None] | None = None,
    ahead: Sequence[Unit] = (),
) -> dict[str, Reading | None]:
    """The readings of all units, those of `ahead` begun before the others are known."""
    case = Case.create(folder)
    with Crew(ruleset, settings, None, partial(kept, case), told) as crew:
        crew.begin(ahead)
        handed = {unit.name: reading for unit, reading in crew.done(units, meanwhile=lambda: None)}
    assert sorted(handed) == sorted(unit.name for unit in units)
    there = {name: case.load_reading("digest", name) for name in sorted(handed)}
    assert all(reading in (None, there[name]) for name, reading in handed.items())
    return there


def test_ranges_of_json_make_up_the_whole(
    corpora: Path, ruleset: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sightings, bytes, faults, spans and notes of JSON lines, some torn and some no events, are those of the whole."""
    (archive,) = (corpora / "otrf").rglob("*proxylogon*.[zZ]ip")
    with zipfile.ZipFile(archive) as recording, recording.open(recording.namelist()[0]) as member:
        lines = member.read(3_000_000).splitlines()
    lines[100] = lines[100][:-20]
    lines[200] = lines[700] = b'{"a":1}'
    path = tmp_path / "events.json"
    path.write_bytes(b"\n".join(lines))
    item, tools = listed(path, Kind.EVENTS_JSON), Tools(ruleset, Settings())
    whole = read(item, tools)
    assert whole.account.count > 800
    assert len(whole.faults) == 2
    assert whole.notes[-1] == "2 JSON documents not in the form of a Windows event: not searched"
    monkeypatch.setattr(ranges, "PART", 400_000)
    assert sum(not unit.listing for unit in plan([item])) == 8
    assert replace(read(item, tools), extracts=()) == replace(whole, extracts=())


def test_two_processes_share_one_log(
    corpora: Path, ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The parts of one file go to several processes, with the readings of one."""
    monkeypatch.setattr(evtx, "PART", 8)
    monkeypatch.setattr("indicia.pipeline.reading.work.SMALL", 0)
    units = [unit for unit in plan([listed(corpora / "evtx-odd" / "sysmon.evtx")]) if not unit.listing]
    assert len(units) > 1

    one = done(units, ruleset, Settings(workers=1), tmp_path / "one", ahead=units[:2])
    assert None not in one.values()
    assert done(units, ruleset, Settings(workers=2), tmp_path / "two") == one
    assert done(units, ruleset, Settings(workers=2), tmp_path / "ahead", ahead=units[:2]) == one
    assert done(units, ruleset, Settings(workers=2), tmp_path / "all", ahead=units) == one


@pytest.mark.parametrize("part", [4_000, 9_999, 30_000])
def test_web_logs_in_units_of_any_size(
    corpora: Path, ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, part: int
) -> None:
    """Sightings, bytes, faults, spans and notes are those of the whole, read by one process and by two."""
    source = next(path for path in sorted((corpora / "iis-logs").rglob("*.log")) if path.stat().st_size > 100_000)
    path = tmp_path / "u_ex.log"
    lines = source.read_bytes()[:90_000].split(b"\n")
    # Two ports in one log, which are told apart, and times that cannot be read.
    for number in range(5, len(lines) - 1, 7):
        lines[number] = lines[number].replace(b" 80 ", b" 81 ").replace(b" 10:", b" 3x:")
    path.write_bytes(b"\n".join(lines))
    item = listed(path, Kind.IIS)
    whole = read(item, Tools(ruleset, Settings()))
    assert whole.account.count > 100
    assert [dict(span.parts).keys() for span in whole.spans] == [{"80"}, {"81"}]
    assert any("no time that can be read" in note for note in whole.notes)
    monkeypatch.setattr(text_ranges, "PART", part)
    monkeypatch.setattr(text_ranges, "WHOLE", 0)
    monkeypatch.setattr("indicia.pipeline.reading.work.SMALL", 0)
    units = [unit for unit in plan([item]) if not unit.listing]
    assert len(units) == -(-90_000 // part)
    for workers in (1, 2):
        made = done(units, ruleset, Settings(workers=workers), tmp_path / str(workers))
        parts = [reading for unit in units if (reading := made[unit.name]) is not None]
        assert replace(merged(parts), extracts=()) == replace(whole, extracts=())


def test_a_large_unit_that_is_found_late_is_not_the_last(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of the units that wait the largest is done next, also when it was found last."""
    monkeypatch.setattr("indicia.pipeline.reading.work.SMALL", 0)
    monkeypatch.setattr("indicia.pipeline.reading.work._AHEAD", 0)
    items = []
    for number in range(12):
        path = tmp_path / f"u_ex{number:02}.log"
        lines = 20 if number == 11 else 2
        path.write_text(
            "#Fields: date time cs-method cs-uri-stem sc-status\n" + f"2021-03-03 10:00:00 GET /{number} 200\n" * lines
        )
        evidence = Evidence(sha256=f"{number:064x}", size=path.stat().st_size, path=path.name, scope="s", kind=Kind.IIS)
        items.append(Listed(evidence=evidence, origin=Origin(path=str(path))))
    units = [unit for unit in plan(items) if not unit.listing]
    order = tmp_path / "order"

    def keep(unit: Unit, reading: Reading) -> None:
        with order.open("a") as stream:
            stream.write(f"{unit.files[0].evidence.path} {reading.account.count}\n")

    with Crew(ruleset, Settings(workers=2), None, keep) as crew:
        for unit in units[:-1]:
            crew.begin([unit])
        assert {unit.name for unit, _ in crew.done(units, meanwhile=lambda: None)} == {unit.name for unit in units}
    done_in_order = order.read_text().splitlines()
    assert len(done_in_order) == len(units) == 12
    assert "u_ex11.log 20" in done_in_order[:-1]


def test_members_of_archives_are_read_whole(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is unpacked on the way can only be read from its beginning."""
    monkeypatch.setattr(evtx, "PART", 1)
    item = listed(corpora / "evtx-odd" / "sysmon.evtx")
    (unit, _) = plan([replace(item, origin=Origin(path="x.zip", member=3))])
    assert isinstance(unit, Unit)
    assert (unit.part, unit.name) == (None, unit.log)


@pytest.mark.parametrize("workers", [1, 2])
def test_every_process_tells_what_it_did(
    corpora: Path, ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch, workers: int, tmp_path: Path
) -> None:
    """The accounts of all units together are that of one engine that saw everything; without being asked, none."""
    monkeypatch.setattr(evtx, "PART", 4)
    monkeypatch.setattr("indicia.pipeline.reading.work.SMALL", 0)
    units = [unit for unit in plan([listed(corpora / "evtx-odd" / "sysmon.evtx")]) if not unit.listing]
    told: list[Profile] = []
    readings = done(units, ruleset, Settings(workers=workers, profile=True), tmp_path / "profiled", told.append)
    counts = [reading.account.count for reading in readings.values() if reading is not None]
    assert len(told) == len(units)
    assert accounts(told).records == sum(counts) > 0
    assert accounts(told).decided > 0
    told.clear()
    done(units, ruleset, Settings(workers=workers), tmp_path / "unasked", told.append)
    assert accounts(told).records == 0
