"""Web logs in the NCSA common and combined formats."""

import io
import random
from datetime import UTC, datetime

import pytest

from indicia.config import Limits
from indicia.evidence.identify import identify
from indicia.evidence.readers import parts_of_kind, reader_of
from indicia.evidence.text.raw import ranges
from indicia.evidence.text.web.ncsa import NcsaForm
from indicia.evidence.text.web.ncsa_line import are_addresses, unescaped
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

FRONT = "192.0.2.7 - - [10/Oct/2000:13:55:36 -0700]"
COMBINED = f'{FRONT} "GET /a/b.php?x=1 HTTP/1.1" 200 2326 "http://www.example/start" "Mozilla/5.0 (X11)"'
AT = datetime(2000, 10, 10, 20, 55, 36, tzinfo=UTC)


def fields(read, line, kind=Kind.NCSA):
    found = read(f"{line}\n".encode(), kind)
    assert not found.faults, found.faults
    return found.records[0].fields


def test_combined(read):
    """All fields under the names that rules and analyses use; the time by its zone."""
    found = read(COMBINED.encode() + b"\n", Kind.NCSA)
    (record,) = found.records
    assert record.time == AT
    assert (record.table, record.source, record.host) == ("web_request", "ncsa", None)
    assert record.fields == {
        "c-ip": "192.0.2.7",
        "cs-method": "GET",
        "url.path": "/a/b.php",
        "url.query": "x=1",
        "cs-uri-stem": ("/a/b.php",),
        "cs-uri-query": ("/a/b.php?x=1",),
        "cs-version": "HTTP/1.1",
        "sc-status": "200",
        "sc-bytes": "2326",
        "cs-referer": "http://www.example/start",
        "cs-user-agent": "Mozilla/5.0 (X11)",
    }
    assert (record.at.offset, record.at.length, record.at.line) == (0, len(COMBINED), 1)
    assert not found.notes


# fmt: off
REQUESTS = {
    "blanks": ("GET /a b c HTTP/1.0", {"cs-method": "GET", "url.path": "/a b c", "cs-version": "HTTP/1.0"}),
    "no version": ("GET /a", {"cs-method": "GET", "url.path": "/a", "cs-version": None}),
    "none": ("-", {"cs-method": None, "cs-request": None}),
    "whole address": (
        "GET http://other.example/x?y HTTP/1.1",
        {"url.path": "/x", "cs-host": "other.example", "cs-uri-query": ("/x?y", "http://other.example/x?y")},
    ),
    "whole address without path": (
        "GET http://other.example?u=/x HTTP/1.1", {"url.path": "/", "url.query": "u=/x", "cs-host": "other.example"}
    ),
    "no whole address": ("GET ${a:b://c/d} HTTP/1.1", {"url.path": "${a:b://c/d}", "cs-host": None}),
    "small letters": ("GET /a http/1.1", {"url.path": "/a", "cs-version": "http/1.1"}),
    "through": ("CONNECT mail.example:443 HTTP/1.1", {"cs-method": "CONNECT", "url.path": "mail.example:443"}),
    "star": ("OPTIONS * HTTP/1.0", {"url.path": "*"}),
    "handshake": (r"\x16\x03\x01\x02", {"cs-method": None, "cs-request": "\x16\x03\x01\x02", "url.path": None}),
    "quotes of Apache": (r"GET /?a=\"b\\ HTTP/1.1", {"url.query": '"b\\'.join(["a=", ""])}),
    "quotes of nginx": (r"GET /?a=\x22b\x5C HTTP/1.1", {"url.query": 'a="b\\'}),
    "letters": (r"GET /\xc3\xa9\xE9 HTTP/1.1", {"url.path": "/Ã©é"}),
    "not escaped": (r"GET /\x41\\x41 HTTP/1.1", {"url.path": r"/\x41\x41"}),
    "percent": ("GET /%2527.php HTTP/1.1", {"cs-uri-stem": ("/%2527.php", "/%27.php", "/'.php")}),
    "bare quote": ('GET /x"y HTTP/1.1', {"url.path": '/x"y'}),
}
# fmt: on


