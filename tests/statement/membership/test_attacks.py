"""Attacks on a membership, each by its name, each refused by name."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.statement.alliance import Scene, day, edited, signed_change

from indicia.errors import StatementError
from indicia.statement.canonical import Json, canonical, parsed
from indicia.statement.envelope import PayloadType, seal, sealed
from indicia.statement.keys.announcement import Purpose
from indicia.statement.keys.pair import KeyPair
from indicia.statement.keys.public import key_object
from indicia.statement.membership.ceremony import Change, change_to, in_force, merged, read_change, signed, standing
from indicia.statement.membership.changes import (
    renewed,
    with_new_officer_keys,
    with_officer,
    with_party,
    without_officer,
    without_party,
)
from indicia.statement.membership.members import Membership, verified
from indicia.statement.membership.metadata import MOST_BYTES, read_root, read_targets, targets_of
from indicia.statement.membership.roll import Why
from indicia.statement.membership.seen import after, seen_of

POSITION = PayloadType.POSITION


def longer(base: Membership) -> Change:
    return change_to(renewed(base.roll, root_expires=None, targets_expires=day(500)), base)


def with_signatures(data: bytes, *signatures: Json) -> bytes:
    return edited(data, "signatures", to=sorted(signatures, key=lambda one: one["keyid"]))


def by(keys: KeyPair, payload: bytes) -> list[Json]:
    return [{"keyid": one.keyid, "sig": one.signature} for one in keys.sign(payload)]


def test_threshold_met_by_one_officer_twice(scene: Scene) -> None:
    """Signing again, in both copies, counts once; an officer's two keys count once."""
    change = longer(scene.membership)
    once = signed(change, scene.membership, scene.keys["ann"])
    twice = signed(once, scene.membership, scene.keys["ann"])
    copies = merged([once, signed(change, scene.membership, scene.keys["ann"]), twice])
    for attempt in (once, twice, copies):
        (need,) = standing(attempt, scene.membership)
        assert need.tally.signed == ("ann",) and need.tally.missing == 1
        with pytest.raises(StatementError, match=r"signed by 1 of the 2 officers needed of root 1 \(ann\)"):
            in_force(attempt, scene.membership)


def test_one_officer_under_two_names(scene: Scene) -> None:
    """The same keys, or one of them, under a second name are refused when it is written and when it is read."""
    roots, _ = scene.files()
    officers = parsed(roots[1], "r")["signed"]["officers"]
    doubled = edited(roots[1], "signed", "officers", to=[*officers, {**officers[0], "name": "zoe"}])
    with pytest.raises(StatementError, match="one key is there twice"):
        read_root(doubled, "root 1")
    renamed = edited(roots[1], "signed", "officers", 1, "name", to="ANN")
    with pytest.raises(StatementError, match="officer called ANN is there twice"):
        read_root(renamed, "root 1")


def test_two_halves_of_two_officers_make_no_officer(scene: Scene) -> None:
    """TUF alone would count four keys of three officers; an officer counts with both keys or not at all."""
    change = longer(scene.membership)
    payload = change.targets.payload
    ann, bob, eve = (by(scene.keys[one], payload) for one in ("ann", "bob", "eve"))
    data = with_signatures(change.targets.to_bytes(), *ann, bob[0], eve[1])
    plain = read_targets(data, "targets")
    assert scene.membership.root.tuf.signed.get_verification_result("targets", payload, plain.tuf.signatures)
    roots, _ = scene.files()
    with pytest.raises(StatementError, match="only one of the two signatures of officer bob"):
        verified(roots, data)


def test_signature_by_a_removed_member(scene: Scene) -> None:
    """An officer who left signs neither alone nor along; others' good signatures do not carry it."""
    later = scene.passed(without_officer(scene.membership.roll, "eve", threshold=None))
    change = longer(later)
    with pytest.raises(StatementError, match="no officer's"):
        signed(change, later, scene.keys["eve"])
    good = signed_change(change, later, scene.keys["ann"], scene.keys["bob"])
    held = parsed(good.targets.to_bytes(), "t")["signatures"]
    data = with_signatures(good.targets.to_bytes(), *held, *by(scene.keys["eve"], good.targets.payload))
    roots, _ = scene.files(later)
    with pytest.raises(StatementError, match="signed by a key that is no officer's"):
        verified(roots, data)


