"""The invented servers are what they claim: well-formed, joined, ordered, reproducible, harmless, and true."""

import csv
import ipaddress
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from indicia.demo import EventForm, Form, Server, Story, invent, truth_of, write_server
from indicia.demo.exports import TASKS
from indicia.model.finding import Stage

from .conftest import small

Written = Callable[[Server], Path]
STORIES = list(Story)
LOGGING = "C/Program Files/Microsoft/Exchange Server/V15/Logging"


def csv_logs(root: Path) -> Iterator[tuple[Path, list[str], list[list[str]]]]:
    """Each CSV log of Exchange: file, columns, rows."""
    for path in sorted((root / "C/Program Files").rglob("*.LOG")):
        names: list[str] = []
        rows: list[list[str]] = []
        with path.open(encoding="utf-8", newline="") as log:
            for row in csv.reader(log):
                if row[0].startswith("#Fields: "):
                    names = [row[0].removeprefix("#Fields: "), *row[1:]]
                elif not row[0].startswith("#"):
                    rows.append(row)
        yield path, names, [row for row in rows if row != names]


def httpproxy(root: Path) -> list[dict[str, str]]:
    """Every HttpProxy row as a dictionary."""
    return [
        dict(zip(names, row, strict=True))
        for path, names, rows in csv_logs(root)
        if "HttpProxy" in path.parts
        for row in rows
    ]


def iis(root: Path, site: str) -> list[dict[str, str]]:
    """Every IIS row of a site as a dictionary."""
    found = []
    for path in sorted((root / "C/inetpub/logs/LogFiles" / site).iterdir()):
        names: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#Fields: "):
                names = line.removeprefix("#Fields: ").split(" ")
            elif not line.startswith("#"):
                found.append(dict(zip(names, line.split(" "), strict=True)))
    return found


def forged(root: Path) -> list[dict[str, str]]:
    """HttpProxy rows whose back end the caller chose."""
    return [row for row in httpproxy(root) if row["AnchorMailbox"].startswith("ServerInfo~")]


@pytest.mark.parametrize("story", STORIES)
def test_rows_have_as_many_values_as_fields(story: Story, written: Written) -> None:
    """In every log each row is as wide as the columns the file declares."""
    root = written(small(story))
    checked = Counter[str]()
    for path, names, rows in csv_logs(root):
        assert rows, path
        assert {len(row) for row in rows} == {len(names)}, path
        checked[path.parent.name] += len(rows)
    assert {"Ecp", "Owa", "Ews", "Server", "Activity", "Cmdlet", "Http", "OABGeneratorLog"} <= set(checked)
    assert iis(root, "W3SVC1") and iis(root, "W3SVC2")


def test_columns_follow_the_build(written: Written) -> None:
    """Exchange 2016 writes 74 HttpProxy columns, Exchange 2013 five fewer; the plain name row stands first."""
    new = written(small(Story.QUIET_SHORT))
    old = written(small(Story.QUIET_SHORT, build="15.0.1497.2", name="EX13"))
    assert {len(names) for path, names, _ in csv_logs(new) if "HttpProxy" in path.parts} == {74}
    assert {len(names) for path, names, _ in csv_logs(old) if "HttpProxy" in path.parts} == {69}
    first = next(path for path, _, _ in csv_logs(new) if "HttpProxy" in path.parts)
    assert first.read_text(encoding="utf-8").startswith("DateTime,RequestId,MajorVersion,")


@pytest.mark.parametrize("story", [Story.HELD, Story.PROBED, Story.ADMIN])
def test_one_request_is_one_in_all_logs(story: Story, written: Written) -> None:
    """cafeReqId of IIS is RequestId of HttpProxy, both ways, with the same second, client, status and duration."""
    root = written(small(story))
    front = {}
    for row in iis(root, "W3SVC1"):
        if match := re.search(r"cafeReqId=([0-9a-f-]{36});", row["cs-uri-query"]):
            front[match[1]] = row
    proxied = {row["RequestId"]: row for row in httpproxy(root)}
    assert front.keys() == proxied.keys()
    for key, row in proxied.items():
        other = front[key]
        assert row["DateTime"][:19] == f"{other['date']}T{other['time']}"
        assert row["ClientIpAddress"] == other["c-ip"]
        assert row["HttpStatus"] == other["sc-status"]
        assert row["TotalRequestTime"] == other["time-taken"]
        assert row["UrlStem"] == other["cs-uri-stem"]


