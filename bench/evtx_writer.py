"""Event logs in the form Windows writes them, made from events that were exported as JSON.

    python -m bench.evtx_writer RECORDING.zip|EVENTS.json --out BIG.evtx [--times 10] [--jsonl BIG.jsonl]

Files have a header, chunks of 64 KiB with checksums, string and template tables, and records in binary XML: a template
of the system part with the provider, channel and computer in its text, inside it a template of the event data, each
defined at its first use in a chunk, and arrays of typed values.  Fields have the types that Sysmon and the Security
log give them where a value can be written so, all others are text.  `--times` repeats the recording, each time later
by its length and with further record ids, which makes the background traffic of a server out of a few minutes of it.
"""

import argparse
import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import orjson

from bench.evtx_chunk import (
    BOOL,
    GUID,
    HEX32,
    HEX64,
    NULL,
    SID,
    TEXT,
    TIME,
    U8,
    U16,
    U32,
    U64,
    XML,
    Array,
    Chunk,
    filetime,
    typed,
)
from indicia.config import Limits
from indicia.evidence.events.decoding.moment import parse, utc_text
from indicia.evidence.events.json.reading import read_json
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Record, Value
from indicia.tables.batch import Events, Ledger

HEADER = 4096
_SPACE = "http://schemas.microsoft.com/win/2004/08/events/event"
_SYSTEM = frozenset(
    {"EventID", "EventRecordID", "Channel", "Provider_Name", "Computer", "Level", "Task", "Opcode", "Keywords"}
    | {"Version", "UserID", "ProviderGuid", "System.ProcessID", "System.ThreadID", "System.ActivityID"}
    | {"EventTime", "EventReceivedTime", "@version", "port", "tags", "host", "SourceModuleName", "SourceModuleType"}
)
"""Fields that are no event data, and those that the exporters of recordings add."""
_LONGEST = 24_000
"""Characters of all values of one record; what is longer is cut, for a record cannot pass its chunk."""

_SYSMON_TYPES = {
    **dict.fromkeys(("ProcessId", "SourceProcessId", "TargetProcessId", "ParentProcessId", "SourceThreadId"), U32),
    **dict.fromkeys(("NewThreadId", "TerminalSessionId", "Session"), U32),
    **dict.fromkeys(("SourcePort", "DestinationPort"), U16),
    **dict.fromkeys(("Initiated", "SourceIsIpv6", "DestinationIsIpv6", "IsExecutable", "Archived"), BOOL),
    **dict.fromkeys(("ProcessGuid", "ParentProcessGuid", "LogonGuid", "SourceProcessGUID", "TargetProcessGUID"), GUID),
    **dict.fromkeys(("SourceProcessGuid", "TargetProcessGuid"), GUID),
    "GrantedAccess": HEX32,
    "LogonId": HEX64,
}
_SECURITY_TYPES = {
    **dict.fromkeys(("SubjectUserSid", "TargetUserSid", "TargetSid", "UserSid"), SID),
    **dict.fromkeys(("SubjectLogonId", "TargetLogonId", "HandleId", "SourceHandleId", "TargetHandleId"), HEX64),
    **dict.fromkeys(("ProcessId", "NewProcessId", "SourceProcessId", "TargetProcessId", "TargetLinkedLogonId"), HEX64),
    **dict.fromkeys(("AccessMask", "Status", "SubStatus", "TicketOptions", "TicketEncryptionType"), HEX32),
    **dict.fromkeys(("TransactionId", "LogonGuid", "TargetLogonGuid"), GUID),
    **dict.fromkeys(("LogonType", "KeyLength", "RestrictedSidCount"), U32),
    **dict.fromkeys(("KeyLength",), U32),
}
TYPES: Mapping[str, Mapping[str, int]] = {
    "microsoft-windows-sysmon/operational": _SYSMON_TYPES,
    "security": _SECURITY_TYPES,
}
"""Type of each field of a channel (lower case) that is not text."""


