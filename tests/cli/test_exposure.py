"""`indicia exposure` and `indicia knowledge` as a user meets them."""

import gzip
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from indicia.model.fleet import FleetExposure
from indicia.plain import again

INVENTORY = """\
sep=;
Server;AdminDisplayVersion;ExSetup;Last Seen;Internet
EX01;Version 15.1 (Build 2176.2);15.01.2176.002;02.03.2021;yes
ex01;;15.1.2176.9;09.03.2021;yes
EX02;Version 15.1 (Build 2176.2);;15.03.2021;no
EX04;;14.3.513.0;05.03.2021;
EX06;;15121762;05.03.2021;
EX08;;15.2.2562.37;01.03.2026;yes
"""
NEW = {
    "catalogVersion": "2026.06.01",
    "dateReleased": "2026-06-01T00:00:00Z",
    "count": 1,
    "vulnerabilities": [
        {
            "cveID": "CVE-2026-99999",
            "vendorProject": "Microsoft",
            "product": "Exchange Server",
            "vulnerabilityName": "An Exchange flaw",
            "dateAdded": "2026-05-30",
            "dueDate": "2026-06-20",
            "knownRansomwareCampaignUse": "Unknown",
        }
    ],
}

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `indicia` with folders of its own."""

    def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "indicia.cli.main", *arguments],
            capture_output=True,
            text=True,
            env=os.environ | {"XDG_DATA_HOME": str(tmp_path / "data")},
            cwd=tmp_path,
            check=False,
        )

    (tmp_path / "inventory.csv").write_text(INVENTORY, "utf-8")
    (tmp_path / "kev.json").write_bytes(orjson.dumps(NEW))
    return ran


def test_an_inventory(run: Run) -> None:
    """Hosts worst first, what they are open to, what was not taken, how soon such flaws are used."""
    done = run("exposure", "inventory.csv")
    assert done.returncode == 1, done.stderr
    text = done.stdout
    assert text.index("EX01 ") < text.index("EX02 ") < text.index("EX06 ") < text.index("EX08 ")
    for part in (
        "Exchange 2016 CU19 Mar21SU",
        "ProxyNotShell CVE-2022-41040",
        "line 7    EX06: '15121762' looks like a build that a spreadsheet took",
        "line 4    ex01: this host is on line 3 too",
        "n = 7: median",
        "bias: ",
        "as of 2026-03-01",
        "the newest date of the inventory",
        "the tables of this pack do not cover Exchange 2010",
    ):
        assert part in text
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text


def test_json(run: Run) -> None:
    """Everything for machines, and it can be read back; only data is printed."""
    done = run("exposure", "inventory.csv", "--json", "--as-of", "2022-01-01")
    found = again(orjson.loads(done.stdout), FleetExposure)
    assert found.format == "indicia-exposure/1" and len(found.hosts) == 5
    assert {host.host for host in found.hosts} == {"EX01", "EX02", "EX04", "EX06", "EX08"}
    assert f"{found.as_of:%Y-%m-%d}" == "2022-01-01"
    assert any(fault.host == "EX08" and "after 2022-01-01" in fault.reason for fault in found.faults)


def test_verbose_names_each_flaw(run: Run) -> None:
    """With its reason."""
    done = run("exposure", "inventory.csv", "-v")
    assert "CVE-2021-28480" in done.stdout and "lacks Apr21SU" in done.stdout


def test_a_catalogue_given_and_kept(run: Run, tmp_path: Path) -> None:
    """A flaw that KEV knows and the pack does not is named, whether the catalogue is given or kept."""
    done = run("exposure", "inventory.csv", "--kev", "kev.json")
    assert "Known to KEV, unknown to this pack" in done.stdout and "CVE-2026-99999" in done.stdout
    assert "CVE-2026-99999" not in run("exposure", "inventory.csv").stdout
    (tmp_path / "kev.json.gz").write_bytes(gzip.compress(orjson.dumps(NEW)))
    done = run("knowledge", "update", "--from", "kev.json.gz")
    assert done.returncode == 0 and done.stdout.startswith("taken\tkev 2026.06.01\t2026-06-01")
    assert "CVE-2026-99999" in run("exposure", "inventory.csv").stdout
    listed = run("knowledge", "list").stdout.split("\t")
    assert listed[:3] == ["kev", "kev", "2026.06.01"] and listed[5] == "kev.json.gz"
    assert orjson.loads(run("knowledge", "list", "--json").stdout)[0]["version"] == "2026.06.01"
    assert run("knowledge", "update", "--from", str(tmp_path)).returncode == 0
    assert run("knowledge", "remove", listed[6]).returncode == 0
    assert run("knowledge", "remove", listed[6]).returncode == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ("exposure", "nowhere.csv"),
        ("exposure", "kev.json"),
        ("exposure", "data"),
        ("exposure", "inventory.csv", "--kev", "inventory.csv"),
        ("exposure", "inventory.csv", "--as-of", "soon"),
        ("knowledge", "update"),
        ("knowledge", "update", "--from", "inventory.csv"),
        ("knowledge", "update", "--from", "empty"),
        ("knowledge", "update", "--url", "http://example.test/kev.json"),
        ("knowledge", "remove", "abc"),
    ],
    ids=" ".join,
)
def test_what_goes_wrong_is_one_clear_line(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Exit code 4, never a traceback, never a defect."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "data").mkdir(exist_ok=True)
    done = run(*arguments)
    assert done.returncode == 4
    assert done.stderr and "Traceback" not in done.stderr and "defect" not in done.stderr


def test_a_case(run: Run, tmp_path: Path) -> None:
    """A case answers with what its evidence named: the build in the header, then the one in the path."""
    folder = tmp_path / "evidence" / "C" / "inetpub" / "logs" / "LogFiles" / "W3SVC1"
    folder.mkdir(parents=True)
    head = "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2021-03-01 00:00:00\n"
    fields = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip sc-status time-taken\n"
    rows = [
        f"2021-03-{day:02} 08:00:00 10.0.0.5 GET /owa/15.1.2106.{build}/scripts/boot.js - 443 - 10.0.0.9 200 5\n"
        for day, build in ((1, 2), (4, 2), (9, 13), (12, 13))
    ]
    (folder / "u_ex2103.log").write_text(head + fields + "".join(rows))
    assert run("scan", "evidence", "--case", "case", "-q").returncode in (0, 1, 2, 3)
    done = run("exposure", "case")
    assert "15.1.2106.13 Exchange 2016 CU18 Mar21SU" in done.stdout, done.stdout + done.stderr
    assert "15.1.2106.2 2021-03-01 08:00 to 2021-03-04 08:00 (web path)" in done.stdout
    found = orjson.loads(run("exposure", "case", "--json").stdout)["hosts"][0]["exposure"]
    patched = next(flaw for flaw in found["flaws"] if flaw["cve"] == "CVE-2021-26855")
    assert patched["state"] == "closed"
    note = next(clock["note"] for clock in patched["clocks"] if clock["clock"] == "patched here")
    assert note == "between 2021-03-04 08:00 and 2021-03-09 08:00"
    assert run("exposure", "case", "--as-of", "2021-01-01").returncode == 4