def test_back_end_rows_join_the_front(written: Written) -> None:
    """Each forged request that succeeded has its back-end row as the machine account, joined to the panel's log."""
    root = written(small(Story.HELD))
    back = {row["cs-uri-query"].rsplit("ActID=", 1)[-1]: row for row in iis(root, "W3SVC2")}
    entries = [
        dict(zip(names, row, strict=True))
        for path, names, rows in csv_logs(root)
        if path.parent.name == "Server"
        for row in rows
    ]
    planted = [entry for entry in entries if "VirtualDirectory" in entry["EventData"]]
    assert len(planted) == truth_of(small(Story.HELD)).rows["ecp_server"]
    for entry in planted:
        match = re.search(r"S:ACTID=([0-9a-f-]{36});", entry["EventData"])
        assert match is not None
        row = back[match[1]]
        assert row["cs-username"] == r"CORP\EX01$" and row["s-port"] == "444" and row["sc-status"] == "200"
    resets = [row for row in back.values() if "schema=ResetOABVirtualDirectory" in row["cs-uri-query"]]
    assert [row["cs-uri-stem"] for row in resets] == ["/ecp/DDI/DDIService.svc/SetObject"]


@pytest.mark.parametrize("story", STORIES)
def test_latencies_add_up(story: Story, written: Written) -> None:
    """In a proxied row back-end time and overhead make the total, and the times in GenericInfo agree with it."""
    for row in httpproxy(written(small(story))):
        total = int(row["TotalRequestTime"])
        begin = re.search(r"BeginRequest=([^;]+);", row["GenericInfo"])
        end = re.search(r"EndRequest=([^;]+);", row["GenericInfo"])
        assert begin and end and end[1] == row["DateTime"]
        span = datetime.fromisoformat(end[1]) - datetime.fromisoformat(begin[1])
        assert span == timedelta(milliseconds=total)
        if row["BackEndStatus"]:
            assert int(row["ProxyTime"]) + int(row["HttpProxyOverhead"]) == total


@pytest.mark.parametrize("story", STORIES)
def test_times_rise_inside_the_period(story: Story, written: Written) -> None:
    """Rows of every log stand in order of time and lie in the period of the server."""
    server = small(story)
    root = written(server)
    for path, names, rows in csv_logs(root):
        times = [row[0] for row in rows]
        assert times == sorted(times), path
        assert f"{server.start:%Y-%m-%dT%H}" <= times[0] and times[-1] < f"{server.end:%Y-%m-%dT%H:%M}", path
        assert names[0] in ("DateTime", "TimeStamp", "date-time")
    for site in ("W3SVC1", "W3SVC2"):
        stamps = [f"{row['date']} {row['time']}" for row in iis(root, site)]
        assert stamps == sorted(stamps)


@pytest.mark.parametrize("form", list(Form))
def test_a_seed_gives_the_same_bytes(form: Form, tmp_path: Path) -> None:
    """One server is written twice to the same bytes in each form; another seed gives others."""
    server = small(Story.HELD, form=form, end=datetime(2021, 3, 6, tzinfo=UTC), start=datetime(2021, 3, 2, tzinfo=UTC))

    def digest(target: Path) -> dict[str, bytes]:
        if target.is_file():
            return {target.name: target.read_bytes()}
        return {str(path.relative_to(target)): path.read_bytes() for path in target.rglob("*") if path.is_file()}

    first = digest(write_server(server, tmp_path / "a"))
    assert first == digest(write_server(server, tmp_path / "b"))
    assert first != digest(write_server(replace(server, seed=8), tmp_path / "c"))


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    """A collection that is there already stays, and nothing half-written lies beside it."""
    server = small(Story.QUIET_SHORT, form=Form.ZIP)
    target = write_server(server, tmp_path)
    before = target.stat().st_mtime_ns
    assert write_server(server, tmp_path) == target
    assert target.stat().st_mtime_ns == before
    assert [path.name for path in tmp_path.iterdir()] == ["EX01.zip"]


