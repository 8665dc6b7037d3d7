"""From what happened to the files a server keeps: rows in order of time, cut into files as each log rotates."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from indicia.demo import exchange_rows, httpproxy_rows, iis_rows
from indicia.demo.estate import Estate
from indicia.demo.event_rows import event_line
from indicia.demo.happening import Event, Happenings, Planted, Request
from indicia.demo.moment import DAY, HOUR, Moment, clock, day_stamp, hour_stamp
from indicia.demo.server import Server
from indicia.demo.windows import APPLICATION, MANAGEMENT, SECURITY, SYSMON

_LOGS = "Program Files/Microsoft/Exchange Server/V15/Logging"
_IIS = "inetpub/logs/LogFiles"
_TRACKING = "Program Files/Microsoft/Exchange Server/V15/TransportRoles/Logs/MessageTracking"

RESTARTS = 7
"""How often IIS writes its header again in a day's file."""

CHANNELS = {"sysmon": SYSMON, "evt_sec": SECURITY, "evt_mgmt": MANAGEMENT, "evt_app": APPLICATION}

Row = tuple[Moment, str]


def log_files(found: Happenings, server: Server, host: Estate, cut: tuple[Moment, Moment] | None) -> Iterator[Planted]:
    """Every text log of the server; `cut` is a stretch without HttpProxy rows."""
    requests = sorted(found.requests, key=lambda request: (request.end, request.id))
    kept = [request for request in requests if request.front and request.protocol]
    if cut is not None:
        kept = [request for request in kept if not cut[0] <= request.end < cut[1]]
    if "iis" not in server.without:
        yield from _iis(requests, host)
    if "httpproxy" not in server.without:
        yield from _httpproxy(kept, server, host)
    yield from _beside(found, requests, server, host)


def _iis(requests: Sequence[Request], host: Estate) -> Iterator[Planted]:
    front = [(request.end, iis_rows.front_row(request, host.address)) for request in requests if request.front]
    back = [
        (iis_rows.back_end(request), iis_rows.back_row(request, request.back, host.address))
        for request in requests
        if request.back is not None
    ]
    for site, rows in (("W3SVC1", front), ("W3SVC2", sorted(back, key=lambda row: row[0]))):
        for day, group in groupby(rows, key=lambda row: row[0] // DAY):
            lines = list(group)
            every = max(1, -(-len(lines) // RESTARTS))
            parts = [
                (iis_rows.header(at) if number % every == 0 else "") + text for number, (at, text) in enumerate(lines)
            ]
            path = f"{_IIS}/{site}/u_ex{day_stamp(day * DAY)[2:]}.log"
            yield Planted(path=path, content="".join(parts).encode(), written=lines[-1][0])


def _httpproxy(requests: Sequence[Request], server: Server, host: Estate) -> Iterator[Planted]:
    folders: dict[str, list[Request]] = {}
    for request in requests:
        folders.setdefault(request.protocol, []).append(request)
    for protocol in sorted(folders):
        seen: Counter[str] = Counter()

        def period(request: Request) -> tuple[int, str]:
            return request.end // (server.rotation_hours * HOUR), server.build_at(clock(request.end))

        for (_, build), group in groupby(folders[protocol], key=period):
            lines = list(group)
            stamp = hour_stamp(lines[0].end)
            seen[stamp] += 1
            body = "".join(httpproxy_rows.row(request, server, host) for request in lines)
            yield Planted(
                path=f"{_LOGS}/HttpProxy/{protocol}/HttpProxy_{stamp}-{seen[stamp]}.LOG",
                content=(httpproxy_rows.header(lines[0].end, build) + body).encode(),
                written=lines[-1].end,
            )


def _beside(found: Happenings, requests: Sequence[Request], server: Server, host: Estate) -> Iterator[Planted]:
    """The other logs of Exchange, one file a day or more each."""
    ecp = sorted(found.ecp, key=lambda entry: entry.at)
    soap = [request for request in requests if request.soap]
    shell = [request for request in requests if request.protocol == "PowerShell" and request.back is not None]
    notes = sorted(found.notes, key=lambda note: note.at)
    tables: tuple[tuple[str, str, str, str, Iterable[Row]], ...] = (
        ("ecp_server", f"{_LOGS}/ECP/Server/ECPServer{{day}}-1.LOG", "ECP Server Log", exchange_rows.ECP_FIELDS,
         ((entry.at, exchange_rows.ecp_server_row(entry, server)) for entry in ecp)),
        ("ecp_activity", f"{_LOGS}/ECP/Activity/ECPActivity_11500_{{day}}-1.LOG", "ECP Activity Context Log",
         exchange_rows.ECP_FIELDS, ((entry.at + 15, exchange_rows.ecp_activity_row(entry, server)) for entry in ecp)),
        ("ews", f"{_LOGS}/Ews/Ews_{{day}}00-1.LOG", "EWS Logs", exchange_rows.EWS_FIELDS,
         ((request.end, exchange_rows.ews_row(request, server)) for request in soap)),
        ("rps_cmdlet", f"{_LOGS}/CmdletInfra/Powershell-Proxy/Cmdlet/Rps_Cmdlet_{{day}}00-1.LOG", "Rps Cmdlet Logs",
         exchange_rows.CMDLET_FIELDS,
         ((request.end, exchange_rows.cmdlet_row(request, server, host)) for request in shell if request.cmdlet)),
        ("rps_http", f"{_LOGS}/CmdletInfra/Powershell-Proxy/Http/Rps_Http_{{day}}00-1.LOG", "Rps Http Logs",
         exchange_rows.HTTP_FIELDS, ((request.end, exchange_rows.http_row(request, server)) for request in shell)),
        ("oabgen", f"{_LOGS}/OABGeneratorLog/OABGeneratorLog_{{day}}-1.LOG", "OABGenerator Log",
         exchange_rows.OAB_FIELDS,
         ((note.at, exchange_rows.note_row(note, server)) for note in notes if note.log == "oabgen")),
        ("msgtrk", f"{_TRACKING}/MSGTRK{{day}}-1.LOG", "Message Tracking Log", exchange_rows.TRACKING_FIELDS,
         ((note.at, exchange_rows.note_row(note, server)) for note in notes if note.log == "msgtrk")),
    )  # fmt: skip
    for source, pattern, kind, fields, rows in tables:
        if source in server.without:
            continue
        span = max(DAY, server.rotation_hours * HOUR)
        for _, group in groupby(rows, key=lambda row: row[0] // span):
            lines = list(group)
            build = httpproxy_rows.version(server.build_at(clock(lines[0][0])))
            head = exchange_rows.comments(kind, fields, lines[0][0], "15.0.0.0" if "ECP" in kind else build)
            content = (head + "".join(text for _, text in lines)).encode()
            yield Planted(path=pattern.format(day=day_stamp(lines[0][0])), content=content, written=lines[-1][0])


def event_lines(events: Sequence[Event], server: Server) -> Iterator[tuple[str, bytes, Moment]]:
    """(channel, JSON lines, time of the last) of each channel the collection has; record ids count from 1."""
    for source, channel in CHANNELS.items():
        if source in server.without:
            continue
        mine = sorted((event for event in events if event.channel == channel), key=lambda event: event.at)
        if mine:
            text = "".join(event_line(event, number, server, server.event_form) for number, event in enumerate(mine, 1))
            yield channel, text.encode(), mine[-1].at
