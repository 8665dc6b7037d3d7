"""Witnesses: they see a log grow, and keep what proves that it showed two histories."""

import shutil
from datetime import timedelta

import pytest

from indicia.errors import StatementError
from indicia.statement.canonical import canonical, parsed
from indicia.statement.ledger.checkpoint import Checkpoint, read_checkpoint
from indicia.statement.ledger.equivocation import equivocation_of, proven
from indicia.statement.ledger.note import ED25519, Note, VerifierKey, sign
from indicia.statement.ledger.proof_files import Consistency
from indicia.statement.ledger.proving import prove_consistency
from indicia.statement.ledger.store import Ledger
from indicia.statement.ledger.witness import Witness

from .invented import LOG, LOG_KEY, NOON, ORIGIN, Key, entries, ledger, witness_key

NAME = "first"
WITNESS = Key(NAME)


@pytest.fixture
def made(tmp_path) -> Ledger:
    return ledger(tmp_path / "l", 10, signed=True)


@pytest.fixture
def witness(tmp_path) -> Witness:
    found = Witness.create(tmp_path / "w", witness_key(NAME))
    found.trust(LOG_KEY)
    return found


def grow(made: Ledger, number: int) -> None:
    made.append(entries(number, made.head.size))
    made.sign(LOG)


def other_history(made: Ledger, size: int) -> bytes:
    """A checkpoint of the same log and size that the log signed for somebody else."""
    text = Checkpoint(ORIGIN, size, bytes(32)).text
    return Note(text, (sign(text, ORIGIN, LOG),)).data


def test_a_witness_follows_a_log(made, witness) -> None:
    """From the first checkpoint on it needs a proof; its cosignatures come into the ledger and make a quorum."""
    done = witness.cosign(prove_consistency(made, 0), WITNESS, NOON)
    assert done.cosigned[0].time == NOON
    grow(made, 300)
    done = witness.cosign(prove_consistency(made, 10), WITNESS, NOON + timedelta(hours=1))
    kept = made.add_cosignatures(done.note.data, (witness.watch.key,))
    assert [one.time for one in kept.cosigned] == [NOON + timedelta(hours=1)]
    assert read_checkpoint((made.root / "checkpoint").read_bytes(), LOG_KEY, (witness.watch.key,), 1)
    # The same again: the time is newer, nothing else.
    again = witness.cosign(prove_consistency(made, 310), WITNESS, NOON + timedelta(hours=2))
    made.add_cosignatures(again.note.data, (witness.watch.key,))
    assert made.checkpoint is not None and len(made.checkpoint.note.signatures) == 2
    latest = witness.memory.latest(ORIGIN)
    assert latest == made.head


def test_a_smaller_size_is_refused(made, witness) -> None:
    """An old checkpoint, or a log that was rolled back."""
    early = prove_consistency(made, 0)
    grow(made, 5)
    witness.cosign(prove_consistency(made, 0), WITNESS, NOON)
    with pytest.raises(StatementError, match="15 were seen already"):
        witness.cosign(early, WITNESS, NOON)
    with pytest.raises(StatementError, match="knows 15"):
        grow(made, 1)
        witness.cosign(prove_consistency(made, 0), WITNESS, NOON)


def test_two_histories_are_kept_as_evidence(made, witness, tmp_path) -> None:
    """At the newest size and at any older one that was seen; anybody can verify it; the log is not cosigned again."""
    witness.cosign(prove_consistency(made, 0), WITNESS, NOON)
    grow(made, 5)
    witness.cosign(prove_consistency(made, 10), WITNESS, NOON)
    copy = tmp_path / "copy"
    shutil.copytree(witness.root, copy)
    for place, size in ((witness.root, 15), (copy, 10)):
        one = Witness(place)
        with pytest.raises(StatementError, match="two histories") as caught:
            one.cosign(Consistency(15, (), other_history(made, size)), WITNESS, NOON)
        (path,) = one.memory.evidence(ORIGIN)
        assert str(path) in caught.value.hint
        found = equivocation_of(path.read_bytes(), LOG_KEY)
        assert {found.first.checkpoint.size, found.second.checkpoint.size} == {size}
        grow(made, 1)
        with pytest.raises(StatementError, match="nothing of it is taken"):
            one.cosign(prove_consistency(made, 15), WITNESS, NOON)


