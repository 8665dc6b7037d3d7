"""What is assumed before any evidence, in three forms.  All are shown: an answer that hangs on one of them is none."""

import numpy as np
from msgspec import Struct

from indicia.attribution.profiles import Floats
from indicia.model.attribution import Prior

EMPIRICAL, UNIFORM, SCEPTICAL = "empirical", "uniform", "sceptical"
_SEVERAL, _IMITATION = 0.08, 0.02
"""Assumed: nobody has counted how often several were in one server, and imitations that became known are few."""
_COMPANY = 50
"""Without a bundle: how many unnamed clusters stand beside the shipped ones, at least; their mass is the unknown's."""
_MOST_NAMED = 0.5
_SCEPTICAL = {"clusters": 0.15, "unknown": 0.60, "several": 0.15, "imitation": 0.10}


class PriorShares(Struct, frozen=True):
    """One prior: a share for each cluster, then for the three rivals without a name; together one."""

    prior: Prior
    clusters: Floats
    unknown: float
    several: float
    imitation: float


def priors(shares: Floats, known: float | None) -> tuple[PriorShares, ...]:
    """The three forms.

    `shares`: of each cluster among clusters.  `known`: how often earlier cases were the work of a cluster that had been
    named before; null where nothing was learned.
    """
    count = len(shares)
    if known is None:
        named = _MOST_NAMED * count / (count + _COMPANY) if count else 0.0
        why = f"{count} shipped clusters are few of all there are: {_percent(named)} for all of them together"
    else:
        named = known * (1 - _SEVERAL - _IMITATION) if count else 0.0
        why = (
            f"of the published cases of the past {_percent(known)} were the work of a cluster that had been named "
            "before; unpublished cases are likelier unknown than that"
        )
    unknown = 1 - named - _SEVERAL - _IMITATION
    each = 1 / (count + 3)
    held = _SCEPTICAL["clusters"] if count else 0.0
    return (
        PriorShares(
            Prior(
                id=EMPIRICAL,
                text=f"{why}; several {_percent(_SEVERAL)}, imitation {_percent(_IMITATION)} are assumed",
            ),
            shares * named,
            unknown,
            _SEVERAL,
            _IMITATION,
        ),
        PriorShares(
            Prior(id=UNIFORM, text=f"every one of {count + 3} explanations alike: favours names by their number"),
            np.full(count, each),
            each,
            each,
            each,
        ),
        PriorShares(
            Prior(id=SCEPTICAL, text="an actor nobody knows 60 %, several 15 %, imitation 10 %, all names alike 15 %"),
            np.full(count, held / count) if count else np.zeros(0),
            _SCEPTICAL["unknown"] + _SCEPTICAL["clusters"] - held,
            _SCEPTICAL["several"],
            _SCEPTICAL["imitation"],
        ),
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
