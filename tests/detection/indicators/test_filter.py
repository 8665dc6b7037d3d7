"""Filter, then decide, equals deciding every record; and what an indicator is seen in."""

import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.growth import assert_grows_with_length

from indicia.detection.indicators.loading import load_indicators
from indicia.model.evidence import Kind

from .conftest import iis, sightings, values_of

SHA256 = "8e90ed33c7ee82c0b64078ea36ec95f7420ba435c693b3b3dd728b494abf7dfc"
SHA1 = "40d3e0aa4d4961c184f4c3ae07fb63676357467e"
MD5 = "4ef04cba6bec2c3a164b9b755efbeb1c"
LIST = f"""
203.0.113.77
198.51.100.0/25
5.5.0.0/16
2001:db8:0:0::77
2001:db8:1::/48
yolkish.com
t.co
evil.co.uk
supp0rt.aspx
C:\\inetpub\\wwwroot\\aspnet_client\\bad.aspx
owa\\auth\\current\\one.aspx
Temp\\evil.exe
http://drop.rawfuns.com/a/b?x=1
http://203.0.113.99:8080/get
http://[2001:db8::99]/x
user@mail.badmail.org
python-requests/2.25.1
Mozilla/5.0 (Evil; like Gecko)
HKEY_LOCAL_MACHINE\\SOFTWARE\\Evil\\Run
{SHA256}
{SHA1}
{MD5}
"""
WORDS = [
    "203.0.113.77",
    "203.0.113.7",
    "1203.0.113.77",
    "203.0.113.77.5",
    "203.0.113.777",
    "198.51.100.9",
    "198.51.100.200",
    "5.5.9.1",
    "15.5.9.1",
    "2001:DB8::77",
    "2001:0db8:0000:0000:0000:0000:0000:0077",
    "[2001:db8::77]:443",
    "2001:db8:1:2::3",
    "::ffff:203.0.113.77",
    "::ffff:cb00:714d",
    "06:49:44",
    "yolkish.com",
    "a.Yolkish.COM",
    "notyolkish.com",
    "yolkish.com.evil.net",
    "t.co",
    "at.co",
    "x.evil.co.uk",
    "good.co.uk",
    "supp0rt.aspx",
    "SUPP0RT.ASPX",
    "xsupp0rt.aspx",
    "supp0rt.aspx.txt",
    "/aspnet_client/bad.aspx",
    "/x/aspnet_client/bad.aspx",
    "/bad.aspx",
    "\\inetpub\\wwwroot\\aspnet_client\\bad.aspx",
    "/owa/auth/current/one.aspx",
    "/auth/current/one.aspx",
    "c:\\Temp\\evil.exe",
    "cmd /c temp\\evil.exe",
    "xTemp\\evil.exe",
    "\\\\evil.exe",
    "https://drop.rawfuns.com/a/b?x=1",
    "drop.rawfuns.com/a/b",
    "drop.rawfuns.com/a/bc",
    "http://203.0.113.99:8080/get",
    "203.0.113.99:80/get",
    "http://[2001:db8::99]/x",
    "user@mail.badmail.org",
    "xuser@mail.badmail.org",
    "mail.badmail.org",
    "python-requests/2.25.1",
    "python-requests",
    "Mozilla/5.0+(Evil;+like+Gecko)",
    "Mozilla/5.0 (Evil; like Gecko)",
    "HKLM\\Software\\Evil\\Run\\x",
    SHA256,
    SHA256.upper(),
    SHA1,
    MD5,
    "a" + MD5,
    f"SHA1={SHA1},MD5={MD5.upper()},IMPHASH={MD5}",
    SHA256[:32],
    "\u212aolkish.com",
    "supp0rt\u212a.aspx",
    "éyolkish.com",
    "yol\u212aish.com",
    "\n",
    "\t",
    '"',
    "\\",
    "/",
    ",",
    ";",
    "%",
    "+",
    "&",
    "=",
    " ",
    "x",
    ".",
    "-",
    "",
    "\x01",
    "’",
]


