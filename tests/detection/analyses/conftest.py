"""Scenes: records of one invented host, put through the real engine and judged by the real analyses."""

import hashlib
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from indicia.config import Limits
from indicia.detection.analyses.common.registry import HostView, Seen, analyses
from indicia.detection.analyses.planting.compiled_sources import SourcePages
from indicia.detection.engine import Engine
from indicia.knowledge.packs.load import load_pack
from indicia.model.evidence import Evidence, Kind, Locator
from indicia.model.finding import Finding
from indicia.model.record import Record, Sighting, Value
from indicia.tables.batch import Batch, Event, Events, Ledger, Lines, Rows

HOST = "mx.example.test"
SYSMON, SECURITY = "Microsoft-Windows-Sysmon/Operational", "Security"
_PACK = cache(load_pack)
_PAGES = SourcePages()
_DETECTORS = tuple(selector for analysis in analyses() for selector in analysis.selectors)


def moment(text: str) -> datetime:
    """`01:02:03` of one day, or a whole ISO time, UTC."""
    return datetime.fromisoformat(text if "-" in text else f"2021-03-03T{text}").replace(tzinfo=UTC)


class Scene:
    """Records of one host; `findings()` are what all analyses say of them, by name of the analysis."""

    def __init__(self, *, prefilter: bool = True) -> None:
        self._batches: list[tuple[Batch, str]] = []
        self._prefilter = prefilter
        self._offset = 0
        self.read = 0
        """Records that `log` read."""

    def add(self, table: str, source: str, time: str | None, fields: dict[str, Value], raw: str, path: str) -> None:
        """One record of any table."""
        self._offset += 1000
        record = Record(
            table=table,
            source=source,
            time=moment(time) if time else None,
            host=HOST,
            at=Locator(sha256=hashlib.sha256(path.encode()).hexdigest(), offset=self._offset, length=len(raw)),
            fields=fields,
            raw=raw,
        )
        self._batches.append((_batch(record), path))

    def event(self, channel: str, event_id: int, time: str, **fields: str) -> "Scene":
        """One Windows event."""
        all_fields: dict[str, Value] = {"EventID": event_id, "Channel": channel, **fields}
        self.add("win_event", channel, time, all_fields, json.dumps(all_fields), f"{channel}.evtx")
        return self

    def sysmon(self, event_id: int, time: str, **fields: str) -> "Scene":
        """One event of Sysmon."""
        return self.event(SYSMON, event_id, time, **fields)

    def security(self, event_id: int, time: str, **fields: str) -> "Scene":
        """One event of the Security log."""
        return self.event(SECURITY, event_id, time, **fields)

    def cmdlet(self, event_id: int, time: str, cmdlet: str, parameters: str) -> "Scene":
        """One event of MSExchange Management."""
        return self.event("MSExchange Management", event_id, time, Cmdlet=cmdlet, CmdletParameters=parameters)

    def row(self, source: str, time: str, **fields: str) -> "Scene":
        """One row of a CSV log of Exchange; `S_CMD` stands for `S:CMD`."""
        named: dict[str, Value] = {key.replace("S_", "S:"): value for key, value in fields.items()}
        self.add("exchange_log", source, time, named, ",".join(map(str, fields.values())), f"{source}.LOG")
        return self

    def proxy(self, time: str, path: str, status: str = "200", client: str = "203.0.113.7", **fields: str) -> "Scene":
        """One forged row of HttpProxy with the recorded form of the anchor."""
        row = {
            "AnchorMailbox": f"ServerInfo~a]@{HOST}:444/{path}",
            "ClientIpAddress": client,
            "HttpStatus": status,
            "RoutingHint": "X-BEResource-Cookie",
            "UserAgent": "python-requests/2.25.1",
            "UrlStem": "/ecp/y.js",
        }
        return self.row("httpproxy", time, **(row | fields))

    def ecp(self, time: str, command: str, url: str = "/ecp/DDI/DDIService.svc/SetObject", error: str = "") -> "Scene":
        """One row of ECP Server."""
        data = f"S:TIME=13;S:SID=1;S:CMD={command};S:REQID=;S:URL={url};S:REFERRER=;S:EX={error};S:ACTID=2"
        return self.row("ecp_server", time, EventData=data, S_CMD=command, S_URL=url, S_EX=error)

    def iis(
        self, time: str, method: str, path: str, status: str = "200", query: str = "", client: str = "203.0.113.7",
        referer: str = "",
    ) -> "Scene":  # fmt: skip
        """One request in an IIS log."""
        fields: dict[str, Value] = {
            "cs-method": method,
            "url.path": path,
            "cs-uri-stem": (path,),
            "cs-uri-query": (f"{path}?{query}" if query else path,),
            "c-ip": client,
            "sc-status": status,
        }
        if query:
            fields["url.query"] = query
        if referer:
            fields["cs-referer"] = (referer,)
        ends = f"443 - {client} - {referer or '-'} {status} 0 0 7"
        raw = f"2021-03-03 {time} 192.0.2.1 {method} {path} {query or '-'} {ends}"
        self.add("web_request", "iis", time, fields, raw, "u_ex210303.log")
        return self

    def file(self, path: str, content: str = "", sha256: str = "", time: str | None = None) -> "Scene":
        """One collected file."""
        name = path.replace("/", "\\").rsplit("\\", 1)[-1]
        digest = sha256 or hashlib.sha256(content.encode()).hexdigest()
        fields: dict[str, Value] = {
            "Path": path,
            "Name": name,
            "Extension": name.rsplit(".", 1)[-1].lower(),
            "Size": len(content),
            "SHA256": digest,
            "Content": content,
        }
        self.add("file", "fs", time, fields, path, path)
        return self

    def listed(self, path: str, sha256: str = "", *, deleted: bool = False) -> "Scene":
        """One file that only a list of files names."""
        name = path.rsplit("\\", 1)[-1]
        fields: dict[str, Value] = {"Path": path, "Name": name, "Extension": name.rsplit(".", 1)[-1], "Listed": "true"}
        fields |= {"SHA256": sha256} if sha256 else {}
        fields |= {"Deleted": "true"} if deleted else {}
        self.add("file", "fs", None, fields, path, "files.csv")
        return self

    def journal(self, time: str, path: str, *changes: str, before: str = "", kind: str = "file") -> "Scene":
        """One record of the change journal; a path that is not known whole begins with `?`."""
        name = path.rsplit("\\", 1)[-1]
        fields: dict[str, Value] = {
            "KnownPath" if path.startswith("?") else "TargetFilename": path,
            "Name": name,
            "Extension": name.rsplit(".", 1)[-1].lower(),
            "Kind": kind,
            "Change": changes,
            "Reason": changes,
        }
        if before:
            fields["SourceKnownPath" if before.startswith("?") else "SourceFilename"] = before
        raw = f"{path}\t{before}\t{kind}\t{'; '.join(changes)}"
        self.add("file_journal", "usn_journal", time, fields, raw, "$J")
        return self

    def setting(self, section: str, element: str, **attributes: str) -> "Scene":
        """One element of applicationHost.config; `_location`, `_site` stand for what is around it."""
        fields: dict[str, Value] = {"Section": section, "Element": element}
        fields |= {f"@{name}": value for name, value in attributes.items() if not name.startswith("_")}
        fields |= {name[1:].capitalize(): value for name, value in attributes.items() if name.startswith("_")}
        self.add("iis_config", "apphost", None, fields, f"<{element}>", "applicationHost.config")
        return self

    def exported(self, kind: str, identity: str, **values: str | tuple[str, ...]) -> "Scene":
        """One exported object."""
        fields: dict[str, Value] = {"Class": kind, "Identity": identity, **values}
        self.add("exported", "ad_exch", None, fields, identity, f"Get-{kind}.csv")
        return self

    def log(self, path: Path) -> "Scene":
        """A whole text log from disk, through its real reader."""
        import indicia.evidence.text.exchange.reading
        import indicia.evidence.text.web.iis  # noqa: F401 - importing a reader files it
        from indicia.evidence.identify import identify
        from indicia.evidence.readers import reader_of

        data = path.read_bytes()
        kind = identify(data, path.name)
        read = reader_of(kind)
        if read is not None:
            digest = hashlib.sha256(data).hexdigest()
            evidence = Evidence(sha256=digest, size=len(data), path=path.name, scope="scene", kind=kind)
            ledger = Ledger(size=len(data), path=path.name, sha256=digest)
            self._batches += [(batch, path.name) for batch in read(io.BytesIO(data), evidence, ledger, Limits())]
            self.read += ledger.account().count
        return self

    def view(self) -> HostView:
        """What the selectors pick, through the engine."""
        picked: dict[str, list[Seen]] = {}
        engine = Engine(_DETECTORS, prefilter=self._prefilter)
        for batch, path in self._batches:
            for sighting in (*engine.scan([batch]), *_noted(batch)):
                picked.setdefault(sighting.detector, []).append(_seen(sighting, path))
        times = [seen.sighting.record.time for group in picked.values() for seen in group if seen.sighting.record.time]
        for group in picked.values():
            group.sort(key=lambda seen: str(seen.sighting.record.time or "9999"))
        return HostView(host=HOST, picked=picked, pack=_PACK(), newest=max(times, default=None))

    def findings(self) -> dict[str, list[Finding]]:
        """Findings of every analysis that has any."""
        view = self.view()
        told = {analysis.name: list(analysis.judge(view)) for analysis in analyses()}
        return {name: found for name, found in told.items() if found}

    def one(self, name: str) -> Finding:
        """The only finding of an analysis."""
        (finding,) = self.findings()[name]
        return finding


