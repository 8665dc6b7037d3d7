"""Every rule of the Exchange pack fires on its samples and minds each of its criteria.

A sample file holds true records (`hit`) and look-alikes: the same record (`of`: which hit) with `change` applied, and
in `fails` the criteria that it misses, as `selection.field` or `selection.field:value` for a value of an `all` list.
"""

import copy
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from indicia.config import Limits
from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.detector import Detector, Route
from indicia.detection.engine import Engine
from indicia.detection.sigma.rules import load_rules
from indicia.evidence.text.exchange.reading import read_exchange_log
from indicia.evidence.text.web.iis import read_iis
from indicia.knowledge import load_pack
from indicia.model.evidence import Evidence, Kind, Locator
from indicia.model.record import Record, Value
from indicia.tables.batch import Batch, Event, Events, Ledger, Rows
from indicia.tables.schema import TABLES

FOLDERS = [Path(__file__).parents[1] / name / "samples" for name in ("exchange", "aa21-200b", "aa21-200a")]
SAMPLES = {path.stem: path for folder in FOLDERS for path in sorted(folder.glob("*.yml"))}
"""Of the Exchange pack and of the advisories beside it."""
RULES = {
    path.stem: path
    for folder in load_pack().rule_folders
    for path in sorted(folder.rglob("*.yml"))
    if "\ncorrelation:" not in path.read_text(encoding="utf-8")
}
"""Rules on single records; correlations are put to whole logs in tests/packs/aa21-200b/test_correlations.py."""
SYSMON = {"Channel": "Microsoft-Windows-Sysmon/Operational", "Provider_Name": "Microsoft-Windows-Sysmon"}
EVENTS: dict[str, dict[str, Value]] = {
    "sysmon-1": SYSMON | {"EventID": 1},
    "sysmon-11": SYSMON | {"EventID": 11},
    "sysmon-2": SYSMON | {"EventID": 2},
    "sysmon-3": SYSMON | {"EventID": 3},
    "sysmon-8": SYSMON | {"EventID": 8},
    "sysmon-7": SYSMON | {"EventID": 7},
    "sysmon-10": SYSMON | {"EventID": 10},
    "sysmon-12": SYSMON | {"EventID": 12},
    "sysmon-13": SYSMON | {"EventID": 13},
    "sysmon-15": SYSMON | {"EventID": 15},
    "sysmon-17": SYSMON | {"EventID": 17},
    "sysmon-18": SYSMON | {"EventID": 18},
    "sysmon-22": SYSMON | {"EventID": 22},
    "sysmon-24": SYSMON | {"EventID": 24},
    "sysmon-25": SYSMON | {"EventID": 25},
    "sysmon-20": SYSMON | {"EventID": 20},
    "sysmon-23": SYSMON | {"EventID": 23},
    "system": {"Channel": "System", "Provider_Name": "Service Control Manager"},
    "iis-change": {"Channel": "Microsoft-IIS-Configuration/Operational", "EventID": 29},
    "defender": {"Channel": "Microsoft-Windows-Windows Defender/Operational"},
    "task-scheduler": {"Channel": "Microsoft-Windows-TaskScheduler/Operational"},
    "wmi-activity": {"Channel": "Microsoft-Windows-WMI-Activity/Operational"},
    "security": {"Channel": "Security", "Provider_Name": "Microsoft-Windows-Security-Auditing"},
    "security-4688": {"Channel": "Security", "Provider_Name": "Microsoft-Windows-Security-Auditing", "EventID": 4688},
    "application": {"Channel": "Application"},
    "powershell-800": {"Channel": "Windows PowerShell", "Provider_Name": "PowerShell"},
    "sessions": {"Channel": "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational"},
    "management": {"Channel": "MSExchange Management", "Provider_Name": "MSExchange CmdletLogs", "EventID": 1},
    "powershell-4104": {"Channel": "Microsoft-Windows-PowerShell/Operational", "EventID": 4104},
}
W3C = {
    "date": "2021-03-03",
    "time": "05:10:11",
    "s-ip": "192.0.2.10",
    "cs-method": "-",
    "cs-uri-stem": "-",
    "cs-uri-query": "-",
    "s-port": "443",
    "cs-username": "-",
    "c-ip": "192.0.2.44",
    "cs(User-Agent)": "-",
    "cs(Referer)": "-",
    "sc-status": "200",
    "sc-substatus": "0",
    "sc-win32-status": "0",
    "time-taken": "15",
}

