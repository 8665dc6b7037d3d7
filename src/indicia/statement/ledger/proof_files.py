"""Proofs as they travel: C2SP tlog-proof, the request to a witness of C2SP tlog-witness, what comes before an entry."""

import base64
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.canonical import Json, Row
from indicia.statement.commitments import leaf_hash
from indicia.statement.ledger.checkpoint import SignedCheckpoint, read_checkpoint
from indicia.statement.ledger.note import VerifierKey, unbase64
from indicia.statement.ledger.tree import MOST_HASHES, Frontier, check_consistency, check_inclusion

INCLUSION = "c2sp.org/tlog-proof@v1"
BEFORE = "indicia-before/1"
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


class Inclusion(Struct, frozen=True):
    """That an entry is in the log.  Not verified yet."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    """The note."""

    @property
    def data(self) -> bytes:
        """As a file."""
        return f"{INCLUSION}\nindex {self.index}\n{_lines(self.path)}\n".encode() + self.checkpoint

    def check(
        self, entry: bytes, log: VerifierKey, witnesses: Sequence[VerifierKey] = (), quorum: int = 0
    ) -> SignedCheckpoint:
        """The checkpoint it leads to.  Raises StatementError where it does not prove this entry."""
        signed = read_checkpoint(self.checkpoint, log, witnesses, quorum)
        found = signed.checkpoint
        check_inclusion(leaf_hash(entry), self.index, found.size, self.path, found.root)
        return signed


class Consistency(Struct, frozen=True):
    """That the log of a checkpoint begins with that of `old` entries.  Not verified yet."""

    old: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    """The note."""

    @property
    def data(self) -> bytes:
        """As a file: what a witness is asked with."""
        return f"old {self.old}\n{_lines(self.path)}\n".encode() + self.checkpoint

    def check(
        self, old_root: bytes, log: VerifierKey, witnesses: Sequence[VerifierKey] = (), quorum: int = 0
    ) -> SignedCheckpoint:
        """The checkpoint it leads to.  Raises StatementError where it does not begin with the known root."""
        signed = read_checkpoint(self.checkpoint, log, witnesses, quorum)
        found = signed.checkpoint
        check_consistency(self.old, old_root, found.size, found.root, self.path)
        return signed


class Before(Struct, frozen=True):
    """The complete subtrees before entry `first`.

    With every entry from there on they give the root of the checkpoint, so none of those entries can be left out.
    """

    first: int
    hashes: tuple[bytes, ...]
    """The largest first."""

    @property
    def object(self) -> Json:
        """As it travels: `ledger/before.json` of a bundle."""
        return {"format": BEFORE, "first": self.first, "hashes": [one.hex() for one in self.hashes]}

    def frontier(self) -> Frontier:
        """To which the entries from `first` on are added."""
        return Frontier(self.first, self.hashes)

    def check(self, entries: Iterable[bytes], signed: SignedCheckpoint) -> None:
        """Raises StatementError where these are not all entries from `first` on, each as it was appended."""
        frontier = self.frontier()
        found = signed.checkpoint
        for one in entries:
            if frontier.size >= found.size:
                raise StatementError(f"more entries than the {found.size:,} that the checkpoint counts")
            frontier.add(leaf_hash(one))
        if frontier.size != found.size:
            raise StatementError(
                f"{frontier.size - self.first:,} entries from {self.first:,} on, but the checkpoint counts "
                f"{found.size:,} in all: {found.size - frontier.size:,} are left out"
            )
        if frontier.root != found.root:
            raise StatementError(f"the entries from {self.first:,} on are not those of the checkpoint")


def inclusion_of(data: bytes, where: str = "the proof") -> Inclusion:
    """Read a tlog-proof.  Raises StatementError for anything else, also for extra data: nothing vouches for it."""
    lines, note = _halves(data, where)
    if len(lines) < 2 or lines[0] != INCLUSION:
        raise StatementError(f"{where}: not a proof of the form {INCLUSION}")
    return Inclusion(_number(lines[1], "index", where), _path(lines[2:], where), note)


def consistency_of(data: bytes, where: str = "the proof") -> Consistency:
    """Read a request to a witness.  Raises StatementError."""
    lines, note = _halves(data, where)
    return Consistency(_number(lines[0], "old", where), _path(lines[1:], where), note)


def before_of(value: Json, where: str = "before") -> Before:
    """Read what comes before an entry.  Raises StatementError, also for a number of hashes that cannot be."""
    row = Row(value, where)
    if row.text("format") != BEFORE:
        row.wrong(f"not of the form {BEFORE}")
    first, texts = row.whole("first"), row.texts("hashes")
    row.close()
    if first >= 2**63 or len(texts) != first.bit_count():
        row.wrong(f"{len(texts)} hashes are not the complete subtrees of {first} entries")
    if not all(re.fullmatch(r"[0-9a-f]{64}", one) for one in texts):
        row.wrong("`hashes` holds something that is no SHA-256 in lower-case hex")
    return Before(first, tuple(bytes.fromhex(one) for one in texts))


def _lines(path: Sequence[bytes]) -> str:
    return "".join(f"{base64.b64encode(one).decode('ascii')}\n" for one in path)


def _halves(data: bytes, where: str) -> tuple[list[str], bytes]:
    above, blank, note = data.partition(b"\n\n")
    if not blank or len(above) > 100 * MOST_HASHES:
        raise StatementError(f"{where}: no proof, blank line and checkpoint")
    try:
        return above.decode("ascii").split("\n"), note
    except UnicodeDecodeError:
        raise StatementError(f"{where}: a proof above the checkpoint is in ASCII") from None


def _number(line: str, name: str, where: str) -> int:
    word, _, number = line.partition(" ")
    if word != name or not _NUMBER.fullmatch(number):
        raise StatementError(f"{where}: {line[:60]!r} is not `{name} NUMBER`")
    return int(number)


def _path(lines: Sequence[str], where: str) -> tuple[bytes, ...]:
    hashes = [unbase64(one) for one in lines]
    found = tuple(one for one in hashes if one is not None and len(one) == 32)
    if len(found) != len(lines) or len(found) > MOST_HASHES:
        raise StatementError(f"{where}: its lines are not at most {MOST_HASHES} hashes in base64")
    return found
