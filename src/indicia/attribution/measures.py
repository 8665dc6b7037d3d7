"""How well a case fits each actor, by measures that fail in different ways.  None of them is a probability.

Each takes what the case shows (techniques and tools) and the profiles of a day, and gives one number an actor.  Weights
for them are fitted in `ranking`, forward in time.  Which measures are used was decided on the years 2018 to 2020.
"""

from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
from msgspec import Struct

from indicia.attribution.profiles import Flags, Floats, Indices, Profiles

MIX = 0.5
"""Share of an actor's own rate in the mixture with what all actors do: no claim is certain, and profiles have holes."""
_RATE_MIX = 0.7
_SATURATION, _LENGTH = 1.2, 0.75
"""Of BM25, the values that are usual for it."""
_MOST_OWN_TOOLS = 3
_OLD_DAYS = 5000


class Case(Struct, frozen=True):
    """What one case shows, against the profiles of a day."""

    profiles: Profiles
    techniques: Indices
    tools: Indices
    """Columns of the profiles; what nobody was known for on that day has none that counts."""

    @property
    def shown(self) -> Indices:
        """Techniques and tools."""
        return np.concatenate((self.techniques, self.tools))


def case(profiles: Profiles, features: Iterable[str]) -> Case:
    """What a case shows, by the ids of techniques and tools."""
    places = profiles.places(dict.fromkeys(features))
    is_technique = profiles.techniques[places]
    return Case(profiles, places[is_technique], places[~is_technique])


def measures(shown: Case) -> Floats:
    """One row an actor, one column a measure, in the order of `NAMES`; actors that nobody had spoken of have zeros."""
    found = _Tables(shown)
    table = np.stack([measure(found) for measure in _MEASURES.values()], axis=1)
    table[~shown.profiles.known] = 0
    return table


class _Tables:
    """What several measures need, once."""

    def __init__(self, shown: Case) -> None:
        profiles = shown.profiles
        self.case = shown
        self.profiles = profiles
        self.known = profiles.known
        self.has: Floats = (profiles.reports > 0).astype(np.float64)
        self.count = int(self.known.sum())
        self.held: Floats = self.has[self.known].sum(axis=0)
        """How many known actors have each feature."""
        self.rarity: Floats = np.log((self.count - self.held + 0.5) / (self.held + 0.5) + 1)
        self.background: Floats = (self.held + 0.5) / (self.count + 1)
        self.zeros = np.zeros(len(profiles.actors))

    @cached_property
    def among_reports(self) -> tuple[Floats, Floats]:
        """Features of each report by rarity among reports, at length one, and the case in the same way."""
        asked = np.zeros(self.profiles.report_rows.shape[1])
        asked[self.case.shown] = self.profiles.report_rarity[self.case.shown]
        return self.profiles.weighted_reports, asked / (np.linalg.norm(asked) + 1e-9)

    @property
    def centres(self) -> Floats:
        """The middle of each actor's reports."""
        return self.profiles.centres

    def ratios(self, has: Floats, columns: Indices) -> Floats:
        """Log-likelihood ratio of each of these features under each actor against the background."""
        held = has[self.known].sum(axis=0)[columns]
        background = (held + 0.5) / (self.count + 1)
        return _floats(np.log((MIX * has[:, columns] + (1 - MIX) * background) / background))


def _floats(values: object) -> Floats:
    """For the type: what numpy makes of sums and quotients it calls anything."""
    return np.asarray(values, dtype=np.float64)


def _cosine_techniques(t: _Tables) -> Floats:
    """Cosine over techniques, rare ones counting more."""
    weight = np.where(t.profiles.techniques, t.rarity, 0)
    own = t.has * weight
    asked = weight[t.case.techniques]
    length = np.sqrt((own**2).sum(axis=1)) + 1e-9
    return _floats((own[:, t.case.techniques] * asked).sum(axis=1) / length / (np.linalg.norm(asked) + 1e-9))


def _share_techniques(t: _Tables) -> Floats:
    """Share of the case's techniques that the actor is known for."""
    return t.has[:, t.case.techniques].mean(axis=1) if len(t.case.techniques) else t.zeros


def _share_tools(t: _Tables) -> Floats:
    """Share of the case's tools that the actor is known for."""
    return t.has[:, t.case.tools].mean(axis=1) if len(t.case.tools) else t.zeros


def _rate_tools(t: _Tables) -> Floats:
    """Log-likelihood ratio of the tools, by how many of an actor's reports name them."""
    background = t.background[t.case.tools]
    rate = t.profiles.reports[:, t.case.tools] / (np.maximum(t.profiles.sources, 1)[:, None] + 1.0)
    return _floats(np.log((_RATE_MIX * rate + (1 - _RATE_MIX) * background) / background).sum(axis=1))


def _okapi_tools(t: _Tables) -> Floats:
    """BM25 over tools."""
    tools = ~t.profiles.techniques
    length = t.has[:, tools].sum(axis=1)
    mean = length[t.known].mean() + 1e-9 if t.count else 1.0
    counts = t.profiles.reports[:, t.case.tools]
    spread = _SATURATION * (1 - _LENGTH + _LENGTH * length / mean)[:, None]
    return _floats((counts * (_SATURATION + 1) / (counts + spread + 1e-9) * t.rarity[t.case.tools]).sum(axis=1))


