"""Activities of a whole fleet in columns: what 400,000 hosts need has to fit into memory.

Texts lie end to end in one buffer; a trait is a number, made from a keyed digest of its kind and value.
"""

from array import array
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from indicia.attribution.traits.kinds import KINDS
from indicia.model.finding import Stage
from indicia.model.trait import Activity, Commonness, Trait, TraitKind

Ints = npt.NDArray[np.int64]
UNKNOWN = -(2**62)
"""Stands for a missing time."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_GRADES = tuple(Commonness)
_BETWEEN = "\x1f"


class _Texts:
    """Texts by number."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q")

    def add(self, text: str) -> None:
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))

    def __getitem__(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return self._bytes[start : self._ends[number]].decode("utf-8", "surrogatepass")


class Columns(Struct, frozen=True):
    """Numbers of all activities, in order of (case, host, number), and of their traits, activity by activity."""

    host: Ints
    """Number of the host of each activity."""
    serious: npt.NDArray[np.bool_]
    """Whether an activity got past probing."""
    start: Ints
    """Where the traits of each activity begin; one more entry than activities."""
    trait: Ints
    """Number of the trait of each row."""
    first: Ints
    """Seconds since 1970, or `UNKNOWN`."""
    last: Ints
    row: Ints
    """Number of the row in the store."""
    kind: Ints
    """Place in `KINDS` of each trait."""
    grade: Ints
    """0, 1 known, 2 common: of each trait."""
    hosts: int
    """Hosts that have any activity."""

    def owner(self) -> Ints:
        """The activity of each row."""
        return np.repeat(np.arange(len(self.host)), np.diff(self.start))


class Store:
    """Takes activities one by one; gives columns, and single activities and traits again."""

    def __init__(self, activities: Iterable[Activity] = ()) -> None:
        self._cases, self._hosts, self._findings, self._whys = _Texts(), _Texts(), _Texts(), _Texts()
        self._values, self._trait_findings, self._trait_whys = _Texts(), _Texts(), _Texts()
        self._number, self._stage = array("l"), array("b")
        self._first, self._last, self._ends = array("q"), array("q"), array("Q")
        self._digest, self._kind, self._grade = array("Q"), array("b"), array("b")
        self._trait_first, self._trait_last = array("q"), array("q")
        self._order: Ints = np.zeros(0, dtype=np.int64)
        for activity in activities:
            self.add(activity)

    def __len__(self) -> int:
        return len(self._number)

    def add(self, activity: Activity) -> None:
        """Keep an activity."""
        self._cases.add(activity.case)
        self._hosts.add(activity.host)
        self._number.append(activity.number)
        self._stage.append(activity.stage)
        self._first.append(_seconds(activity.first))
        self._last.append(_seconds(activity.last))
        self._findings.add(_BETWEEN.join(activity.findings))
        self._whys.add(_BETWEEN.join(activity.why))
        for trait in activity.traits:
            place = KINDS.index(trait.kind)
            text = f"{place}:{trait.value}".encode("utf-8", "surrogatepass")
            self._digest.append(int.from_bytes(blake2b(text, digest_size=8).digest(), "little"))
            self._kind.append(place)
            self._grade.append(_GRADES.index(trait.commonness))
            self._trait_first.append(_seconds(trait.first))
            self._trait_last.append(_seconds(trait.last))
            self._values.add(trait.value)
            self._trait_findings.add(_BETWEEN.join(trait.findings))
            self._trait_whys.add(trait.why_common)
        self._ends.append(len(self._digest))

    def columns(self) -> Columns:
        """Everything as numbers; activities in an order that does not depend on the order they came in."""
        count = len(self)
        names = [(self._cases[one], self._hosts[one], self._number[one]) for one in range(count)]
        order = np.array(sorted(range(count), key=names.__getitem__), dtype=np.int64)
        self._order = order
        hosts: dict[tuple[str, str], int] = {}
        host = np.array([hosts.setdefault(names[one][:2], len(hosts)) for one in order], dtype=np.int64)
        del names
        ends = np.frombuffer(self._ends, dtype=np.uint64).astype(np.int64) if count else np.zeros(0, dtype=np.int64)
        begins = np.concatenate([[0], ends[:-1]]) if count else ends
        lengths = (ends - begins)[order]
        start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        row = np.repeat(begins[order] - start[:-1], lengths) + np.arange(start[-1])
        digest = _numbers(self._digest, np.uint64)[row]
        _, sample, trait = np.unique(digest, return_index=True, return_inverse=True)
        grades = np.zeros(len(sample), dtype=np.int64)
        np.maximum.at(grades, trait, _numbers(self._grade, np.int8)[row].astype(np.int64))
        return Columns(
            host=host,
            serious=_numbers(self._stage, np.int8)[order] > Stage.PROBED,
            start=start,
            trait=trait.astype(np.int64),
            first=_numbers(self._trait_first, np.int64)[row],
            last=_numbers(self._trait_last, np.int64)[row],
            row=row,
            kind=_numbers(self._kind, np.int8)[row][sample].astype(np.int64),
            grade=grades,
            hosts=len(hosts),
        )

    def activity(self, place: int, rows: Sequence[int] = ()) -> Activity:
        """The activity at a place of the columns, with the traits of these rows of the store."""
        one = int(self._order[place])
        return Activity(
            case=self._cases[one],
            host=self._hosts[one],
            number=self._number[one],
            stage=Stage(self._stage[one]),
            first=_moment(self._first[one]),
            last=_moment(self._last[one]),
            findings=_split(self._findings[one]),
            traits=tuple(self.trait(row) for row in rows),
            why=_split(self._whys[one]),
        )

    def name(self, place: int) -> tuple[str, str, int]:
        """Case, host and number of the activity at a place of the columns."""
        one = int(self._order[place])
        return self._cases[one], self._hosts[one], self._number[one]

    def trait(self, row: int) -> Trait:
        """The trait of a row."""
        return Trait(
            kind=TraitKind(KINDS[self._kind[row]]),
            value=self._values[row],
            first=_moment(self._trait_first[row]),
            last=_moment(self._trait_last[row]),
            findings=_split(self._trait_findings[row]),
            commonness=_GRADES[self._grade[row]],
            why_common=self._trait_whys[row],
        )


def _numbers(column: "array[int]", kind: type[np.generic]) -> npt.NDArray[np.int64]:
    return np.frombuffer(column, dtype=kind) if len(column) else np.zeros(0, dtype=kind)


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(_BETWEEN)) if text else ()


def _seconds(moment: datetime | None) -> int:
    return UNKNOWN if moment is None else (moment - _EPOCH) // _SECOND


def _moment(seconds: int) -> datetime | None:
    return None if seconds == UNKNOWN else _EPOCH + timedelta(seconds=seconds)
