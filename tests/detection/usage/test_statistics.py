"""What is counted is what stands in the log: whole columns against one record after the other."""

import io
import random
from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.detection.usage import pages, samples, visits
from indicia.detection.usage.scripts import EXTENSIONS, Scripts
from indicia.detection.usage.standing import standing
from indicia.detection.usage.values import Values, lower
from indicia.evidence.text.logs.log import read_log
from indicia.evidence.text.web.iis import IisForm
from indicia.tables.batch import Ledger

from .conftest import FIELDS, Web

EASY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_INSIDE = (".aspx/", ".ashx/", ".asmx/", ".asp/", ".php/", ".jsp/", ".jspx/", ".cfm/", ".cfc/", ".cgi/", ".pl/")


def script(stem):
    """Name of the script in an address, lower case; null where there is none."""
    plain = stem.lower()
    found = [plain.find(part) + len(part) - 1 for part in _INSIDE if plain.find(part) >= 0]
    if found:
        return plain[: min(found)]
    return plain if plain.endswith(EXTENSIONS) else None


def records(data):
    """Every record of a log, decoded by itself."""
    ledger = Ledger(size=len(data), path="x", sha256="0" * 64)
    for batch in read_log(io.BytesIO(data), ledger, Limits(), IisForm("iis")):
        for number in range(len(batch.starts)):
            yield batch.decode(number)


def expected(data):
    """Pages and visits, counted one by one."""
    asked, used, everything = Counter(), defaultdict(Counter), Counter()
    for record in records(data):
        fields = record.fields
        client = str(fields.get("c-ip", "-"))
        everything[client] += 1
        stem = script(str(fields.get("url.path", "")))
        if stem is None:
            continue
        verb = str(fields.get("cs-method", ""))
        method = {"GET": "GET", "HEAD": "GET", "POST": "POST", "PUT": "POST"}.get(verb, "other")
        status = str(fields.get("sc-status", ""))
        kind = f"{status[0]}xx" if len(status) == 3 and status[0] in "12345" else "none"
        asked[stem, method, kind] += 1
        if kind in {"2xx", "5xx", "none"}:
            mine = used[stem, client]
            mine["requests"] += 1
            mine["posts"] += method == "POST"
            mine["ok"] += kind == "2xx"
            mine["referers"] += "cs-referer" in fields
            mine["queries"] += "url.query" in fields
            mine["signed_in"] += "cs-username" in fields
            mine["sent"] += int(str(fields.get("sc-bytes", 0)))
    return asked, used, everything


def counted(web, stem):
    """The same out of the extracts."""
    asked, used, others = Counter(), {}, {}
    for row in web.table(stem, "pages"):
        asked[row["stem"].lower(), row["method"], row["status"]] += row["requests"]
    names = ("requests", "posts", "ok", "referers", "queries", "signed_in", "sent")
    for row in web.table(stem, "visits"):
        used[row["stem"].lower(), row["client"]] = Counter({name: row[name] for name in names if row[name]})
        others[row["client"]] = row["others"] + row["requests"]
    return asked, used, others


stems = st.sampled_from([
    "/a.aspx", "/A.ASPX", "/b/c.php", "/x.css", "/", "/aspx", "/a.aspx/b.css", "/e.JSP/f.php/g", "/l.svc", "/.asp",
    "/q.pl", "/i.cgi?", "/long" * 30 + ".ashx", "/ä.aspx", "/a.aspxx", "/%41.aspx", "/x.dll", "/with+plus.cfm",
])  # fmt: skip
rows = st.tuples(
    st.sampled_from(["00:00:01", "00:00:02", "13:59:59", "99:99:99"]),
    st.sampled_from(["GET", "POST", "HEAD", "PUT", "PROPFIND", "get"]),
    stems,
    st.sampled_from(["-", "a=1", "cmd=x&y=2"]),
    st.sampled_from(["198.51.100.1", "198.51.100.2", "2001:db8::1:2:3:4:5"]),
    st.sampled_from(["200", "404", "500", "302", "-", "99", "abc"]),
    st.sampled_from(["-", "https://www.example.test/a.aspx"]),
    st.sampled_from(["-", "0", "1234567"]),
)
HEADS = (
    ("date", "time", "cs-method", "cs-uri-stem", "cs-uri-query", "c-ip", "sc-status", "cs(Referer)", "sc-bytes"),
    ("cs-uri-stem", "sc-status", "date", "c-ip", "time", "cs-method"),
    ("time", "c-ip", "cs-uri-stem"),
    ("date", "time", "cs-uri-stem", "sc-bytes", "cs-method", "cs(Referer)"),
    ("date", "time", "c-ip", "cs-method"),
)


