"""STIX 2.1: valid to other people's validators, the same every time, and everything comes back."""

import importlib
import importlib.util
import json
import re
import uuid
from collections import Counter

import orjson
import pytest
import stix2
from hypothesis import given, settings
from materials import FINDINGS, answer, bare, case, disclosed, everything, export, listed

from indicia.errors import ReportError
from indicia.model.statement import Marking
from indicia.sharing.loss import Loss
from indicia.sharing.material import Material
from indicia.sharing.stix.again import read_again
from indicia.sharing.stix.attack import AttackIds
from indicia.sharing.stix.findings import read_finding
from indicia.sharing.stix.making import EXTENSION
from indicia.sharing.stix.write import write_stix
from indicia.sharing.tlp import IDS, definition, of_refs
from indicia.sharing.tree import tree

VALIDATOR = importlib.import_module("stix2validator") if importlib.util.find_spec("stix2validator") else None
"""Not among the dependencies: one of its own comes as source only."""
TECHNIQUE = "attack-pattern--3f886f2a-874f-4333-b794-aa6075009b1c"
MITRE = "identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5"
ATTACK = orjson.dumps(
    {
        "type": "bundle",
        "id": "bundle--00000000-0000-4000-8000-000000000009",
        "objects": [
            {
                "type": "identity",
                "spec_version": "2.1",
                "id": MITRE,
                "created": "2017-06-01T00:00:00.000Z",
                "modified": "2025-03-19T15:00:40.855Z",
                "name": "The publisher",
                "identity_class": "organization",
                "x_mitre_domains": ["enterprise-attack"],
            },
            {
                "type": "attack-pattern",
                "spec_version": "2.1",
                "id": TECHNIQUE,
                "created_by_ref": MITRE,
                "created": "2018-04-18T17:59:24.739Z",
                "modified": "2025-04-15T19:58:29.010Z",
                "name": "Exploit Public-Facing Application",
                "external_references": [
                    {"source_name": "mitre-attack", "external_id": "T1190", "url": "https://example.org/T1190"}
                ],
                "x_mitre_version": "2.8",
            },
        ],
    }
)


def _objects(data: bytes) -> list[dict]:
    return orjson.loads(data)["objects"]


def _of(data: bytes, kind: str) -> list[dict]:
    return [item for item in _objects(data) if item["type"] == kind]


def _valid(data: bytes) -> None:
    """Strictly, but for one recommendation: ids are made from content (version 5) and not by chance (version 4)."""
    stix2.parse(data.decode("utf-8"), allow_custom=False)
    if VALIDATOR is not None:
        options = VALIDATOR.ValidationOptions(version="2.1", strict=True, disabled=["103"])
        found = VALIDATOR.validate_string(data.decode("utf-8"), options)
        assert found.is_valid, [str(error) for error in found.errors or ()][:5]


@pytest.mark.skipif(VALIDATOR is None, reason="no stix2-validator here: pip install stix2-validator")
def test_the_validator_was_asked() -> None:
    """Else the strict parser alone vouches for the bundles of this file."""
    assert VALIDATOR is not None


@pytest.mark.parametrize("attack", [b"", ATTACK], ids=["without ATT&CK", "with ATT&CK"])
def test_others_find_nothing_wrong_with_it(attack) -> None:
    """The OASIS validator in strict mode, and the library's strict parser."""
    out, loss = bytearray(), Loss()
    write_stix(everything(), out.extend, loss, AttackIds(attack))
    _valid(bytes(out))


def test_everything_comes_back() -> None:
    """Findings, servers, the frame of the case, the answer, the statement with its positions: equal, not alike."""
    material = everything()
    data, _ = export(write_stix, material)
    found = read_again(data)
    (before,), (after,) = material.cases, found.cases
    assert after.findings == before.findings
    assert after.hosts == before.result.hosts
    assert after.faults == before.result.faults
    assert after.ruleset == before.result.ruleset
    assert {line.evidence.sha256 for line in after.evidence} <= {
        exhibit.at.sha256 for finding in before.findings for exhibit in finding.exhibits
    }
    assert found.attributions == (answer(),)
    told, (again,) = disclosed(), found.statements
    assert again.statement == told.statement
    assert again.claims == told.claims
    assert again.replies == told.replies
    assert [(one.position, one.stances) for one in again.positions] == [
        (one.position, one.stances) for one in told.positions
    ]
    assert found.missing == ()


