"""Drafts and sealed versions: numbers are given once, what was sealed stays, and nothing else opens a commitment."""

import stat
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.growth import assert_grows_with_length
from tests.statement.statements import HASH, NOON, claim, draft, heard, place, policy, position, stance, version

from indicia.errors import StatementError
from indicia.model.statement import Marking
from indicia.statement.canonical import canonical
from indicia.statement.changes import ChangeKind, changes
from indicia.statement.claim_objects import claim_object
from indicia.statement.commitments import claims_root, disclose
from indicia.statement.draft import draft_object, draft_of, with_changed, with_claims, with_withdrawn, without
from indicia.statement.folder import StatementFolder
from indicia.statement.manifest import Manifest, ManifestFile, manifest_object, manifest_of
from indicia.statement.version import next_draft, sealed_version, version_of


def test_a_number_is_never_given_again() -> None:
    """Dropped or withdrawn: the next claim gets the next number."""
    one = draft(claim(1), claim(2))
    one = without(one, "C2")
    assert one.spent == 2
    with pytest.raises(StatementError, match="given twice"):
        with_claims(one, [claim(2)])
    one = with_claims(one, [claim(3)])
    assert [each.id for each in one.claims] == ["C1", "C3"]


@given(st.lists(st.sampled_from(["add", "drop", "withdraw", "seal"]), max_size=14))
def test_whatever_is_done_ids_are_spent_once_and_sealed_claims_stay(deeds) -> None:
    """Over any course of work: no id twice, none comes back, every sealed claim is in all later versions."""
    working, before, at = draft(claim(1)), None, NOON
    given: list[str] = ["C1"]
    for number, deed in enumerate(deeds):
        standing = [one.id for one in working.claims if one.withdrawn is None]
        if deed == "add":
            id = working.spent + 1
            working = with_claims(working, [claim(id, f"Deed {number}.")])
            assert f"C{id}" not in given
            given.append(f"C{id}")
        elif deed == "drop" and standing[-1:] and int(standing[-1][1:]) > working.sealed and len(standing) > 1:
            working = without(working, standing[-1])
        elif deed == "withdraw" and len(standing) > 1:
            working = with_withdrawn(working, standing[-1], "we were wrong")
        elif deed == "seal":
            at += timedelta(hours=1)
            try:
                sealed = sealed_version(working, at, before)
            except StatementError as error:
                assert "nothing changed" in str(error)
                continue
            if before is not None:
                ids = [one.id for one in sealed.statement.claims]
                assert {one.id for one in before.statement.claims} <= set(ids)
                assert sealed.statement.previous == before.digest
            working, before = next_draft(working, sealed), sealed
    assert draft_of(draft_object(working)) == working


def test_withdrawn_stays_with_its_sentence() -> None:
    """And says why; it cannot be changed or withdrawn again, and what was sealed cannot be dropped."""
    first = version(claim(1), claim(2))
    working = with_withdrawn(next_draft(draft(claim(1), claim(2)), first), "C2", "wrong server")
    second = sealed_version(working, NOON + timedelta(days=1), first)
    gone = next(one for one in second.claims if one.id == "C2")
    assert (gone.sentence, gone.withdrawn) == ("Server 2 was broken into.", "wrong server")
    for act in (
        lambda: with_withdrawn(working, "C2", "again"),
        lambda: with_changed(working, replace(gone, sentence="x")),
        lambda: without(working, "C1"),
        lambda: with_withdrawn(working, "C1", "  "),
    ):
        with pytest.raises(StatementError):
            act()
    told = changes(first, second)
    assert told.follows and told.same == 1
    assert [(one.id, one.kind) for one in told.claims] == [("C2", ChangeKind.WITHDRAWN)]


