"""Gigabytes of realistic IIS and HttpProxy logs with a planted, known attack.

    python -m bench.generate --iis 1GB --httpproxy 1GB --out DIR [--seed N]

Rows come from the demonstration's traffic once; blocks of them are repeated with times and request ids rewritten in
place by numpy, so that a gigabyte takes seconds.  `DIR/truth.json` says which lines were planted, and where.
All content is invented and inert.
"""

import argparse
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indicia.demo import Server, Story, invent
from indicia.demo import httpproxy_rows as proxy
from indicia.demo import iis_rows as iis
from indicia.demo.estate import Estate, estate
from indicia.demo.happening import Request
from indicia.demo.moment import DAY, HOUR, Moment, clock, day_stamp, hour_stamp, moment
from indicia.demo.stories import plot
from indicia.demo.traffic import ordinary

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]

IIS_FILE = 64 * 2**20
"""Bytes of one day's IIS log."""
PROXY_FILE = 10 * 2**20
"""Bytes at which HttpProxy begins a new file."""
PLANTED_FILE = 2
"""Which file of a log (counted from 0) the attack lies in, if there are so many."""

CHAIN_STEP = 5
"""Ordinary rows between two forged ones: about two seconds, as in recorded attacks."""

_PROXY_LOGS = "C/Program Files/Microsoft/Exchange Server/V15/Logging/HttpProxy"
_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_ID = re.compile(rb"(?:cafeReqId=|Z,)([0-9a-f]{8})-[0-9a-f]{4}-")
_HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)


@dataclass(frozen=True)
class Planted:
    """One planted line."""

    file: str
    line: int
    """Counted from 1."""
    offset: int
    length: int
    kind: str
    """`forged` or `page`."""