@given(FINDINGS)
@settings(max_examples=50, deadline=None)
def test_any_finding_comes_back(finding) -> None:
    """Whatever is in it; only texts that UTF-8 cannot hold and numbers beyond 64 bits come back written out."""
    data, _ = export(write_stix, Material(cases=(bare((finding,)),)))
    (again,) = read_again(data).cases[0].findings
    before, after = [], []
    _texts(tree(finding), before)
    _texts(tree(again), after)
    assert after == before


def _texts(value, found: list) -> None:
    if isinstance(value, dict):
        for name in sorted(value, key=lambda one: one.encode("utf-8", "backslashreplace")):
            found.append(name.encode("utf-8", "backslashreplace"))
            _texts(value[name], found)
    elif isinstance(value, list):
        for one in value:
            _texts(one, found)
    elif isinstance(value, str):
        found.append(value.encode("utf-8", "backslashreplace"))
    elif isinstance(value, int) and not -(2**63) <= value < 2**64:
        found.append(str(value).encode())
    else:
        found.append(value)


def test_the_same_case_gives_the_same_bytes() -> None:
    """And every id but those of others is made from content."""
    first, _ = export(write_stix, everything())
    second, _ = export(write_stix, everything())
    assert first == second
    ours = [item["id"] for item in _objects(first) if item["type"] != "marking-definition"]
    assert {uuid.UUID(id.partition("--")[2]).version for id in ours} == {5}
    assert max(Counter(item["id"] for item in _objects(first)).values()) == 1


def test_times_have_milliseconds_and_a_z() -> None:
    """In every standard member that is a time."""
    data, _ = export(write_stix, everything())
    names = ("created", "modified", "first_seen", "last_seen", "first_observed", "last_observed", "valid_from")
    times = [item[name] for item in _objects(data) for name in (*names, "published") if name in item]
    assert len(times) > 50
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", time) for time in times)


def test_what_is_named_lost_is_what_others_do_not_get() -> None:
    """A reader that throws our extension away gets exactly the members of which the report names nothing."""
    data, loss = export(write_stix, Material(cases=(case(),)))
    stripped = [{name: value for name, value in item.items() if name != "extensions"} for item in _objects(data)]
    by_id = {item["id"]: item for item in stripped}
    groups: dict[str, list[dict]] = {}
    for item in stripped:
        if item["type"] == "sighting":
            groups.setdefault(item["observed_data_refs"][0], []).append(item)
    found = []
    for group in groups.values():
        group.sort(key=lambda item: "description" not in item)
        found.append(read_finding(group, by_id.get))
    counted = Loss()
    for finding, got in zip(case().findings, found, strict=True):
        counted.tell("finding", tree(finding), got)
    assert counted.members == tuple(one for one in loss.members if one.kind == "finding")
    assert {"exhibits[].fields", "detector", "stage"} <= {one.member for one in counted.members}
    assert not {"summary", "host", "techniques", "exhibits[].at.offset"} & {one.member for one in counted.members}


def test_a_bundle_without_our_extension_gives_nothing_back() -> None:
    """What went through a tool that threw it away is not made up again."""
    data, _ = export(write_stix, everything())
    bundle = orjson.loads(data)
    for item in bundle["objects"]:
        item.pop("extensions", None)
    found = read_again(orjson.dumps(bundle))
    assert (found.cases, found.attributions, found.statements) == ((), (), ())


