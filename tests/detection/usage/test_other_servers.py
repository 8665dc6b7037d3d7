"""Logs of other servers than IIS are counted alike, and tell whether Exchange is behind them."""

import io

import pyarrow.parquet as pq
import pytest

from indicia.config import Limits
from indicia.detection.extracts import Extracts, extract_path
from indicia.detection.usage.counting import UsageStatistics
from indicia.detection.usage.in_front import EXTRACT, FrontsOfExchange, of_nobody
from indicia.evidence.readers import reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger


def evidence_of(data, kind=Kind.NCSA, path="web/access.log"):
    return Evidence(sha256="a" * 64, size=len(data), path=path, scope="s", kind=kind)


def left(folder, consumer, data, kind=Kind.NCSA, path="web/access.log"):
    """Where a consumer left its tables about a log."""
    evidence = evidence_of(data, kind, path)
    stem = folder / "reading"
    with Extracts(stem) as extracts:
        running = consumer.start(evidence, extracts)
        for batch in reader_of(kind)(
            io.BytesIO(data), evidence, Ledger(size=len(data), path=path, sha256="a" * 64), Limits()
        ):
            assert not list(running.feed(batch))
        running.close()
    return stem


def rows(stem, name):
    return pq.read_table(extract_path(stem, name)).to_pylist()


def line(client, request, status=200, tail=' "-" "x/1"', user="-"):
    return f'{client} - {user} [02/Mar/2021:10:00:00 +0100] "{request}" {status} 512{tail}\n'


def test_requests_are_counted_however_they_are_written(tmp_path):
    """By address, by name, behind a proxy of one's own, with escapes: each is a visit of its client."""
    text = "".join((
        line("198.51.100.7", "POST /a.php HTTP/1.1") * 3,
        line("198.51.100.7", r"GET /a.php?c=\x22id\x22 HTTP/1.1", tail=' "-" "x \\"y\\""'),
        line("pc.example", "GET /a.php HTTP/1.0", tail=' "http://www.example/" "x/1"'),
        line("10.0.0.9", "GET /a.php?x HTTP/1.1", tail=' "-" "x/1" "203.0.113.5"', user="frank"),
        line("198.51.100.7", "GET /style.css HTTP/1.1"),
        line("198.51.100.7", r"\x16\x03\x01", 400),
    ))  # fmt: skip
    stem = left(tmp_path, UsageStatistics(), text.encode())
    visits = {row["client"]: row for row in rows(stem, "usage-visits")}
    assert {client: (row["requests"], row["posts"], row["queries"]) for client, row in visits.items()} == {
        "198.51.100.7": (4, 3, 1),
        "pc.example": (1, 0, 0),
        "203.0.113.5": (1, 0, 1),
    }
    assert visits["pc.example"]["referers"] == visits["203.0.113.5"]["signed_in"] == 1
    (log,) = rows(stem, "usage-log")
    assert (log["requests"], log["scripts"], log["source"]) == (8, 6, "ncsa")


@pytest.mark.parametrize("client", ["198.51.100.7:{}", "[198.51.100.7]:{}", "203.0.113.{},198.51.100.7"])
def test_ports_and_lists_make_no_more_clients(tmp_path, client):
    """The address alone, or the last of several, is who asked."""
    text = "".join(line(client.format(number), "POST /a.php HTTP/1.1") for number in range(100, 120))
    (visit,) = rows(left(tmp_path, UsageStatistics(), text.encode()), "usage-visits")
    assert (visit["client"], visit["requests"]) == ("198.51.100.7", 20)


@pytest.mark.parametrize("kind", [Kind.NCSA, Kind.IIS_NCSA])
def test_the_common_format_has_no_referers(tmp_path, kind):
    """Which the table about the log says."""
    stem = left(tmp_path, UsageStatistics(), line("198.51.100.7", "POST /a.aspx HTTP/1.1", tail="").encode() * 9, kind)
    (log,) = rows(stem, "usage-log")
    assert (log["referers"], log["agents"], log["statuses"]) == (False, False, True)


def test_the_own_format_of_iis(tmp_path):
    """Requests without times."""
    text = "192.0.2.7, -, 3/2/21, 7:55:20, W3SVC1, EX01, 192.0.2.1, 45, 163, 3223, 200, 0, POST, /a.aspx, x=1,\n" * 5
    stem = left(tmp_path, UsageStatistics(), text.encode(), Kind.IIS_NATIVE)
    (visit,) = rows(stem, "usage-visits")
    assert (visit["stem"], visit["client"], visit["requests"], visit["posts"]) == ("/a.aspx", "192.0.2.7", 5, 5)
    assert (visit["sent"], visit["received"], visit["first"]) == (5 * 3223, 5 * 163, None)


ASKS = (
    line("198.51.100.7", "POST /EWS/Exchange.asmx HTTP/1.1", 401),
    line("198.51.100.7", "POST /mapi/emsmdb/?MailboxId=a HTTP/1.1", 401),
)
DOES_NOT = (
    line("198.51.100.7", "POST /EWS/Exchange.asmx HTTP/1.1", 200),
    line("198.51.100.7", "GET /mapi/emsmdb/ HTTP/1.1", 404),
    line("198.51.100.7", "GET /admin/ HTTP/1.1", 401),
)


@pytest.mark.parametrize(
    ("lines", "known"), [(ASKS, True), (ASKS[:1], False), (DOES_NOT, False), (ASKS[:1] + DOES_NOT, False)]
)
def test_who_asks_for_sign_ins_as_exchange_does(tmp_path, lines, known):
    """Under two of its applications; logs of one folder are those of one server."""
    data = "".join(lines).encode()
    stem = left(tmp_path, FrontsOfExchange(), data)
    tables = {EXTRACT: [path]} if (path := extract_path(stem, EXTRACT)).exists() else {}
    assert of_nobody(evidence_of(data), tables) is not known
    assert of_nobody(evidence_of(data, path="web/access.log.2"), tables) is not known
    assert of_nobody(evidence_of(data, path="other/access.log"), tables)
    assert not of_nobody(evidence_of(data, Kind.IIS), tables)
    assert FrontsOfExchange().start(evidence_of(data, Kind.IIS), Extracts(None)) is None
