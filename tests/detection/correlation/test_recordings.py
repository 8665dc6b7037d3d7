"""Correlations over real recordings, read by the real readers, whole and torn into files of any order."""

import hashlib
import io
import random
import zipfile
from datetime import datetime
from types import SimpleNamespace

import orjson
import pytest
import yaml
from evtx import PyEvtxParser

import indicia.evidence.events.evtx.reading
import indicia.evidence.events.json.reading  # noqa: F401 - file their readers
from indicia.config import Limits
from indicia.detection.correlation.correlate import correlate
from indicia.detection.correlation.hit import TickFile
from indicia.detection.correlation.loading import load_correlations
from indicia.detection.correlation.ticks import EXTRACT, TickLog
from indicia.detection.engine import Engine
from indicia.detection.extracts import Extracts, extract_path
from indicia.detection.sigma.rules import load_rules
from indicia.evidence.readers import reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

RULES = """
title: A virtual directory was set
id: set
logsource: {product: windows, service: msexchange-management}
detection: {s: ['Set-OabVirtualDirectory'], condition: s}
---
title: A page was written
id: written
logsource: {product: windows, category: file_event}
detection: {s: {TargetFilename|endswith: .aspx, TargetFilename|contains: '\\HttpProxy\\'}, condition: s}
---
title: The worker process started a shell
id: shell
logsource: {product: windows, category: process_creation}
detection: {s: {ParentImage|endswith: '\\w3wp.exe', Image|endswith: '\\cmd.exe'}, condition: s}
---
title: A logon failed
id: failed
logsource: {product: windows, service: security}
detection: {s: {EventID: 4625}, condition: s}
---
title: A logon succeeded
id: succeeded
logsource: {product: windows, service: security}
detection: {s: {EventID: 4624}, condition: s}
---
title: Kerberos pre-authentication failed
id: kerberos
logsource: {product: windows, service: security}
detection: {s: {EventID: 4771}, condition: s}
"""


class Case:
    """Rules with one correlation, and the files they are put to."""

    def __init__(self, folder, section):
        self.folder = folder
        rules = []
        for document in yaml.safe_load_all(RULES):
            (folder / f"{document['id']}.yml").write_text(yaml.safe_dump(document), encoding="utf-8")
            (rule,) = load_rules([folder / f"{document['id']}.yml"]).rules
            names = ("id", "title", "logsource", "path", "techniques", "detector")
            fields = {name: getattr(rule, name) for name in names}
            rules.append(SimpleNamespace(**fields, name=""))
        mapping = {"id": "c", "title": "c", "correlation": yaml.safe_load(section)}
        self.loaded = load_correlations([SimpleNamespace(mapping=mapping, text=section, path="", digest="")], rules)
        assert not self.loaded.refused
        self.engine = Engine([rule.detector for rule in rules])
        self.files = []

    def read(self, data, kind, name):
        """Put the bytes of a log to the rules; how many records satisfied one."""
        evidence = Evidence(sha256=hashlib.sha256(data).hexdigest(), size=len(data), path=name, scope="s", kind=kind)
        ledger = Ledger(size=len(data), path=name, sha256=evidence.sha256)
        stem, number = self.folder / f"stem{len(self.files)}", 0
        with Extracts(stem) as extracts:
            log = TickLog(self.loaded.bases, extracts)
            scan = self.engine.start(log)
            for batch in reader_of(kind)(io.BytesIO(data), evidence, ledger, Limits()):
                number += sum(1 for _ in scan.feed(batch))
            log.close()
        if extracts.names:
            path = extract_path(stem, EXTRACT)
            self.files.append(TickFile(path=path, evidence=name, host_of=lambda host: host or "unknown"))
        return number

    def run(self):
        return correlate(self.loaded, self.files, self.folder).hits


PROXYLOGON = """
type: temporal_ordered
rules: [set, written, shell]
group-by: [Computer]
timespan: 1m
"""


def test_proxylogon(corpora, tmp_path):
    """The recorded attack holds the chain once, whole or torn into shuffled files of which one is there twice."""
    path = corpora / "otrf/datasets/atomic/windows/persistence/host/proxylogon_ssrf_rce_poc.zip"
    with zipfile.ZipFile(path) as archive:
        data = archive.read(archive.namelist()[0])
    whole = Case(tmp_path, PROXYLOGON)
    whole.read(data, Kind.EVENTS_JSON, "whole.json")
    (hit,) = whole.run()
    assert hit.group[0][1].lower().startswith("mxs01")
    assert hit.start.isoformat()[:19] == "2021-03-14T01:40:12"
    assert hit.decided.rule == "shell"
    assert hit.decided.time.isoformat()[:19] == "2021-03-14T01:40:15"
    lines = data.splitlines(keepends=True)
    random.Random(3).shuffle(lines)
    torn = Case(tmp_path, PROXYLOGON)
    for number, part in enumerate([lines[:2000], lines[2000:], lines[:2000]]):
        torn.read(b"".join(part), Kind.EVENTS_JSON, f"{number}.json")
    (again,) = torn.run()
    assert (again.start, again.end, again.decided.time) == (hit.start, hit.end, hit.decided.time)


def test_password_spray(corpora, tmp_path):
    """The recorded Kerberos spray has two accounts from one address, and not three."""
    data = (corpora / "evtx-attack-samples/Credential Access/kerberos_pwd_spray_4771.evtx").read_bytes()
    for least, count in ((2, 1), (3, 0)):
        section = "{type: value_count, rules: [kerberos], group-by: [IpAddress], timespan: 1h, "
        case = Case(tmp_path, section + f"condition: {{field: TargetUserName, gte: {least}}}}}")
        assert case.read(data, Kind.EVTX, "spray.evtx") == 2
        assert len(case.run()) == count


@pytest.mark.parametrize("minutes", [1, 60])
def test_failures_then_success(corpora, tmp_path, minutes):
    """On a real Security log the windows find what a plain look at every pair of logons finds."""
    data = (corpora / "evtx-odd/Security_with_size_t.evtx").read_bytes()
    case = Case(
        tmp_path,
        f"{{type: temporal_ordered, rules: [failed, succeeded], group-by: [TargetUserName], timespan: {minutes}m}}",
    )
    assert case.read(data, Kind.EVTX, "Security.evtx") == 15 + 126
    events = _events(corpora, data)
    expected = {
        user
        for event_id, user, time in events
        if event_id == 4625
        for other_id, other, later in events
        if other_id == 4624 and other == user and 0 <= (later - time).total_seconds() <= minutes * 60
    }
    assert expected
    assert {hit.group[0][1].lower() for hit in case.run()} == expected


def _events(corpora, data):
    """(id, user, time) of the logons, by another parser."""
    found = []
    for record in PyEvtxParser(io.BytesIO(data)).records_json():
        event = orjson.loads(record["data"])["Event"]
        event_id = event["System"]["EventID"]
        event_id = event_id["#text"] if isinstance(event_id, dict) else event_id
        if event_id in (4624, 4625):
            time = datetime.fromisoformat(event["System"]["TimeCreated"]["#attributes"]["SystemTime"])
            found.append((event_id, str(event["EventData"]["TargetUserName"]).lower(), time))
    return found
