"""MISP, OCSF, SARIF, CSV: other people's readers take them, and the loss report is exactly what reading lacks."""

import csv
import io
import tracemalloc
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, datetime

import jsonschema
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from materials import FINDINGS, bare, case, everything, export, listed
from msgspec.structs import replace
from py_ocsf_models.events.findings.detection_finding import DetectionFinding
from pymisp import MISPEvent
from results import rich
from sarif_pydantic import Sarif

from indicia.model.finding import Confidence, Exhibit, Finding, Presence, Stage, Suppression
from indicia.sharing.as_csv import again_csv, write_csv
from indicia.sharing.loss import Loss
from indicia.sharing.material import Material
from indicia.sharing.misp import again_misp, write_misp
from indicia.sharing.ocsf import SCHEMA, again_ocsf, write_ocsf
from indicia.sharing.sarif import again_sarif, write_sarif
from indicia.sharing.stix.again import read_again
from indicia.sharing.stix.write import write_stix
from indicia.sharing.tree import tree

FORMS = {
    "misp": (write_misp, again_misp),
    "ocsf": (write_ocsf, again_ocsf),
    "sarif": (write_sarif, again_sarif),
    "csv": (write_csv, again_csv),
}
EVERY = {"stix": write_stix, **{name: write for name, (write, _) in FORMS.items()}}


def _counted(findings: Collection[Finding], again: Iterator[tuple[str, object]]) -> tuple[object, ...]:
    """What is missing in what was read, counted anew."""
    loss = Loss()
    back = [got for kind, got in again if kind == "finding"]
    for finding, got in zip(findings, back, strict=True):
        loss.tell("finding", tree(finding), got)
    return loss.members


@pytest.mark.parametrize("name", FORMS)
def test_what_is_named_lost_is_what_reading_lacks(name) -> None:
    """Of an invented case: read out of the bytes, compared anew, member by member."""
    write, again = FORMS[name]
    material = everything()
    data, loss = export(write, material)
    told = tuple(one for one in loss.members if one.kind == "finding")
    assert told == _counted(material.cases[0].findings, again(data))
    assert told
    assert "summary" not in {one.member for one in told}


@pytest.mark.parametrize("name", FORMS)
@given(finding=FINDINGS)
@settings(max_examples=25, deadline=None)
def test_the_same_for_any_finding(name, finding) -> None:
    """Also where texts are cut, escaped or cannot be written."""
    write, again = FORMS[name]
    data, loss = export(write, Material(cases=(bare((finding,)),)))
    told = tuple(one for one in loss.members if one.kind == "finding")
    assert told == _counted((finding,), again(data))


@pytest.mark.parametrize("name", EVERY)
def test_the_same_material_gives_the_same_bytes(name) -> None:
    """Of every format."""
    assert export(EVERY[name], everything())[0] == export(EVERY[name], everything())[0]


@pytest.mark.parametrize("name", FORMS)
def test_what_is_not_carried_is_counted(name) -> None:
    """Servers, faults, the case: all of them, none forgotten."""
    material = everything()
    _, loss = export(FORMS[name][0], material)
    found = {kind: (number, absent) for kind, number, absent in loss.objects}
    assert found["host"] == (1, 1)
    assert found["finding"] == (len(material.cases[0].findings), 0)
    assert found["claim"][0] == 3
    assert found["stance"][0] == 5


def test_misp_takes_the_event() -> None:
    """Objects, tags, reports; `to_ids` only where the pattern is exact."""
    planted = replace(
        rich().findings[0],
        id="F91",
        stage=Stage.IMPLANTED,
        confidence=Confidence.STRONG,
        presence=Presence.PRESENT,
        exhibits=(replace(rich().findings[0].exhibits[0], table="file", path="a.zip!C/owa/x.aspx"),),
    )
    whole = everything()
    material = replace(whole, cases=(case((*whole.cases[0].findings, planted)),))
    data, _ = export(write_misp, material)
    event = MISPEvent()
    event.load(data.decode("utf-8"))
    names = Counter(item.name for item in event.objects)
    assert names["indicia-finding"] == len(material.cases[0].findings)
    assert (names["file"], names["sigma"]) == (1, 1)
    assert "tlp:red" in [tag.name for tag in event.tags]
    marked = [item for item in event.attributes if item.to_ids]
    marked += [item for one in event.objects for item in one.attributes if item.to_ids]
    assert Counter(item.type for item in marked) == {"sigma": 1, "sha256": 1, "ip-src": 1}
    assert [item.value for item in event.attributes if item.type == "ip-src"] == ["198.51.100.9"]
    assert {report.name for report in event.event_reports} == {
        "Rival explanations (no name)",
        "A reconstruction that nobody signed",
    }
    assert not any("threat-actor" in tag.name for tag in event.tags)
    assert event.distribution == 0
    assert len({item.uuid for item in (*event.objects, *event.attributes)}) == len(event.objects) + len(
        event.attributes
    )


