"""Speed of the text log readers on one core: `pytest bench/bench_text_readers.py --benchmark-only`.

The number to compare between commits is MB/s of processor time (a reader runs on one core).
The logs are generated, 64 MB each, in the form of a busy front end.
"""

import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from indicia.config import Limits
from indicia.evidence.text.exchange.httpproxy_columns import COLUMNS
from indicia.evidence.text.exchange.reading import ExchangeForm
from indicia.evidence.text.families.form import Form
from indicia.evidence.text.logs.free_log import read_free_log
from indicia.evidence.text.logs.log import read_log
from indicia.evidence.text.web.iis import IisForm
from indicia.evidence.text.web.ncsa import NcsaForm
from indicia.model.evidence import Kind
from indicia.tables.batch import Ledger, Lines

SIZE = 64 * 10**6
pytestmark = pytest.mark.benchmark(timer=time.process_time)
FIELDS = (
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken"
)
AGENTS = (
    "Microsoft+Office/16.0+(Windows+NT+10.0;+Microsoft+Outlook+16.0.4266;+Pro)",
    "AMProbe/Local/ClientAccess",
    "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/88.0+Safari/537.36",
    "Apple-iPhone12C1/1801.5",
)
STEMS = (
    "/owa/",
    "/mapi/emsmdb/",
    "/EWS/Exchange.asmx",
    "/Microsoft-Server-ActiveSync/default.eas",
    "/ecp/default.aspx",
)
PROTOCOLS = ("Owa", "Mapi", "Ews", "Eas", "Ecp")


def moment(number: int) -> tuple[str, str]:
    second = number // 40
    return f"2021-03-{2 + second // 86400:02}", f"{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}"


def identifier(dice: random.Random) -> str:
    text = f"{dice.getrandbits(128):032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def iis_line(dice: random.Random, number: int) -> str:
    day, clock = moment(number)
    status = dice.choice(("200 0 0", "200 0 0", "401 2 5", "401 1 2148074254", "302 0 0"))
    return (
        f"{day} {clock} 10.0.0.5 {dice.choice(('GET', 'POST'))} {dice.choice(STEMS)} "
        f"&CorrelationID=<empty>;&cafeReqId={identifier(dice)}; {dice.choice((443, 444))} "
        f"CONTOSO\\user{dice.randrange(900)} 10.1.{dice.randrange(256)}.{dice.randrange(256)} "
        f"{dice.choice(AGENTS)} - {status} {dice.randrange(900)}"
    )


def proxy_line(dice: random.Random, number: int) -> str:
    day, clock = moment(number)
    kind = dice.randrange(len(STEMS))
    values = [""] * len(COLUMNS)
    values[:7] = [f"{day}T{clock}.{dice.randrange(1000):03}Z", identifier(dice), "15", "1", "2176", "2", ""]
    values[7:11] = [PROTOCOLS[kind], "mail.contoso.example", STEMS[kind], ""]
    agent = AGENTS[kind % 4].replace("+", " ").replace(",", " ")
    values[11:16] = ["Negotiate", "true", f"CONTOSO\\user{dice.randrange(900)}", "", f"MailboxGuid~{identifier(dice)}"]
    values[16:22] = [agent, f"10.1.0.{dice.randrange(256)}", "EX01", "200", "200", ""]
    values[22:28] = ["POST", "Proxy", "ex01.contoso.example", "15.01.2176.000", "IntraForest", "WindowsIdentity"]
    values[28] = f"Database~{identifier(dice)}~~2021-04-01T00:00:00"
    values[31:65] = [str(dice.randrange(40)) for _ in range(34)]
    values[67] = f"BeginRequest={values[0]};CorrelationID=<empty>;ProxyState-Run=None;FEAuth=BEVersion-1942063431;"
    values[67] += f"BeginGetResponse={values[0]};OnResponseReady={values[0]};SharedCacheGuard=0;EndRequest={values[0]};"
    values[73] = "CafeV1"
    return ",".join(values)


def build(path: Path, header: str, line: Callable[[random.Random, int], str], end: str) -> Path:
    """A log of SIZE bytes whose header comes again every 40,000 lines."""
    dice = random.Random(7)
    with path.open("w", newline="") as file:
        number = size = 0
        while size < SIZE:
            rows = [header] if number % 40_000 == 0 else []
            rows += [line(dice, number + more) for more in range(2_000)]
            number += 2_000
            size += file.write(end.join(rows) + end)
    return path


