"""The compiled module says of text logs what the reader in Python says of them."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.evidence.text.test_properties import CSV, W3C, csv_rows, ends, odd_lines, w3c_rows
from tests.wasm.weblogs import batches, read

from indicia.evidence.text.blocks import regular
from indicia.evidence.text.logs import log
from indicia.model.evidence import Kind
from indicia.wasm import sandbox, weblog

pytest.importorskip("wasmtime", reason="no wheel of wasmtime for this platform")

IIS = (
    "#Software: x\r\n#Date: 2021-03-03 00:00:00\r\n"
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status\r\n"
)
PROXY = "#Fields: DateTime,RequestId,Protocol,UrlStem,ServerHostName,UserAgent,UrlQuery,GenericErrors\r\n"
START = datetime(2021, 3, 3, 22, 59, 50, tzinfo=UTC)


def rows(kind, count, seed=1):
    """Lines of an ordinary log."""
    rng = random.Random(seed)
    for number in range(count):
        time = START + timedelta(milliseconds=number * 731)
        guid = "-".join(f"{rng.getrandbits(4 * size):0{size}x}" for size in (8, 4, 4, 4, 12))
        stem = rng.choice(("/owa/", "/ews/exchange.asmx", "/ecp/default.aspx", "/a%20b"))
        agent = rng.choice(("Mozilla/5.0+(x;+y)", "-", "curl/7"))
        if kind is Kind.IIS:
            port, user = rng.choice("4488") + "43", rng.choice(("-", "C\\u1"))
            yield (
                f"{time:%Y-%m-%d %H:%M:%S} ::1 GET {stem} &cafeReqId={guid}; {port} {user} 192.0.2.{number % 9} "
                f"{agent} {rng.choice((200, 404))}"
            )
        else:
            name, error = rng.choice(("EX01", "EX02")), rng.choice(("", "", "", '"a,b"', '"say ""x"""', '""'))
            yield f"{time:%Y-%m-%dT%H:%M:%S}.{number % 1000:03}Z,{guid},Ews,{stem},{name},{agent},?a={number},{error}"


def whole(kind, count=300, seed=1, end="\r\n"):
    """Such a log."""
    return (IIS if kind is Kind.IIS else PROXY) + "".join(row + end for row in rows(kind, count, seed))


KINDS = (Kind.IIS, Kind.HTTPPROXY)
both_kinds = pytest.mark.parametrize("kind", KINDS)


def assert_same(kind, data, **options):
    """Both ways; gives how many records the module told."""
    found, told = read(kind, data, on=True, **options)
    wanted, none = read(kind, data, on=False, **options)
    assert [row[:2] for row in found[0]] == [row[:2] for row in wanted[0]]
    assert found[1:] == wanted[1:]
    assert none == 0
    for mine, other in zip(found[0], wanted[0], strict=True):
        # Which lines have to be decoded to know their columns may differ.
        assert mine[2:] == other[2:] or None in {mine[2], other[2]}
    return told


@both_kinds
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("block_bytes", [700, 5000, 1 << 20])
def test_ordinary_logs(kind, end, block_bytes):
    """Nearly all lines are told by the module."""
    assert assert_same(kind, whole(kind, end=end).encode(), block_bytes=block_bytes) > 200


@both_kinds
@pytest.mark.parametrize(
    "odd",
    [
        *("\n", "#comment\r\n", "#Date: 2021-03-04 00:00:00\r\n", "#Fields: date time c-ip\r\n", "#  two  blanks\r\n"),
        *(
            "torn\n",
            "2021-03-03 23:00:00 a  b\r\n",
            "x\0y\n",
            "\0" * 12,
            "\ufeff",
            '2021-03-03T23:00:00.000Z,"a\r\nb",c\n',
        ),
        *("2021-02-29 23:00:00 1 2 3 4 5 6 7 8 9\n", "2021-02-29T23:00:00.000Z,1,2,3,4,5,6,7\n", "\r", "\r\r\n"),
        *(
            "2021-03-03 23:60:00 1 2 3 4 5 6 7 8 9\n",
            "2021-03-03T23:00:00,1,2,3,4,5,6,7\n",
            "DateTime,x\n",
            "date time\n",
        ),
        *('2021-03-03T23:00:00.000Z,a"b,2,3,4,5,6,7\n', '2021-03-03T23:00:00.000Z,"a"b,2,3,4,5,6,7\n', "\t\n"),
        *("2021-03-03 23:00:00 1 2 3 4 5 6 7 8 \xe9\n", "2021-03-03T23:00:00.000Z,1,2,3,4,5,6,\xe9\n", PROXY[9:], IIS),
        *("2021-03-03 23:00:00 1 2 3 4 5 6 7 8\t9\n", "2021-03-03T23:00:00.000Z,1,2,3,4,5,6,7,\n", "\x1a\n", '"\n'),
    ],
)
@pytest.mark.parametrize("stretch", [1, 1 << 16])
def test_odd_lines_between(kind, odd, stretch):
    """Whatever stands between ordinary lines, also twice and at the end."""
    lines = whole(kind, 120).splitlines(keepends=True)
    text = "".join([*lines[:40], odd, *lines[40:90], odd, odd, *lines[90:], odd])
    for encoding in ("utf-8", "cp1252"):
        data = text.encode(encoding, "replace")
        for block_bytes in (900, 1 << 20):
            assert_same(kind, data, stretch=stretch, block_bytes=block_bytes)
        assert_same(kind, data[:-7], stretch=stretch)


