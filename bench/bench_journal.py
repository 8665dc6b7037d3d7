"""Speed of the change journal's reader on one core: `python -m bench.bench_journal [--records N]`.

A journal is made on disk, with a file table of 20,000 folders beside it: files made, written, closed and deleted, a
tenth of them renamed, some folders made.  Printed are records a second of processor time, best of three: of the reader
without and with the table, of the reader with every detector of the pack, and of a plain loop that only takes records
apart with `struct`; and how much memory reading takes at most.
"""

import argparse
import random
import resource
import struct
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from indicia.config import Limits, Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.detection.tools import Tools
from indicia.evidence.exports.journal import read_with_table
from indicia.evidence.readers import Beside
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger, Lines

PAGE = 4096
HOLE = 16 * 2**20
FOLDERS = 20_000
FIRST = 64
"""Number of the first folder's record."""
BEGAN = 132_592_020_000_000_000
STEPS = (0x100, 0x102, 0x80000102, 0x80000200)
HEAD = struct.Struct("<IHHQQQQIIIIHH")


def make_journal(out: IO[bytes], count: int, dice: random.Random) -> None:
    """Write a journal of `count` records behind a hole."""
    out.seek(HOLE)
    number = made = 0
    while number < count:
        begin = dice.choice(("tmp", "E0", "App_Web_", "log"))
        name = f"{begin}{dice.getrandbits(40):x}{dice.choice(('.tmp', '.log', '.chk', '.aspx'))}"
        text = name.encode("utf-16-le")
        length = -(-(60 + len(text)) // 8) * 8
        folder = FIRST + dice.randrange(FOLDERS) | 1 << 48
        attributes = 0x10 if dice.random() < 0.02 else 0x20
        made += 1
        for reason in (STEPS if dice.random() < 0.9 else (0x1000, 0x2000, 0x80002000))[: count - number]:
            left = -out.tell() % PAGE
            if left and left < length:
                out.write(bytes(left))
            head = HEAD.pack(
                length, 2, 0, 10**6 + made | 1 << 48, folder, out.tell(), BEGAN + number * 10_000, reason, 0, 0,
                attributes, len(text), 60,
            )  # fmt: skip
            out.write((head + text).ljust(length, b"\0"))
            number += 1


def made_table(dice: random.Random) -> bytes:
    """A file table of folders up to about ten deep."""
    out = [_folder(".", 5, 5)] * FIRST
    for number in range(FOLDERS):
        parent = 5 if number < 20 else FIRST + dice.randrange(number)
        out.append(_folder(f"folder{number:05}", parent, 5 if number < 20 else 1))
    return b"".join(out)


def _folder(name: str, parent: int, used: int) -> bytes:
    value = struct.pack("<QQQQQQQII", parent | used << 48, *[BEGAN] * 4, 0, 0, 0, 0)
    value += bytes([len(name), 1]) + name.encode("utf-16-le")
    length = -(-(24 + len(value)) // 8) * 8
    attribute = struct.pack("<IIBBHHHIHH", 0x30, length, 0, 0, 24, 0, 0, len(value), 24, 0) + value
    attributes = attribute.ljust(length, b"\0") + struct.pack("<II", 0xFFFFFFFF, 0)
    head = struct.pack("<4sHHQHHHHIIQ", b"FILE", 48, 3, 0, 1, 1, 56, 3, 56 + len(attributes), 1024, 0)
    body = bytearray((head.ljust(56, b"\0") + attributes).ljust(1024, b"\0"))
    body[48:54] = b"\x01\x00" + bytes(body[510:512]) + bytes(body[1022:1024])
    body[510:512] = body[1022:1024] = b"\x01\x00"
    return bytes(body)


def plain_loop(path: Path) -> int:
    """Records taken apart one by one, and nothing done with them."""
    data, at, found = path.read_bytes(), HOLE, 0
    while at + 60 <= len(data):
        length, _, _, _, _, _, _, _, _, _, _, size, place = HEAD.unpack_from(data, at)
        if not length:
            at += -at % PAGE or PAGE
            continue
        data[at + place : at + place + size].decode("utf-16-le")
        found += 1
        at += length
    return found


def read(path: Path, table: Path | None, see: Callable[[Lines], object]) -> int:
    """Read the journal, show each batch, and count its records."""
    size = path.stat().st_size
    evidence = Evidence(sha256="ab" * 32, size=size, path="C/$Extend/$J", scope="b", kind=Kind.USN_JOURNAL)
    other = Evidence(sha256="cd" * 32, size=0, path="C/$MFT", scope="b", kind=Kind.MFT)
    ledger = Ledger(size=size, path=evidence.path, sha256=evidence.sha256)
    with path.open("rb") as stream:
        beside = None if table is None else Beside(other, lambda: table.open("rb"))
        for batch in read_with_table(stream, evidence, ledger, Limits(), beside):
            see(batch)
    return ledger.account().count


def measure(name: str, count: int, work: Callable[[], int]) -> None:
    """The best of three runs."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        assert work() == count
        best = min(best, time.process_time() - began)
    print(f"{name:<32} {best:7.2f} s  {count / best:>11,.0f} records/s")


def main() -> None:
    """Make it, read it, print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    count = parser.parse_args().records
    with TemporaryDirectory() as folder:
        journal, table = Path(folder) / "$J", Path(folder) / "$MFT"
        with journal.open("wb") as out:
            make_journal(out, count, random.Random(4))
        table.write_bytes(made_table(random.Random(5)))
        print(f"{count:,} records, {journal.stat().st_size / 1e6:,.0f} MB")

        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        measure("reader, no $MFT", count, lambda: read(journal, None, lambda _: None))
        measure(f"reader, {FOLDERS:,} folders", count, lambda: read(journal, table, lambda _: None))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

        tools = Tools(load_ruleset(load_pack(), Sources(), Limits()), Settings())

        def with_detectors() -> int:
            scan = tools.engine.start(None)
            return read(journal, table, lambda batch: deque(scan.feed(batch), maxlen=0))

        measure("reader and all detectors", count, with_detectors)
        measure("plain struct loop", count, lambda: plain_loop(journal))
        print(f"memory that reading took at most: {grown / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
