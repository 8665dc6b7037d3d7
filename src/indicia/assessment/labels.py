"""Short names a reader recognises: the log a record came from, the page a path means."""

import re

from indicia.knowledge.packs.log_names import CHANNELS, LOGS
from indicia.model.finding import Exhibit

_SCRIPT = re.compile(r"([^\\/:*?\"<>|\s]+\.(?:aspx|ashx|asmx|asp|asax|cshtml|php|jspx?|cfm|shtml))", re.IGNORECASE)
_WEB_ROOTS = (
    ("\\frontend\\httpproxy\\", "/"),
    ("\\inetpub\\wwwroot\\", "/"),
    ("\\clientaccess\\", "/"),
)


def source_label(exhibit: Exhibit) -> str:
    """`Sysmon 11`, `HttpProxy`, `file`: the log and, for events, the event id."""
    if exhibit.table != "win_event":
        return LOGS.get(exhibit.source, exhibit.source)
    name = CHANNELS.get(exhibit.source.lower(), exhibit.source.split("/")[0])
    event = exhibit.fields.get("EventID")
    return name if event is None else f"{name} {event}"


def web_path(item: str) -> str:
    r"""Path below the web site that a file path means: `…\FrontEnd\HttpProxy\owa\auth\x.aspx` → `/owa/auth/x.aspx`.

    A web path comes back as it is, lower case, without its query; anything else as an empty string.
    """
    lower = item.lower()
    for root, web in _WEB_ROOTS:
        at = lower.find(root)
        if at >= 0:
            return web + lower[at + len(root) :].replace("\\", "/")
    return lower.split("?", 1)[0] if lower.startswith("/") else ""


def page_name(item: str) -> str:
    r"""File name of the script page an object is about, lower case: also of `x.aspx.1a2b3c4d.compiled`; else empty."""
    found = _SCRIPT.search(item)
    return found.group(1).lower() if found else ""
