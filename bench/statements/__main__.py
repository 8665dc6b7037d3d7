"""Verifying one bundle: membership, ledger, every signature, claim, stance, policy and support; in one process.

    python -m bench.statements [--positions 10000] [--claims 100000] [--parties 250] [--stances 10] [--small]

The bundle is an archive on a disk.  Its figures are processor time and wall time of the whole verification.
"""

import argparse
import cProfile
import hashlib
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.alliance import ALLIANCE, alliance_of
from indicia.model.statement import (
    Bytes,
    Claim,
    ClaimKind,
    Committed,
    FindingSupport,
    Marking,
    Measure,
    MeasureKind,
    OnClaim,
    Policy,
    Position,
    Role,
    Stance,
    Statement,
)
from indicia.statement.bundle.archive import write_archive
from indicia.statement.bundle.index import FileLine, Index
from indicia.statement.bundle.log_keys import LogKeys
from indicia.statement.canonical import canonical, digest
from indicia.statement.claim_objects import claim_object
from indicia.statement.commitments import claims_root, disclose, leaf_hash
from indicia.statement.envelope import PayloadType, seal
from indicia.statement.ledger.checkpoint import Checkpoint
from indicia.statement.ledger.entry import Entry, EntryKind, entry_bytes
from indicia.statement.ledger.note import ED25519, Note, VerifierKey, sign
from indicia.statement.ledger.proof_files import Before
from indicia.statement.ledger.tree import Frontier
from indicia.statement.objects import position_object, stance_object, statement_object
from indicia.statement.verifying.verify import Asked, Verification, verify_bundle

_ID, _ORIGIN = "3f1c9a52-0000-4000-8000-000000000001", "ledger.example/bench"
_TOOL = Path(__file__).parents[2] / "tools" / "verify_statement.py"


class _Log:
    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)


def _claim(number: int) -> Claim:
    exhibit = Bytes(file=f"{number:064x}", name="iis/u_ex210303.log", start=number, end=number + 200, sha256="ab" * 32)
    support = FindingSupport(
        case="cd" * 32, id=f"F{number}", detector="iis.owa", exhibits=(exhibit,), marking=Marking.GREEN
    )
    return Claim(
        id=f"C{number}",
        kind=ClaimKind.INCIDENT,
        sentence=f"Something was planted on server{number}.example between 2021-03-03 and 2021-03-05 UTC.",
        likelihood=None,
        confidence=None,
        marking=Marking.CLEAR,
        effective=Marking.GREEN,
        support=(support,),
    )


