"""The highest versions somebody has seen of an alliance, so that an older copy is refused by name."""

from dataclasses import dataclass

from indicia.errors import StatementError
from indicia.statement.canonical import Json, Row
from indicia.statement.membership.members import Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Of one alliance."""

    first: str
    """Digest of root 1: which alliance of this name it is."""
    root: int
    root_digest: str
    targets: int
    targets_digest: str

    def to_object(self) -> Json:
        """As it is kept."""
        return {
            "first": self.first,
            "root": self.root,
            "root_digest": self.root_digest,
            "targets": self.targets,
            "targets_digest": self.targets_digest,
        }


def seen_of(value: Json, where: str) -> Seen:
    """The inverse.  Raises StatementError."""
    row = Row(value, where)
    found = Seen(
        first=row.hash("first"),
        root=row.whole("root", least=1),
        root_digest=row.hash("root_digest"),
        targets=row.whole("targets", least=1),
        targets_digest=row.hash("targets_digest"),
    )
    row.close()
    return found


def after(membership: Membership, before: Seen | None) -> Seen:
    """What is the highest now.

    Raises StatementError, by name, for another alliance of the same name, for a version lower than one seen before
    (rollback), and for two unlike versions of one number, which only officers can have signed.
    """
    found = Seen(
        first=membership.roots[0].digest,
        root=membership.root.says.version,
        root_digest=membership.root.digest,
        targets=membership.targets.says.version,
        targets_digest=membership.targets.digest,
    )
    if before is None:
        return found
    name = membership.alliance
    if found.first != before.first:
        raise StatementError(
            f"another alliance that calls itself {name}: its first root is not the one seen before",
            hint="Compare the fingerprint of the first root with an officer, by voice.",
        )
    for what, new, old in (("root", found.root, before.root), ("targets", found.targets, before.targets)):
        if new < old:
            raise StatementError(
                f"rollback: {what} {new} of {name}, but {what} {old} was seen before",
                hint="Somebody may be replaying an old copy. Get the newest one from an officer.",
            )
    if membership.roots[before.root - 1].digest != before.root_digest:
        raise StatementError(f"two unlike roots {before.root} of {name}: the officers signed both. Keep both copies.")
    if found.targets == before.targets and found.targets_digest != before.targets_digest:
        raise StatementError(
            f"two unlike targets {found.targets} of {name}: the officers signed both. Keep both copies."
        )
    return found
