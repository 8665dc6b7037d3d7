"""A change on its way from officer to officer: written by anybody, signed by each on an own machine, then put in force.

The file holds the next root, where officers or its expiry change, and the next targets, always: these have to stand on
the officers of the newest root.  It says nothing about itself; what it changes is told by comparing it with the
membership, which every officer has.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace
from securesystemslib.signer import Signature
from tuf.api.metadata import Metadata, Root, Targets

from indicia.errors import StatementError
from indicia.statement.canonical import Row, canonical, parsed
from indicia.statement.keys.pair import KeyPair
from indicia.statement.membership.members import Membership, verified
from indicia.statement.membership.metadata import (
    MOST_BYTES,
    Document,
    Offices,
    Parties,
    RootDocument,
    TargetsDocument,
    root_document,
    root_of,
    targets_document,
    targets_of,
)
from indicia.statement.membership.roll import Roll, check_continues
from indicia.statement.membership.signing import Tally, tallies

FORMAT = "indicia-change/1"
MOST_CHANGE = 2 * MOST_BYTES
_C = TypeVar("_C", Offices, Parties)
_S = TypeVar("_S", Root, Targets)


class Change(Struct, frozen=True):
    """The next version, with the signatures it has so far."""

    root: RootDocument | None
    """Null where officers, threshold and the expiry of the root stay as they are."""
    targets: TargetsDocument

    @property
    def signed_by_somebody(self) -> bool:
        """Whether amending it would throw signatures away."""
        return bool(self.targets.tuf.signatures or (self.root and self.root.tuf.signatures))

    def to_bytes(self) -> bytes:
        """The file."""
        return canonical(
            {
                "format": FORMAT,
                "root": self.root.to_object() if self.root else None,
                "targets": self.targets.to_object(),
            }
        )


class Need(Struct, frozen=True):
    """What one part of a change still lacks."""

    part: str
    """`root` or `targets`."""
    tally: Tally


def change_to(roll: Roll, base: Membership | None) -> Change:
    """The next version, saying what the roll says; unsigned.  Raises StatementError where nothing would change."""
    if base is not None and roll == base.roll:
        raise StatementError("this changes nothing")
    root: RootDocument | None = None
    says = Offices(
        roll.alliance,
        base.root.says.version + 1 if base else 1,
        roll.root_expires,
        roll.officers,
        roll.threshold,
    )
    if base is None or replace(says, version=base.root.says.version) != base.root.says:
        root = root_document(says, f"root {says.version}")
    version = base.targets.says.version + 1 if base else 1
    targets = targets_document(Parties(roll.alliance, version, roll.targets_expires, roll.tenures))
    if base is not None:
        check_continues(base.tenures, roll.tenures, "targets")
    return Change(root, targets)


def read_change(data: bytes, where: str) -> Change:
    """Read a change; its signatures are not verified by that.  Raises StatementError."""
    if len(data) > MOST_CHANGE:
        raise StatementError(f"{where}: larger than {MOST_CHANGE >> 20} MiB")
    row = Row(parsed(data, where), where)
    if row.text("format") != FORMAT:
        row.wrong("not a change to a membership")
    held = row.anything("root")
    root = root_of(held, f"{where}: root") if held is not None else None
    targets = targets_of(row.anything("targets"), f"{where}: targets")
    row.close()
    if root is not None and root.says.alliance != targets.says.alliance:
        raise StatementError(f"{where}: root and targets are of unlike alliances")
    return Change(root, targets)


def roll_of(change: Change, base: Membership | None) -> Roll:
    """What the membership would say."""
    offices = change.root.says if change.root else _base_of(change, base).root.says
    return Roll(
        alliance=offices.alliance,
        officers=offices.officers,
        threshold=offices.threshold,
        tenures=change.targets.says.tenures,
        root_expires=offices.expires,
        targets_expires=change.targets.says.expires,
    )


def check_fits(change: Change, base: Membership | None) -> None:
    """It is the next version of this membership, or the first of none.  Raises StatementError saying why not."""
    root_before = base.root.says.version if base else 0
    targets_before = base.targets.says.version if base else 0
    if base is not None and change.targets.says.alliance != base.alliance:
        raise StatementError(f"the change is of the alliance {change.targets.says.alliance}, not {base.alliance}")
    if change.root is None:
        _base_of(change, base)
    elif change.root.says.version != root_before + 1:
        _stale("root", change.root.says.version, root_before)
    if change.targets.says.version != targets_before + 1:
        _stale("targets", change.targets.says.version, targets_before)
    if base is not None:
        check_continues(base.tenures, change.targets.says.tenures, "the change")


def signed(change: Change, base: Membership | None, keys: KeyPair) -> Change:
    """The change with the signatures of an officer on each part that these keys may sign.

    Raises StatementError for keys that count for nothing in it, and where the change does not fit.
    """
    check_fits(change, base)
    standing(change, base)
    root, targets, counts = change.root, change.targets, False
    mine = set(keys.public.keyids)
    if root is not None and any(_is_officer(one, mine) for one in _roots_for(root, base)):
        root, counts = _with_signatures(root, keys), True
    if _is_officer(root or _base_of(change, base).root, mine):
        targets, counts = _with_signatures(targets, keys), True
    if not counts:
        raise StatementError(
            f"these keys ({keys.public.fingerprint}) are no officer's, before or after this change",
            hint="Give the key file that was made with --officer.",
        )
    return Change(root, targets)


def merged(changes: Sequence[Change]) -> Change:
    """Copies of one change, signed apart, as one.  Raises StatementError where they are not the same change."""
    first, *others = changes
    root, targets = first.root, first.targets
    for other in others:
        same_root = root.payload == other.root.payload if root and other.root else root is other.root
        if not same_root or targets.payload != other.targets.payload:
            raise StatementError(f"{other.targets.where}: another change than {first.targets.where}")
        if root and other.root:
            root = _joined(root, other.root.tuf.signatures)
        targets = _joined(targets, other.targets.tuf.signatures)
    return Change(root, targets)


def standing(change: Change, base: Membership | None) -> tuple[Need, ...]:
    """Who signed what, and how many are missing.

    Raises StatementError for a signature that is false, half a pair, or nobody's who may sign.
    """
    found: list[Need] = []
    if change.root is not None:
        found += [Need("root", one) for one in tallies(change.root, _roots_for(change.root, base), "root")]
    newest = change.root or _base_of(change, base).root
    found += [Need("targets", one) for one in tallies(change.targets, (newest,), "targets")]
    return tuple(found)


def in_force(change: Change, base: Membership | None) -> Membership:
    """The membership after the change, verified from root 1 on.  Raises StatementError where signatures are missing."""
    check_fits(change, base)
    roots = {one.says.version: one.to_bytes() for one in (*(base.roots if base else ()), *_new(change))}
    return verified(roots, change.targets.to_bytes())


def _new(change: Change) -> tuple[RootDocument, ...]:
    return (change.root,) if change.root else ()


def _roots_for(root: RootDocument, base: Membership | None) -> tuple[RootDocument, ...]:
    """Whose officers sign a root: those of the version before, and its own."""
    return (base.root, root) if base else (root,)


def _base_of(change: Change, base: Membership | None) -> Membership:
    if base is None:
        raise StatementError(
            f"{change.targets.where}: a change to a membership that is not here",
            hint="Give the folder with the membership that it changes.",
        )
    return base


def _is_officer(root: RootDocument, keyids: set[str]) -> bool:
    return any(set(one.pair.keyids) == keyids for one in root.says.officers)


def _with_signatures(document: Document[_C, _S], keys: KeyPair) -> Document[_C, _S]:
    return _joined(document, {one.keyid: one for one in keys.sign(document.payload)})


def _joined(document: Document[_C, _S], more: Mapping[str, Signature]) -> Document[_C, _S]:
    # ECDSA and ML-DSA sign anew each time; of two good signatures of one key the first is kept.
    signatures = {**more, **document.tuf.signatures}
    ordered = {keyid: signatures[keyid] for keyid in sorted(signatures)}
    return replace(document, tuf=Metadata(document.tuf.signed, ordered))


def _stale(part: str, version: int, before: int) -> None:
    raise StatementError(
        f"the change makes {part} {version}, but the membership is at {part} {before}",
        hint="It was made for another state of the membership, or is in force already. Write it anew.",
    )
