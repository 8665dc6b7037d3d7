"""Metadata has one form: whatever else a file says, or says in another way, is refused."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.statement.alliance import Scene, edited

from indicia.errors import StatementError
from indicia.statement.canonical import Json, parsed
from indicia.statement.membership.ceremony import change_to, read_change, signed
from indicia.statement.membership.members import verified
from indicia.statement.membership.metadata import read_root, read_targets


def test_files_go_there_and_back(scene: Scene) -> None:
    """The same bytes, and the same roll."""
    roots, targets = scene.files()
    again = verified(roots, targets)
    assert again.roll == scene.membership.roll
    assert read_root(roots[1], "r").to_bytes() == roots[1]
    assert read_targets(targets, "t").to_bytes() == targets


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("signed", "roles", "root", "threshold"), 2),
        (("signed", "roles", "targets", "threshold"), 2),
        (("signed", "roles", "root", "threshold"), 3),
        (("signed", "roles", "root", "threshold"), 8),
        (("signed", "consistent_snapshot"), True),
        (("signed", "consistent_snapshot"), 0),
        (("signed", "spec_version"), "2.0.0"),
        (("signed", "version"), 0),
        (("signed", "version"), True),
        (("signed", "expires"), "2022-7-1T00:00:00Z"),
        (("signed", "expires"), "2099-01-01T00:00:00Z"),
        (("signed", "_type"), "targets"),
        (("signed", "more"), 1),
        (("more",), 1),
        (("signed", "officers"), []),
        (("signatures", 0, "sig"), ""),
        (("signatures", 0, "keyid"), "00"),
        (("signed", "roles", "root", "keyids"), []),
        (("signed", "keys"), []),
    ],
    ids=lambda one: "-".join(map(str, one)) if isinstance(one, tuple) else repr(one)[:24],
)
def test_other_roots_are_refused(scene: Scene, path: tuple[str, ...], value: Json) -> None:
    """A lower threshold, a member nobody reads, a number that is no number …: by form or by signature."""
    roots, targets = scene.files()
    with pytest.raises(StatementError):
        verified({1: edited(roots[1], *path, to=value)}, targets)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("signed", "delegations", "roles", 0, "terminating"), False),
        (("signed", "delegations", "roles", 0, "terminating"), 1),
        (("signed", "delegations", "roles", 0, "threshold"), 1),
        (("signed", "delegations", "roles", 0, "paths"), ["*/*/*/*"]),
        (("signed", "delegations", "roles", 0, "country"), "XX"),
        (("signed", "delegations", "roles"), []),
        (("signed", "delegations", "tenures", 0, "until"), "2021-08-01T00:00:00Z"),
        (("signed", "delegations", "tenures", 0, "since"), "2020-08-01T00:00:00Z"),
        (("signed", "delegations", "tenures", 0, "party"), "root"),
        (("signed", "delegations", "tenures", 0, "party"), "../US"),
        (("signed", "delegations", "tenures", 1, "party"), "us"),
        (("signed", "delegations", "tenures", 0, "why"), "bored"),
        (("signed", "targets"), {"x": {"length": 1, "hashes": {"sha256": "00"}}}),
        (("signed", "delegations", "succinct_roles"), {}),
        (("signed", "delegations"), None),
    ],
    ids=lambda one: "-".join(map(str, one)) if isinstance(one, tuple) else repr(one)[:24],
)
def test_other_targets_are_refused(scene: Scene, path: tuple[str, ...], value: Json) -> None:
    """Roles say what tenures say, and nothing else."""
    roots, targets = scene.files()
    with pytest.raises(StatementError):
        verified(roots, edited(targets, *path, to=value))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=4,
)


def places(value: Json, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Of everything in it."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(below for name, one in members for below in places(one, (*path, name)))]


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_anywhere_is_refused_in_words(scene: Scene, data: st.DataObject) -> None:
    """Files of hostile form end in a refusal that names the file, and in nothing else."""
    roots, targets = scene.files()
    change = change_to(scene.membership.roll, None).to_bytes()
    kinds = {
        "root": (roots[1], lambda held: verified({1: held}, targets)),
        "targets": (targets, lambda held: verified(roots, held)),
        "change": (change, lambda held: signed(read_change(held, "the change"), None, scene.keys["ann"])),
    }
    whole, read = kinds[data.draw(st.sampled_from(sorted(kinds)))]
    path = data.draw(st.sampled_from(places(parsed(whole, "t"))[1:]))
    value = data.draw(ANYTHING)
    try:
        hostile = edited(whole, *path, to=value)
    except StatementError:
        return  # it has no form in JSON
    if hostile == whole:
        return
    try:
        read(hostile)
    except StatementError as error:
        assert str(error)
    else:
        # What nobody signed yet may say other things, as long as it is of the one form.
        assert whole is change and read_change(hostile, "c").to_bytes() == hostile
