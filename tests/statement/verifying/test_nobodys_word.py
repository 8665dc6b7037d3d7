"""Whoever can append to a log logs what nobody signed: it is told, it counts for nothing, and it refutes nothing."""

import base64
from datetime import timedelta

import orjson
from msgspec.structs import replace
from tests.statement.alliance import signed_change
from tests.statement.invented_bundle import ALLIANCE, NOON, empty_world
from tests.statement.statements import meant, policy, stance
from tests.statement.verifying.both import changed, disregarded, proven, refuted, reindexed

from indicia.model.statement import Stance
from indicia.statement.canonical import canonical
from indicia.statement.envelope import PayloadType, seal
from indicia.statement.keys.pair import make_pair
from indicia.statement.ledger.entry import EntryKind, entry_bytes
from indicia.statement.ledger.filing import entry_for
from indicia.statement.membership.ceremony import change_to, in_force
from indicia.statement.membership.changes import with_new_keys
from indicia.statement.membership.roll import Why
from indicia.statement.objects import position_object
from indicia.statement.policy import Outcome as Issued
from indicia.statement.positions import new_position
from indicia.statement.verifying.items import State
from indicia.statement.version import sealed_version


def broken(envelope: bytes) -> bytes:
    """The same payload, and signatures that are false."""
    held = orjson.loads(envelope)
    false = bytes(byte ^ 1 for byte in base64.b64decode(held["signatures"][0]["sig"]))
    held["signatures"][0]["sig"] = base64.b64encode(false).decode()
    return canonical(held)


def logged_by_a_stranger(world, envelope, at=None):
    world.folder.save_other(envelope)
    world.log(envelope, at=at)


def test_a_false_position_before_the_true_one(world):
    """A stranger is faster: the party's own still counts."""
    made = new_position(meant(world.versions[1], "CA", stance("C1"), stance("C2")), world.versions[1], (), world.tick())
    true = seal(made.payload, PayloadType.POSITION, world.keys["CA"])
    logged_by_a_stranger(world, seal(made.payload, PayloadType.POSITION, make_pair()))
    world.keep(made, world.keys["CA"], log=False)
    true = (world.folder.root / "positions" / "CA.1.dsse.json").read_bytes()
    world.log(true)
    world.say("US", stance("C1"), stance("C2"))
    world.pack().save(world.root / "b")
    found = disregarded(world.root / "b", "signed by unknown keys")
    assert found.policy is not None and found.policy.outcome is Issued.ISSUED


def test_a_false_position_of_who_has_said_nothing(world):
    """Its dissent, which it never uttered, stops nothing."""
    world.say("US", stance("C1"), stance("C2"))
    world.say("CA", stance("C1"), stance("C2"))
    version = world.versions[1]
    false = new_position(meant(version, "GB", stance("C1", Stance.DISSENT)), version, (), world.tick())
    logged_by_a_stranger(world, seal(false.payload, PayloadType.POSITION, world.keys["CA"]))
    world.pack().save(world.root / "b")
    found = disregarded(world.root / "b", "signed by CA, not by GB")
    assert found.policy is not None and found.policy.dissenting == () and ("GB" in dict(found.policy.silent))
    next((world.root / "b" / "others").iterdir()).unlink()
    refuted(reindexed(world.root / "b"), "position 1 of GB: was logged and is not here: it was taken out")


def test_dissent_is_not_disregarded_by_breaking_its_signature(world):
    """Who hands a bundle on breaks the signature of a dissent: the log holds the hash of the whole envelope."""
    world.say("US", stance("C1"), stance("C2"))
    world.say("GB", stance("C1", Stance.DISSENT), stance("C2"))
    world.pack().save(world.root / "b")
    refuted(changed(world.root / "b", "positions/GB.1.dsse.json", broken), "is not what was logged")
    world.pack().save(world.root / "c")
    path = world.root / "c" / "positions" / "GB.1.dsse.json"
    (world.root / "c" / "others").mkdir()
    (world.root / "c" / "others" / f"{'ab' * 32}.dsse.json").write_bytes(broken(path.read_bytes()))
    path.unlink()
    refuted(reindexed(world.root / "c"))


