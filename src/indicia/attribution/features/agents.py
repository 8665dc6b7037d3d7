"""User agents of the intruder's requests: libraries and look-alikes of browsers that everybody can send."""

from collections.abc import Iterator, Sequence

from indicia.attribution.features.deeds import Deed
from indicia.model.attribution import EvidenceClass, Feature
from indicia.model.finding import Stage

_FIELDS = ("cs-user-agent", "UserAgent")
MOST_NAMED = 8


def agent_features(deeds: Sequence[Deed]) -> Iterator[Feature]:
    """One for each of the most frequent; they weigh for no cluster, as nobody owns one."""
    found = agents(deeds)
    ordered = sorted(found, key=lambda name: (-len(found[name]), name))
    for name in ordered[:MOST_NAMED]:
        yield Feature(
            id=f"agent:{name}",
            kind=EvidenceClass.AGENT,
            value=name,
            text=f"user agent {name}",
            findings=tuple(deed.id for deed in found[name]),
            block="the requests",
            reliability=0.4,
            speaks_for={},
        )


def agents(deeds: Sequence[Deed]) -> dict[str, list[Deed]]:
    """User agent → findings whose requests past the door sent it."""
    found: dict[str, list[Deed]] = {}
    for deed in deeds:
        if (deed.finding.stage or Stage.NONE) < Stage.EXPLOITED:
            continue
        names: set[str] = set()
        for exhibit in deed.finding.exhibits:
            for field in _FIELDS:
                value = exhibit.fields.get(field)
                names.update(value if isinstance(value, tuple) else [value] if isinstance(value, str) else [])
        for name in names - {"", "-"}:
            found.setdefault(name[:200].replace("+", " "), []).append(deed)
    return found
