"""An alliance with three officers, two needed, and two parties; with real keys."""

from dataclasses import replace

import pytest
from tests.statement.alliance import ALLIANCE, BEGIN, Scene, day, handed_in_by, signed_change

from indicia.statement.keys.announcement import Announcement, Purpose
from indicia.statement.keys.pair import KeyPair
from indicia.statement.membership.ceremony import change_to, in_force
from indicia.statement.membership.changes import founded, with_party


@pytest.fixture(scope="session")
def _first() -> Scene:
    keys: dict[str, KeyPair] = {}
    handed_in: dict[str, Announcement] = {}
    for name in ("ann", "bob", "eve", "US", "CA"):
        keys[name], handed_in[name] = handed_in_by(name, Purpose.OFFICER if name.islower() else Purpose.PARTY)
    roll = founded(ALLIANCE, tuple(handed_in[one] for one in ("ann", "bob", "eve")), 2, day(730), day(365))
    roll = with_party(roll, handed_in["US"], country="US", title="United States", since=BEGIN)
    roll = with_party(roll, handed_in["CA"], country="CA", title="Canada", since=day(10))
    change = signed_change(change_to(roll, None), None, keys["ann"], keys["bob"])
    return Scene(keys, handed_in, in_force(change, None))


@pytest.fixture
def scene(_first: Scene) -> Scene:
    """A copy of its own for each test."""
    return replace(_first, keys=dict(_first.keys), handed_in=dict(_first.handed_in))