def test_a_true_position_logged_under_another_name(world):
    """The entry calls it another party's, number's or statement's: none of them is bound by it."""
    made = world.say("GB", stance("C1", Stance.DISSENT), stance("C2"), log=False)
    envelope = (world.folder.root / "positions" / "GB.1.dsse.json").read_bytes()
    (world.folder.root / "positions" / "GB.1.dsse.json").unlink()
    (world.folder.root / "positions" / "GB.1.payload.json").unlink()
    entry = entry_for(envelope, "it", ALLIANCE, world.tick())
    world.folder.save_other(envelope)
    world.ledger.append([entry_bytes(replace(entry, sequence=2))])
    world.ledger.append([entry_bytes(replace(entry, party="CA"))])
    world.pack().save(world.root / "b")
    disregarded(world.root / "b", "logged as of another statement, party or number", "signed by GB, not by CA")
    assert made.position.sequence == 1


def test_a_version_that_the_author_did_not_sign(world):
    """Neither a stranger's version 2 nor another member's replaces the author's."""
    next_one = sealed_version(replace(world.draft, title="We take it all back"), world.tick(), world.versions[1])
    logged_by_a_stranger(world, seal(next_one.payload, PayloadType.STATEMENT, make_pair()))
    theirs = sealed_version(replace(world.draft, title="We take it back", author="CA"), world.tick(), world.versions[1])
    logged_by_a_stranger(world, seal(theirs.payload, PayloadType.STATEMENT, world.keys["CA"]))
    world.pack().save(world.root / "b")
    found = disregarded(world.root / "b", "unknown keys", "only US can say it")
    assert found.statement is not None and found.statement.statement.version == 1
    world.publish(replace(world.draft, title="A second version"))
    world.pack().save(world.root / "c")
    found = disregarded(world.root / "c", "unknown keys")
    assert found.statement is not None and found.statement.statement.title == "A second version"


def test_no_version_that_anybody_signed(world, tmp_path, keys):
    """Then there is no statement."""
    world.pack().save(world.root / "b")
    path = world.root / "b" / "statements" / "1.dsse.json"
    from tests.statement.invented_bundle import rewritten_log

    path.write_bytes(broken(path.read_bytes()))
    rewritten_log(world, "statements/1.dsse.json", path.read_bytes())
    refuted(reindexed(world.root / "b"), "no version of it holds")


def test_what_a_thief_signed_and_the_party_signs_again(world):
    """Keys are stolen; the thief logs a position; the party rotates, and signs the same one anew."""
    world.say("US", stance("C1"), stance("C2"))
    stolen = world.clock + timedelta(seconds=30)
    made = world.say("CA", stance("C1", Stance.DISSENT), stance("C2"), log=False)
    thief = (world.folder.root / "positions" / "CA.1.dsse.json").read_bytes()
    for name in ("CA.1.dsse.json", "CA.1.payload.json"):
        (world.folder.root / "positions" / name).unlink()
    (world.folder.root / "disclosures" / "stances.CA.1.jsonl").unlink()
    logged_by_a_stranger(world, thief)
    from tests.statement.alliance import handed_in_by

    from indicia.statement.keys.announcement import Purpose

    pair, handed = handed_in_by("CA", Purpose.PARTY)
    roll = with_new_keys(world.membership.roll, handed, why=Why.STOLEN, until=stolen, since=world.clock)
    change = signed_change(change_to(roll, world.membership), world.membership, world.keys["ann"], world.keys["bob"])
    world.save_membership(in_force(change, world.membership))
    world.say("CA", stance("C1"), stance("C2"), signer=pair)
    world.pack().save(world.root / "b")
    found = disregarded(world.root / "b", "removed keys of CA", "(stolen)")
    assert found.policy is not None and found.policy.agree == ("US", "CA") and not found.policy.dissenting
    assert made.position.party == "CA"


