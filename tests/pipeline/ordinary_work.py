"""Events of a server on which people and programs do their work, beside the web logs of `internet_year`.

What administrators, updates, content management and an application's own programs leave reads like an intrusion's:
pages written into web folders, shells under the worker process, services made from afar.  Everything is invented.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from tests.pipeline.internet_year import START, Year

SYSMON, SECURITY = "Microsoft-Windows-Sysmon/Operational", "Security"
SYSTEM32 = "C:\\Windows\\System32\\"
W3WP, EXPLORER = SYSTEM32 + "inetsrv\\w3wp.exe", "C:\\Windows\\explorer.exe"
POWERSHELL = SYSTEM32 + "WindowsPowerShell\\v1.0\\powershell.exe"
FRAMEWORK = "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\"
INSTALL = "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\"
AUTH = INSTALL + "FrontEnd\\HttpProxy\\owa\\auth\\"
SITE_ROOT = "C:\\inetpub\\wwwroot\\"


class Events:
    """Events of one host, by channel."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._lines: dict[str, list[tuple[datetime, str]]] = {}

    def add(self, at: datetime, channel: str, number: int, provider: str, **data: str) -> None:
        """One event."""
        time = f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
        system = {
            "Provider": {"#attributes": {"Name": provider}},
            "EventID": number,
            "TimeCreated": {"#attributes": {"SystemTime": time}},
            "EventRecordID": len(self._lines.get(channel, ())) + 1,
            "Channel": channel,
            "Computer": self._host,
        }
        event: Mapping[str, object] = {"Event": {"System": system, "EventData": data}}
        self._lines.setdefault(channel, []).append((at, json.dumps(event)))

    def wrote(self, at: datetime, image: str, path: str) -> None:
        """Sysmon 11."""
        data = {"ProcessGuid": "{1}", "ProcessId": "4711", "Image": image, "TargetFilename": path}
        self.add(at, SYSMON, 11, "Microsoft-Windows-Sysmon", **data)

    def started(self, at: datetime, image: str, command: str, parent: str, pool: str = "") -> None:
        """Sysmon 1; under the worker process that runs a pool since the day before."""
        worker = f'{parent} -ap "{pool}" -v "v4.0"' if pool else parent
        data = {
            "ProcessGuid": f"{{{at.timestamp():.0f}}}", "ProcessId": "4048", "Image": image, "CommandLine": command,
            "User": f"IIS APPPOOL\\{pool}" if pool else "CORP\\admin", "ParentImage": parent,
            "ParentProcessGuid": f"{{{at:%y%m%d}-{pool}}}", "ParentProcessId": "4040", "ParentCommandLine": worker,
        }  # fmt: skip
        self.add(at, SYSMON, 1, "Microsoft-Windows-Sysmon", **data)

    def compiled(self, at: datetime, app: str, *pages: str) -> None:
        """ASP.NET compiles pages that were asked for."""
        folder = f"{FRAMEWORK}Temporary ASP.NET Files\\{app}\\1a2b3c4d\\5e6f7a8b\\"
        command = f'"{FRAMEWORK}csc.exe" /noconfig @"{folder}x.cmdline"'
        self.started(at, FRAMEWORK + "csc.exe", command, W3WP, "site" if app == "root" else f"MSExchange{app}AppPool")
        for page in pages:
            self.wrote(at + timedelta(seconds=2), W3WP, f"{folder}{page}.5d7a8b9c.compiled")

    def write(self, folder: Path) -> None:
        """One file a channel."""
        for channel, lines in self._lines.items():
            path = folder / "events" / f"{channel.replace('/', '_')}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(line + "\n" for _, line in sorted(lines)))


def of_a_site(year: Year, days: int) -> Events:
    """An application that starts programs, content management, deployments, edits of single pages in every way."""
    events = Events("web.example.test")
    for day in range(days):
        at = START + timedelta(days=day, hours=9)
        for number in range(3):
            pdf = rf"D:\shop\pdf\{day * 3 + number}.pdf"
            command = rf'cmd.exe /c ""D:\shop\tools\makepdf.bat" {4711 + day * 3 + number} {pdf}"'
            events.started(at + timedelta(minutes=number), SYSTEM32 + "cmd.exe", command, W3WP, "site")
        events.wrote(at, W3WP, rf"{SITE_ROOT}upload\{day}.jpg")
        if day % 30 == 8:
            for page in ("Print.aspx", "Ajax.ashx"):
                events.wrote(at + timedelta(hours=6), W3WP, rf"{SITE_ROOT}DesktopModules\Events{day}\{page}")
            events.compiled(at + timedelta(hours=7), "root", "print.aspx")
        if day % 60 == 40:
            edits = {EXPLORER: "products", POWERSHELL: "contact", "System": "search", SYSTEM32 + "cmd.exe": "default"}
            for number, (image, page) in enumerate(edits.items()):
                events.wrote(at + timedelta(hours=number), image, rf"{SITE_ROOT}{page}.aspx")
            events.compiled(at + timedelta(hours=5), "root", *(f"{page}.aspx" for page in edits.values()))
        if day == 70:
            for number in range(30):
                moment = at + timedelta(hours=12, seconds=number)
                events.wrote(moment, POWERSHELL, rf"{SITE_ROOT}pages\page{number}.aspx")
        if day % 7 < 5:
            _till(year, at)
    return events


def _till(year: Year, at: datetime) -> None:
    """A device in a shop talks through a page of its own, each working day."""
    for number in range(30):
        query = "ip=192.168.4.20&port=20007" if number == 0 else "poll=1"
        method = "POST" if number % 2 else "GET"
        moment = at + timedelta(seconds=number // 3)
        year.ask(moment, "91.7.7.7", method, "/pos/bridge.ashx", query, agent="PosBridge/3.1")


def of_exchange(days: int) -> Events:
    """Updates, a logon page of the house's own and a copy of it, health workers, tools of administrators."""
    events = Events("mx.example.test")
    installer = SYSTEM32 + "msiexec.exe"
    for day in range(days):
        at = START + timedelta(days=day, hours=10)
        health = INSTALL + "Bin\\MSExchangeHMWorker.exe"
        events.started(at, SYSTEM32 + "netsh.exe", '"netsh" interface tcp show global', health)
        if day % 6 == 0:
            events.compiled(at, "owa", "logon.aspx", "errorfe.aspx", "signout.aspx")
            events.started(at, SYSTEM32 + "WerFault.exe", "WerFault.exe -u -p 9", W3WP, "MSExchangeOWAAppPool")
        if day % 30 == 18:
            for page in ("logon.aspx", "errorFE.aspx", "OutlookCN.aspx"):
                events.wrote(at, installer, AUTH + page)
            # After each update a script lays the house's own page over the new one.
            events.wrote(at + timedelta(hours=1), POWERSHELL, AUTH + "logon.aspx")
        if day == 15:
            events.wrote(at, SYSTEM32 + "notepad.exe", AUTH + "logon.aspx")
            events.wrote(at + timedelta(minutes=1), EXPLORER, AUTH + "logon - copy.aspx")
        if day % 10 == 3:
            service = {"ServiceName": "PSEXESVC", "ImagePath": "%SystemRoot%\\PSEXESVC.exe"}
            events.add(at, "System", 7045, "Service Control Manager", **service)
            events.started(at, SYSTEM32 + "cmd.exe", '"cmd.exe" /c gpupdate /force', "C:\\Windows\\PSEXESVC.exe")
    return events
