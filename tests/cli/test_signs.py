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


SHELL = {
    "EventID": 1,
    "Channel": "Microsoft-Windows-Sysmon/Operational",
    "SourceName": "Microsoft-Windows-Sysmon",
    "Hostname": "pc-7.example",
    "TimeCreated": "2024-05-06T07:09:00.000Z",
    "UtcTime": "2024-05-06 07:09:00.000",
    "Image": r"C:\Windows\System32\cmd.exe",
    "CommandLine": "cmd.exe /c hostname",
    "ParentImage": r"C:\Windows\System32\inetsrv\w3wp.exe",
    "ParentCommandLine": 'w3wp.exe -ap "MSExchangeOWAAppPool"',
    "User": r"NT AUTHORITY\SYSTEM",
}


def of(folder, capsys, more, code):
    """Printed text and case folder of a scan of one event for each rule, two more of the first, and further ones."""
    rules, log, case = folder / "rules.yml", folder / "log.jsonl", folder / "case"
    rules.write_text("---\n".join(RULE.format(number=at, level=level) for at, level in enumerate(LEVELS, 10)))
    events = [event(number) for number in range(10, 10 + len(LEVELS))]
    every = [*events, *[event(10) | {"n": n} for n in range(2)], *more]
    log.write_text("".join(json.dumps(item) + "\n" for item in every))
    assert main(["scan", str(log), "--rules", str(rules), "--case", str(case)]) == code
    return capsys.readouterr().out, case


@pytest.fixture
def scanned(tmp_path, capsys):
    """With nothing else."""
    return of(tmp_path, capsys, (), 3)


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


def test_signs_beside_an_intrusion_are_listed_behind_it(tmp_path, capsys):
    """What is proven comes first; what rules of the user's found on the same machine is not hidden by it."""
    text, case = of(tmp_path, capsys, [SHELL], 1)
    assert text.startswith("  pc-7.example  OPERATED")
    assert text.index("What happened") < text.index("9 more signs that need a second source")
    assert "Tea kind number 13 (System 13, F" in text
    page = (case / "report.html").read_text()
    assert page.partition("9 more signs that need a second source</h")[2].count("Tea kind number") >= 9


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ((), 3, "CANNOT TELL  9 signs, first: Tea kind number 13 (critical)"),
        ((SHELL,), 1, "OPERATED     w3wp.exe started cmd.exe"),
    ],
)
def test_a_list_of_hosts_says_what_tells_them_apart(tmp_path, capsys, more, code, said):
    """A title in the little room there is, not the beginning of a sentence that all have."""
    _, case = of(tmp_path, capsys, more, code)
    assert main(["report", str(case), "-q"]) == code
    assert said in capsys.readouterr().out
