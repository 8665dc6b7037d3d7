"""A ceiling keeps back what is stricter, whatever rests on it, and every trace of how much that was."""

import orjson
import pytest
from materials import DIGEST, answer, case, claims, disclosed, everything, export, listed
from msgspec.structs import replace
from results import rich
from test_forms import EVERY

from indicia.model.statement import FindingSupport, Marking
from indicia.sharing.material import Material, choose, effective
from indicia.sharing.stix.again import read_again
from indicia.sharing.stix.write import write_stix
from indicia.sharing.tlp import IDS, of_tags, of_text


def _material(*tlps: str) -> Material:
    findings = (*rich().findings, *(listed(90 + number, tlp) for number, tlp in enumerate(tlps)))
    return replace(everything(), cases=(case(findings),))


@pytest.mark.parametrize(
    ("tlp", "kept_at"),
    [
        ("TLP:CLEAR", Marking.CLEAR),
        ("white", Marking.CLEAR),
        ("TLP:GREEN", Marking.GREEN),
        ("tlp:amber", Marking.AMBER),
        ("TLP:AMBER+STRICT", Marking.STRICT),
        ("TLP:RED", Marking.RED),
        ("not given", Marking.RED),
        ("TLP:PURPLE", Marking.RED),
        ("", Marking.RED),
    ],
)
def test_an_indicator_keeps_the_marking_of_its_list(tlp, kept_at) -> None:
    """Exported from its own marking on; unknown and missing are the strictest."""
    for ceiling in Marking:
        chosen = choose(_material(tlp), ceiling)
        there = any(one.summary == "secret-90 was seen" for one in chosen.material.cases[0].findings)
        assert there is kept_at.within(ceiling)
        assert ("finding" in chosen.left_out) is not there


@pytest.mark.parametrize("name", EVERY)
def test_nothing_of_what_is_kept_back_is_in_the_file(name) -> None:
    """Its words, its list, its address, the numbers of findings, and what was made from it."""
    chosen = choose(_material("TLP:RED", "TLP:RED"), Marking.GREEN)
    data, _ = export(EVERY[name], chosen.material)
    for word in (b"secret-90", b"partner-90", b"198.51.100.9", b"hidden-sentence", b"hidden-reason"):
        assert word not in data
    assert IDS[Marking.RED].encode() not in data
    assert rich().hosts[0].patched.encode() not in data
    assert answer().sentence.encode() not in data
    # A claim for everybody names the finding that it rests on; the case alone names none.
    data, _ = export(EVERY[name], replace(chosen.material, statements=()))
    assert not any(f'"F{number}"'.encode() in data for number in range(100))
    assert b"TLP:RED" not in data
    assert chosen.left_out == {
        "finding": 2,
        "assessment of a server": 1,
        "attribution": 1,
        "claim": 2,
        "position": 1,
        "stance": 3,
    }


@pytest.mark.parametrize("name", EVERY)
def test_the_file_is_the_same_however_much_is_kept_back(name) -> None:
    """One or three: hidden equals absent."""
    one, _ = export(EVERY[name], choose(_material("TLP:RED"), Marking.GREEN).material)
    three, _ = export(EVERY[name], choose(_material("TLP:RED", "TLP:RED", "x"), Marking.GREEN).material)
    assert one == three


def test_without_a_ceiling_everything_is_red() -> None:
    """And nothing is left out."""
    chosen = choose(_material("TLP:RED"), None)
    assert chosen.left_out == {}
    data, _ = export(write_stix, chosen.material)
    refs = [item["object_marking_refs"] for item in orjson.loads(data)["objects"] if item["type"] == "sighting"]
    assert refs
    assert all(one == [IDS[Marking.RED]] for one in refs)


def test_a_claim_marks_the_finding_that_it_rests_on() -> None:
    """What a claim calls RED does not leave with the case either."""
    support = FindingSupport(case=DIGEST, id="F3", detector="shell-written", exhibits=(), marking=Marking.RED)
    told = disclosed()
    told = replace(told, claims=(replace(told.claims[0], support=(support,)), *told.claims[1:]))
    chosen = choose(Material(cases=(case(),), statements=(told,)), Marking.AMBER)
    assert chosen.left_out["finding"] == 1
    hidden = next(one for one in rich().findings if one.id == "F3")
    kept = {one.summary for one in chosen.material.cases[0].findings}
    assert {one.summary for one in rich().findings} - kept == {hidden.summary}


def test_a_claim_is_as_strict_as_what_it_rests_on() -> None:
    """Also over other claims, whatever its author wrote; a circle and a claim that is not there are RED."""
    told = {claim.id: replace(claim, effective=Marking.CLEAR, marking=Marking.CLEAR) for claim in claims()}
    assert [effective(claim, told) for claim in told.values()] == [Marking.CLEAR, Marking.AMBER, Marking.AMBER]
    circle = {"C2": replace(told["C3"], id="C2")}
    assert effective(circle["C2"], circle) is Marking.RED
    assert effective(told["C3"], {}) is Marking.RED


def test_a_cut_statement_does_not_say_what_was_cut() -> None:
    """No digest, no commitments, no root: they would tell how many claims and stances there are."""
    chosen = choose(Material(statements=(disclosed(),)), Marking.AMBER)
    data, loss = export(write_stix, chosen.material)
    told = disclosed()
    for secret in (told.statement.root, told.statement.claims[2].commitment, told.statement.claims[0].commitment, "C3"):
        assert secret.encode() not in data
    (again,) = read_again(data).statements
    assert again.statement is None
    assert [claim.id for claim in again.claims] == ["C1", "C2"]
    assert [(one.party, one.position is None, len(one.stances)) for one in again.positions] == [
        ("US", False, 2),
        ("CA", True, 1),
        ("NATO", False, 1),
    ]
    assert "root" in {one.member for one in loss.members if one.kind == "statement"}


def test_a_party_limits_where_its_stances_go() -> None:
    """Its own ceiling counts beside the reader's."""
    told = disclosed()
    shy = replace(told.positions[0], position=replace(told.positions[0].position, ceiling=Marking.CLEAR))
    chosen = choose(Material(statements=(replace(told, positions=(shy,)),)), Marking.RED)
    assert [one.claim for one in chosen.material.statements[0].positions[0].stances] == ["C1"]
    assert chosen.left_out == {"stance": 1}


def test_a_statement_stricter_than_the_ceiling_stays_here() -> None:
    """All of it."""
    told = disclosed()
    red = replace(told, statement=replace(told.statement, marking=Marking.RED))
    chosen = choose(Material(statements=(red,)), Marking.STRICT)
    assert chosen.material.statements == ()
    assert chosen.left_out == {"statement": 1}


def test_markings_in_words_and_tags() -> None:
    """Of several the strictest; none or an unknown one is RED."""
    assert of_tags(["tlp:green", "tlp:amber", "other"]) is Marking.AMBER
    assert of_tags([]) is of_tags(["tlp:x"]) is of_tags(["tlp:clear", "tlp:x"]) is Marking.RED
    assert of_text("Amber+Strict ") is Marking.STRICT
