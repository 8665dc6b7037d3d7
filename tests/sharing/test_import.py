"""What comes in: ours whole and held against the file, others as sentences, nothing left out in silence."""

import json
import time
import uuid
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from materials import answer, bare, disclosed, everything, export, listed
from msgspec.structs import replace
from test_stix import FINDINGS

from indicia.errors import ReportError
from indicia.model.statement import ClaimKind, Marking
from indicia.sharing.imported import material_of
from indicia.sharing.material import Material, choose
from indicia.sharing.stix import opened
from indicia.sharing.stix.importing import import_stix
from indicia.sharing.stix.making import EXTENSION
from indicia.sharing.stix.write import write_stix
from indicia.sharing.tlp import IDS

MADE = "2021-07-19T00:00:00.000Z"
STATEMENT_ONLY = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168"


def _id(kind: str) -> str:
    return f"{kind}--{uuid.uuid4()}"


def _thing(kind: str, **members):
    return {"type": kind, "spec_version": "2.1", "id": _id(kind), "created": MADE, "modified": MADE, **members}


def _bundle(*objects) -> bytes:
    return orjson.dumps({"type": "bundle", "id": _id("bundle"), "objects": objects})


def _again(material: Material, ceiling: Marking | None) -> tuple[bytes, bytes]:
    """Exported, and exported once more from what the first export gives back."""
    first, _ = export(write_stix, choose(material, ceiling).material)
    found = import_stix(first, "b")
    assert found.troubles == () and found.left == () and found.said == ()
    assert found.ours == found.objects
    second, _ = export(write_stix, choose(replace(material_of([found]), producer=material.producer), ceiling).material)
    return first, second


@pytest.mark.parametrize("ceiling", [None, *Marking])
def test_export_import_export_is_the_same(ceiling) -> None:
    """Cases, the answer about who, the statement with positions and reply, whole or cut at a ceiling: to the byte."""
    first, second = _again(everything(), ceiling)
    assert first == second


@given(st.lists(FINDINGS, max_size=4), st.sampled_from([None, *Marking]))
@settings(max_examples=40, deadline=None)
def test_the_same_for_any_findings(findings, ceiling) -> None:
    """Whatever is in them, as long as UTF-8 and 64 bits hold it; what is not the same is told."""
    material = Material(cases=(bare(findings),), attributions=(answer(),), statements=(disclosed(),))
    first, _ = export(write_stix, choose(material, ceiling).material)
    found = import_stix(first, "b")
    second, _ = export(write_stix, choose(replace(material_of([found]), producer=material.producer), ceiling).material)
    assert first == second or found.troubles


@given(st.permutations(range(3)), st.sampled_from([*Marking]))
@settings(max_examples=15, deadline=None)
def test_parts_of_a_statement_come_back_as_parts(order, ceiling) -> None:
    """Claims that are kept back, and positions without some stances, are not made up, and come back equal."""
    told = disclosed()
    kept = order[:2]
    part = replace(
        told,
        claims=tuple(told.claims[number] for number in sorted(kept)),
        positions=tuple(replace(one, stances=one.stances[:1], whole=False) for one in told.positions),
        whole=False,
    )
    first, second = _again(Material(statements=(part,)), ceiling)
    assert first == second


@given(st.randoms(use_true_random=False), st.sampled_from([None, Marking.GREEN]))
@settings(max_examples=15, deadline=None)
def test_the_order_of_a_file_means_nothing(random, ceiling) -> None:
    """A server on the way sorts members and mixes objects: nothing is lost, and nothing is told as changed."""
    material = choose(everything(), ceiling).material
    bundle = orjson.loads(export(write_stix, material)[0])
    random.shuffle(bundle["objects"])
    found = import_stix(orjson.dumps(bundle, option=orjson.OPT_SORT_KEYS), "b")
    assert found.troubles == () and found.said == ()
    (case,) = found.cases
    assert {one.id: one for one in case.findings} == {one.id: one for one in material.cases[0].findings}
    assert found.statements[0].claims == material.statements[0].claims
    assert found.statements[0].replies == material.statements[0].replies


def test_one_export_for_two_audiences_is_two_versions() -> None:
    """The same id with another marking or another cut has another `modified`, the later for fewer readers."""
    made = {}
    for ceiling in Marking:
        data, _ = export(write_stix, choose(everything(), ceiling).material)
        for item in orjson.loads(data)["objects"]:
            if "modified" not in item:
                continue
            key = (item["id"], item["modified"])
            assert made.setdefault(key, item) == item
            latest = max((version for id, version in made if id == item["id"]), default="")
            assert item["modified"] == latest


