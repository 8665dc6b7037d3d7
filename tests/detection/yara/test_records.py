"""What is packed into log records comes out, found by cheap texts, and only there."""

import base64
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indicia.config import Limits
from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.engine import Engine
from indicia.detection.extracts import Extracts
from indicia.detection.yara.records import ENCODED_CONTENT, YaraLayers, record_layers
from indicia.detection.yara.rules import YaraSet
from indicia.evidence.events.evtx import reading  # noqa: F401 - files its reader
from indicia.evidence.readers import reader_of
from indicia.evidence.text.web import iis  # noqa: F401 - files its reader
from indicia.model.evidence import Evidence, Kind, Locator
from indicia.model.record import Record, Sighting
from indicia.tables.batch import Batch, Ledger

Load = Callable[..., YaraSet]
SAMPLES = "evtx-attack-samples"
RULES = {
    "a.yar": 'rule domain { strings: $a = "[AppDomain]::" $b = "inert look-alike" condition: any of them }\n'
    "rule anything { strings: $a = /./s condition: $a }"
}


def evidence(size: int, kind: Kind) -> Evidence:
    return Evidence(sha256="0" * 64, size=size, path="log", scope="c", kind=kind)


def batches(path: Path, kind: Kind) -> Iterator[Batch]:
    read = reader_of(kind)
    assert read is not None
    size = path.stat().st_size
    with path.open("rb") as stream:
        yield from read(stream, evidence(size, kind), Ledger(size=size, path="log", sha256="0" * 64), Limits())


def event(**fields: str) -> Sighting:
    record = Record(
        table="win_event",
        source="Microsoft-Windows-Sysmon/Operational",
        time=None,
        host=None,
        at=Locator(sha256="0" * 64, offset=7, length=100),
        fields=fields,
        raw="raw",
    )
    return Sighting(detector=ENCODED_CONTENT.id, record=record)


def test_a_real_recording_gives_up_its_script(corpora: Path, load: Load) -> None:
    """The script that PsExec started, gzip inside base64, is found in the command line and in the service's value."""
    path = next((corpora / SAMPLES).rglob("LM_sysmon_psexec_smb_meterpreter.evtx"))
    seen = YaraLayers(load(RULES)).start(evidence(path.stat().st_size, Kind.EVTX), Extracts(None))
    assert seen is not None
    scan = Engine([ENCODED_CONTENT]).start()
    found = [hit for batch in batches(path, Kind.EVTX) for picked in scan.feed(batch) for hit in seen.see(picked)]
    hits = [hit for hit in found if hit.detector == "yara:rules/a.yar/domain"]
    assert {hit.record.fields["EventID"] for hit in hits} == {1, 13}
    assert {hit.record.fields["Layer"] for hit in hits} == {"base64 → gzip"}
    assert "function" in str(hits[0].record.fields["LayerText"])
    assert hits[0].record.raw
    assert hits[0].matched == ("YaraRule", "YaraStrings", "Layer", "LayerText")
    assert not seen.faults


def test_the_filter_loses_no_record(corpora: Path) -> None:
    """On every recording the selector picks the same records with the filter and without."""
    picked: list[list[tuple[str, int]]] = []
    for engine in (Engine([ENCODED_CONTENT]), Engine([ENCODED_CONTENT], prefilter=False)):
        picked.append([])
        for path in sorted((corpora / SAMPLES).rglob("*.evtx"))[:60] + sorted(
            (corpora / SAMPLES).rglob("*psexec*.evtx")
        ):
            scan = engine.start()
            for batch in batches(path, Kind.EVTX):
                picked[-1].extend((path.name, hit.record.at.offset) for hit in scan.feed(batch))
    assert picked[0] == picked[1]
    assert picked[0]


def test_every_route_has_texts_to_look_for() -> None:
    """No log has to be decoded whole for the selector."""
    assert not Engine([ENCODED_CONTENT]).always


