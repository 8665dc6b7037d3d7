"""What the collectors bring when they follow the plan is read: host, paths, log sources, lists, exports."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.evidence.exports.journal_maker import Journal, reference
from tests.evidence.exports.table_maker import table as file_table

from indicia.case import Case
from indicia.cli.main import main
from indicia.demo import Story, invent
from indicia.demo.collection import members
from indicia.knowledge.packs.collecting import Place, incomplete, load_lines
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Result
from indicia.model.evidence import Kind

PACK = load_pack()
LINES = load_lines(PACK)
SERVER = invent(
    Story.QUIET_SHORT,
    20210320,
    name="EX07",
    start=datetime(2021, 3, 20, tzinfo=UTC),
    end=datetime(2021, 3, 23, tzinfo=UTC),
    density=4.0,
    exported=True,
)
ROOTS = {"C": "", "W": "Windows/", "E": "Program Files/Microsoft/Exchange Server/V15/"}
EVENTS = "events/"
JOURNAL = bytes(Journal().made("x.txt", reference(31), reference(25, 3)).data)
"""A change of `C:\\inetpub\\wwwroot\\x.txt`, in the file table beside it."""
SERVICES: list[dict[str, object]] = [
    {
        "Name": f"Service{number}",
        "DisplayName": f"Service {number}",
        "PathName": r"C:\Windows\system32\svchost.exe -k netsvcs",
        "StartMode": "Auto",
        "State": "Running",
        "StartName": "LocalSystem",
    }
    for number in range(40)
]


def pattern(place: Place) -> re.Pattern[str]:
    """A place of the plan as Velociraptor and the script read it: `**` any folders or none, `*` within a name."""
    text = ROOTS[place.root] + place.path.replace("\\", "/")
    parts = re.split(r"(/\*\*/|/\*\*$|\*|\?)", text)
    words = {"/**/": "/(?:.*/)?", "/**": "/.*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(words.get(part) or re.escape(part) for part in parts), re.IGNORECASE)


PATTERNS = [pattern(place) for line in LINES for place in line.globs]
EXPORTED = {export.file for line in LINES for export in line.exports}
LISTED = tuple(
    (ROOTS[place.root] + place.path.replace("\\", "/")).lower() + "/" for line in LINES for place in line.listing
)


@pytest.fixture(scope="module")
def server() -> dict[str, bytes]:
    """Everything the invented server has, by its path below the drive (`C/…`) or beside it."""
    return {name: content for name, content, _ in members(SERVER)}


def chosen(server: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """(path below the drive, content) of what the plan asks for."""
    for name, content in server.items():
        path = name.removeprefix("C/")
        if name.startswith("C/") and any(each.fullmatch(path) for each in PATTERNS):
            yield path, content


def exported(server: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """(file name, content) of the exports that the plan asks for; the registry comes key by key."""
    for name, content in server.items():
        file = name.removeprefix("exports/")
        if file == "Get-Service.csv":
            # A Windows has more services than the invented server cares to name.
            yield file, table(SERVICES)
        elif name.startswith("exports/") and (file in EXPORTED or file.endswith(".reg")):
            yield file, content
    # Nobody subscribed to anything: the command ran and its file is empty.
    yield "Get-WmiSubscription.csv", b""


def listing(server: dict[str, bytes]) -> list[dict[str, object]]:
    """Rows for the files that the plan lists."""
    return [
        {
            "FullName": "C:\\" + name.removeprefix("C/").replace("/", "\\"),
            "Length": len(content),
            "CreationTimeUtc": "2020-10-21T00:00:00",
            "LastWriteTimeUtc": "2020-10-21T00:00:00",
            "SHA256": hashlib.sha256(content).hexdigest().upper(),
        }
        for name, content in server.items()
        if name.startswith("C/") and name.removeprefix("C/").lower().startswith(LISTED)
    ]


def table(rows: list[dict[str, object]]) -> bytes:
    """As Export-Csv of Windows PowerShell 5.1 writes it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def pack(target: Path, contents: dict[str, bytes]) -> Path:
    """A zip with these members."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target


def by_script(server: dict[str, bytes], folder: Path, slash: str) -> Path:
    """The zip of the PowerShell script; .NET before 4.6.1 writes backslashes into it."""
    base = "EX07-20210323T000000Z"
    inside = {f"C/{path}": content for path, content in chosen(server)}
    inside |= {f"exports/{file}": content for file, content in exported(server)}
    inside["exports/files.csv"] = table(listing(server))
    inside["collection.log"] = b"2021-03-23T00:00:00Z collecting from EX07\r\n"
    manifest = [
        {"Member": name.replace("/", "\\"), "Bytes": len(content), "SHA256": hashlib.sha256(content).hexdigest()}
        for name, content in inside.items()
    ]
    inside["manifest.csv"] = table(manifest)
    inside |= events(server)
    contents = {f"{base}/{name}".replace("/", slash): content for name, content in inside.items()}
    return pack(folder / f"{base}.zip", contents)


def by_kape(server: dict[str, bytes], folder: Path) -> Path:
    """The tree that KAPE leaves, without exports."""
    root = folder / "EX07"
    inside = {f"C/{path}": content for path, content in chosen(server)}
    inside |= {"C/$MFT": file_table(), "C/$Extend/$J": bytes(4096) + JOURNAL}
    inside["2021-03-23T000000_CopyLog.csv"] = b"CopiedTimestamp,SourceFile,DestinationFile,FileSize\r\n"
    inside |= events(server)
    for name, content in inside.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def by_velociraptor(server: dict[str, bytes], folder: Path) -> Path:
    """The zip of the offline collector: names escaped, exports as uploads of data, results as JSON lines."""
    results = "results/Custom.Indicia.ExchangeServer%2F"
    inside = {f"uploads/auto/C%3A/{path.replace('%', '%25')}": content for path, content in chosen(server)}
    volume = "uploads/ntfs/%5C%5C.%5CC%3A"
    inside |= {f"{volume}/$MFT": file_table(), f"{volume}/$Extend/$UsnJrnl%3A$J": JOURNAL}
    # The hole of a journal is not uploaded; where it was is told beside it.
    ranges = [{"file_offset": 0, "original_offset": 2**30, "file_length": len(JOURNAL), "length": len(JOURNAL)}]
    inside[f"{volume}/$Extend/$UsnJrnl%3A$J.idx"] = json.dumps({"ranges": ranges}).encode()
    inside |= {f"uploads/data/exports/{file}": content for file, content in exported(server)}
    rows = [
        {
            "OSPath": row["FullName"],
            "Size": row["Length"],
            "Mtime": "2020-10-21T00:00:00Z",
            "Btime": "2020-10-21T00:00:00Z",
            "SHA256": str(row["SHA256"]).lower(),
        }
        for row in listing(server)
    ]
    inside[f"{results}Listing.json"] = "".join(json.dumps(row) + "\n" for row in rows).encode()
    stored = [{"File": file, "Stderr": "", "ReturnCode": 0, "Upload": {"Size": 1}} for file, _ in exported(server)]
    inside[f"{results}Exports.json"] = "".join(json.dumps(row) + "\n" for row in stored).encode()
    info = {"client_id": "C.1", "os_info": {"hostname": "EX07", "fqdn": SERVER.fqdn}, "Hostname": "EX07"}
    inside["client_info.json"] = json.dumps(info).encode()
    inside |= events(server)
    return pack(folder / "Collection-EX07_corp_example-2021-03-23T00_00_00Z.zip", inside)


def events(server: dict[str, bytes]) -> dict[str, bytes]:
    """The event logs, as JSON: no Windows is at hand to write them as it does."""
    return {name: content for name, content in server.items() if name.startswith(EVENTS)}


FORMS = {
    "script": lambda server, folder: by_script(server, folder, "/"),
    "script, backslashes": lambda server, folder: by_script(server, folder, "\\"),
    "kape": by_kape,
    "velociraptor": by_velociraptor,
}


@pytest.fixture(scope="module", params=FORMS)
def collected(request, server, tmp_path_factory) -> tuple[str, Result]:
    """The form, and the result of scanning it."""
    folder = tmp_path_factory.mktemp("collected")
    path = FORMS[request.param](server, folder)
    main(["scan", str(path), "--case", str(folder / "case"), "-q", "--no-installed"])
    return request.param, Case.open(folder / "case").result()


def test_it_is_one_host_with_its_name(collected) -> None:
    """The collector's name for the server, once."""
    _, result = collected
    assert [host.host for host in result.hosts] == [SERVER.fqdn]


