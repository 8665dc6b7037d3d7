"""Commands that an application starts day by day, as part of its work: told by their form, not by their values."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

DAYS, LONG = 6, timedelta(days=14)
"""A form of command seen on so many days, over so long, is the application's own."""
TIMES, FEW_DAYS = 300, 3
"""So is one seen so often on so few days: of what comes by the hundred only the first records are kept."""

_ASKS = re.compile(
    r"whoami|\bnet1?(?:\.exe)?\"?\s+(?:user|group|localgroup|view|accounts|share|start)|nltest|\bquser|query\s+user|qwinsta"
    r"|systeminfo|tasklist|netstat|ipconfig|dsquery|csvde|ldifde|adfind|ntds|lsass|procdump|comsvcs|mimikatz|vssadmin"
    r"|\breg(?:\.exe)?\"?\s+(?:save|query|export)|schtasks|wmic|wevtutil|psexec|-urlcache|-decode|bitsadmin|rundll32|regsvr32"
    r"|mshta|-e(?:nc|ncodedcommand)?\s+[a-z0-9+/=]{16}|frombase64|downloadstring|downloadfile|\biex\b|invoke-|&\s*echo\s*\["
    r"|\\programdata\\|\\windows\\temp\\|\\users\\public\\|\\perflogs\\",
    re.IGNORECASE,
)
"""What intruders ask and fetch; the more often, the worse."""
_PROGRAMS = (".exe", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".py", ".jar", ".dll")
_TOKEN = re.compile(r"[^\s\"']+")


def form(command: str) -> str:
    """A command without its values: all numbers are one, data files a folder and a kind; programs keep their names."""
    return " ".join(_plain(token) for token in _TOKEN.findall(command.lower()))


def usual(starts: Iterable[tuple[str, datetime]]) -> frozenset[str]:
    """Commands, each given with its time, whose form came on many days over weeks and that ask nothing odd."""
    times: dict[str, list[datetime]] = {}
    commands: dict[str, str] = {}
    for command, time in starts:
        if command and not _ASKS.search(command):
            commands[command] = form(command)
            times.setdefault(commands[command], []).append(time)
    known = {shape for shape, seen in times.items() if _daily(seen)}
    return frozenset(command for command, shape in commands.items() if shape in known)


def _daily(seen: list[datetime]) -> bool:
    days = {time.date() for time in seen}
    return (len(days) >= DAYS and max(days) - min(days) >= LONG) or (len(seen) >= TIMES and len(days) >= FEW_DAYS)


def _plain(token: str) -> str:
    if not token.endswith(_PROGRAMS):
        folder, cut, name = token.rpartition("\\")
        if cut:
            return f"{folder}\\*{name[name.rfind('.') :] if '.' in name else ''}"
        if any(letter.isdigit() for letter in token):
            return "#"
    return token