@pytest.fixture(scope="module")
def indicators(tmp_path_factory):
    path = tmp_path_factory.mktemp("list") / "list.txt"
    path.write_text(LIST, "utf-8")
    found = load_indicators([path])
    assert not found.refused
    return found


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map("".join)
LEVELS = st.sampled_from((0, 1, 2, 3))


def percent(text: str, level: int) -> str:
    """Every byte that a log could not hold, and some others, as escapes; the more levels the deeper."""
    for _ in range(level):
        text = "".join(
            f"%{byte:02x}" if byte > 126 or chr(byte) in " %\\/.pb\n\t\x01" else chr(byte) for byte in text.encode()
        )
    return text


def plain(text: str) -> str:
    """Fit for a value of a log that parts values with blanks."""
    return "".join("+" if sign in " \n\t\x01" else sign for sign in text) or "-"


def agree(indicators, kind: Kind, data: bytes) -> None:
    """All ways to look give the same sightings."""
    whole = sightings(indicators, kind, data, prefilter=False)
    for options in ({"few": 1000}, {"few": 0}, {"few": 1000, "plain": True}):
        assert sightings(indicators, kind, data, **options) == whole


@settings(deadline=None)
@given(st.lists(st.tuples(texts, texts, texts, LEVELS), min_size=1, max_size=6))
def test_requests(indicators, rows) -> None:
    """Escapes of any depth, `+` for blanks, case."""
    lines = [
        f"/{plain(percent(a, level))} {plain(percent(b, level))} 192.0.2.9 {plain(a)} {plain(c)}"
        for a, b, c, level in rows
    ]
    agree(indicators, Kind.IIS, iis(*lines))


def event(fields: dict[str, str], *, ascii_only: bool) -> str:
    record = {"EventID": 1, "Channel": "Microsoft-Windows-Sysmon/Operational", "EventTime": "2021-03-03 06:49:44"}
    return json.dumps({**record, **fields}, ensure_ascii=ascii_only)


@settings(deadline=None)
@given(st.lists(st.tuples(texts, texts, st.booleans()), min_size=1, max_size=5), st.booleans())
def test_events(indicators, rows, slashes: bool) -> None:
    r"""Escapes of JSON, needed or not, hide nothing; `\n` before a name is no part of it."""
    lines = [event({"CommandLine": a, "Hashes": b}, ascii_only=ascii_only) for a, b, ascii_only in rows]
    text = "\n".join(lines) + "\n"
    agree(indicators, Kind.EVENTS_JSON, (text.replace("/", "\\/") if slashes else text).encode("utf-8", "replace"))


def test_escapes_before_a_token(indicators) -> None:
    """`%203.0.113.77` is an address as it stands and another one decoded; both ways to look see both."""
    rows = ["/%203.0.113.77 x=%2fyolkish.com 192.0.2.1", f"/ h=%20{MD5} 192.0.2.1", "/ u=%20203.0.113.77 192.0.2.1"]
    agree(indicators, Kind.IIS, iis(*rows))
    assert len(sightings(indicators, Kind.IIS, iis(*rows), few=0)) == 4
    agree(indicators, Kind.EVENTS_JSON, event({"a": "%203.0.113.77"}, ascii_only=True).encode() + b"\n")


@settings(deadline=None)
@given(st.lists(st.tuples(texts, texts, LEVELS), min_size=1, max_size=6))
def test_exchange_logs(indicators, rows) -> None:
    """Quoted values and escapes."""
    lines = ["#Software: Microsoft Exchange Server", "#Log-type: HttpProxy Logs", "#Fields: DateTime,UrlStem,UserAgent"]
    for a, b, level in rows:
        quoted = b.replace('"', '""').replace("\n", " ")
        lines.append(
            f'2021-03-03T06:49:44.000Z,{plain(percent(a, level)).replace(",", " ").replace(chr(34), "")},"{quoted}"'
        )
    agree(indicators, Kind.HTTPPROXY, "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n")


