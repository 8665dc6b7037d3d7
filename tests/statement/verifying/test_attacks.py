"""Every attack on a statement that issue and formats name; both verifiers refuse each, the first one by name."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec.structs import replace
from securesystemslib.formats import encode_canonical
from tests.statement.alliance import signed_change
from tests.statement.invented_bundle import (
    ALLIANCE,
    AT,
    LOG,
    LOG_KEY,
    NOON,
    ORIGIN,
    Key,
    claims,
    empty_world,
    rewritten_log,
)
from tests.statement.statements import claim, meant, stance
from tests.statement.verifying.both import both, changed, disregarded, lines, member, proven, refuted, reindexed, small

from indicia.model.statement import Marking, Stance
from indicia.statement.bundle.log_keys import LogKeys
from indicia.statement.canonical import canonical
from indicia.statement.claim_objects import claim_object
from indicia.statement.commitments import claims_root, disclose
from indicia.statement.envelope import PayloadType, seal
from indicia.statement.keys.pair import make_pair
from indicia.statement.ledger.checkpoint import Checkpoint
from indicia.statement.ledger.note import COSIGNATURE, Note, VerifierKey, cosign, note_of, sign, with_signatures
from indicia.statement.ledger.proving import prove_before
from indicia.statement.membership.ceremony import change_to, in_force
from indicia.statement.membership.changes import without_party
from indicia.statement.membership.roll import Why
from indicia.statement.objects import position_object
from indicia.statement.policy import Outcome as Issued
from indicia.statement.positions import heard_of, new_position
from indicia.statement.verifying.items import Outcome, State
from indicia.statement.verifying.trust import Named
from indicia.statement.verifying.verify import Asked, verify_bundle


def test_as_it_is(bundle, archive, green):
    """Nothing changed: proven by both, down to the bytes where these travel along."""
    whole = proven(bundle)
    assert whole.policy is not None and whole.policy.outcome is Issued.ISSUED
    assert any(one.why.endswith("these are the bytes") for one in whole.items.of(State.PROVEN))
    assert proven(archive).claims == whole.claims
    seen = proven(green)
    assert [one.id for one in seen.claims] == ["C1", "C2", "C3"]
    assert any(one.what == "C4 of version 1" for one in seen.items.of(State.ABSENT))


# -- claims


def test_a_claim_swapped_for_another_sentence(bundle):
    def change(data):
        rows = [orjson.loads(line) for line in data.splitlines()]
        rows[0]["object"]["sentence"] = "Nothing happened."
        return b"".join(canonical(one) + b"\n" for one in rows)

    refuted(changed(bundle, "disclosures/claims.jsonl", change), "never committed to")


def test_two_claims_swapped_by_their_author(world):
    """Committed to as C1, and calling itself C2."""
    version = world.versions[1]
    first, second = (disclose(claim_object(one)) for one in (claim(2), claim(1)))
    payload = orjson.loads(version.payload)
    for number, one in enumerate((first, second)):
        payload["predicate"]["claims"][number]["commitment"] = one.commitment
    payload["predicate"]["root"] = claims_root([one["commitment"] for one in payload["predicate"]["claims"]])
    world.pack().save(world.root / "b")
    envelope = seal(canonical(payload), PayloadType.STATEMENT, world.keys["US"])
    _relog(world, "statements/1.dsse.json", envelope)
    (world.root / "b" / "disclosures" / "claims.jsonl").write_bytes(
        b"".join(canonical(one.to_object()) + b"\n" for one in (first, second))
    )
    (world.root / "b" / "disclosures" / "manifests.jsonl").unlink()
    refuted(reindexed(world.root / "b"), "swapped")


def test_a_claim_marked_weaker_than_what_it_rests_on(tmp_path, keys):
    world = empty_world(tmp_path / "w", keys)
    version = world.publish()
    payload = orjson.loads(version.payload)
    weak = disclose(claim_object(replace(claims()[0], effective=Marking.CLEAR)))
    payload["predicate"]["claims"][0]["commitment"] = weak.commitment
    payload["predicate"]["root"] = claims_root([one["commitment"] for one in payload["predicate"]["claims"]])
    world.pack().save(world.root / "b")
    _relog(world, "statements/1.dsse.json", seal(canonical(payload), PayloadType.STATEMENT, world.keys["US"]))
    (world.root / "b" / "disclosures" / "claims.jsonl").write_bytes(canonical(weak.to_object()) + b"\n")
    (world.root / "b" / "disclosures" / "manifests.jsonl").unlink()
    refuted(reindexed(world.root / "b"), "weaker than")


def test_a_claim_disclosed_twice(bundle):
    refuted(changed(bundle, "disclosures/claims.jsonl", lambda data: data + lines(data)[0]), "there twice")


def test_other_bytes_of_evidence(bundle, tmp_path):
    """A file that has its name and not its content never counts; a claim about other bytes is refuted."""
    path = next(one for one in (bundle / "evidence").iterdir() if b"POST" in one.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"POST", b"GET "))
    refuted(reindexed(bundle), "is not the file that its name says")


# -- positions


def test_stripped_dissent(world):
    """GB dissents; whoever hands the bundle on takes it out, everywhere but in the log."""
    world.say("US", stance("C1"), stance("C2"))
    world.say("CA", stance("C1"), stance("C2"))
    world.say("GB", stance("C1", Stance.DISSENT), stance("C2"))
    world.pack().save(world.root / "b")
    proven(world.root / "b")
    (world.root / "b" / "positions" / "GB.1.dsse.json").unlink()
    refuted(reindexed(world.root / "b"), "position 1 of GB: was logged and is not here")


def test_dissent_stripped_from_the_log_too(world):
    world.say("US", stance("C1"), stance("C2"))
    world.say("GB", stance("C1", Stance.DISSENT), stance("C2"))
    world.pack().save(world.root / "b")
    (world.root / "b" / "positions" / "GB.1.dsse.json").unlink()
    entries = world.root / "b" / "ledger" / "entries.jsonl"
    entries.write_bytes(b"".join(lines(entries.read_bytes())[:-1]))
    refuted(reindexed(world.root / "b"), "left out")


def test_hidden_dissent_cannot_count_as_none(world):
    """Dissent whose stance the reader may not see: nobody can tell whether it was issued."""
    world.say("US", stance("C1"), stance("C2"))
    world.say("CA", stance("C1"), stance("C2"))
    world.say(
        "GB", stance("C1", Stance.DISSENT, marking=Marking.RED), stance("C2", Stance.DISSENT), ceiling=Marking.RED
    )
    world.say("CA", stance("C1", Stance.DISSENT, marking=Marking.RED), stance("C2"))
    world.pack(Marking.GREEN).save(world.root / "b")
    found = both(world.root / "b")
    assert found.items.outcome is Outcome.CANNOT_TELL
    assert found.policy is not None and found.policy.outcome is Issued.HIDDEN


def test_a_replayed_old_position(bundle):
    """GB's first position under the name of its second."""
    first = (bundle / "positions" / "GB.1.dsse.json").read_bytes()
    refuted(changed(bundle, "positions/GB.2.dsse.json", lambda _: first), "position 2 of GB: is not what was logged")