@pytest.mark.parametrize("tail", ["", ' "-" "-"', ' "-" "x" "-" 0.003'])
@pytest.mark.parametrize(("request_line", "expected"), REQUESTS.values(), ids=REQUESTS)
def test_requests(read, request_line, expected, tail):
    """Whatever stands where the request should."""
    found = fields(read, f'{FRONT} "{request_line}" 400 -{tail}')
    assert {name: found.get(name) for name in expected} == expected
    assert found["sc-status"] == "400"
    assert "sc-bytes" not in found


FRONTS = {
    "192.0.2.7 - -": {"c-ip": "192.0.2.7", "cs-username": None, "c-ident": None},
    "2001:db8::7 - frank": {"c-ip": "2001:db8::7", "cs-username": "frank"},
    "192.0.2.7 ident two words": {"cs-host": "192.0.2.7", "c-dns": "ident"},
    "192.0.2.7 - two words": {"c-ip": "192.0.2.7", "cs-username": "two words", "cs-host": None},
    '192.0.2.7 - ""': {"cs-username": None},
    "burger.letters.example - -": {"c-dns": "burger.letters.example", "c-ip": None},
    "www.example:443 192.0.2.7 - -": {"cs-host": "www.example", "s-port": "443", "c-ip": "192.0.2.7"},
    "www.example 192.0.2.7 - frank": {"cs-host": "www.example", "s-port": None, "cs-username": "frank"},
    "192.0.2.7:50123 - -": {"c-ip": "192.0.2.7", "c-port": "50123"},
    "[2001:db8::7]:50123 - -": {"c-ip": "2001:db8::7", "c-port": "50123"},
    "203.0.113.5, 10.0.0.1 - -": {"c-ip": "10.0.0.1", "x-forwarded-for": "203.0.113.5, 10.0.0.1"},
    "- - -": {"c-ip": None, "c-dns": None},
    "- 192.0.2.7 - -": {"c-ip": "192.0.2.7", "cs-host": None},
    "www.example 203.0.113.5, 192.0.2.8 - frank": {
        "cs-host": "www.example", "c-ip": "192.0.2.8", "x-forwarded-for": "203.0.113.5, 192.0.2.8",
        "cs-username": "frank",
    },
    "203.0.113.5, 192.0.2.8 10.0.0.1 - frank": {
        "c-ip": "10.0.0.1", "x-forwarded-for": "203.0.113.5, 192.0.2.8, 10.0.0.1", "cs-username": "frank",
        "c-ident": None,
    },
    r"192.0.2.7 - SITE\bob": {"cs-username": r"SITE\bob"},
    r"192.0.2.7 - SITE\\bob": {"cs-username": r"SITE\bob"},
    r"192.0.2.7 - SITE\x5Cbob\xc3\xa9": {"cs-username": "SITE\\bobé"},
}  # fmt: skip


@pytest.mark.parametrize(("front", "expected"), FRONTS.items(), ids=FRONTS)
def test_fronts(read, front, expected):
    """Who asked, which host, and as whom."""
    found = fields(read, f'{front} [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 5')
    assert {name: found.get(name) for name in expected} == expected


TAILS = {
    ' "-" "x" "198.51.100.7, 10.0.0.9" 0.123': {"x-forwarded-for": "198.51.100.7, 10.0.0.9", "extra-2": "0.123"},
    ' "-" "x"  "198.51.100.7"': {"x-forwarded-for": None, "extra-1": "198.51.100.7"},
    ' "-" "x" "-"': {"x-forwarded-for": None, "extra-1": None, "cs-user-agent": "x"},
    ' "-" "x" "www.example"': {"extra-1": "www.example"},
    ' "-" "x" 0.005 rt=1 "a b"': {"extra-1": "0.005", "extra-2": "rt=1", "extra-3": "a b"},
    " 1532": {"extra-1": "1532", "cs-user-agent": None},
    ' 0.5 "http://a/" "b"': {"extra-1": "0.5", "cs-referer": "http://a/", "cs-user-agent": "b"},
    r' "-" "x \"quoted\" y"': {"cs-user-agent": 'x "quoted" y'},
    ' "-" "x "bare" y"': {"cs-user-agent": 'x "bare" y'},
    ' "http://a/?q="b"" "x"': {"cs-referer": 'http://a/?q="b"', "cs-user-agent": "x"},
}


