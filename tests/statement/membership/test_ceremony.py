"""A change on its way: signed in turn or apart, put in force when it is enough, never half."""

from pathlib import Path

import pytest
from tests.statement.alliance import ALLIANCE, Scene, day, signed_change

from indicia.errors import StatementError
from indicia.statement.canonical import canonical, parsed
from indicia.statement.keys.announcement import Purpose
from indicia.statement.membership.ceremony import (
    change_to,
    in_force,
    merged,
    read_change,
    signed,
    standing,
)
from indicia.statement.membership.changes import (
    founded,
    renewed,
    with_new_keys,
    with_new_officer_keys,
    with_officer,
    with_party,
    without_officer,
    without_party,
)
from indicia.statement.membership.differences import differences
from indicia.statement.membership.folder import (
    check_highest,
    is_membership,
    keep_highest,
    put_in_force,
    read_change_file,
    read_folder,
)
from indicia.statement.membership.roll import Roll, Why


def longer(scene: Scene, days: int = 500) -> Roll:
    return renewed(scene.membership.roll, root_expires=None, targets_expires=day(days))


def test_officers_sign_apart_or_in_turn(scene: Scene) -> None:
    """Both ways the same membership comes out; a copy that nobody signed does no harm."""
    base = scene.membership
    change = change_to(longer(scene), base)
    copies = [read_change(signed(change, base, scene.keys[one]).to_bytes(), one) for one in ("bob", "eve")]
    apart = in_force(merged([change, *copies]), base)
    in_turn = in_force(signed_change(change, base, scene.keys["ann"], scene.keys["bob"]), base)
    assert apart.roll == in_turn.roll == longer(scene)
    assert apart.targets.digest == in_turn.targets.digest


def test_unlike_changes_are_not_taken_together(scene: Scene) -> None:
    """Signatures over one are none over the other."""
    one, two = (change_to(longer(scene, days), scene.membership) for days in (500, 501))
    with pytest.raises(StatementError, match="another change"):
        merged([one, two])
    root = change_to(renewed(longer(scene), root_expires=day(800), targets_expires=None), scene.membership)
    with pytest.raises(StatementError, match="another change"):
        merged([one, root])


def test_a_root_comes_only_where_officers_change(scene: Scene) -> None:
    """Parties alone need new targets alone; officers need both, and the officers of both versions."""
    base = scene.membership
    assert change_to(longer(scene), base).root is None
    _, handed_in = scene.newcomer("zoe", Purpose.OFFICER)
    change = change_to(with_officer(base.roll, handed_in, threshold=3), base)
    needs = {(one.part, one.tally.of.version, one.tally.missing) for one in standing(change, base)}
    assert needs == {("root", 1, 2), ("root", 2, 3), ("targets", 2, 3)}


def test_an_officer_with_new_keys_signs_with_both(scene: Scene) -> None:
    """The old keys count for the version before, the new ones for the new, neither for the other."""
    base = scene.membership
    new, handed_in = scene.newcomer("eve", Purpose.OFFICER)
    change = change_to(with_new_officer_keys(base.roll, handed_in), base)
    change = signed_change(change, base, new, scene.keys["ann"])
    assert [one.tally.signed for one in standing(change, base)] == [("ann",), ("ann", "eve"), ("ann", "eve")]
    made = in_force(signed(change, base, scene.keys["eve"]), base)
    assert made.root.says.version == 2


def test_keys_that_count_for_nothing_do_not_sign(scene: Scene) -> None:
    """A party, or a stranger, leaves no signature that would spoil the file."""
    for keys in (scene.keys["US"], scene.newcomer("x")[0]):
        with pytest.raises(StatementError, match="no officer's"):
            signed(change_to(longer(scene), scene.membership), scene.membership, keys)


def test_a_change_for_another_state_is_refused(scene: Scene) -> None:
    """Already in force, too early, or for a membership that is not here."""
    base = scene.membership
    change = signed_change(change_to(longer(scene), base), base, scene.keys["ann"], scene.keys["bob"])
    after = in_force(change, base)
    for membership in (after, None):
        with pytest.raises(StatementError):
            in_force(change, membership)
    with pytest.raises(StatementError, match="makes targets 2, but the membership is at targets 2"):
        signed(change, after, scene.keys["eve"])


