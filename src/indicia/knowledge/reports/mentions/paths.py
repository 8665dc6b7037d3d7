r"""Registry keys, paths of Windows and Unix, paths of web servers, and names of files in a report."""

import re
from collections.abc import Iterator

from indicia.knowledge.reports.mentions.endings import CODE, FILES, NOTABLE
from indicia.knowledge.reports.mentions.found import Found

_SPACED = (
    r"(?:Program[ \n]Files(?:[ \n]\(x86\))?|Common[ \n]Files|Documents[ \n]and[ \n]Settings|Exchange[ \n]Server"
    r"|Temporary[ \n]ASP\.NET[ \n]Files|Microsoft[ \n]Shared|Web[ \n]Server[ \n]Extensions|Start[ \n]Menu"
    r"|Local[ \n]Settings"
    r"|Application[ \n]Data|All[ \n]Users|Default[ \n]User|Windows[ \n]NT|Internet[ \n]Settings|Control[ \n]Panel"
    r"|Session[ \n]Manager|Image[ \n]File[ \n]Execution[ \n]Options|Internet[ \n]Explorer|Windows[ \n]Defender"
    r"|Active[ \n]Setup|Installed[ \n]Components|Microsoft[ \n]Office|Windows[ \n]Mail|Client[ \n]Access|Inetpub)"
)
_WORD = r"[^\\/:*?\"<>|\s,;“”‘’`]"
_PLAIN_WORD = (
    rf"(?<![.!?]) (?!(?:and|or|to|in|with|from|as|via|using|was|is|were|then|into|on|for|by|at) ){_WORD}{{1,40}}"
)
"""A further word of a folder's name, as long as it does not read like the sentence around the path."""
_INNER = rf"(?:{_SPACED}|{_WORD}{{1,100}}(?:{_PLAIN_WORD}){{0,3}}?)\\{{1,2}}(?:\n(?![A-Za-z]:)(?=[\w.$%]\S*[\\.]\w))?"
_LAST = rf"(?:{_SPACED}|{_WORD}{{1,150}})"
_WINDOWS = re.compile(
    rf"(?<![\w\\])(?:(?P<drive>[A-Za-z]:\\{{1,2}})|(?P<share>\\\\[\w.$-]{{1,100}}\\)"
    rf"|(?P<variable>%[A-Za-z][\w()]{{1,40}}%\\{{1,2}})"
    rf"|(?P<rooted>\\(?=(?:Windows|Users|inetpub|ProgramData|Program Files|Temp|Device|Registry)\\)))"
    rf"(?P<rest>(?:{_INNER}){{0,24}}{_LAST}?)",
    re.IGNORECASE,
)
_REGISTRY = re.compile(
    rf"(?<![\w\\])(?P<hive>HKLM|HKCU|HKCR|HKU|HKCC"
    rf"|HKEY_[A-Z_]{{4,20}})(?P<colon>:)?\\{{1,2}}(?P<rest>(?:{_INNER}){{0,24}}{_LAST}?)",
    re.IGNORECASE,
)
_UNIX = re.compile(
    r"(?<![\w./:~-])(?P<path>(?:~|/(?:etc|usr|var|tmp|opt|home|root|bin|sbin|dev|proc|lib|lib64|mnt|srv"
    r"|Library|Users|Volumes"
    r"|private|boot|data|flash|system|netscaler|nsconfig|run))/[\w.@%+~/-]{0,300}[\w@%+~-])"
)
_WEB = re.compile(
    r"(?<![\w./:~>-])(?P<path>/(?:[\w.@%+~$-]{1,100}/){0,12}[\w.@%+~$-]{1,100}\.(?:aspx?|ashx|asmx|ascx|svc"
    r"|ecp|php\d?|jspx?|cgi|cfm|js|html?|do|action|py|pl|sh))"
    r"(?P<query>\?[\w.=&%+~/@:-]{1,500})?(?![\w/])"
)
_FOLDER = re.compile(
    r"(?<![\w./:~-])(?P<path>/(?:owa|ecp|aspnet_client|autodiscover|mapi|ews|rpc|oab|powershell|cgi-bin"
    r"|wp-content|wp-admin|vpns?|remote|dana-na|tmui)"
    r"/(?:[\w.@%+~$-]{1,100}/?){1,12})(?![\w/])"
)
_FILE = re.compile(
    r"(?<![\w.\\/@%$-])(?P<name>[\w$~@][\w$~@{}+#%()-]{0,80}(?:\.[\w$~@{}+#%-]{1,60}){0,4}\.(?P<ending>[A-Za-z0-9]{2,8}))(?![\w\\/@]|\.\w|-\w|\()"
)
_PROGRAMS = frozenset(
    """cmd powershell pwsh w3wp rundll32 regsvr32 svchost lsass explorer services winlogon csrss smss wininit spoolsv
    dllhost conhost net net1 whoami tasklist systeminfo ipconfig netstat nltest dsquery certutil bitsadmin mshta wmic
    wmiprvse reg regedit schtasks at sc msiexec wscript cscript taskkill ping nslookup quser query netsh ntdsutil
    vssadmin esentutl makecab expand csc cvtres msbuild installutil umworkerprocess umservice
    microsoft.exchange.um.callrouter store edgetransport winword excel outlook iexplore chrome firefox notepad appcmd
    iisreset tracert taskeng taskmgr bcdedit wevtutil java javaw python perl php""".split()
)
"""Programs that belong to the system, or are on most computers."""
_OWN_PAGES = frozenset(
    """web.config global.asax applicationhost.config machine.config desktop.ini win.ini hosts.txt readme.md robots.txt
    index.php index.asp default.aspx login.php ntds.dit kernel32.dll ntdll.dll user32.dll advapi32.dll comsvcs.dll
    system.web.dll mscorlib.dll""".split()
)


