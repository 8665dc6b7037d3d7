"""Command lines whose program is fixed, so that a request fills arguments of it and nothing else."""

import re

from indicia.detection.webshell.values.value import EITHER, GAP, HOLE

_RUNS_OTHERS = frozenset({
    # Command shells and interpreters.
    "cmd", "command", "powershell", "pwsh", "sh", "bash", "dash", "ash", "zsh", "ksh", "csh", "tcsh", "fish", "busybox",
    "cscript", "wscript", "mshta", "python", "python2", "python3", "py", "perl", "ruby", "node", "php", "php-cgi",
    "lua", "tclsh", "java", "javaw", "dotnet", "mono", "osascript", "awk", "gawk", "sed", "vi", "vim", "ed", "gdb",
    "expect",
    # What starts others, or runs what a file or an address holds.
    "start", "runas", "rundll32", "regsvr32", "regasm", "regsvcs", "installutil", "msbuild", "csc", "vbc", "jsc",
    "msiexec", "forfiles", "pcalua", "cmstp", "odbcconf", "mavinject", "xwizard", "hh", "explorer", "control", "call",
    "env", "nohup", "setsid", "sudo", "su", "doas", "nice", "time", "timeout", "watch", "xargs", "find", "strace",
    "script", "exec", "execute", "declare", "psexec", "psexec64", "winrs", "ssh", "plink", "telnet", "nc", "ncat",
    "netcat", "socat", "docker", "kubectl",
    # What changes the machine, or fetches what it is told.
    "net", "net1", "sc", "schtasks", "at", "crontab", "reg", "regedit", "netsh", "wmic", "appcmd", "bcdedit",
    "dnscmd", "icacls", "cacls", "takeown", "attrib", "vssadmin", "wevtutil", "procdump", "procdump64", "ntdsutil",
    "taskkill", "tskill", "chmod", "chown", "useradd", "usermod", "passwd", "certutil", "certreq", "bitsadmin", "curl",
    "wget", "ftp", "tftp", "esentutl", "extrac32", "expand", "copy", "xcopy", "move", "del", "type", "echo",
    "sqlcmd", "osql", "isql", "mysql", "psql", "sqlite3",
})  # fmt: skip
"""Programs whose arguments say what else runs, or do by themselves what an intruder wants done."""
_PROGRAM = re.compile(r"\w[\w+-]*(?:\.(?:exe|com))?", re.IGNORECASE)
_LAST = re.compile(r"[\\/]")
_TAKES_CODE = re.compile(r"[/-](?:c|k|command|e(?:nc\w*)?|exec|eval|r)[\s:=]*[\"']?$", re.IGNORECASE)
"""A switch behind which, in programs of any name, stands what is run."""
_SHELL_FIRST = re.compile(
    r"^\s*\"?(?:%comspec%|(?:[\w:\\/. ]{0,60}[\\/])?cmd(?:\.exe)?)\"?(?:\s+/[a-bd-jl-z]\w{0,3})*\s+/[ck]\s+",
    re.IGNORECASE,
)
SHELL_NAMED = re.compile(
    r"\bcmd(?:\.exe|\s*/|[\"'])|comspec|\b(?:powershell|pwsh|mshta|rundll32|regsvr32|wmic)\b"
    r"|/bin/\w{0,3}sh\b|[\"'](?:ba|da|z|k)?sh(?:\.exe)?(?:[\"']|\s+-)",
    re.IGNORECASE,
)
"""Where a page names a command shell, what a line begins with may be that."""


def after_shell(told: str) -> str:
    """The line that a command shell is given; the same text where it begins with none."""
    return EITHER.join(_SHELL_FIRST.sub("", text) for text in told.split(EITHER))


def is_fixed(told: str) -> bool:
    """Whether every text that a command line may be begins with a program that is known and runs no others."""
    return bool(told) and all(_begins_fixed(text.strip()) for text in told.split(EITHER))


def is_fixed_program(name: str) -> bool:
    """The same for the name or path of a program alone."""
    program = _LAST.split(name.strip().strip('"'))[-1].lower()
    found = _PROGRAM.fullmatch(program)
    return found is not None and program.removesuffix(".exe").removesuffix(".com") not in _RUNS_OTHERS


def _begins_fixed(text: str) -> bool:
    if text.startswith('"'):
        program, ended, rest = text[1:].partition('"')
    else:
        program, ended, rest = text.partition(" ")
    whole = ended or (HOLE not in text)
    named = _LAST.split(program)[-1]
    if not whole or HOLE in program or GAP in named or not is_fixed_program(named):
        return False
    return not any(_TAKES_CODE.search(piece) for piece in rest.split(HOLE)[:-1])
