"""Short names of logs that a reader recognises."""

from collections.abc import Collection

from indicia.knowledge.packs.pack import LogSource

CHANNELS = {
    "microsoft-windows-sysmon/operational": "Sysmon",
    "microsoft-windows-powershell/operational": "PowerShell",
    "microsoft-windows-windows defender/operational": "Defender",
    "microsoft-iis-configuration/operational": "IIS configuration",
    "microsoft-windows-taskscheduler/operational": "TaskScheduler",
    "microsoft-windows-terminalservices-localsessionmanager/operational": "remote desktop",
}
"""Windows channels, lower case, whose own name says less."""
LOGS = {
    "iis": "IIS",
    "httperr": "http.sys",
    "ncsa": "web server (NCSA)",
    "iis_ncsa": "IIS (NCSA)",
    "iis_native": "IIS (own format)",
    "web_csv": "web requests (CSV)",
    "web_json": "web requests (JSON)",
    "httpproxy": "HttpProxy",
    "ecp_server": "ECP Server",
    "ecp_activity": "ECP Activity",
    "oabgen": "OAB generator",
    "ews": "EWS",
    "rps_cmdlet": "cmdlet log",
    "rps_http": "PowerShell HTTP",
    "msgtrk": "message tracking",
    "exchange_other": "Exchange log",
    "fs": "file",
    "apphost": "IIS configuration",
    "usn_journal": "change journal",
}
"""Logs that are no Windows channels, by the name of their source."""

_MORE = {
    "powershellcore/operational": "PowerShell",
    "windows powershell": "PowerShell (classic)",
    "security": "Security",
    "system": "System",
    "application": "Application",
    "msexchange management": "MSExchange Management",
    "dns server": "DNS Server",
}
_TABLES = {
    "web_request": "web logs",
    "exchange_log": "Exchange log",
    "file": "files",
    "iis_config": "IIS configuration",
    "exported": "exports",
    "file_journal": "change journal",
    "win_event": "any Windows log",
}
_MOST_IDS = 4


def needed_log(table: str, source: str | None, channels: Collection[str], ids: Collection[int]) -> tuple[str, ...]:
    """Names of the logs that a rule is put to: `Sysmon 1`, `Security 4688`, `IIS`; each event id by itself if few."""
    if not channels:
        return (LOGS.get(source or "", source or "") or _TABLES.get(table, table),)
    names = sorted({_channel(channel) for channel in channels})
    if not ids:
        return tuple(names)
    if len(ids) > _MOST_IDS:
        return tuple(f"{name} ({len(ids)} event ids)" for name in names)
    return tuple(f"{name} {number}" for name in names for number in sorted(ids))


def source_name(source: LogSource) -> str:
    """Short name of a log source of a pack: `Sysmon`, `HttpProxy`, `files`; its own where there is no shorter one."""
    if source.channels:
        return _channel(source.channels[0])
    return "files" if source.id == "fs" else LOGS.get(source.id, source.name)


def channel_name(source: str) -> str:
    """Name of a log that is no source of a pack, by its kind or its channel as the records write it."""
    return LOGS.get(source) or CHANNELS.get(source.lower()) or source


def _channel(channel: str) -> str:
    known = CHANNELS.get(channel) or _MORE.get(channel)
    return known or channel.removeprefix("microsoft-windows-").removesuffix("/operational")
