"""Which ways to stay the rules of all packs see on real recordings, file by file."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indicia.config import Limits
from indicia.detection.engine import Engine
from indicia.detection.sigma.rules import load_rules
from indicia.evidence.events.evtx import reading as evtx
from indicia.evidence.events.json import reading as json
from indicia.evidence.readers import reader_of
from indicia.knowledge import load_pack
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

ATTACKS = {
    "AutomatedTestingTools/Malware/DE_timestomp_and_dll_sideloading_and_RunPersist.evtx": {"PE-14": "low"},
    "Lateral Movement/LM_sysmon_psexec_smb_meterpreter.evtx": {"PE-14": "medium"},
    "Lateral Movement/LM_tsclient_startup_folder.evtx": {"PE-14": "medium"},
    "Persistence/sysmon_20_21_1_CommandLineEventConsumer.evtx": {"PE-15": "medium"},
    "Privilege Escalation/PrivEsc_SeImpersonatePriv_enabled_back_for_upnp_localsvc_4698.evtx": {"PE-13": "low"},
}
"""Recording → way to stay → the gravest rule that sees it.  Every other recording of the folder shows none of the 21:
it holds other techniques, or ways that the pack does not count (shims, hijacked COM classes, policies)."""
DATASETS = {
    "cmd_userinitmprlogonscript_batch": {"PE-14": "low"},
    "cmd_service_mod_fax": {"PE-14": "medium"},
}
SETTINGS = {
    "registry_set_amsi_disable": {"PE-20": "medium"},
    "registry_delete_removal_amsi_registry_key": {"PE-20": "low"},
}
EVERYDAY = {
    "MSExchange_Management_wec.evtx": {"PE-09": "low"},
    "issue_201.evtx": {"PE-09": "low"},
    "new-user-security.evtx": {"PE-16": "low"},
    "security_bad_string_cache.evtx": {"PE-16": "low"},
}
"""Recordings of everyday work: a mailbox that forwards, the setup of Windows."""
LEVELS = ("informational", "low", "medium", "high", "critical")

Ways = dict[str, str]
Look = Callable[[bytes, Kind, str], Ways]


@pytest.fixture(scope="module")
def look() -> Look:
    """Way to stay → level of the gravest rule that fires on a log."""
    assert {evtx, json}
    rules = {rule.id: rule for rule in load_rules(load_pack().rule_folders, own=True).rules}
    ways = {name: _ways(rule.custom.get("test")) for name, rule in rules.items()}
    engine = Engine(tuple(rules[name].detector for name, named in ways.items() if named))

    def run(data: bytes, kind: Kind, name: str) -> Ways:
        digest = hashlib.sha256(data).hexdigest()
        evidence = Evidence(sha256=digest, size=len(data), path=name, scope="s", kind=kind)
        read = reader_of(kind)
        assert read is not None
        found: Ways = {}
        ledger = Ledger(size=len(data), path=name, sha256=digest)
        for sighting in engine.scan(read(io.BytesIO(data), evidence, ledger, Limits())):
            level = rules[sighting.detector].level
            for way in ways[sighting.detector]:
                found[way] = max(found.get(way, level), level, key=LEVELS.index)
        return found

    return run


def _ways(tests: object) -> tuple[str, ...]:
    named = tests if isinstance(tests, list) else [tests]
    return tuple(str(name) for name in named if str(name).startswith("PE-"))


def events(folder: Path) -> Iterator[tuple[str, Kind, bytes]]:
    """Every event log of a folder, and the JSON members of its archives."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".evtx":
            yield path.relative_to(folder).as_posix(), Kind.EVTX, path.read_bytes()
        elif path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name.endswith(".json"):
                        yield path.stem, Kind.EVENTS_JSON, archive.read(name)


@pytest.mark.parametrize(
    ("folder", "expected", "least"),
    [
        ("evtx-attack-samples", ATTACKS, 60),
        ("otrf/datasets", DATASETS, 15),
        ("evtx-odd", EVERYDAY, 12),
    ],
)
def test_each_recording(corpora: Path, look: Look, folder: str, expected: dict[str, Ways], least: int) -> None:
    """Exactly these recordings show exactly these ways to stay."""
    told, read = {}, 0
    for name, kind, data in events(corpora / folder):
        read += 1
        if ways := look(data, kind, name):
            told[name] = ways
    assert told == expected
    assert read >= least


def test_recorded_settings(corpora: Path, look: Look) -> None:
    """Of the recordings beside public rules those that switch the scanner off are seen, and no other."""
    told = {}
    for name, kind, data in events(corpora / "sigma-regression" / "regression_data"):
        if ways := look(data, kind, name):
            told[name.split("/")[-2]] = ways
    assert told == SETTINGS


def test_everyday_work_stays_low() -> None:
    """What everyday recordings show is never above low."""
    assert {level for ways in EVERYDAY.values() for level in ways.values()} <= {"informational", "low"}
