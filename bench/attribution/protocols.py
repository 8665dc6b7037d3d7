"""Which knowledge a case is judged with.

L  leaky: the profile holds the case itself.  Shown only because published figures look like it.
R  leave-one-report-out: the report is removed everywhere; other reports on the same events stay.
F  forward in time: only reports from ninety days or more before the case.
C  leave-one-campaign-out: every report that the campaign rests on is removed everywhere.
E  the same, and only reports from before the campaign began.
"""

from datetime import timedelta

from indicia.attribution.instances import Instance
from indicia.attribution.prepared import LAG_DAYS
from indicia.attribution.profiles import Claims, Profiles


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