def test_position_by_a_removed_party(scene: Scene) -> None:
    """What was logged before the removal stands; what comes later is refused, with the reason."""
    later = scene.passed(without_party(scene.membership.roll, "US", why=Why.LEFT, until=day(20)))
    envelope = sealed(seal(b"{}", POSITION, scene.keys["US"]), POSITION, "position 7")
    assert later.check(envelope, "US", day(19)).party == "US"
    for moment in (day(20), day(300)):
        with pytest.raises(StatementError, match=r"position 7: removed keys of US.*the party left"):
            later.check(envelope, "US", moment)


def test_old_officers_alone_cannot_change_officers(scene: Scene) -> None:
    """A root needs the thresholds of the version before and of its own; either alone is too little."""
    zoe, handed_in = scene.newcomer("zoe", Purpose.OFFICER)
    kim, second = scene.newcomer("kim", Purpose.OFFICER)
    roll = with_officer(with_officer(scene.membership.roll, handed_in, threshold=None), second, threshold=None)
    roll = without_officer(without_officer(roll, "ann", threshold=None), "bob", threshold=None)
    change = change_to(roll, scene.membership)
    for some, said in (((zoe, kim), "of root 1"), ((scene.keys["ann"], scene.keys["bob"]), "of root 2")):
        with pytest.raises(StatementError, match=f"signed by 0 of the 2 officers needed {said}"):
            in_force(signed_change(change, scene.membership, *some), scene.membership)
    everybody = signed_change(change, scene.membership, zoe, kim, scene.keys["ann"], scene.keys["bob"])
    assert {one.name for one in in_force(everybody, scene.membership).officers} == {"eve", "zoe", "kim"}


def test_officers_rotated_with_too_few_targets(scene: Scene) -> None:
    """Targets that old officers signed do not outlive a new root."""
    _, handed_in = scene.newcomer("eve", Purpose.OFFICER)
    later = scene.passed(with_new_officer_keys(scene.membership.roll, handed_in))
    base = scene.membership
    change = longer(base)
    old = signed_change(change, base, scene.keys["ann"], scene.keys["eve"])
    roots, _ = scene.files(later)
    with pytest.raises(StatementError, match="no officer's"):
        verified(roots, old.targets.to_bytes())


def test_expired_root_and_targets(scene: Scene) -> None:
    """At the second of expiry it is over; which of the two is said; a renewal by the officers revives it."""
    scene.membership.check_current(day(364))
    with pytest.raises(StatementError, match="targets: expired on 2022-07-01"):
        scene.membership.check_current(day(365))
    later = scene.passed(renewed(scene.membership.roll, root_expires=None, targets_expires=day(2_000)))
    with pytest.raises(StatementError, match="root 1: expired on 2023-07-01"):
        later.check_current(day(730))
    again = scene.passed(renewed(later.roll, root_expires=day(3_000), targets_expires=None), base=later)
    again.check_current(day(731))


def test_rollback(scene: Scene) -> None:
    """Whoever saw a newer version refuses an older one, of either file."""
    first = after(scene.membership, None)
    targets = scene.passed(renewed(scene.membership.roll, root_expires=None, targets_expires=day(500)))
    root = scene.passed(renewed(targets.roll, root_expires=day(900), targets_expires=None), base=targets)
    assert after(root, after(targets, first)).root == 2
    with pytest.raises(StatementError, match="rollback: targets 1 of example-2021, but targets 2 was seen"):
        after(scene.membership, after(targets, first))
    with pytest.raises(StatementError, match="rollback: root 1 of example-2021, but root 2 was seen"):
        after(targets, after(root, first))


