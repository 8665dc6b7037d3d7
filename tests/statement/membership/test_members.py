"""What a membership answers: who is a party at a time, whose keys these are, did they count when it was logged."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.statement.alliance import Scene, day

from indicia.errors import StatementError
from indicia.statement.envelope import PayloadType, Sealed, seal, sealed
from indicia.statement.keys.pair import KeyPair
from indicia.statement.membership.changes import with_new_keys, with_party, without_party
from indicia.statement.membership.members import Membership, fingerprint, verified
from indicia.statement.membership.roll import Why, check_continues

SECOND = timedelta(seconds=1)


def position(keys: KeyPair) -> Sealed:
    return sealed(seal(b"{}", PayloadType.POSITION, keys), PayloadType.POSITION, "position")


def names(membership: Membership, at: datetime) -> set[str]:
    return {one.party for one in membership.parties(at)}


def test_parties_at_a_time(scene: Scene) -> None:
    """From the second of joining on, up to and without the second of leaving."""
    later = scene.passed(without_party(scene.membership.roll, "US", why=Why.LEFT, until=day(20)))
    assert names(later, day(0) - SECOND) == set()
    assert names(later, day(0)) == names(later, day(10) - SECOND) == {"US"}
    assert names(later, day(10)) == names(later, day(20) - SECOND) == {"US", "CA"}
    assert names(later, day(20)) == {"CA"}


def test_whose_keys_these_are(scene: Scene) -> None:
    """By both ids; half of one pair and half of another are nobody's."""
    us, ca = scene.keys["US"].public.keyids, scene.keys["CA"].public.keyids
    found = scene.membership.holder(frozenset(us))
    assert found is not None and found.party == "US"
    assert scene.membership.holder(frozenset((us[0], ca[1]))) is None
    assert scene.membership.holder(frozenset(us[:1])) is None


def test_a_rotation_hands_over_at_one_second(scene: Scene) -> None:
    """Old keys up to then, new keys from then on, each with its own positions."""
    new, handed_in = scene.newcomer("US")
    roll = with_new_keys(scene.membership.roll, handed_in, why=Why.PLANNED, until=day(30), since=day(30))
    later = scene.passed(roll)
    assert later.check(position(scene.keys["US"]), "US", day(30) - SECOND).why is Why.PLANNED
    assert later.check(position(new), "US", day(30)).until is None
    with pytest.raises(StatementError, match="removed keys of US"):
        later.check(position(scene.keys["US"]), "US", day(30))
    with pytest.raises(StatementError, match="count only from 2021-07-31"):
        later.check(position(new), "US", day(30) - SECOND)
    assert later.tenure("US", day(29)).pair == scene.keys["US"].public
    assert later.tenure("US", day(30)).pair == new.public


def test_a_theft_found_out_late(scene: Scene) -> None:
    """The end of stolen keys is the time of the theft; what was logged since is refused, and so is the gap."""
    _, handed_in = scene.newcomer("US")
    roll = with_new_keys(scene.membership.roll, handed_in, why=Why.STOLEN, until=day(15), since=day(30))
    later = scene.passed(roll)
    with pytest.raises(StatementError, match=r"\(stolen\)"):
        later.check(position(scene.keys["US"]), "US", day(15))
    with pytest.raises(StatementError, match="removed keys of US"):
        later.tenure("US", day(20))


def test_a_party_comes_back(scene: Scene) -> None:
    """With new keys; what it said in its first time still stands, the time between stays empty."""
    gone = scene.passed(without_party(scene.membership.roll, "US", why=Why.LEFT, until=day(20)))
    new, handed_in = scene.newcomer("US")
    back = scene.passed(with_party(gone.roll, handed_in, country="US", title="United States", since=day(40)), base=gone)
    assert back.check(position(scene.keys["US"]), "US", day(5)).joined == day(0)
    assert back.check(position(new), "US", day(41)).joined == day(40)
    assert names(back, day(30)) == {"CA"}


def test_others_do_not_speak_for_a_party(scene: Scene) -> None:
    """Another party, a stranger, and an officer are refused, each as what it is."""
    with pytest.raises(StatementError, match="signed by CA, not by US"):
        scene.membership.check(position(scene.keys["CA"]), "US", day(20))
    stranger, _ = scene.newcomer("XX")
    for keys in (stranger, scene.keys["ann"]):
        with pytest.raises(StatementError, match="unknown keys"):
            scene.membership.check(position(keys), "US", day(20))
    with pytest.raises(StatementError, match="XX is no party of example-2021, and never was"):
        scene.membership.check(position(stranger), "XX", day(20))
    mixed = KeyPair(scene.keys["US"].first, stranger.second, stranger.public)
    with pytest.raises(StatementError, match="not one of the signer's two"):
        scene.membership.check(position(mixed), "US", day(20))


def test_a_false_signature_of_the_right_party(scene: Scene) -> None:
    """Ids of its keys are not enough."""
    good = position(scene.keys["US"])
    other = Sealed(b"[]", good.kind, good.signatures, good.where)
    with pytest.raises(StatementError, match="signature is false"):
        scene.membership.check(other, "US", day(20))


@given(cuts=st.lists(st.integers(1, 400), min_size=1, max_size=4, unique=True).map(sorted), at=st.integers(0, 500))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_at_most_one_pair_counts(scene: Scene, cuts: list[int], at: int) -> None:
    """However often keys are replaced: one pair at each time, and the past is never told in another way."""
    roll = scene.membership.roll
    for cut in cuts:
        _, handed_in = scene.newcomer("US")
        after = with_new_keys(roll, handed_in, why=Why.PLANNED, until=day(cut), since=day(cut))
        check_continues(roll.tenures, after.tenures, "targets")
        with pytest.raises(StatementError, match="rewrites the past"):
            check_continues(after.tenures, roll.tenures, "targets")
        roll = after
    counting = [one for one in roll.tenures_of("US") if one.counts_at(day(at))]
    assert len(counting) == 1
    assert roll.tenures_of("US").index(counting[0]) == sum(cut <= at for cut in cuts)


def test_the_first_root_has_a_fingerprint(scene: Scene) -> None:
    """More signatures do not change it; another alliance has another one."""
    roots, targets = scene.files()
    assert fingerprint(verified(roots, targets).roots[0]) == fingerprint(scene.membership.roots[0])
    assert len(fingerprint(scene.membership.roots[0]).replace(" ", "")) == 32
