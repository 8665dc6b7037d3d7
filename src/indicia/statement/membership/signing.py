"""Whether enough officers signed.  An officer counts once, and only with both keys.

TUF counts keys; its threshold is asked for too, but two keys of one officer would meet half of it.  Unlike TUF, a
signature by nobody who may sign, and a false one, refuse the file: nothing unverified travels inside what was verified.
"""

from collections.abc import Sequence

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.membership.metadata import Offices, RootDocument, TargetsDocument


class Tally(Struct, frozen=True):
    """Who of the officers of one root signed a document."""

    of: Offices
    signed: tuple[str, ...]
    """Officers whose signatures both verify, by name."""

    @property
    def missing(self) -> int:
        """So many officers more."""
        return max(0, self.of.threshold - len(self.signed))


def tallies(document: RootDocument | TargetsDocument, roots: Sequence[RootDocument], role: str) -> tuple[Tally, ...]:
    """For each root, who of its officers signed.

    Raises StatementError, naming the officer where there is one, for a signature that is false, half a pair, or of a
    key that is none of the officers'.
    """
    given = set(document.tuf.signatures)
    found: list[Tally] = []
    known: set[str] = set()
    for root in roots:
        result = root.tuf.signed.get_verification_result(role, document.payload, document.tuf.signatures)
        for officer in root.says.officers:
            held = [keyid for keyid in officer.pair.keyids if keyid in given]
            known.update(held)
            for keyid in held:
                if keyid not in result.signed:
                    raise StatementError(f"{document.where}: a signature of officer {officer.name} is false")
            if len(held) == 1:
                raise StatementError(f"{document.where}: only one of the two signatures of officer {officer.name}")
        signed = tuple(one.name for one in root.says.officers if set(one.pair.keyids) <= set(result.signed))
        found.append(Tally(root.says, signed))
    if given - known:
        strange = sorted(given - known)[0]
        raise StatementError(
            f"{document.where}: signed by a key that is no officer's (any more, or yet): {strange[:16]}…"
        )
    return tuple(found)


def check_root(root: RootDocument, before: RootDocument | None) -> None:
    """A root stands on its own officers and those of the version before.  Raises StatementError."""
    authorities = (root,) if before is None else (before, root)
    for tally in tallies(root, authorities, "root"):
        _enough(root, tally)
    verified = root.tuf.signed.get_root_verification_result(
        before.tuf.signed if before else None, root.payload, root.tuf.signatures
    )
    if not verified:
        raise StatementError(f"{root.where}: below the threshold of TUF")


def check_targets(targets: TargetsDocument, root: RootDocument) -> None:
    """Targets stand on the officers of the newest root.  Raises StatementError."""
    (tally,) = tallies(targets, (root,), "targets")
    _enough(targets, tally)


def _enough(document: RootDocument | TargetsDocument, tally: Tally) -> None:
    if tally.missing:
        names = ", ".join(tally.signed) or "nobody"
        raise StatementError(
            f"{document.where}: signed by {len(tally.signed)} of the {tally.of.threshold} officers needed of root "
            f"{tally.of.version} ({names})"
        )
