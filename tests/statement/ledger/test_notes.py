"""Signed notes and checkpoints: the known ones verify, and whatever was changed does not."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.errors import StatementError
from indicia.statement.ledger.checkpoint import Checkpoint, checkpoint_of, read_checkpoint
from indicia.statement.ledger.note import (
    ED25519,
    Note,
    VerifierKey,
    cosign,
    note_of,
    sign,
    signed,
    unbase64,
    verifier_key,
    with_signatures,
)

from .invented import LOG, LOG_KEY, ORIGIN, Key, witness_key

# From the documentation of the Go package that the form comes from.
KNOWN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
KNOWN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()
HEAD = Checkpoint(ORIGIN, 5, bytes(range(32)))
FIRST, SECOND = witness_key("first"), witness_key("second")


def checkpoint(*, head: Checkpoint = HEAD, cosigned: tuple[str, ...] = ("first", "second"), time: int = 1_626_696_000):
    more = [cosign(head.text, f"witness.example/{one}", Key(one), time) for one in cosigned]
    return Note(head.text, (sign(head.text, ORIGIN, LOG), *more))


def test_a_note_made_elsewhere_verifies() -> None:
    """Key and note of another implementation, and back to the same bytes."""
    key, note = verifier_key(KNOWN_KEY), note_of(KNOWN_NOTE)
    assert key.text == KNOWN_KEY and note.data == KNOWN_NOTE
    assert signed(note, key) == 0
    with pytest.raises(StatementError, match="false"):
        signed(Note(note.text.replace("answer", "Answer"), note.signatures), key)


@pytest.mark.parametrize(
    "text",
    [
        KNOWN_KEY[:-1],
        KNOWN_KEY + "=",
        KNOWN_KEY.replace("c74f20a3", "c74f20a4"),
        KNOWN_KEY.replace("c74f20a3", "C74F20A3"),
        KNOWN_KEY.replace("Peter", "Beter"),
        KNOWN_KEY.replace("Peter", "Pe ter"),
        KNOWN_KEY.replace("+ARpc", "+Bhpc"),
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "",
        "++",
    ],
)
def test_other_keys_are_refused(text) -> None:
    """A character less, more, or other."""
    with pytest.raises(StatementError):
        verifier_key(text)


def test_a_checkpoint_is_signed_by_log_and_witnesses() -> None:
    """Who signed, and when the witness saw it."""
    found = read_checkpoint(checkpoint().data, LOG_KEY, (FIRST, SECOND), 2)
    assert found.checkpoint == HEAD
    assert [one.witness for one in found.cosigned] == [FIRST, SECOND]
    assert found.cosigned[0].time == datetime(2021, 7, 19, 12, tzinfo=UTC)
    assert read_checkpoint(checkpoint().data, LOG_KEY).cosigned == ()


def test_one_key_counts_once() -> None:
    """Neither under two names nor as log and witness at once does a key make a quorum."""
    alias = VerifierKey("other.example", FIRST.algorithm, FIRST.public)
    itself = VerifierKey("third.example", FIRST.algorithm, LOG.public)
    text = HEAD.text
    note = with_signatures(
        checkpoint(cosigned=("first",)),
        [cosign(text, alias.name, Key("first"), 7), cosign(text, itself.name, LOG, 7)],
    )
    assert len(read_checkpoint(note.data, LOG_KEY, (FIRST, alias, itself), 1).cosigned) == 1
    with pytest.raises(StatementError, match="2 of 3 witnesses"):
        read_checkpoint(note.data, LOG_KEY, (FIRST, alias, itself), 2)


def test_what_is_not_signed_by_whom_it_should_be() -> None:
    """Another log, another key of the same name, no witness, a log key as witness, signed twice."""
    note = checkpoint()
    stranger = VerifierKey(ORIGIN, ED25519, Key("stranger").public)
    missing = witness_key("missing")
    for wrong in (
        lambda: read_checkpoint(note.data, stranger),
        lambda: read_checkpoint(note.data, VerifierKey("other.example", ED25519, LOG.public)),
        lambda: read_checkpoint(note.data, LOG_KEY, (missing,), 1),
        lambda: read_checkpoint(note.data, LOG_KEY, (LOG_KEY,), 1),
        lambda: read_checkpoint(note.data, FIRST),
        lambda: read_checkpoint(note.data + note.signatures[0].line.encode(), LOG_KEY),
        lambda: read_checkpoint(note.data + note.signatures[1].line.encode(), LOG_KEY, (FIRST,), 1),
    ):
        with pytest.raises(StatementError):
            wrong()


def test_a_cosignature_holds_its_time() -> None:
    """Back-dating it makes it false; a time that no calendar has is refused."""
    note = checkpoint()
    old = note.by(FIRST)
    assert old is not None
    earlier = type(old)(old.name, old.id, (7).to_bytes(8, "big") + old.data[8:])
    with pytest.raises(StatementError, match="false"):
        read_checkpoint(with_signatures(note, [earlier]).data, LOG_KEY, (FIRST,))
    for time in (2**63 - 1, 2**63):
        with pytest.raises(StatementError, match="time"):
            read_checkpoint(checkpoint(time=time).data, LOG_KEY, (FIRST,))


def test_every_flipped_bit_of_a_checkpoint_is_refused() -> None:
    """With everybody's signature asked for, no bit of the note can be another."""
    data = checkpoint().data
    for at in range(len(data)):
        for bit in range(8):
            other = bytearray(data)
            other[at] ^= 1 << bit
            with pytest.raises(StatementError):
                read_checkpoint(bytes(other), LOG_KEY, (FIRST, SECOND), 2)


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n05\n{'A' * 43}=\n",
        f"{ORIGIN}\n-5\n{'A' * 43}=\n",
        f"{ORIGIN}\n5 \n{'A' * 43}=\n",
        f"{ORIGIN}\n٥\n{'A' * 43}=\n",
        f"{ORIGIN}\n{2**63}\n{'A' * 43}=\n",
        f"{ORIGIN}\n5\n{'A' * 42}B=\n",
        f"{ORIGIN}\n5\n{'A' * 40}\n",
        f"{ORIGIN}\n5\n{'A' * 43}=\nmore\n",
        f"{ORIGIN}\n5\n{'A' * 43}=",
        f"\n5\n{'A' * 43}=\n",
        f"{ORIGIN}\n0\n{'A' * 43}=\n",
        f"a b\n5\n{'A' * 43}=\n",
        f"a\u3000b\n5\n{'A' * 43}=\n",
        f"a+b\n5\n{'A' * 43}=\n",
        "",
    ],
)
def test_other_texts_are_no_checkpoints(text) -> None:
    """There is one way to write a checkpoint."""
    with pytest.raises(StatementError):
        checkpoint_of(text)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"a\n\n",
        b"a\n\nb\n",
        "a\n\n— b c\n".encode(),
        "a\n\n— b AAAA\n".encode(),
        "a\n\n— b AAAAAAA=".encode(),
        "a\n\n—  AAAAAAA=\n".encode(),
        "a\n\n— b+c AAAAAAA=\n".encode(),
        "a\n\n— b AAAAAAB=\n".encode(),
        "a\n\n— b  AAAAAAA=\n".encode(),
        "a\r\n\n— b AAAAAAA=\n".encode(),
        "a\t\n\n— b AAAAAAA=\n".encode(),
        b"\xff\n\n" + "— b AAAAAAA=\n".encode(),
        b"a\n\n" + "— b AAAAAAA=\n".encode() * 101,
        b"a" * (1 << 20) + "\n\n— b AAAAAAA=\n".encode(),
    ],
)
def test_other_bytes_are_no_notes(data) -> None:
    """Refused, saying so."""
    with pytest.raises(StatementError):
        note_of(data)


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda one: f"{one}\n\n— b AAAAAAA=\n".encode()))
def test_whatever_is_read_is_written_again(data) -> None:
    """A note is refused, or its bytes come back: there is no second form of it."""
    try:
        note = note_of(data)
    except StatementError:
        return
    assert note.data == data


@given(st.text(max_size=60))
def test_no_key_or_base64_has_two_forms(text) -> None:
    """A key is refused or comes back as it was."""
    found = unbase64(text)
    assert found is None or text.isascii()
    with suppress(StatementError):
        assert verifier_key(text).text == text
