"""JSON that is cut into ranges is read as it is as a whole."""

import io
import json
import random

import pytest
from tests.evidence.web_rows.documents import API, AZURE, CADDY, ECS, NGINX, lines

from indicia.config import Limits
from indicia.evidence.events.json import ranges
from indicia.evidence.readers import parts_of_kind, reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger


def records(batches):
    return [batch.decode(row) for batch in batches for row in range(len(batch.starts))]


def whole(data, evidence):
    ledger = Ledger(size=len(data), path="x", sha256=evidence.sha256)
    return records(reader_of(Kind.WEB_JSON)(io.BytesIO(data), evidence, ledger, Limits())), [ledger]


def in_parts(data, evidence):
    parts = parts_of_kind(Kind.WEB_JSON)
    found, ledgers = [], []
    for number in range(parts.count(len(data))):
        ledger = Ledger(size=len(data), path="x", sha256=evidence.sha256)
        found += records(parts.read(io.BytesIO(data), evidence, ledger, Limits(), number))
        ledgers.append(ledger)
    return found, ledgers


@pytest.mark.parametrize("seed", range(6))
def test_ranges_give_what_the_whole_gives(monkeypatch, seed):
    """Records, faults, bytes and lines, whatever is broken between."""
    monkeypatch.setattr(ranges, "PART", 3000)
    chance = random.Random(seed)
    documents = [lines(chance.choice([AZURE, ECS, NGINX, CADDY, {"level": "info"}])) for _ in range(40)]
    documents[chance.randrange(40)] = '{"broken": \n'
    documents[chance.randrange(40)] = json.dumps(ECS, indent=2) + "\n"
    for data in ("".join(documents).encode(), json.dumps(dict(API, tables=API["tables"] * 20)).encode()):
        evidence = Evidence(sha256=f"{seed}{len(data)}", size=len(data), path="x", scope="s", kind=Kind.WEB_JSON)
        one, other = whole(data, evidence), in_parts(data, evidence)
        assert one[0] == other[0]
        assert len(other[1]) > 2
        for told in ("size", "records", "faulty", "framing", "count"):
            assert sum(getattr(each, told) for each in one[1]) == sum(getattr(each, told) for each in other[1])
        assert [fault for each in one[1] for fault in each.faults] == [
            fault for each in other[1] for fault in each.faults
        ]
