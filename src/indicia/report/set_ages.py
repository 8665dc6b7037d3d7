"""How old sets of rules are: against today for who looks now, against the evidence for what has to stay equal."""

from datetime import date

from indicia.model.assessment import Result
from indicia.report.words import plural


def age(made: date, today: date) -> str:
    """`34 days old`, `made today`, `dated in the future`."""
    days = (today - made).days
    if days < 0:
        return "dated in the future"
    return f"{plural(days, 'day')} old" if days else "made today"


def newest_record(result: Result) -> date | None:
    """The day of the newest record of any host, UTC; a set made before it cannot know what came since."""
    return max((host.period[1].date() for host in result.hosts if host.period[1] is not None), default=None)