def test_damage_is_named() -> None:
    """Of an object that lost its rest the id is told."""
    data, _ = export(write_stix, everything())
    bundle = orjson.loads(data)
    hurt = next(
        item for item in bundle["objects"] if item.get("extensions", {}).get(EXTENSION, {}).get("kind") == "host"
    )
    del hurt["extensions"][EXTENSION]["rest"]
    found = read_again(orjson.dumps(bundle))
    assert found.missing == (hurt["id"],)
    assert found.cases[0].hosts == ()


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"type":"bundle","objects":5}', b"\xff" * 9, b"[" * 100_000])
def test_what_is_no_bundle_is_refused(data) -> None:
    """By name, not by a traceback."""
    with pytest.raises(ReportError, match="bundle"):
        read_again(data)


def _many_claim_one_sighting(bundle) -> None:
    main = next(item for item in bundle["objects"] if _kind(item) == "finding")
    bundle["objects"] += [dict(main, id=f"sighting--{number}") for number in range(3000)]


def _deep(bundle) -> None:
    deep: list = []
    for _ in range(250):
        deep = [{"a": deep}] if len(deep) % 2 else [deep]
    for item in bundle["objects"]:
        if _kind(item) in ("finding", "host", "statement"):
            item["extensions"][EXTENSION]["rest"] = {"exhibits": deep, "incidents": deep, "policy": deep}


def _wrong_types(bundle) -> None:
    for item in bundle["objects"]:
        for name in ("object_refs", "observed_data_refs", "where_sighted_refs", "external_references", "labels"):
            if name in item:
                item[name] = {"x": [1]}
        for name in ("created_by_ref", "sighting_of_ref", "description", "abstract", "published", "first_seen"):
            if name in item:
                item[name] = 7


def _no_extension_objects(bundle) -> None:
    for item in bundle["objects"]:
        if "extensions" in item:
            item["extensions"][EXTENSION] = dict(
                item["extensions"].get(EXTENSION) or {}, rest=[1], evidence=5, faults=[7]
            )


def _kind(item) -> str:
    return item.get("extensions", {}).get(EXTENSION, {}).get("kind", "")


@pytest.mark.parametrize("hurt", [_many_claim_one_sighting, _deep, _wrong_types, _no_extension_objects])
def test_a_hostile_bundle_is_read_in_time_and_named(hurt) -> None:
    """No traceback, no endless reading; what cannot be put together is told by its id."""
    bundle = orjson.loads(export(write_stix, everything())[0])
    hurt(bundle)
    found = read_again(json.dumps(bundle).encode())
    assert found.missing or len(found.cases[0].findings) > 3000


def test_each_explanation_has_its_own_relationship_and_confidence() -> None:
    """Likelihood and analytic confidence stand apart; all explanations are in one grouping."""
    data, _ = export(write_stix, Material(attributions=(answer(),)))
    links = [item for item in _of(data, "relationship") if item["relationship_type"] == "attributed-to"]
    held = [item["extensions"][EXTENSION] for item in links]
    assert [item["confidence"] for item in links] == [61, 34, 5]
    assert held[0]["likelihood"] == {
        "scale": "icd203",
        "word": "likely",
        "low": 55,
        "high": 80,
        "share": 0.61,
        "prior": "empirical",
    }
    assert held[0]["analytic_confidence"]["word"] == "low"
    (grouping,) = _of(data, "grouping")
    assert {item["id"] for item in links} | {item["id"] for item in _of(data, "intrusion-set")} <= set(
        grouping["object_refs"]
    )


def test_a_cluster_has_one_id_everywhere_and_the_unknown_has_not() -> None:
    """Two answers speak of the same cluster, and of two unknown actors."""
    one, other = answer(), answer()
    other = type(other)(**{name: getattr(other, name) for name in other.__struct_fields__} | {"sentence": "Another."})
    data, _ = export(write_stix, Material(attributions=(one, other)))
    assert Counter(item["name"] for item in _of(data, "intrusion-set")) == {
        "HAFNIUM": 1,
        "an actor nobody has named": 2,
        "one imitating another": 2,
    }