def test_what_changed_cannot_be_told_of_what_is_hidden() -> None:
    """Salts are new in each version: equal claims have unlike commitments."""
    first = version(claim(1), claim(2, marking=Marking.RED))
    working = with_claims(next_draft(draft(claim(1), claim(2, marking=Marking.RED)), first), [claim(3)])
    second = sealed_version(working, NOON, first)
    assert {one.commitment for one in first.statement.claims}.isdisjoint(
        one.commitment for one in second.statement.claims
    )
    told = changes(first.up_to(Marking.CLEAR), second.up_to(Marking.CLEAR))
    assert [(one.id, one.kind) for one in told.claims] == [("C2", ChangeKind.HIDDEN), ("C3", ChangeKind.NEW)]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda one: replace(one, claims=()), "no claim"),
        (lambda one: replace(one, policy=None), "no policy"),
        (lambda one: replace(one, policy=policy(claims=("C9",))), "not there or was withdrawn"),
        (lambda one: replace(one, version=2), "is not here"),
        (lambda one: replace(one, previous=HASH), "is not here"),
    ],
)
def test_what_cannot_be_sealed(change, why) -> None:
    """Named."""
    with pytest.raises(StatementError, match=why):
        sealed_version(change(draft()), NOON, None)


def test_a_version_continues_the_one_before() -> None:
    """Not another one, not earlier, not without its claims, not without a change."""
    first = version(claim(1), claim(2))
    working = next_draft(draft(claim(1), claim(2)), first)
    grown = with_claims(working, [claim(3)])
    for made, at, why in (
        (working, NOON, "nothing changed"),
        (grown, NOON - timedelta(hours=1), "made before"),
        (replace(grown, claims=grown.claims[1:], policy=policy(claims=("C2",))), NOON, "is gone"),
        (replace(grown, previous=HASH), NOON, "does not follow"),
    ):
        with pytest.raises(StatementError, match=why):
            sealed_version(made, at, first)


def test_only_what_was_committed_to_is_taken() -> None:
    """A changed object, another salt, another version's disclosure, a root that does not fit."""
    one = version(claim(1), claim(2))
    held = one.claim_disclosures["C1"]
    changed = replace(held, object={**held.object, "sentence": "Another."})  # type: ignore[dict-item]  # an object
    again = disclose(held.object)
    other = version(claim(1), claim(2)).claim_disclosures["C1"]
    for wrong in (changed, again, other):
        with pytest.raises(StatementError, match="not committed to"):
            version_of(one.payload, [wrong], (), "here")
    payload = orjson.loads(one.payload)
    payload["predicate"]["root"] = claims_root([])
    with pytest.raises(StatementError, match="root"):
        version_of(canonical(payload), (), (), "here")


def test_a_claim_under_the_name_of_another_is_refused() -> None:
    """Committed to as C1, calling itself C2; and one that counts as less than it is marked."""
    one = version(claim(1), claim(2))
    for wrong, why in (
        (claim_object(claim(7)), "calls itself C7"),
        (claim_object(replace(claim(1), marking=Marking.RED)), "weaker than its own"),
    ):
        held = disclose(wrong)
        payload = orjson.loads(one.payload)
        payload["predicate"]["claims"] = [{"id": "C1", "commitment": held.commitment}]
        payload["predicate"]["root"] = claims_root([held.commitment])
        with pytest.raises(StatementError, match=why):
            version_of(canonical(payload), [held], (), "here")


def test_what_a_reader_may_see() -> None:
    """Claims by their effective marking, manifests by theirs; the statement's own marking guards all of it."""
    manifest = Manifest(
        case=HASH, ruleset="", files=(ManifestFile(sha256=HASH, size=1, name="a"),), marking=Marking.RED
    )
    working = with_claims(draft(claim(1), claim(2, support=(place(marking=Marking.AMBER),))), [], [manifest])
    one = sealed_version(working, NOON, None)
    shown = one.up_to(Marking.GREEN)
    assert [each.id for each in shown.claims] == ["C1"] and shown.hidden == ("C2",) and not shown.manifests
    assert one.up_to(Marking.RED).manifests == (manifest,)
    assert manifest_of(manifest_object(manifest)) == manifest
    with pytest.raises(StatementError, match="stricter"):
        version(claim(1), marking=Marking.AMBER).up_to(Marking.GREEN)