def test_a_change_says_nothing_about_itself(scene: Scene) -> None:
    """No words travel along that could differ from what is signed."""
    value = parsed(change_to(longer(scene), scene.membership).to_bytes(), "c")
    assert set(value) == {"format", "root", "targets"}
    with pytest.raises(StatementError, match="unknown: `about`"):
        read_change(canonical({**value, "about": "harmless"}), "c")


def test_what_changes_is_told(scene: Scene) -> None:
    """Every kind of change has its sentence, and equal rolls have none."""
    roll = scene.membership.roll
    us, officer = scene.newcomer("US")[1], scene.newcomer("zoe", Purpose.OFFICER)[1]
    told = {
        "party DE (Germany, DE) joins": with_party(
            roll, scene.newcomer("DE")[1], country="DE", title="Germany", since=day(1)
        ),
        "party US (United States, US) gets the keys": with_new_keys(roll, us, why=Why.LOST, until=day(2), since=day(3)),
        "have no end and now count up to 2021-07-04T00:00:00Z (left)": without_party(
            roll, "US", why=Why.LEFT, until=day(3)
        ),
        "officer zoe joins with the keys": with_officer(roll, officer, threshold=None),
        "any change needs 3 of 4 officers; it was 2 of 3": with_officer(roll, officer, threshold=3),
        "officer eve leaves": without_officer(roll, "eve", threshold=None),
        "officer eve gets the keys": with_new_officer_keys(roll, scene.newcomer("eve", Purpose.OFFICER)[1]),
        "the list of parties expires on 2022-11-13": longer(scene),
        "the list of officers expires on 2021-07-10": renewed(roll, root_expires=day(9), targets_expires=None),
    }
    for sentence, after in told.items():
        assert any(sentence in one for one in differences(roll, after)), sentence
    assert differences(roll, roll) == ()
    assert "the alliance example-2021 begins" in differences(None, roll)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s, r: with_party(r, s.handed_in["US"], country="US", title="x", since=day(1)), "a party already"),
        (
            lambda s, r: with_party(r, s.newcomer("DE")[1], country="DE", title="x\u202ey", since=day(1)),
            "printable characters",
        ),
        (lambda s, r: with_party(r, s.handed_in["ann"], country="US", title="x", since=day(1)), "made for an officer"),
        (lambda s, r: with_officer(r, s.handed_in["ann"], threshold=None), "an officer already"),
        (lambda s, r: with_officer(r, s.handed_in["US"], threshold=None), "made for a party"),
        (lambda s, r: without_party(r, "XX", why=Why.LEFT, until=day(1)), "XX is no party"),
        (lambda s, r: without_party(r, "CA", why=Why.LEFT, until=day(9)), "cannot end before"),
        (lambda s, r: without_officer(r, "zoe", threshold=None), "zoe is no officer"),
        (lambda s, r: without_officer(without_officer(r, "ann", threshold=None), "bob", threshold=None), "2 of 1"),
        (
            lambda s, r: with_new_keys(r, s.handed_in["US"], why=Why.LOST, until=day(1), since=day(1)),
            "registered before, for US",
        ),
        (lambda s, r: with_new_officer_keys(r, s.newcomer("zoe", Purpose.OFFICER)[1]), "zoe is no officer"),
        (lambda s, r: founded(ALLIANCE, (), 1, day(1), day(1)), "0 officers"),
        (lambda s, r: founded("a/*", (), 1, day(1), day(1)), "no name of an alliance"),
    ],
)
def test_what_may_not_be_is_refused_before_anybody_signs(scene: Scene, change, said: str) -> None:
    """With the reason, when the change is written."""
    with pytest.raises(StatementError, match=said):
        change_to(change(scene, scene.membership.roll), scene.membership)


def test_an_end_moves_only_to_earlier(scene: Scene) -> None:
    """A theft found out after a party had left."""
    gone = without_party(scene.membership.roll, "US", why=Why.LEFT, until=day(20))
    assert without_party(gone, "US", why=Why.STOLEN, until=day(5)).tenures_of("US")[0].why is Why.STOLEN
    with pytest.raises(StatementError, match="only be moved to an earlier time"):
        without_party(gone, "US", why=Why.LEFT, until=day(21))


