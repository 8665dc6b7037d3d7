"""Which build a host ran when, as far as the evidence names it, and between which two moments an update came."""

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import Struct

from indicia.knowledge.product.builds import Build, BuildTable, Held, parse_build, show_build
from indicia.model.exposure import BuildOrigin, BuildPeriod, BuildSeen, Precision

_LAST = datetime.max.replace(tzinfo=UTC)


class Sight(Struct, frozen=True):
    """One place that names a build, as numbers."""

    build: Build
    seen: BuildSeen

    @property
    def order(self) -> tuple[datetime, bool, Build]:
        """By time; a collected state is the newest; of one moment the one that says more comes last."""
        return self.seen.time or _LAST, self.seen.precision is Precision.FULL, self.build


class Arrival(Struct, frozen=True, kw_only=True):
    """When an update came to a host."""

    after: datetime | None
    """Last time a build without it was named; null when none ever was."""
    by: datetime | None
    """First time a build with it was named; null when only a collected state names one."""


class History(Struct, frozen=True, kw_only=True):
    """All builds of one host, in order of time."""

    table: BuildTable
    sights: tuple[Sight, ...]
    """Those that say what ran; leftovers of older builds are not among them."""
    every: tuple[Sight, ...]
    notes: tuple[str, ...]

    @property
    def current(self) -> Sight | None:
        """The build of the newest state; a place that names only the cumulative update does not unsay a full one."""
        found: Sight | None = None
        for sight in self.sights:
            vague = sight.seen.precision is Precision.CU_ONLY
            if found is not None and vague and self._same_branch(found.build, sight.build):
                continue
            found = sight
        return found

    def held(self, sight: Sight, update: str) -> Held:
        """Whether the build named at a place holds an update."""
        return self.table.held(sight.build, update, vague=sight.seen.precision is Precision.CU_ONLY)

    def arrival(self, update: str) -> Arrival | None:
        """When the update came; null while the newest build that tells lacks it, or none tells."""
        after: datetime | None = None
        by: Sight | None = None
        for sight in self.sights:
            state = self.held(sight, update)
            if state is Held.NO:
                after, by = sight.seen.time, None
            elif state is Held.YES and by is None:
                by = sight
        return Arrival(after=after, by=by.seen.time) if by is not None else None

    def periods(self) -> tuple[BuildPeriod, ...]:
        """First and last time of each build, in order of the first."""
        groups: dict[tuple[Build, Precision], list[BuildSeen]] = {}
        for sight in self.every:
            groups.setdefault((sight.build, sight.seen.precision), []).append(sight.seen)
        return tuple(
            BuildPeriod(
                build=show_build(build),
                name=self.table.name(build),
                precision=precision,
                first=min((item.time for item in seen if item.time), default=None),
                last=max((item.time for item in seen if item.time), default=None),
                origins=tuple(sorted({item.origin for item in seen})),
                places=len(seen),
            )
            for (build, precision), seen in groups.items()
        )

    def _same_branch(self, one: Build, other: Build) -> bool:
        branch = self.table.branch_of(one)
        return branch is not None and branch == self.table.branch_of(other)


def history(table: BuildTable, seen: Sequence[BuildSeen]) -> History:
    """Put sightings of builds in order; what is no build, and what contradicts, is noted."""
    sights: list[Sight] = []
    notes: dict[str, None] = {}
    for item in dict.fromkeys(seen):
        build = parse_build(item.build)
        if build is None:
            notes.setdefault(f"{item.build[:40]} ({item.origin}) is no build number")
        else:
            branch = table.branch_of(build) if item.precision is Precision.CU_ONLY else None
            sights.append(Sight(branch.base if branch is not None else build, item))
    every = tuple(sorted(sights, key=lambda sight: sight.order))
    telling: list[Sight] = []
    highest: Sight | None = None
    for sight in every:
        if sight.seen.origin is BuildOrigin.WEB_PATH and _left_over(sight, highest, table):
            continue
        if highest is not None and sight.build < highest.build and not _vaguer(sight, highest):
            notes.setdefault(
                f"{show_build(sight.build)} ({sight.seen.origin}) is named after {show_build(highest.build)} "
                f"({highest.seen.origin}): the newest place counts"
            )
        if highest is None or sight.build > highest.build:
            highest = sight
        telling.append(sight)
    return History(table=table, sights=tuple(telling), every=every, notes=tuple(notes))


def headers(builds: Sequence[tuple[datetime, Build]]) -> tuple[BuildSeen, ...]:
    """Builds that headers of logs name, as sightings."""
    return tuple(BuildSeen(time=time, build=show_build(build), origin=BuildOrigin.LOG_HEADER) for time, build in builds)


def _left_over(sight: Sight, highest: Sight | None, table: BuildTable) -> bool:
    """A web path says that files of a build are there: not what runs once a newer one was seen, nor a made-up one."""
    return table.branch_of(sight.build) is None or (highest is not None and sight.build < highest.build)


def _vaguer(sight: Sight, highest: Sight) -> bool:
    return sight.seen.precision is Precision.CU_ONLY and sight.build[:3] == highest.build[:3]