def test_an_old_position_logged_again_counts_for_nothing(world):
    world.say("GB", stance("C1", Stance.DISSENT), stance("C2"))
    world.say("GB", stance("C1"), stance("C2"))
    world.say("US", stance("C1"), stance("C2"))
    world.log((world.folder.root / "positions" / "GB.1.dsse.json").read_bytes())
    world.pack().save(world.root / "b")
    found = proven(world.root / "b")
    assert found.policy is not None and found.policy.agree == ("US", "GB")


def test_a_position_of_another_statement(world, tmp_path, keys):
    """Signed and logged, and about something else."""
    other = empty_world(tmp_path / "other", keys, statement="3f1c9a52-0000-4000-8000-000000000002")
    other.publish()
    made = other.say("CA", stance("C1"), stance("C2"))
    held = orjson.loads(made.payload)
    held["statement"] = world.versions[1].statement.statement
    payload = canonical(held)
    envelope = seal(payload, PayloadType.POSITION, world.keys["CA"])
    world.pack().save(world.root / "b")
    _relog(world, "positions/CA.1.dsse.json", envelope)
    refuted(reindexed(world.root / "b"), "about another version 1")


def test_a_position_that_was_never_logged(world):
    world.say("US", stance("C1"), stance("C2"))
    made = world.say("CA", stance("C1"), stance("C2"), log=False)
    world.pack().save(world.root / "b")
    envelope = (world.folder.root / "positions" / "CA.1.dsse.json").read_bytes()
    (world.root / "b" / "positions" / "CA.1.dsse.json").write_bytes(envelope)
    refuted(reindexed(world.root / "b"), "position 1 of CA: is here and was never logged")
    assert made.position.sequence == 1


