"""The membership as it was verified, and what it answers: who is a party, whose keys are these, did they count then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from indicia.errors import StatementError
from indicia.statement.canonical import time_text
from indicia.statement.envelope import Sealed
from indicia.statement.membership.metadata import (
    MOST_BYTES,
    RootDocument,
    TargetsDocument,
    read_root,
    read_targets,
)
from indicia.statement.membership.roll import Officer, Roll, Tenure, Why, check_apart
from indicia.statement.membership.signing import check_root, check_targets

MOST_ROOTS = 1_000
_MOST_TOGETHER = 8 * MOST_BYTES


@dataclass(frozen=True, slots=True)
class Membership:
    """Every root of an alliance and its newest targets; made by `verified` only, so its signatures hold."""

    roots: tuple[RootDocument, ...]
    """Version 1 first."""
    targets: TargetsDocument
    _holders: Mapping[frozenset[str], Tenure] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked once for each of thousands of envelopes.
        by_keys = {frozenset(one.pair.keyids): one for one in self.tenures}
        object.__setattr__(self, "_holders", by_keys)

    @property
    def root(self) -> RootDocument:
        """The newest."""
        return self.roots[-1]

    @property
    def alliance(self) -> str:
        """Its name."""
        return self.root.says.alliance

    @property
    def officers(self) -> tuple[Officer, ...]:
        """Those of now."""
        return self.root.says.officers

    @property
    def threshold(self) -> int:
        """So many officers for any change."""
        return self.root.says.threshold

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """Every pair of keys that ever counted."""
        return self.targets.says.tenures

    @property
    def roll(self) -> Roll:
        """Everything it says, to make the next version of."""
        return Roll(
            alliance=self.alliance,
            officers=self.officers,
            threshold=self.threshold,
            tenures=self.tenures,
            root_expires=self.root.says.expires,
            targets_expires=self.targets.says.expires,
        )

    def check_current(self, at: datetime) -> None:
        """Neither the root nor the targets have expired.  Raises StatementError, naming which."""
        for document in (self.root, self.targets):
            if document.tuf.signed.is_expired(at):
                raise StatementError(
                    f"{document.where}: expired on {time_text(document.says.expires)}",
                    hint="The officers have to renew it: `indicia party renew`. Is this the newest copy?",
                )

    def parties(self, at: datetime) -> tuple[Tenure, ...]:
        """Whose keys count at that time, one for each party."""
        return tuple(one for one in self.tenures if one.counts_at(at))

    def tenure(self, party: str, at: datetime) -> Tenure:
        """The keys of a party that count at that time.  Raises StatementError, naming why there are none."""
        held = self._held(party)
        for one in held:
            if one.counts_at(at):
                return one
        raise StatementError(_not_then(max(held, key=lambda one: (one.since <= at, one.since)), at))

    def holder(self, keyids: frozenset[str]) -> Tenure | None:
        """Whose keys these two are or were; null for keys of nobody."""
        return self._holders.get(keyids)

    def check(self, envelope: Sealed, party: str, logged: datetime) -> Tenure:
        """The party signed this envelope with keys that counted when the ledger logged it.

        Signatures are verified.  Raises StatementError for keys of nobody, of another party, not yet or no longer
        counting, for half a pair, and for a false signature.
        """
        held = self._held(party)
        tenure = self.holder(envelope.keyids)
        if tenure is None:
            mine = next((one for one in held if envelope.keyids & set(one.pair.keyids)), None)
            if mine is not None:
                envelope.verify(mine.pair)  # says that the other signature is somebody else's
            raise StatementError(f"{envelope.where}: signed by unknown keys, not those of {party}")
        if tenure.party != party:
            raise StatementError(f"{envelope.where}: signed by {tenure.party}, not by {party}")
        envelope.verify(tenure.pair)
        if not tenure.counts_at(logged):
            raise StatementError(f"{envelope.where}: {_not_then(tenure, logged)}")
        return tenure

    def _held(self, party: str) -> tuple[Tenure, ...]:
        held = tuple(one for one in self.tenures if one.party == party)
        if not held:
            raise StatementError(f"{party} is no party of {self.alliance}, and never was")
        return held


def verified(roots: Mapping[int, bytes], targets: bytes, *, alliance: str | None = None) -> Membership:
    """Verify every root from version 1 on, each by its own officers and those before, and the targets by the newest.

    `roots` by version as the file names say; `alliance` is the one that is expected, where one is.  Expiry is not
    looked at: that of `check_current` is about a time, and an old membership still proves old signatures.  That version
    1 is the right one nobody can see from it: compare its digest (`fingerprint`), or keep what was seen first.

    Raises StatementError, naming the file.
    """
    if not roots or len(roots) > MOST_ROOTS or set(roots) != set(range(1, len(roots) + 1)):
        raise StatementError(
            f"membership: roots 1 to {max(roots, default=1)} must all be there, at most {MOST_ROOTS}; {len(roots)} are"
        )
    if sum(map(len, roots.values())) + len(targets) > _MOST_TOGETHER:
        raise StatementError(f"membership: larger than {_MOST_TOGETHER >> 20} MiB")
    chain: list[RootDocument] = []
    for version in range(1, len(roots) + 1):
        root = read_root(roots[version], f"root {version}")
        before = chain[-1] if chain else None
        if root.says.version != version:
            raise StatementError(f"{root.where}: says that it is version {root.says.version}")
        _of_alliance(root, before.says.alliance if before else alliance)
        check_root(root, before)
        chain.append(root)
    known = read_targets(targets, "targets")
    _of_alliance(known, chain[-1].says.alliance)
    check_targets(known, chain[-1])
    _one_holder(chain, known)
    return Membership(tuple(chain), known)


def fingerprint(root: RootDocument) -> str:
    """Of the first root, to compare over the telephone: 128 bits, hex in groups of four."""
    return " ".join(root.digest[at : at + 4] for at in range(0, 32, 4))


def _of_alliance(document: RootDocument | TargetsDocument, wanted: str | None) -> None:
    if wanted is not None and document.says.alliance != wanted:
        raise StatementError(f"{document.where}: of the alliance {document.says.alliance}, not {wanted}")


def _one_holder(chain: list[RootDocument], targets: TargetsDocument) -> None:
    """No key was ever two officers', or an officer's and a party's."""
    holders: dict[str, str] = {}
    for root in chain:
        check_apart(root.says.officers, targets.says.tenures, root.where)
        for officer in root.says.officers:
            for keyid in officer.pair.keyids:
                if holders.setdefault(keyid, officer.name) != officer.name:
                    raise StatementError(f"{root.where}: officers {holders[keyid]} and {officer.name} share a key")


def _not_then(tenure: Tenure, moment: datetime) -> str:
    if moment < tenure.since:
        return (
            f"keys of {tenure.party} that count only from {time_text(tenure.since)} on; this is of {time_text(moment)}"
        )
    why = {Why.LEFT: "the party left", Why.STOLEN: "stolen", Why.LOST: "lost", Why.PLANNED: "replaced"}
    until = time_text(tenure.until) if tenure.until else ""
    reason = why[tenure.why] if tenure.why else ""
    return f"removed keys of {tenure.party}: they count up to {until} ({reason}); this is of {time_text(moment)}"
