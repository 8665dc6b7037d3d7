"""Builds in answered requests, exports, setup logs and program files."""

import io
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from indicia.config import Limits
from indicia.detection.analyses.common.builds_seen import builds_seen
from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.builds import logs
from indicia.detection.builds.files import NamedBuildFiles, version_of
from indicia.detection.builds.logs import NamedBuilds
from indicia.detection.builds.naming import DETECTOR, build_seen
from indicia.detection.builds.runs import runs_seen
from indicia.detection.extracts import Extracts, extract_path
from indicia.evidence.exports.registry import read_registry
from indicia.evidence.text.exchange.reading import read_exchange_log
from indicia.evidence.text.logs.log import read_log
from indicia.evidence.text.web.iis import IisForm
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Evidence, Kind, Locator
from indicia.model.exposure import BuildOrigin, Precision
from indicia.model.record import Record
from indicia.tables.batch import Ledger, Rows

FIELDS = "date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) cs(Referer) sc-status"
START = datetime(2021, 3, 1, tzinfo=UTC)
WRITTEN = (
    b"/owa/15.1.2106.2/x.js", b"/OWA/auth/15.1.2106/", b"Office/15.0.1/", b"/ecp/15.2.330.4/", b"/owa/prem/15.2.330.4/",
    b"z /15.1.2106.2/", b"x/owa/15.1/",
)  # fmt: skip


def evidence(kind, size=0):
    """A file of a kind."""
    return Evidence(sha256="0" * 64, size=size, path="x.log", scope="x", kind=kind)


def row(minutes, stem, status=200, referer="-", query="-"):
    """One request."""
    return f"{START + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S} GET {stem} {query} 10.0.0.1 x {referer} {status}\n"


