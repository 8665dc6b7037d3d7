"""What the answer to a web request says of a rule that looked only at what was asked.

The Internet asks everything of everybody, and rules on requests hit that.  Where the server refused, hands out success
for what cannot be there, or the rule knows only who asked, nothing is seen to have succeeded: such a hit is an attempt.
"""

from collections.abc import Collection, Sequence

from indicia.detection.analyses.common.registry import Seen
from indicia.model.evidence import Kind
from indicia.model.finding import Severity

_LOGS = frozenset((Kind.IIS, Kind.NCSA, Kind.IIS_NCSA, Kind.IIS_NATIVE, Kind.WEB_CSV, Kind.WEB_JSON))
_ASKED = frozenset(("cs-uri-stem", "cs-uri-query", "url.path", "url.query", "cs-method", "cs-version", "cs-host"))
_AGENT = frozenset(("cs-user-agent", "cs(user-agent)", "user_agent.original"))
_STATUS = frozenset(("sc-status", "http.response.status_code"))
_LOGGED = ("${", "jndi:")
"""What a server that writes it to a log may act on, also where it refuses the request (Log4Shell and its like)."""
REFUSED = "refused"
HOLLOW = "hollow"
WHO = "who"
_WHY = {
    HOLLOW: "This site answers what cannot be there with success, so that says little.",
    WHO: "That tells which tool asked, not what came of it.",
}


def attempt(severity: Severity, seen: Seen, hollow: Collection[str]) -> str:
    """`REFUSED`, `HOLLOW` or `WHO` where a record of a web log shows an attempt alone; empty where it may show more.

    `hollow`: SHA-256 of the logs of sites that answer everything.
    """
    if seen.evidence.kind not in _LOGS:
        return ""
    fields = {name.lower() for name in seen.sighting.matched}
    if fields and fields <= _AGENT:
        return WHO if severity <= Severity.MEDIUM else ""
    if not fields or not fields <= _ASKED | _STATUS:
        return ""
    status = _text(seen, "sc-status")
    if status[:1] == "2" and len(status) == 3:
        return HOLLOW if seen.evidence.sha256 in hollow else ""
    if status[:1] != "4" or len(status) != 3:
        # A request that the server failed at may have done its work, and where a redirection leads nobody knows.
        return ""
    asked = " ".join(_text(seen, name) for name in seen.sighting.matched).lower()
    return "" if any(text in asked for text in _LOGGED) else REFUSED


def why_attempt(kind: str, group: Sequence[Seen]) -> str:
    """A sentence on the records of one finding."""
    if kind != REFUSED:
        return _WHY[kind]
    statuses = sorted({_text(seen, "sc-status") for seen in group})
    shown = ", ".join(statuses[:4]) + (" and others" if len(statuses) > 4 else "")
    return f"{'It was' if len(group) == 1 else 'All were'} refused ({shown})."


def _text(seen: Seen, name: str) -> str:
    value = seen.sighting.record.fields.get(name)
    if isinstance(value, tuple):
        return " ".join(item for item in value if item)
    return "" if value is None else str(value)
