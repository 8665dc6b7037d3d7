"""Which knowledge a case is judged with.

L  leaky: the profile holds the case itself.  Shown only because published figures look like it.
R  leave-one-report-out: the report is removed everywhere; other reports on the same events stay.
F  forward in time: only reports from ninety days or more before the case.
C  leave-one-campaign-out: every report that the campaign rests on is removed everywhere.
E  the same, and only reports from before the campaign began.
"""

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from indicia.attribution.instances import Instance
from indicia.attribution.measures import Case, case, measures
from indicia.attribution.profiles import Claims, Floats, Profiles

LAG_DAYS = 90


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


def leaky(claims: Claims, one: Instance) -> Profiles:
    """Everything, the case included."""
    return claims.as_of(None)


def without_report(claims: Claims, one: Instance) -> Profiles:
    """Everything but the reports of the case."""
    return claims.as_of(None, one.sources)


def forward(claims: Claims, one: Instance) -> Profiles:
    """What was known ninety days before."""
    return claims.as_of(one.day - timedelta(days=LAG_DAYS), one.sources)


def before_campaign(claims: Claims, one: Instance) -> Profiles:
    """What was known when the campaign began, without its reports."""
    return claims.as_of(one.day, one.sources)