def test_misp_carries_a_statement_whole() -> None:
    """As a bundle that is a file there."""
    data, loss = export(write_misp, everything())
    found = Counter(kind for kind, _ in again_misp(data))
    assert (found["statement"], found["claim"], found["position"], found["stance"], found["reply"]) == (1, 3, 3, 5, 1)
    assert not any(one.kind in ("statement", "claim", "position", "stance", "reply") for one in loss.members)


def test_ocsf_findings_have_what_the_class_requires() -> None:
    """Required attributes, numbers that fit each other, and another project's model of the class."""
    data, _ = export(write_ocsf, everything())
    events = [orjson.loads(line) for line in data.splitlines()]
    assert len(events) == len(everything().cases[0].findings)
    for event in events:
        DetectionFinding.model_validate(event)
        assert (event["class_uid"], event["category_uid"], event["type_uid"]) == (2004, 2, 200_401)
        assert event["metadata"]["version"] == SCHEMA
        assert event["metadata"]["product"]["vendor_name"]
        assert event["finding_info"]["uid"]
        assert isinstance(event["time"], int)
        assert 1 <= event["severity_id"] <= 5
        for evidence in event["evidences"]:
            assert evidence["file"]["name"]
            assert evidence["file"]["type_id"] == 1
            assert evidence["file"]["hashes"][0]["algorithm_id"] == 3
        assert all(one["technique"]["uid"].count(".") == 0 for one in event["finding_info"]["attacks"])
    assert len({event["metadata"]["uid"] for event in events}) == len(events)


@pytest.mark.parametrize("version", ["1.5.0", "1.6.0"])
def test_ocsf_findings_hold_to_the_published_schema(version) -> None:
    """The schema of the class as published, that of the version we name and the next, with hostile words too."""
    schemas = pytest.importorskip("ocsf_json_schema", reason="pip install ocsf-json-schema")
    schema = schemas.OcsfJsonSchemaEmbedded(schemas.get_ocsf_schema(version=version))
    valid = jsonschema.Draft202012Validator(schema.get_class_schema("detection_finding", []))
    odd = replace(rich().findings[2], title="", summary="\x00", host="", techniques=("x",), clients=("no address",))
    for material in (everything(), Material(cases=(bare((odd,)),))):
        for line in export(write_ocsf, material)[0].splitlines():
            event = orjson.loads(line)
            event["metadata"]["version"] = version
            assert [error.message for error in valid.iter_errors(event)] == []


def test_sarif_points_at_bytes() -> None:
    """Another project's model takes it; every result names its rule, file, offset and length."""
    data, _ = export(write_sarif, everything())
    Sarif.model_validate_json(data)
    (run,) = orjson.loads(data)["runs"]
    findings = everything().cases[0].findings
    assert orjson.loads(data)["version"] == "2.1.0"
    for finding, result in zip(findings, run["results"], strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.detector
        for exhibit, location in zip(finding.exhibits, result["locations"], strict=True):
            place = location["physicalLocation"]
            assert (place["region"]["byteOffset"], place["region"]["byteLength"]) == (
                exhibit.at.offset,
                exhibit.at.length,
            )
            artifact = run["artifacts"][place["artifactLocation"]["index"]]
            assert artifact["hashes"]["sha-256"] == exhibit.at.sha256
            assert artifact["location"]["uri"] == place["artifactLocation"]["uri"]
    taxa = {one["id"] for one in run["taxonomies"][0]["taxa"]}
    assert taxa == {technique for finding in findings for technique in finding.techniques}


def test_sarif_makes_no_link_of_evidence() -> None:
    """Words between brackets stay words."""
    finding = replace(rich().findings[0], summary="see [here](https://example.org) {0}")
    data, loss = export(write_sarif, Material(cases=(bare((finding,)),)))
    assert rb"\\[here](https" in data
    assert "summary" not in {one.member for one in loss.members}


def test_what_a_site_allows_is_marked_so() -> None:
    """Suppressed, closed, and never an indicator."""
    first = next(one for one in rich().findings if one.card.kind == "sigma")
    why = Suppression(
        filter="x", title="t", author="a", reason="our scanner", expires=datetime(2030, 1, 1, tzinfo=UTC).date()
    )
    material = Material(cases=(bare((replace(first, suppressed=why),)),))
    assert orjson.loads(export(write_ocsf, material)[0])["status_id"] == 3
    sarif = orjson.loads(export(write_sarif, material)[0])["runs"][0]["results"][0]
    assert sarif["suppressions"] == [{"kind": "external", "justification": "our scanner"}]
    assert b'"type":"indicator"' not in export(write_stix, material)[0]
    assert b'"to_ids":true' not in export(write_misp, material)[0]
    assert b"our scanner" in export(write_csv, material)[0]


SIGNS = ("=", "+", "-", "@", "＝", "\ufe66", "\u2212")
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    "  =1",
    "\ufe661",
    "\u22121",
    "a;=1",
    'a; "=1";@b;\'-1',
    "\t=1",
    "\r\n=1",
    "'quoted",
    '"a","b"\n',
    "<script>alert(1)</script>",
    "\x1b[31m\x00\x07",
    "\u202egnp.exe",
    "\udc80\ud800",
    "\u2028\u2029\ufeff",
    "]}}],",
    "| a | b |",
)


