"""Speed of the readers of web requests as rows, on one core: `pytest bench/bench_web_rows.py --benchmark-only`.

The numbers to compare between commits are rows and MB/s of processor time.
"""

import io
import json
import random
import time
from collections import deque
from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from indicia.config import Limits
from indicia.evidence.readers import reader_of
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger

ROWS = 20_000
pytestmark = pytest.mark.benchmark(timer=time.process_time)
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/88.0 Safari/537.36"


def asked() -> list[tuple[str, str, str]]:
    """Moment, client, path."""
    dice = random.Random(1)
    paths = ("/owa/", "/EWS/Exchange.asmx", "/owa/auth/logon.aspx", "/mapi/emsmdb/")
    return [
        (f"2021-03-02T{dice.randrange(24):02}:{dice.randrange(60):02}:{dice.randrange(60):02}Z",
         f"198.51.100.{dice.randrange(256)}", dice.choice(paths))
        for _ in range(ROWS)
    ]  # fmt: skip


def azure_csv() -> bytes:
    """W3CIISLog out of the portal."""
    names = "TimeGenerated [UTC],Computer,sSiteName,sIP,csMethod,csUriStem,csUriQuery,sPort,cIP,csUserAgent,scStatus"
    agent = AGENT.replace(" ", "+")
    rows = (f'{when},MX1,W3SVC1,192.0.2.1,POST,{path},a=b,443,{client},"{agent}",200' for when, client, path in asked())
    return "\r\n".join((names, *rows)).encode()


def elastic_json() -> bytes:
    """Elastic Common Schema, as Filebeat sends it."""
    return b"".join(
        json.dumps({
            "@timestamp": when, "agent": {"type": "filebeat"}, "event": {"dataset": "iis.access"},
            "source": {"address": client, "ip": client}, "url": {"original": f"{path}?a=b", "path": path},
            "http": {"request": {"method": "POST"}, "response": {"status_code": 200, "body": {"bytes": 5}}},
            "user_agent": {"original": AGENT}, "host": {"name": "MX1"}, "log": {"offset": 5},
        }).encode() + b"\n"
        for when, client, path in asked()
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "made"), [(Kind.WEB_CSV, azure_csv), (Kind.WEB_JSON, elastic_json)], ids=["azure", "elastic"]
)
def test_rows(benchmark: BenchmarkFixture, kind: Kind, made: Callable[[], bytes]) -> None:
    """Rows as platforms give them."""
    data = made()
    evidence = Evidence(sha256="0" * 64, size=len(data), path="x", scope="s", kind=kind)
    function = reader_of(kind)
    assert function is not None

    def read() -> int:
        ledger = Ledger(size=len(data), path="x", sha256="0" * 64)
        deque(function(io.BytesIO(data), evidence, ledger, Limits()), maxlen=0)
        return ledger.count

    assert benchmark.pedantic(read, rounds=3, iterations=1) == ROWS
    assert benchmark.stats is not None
    fastest = benchmark.stats.stats.min
    benchmark.extra_info["rows/s"] = round(ROWS / fastest)
    benchmark.extra_info["MB/s"] = round(len(data) / fastest / 1e6, 1)