def everything(root: Path) -> Iterator[tuple[Path, str]]:
    """The text of each file."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix not in (".gif", ".png"):
            yield path, path.read_text(encoding="utf-8")


DOCUMENTATION = [
    ipaddress.ip_network(text)
    for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "127.0.0.1/32", "15.0.0.0/32", "0.0.0.0/32")
]
"""Documentation ranges and loopback; the last two are version numbers that look like addresses."""


@pytest.mark.parametrize("story", STORIES)
def test_only_documentation_addresses_and_example_names(story: Story, written: Written) -> None:
    """No file names a real address, host or mail domain."""
    hosts = re.compile(r"https?://([^/:\s\"'<>]+)", re.IGNORECASE)
    dotted = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
    mail = re.compile(r"[\w.]+@([a-z][\w.-]+)")
    for path, text in everything(written(small(story))):
        for found in set(dotted.findall(text)):
            if all(int(part) < 256 for part in found.split(".")):
                assert any(ipaddress.ip_address(found) in network for network in DOCUMENTATION), (path, found)
        for host in set(hosts.findall(text)):
            assert re.fullmatch(r"f|localhost|([\w-]+\.)*example(\.org|\.net)?", host.lower()), (path, host)
        for domain in set(mail.findall(text)):
            assert re.fullmatch(r"([\w-]+\.)*example(\.org|\.net)?", domain.lower()), (path, domain)


@pytest.mark.parametrize("story", STORIES)
def test_content_is_inert(story: Story, written: Written) -> None:
    """No file holds an expression that evaluates a request, and a planted page holds a comment where code would be."""
    root = written(small(story))
    for path, text in everything(root):
        assert not re.search(r"eval\s*\(|request\s*[\[.(]|unsafe|page_load|<%[^-]", text, re.IGNORECASE), path
    truth = truth_of(small(story))
    for page in () if truth.removed else truth.pages:
        content = (root / "C" / page[3:].replace("\\", "/")).read_text(encoding="utf-8")
        assert "<%-- inert look-alike for tests: no code --%>" in content
        assert re.findall(r"<script[^>]*>(.*?)</script>", content) == ["/* inert look-alike */"]


@pytest.mark.parametrize("story", [story for story in STORIES if story is not Story.ROTATED])
def test_truth_counts_the_planted_rows(story: Story, written: Written) -> None:
    """Forged requests and visits in the logs are as many, by the clients and from the time, as the truth says."""
    server = small(story)
    root, truth = written(server), truth_of(server)
    rows = forged(root)
    if story is Story.ADMIN:
        assert {row["AnchorMailbox"].split("/")[0] for row in rows} == {"ServerInfo~localhost"}
        return
    assert len(rows) == truth.forged
    assert {row["ClientIpAddress"] for row in rows} <= set(truth.clients)
    assert all(row["RoutingHint"] == "X-BEResource-Cookie" for row in rows)
    if truth.probed is not None:
        assert min(datetime.fromisoformat(row["DateTime"]) for row in rows) == truth.probed
    asked = [row for row in iis(root, "W3SVC1") if row["cs-uri-stem"] in truth.web_paths]
    visits = [row for row in asked if row["sc-status"] == "200"]
    assert len(visits) == truth.visits
    assert visits == asked or truth.removed


def test_held_server_is_used_after_its_patch(written: Written) -> None:
    """The build changes with the update, the page is asked for after it, and still lies in the tree."""
    server = small(Story.HELD)
    root, truth = written(server), truth_of(server)
    assert server.installed is not None and truth.last_visit is not None
    assert truth.last_visit > server.installed
    builds = {row["RevisionVersion"]: row["DateTime"] for row in httpproxy(root)}
    assert set(builds) == {"6", "13"}
    assert (root / "C" / truth.pages[0][3:].replace("\\", "/")).is_file()
    later = [row for row in httpproxy(root) if datetime.fromisoformat(row["DateTime"]) >= server.installed]
    assert {row["RevisionVersion"] for row in later} == {"13"}


def test_cleaned_server_keeps_its_module(written: Written) -> None:
    """Page and compiled copy are gone and deleted by a person, later requests get 404, the module is registered."""
    server = small(Story.CLEANED, exported=True)
    root, truth = written(server), truth_of(server)
    assert truth.removed is not None and server.installed is not None and truth.removed > server.installed
    assert not (root / "C" / truth.pages[0][3:].replace("\\", "/")).exists()
    assert not list(root.rglob("*.compiled"))
    late = [
        row["sc-status"]
        for row in iis(root, "W3SVC1")
        if row["cs-uri-stem"] in truth.web_paths and f"{row['date']}T{row['time']}+00:00" >= truth.removed.isoformat()
    ]
    assert late and set(late) == {"404"}
    config = (root / "C/Windows/System32/inetsrv/config/applicationHost.config").read_text("utf-8")
    assert f'name="{truth.modules[0]}"' in config
    sysmon = (root / "events/Microsoft-Windows-Sysmon_Operational.json").read_text("utf-8")
    assert "File Delete:" in sysmon
    clean = small(Story.HELD)
    assert truth.modules[0] not in (
        written(clean) / "C/Windows/System32/inetsrv/config/applicationHost.config"
    ).read_text("utf-8")


def test_exports_lie_beside_the_drive(written: Written) -> None:
    """One file for each command, tasks as Windows keeps them, and nothing of it where nobody exported."""
    root = written(small(Story.CLEANED, exported=True))
    names = {path.name for path in (root / "exports").iterdir()}
    assert names >= {"Get-TransportAgent.csv", "Get-OabVirtualDirectory.csv", "registry.reg", "servicestate.txt"}
    assert len([path for path in (root / "C/Windows/System32/Tasks").rglob("*") if path.is_file()]) == len(TASKS)
    assert not (written(small(Story.HELD)) / "exports").exists()


def test_rotated_server_lacks_the_hours_in_question(written: Written) -> None:
    """Nothing is left of the front-end logs around the attack, everything else of it is."""
    server = small(Story.ROTATED)
    root, truth = written(server), truth_of(server)
    times = [datetime.fromisoformat(row["DateTime"]) for row in httpproxy(root)]
    assert not [time for time in times if timedelta(hours=-12) <= time - server.attack < timedelta(hours=36)]
    assert min(times) < server.attack < max(times)
    assert [row for row in iis(root, "W3SVC1") if row["cs-uri-stem"] == truth.web_paths[0]]


def test_refused_attempts_reach_no_back_end(written: Written) -> None:
    """Where every attempt was refused, no back-end row runs as the machine account on the control panel."""
    root = written(small(Story.PATCHED_ATTACKED))
    assert {row["HttpStatus"] for row in forged(root)} == {"401", "500"}
    assert not [row for row in iis(root, "W3SVC2") if "DDIService" in row["cs-uri-stem"]]


def test_two_actors_are_two(written: Written) -> None:
    """Two clients plant two pages on two days."""
    truth = truth_of(small(Story.TWO_ACTORS))
    assert len(truth.pages) == len(truth.clients) == 2
    root = written(small(Story.TWO_ACTORS))
    days = {}
    for row in forged(root):
        days.setdefault(row["ClientIpAddress"], set()).add(row["DateTime"][:10])
    assert not set.intersection(*days.values())


@pytest.mark.parametrize("reach", [Stage.EXPLOITED, Stage.IMPLANTED, Stage.OPERATED])
@pytest.mark.parametrize("folder", ["owa/auth", "ecp/auth", "aspnet_client", "aspnet_client/system_web"])
def test_parameters_change_the_story(reach: Stage, folder: str) -> None:
    """Reach and page folder decide what was planted and used, and nothing beyond it is in the truth."""
    truth = truth_of(small(Story.HELD, reach=reach, page_folder=folder, page="other.aspx", schema_last=False))
    assert truth.stage is reach and [str(word) for word in truth.verdicts] == [reach.name.lower()]
    assert truth.web_paths == (() if reach is Stage.EXPLOITED else (f"/{folder}/other.aspx",))
    assert (truth.operated is not None) == (reach is Stage.OPERATED)


def test_whole_logs_are_whole(written: Written) -> None:
    """With the default period each needed log begins before 2021-01-02 and no hour between is without rows."""
    server = invent(Story.QUIET_WHOLE, 3, density=2.0, end=datetime(2021, 1, 10, tzinfo=UTC))
    root = written(replace(server, installed=None))
    hours = {row["DateTime"][:13] for row in httpproxy(root)}
    assert min(hours) == "2020-12-20T00" and len(hours) == 21 * 24
    assert {row["Protocol"] for row in httpproxy(root)} >= {
        "Ecp",
        "Owa",
        "Ews",
        "Mapi",
        "Eas",
        "Autodiscover",
        "PowerShell",
    }
    ports = Counter(row["s-port"] for site in ("W3SVC1", "W3SVC2") for row in iis(root, site))
    assert {"443", "444"} <= set(ports)


def test_half_and_more_are_probes(written: Written) -> None:
    """Health probes make half of the rows or more, as on a real server."""
    rows = iis(written(small(Story.QUIET_SHORT)), "W3SVC2") + iis(written(small(Story.QUIET_SHORT)), "W3SVC1")
    probes = [row for row in rows if "HealthMailbox" in row["cs-username"] or "Probe" in row["cs(User-Agent)"]]
    assert len(probes) >= 0.45 * len(rows)
    statuses = Counter(row["sc-status"] for row in rows)
    assert {"200", "302", "401"} <= set(statuses) and statuses["200"] > len(rows) / 2


def test_event_forms_tell_the_same(tmp_path: Path) -> None:
    """Each exporter's form holds the same events with the same times, ids and values."""
    seen = []
    for form in EventForm:
        server = small(
            Story.HELD, event_form=form, start=datetime(2021, 3, 2, tzinfo=UTC), end=datetime(2021, 3, 5, tzinfo=UTC)
        )
        root = write_server(server, tmp_path / form)
        texts = [path.read_text(encoding="utf-8") for path in sorted((root / "events").iterdir())]
        lines = [json.loads(line) for text in texts for line in text.splitlines()]
        seen.append(sorted(_essence(record) for record in lines))
    assert seen[0] and all(other == seen[0] for other in seen[1:])