def test_a_fork_at_a_larger_size_is_not_cosigned_and_may_become_evidence(made, witness, tmp_path) -> None:
    """What the log signed is kept; when its other checkpoint of that size comes, both are evidence."""
    fork = tmp_path / "fork"
    shutil.copytree(made.root, fork)
    grow(made, 5)
    witness.cosign(prove_consistency(made, 0), WITNESS, NOON)
    other = Ledger(fork)
    other.append(entries(20, 500))
    other.sign(LOG)
    with pytest.raises(StatementError, match="not shown to continue"):
        witness.cosign(prove_consistency(other, 15), WITNESS, NOON)
    assert not witness.memory.evidence(ORIGIN) and witness.memory.latest(ORIGIN) == made.head
    grow(made, 15)
    with pytest.raises(StatementError, match="two histories"):
        witness.cosign(prove_consistency(made, 15), WITNESS, NOON)
    assert len(witness.memory.evidence(ORIGIN)) == 1


def test_evidence_that_proves_nothing_is_refused(made) -> None:
    """Equal roots, two sizes, another key, a changed byte, a note that the log did not sign."""
    first = made.checkpoint
    assert first is not None
    second = read_checkpoint(other_history(made, 10), LOG_KEY)
    data = proven(first, second).data
    assert equivocation_of(data) == equivocation_of(data, LOG_KEY)
    value = parsed(data, "it")
    for wrong in (
        lambda: proven(first, first),
        lambda: proven(first, read_checkpoint(other_history(made, 11), LOG_KEY)),
        lambda: equivocation_of(data, VerifierKey("other.example", ED25519, LOG.public)),
        lambda: equivocation_of(canonical({**value, "second": value["first"]})),
        lambda: equivocation_of(canonical({**value, "more": 1})),
        lambda: equivocation_of(canonical({**value, "format": "x"})),
        lambda: equivocation_of(data[:-1]),
    ):
        with pytest.raises(StatementError):
            wrong()
    for at in range(0, len(data), 3):
        with pytest.raises(StatementError):
            equivocation_of(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def test_only_logs_that_are_watched(made, witness, tmp_path) -> None:
    """Not a stranger's, not the same name under another key; not with another witness's key."""
    stranger = Key("stranger")
    text = made.head.text
    forged = Note(text, (sign(text, ORIGIN, stranger),)).data
    text = Checkpoint("other.example", 1, bytes(32)).text
    unknown = Note(text, (sign(text, "other.example", stranger),)).data
    for request, key in (
        (Consistency(0, (), forged), WITNESS),
        (Consistency(0, (), unknown), WITNESS),
        (prove_consistency(made, 0), stranger),
        (Consistency(0, (bytes(32),), prove_consistency(made, 0).checkpoint), WITNESS),
    ):
        with pytest.raises(StatementError):
            witness.cosign(request, key, NOON)
    with pytest.raises(StatementError, match="another key"):
        witness.trust(VerifierKey(ORIGIN, ED25519, stranger.public))
    with pytest.raises(StatementError):
        witness.trust(witness_key("second"))
    witness.trust(LOG_KEY)
    assert witness.watch.logs == (LOG_KEY,)
    for wrong in (
        lambda: Witness.create(witness.root, witness_key(NAME)),
        lambda: Witness.create(tmp_path / "new", LOG_KEY),
        lambda: Witness(tmp_path / "none"),
        lambda: made.add_cosignatures(made.checkpoint.note.data, (witness.watch.key,)),
    ):
        with pytest.raises(StatementError):
            wrong()
