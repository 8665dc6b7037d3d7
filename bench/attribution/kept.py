"""Cases as far as they are needed once their measures are taken: the profiles of hundreds of them fill no memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.attribution.baselines import BASELINES
from indicia.attribution.decoys import Decoy
from indicia.attribution.instances import Instance
from indicia.attribution.prepared import Prepared, prepare
from indicia.attribution.profiles import Claims, Flags, Floats, Profiles


@dataclass(frozen=True, slots=True)
class Kept:
    """One case."""

    instance: Instance
    table: Floats
    """Measures, one row an actor."""
    known: Flags
    """Actors that could be named."""
    right: tuple[int, ...]
    """Rows of the right ones among them; empty when nobody had spoken of them."""
    techniques: int
    """How many it shows that anybody was known for."""
    scores: Mapping[str, Floats]
    """Of the simpler ways, by name."""
    decoy: int = -1
    """Row of the actor that was imitated; -1 where none was."""


def kept(one: Prepared, decoy: int = -1) -> Kept:
    """What is left of a case."""
    return Kept(
        instance=one.instance,
        table=one.table,
        known=one.case.profiles.known,
        right=one.right,
        techniques=len(one.case.techniques),
        scores={name: score(one.case) for name, score in BASELINES.items()},
        decoy=decoy,
    )


def kept_cases(
    claims: Claims, instances: Sequence[Instance], knowledge: Callable[[Claims, Instance], Profiles]
) -> list[Kept]:
    """All cases under one protocol."""
    return [kept(prepare(claims, one, knowledge(claims, one))) for one in instances]


def kept_decoys(found: Iterable[Decoy]) -> list[Kept]:
    """All cases with planted techniques."""
    return [kept(one.prepared, one.decoy) for one in found]
