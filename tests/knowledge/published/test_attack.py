"""Published files that the user keeps: an ATT&CK bundle and the D3FEND ontology."""

import gzip
import json

import pytest
from tests.knowledge.d3fend import read_d3fend

from indicia.errors import RulesetError
from indicia.knowledge.published import large_json
from indicia.knowledge.published.attack import read_attack


def reference(id):
    return [{"source_name": "other", "external_id": "x"}, {"source_name": "mitre-attack", "external_id": id}]


def pattern(id, name, **more):
    return {
        "type": "attack-pattern",
        "id": f"attack-pattern--{id}",
        "name": name,
        "created": "2020-01-14T17:18:32.126Z",
        "external_references": reference(id),
        "kill_chain_phases": [{"kill_chain_name": "mitre-attack", "phase_name": "execution"}],
        **more,
    }


def link(kind, source, target, **more):
    return {"type": "relationship", "relationship_type": kind, "source_ref": source, "target_ref": target, **more}


OBJECTS = [
    {"type": "x-mitre-collection", "id": "c", "x_mitre_version": "18.1"},
    {
        "type": "x-mitre-tactic",
        "id": "t",
        "name": "Execution",
        "x_mitre_shortname": "execution",
        "external_references": reference("TA0002"),
    },
    {"type": "course-of-action", "id": "m", "name": "Disable", "external_references": reference("M1042")},
    pattern("T1000", "New"),
    pattern("T1001", "Old", revoked=True),
    pattern("T1002", "Gone", x_mitre_deprecated=True),
    pattern("T1003", "Circle", revoked=True),
    pattern("T1004", "Circle too", revoked=True),
    pattern("T1005", "Without heir", revoked=True),
    link("revoked-by", "attack-pattern--T1001", "attack-pattern--T1000"),
    link("revoked-by", "attack-pattern--T1003", "attack-pattern--T1004"),
    link("revoked-by", "attack-pattern--T1004", "attack-pattern--T1003"),
    link("mitigates", "m", "attack-pattern--T1000"),
    link("mitigates", "m", "attack-pattern--T1001", x_mitre_deprecated=True),
    link("mitigates", "nobody", "attack-pattern--T1001"),
    "no object",
    {"type": "attack-pattern", "id": "x", "external_references": "no list"},
]


def write(path, value):
    path.write_bytes(gzip.compress(json.dumps(value).encode()) if path.suffix == ".gz" else json.dumps(value).encode())
    return path


@pytest.mark.parametrize("name", ["a.json", "a.json.gz"])
def test_a_bundle_is_read(tmp_path, name) -> None:
    """Names, tactics, mitigations and successors; objects of the wrong form are passed over."""
    attack = read_attack(write(tmp_path / name, {"type": "bundle", "objects": OBJECTS}))
    assert attack.version == "18.1"
    assert attack.tactics == {"execution": ("TA0002", "Execution")}
    assert attack.mitigations == {"M1042": "Disable"}
    assert attack.techniques["T1000"].mitigations == ("M1042",)
    assert attack.techniques["T1001"].mitigations == ()
    assert attack.techniques["T1000"].tactics == ("execution",)
    assert str(attack.techniques["T1000"].created) == "2020-01-14"
    assert len(attack.techniques) == 6


def test_revocations_are_followed(tmp_path) -> None:
    """To the heir; to nothing where it was withdrawn, has no heir, or the chain is a circle."""
    attack = read_attack(write(tmp_path / "a.json", {"type": "bundle", "objects": OBJECTS}))
    heir = attack.current("T1001")
    assert heir is not None
    assert heir.id == "T1000"
    for id in ("T1002", "T1003", "T1004", "T1005", "T4711"):
        assert attack.current(id) is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "not readable as JSON"),
        (b"[]", "no STIX bundle"),
        (b'{"type": "bundle", "objects": {}}', "no STIX bundle"),
        (b'{"type": "bundle", "objects": []}', "no ATT&CK technique"),
        (gzip.compress(b'{"type": "bundle"' * 50, mtime=0)[:-20], "."),
        (b"\x1f\x8bnonsense", "."),
        (b"", "not readable as JSON"),
    ],
)
def test_what_is_no_bundle_is_refused(tmp_path, data, reason) -> None:
    """With its file, the reason and what to take instead."""
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(RulesetError, match=reason) as error:
        read_attack(path)
    assert str(path) in str(error.value)
    assert error.value.hint


def test_a_missing_file_is_refused(tmp_path) -> None:
    """As a clear error."""
    with pytest.raises(RulesetError, match="No such file"):
        read_attack(tmp_path / "none.json")


def test_a_file_that_opens_to_too_much_is_refused(tmp_path, monkeypatch) -> None:
    """A packed file may not fill the memory."""
    monkeypatch.setattr(large_json, "_MOST", 1000)
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(b" " * 100_000))
    with pytest.raises(RulesetError, match="opens to more"):
        read_attack(path)


TURTLE = '''@prefix : <http://d3fend.mitre.org/ontologies/d3fend.owl#> .

:ProcessSpawnAnalysis a owl:Class ;
    rdfs:label "Process \\"Spawn\\" Analysis" ;
    :d3fend-id "D3-PSA" ;
    :kb-article """## How
:NoSubject a text ;
    rdfs:label "No Label" ;
    :d3fend-id "D3-NO" ;
""" .

:Process a owl:Class ;
    rdfs:label "Process" .

:Other a owl:Class ;
    :d3fend-id "D3-OT" ;
    rdfs:label "Other" .
'''


@pytest.mark.parametrize("packed", [False, True])
def test_the_ontology_gives_names(tmp_path, packed) -> None:
    """Ids with labels in either order; articles that look like subjects are text."""
    path = tmp_path / "d3fend.ttl"
    path.write_bytes(gzip.compress(TURTLE.encode()) if packed else TURTLE.encode())
    assert read_d3fend(path) == {"D3-PSA": 'Process "Spawn" Analysis', "D3-OT": "Other"}


def test_what_names_no_countermeasure_is_refused(tmp_path) -> None:
    """Another file is not taken for the ontology."""
    path = tmp_path / "x.ttl"
    path.write_text("nothing of the kind", encoding="utf-8")
    with pytest.raises(RulesetError, match="no D3FEND countermeasure"):
        read_d3fend(path)


def test_the_stored_files_are_read(corpora) -> None:
    """ATT&CK 18.1 and the ontology of 2025-08, whole."""
    attack = read_attack(corpora / "cti" / "attack" / "enterprise-attack-18.1.json.gz")
    assert (len(attack.techniques), len(attack.tactics), len(attack.mitigations)) == (835, 14, 44)
    names = read_d3fend(corpora / "cti" / "d3fend" / "d3fend-protege.ttl.gz")
    assert len(names) == 250
    assert (names["D3-PSA"], names["D3-SCF"]) == ("Process Spawn Analysis", "System Call Filtering")
