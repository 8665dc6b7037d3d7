"""Where a case is worked in beside a scan of it."""

import errno

import pytest

from indicia.case import Case
from indicia.errors import unwritable


def test_each_has_a_room_of_its_own(tmp_path):
    """A timeline and a scan unpack beside each other; nothing is left."""
    case = Case.create(tmp_path / "case")
    with case.room() as one, case.room() as other:
        assert len({one, other, case.spool}) == 3
        (one / "unpacked").write_bytes(b"x")
        Case.create(tmp_path / "case")
        assert (one / "unpacked").read_bytes() == b"x"
    assert not [item for item in case.root.iterdir() if item.name.startswith(".new-")]


def test_rooms_of_the_killed_go(tmp_path):
    """Whoever comes next removes what nobody holds."""
    case = Case.create(tmp_path / "case")
    left = case.root / ".new-room-x"
    left.mkdir()
    (left / "unpacked").write_bytes(b"x")
    with case.room():
        assert not left.exists()


@pytest.mark.parametrize(
    ("number", "hint"), [(errno.EACCES, "This account"), (errno.EROFS, "This account"), (errno.ENOSPC, "Room")]
)
def test_what_to_do_depends_on_why(number, hint):
    """Room helps nobody who may not write."""
    assert unwritable(OSError(number, "x"), "Room.").startswith(hint)