@both_kinds
def test_blocks_cut_at_every_place(kind):
    """Wherever a block ends."""
    data = whole(kind, 14).encode()
    for size in range(1, 900, 7):
        assert_same(kind, data, block_bytes=size, stretch=1)


@both_kinds
def test_damaged_bytes(kind):
    """Single bytes that are others, lost or doubled."""
    rng = random.Random(7)
    for _ in range(60):
        data = bytearray(whole(kind, 60, seed=rng.random()).encode())
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(len(data))
            match rng.randrange(4):
                case 0:
                    data[at] = rng.choice(b'\0\r\n \t,"#%\x1f\x80\xff-:')
                case 1:
                    del data[at : at + rng.choice((1, 1, 30, 500))]
                case 2:
                    data[at:at] = data[at : at + rng.choice((1, 2, 300))]
                case 3:
                    data[at] ^= 1 << rng.randrange(8)
        assert_same(kind, bytes(data), block_bytes=rng.choice((300, 2000, 1 << 20)), stretch=rng.choice((1, 300)))


rows_of = {Kind.IIS: (W3C, w3c_rows), Kind.HTTPPROXY: (CSV, csv_rows)}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.data(), st.sampled_from([1, 33, 4096]), st.sampled_from([1, 100]))
def test_any_rows(kind, data, block_bytes, stretch):
    """Rows with any values, odd ones between them."""
    head, row = rows_of[kind]
    lines = data.draw(st.lists(st.tuples(st.one_of(row, row, row, odd_lines), ends), max_size=20))
    text = head + "\n" + "".join(line + end for line, end in lines)
    assert_same(kind, text.encode(), block_bytes=block_bytes, stretch=stretch)


@pytest.mark.parametrize("folder", ["iis-logs", "exchange-logs"])
def test_real_logs(corpora, folder):
    """Every log at hand."""
    told = 0
    for path in sorted(each for each in (corpora / folder).rglob("*") if each.suffix.lower() == ".log"):
        kind = Kind.IIS if folder == "iis-logs" else Kind.HTTPPROXY
        for stretch in (64, 1 << 16):
            told += assert_same(kind, path.read_bytes(), stretch=stretch)
    assert told


@both_kinds
def test_columns_of_a_block_that_is_gone(kind):
    """Who comes late is answered in another way."""
    data = whole(kind).encode()
    kept = [lines for lines in batches(kind, data, on=True) if hasattr(lines, "runs")]
    wanted = [lines for lines in batches(kind, data, on=False) if hasattr(lines, "runs")]

    def values(found):
        every = [run.values(tuple(range(len(run.names))), _all(run)) for lines in found for run in lines.runs]
        return [row for each in every for row in each]

    assert kept[-1].held.held is not None
    list(batches(kind, whole(kind, 20).encode(), on=True))
    assert kept[-1].held.held is None
    assert values(kept) == values(wanted)


def _all(run):
    return run.plain.nonzero()[0]


@both_kinds
def test_a_module_that_ends_is_not_asked_again(kind, monkeypatch):
    """A trap in the middle of a log: the rest is read in Python."""
    data = whole(kind, 400).encode()
    module = weblog.WebLog(sandbox.sandbox("weblog"))
    scan, calls = module.scan, []

    def trapped(text, shape):
        calls.append(len(text))
        if len(calls) == 2:
            module.lost = True
            raise regular.Trapped
        return scan(text, shape)

    monkeypatch.setattr(module, "scan", trapped)
    monkeypatch.setattr(log, "weblog", lambda size: module if sandbox.LEAST == 0 and not module.lost else None)
    assert assert_same(kind, data, block_bytes=9000) > 0
    assert len(calls) == 2


@example("9999-12-31", "23:59:59")
@example("2000-02-29", "00:00:00")
@given(
    st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]", fullmatch=True),
    st.from_regex(r"[0-2][0-9]:[0-6][0-9]:[0-6][0-9]", fullmatch=True),
)
@settings(max_examples=100, deadline=None)
def test_any_time(day, time):
    """Days that there are and others."""
    first = f"2021-03-03 00:00:00 ::1 GET / - 443 - ::1 - 200\r\n{day} {time} ::1 GET / - 443 - ::1 - 200\r\n"
    assert_same(Kind.IIS, (IIS + first * 3).encode(), stretch=1)
    second = PROXY + f"{day}T{time}.000Z,1,2,3,4,5,6,7\r\n" * 3
    assert_same(Kind.HTTPPROXY, second.encode(), stretch=1)
