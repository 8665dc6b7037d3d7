"""Cases that only the benchmark judges: whole campaigns, and reports that somebody hid another's techniques in."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from indicia.attribution.decoys import Decoy, plant
from indicia.attribution.instances import Instance
from indicia.attribution.prepared import LAG_DAYS
from indicia.attribution.profiles import Claims


def campaign_instances(claims: Claims, *, tools: bool = True) -> list[Instance]:
    """One for each attributed campaign that uses anything; its sources are all reports that any of its uses cites."""
    cases = []
    for campaign in claims.uses.campaigns:
        uses = [use for use in claims.uses.campaign_uses if use.subject == campaign.id]
        used = sorted({use.used for use in uses if tools or use.used.startswith("T")})
        actors = tuple(actor for actor in campaign.actors if actor in claims.actors)
        if actors and used:
            sources = frozenset(source for use in uses for source in use.sources)
            first = campaign.first or min(claims.days(sources).values(), default=date.max)
            cases.append(Instance(campaign.name, first, actors, tuple(used), sources))
    return cases


def decoys(claims: Claims, instances: Sequence[Instance], planted: int, seed: int) -> Iterator[Decoy]:
    """Each report with ten techniques or more, and with the most typical techniques of one other actor, drawn by seed.

    The imitator knows what was known ninety days before the report, as the model does.
    """
    draw = random.Random(seed)
    for one in instances:
        found = plant(claims, one, claims.as_of(one.day - timedelta(days=LAG_DAYS)), planted, draw)
        if found is not None:
            yield found
