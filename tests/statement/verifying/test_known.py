"""What a reader has seen before: older and other copies are refused by name, and a log that forks leaves evidence."""

import shutil
from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.statement.invented_bundle import ALLIANCE, AT, LOG, LOG_KEY, ORIGIN, Key
from tests.statement.statements import stance
from tests.statement.verifying.both import changed

from indicia.errors import StatementError
from indicia.model.statement import Stance
from indicia.statement.bundle.log_keys import LogKeys
from indicia.statement.ledger.checkpoint import Checkpoint
from indicia.statement.ledger.note import ED25519, Note, VerifierKey, sign
from indicia.statement.ledger.proving import prove_consistency
from indicia.statement.verifying.items import Outcome, State
from indicia.statement.verifying.trust import Known, Named
from indicia.statement.verifying.verify import Asked, verify_bundle


@pytest.fixture
def known(tmp_path):
    return Known(tmp_path / "known")


def said(found):
    return " | ".join(one.why for one in found.items.of(State.REFUTED))


def test_a_newer_bundle_after_an_older_one(world, known):
    """Taken, remembered; then the older one is a rollback."""
    world.say("US", stance("C1"), stance("C2"))
    world.pack().save(world.root / "old")
    world.say("CA", stance("C1"), stance("C2"))
    world.publish(replace(world.draft, title="A second version"))
    world.pack().save(world.root / "new")
    first = verify_bundle(world.root / "old", Asked(at=AT, known=known))
    assert first.kept and first.items.outcome is Outcome.OWN_WORD
    second = verify_bundle(world.root / "new", Asked(at=AT, known=known))
    assert second.kept and second.items.outcome is Outcome.PROVEN
    assert any("continues the 7 entries" in one.why for one in second.items.of(State.PROVEN))
    again = verify_bundle(world.root / "old", Asked(at=AT, known=known))
    assert again.items.outcome is Outcome.REFUTED and not again.kept
    assert "a checkpoint of 7 entries, but 9 were seen already" in said(again)
    assert verify_bundle(world.root / "new", Asked(at=AT, known=known)).items.outcome is Outcome.PROVEN


def test_an_older_membership_is_a_rollback(world, known, keys):
    from tests.statement.alliance import signed_change

    from indicia.statement.membership.ceremony import change_to, in_force
    from indicia.statement.membership.changes import renewed

    before = world.membership
    roll = renewed(before.roll, root_expires=None, targets_expires=AT + timedelta(days=500))
    change = signed_change(change_to(roll, before), before, world.keys["ann"], world.keys["eve"])
    world.pack().save(world.root / "old")
    world.save_membership(in_force(change, before))
    world.pack().save(world.root / "new")
    assert verify_bundle(world.root / "new", Asked(at=AT, known=known)).kept
    found = verify_bundle(world.root / "old", Asked(at=AT, known=known))
    assert "rollback: targets 1 of example-2021, but targets 2 was seen before" in said(found)


def test_an_equivocating_log(world, known):
    """Two histories of one size, both signed: the second is refused, and both are kept as evidence."""
    world.say("US", stance("C1"), stance("C2"))
    world.pack().save(world.root / "one")
    assert verify_bundle(world.root / "one", Asked(at=AT, known=known)).kept
    shutil.copytree(world.root / "one", world.root / "two")
    head = Checkpoint(ORIGIN, 7, b"\x07" * 32)
    note = Note(head.text, (sign(head.text, ORIGIN, LOG),))
    changed(world.root / "two", "ledger/checkpoint", lambda _: note.data)
    found = verify_bundle(world.root / "two", Asked(at=AT, known=known))
    assert "two histories" in said(found)
    assert known.memory.evidence(ORIGIN)
    after = verify_bundle(world.root / "one", Asked(at=AT, known=known))
    assert "showed two histories; nothing of it is taken" in said(after)