def test_two_unlike_versions_of_one_number(scene: Scene) -> None:
    """Officers who sign two second versions are found out by whoever sees both."""
    one, two = (
        scene.passed(renewed(scene.membership.roll, root_expires=day(1), targets_expires=day(number)))
        for number in (500, 600)
    )
    with pytest.raises(StatementError, match="two unlike targets 2"):
        after(two, after(one, None))
    other = scene.passed(renewed(scene.membership.roll, root_expires=day(2), targets_expires=day(500)))
    with pytest.raises(StatementError, match="two unlike roots 2"):
        after(other, after(one, None))


def test_a_skipped_root(scene: Scene) -> None:
    """Every root is there, under its own number."""
    second = scene.passed(renewed(scene.membership.roll, root_expires=day(800), targets_expires=None))
    third = scene.passed(renewed(second.roll, root_expires=day(900), targets_expires=None), base=second)
    roots, targets = scene.files(third)
    for some in ({1: roots[1], 3: roots[3]}, {2: roots[2], 3: roots[3]}, {}):
        with pytest.raises(StatementError, match="must all be there"):
            verified(some, targets)
    with pytest.raises(StatementError, match="says that it is version 3"):
        verified({1: roots[1], 2: roots[3]}, targets)


def test_wrong_alliance(scene: Scene) -> None:
    """Neither a whole membership of another one, nor a part, nor keys handed in for it, nor a namesake."""
    roots, targets = scene.files()
    with pytest.raises(StatementError, match="of the alliance example-2021, not other"):
        verified(roots, targets, alliance="other")
    with pytest.raises(StatementError, match="one form"):
        read_targets(edited(targets, "signed", "alliance", to="other"), "targets")
    _, stranger = scene.newcomer("DE")
    elsewhere = type(stranger)(
        alliance="other", holder="DE", purpose=stranger.purpose, made=stranger.made, pair=stranger.pair
    )
    with pytest.raises(StatementError, match="for the alliance other"):
        with_party(scene.membership.roll, elsewhere, country="DE", title="Germany", since=day(0))


def test_a_namesake(scene: Scene) -> None:
    """Another alliance that calls itself the same has another first root."""
    change = change_to(renewed(scene.membership.roll, root_expires=day(9), targets_expires=None), None)
    namesake = in_force(signed_change(change, None, scene.keys["ann"], scene.keys["bob"]), None)
    with pytest.raises(StatementError, match="another alliance that calls itself"):
        after(namesake, after(scene.membership, None))


def test_algorithm_confusion(scene: Scene) -> None:
    """The scheme is the key's: a key listed under another scheme, or a signature under the other key, is refused."""
    roots, targets = scene.files()
    ed, pq = scene.keys["ann"].public.keys
    for keyid, key in ((ed.keyid, {**key_object(pq)}), (pq.keyid, {**key_object(ed)})):
        with pytest.raises(StatementError, match="the key's id is"):
            read_root(edited(roots[1], "signed", "keys", keyid, to=key), "root 1")
    for keyid, scheme in ((ed.keyid, "ml-dsa-65/1"), (pq.keyid, "ed25519"), (pq.keyid, "ml-dsa-44/1")):
        with pytest.raises(StatementError, match="are not taken"):
            read_root(edited(roots[1], "signed", "keys", keyid, "scheme", to=scheme), "root 1")
    signatures = parsed(targets, "t")["signatures"]
    swapped = [{**one, "sig": two["sig"]} for one, two in zip(signatures, signatures[::-1], strict=True)]
    with pytest.raises(StatementError, match=r"a signature of officer .* is false"):
        verified(roots, edited(targets, "signatures", to=swapped))


@pytest.mark.parametrize("which", [0, 1])
def test_only_one_of_the_two_signatures(scene: Scene, which: int) -> None:
    """Whichever is missing, the officer is named."""
    roots, targets = scene.files()
    keyid = scene.keys["bob"].public.keyids[which]
    kept = [one for one in parsed(targets, "t")["signatures"] if one["keyid"] != keyid]
    with pytest.raises(StatementError, match="only one of the two signatures of officer bob"):
        verified(roots, edited(targets, "signatures", to=kept))


