"""Files become sightings that explain themselves, and the analysis makes findings of them."""

import sys
from datetime import UTC, datetime

import pytest

from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.analyses.planting.web_shell_content import judge
from indicia.detection.webshell.files import DETECTOR, WebShellFiles
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Evidence, Kind
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage

PAGE = b'<%@ Page Language="Jscript"%>\n<% inert look alike;\neval(Request.Item["n1"], "unsafe"); %>'


def _findings(row, *files: tuple[bytes, str]) -> list[Finding]:
    """What the analysis says of these files, through the consumer."""
    picked = []
    for data, path in files:
        record, content = row(data, path)
        evidence = Evidence(
            sha256=record.at.sha256, size=len(data), path=path, scope="c", kind=Kind.PLAIN, original=path
        )
        picked += [Seen(sighting=found, evidence=evidence) for found in WebShellFiles().look(record, content).sightings]
    view = HostView(
        host="mx.example.test", picked={DETECTOR: picked}, pack=load_pack(), newest=datetime(2021, 3, 3, tzinfo=UTC)
    )
    return list(judge(view))


def test_a_sighting_explains_itself(row) -> None:
    """Source, sink, line and way are fields; looking again gives the same."""
    record, content = row(PAGE)
    seen = WebShellFiles().look(record, content)
    (sighting,) = seen.sightings
    fields = sighting.record.fields
    assert sighting.detector == "web-shell-content"
    assert fields["ShellSource"] == 'Request.Item["n1"]'
    assert fields["ShellSink"] == 'eval(Request.Item["n1"], "unsafe")'
    assert fields["ShellLine"] == 3
    assert fields["ShellPath"] == ('line 3: Request.Item["n1"] → line 3: eval(Request.Item["n1"], "unsafe")',)
    assert (fields["ShellSeverity"], fields["ShellConfidence"]) == ("critical", "conclusive")
    assert set(sighting.matched) <= set(fields)
    assert "Content" not in fields
    assert not seen.faults
    assert WebShellFiles().look(record, content) == seen


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b"", r"C:\inetpub\wwwroot\x.aspx"),
        (PAGE, r"C:\inetpub\logs\u_ex210303.log"),
        (PAGE, r"C:\rules\webshells.yar"),
        (b"<% Response.Write(1) %>", r"C:\inetpub\wwwroot\x.aspx"),
    ],
)
def test_other_files_are_passed_over(row, data: bytes, path: str) -> None:
    """Empty files, logs, rules, harmless pages."""
    record, content = row(data, path)
    assert not WebShellFiles().look(record, content).sightings


def test_known_files_are_not_looked_at(row) -> None:
    """A hash known to be harmless is believed."""
    record, content = row(PAGE)
    assert not WebShellFiles(known={record.at.sha256}).look(record, content).sightings


def test_a_cut_is_a_fault(row) -> None:
    """What was not looked at to its end says so, with the path."""
    record, content = row(PAGE + b"\n" * (5 * 2**20))
    (fault,) = WebShellFiles().look(record, content).faults
    assert fault == r"web shell analysis of C:\inetpub\wwwroot\x.aspx: only the first 4 MiB were looked at"


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        (r"C:\inetpub\wwwroot\aspnet_client\x.aspx", Stage.IMPLANTED),
        (r"D:\sites\shop\x.aspx", Stage.IMPLANTED),
        (r"C:\inetpub\wwwroot\x.jpg", Stage.IMPLANTED),
        (r"C:\Users\a\Downloads\x.txt", None),
    ],
)
def test_the_place_decides_the_stage(row, path: str, stage: Stage | None) -> None:
    """Implanted where a server would run it; elsewhere the severity stays, the stage does not."""
    (finding,) = _findings(row, (PAGE, path))
    assert finding.stage is stage
    assert (finding.severity, finding.confidence) == (Severity.CRITICAL, Confidence.CONCLUSIVE)
    assert finding.presence is Presence.PRESENT
    assert finding.tests == (("WS-12",) if stage else ())
    assert 'line 3: eval(Request.Item["n1"], "unsafe")' in finding.summary
    assert finding.techniques == ("T1505.003",)


def test_equal_files_are_one_finding(row) -> None:
    """Copies are counted, and each path is an object; the served one is shown."""
    (finding,) = _findings(row, (PAGE, r"C:\Temp\x.txt"), (PAGE, r"C:\inetpub\wwwroot\owa.aspx"))
    assert finding.count == 2
    assert finding.objects == (r"c:\temp\x.txt", r"c:\inetpub\wwwroot\owa.aspx", "/owa.aspx")
    assert finding.stage is Stage.IMPLANTED
    assert "owa.aspx (2 equal files)" in finding.summary


def test_hidden_code_is_named(row) -> None:
    """A decoded layer brings the technique of hiding and a sentence."""
    page = b"<?php inert look alike; eval(base64_decode('QGV2YWwoJF9QT1NUWydhJ10pOw=='));"
    (finding,) = _findings(row, (page, r"C:\www\x.php"))
    assert finding.techniques == ("T1505.003", "T1027")
    assert "Text in it was hidden: decoded by base64_decode." in finding.summary


def test_a_weaker_reason_answers_no_test(row) -> None:
    """Code that could not be read supports others and answers nothing."""
    page = b"<?php inert look alike; eval(unknown_cipher('" + b"Zk9x" * 40 + b"'));"
    (finding,) = _findings(row, (page, r"C:\www\x.php"))
    assert (finding.severity, finding.confidence, finding.tests) == (Severity.MEDIUM, Confidence.MODERATE, ())


def test_exchange_configuration_is_silent(corpora, row) -> None:
    """The configuration files of a sound Exchange server give nothing."""
    import zipfile

    archive = corpora / "exchange-config" / "css-exchange-healthchecker-E16.zip"
    if not archive.is_file():
        pytest.skip("the recorded Exchange configuration is not on this machine")
    with zipfile.ZipFile(archive) as files:
        for name in files.namelist():
            record, content = row(files.read(name), "C:\\" + name.replace("/", "\\"))
            assert not WebShellFiles().look(record, content).sightings, name


def test_a_script_that_is_too_large_is_not_called_clean(row) -> None:
    """What stands behind the limit was not looked at, which is said; a large text that no server runs needs no word."""
    harmless = b"<%@ Page %>\n<p>text</p>\n" + b" " * (4 * 2**20)
    record, content = row(harmless + PAGE)
    seen = WebShellFiles().look(record, content)
    assert not seen.sightings
    (fault,) = seen.faults
    assert "only the first 4 MiB" in fault
    record, content = row(harmless, "C:\\data\\notes.txt")
    assert WebShellFiles().look(record, content).faults == ()


def test_a_page_that_meets_a_defect_is_a_fault_and_no_more(row) -> None:
    """It ends nobody's scan, and is not taken for clean: here the reader has no room for the calls it makes."""
    record, content = row(PAGE)
    assert WebShellFiles().look(record, content).sightings
    limit, frame, depth = sys.getrecursionlimit(), sys._getframe(), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    sys.setrecursionlimit(depth + 16)
    try:
        seen = WebShellFiles().look(record, content)
    finally:
        sys.setrecursionlimit(limit)
    assert not seen.sightings
    (fault,) = seen.faults
    assert "not followed to its end (RecursionError" in fault and "look at the page yourself" in fault
