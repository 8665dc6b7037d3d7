"""How soon flaws of the product are used after an update or the disclosure, over the sample that the facts allow."""

import statistics
from collections.abc import Callable, Sequence
from datetime import date

from indicia.assessment.flaws.clocks import used_since
from indicia.assessment.flaws.state import patch_day
from indicia.knowledge.product.flaws import FlawTable, KnownFlaw
from indicia.model.exposure import Clock
from indicia.model.fleet import Delay

_LEAST = 4
"""Fewer members have no quartiles worth the name."""
_KNOWN = (
    "only flaws that are known to be used and whose first day somebody published; a first known use is not the first "
    "use; flaws never used are not in it, so it says how soon, not how often"
)
_LISTED = (
    "the day CISA listed a flaw is the latest that its use began, often months after; entries of the catalogue's first "
    "day are left out, because they had been in use before"
)

_Day = Callable[[KnownFlaw], date | None]


def use_delays(flaws: FlawTable) -> tuple[Delay, ...]:
    """Days from update and from disclosure to the first known use, and from the update to the listing by CISA."""

    def patch(flaw: KnownFlaw) -> date | None:
        stated = flaw.clocks.get(Clock.PATCH)
        return stated.day if stated is not None else patch_day(flaw, flaws)

    def listed(flaw: KnownFlaw) -> date | None:
        return flaw.kev.added if flaw.kev is not None and flaw.kev.added != flaws.kev_began else None

    used = [flaw for flaw in flaws.flaws if used_since(flaw) is not None]
    return (
        _delay("from the update to the first known use", used, patch, _stated(Clock.FIRST_USE), _KNOWN),
        _delay(
            "from the disclosure to the first known use",
            used,
            _stated(Clock.DISCLOSURE),
            _stated(Clock.FIRST_USE),
            _KNOWN,
        ),
        _delay("from the update to CISA's listing", used, patch, listed, _LISTED),
    )


def _stated(clock: Clock) -> _Day:
    def day(flaw: KnownFlaw) -> date | None:
        reading = flaw.clocks.get(clock)
        return reading.day if reading is not None else None

    return day


def _delay(what: str, used: Sequence[KnownFlaw], start: _Day, end: _Day, bias: str) -> Delay:
    """One chain counts once, by its flaw that was used soonest."""
    chains: dict[str, list[tuple[str, int]]] = {}
    left_out = []
    for flaw in used:
        first, last = start(flaw), end(flaw)
        if first is None or last is None:
            left_out.append(flaw.cve)
        else:
            chains.setdefault(flaw.family or flaw.cve, []).append((flaw.cve, (last - first).days))
    names = {flaw.cve: flaw.nickname.removesuffix(" chain") for flaw in used}
    members = []
    for flaws in chains.values():
        cve, days = min(flaws, key=lambda item: (item[1], item[0]))
        others = f" and {len(flaws) - 1} more" if len(flaws) > 1 else ""
        members.append((f"{names[cve]} ({cve}{others})" if names[cve] else cve, days))
    members.sort(key=lambda item: (item[1], item[0]))
    numbers = [days for _, days in members]
    lower = middle = upper = None
    if len(numbers) >= _LEAST:
        lower, _, upper = statistics.quantiles(numbers, n=4, method="inclusive")
    if numbers:
        middle = float(statistics.median(numbers))
    return Delay(
        what=what,
        days=tuple(members),
        lower=lower,
        median=middle,
        upper=upper,
        left_out=tuple(left_out),
        bias=bias,
    )