def line(fields, row):
    names = ("time", "cs-method", "cs-uri-stem", "cs-uri-query", "c-ip", "sc-status", "cs(Referer)", "sc-bytes")
    values = dict(zip(names, row, strict=True)) | {"date": "2023-01-01"}
    return " ".join(values[name] for name in fields)


parts = st.lists(st.tuples(st.sampled_from(HEADS), st.lists(rows, max_size=8), st.booleans()), max_size=5)


@EASY
@given(parts, st.sampled_from([40, 200, 1 << 20]))
def test_columns_say_what_records_say(web, built, block):
    """Columns in any order, changing inside the log, missing ones, blanks inside addresses, in any blocks."""
    text = ""
    for fields, held, odd in built:
        text += f"#Fields: {' '.join(fields)}\n"
        for row in held:
            written = line(fields, row)
            text += (written.replace("/b/c.php", "/b c.php") if odd else written) + "\n"
    data = text.encode()
    if not data:
        return
    stem = web.log(data, block_bytes=block)
    asked, used, everything = expected(data)
    got_asked, got_used, got_others = counted(web, stem)
    assert got_asked == asked
    # A log without client addresses has pages and no visits.
    assert got_used == {key: +mine for key, mine in used.items() if key[1] != "-"}
    assert all(got_others[client] <= everything[client] for client in got_others)


def test_a_busy_log_counts_as_one_record_after_the_other(web):
    """Thousands of random requests, byte counts and gaps included."""
    rng = random.Random(7)
    for number in range(4000):
        web.ask(
            number * 3 + rng.randrange(3), f"198.51.100.{rng.randrange(10)}", rng.choice(("GET", "POST", "OPTIONS")),
            f"/p{rng.randrange(30)}.{rng.choice(('aspx', 'php', 'css'))}", rng.choice(("-", "id=5")),
            rng.choice((200, 200, 404, 500)), user=rng.choice(("-", "me")), referer=rng.choice(("-", "http://x/")),
        )  # fmt: skip
    data = web.text().encode()
    stem = web.log(data, block_bytes=5000)
    asked, used, everything = expected(data)
    got_asked, got_used, got_others = counted(web, stem)
    assert got_asked == asked
    assert got_used == {key: +mine for key, mine in used.items()}
    assert got_others == {client: everything[client] for client in got_others}


def test_gaps_hours_and_days(web):
    """Times of one visit: gaps by length, pauses, hours and days it was used in."""
    for at in (0, 1, 8, 60, 400, 4000, 4000, 90_000):
        web.ask(at, "198.51.100.1", "POST", "/a.aspx")
    (row,) = web.table(web.log(web.text().encode()), "visits")
    gaps = [row[name] for name in ("gap_1", "gap_10", "gap_60", "gap_600", "pauses")]
    assert (gaps, row["gap_sum"], row["hours"], row["days"]) == ([2, 1, 1, 1, 2], 400, 3, 2)


def test_a_log_without_dates_has_the_day_of_its_head(web):
    """Times of day are put behind the date that the log states."""
    data = b"#Date: 2023-05-06 00:00:00\n#Fields: time c-ip cs-method cs-uri-stem\n10:00:00 198.51.100.1 POST /a.asp\n"
    (row,) = web.table(web.log(data), "visits")
    assert row["first"] == row["last"] == 1683367200 * 10**6


def test_a_page_of_everybody_keeps_no_visits(web):
    """More clients than are told apart: the page is busy, and stays so."""
    for number in range(3 * (pages.BUSY + 1)):
        web.ask(number, f"198.51.100.{number}", "POST", "/a.aspx")
    web.ask(9999, "203.0.113.1", "POST", "/b.aspx")
    stem = web.log(web.text().encode(), block_bytes=2000)
    assert {row["client"] for row in web.table(stem, "visits")} == {"203.0.113.1"}
    assert {row["stem"]: row["busy"] for row in web.table(stem, "pages")} == {"/a.aspx": True, "/b.aspx": False}
    assert {row["client"] for row in web.table(stem, "samples")} == {"203.0.113.1"}