def test_a_false_reply(world):
    """The accused did not say it, or nobody vouches that they did: it is not shown."""
    world.reply("We did not.", by="US")
    false = (world.folder.root / "replies" / "1.dsse.json").read_bytes()
    (world.folder.root / "replies" / "1.dsse.json").write_bytes(broken(false))
    world.log(broken(false))
    world.pack().save(world.root / "b")
    found = disregarded(world.root / "b")
    assert list(found.replies) == []


def test_what_is_no_envelope_at_all(world):
    """A hostile keeper logs noise as a position."""
    world.say("US", stance("C1"), stance("C2"))
    noise = b"noise"
    world.folder.save_other(noise)
    entry = entry_for(noise, "it", ALLIANCE, world.tick())
    world.ledger.append(
        [
            entry_bytes(
                replace(
                    entry,
                    kind=EntryKind.POSITION,
                    statement=world.versions[1].statement.statement,
                    party="CA",
                    sequence=1,
                )
            )
        ]
    )
    world.pack().save(world.root / "b")
    disregarded(world.root / "b", "not JSON")


def test_a_look_alike_in_the_policy(tmp_path, keys):
    """A name that looks like that of a party, and is nobody's, is told: it holds a veto that nobody can use."""
    world = empty_world(
        tmp_path / "w", keys, policy=policy(agree=1, of=("US", "\u0421A"), claims=("C1",), veto=("us", "GB"))
    )
    world.publish()
    world.say("US", stance("C1"))
    world.pack().save(world.root / "b")
    found = proven(world.root / "b")
    told = [one.what for one in found.items.of(State.ABSENT) if "in the policy" in one.what]
    assert told == ["'\\u0421A' in the policy", "'us' in the policy"]


# -- where the entries of a bundle begin


def test_version_1_logged_again_hides_no_dissent(world):
    """Begun at the second entry of version 1, a bundle would leave out the dissent that was logged in between."""
    from indicia.statement.ledger.proving import prove_before

    world.say("GB", stance("C1", Stance.DISSENT), stance("C2"))
    first = (world.folder.root / "statements" / "1.dsse.json").read_bytes()
    world.clock += timedelta(hours=1)
    world.log(first)
    world.say("US", stance("C1"), stance("C2"))
    world.say("CA", stance("C1"), stance("C2"))
    world.pack().save(world.root / "b")
    found = proven(world.root / "b")
    assert found.policy is not None and found.policy.dissenting == ("GB",)
    root = world.root / "b"
    lines = (root / "ledger" / "entries.jsonl").read_bytes().splitlines(keepends=True)
    again = max(number for number, line in enumerate(lines) if b'"kind":"statement"' in line)
    (root / "ledger" / "entries.jsonl").write_bytes(b"".join(lines[again:]))
    whole = len(list(world.ledger.entries()))
    before = prove_before(world.ledger, whole - len(lines) + again)
    (root / "ledger" / "before.json").write_bytes(canonical(before.object))
    (root / "positions" / "GB.1.dsse.json").unlink()
    stances = root / "disclosures" / "stances.jsonl"
    kept = [line for line in stances.read_bytes().splitlines(keepends=True) if b'"dissent"' not in line]
    stances.write_bytes(b"".join(kept))
    refuted(reindexed(root), "what was said in between may be left out")


def test_a_version_of_the_future(world):
    """An author who dates a version ahead, to begin the entries later."""
    world.clock -= timedelta(hours=2)
    late = sealed_version(replace(world.draft, title="Later"), NOON + timedelta(hours=3), world.versions[1])
    world.folder.save_version(late)
    envelope = seal(late.payload, PayloadType.STATEMENT, world.keys["US"])
    world.folder.save_envelope(PayloadType.STATEMENT, "2", envelope)
    world.clock += timedelta(hours=2)
    world.log(envelope)
    world.pack().save(world.root / "b")
    refuted(world.root / "b", "after it was logged")


def test_a_position_made_before_what_it_is_about(world):
    version = world.versions[1]
    made = new_position(meant(version, "CA", stance("C1")), version, (), world.tick())
    early = replace(made.position, made=NOON - timedelta(days=30))
    world.keep(replace(made, position=early, payload=canonical(position_object(early))), world.keys["CA"])
    world.pack().save(world.root / "b")
    refuted(world.root / "b", "before the version it is about")
