"""What rules of the user's found on a machine that is no Exchange server: a list to look through."""

import json

import pytest

from indicia.cli.main import main

RULE = """
title: Tea kind number {number}
id: 5a1f6a0e-0f2f-4b0e-9d3c-6d6a1f6b{number:04}
status: test
logsource: {{product: windows, service: system}}
detection:
  kind: {{EventID: {number}}}
  condition: kind
level: {level}
"""
LEVELS = ("medium", "low", "high", "critical", "informational") * 3


def event(number):
    return {
        "EventID": number,
        "Channel": "System",
        "SourceName": "Tea",
        "Hostname": "pc-7.example",
        "TimeCreated": f"2024-05-06T07:08:{number:02}.000Z",
    }


@pytest.fixture
def scanned(tmp_path, capsys):
    """Printed text and case folder of a scan of one event for each rule, and two more of the first."""
    rules, log, case = tmp_path / "rules.yml", tmp_path / "log.jsonl", tmp_path / "case"
    rules.write_text("---\n".join(RULE.format(number=at, level=level) for at, level in enumerate(LEVELS, 10)))
    events = [event(number) for number in range(10, 10 + len(LEVELS))]
    log.write_text("".join(json.dumps(item) + "\n" for item in [*events, *[event(10) | {"n": n} for n in range(2)]]))
    assert main(["scan", str(log), "--rules", str(rules), "--case", str(case)]) == 3
    return capsys.readouterr().out, case


def test_signs_are_listed_worst_first(scanned, capsys):
    """With time, level, log and finding; eight on the terminal, all of them with -v and in the result."""
    text, case = scanned
    shown = text.partition("9 signs that need a second source")[2].partition("What this evidence cannot show")[0]
    lines = [line.split() for line in shown.splitlines() if line.startswith("    2024")]
    assert [line[2] for line in lines] == ["critical"] * 3 + ["high"] * 3 + ["medium"] * 2
    assert "2024-05-06 07:08:13  critical  Tea kind number 13 (System 13, F" in shown
    assert "Tea kind number 10, 3 records (System 10, F" in shown
    assert "… 1 more sign: in the report, or with -v" in shown
    capsys.readouterr()
    main(["report", str(case), "-v"])
    assert capsys.readouterr().out.count("Tea kind number") >= 9
    host = json.loads((case / "result.json").read_text())["hosts"][0]
    assert len(host["signs"]) == 9
    assert host["foreign"]


def test_the_page_lists_them_all(scanned):
    """Under a heading of their own, with links."""
    _, case = scanned
    page = (case / "report.html").read_text()
    table = page.partition("9 signs that need a second source</h")[2].partition("</table>")[0]
    assert table.count('<a class="ref"') == 9


def test_logs_of_exchange_are_one_line_where_there_is_no_exchange(scanned):
    """And the first thing to do is to find out whether there is one."""
    text, _ = scanned
    shown = text.partition("What this evidence cannot show")[2].partition("Also answered")[0]
    assert "    also missing: IIS request log, Exchange front-end" in shown
    assert "1   Find out whether this is an Exchange server" in text
