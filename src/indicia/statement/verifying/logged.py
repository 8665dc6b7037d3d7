"""From the checkpoint to the entries about one statement: all of them, since they give the root."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from indicia.errors import StatementError
from indicia.statement.bundle.log_keys import LogKeys, log_keys_of
from indicia.statement.bundle.log_part import is_before
from indicia.statement.canonical import parsed, time_text
from indicia.statement.commitments import leaf_hash
from indicia.statement.ledger.checkpoint import SignedCheckpoint, read_checkpoint
from indicia.statement.ledger.entry import Entry, EntryKind, entry_of
from indicia.statement.ledger.proof_files import Consistency, before_of
from indicia.statement.membership.members import Membership
from indicia.statement.verifying.contents import LogFiles
from indicia.statement.verifying.items import Items, Step
from indicia.statement.verifying.trust import Known, Named

Key = tuple[EntryKind, str, int]
"""Kind, party (empty for statements), version or sequence."""


class Begun(Struct, frozen=True):
    """What a version says, the first one that is here, before anybody has verified it: which entries to look for."""

    statement: str
    made: datetime


class Logged(Struct):
    """What the ledger says about one statement."""

    statement: str
    signed: SignedCheckpoint
    keys: LogKeys
    entries: dict[Key, list[Entry]] = field(default_factory=dict)
    """All entries of each, in the order of the log: which of them counts, the envelopes say."""
    replies: dict[str, list[Entry]] = field(default_factory=dict)
    """By digest."""
    memberships: list[Entry] = field(default_factory=list)
    revocations: list[Entry] = field(default_factory=list)
    newest: datetime | None = None
    continues: bool | None = None
    """What was seen before; null where nothing was, false where it could not be shown."""


def read_log(
    files: LogFiles,
    begun: Begun,
    known: Known | None,
    alliance: str | None,
    named: Named,
    proof: Consistency | None,
    items: Items,
) -> Logged | None:
    """Verify the checkpoint and that all entries from the first on are there; null where one of the two fails."""
    seen = known.alliance(alliance) if known is not None and alliance is not None else None
    keys = _keys(files, seen.keys if seen else None, named, items)
    if keys is None:
        return None
    with items.refuting(Step.LEDGER, "checkpoint"):
        signed = read_checkpoint(files.checkpoint(), keys.log, keys.witnesses)
        found = signed.checkpoint
        items.proven(Step.LEDGER, "checkpoint", f"{found.size:,} entries, signed by {found.origin}")
        _witnesses(signed, keys, named.required, items)
        before = known.memory.weigh(signed) if known is not None else None
        first = before_of(parsed(files.before(), "ledger/before.json"), "ledger/before.json")
        frontier, logged = first.frontier(), Logged(begun.statement, signed, keys)
        root_before = frontier.root if before is not None and before.size == frontier.size else None
        for data in files.entries():
            if frontier.size >= found.size:
                raise StatementError(f"more entries than the {found.size:,} that the checkpoint counts")
            _entry(logged, data, frontier.size, alliance, begun)
            frontier.add(leaf_hash(data))
            if before is not None and before.size == frontier.size:
                root_before = frontier.root
        if frontier.size != found.size:
            raise StatementError(
                f"{found.size - frontier.size:,} entries are left out: {frontier.size:,} of {found.size:,} are here"
            )
        if frontier.root != found.root:
            raise StatementError("the entries are not those of the checkpoint: one was changed, left out or put in")
        if not logged.entries.get((EntryKind.STATEMENT, "", 1)):
            raise StatementError("version 1 of this statement is not among the entries")
        items.proven(
            Step.LEDGER,
            "entries",
            f"{found.size - first.first:,} entries give the root: nothing that was logged about this statement is "
            "left out",
        )
        if before is not None and known is not None:
            _continues(logged, before.size, before.root, root_before, proof, known, items)
        return logged
    return None


def check_memberships(logged: Logged, membership: Membership, items: Items) -> None:
    """The membership is not older than what the log knows of, nor another one of the same version."""
    roots = {one.says.version: one.digest for one in membership.roots}
    targets = membership.targets.says.version
    for entry in logged.memberships:
        version = entry.sequence or 0
        if entry.digest in (membership.targets.digest, roots.get(version)):
            continue
        if version > max(targets, len(roots)):
            reason = f"an old membership: version {version} was logged {time_text(entry.logged)} and is not here"
            items.refuted(Step.MEMBERSHIP, "newest", reason)
        elif version == targets and version in roots:
            reason = f"another membership of version {version} was logged {time_text(entry.logged)}"
            items.refuted(Step.MEMBERSHIP, "newest", reason)


def _keys(files: LogFiles, seen: LogKeys | None, named: Named, items: Items) -> LogKeys | None:
    with items.refuting(Step.LEDGER, "keys of the log"):
        given = log_keys_of(files.keys(), "ledger/keys.json")
        trusted = named.log or (seen.log if seen else None)
        if trusted is not None and given.log != trusted:
            raise StatementError(f"another log: its key is {given.log.text}, not {trusted.text}")
        witnesses = named.witnesses or (seen.witnesses if seen else ()) or given.witnesses
        if trusted is None:
            items.unanchored(Step.LEDGER, "keys of the log", f"seen for the first time; compare it: {given.log.text}")
        else:
            items.proven(Step.LEDGER, "keys of the log", "the one that is known")
        return LogKeys(given.log, tuple(witnesses))
    return None


def _witnesses(signed: SignedCheckpoint, keys: LogKeys, required: int, items: Items) -> None:
    names = ", ".join(f"{one.witness.name} at {time_text(one.time)}" for one in signed.cosigned)
    count = len(signed.cosigned)
    if count < required:
        items.absent(
            Step.LEDGER, "witnesses", f"{count} have cosigned ({names or 'none'}), {required} are required", needed=True
        )
    elif count:
        items.proven(Step.LEDGER, "witnesses", f"{count} of {len(keys.witnesses)} have cosigned: {names}")
    else:
        items.absent(Step.LEDGER, "witnesses", "none has cosigned: the log could show others another history")


def _entry(logged: Logged, data: bytes, number: int, alliance: str | None, begun: Begun) -> None:
    entry = entry_of(data, f"entry {number:,}")
    if logged.newest is None and number and not is_before(entry.logged, begun.made):
        raise StatementError(
            f"the entries begin with {number:,}, logged {time_text(entry.logged)}, and the statement was made "
            f"{time_text(begun.made)}: what was said in between may be left out"
        )
    if alliance is not None and entry.alliance != alliance:
        raise StatementError(f"entry {number:,} is of the alliance {entry.alliance[:40]}, not {alliance}")
    if logged.newest is not None and entry.logged < logged.newest:
        raise StatementError(
            f"entry {number:,} was logged {time_text(entry.logged)}, before the entry in front of it: the log is "
            "dated back"
        )
    logged.newest = entry.logged
    if entry.kind is EntryKind.MEMBERSHIP:
        logged.memberships.append(entry)
    if entry.statement != logged.statement:
        return
    if entry.kind is EntryKind.REVOCATION:
        logged.revocations.append(entry)
    elif entry.kind is EntryKind.REPLY:
        logged.replies.setdefault(entry.digest, []).append(entry)
    elif entry.kind in (EntryKind.STATEMENT, EntryKind.POSITION):
        party = (entry.party or "") if entry.kind is EntryKind.POSITION else ""
        logged.entries.setdefault((entry.kind, party, entry.sequence or 0), []).append(entry)


def _continues(
    logged: Logged,
    size: int,
    root: bytes,
    computed: bytes | None,
    proof: Consistency | None,
    known: Known,
    items: Items,
) -> None:
    name = f"log {logged.signed.checkpoint.origin}"
    logged.continues = False
    if computed is None and proof is None:
        reason = f"{size:,} entries were seen; these begin later: `indicia ledger prove LEDGER --since {size}` shows it"
        items.absent(Step.MEMORY, name, reason, needed=True)
        return
    if computed is None and proof is not None:
        if proof.old != size:
            raise StatementError(f"the proof begins at {proof.old:,} entries, {size:,} were seen")
        shown = proof.check(root, logged.keys.log).checkpoint
        if shown != logged.signed.checkpoint:
            raise StatementError("the proof leads to another checkpoint than the one that is here")
    elif computed != root:
        known.memory.refuse(logged.signed)
        raise StatementError(f"the log does not continue the {size:,} entries that were seen before: it forked")
    logged.continues = True
    items.proven(Step.MEMORY, name, f"continues the {size:,} entries that were seen before")


def entries_of(logged: Logged, kind: EntryKind) -> Mapping[tuple[str, int], list[Entry]]:
    """(party, number) → entries, in that order."""
    found = {(party, number): one for (held, party, number), one in logged.entries.items() if held is kind}
    return {key: found[key] for key in sorted(found)}
