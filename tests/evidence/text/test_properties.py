"""Nothing is lost, nothing comes twice, and the size of the blocks does not show."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.evidence.text.conftest import FREE

from indicia.config import Limits
from indicia.model.evidence import Kind

EASY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LIMITS = Limits(line_bytes=300, faults_per_file=10)
W3C = "#Fields: date time s-computername s-port cs-uri-stem cs-username"
W3C_OTHER = "#Fields: time s-port cs(Cookie)"
CSV = "#Fields: DateTime,ServerHostName,Protocol,UrlStem"
ECP = "#Fields: TimeStamp,ServerName,EventId,EventData"

blocks = st.sampled_from([1, 2, 3, 10, 33, 100, 4096])
ends = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\0" * 8 + "\n", "\n" + "\0" * 20, "\0\n", "\0" * 9])
stamps = st.datetimes(timezones=st.just(UTC)).map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06}Z")
texts = st.text(st.sampled_from("aZ0/%+-\\é€'=;"), min_size=1, max_size=12)
hosts = st.sampled_from(["EX01", "EX02", "-", "server-with-a-long-name"])
w3c_rows = st.builds(
    lambda stamp, *values: " ".join([stamp[:10], stamp[11:19], *values]),
    stamps, hosts, st.sampled_from(["443", "80", "-", "444"]), texts, texts,
)  # fmt: skip
csv_values = st.one_of(texts, st.text(st.sampled_from('a,"\n\r é'), max_size=12))
csv_rows = st.builds(
    lambda stamp, host, protocol, value, quoting: ",".join(
        quoting(text) for text in (stamp, host, protocol, value)
    ),
    stamps, hosts, st.sampled_from(["Ecp", "Owa", "PushNotifications"]), csv_values,
    st.sampled_from([
        lambda text: '"' + text.replace('"', '""') + '"',
        lambda text: text if not set(text) & set('",\r\n') else '"' + text.replace('"', '""') + '"',
    ]),
)  # fmt: skip
free_rows = st.builds(
    lambda client, moment, zone, request, tail: (
        f'{client} - - [{moment:%d/%b/%Y:%H:%M:%S} {zone}] "{request}" 200 5{tail}'
    ),
    st.sampled_from(["192.0.2.7", "host.example", "-", "www.example:443 192.0.2.7", "2001:db8::1", "a, b"]),
    st.datetimes(
        datetime(1994, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    st.sampled_from(["+0000", "-0700", "+0530", "+9999"]),
    st.one_of(texts.map("GET /{} HTTP/1.1".format), texts, st.just("-"), st.just(r"\x16\x03\x01 \"x")),
    st.sampled_from(["", ' "-" "agent"', ' "http://x/" "a \\"b\\" c" "198.51.100.7" 0.1', ' "-" "a', " 12"]),
)
native_rows = st.builds(
    "192.0.2.7, -, 3/2/21, 7:55:20, W3SVC1, {}, 192.0.2.1, 45, 163, 3223, 200, 0, GET, /{}, {},".format,
    hosts, texts, texts,
)  # fmt: skip
odd_lines = st.one_of(
    st.sampled_from([
        "", " ", "#", "# a comment", "#Date: 2021-03-03 00:00:00", "#Fields:", W3C, W3C_OTHER, CSV, ECP, CSV[9:],
        "\ufeff", "a\0b", 'x,"', '"', "DateTime,x", "date time c-ip", "y" * 400, "23:59:59 443 a", "00:00:01 80 b",
        "2021-03-03 00:00:00  a b c d", " ", "é", "#Time Format: Local",
    ]),
    st.text(max_size=20),
    w3c_rows.map(lambda row: row[:-5]), csv_rows.map(lambda row: row[:-5]),
)  # fmt: skip
logs = st.lists(st.tuples(st.one_of(w3c_rows, csv_rows, free_rows, native_rows, odd_lines), ends), max_size=25).map(
    lambda lines: "".join(line + end for line, end in lines)
)
kinds = st.sampled_from(
    [Kind.NCSA, Kind.IIS_NCSA, Kind.IIS_NATIVE, Kind.IIS, Kind.HTTPPROXY, Kind.ECP_SERVER, Kind.OABGEN, Kind.RPS_CMDLET]
)
codecs = st.sampled_from(["utf-8", "utf-16-le", "utf-16"])


def summary(found):
    return (found.records, found.faults, found.account, found.spans, found.notes)


@EASY
@given(st.lists(w3c_rows, min_size=1, max_size=30), st.sampled_from(["\n", "\r\n", "\r"]), blocks)
def test_each_iis_line_once(read, rows, end, block_bytes):
    """Whole lines come out once each, in order, whatever is in them."""
    data = end.join([W3C, *rows, ""]).encode()
    found = read(data, block_bytes=block_bytes)
    assert [record.raw for record in found.records] == rows
    assert not found.faults
    assert found.account.framing == len(data) - sum(len(row.encode()) for row in rows)


@EASY
@given(st.lists(csv_rows, min_size=1, max_size=30), st.sampled_from(["\n", "\r\n"]), blocks)
def test_each_csv_row_once(read, rows, end, block_bytes):
    """CSV rows come out once each, in order, with line ends and quotes in their values."""
    data = end.join([CSV, *rows, ""]).encode()
    found = read(data, Kind.HTTPPROXY, block_bytes)
    assert [record.raw for record in found.records] == rows
    assert not found.faults


@EASY
@given(st.lists(free_rows, min_size=1, max_size=30), st.sampled_from(["\n", "\r\n"]), blocks)
def test_each_request_once(read, rows, end, block_bytes):
    """Lines of NCSA logs come out once each, in order, whatever stands in their quotes."""
    data = end.join([*rows, ""]).encode()
    found = read(data, Kind.NCSA, block_bytes)
    assert [record.raw for record in found.records] == rows
    assert not found.faults


@settings(EASY, max_examples=300)
@given(logs, kinds, codecs, blocks)
@example('#Fields: DateTime,a\n2021-01-01T00:00:00Z,"x\n\n\0\0\0\0\0\0\0\0\0y"\n', Kind.RPS_CMDLET, "utf-8", 1)
@example("UrlStem,DateTime\n" + "#Fields: UrlStem,DateTime\nUrlStem,DateTime\n" * 2, Kind.HTTPPROXY, "utf-8", 1)
@example('2021-01-01T00:00:00Z,a,b,c\n2021-01-01T00:00:00Z,a,b,"c\nTIME\nx"\n', Kind.ECP_SERVER, "utf-8", 1)
def test_block_size_does_not_show(read, text, kind, codec, block_bytes):
    """Records, faults, bytes, coverage and notes are the same for blocks of any size."""
    data = text.encode(codec, "surrogatepass")
    whole = read(data, kind, 1 << 20, LIMITS)
    assert summary(read(data, kind, block_bytes, LIMITS)) == summary(whole)


@settings(EASY, max_examples=300)
@given(logs, kinds, codecs)
def test_framing_is_nothing_else(read, text, kind, codec):
    """What is neither record nor fault is line ends, NULs, marks, blank lines, `#` lines and header rows."""
    data = text.encode(codec)
    found = read(data, kind, limits=LIMITS)
    wide = "16" in codec
    covered = bytearray(data)
    for place in [*(r.at for r in found.records), *(f.at for f in found.faults if f.at)]:
        assert 0 not in covered[place.offset : place.offset + place.length] or wide or b"\0" in data
        covered[place.offset : place.offset + place.length] = b"\n" * place.length
    if not wide and not found.faults[10:]:
        for line in covered.replace(b"\0", b"\n").replace(b"\r", b"\n").replace(b"\xef\xbb\xbf", b"").split(b"\n"):
            header = line.replace(b'"', b"").lower().startswith((b"date", b"time"))
            # Blank is what is blank as text, some control characters too.
            shown = line.decode("utf-8", "replace").strip()
            assert not shown or ((shown.startswith("#") or header) and kind not in FREE)


@settings(EASY, max_examples=300)
@given(logs, kinds)
def test_coverage_is_that_of_the_records(read, text, kind):
    """Spans found for whole blocks are those that one gets from the decoded records."""
    found = read(text.encode(), kind)
    column = {Kind.IIS: "s-port", Kind.HTTPPROXY: "Protocol"}.get(kind)
    groups: dict = {}
    for record in found.records:
        fields = {name.lower(): value for name, value in record.fields.items()}
        part = fields.get(column.lower()) if column else None
        # Parts are told apart by the first bytes of their name.
        name = part.encode()[:64].decode("utf-8", "replace") if isinstance(part, str) else part
        groups.setdefault((record.host, name), []).append(record)
    assert len(groups) == len(found.spans)
    for span in found.spans:
        part = next(iter(span.parts), None)
        records = groups[span.host, part]
        times = [record.time for record in records if record.time]
        assert span.records == len(records)
        assert span.parts == ({} if part is None else {part: len(records)})
        assert (span.first, span.last) == ((min(times), max(times)) if times else (None, None))
        assert span.hours == Counter(time.isoformat()[:13] for time in times)


@settings(EASY, max_examples=300)
@given(st.binary(max_size=400), kinds, blocks)
def test_any_bytes(read, data, kind, block_bytes):
    """Any bytes are read without an error, the account balances, and block size does not show."""
    assert summary(read(data, kind, block_bytes, LIMITS)) == summary(read(data, kind, 1 << 20, LIMITS))


@pytest.mark.parametrize("kind", [Kind.IIS, Kind.HTTPPROXY, Kind.ECP_SERVER, Kind.OABGEN])
@settings(EASY, max_examples=100)
@given(data=st.data())
def test_bytes_after_header(read, kind, data):
    """The same for any bytes behind a header and with single bytes of a good log changed."""
    head = {Kind.IIS: W3C, Kind.ECP_SERVER: ECP}.get(kind, CSV).encode() + b"\r\n"
    alphabet = st.sampled_from([b" ", b",", b'"', b"\n", b"\r", b"\0", b"#", b"2021-03-03", b"x", b"\xff", bytes(9)])
    tail = b"".join(data.draw(st.lists(alphabet, max_size=80)))
    size = data.draw(blocks)
    assert summary(read(head + tail, kind, size, LIMITS)) == summary(read(head + tail, kind, 1 << 20, LIMITS))


def test_tiny_blocks_on_recordings(corpora, read):
    """The recordings read the same in blocks of a few bytes."""
    for path in sorted((corpora / "iis-logs/plaso").glob("*.log")):
        data = path.read_bytes()
        assert summary(read(data, block_bytes=17)) == summary(read(data))
