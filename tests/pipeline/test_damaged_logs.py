"""Damage accuses nobody: of a server on which nothing happened no damaged byte makes one that was broken into."""

import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bench.evtx_writer import write_evtx
from tests.pipeline.rows import IIS_HEAD, iis_row

from indicia.case import Case
from indicia.config import Settings
from indicia.demo import EventForm, Server, Story, invent, write_server
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Result, Verdict
from indicia.model.finding import Confidence, Stage
from indicia.pipeline.scan import Order, scan

START, END = datetime(2021, 3, 1, tzinfo=UTC), datetime(2021, 3, 6, tzinfo=UTC)
LOGS = {".log", ".json", ".evtx"}


def server(name: str, form: EventForm) -> Server:
    """A quiet one."""
    return invent(
        Story.QUIET_WHOLE, 7, name=name, start=START, end=END, density=8.0, rotation_hours=48, event_form=form
    )


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    """The built-in pack and analyses."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The logs of a server, with its events as JSON and as EVTX."""
    folder = tmp_path_factory.mktemp("quiet")
    write_server(server("EX01", EventForm.WINLOGBEAT), folder / "json")
    write_server(server("EX01", EventForm.OTRF), folder / "evtx")
    for path in list((folder / "evtx").rglob("events/*.json")):
        write_evtx(path.read_bytes().splitlines(), path.with_suffix(".evtx"))
        path.unlink()
    return {form: folder / form for form in ("json", "evtx")}


def flipped(data: bytearray, number: int, dice: random.Random) -> bytearray:
    for _ in range(number):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return data


def zeroed(data: bytearray, number: int, dice: random.Random) -> bytearray:
    for _ in range(max(1, number // 16)):
        at = dice.randrange(len(data))
        data[at : at + 16] = bytes(len(data[at : at + 16]))
    return data


def dropped(data: bytearray, number: int, dice: random.Random) -> bytearray:
    gone = {dice.randrange(len(data)) for _ in range(number)}
    return bytearray(byte for at, byte in enumerate(data) if at not in gone)


WAYS = {"flipped": flipped, "zeroed": zeroed, "dropped": dropped}


def scanned(folder: Path, case: Path, ruleset: Ruleset) -> Result:
    return scan(Order(arguments=(folder,), settings=Settings(workers=1)), Case.create(case), ruleset)


def damaged(folder: Path, way: str, rate: float, seed: int) -> None:
    """Damage every log below a folder."""
    dice = random.Random(seed)
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in LOGS and path.stat().st_size:
            data = path.read_bytes()
            path.write_bytes(WAYS[way](bytearray(data), max(1, int(len(data) * rate)), dice))


@pytest.mark.parametrize(
    ("form", "way", "rate", "seed"),
    [
        ("json", "flipped", 0.0001, 1),
        ("json", "flipped", 0.003, 2),
        ("json", "zeroed", 0.001, 3),
        ("json", "dropped", 0.001, 23),
        ("evtx", "flipped", 0.001, 6),
        ("evtx", "dropped", 0.0001, 7),
        ("evtx", "zeroed", 0.01, 8),
    ],
)
def test_damage_makes_no_intruder(quiet, ruleset, tmp_path, form, way, rate, seed):
    """Bytes flipped, zeroed or lost all over its logs: the verdict on it goes no further, and where damage is seen it
    is "cannot tell"."""
    folder = tmp_path / "evidence"
    shutil.copytree(quiet[form], folder)
    damaged(folder, way, rate, seed)
    result = scanned(folder, tmp_path / "case", ruleset)
    assert {host.verdict for host in result.hosts} <= {Verdict.CANNOT_TELL, Verdict.NONE_SEEN}
    assert [
        finding.summary
        for finding in result.findings
        if (finding.stage or Stage.NONE) >= Stage.PROBED and finding.confidence >= Confidence.STRONG
    ] == []
    assert result.faults
    if rate <= 0.001:
        # More of it may leave nothing of a name in a file of a few lines.
        assert {host.host.partition(".")[0] for host in result.hosts} == {"EX01"}


@pytest.mark.parametrize(("way", "seed"), [("flipped", 1), ("dropped", 2)])
def test_damage_hides_no_intruder(ruleset, tmp_path, way, seed):
    """Of a server that was broken into the same is said with a thousandth of its bytes damaged."""
    held = invent(Story.HELD, 7, name="EX01", start=START, end=END, density=8.0, rotation_hours=48)
    write_server(held, tmp_path / "evidence")
    damaged(tmp_path / "evidence", way, 0.001, seed)
    result = scanned(tmp_path / "evidence", tmp_path / "case", ruleset)
    assert result.hosts[0].verdict is Verdict.OPERATED


def test_a_finding_that_damage_may_have_made_is_not_passed_over(tmp_path: Path, ruleset: Ruleset) -> None:
    """It moves no answer, and yet nobody says that nothing was seen."""
    attempt = iis_row("04:10:00", "POST", "/ecp/y.js", 200)
    (tmp_path / "EX01").mkdir()
    (tmp_path / "EX01" / "u_ex210303.log").write_text(IIS_HEAD + attempt + "2021-03-03 04\n" + attempt)
    (host,) = scanned(tmp_path / "EX01", tmp_path / "case", ruleset).hosts
    assert host.findings
    assert host.verdict is Verdict.CANNOT_TELL
    assert "1 finding proves nothing without others" in host.sentence


def test_every_place_counts_in_a_log_of_which_nothing_could_be_read(tmp_path: Path, ruleset: Ruleset) -> None:
    """Also those beyond the places that are named one by one."""
    (tmp_path / "EX01").mkdir()
    (tmp_path / "EX01" / "u_ex210303.log").write_text(IIS_HEAD + "2021-03-03 04\n" * 1500)
    (host,) = scanned(tmp_path / "EX01", tmp_path / "case", ruleset).hosts
    (iis,) = (line for line in host.coverage if line.source == "iis")
    assert (iis.damaged, iis.why) == (1500, "no record could be read: 1500 places damaged")
