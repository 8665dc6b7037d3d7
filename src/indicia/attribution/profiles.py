"""What was known of every actor on a day, as numbers: which feature how many reports ascribe to whom."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indicia.knowledge.published.actor_uses import ActorUses, Use

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_UNDATED = 10**7
"""Stands for the day of a source that has none: later than any day asked for."""


@dataclass(frozen=True)
class Profiles:
    """All actors on a day.  Rows are actors, columns are features.

    What several cases need of the same day is worked out once.
    """

    actors: tuple[str, ...]
    features: tuple[str, ...]
    techniques: Flags
    """Which features are techniques; the others are tools and malware."""
    reports: Floats
    """How many reports ascribe each feature to each actor."""
    sources: Indices
    """How many reports speak of each actor."""
    last: Indices
    """Day number of the newest report on each actor; 0 without one."""
    day: int
    """Day number on which all this was known."""
    report_rows: Floats
    """One row for each (actor, report): which features it names, as 0 and 1."""
    report_actors: Indices
    """The actor of each of these rows."""
    tool_techniques: Floats
    """Which tool is known for which technique, features by features, as 0 and 1."""

    @property
    def known(self) -> Flags:
        """Actors that any report spoke of."""
        return self.sources > 0

    @cached_property
    def report_rarity(self) -> Floats:
        """Rarity of each feature among reports."""
        rarity: Floats = np.log((len(self.report_rows) + 1) / (self.report_rows.sum(axis=0) + 0.5))
        return rarity

    @cached_property
    def weighted_reports(self) -> Floats:
        """Features of each report by rarity, at length one."""
        return unit(self.report_rows * self.report_rarity)

    @cached_property
    def centres(self) -> Floats:
        """The middle of each actor's reports, at length one; zeros for actors without any."""
        rows, actors = self.weighted_reports, self.report_actors
        centres = np.zeros((len(self.actors), rows.shape[1]))
        # Reports stand in order of their actors.
        starts = np.flatnonzero(np.diff(actors, prepend=-1))
        if len(starts):
            centres[actors[starts]] = np.add.reduceat(rows, starts, axis=0)
        return unit(centres)

    def places(self, features: Iterable[str]) -> Indices:
        """Columns of features, in their order; features that nobody is known for are left out."""
        index = self._columns
        return np.array([index[name] for name in features if name in index], dtype=np.int64)

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.features)}


def unit(rows: Floats) -> Floats:
    """Rows at length one; rows of zeros stay."""
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / (length[:, None] + 1e-9), dtype=np.float64)


class Claims:
    """The claims of a bundle, ready to be cut off at a day or without some reports."""

    def __init__(self, uses: ActorUses) -> None:
        self.uses = uses
        by_campaign = {item.id: item.actors for item in uses.campaigns}
        claims = [
            *uses.actors,
            *(Use(actor, use.used, use.sources) for use in uses.campaign_uses for actor in by_campaign[use.subject]),
        ]
        self.actors = tuple(sorted({use.subject for use in uses.actors}))
        self.features = tuple(
            sorted({item for use in (*claims, *uses.tools) for item in (use.used, *_tool(use)) if item})
        )
        self._reports = tuple(sorted(uses.sources))
        self._days = np.array(
            [day.toordinal() if (day := uses.sources[name].day) else _UNDATED for name in self._reports], dtype=np.int64
        )
        known = set(self.actors)
        self._claims = self._pairs([use for use in claims if use.subject in known], self.actors)
        self._tools = self._pairs(uses.tools, self.features)

    def days(self, names: Iterable[str]) -> dict[str, date]:
        """Day of each of these reports that has one."""
        found = {name: self.uses.sources[name].day for name in names if name in self.uses.sources}
        return {name: day for name, day in found.items() if day is not None}

    def as_of(self, day: date | None, without: Collection[str] = ()) -> Profiles:
        """What was known at the end of a day; null: all that is known, undated reports too.

        `without`: reports to leave out, as if they had not been written.
        """
        limit = _UNDATED if day is None else day.toordinal()
        left_out = np.isin(
            np.arange(len(self._reports)), [self._reports.index(name) for name in without if name in self.uses.sources]
        )
        rows, columns, reports = (part[self._open(self._claims, limit, left_out)] for part in self._claims)
        width, actors = len(self.features), len(self.actors)
        counts = np.bincount(rows * width + columns, minlength=actors * width).reshape(actors, width)
        pairs, place = np.unique(rows * len(self._reports) + reports, return_inverse=True)
        owners, written = pairs // len(self._reports), self._days[pairs % len(self._reports)]
        report_rows = np.zeros((len(pairs), width))
        report_rows[place, columns] = 1
        last = np.zeros(actors, dtype=np.int64)
        dated = written < _UNDATED
        np.maximum.at(last, owners[dated], written[dated])
        tools, known_for, _ = (part[self._open(self._tools, limit, left_out)] for part in self._tools)
        tool_techniques = np.zeros((width, width))
        tool_techniques[tools, known_for] = 1
        newest = int(self._days[self._days < _UNDATED].max(initial=0))
        return Profiles(
            actors=self.actors,
            features=self.features,
            techniques=np.array([name.startswith("T") for name in self.features]),
            reports=counts.astype(np.float64),
            sources=np.bincount(owners, minlength=actors),
            last=last,
            day=newest if day is None else limit,
            report_rows=report_rows,
            report_actors=owners,
            tool_techniques=tool_techniques,
        )

    def _pairs(self, uses: Sequence[Use], rows: Sequence[str]) -> tuple[Indices, Indices, Indices]:
        """(row, feature, report) of each claim and each report that makes it."""
        row = {name: place for place, name in enumerate(rows)}
        column = {name: place for place, name in enumerate(self.features)}
        report = {name: place for place, name in enumerate(self._reports)}
        found = [(row[use.subject], column[use.used], report[name]) for use in uses for name in sorted(use.sources)]
        table = np.array(found, dtype=np.int64).reshape(-1, 3)
        return table[:, 0], table[:, 1], table[:, 2]

    def _open(self, pairs: tuple[Indices, Indices, Indices], limit: int, left_out: Flags) -> Flags:
        reports = pairs[2]
        return (self._days[reports] <= limit) & ~left_out[reports]


def _tool(use: Use) -> tuple[str, ...]:
    """A tool is a feature as well as a subject."""
    return (use.subject,) if use.subject.startswith("S") else ()