class Block:
    """Rows of a log whose times and ids can be rewritten without touching the rest."""

    def __init__(self, rows: Sequence[bytes], times: Sequence[Moment], *, w3c: bool) -> None:
        self.text: Bytes = np.frombuffer(b"".join(rows), dtype=np.uint8).copy()
        self.rows = len(rows)
        self.starts: Numbers = np.cumsum([0, *map(len, rows)], dtype=np.int64)[:-1]
        self.w3c = w3c
        stamps: list[tuple[int, int, int]] = []
        ids: list[int] = []
        for number, (row, start, at) in enumerate(zip(rows, self.starts.tolist(), times, strict=True)):
            if w3c:
                stamps.append((start, number, 0))
            for match in _STAMP.finditer(row):
                stamp = moment(datetime.fromisoformat(match[0].decode()))
                stamps.append((start + match.start(), number, stamp - at))
            ids += [start + match.start(1) for match in _ID.finditer(row)]
        table = np.array(stamps, dtype=np.int64).reshape(-1, 3)
        self._at, self._row, self._shift = table[:, 0], table[:, 1], table[:, 2]
        self._ids: Numbers = np.array(ids, dtype=np.int64)

    def write(self, times: Numbers, rng: np.random.Generator) -> Bytes:
        """Give the rows these times (milliseconds) and new ids; the returned bytes are reused by the next call."""
        stamps = times[self._row] + self._shift
        days, rest = np.divmod(stamps, DAY)
        dates = days.astype("datetime64[D]")
        months = dates.astype("datetime64[M]")
        year = dates.astype("datetime64[Y]").astype(np.int64) + 1970
        month = months.astype(np.int64) % 12 + 1
        day = (dates - months).astype(np.int64) + 1
        seconds, thousandths = np.divmod(rest, 1000)
        self._digits(0, year, 4)
        self._digits(5, month, 2)
        self._digits(8, day, 2)
        self._digits(11, seconds // 3600, 2)
        self._digits(14, seconds // 60 % 60, 2)
        self._digits(17, seconds % 60, 2)
        if not self.w3c:
            self._digits(20, thousandths, 3)
        if len(self._ids):
            places = self._ids[:, None] + np.arange(8)
            self.text[places] = _HEX[rng.integers(0, 16, size=places.shape, dtype=np.uint8)]
        return self.text

    def _digits(self, offset: int, values: Numbers, width: int) -> None:
        for place in range(width):
            digit = values // 10 ** (width - 1 - place) % 10
            self.text[self._at + (offset + place)] = digit.astype(np.uint8) + 48


class Log:
    """One file being written: bytes and lines counted, planted rows noted."""

    def __init__(self, root: Path, name: str) -> None:
        self.name = name
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.out = path.open("wb")
        self.size = 0
        self.lines = 0
        self.planted: list[Planted] = []

    def put(self, data: "bytes | memoryview[int]", lines: int) -> None:
        """Append whole lines."""
        self.out.write(data)
        self.size += len(data)
        self.lines += lines

    def plant(self, row: bytes, kind: str) -> None:
        """Append one planted row."""
        self.planted.append(Planted(self.name, self.lines + 1, self.size, len(row) - 2, kind))
        self.put(row, 1)


def traffic(seed: int) -> tuple[Server, Estate, list[Request]]:
    """Some ten thousand ordinary requests of one busy day."""
    day = datetime(2021, 2, 24, tzinfo=UTC)
    server = invent(Story.QUIET_SHORT, seed, start=day, end=day + timedelta(days=1), density=900.0)
    requests = sorted(ordinary(server).requests, key=lambda request: request.end)
    return server, estate(server), requests


def attack(seed: int) -> list[Request]:
    """The planted requests: a forged session that plants a page, and the visits to it."""
    day = datetime(2021, 2, 24, tzinfo=UTC)
    server = invent(Story.HELD, seed, start=day, end=day + timedelta(days=21), attack=day + timedelta(days=4, hours=7))
    return sorted(plot(server).found.requests, key=lambda request: (_kind(request) != "forged", request.end))


def _kind(request: Request) -> str:
    return "forged" if request.anchor.startswith("ServerInfo~") else "page"


def write_iis(root: Path, size: int, seed: int) -> Iterator[Log]:
    """Daily files of the front-end site, as many as the size takes; the attack lies in one of them."""
    server, host, requests = traffic(seed)
    chosen = [request for request in requests if request.front]
    rows = [iis.front_row(request, host.address).encode() for request in chosen]
    block = Block(rows, [request.end for request in chosen], w3c=True)
    count = max(1, -(-size // IIS_FILE))
    planted = [(iis.front_row(request, host.address).encode(), request) for request in attack(seed)]
    folder = "C/inetpub/logs/LogFiles/W3SVC1"
    for number in range(count):
        start = moment(server.start) + number * DAY
        log = Log(root, f"{folder}/u_ex{day_stamp(start)[2:]}.log")
        rng = np.random.default_rng([seed, number])
        here = planted if number == min(PLANTED_FILE, count - 1) else []
        _fill(
            log,
            block,
            min(size - number * IIS_FILE, IIS_FILE),
            start,
            DAY,
            rng,
            lambda at: iis.header(at).encode(),
            here,
            _w3c,
        )
        yield log


def write_httpproxy(root: Path, size: int, seed: int) -> Iterator[Log]:
    """Files of every protocol in proportion to its traffic, each at most 10 MB; one of Ecp holds the attack."""
    server, host, requests = traffic(seed)
    protocols: dict[str, list[Request]] = {}
    for request in requests:
        if request.front and request.protocol:
            protocols.setdefault(request.protocol, []).append(request)
    rows = {name: [proxy.row(request, server, host).encode() for request in group] for name, group in protocols.items()}
    weights = {name: sum(map(len, group)) for name, group in rows.items()}
    header = proxy.header(moment(server.start), server.build).encode()
    planted = [(proxy.row(request, server, host).encode(), request) for request in attack(seed) if request.protocol]
    for name in sorted(rows):
        wanted = size * weights[name] // sum(weights.values())
        block = Block(rows[name], [request.end for request in protocols[name]], w3c=False)
        count = max(1, -(-wanted // PROXY_FILE))
        for number in range(count):
            start = moment(server.start) + number * HOUR
            log = Log(root, f"{_PROXY_LOGS}/{name}/HttpProxy_{hour_stamp(start)}-1.LOG")
            rng = np.random.default_rng([seed, number, len(name)])
            mine = [(row, request) for row, request in planted if request.protocol == name]
            here = mine if number == min(PLANTED_FILE, count - 1) else []
            _fill(
                log,
                block,
                min(wanted - number * PROXY_FILE, PROXY_FILE),
                start,
                HOUR,
                rng,
                lambda at: header,
                here,
                _iso,
            )
            yield log


Restamp = Callable[[bytes, Moment, Moment], bytes]


def _w3c(row: bytes, old: Moment, new: Moment) -> bytes:
    return clock(new).strftime("%Y-%m-%d %H:%M:%S").encode() + row[19:]


def _iso(row: bytes, old: Moment, new: Moment) -> bytes:
    def moved(match: re.Match[bytes]) -> bytes:
        at = moment(datetime.fromisoformat(match[0].decode())) - old + new
        return (clock(at).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at % 1000:03d}Z").encode()

    return _STAMP.sub(moved, row)


def _fill(
    log: Log,
    block: Block,
    size: int,
    start: Moment,
    span: Moment,
    rng: np.random.Generator,
    header: Callable[[Moment], bytes],
    planted: Sequence[tuple[bytes, Request]],
    restamp: Restamp,
) -> None:
    """Fill one file: the block as often as it fits, times rising over the span.

    Forged rows stand close together after a third of the file, requests to the page evenly over the rest.
    """
    head = header(start)
    log.put(head, head.count(b"\n"))
    per = len(block.text) / block.rows
    total = max(1, round((size - len(head)) / per))
    waiting = list(zip(_places(total, planted), planted, strict=True))
    done = 0
    while done < total:
        rows = min(block.rows, total - done)
        times = start + (np.arange(done, done + block.rows, dtype=np.int64) * span) // (total + block.rows)
        if done and block.w3c:
            again = header(int(times[0]))
            log.put(again, again.count(b"\n"))
        text = memoryview(block.write(times, rng).data)
        ends = np.append(block.starts, len(text))
        first = 0
        while waiting and waiting[0][0] < done + rows:
            place, (row, request) = waiting.pop(0)
            cut = max(place - done, first)
            log.put(text[int(ends[first]) : int(ends[cut])], cut - first)
            log.plant(restamp(row, request.end, int(times[cut])), _kind(request))
            first = cut
        log.put(text[int(ends[first]) : int(ends[rows])], rows - first)
        done += rows
    log.out.close()


def _places(total: int, planted: Sequence[tuple[bytes, Request]]) -> list[int]:
    """Which ordinary row each planted one stands before; rising."""
    forged = sum(_kind(request) == "forged" for _, request in planted)
    begin = total // 3
    chain = [min(begin + CHAIN_STEP * number, total - 1) for number in range(forged)]
    rest = len(planted) - forged
    last = chain[-1] if chain else begin
    return chain + [last + (total - 1 - last) * (number + 1) // (rest + 1) for number in range(rest)]


def size_of(text: str) -> int:
    """`1GB`, `200MB`, `5000000`: bytes, decimal."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmg]?)b?", text.strip().lower())
    if not match:
        raise argparse.ArgumentTypeError(f"{text}: a size such as 1GB or 200MB")
    return int(float(match[1]) * {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}[match[2]])


def generate(out: Path, iis_bytes: int, proxy_bytes: int, seed: int) -> dict[str, object]:
    """Write the logs and `truth.json`; what it holds is returned."""
    summary: dict[str, object] = {"seed": seed, "page": plot_page(seed)}
    for name, writer, size in (("iis", write_iis, iis_bytes), ("httpproxy", write_httpproxy, proxy_bytes)):
        if not size:
            continue
        began = time.perf_counter()
        logs = list(writer(out, size, seed))
        taken = time.perf_counter() - began
        written = sum(log.size for log in logs)
        planted = [asdict(row) for log in logs for row in log.planted]
        summary[name] = {
            "files": len(logs), "bytes": written, "lines": sum(log.lines for log in logs), "planted": planted,
        }  # fmt: skip
        speed = written / 1e6 / taken
        print(f"{name:10s}{len(logs):5d} files{written / 1e6:9.1f} MB{len(planted):4d} planted{speed:7.0f} MB/s")
    (out / "truth.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    return summary


def plot_page(seed: int) -> str:
    """Web path of the planted page."""
    return plot(invent(Story.HELD, seed)).truth.web_paths[0]


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="bench.generate", description="Write big, realistic logs with a planted attack."
    )
    parser.add_argument("--iis", type=size_of, default=0, help="size of the IIS logs, e.g. 1GB")
    parser.add_argument("--httpproxy", type=size_of, default=0, help="size of the HttpProxy logs")
    parser.add_argument("--out", type=Path, required=True, help="folder to write into; has to be new or empty")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    if any(chosen.out.iterdir()):
        parser.error(f"{chosen.out} is not empty")
    generate(chosen.out, chosen.iis, chosen.httpproxy, chosen.seed)


if __name__ == "__main__":
    main()