def test_a_missing_sequence(world):
    """Position 2 of a party that never logged its first."""
    version = world.versions[1]
    first = new_position(meant(version, "CA", stance("C1")), version, (), NOON + timedelta(minutes=8))
    heard = heard_of(first.payload, first.disclosures, "first")
    second = new_position(meant(version, "CA", stance("C2")), version, (heard,), NOON + timedelta(minutes=9))
    world.pack().save(world.root / "b")
    _relog(world, "positions/CA.2.dsse.json", seal(second.payload, PayloadType.POSITION, world.keys["CA"]))
    refuted(reindexed(world.root / "b"), "position 1, which it follows, is not here")


def test_two_positions_with_one_sequence(world):
    """A party that tells one thing to some and another thing to others."""
    version = world.versions[1]
    world.say("CA", stance("C1"), stance("C2"))
    other = new_position(meant(version, "CA", stance("C1", Stance.DISSENT)), version, (), NOON + timedelta(minutes=9))
    envelope = seal(other.payload, PayloadType.POSITION, world.keys["CA"])
    world.log(envelope)
    world.folder.save_other(envelope)
    world.pack().save(world.root / "b")
    refuted(world.root / "b", "two unlike positions of CA")
    next((world.root / "b" / "others").iterdir()).unlink()
    refuted(reindexed(world.root / "b"), "was logged and is not here")


# -- keys


def test_signed_by_another_member(world):
    world.say("CA", stance("C1"), stance("C2"), signer=world.keys["US"])
    world.pack().save(world.root / "b")
    disregarded(world.root / "b", "signed by US, not by CA")


def test_signed_by_unknown_keys(world, keys):
    world.say("CA", stance("C1"), stance("C2"), signer=make_pair())
    world.pack().save(world.root / "b")
    disregarded(world.root / "b", "signed by unknown keys")


def test_signed_by_a_removed_member(world):
    """CA left at noon; what it signed later and had logged later is refused, what came before stays."""
    world.say("CA", stance("C1"), stance("C2"))
    left = world.clock + timedelta(seconds=30)
    roll = without_party(world.membership.roll, "CA", why=Why.LEFT, until=left)
    change = change_to(roll, world.membership)
    signed = signed_change(change, world.membership, world.keys["ann"], world.keys["bob"])
    world.save_membership(in_force(signed, world.membership))
    world.pack().save(world.root / "before")
    proven(world.root / "before")
    world.say("CA", stance("C1", Stance.DISSENT), stance("C2"))
    world.pack().save(world.root / "b")
    found = disregarded(world.root / "b", "removed keys of CA")
    assert found.policy is not None and found.policy.dissenting == ()


def test_an_old_membership_in_which_the_removed_member_still_counts(world):
    roll = without_party(world.membership.roll, "CA", why=Why.STOLEN, until=world.clock)
    change = signed_change(change_to(roll, world.membership), world.membership, world.keys["ann"], world.keys["bob"])
    newer = in_force(change, world.membership)
    world.log(newer.targets.to_bytes())
    world.say("CA", stance("C1"), stance("C2"))
    world.pack().save(world.root / "b")
    refuted(world.root / "b", "an old membership: version 2 was logged")


def test_threshold_met_by_one_officer_twice(bundle):
    """Two of three officers are needed; one signs, and stands there twice."""

    def change(data):
        held = orjson.loads(data)
        ids = next(one["keyids"] for one in held["signed"]["officers"] if one["name"] == "ann")
        mine = [one for one in held["signatures"] if one["keyid"] in ids]
        held["signatures"] = mine + mine
        return canonical(held)

    refuted(changed(bundle, "membership/root.1.json", change), "second signature by the same key")

    def alone(data):
        held = orjson.loads(data)
        held["signatures"] = held["signatures"][:2]
        return canonical(held)

    refuted(changed(bundle, "membership/root.1.json", alone), "membership")