def test_each_stance_is_an_opinion_on_the_relationship_and_on_the_report() -> None:
    """Twice, because some tools keep only the one on the report."""
    data, _ = export(write_stix, Material(statements=(disclosed(),)))
    (report,) = _of(data, "report")
    kinds = {item["id"]: item["type"] for item in _objects(data)}
    opinions = _of(data, "opinion")
    assert len(opinions) == 10
    for claim, party in (("C2", "US"), ("C2", "CA"), ("C3", "CA")):
        both = [item for item in opinions if f"claim: {claim}" in item["labels"] and item["authors"] == [party]]
        assert sorted(sorted(kinds[ref] for ref in item["object_refs"]) for item in both) == [
            ["note", "relationship"],
            ["report"],
        ]
    said = {(item["authors"][0], item["labels"][0], item["labels"][1], item["opinion"]) for item in opinions}
    assert ("CA", "claim: C3", "stance: dissent", "strongly-disagree") in said
    assert ("NATO", "claim: C1", "stance: abstain", "neutral") in said
    assert report["name"] == "A reconstruction that nobody signed"


def test_techniques_have_the_ids_of_attack_where_its_bundle_is_there() -> None:
    """Otherwise ids of ours with ATT&CK's as reference, and the report says so."""
    out, loss = bytearray(), Loss()
    write_stix(Material(cases=(case(),)), out.extend, loss, AttackIds(ATTACK))
    found = {item["external_references"][0]["external_id"]: item for item in _of(bytes(out), "attack-pattern")}
    assert found["T1190"]["id"] == TECHNIQUE
    assert found["T1190"]["modified"] == "2025-04-15T19:58:29.010Z"
    assert not any(name.startswith("x_") for item in _objects(bytes(out)) for name in item)
    assert MITRE in {item["id"] for item in _of(bytes(out), "identity")}
    assert found["T1595"]["id"] != TECHNIQUE
    assert any("ATT&CK's own ids" in note for note in loss.notes)


def test_indicators_are_exact() -> None:
    """The rule itself, the value itself; nothing for a judgement, for what a site allows, or for a list of values."""
    data, _ = export(write_stix, everything())
    found = {(item["pattern_type"], item["pattern"]) for item in _of(data, "indicator")}
    rules = {finding.card.text for finding in everything().cases[0].findings if finding.card.kind == "sigma"}
    assert {("sigma", rule) for rule in rules} < found
    assert ("stix", "[ipv4-addr:value = '198.51.100.9']") in found
    several = listed(7, "CLEAR")
    card = type(several.card)(id="x", title="'203.0.113.1'", kind="indicator", text=several.card.text)
    other = type(several)(**{name: getattr(several, name) for name in several.__struct_fields__} | {"card": card})
    data, _ = export(write_stix, Material(cases=(case((other,)),)))
    assert _of(data, "indicator") == []


def test_a_value_cannot_break_out_of_its_pattern() -> None:
    """Quotes and backslashes of a value stay in it."""
    data, _ = export(write_stix, Material(cases=(case((listed(1, "CLEAR", "a' OR 'b\\", "mutex"),)),)))
    _valid(data)
    (item,) = _of(data, "indicator")
    assert item["pattern"] == "[mutex:name = 'a\\' OR \\'b\\\\']"


def test_markings_are_those_of_tlp_2() -> None:
    """Exactly the published ids; both ids of AMBER+STRICT are read; unknown or missing is the strictest."""
    assert IDS[Marking.STRICT] == "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"
    assert definition(Marking.STRICT)["extensions"] == {
        "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {
            "extension_type": "property-extension",
            "tlp_2_0": "amber+strict",
        }
    }
    assert of_refs(["marking-definition--826578e1-40ad-459f-bc73-ede076f81f37"]) is Marking.STRICT
    assert of_refs([IDS[Marking.STRICT]]) is Marking.STRICT
    assert of_refs(["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"]) is Marking.CLEAR
    assert of_refs([IDS[Marking.GREEN], IDS[Marking.AMBER]]) is Marking.AMBER
    for nothing in (None, [], "x", [IDS[Marking.CLEAR], "marking-definition--00000000-0000-4000-8000-000000000000"]):
        assert of_refs(nothing) is Marking.RED
    data, _ = export(write_stix, everything())
    unmarked = [item["type"] for item in _objects(data) if "object_marking_refs" not in item]
    assert set(unmarked) == {"marking-definition"}
