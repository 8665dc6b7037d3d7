"""The budget of false alarms: on what is known to be clean, no finding is above low.

Every detector that Indicia brings is put to it, through the whole way from files to findings.
"""

import csv
import io
import itertools
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.packs.exchange.benign_pages import COUNT, pages

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import Ruleset, load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge import load_pack
from indicia.model.assessment import Result, Verdict
from indicia.model.finding import Finding, Severity
from indicia.pipeline.scan import Order, scan

BUILDS = 123
"""Clean installations whose front ends were listed in March 2021."""
INSTALL = "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\"
ATTACKED = {"Tunna_rdp_tunnel_IIS.log"}
"""Recordings among the samples that hold an attack."""


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    """The pack with its advisories, and all analyses."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


def scanned(folder: Path, case: Path, ruleset: Ruleset, *more: Path) -> Result:
    """Scan collections."""
    return scan(Order(arguments=(folder, *more)), Case.create(case), ruleset)


def above_low(result: Result) -> list[str]:
    """Findings that break the budget."""
    return [told(finding) for finding in result.findings if finding.severity > Severity.LOW]


def told(finding: Finding) -> str:
    """A finding for whoever reads that the budget broke."""
    return f"{finding.severity.name} {finding.detector}: {finding.summary} ({finding.exhibits[0].path})"


def compromised(result: Result) -> list[str]:
    """Hosts with a verdict that no clean server may get."""
    calm = (Verdict.NONE_SEEN, Verdict.CANNOT_TELL, Verdict.PROBED)
    return [host.host for host in result.hosts if host.verdict not in calm]


def test_a_clean_exchange_2016_server(corpora, tmp_path, ruleset):
    """Its configuration, its web.config files, and what Get-* commands say of it."""
    (path,) = (corpora / "exchange-config").glob("*.zip")
    result = scanned(path, tmp_path / "case", ruleset)
    assert len(result.evidence) > 30
    assert above_low(result) == []
    assert compromised(result) == []


@pytest.mark.parametrize("folder", ["iis-logs", "exchange-logs"])
def test_recorded_logs(corpora, tmp_path, ruleset, folder):
    """Logs of IIS and Exchange that hold no attack."""
    mine = tmp_path / "logs"
    mine.mkdir()
    count = 0
    for number, log in enumerate(sorted((corpora / folder).rglob("*.[lL][oO][gG]"))):
        if log.name not in ATTACKED:
            count += 1
            (mine / f"{number}-{log.name}").write_bytes(log.read_bytes())
    assert count >= 10
    result = scanned(mine, tmp_path / "case", ruleset)
    assert sum(line.account.count for line in result.evidence) > 10
    assert above_low(result) == []
    assert compromised(result) == []


def test_the_samples_hold_what_their_manifest_says(corpora):
    """Whatever is marked as an attack is left out above, and nothing else."""
    listed = json.loads((corpora / "manifest.json").read_bytes())["files"]
    marked = {
        Path(entry["path"]).name
        for entry in listed
        if entry["path"].startswith(("iis-logs/", "exchange-logs/")) and "malicious" in (entry.get("labels") or {})
    }
    assert marked == ATTACKED


def test_harmless_pages(tmp_path, ruleset):
    """101 pages of intranets: uploads, error pages, web services, handlers, PHP; nothing of them is above low."""
    root = tmp_path / "triage/C/inetpub/wwwroot"
    made = list(pages())
    assert len({text for _, text in made}) == len(made) == COUNT
    for name, text in made:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    result = scanned(tmp_path / "triage", tmp_path / "case", ruleset)
    assert len(result.evidence) == COUNT
    assert above_low(result) == []
    assert compromised(result) == []


def test_harmless_pages_are_really_looked_at(tmp_path, ruleset):
    """The same way with a page that runs what a request says: the budget above is not kept by looking away."""
    file = tmp_path / "triage/C/inetpub/wwwroot/intranet/OrdersJobs.aspx"
    file.parent.mkdir(parents=True)
    text = dict(pages())["intranet/OrdersJobs.aspx"]
    file.write_text(text.replace('@"D:\\Apps\\Orders\\Export.exe", "/nightly"', '"cmd.exe", Request["orderId"]'))
    assert "cmd.exe" in file.read_text()
    assert above_low(scanned(tmp_path / "triage", tmp_path / "case", ruleset))


def builds() -> Iterator[list[tuple[str, str]]]:
    """(path, SHA-256) of the scripts of each installation: every listed hash comes in one of them."""
    known = load_pack().baseline.hashes
    for number in range(BUILDS):
        yield [(path, sorted(hashes)[number % len(hashes)]) for path, hashes in sorted(known.items())]


def test_every_clean_build(tmp_path, ruleset):
    """123 front ends as lists of files with hashes, all hashes of the baseline among them."""
    made = list(builds())
    assert {pair for build in made for pair in build} == {
        (path, digest) for path, hashes in load_pack().baseline.hashes.items() for digest in hashes
    }
    collections = []
    for number, build in enumerate(made):
        folder = tmp_path / f"EX{number:03}"
        folder.mkdir()
        out = io.StringIO()
        rows = csv.writer(out, lineterminator="\r\n")
        rows.writerow(("FullName", "SHA256", "LastWriteTimeUtc"))
        rows.writerows((INSTALL + path, digest, "2020-06-01T10:00:00Z") for path, digest in build)
        (folder / "files.csv").write_text(out.getvalue())
        collections.append(folder)
    result = scanned(collections[0], tmp_path / "case", ruleset, *collections[1:])
    assert len(result.hosts) == BUILDS
    assert sum(line.account.count for line in result.evidence) == BUILDS * len(made[0])
    assert above_low(result) == []
    assert compromised(result) == []


def test_a_changed_front_end_is_seen(tmp_path, ruleset):
    """One other hash among those of a clean build, and one file more: both are told."""
    build = [*next(builds()), ("frontend\\httpproxy\\owa\\auth\\help.aspx", "a" * 64)]
    build[5] = (build[5][0], "b" * 64)
    lines = [f"{INSTALL}{path},{digest}" for path, digest in build]
    (tmp_path / "one").mkdir()
    (tmp_path / "one/files.csv").write_text("\n".join(("FullName,SHA256", *lines)))
    found = above_low(scanned(tmp_path / "one", tmp_path / "case", ruleset))
    assert any("help.aspx" in line for line in found)


def test_the_clean_server_in_an_archive_is_the_same(corpora, tmp_path, ruleset):
    """Unpacked or not, the export of the clean server keeps the budget."""
    (path,) = (corpora / "exchange-config").glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        for member in itertools.islice(archive.infolist(), 60):
            archive.extract(member, tmp_path / "open")
    assert above_low(scanned(tmp_path / "open", tmp_path / "case", ruleset)) == []
