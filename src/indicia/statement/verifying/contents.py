"""What is to be verified, wherever it lies: in a bundle, or in the folder of a statement with or without a ledger."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from indicia.errors import StatementError
from indicia.statement.bundle.index import MOST_READ
from indicia.statement.bundle.log_keys import LogKeys
from indicia.statement.bundle.log_part import begins
from indicia.statement.bundle.opened import Bundle
from indicia.statement.canonical import canonical
from indicia.statement.envelope import PayloadType
from indicia.statement.folder import StatementFolder
from indicia.statement.ledger.proving import prove_before
from indicia.statement.ledger.store import Ledger
from indicia.statement.membership.folder import roots_of
from indicia.statement.membership.metadata import MOST_BYTES
from indicia.statement.private_files import read_small

Source = Callable[[], bytes]
Lines = Callable[[], Iterator[bytes]]
_ENVELOPE = re.compile(r"(?:(?P<party>[A-Za-z0-9_-]+)\.)?(?P<number>[0-9]+)\.dsse\.json")
_ROOT = re.compile(r"membership/root\.([0-9]+)\.json")


class LogFiles(Struct, frozen=True, kw_only=True):
    """The part of a ledger that travels along."""

    keys: Source
    checkpoint: Source
    before: Source
    entries: Lines


class Contents(Struct, frozen=True, kw_only=True):
    """Bytes, not yet believed.  What is null is not at hand."""

    alliance: str | None
    made: datetime | None
    """What a bundle says of its newest entry."""
    roots: Mapping[int, Source] = field(default_factory=dict)
    targets: Source | None
    log: LogFiles | None
    statements: Mapping[int, Source]
    """By version."""
    positions: Mapping[tuple[str, int], Source]
    """By party and sequence."""
    replies: Mapping[int, Source]
    others: Mapping[str, Source]
    """By SHA-256 of the file: other envelopes that were logged; what they are, the log says."""
    claims: Lines
    stances: Lines
    manifests: Lines
    unsigned: tuple[str, ...] = ()
    """Payloads that are here and that nobody signed."""


def of_bundle(bundle: Bundle) -> Contents:
    """A bundle.  Raises StatementError where a part of the membership or the ledger is there and another is not."""

    def source(path: str) -> Source:
        return lambda: bundle.data(path)

    roots = {int(found[1]): source(path) for path in bundle.files if (found := _ROOT.fullmatch(path))}
    log = [f"ledger/{name}" for name in ("keys.json", "checkpoint", "before.json", "entries.jsonl")]
    for path in (*log, "membership/root.1.json", "membership/targets.json"):
        if path not in bundle.files:
            raise StatementError(f"{path} is missing; every bundle has it")
    named: dict[str, dict[tuple[str, int], Source]] = {"statements": {}, "positions": {}, "replies": {}}
    for folder, held in named.items():
        for path in bundle.below(folder):
            matched = _ENVELOPE.fullmatch(path.partition("/")[2])
            if matched:
                held[matched["party"] or "", int(matched["number"])] = source(path)
    return Contents(
        alliance=bundle.index.alliance,
        made=bundle.index.made,
        roots=roots,
        targets=source("membership/targets.json"),
        log=LogFiles(
            keys=source(log[0]),
            checkpoint=source(log[1]),
            before=source(log[2]),
            entries=lambda: bundle.lines(log[3]),
        ),
        statements={number: one for (_, number), one in named["statements"].items()},
        positions=named["positions"],
        replies={number: one for (_, number), one in named["replies"].items()},
        others={path[len("others/") : -len(".dsse.json")]: source(path) for path in bundle.below("others")},
        claims=lambda: bundle.lines("disclosures/claims.jsonl"),
        stances=lambda: bundle.lines("disclosures/stances.jsonl"),
        manifests=lambda: bundle.lines("disclosures/manifests.jsonl"),
    )


def of_folder(root: Path, membership: Path | None, ledger: Path | None) -> Contents:
    """The folder of a statement, with the membership and the ledger where somebody names them."""
    folder = StatementFolder.open(root)
    envelopes: dict[str, dict[tuple[str, int], Source]] = {"statements": {}, "positions": {}, "replies": {}}
    unsigned = []
    for name, found in envelopes.items():
        for party, number in folder.names(name):
            stem = f"{party}.{number}" if party else str(number)
            path = root / name / f"{stem}.dsse.json"
            if path.exists():
                found[party, number] = _file(path)
            else:
                unsigned.append(f"{name}/{stem}")

    def lines(kind: str) -> Lines:
        # What opens something that is not signed, or was left by a seal that was interrupted, says nothing yet.
        of = "positions" if kind == "stances" else "statements"
        stems = [".".join((kind, *filter(None, (party,)), str(number))) for party, number in sorted(envelopes[of])]
        return lambda: (canonical(one.to_object()) for stem in stems for one in folder.disclosures(stem))

    return Contents(
        alliance=None,
        made=None,
        roots={number: _held(data) for number, data in roots_of(membership).items()} if membership else {},
        targets=_file(membership / "targets.json", MOST_BYTES) if membership else None,
        log=_log(Ledger(ledger), folder) if ledger else None,
        statements={number: one for (_, number), one in envelopes["statements"].items()},
        positions=envelopes["positions"],
        replies={number: one for (_, number), one in envelopes["replies"].items()},
        others={name: _file(path) for name, path in folder.others().items()},
        claims=lines("claims"),
        stances=lines("stances"),
        manifests=lines("manifests"),
        unsigned=tuple(unsigned),
    )


def _log(ledger: Ledger, folder: StatementFolder) -> LogFiles:
    signed = ledger.checkpoint
    if signed is None:
        raise StatementError(f"{ledger.root}: nothing is signed yet", hint="`indicia ledger checkpoint` signs it.")
    size = signed.checkpoint.size
    first = begins(ledger, folder.version(1).statement, folder.digest(PayloadType.STATEMENT, "1"), size)
    before = canonical(prove_before(ledger, first).object)
    keys = LogKeys(ledger.about.key, ()).to_bytes()
    return LogFiles(
        keys=_held(keys),
        checkpoint=_held(signed.note.data),
        before=_held(before),
        entries=lambda: ledger.entries(first, size),
    )


def _held(data: bytes) -> Source:
    return lambda: data


def _file(path: Path, most: int = MOST_READ) -> Source:
    return lambda: read_small(path, most)
