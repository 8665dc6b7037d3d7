"""Year-long web logs of servers that are not Exchange, or stand before it: from files to a verdict."""

import gzip
import random
from datetime import UTC, datetime, timedelta

import pytest

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Standing, Verdict
from indicia.model.coverage import Span
from indicia.model.finding import Severity, Stage
from indicia.pipeline.hosts.other_logs import notes, other_logs
from indicia.pipeline.scan import Order, scan

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
SITE = "https://www.example.test"
START = datetime(2024, 1, 1, tzinfo=UTC)
PROBED = (
    "/wp-login.php", "/shell.php", "/cmd.php?cmd=id", "/.env", "/owa/auth/x.aspx", "/aspnet_client/shell.aspx",
    "/ecp/y.js",
    "/autodiscover/autodiscover.json?@foo.com/mapi/nspi/?&Email=autodiscover/autodiscover.json%3f@foo.com",
    "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php", "/owa/auth/Current/themes/resources/logon.css",
    "/ecp/default.aspx?__VIEWSTATEGENERATOR=B97B4E27&__VIEWSTATE=AAAA", "/c99.php?act=ls",
)  # fmt: skip


@pytest.fixture(scope="module")
def ruleset():
    """The built-in pack and analyses."""
    return load_ruleset(load_pack(), Sources(), Settings().limits)


class Site:
    """A log that grows request by request."""

    def __init__(self) -> None:
        self.lines = []
        self.dice = random.Random(4)

    def ask(self, when, client, method, path, status, agent=BROWSER, referer="-", size=612):
        request = f"{method} {path} HTTP/1.1"
        line = f'{client} - - [{when:%d/%b/%Y:%H:%M:%S +0000}] "{request}" {status} {size} "{referer}" "{agent}"'
        self.lines.append((when, line))

    def client(self):
        return f"{self.dice.randrange(11, 99)}.{self.dice.randrange(256)}.{self.dice.randrange(256)}.9"

    def blog(self, days=366):
        """WordPress with everything that comes by: readers, editors, crawlers, feeds, monitors, a shop's callback."""
        for day in range(days):
            at = START + timedelta(days=day, hours=1)
            for _ in range(8):
                self.ask(
                    at + timedelta(minutes=self.dice.randrange(1200)), self.client(), "GET", "/", 200, referer=SITE
                )
            for minute in range(0, 600, 60):
                self.ask(at + timedelta(minutes=minute), "198.51.100.9", "GET", "/", 200, "Monitor/1.0")
            editor = f"203.0.113.{self.dice.randrange(6)}"
            for number in range(self.dice.randrange(2, 12)):
                moment = at + timedelta(hours=8, seconds=15 * number)
                self.ask(moment, editor, "POST", "/wp-admin/admin-ajax.php", 200, referer=f"{SITE}/wp-admin/post.php")
            self.ask(at, "127.0.0.1", "POST", "/wp-cron.php?doing_wp_cron=1704067200.12", 200, "WordPress/6.4")
            self.ask(at, "8.29.198.27", "GET", "/feed/", 304, "Feedly/1.0")
            self.ask(at, "52.31.139.75", "POST", "/api/hook.php", 200, "Stripe/1.0")
            if day % 5 == 0:
                where = f"{SITE}/phpmyadmin/index.php"
                self.ask(at, "203.0.113.5", "POST", "/phpmyadmin/index.php?route=/sql&db=shop", 200, referer=where)
        return self

    def scanners(self, status, count=600):
        """Who looks for everything everywhere."""
        for number in range(count):
            method, path = self.dice.choice(("GET", "POST")), self.dice.choice(PROBED)
            moment = START + timedelta(hours=number * 14)
            self.ask(moment, f"185.220.101.{number % 7}", method, path, status(method), "python-requests/2.31.0")
        return self

    def exchange(self):
        """Mail clients of an Exchange server behind it."""
        for number in range(3000):
            path, status = self.dice.choice((
                ("/Microsoft-Server-ActiveSync?Cmd=Ping&User=a", 200), ("/mapi/emsmdb/?MailboxId=a@b.example", 401),
                ("/EWS/Exchange.asmx", 401), ("/EWS/Exchange.asmx", 200), ("/owa/auth/logon.aspx?url=x", 200),
            ))  # fmt: skip
            self.ask(START + timedelta(minutes=7 * number), self.client(), "POST", path, status)
        return self

    def text(self):
        return "".join(f"{line}\n" for _, line in sorted(self.lines))


@pytest.fixture
def verdict(tmp_path, ruleset):
    """Result of a scan of logs by their names."""

    def function(**logs):
        folder = tmp_path / "web"
        folder.mkdir()
        for name, text in logs.items():
            data = text.encode()
            (folder / name.replace("_", ".")).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
        return scan(Order(arguments=(folder,), settings=Settings()), Case.create(tmp_path / "case"), ruleset)

    return function


def refused(method):
    return 404


def catches_all(method):
    return 200 if method == "GET" else 405


@pytest.mark.parametrize("status", [refused, catches_all, lambda method: 200, lambda method: 301])
def test_nothing_is_called_broken_into(verdict, status):
    """A blog of a year with its scanners, also where the site answers everything with success."""
    result = verdict(access_log=Site().blog().scanners(status).text())
    (host,) = result.hosts
    assert host.verdict in (Verdict.PROBED, Verdict.CANNOT_TELL)
    assert host.stage <= Stage.PROBED
    assert not [item for item in result.findings if item.severity >= Severity.MEDIUM]
    assert {line.standing for line in host.coverage if line.source == "iis"} == {Standing.MISSING}
    assert not result.faults


