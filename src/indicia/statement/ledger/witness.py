"""A witness: cosigns a checkpoint only where the log has grown from the one it cosigned before.

    witness.json      name, key, and the keys of the logs it watches
    …                 what it has seen (`memory.py`)

Who loses this folder retires the key: a witness that begins anew could cosign a second history.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.canonical import Row, canonical, parsed
from indicia.statement.ledger.checkpoint import SignedCheckpoint, checkpoint_of, read_checkpoint
from indicia.statement.ledger.durable import alone, put
from indicia.statement.ledger.memory import Memory
from indicia.statement.ledger.note import (
    COSIGNATURE,
    ED25519,
    Signer,
    VerifierKey,
    cosign,
    note_of,
    verifier_key,
    with_signatures,
)
from indicia.statement.ledger.proof_files import Consistency
from indicia.statement.ledger.reading import read_file

FORMAT = "indicia-witness/1"


class Watch(Struct, frozen=True):
    """Who a witness is, and whom it watches."""

    key: VerifierKey
    logs: tuple[VerifierKey, ...]


class Witness:
    """A witness folder."""

    def __init__(self, root: Path) -> None:
        """Raises StatementError where there is none."""
        self.root = root
        self.memory = Memory(root)
        if not (root / "witness.json").is_file():
            raise StatementError(f"{root}: no witness here")

    @classmethod
    def create(cls, root: Path, key: VerifierKey) -> "Witness":
        """A new one, in a folder of its own.  Raises StatementError."""
        if key.algorithm != COSIGNATURE:
            raise StatementError("a witness signs with a key of kind 4 (cosignature/v1)")
        try:
            root.mkdir(parents=True, exist_ok=True)
            if any(item.name not in ("lock", ".new") for item in root.iterdir()):
                raise StatementError(f"{root}: not empty", hint="A witness is made once, in a folder of its own.")
        except OSError as error:
            raise StatementError(f"{root}: {error.strerror or error}") from error
        with alone(root):
            if (root / "witness.json").exists():
                raise StatementError(f"{root}: another process has just made a witness here")
            _save(root, Watch(key, ()))
        return cls(root)

    @property
    def watch(self) -> Watch:
        """Its key and its logs.  Raises StatementError where they are damaged."""
        path = self.root / "witness.json"
        row = Row(parsed(read_file(path, 1 << 20), str(path)), str(path))
        if row.text("format") != FORMAT:
            row.wrong(f"not of the form {FORMAT}")
        found = Watch(
            verifier_key(row.text("key"), str(path)), tuple(verifier_key(one, str(path)) for one in row.texts("logs"))
        )
        row.close()
        return found

    def trust(self, log: VerifierKey) -> None:
        """Watch a log from now on.  Raises StatementError where its name is watched under another key."""
        if log.algorithm != ED25519:
            raise StatementError("a log signs with a key of kind 1 (Ed25519)")
        with alone(self.root):
            watch = self.watch
            if log in watch.logs:
                return
            if any(one.name == log.name for one in watch.logs):
                raise StatementError(f"{log.name}: watched under another key; a log that changes its key is a new log")
            _save(self.root, Watch(watch.key, (*watch.logs, log)))

    def cosign(self, request: Consistency, signer: Signer, time: datetime) -> SignedCheckpoint:
        """The checkpoint of a request with this witness's cosignature, remembered before it is handed out.

        Raises StatementError for a log that is not watched, a false signature, a smaller size, a log that did not only
        grow, and two histories; `memory` keeps what speaks against a log.
        """
        with alone(self.root):
            watch = self.watch
            if signer.public != watch.key.public:
                raise StatementError(f"{self.root}: not the key of this witness, which is {watch.key.text}")
            signed = read_checkpoint(request.checkpoint, _log(request, watch.logs))
            known = self.memory.weigh(signed)
            if request.old != (known.size if known else 0):
                raise StatementError(
                    f"{signed.checkpoint.origin}: this witness knows {known.size if known else 0:,} entries, "
                    f"but the proof begins at {request.old:,}",
                    hint="Ask the log: `indicia ledger prove LEDGER --since SIZE`.",
                )
            cosignature = cosign(signed.note.text, watch.key.name, signer, int(time.timestamp()))
            note = with_signatures(signed.note, (cosignature,))
            made = read_checkpoint(note.data, signed.log, (watch.key,), 1)
            self.memory.accept(made, request.path)
        return made


def _log(request: Consistency, logs: Sequence[VerifierKey]) -> VerifierKey:
    origin = checkpoint_of(note_of(request.checkpoint).text).origin
    for one in logs:
        if one.name == origin:
            return one
    raise StatementError(f"{origin}: this witness does not watch that log", hint="--trust KEY takes it up.")


def _save(root: Path, watch: Watch) -> None:
    body = {"format": FORMAT, "key": watch.key.text, "logs": [one.text for one in watch.logs]}
    put(root, "witness.json", canonical(body))
