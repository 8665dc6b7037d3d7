"""Whatever the bytes, nothing is lost without a word and nothing raises."""

import json
import os
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.web_rows.documents import API, AZURE, CSV, ECS, JSON, NGINX, STEM, as_csv, lines

from indicia.config import Limits
from indicia.model.evidence import Kind

EXAMPLES = int(os.environ.get("INDICIA_EXAMPLES", "60"))
FORMS = [*((Kind.WEB_JSON, name) for name in JSON), *((Kind.WEB_CSV, name) for name in CSV)]
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize(("kind", "name"), FORMS)
def test_damaged_bytes(read, kind, name):
    """Bytes changed, left out, put in twice, cut off: the account balances, and places are in the file."""
    chance = random.Random(7)
    whole = (JSON if kind is Kind.WEB_JSON else CSV)[name].encode() * 3
    for round_ in range(25):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.choice(b'"\\[]{},:\n\0\xff')
                case 1:
                    del data[at : at + chance.randrange(1, 40)]
                case 2:
                    data[at:at] = data[at : at + chance.randrange(1, 200)]
                case _ if round_ % 5 == 0:
                    del data[at:]
            data = data or bytearray(b"x")
        records, ledger = read(kind, bytes(data), most=chance.choice([100, 2**20]), limits=Limits(line_bytes=700))
        assert len(records) <= ledger.count
        for record in records:
            assert 0 <= record.at.offset < record.at.offset + record.at.length <= len(data)


def test_rows_behind_damage_are_found(read):
    """One row of an interface's table, one line, one row of CSV is damaged: all others are read."""
    rows = [dict(AZURE, FileOffset=number) for number in range(50)]
    answer = dict(
        API["tables"][0], columns=[{"name": name} for name in rows[0]], rows=[list(row.values()) for row in rows]
    )
    for kind, data in (
        (Kind.WEB_JSON, json.dumps({"tables": [answer, answer]}).encode()),
        (Kind.WEB_JSON, lines(*rows, *rows).encode()),
        (Kind.WEB_CSV, as_csv(*rows, *rows).encode()),
    ):
        at = data.index(b"MX1.example.test", len(data) // 3)
        for broken in (b'"x', b"x\0", b"]\n[", b'"'):
            torn = data[:at] + broken + data[at + 3 :]
            records, ledger = read(kind, torn, most=1000)
            assert len(records) >= 98
            assert ledger.faults or len(records) == 100
        records, ledger = read(kind, data[: len(data) // 2 - 7])
        assert len(records) in {48, 49, 50, 51}
        assert ledger.faults


def test_rows_longer_than_the_limit(read):
    """Each is a fault, and reading goes on behind it."""
    long = dict(AZURE, csUserAgent="x" * 600_000)
    for kind, data in (
        (Kind.WEB_JSON, lines(AZURE, long, AZURE)),
        (Kind.WEB_CSV, as_csv(AZURE, long, AZURE)),
        (
            Kind.WEB_JSON,
            json.dumps(
                dict(API, tables=[dict(API["tables"][0], rows=[list(one.values()) for one in (AZURE, long, AZURE)])])
            ),
        ),
    ):
        records, ledger = read(kind, data.encode(), limits=Limits(line_bytes=1000), most=30000)
        assert len(records) == 2
        assert "limit" in ledger.faults[0].reason


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            text, st.one_of(text, st.integers(-(2**63), 2**63), st.none(), st.booleans(), st.lists(text, max_size=3))
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([AZURE, ECS, NGINX]),
)
def test_nothing_is_lost(read, extras, base):
    """Every text that a row of JSON holds is in a field of its record."""
    documents = [extra | base for extra in extras]
    records, ledger = read(Kind.WEB_JSON, lines(*documents).encode())
    assert len(records) == len(documents)
    assert not ledger.faults
    for record, document in zip(records, documents, strict=True):
        held = set()
        for value in record.fields.values():
            held |= set(value) if isinstance(value, tuple) else {value}
        for name, value in document.items():
            if name in base or value is None:
                continue
            for one in value if isinstance(value, list) else [value]:
                shown = "true" if one is True else "false" if one is False else str(one)
                assert shown in held or shown in {"", "-"} or any(shown in str(each) for each in held)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.lists(text, min_size=3, max_size=3), min_size=1, max_size=4))
def test_nothing_is_lost_of_csv(read, cells):
    """The same of CSV, with columns of any content beside those that tell."""
    rows = [
        {**{name: AZURE[name] for name in ("cIP", "csMethod", "csUriStem")}, **dict(zip("XYZ", one, strict=True))}
        for one in cells
    ]
    records, ledger = read(Kind.WEB_CSV, as_csv(*rows).encode())
    assert ledger.records + ledger.faulty + ledger.framing == ledger.size
    if not ledger.faults:
        assert [[record.fields.get(name, "").strip() for name in "XYZ"] for record in records] == [
            ["" if value in {"", "-"} else value.strip() for value in one] for one in cells
        ] or any("\0" in value or "\r" in value or "\ufeff" in value for one in cells for value in one)
    assert all(record.fields["url.path"] == STEM for record in records)


HOSTILE = {
    "nested": lines(NGINX)[:-2] + ',"x":' + '{"a":' * 200 + "[" * 700 + "]" * 700 + "}" * 200 + "}\n",
    "deep lists": lines(NGINX)[:-2] + ',"x":[' + "[" * 900 + "]" * 900 + "]}\n",
    "large numbers": lines(NGINX)[:-2] + ',"x":[[' + "9" * 200 + "],1e999,NaN]}\n",
    "blanks in a table": json.dumps(API)[:-4] + ", x" + " " * 200_000 + "[" * 10 + '"',
    "columns": '{"tables":[' + '{"columns":[' * 20_000,
    "rows without columns": '{"tables":[{"rows":[["a"]]}]}',
    "names": json.dumps({**NGINX, **{f"{number} [" * 50: "x" for number in range(3000)}}),
    "a long name": json.dumps({**NGINX, " [" * 200_000: "x"}),
    "odd values": lines(
        NGINX | {"status": [], "request_time": "nan", "remote_addr": ["a", "b"], "time_local": "99/Foo/2021:xx"},
        NGINX | {"status": {"a": 1}, "request_time": "1e999", "remote_addr": {"x": []}, "time_local": 10**17},
        NGINX | {"request": "\x16\x03\x01", "status": True, "body_bytes_sent": 1.5, "time_local": None},
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents(read, name):
    """They are read, or are faults, and take no time worth speaking of."""
    begun = time.process_time()
    records, ledger = read(Kind.WEB_JSON, HOSTILE[name].encode())
    assert records or ledger.faults
    assert time.process_time() - begun < 5
    if name in {"odd values", "names", "a long name", "large numbers"}:
        assert not ledger.faults
        assert len(records) == HOSTILE[name].count("remote_addr")


def test_what_is_no_request(read):
    """In CSV a fault, in JSON a note."""
    records, ledger = read(Kind.WEB_JSON, lines({"level": "error", "msg": "starting"}, NGINX).encode())
    assert len(records) == 1
    assert ledger.count == 2
    assert ledger.notes == ["1 row that tells of no web request: not searched"]
    records, ledger = read(Kind.WEB_CSV, as_csv(AZURE, dict.fromkeys(AZURE, "")).encode())
    assert len(records) == 1
    assert [fault.reason for fault in ledger.faults] == ["a row that tells of no web request"]