@pytest.mark.parametrize("downgrade", ["second is the first kind", "a second spelling", "upper case", "no pair"])
def test_one_of_two_algorithms_downgraded_by_officers(bundle, keys, downgrade):
    """Officers who enter weaker keys for a party: neither verifier takes another kind or spelling for the one it is."""

    def change(data):
        held = orjson.loads(data)
        known, tenure = held["signed"]["delegations"]["keys"], held["signed"]["delegations"]["tenures"][0]
        first, second = tenure["keyids"]
        match downgrade:
            case "second is the first kind":
                raw = Ed25519PublicKey.from_public_bytes(bytes.fromhex(known[first]["keyval"]["public"]))
                pem = raw.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
                new = {**known[second], "keyval": {"public": pem}}
            case "a second spelling":
                new = {**known[second], "keyval": {"public": known[second]["keyval"]["public"].rstrip("\n")}}
            case "upper case":
                new, second = {**known[first], "keyval": {"public": known[first]["keyval"]["public"].upper()}}, first
            case _:
                new = known[first]
        name = hashlib.sha256(encode_canonical(new).encode()).hexdigest()
        text = orjson.dumps(held["signed"]).decode().replace(second, name)
        held["signed"] = orjson.loads(text)
        held["signed"]["delegations"]["keys"][name] = new
        payload = encode_canonical(held["signed"]).encode()
        signed = [one for officer in ("ann", "bob") for one in keys[officer][0].sign(payload)]
        held["signatures"] = [{"keyid": one.keyid, "sig": one.signature} for one in signed]
        return canonical(held)

    refuted(changed(bundle, "membership/targets.json", change), "membership")


def test_a_witness_twice(world):
    """One key under two names is one witness, and the log is none."""
    world.pack(signed_by=("one",)).save(world.root / "b")
    twin = VerifierKey("witness.example/twin", COSIGNATURE, Key("one").public)
    one = VerifierKey("witness.example/one", COSIGNATURE, Key("one").public)
    held = LogKeys(LOG_KEY, (one, twin)).to_bytes()
    refuted(changed(world.root / "b", "ledger/keys.json", lambda _: held), "one key is there twice")
    own = LogKeys(LOG_KEY, (VerifierKey("witness.example/log", COSIGNATURE, LOG.public),)).to_bytes()
    refuted(changed(world.root / "b", "ledger/keys.json", lambda _: own), "one key is there twice")


def test_too_few_witnesses(world):
    world.pack(signed_by=("one",)).save(world.root / "b")
    found = verify_bundle(world.root / "b", Asked(at=AT, named=Named(required=2)))
    assert found.items.outcome is Outcome.CANNOT_TELL is small(world.root / "b", required=2)
    assert verify_bundle(world.root / "b", Asked(at=AT, named=Named(required=1))).items.outcome is Outcome.OWN_WORD


def test_an_expired_membership(bundle):
    """Old signatures hold; whether somebody has been removed since cannot be told."""
    found = both(bundle, at=AT.replace(year=2024))
    assert found.items.outcome is Outcome.CANNOT_TELL
    assert any("expired" in one.why for one in found.items.of(State.ABSENT))


def test_an_expired_position_is_silence(world):
    world.say("US", stance("C1"), stance("C2"), expires=NOON + timedelta(hours=2))
    world.say("CA", stance("C1"), stance("C2"))
    world.pack().save(world.root / "b")
    found = proven(world.root / "b")
    assert found.policy is not None and found.policy.outcome is Issued.NOT_YET
    assert ("US", "its position has expired") in [(party, why.value) for party, why in found.policy.silent]
    earlier = proven(world.root / "b", at=NOON + timedelta(hours=1))
    assert earlier.policy is not None and earlier.policy.outcome is Issued.ISSUED


# -- versions


def test_version_2_without_version_1(world):
    world.publish(replace(world.draft, title="A second version"))
    world.pack().save(world.root / "b")
    proven(world.root / "b")
    (world.root / "b" / "statements" / "1.dsse.json").unlink()
    refuted(reindexed(world.root / "b"), "version 1: was logged and is not here", "version 1, which it follows")


def test_version_2_as_if_it_were_the_first(world):
    """The entries begin at version 2."""
    world.publish(replace(world.draft, title="A second version"))
    world.pack().save(world.root / "b")
    entries = world.root / "b" / "ledger" / "entries.jsonl"
    entries.write_bytes(b"".join(lines(entries.read_bytes())[1:]))
    first = prove_before(world.ledger, 6)
    (world.root / "b" / "ledger" / "before.json").write_bytes(canonical(first.object))
    (world.root / "b" / "statements" / "1.dsse.json").unlink()
    refuted(reindexed(world.root / "b"), "what was said in between may be left out")


def test_a_version_by_somebody_else(world):
    """CA logs a version 2 of US's statement."""
    draft = replace(world.draft, title="A second version", author="CA")
    world.publish(draft, author="CA")
    world.pack().save(world.root / "b")
    found = disregarded(world.root / "b", "only US can say it")
    assert found.statement is not None and found.statement.statement.version == 1


