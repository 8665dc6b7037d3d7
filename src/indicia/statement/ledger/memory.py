"""What was seen of each log: no smaller size is taken afterwards, and no second history.

    <origin>/latest               the newest checkpoint that was accepted
    <origin>/seen/<size>          every one that was accepted
    <origin>/refused/<size>-…     signed by the log, but not shown to continue what is known
    <origin>/equivocation-…       two unlike checkpoints of one size: evidence against the log

<origin> is the beginning of its SHA-256 in hex.  Witnesses keep this, and so does who imports bundles.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from indicia.errors import StatementError
from indicia.statement.ledger.checkpoint import Checkpoint, SignedCheckpoint, checkpoint_of, read_checkpoint
from indicia.statement.ledger.durable import put
from indicia.statement.ledger.equivocation import proven
from indicia.statement.ledger.note import note_of
from indicia.statement.ledger.reading import read_file
from indicia.statement.ledger.tree import EMPTY_ROOT, check_consistency
from indicia.statement.own_files import own_files

_DAMAGED = "What was remembered is damaged: take it from a copy; begun anew, it could take a second history."
_MOST_NOTE = 1 << 20
_MOST_REFUSED = 100
"""Kept of one log."""


class Memory:
    """A folder that remembers.  Whoever writes holds its lock (`durable.alone`)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def latest(self, origin: str) -> Checkpoint | None:
        """The newest that was accepted; null for a log that is new here.  Raises StatementError where it is damaged."""
        path = self._folder(origin) / "latest"
        if not path.exists():
            return None
        with own_files(_DAMAGED):
            found = checkpoint_of(note_of(read_file(path, _MOST_NOTE), str(path)).text, str(path))
            if found.origin != origin:
                raise StatementError(f"{path}: of the log {found.origin}, not of {origin}")
            return found

    def evidence(self, origin: str) -> list[Path]:
        """Files that prove an equivocation of this log."""
        return sorted(self._folder(origin).glob("equivocation-*.json"))

    def weigh(self, signed: SignedCheckpoint) -> Checkpoint | None:
        """What a new checkpoint has to be shown to continue; null where nothing is known of the log.

        Raises StatementError where it is smaller than what is known, or unlike what was seen at its size; the latter
        leaves evidence.  A log against which there is evidence is not taken at all.
        """
        found = signed.checkpoint
        self._no_second_history(signed)
        held = self.evidence(found.origin)
        if held:
            raise StatementError(
                f"{found.origin}: this log showed two histories; nothing of it is taken any more",
                hint=f"The evidence: {held[0]}",
            )
        known = self.latest(found.origin)
        if known is not None and found.size < known.size:
            raise StatementError(
                f"{found.origin}: a checkpoint of {found.size:,} entries, but {known.size:,} were seen already",
                hint="An old copy, or a log that was rolled back; ask for the newest checkpoint.",
            )
        return known

    def accept(self, signed: SignedCheckpoint, path: Sequence[bytes]) -> None:
        """Take a checkpoint that `path` shows to continue the known one, and remember it.  Raises StatementError."""
        known = self.weigh(signed)
        found = signed.checkpoint
        try:
            if known is None:
                check_consistency(0, EMPTY_ROOT, found.size, found.root, path)
            else:
                check_consistency(known.size, known.root, found.size, found.root, path)
        except StatementError as error:
            self.refuse(signed)
            raise StatementError(
                f"{found.origin}: not shown to continue the {known.size if known else 0:,} entries known: {error}",
                hint="Ask for a proof from that size on; where there is none, the log forked.",
            ) from error
        self.remember(signed)

    def remember(self, signed: SignedCheckpoint) -> None:
        """Keep a checkpoint that was shown to continue the known one; on disk when this returns."""
        folder = self._folder(signed.checkpoint.origin).name
        with own_files():
            put(self.root, f"{folder}/seen/{signed.checkpoint.size}", signed.note.data)
            put(self.root, f"{folder}/latest", signed.note.data)

    def _no_second_history(self, signed: SignedCheckpoint) -> None:
        found = signed.checkpoint
        folder = self._folder(found.origin)
        for path in (folder / "seen" / str(found.size), folder / "latest", *folder.glob(f"refused/{found.size}-*")):
            if not path.exists():
                continue
            with own_files(_DAMAGED):
                data = read_file(path, _MOST_NOTE)
                held = checkpoint_of(note_of(data, str(path)).text, str(path))
                if held.size != found.size or held.root == found.root:
                    continue
                before = read_checkpoint(data, signed.log, where=str(path))
            evidence = proven(before, signed)
            name = f"equivocation-{found.size}-{hashlib.sha256(evidence.data).hexdigest()[:16]}.json"
            with own_files():
                put(self.root, f"{folder.name}/{name}", evidence.data)
            raise StatementError(
                f"{found.origin}: a second, unlike checkpoint of {found.size:,} entries: this log shows two histories",
                hint=f"Both are kept as evidence: {folder / name}",
            )

    def refuse(self, signed: SignedCheckpoint) -> None:
        """Keep a checkpoint that was not shown to continue what is known: perhaps the half of evidence."""
        folder = self._folder(signed.checkpoint.origin)
        if len(list(folder.glob("refused/*"))) < _MOST_REFUSED:
            name = f"{folder.name}/refused/{signed.checkpoint.size}-{signed.checkpoint.root.hex()[:16]}"
            with own_files():
                put(self.root, name, signed.note.data)

    def _folder(self, origin: str) -> Path:
        return self.root / hashlib.sha256(origin.encode()).hexdigest()[:32]
