"""Simpler ways to join hosts."""

from collections.abc import Callable, Collection, Mapping, Sequence

from indicia.model.trait import Activity, Commonness, TraitKind

Way = Callable[[Sequence[Activity]], list[int]]


def _joined(kinds: Collection[TraitKind], *, lists: bool = False, most: int = 0) -> Way:
    """Connected components over shared values of these kinds; `lists`: without common ones; `most`: bearers at most."""

    def way(activities: Sequence[Activity]) -> list[int]:
        parent = list(range(len(activities)))

        def root(one: int) -> int:
            while parent[one] != one:
                parent[one] = parent[parent[one]]
                one = parent[one]
            return one

        bearers: dict[tuple[TraitKind, str], list[int]] = {}
        for place, activity in enumerate(activities):
            for trait in activity.traits:
                if trait.kind in kinds and not (lists and trait.commonness is not Commonness.NO):
                    bearers.setdefault((trait.kind, trait.value), []).append(place)
        for places in bearers.values():
            if not most or len(places) <= most:
                for other in places[1:]:
                    parent[root(other)] = root(places[0])
        return [root(place) for place in range(len(activities))]

    return way


_HASHES = (TraitKind.SHELL_HASH, TraitKind.TOOL_HASH)

BASELINES: Mapping[str, Way] = {
    "any shared address": _joined((TraitKind.CLIENT,)),
    "any shared hash": _joined(_HASHES),
    "any shared value, lists": _joined(tuple(TraitKind), lists=True),
    "the same, at most 20 hosts": _joined(tuple(TraitKind), lists=True, most=20),
}
