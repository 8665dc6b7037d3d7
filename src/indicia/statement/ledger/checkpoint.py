"""Checkpoints (C2SP tlog-checkpoint): the size and the root of a log at one moment, signed by it and by witnesses."""

import base64
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.ledger.note import COSIGNATURE, ED25519, Note, VerifierKey, key_name, note_of, signed, unbase64
from indicia.statement.ledger.tree import EMPTY_ROOT

MOST_ENTRIES = 2**63 - 1
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class Checkpoint(Struct, frozen=True):
    """What a log says of itself."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode('ascii')}\n"


class Cosigned(Struct, frozen=True):
    """A witness saw it, and that the log had only grown."""

    witness: VerifierKey
    time: datetime


class SignedCheckpoint(Struct, frozen=True):
    """A checkpoint whose signatures were verified."""

    checkpoint: Checkpoint
    note: Note
    log: VerifierKey
    cosigned: tuple[Cosigned, ...]
    """By witnesses that were asked for; others do not count."""


def checkpoint_of(text: str, where: str = "the checkpoint") -> Checkpoint:
    """Read the three lines.  Raises StatementError for more, fewer, or others."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise StatementError(f"{where}: not three lines: origin, size, root")
    origin, size, encoded = lines[:3]
    root = unbase64(encoded)
    if not key_name(origin):
        raise StatementError(f"{where}: {origin[:60]!r} is no origin of a log")
    if not _SIZE.fullmatch(size) or int(size) > MOST_ENTRIES:
        raise StatementError(f"{where}: {size[:30]!r} is no size")
    if root is None or len(root) != 32:
        raise StatementError(f"{where}: the root is no SHA-256 in base64")
    if size == "0" and root != EMPTY_ROOT:
        raise StatementError(f"{where}: the root of no entries is the hash of nothing")
    return Checkpoint(origin, int(size), root)


def read_checkpoint(
    data: bytes,
    log: VerifierKey,
    witnesses: Sequence[VerifierKey] = (),
    quorum: int = 0,
    where: str = "the checkpoint",
) -> SignedCheckpoint:
    """Verify a checkpoint: signed by its log, and by at least `quorum` of the witnesses.

    A key counts once, under whatever names it is listed.  Raises StatementError, also where a witness that is asked for
    signed and the signature is false.
    """
    note = note_of(data, where)
    found = checkpoint_of(note.text, where)
    if log.algorithm != ED25519 or any(one.algorithm != COSIGNATURE for one in witnesses):
        raise StatementError(f"{where}: a log signs with keys of kind 1, a witness with keys of kind 4")
    if found.origin != log.name:
        raise StatementError(f"{where}: of the log {found.origin}, not of {log.name}")
    if signed(note, log) is None:
        raise StatementError(f"{where}: not signed by its log {log.name} with the key that is expected")
    cosigned: dict[bytes, Cosigned] = {}
    for one in witnesses:
        time = signed(note, one)
        if time is not None and one.public != log.public:
            cosigned.setdefault(one.public, Cosigned(one, _moment(time, where)))
    if quorum > len(witnesses):
        raise StatementError(
            f"{where}: {quorum} witnesses have to have signed it, and {_named(len(witnesses))} named",
            hint="Name the public key of each witness.",
        )
    if len(cosigned) < quorum:
        names = ", ".join(one.witness.name for one in cosigned.values()) or "none"
        raise StatementError(
            f"{where}: {quorum} of {len(witnesses)} witnesses have to have signed it; {len(cosigned)} have: {names}",
            hint="Without them the log could show somebody else another history.",
        )
    return SignedCheckpoint(found, note, log, tuple(cosigned.values()))


def _named(number: int) -> str:
    return "none is" if not number else f"only {number} {'is' if number == 1 else 'are'}"


def _moment(time: int, where: str) -> datetime:
    try:
        return datetime.fromtimestamp(time, UTC)
    except (OverflowError, ValueError, OSError):
        raise StatementError(f"{where}: a cosignature of no time that a calendar has") from None
