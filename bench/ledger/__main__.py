"""A large ledger: time to build it, proofs, disk, memory.

    python -m bench.ledger [--entries 10000000] [--proofs 2000] [--folder DIR] [--audit]

Entries are positions of 26 parties, invented.  Each proof is made by a ledger opened anew, so that nothing is kept from
the one before; files are in the page cache or not, as the machine will.  What is measured is the call that a command or
a bundle makes, with the signature of the checkpoint verified and the proof checked before it leaves.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from indicia.statement.ledger.audit import audit
from indicia.statement.ledger.entry import Entry, EntryKind, entry_bytes
from indicia.statement.ledger.note import ED25519, VerifierKey
from indicia.statement.ledger.proof_files import Before, Inclusion
from indicia.statement.ledger.proving import prove_before, prove_consistency, prove_inclusion
from indicia.statement.ledger.store import About, Ledger

ALLIANCE = "example"
START = datetime(2021, 7, 19, 12, tzinfo=UTC)
PIECE = 1 << 16


class _Key:
    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)


def entry(number: int) -> bytes:
    """One of them; the same each time."""
    return entry_bytes(
        Entry(
            kind=EntryKind.POSITION,
            alliance=ALLIANCE,
            statement=f"00000000-0000-4000-8000-{number // 26:012d}",
            party=f"party {number % 26}",
            sequence=1,
            digest=hashlib.sha256(number.to_bytes(8, "big")).hexdigest(),
            logged=START + timedelta(seconds=number // 100),
        )
    )


def quick_entry(number: int) -> bytes:
    """The same, without the care that canonical JSON takes of texts it does not know."""
    digest = hashlib.sha256(number.to_bytes(8, "big")).hexdigest()
    moment = (START + timedelta(seconds=number // 100)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{{"alliance":"{ALLIANCE}","digest":"{digest}","kind":"position","logged":"{moment}","party":"party '
        f'{number % 26}","sequence":1,"statement":"00000000-0000-4000-8000-{number // 26:012d}"}}'
    ).encode()


def build(root: Path, number: int) -> dict[str, float]:
    """Append so many, a piece of 65,536 at a time."""
    key = _Key()
    made = Ledger.create(root, About(ALLIANCE, VerifierKey("ledger.example/bench", ED25519, key.public)))
    inventing = appending = 0.0
    for at in range(0, number, PIECE):
        start = time.perf_counter()
        piece = [quick_entry(one) for one in range(at, min(at + PIECE, number))]
        assert piece[0] == entry(at) and piece[-1] == entry(at + len(piece) - 1)
        inventing += time.perf_counter() - start
        start = time.perf_counter()
        made.append_checked(piece)
        appending += time.perf_counter() - start
    made.sign(key)
    return {"inventing s": inventing, "appending s": appending, "entries/s": number / appending}


Times = list[tuple[float, float]]


def timed(call: Callable[[], object], into: Times) -> None:
    """Milliseconds of one call: on the clock, and of the processor."""
    start, busy = time.perf_counter(), time.process_time()
    call()
    into.append(((time.perf_counter() - start) * 1000, (time.process_time() - busy) * 1000))


def told(name: str, values: Times) -> dict[str, float]:
    """Median, 99 of 100, largest."""
    found = {}
    for kind, column in (("", [one[0] for one in values]), (" processor", [one[1] for one in values])):
        found[f"{name}{kind} median ms"] = statistics.median(column)
        found[f"{name}{kind} 99 % ms"] = sorted(column)[len(column) * 99 // 100]
        found[f"{name}{kind} max ms"] = max(column)
    return found


def anew(prove: Callable[[Ledger, int], object], root: Path, number: int) -> None:
    """One proof by a ledger that nothing was asked of before."""
    prove(Ledger(root), number)


def checked(root: Path, proof: Inclusion, index: int) -> None:
    """What a stranger does with it."""
    proof.check(entry(index), Ledger(root).about.key)


def proofs(root: Path, number: int) -> dict[str, float]:
    """Milliseconds of proofs at random places, each with a ledger opened anew."""
    chance = random.Random(6)
    size = Ledger(root).head.size
    times: dict[str, Times] = {"inclusion": [], "consistency": [], "before": [], "check": []}
    for _ in range(number):
        index, old = chance.randrange(size), chance.randrange(1, size + 1)
        timed(partial(anew, prove_inclusion, root, index), times["inclusion"])
        timed(partial(anew, prove_consistency, root, old), times["consistency"])
        timed(partial(anew, prove_before, root, index), times["before"])
        proof = prove_inclusion(Ledger(root), index)
        timed(partial(checked, root, proof, index), times["check"])
    return {key: value for name, values in times.items() for key, value in told(name, values).items()}


def appends(root: Path, number: int) -> dict[str, float]:
    """Milliseconds to append one entry to the large ledger and wait for the disk; the same to sign a checkpoint."""
    key = _Key()
    values: Times = []
    signed: Times = []
    for one in range(number):
        made = Ledger(root)
        timed(partial(made.append, [entry(10**9 + one)]), values)
        timed(partial(made.sign, key), signed)
    return {**told("append one", values), **told("sign", signed)}


def tail(root: Path, number: int) -> dict[str, float]:
    """Seconds to check that the last `number` entries are all there is, from what comes before them."""
    made = Ledger(root)
    signed = made.checkpoint
    assert signed is not None
    first = signed.checkpoint.size - number
    before: Before = prove_before(made, first)
    start = time.perf_counter()
    before.check(made.entries(first, signed.checkpoint.size), signed)
    return {"check 100,000 entries with before s": time.perf_counter() - start}


def disk(root: Path) -> dict[str, float]:
    """What it takes."""
    sizes = {"tiles": 0, "entries": 0}
    files = blocks = 0
    for place, _, names in os.walk(root):
        kind = "entries" if "/tile/entries" in place else "tiles"
        for name in names:
            state = (Path(place) / name).stat()
            sizes[kind] += state.st_size
            blocks += state.st_blocks * 512
            files += 1
    return {**{f"{kind} MB": size / 1e6 for kind, size in sizes.items()}, "on disk MB": blocks / 1e6, "files": files}


STEPS: dict[str, Callable[[Path, int], dict[str, float]]] = {
    "build": build,
    "proofs": proofs,
    "appends": appends,
    "tail": tail,
    "audit": lambda root, _: {"entries audited": audit(Ledger(root)).read},
}


def main() -> None:
    """Each step in a process of its own, so that its memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000_000)
    parser.add_argument("--proofs", type=int, default=2000)
    parser.add_argument("--folder", type=Path, help="keep the ledger here, or take the one that is there")
    parser.add_argument("--audit", action="store_true", help="also read everything again")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        start = time.perf_counter()
        found = STEPS[arguments.step](arguments.folder, arguments.entries)
        found["seconds"] = time.perf_counter() - start
        found["memory MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps(found))
        return
    root = arguments.folder or Path(tempfile.mkdtemp(prefix="ledger-")) / "ledger"
    try:
        counts = {
            "build": arguments.entries,
            "proofs": arguments.proofs,
            "tail": min(100_000, arguments.entries),
            "appends": 200,
        }
        if root.exists():
            del counts["build"]
        if arguments.audit:
            counts["audit"] = 0
        for step, count in counts.items():
            again = [
                sys.executable,
                "-m",
                "bench.ledger",
                "--step",
                step,
                "--folder",
                str(root),
                "--entries",
                str(count),
            ]
            found = json.loads(subprocess.run(again, check=True, stdout=subprocess.PIPE, text=True).stdout)
            show(step, found)
        show("disk", disk(root))
    finally:
        if not arguments.folder:
            shutil.rmtree(root.parent)


def show(step: str, found: dict[str, float]) -> None:
    """One line a number."""
    for name, value in found.items():
        sys.stdout.write(f"{step:8} {name:40} {value:>14,.2f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
