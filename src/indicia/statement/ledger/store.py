"""A ledger in a folder: entries and hashes in tiles, and a head that says how many of them count.

    ledger.json       what it is: alliance, origin and key
    head              size and root, not signed; what lies beyond was never appended
    checkpoint        the last head that was signed
    tile/             tiles and entry bundles, which a web server can serve as they are

Tiles are written first and the head last, so a process killed anywhere leaves the old head or the new one.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.canonical import Row, canonical, parsed
from indicia.statement.ledger.checkpoint import Checkpoint, SignedCheckpoint, read_checkpoint
from indicia.statement.ledger.durable import alone, put
from indicia.statement.ledger.entry import entry_of
from indicia.statement.ledger.note import ED25519, Note, Signer, VerifierKey, sign, verifier_key, with_signatures
from indicia.statement.ledger.reading import Tiles, read_file, read_head
from indicia.statement.ledger.tree import EMPTY_ROOT
from indicia.statement.ledger.writing import forget_partial, write_entries

FORMAT = "indicia-ledger/1"
_MOST_NOTE = 1 << 20


class About(Struct, frozen=True):
    """What a ledger is."""

    alliance: str
    key: VerifierKey

    @property
    def origin(self) -> str:
        """The name of the log, which is also that of its key."""
        return self.key.name


class Ledger:
    """A ledger folder.  Reading needs no lock; whatever writes takes it."""

    def __init__(self, root: Path) -> None:
        """Raises StatementError where there is none."""
        self.root = root
        if not (root / "ledger.json").is_file():
            raise StatementError(f"{root}: no ledger here", hint="`indicia ledger init` makes one.")
        row = Row(parsed(read_file(root / "ledger.json", 10_000), f"{root}/ledger.json"), f"{root}/ledger.json")
        if row.text("format") != FORMAT:
            row.wrong(f"not of the form {FORMAT}")
        self.about = About(row.text("alliance"), verifier_key(row.text("key"), row.where))
        row.close()

    @classmethod
    def create(cls, root: Path, about: About) -> "Ledger":
        """Make an empty one; refuses a folder that holds something.  Raises StatementError."""
        if about.key.algorithm != ED25519:
            raise StatementError("a log signs with a key of kind 1 (Ed25519)")
        try:
            root.mkdir(parents=True, exist_ok=True)
            if any(item.name not in ("lock", ".new", "head") for item in root.iterdir()):
                raise StatementError(f"{root}: not empty", hint="A ledger is made once, in a folder of its own.")
        except OSError as error:
            raise StatementError(f"{root}: {error.strerror or error}") from error
        with alone(root):
            if (root / "ledger.json").exists():
                raise StatementError(f"{root}: another process has just made a ledger here")
            put(root, "head", Checkpoint(about.origin, 0, EMPTY_ROOT).text.encode())
            # Last, as it makes the folder a ledger.
            body = {"format": FORMAT, "alliance": about.alliance, "key": about.key.text}
            put(root, "ledger.json", canonical(body))
        return cls(root)

    @property
    def head(self) -> Checkpoint:
        """How many entries count now, and their root.  Raises StatementError where it is damaged."""
        found = read_head(self.root)
        if found.origin != self.about.origin:
            raise StatementError(f"{self.root}/head: of the log {found.origin}, not of {self.about.origin}")
        return found

    @property
    def checkpoint(self) -> SignedCheckpoint | None:
        """The last signed head, its signature verified; null before the first.  Raises StatementError."""
        path = self.root / "checkpoint"
        if not path.exists():
            return None
        return read_checkpoint(read_file(path, _MOST_NOTE), self.about.key, where=str(path))

    def tiles(self, size: int | None = None) -> Tiles:
        """The first `size` entries (default: all that count now)."""
        return Tiles(self.root, self.head.size if size is None else size)

    def entries(self, first: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Entries from `first` up to, and without, `end` (default: all that count); a bundle in memory at a time."""
        tiles = self.tiles()
        return tiles.entries(first, tiles.size if end is None else end)

    def append(self, entries: Sequence[bytes]) -> range:
        """Append entries, all of them or none, and wait for the disk: their numbers.

        Raises StatementError for what is no entry of this alliance, and where tiles, head and checkpoint do not belong
        together: going on would make a second history.
        """
        for number, one in enumerate(entries):
            entry = entry_of(one, f"entry {number} of {len(entries)} to append")
            if entry.alliance != self.about.alliance:
                raise StatementError(
                    f"an entry of {entry.alliance!r} does not belong into the ledger of {self.about.alliance!r}"
                )
        return self.append_checked(entries)

    def append_checked(self, entries: Sequence[bytes]) -> range:
        """The same for entries that the caller made with `entry_bytes` for this alliance."""
        with alone(self.root):
            head, checkpoint = self._sound()
            end = head.size + len(entries)
            if entries:
                write_entries(self.root, head.size, entries)
                new = Checkpoint(head.origin, end, Tiles(self.root, end).root(end))
                put(self.root, "head", new.text.encode())
                forget_partial(self.root, head.size, end, checkpoint.checkpoint.size if checkpoint else 0)
            return range(head.size, end)

    def sign(self, signer: Signer) -> SignedCheckpoint:
        """Sign the head as the new checkpoint; one that is signed already stays with its cosignatures.

        Raises StatementError for another key, or where it would be a fork.
        """
        if signer.public != self.about.key.public:
            raise StatementError(f"{self.root}: not the key of this ledger, which is {self.about.key.text}")
        with alone(self.root):
            head, before = self._sound()
            if before is not None and before.checkpoint == head:
                return before
            note = Note(head.text, (sign(head.text, self.about.origin, signer),))
            made = read_checkpoint(note.data, self.about.key)
            put(self.root, "checkpoint", note.data)
        return made

    def add_cosignatures(self, data: bytes, witnesses: Sequence[VerifierKey]) -> SignedCheckpoint:
        """Take over cosignatures of these witnesses from a copy of the checkpoint.  Raises StatementError."""
        with alone(self.root):
            held = self.checkpoint
            found = read_checkpoint(data, self.about.key, witnesses, 1, "the cosigned checkpoint")
            if held is None or found.checkpoint != held.checkpoint:
                raise StatementError(
                    f"{self.root}: its checkpoint is not the one that was cosigned",
                    hint="Have the witness cosign the present one.",
                )
            fresh = [one for key in witnesses if (one := found.note.by(key)) is not None]
            note = with_signatures(held.note, fresh)
            made = read_checkpoint(note.data, self.about.key, witnesses)
            put(self.root, "checkpoint", note.data)
        return made

    def heed(self, known: Checkpoint) -> None:
        """Raises StatementError where this ledger does not begin with what is known of it: rolled back, or a fork."""
        head = self.head
        if known.origin != self.about.origin:
            raise StatementError(f"{self.root}: the log {self.about.origin}, not {known.origin}")
        if known.size > head.size:
            raise StatementError(
                f"{self.root}: has {head.size:,} entries, but {known.size:,} were seen: it was rolled back",
                hint="Never go on with it: restore the newest copy, or retire this log.",
            )
        if Tiles(self.root, head.size).root(known.size) != known.root:
            raise StatementError(
                f"{self.root}: unlike what was seen at {known.size:,} entries: this is another history",
                hint="Keep both; two checkpoints of one size and unlike roots are evidence against the log.",
            )

    def _sound(self) -> tuple[Checkpoint, SignedCheckpoint | None]:
        """Head and checkpoint, where the tiles bear them out."""
        head = self.head
        if Tiles(self.root, head.size).root(head.size) != head.root:
            raise StatementError(
                f"{self.root}: the tiles do not give the root of the head; going on would make a second history",
                hint="`indicia ledger check` says what is damaged; restore it from a copy.",
            )
        signed = self.checkpoint
        if signed is not None:
            self.heed(signed.checkpoint)
        return head, signed
