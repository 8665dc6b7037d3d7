"""The timeline of a case: every record once, in order, with what was found, in a form that importers take."""

import csv
import io
import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pipeline.rows import IIS_HEAD, iis_row

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.errors import CaseError, EvidenceError, UsageError
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Kind, Locator
from indicia.model.record import Record
from indicia.pipeline.scan import Order, scan
from indicia.pipeline.timeline.filing import key_of
from indicia.pipeline.timeline.making import Told, Wanted, timeline
from indicia.pipeline.timeline.reading import FILES, NAMES
from indicia.report.timeline.as_csv import text_cell
from indicia.report.timeline.form import COLUMNS
from indicia.report.timeline.forms import form_of
from indicia.report.timeline.marks import NO_MARKS
from indicia.report.timeline.message import message
from indicia.report.timeline.row import Row, rows_of

WEB = frozenset({Kind.IIS, Kind.HTTPPROXY})
REQUIRED = ("message", "datetime", "timestamp_desc")
"""What Timesketch's importer asks of every row (`read_and_validate_csv`, `read_and_validate_jsonl`)."""


@pytest.fixture(scope="module")
def ruleset():
    """The built-in pack and analyses."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


@pytest.fixture
def case(attacked: Path, tmp_path: Path, ruleset) -> Case:
    """The small attacked server, scanned."""
    case = Case.create(tmp_path / "case")
    scan(Order(arguments=(attacked,)), case, ruleset)
    return case


def written(case: Case, form: str = "jsonl", **options) -> tuple[bytes, Told]:
    """A timeline and what was said of it."""
    out = io.BytesIO()
    settings = {name: options.pop(name) for name in ("budget",) if name in options}
    told = timeline(case, Wanted(**options), Settings(), form_of(form), out, **settings)
    return out.getvalue(), told


def lines(case: Case, **options) -> list[dict]:
    """The rows of the JSON lines."""
    return [json.loads(line) for line in written(case, **options)[0].splitlines()]


def test_what_was_touched(case: Case) -> None:
    """Every exhibit of every finding is a row with that finding's number, stage and rule."""
    rows = lines(case)
    assert rows
    for finding in case.result().findings:
        for exhibit in finding.exhibits:
            row = next(r for r in rows if (r["sha256"], r["offset"]) == (exhibit.at.sha256, exhibit.at.offset))
            assert finding.id in row["finding"]
            assert finding.id in row["tag"]
            assert finding.title in row["rule"]
            assert set(finding.techniques) <= set(row["attack"])
            assert row["host"] == finding.host
            assert row["datetime"] == exhibit.time.isoformat(timespec="microseconds")


def test_everything_of_a_kind_comes_once_and_in_order(case: Case, attacked: Path) -> None:
    """All lines of the logs, touched ones joined with what was read again; the order is time, host, path, offset."""
    touched = lines(case)
    rows = lines(case, kinds=WEB)
    logs = {path: path.read_bytes() for path in attacked.rglob("*.[lL][oO][gG]")}
    records = sum(not line.startswith((b"#", b"DateTime,")) for log in logs.values() for line in log.splitlines())
    assert len(rows) == records
    assert len({(row["sha256"], row["offset"]) for row in rows}) == records
    assert [r for r in rows if "finding" in r] == [r for r in touched if "finding" in r]
    order = [(row["timestamp"], row["host"], row["path"], row["offset"]) for row in rows]
    assert order == sorted(order)
    for row in rows:
        log = next(text for path, text in logs.items() if row["path"].endswith(path.name))
        assert log[row["offset"] : row["offset"] + row["length"]] == log.splitlines()[row["line"] - 1]


def test_spilling_changes_nothing(case: Case) -> None:
    """With room for no entry and with room for all: the same bytes in every format."""
    for form in ("csv", "jsonl", "parquet"):
        calm, told = written(case, form, kinds=WEB | {FILES}, untimed=True)
        spilled, more = written(case, form, kinds=WEB | {FILES}, untimed=True, budget=0)
        assert calm == spilled
        assert told.spilled == 0 < more.spilled
        assert not case.spool.exists()