def test_nothing_is_signed_by_coming_in() -> None:
    """Whatever a bundle says of itself."""
    data, _ = export(write_stix, everything())
    bundle = orjson.loads(data)
    for item in bundle["objects"]:
        item.get("extensions", {}).get(EXTENSION, {})["signed"] = True
    assert import_stix(data, "b").signed is False
    assert import_stix(orjson.dumps(bundle), "b").signed is False


@pytest.mark.parametrize("kind", ["claim", "stance", "reply", "statement"])
def test_our_extension_widens_no_marking(kind) -> None:
    """An object marked RED that calls itself CLEAR in our extension is RED, and that is told."""
    data, _ = export(write_stix, Material(statements=(disclosed(),)))
    bundle = orjson.loads(data)
    item = next(one for one in bundle["objects"] if one.get("extensions", {}).get(EXTENSION, {}).get("kind") == kind)
    item["object_marking_refs"] = [IDS[Marking.RED]]
    rest = item["extensions"][EXTENSION].setdefault("rest", {})
    rest.update({"marking": "TLP:CLEAR", **({"effective": "TLP:CLEAR"} if kind == "claim" else {})})
    found = import_stix(orjson.dumps(bundle), "b")
    assert any("the stricter counts" in one.reason and one.id == item["id"] for one in found.troubles)
    (told,) = found.statements
    marks = {
        "claim": [one.effective for one in told.claims],
        "stance": [stance.marking for one in told.positions for stance in one.stances],
        "reply": [one.marking for one in told.replies],
        "statement": [told.told.marking],
    }
    assert Marking.RED in marks[kind]
    left = choose(material_of([found]), Marking.CLEAR).left_out
    assert left.get(kind, 0) >= 1


@pytest.mark.parametrize("refs", [[_id("marking-definition")], None, [], ["x"], [7], [STATEMENT_ONLY]])
def test_an_unknown_marking_is_the_strictest(refs) -> None:
    """Of one object of a case: the case leaves for nobody below RED."""
    data, _ = export(write_stix, choose(Material(cases=(bare((listed(1, "CLEAR"),)),)), Marking.GREEN).material)
    bundle = orjson.loads(data)
    item = next(one for one in bundle["objects"] if one["type"] == "sighting")
    item.pop("object_marking_refs")
    if refs is not None:
        item["object_marking_refs"] = refs
    found = import_stix(orjson.dumps(bundle), "b")
    assert found.cases[0].marking is Marking.RED
    assert choose(material_of([found]), Marking.AMBER).left_out == {"case": 1}
    assert choose(material_of([import_stix(data, "b")]), Marking.GREEN).left_out == {}


def test_an_object_with_two_faces_is_told() -> None:
    """One sentence for other tools and another one for us."""
    data, _ = export(write_stix, Material(statements=(disclosed(),)))
    bundle = orjson.loads(data)
    note = next(one for one in bundle["objects"] if one.get("labels", [""])[0] == "claim")
    note["extensions"][EXTENSION]["rest"]["sentence"] = "It was somebody else."
    found = import_stix(orjson.dumps(bundle), "b")
    assert any(one.id == note["id"] and "`content`" in one.reason for one in found.troubles)


def test_what_was_changed_or_taken_out_is_told() -> None:
    """A stance taken out, and a party renamed: an export of ours would look otherwise."""
    data, _ = export(write_stix, Material(statements=(disclosed(),)))
    bundle = orjson.loads(data)
    bundle["objects"] = [one for one in bundle["objects"] if one["type"] != "opinion"]
    reasons = [one.reason for one in import_stix(orjson.dumps(bundle), "b").troubles]
    assert sum("taken out on the way" in reason for reason in reasons) == len(disclosed().positions)
    bundle = orjson.loads(data)
    party = next(one for one in bundle["objects"] if one["type"] == "identity" and one["name"] == "US")
    party["name"] = "Somebody else"
    assert import_stix(orjson.dumps(bundle), "b").troubles