SEEN = [
    ("/ - 203.0.113.77", {"203.0.113.77"}),
    ("/ - 203.0.113.7", set()),
    ("/ - 198.51.100.9", {"198.51.100.0/25"}),
    ("/ - 198.51.100.200", set()),
    ("/ - 2001:db8::77", {"2001:db8::77"}),
    ("/ - 2001:db8:1:2::3", {"2001:db8:1::/48"}),
    ("/ - 192.0.2.1 - https://a.yolkish.com/x", {"yolkish.com"}),
    ("/ - 192.0.2.1 - https://notyolkish.com/x", set()),
    ("/aspnet_client/bad.aspx - 192.0.2.1", {r"inetpub\wwwroot\aspnet_client\bad.aspx"}),
    ("/aspnet_client%2fbad%2easpx - 192.0.2.1", {r"inetpub\wwwroot\aspnet_client\bad.aspx"}),
    ("/aspnet_client%252fbad%252easpx - 192.0.2.1", {r"inetpub\wwwroot\aspnet_client\bad.aspx"}),
    ("/bad.aspx - 192.0.2.1", set()),
    ("/SUPP0RT.aspx - 192.0.2.1", {"supp0rt.aspx"}),
    ("/ u=http%3A%2F%2Fdrop.rawfuns.com%2Fa%2Fb%3Fx%3D1 192.0.2.1", {"drop.rawfuns.com/a/b?x=1"}),
    ("/ u=http://drop.rawfuns.com/a/b 192.0.2.1", set()),
    ("/ to=user%40mail.badmail.org 192.0.2.1", {"user@mail.badmail.org"}),
    ("/ - 192.0.2.1 python-requests/2.25.1", {r"python-requests\2.25.1"}),
    ("/ - 192.0.2.1 Mozilla/5.0+(Evil;+like+Gecko)", {r"mozilla\5.0 (evil; like gecko)"}),
    (f"/ h={SHA256.upper()} 192.0.2.1", {SHA256}),
    (f"/ h=a{SHA256} 192.0.2.1", set()),
]


@pytest.mark.parametrize(("row", "values"), SEEN, ids=[row for row, _ in SEEN])
def test_what_is_seen_in_a_request(indicators, row: str, values: set[str]) -> None:
    """The value, all of it, and nothing that only looks like it."""
    found = sightings(indicators, Kind.IIS, iis(row))
    assert values_of(found, indicators) == values


def test_hashes_of_sysmon(indicators) -> None:
    """`Hashes` is taken apart; an import hash is no hash of a file."""
    data = event({"Hashes": f"SHA1={SHA1},IMPHASH={MD5}", "Image": r"C:\x\a.exe"}, ascii_only=True).encode() + b"\n"
    found = sightings(indicators, Kind.EVENTS_JSON, data)
    assert values_of(found, indicators) == {SHA1}
    assert found[0].matched == ("Hashes",)


def test_false_positives_of_an_entry(load) -> None:
    """A value that its expression matches is not seen."""
    found = load("value,fp\nyolkish.com,^https://good\\.\n", "a.csv")
    seen = sightings(
        found, Kind.IIS, iis("/ - 192.0.2.1 - https://good.yolkish.com/", "/ - 192.0.2.1 - https://yolkish.com/")
    )
    assert [item.record.fields["cs-referer"] for item in seen] == [("https://yolkish.com/",)]


def test_what_is_kept_is_bounded(indicators) -> None:
    """Beyond the limit sightings are counted."""
    from indicia.detection.extracts import Extracts
    from indicia.detection.indicators.logs import IndicatorLogs

    from .conftest import batches, evidence

    data = iis(*["/supp0rt.aspx - 192.0.2.1"] * 50)
    begun = IndicatorLogs(indicators, limit=10).start(evidence(Kind.IIS, data), Extracts(None))
    assert begun is not None
    kept = [item for batch in batches(Kind.IIS, data) for item in begun.feed(batch)]
    begun.close()
    assert len(kept) + sum(begun.overflow.values()) == 50
    assert len(kept) < 50


def test_no_indicators_no_pass(load) -> None:
    """Nothing is looked at for nothing."""
    assert sightings(load("10.0.0.1"), Kind.IIS, iis("/ - 10.0.0.1")) == []


