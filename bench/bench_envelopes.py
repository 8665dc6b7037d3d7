"""Verifying positions: envelopes of many parties, read and verified against a membership, in one process.

    python -m bench.bench_envelopes [--positions 10000] [--parties 26] [--rounds 3]

The stages are timed one by one, so that it shows what the two signatures cost beside the rest.
"""

import argparse
import statistics
import time

from bench.alliance import BEGIN, alliance_of
from indicia.statement.canonical import canonical
from indicia.statement.envelope import PayloadType, seal, sealed
from indicia.statement.membership.members import verified


def _position(party: str, number: int) -> bytes:
    stances = [{"claim": f"C{claim}", "commitment": f"{claim:064x}"} for claim in range(10)]
    return canonical({"format": "indicia-position/1", "party": party, "sequence": number, "stances": stances})


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--positions", type=int, default=10_000)
    options.add_argument("--parties", type=int, default=26)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    membership, keys = alliance_of(given.parties)
    names = list(keys)
    envelopes = [
        (names[number % len(names)], seal(_position(names[number % len(names)], number), PayloadType.POSITION, pair))
        for number in range(given.positions)
        for pair in (keys[names[number % len(names)]],)
    ]
    roots = {one.says.version: one.to_bytes() for one in membership.roots}
    targets = membership.targets.to_bytes()
    rows: dict[str, list[float]] = {"membership read and verified": [], "envelopes read": [], "envelopes verified": []}
    for _ in range(given.rounds):
        started = time.process_time()
        again = verified(roots, targets)
        read = time.process_time()
        opened = [(party, sealed(data, PayloadType.POSITION, party)) for party, data in envelopes]
        parsed = time.process_time()
        for party, envelope in opened:
            again.check(envelope, party, BEGIN)
        for row, seconds in zip(
            rows.values(), (read - started, parsed - read, time.process_time() - parsed), strict=True
        ):
            row.append(seconds)
    print(f"{given.positions:,} positions of {given.parties} parties, seconds of processor time (median of rounds)")
    for name, taken in rows.items():
        print(f"  {name:<30} {statistics.median(taken):8.2f}   ({min(taken):.2f} to {max(taken):.2f})")


if __name__ == "__main__":
    main()
