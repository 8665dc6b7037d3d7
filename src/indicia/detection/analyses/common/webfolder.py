r"""Web-served folders of an Exchange server, and which address a file in them answers to.

Folders: the front end's `FrontEnd\HttpProxy\`, the back end's `ClientAccess\`, the default site's `inetpub\wwwroot\`.
Source: research note on artefacts WS-01 to WS-05; vendor baselines of March 2021.
"""

from enum import Enum

from indicia.detection.conditions.condition import All, Condition, contains, ends
from indicia.detection.conditions.condition import Any as AnyOf
from indicia.knowledge.packs.pack import Baseline

EXTENSIONS = (
    ".aspx", ".ashx", ".asmx", ".asax", ".asp", ".asa", ".cshtml", ".vbhtml", ".soap",
    ".php", ".phtml", ".jsp", ".jspx", ".cfm", ".shtml",
)  # fmt: skip
"""Files that run code on a web server.  Not `.js`: `aspnet_client\\system_web` holds harmless ones."""

_FRONT_END = "frontend\\httpproxy\\"
_BACK_END = "clientaccess\\"
_SITE = "inetpub\\wwwroot\\"

KNOWN_FRONT_END_PAGES = (
    "/owa/auth/errorfe.aspx", "/owa/auth/expiredpassword.aspx", "/owa/auth/frowny.aspx", "/owa/auth/logoff.aspx",
    "/owa/auth/logon.aspx", "/owa/auth/outlookcn.aspx", "/owa/auth/redirsuiteserviceproxy.aspx",
    "/owa/auth/signout.aspx", "/owa/auth/svmfeedback.aspx", "/ecp/auth/timeoutlogout.aspx",
)  # fmt: skip
"""Every page (not `global.asax`) of the 123 vendor baselines that lies in a folder open to anyone."""

KNOWN_BACK_END_NAMES = frozenset({
    "default.aspx", "error.aspx", "error2.aspx", "languageselection.aspx", "logoff.aspx", "signout.aspx",
    "casredirect.aspx", "suiteserviceproxy.aspx", "sessiondata.ashx", "userspecificresourceinjector.ashx",
    "remotenotification.ashx", "plt1.ashx", "getowaextensibilityscript.ashx", "getpersona.ashx",
    "smime.aspx", "meetingpollproposeoption.aspx", "preload.aspx", "previewpage.aspx", "timeoutlogout.aspx",
})  # fmt: skip
"""Names of pages of the back end's mail site as they show in request logs; the baselines do not cover the back end."""


class Folder(Enum):
    """Kind of web-served folder."""

    FRONT_END = "front end"
    BACK_END = "back end"
    ASPNET_CLIENT = "aspnet_client"
    SITE = "site root"


def windows(path: str) -> str:
    """A path in Windows form, lower case, without the name of an alternate stream."""
    plain = path.replace("/", "\\").lower()
    drive, colon, rest = plain[:2], plain[1:2] == ":", plain[2:]
    return (drive if colon else plain[:2]) + rest.split(":", 1)[0]


def folder_of(path: str) -> Folder | None:
    """The kind of web-served folder a file lies in; null when it lies in none."""
    plain = windows(path)
    if _FRONT_END in plain:
        return Folder.FRONT_END
    if _SITE in plain:
        below = plain.split(_SITE, 1)[1]
        return Folder.ASPNET_CLIENT if below.startswith("aspnet_client\\") else Folder.SITE
    return Folder.BACK_END if _BACK_END in plain else None


def web_path(path: str) -> str:
    """The address a file in a web-served folder answers to, lower case; empty when it lies in none."""
    plain = windows(path)
    for folder in (_FRONT_END, _BACK_END, _SITE):
        if folder in plain:
            return "/" + plain.split(folder, 1)[1].replace("\\", "/")
    return ""


def relative(path: str) -> str:
    r"""Path of a front-end file relative to the install folder, lower case, as the baseline names it."""
    plain = windows(path)
    return _FRONT_END + plain.split(_FRONT_END, 1)[1] if _FRONT_END in plain else plain


def is_script(path: str) -> bool:
    """Whether the name is that of a file that runs code on a web server."""
    return windows(path).endswith(EXTENSIONS)


def known_pages(baseline: Baseline) -> frozenset[str]:
    """Addresses of the front-end files in the baseline, lower case."""
    return frozenset(web_path("c:\\v15\\" + path) for path in baseline.hashes) | frozenset(KNOWN_FRONT_END_PAGES)


def script_in_web_folder(field: str) -> Condition:
    """The field is the path of a script file, or of one of its streams, in a web-served folder; `/` counts as `\\`."""
    folders = (_FRONT_END, _BACK_END, _SITE)
    named = (ends(field, *EXTENSIONS), contains(field, *(extension + ":" for extension in EXTENSIONS)))
    return All((contains(field, *folders, *(folder.replace("\\", "/") for folder in folders)), AnyOf(named)))