class Head:
    """Template of the system part."""

    def __init__(self, number: int, provider: str, guid: str, channel: str, computer: str) -> None:
        self.number = number
        self.key = (provider, guid, channel, computer)

    def write(self, chunk: Chunk) -> None:
        """See `Layout`."""
        provider, guid, channel, computer = self.key
        event = chunk.open("Event", {"xmlns": _SPACE})
        system = chunk.open("System", {})
        chunk.element("Provider", None, {"Name": provider, "Guid": guid} if guid else {"Name": provider})
        chunk.element("EventID", (3, U16))
        chunk.element("Version", (11, U8))
        chunk.element("Level", (0, U8))
        chunk.element("Task", (2, U16))
        chunk.element("Opcode", (1, U8))
        chunk.element("Keywords", (5, HEX64))
        chunk.element("TimeCreated", None, {"SystemTime": (6, TIME)})
        chunk.element("EventRecordID", (10, U64))
        chunk.element("Correlation", None, {"ActivityID": (7, GUID)})
        chunk.element("Execution", None, {"ProcessID": (8, U32), "ThreadID": (9, U32)})
        chunk.element("Channel", channel)
        chunk.element("Computer", computer)
        chunk.element("Security", None, {"UserID": (12, SID)})
        chunk.close(system)
        chunk.content((13, XML))
        chunk.close(event)


class Data:
    """Template of the event data; an empty name is a `Data` element without one."""

    def __init__(self, number: int, names: tuple[str, ...], types: Mapping[str, int]) -> None:
        self.number = number
        self.key = names
        self.types = [types.get(name, TEXT) for name in names]

    def write(self, chunk: Chunk) -> None:
        """See `Layout`."""
        data = chunk.open("EventData", {})
        for index, (name, kind) in enumerate(zip(self.key, self.types, strict=True)):
            chunk.element("Data", (index, kind), {"Name": name} if name else {})
        chunk.close(data)


