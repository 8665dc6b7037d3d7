"""`indicia export` on a scanned case."""

import csv
import io
from pathlib import Path

import orjson
import pytest
import stix2

from indicia.case import Case
from indicia.cli.export import FORMS
from indicia.cli.main import main
from indicia.sharing.stix.again import read_again

LOG = """#Software: Microsoft Internet Information Services 10.0
#Version: 1.0
#Date: 2021-03-03 04:00:00
#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status
2021-03-03 04:00:00 10.0.0.1 GET /owa/auth/logon.aspx - 443 - 198.51.100.7 Mozilla/5.0 200
2021-03-03 04:00:01 10.0.0.1 POST /owa/auth/Current/themes/resources/logon.css - 443 - 203.0.113.7 x 241
2021-03-03 04:00:02 10.0.0.1 POST /owa/auth/Current/themes/resources/logon.css - 443 - 203.0.113.8 x 241
"""
LIST = "indicator,type,tlp\n203.0.113.8,ipv4,TLP:RED\n"


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Path:
    """A case with one short IIS log: attempts, one of them from an address on a RED list."""
    root = tmp_path_factory.mktemp("export")
    logs = root / "e" / "C" / "inetpub" / "logs" / "LogFiles" / "W3SVC1"
    logs.mkdir(parents=True)
    (logs / "u_ex210303.log").write_text(LOG.replace("\n", "\r\n"), encoding="utf-8")
    (root / "list.csv").write_text(LIST, encoding="utf-8")
    told = ["--indicators", str(root / "list.csv"), "-q", "--no-installed"]
    main(["scan", str(root / "e"), "--case", str(root / "c"), *told])
    assert any(one.card.kind == "indicator" for one in Case.open(root / "c").result().findings)
    return root / "c"


