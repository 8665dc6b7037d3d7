"""A case measured against what was known on its day."""

from collections.abc import Iterable

from msgspec import Struct

from indicia.attribution.instances import Instance
from indicia.attribution.measures import Case, case, measures
from indicia.attribution.profiles import Claims, Floats, Profiles

LAG_DAYS = 90
"""Days by which knowledge ends before a case, and within which reports on it follow it."""


class Prepared(Struct, frozen=True):
    """A case with what was known for judging it."""

    instance: Instance
    case: Case
    table: Floats
    """Measures."""
    right: tuple[int, ...]
    """Rows of the right actors that could be named; empty when nobody had spoken of them."""


def prepare(claims: Claims, one: Instance, profiles: Profiles, extra: Iterable[str] = ()) -> Prepared:
    """Measure a case against profiles."""
    shown = case(profiles, (*one.features, *extra))
    rows = (claims.actors.index(actor) for actor in one.actors)
    return Prepared(one, shown, measures(shown), tuple(row for row in rows if profiles.known[row]))