def test_refused_requests_make_no_page_busy(web):
    """A hundred scanners ask in vain for the page that one client uses."""
    for number in range(100):
        web.ask(number, f"198.51.100.{number}", "GET", "/s.aspx", status=404)
    web.ask(500, "203.0.113.1", "POST", "/s.aspx")
    (row,) = web.table(web.log(web.text().encode()), "visits")
    assert (row["client"], row["requests"]) == ("203.0.113.1", 1)


@pytest.mark.parametrize("what", ["pages", "visits"])
def test_too_many_are_counted_and_the_used_ones_stay(web, monkeypatch, what):
    """Beyond the bound the least used are forgotten with their number, and said; the page in use is kept."""
    monkeypatch.setattr(pages, "MOST_PAGES", 100)
    monkeypatch.setattr(visits, "MOST_VISITS", 100)
    total = 3000
    for number in range(total):
        stem = f"/n{number}.aspx" if what == "pages" else f"/n{number % 90}.aspx"
        web.ask(number, f"198.51.{number // 250}.{number % 250}", "GET", stem)
        if number % 10 == 0:
            web.ask(number, "203.0.113.1", "POST", "/used.aspx")
    stem = web.log(web.text().encode(), block_bytes=2000)
    row = next(row for row in web.table(stem, "visits") if row["stem"] == "/used.aspx")
    assert row["requests"] == row["posts"] == total // 10
    told = sum(row["requests"] for row in web.table(stem, "pages"))
    assert told + web.overflow.get("page-behaviour/pages", 0) == total + total // 10
    assert web.overflow[f"page-behaviour/{what}"] > 0


def test_a_scanner_does_not_fill_the_table(web, monkeypatch):
    """Pages that never answered are entered up to a bound; one that does answer always is, and nothing is uncounted."""
    monkeypatch.setattr(pages, "MOST_REFUSED", 50)
    for number in range(400):
        web.ask(number, "203.0.113.66", "GET", f"/n{number}.php", status=404)
    for number in range(400, 440):
        web.ask(number, "203.0.113.1", "POST", "/used.aspx", status=200 if number % 2 else 404)
    stem = web.log(web.text().encode(), block_bytes=1000)
    told = Counter()
    for row in web.table(stem, "pages"):
        told[row["stem"]] += row["requests"]
    assert 50 < len(told) < 80
    assert told["/used.aspx"] + web.overflow["page-behaviour/pages"] + sum(told.values()) - told["/used.aspx"] == 440
    assert told["/used.aspx"] >= 39


def test_samples_can_be_read_again(web):
    """Every request kept stands in the log at its place, and is found again."""
    for number in range(300):
        web.ask(number, "203.0.113.1", "POST", "/x.aspx", f"a={number % 40}")
    data = web.text().encode()
    stem = web.log(data)
    kept = web.table(stem, "samples")
    assert 0 < len(kept) <= samples.EACH
    for row in kept:
        assert data[row["place"] : row["place"] + row["length"]].decode() == row["raw"]
    keys = {(row["kind"], row["sha256"], row["place"], row["length"], row["raw"]) for row in kept}
    path = stem.with_name(f"{stem.name}-usage-samples.parquet")
    assert standing(path, {*keys, ("web_request", "0" * 64, 1, 2, "other")}) == keys


def test_two_copies_of_a_log_count_once(web):
    """A log collected twice, the first time before it was complete."""
    for number in range(50):
        web.ask(number, "203.0.113.1", "POST", "/x.aspx")
    data = web.text().encode()
    web.log(data)
    web.log(data[: len(data) // 2], "earlier.log")
    known = web.estate()
    (page,) = known.pages
    assert page.visits[0].requests == 50


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5),
            st.sampled_from(["198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4", "198.51.100.5"]),
            st.sampled_from(["GET", "POST"]),
            st.sampled_from(["/a.aspx", "/A.aspx", "/x/Ä.php", "/x/İ.PHP", "/x/ΑΣ.jsp", "/x/y/z.asp"]),
            st.sampled_from(["-", "q=1", "cmd=whoami"]),
            st.sampled_from([200, 302, 404, 500]),
        ),
        max_size=60,
    ),
    st.integers(1, 3),
)
@settings(max_examples=15, deadline=None)
def test_memory_and_database_join_alike(tmp_path_factory, requests, logs):
    """Whatever was asked for, in however many logs, copies of each other among them."""
    web = Web(tmp_path_factory.mktemp("web"))
    for number in range(logs):
        for at, client, method, stem, query, status in requests[number::logs] + requests[: 10 * number]:
            web.ask(3600 * number + at, client, method, stem, query, status)
        web.log(web.take().encode(), f"u_ex{number}.log")
    web.estate()


