"""An allow list holds Sigma filters with author, reason and last day; anything less is refused by name."""

from datetime import date

import pytest
import yaml

from indicia.detection.allowing.allow_list import load_allow_list
from indicia.detection.allowing.marked import Gate
from indicia.errors import RulesetError
from indicia.model.evidence import Locator
from indicia.model.record import Record

TODAY = date(2026, 11, 27)
ENTRY = {
    "title": "Backup agent",
    "id": "7d2c2f43-7a3f-4f1f-9d5c-0c6cf5f3a111",
    "description": "Our backup agent asks like this each night, change 4711",
    "author": "J. Doe",
    "logsource": {"category": "webserver"},
    "filter": {"rules": "any", "agent": {"c-ip": "192.0.2.7"}, "condition": "not agent"},
    "indicia": {"expires": date(2027, 3, 1)},
}


def write(folder, *entries, name="allow.yml"):
    """A file of entries."""
    file = folder / name
    file.write_text(yaml.safe_dump_all(entries, sort_keys=False), encoding="utf-8")
    return file


def record(table="web_request", source="iis", **fields):
    """A request."""
    return Record(
        table=table,
        source=source,
        time=None,
        host=None,
        at=Locator(sha256="0" * 64, offset=0, length=1),
        fields=fields,
        raw="",
    )


def test_a_whole_entry_is_taken(tmp_path):
    """With what a finding will be marked with."""
    found = load_allow_list([write(tmp_path, ENTRY)], TODAY)
    assert (found.refused, found.notes, len(found.digest)) == ((), (), 64)
    (entry,) = found.entries
    assert (entry.says.filter, entry.says.title, entry.says.author) == (ENTRY["id"], "Backup agent", "J. Doe")
    assert entry.says.reason == ENTRY["description"]
    assert entry.says.expires == date(2027, 3, 1)
    assert entry.detectors is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"author": None}, "author"),
        ({"author": "  "}, "author"),
        ({"description": None}, "description"),
        ({"indicia": None}, "no end"),
        ({"indicia": {}}, "no end"),
        ({"indicia": {"expires": "soon"}}, "no day"),
        ({"indicia": {"expires": date(2027, 3, 1), "weight": 3}}, "'weight'"),
        ({"indicia": {"expires": date(2026, 11, 26)}}, "last day was 2026-11-26"),
        ({"filter": {"agent": {"c-ip": "192.0.2.7"}, "condition": "not agent"}}, "names no rules"),
        ({"filter": {"rules": "any", "condition": "not other", "agent": {"c-ip": "x"}}}, "other"),
        ({"logsource": {"product": "linux"}}, "linux"),
        ({"filter": None}, "no Sigma filter"),
        ({"filter": "all"}, "no mapping"),
        ({"author": "Somebody else", "id": ENTRY["id"]}, "same id"),
    ],
)
def test_what_is_not_whole_is_refused(tmp_path, changes, why):
    """Each with its reason, beside one that applies."""
    broken = {key: value for key, value in {**ENTRY, **changes, "title": "Broken"}.items() if value}
    broken["id"] = changes.get("id", "b")
    found = load_allow_list([write(tmp_path, ENTRY, broken)], TODAY)
    assert [entry.says.title for entry in found.entries] == ["Backup agent"]
    (refusal,) = found.refused
    assert refusal.title == "Broken"
    assert refusal.reason.startswith("allow list: ")
    assert why in refusal.reason


def test_a_rule_is_no_entry(tmp_path):
    """Rules among the entries are refused, not run."""
    rule = {"title": "R", "logsource": {"category": "webserver"}, "detection": {"a": {"b": 1}, "condition": "a"}}
    (refusal,) = load_allow_list([write(tmp_path, rule)], TODAY).refused
    assert "no Sigma filter" in refusal.reason


def test_the_last_day_counts(tmp_path):
    """An entry is valid through the day it names, as text or as YAML's date."""
    file = write(tmp_path, {**ENTRY, "indicia": {"expires": "2026-11-27"}})
    assert load_allow_list([file], TODAY).entries
    ended = load_allow_list([file], date(2026, 11, 28))
    assert not ended.entries
    assert "ended on 2026-11-27" in ended.notes[0]


def test_an_end_years_away_is_said(tmp_path):
    """The entry applies, and a note says that it will for long."""
    found = load_allow_list([write(tmp_path, {**ENTRY, "indicia": {"expires": date(2029, 1, 1)}})], TODAY)
    assert len(found.entries) == 1
    assert "2029-01-01" in found.notes[0]


def test_what_cannot_be_read_is_refused(tmp_path):
    """Broken YAML is a refusal; a path that is not there, and a folder without entries, are errors."""
    (tmp_path / "broken.yml").write_text("a: [")
    assert "not YAML" in load_allow_list([tmp_path / "broken.yml"], TODAY).refused[0].reason
    with pytest.raises(RulesetError, match="no rules at"):
        load_allow_list([tmp_path / "absent.yml"], TODAY)
    (tmp_path / "other.yar").write_text("rule a { condition: false }")
    with pytest.raises(RulesetError, match="no Sigma filter"):
        load_allow_list([tmp_path / "other.yar"], TODAY)
    assert load_allow_list([], TODAY).entries == ()


def test_an_entry_allows_what_its_condition_leaves_out(tmp_path):
    """Of its log source only; a record without the field is not allowed."""
    gate = Gate(load_allow_list([write(tmp_path, ENTRY)], TODAY).entries)
    assert gate.entry(record(**{"c-ip": "192.0.2.7"}))
    assert gate.entry(record(**{"c-ip": "192.0.2.8"})) is None
    assert gate.entry(record()) is None
    assert gate.entry(record("win_event", "security", **{"c-ip": "192.0.2.7"})) is None


EVENT = {"EventID": 1, "Provider_Name": "Microsoft-Windows-Sysmon", "Image": "C:\\b.exe", "CommandLine": "b"}


@pytest.mark.parametrize(
    ("source", "fields", "allowed"),
    [
        ("microsoft-windows-sysmon/operational", {}, True),
        ("Microsoft-Windows-Sysmon/Operational", {}, True),
        ("microsoft-windows-sysmon/operational", {"EventID": 3}, False),
        ("security", {}, False),
        ("microsoft-windows-sysmon/operational", {"Image": "C:\\c.exe"}, False),
    ],
)
def test_events_are_asked_where_the_log_source_leads(tmp_path, source, fields, allowed):
    """By channel and event id, as rules are."""
    entry = {
        **ENTRY,
        "logsource": {"product": "windows", "category": "process_creation"},
        "filter": {"rules": "any", "own": {"Image": "C:\\b.exe"}, "condition": "not own"},
    }
    gate = Gate(load_allow_list([write(tmp_path, entry)], TODAY).entries)
    assert (gate.entry(record("win_event", source, **(EVENT | fields))) is not None) is allowed