def test_several_processes_change_nothing(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs read in shares by three processes: the same bytes and the same counts."""
    calm, told = written(case, kinds=NAMES["everything"], untimed=True)
    monkeypatch.setattr("indicia.pipeline.timeline.work._SMALL", 1)
    out = io.BytesIO()
    wanted = Wanted(kinds=NAMES["everything"], untimed=True)
    more = timeline(case, wanted, Settings(workers=3), form_of("jsonl"), out)
    assert out.getvalue() == calm
    assert (more.rows, more.touched, more.untimed) == (told.rows, told.touched, told.untimed)
    assert not case.spool.exists()


MOMENTS = st.none() | st.datetimes(timezones=st.just(UTC))
RECORDS = st.lists(
    st.tuples(MOMENTS, st.sampled_from(["", "a", "a\0", "b"]), st.integers(0, 2**40), st.sampled_from(["p", "q!r"])),
    max_size=60,
)


@given(made=RECORDS)
def test_keys_sort_as_what_they_stand_for(made) -> None:
    """Bytes compare like time, host, path and offset; no time is last."""
    found = [
        Row(Record(table="win_event", source="s", time=moment, host=None, at=Locator(sha256="0", offset=offset,
            length=1), fields={}, raw=""), moment, "", host, path)
        for moment, host, offset, path in made
    ]  # fmt: skip
    late = datetime.max.replace(tzinfo=UTC)
    by_key = sorted(found, key=key_of)
    by_meaning = sorted(
        found, key=lambda r: (r.time is None, r.time or late, r.host.encode(), r.path, r.record.at.offset)
    )
    assert [key_of(row) for row in by_key] == [key_of(row) for row in by_meaning]


def test_any_records_in_any_order_of_files(tmp_path: Path, ruleset) -> None:
    """Random logs with equal times in several files: each line once, ordered, the same from any spelling of a run."""
    dice = random.Random(5)
    folder = tmp_path / "logs"
    folder.mkdir()
    total = 0
    for number in range(4):
        count = dice.randrange(1, 60)
        total += count
        clocks = (f"{dice.randrange(3):02}:00:{dice.randrange(60):02}" for _ in range(count))
        rows = [iis_row(clock, "GET", f"/{number}/{index}", 200) for index, clock in enumerate(clocks)]
        (folder / f"u_ex{number}.log").write_text(IIS_HEAD + "".join(rows))
    case = Case.create(tmp_path / "case")
    scan(Order(arguments=(folder,)), case, ruleset)
    data, told = written(case, kinds=frozenset({Kind.IIS}), budget=4_000)
    rows = [json.loads(line) for line in data.splitlines()]
    assert told.rows == len(rows) == len({row["url_path"] for row in rows}) == total
    order = [(row["timestamp"], row["host"], row["path"], row["offset"]) for row in rows]
    assert order == sorted(order)


def test_a_copy_of_a_log_comes_once(attacked: Path, tmp_path: Path, ruleset) -> None:
    """A second copy of a file is counted, and its records are not doubled."""
    log = next(attacked.rglob("u_ex*.log"))
    (log.parent / "copy of it.log").write_bytes(log.read_bytes())
    case = Case.create(tmp_path / "case")
    scan(Order(arguments=(attacked,)), case, ruleset)
    data, told = written(case, kinds=frozenset({Kind.IIS}))
    rows = [row for row in map(json.loads, data.splitlines()) if row["data_type"] == "indicia:web_request"]
    assert len(rows) == len({row["offset"] for row in rows}) == 10
    assert told.copies == 1


def test_period_and_host(case: Case) -> None:
    """Only the period and the host asked for; a host that is none is an error that names those there are."""
    rows = lines(case, kinds=WEB, since=datetime(2021, 3, 3, 4, 10, tzinfo=UTC))
    assert rows
    assert min(row["datetime"] for row in rows) >= "2021-03-03T04:10:00"
    assert lines(case, kinds=WEB, hosts=("ex07",)) == lines(case, kinds=WEB)
    with pytest.raises(UsageError) as caught:
        lines(case, hosts=("ex08",))
    assert "EX07" in caught.value.hint


def test_without_a_time(attacked: Path, tmp_path: Path, ruleset) -> None:
    """Configuration has no times: counted by table, written last on demand, never with a time made up."""
    config = attacked / "Windows/System32/inetsrv/config/applicationHost.config"
    config.parent.mkdir(parents=True)
    config.write_text(
        "<configuration><system.webServer><globalModules><add name='A' image='a.dll' /></globalModules>"
        "</system.webServer></configuration>"
    )
    case = Case.create(tmp_path / "case")
    scan(Order(arguments=(attacked,)), case, ruleset)
    data, told = written(case, kinds=frozenset({Kind.IIS_CONFIG}))
    assert told.untimed["iis_config"] == 1
    assert b"globalModules" not in data
    rows = lines(case, kinds=frozenset({Kind.IIS_CONFIG}), untimed=True)
    assert "datetime" not in rows[-1]
    assert "timestamp" not in rows[-1]
    assert rows[-1]["Section"] == "system.webServer/globalModules"
    assert all("datetime" in row for row in rows[:-1])
    last = list(
        csv.DictReader(io.StringIO(written(case, "csv", kinds=frozenset({Kind.IIS_CONFIG}), untimed=True)[0].decode()))
    )[-1]
    assert (last["datetime"], last["timestamp"]) == ("", "")


def test_a_file_has_a_row_for_each_of_its_times() -> None:
    """Created and modified are two moments of one file; equal ones are one."""

    def record(**fields: str) -> Record:
        at = Locator(sha256="0", offset=0, length=1)
        return Record(table="file", source="fs", time=None, host=None, at=at, fields=fields, raw="")

    two = record(Created="2021-03-01T00:00:00+00:00", Modified="2021-02-01T00:00:00+00:00")
    assert [(row.what, row.time.month) for row in rows_of(two, "h", "p")] == [("File Created", 3), ("File Modified", 2)]
    same = record(Created="2021-03-01T00:00:00+00:00", Modified="2021-03-01T00:00:00+00:00")
    assert [row.what for row in rows_of(same, "h", "p")] == ["File Created and Modified"]
    assert [row.time for row in rows_of(record(), "h", "p")] == [None]


# What importers ask


def test_timesketch_takes_the_csv(case: Case) -> None:
    """Its checks on CSV: the mandatory header, one form of time with a zone, tags that parse as a JSON list."""
    text = written(case, "csv", kinds=WEB)[0].decode("utf-8")
    reader = csv.DictReader(io.StringIO(text))
    rows = list(reader)
    assert tuple(reader.fieldnames or ()) == COLUMNS
    assert COLUMNS[:4] == (*REQUIRED, "timestamp")
    assert rows
    for row in rows:
        assert all(row[name] for name in REQUIRED)
        # pandas guesses the form of all times from the first one and drops those of another.
        moment = datetime.strptime(row["datetime"], "%Y-%m-%dT%H:%M:%S.%f%z")
        assert row["datetime"].endswith("+00:00")
        assert int(row["timestamp"]) == round(moment.timestamp() * 1_000_000)
        # An empty cell would become the tag `nan`.
        assert isinstance(json.loads(row["tag"]), list)
        assert isinstance(json.loads(row["fields"]), dict)
    assert any(json.loads(row["tag"]) for row in rows)


def test_timesketch_takes_the_json_lines(case: Case) -> None:
    """Its checks on JSON lines: one object a line, mandatory fields, a list of tags, flat, one type a name."""
    types: dict[str, set[type]] = {}
    for row in lines(case, kinds=WEB | {FILES}):
        assert all(isinstance(row[name], str) and row[name] for name in REQUIRED)
        assert isinstance(row["timestamp"], int)
        assert all(isinstance(tag, str) and tag for tag in row.get("tag", []))
        for name, value in row.items():
            assert not name.startswith("_")
            assert "." not in name
            assert not isinstance(value, dict)
            types.setdefault(name, set()).add(str if isinstance(value, list) else type(value))
    assert all(len(found) == 1 for found in types.values())


def test_parquet_has_types(case: Case) -> None:
    """The same rows as the JSON lines, with times as times and tags as lists."""
    table = pq.read_table(io.BytesIO(written(case, "parquet", kinds=WEB)[0]))
    assert tuple(table.column_names) == COLUMNS
    assert str(table.schema.field("datetime").type) == "timestamp[us, tz=UTC]"
    for row, line in zip(table.to_pylist(), lines(case, kinds=WEB), strict=True):
        assert row["datetime"].isoformat(timespec="microseconds") == line["datetime"]
        assert row["message"] == line["message"]
        assert row["finding"] == line.get("finding", [])
        assert row["offset"] == line["offset"]


# Hostile values


def row_with(**fields) -> Row:
    """A row of an event with these fields."""
    at = Locator(sha256="0" * 64, offset=1, length=2, record_id=10**20)
    record = Record(table="win_event", source="=cmd", time=None, host=None, at=at, fields=fields, raw="")
    return Row(record, datetime(2021, 3, 1, tzinfo=UTC), "Event Logged", "host", "@path")


def one(form: str, row: Row) -> bytes:
    """The file with this row."""
    out = io.BytesIO()
    chosen = form_of(form)
    sink = chosen.open(out)
    sink.write(chosen.encode(row), NO_MARKS)
    sink.close()
    return out.getvalue()


@given(
    text=st.text(max_size=40)
    | st.sampled_from(["=1+1", "+1", "-1", "@x", "'=1", "\t=1", "\r=1", "\x1b[31m", "a\ud800b"])
)
def test_a_cell_runs_nothing_and_comes_back(text: str) -> None:
    """No cell begins a formula or holds a control; without the apostrophe put before it is what is shown."""
    cell = next(csv.reader(io.StringIO(text_cell(text))), [""])[0]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
    assert cell.isprintable() or not cell.isascii()
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in cell)
    if text.isascii() and text.isprintable():
        assert cell.removeprefix("'") == text if text.startswith(("=", "+", "-", "@", "'")) else cell == text


FIELDS = st.dictionaries(st.text(max_size=12), st.text(max_size=20) | st.integers() | st.none(), max_size=5)


@given(fields=FIELDS)
def test_hostile_fields_round_trip(fields: dict) -> None:
    """Through real parsers: JSON lines hold one object a line; CSV holds all values in `fields`, exactly."""

    def shown(value: object) -> object:
        if isinstance(value, str):
            return value.encode("utf-8", "backslashreplace").decode()
        return value if value is None or -(2**63) <= value < 2**64 else str(value)

    row = row_with(**fields)
    (line,) = one("jsonl", row).decode().splitlines()
    assert len(json.loads(line)) >= len(fields)
    found = list(csv.DictReader(io.StringIO(one("csv", row).decode(), newline="")))
    assert len(found) == 1
    assert json.loads(found[0]["fields"]) == {shown(name): shown(value) for name, value in fields.items()}
    assert found[0]["source"] == "'=cmd"
    assert found[0]["path"] == "'@path"
    assert found[0]["record_id"] == ""
    assert pq.read_table(io.BytesIO(one("parquet", row))).num_rows == 1


def test_names_of_fields_never_collide() -> None:
    """A field with the name of a column, a dot or an underscore keeps its value beside the column."""
    row = json.loads(
        one("jsonl", row_with(**{"message": "m", "tag": "t", "_id": "i", "a.b": "1", "a_b": "2", "": "e"}))
    )
    assert row["message"] != "m"
    assert (row["field_message"], row["field_tag"], row["field__id"]) == ("m", "t", "i")
    assert (row["a_b"], row["a_b_2"], row["unnamed"]) == ("1", "2", "e")


# Messages


@pytest.mark.parametrize(
    ("table", "source", "fields", "said"),
    [
        ("win_event", "Microsoft-Windows-Sysmon/Operational",
         {"EventID": 1, "ParentImage": "C:\\inetsrv\\w3wp.exe", "CommandLine": "cmd /c whoami", "User": "SYSTEM"},
         "Process started: w3wp.exe → cmd /c whoami as SYSTEM"),
        ("win_event", "Security", {"EventID": 4624, "LogonType": "3", "TargetDomainName": "D", "TargetUserName": "u",
         "IpAddress": "-"}, "Logon type 3: D\\u"),
        ("win_event", "Odd", {"EventID": 7, "a": "1", "b": ("x", "y")}, "Odd 7: a=1, b=x y"),
        ("win_event", "Odd", {"EventID": 7, "Message": "Two\r\nlines\x1b[1m"}, "Two lines\\x1b[1m"),
        ("web_request", "iis", {"c-ip": "192.0.2.1", "cs-method": "POST", "url.path": "/x.aspx", "url.query": "a=1",
         "sc-status": "200"}, "192.0.2.1 POST /x.aspx?a=1 → 200"),
        ("exchange_log", "rps_cmdlet", {"Cmdlet": "New-X", "Parameters": "-Y 1"}, "Cmdlet: New-X -Y 1"),
        ("exchange_log", "unknown", {"a": "1"}, "unknown: a=1"),
        ("file", "fs", {"Path": "C:\\a\u202eb.aspx", "Size": 3}, "C:\\a\\u202eb.aspx (3 bytes)"),
    ],
)  # fmt: skip
def test_messages(table: str, source: str, fields: dict, said: str) -> None:
    """Who did what, and nothing that acts on a terminal."""
    at = Locator(sha256="0", offset=0, length=0)
    assert message(Record(table=table, source=source, time=None, host=None, at=at, fields=fields, raw="")) == said


# The command


def command(*arguments: str, **options) -> subprocess.CompletedProcess:
    """The command as a user runs it."""
    return subprocess.run(
        [sys.executable, "-m", "indicia.cli.main", "timeline", *arguments], capture_output=True, check=False, **options
    )


def test_the_command(case: Case, tmp_path: Path) -> None:
    """To a file and to standard output the same bytes; what it holds is said on standard error; exit code 0."""
    target = tmp_path / "t.jsonl"
    first = command(str(case.root), "--out", str(target), "--all", "iis", "httpproxy")
    second = command(str(case.root), "--format", "jsonl", "--all", "web_request", "--all", "httpproxy")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert target.read_bytes() == second.stdout == written(case, kinds=WEB)[0]
    assert first.stdout == b""
    assert b"13 rows" in first.stderr
    assert target.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".new-")] == []


def test_killed_it_leaves_no_half_file(case: Case, tmp_path: Path) -> None:
    """`kill -9` before the end: the file of before stays as it was, and the next run works."""
    target = tmp_path / "t.csv"
    target.write_text("what was there")
    process = subprocess.Popen(
        [sys.executable, "-m", "indicia.cli.main", "timeline", str(case.root), "--all", "everything", "--out",
         str(target)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while process.poll() is None and not list(tmp_path.glob(".new-*")):
        pass
    process.kill()
    process.wait()
    assert target.read_bytes() in (b"what was there", written(case, "csv", kinds=NAMES["everything"])[0])
    assert command(str(case.root), "--all", "everything", "--out", str(target)).returncode == 0
    assert target.read_bytes() == written(case, "csv", kinds=NAMES["everything"])[0]


def test_a_wrong_command_line(case: Case, tmp_path: Path) -> None:
    """An unknown kind, a case that is none, a folder that is not there: exit code 4 and one clear line."""
    for arguments, said in (
        ((str(case.root), "--all", "evtxx"), b"no kind evtxx"),
        ((str(tmp_path / "none"),), b"no case here"),
        ((str(case.root), "--out", str(tmp_path / "no" / "t.csv")), b"nothing half-written"),
        ((str(case.root), "--since", "2021-03-04", "--until", "2021-03-03"), b"later than"),
    ):
        done = command(*arguments)
        assert done.returncode == 4
        assert said in done.stderr
        assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said(case: Case) -> None:
    """A stream that takes nothing: exit code 4, no traceback, no exit code of a verdict."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "indicia.cli.main", "timeline", str(case.root)],
            stdout=full, stderr=subprocess.PIPE, check=False, env=os.environ,
        )  # fmt: skip
    assert done.returncode == 4
    assert b"Traceback" not in done.stderr