def test_hostile_values_stay_what_they_are(web):
    """Quotes, markup, control characters and broken UTF-8 in an address."""
    head = f"#Fields: {FIELDS}\n".encode()
    stem = b"/'\"<b>%s\x1b\xff;--.aspx"
    row = b"2023-01-01 00:00:01 192.0.2.1 POST %s a=1 443 - 203.0.113.1 - - 200 0 0 1\n"
    web.log(head + b"".join(row.replace(b"00:00:01", b"00:00:%02d" % number) % stem for number in range(30)))
    (page,) = web.estate().pages
    assert page.visits[0].requests == 30
    assert web.findings() is not None


def test_what_cannot_be_counted_is_said(web):
    """Requests without an address column are counted as such; nothing is left of them."""
    stem = web.log(b"#Fields: date time c-ip cs-method\n2023-01-01 00:00:01 198.51.100.1 GET\n")
    assert web.overflow == {"page-behaviour/unread": 1}
    assert web.table(stem, "log") == []


@given(st.lists(st.binary(min_size=0, max_size=40), min_size=1, max_size=20))
def test_equal_values_have_equal_numbers(built):
    """Numbers of values differ exactly as the values do; `fold` leaves only the case of ASCII letters out."""
    text = b" ".join(built)
    lengths = np.array([len(item) for item in built], dtype=np.int64)
    ends = np.cumsum(lengths + 1) - 1
    found = Values(text).hashes(ends - lengths, ends, 12345)
    folded = Values(text).hashes(ends - lengths, ends, 12345, fold=True)
    for one, first in enumerate(built):
        for other, second in enumerate(built):
            assert (found[one] == found[other]) == (first == second)
            assert (folded[one] == folded[other]) == (first.lower() == second.lower())
    words = np.frombuffer(text.ljust((len(text) + 7) // 8 * 8 or 8, b"\0"), dtype="<u8")
    assert lower(words).tobytes().rstrip(b"\0") == text.lower().rstrip(b"\0")


@given(st.lists(stems, min_size=1, max_size=12))
def test_scripts_are_told_by_their_names(built):
    """Extensions at the end and inside, in either case."""
    pieces = [item.encode() for item in built]
    text = b" ".join([b"", *pieces, b""])
    lengths = np.array([len(piece) for piece in pieces], dtype=np.int64)
    ends = np.cumsum(lengths + 1)
    values, scripts = Values(text), Scripts()
    chosen, names = scripts.choose(values, ends - lengths, ends, scripts.inside(text))
    got = {
        int(number): text[int((ends - lengths)[number]) : int(end)].decode().lower()
        for number, end in zip(chosen, names, strict=True)
    }
    assert got == {number: name for number, item in enumerate(built) if (name := script(item)) is not None}


@pytest.mark.parametrize("odd", [False, True])
def test_behind_a_load_balancer_visitors_are_told_apart(web, odd) -> None:
    """By what it says of them; a stranger's header, and a balancer that says nothing, count as who connected."""
    rows = [
        ("10.0.0.5", "198.51.100.7"),
        ("10.0.0.5", "198.51.100.7"),
        ("10.0.0.5", "192.0.2.77,+198.51.100.8"),
        ("10.0.0.5", "-"),
        ("203.0.113.1", "198.51.100.9"),
    ]
    lines = [
        f"2023-01-01 00:00:0{number} 192.0.2.1 POST /up/x.aspx - 443 - {client} agent - 200 0 0 15 {header}"
        for number, (client, header) in enumerate(rows)
    ]
    if odd:  # a tab makes each a record that is looked at by itself
        lines = [line.replace(" agent ", " agent\tx ") for line in lines]
    text = "\r\n".join([f"#Fields: {FIELDS} X-Forwarded-For", *lines, ""])
    visits = {row["client"]: row["requests"] for row in web.table(web.log(text.encode()), "visits")}
    assert visits == {"198.51.100.7": 2, "198.51.100.8": 1, "10.0.0.5": 1, "203.0.113.1": 1}