def test_what_others_say_becomes_sentences() -> None:
    """A relationship keeps its confidence, an opinion its words; who says it, and what is not there, is told."""
    green = {"object_marking_refs": [IDS[Marking.GREEN]]}
    who = _thing("identity", name="CERT X", identity_class="organization")
    campaign = _thing("campaign", name="Spring", created_by_ref=who["id"])
    actor = _thing("intrusion-set", name="Panda\x1b[31m")
    link = _thing(
        "relationship",
        relationship_type="attributed-to",
        source_ref=campaign["id"],
        target_ref=actor["id"],
        confidence=70,
        created_by_ref=who["id"],
        **green,
    )
    seen = _thing("sighting", sighting_of_ref=actor["id"], count=3, where_sighted_refs=[who["id"]], **green)
    opinion = _thing(
        "opinion", opinion="strongly-disagree", explanation="no", object_refs=[link["id"]], authors=["NATO"], **green
    )
    group = _thing("grouping", name="Rivals", context="suspicious-activity", object_refs=[link["id"], _id("note")])
    odd = _thing("x-thing", x_secret="here")
    found = import_stix(_bundle(who, campaign, actor, link, seen, opinion, group, odd, {**link, "x_score": 4}), "b")
    assert {one.reason for one in found.troubles} == {
        "the same version as objects[3] with another content; neither was taken"
    }
    found = import_stix(_bundle(who, campaign, actor, link, seen, opinion, group, odd), "b")
    one, two, three, four = found.said
    assert one.sentence == "campaign “Spring” is attributed to intrusion-set “Panda\x1b[31m”"
    assert (one.kind, one.confidence, one.speaker, one.marking) == (ClaimKind.CLUSTER, 70, "CERT X", Marking.GREEN)
    assert two.sentence.startswith("intrusion-set “Panda\x1b[31m” was seen 3 times at identity “CERT X”")
    assert three.sentence.startswith("NATO strongly disagrees with: “campaign “Spring” is attributed to")
    assert (four.missing, four.marking, four.said) == (1, Marking.RED, False)
    assert [(left.what, left.number) for left in found.left] == [("x-thing", 1)]
    assert {left.what for left in found.context} == {"identity", "campaign", "intrusion-set"}


def _accounted(found) -> int:
    """Objects that are told of somewhere: taken, said, named, left, older, or refused."""
    members = sum(one.number for one in found.left if "." in one.what or ":" in one.what)
    refused = sum(one.place.startswith(("objects[", "line ", "the object")) and _refused(one) for one in found.troubles)
    counted = sum(one.number for one in (*found.context, *found.left)) - members
    return found.ours + len(found.said) + counted + refused


def _refused(one) -> bool:
    return any(words in one.reason for words in ("no object", "not the one in its id", "no time", "deeper", "number"))


@given(
    st.lists(
        st.one_of(
            st.sampled_from([7, None, {"type": "note"}, {"id": "x"}, [], {"type": "a", "id": "b--1"}]),
            st.builds(
                lambda kind, number, day: {
                    "type": kind,
                    "id": f"{kind}--{number}",
                    "modified": f"2021-07-{day:02}T00:00:00Z",
                    "object_refs": [f"note--{number}", 7],
                },
                st.sampled_from(
                    ["note", "report", "indicator", "x-odd", "ipv4-addr", "sighting", "marking-definition"]
                ),
                st.integers(1, 3),
                st.integers(10, 12),
            ),
        ),
        max_size=12,
    )
)
@settings(max_examples=80, deadline=None)
def test_every_object_is_told_of(objects) -> None:
    """Whatever a file holds, nothing of it goes in silence."""
    found = import_stix(orjson.dumps({"type": "bundle", "objects": objects}), "b")
    assert _accounted(found) == found.objects == len(objects)


CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "cti" / "stix"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of STIX examples is not here")
def test_examples_of_others_are_read_and_accounted_for() -> None:
    """Reports, data and broken examples that others publish: read or refused by name, every object told of."""
    read = refused = said = 0
    for path in sorted(CORPUS.rglob("*.json")):
        if path.stat().st_size > 3_000_000:
            continue
        try:
            found = import_stix(path.read_bytes(), path.name)
        except ReportError:
            refused += 1
            continue
        conflicts = sum("neither was taken" in one.reason for one in found.troubles)
        assert conflicts or _accounted(found) == found.objects, path
        read += 1
        said += len(found.said)
    assert read > 20 and said > 100


def test_members_that_nobody_carries_are_counted() -> None:
    """Custom ones of what says something, and words beyond the limit."""
    note = _thing("note", content="x" * 30_000, x_score=4, object_refs=[_id("campaign")])
    found = import_stix(_bundle(note), "b")
    assert {one.what for one in found.left} == {"note.x_score", "note: own words beyond 20,000 characters"}


def test_of_several_versions_the_latest_counts() -> None:
    """In any order; a revoked one is told as revoked; the same content twice is once."""
    old = _thing("note", content="old", object_refs=[])
    new = {**old, "content": "new", "modified": "2021-07-19T00:00:00.0001Z", "revoked": True}
    for order in ((old, new, new), (new, old, new)):
        found = import_stix(_bundle(*order), "b")
        (said,) = found.said
        assert (said.words, said.withdrawn) == ("new", True)
        assert {one.what: one.number for one in found.left} == {"older versions": 1, "repetitions": 1}