def test_files_lie_where_they_lay(collected, server) -> None:
    """Each file that the plan asks for is read under its path on the server."""
    _, result = collected
    there = {line.evidence.original for line in result.evidence if line.evidence.original}
    assert {"C:\\" + path.replace("/", "\\") for path, _ in chosen(server)} <= there


def test_every_source_is_recognised(collected, server) -> None:
    """Logs, files, configuration, tasks; and the exports, where the collector makes them."""
    form, result = collected
    (host,) = result.hosts
    seen = {line.source for line in host.coverage if line.records}
    wanted = {"iis", "httpproxy", "ecp_server", "ecp_activity", "oabgen", "ews", "rps_cmdlet", "rps_http", "msgtrk"}
    wanted |= {"fs", "apphost", "tasks", "evt_sec", "evt_mgmt", "evt_app", "sysmon"}
    if form != "kape":
        wanted |= {"registry", "http_sys", "ad_exch", "accounts", "services", "wmi", "defender_settings"}
    if not form.startswith("script"):
        wanted |= {"usn_journal"}
        (journal,) = [line for line in result.evidence if line.evidence.kind is Kind.USN_JOURNAL]
        assert (journal.evidence.original or "").startswith("C:\\$Extend\\$")
        assert journal.evidence.beside == hashlib.sha256(file_table()).hexdigest()
        assert any("paths come from" in note and "(3 folders)" in note for note in host.notes)
    assert wanted <= seen
    assert not result.faults


def test_the_collectors_own_files_are_no_evidence_of_the_server(collected) -> None:
    """A list of hashes of the collection, a log and a copy log: nothing of them is taken for a file of the server."""
    _, result = collected
    kinds = {line.evidence.path.replace("\\", "/").rpartition("/")[2]: line.evidence.kind for line in result.evidence}
    assert kinds.get("manifest.csv", "plain") == kinds.get("collection.log", "plain") == "plain"


def test_what_failed_half_way_covers_nothing(server, tmp_path) -> None:
    """An export that ended early is looked at, and is no proof that nothing else is there."""
    names = {file: incomplete(file) if file == "Get-TransportAgent.csv" else file for file, _ in exported(server)}
    contents = {f"EX07/exports/{names[file]}": content for file, content in exported(server)}
    main(["scan", str(pack(tmp_path / "EX07.zip", contents)), "--case", str(tmp_path / "c"), "-q", "--no-installed"])
    (host,) = Case.open(tmp_path / "c").result().hosts
    states = {one.id: one.state.value for one in host.mechanisms}
    assert states["PE-07"] == "not checkable"
    assert states["PE-09"] == "checked clean"