class Writer:
    """Writes records to one event log."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._out.write(bytes(HEADER))
        self._chunk = Chunk()
        self._heads: dict[tuple[str, str, str, str], Head] = {}
        self._layouts: dict[tuple[str, ...], Data] = {}
        self._chunks = 0
        self.records = 0
        self.cut = 0
        """Records of which a text was too long."""

    def add(self, record: Record) -> None:
        """Write one event; its number is its `EventRecordID`, or one more than that of the record before."""
        fields = record.fields
        pairs, units = self._pairs(fields)
        names = tuple(name for name, _ in pairs)
        head = self._head(fields)
        layout = self._layouts.get(names)
        if layout is None:
            types = TYPES.get(record.source.lower(), {})
            layout = self._layouts[names] = Data(0x1000 + len(self._layouts) * 7, names, types)
        if not self._chunk.room((*names, *head.key), units * 2 + 8 * len(pairs)):
            self._flush()
        self.records += 1
        time = filetime(record.time or datetime(2021, 1, 1, tzinfo=UTC))
        values = [typed(value, kind) for (_, value), kind in zip(pairs, layout.types, strict=True)]
        self._chunk.add(self.records, time, head, self._system(fields, time), layout, values)

    def close(self) -> None:
        """Write what is left, and the header."""
        if self._chunk.records:
            self._flush()
        header = bytearray(128)
        struct.pack_into(
            "<8s3QI4H",
            header,
            0,
            b"ElfFile\0",
            0,
            max(self._chunks - 1, 0),
            self.records + 1,
            128,
            1,
            3,
            HEADER,
            self._chunks & 0xFFFF,
        )
        struct.pack_into("<I", header, 124, zlib.crc32(header[:120]))
        self._out.seek(0)
        self._out.write(header)

    def _flush(self) -> None:
        first = self.records - self._chunk.records + 1
        self._out.write(self._chunk.closed(first, first))
        self._chunk = Chunk()
        self._chunks += 1

    def _pairs(self, fields: Mapping[str, Value]) -> tuple[list[tuple[str, str]], int]:
        """Names and texts of the event data, and the characters of the texts."""
        named = [(name, value) for name, value in fields.items() if name not in _SYSTEM]
        if any(name != "Message" for name, _ in named):
            # What Windows renders from the data is not in the log.
            named = [(name, value) for name, value in named if name not in _RENDERED]
        pairs: list[tuple[str, str]] = []
        for name, value in named:
            several = value if isinstance(value, tuple) else ("" if value is None else str(value),)
            pairs.extend(("" if name in {"Data", "Message"} else name, text) for text in several)
        units = sum(len(text) for _, text in pairs)
        if units > _LONGEST:
            self.cut += 1
            share = _LONGEST // len(pairs)
            pairs = [(name, text[:share]) for name, text in pairs]
            units = sum(len(text) for _, text in pairs)
        return pairs, units

    def _head(self, fields: Mapping[str, Value]) -> Head:
        provider, guid, channel, computer = (
            str(fields.get(name) or "") for name in ("Provider_Name", "ProviderGuid", "Channel", "Computer")
        )
        key = (provider, guid, channel, computer)
        found = self._heads.get(key)
        if found is None:
            found = self._heads[key] = Head(0x80000000 + len(self._heads) * 5, *key)
        return found

    def _system(self, fields: Mapping[str, Value], time: bytes) -> Array:
        def value(name: str, kind: int) -> tuple[int, bytes]:
            found = typed(str(fields.get(name, "")), kind)
            return found if found[0] == kind else (NULL, b"")

        return (
            value("Level", U8),
            value("Opcode", U8),
            value("Task", U16),
            value("EventID", U16),
            (NULL, b""),
            value("Keywords", HEX64),
            (TIME, time),
            value("System.ActivityID", GUID),
            value("System.ProcessID", U32),
            value("System.ThreadID", U32),
            (U64, struct.pack("<Q", self.records)),
            value("Version", U8),
            value("UserID", SID),
        )


_RENDERED = frozenset({"Message", "Cmdlet", "CmdletParameters", "CmdletCaller"})


def events_of(path: Path) -> bytes:
    """JSON lines of a recording, out of its archive where it is in one."""
    if path.suffix != ".zip":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".json")]
        return archive.read(name)


def records_of(data: bytes) -> Iterator[Record]:
    """Events of a JSON export as records."""
    evidence = Evidence(sha256="0" * 64, size=len(data), path="-", scope="case", kind=Kind.EVENTS_JSON)
    ledger = Ledger(size=len(data), path="-", sha256="0" * 64)
    for batch in read_json(io.BytesIO(data), evidence, ledger, Limits()):
        if isinstance(batch, Events):
            yield from (event.decode() for event in batch.events)


def write_evtx(lines: Iterable[bytes], target: Path) -> Writer:
    """Write an event log of these JSON documents; gives the writer for what it counted."""
    with target.open("wb") as out:
        writer = Writer(out)
        for line in lines:
            for record in records_of(line):
                writer.add(record)
        writer.close()
    return writer


def repeated(data: bytes, times: int) -> Iterator[bytes]:
    """The JSON lines again and again, each time with all their times later by the length of the recording."""
    documents = [orjson.loads(line) for line in data.splitlines() if line.strip()]
    moments = [parse(utc_text(document[name])) for document in documents for name in _TIMES if name in document]
    known = [moment for moment in moments if moment]
    length = max(known) - min(known) + timedelta(seconds=1) if known else timedelta()
    for number in range(times):
        for document in documents:
            for name in _TIMES & document.keys():
                document[name] = _later(document[name], length) if number else document[name]
            yield orjson.dumps(document) + b"\n"


_TIMES = frozenset({"TimeCreated", "@timestamp", "EventTime", "UtcTime"})


def _later(value: str, by: timedelta) -> str:
    moment = parse(utc_text(value))
    if moment is None:
        return value
    text = (moment + by).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return text + "Z" if value.endswith("Z") else text.replace("T", " ")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recording", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--jsonl", type=Path, help="the same events as JSON lines")
    parser.add_argument("--times", type=int, default=1)
    arguments = parser.parse_args()
    data = events_of(arguments.recording)
    if arguments.jsonl:
        with arguments.jsonl.open("wb") as out:
            out.writelines(repeated(data, arguments.times))
    writer = write_evtx(repeated(data, arguments.times), arguments.out)
    print(f"{writer.records} records, {arguments.out.stat().st_size / 1e6:.1f} MB", file=sys.stderr)
    if writer.cut:
        print(f"texts of {writer.cut} records were cut", file=sys.stderr)


if __name__ == "__main__":
    main()
