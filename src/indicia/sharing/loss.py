"""What the other side will not carry, by object and member: counted while writing, from what reading gives back."""

from collections import Counter

from msgspec import Struct

from indicia.sharing.rest import compare
from indicia.statement.canonical import Json

FORMAT = "indicia-loss/1"


class Lost(Struct, frozen=True):
    """One member of one kind of object."""

    kind: str
    """`finding`, `host`, `evidence`, …"""
    member: str
    """`exhibits[].raw`; `[]` stands for every element of a list."""
    told: int
    """How many values of it say something."""
    lost: int
    """Of how many nothing comes back."""
    altered: int
    """How many come back as something else: cut, rounded, escaped."""


class Loss:
    """The tally of one export."""

    def __init__(self) -> None:
        self._objects: Counter[str] = Counter()
        self._absent: Counter[str] = Counter()
        self._told: Counter[tuple[str, str]] = Counter()
        self._lost: Counter[tuple[str, str]] = Counter()
        self._altered: Counter[tuple[str, str]] = Counter()
        self._notes: dict[str, None] = {}

    def tell(self, kind: str, source: Json, got: Json) -> None:
        """An object and what the format gives back of it; null where it is not carried at all."""
        self._objects[kind] += 1
        self._absent[kind] += got is None

        def member(path: str, same: bool, blank: bool) -> None:
            self._told[kind, path] += 1
            self._lost[kind, path] += blank and not same
            self._altered[kind, path] += not blank and not same

        compare(source, got, member)

    def note(self, text: str) -> None:
        """Something that no member says; each text once."""
        self._notes.setdefault(text)

    @property
    def objects(self) -> tuple[tuple[str, int, int], ...]:
        """Kind, how many there are, how many are not carried at all."""
        return tuple((kind, number, self._absent[kind]) for kind, number in sorted(self._objects.items()))

    @property
    def members(self) -> tuple[Lost, ...]:
        """Only members of which something is lost or altered, of objects of which at least one is carried."""
        return tuple(
            Lost(kind, member, told, self._lost[kind, member], self._altered[kind, member])
            for (kind, member), told in sorted(self._told.items())
            if (self._lost[kind, member] or self._altered[kind, member]) and self._absent[kind] < self._objects[kind]
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """In the order in which they were told."""
        return tuple(self._notes)

    def report(self, form: str) -> Json:
        """For machines."""
        return {
            "format": FORMAT,
            "as": form,
            "objects": [
                {"object": kind, "exported": number, "not_carried": absent} for kind, number, absent in self.objects
            ],
            "members": [
                {
                    "object": one.kind,
                    "member": one.member,
                    "values": one.told,
                    "lost": one.lost,
                    "altered": one.altered,
                }
                for one in self.members
            ],
            "notes": list(self.notes),
        }
