"""Which programs write pages, and what that says: a setup, somebody at the desk, a script, the server itself."""

from collections.abc import Iterable

from indicia.detection.analyses.common.fieldtext import basename

_INSTALLERS = (
    "\\windows\\system32\\msiexec.exe", "\\windows\\syswow64\\msiexec.exe", "\\bin\\exsetup.exe",
    "\\bin\\exsetupui.exe", "\\exchangesetup\\exsetup.exe", "\\exchangesetup\\exsetupui.exe",
    "\\servicing\\trustedinstaller.exe", "\\tiworker.exe",
)  # fmt: skip
_DESK = (
    "\\windows\\explorer.exe", "\\windows\\notepad.exe", "\\windows\\system32\\notepad.exe",
    "\\windows\\system32\\inetsrv\\inetmgr.exe", "\\notepad++\\notepad++.exe", "\\microsoft vs code\\code.exe",
    "\\windows nt\\accessories\\wordpad.exe",
)  # fmt: skip
"""Programs that somebody signed in at the desktop copies and edits files with."""
_SCRIPTS = frozenset({"cmd.exe", "powershell.exe", "pwsh.exe"})
_SERVER_ITSELF = frozenset({
    "system", "w3wp.exe", "umworkerprocess.exe", "umservice.exe", "msexchangemailboxreplication.exe", *_SCRIPTS,
    "certutil.exe", "bitsadmin.exe", "rundll32.exe",
})  # fmt: skip
"""Writers that no administrator edits pages with."""
_WEB = frozenset({"w3wp.exe", "umworkerprocess.exe"})
"""What comes in over the web is written by these."""


def installs(image: str) -> bool:
    """Whether it is Windows Installer, Exchange setup or Windows servicing, at its place."""
    return image.lower().endswith(_INSTALLERS)


def from_inside(images: Iterable[str]) -> bool:
    """Whether the server itself wrote, or nobody is named."""
    names = _names(images)
    return not names or bool(names & _SERVER_ITSELF)


def over_the_web(images: Iterable[str]) -> bool:
    """Whether a worker process of the web server is among the writers."""
    return bool(_names(images) & _WEB)


def only_the_web(images: Iterable[str]) -> bool:
    """Whether nothing but worker processes of the web server wrote."""
    names = _names(images)
    return bool(names) and names <= _WEB


def at_the_desk(images: Iterable[str]) -> bool:
    """Whether only programs wrote that somebody signed in at the desktop works with."""
    named = [image.lower() for image in images]
    return bool(named) and all(image.endswith(_DESK) for image in named)


def by_somebody(images: Iterable[str]) -> bool:
    """Whether only people's programs and scripts wrote, as for a page of one's own laid over a known one."""
    names = _names(images)
    return bool(names) and not names & (_SERVER_ITSELF - _SCRIPTS)


def by_a_site(images: Iterable[str]) -> bool:
    """Whether only those wrote that keep a site: people, scripts, the kernel for a share, the application itself."""
    names = _names(images)
    return bool(names) and not names & (_SERVER_ITSELF - _SCRIPTS - _WEB - {"system"})


def _names(images: Iterable[str]) -> set[str]:
    return {basename(image) for image in images}
