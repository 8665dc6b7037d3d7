"""Packing: the files of a server as a folder, as KAPE leaves them, as a zip, or as a Velociraptor offline collection.

Every time is fixed by the server, so that one server always packs to the same bytes (with one version of zlib).
"""

import json
import os
import struct
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from indicia.demo.estate import estate
from indicia.demo.exports import exports, tasks
from indicia.demo.happening import Planted
from indicia.demo.logfiles import event_lines, log_files
from indicia.demo.moment import Moment, clock, iso, moment
from indicia.demo.server import Form, Server
from indicia.demo.stories import plot
from indicia.demo.traffic import ordinary
from indicia.demo.tree import application_host, web_folders

Member = tuple[str, bytes, Moment]
"""Path in the collection, content, time of last change."""

_ESCAPED = '%:\\"*<>?|'


def write_server(server: Server, folder: Path) -> Path:
    """Write the collection of a server into a folder and return it: a folder or a zip named after the server.

    It appears under its name only when it is whole.  One that is there already is whole and stays as it is, so the
    caller chooses a new folder for a changed server.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / _name(server)
    if target.exists():
        return target
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as scratch:
        part = Path(scratch) / target.name
        if server.form in (Form.ZIP, Form.VELOCIRAPTOR):
            _write_zip(part, members(server))
        else:
            _write_tree(part, members(server))
        part.rename(target)
    return target


def _name(server: Server) -> str:
    match server.form:
        case Form.FOLDER | Form.KAPE:
            return server.name
        case Form.ZIP:
            return f"{server.name}.zip"
        case Form.VELOCIRAPTOR:
            return f"Collection-{server.fqdn}-{iso(moment(server.end))[:10]}.zip"


def members(server: Server) -> Iterator[Member]:
    """Everything the collection holds, in a fixed order."""
    host, special = estate(server), plot(server)
    found = ordinary(server)
    found.add(special.found)
    velociraptor = server.form is Form.VELOCIRAPTOR
    prefix = "uploads/auto/C%3A/" if velociraptor else "C/"
    drive = list(log_files(found, server, host, special.cut))
    if "fs" not in server.without:
        drive += [*web_folders(server, host), *found.files]
    if "apphost" not in server.without:
        drive.append(application_host(server))
    if server.exported:
        drive += [Planted(path=path, content=task, written=moment(server.start)) for path, task in tasks()]
    for planted in sorted(drive, key=lambda planted: planted.path):
        name = _escape(planted.path) if velociraptor else planted.path
        yield prefix + name, planted.content, planted.written
    for channel, text, last in event_lines(found.events, server):
        name = channel.replace("/", "_").replace(" ", "_")
        yield (f"results/Windows.EventLogs.{name}.json" if velociraptor else f"events/{name}.json"), text, last
    end = moment(server.end)
    if server.exported:
        for name, content in exports(server, host):
            yield f"exports/{name}", content, end
    if velociraptor:
        yield from _client(server, [planted.path for planted in drive], end)
    if server.form is Form.KAPE:
        yield f"{iso(end)[:10]}T000000_CopyLog.csv", _copy_log(drive), end


def _escape(path: str) -> str:
    return "".join(f"%{ord(letter):02X}" if letter in _ESCAPED else letter for letter in path)


def _client(server: Server, paths: Iterable[str], end: Moment) -> Iterator[Member]:
    """What the offline collector says about the host and about each upload."""
    info = {
        "client_id": f"C.{server.seed & (2**64 - 1):016x}",
        "agent_information": {"version": "0.5.6", "name": "velociraptor"},
        "os_info": {"hostname": server.name, "fqdn": server.fqdn, "system": "windows", "machine": "amd64"},
        "Hostname": server.name,
        "Fqdn": server.fqdn,
        "OS": "windows",
    }
    yield "client_info.json", (json.dumps(info, indent=1) + "\n").encode(), end
    lines = (
        json.dumps({"Timestamp": iso(end), "vfs_path": f"C:\\{path}".replace("/", "\\"), "Type": ""}) + "\n"
        for path in sorted(paths)
    )
    yield "uploads.json", "".join(lines).encode(), end


def _copy_log(drive: Iterable[Planted]) -> bytes:
    rows = ["CopiedTimestamp,SourceFile,DestinationFile,FileSize\r\n"]
    for planted in sorted(drive, key=lambda planted: planted.path):
        path = planted.path.replace("/", "\\")
        rows.append(f"{iso(planted.written)},C:\\{path},C\\{path},{len(planted.content)}\r\n")
    return "".join(rows).encode()


def _write_tree(target: Path, contents: Iterable[Member]) -> None:
    for name, content, changed in contents:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (changed / 1000, changed / 1000))


def _write_zip(target: Path, contents: Iterable[Member]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, content, changed in contents:
            time = clock(changed)
            stamp = (time.year, time.month, time.day, time.hour, time.minute, time.second // 2 * 2)
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            # The date above has no zone; the extended timestamp says the same in UTC.
            entry.extra = struct.pack("<HHBi", 0x5455, 5, 1, changed // 1000)
            archive.writestr(entry, content)
