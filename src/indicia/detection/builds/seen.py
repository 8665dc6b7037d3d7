"""All places that name the build of one host."""

from indicia.detection.analyses.registry import HostView
from indicia.detection.builds.naming import DETECTOR, build_seen
from indicia.detection.builds.runs import EXTRACT, runs_seen
from indicia.model.exposure import BuildOrigin, BuildSeen
from indicia.model.record import Record


def builds_seen(view: HostView) -> tuple[BuildSeen, ...]:
    """From exports, setup logs and program files, then from web logs.

    An export of `Get-ExchangeServer` lists every server of the organisation: only the row of this host counts.
    """
    found: list[BuildSeen] = []
    for seen in view.of(DETECTOR):
        item = build_seen(seen.sighting, seen.evidence.path)
        if item is not None and not _of_another(item, seen.sighting.record, view.host):
            found.append(item)
    return (*found, *runs_seen(view.extracts.get(EXTRACT, ())))


def _of_another(item: BuildSeen, record: Record, host: str) -> bool:
    if item.origin is not BuildOrigin.EXPORT or "AdminDisplayVersion" not in record.fields:
        return False
    names = {_short(str(record.fields.get(key) or "")) for key in ("Name", "Identity", "Fqdn")} - {""}
    return _short(host) not in names


def _short(name: str) -> str:
    """`MXS01` of `mxs01.corp.example` or of a path in the directory."""
    return name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].partition(".")[0].casefold()