@pytest.fixture(scope="module")
def iis_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    header = f"#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Fields: {FIELDS}"
    return build(tmp_path_factory.mktemp("bench") / "u_ex210302.log", header, iis_line, "\r\n")


@pytest.fixture(scope="module")
def proxy_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    header = f"#Software: Microsoft Exchange Server\r\n#Log-type: HttpProxy Logs\r\n#Fields: {','.join(COLUMNS)}"
    return build(tmp_path_factory.mktemp("bench") / "HttpProxy_2021030200-1.LOG", header, proxy_line, "\r\n")


@pytest.fixture(scope="module")
def quoted_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def line(dice: random.Random, number: int) -> str:
        return ",".join(f'"{value}"' for value in proxy_line(dice, number).split(","))

    header = ",".join(f'"{name}"' for name in COLUMNS)
    return build(tmp_path_factory.mktemp("bench") / "exported.csv", header, line, "\r\n")


def combined_line(dice: random.Random, number: int) -> str:
    day, clock = moment(number)
    path = f"{dice.choice(STEMS)}?id={identifier(dice)}"
    client = f"10.1.{dice.randrange(256)}.{dice.randrange(256)}"
    agent = dice.choice(AGENTS).replace("+", " ")
    # One in a hundred lines is no plain one.
    request = r"\x16\x03\x01" if dice.randrange(100) == 0 else f"GET {path} HTTP/1.1"
    time = f"[{day[8:]}/Mar/2021:{clock} +0100]"
    return f'{client} - - {time} "{request}" 200 {dice.randrange(90_000)} "https://www.example/" "{agent}"'


@pytest.fixture(scope="module")
def combined_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("bench") / "access.log", "", combined_line, "\n")


def measure(
    benchmark: BenchmarkFixture, path: Path, form: Callable[[], Form], reader: Callable[..., Iterator[Lines]] = read_log
) -> None:
    size = path.stat().st_size

    def read() -> Ledger:
        ledger = Ledger(size=size, path=path.name, sha256="0" * 64)
        with path.open("rb") as stream:
            deque(reader(stream, ledger, Limits(), form()), maxlen=0)
        return ledger

    ledger = benchmark.pedantic(read, rounds=5, warmup_rounds=1)
    assert ledger.account().count > 10_000
    assert not ledger.faults
    benchmark.extra_info["MB/s"] = round(size / 1e6 / median(benchmark))
    benchmark.extra_info["records/s"] = round(ledger.count / median(benchmark))
    print(path.name, benchmark.extra_info)


def median(benchmark: BenchmarkFixture) -> float:
    """Seconds of one round."""
    assert benchmark.stats is not None
    return float(benchmark.stats["median"])


def test_iis(benchmark: BenchmarkFixture, iis_log: Path) -> None:
    """IIS: structure, byte account and coverage of every line; nothing decoded."""
    measure(benchmark, iis_log, lambda: IisForm("iis"))


def test_httpproxy(benchmark: BenchmarkFixture, proxy_log: Path) -> None:
    """HttpProxy: the same."""
    measure(benchmark, proxy_log, lambda: ExchangeForm(Kind.HTTPPROXY))


def test_httpproxy_quoted(benchmark: BenchmarkFixture, quoted_log: Path) -> None:
    """HttpProxy written again by a spreadsheet or shell, every value in quotes."""
    measure(benchmark, quoted_log, lambda: ExchangeForm(Kind.HTTPPROXY))


def test_decode_iis(benchmark: BenchmarkFixture, iis_log: Path) -> None:
    """Decoding: records per second for lines that a detector asked for."""
    ledger = Ledger(size=4_000_000, path=iis_log.name, sha256="0" * 64)
    with iis_log.open("rb") as stream:
        lines = next(iter(read_log(stream, ledger, Limits(), IisForm("iis"))))
    benchmark.pedantic(lambda: [lines.decode(number) for number in range(2_000)], rounds=5)
    benchmark.extra_info["records/s"] = round(2_000 / median(benchmark))
    print("decode", benchmark.extra_info)


def test_combined(benchmark: BenchmarkFixture, combined_log: Path) -> None:
    """NCSA combined: the same; one line in a hundred is taken apart by itself."""
    measure(benchmark, combined_log, lambda: NcsaForm("ncsa"), read_free_log)
