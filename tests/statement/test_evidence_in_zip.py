"""Evidence as it was collected, in a zip archive: found by the hash of its members, never unpacked beyond measure."""

import hashlib
import io
import zipfile

import pytest

from indicia.errors import StatementError
from indicia.statement.bundle.evidence import Evidence

LOG = b"2021-03-03 06:49:56 POST /owa/auth/x.js 200\n" * 50_000


def put(path, *members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def sha(data):
    return hashlib.sha256(data).hexdigest()


def test_members_are_found_by_their_hash(tmp_path):
    """Whatever they are called; the archive itself is a file of evidence too."""
    whole = put(tmp_path / "EX01.zip", ("C/inetpub/logs/x.log", LOG), ("../../evil", b"inert"), ("dir/", b""))
    held = Evidence()
    assert held.add_folder(tmp_path) == 3 and held.closed == []
    assert sha(LOG) in held and sha(b"inert") in held and sha(whole.read_bytes()) in held
    assert held.size(sha(LOG)) == len(LOG)
    assert b"".join(held.part(sha(LOG), 1_200_000, 1_200_044)) == LOG[1_200_000:1_200_044]
    assert held.data(sha(b"inert"), 100) == b"inert"
    assert not (tmp_path.parent / "evil").exists() and len(list(tmp_path.iterdir())) == 1


def test_a_bomb_stays_closed(tmp_path):
    """One that says it unpacks to a thousand times itself is told, not opened."""
    put(tmp_path / "bomb.zip", ("zeros", bytes(300 << 20)), compression=zipfile.ZIP_BZIP2)
    held = Evidence()
    assert held.add_folder(tmp_path) == 1
    assert len(held.closed) == 1 and "unpacks to 314,572,800 bytes" in held.closed[0]


@pytest.mark.parametrize("at", [30, 60, -30, -5])
def test_a_damaged_archive_is_told(tmp_path, at):
    """No traceback, and what could be read still counts."""
    data = bytearray(put(tmp_path / "x.zip", ("a", LOG[:2000]), ("b", b"inert")).read_bytes())
    data[at] ^= 0xFF
    (tmp_path / "x.zip").write_bytes(data)
    held = Evidence()
    assert held.add_folder(tmp_path) >= 1
    assert sha(bytes(data)) in held


def test_an_archive_that_changes_between(tmp_path):
    put(tmp_path / "x.zip", ("a", LOG))
    held = Evidence()
    held.add_folder(tmp_path)
    (tmp_path / "x.zip").write_bytes(b"PK")
    with pytest.raises(StatementError, match="cannot be read"):
        list(held.part(sha(LOG), 0, 10))


def test_what_only_begins_like_an_archive(tmp_path):
    (tmp_path / "x").write_bytes(b"PK" + bytes(100))
    held = Evidence()
    assert held.add_folder(tmp_path) == 1 and held.closed == []
    assert io.BytesIO(b"".join(held.part(sha(b"PK" + bytes(100)), 0, 2))).read() == b"PK"