@pytest.mark.parametrize(
    "query",
    [
        "x=" + base64.b64encode(b'<%@ Page Language="none" an inert look-alike %').decode(),
        "x=%3C%25%40%20an%20inert%20look-alike%20%3E",
        "x=" + base64.b64encode(gzip.compress(b"inert look-alike of a script", mtime=0)).decode().replace("+", "%2B"),
    ],
)
def test_content_in_a_web_request_is_found(tmp_path: Path, load: Load, query: str) -> None:
    """A page packed into the query of a request is taken out of an IIS log."""
    head = "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n"
    fields = "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip sc-status\r\n"
    rows = [
        "2021-03-03 10:00:00 GET /owa/auth/logon.aspx replaceCurrent=1 192.0.2.1 200",
        f"2021-03-03 10:00:01 GET /owa/auth/logon.aspx {query} 192.0.2.2 200",
    ]
    (tmp_path / "u_ex.log").write_text(head + fields + "\r\n".join(rows) + "\r\n")
    seen = YaraLayers(load(RULES)).start(evidence(1, Kind.IIS), Extracts(None))
    assert seen is not None
    scan = Engine([ENCODED_CONTENT]).start()
    found = [
        hit for batch in batches(tmp_path / "u_ex.log", Kind.IIS) for pick in scan.feed(batch) for hit in seen.see(pick)
    ]
    assert "yara:rules/a.yar/domain" in {hit.detector for hit in found}
    assert {hit.record.fields["c-ip"] for hit in found} == {"192.0.2.2"}


@pytest.mark.parametrize("switch", ["-e", "-ec", "-enc", "-EncodedCommand", "/enco", "–e", "-eNcOdEd"])
def test_every_spelling_of_encoded_command_is_picked(switch: str) -> None:
    """PowerShell takes any abbreviation and four kinds of dash."""
    argument = base64.b64encode("Get-Date # an inert look-alike".encode("utf-16-le")).decode()
    assert picked(f"powershell.exe -nop {switch} {argument}")
    assert not picked(f"powershell.exe -nop {switch} short")
    assert not picked(f"notepad.exe {switch} {argument}")


def picked(line: str) -> bool:
    return compile_condition(ENCODED_CONTENT.bindings[0].condition)({"CommandLine": line})


def test_each_rule_shows_once_for_a_record_and_keeps_it(load: Load) -> None:
    """A record with the same content in two fields gives one sighting of a rule, under the record's own place."""
    packed = base64.b64encode(b"an inert look-alike of a script").decode()
    seen = YaraLayers(load(RULES)).start(evidence(1, Kind.EVTX), Extracts(None))
    assert seen is not None
    picked = event(CommandLine=f"x {packed}", ParentCommandLine=f"y {packed}")
    found = list(seen.see(picked))
    assert [hit.detector for hit in found] == ["yara:rules/a.yar/domain", "yara:rules/a.yar/anything"]
    assert found[0].record.at == picked.record.at
    assert found[0].record.raw == "raw"
    assert not list(seen.see(Sighting(detector="other", record=picked.record)))


def test_too_many_layers_and_rules_that_do_not_end_are_faults(load: Load) -> None:
    """What was not looked at is counted, record by record."""
    many = " ".join(base64.b64encode(b"a text of some length, number %d" % number).decode() for number in range(40))
    seen = YaraLayers(load(RULES)).start(evidence(1, Kind.EVTX), Extracts(None))
    assert seen is not None
    list(seen.see(event(CommandLine=many)))
    assert seen.faults == ["1 records hold more than 16 encoded parts (limit); the first were looked at"]
    loop = "rule loop { condition: filesize > 30 and for all i in (0..100000000000) : (i * i != 3) }"
    slow = YaraLayers(load({"a.yar": loop}), seconds=1).start(evidence(1, Kind.EVTX), Extracts(None))
    assert slow is not None
    assert not list(slow.see(event(CommandLine=base64.b64encode(b"a text of some length, and more").decode())))
    assert slow.faults == ["YARA did not come to an end within 1 s, in encoded parts of 1 records"]


def test_layers_are_of_use_without_rules() -> None:
    """The layers of a record come out by themselves; without rules no log is looked at."""
    packed = base64.b64encode(b"an inert look-alike of a script").decode()
    assert [layer.name for layer in record_layers(event(A=packed, B=packed).record)] == ["base64"]
