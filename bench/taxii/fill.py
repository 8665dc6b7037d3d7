"""Fill a store with invented objects: indicators, relationships and malware of five markings, by a fixed seed.

    python -m bench.taxii.fill --store FOLDER/share.db --objects 1000000

Writes the tokens it makes beside the store, as `tokens.json`.
"""

import argparse
import json
import random
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from indicia.model.statement import Marking
from indicia.sharing.taxii.access import tokens
from indicia.sharing.taxii.access.rights import Rights
from indicia.sharing.taxii.protocol.incoming import read_envelope
from indicia.sharing.taxii.store import adding, catalogue
from indicia.sharing.taxii.store.schema import connect, create
from indicia.sharing.tlp import IDS

AT_ONCE = 5_000
_SHARES = {Marking.CLEAR: 20, Marking.GREEN: 30, Marking.AMBER: 30, Marking.STRICT: 10, Marking.RED: 10}


def things(count: int, seed: int = 2021) -> Iterator[dict[str, Any]]:
    """Objects of about 700 bytes."""
    chance = random.Random(seed)
    markings, weights = list(_SHARES), list(_SHARES.values())
    kinds = ("indicator", "indicator", "indicator", "relationship", "malware")
    for number in range(count):
        kind = chance.choice(kinds)
        name = f"{kind}--{uuid.UUID(int=chance.getrandbits(128), version=4)}"
        seconds = f"2021-07-{1 + number % 28:02d}T{number % 24:02d}:{number % 60:02d}:00.000Z"
        thing: dict[str, Any] = {
            "type": kind,
            "spec_version": "2.1",
            "id": name,
            "created": seconds,
            "modified": seconds,
            "object_marking_refs": [IDS[chance.choices(markings, weights)[0]]],
            "labels": ["invented", f"batch-{number // 1000}"],
            "description": f"Invented object {number}. " + "It stands for what an analyst wrote about it. " * 5,
        }
        if kind == "indicator":
            address = f"203.0.113.{number % 256}"
            thing |= {
                "name": f"address {address}",
                "pattern": f"[ipv4-addr:value = '{address}' AND ipv4-addr:x_number = {number}]",
                "pattern_type": "stix",
                "valid_from": seconds,
                "indicator_types": ["malicious-activity"],
            }
        elif kind == "malware":
            thing |= {"name": f"sample {number}", "is_family": False, "malware_types": ["webshell"]}
        else:
            thing |= {
                "relationship_type": "related-to",
                "source_ref": f"indicator--{uuid.UUID(int=chance.getrandbits(128), version=4)}",
                "target_ref": f"malware--{uuid.UUID(int=chance.getrandbits(128), version=4)}",
            }
        yield thing


def envelopes(count: int) -> Iterator[list[dict[str, Any]]]:
    """The same, as many at once as fit a request."""
    part: list[dict[str, Any]] = []
    for thing in things(count):
        part.append(thing)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def fill(path: Path, count: int) -> dict[str, str]:
    """Make the store; the tokens by name."""
    create(path)
    connection = connect(path, write=True)
    root = catalogue.add_root(connection, "bench", "Bench")
    collection = catalogue.add_collection(connection, root, "main", "Main")
    rights = {collection.id: Rights.of("rwd")}
    made = {one.value: tokens.make(connection, one.name.lower(), one, rights, None) for one in Marking}
    began = time.perf_counter()
    for part in envelopes(count):
        adding.add(connection, collection.id, Marking.RED.rank, read_envelope(orjson.dumps({"objects": part})))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    print(f"{count:,} objects in {time.perf_counter() - began:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")
    return {"collection": collection.uuid, **made}


def main() -> None:
    """The command."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--store", type=Path, required=True)
    reader.add_argument("--objects", type=int, default=1_000_000)
    given = reader.parse_args()
    made = fill(given.store, given.objects)
    (given.store.parent / "tokens.json").write_text(json.dumps(made))


if __name__ == "__main__":
    main()