@given(st.text(st.sampled_from("=+-@;'\" a\t\n,\uff1d"), max_size=12))
@settings(max_examples=150, deadline=None)
def test_no_cell_is_a_formula_however_the_table_is_parted(text) -> None:
    """Opened with commas or, as half of the world does, with semicolons; and every text comes back."""
    finding = replace(rich().findings[2], title=text, summary=text, host=text)
    data, loss = export(write_csv, Material(cases=(bare((finding,)),)))
    held = data.decode("utf-8-sig")
    for sign in ",;":
        for row in csv.reader(io.StringIO(held, newline=""), delimiter=sign):
            assert not any(cell.lstrip(' \t\r\n"').startswith(SIGNS) for cell in row)
    if text.isprintable():
        assert not any(one.member in ("title", "summary", "host") for one in loss.members)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text) -> None:
    """In every place of a finding, in every format: readable, one line a row, no formula, nothing that acts."""
    first = rich().findings[2]
    exhibit = replace(first.exhibits[0], path=text, raw=text, source=text, fields={text: text})
    finding = replace(
        first,
        title=text,
        summary=text,
        host=text,
        detector=text,
        objects=(text,),
        clients=(text,),
        tests=(text,),
        techniques=(text,),
        exhibits=(exhibit,),
        card=replace(first.card, title=text, text=text, kind="sigma"),
        id=text,
    )
    material = Material(cases=(replace(bare((finding,)), name=text),), producer=text)
    for name, write in EVERY.items():
        data, _ = export(write, material)
        held = data.decode("utf-8")
        assert not any(one in held for one in "\x1b\x00\u202e\u2028\u2029\x07"), name
        if name == "csv":
            rows = list(csv.reader(io.StringIO(held.removeprefix("\ufeff"), newline="")))
            assert len(rows) == 2
            assert not any(cell.lstrip(" \t\r\n").startswith(SIGNS) for cell in rows[1])
            for row in csv.reader(io.StringIO(held.removeprefix("\ufeff"), newline=""), delimiter=";"):
                assert not any(cell.lstrip(' \t\r\n"').startswith(SIGNS) for cell in row)
            assert held.count("\n") == 2
        elif name == "ocsf":
            assert orjson.loads(held)["class_uid"] == 2004
        else:
            assert orjson.loads(held)
    stix, _ = export(write_stix, material)
    assert read_again(stix).missing == ()


@pytest.mark.parametrize("name", EVERY)
def test_texts_of_ten_megabytes(name) -> None:
    """Carried whole or cut, and then said so."""
    long = "x" * 10_000_000
    finding = replace(rich().findings[0], summary=long)
    data, loss = export(EVERY[name], Material(cases=(bare((finding,)),)))
    altered = {one.member for one in loss.members if one.altered}
    assert altered == ({"summary"} if name in ("csv", "misp") else set())
    assert len(data) < 60_000_000


class _Many(Collection[Finding]):
    """Findings made one by one, as many as asked for."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __len__(self) -> int:
        return self._number

    def __contains__(self, one: object) -> bool:
        return False

    def __iter__(self) -> Iterator[Finding]:
        first = rich().findings[0]
        record: Exhibit = first.exhibits[0]
        for number in range(self._number):
            at = replace(record.at, offset=number)
            yield replace(
                first, id=f"F{number}", summary=f"seen {number}", exhibits=(replace(record, at=at, raw="r" * 10_000),)
            )


@pytest.mark.parametrize("name", EVERY)
def test_findings_are_written_one_by_one(name) -> None:
    """What is held does not grow with them, but for the ids that were given out."""
    size = 0

    def sink(data: bytes) -> None:
        nonlocal size
        size += len(data)

    tracemalloc.start()
    EVERY[name](Material(cases=(bare(_Many(300)),)), sink, Loss())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 100_000
    assert peak < 2_000_000


def test_a_table_begins_with_a_mark_and_names_its_marking() -> None:
    """So that a spreadsheet takes it for UTF-8."""
    data, _ = export(write_csv, Material(cases=(bare((listed(1, "TLP:CLEAR"),)),)))
    assert data.startswith(b"\xef\xbb\xbfcase,marking,")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert (row["marking"], row["host"], row["kind"]) == ("TLP:RED", rich().findings[0].host, "indicator")
