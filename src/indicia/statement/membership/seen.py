"""The highest versions somebody has seen of an alliance, so that an older copy is refused by name."""

from datetime import datetime

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.canonical import Json, Row, canonical, digest, time_text
from indicia.statement.membership.members import Membership
from indicia.statement.membership.metadata import tenure_object
from indicia.statement.membership.roll import MOST_TENURES, Tenure


class SeenTenure(Struct, frozen=True, kw_only=True):
    """One pair of keys, as it was seen."""

    entry: str
    """Digest of everything in it but its end."""
    until: datetime | None


class Seen(Struct, frozen=True, kw_only=True):
    """Of one alliance."""

    first: str
    """Digest of root 1: which alliance of this name it is."""
    root: int
    root_digest: str
    targets: int
    targets_digest: str
    past: tuple[SeenTenure, ...]

    def to_object(self) -> Json:
        """As it is kept."""
        return {
            "first": self.first,
            "root": self.root,
            "root_digest": self.root_digest,
            "targets": self.targets,
            "targets_digest": self.targets_digest,
            "past": [{"entry": one.entry, "until": time_text(one.until) if one.until else None} for one in self.past],
        }


def seen_of(value: Json, where: str) -> Seen:
    """The inverse.  Raises StatementError."""
    row = Row(value, where)
    past = row.rows("past")
    if len(past) > MOST_TENURES:
        row.wrong(f"`past` holds more than {MOST_TENURES}")
    found = Seen(
        first=row.hash("first"),
        root=row.whole("root", least=1),
        root_digest=row.hash("root_digest"),
        targets=row.whole("targets", least=1),
        targets_digest=row.hash("targets_digest"),
        past=tuple(SeenTenure(entry=one.hash("entry"), until=one.time_or_none("until")) for one in past),
    )
    for one in (*past, row):
        one.close()
    return found


def after(membership: Membership, before: Seen | None) -> Seen:
    """What is the highest now.

    Raises StatementError, by name, for another alliance of the same name, for a version lower than one seen before
    (rollback), for two unlike versions of one number, which only officers can have signed, and for a past that is told
    in another way than before.
    """
    found = Seen(
        first=membership.roots[0].digest,
        root=membership.root.says.version,
        root_digest=membership.root.digest,
        targets=membership.targets.says.version,
        targets_digest=membership.targets.digest,
        past=tuple(SeenTenure(entry=_entry(one), until=one.until) for one in membership.tenures),
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
    _continues(name, before.past, found.past)
    return found


def _entry(tenure: Tenure) -> str:
    held = tenure_object(tenure)
    return digest(canonical({name: value for name, value in held.items() if name not in {"until", "why"}}))


def _continues(name: str, before: tuple[SeenTenure, ...], now: tuple[SeenTenure, ...]) -> None:
    """The same as `roll.check_continues`, from what is kept."""
    for number, old in enumerate(before):
        new = now[number] if number < len(now) else None
        if new is None or new.entry != old.entry:
            raise StatementError(f"rewritten past: {name} has taken out or changed keys that were seen before")
        if old.until is not None and (new.until is None or new.until > old.until):
            raise StatementError(f"rewritten past: in {name} keys that had ended count again")