def test_an_end_of_replaced_keys_moves_too(scene: Scene) -> None:
    """They are named by their fingerprint; the new keys stay."""
    _, handed_in = scene.newcomer("US")
    first = scene.membership.tenure("US", day(1)).pair.fingerprint
    roll = with_new_keys(scene.membership.roll, handed_in, why=Why.PLANNED, until=day(20), since=day(20))
    moved = without_party(roll, "US", why=Why.STOLEN, until=day(5), fingerprint=first.upper())
    assert [(one.until, one.why) for one in moved.tenures_of("US")] == [(day(5), Why.STOLEN), (None, None)]
    with pytest.raises(StatementError, match="never had keys"):
        without_party(roll, "CA", why=Why.STOLEN, until=day(15), fingerprint=first)


def test_a_folder_is_made_and_read(scene: Scene, tmp_path: Path) -> None:
    """Every root and every targets that was in force is there; what is incomplete writes nothing."""
    folder = tmp_path / "m"
    change = change_to(scene.membership.roll, None)
    with pytest.raises(StatementError, match="signed by 0 of the 2"):
        put_in_force(folder, change, str)
    assert not folder.exists()
    made = put_in_force(folder, signed_change(change, None, scene.keys["ann"], scene.keys["eve"]), str)
    assert read_folder(folder, alliance=ALLIANCE).roll == made.roll == scene.membership.roll
    roll = renewed(made.roll, root_expires=day(900), targets_expires=None)
    second = signed_change(change_to(roll, made), made, scene.keys["ann"], scene.keys["eve"])
    put_in_force(folder, second, str)
    assert sorted(one.name for one in folder.iterdir()) == [
        "root.1.json",
        "root.2.json",
        "targets.1.json",
        "targets.2.json",
        "targets.json",
    ]
    assert read_folder(folder).roll == roll


def test_killed_in_between_it_is_finished(scene: Scene, tmp_path: Path) -> None:
    """Whichever files were written: the same change again completes them, another one does not pass."""
    folder = tmp_path / "m"
    change = change_to(scene.membership.roll, None)
    base = put_in_force(folder, signed_change(change, None, scene.keys["ann"], scene.keys["eve"]), str)
    roll = renewed(base.roll, root_expires=day(900), targets_expires=None)
    second = signed_change(change_to(roll, base), base, scene.keys["ann"], scene.keys["eve"])
    (folder / "targets.2.json").write_bytes(second.targets.to_bytes())
    (folder / "root.2.json").write_bytes(second.root.to_bytes())
    other = change_to(renewed(base.roll, root_expires=day(901), targets_expires=None), base)
    with pytest.raises(StatementError):
        put_in_force(folder, signed_change(other, base, scene.keys["ann"], scene.keys["eve"]), str)
    assert put_in_force(folder, second, str).root.says.version == 2
    assert read_folder(folder).roll == roll


def test_a_check_that_refuses_leaves_the_folder_alone(scene: Scene, tmp_path: Path) -> None:
    """It is asked before anything is written."""

    def refuse(found: object) -> None:
        raise StatementError("no")

    change = signed_change(change_to(scene.membership.roll, None), None, scene.keys["ann"], scene.keys["bob"])
    with pytest.raises(StatementError, match="no"):
        put_in_force(tmp_path / "m", change, refuse)
    assert not is_membership(tmp_path / "m")


def test_the_highest_versions_are_kept(scene: Scene, tmp_path: Path) -> None:
    """Of each alliance, in a file of the user's; a rollback changes nothing in it."""
    path = tmp_path / "below" / "seen.json"
    newer = scene.passed(longer(scene))
    check_highest(path, scene.membership)
    assert not path.exists()
    keep_highest(path, newer)
    kept = path.read_bytes()
    for check in (keep_highest, check_highest):
        with pytest.raises(StatementError, match="rollback"):
            check(path, scene.membership)
    assert path.read_bytes() == kept
    keep_highest(path, newer)
    path.write_bytes(kept.replace(b"indicia-seen/1", b"indicia-seen/2"))
    with pytest.raises(StatementError, match="format"):
        keep_highest(path, newer)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format":"indicia-change/1","root":null,"targets":null}'])
def test_other_files_are_no_change(tmp_path: Path, data: bytes) -> None:
    """And it is said of which file."""
    (tmp_path / "c.json").write_bytes(data)
    with pytest.raises(StatementError, match=r"c\.json"):
        read_change_file(tmp_path / "c.json")


def test_an_empty_folder_is_no_membership(tmp_path: Path) -> None:
    """With what to do."""
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(StatementError):
            read_folder(folder)