def test_circles_of_references_end() -> None:
    """Relationships between relationships, opinions on opinions, an object about itself."""
    one, two = _id("relationship"), _id("relationship")
    ring = [
        _thing("relationship", relationship_type="related-to", source_ref=two, target_ref=two) | {"id": one},
        _thing("relationship", relationship_type="related-to", source_ref=one, target_ref=one) | {"id": two},
    ]
    me = _thing("sighting", count=1)
    me |= {"sighting_of_ref": me["id"], "where_sighted_refs": [me["id"]]}
    found = import_stix(_bundle(*ring, me), "b")
    assert len(found.said) == 3
    assert all(len(said.sentence) < 5_000 for said in found.said)


@pytest.mark.parametrize(
    "form",
    [
        lambda one: orjson.dumps({"objects": [one]}),
        lambda one: orjson.dumps([one]),
        orjson.dumps,
        lambda one: orjson.dumps(one) + b"\n\n" + orjson.dumps(one) + b"\n",
    ],
    ids=["envelope", "list", "object", "lines"],
)
def test_every_form_in_which_objects_come(form) -> None:
    """Envelopes, lists, one object, and the lines that a pull writes."""
    assert len(import_stix(form(_thing("note", content="x", object_refs=[])), "b").said) == 1


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (7, "no object"),
        ({"type": "note"}, "no `id`"),
        ({"type": "note", "id": "report--x"}, "not the one in its id"),
        (_thing("note", content="x") | {"modified": "yesterday"}, "no time"),
        (_thing("note", content=json.loads("[" * 100 + "]" * 100)), "deeper"),
        ({"type": ["note"], "id": {"a": 1}}, "no object"),
    ],
)
def test_what_is_no_object_is_named_and_the_others_are_taken(item, reason) -> None:
    """By its place."""
    found = import_stix(_bundle(item, _thing("note", content="y", object_refs=[])), "b")
    assert len(found.said) == 1
    assert [(one.place, reason in one.reason) for one in found.troubles] == [("objects[0]", True)]


def test_a_bomb_is_refused_before_it_costs(monkeypatch) -> None:
    """Too many objects, lists, values, bytes: refused with what the limit is."""
    for name, value in (("MOST_OBJECTS", 100), ("_MOST_CONTAINERS", 100), ("_MOST_VALUES", 100), ("MOST_BYTES", 500)):
        with monkeypatch.context() as patch, pytest.raises(ReportError) as caught:
            patch.setattr(opened, name, value)
            import_stix(_bundle(*({"type": "a", "id": "a--1"} for _ in range(101))), "b")
        assert "100" in str(caught.value) or "0 MiB" in str(caught.value)
        assert caught.value.hint


def test_many_objects_take_time_in_proportion() -> None:
    """Forty thousand objects about one object with a long list, and about each other: seconds."""
    hub = _thing("sighting", sighting_of_ref=_id("note"), where_sighted_refs=[_id("identity") for _ in range(20_000)])
    many = [_thing("opinion", opinion="agree", object_refs=[hub["id"]] * 3) for _ in range(20_000)]
    links = [
        _thing("relationship", relationship_type="related-to", source_ref=hub["id"], target_ref=hub["id"])
        for _ in range(20_000)
    ]
    began = time.process_time()
    found = import_stix(_bundle(hub, *many, *links), "b")
    assert len(found.said) == 40_001
    assert time.process_time() - began < 20


def test_two_contents_of_one_version_are_both_refused() -> None:
    """Of a claim of ours, too: nobody can tell which was meant, so neither is believed."""
    data, _ = export(write_stix, Material(statements=(disclosed(),)))
    bundle = orjson.loads(data)
    note = next(one for one in bundle["objects"] if one.get("labels", [""])[0] == "claim")
    bundle["objects"].append({**note, "content": "Another sentence."})
    found = import_stix(orjson.dumps(bundle), "b")
    assert len(found.statements[0].claims) == len(disclosed().claims) - 1
    assert any("neither was taken" in one.reason for one in found.troubles)


def test_terms_of_use_are_no_marking_of_secrecy() -> None:
    """A copyright statement that comes along neither widens nor narrows; alone it is no marking."""
    terms = _thing("marking-definition", definition_type="statement", definition={"statement": "(c)"})
    both = _thing("note", content="x", object_refs=[], object_marking_refs=[terms["id"], IDS[Marking.GREEN]])
    alone = _thing("note", content="x", object_refs=[], object_marking_refs=[terms["id"]])
    found = import_stix(_bundle(terms, both, alone), "b")
    assert [one.marking for one in found.said] == [Marking.GREEN, Marking.RED]
    assert [one.said for one in found.said] == [True, False]