def test_scanners_fill_no_list(verdict):
    """Each scanner is a client of its own: what a rule finds of hundreds stays a few findings, and none is left out."""
    site = Site()
    for number in range(300):
        address = "/autodiscover/autodiscover.json?@foo.com/mapi/nspi/?&Email=autodiscover/autodiscover.json%3f@foo.com"
        site.ask(START + timedelta(hours=number), f"185.220.{number // 200}.{number % 200}", "GET", address, 200)
    result = verdict(access_log=site.text())
    counts = {}
    for item in result.findings:
        counts.setdefault(item.title, []).append(item.count)
    assert counts
    assert all(len(each) <= 20 and sum(each) == 300 for each in counts.values() if len(each) > 1)
    (last, *_) = [item.summary for item in result.findings if item.count == 281]
    assert "(the first of 281 such records of 281 clients, put together here)" in last
    assert result.hosts[0].sentence.startswith("attempts from at least 69 addresses, none seen to succeed.")
    assert result.hosts[0].since == "first attempt 2024-01-01 00:00:00 UTC"


def test_a_web_shell_stands_out(verdict):
    """Commands to a page that nobody else asks for, in a rotated and packed log."""
    site = Site().blog().scanners(refused)
    for number in range(30):
        command = ("id", "whoami", "uname+-a", "cat+/etc/passwd", "netstat+-an")[number % 5]
        moment = START + timedelta(days=200, seconds=sum(range(5, 5 + number)))
        site.ask(moment, "194.5.6.7", "GET", f"/wp-content/uploads/img.php?cmd={command}", 200)
    result = verdict(access_log_1_gz=site.text())
    (found,) = [item for item in result.findings if item.severity >= Severity.MEDIUM]
    assert found.detector == "page-behaviour"
    assert found.objects == ("/wp-content/uploads/img.php",)
    assert found.clients == ("194.5.6.7",)
    assert result.hosts[0].verdict is Verdict.CANNOT_TELL
    assert "img.php" in result.hosts[0].sentence
    assert any("Web server log (NCSA)" in note for note in result.hosts[0].notes)
    assert result.hosts[0].next_steps[0].startswith("find out whether this is an Exchange server")


def broken_into(site):
    at = START + timedelta(days=9)
    page = "/autodiscover/autodiscover.json"
    forged = f"{page}?@foo.com/powershell/?X-Rps-CAT=A&Email={page[1:]}%3f@foo.com"
    site.ask(at, "194.5.6.7", "POST", forged, 200, "python-requests/2.25")
    for number in range(6):
        site.ask(at + timedelta(minutes=number + 1), "194.5.6.7", "POST", "/aspnet_client/k.aspx", 200, "x/1")
    return site


def test_what_stands_before_exchange_counts(verdict):
    """A log that asks for sign-ins as Exchange does shows what its answers mean; another does not."""
    result = verdict(access_log=broken_into(Site().exchange()).text())
    (host,) = result.hosts
    assert host.verdict is Verdict.IMPLANTED
    assert {line.standing for line in host.coverage if line.source == "iis"} == {Standing.MISSING}


def test_an_unknown_server_proves_nothing(verdict):
    """The same requests, answered by nobody knows whom."""
    result = verdict(access_log=broken_into(Site().blog(30)).text())
    assert result.hosts[0].stage <= Stage.PROBED
    assert any("may be anybody's" in item.summary for item in result.findings)


def test_what_is_said_of_them():
    """How many, from when to when, and where they are silent; of logs of the pack nothing."""
    hours = dict.fromkeys(("2024-01-01T00", "2024-01-05T03", "2024-01-05T09", "2024-01-09T00"), 1)
    first, last = START, START + timedelta(days=8)
    spans = [
        Span(source="Microsoft-Windows-Bits-Client/Operational", host=None, records=9, first=first, last=last),
        Span(source="Security", host=None, records=5, first=first, last=last),
        Span(source="ncsa", host=None, records=4, first=first, last=last, hours=hours),
        Span(source="iis_native", host=None, records=1, first=None, last=None),
        Span(source="iis", host=None, records=3, first=first, last=last),
    ]
    sources = {"ncsa": (2, 0), "iis_native": (1, 3), "iis_ncsa": (1, 1), **{span.source: (1, 0) for span in spans[:2]}}
    lines = other_logs(load_pack(), spans, {**sources, "iis": (1, 0)})
    assert [(line.name, line.records, line.files, line.damaged, line.standing.value) for line in lines] == [
        ("Web server log (NCSA)", 4, 2, 0, "searched"),
        ("IIS log in its own format", 1, 1, 3, "searched"),
        ("Microsoft-Windows-Bits-Client/Operational", 9, 1, 0, "searched"),
    ]
    assert notes(lines) == (
        "Web server log (NCSA): searched, but not the IIS request log of Exchange, so it covers nothing for that; "
        "no record from 2024-01-01 01:00 to 2024-01-05 03:00 and once more for over a day",
        "IIS log in its own format: searched, but not the IIS request log of Exchange, so it covers nothing for that",
    )