@given(data=st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_bit_anywhere(scene: Scene, data: st.DataObject) -> None:
    """In root or targets, signed part, signatures or frame: nothing is free."""
    roots, targets = scene.files()
    files = [bytearray(roots[1]), bytearray(targets)]
    flipped = data.draw(st.sampled_from(files))
    at = data.draw(st.integers(0, len(flipped) - 1))
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(StatementError):
        verified({1: bytes(files[0])}, bytes(files[1]))


def test_oversized(scene: Scene) -> None:
    """Files, lists and numbers of roots have limits, looked at before anything is verified."""
    roots, targets = scene.files()
    with pytest.raises(StatementError, match="larger than 16 MiB"):
        read_root(b"[" + b" " * MOST_BYTES + b"]", "root 1")
    with pytest.raises(StatementError, match="at most 1000"):
        verified(dict.fromkeys(range(1, 1_002), roots[1]), targets)
    with pytest.raises(StatementError, match="holds more than"):
        read_root(edited(roots[1], "signatures", to=[{"keyid": "0", "sig": "0"}] * 1_000), "root 1")
    with pytest.raises(StatementError, match="holds more than"):
        read_targets(edited(targets, "signed", "delegations", "tenures", to=[{}] * 3_000), "targets")
    with pytest.raises(StatementError, match="deeper"):
        read_root(b"[" * 100 + b"]" * 100, "root 1")


def test_rewritten_past(scene: Scene) -> None:
    """Enough officers could sign it, and still nobody who has the version before takes it."""
    roll = scene.membership.roll
    gone = type(roll)(**{**{name: getattr(roll, name) for name in roll.__slots__}, "tenures": roll.tenures[1:]})
    with pytest.raises(StatementError, match="rewrites the past"):
        change_to(gone, scene.membership)
    alone = change_to(gone, None)
    value = parsed(alone.to_bytes(), "c")
    value["root"] = None
    forged = read_change(canonical(edited_version(value, 2)), "c")
    with pytest.raises(StatementError, match="rewrites the past"):
        signed(forged, scene.membership, scene.keys["ann"])


def test_rewritten_past_by_all_officers(scene: Scene) -> None:
    """They can sign a whole other history; whoever saw the first one finds it out from what is kept alone."""
    roll = scene.membership.roll
    seen = seen_of(parsed(canonical(after(scene.membership, None).to_object()), "s"), "s")
    ended = scene.passed(without_party(roll, "US", why=Why.LEFT, until=day(30)))
    later = after(ended, seen)
    for tenures, kept, said in (
        (roll.tenures[1:], seen, "taken out or changed"),
        ((replace(roll.tenures[0], since=day(1)), roll.tenures[1]), seen, "taken out or changed"),
        (roll.tenures, later, "had ended count again"),
        ((replace(ended.tenures[0], until=day(31)), roll.tenures[1]), later, "had ended count again"),
    ):
        forged = change_to(replace(roll, tenures=tenures, targets_expires=day(600)), None)
        value = edited_version(parsed(forged.to_bytes(), "c"), 3)
        targets = targets_of(value["targets"], "targets")
        data = with_signatures(
            targets.to_bytes(), *(one for name in ("ann", "bob") for one in by(scene.keys[name], targets.payload))
        )
        with pytest.raises(StatementError, match=f"rewritten past.*{said}"):
            after(verified(scene.files()[0], data), kept)


def edited_version(value: Json, version: int) -> Json:
    value["targets"]["signed"]["version"] = version
    return value


def test_a_key_that_is_an_officers_and_a_partys(scene: Scene) -> None:
    """One theft must not be two; it is refused whoever signed it."""
    ann = scene.handed_in["ann"]
    as_party = type(ann)(alliance=ann.alliance, holder="DE", purpose=Purpose.PARTY, made=ann.made, pair=ann.pair)
    roll = with_party(scene.membership.roll, as_party, country="DE", title="Germany", since=day(0))
    with pytest.raises(StatementError, match="officer ann and party DE share a key"):
        scene.passed(roll)