def _essence(record: dict[str, object]) -> tuple[str, int, str]:
    """Channel, id and new file or program of an event in any form."""
    text = json.dumps(record)
    channel = re.search(r'"[Cc]hannel": "([^"]+)"', text)
    number = re.search(
        r'"(?:EventID|event_id)": (?:"|\{"Value": |\{"#attributes": \{"Qualifiers": \d+\}, "#text": )?(\d+)', text
    )
    target = re.search(r'"(?:TargetFilename|NewProcessName|Image)": "([^"]+)"', text)
    assert channel and number
    return channel[1], int(number[1]), target[1] if target else ""


def test_velociraptor_names_are_encoded(tmp_path: Path) -> None:
    """The offline collection names the host and holds the drive under URL-encoded names with fixed times."""
    server = small(Story.QUIET_SHORT, form=Form.VELOCIRAPTOR, event_form=EventForm.VELOCIRAPTOR)
    with zipfile.ZipFile(write_server(server, tmp_path)) as archive:
        names = archive.namelist()
        info = json.loads(archive.read("client_info.json"))
        years = {entry.date_time[0] for entry in archive.infolist()}
    assert info["os_info"]["fqdn"] == "EX01.corp.example"
    assert "uploads/auto/C%3A/inetpub/logs/LogFiles/W3SVC1/u_ex210320.log" in names
    assert any(name.startswith("results/") for name in names)
    assert years <= {2021}


def test_sources_can_be_left_out(written: Written) -> None:
    """A server without some log sources has none of their files."""
    server = small(Story.HELD, without=frozenset({"httpproxy", "sysmon", "fs", "ecp_server"}))
    root, truth = written(server), truth_of(server)
    assert not (root / LOGGING / "HttpProxy").exists() and not (root / LOGGING / "ECP/Server").exists()
    assert not (root / "events/Microsoft-Windows-Sysmon_Operational.json").exists()
    assert "httpproxy" not in truth.rows and truth.rows["evt_mgmt"] == 3


def test_impossible_servers_are_refused() -> None:
    """An attack outside of the logs, an empty period, an unknown log source: no server."""
    with pytest.raises(ValueError, match="outside"):
        small(Story.HELD, attack=datetime(2022, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="empty period"):
        small(Story.QUIET_SHORT, end=datetime(2021, 3, 20, tzinfo=UTC))
    with pytest.raises(ValueError, match="no log source named telnet"):
        small(Story.HELD, without=frozenset({"telnet"}))
