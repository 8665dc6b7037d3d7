"""Cases of the past: what one report ascribes to one actor, and what one campaign is made of."""

from datetime import date

from msgspec import Struct

from indicia.attribution.profiles import Claims

LEAST_TECHNIQUES = 5


class Instance(Struct, frozen=True):
    """A case whose actor is known to the bundle."""

    name: str
    day: date
    actors: tuple[str, ...]
    """More than one for a campaign that several are said to be behind; any of them is right."""
    features: tuple[str, ...]
    """Ids of techniques and tools."""
    sources: frozenset[str]
    """Reports that the case itself rests on."""


def report_instances(claims: Claims, *, tools: bool = True) -> list[Instance]:
    """One for each actor and dated report that ascribes at least five techniques to it, in order of time."""
    found: dict[tuple[str, str], set[str]] = {}
    for use in claims.uses.actors:
        for source in use.sources:
            found.setdefault((use.subject, source), set()).add(use.used)
    days = claims.days({source for _, source in found})
    cases = [
        Instance(
            name=source,
            day=days[source],
            actors=(actor,),
            features=tuple(sorted(item for item in used if tools or item.startswith("T"))),
            sources=frozenset({source}),
        )
        for (actor, source), used in found.items()
        if source in days and sum(item.startswith("T") for item in used) >= LEAST_TECHNIQUES
    ]
    return sorted(cases, key=lambda case: (case.day, case.actors, case.name))