def find_paths(view: str) -> Iterator[Found]:
    r"""Registry keys first, then paths, then names that stand alone.

    A path with blanks is read as long as a backslash follows (`C:\Program Files\…`); a line break inside of one is
    read as a blank or as nothing.  `aside` says that a program is part of the system.
    """
    for found in _REGISTRY.finditer(view):
        end = _end(view, found)
        if end > found.start("rest"):
            yield Found(found.start(), end, _plain(view[found.start() : end]), "registry")
    for found in _WINDOWS.finditer(view):
        end = _end(view, found)
        if end > found.start("rest"):
            value = _plain(view[found.start() : end])
            last = value.rpartition("\\")[2]
            aside = _system(last, folder=value.lower()) if "." in last else "folder"
            yield Found(found.start(), end, value, "path", aside)
    for pattern in (_UNIX, _WEB, _FOLDER):
        for found in pattern.finditer(view):
            path = found.group("path").rstrip(".")
            start = found.start("path")
            yield Found(
                start, start + len(path), path, "path", _program(path.rpartition("/")[2]) if pattern is _UNIX else ""
            )
    for found in _FILE.finditer(view):
        name, ending = found.group("name"), found.group("ending").lower()
        if ending in NOTABLE and not _is_code(name, ending):
            start = found.start()
            while name and name[0] in "(){}+#-":
                name, start = name[1:], start + 1
            yield Found(start, found.end(), name, "file name", _system(name))


def _end(view: str, found: re.Match[str]) -> int:
    """Where a path ends: what belongs to the sentence is cut off, and words behind the name of a file."""
    rest = found.group("rest")
    kept = re.sub(r"(?:\s|[.…]{1,3}|['\")\]}!*_]{1,3}|\\{1,2})+\Z", "", rest)
    if kept.endswith("(x86") or (kept.count("(") > kept.count(")") and rest[len(kept) : len(kept) + 1] == ")"):
        kept = rest[: len(kept) + 1]
    if (kept.count("{") > kept.count("}")) and rest[len(kept) : len(kept) + 1] == "}":
        kept = rest[: len(kept) + 1]
    cut = re.search(r"\.(?:exe|dll|aspx?|ps1|bat|vbs|js|zip|rar|log|txt|tmp|dmp)(?= )", kept, re.IGNORECASE)
    if cut:
        kept = kept[: cut.end()]
    return found.start("rest") + len(kept)


def _plain(text: str) -> str:
    text = re.sub(r"\\\n", r"\\", text).replace("\n", " ")
    return re.sub(r"(?<!\A)\\\\", r"\\", text)


def _is_code(name: str, ending: str) -> bool:
    lower = name.lower()
    if lower in CODE or ending not in FILES:
        return True
    stem = lower[: -len(ending) - 1]
    # 2.0.log or 1.js: a number alone names nothing.
    return not re.search(r"[a-z_\u0080-\uffff]", stem) and len(stem) < 4


def _system(name: str, folder: str = "") -> str:
    if name.lower() in _OWN_PAGES:
        return "part of the system"
    if folder and not re.search(r"\\(?:windows\\(?:system32|syswow64|microsoft\.net)|program files)", folder):
        # A program of the system in a folder of its own is worth a look.
        return ""
    return _program(name)


def _program(name: str) -> str:
    stem = name.lower().removesuffix(".exe")
    return "part of the system" if stem in _PROGRAMS and (name.lower().endswith(".exe") or "." not in name) else ""
