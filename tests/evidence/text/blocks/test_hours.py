"""Times of whole blocks are those of their records, one by one, whatever the lines begin with."""

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.evidence.text.exchange.reading import read_exchange_log
from indicia.evidence.text.web.iis import read_iis
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import TIMELESS, Ledger

IIS = "#Fields: date time cs-method cs-uri-stem s-port s-computername\n"
CSV = "DateTime,Protocol,ServerHostName,UrlStem,HttpStatus\n"
clock = st.sampled_from(["00:00:00", "00:59:59", "01:00:00", "23:59:59", "24:00:00", "1:00:00", "0a:00:00", "00:00:60"])
day = st.sampled_from(["2021-03-14", "2021-03-15", "2021-02-30"])
name = st.sampled_from(["443", "444"])
iis_lines = st.lists(st.builds("{} {} GET /a {} EX{}".format, day, clock, name, name), min_size=1, max_size=8)
tail = st.sampled_from([".000Z", ".123Z", ".999Z", ".12Z", "Z", ".1a3Z", ".123z"])
stamp = st.builds("{}T{}{}".format, day, clock, tail)
csv_lines = st.lists(st.builds("{},Owa,EX{},/a,200".format, stamp, name), min_size=1, max_size=8)


def read(kind, log):
    """Batches and ledger."""
    evidence = Evidence(sha256="0" * 64, size=len(log), path="x", scope="s", kind=kind)
    ledger = Ledger(size=len(log), path="x", sha256="0" * 64)
    reader = read_iis if kind is Kind.IIS else read_exchange_log
    return list(reader(io.BytesIO(log), evidence, ledger, Limits())), ledger


def check(kind, log):
    """Times of runs are those of records, and spans hold each record in its hour."""
    batches, ledger = read(kind, log)
    records = [batch.decode(number) for batch in batches for number in range(len(batch.starts))]
    micros = [time for batch in batches for run in batch.runs for time in run.times.tolist()]
    told = [TIMELESS if one.time is None else round(one.time.timestamp() * 1_000_000) for one in records]
    assert micros == told
    assert sum(span.records for span in ledger.spans) == len(records)
    missing = sum(one.time is None for one in records)
    said = [note for note in ledger.notes if "no time that can be read" in note]
    assert [note.partition(" ")[0] for note in said] == ([str(missing)] if missing else [])
    for span in ledger.spans:
        mine = [one for one in records if one.host == span.host and (not span.parts or _part(one) in span.parts)]
        timed = [one.time for one in mine if one.time is not None]
        assert span.records == len(mine)
        assert (span.first, span.last) == ((min(timed), max(timed)) if timed else (None, None))
        assert sum(span.hours.values()) == len(timed)


def _part(record):
    return record.fields.get("s-port") or record.fields.get("Protocol")


@settings(max_examples=80, deadline=None)
@given(iis_lines)
@example(
    ["2021-03-14 00:59:59 GET /a 443 EX1", "2021-03-14 01:00:00 GET /a 443 EX1", "2021-03-15 00:00:00 GET /a 444 EX1"]
)
def test_date_and_time(lines):
    """Two columns, over the end of hours and days."""
    check(Kind.IIS, (IIS + "\n".join(lines) + "\n").encode())


@settings(max_examples=80, deadline=None)
@given(csv_lines)
@example(["2021-03-14T00:59:59.999Z,Owa,EX1,/a,200", "2021-03-14T01:00:00.001Z,Owa,EX1,/a,200"])
@example(["2021-03-14T00:00:00.500Z,Owa,EX1,/a,200", "2021-03-14T00:00:00.001Z,Owa,EX2,/a,200"])
def test_stamps(lines):
    """One column, with thousandths."""
    check(Kind.HTTPPROXY, (CSV + "\n".join(lines) + "\n").encode())


@pytest.mark.parametrize("odd", [False, True])
def test_whole_columns_once_asked_for_are_found_in_each_block(odd):
    """The second block is listed at once where of the first one much was asked; its values are the same."""
    from indicia.evidence.text.logs.log import read_log
    from indicia.evidence.text.web.iis import IisForm

    rows = [f"2021-03-14 00:00:{number % 60:02} GET /page{number} 443 EX1" for number in range(400)]
    if odd:
        rows[300] = "2021-03-14 00:00:07 GET /with a blank 443 EX1"
    log = (IIS + "\n".join(rows) + "\n").encode()
    ledger = Ledger(size=len(log), path="x", sha256="0" * 64)
    seen = []
    for batch in read_log(io.BytesIO(log), ledger, Limits(), IisForm("iis"), block_bytes=4096):
        for run in batch.runs:
            plain = run.plain.nonzero()[0]
            for column in (3, 4, 5):
                for start, end in zip(*run.bounds(column, plain), strict=True):
                    seen.append((column, batch.text[start:end]))
    ledger.account()
    assert sorted(seen) == sorted(
        (column, row.encode().split()[column]) for row in rows if row.count(" ") == 5 for column in (3, 4, 5)
    )
