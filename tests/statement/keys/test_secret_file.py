"""Key files: only the passphrase opens them, only their owner reads them, no bit of them is free."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.statement.alliance import edited

from indicia.errors import StatementError
from indicia.statement.canonical import Json, canonical, parsed
from indicia.statement.envelope import PayloadType, seal, sealed
from indicia.statement.keys.announcement import Purpose
from indicia.statement.keys.pair import KeyPair, make_pair
from indicia.statement.keys.secret_file import COST, lock, secret_file
from indicia.statement.private_files import read_small, replace, write_new, write_pair

KEYS = make_pair()
PHRASE = "five random words it is"
CHEAP = 2**14


def locked(keys: KeyPair = KEYS, phrase: str = PHRASE, cost: int = CHEAP) -> bytes:
    made = datetime(2021, 7, 19, tzinfo=UTC)
    return lock(keys, phrase, alliance="a", holder="US", purpose=Purpose.PARTY, made=made, cost=cost)


FILE = locked()


def test_a_key_file_gives_its_keys_back() -> None:
    """Whose they are is read without the passphrase; with it they sign."""
    held = secret_file(FILE, "f")
    assert (held.alliance, held.holder, held.purpose, held.public) == ("a", "US", Purpose.PARTY, KEYS.public)
    keys = held.unlock(PHRASE, str)
    sealed(seal(b"x", PayloadType.REPLY, keys), PayloadType.REPLY, "e").verify(KEYS.public)


def test_guessing_is_made_dear() -> None:
    """What is written by default costs 128 MiB a guess."""
    assert COST * 8 * 128 == 128 << 20
    assert parsed(locked(cost=COST), "f")["kdf"]["n"] == COST


@pytest.mark.parametrize("phrase", ["", PHRASE + " ", PHRASE.upper(), "wrong wrong wrong"])
def test_a_wrong_passphrase_is_refused(phrase: str) -> None:
    """And it is said that nothing else helps."""
    with pytest.raises(StatementError, match="wrong passphrase") as caught:
        secret_file(FILE, "f").unlock(phrase, str)
    assert "replaced" in caught.value.hint


def test_a_short_passphrase_is_refused() -> None:
    """Before a key is locked with it."""
    with pytest.raises(StatementError, match="fewer than 12"):
        locked(phrase="short")


def test_two_files_of_one_key_share_nothing() -> None:
    """Salt and nonce are new each time."""
    one, two = (parsed(locked(), "f") for _ in range(2))
    assert one["kdf"]["salt"] != two["kdf"]["salt"]
    assert one["cipher"]["nonce"] != two["cipher"]["nonce"]
    assert one["sealed"] != two["sealed"]


@given(st.integers(0, len(FILE) - 1), st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_a_flipped_bit_anywhere_is_refused(at: int, bit: int) -> None:
    """The open part is authenticated along with the sealed one."""
    data = bytearray(FILE)
    data[at] ^= 1 << bit
    with pytest.raises(StatementError):
        secret_file(bytes(data), "f").unlock(PHRASE, str)


def test_another_holders_name_is_refused() -> None:
    """A key file cannot be relabelled."""
    with pytest.raises(StatementError, match="the file was changed"):
        secret_file(edited(FILE, "holder", to="CA"), "f").unlock(PHRASE, str)


@pytest.mark.parametrize("cost", [2, 2**13, 2**14 + 1, 2**21, 2**62])
def test_a_hostile_cost_is_refused_untried(cost: int) -> None:
    """Neither gigabytes of memory nor a key that anybody guesses."""
    with pytest.raises(StatementError):
        secret_file(edited(FILE, "kdf", "n", to=cost), "f")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "indicia-secret/2"),
        (("purpose",), "witness"),
        (("kdf", "name"), "pbkdf2"),
        (("kdf", "p"), 9),
        (("kdf", "salt"), "AAAA"),
        (("cipher", "name"), "none"),
        (("cipher", "nonce"), "!"),
        (("sealed",), ""),
        (("more",), 1),
        (("keys",), []),
    ],
)
def test_other_forms_are_refused(path: tuple[str, ...], value: Json) -> None:
    """Nothing in the file chooses something weaker."""
    with pytest.raises(StatementError):
        secret_file(edited(FILE, *path, to=value), "f")


def test_keys_that_are_not_the_public_ones_are_refused() -> None:
    """Sealed well, but with the public keys of somebody else beside them."""
    mixed = KeyPair(KEYS.first, make_pair().second, KEYS.public)
    with pytest.raises(StatementError, match="belongs to its public one"):
        secret_file(locked(mixed), "f").unlock(PHRASE, str)


@pytest.mark.skipif(os.name != "posix", reason="no modes of files here")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o601, 0o666])
def test_a_file_that_others_can_touch_is_refused(tmp_path: Path, mode: int) -> None:
    """Unread, with its mode and what to do."""
    path = tmp_path / "US.secret.json"
    write_new(path, FILE, private=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_small(path, 1 << 16, private=True) == FILE
    path.chmod(mode)
    with pytest.raises(StatementError, match=f"mode {mode:04o}") as caught:
        read_small(path, 1 << 16, private=True)
    assert "stolen" in caught.value.hint


@pytest.mark.skipif(os.name != "posix", reason="no modes of files here")
def test_a_file_written_again_stays_private(tmp_path: Path) -> None:
    """A new passphrase does not open the file to others."""
    path = tmp_path / "f"
    write_new(path, b"1", private=True)
    replace(path, b"2", private=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Neither half of a pair, and none is left alone."""
    secret, shared = tmp_path / "s", tmp_path / "p"
    shared.write_bytes(b"there")
    with pytest.raises(StatementError, match="is there already"):
        write_pair(secret, b"1", shared, b"2")
    assert not secret.exists()
    write_pair(secret, b"1", tmp_path / "q", b"2")
    with pytest.raises(StatementError, match="is there already"):
        write_new(secret, b"3")


def test_an_oversized_file_is_refused(tmp_path: Path) -> None:
    """At most so much of it is read; what is no file is refused as well."""
    path = tmp_path / "f"
    path.write_bytes(canonical("x" * 3_000))
    with pytest.raises(StatementError, match="larger than 1 KiB"):
        read_small(path, 1024)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    for wrong in (tmp_path, tmp_path / "absent", tmp_path / "pipe", Path("/dev/zero"), Path("a\0b")):
        with pytest.raises(StatementError):
            read_small(wrong, 1024)