def test_recordings(corpora) -> None:
    """Indicators taken from recordings are found, and all ways agree."""
    log = corpora / "iis-logs" / "evtx-attack-samples" / "Tunna_rdp_tunnel_IIS.log"
    found = load_list(corpora, "conn.aspx\n10.0.2.17 # insist\n")
    data = log.read_bytes()[:60_000]
    data = data[: data.rindex(b"\n") + 1]
    whole = sightings(found, Kind.IIS, data, prefilter=False)
    assert whole
    assert sightings(found, Kind.IIS, data) == whole == sightings(found, Kind.IIS, data, few=0)


def test_recorded_events(corpora, tmp_path) -> None:
    """The recording of ProxyLogon: hashes and names of its processes."""
    archive = corpora / "otrf" / "datasets/atomic/windows/persistence/host/proxylogon_ssrf_rce_poc.zip"
    with zipfile.ZipFile(archive) as opened:
        lines = opened.read(opened.namelist()[0]).splitlines(keepends=True)[:1500]
    data = b"".join(lines)
    path = tmp_path / "list.txt"
    path.write_text("w3wp.exe # insist\npowershell.exe # insist\nSystem32\\cmd.exe # insist\n", "utf-8")
    found = load_indicators([path])
    whole = sightings(found, Kind.EVENTS_JSON, data, prefilter=False)
    assert whole
    assert sightings(found, Kind.EVENTS_JSON, data) == whole == sightings(found, Kind.EVENTS_JSON, data, few=0)


def load_list(folder, text: str):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "list.txt"
        path.write_text(text, "utf-8")
        return load_indicators([path])


HOSTILE = [
    ("", "a", " @"),
    ("", ":", "g"),
    ("\\", "a.aspx ", ""),
    ("", "a.b/", ""),
    ("", "1.", ""),
    ("", ".", ""),
    ("", "0123456789abcdef", ""),
    ("", "\\a", ".aspx"),
]
"""What stands once, what is repeated, what ends it."""


@pytest.mark.parametrize(("first", "unit", "last"), HOSTILE, ids=["".join(value) for value in HOSTILE])
def test_hostile_values_take_no_longer_than_others(indicators, first: str, unit: str, last: str) -> None:
    """Nothing takes square time on a long value: the worst of these would take hours."""

    def look(size: int) -> None:
        value = first + unit * (size // len(unit)) + last
        data = event({"CommandLine": value}, ascii_only=True).encode() + b"\n"
        sightings(indicators, Kind.EVENTS_JSON, data, prefilter=False)
        sightings(indicators, Kind.EVENTS_JSON, data, few=0)

    assert_grows_with_length(look, 200_000)


ESCAPES = ("", r"\n", r"\t", r"\xe9", r"\x22", r"\"", r"\\\\", r"\xc3\xa9", r"\x41", "%0a", "%5C", "x", ".")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4), LEVELS)
def test_web_rows(indicators, pieces, level):
    """In rows of log platforms, in columns and beside them, as without the filter."""
    row = {"cIP": "192.0.2.7", "csMethod": "GET", "scStatus": 200}
    rows = [
        json.dumps({**row, "csUriStem": f"/{percent(text, level)}", "csUserAgent": other, "note": [text, other]})
        for text, other in pieces
    ]
    data = "\n".join(rows).encode()
    whole = sightings(indicators, Kind.WEB_JSON, data, prefilter=False)
    assert sightings(indicators, Kind.WEB_JSON, data) == whole == sightings(indicators, Kind.WEB_JSON, data, few=0)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(texts, st.sampled_from(ESCAPES), st.sampled_from(ESCAPES)), min_size=1, max_size=4), LEVELS)
def test_ncsa_lines(indicators, pieces, level):
    """In quoted values and what is escaped there, with few indicators and with many, as without the filter."""
    lines = []
    for text, before, behind in pieces:
        value = percent(text, level).replace("\n", r"\n").replace('"', r"\"").replace("\r", "")
        value = f"{before}{value}{behind}"
        lines.append(f'192.0.2.7 - - [02/Mar/2021:10:00:00 +0000] "GET /{value} HTTP/1.1" 200 5 "-" "{value}" {value}')
    data = "\n".join(lines).encode()
    whole = sightings(indicators, Kind.NCSA, data, prefilter=False)
    assert sightings(indicators, Kind.NCSA, data) == whole == sightings(indicators, Kind.NCSA, data, few=0)
