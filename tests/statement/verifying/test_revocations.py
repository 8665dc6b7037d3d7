"""A party takes back what it signed: it counts for nothing from then on, and nobody else can take it back."""

from datetime import timedelta

from tests.statement.invented_bundle import ALLIANCE, AT
from tests.statement.statements import stance
from tests.statement.verifying.both import disregarded, proven, refuted, reindexed

from indicia.model.statement import Revocation, Stance
from indicia.statement.canonical import canonical, digest
from indicia.statement.envelope import PayloadType, seal
from indicia.statement.objects import reply_object, revocation_object
from indicia.statement.policy import Outcome as Issued
from indicia.statement.policy import Silence
from indicia.statement.verifying.contents import of_folder
from indicia.statement.verifying.items import Items, State, Step
from indicia.statement.verifying.verify import Asked, verify


def take_back(world, party, hashed, *, signer=None, why="We were wrong."):
    made = Revocation(
        alliance=ALLIANCE,
        statement=world.versions[1].statement.statement,
        party=party,
        digest=hashed,
        made=world.tick(),
        why=why,
    )
    envelope = seal(canonical(revocation_object(made)), PayloadType.REVOCATION, world.keys[signer or party])
    world.folder.save_other(envelope)
    world.log(envelope)
    return made


def issued(world):
    world.say("US", stance("C1"), stance("C2"))
    return world.say("CA", stance("C1"), stance("C2"))


def test_a_position_that_was_taken_back_is_silence(world):
    """Also what the party had said before does not come back; before that time it stood."""
    world.say("CA", stance("C1", Stance.DISSENT), stance("C2"))
    made = issued(world)
    before = world.clock
    world.clock += timedelta(minutes=30)
    take_back(world, "CA", digest(made.payload))
    world.pack().save(world.root / "b")
    found = proven(world.root / "b")
    assert found.policy is not None and found.policy.outcome is Issued.NOT_YET
    assert ("CA", Silence.REVOKED) in found.policy.silent and not found.policy.dissenting
    earlier = proven(world.root / "b", at=before)
    assert earlier.policy is not None and earlier.policy.outcome is Issued.ISSUED


def test_a_statement_that_its_author_took_back_is_not_issued(world):
    issued(world)
    take_back(world, "US", world.versions[1].digest)
    world.pack().save(world.root / "b")
    found = proven(world.root / "b")
    assert found.policy is not None and found.policy.outcome is Issued.REVOKED


def test_a_revocation_cannot_be_stripped(world):
    made = issued(world)
    take_back(world, "CA", digest(made.payload))
    world.pack().save(world.root / "b")
    next((world.root / "b" / "others").iterdir()).unlink()
    refuted(reindexed(world.root / "b"), "was logged and is not here: it was taken out")


def test_nobody_takes_back_what_others_said(world):
    """Neither with own keys in the name of another, nor in one's own name."""
    made = issued(world)
    take_back(world, "CA", digest(made.payload), signer="GB")
    take_back(world, "GB", digest(made.payload))
    take_back(world, "CA", world.versions[1].digest)
    world.pack().save(world.root / "b")
    found = disregarded(world.root / "b", "signed by GB, not by CA", "GB signed nothing here with the digest")
    assert found.policy is not None and found.policy.outcome is Issued.ISSUED


def test_a_reply_that_was_taken_back_is_not_shown(world):
    world.reply("We did not.", by="CA")
    assert [one.text for one in _replies(world, "a")] == ["We did not."]
    take_back(world, "CA", digest(canonical(reply_object(world.folder.reply(1)))))
    assert _replies(world, "b") == []


def test_an_envelope_that_was_never_logged(world):
    made = issued(world)
    world.pack().save(world.root / "b")
    take_back(world, "CA", digest(made.payload))
    (world.root / "b" / "others").mkdir()
    for path in world.folder.others().values():
        (world.root / "b" / "others" / path.name).write_bytes(path.read_bytes())
    refuted(reindexed(world.root / "b"), "was never logged")


def _replies(world, name):
    world.pack().save(world.root / name)
    return list(proven(world.root / name, at=AT).replies)


def test_one_in_a_folder_without_a_ledger_is_told(world):
    """Whether it counts cannot be known, so it is named as what it is, and the policy is not proven."""
    made = issued(world)
    take_back(world, "CA", digest(made.payload))
    found = verify(of_folder(world.folder.root, None, None), Asked(at=AT), Items())
    told = [one for one in found.items.all if one.step is Step.REVOCATION]
    assert [one.state for one in told] == [State.ABSENT] and "only a ledger tells" in told[0].why
    assert [one.state for one in found.items.all if one.step is Step.POLICY] == [State.ABSENT]