@pytest.mark.parametrize("form", FORMS)
def test_every_format_is_written_and_says_what_it_loses(case, form, tmp_path, capsys) -> None:
    """The file whole, the same twice; words on standard error, numbers in a file."""
    first, second, loss = tmp_path / "a", tmp_path / "b", tmp_path / "loss.json"
    assert main(["export", str(case), "--as", form, "--out", str(first), "--loss", str(loss)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "What the other side will not carry" in err
    assert "TLP:RED" in err
    report = orjson.loads(loss.read_bytes())
    assert (report["format"], report["as"]) == ("indicia-loss/1", form)
    assert {one["object"] for one in report["objects"]} >= {"finding", "host"}
    assert main(["export", str(case), "--as", form, "--out", str(second), "-q"]) == 0
    assert capsys.readouterr().err == ""
    assert first.read_bytes() == second.read_bytes()
    assert len(first.read_bytes()) > 200


def test_a_bundle_goes_to_standard_output_and_comes_back(case, capsysbinary) -> None:
    """Nothing else is on standard output."""
    assert main(["export", str(case), "--as", "stix", "--producer", "Blue team"]) == 0
    data = capsysbinary.readouterr().out
    stix2.parse(data.decode("utf-8"), allow_custom=False)
    result = Case.open(case).result()
    (again,) = read_again(data).cases
    assert (again.findings, again.hosts) == (result.findings, result.hosts)


@pytest.mark.parametrize("form", FORMS)
def test_a_ceiling_leaves_out_what_is_stricter(case, form, tmp_path, capsys) -> None:
    """The sighting of the RED list: gone from the file, counted on standard error."""
    target = tmp_path / "x"
    assert main(["export", str(case), "--as", form, "--marking", "amber", "--out", str(target)]) == 0
    err = " ".join(capsys.readouterr().err.split())
    assert "stricter than TLP:AMBER: 1 assessment of a server, 1 finding (said here only" in err
    data = target.read_bytes()
    assert b"indicator:list" not in data
    assert b"list.csv" not in data
    assert b"TLP:RED" not in data
    if form == "timesketch":
        rows = [orjson.loads(line) for line in data.splitlines()]
        assert rows
        assert all(row["tag"][0] == "TLP:AMBER" and "finding" not in row for row in rows)
        assert not any(tag[:1] == "F" and tag[1:].isdigit() for row in rows for tag in row["tag"])


def test_rows_of_a_timeline_are_marked(case, capsysbinary) -> None:
    """Each names its findings and its marking, as Timesketch takes it."""
    assert main(["export", str(case), "--as", "timesketch", "-q"]) == 0
    rows = [orjson.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert {number for row in rows for number in row["finding"]} == {
        one.id for one in Case.open(case).result().findings
    }
    assert all(row["message"] and row["datetime"] and row["timestamp_desc"] for row in rows)
    assert all(row["tag"][0] == "TLP:RED" for row in rows)


def test_layers_are_marked(case, capsysbinary) -> None:
    """One for each advisory."""
    assert main(["export", str(case), "--as", "navigator", "--marking", "TLP:RED", "-q"]) == 0
    layers = orjson.loads(capsysbinary.readouterr().out)
    assert [layer["metadata"][0] for layer in layers] == [{"name": "TLP", "value": "TLP:RED"}] * 2


def test_one_row_for_each_finding(case, capsysbinary) -> None:
    """As a table."""
    assert main(["export", str(case), "--as", "csv", "-q"]) == 0
    text = capsysbinary.readouterr().out.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["id"] for row in rows] == [one.id for one in Case.open(case).result().findings]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--as", "stix"], "nothing to export"),
        (["CASE", "CASE", "--as", "stix"], "given twice"),
        (["CASE", "--as", "stix", "--marking", "purple"], "TLP:AMBER+STRICT"),
        (["nowhere", "--as", "stix"], "no case here"),
        (["CASE", "--as", "pdf"], "invalid choice"),
        (["CASE", "--as", "csv", "--out", "no/such/folder/x.csv"], "No such file"),
        (["CASE", "--as", "csv", "--attribution", "nothing.json"], "cannot be read"),
        (["CASE", "--as", "csv", "--statement", "LOG"], "not JSON"),
        (["CASE", "--as", "csv", "--statement", "CASE"], "indicia statement disclose"),
        (["CASE", "--as", "stix", "--attack", "LOG"], "no ATT&CK bundle"),
    ],
)
def test_wrong_orders_are_named(case, arguments, words, tmp_path, capsys) -> None:
    """With exit code 4 and no traceback."""
    log = tmp_path / "log"
    log.write_text(LOG, encoding="utf-8")
    given = [str(case) if one == "CASE" else str(log) if one == "LOG" else one for one in arguments]
    try:
        code = main(["export", *given])
    except SystemExit as left:
        code = left.code
    assert code == 4
    assert words in capsys.readouterr().err


def test_no_row_ends_an_import_of_timesketch(tmp_path, capsys) -> None:
    """A finding in a configuration has no time, and Timesketch takes no row without one: it is not carried."""
    folder = tmp_path / "e" / "C" / "Windows" / "System32" / "inetsrv" / "config"
    folder.mkdir(parents=True)
    (folder / "applicationHost.config").write_text(
        "<configuration><system.webServer><globalModules>"
        '<add name="OwaSessionModule" image="C:\\Windows\\Temp\\m.dll" />'
        "</globalModules></system.webServer></configuration>",
        encoding="utf-8",
    )
    main(["scan", str(tmp_path / "e"), "--case", str(tmp_path / "c"), "-q", "--no-installed"])
    findings = Case.open(tmp_path / "c").result().findings
    assert findings
    out, loss = tmp_path / "out", tmp_path / "loss"
    capsys.readouterr()
    assert main(["export", str(tmp_path / "c"), "--as", "timesketch", "--out", str(out), "--loss", str(loss)]) == 0
    assert out.read_bytes() == b""
    assert "without a time" in " ".join(capsys.readouterr().err.split())
    told = next(one for one in orjson.loads(loss.read_bytes())["objects"] if one["object"] == "finding")
    assert told["not_carried"] == told["exported"] == len(findings)