@pytest.mark.parametrize(("tail", "expected"), TAILS.items(), ids=TAILS)
def test_tails(read, tail, expected):
    """What administrators add is kept, what is known under its name."""
    found = fields(read, f'{FRONT} "GET / HTTP/1.1" 200 5{tail}')
    assert {name: found.get(name) for name in expected} == expected


def test_iis_escapes_nothing(read):
    """A backslash is one where IIS wrote it."""
    line = rf'{FRONT} "GET /a HTTP/1.1" 200 5 "-" "x\x22\\y"'
    assert fields(read, line, Kind.IIS_NCSA)["cs-user-agent"] == r"x\x22\\y"
    assert fields(read, line)["cs-user-agent"] == 'x"\\y'


STAMPS = {
    "10/Oct/2000:13:55:36 +0530": datetime(2000, 10, 10, 8, 25, 36, tzinfo=UTC),
    "31/Dec/2016:23:59:60 +0000": datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC),
    "1/Jan/2021:00:00:00 +0100": datetime(2020, 12, 31, 23, tzinfo=UTC),
    "10/Oct/2000:13:55:36.250 +0000": datetime(2000, 10, 10, 13, 55, 36, 250000, tzinfo=UTC),
    "2000-10-10T13:55:36+02:00": datetime(2000, 10, 10, 11, 55, 36, tzinfo=UTC),
    "10/Oct/2000:13:55:36": None,
    "2000-10-10T13:55:36": None,
    "10/OCT/2000:13:55:36 +0000": datetime(2000, 10, 10, 13, 55, 36, tzinfo=UTC),
    "29/Feb/2020:24:00:00 +0000": None,
    "10/Oct/2000:13:55:61 +0000": None,
    "31/Feb/2000:13:55:36 +0000": None,
    "10/Abc/2000:13:55:36 +0000": None,
    "10/Oct/2000:13:55:36 +0199": None,
}


@pytest.mark.parametrize(("stamp", "expected"), STAMPS.items(), ids=STAMPS)
def test_times(read, stamp, expected):
    """UTC by the zone; no time without one, and that is said."""
    found = read(f'192.0.2.7 - - [{stamp}] "GET / HTTP/1.1" 200 5\n'.encode(), Kind.NCSA)
    assert [record.time for record in found.records] == [expected]
    assert bool(found.notes) is (expected is None)
    zoneless = expected is None and not stamp.endswith(("+0000", "+0199"))
    assert any("no zone" in note for note in found.notes) is zoneless


def test_the_hour_that_comes_twice(read):
    """When clocks are set back times still follow each other, since each line says its zone."""
    lines = [
        f'192.0.2.7 - - [27/Oct/2024:{clock}] "GET / HTTP/1.1" 200 5'
        for clock in ("02:30:00 +0200", "02:59:59 +0200", "02:00:00 +0100", "02:30:00 +0100")
    ]
    times = [record.time for record in read("\n".join(lines).encode(), Kind.NCSA).records]
    assert times == sorted(times)
    assert (times[3] - times[0]).total_seconds() == 3600


def test_what_is_no_request_is_a_fault(read):
    """Its place is told, the lines around it are read; a torn last line is called so."""
    text = f"{COMBINED}\n#comment\n\n{COMBINED[:60]}\nx\n{COMBINED}\n{COMBINED[:100]}\n{COMBINED[:62]}"
    found = read(text.encode(), Kind.NCSA)
    assert len(found.records) == 3
    assert found.records[2].fields["extra-1"].startswith('"http://')
    assert found.notes == ["1 line: a quote is not closed"]
    assert [fault.at.line for fault in found.faults] == [2, 4, 5, 8]
    assert found.faults[-1].reason == "torn last line: no request of an NCSA log"


