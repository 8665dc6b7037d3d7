"""All places that name the build of one host."""

from indicia.detection.analyses.common.registry import HostView
from indicia.detection.builds.naming import DETECTOR, build_seen
from indicia.detection.builds.runs import EXTRACT, runs_seen
from indicia.model.exposure import BuildSeen
from indicia.model.record import Record


def builds_seen(view: HostView) -> tuple[BuildSeen, ...]:
    """From exports, setup logs and program files, then from web logs.

    An export of `Get-ExchangeServer` lists every server of the organisation: only the row of this host counts, or the
    only row there is.
    """
    picked = view.of(DETECTOR)
    servers = {name for seen in picked if (name := _server(seen.sighting.record))}
    found: list[BuildSeen] = []
    for seen in picked:
        item = build_seen(seen.sighting, seen.evidence.path)
        server = _server(seen.sighting.record)
        if item is not None and (not server or server == _short(view.host) or len(servers) == 1):
            found.append(item)
    return (*found, *runs_seen(view.extracts.get(EXTRACT, ())))


def _server(record: Record) -> str:
    """The server that a row of `Get-ExchangeServer` is about; empty for anything else."""
    if "AdminDisplayVersion" not in record.fields:
        return ""
    names = (str(record.fields.get(key) or "") for key in ("Name", "Identity", "Fqdn"))
    return next((_short(name) for name in names if name), "")


def _short(name: str) -> str:
    """`mxs01` of `MXS01.corp.example` or of a path in the directory."""
    return name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].partition(".")[0].casefold()
