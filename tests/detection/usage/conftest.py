"""Web logs written request by request, read by the real reader, counted, joined and judged."""

import hashlib
import io
from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from indicia.config import Limits
from indicia.detection.analyses.common.registry import HostView
from indicia.detection.analyses.use import page_behaviour
from indicia.detection.extracts import Extracts, extract_path
from indicia.detection.usage.counting import UsageStatistics
from indicia.detection.usage.estate import estate
from indicia.evidence.text.logs.log import read_log
from indicia.evidence.text.web.iis import IisForm
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

FIELDS = (
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken"
)
BROWSER = "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+Chrome/120.0+Safari/537.36"
SITE = "https://www.example.test"
START = datetime(2023, 1, 1, tzinfo=UTC)


class Web:
    """The web logs of one host."""

    def __init__(self, folder):
        self._folder = folder
        self._rows = []
        self._logs = []
        self.overflow = {}

    def ask(
        self, at, client, method, stem, query="-", status=200, agent=BROWSER, referer="-", user="-", taken=15
    ):  # fmt: skip
        """One request; `at` is a time or the seconds since the start."""
        moment = at if isinstance(at, datetime) else START + timedelta(seconds=at)
        row = (
            f"{moment:%Y-%m-%d %H:%M:%S} 192.0.2.1 {method} {stem} {query} 443 {user} {client} {agent} {referer} "
            f"{status} 0 0 {taken}"
        )
        self._rows.append((moment, len(self._rows), row))
        return self

    def people(self, days, pages=("/default.aspx", "/products.aspx", "/contact.aspx", "/login.aspx"), visitors=12):
        """An ordinary site: visitors with browsers, style sheets and images, every day."""
        for day in range(days):
            for visitor in range(visitors):
                at = START + timedelta(days=day, hours=8, minutes=visitor * 37 % 600, seconds=visitor)
                client = f"198.51.100.{(visitor * 7 + day) % 200 + 1}"
                for number, page in enumerate(pages):
                    came = f"{SITE}{pages[number - 1]}" if number else "https://search.example/"
                    self.ask(at + timedelta(seconds=20 * number), client, "GET", page, referer=came)
                    self.ask(at + timedelta(seconds=20 * number + 1), client, "GET", "/site.css", referer=SITE + page)
                    self.ask(at + timedelta(seconds=20 * number + 1), client, "GET", "/logo.png", referer=SITE + page)
        return self

    def text(self):
        """The rows in order of time, as one log."""
        return (
            "\r\n".join(
                ["#Software: Microsoft Internet Information Services 10.0", f"#Fields: {FIELDS}"]
                + [row for _, _, row in sorted(self._rows)]
            )
            + "\r\n"
        )

    def take(self):
        """The same, and nothing is left of them."""
        text, self._rows = self.text(), []
        return text

    def log(self, data, path="u_ex.log", block_bytes=1 << 20):
        """Read and count one log; the stem of its extracts."""
        digest = hashlib.sha256(data).hexdigest()
        evidence = Evidence(sha256=digest, size=len(data), path=path, scope="web", kind=Kind.IIS)
        ledger = Ledger(size=len(data), path=path, sha256=digest)
        stem = self._folder / f"{digest}-iis"
        with Extracts(stem) as extracts:
            counting = UsageStatistics().start(evidence, extracts)
            for batch in read_log(io.BytesIO(data), ledger, Limits(), IisForm("iis"), block_bytes):
                assert list(counting.feed(batch)) == []
            counting.close()
        self.overflow = dict(counting.overflow)
        self._logs.append((stem, extracts.names))
        return stem

    def table(self, stem, name):
        """Rows of one extract of a log; none where there is no such extract."""
        path = extract_path(stem, f"usage-{name}")
        return pq.read_table(path).to_pylist() if path.is_file() else []

    def extracts(self):
        """Everything counted so far, as a host's view names it."""
        if self._rows:
            self.log(self.text().encode())
            self._rows = []
        found = {}
        for stem, names in self._logs:
            for name in names:
                found.setdefault(name, {}).setdefault(extract_path(stem, name))
        return {name: list(paths) for name, paths in found.items()}

    def estate(self):
        """The logs joined: a database says the same as what is done in memory."""
        known = estate(self.extracts())
        assert estate(self.extracts(), few=0) == known
        return known

    def findings(self):
        """What the analysis says."""
        self.estate()
        view = HostView(host="web.example.test", picked={}, pack=load_pack(), newest=None, extracts=self.extracts())
        return list(page_behaviour.judge(view))


@pytest.fixture
def web(tmp_path):
    """A new host."""
    return Web(tmp_path)