def test_damage(read):
    """Whatever happens to single bytes, all are accounted for, and untouched lines stay what they are."""
    dice = random.Random(7)
    lines = [
        COMBINED,
        COMBINED.replace("- -", "- frank", 1),
        f'{FRONT} "-" 408 -',
        f'www.example:80 {COMBINED} "-" 0.1',
    ]
    for _ in range(200):
        data = bytearray("\n".join(dice.choices(lines, k=12)).encode())
        for _ in range(dice.randrange(1, 9)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        found = read(bytes(data), Kind.NCSA, dice.choice([7, 100, 1 << 20]))
        assert len(found.records) + len(found.faults) >= 3


IDENTIFIED = {
    "common": (f'{FRONT} "GET / HTTP/1.0" 200 5\n' * 3, Kind.NCSA),
    "one line": (COMBINED, Kind.NCSA),
    "a torn line and garbage": (f"{COMBINED[30:]}\n" + f"{COMBINED}\n" * 6 + "\x00\x00x\n", Kind.NCSA),
    "old": ('burger.letters.example - - [01/Jul/1995:00:00:11 -0400] "GET /a" 304 0\n' * 4, Kind.NCSA),
    "quoted in a mail": (f"Hello,\nsee this:\n{COMBINED}\nGreetings\n", Kind.PLAIN),
    "a list with words before": (f"2021-03-02 host {COMBINED} seen\n" * 5 + "x\n" * 9, Kind.PLAIN),
    "log of errors": ("[Wed Oct 11 14:32:52 2000] [error] [client 192.0.2.7] client denied: /x\n" * 5, Kind.PLAIN),
    "system log": ("Mar  2 10:00:00 host sshd[12]: Accepted password for x from 192.0.2.7 port 5\n" * 5, Kind.PLAIN),
    "collected": (f"Mar  2 10:00:00 www httpd[12]: {COMBINED}\n" * 5, Kind.PLAIN),
    "of a container": (f"2021-03-02T10:00:00.1Z stdout F {COMBINED}\n" * 5, Kind.PLAIN),
    "transfers": (f'{FRONT} "RETR a.zip" 226 5\n{FRONT} "PASS (hidden)" 230 -\n' * 5, Kind.PLAIN),
    "client in brackets": (COMBINED.replace("192.0.2.7", "[2001:db8::7]:443") + "\n", Kind.NCSA),
    "torn like JSON": ('{x" "y"\n' + f"{COMBINED}\n" * 9, Kind.NCSA),
    "torn like XML": ('<a href=/x> y"\n' + f"{COMBINED}\n" * 9, Kind.NCSA),
    "other line ends inside": (COMBINED.replace("X11", "\u2028\x85\v\f\x1c\x1d") + "\n", Kind.NCSA),
    "table": ("192.0.2.7, -, GET, /x, 200, 0, 5, 7, 9, 1, 2, 3, 4, 5, 6,\n" * 5, Kind.PLAIN),
}


@pytest.mark.parametrize(("text", "kind"), IDENTIFIED.values(), ids=IDENTIFIED)
def test_identified(text, kind):
    """Told by what most lines are."""
    assert identify(text.encode(), "access.log") is kind


@pytest.mark.parametrize("name", ["u_nc210302.log", "nc210302.log", "NCSA12.LOG", "W3SVC1/u_nc21030214_x.log"])
def test_identified_as_written_by_iis(name):
    """Only the name tells."""
    assert identify(COMBINED.encode(), name) is Kind.IIS_NCSA
    assert identify(COMBINED.encode(), f"x{name[-9:]}") is Kind.NCSA


def test_ranges_say_what_the_whole_says(tmp_path, monkeypatch):
    """A large log is read in ranges: the same records, faults and spans."""
    monkeypatch.setattr(ranges, "WHOLE", 1000)
    monkeypatch.setattr(ranges, "PART", 1000)
    data = f'{COMBINED}\n{FRONT} "-" 408 -\r\nodd\n'.encode() * 40
    path = tmp_path / "access.log"
    path.write_bytes(data)
    evidence = Evidence(sha256="0" * 64, size=len(data), path="access.log", scope="s", kind=Kind.NCSA)

    def places(batches):
        return [lines.decode(row) for lines in batches for row in range(len(lines.starts))]

    whole = Ledger(size=len(data), path="access.log", sha256="0" * 64)
    expected = places(reader_of(Kind.NCSA)(io.BytesIO(data), evidence, whole, Limits()))
    parts = parts_of_kind(Kind.NCSA)
    assert parts.count(len(data)) > 2
    found, faults, count = [], [], 0
    with path.open("rb") as stream:
        for number in range(parts.count(len(data))):
            ledger = Ledger(size=len(data), path="access.log", sha256="0" * 64)
            found += places(parts.read(stream, evidence, ledger, Limits(), number))
            faults += ledger.all_faults()
            count += ledger.account().count
    assert found == expected
    assert count == len(expected) == 80
    assert tuple(faults) == whole.all_faults()


def test_long_lines_take_no_long(read):
    """What invites trying again and again is read in one go."""
    for filling in (" ", '"', "\\", ' "', "[", "a ", "::", '" 200 5'):
        line = f'{FRONT} "GET /{filling * (100_000 // len(filling))}" 200 5 {filling * 2000}'
        read(line.encode() + b"\n", Kind.NCSA)
        read((filling * 50_000 + COMBINED).encode() + b"\n", Kind.NCSA)


def test_small_things():
    """Escapes and addresses."""
    assert unescaped(r"\x4") == r"\x4"
    assert unescaped("\\") == "\\"
    assert are_addresses("unknown, 192.0.2.7")
    assert not are_addresses("unknown")
    assert not are_addresses("0.005")
    assert NcsaForm("ncsa").columns_of(NcsaForm("ncsa").layout, frozenset({"extra-1"})) is None


@pytest.mark.parametrize("name", ["MSFTPSVC1", "SMTPSVC1", "NNTPSVC1"])
def test_other_services_of_windows_write_the_same_format(name):
    """What is asked of them is no web request."""
    line = "192.0.2.7, -, 3/2/2021, 10:00:00, {}, WEB1, 10.0.0.1, 15, 300, 500, 200, 0, {}, /a, -,\n"
    assert identify(line.format("W3SVC1", "GET").encode() * 5, "in210302.log") is Kind.IIS_NATIVE
    assert identify(line.format(name, "[1]RETR").encode() * 5, "in210302.log") is Kind.PLAIN
    assert identify(line.format(name, "EHLO").encode() * 5, "in210302.log") is Kind.PLAIN


@pytest.mark.parametrize(
    "head",
    [
        "#Software: SGOS 6.5\n#Fields: date time c-ip cs-method cs-host cs-uri-path sc-status\n",
        "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status\n",
    ],
)
def test_w3c_logs_of_other_software(head):
    """Their headers are alike, but they are no log of IIS."""
    assert identify(f"{head}2021-03-02 10:00:00 192.0.2.7 GET www.example /a 200\n".encode(), "x.log") is Kind.PLAIN


def test_two_lines_in_one(read):
    """Where a line broke off without its end the next is part of it: that is said."""
    for line in (COMBINED * 2, COMBINED[:62] + COMBINED, COMBINED[:48] + COMBINED):
        found = read(f"{COMBINED}\n{line}\n".encode(), Kind.NCSA)
        assert len(found.records) == 2
        assert found.notes == ["1 line: another line begins within the line, and is no record of its own"]
    quoting = COMBINED.replace("Mozilla", f'{FRONT} "GET'.replace('"', '\\"'))
    assert not read(quoting.encode(), Kind.NCSA).notes