def test_a_log_that_forked(world, known, tmp_path, keys):
    """Longer than what was seen, and not its continuation."""
    from tests.statement.invented_bundle import empty_world

    world.say("US", stance("C1"), stance("C2"))
    world.pack().save(world.root / "one")
    assert verify_bundle(world.root / "one", Asked(at=AT, known=known)).kept
    other = empty_world(tmp_path / "other", keys)
    other.save_membership(world.membership)
    other.publish()
    other.say("US", stance("C1", Stance.DISSENT), stance("C2"))
    other.say("CA", stance("C1"), stance("C2"))
    other.pack().save(other.root / "two")
    found = verify_bundle(other.root / "two", Asked(at=AT, known=known))
    assert "it forked" in said(found)
    assert not found.kept


def test_another_key_of_the_log(bundle, known):
    assert verify_bundle(bundle, Asked(at=AT, known=known)).kept
    other = VerifierKey(ORIGIN, ED25519, Key("other").public)
    changed(bundle, "ledger/keys.json", lambda _: LogKeys(other, ()).to_bytes())
    assert "another log" in said(verify_bundle(bundle, Asked(at=AT, known=known)))


def test_another_alliance_of_the_same_name(bundle, known, tmp_path):
    from tests.statement.invented_bundle import empty_world, keys_of_all

    assert verify_bundle(bundle, Asked(at=AT, known=known)).kept
    other = empty_world(tmp_path / "other", keys_of_all())
    other.publish()
    other.pack().save(other.root / "b")
    found = verify_bundle(other.root / "b", Asked(at=AT, known=known))
    assert f"another alliance that calls itself {ALLIANCE}" in said(found)


def test_entries_in_between_need_a_proof(world, known, tmp_path):
    """A second statement whose bundle begins later than what was seen: only a proof shows that the log did not fork."""
    world.pack().save(world.root / "one")
    assert verify_bundle(world.root / "one", Asked(at=AT, known=known)).kept
    world.clock += timedelta(hours=1)
    world.log(b"a gap")
    world.log(b"another one")
    world.clock += timedelta(hours=1)
    from indicia.statement.folder import StatementFolder

    world.folder = StatementFolder.create(world.root / "second")
    world.versions.clear()
    world.draft = replace(
        world.draft, statement="3f1c9a52-0000-4000-8000-000000000002", version=1, previous=None, sealed=0
    )
    world.publish()
    world.pack().save(world.root / "two")
    found = verify_bundle(world.root / "two", Asked(at=AT, known=known))
    assert found.items.outcome is Outcome.CANNOT_TELL and not found.kept
    proof = prove_consistency(world.ledger, 6)
    shown = verify_bundle(world.root / "two", Asked(at=AT, known=known, proof=proof))
    assert shown.items.outcome is Outcome.PROVEN and shown.kept
    wrong = replace(proof, path=tuple(reversed(proof.path)))
    assert (
        verify_bundle(world.root / "two", Asked(at=AT, known=Known(tmp_path / "new"), proof=wrong)).items.outcome
        is Outcome.OWN_WORD
    )  # nothing was seen there, so that nothing has to be continued


def test_what_somebody_named(bundle):
    """Fingerprint and key, as they were told; another one is refused."""
    found = verify_bundle(bundle, Asked(at=AT))
    assert found.first_root is not None
    named = Named(root=found.first_root, log=LOG_KEY)
    again = verify_bundle(bundle, Asked(at=AT, named=named))
    assert again.items.outcome is Outcome.PROVEN
    assert not any(one.what in ("first root", "keys of the log") for one in again.items.of(State.ABSENT))
    for wrong in (Named(root="0" * 32), Named(root=found.first_root[:9])):
        assert "not the one that was named" in said(verify_bundle(bundle, Asked(at=AT, named=wrong)))
    other = Named(log=VerifierKey(ORIGIN, ED25519, Key("other").public))
    assert "another log" in said(verify_bundle(bundle, Asked(at=AT, named=other)))


def test_a_memory_that_is_damaged(bundle, known):
    assert verify_bundle(bundle, Asked(at=AT, known=known)).kept
    (known.root / "statements.json").write_bytes(b"{}")
    with pytest.raises(StatementError, match="missing"):
        known.alliance(ALLIANCE)


def test_nothing_false_is_remembered(bundle, known):
    (bundle / "disclosures" / "claims.jsonl").write_bytes(b"x\n")
    from tests.statement.verifying.both import reindexed

    assert not verify_bundle(reindexed(bundle), Asked(at=AT, known=known)).kept
    assert known.alliance(ALLIANCE) is None
