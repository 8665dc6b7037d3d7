"""Which of the kept records belong to a host and a detector there, in their order."""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence

from indicia.detection.analyses.common.picked import Picked, PickedBy
from indicia.detection.kept import Kept
from indicia.model.evidence import Evidence


class Chosen:
    """What was seen on one host, or what one detector saw there, before it is in order."""

    __slots__ = ("numbers", "owners")

    def __init__(self) -> None:
        self.numbers, self.owners = array("q"), array("q")

    def add(self, number: int, owner: int) -> None:
        """A record, and which file it lies in."""
        self.numbers.append(number)
        self.owners.append(owner)


def by_detector(found: Mapping[str, Chosen], kept: Kept, files: Sequence[Evidence]) -> dict[str, PickedBy]:
    """What the detectors picked on each host: in order of time (without one last), then by file and place; of copies
    of an event the first."""
    whole = Chosen()
    together = Picked(kept, files, whole.numbers, whole.owners)
    picked = {}
    for host, chosen in found.items():
        # Of one host after the other: of all of them there may be a hundred thousand.
        detectors: dict[str, Chosen] = defaultdict(Chosen)
        for number, owner in zip(chosen.numbers, chosen.owners, strict=True):
            detectors[kept.detector(number)].add(number, owner)
        begin, ends = len(whole.numbers), array("q")
        for one in detectors.values():
            _put(one, whole, kept, files)
            ends.append(len(whole.numbers))
        picked[host] = PickedBy(together, list(detectors), ends, begin)
    return picked


def _put(one: Chosen, whole: Chosen, kept: Kept, files: Sequence[Evidence]) -> None:
    numbers, owners = one.numbers, one.owners

    def order(at: int) -> tuple[int, str, int]:
        return kept.time(numbers[at]), files[owners[at]].path, kept.offset(numbers[at])

    known: set[bytes] = set()
    for at in sorted(range(len(numbers)), key=order):
        identity = kept.identity(numbers[at])
        if identity not in known:
            known.add(identity)
            whole.add(numbers[at], owners[at])