def _own_tools(t: _Tables) -> Floats:
    """How many of the case's tools the actor alone is known for, three at most."""
    alone = t.held[t.case.tools] == 1
    return _floats(np.minimum((t.has[:, t.case.tools] * alone).sum(axis=1), _MOST_OWN_TOOLS))


def _median_technique(t: _Tables) -> Floats:
    """Median log-likelihood ratio of the techniques: a few planted ones do not move it."""
    ratios = t.ratios(t.has, t.case.techniques)
    return np.median(ratios, axis=1) if ratios.shape[1] else t.zeros


def _whole_techniques(t: _Tables) -> Floats:
    """Log-likelihood ratio over techniques without their sub-techniques, for reports that are less precise."""
    names = [name.partition(".")[0] for name in t.profiles.features]
    columns: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        columns.setdefault(name, []).append(number)
    asked = sorted({names[number] for number in t.case.techniques.tolist()})
    if not asked:
        return t.zeros
    has = np.stack([t.has[:, columns[name]].max(axis=1) for name in asked], axis=1)
    return _floats(t.ratios(has, np.arange(len(asked))).sum(axis=1))


def _techniques_of_tools(t: _Tables) -> Floats:
    """Log-likelihood ratio of the techniques, counting what the actor's tools are known to do."""
    asked = t.case.techniques
    tools = np.flatnonzero(~t.profiles.techniques)
    through = t.has[:, tools] @ t.profiles.tool_techniques[np.ix_(tools, asked)]
    has = np.maximum(t.has[:, asked], (through > 0).astype(np.float64))
    return _floats(t.ratios(has, np.arange(len(asked))).sum(axis=1))


def _scaled_techniques(t: _Tables) -> Floats:
    """Log-likelihood ratio of the techniques over the root of their number: long reports do not decide by length."""
    return _floats(t.ratios(t.has, t.case.techniques).sum(axis=1) / np.sqrt(max(len(t.case.techniques), 1)))


def _rarest_technique(t: _Tables) -> Floats:
    """Rarity of the rarest technique that both have."""
    rarity = np.log((t.count + 1) / (t.held + 0.5))[t.case.techniques]
    return _floats((t.has[:, t.case.techniques] * rarity).max(axis=1, initial=0))


def _recent(t: _Tables) -> Floats:
    """How lately anybody spoke of the actor."""
    age = np.where(t.profiles.last > 0, t.profiles.day - t.profiles.last, _OLD_DAYS)
    return -np.log(np.maximum(age, 0) + 120.0)


def _profile_covered(t: _Tables) -> Floats:
    """How much of the actor's profile the case shows."""
    return _floats(t.has[:, t.case.shown].sum(axis=1) / (t.has.sum(axis=1) + 5))


def _like_reports(t: _Tables) -> Floats:
    """How much the case is like single earlier reports on the actor, all of them together."""
    rows, asked = t.among_reports
    total = np.bincount(t.profiles.report_actors, weights=(rows @ asked) ** 2, minlength=len(t.zeros))
    return _floats(np.log(total + 0.02))


def _report_tools(t: _Tables) -> Floats:
    """The single earlier report that shares most of the case's tools."""
    rows = t.profiles.report_rows
    rarity = np.log((len(rows) + 1) / (rows.sum(axis=0) + 0.5))[t.case.tools]
    shared = rows[:, t.case.tools] @ rarity / (np.linalg.norm(rarity) + 1e-9)
    best = t.zeros.copy()
    np.maximum.at(best, t.profiles.report_actors, shared)
    return best


def _like_centre(t: _Tables) -> Floats:
    """Cosine with the middle of the actor's reports."""
    _, asked = t.among_reports
    return t.centres @ asked


def _like_company(t: _Tables) -> Floats:
    """Cosine of the middle of the actor's reports with what usually comes with what the case shows."""
    rows, asked = t.among_reports
    company = rows.T @ (rows @ asked)
    return t.centres @ (company / (np.linalg.norm(company) + 1e-9))


_MEASURES: dict[str, Callable[[_Tables], Floats]] = {
    "cosine of techniques": _cosine_techniques,
    "share of techniques": _share_techniques,
    "share of tools": _share_tools,
    "rate of tools": _rate_tools,
    "BM25 of tools": _okapi_tools,
    "tools of its own": _own_tools,
    "median technique": _median_technique,
    "whole techniques": _whole_techniques,
    "techniques of its tools": _techniques_of_tools,
    "scaled techniques": _scaled_techniques,
    "rarest technique": _rarest_technique,
    "recent": _recent,
    "profile covered": _profile_covered,
    "like its reports": _like_reports,
    "tools of one report": _report_tools,
    "like its centre": _like_centre,
    "like its company": _like_company,
}
NAMES = tuple(_MEASURES)
"""Names of the measures, for people."""


def known(shown: Case) -> Flags:
    """Actors that can be named at all."""
    return shown.profiles.known