def _noted(batch: Batch) -> list[Sighting]:
    """What the file consumer has to say."""
    if not isinstance(batch, Rows) or batch.table != "file":
        return []
    return [sighting for record in batch.records for sighting in _PAGES.look(record, io.BytesIO).sightings]


def _batch(record: Record) -> Batch:
    if record.table == "win_event":
        event = Event(
            channel=record.source,
            provider="",
            event_id=int(str(record.fields["EventID"])),
            text=record.raw.encode(),
            decode=lambda: record,
        )
        return Events(events=[event])
    if record.table in ("file", "iis_config", "exported"):
        return Rows(table=record.table, records=[record])
    text = record.raw.encode()
    return Lines(
        table=record.table,
        source=record.source,
        text=text,
        starts=np.array([0], dtype=np.int64),
        ends=np.array([len(text)], dtype=np.int64),
        decode=lambda _: record,
    )


def _seen(sighting: Sighting, path: str) -> Seen:
    at = sighting.record.at
    return Seen(
        sighting=sighting,
        evidence=Evidence(sha256=at.sha256, size=1, path=path, scope="scene", kind=Kind.PLAIN),
    )


@pytest.fixture
def scene() -> Callable[..., Scene]:
    """A new scene."""
    return Scene


@pytest.fixture(scope="session")
def flat_scene() -> Callable[[Path], Scene]:
    """A scene from Windows events as flat JSON lines (the form of OTRF recordings) in a zip."""
    return _flat_scene


def _flat_scene(path: Path) -> Scene:
    import zipfile

    scene = Scene()
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            for line in archive.read(member).splitlines():
                item = json.loads(line)
                fields: dict[str, Value] = {key: value for key, value in item.items() if isinstance(value, str | int)}
                message = str(item.get("Message", ""))
                if item.get("Channel") == "MSExchange Management" and ", parameters " in message:
                    head, parameters = message.split(", parameters ", 1)
                    fields |= {"Cmdlet": head.rsplit(" ", 1)[-1], "CmdletParameters": parameters.rstrip(".")}
                time = str(item.get("@timestamp", item.get("TimeCreated", ""))).rstrip("Z")
                scene.add("win_event", str(item.get("Channel", "")), time, fields, line.decode(), path.name)
    return scene