def bundle(root: Path, positions: int, claims: int, parties: int, stances: int) -> Path:
    """One version; each party takes positions one after the other, each on `stances` claims."""
    membership, keys = alliance_of(parties)
    shown = [disclose(claim_object(_claim(number))) for number in range(1, claims + 1)]
    committed = tuple(Committed(id=f"C{number}", commitment=one.commitment) for number, one in enumerate(shown, 1))
    made = datetime(2021, 7, 19, 12, tzinfo=UTC)
    statement = Statement(
        alliance=ALLIANCE,
        statement=_ID,
        version=1,
        previous=None,
        title="A large statement",
        author="P0",
        made=made,
        marking=Marking.CLEAR,
        claims=committed,
        root=claims_root([one.commitment for one in committed]),
        policy=Policy(agree=parties // 2, of=tuple(keys), claims=("C1", "C2", "C3"), counts=(Stance.AGREE,)),
    )
    payload = canonical(statement_object(statement))
    files = {"statements/1.dsse.json": seal(payload, PayloadType.STATEMENT, keys["P0"])}
    entries = [_entry(EntryKind.STATEMENT, "P0", 1, digest(files["statements/1.dsse.json"]), made)]
    opened: list[bytes] = []
    last: dict[str, str] = {}
    names = list(keys)
    for number in range(positions):
        party, sequence = names[number % parties], number // parties + 1
        held = [
            disclose(stance_object(OnClaim(claim=f"C{one}", stance=Stance.AGREE, marking=Marking.GREEN)))
            for one in _spoken(sequence, claims, stances)
        ]
        position = Position(
            alliance=ALLIANCE,
            statement=_ID,
            version=1,
            digest=digest(payload),
            party=party,
            sequence=sequence,
            previous=last.get(party),
            made=made + timedelta(minutes=sequence),
            expires=None,
            role=Role.PARTNER,
            stances=tuple(
                Committed(id=f"C{id}", commitment=one.commitment)
                for id, one in zip(_spoken(sequence, claims, stances), held, strict=True)
            ),
            measures=(Measure(kind=MeasureKind.STATEMENT, taken=True, text="a statement", day="2021-07-19"),),
            ceiling=Marking.GREEN,
        )
        said = canonical(position_object(position))
        last[party] = digest(said)
        envelope = seal(said, PayloadType.POSITION, keys[party])
        files[f"positions/{party}.{sequence}.dsse.json"] = envelope
        entries.append(_entry(EntryKind.POSITION, party, sequence, digest(envelope), position.made))
        opened += [canonical(one.to_object()) for one in held]
    log = _Log()
    frontier = Frontier()
    frontier.extend(leaf_hash(one) for one in entries)
    text = Checkpoint(_ORIGIN, frontier.size, frontier.root).text
    files["ledger/checkpoint"] = Note(text, (sign(text, _ORIGIN, log),)).data
    files["ledger/keys.json"] = LogKeys(VerifierKey(_ORIGIN, ED25519, log.public), ()).to_bytes()
    files["ledger/before.json"] = canonical(Before(0, ()).object)
    files["ledger/entries.jsonl"] = _lines(iter(entries))
    files["disclosures/claims.jsonl"] = _lines(canonical(one.to_object()) for one in shown)
    files["disclosures/stances.jsonl"] = _lines(iter(opened))
    files |= {f"membership/root.{one.says.version}.json": one.to_bytes() for one in membership.roots}
    files["membership/targets.json"] = membership.targets.to_bytes()
    newest = made + timedelta(minutes=(positions - 1) // parties + 1)
    lines = tuple(FileLine(one, hashlib.sha256(files[one]).hexdigest(), len(files[one])) for one in sorted(files))
    path = root / "bench.tar"
    with path.open("wb") as stream:
        write_archive(stream, Index(ALLIANCE, newest, lines), lambda line: iter((files[line.path],)))
    return path


def _spoken(sequence: int, claims: int, stances: int) -> list[int]:
    """The claims that the policy asks for, and others."""
    others = range(4 + (sequence * stances) % max(claims - stances - 3, 1), claims + 1)
    return [*range(1, min(3, claims) + 1), *others[: max(stances - 3, 0)]]


def _entry(kind: EntryKind, party: str, number: int, hashed: str, at: datetime) -> bytes:
    return entry_bytes(
        Entry(kind=kind, alliance=ALLIANCE, statement=_ID, party=party, sequence=number, digest=hashed, logged=at)
    )


def _lines(rows: Iterator[bytes]) -> bytes:
    return b"".join(one + b"\n" for one in rows)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--positions", type=int, default=10_000)
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--parties", type=int, default=250)
    options.add_argument("--stances", type=int, default=10, help="of each position")
    options.add_argument("--profile", action="store_true")
    options.add_argument("--small", action="store_true", help="the second verifier too")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = bundle(Path(folder), given.positions, given.claims, given.parties, given.stances)
        print(f"{path.stat().st_size / 1e6:,.0f} MB")
        at = datetime(2021, 8, 1, tzinfo=UTC)
        profile = cProfile.Profile()
        wall, processor = time.perf_counter(), time.process_time()
        found: Verification = (
            profile.runcall(verify_bundle, path, Asked(at=at)) if given.profile else verify_bundle(path, Asked(at=at))
        )
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        policy = found.policy.outcome.value if found.policy else "-"
        print(f"{found.items.outcome.value}, {policy}, {len(found.items.all):,} items")
        print(f"{given.positions:,} positions, {given.claims:,} claims: {processor:.1f} s processor, {wall:.1f} s wall")
        if given.profile:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(35)
        if given.small:
            wall = time.perf_counter()
            done = subprocess.run(
                [sys.executable, _TOOL, path, "--at", "2021-08-01T00:00:00Z"], capture_output=True, check=False
            )
            print(f"the second verifier: {done.returncode}, {time.perf_counter() - wall:.1f} s wall")


if __name__ == "__main__":
    main()