Entry = Mapping[str, object]


def read(kind: Kind, log: str) -> tuple[Record, Batch]:
    """The one record of a text log and its batch, as the product's own reader gives them."""
    data = log.encode()
    evidence = Evidence(sha256="0" * 64, size=len(data), path="sample.log", scope="sample", kind=kind)
    ledger = Ledger(size=len(data), path="sample.log", sha256=evidence.sha256)
    reader = read_iis if kind is Kind.IIS else read_exchange_log
    (batch,) = reader(io.BytesIO(data), evidence, ledger, Limits())
    assert not ledger.faults
    assert len(batch.starts) == 1
    return batch.decode(0), batch


def made(table: str, source: str, fields: Mapping[str, Value]) -> Record:
    """A record of a table whose readers need a whole file around it."""
    at = Locator(sha256="0" * 64, offset=0, length=1)
    return Record(table=table, source=source, time=None, host=None, at=at, fields=fields, raw="")


def record(entry: Entry) -> tuple[Route, Mapping[str, Value], Batch]:
    """Where a record of a sample lies (as a route with one of each), its fields, and its batch."""
    shape = str(entry["as"])
    values = {name: value for name, value in entry.items() if name != "as"}
    if shape in EVENTS:
        fields = EVENTS[shape] | {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
        event = made("win_event", str(fields["Channel"]), fields)
        text = json.dumps(dict(fields)).encode()
        provider, number = str(fields.get("Provider_Name", "")), int(str(fields["EventID"]))
        batch = Event(event.source, provider, number, text, lambda: event)
        route = Route(
            "win_event",
            str(fields["Channel"]),
            frozenset({str(fields["Channel"]).lower()}),
            frozenset({provider.lower()}),
            frozenset({number}),
        )
        return route, fields, Events(events=[batch])
    if shape == "iis":
        columns = W3C | {name: str(value) for name, value in values.items()}
        log = f"#Software: Microsoft Internet Information Services 10.0\n#Fields: {' '.join(columns)}\n"
        found, batch = read(Kind.IIS, log + " ".join(columns.values()) + "\n")
    elif shape == "oabgen":
        found, batch = read(Kind.OABGEN, f"{values['Text']}\n")
    elif shape in {"rps_cmdlet", "rps_http", "msgtrk", "ews"}:
        clock = "date-time" if shape == "msgtrk" else "DateTime"
        columns = {clock: "2021-08-13T05:10:11.004Z"} | {name: str(value) for name, value in values.items()}
        quoted = ('"' + value.replace('"', '""') + '"' for value in columns.values())
        found, batch = read(
            Kind(shape), f"#Software: Microsoft Exchange Server\n#Fields: {','.join(columns)}\n{','.join(quoted)}\n"
        )
    elif shape == "file":
        name = str(values["Path"]).replace("\\", "/").rpartition("/")[2]
        fields = {"Name": name, "Extension": name.rpartition(".")[2].lower(), "Size": 20, "Header": "00"} | values
        return Route("file", "fs"), fields, Rows(table="file", records=[made("file", "fs", fields)])
    elif shape == "exported":
        fields = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        return (
            Route("exported", "ad_exch"),
            fields,
            Rows(table="exported", records=[made("exported", "ad_exch", fields)]),
        )
    else:
        assert shape == "iis-config"
        fields = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        rows = Rows(table="iis_config", records=[made("iis_config", "apphost", fields)])
        return Route("iis_config", "apphost"), fields, rows
    return Route(found.table, found.source), found.fields, batch


def reaches(route: Route, place: Route) -> bool:
    return (
        route.table == place.table
        and route.source in {None, place.source}
        and (not route.channels or bool(route.channels & place.channels))
        and (not route.providers or bool(route.providers & place.providers))
        and (not route.event_ids or bool(route.event_ids & place.event_ids))
    )


def fires(detector: Detector, entry: Entry) -> bool:
    place, fields, _ = record(entry)
    return any(
        reaches(binding.route, place) and compile_condition(binding.condition)(fields) for binding in detector.bindings
    )


def lookalike(sample: Mapping[str, list[Entry]], entry: Entry) -> Entry:
    of = entry.get("of", 0)
    change = entry["change"]
    assert isinstance(of, int)
    assert isinstance(change, dict)
    return {**sample["hit"][of], **change}


def failing(entry: Entry) -> list[str]:
    fails = entry["fails"]
    return fails if isinstance(fails, list) else [str(fails)]


def criteria(detection: Mapping[str, object]) -> Iterator[tuple[str, str, str, str | None]]:
    """Each criterion of a detection: label, selection, key, and the value where the key demands all of its values."""
    for name, selection in detection.items():
        if name == "condition":
            continue
        if isinstance(selection, list):
            yield name, name, "", None
            continue
        assert isinstance(selection, dict)
        for key, value in selection.items():
            field, *modifiers = key.split("|")
            if "all" in modifiers:
                for item in value:
                    yield f"{name}.{field}:{item}", name, key, item
            else:
                yield f"{name}.{field}", name, key, None


def mutant(document: Mapping[str, object], name: str, key: str, value: str | None, *, to: bool) -> Mapping[str, object]:
    """The rule with one criterion always true or always false."""
    changed = copy.deepcopy(dict(document))
    detection = changed["detection"]
    assert isinstance(detection, dict)
    always = {"no-such-field|exists": not to}
    if not key:
        detection[name] = always
    elif value is not None and to:
        detection[name][key].remove(value)
    else:
        if value is None:
            del detection[name][key]
        detection[name].update(always)
    return changed


@pytest.fixture(params=RULES)
def rule(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def document(rule: str) -> dict[str, object]:
    loaded = yaml.load(RULES[rule].read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture
def sample(rule: str) -> dict[str, list[Entry]]:
    loaded = yaml.load(SAMPLES[rule].read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture
def load(tmp_path: Path) -> Callable[[Mapping[str, object]], Detector]:
    def loaded(document: Mapping[str, object]) -> Detector:
        path = tmp_path / "rule.yml"
        path.write_text(yaml.dump(dict(document), Dumper=yaml.CSafeDumper), encoding="utf-8")
        found = load_rules([path], own=True)
        assert not found.refused
        return found.rules[0].detector

    return loaded


def test_fires_on_each_hit(sample, document, load):
    """A rule fires on each of its true records."""
    detector = load(document)
    for entry in sample["hit"]:
        assert fires(detector, entry), entry


def test_silent_on_each_lookalike(sample, document, load):
    """A rule is silent on each of its look-alikes, and each names a criterion of the rule."""
    detector = load(document)
    labels = {label for label, *_ in criteria(document["detection"])}
    for entry in sample["lookalikes"]:
        assert not fires(detector, lookalike(sample, entry)), entry
        assert set(failing(entry)) <= labels, entry


def test_every_criterion_decides(sample, document, load):
    """Without any one criterion a look-alike that names it fires, and with it impossible a hit is lost.

    For a filter it is the other way round: impossible, it lets its look-alike through.
    """
    for label, name, key, value in criteria(document["detection"]):
        is_filter = name.startswith("filter_")
        loose = load(mutant(document, name, key, value, to=not is_filter))
        mine = [entry for entry in sample["lookalikes"] if label in failing(entry)]
        assert mine, f"no look-alike for {label}"
        for entry in mine:
            assert fires(loose, lookalike(sample, entry)), f"{label} does not decide {entry}"
        if is_filter and len(document["detection"][name]) == 1 and value is None:
            continue
        tight = load(mutant(document, name, key, value, to=is_filter))
        assert any(not fires(tight, entry) for entry in sample["hit"]), f"no hit needs {label}"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(tuple(rule.detector for rule in load_rules(load_pack().rule_folders, own=True).rules))


def test_the_engine_finds_each_hit(rule, document, sample, engine):
    """With all rules at work and the filter on, each true record is found by its rule."""
    for entry in sample["hit"]:
        _, _, batch = record(entry)
        assert document["id"] in {sighting.detector for sighting in engine.scan([batch])}, rule


def test_each_sample_has_its_rule():
    """Samples and rules are the same list."""
    assert set(SAMPLES) == set(RULES)


def test_summary_names_fields_of_its_records(sample, document):
    """Each placeholder, group, client and object field of a rule is in its first record, or belongs to its table."""
    own = document["indicia"]
    place, fields, _ = record(sample["hit"][0])
    known = {column.name for column in TABLES[place.table].columns} | set(fields) | {"TargetFilename", "NewProcessName"}
    clients = own.get("clients", [])
    names = [*own["group"], *own["objects"], *([clients] if isinstance(clients, str) else clients)]
    names += [part.partition("}")[0] for part in own["summary"].split("{")[1:]]
    assert set(names) <= known | {"Image", "CommandLine"}
