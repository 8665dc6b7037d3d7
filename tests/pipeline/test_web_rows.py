"""Web requests that a log platform exported: from files to what a scan says of them."""

import json
import subprocess
import sys

import pytest
from tests.evidence.web_rows.documents import AZURE, ECS, as_csv, lines

RULE = """
title: Asks for a page with a note
id: 0f0e6f0c-5f0f-4c39-9c9b-6c6f3a3b2a10
status: test
logsource:
    category: webserver
detection:
    selection:
        cs-method: POST
        cs-uri-query|contains: 'inert page.aspx?note='
        cs-user-agent|contains: 'x64) Tester'
        sc-status: 200
    condition: selection
level: high
"""


def scanned(folder, *options):
    command = [sys.executable, "-m", "indicia.cli.main", "scan", "--json", "--no-installed", "--workers", "1"]
    done = subprocess.run([*command, *options, str(folder)], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_rule_for_web_servers_finds_them(tmp_path, form):
    """With place and time; the rows are drawn and told of, and never the log of Exchange."""
    folder = tmp_path / "logs"
    folder.mkdir()
    (tmp_path / "rule.yml").write_text(RULE, "utf-8")
    quiet = [AZURE | {"csUriStem": "/owa/", "TimeGenerated": f"2021-03-0{day}T10:00:00Z"} for day in (3, 6)]
    if form == "csv":
        (folder / "query_data.csv").write_text(as_csv(AZURE, *quiet), "utf-8")
    else:
        (folder / "iis.ndjson").write_text(lines(*quiet, ECS, {"level": "info"}), "utf-8")
    result = scanned(folder, "--rules", str(tmp_path / "rule.yml"), "--case", str(tmp_path / "case"))
    assert [item["evidence"]["kind"] for item in result["evidence"]] == [f"web_{form}"]
    (found,) = [item for item in result["findings"] if item["title"] == "Asks for a page with a note"]
    assert found["count"] == 1
    assert "2021-03-02T04:15:30" in json.dumps(found)
    (host,) = result["hosts"]
    (line,) = [one for one in host["others"] if one["source"] == f"web_{form}"]
    assert (line["standing"], line["records"]) == ("searched", 3)
    iis = [one for one in host["coverage"] if one["source"] == "iis"]
    assert all(not one["records"] for one in iis)
    assert any("may be a selection" in note and "no record from" in note for note in host["notes"])
    assert not result["faults"]