def test_the_folder_keeps_every_version(tmp_path: Path) -> None:
    """Read back as they were; another payload under a sealed name is refused; salts are for their owner alone."""
    folder = StatementFolder.create(tmp_path / "st")
    first = version(claim(1), claim(2))
    folder.save_draft(draft(claim(1), claim(2)))
    folder.save_version(first)
    folder.save_version(first)
    assert folder.version(1) == first and folder.versions() == (1,)
    with pytest.raises(StatementError, match="already"):
        folder.save_version(version(claim(1)))
    made = position(first, "CA", stance("C1"))
    folder.save_position(made.payload, made.disclosures)
    assert folder.heard() == (heard(made),)
    secret = [folder.root / "draft.json", *(folder.root / "disclosures").iterdir()]
    assert len(secret) == 4
    for path in secret:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.chmod(0o644)
    for read in (folder.draft, folder.version, folder.heard):
        with pytest.raises(StatementError, match="others on this machine"):
            read()


def test_nothing_that_does_not_belong_there(tmp_path: Path) -> None:
    """Strange names, positions under the name of another party, folders that hold something else."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(StatementError, match="not empty"):
        StatementFolder.create(tmp_path / "full")
    with pytest.raises(StatementError, match="no statement here"):
        StatementFolder.open(tmp_path)
    folder = StatementFolder.create(tmp_path / "st")
    one = version(claim(1))
    folder.save_version(one)
    made = position(one, "CA", stance("C1"))
    folder.save_position(made.payload, made.disclosures)
    path = folder.root / "positions" / "CA.1.payload.json"
    path.rename(path.with_name("US.1.payload.json"))
    with pytest.raises(StatementError, match="it is CA's"):
        folder.heard()
    (folder.root / "positions" / "note.txt").touch()
    with pytest.raises(StatementError, match="nothing that belongs here"):
        folder.heard()


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"{}", b'{"format": "indicia-draft/1"}', b"\xff", b"[" * 100_000, b'{"format": 1}', b"null"],
)
def test_a_hostile_draft_is_refused(text: bytes, tmp_path: Path) -> None:
    """With a clear word, never a traceback."""
    folder = StatementFolder.create(tmp_path / "st")
    path = folder.root / "draft.json"
    path.write_bytes(text)
    path.chmod(0o600)
    with pytest.raises(StatementError):
        folder.draft()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    )
)
def test_any_json_in_place_of_a_member_of_a_draft(value) -> None:
    """Refused or the same draft again."""
    whole = draft_object(draft())
    assert isinstance(whole, dict)
    for name in whole:
        try:
            found = draft_of({**whole, name: value})
        except StatementError:
            continue
        assert draft_of(draft_object(found)) == found


def test_a_claim_that_is_gone_is_named() -> None:
    """No version that was sealed here loses one; one made elsewhere could."""
    told = changes(version(claim(1), claim(2)), version(claim(1), at=NOON + timedelta(days=1)))
    assert [(one.id, one.kind) for one in told.claims] == [("C2", ChangeKind.GONE)]
    assert not told.follows


def test_a_statement_of_many_claims() -> None:
    """Nothing grows with the square of their number, up to 5,000 claims with as many stances."""
    from indicia.statement.agreement import agreement
    from indicia.statement.lint import lint

    def state(size: int) -> None:
        many = [claim(number) for number in range(1, size + 1)]
        one = version(*many)
        said = heard(position(one, "CA", *(stance(each.id) for each in many)))
        assert len(agreement(one, [said], (), NOON + timedelta(days=1)).claims) == size
        assert changes(one, one).same == size and lint(many, policy()) == ()

    assert_grows_with_length(state, 5_000)
