"""A collection whose event logs are there only as CSV, from the command line on."""

import json
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from tests.evidence.events.csv.test_reading import WINEVENT, table, win_event
from tests.evidence.events.evtxecmd_writer import as_csv
from tests.evidence.events.message_writer import as_message, in_words, layout_of

from indicia.config import Limits
from indicia.evidence.readers import reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger


def scanned(folder: Path, case: Path, *options: str) -> dict:
    command = [sys.executable, "-m", "indicia.cli.main", "scan", "--json", "--no-installed", "--workers", "1"]
    done = subprocess.run(
        [*command, "--case", str(case), *options, str(folder)], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return json.loads(done.stdout)


def findings(result: dict) -> Counter:
    return Counter((item["detector"], item["host"], item["count"], item["seen"]) for item in result["findings"])


@pytest.fixture
def logs(corpora: Path) -> list[Path]:
    return [path for path in sorted((corpora / "evtx-attack-samples").rglob("*.evtx")) if path.stat().st_size < 2**19]


def texts(path: Path) -> list[bytes]:
    data = path.read_bytes()
    evidence = Evidence(sha256="0" * 64, size=len(data), path="log", scope="case", kind=Kind.EVTX)
    function = reader_of(Kind.EVTX)
    assert function is not None
    with path.open("rb") as stream:
        batches = function(stream, evidence, Ledger(size=len(data), path="log", sha256="0" * 64), Limits())
        return [event.text for batch in batches for event in batch.events if event.event_id >= 0]


def test_a_scan_finds_in_rows_what_it_finds_in_logs(logs: list[Path], corpora: Path, tmp_path: Path) -> None:
    """All findings of our pack and of SigmaHQ: on the same hosts, with the same counts and times."""
    rules = ("--rules", str(corpora / "sigma-exchange-rules"))
    evtx, rows = tmp_path / "evtx", tmp_path / "kape" / "MX1" / "EventLogs"
    evtx.mkdir()
    rows.mkdir(parents=True)
    for path in logs:
        (evtx / path.name).write_bytes(path.read_bytes())
    whole = as_csv(text for path in logs for text in texts(path))
    (rows / "20210310101010_EvtxECmd_Output.csv").write_bytes(whole.encode("utf-8-sig"))
    left = scanned(evtx, tmp_path / "a", *rules)
    right = scanned(tmp_path / "kape", tmp_path / "b", *rules)
    assert findings(left).total() > 20
    assert findings(left) == findings(right)
    assert [item["evidence"]["kind"] for item in right["evidence"]] == ["events_csv"]
    assert not right["faults"]


def test_what_rows_lack_is_said_of_the_host_they_name(tmp_path: Path) -> None:
    """Also where nobody is called like the folder, which would be the one that is told otherwise."""
    folder = tmp_path / "EventLogs"
    folder.mkdir()
    lines = table(WINEVENT, [win_event(number) for number in range(3)])
    (folder / "security.csv").write_text(lines + '"cut', "utf-8")
    result = scanned(tmp_path / "EventLogs", tmp_path / "case")
    assert [host["host"] for host in result["hosts"]] == ["MX1"]
    assert any("only in Message" in note for note in result["hosts"][0]["notes"])
    assert any("local" in note for note in result["hosts"][0]["notes"])
    assert [fault["reason"] for fault in result["faults"]] == ["the file ends inside a row"]


def message_rows(paths: list[Path]) -> tuple[list[dict], list[bytes]]:
    """Events of which the message says all of the data, as objects of `Get-WinEvent`; and the events themselves."""
    objects, events = [], []
    for path in paths:
        for text in texts(path):
            event = json.loads(text)["Event"]
            system, data = event["System"], event.get("EventData")
            provider, number = system["Provider"]["#attributes"]["Name"], system["EventID"]
            number = number["#text"] if isinstance(number, dict) else number
            values = {name: plain(value) for name, value in data.items()} if isinstance(data, dict) else {}
            layout = layout_of(provider, number, set(values))
            if layout is not None:
                message = as_message(layout, {name: in_words(name, value) for name, value in values.items()})
            elif provider == "Microsoft-Windows-Sysmon" and not any("\n" in value for value in values.values()):
                message = "\r\n".join(["Of Sysmon:", *(f"{name}: {value}" for name, value in values.items())])
            else:
                continue
            objects.append(
                {"Id": number, "ProviderName": provider, "LogName": system["Channel"],
                 "MachineName": system["Computer"], "Message": message, "RecordId": system["EventRecordID"],
                 "TimeCreated": system["TimeCreated"]["#attributes"]["SystemTime"]}
            )  # fmt: skip
            events.append(text)
    return objects, events


def plain(value: object) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("recorded", ["evtx-attack-samples", "sigma-regression"])
def test_a_scan_finds_in_messages_what_it_finds_in_events(recorded: str, corpora: Path, tmp_path: Path) -> None:
    """All findings of SigmaHQ and our pack, of events whose data is only in the text that Windows made of it."""
    rules = tmp_path / "rules"
    with zipfile.ZipFile(next((corpora / "sigma-rules").glob("*.zip"))) as archive:
        for name in archive.namelist():
            if "/windows/" in name and name.endswith(".yml"):
                archive.extract(name, rules)
    logs = [path for path in sorted((corpora / recorded).rglob("*.evtx")) if path.stat().st_size < 2**21]
    objects, events = message_rows(logs)
    assert len(objects) > 80
    for folder, lines in (("raw", events), ("said", [json.dumps(each).encode() for each in objects])):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "events.json").write_bytes(b"\n".join(lines))
    left = scanned(tmp_path / "raw", tmp_path / "a", "--rules", str(rules))
    right = scanned(tmp_path / "said", tmp_path / "b", "--rules", str(rules))
    assert findings(left).total() > 20
    assert findings(left) == findings(right)
    assert not right["faults"]