def test_evidence_that_changed_or_went(case: Case, attacked: Path) -> None:
    """A changed log is named; evidence that is gone is an error; the touched records need no evidence."""
    log = next(attacked.rglob("u_ex*.log"))
    log.write_text(log.read_text() + iis_row("10:00:00", "GET", "/new", 200))
    data, told = written(case, kinds=WEB)
    assert any("u_ex" in path for path in told.changed)
    assert b"/new" in data
    for path in sorted(attacked.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    attacked.rmdir()
    assert written(case)[1].rows > 0
    with pytest.raises(EvidenceError):
        written(case, kinds=WEB)


def test_a_damaged_reading_is_an_error(case: Case) -> None:
    """Records that the case lost are said, with what to do; never a shorter timeline."""
    next((case.root / "findings").rglob("*-httpproxy.parquet")).write_bytes(b"rot")
    with pytest.raises(CaseError) as caught:
        written(case)
    assert "scan" in caught.value.hint


def test_names_cover_every_kind() -> None:
    """Every kind can be asked for, by its own name or by that of a table."""
    assert frozenset(Kind) == NAMES["everything"]
    assert {kind for name, kinds in NAMES.items() if name != "everything" for kind in kinds} == set(Kind)


def test_the_proxylogon_recording(corpora: Path, tmp_path: Path, ruleset) -> None:
    """10,487 events of a real intrusion, once each, in order; the page that was written is among the touched."""
    recording = corpora / "otrf/datasets/atomic/windows/persistence/host/proxylogon_ssrf_rce_poc.zip"
    if not recording.is_file():
        pytest.skip("the ProxyLogon recording is not on this machine")
    case = Case.create(tmp_path / "case")
    result = scan(Order(arguments=(recording,)), case, ruleset)
    rows = lines(case, kinds=NAMES["win_event"], budget=2_000_000)
    assert len(rows) == 10_487
    assert len({row["line"] for row in rows}) == 10_487
    assert [row["timestamp"] for row in rows] == sorted(row["timestamp"] for row in rows)
    found = {name for row in rows for name in row.get("finding", [])}
    assert found == {finding.id for finding in result.findings if finding.exhibits[0].table == "win_event"}
    written_page = [
        row for row in rows if row["message"].startswith("File written") and "implanted" in row.get("tag", ())
    ]
    assert any("ohyeah.aspx" in row["TargetFilename"] for row in written_page)