def in_iis(*rows):
    """(build, minutes, precision) of every place in a web log."""
    data = f"#Fields: {FIELDS}\n{''.join(rows)}".encode()
    file = evidence(Kind.IIS, len(data))
    ledger = Ledger(size=len(data), path="x", sha256="0" * 64)
    seen = told(file, read_log(io.BytesIO(data), ledger, Limits(), IisForm("iis")))
    return [(item.build, (item.time - START).seconds // 60, item.precision) for item in seen]


def told(file, batches):
    """What a log leaves, read again."""
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "reading"
        with Extracts(stem) as extracts:
            begun = NamedBuilds().start(file, extracts)
            assert not [item for batch in batches for item in begun.feed(batch)]
            begun.close()
        return list(runs_seen([extract_path(stem, name) for name in extracts.names]))


FULL, CU = Precision.FULL, Precision.CU_ONLY


def test_a_change_is_bounded_on_both_sides() -> None:
    """The last request to the old build and the first to the new one are kept, to the minute."""
    rows = [row(minute, "/owa/15.1.2106.2/scripts/boot.js") for minute in range(30)]
    rows += [row(30 + minute, "/owa/auth/logon.aspx") for minute in range(10)]
    rows += [row(40 + minute, "/ecp/15.1.2106.13/themes/x.css", 304) for minute in range(30)]
    assert in_iis(*rows) == [
        ("15.1.2106.2", 0, FULL),
        ("15.1.2106.2", 29, FULL),
        ("15.1.2106.13", 40, FULL),
        ("15.1.2106.13", 69, FULL),
    ]


def test_the_sign_in_page_names_the_cumulative_update() -> None:
    """Its folder has three numbers."""
    assert in_iis(row(5, "/owa/auth/15.1.2176/themes/x.png")) == [("15.1.2176.0", 5, CU)]


@pytest.mark.parametrize(
    "line",
    [
        row(1, "/owa/15.1.2106.13/x.js", 404),
        row(1, "/owa/15.1.2106.13/x.js", 302),
        row(1, "/owa/auth/logon.aspx", referer="https://mail.example.test/owa/15.1.2106.13/x.js"),
        row(1, "/owa/auth/logon.aspx", query="url=/owa/15.1.2106.13/x.js"),
        row(1, "/other/15.1.2106.13/x.js"),
        row(1, "/owa/15.1.2106.13.x/x.js"),
        row(1, "/owa/x15.1.2106.13/x.js"),
    ],
    ids=["not-found", "redirect", "referer", "query", "elsewhere", "longer", "other-name"],
)
def test_look_alikes(line) -> None:
    """Nobody names a build by guessing, and only the path of an answered request counts."""
    assert in_iis(line) == []
    assert len(in_iis(line, row(2, "/owa/15.1.2106.2/x.js"))) == 1


def test_guesses_between_answers_do_not_hide_a_change() -> None:
    """A scanner that tries every build is not answered; those that are stay visible."""
    rows = [row(0, "/owa/15.1.2106.2/x.js")]
    rows += [row(1, f"/owa/15.1.{2000 + number}.1/x.js", 404) for number in range(100)]
    rows += [row(2, "/owa/15.1.2106.13/x.js")]
    assert [build for build, _, _ in in_iis(*rows)] == ["15.1.2106.2", "15.1.2106.13"]


def test_a_long_log_names_a_build_twice() -> None:
    """The first and the last time, whatever lies between."""
    rows = [row(minute, "/owa/15.1.2106.2/x.js") for minute in range(1400)]
    assert in_iis(*rows) == [("15.1.2106.2", 0, FULL), ("15.1.2106.2", 1399, FULL)]


def test_a_build_that_comes_back() -> None:
    """Runs are kept apart: what was served again after another build shows as a run of its own."""
    builds = ("15.1.2106.2", "15.1.2106.13", "15.1.2106.2")
    rows = [row(10 * at + minute, f"/owa/{build}/x.js") for at, build in enumerate(builds) for minute in range(5)]
    assert [(build, minute) for build, minute, _ in in_iis(*rows)] == [
        (build, 10 * at + minute) for at, build in enumerate(builds) for minute in (0, 4)
    ]


def test_httpproxy() -> None:
    """Exchange's own log of the front end names the path and the status too."""
    text = (
        "#Software: Microsoft Exchange Server\n#Version: 15.01.2106.002\n#Log-type: HttpProxy Logs\n"
        "#Date: 2021-03-01T00:00:00.000Z\n#Fields: DateTime,UrlStem,HttpStatus\n"
        "2021-03-01T00:05:00.000Z,/owa/15.1.2106.2/x.js,200\n2021-03-01T00:06:00.000Z,/owa/15.1.2106.13/x.js,404\n"
    )
    data = text.encode()
    file = evidence(Kind.HTTPPROXY, len(data))
    ledger = Ledger(size=len(data), path="x", sha256="0" * 64)
    (seen,) = told(file, read_exchange_log(io.BytesIO(data), file, ledger, Limits()))
    assert (seen.build, seen.origin, seen.time) == ("15.1.2106.2", BuildOrigin.WEB_PATH, START + timedelta(minutes=5))
    assert seen.place == "x.log, line 6"


def record(table, **fields):
    """One row of a table."""
    at = Locator(sha256="0" * 64, offset=0, length=1)
    return Record(table=table, source="x", time=None, host=None, at=at, fields=fields, raw="")


def in_rows(*records):
    """Sightings in a table."""
    begun = NamedBuilds().start(evidence(Kind.PLAIN), Extracts(None))
    return list(begun.feed(Rows(table=records[0].table, records=list(records))))


def test_exports() -> None:
    """AdminDisplayVersion names the cumulative update, the file version of ExSetup the update level."""
    rows = [
        record("exported", Class="ExchangeServer", Name="MXS01", AdminDisplayVersion="Version 15.1 (Build 2176.2)"),
        record("exported", Class="ApplicationInfo", Name="ExSetup.exe", FileVersion="15.01.2176.009"),
        record("exported", Class="ApplicationInfo", Name="Other.exe", FileVersion="15.01.2176.009"),
        record("exported", Class="ExchangeServer", Name="MXS01", AdminDisplayVersion="unknown"),
    ]
    seen = [build_seen(item, "x") for item in in_rows(*rows)]
    assert [(item.build, item.precision) for item in seen] == [("15.1.2176.2", CU), ("15.1.2176.9", FULL)]
    assert all(item.origin is BuildOrigin.EXPORT for item in seen)


def test_the_setup_key() -> None:
    """The registry names the installed product, in four values of one key."""
    text = (
        "Windows Registry Editor Version 5.00\r\n\r\n"
        "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Setup]\r\n"
        '"MsiProductMajor"=dword:0000000f\r\n"MsiProductMinor"=dword:00000001\r\n'
        '"MsiBuildMajor"=dword:00000880\r\n"MsiBuildMinor"=dword:00000002\r\n'
    )
    for key, expected in (("Setup", 1), ("Other", 0)):
        data = text.replace("Setup", key).encode()
        file = evidence(Kind.REGISTRY, len(data))
        ledger = Ledger(size=len(data), path="x", sha256="0" * 64)
        begun = NamedBuilds().start(file, Extracts(None))
        batches = list(read_registry(io.BytesIO(data), file, ledger, Limits()))
        seen = [build_seen(item, "x") for batch in batches for item in begun.feed(batch)]
        assert len(seen) == expected
    assert not in_rows(record("exported", Class="RegistryValue", Key="x", Value="MsiBuildMajor", Data=1))
    begun = NamedBuilds().start(evidence(Kind.REGISTRY), Extracts(None))
    key = "HKLM\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Setup"
    numbers = {"MsiProductMajor": 15, "MsiProductMinor": 1, "MsiBuildMajor": 2176, "MsiBuildMinor": 2}
    rows = [record("exported", Class="RegistryValue", Key=key, Value=name, Data=data) for name, data in numbers.items()]
    (sighting,) = begun.feed(Rows(table="exported", records=rows))
    found = build_seen(sighting, "x")
    assert (found.build, found.precision, found.origin) == ("15.1.2176.2", CU, BuildOrigin.REGISTRY)


def view(host, *sightings):
    """A host that holds sightings."""
    seen = [Seen(sighting=item, evidence=evidence(Kind.PLAIN)) for item in sightings]
    return HostView(host=host, picked={DETECTOR: seen}, pack=load_pack(), newest=None)


def test_an_export_lists_other_servers_too() -> None:
    """Only the row of the host itself counts, by its short name."""
    rows = [
        record("exported", Name=name, AdminDisplayVersion=f"Version 15.1 (Build {build})")
        for name, build in (("MXS01", "2176.2"), ("MXS02", "2106.2"))
    ]
    found = builds_seen(view("mxs01.corp.example", *in_rows(*rows)))
    assert [item.build for item in found] == ["15.1.2176.2"]
    assert builds_seen(view("other", *in_rows(*rows))) == ()
    assert [item.build for item in builds_seen(view("unnamed", *in_rows(rows[1])))] == ["15.1.2106.2"]


SETUP = b"""\
[03/09/2021 18:01:02.0123] [0] Setup version: 15.1.2106.2.
[03/09/2021 18:05:02.0123] [1] [ERROR] Something failed.
[03/09/2021 19:01:02.0123] [0] Setup version: 15.1.2176.2.
[03/09/2021 19:31:02.0123] [0] The Exchange Server setup operation completed successfully.
[03/09/2021 20:31:02.0123] [0] The Exchange Server setup operation completed successfully.
[99/99/2021 20:31:02.0123] [0] Setup version: 15.1.2242.4.
[99/99/2021 20:32:02.0123] [0] The Exchange Server setup operation completed successfully.
"""


def look(name, data):
    """What the file consumer says of a file."""
    file = replace(record("file", Name=name, Path=f"C:\\{name}", Size=len(data)), source="fs")
    return NamedBuildFiles().look(file, lambda: io.BytesIO(data))


def test_a_setup_that_was_brought_to_its_end() -> None:
    """Setup names the build it brings; one that was not finished changed nothing that is known."""
    seen = [build_seen(item, "x") for item in look("ExchangeSetup.log", SETUP).sightings]
    assert [(item.build, item.time) for item in seen] == [("15.1.2176.2", datetime(2021, 3, 9, 19, 31, 2, tzinfo=UTC))]
    assert look("Other.log", SETUP).sightings == ()
    assert look("ExchangeSetup.log", b"\x00" * 99 + b"[").sightings == ()


def test_the_version_of_the_program() -> None:
    """The fixed part of its version resource holds the numbers; a program without one names nothing."""
    version = b"\xbd\x04\xef\xfe\x00\x00\x01\x00" + (1 << 0 | 15 << 16).to_bytes(4, "little")
    program = b"MZ" + b"\x00" * 64 + version + (2176 << 16 | 9).to_bytes(4, "little")
    assert version_of(program) == "15.1.2176.9"
    (sighting,) = look("ExSetup.exe", program).sightings
    seen = build_seen(sighting, "x")
    assert (seen.build, seen.time, seen.origin) == ("15.1.2176.9", None, BuildOrigin.PROGRAM_FILE)
    assert version_of(program[:-3]) is None
    assert look("ExSetup.exe", b"MZ").sightings == ()
    assert look("other.exe", program).sightings == ()


@given(st.lists(st.sampled_from(WRITTEN), max_size=60), st.sampled_from([0, 20, 100]))
def test_folders_are_found_with_and_without_an_automaton(pieces, stride):
    """Where it is not installed, and where there are too many, one after the other is searched for."""
    text = b" ".join(pieces)
    found = list(logs._places(text, stride))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logs, "_MOST_HITS", 0)
        assert list(logs._places(text, stride)) == found
        patch.setattr(logs, "HYPERSCAN", False)
        assert list(logs._places(text, stride)) == found
    if stride == 0:
        assert len(found) == sum(piece.startswith(b"/") for piece in pieces)