def test_a_claim_taken_out_of_a_later_version(world):
    version = world.publish(replace(world.draft, title="A second version"))
    held = orjson.loads(version.payload)
    held["predicate"]["claims"].pop()
    held["predicate"]["root"] = claims_root([one["commitment"] for one in held["predicate"]["claims"]])
    world.pack().save(world.root / "b")
    _relog(world, "statements/2.dsse.json", seal(canonical(held), PayloadType.STATEMENT, world.keys["US"]))
    refuted(reindexed(world.root / "b"), "claims were taken out: C4")


# -- ledger


def test_a_log_that_is_dated_back(world):
    world.say("US", stance("C1"))
    made = world.say("CA", stance("C1"), log=False)
    envelope = (world.folder.root / "positions" / "CA.1.dsse.json").read_bytes()
    world.log(envelope, at=NOON - timedelta(days=3))
    world.pack().save(world.root / "b")
    refuted(world.root / "b", "dated back")
    assert made.position.party == "CA"


def test_a_checkpoint_of_another_log(bundle):
    other = Key("another log")
    head = Checkpoint(ORIGIN, 11, bytes(32))
    note = Note(head.text, (sign(head.text, ORIGIN, other),))
    refuted(changed(bundle, "ledger/checkpoint", lambda _: note.data), "checkpoint")


def test_a_root_the_log_never_had(bundle):
    head = Checkpoint(ORIGIN, 11, bytes(32))
    note = Note(head.text, (sign(head.text, ORIGIN, LOG),))
    refuted(changed(bundle, "ledger/checkpoint", lambda _: note.data), "not those of the checkpoint")


def test_a_false_cosignature(bundle):
    """Signed by the witness's name with another key."""

    def change(data):
        note = note_of(data)
        false = cosign(note.text, "witness.example/one", Key("one"), 5)
        broken = replace(false, data=false.data[:-1] + bytes([false.data[-1] ^ 1]))
        return with_signatures(note, (broken,)).data

    refuted(changed(bundle, "ledger/checkpoint", change), "is false")


@pytest.mark.parametrize("name", ["entries.jsonl", "before.json", "keys.json", "checkpoint"])
def test_a_part_of_the_ledger_missing(bundle, name):
    (bundle / "ledger" / name).unlink()
    refuted(reindexed(bundle), "missing")


def test_made_is_that_of_the_newest_entry(bundle):
    refuted_index = member((bundle / "indicia-bundle.json").read_bytes(), "made", "2020-01-01T00:00:00Z")
    (bundle / "indicia-bundle.json").write_bytes(refuted_index)
    refuted(bundle, "not when its newest entry was logged")


def test_another_alliance(bundle):
    other = member((bundle / "indicia-bundle.json").read_bytes(), "alliance", "other-2021")
    (bundle / "indicia-bundle.json").write_bytes(other)
    refuted(bundle, "of the alliance example-2021, not other-2021")


def test_a_payload_of_another_kind(world):
    """A position in an envelope that says it is a statement: its type is signed along."""
    made = world.say("CA", stance("C1"), log=False)
    world.pack().save(world.root / "b")
    held = orjson.loads(seal(made.payload, PayloadType.POSITION, world.keys["CA"]))
    held["payloadType"] = PayloadType.REPLY.value
    assert base64.b64decode(held["payload"]) == canonical(position_object(made.position))
    _relog(world, "positions/CA.1.dsse.json", canonical(held))
    disregarded(reindexed(world.root / "b"), "a payload of type")


def _relog(world, path, envelope, hashed=None):
    """Put an envelope into the bundle `b`, and into a log that its keeper wrote anew."""
    (world.root / "b" / path).parent.mkdir(exist_ok=True)
    (world.root / "b" / path).write_bytes(envelope)
    rewritten_log(world, path, envelope, hashed)


def test_alliances_differ_in_the_log(bundle):
    """An entry of others among ours changes the root, or is refused."""

    def change(data):
        rows = lines(data)
        rows[1] = canonical({**orjson.loads(rows[1]), "alliance": "other"}) + b"\n"
        return b"".join(rows)

    refuted(changed(bundle, "ledger/entries.jsonl", change), "other")
    assert ALLIANCE == "example-2021"


def test_times_at_the_end_of_all_calendars(world):
    """An overflow is no way out."""
    world.say("US", stance("C1"), log=False)
    envelope = (world.folder.root / "positions" / "US.1.dsse.json").read_bytes()
    world.log(envelope, at=datetime(9999, 12, 31, 23, 59, 58, tzinfo=UTC))
    world.pack().save(world.root / "b")
    proven(world.root / "b")
