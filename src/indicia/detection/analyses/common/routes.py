"""Where the selectors look: routes to the logs, under names a reader of the log would use."""

from indicia.detection.detector import Route

FILES = Route("file")
IIS_REQUESTS = tuple(Route("web_request", source=source) for source in ("iis", "iis_ncsa", "iis_native"))
"""Requests that IIS logged, in whatever format."""
OTHER_REQUESTS = tuple(Route("web_request", source=source) for source in ("ncsa", "web_csv", "web_json"))
"""Those that some server logged, maybe one that stands before Exchange."""
EXPORTED = Route("exported")
IIS_CONFIG = Route("iis_config")
JOURNAL = Route("file_journal")
HTTPPROXY = Route("exchange_log", source="httpproxy")
ECP_SERVER = Route("exchange_log", source="ecp_server")
RPS_CMDLET = Route("exchange_log", source="rps_cmdlet")
MANAGEMENT = Route("win_event", channels=frozenset({"msexchange management"}), event_ids=frozenset({1, 6}))
"""MSExchange Management: 1 cmdlet succeeded, 6 cmdlet failed."""


def sysmon(*event_ids: int) -> Route:
    """These events of Sysmon."""
    return Route(
        "win_event", channels=frozenset({"microsoft-windows-sysmon/operational"}), event_ids=frozenset(event_ids)
    )


def security(*event_ids: int) -> Route:
    """These events of the Security log."""
    return Route("win_event", channels=frozenset({"security"}), event_ids=frozenset(event_ids))
