"""Where the fields of a flat event stand, found once for all documents with the same members in the same order.

An exporter writes the events of a kind alike, so hardly any document has to be asked name by name.
"""

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from indicia.evidence.events.decoding.names import ALIASES, OF_SYSTEM, OWN, PAYLOAD, RECORD_ID, SYSTEM, WINLOG
from indicia.evidence.events.decoding.payload import plain
from indicia.model.record import Value

_KEPT, _MEMBERS, _CHARACTERS = 1024, 200, 4096
"""Layouts remembered, and how many members with how long names one may have; hostile exports vary them."""
_SINGLE = frozenset({str, int, bool, float})
_ALL_TEXT = frozenset({str})


class Layout:
    """Members that give the further fields of the system part, and those that give the data."""

    __slots__ = ("_data", "_names", "_values", "members", "system")

    def __init__(self, system: Mapping[str, str], data: Mapping[str, str]) -> None:
        """Both from member to field; of `data` each field is one of its own, and none of the system part."""
        self.system = tuple(system.items())
        self.members = {field: member for member, field in data.items()}
        """Of each field of the data its member."""
        self._names = tuple(data.values())
        self._data = tuple(data)
        self._values: Callable[[Mapping[str, Any]], tuple[object, ...]] | None = (
            itemgetter(*self._data) if len(self._data) > 1 else None
        )

    def put(self, fields: dict[str, Value], document: Mapping[str, Any]) -> None:
        """Set the fields of the data."""
        values = self._values(document) if self._values else tuple(document[name] for name in self._data)
        if _ALL_TEXT.issuperset(map(type, values)):
            fields.update(zip(self._names, values, strict=True))  # type: ignore[arg-type]  # all are texts
        else:
            fields.update(zip(self._names, map(plain, values), strict=True))


class FlatFields(Mapping[str, Value]):
    """Fields of a flat event, taken out of its document one by one as they are asked for."""

    __slots__ = ("_document", "_fields", "_make", "_members")

    def __init__(self, layout: Layout, document: Mapping[str, Any], make: Callable[[], Mapping[str, Value]]) -> None:
        """`make` gives all of them."""
        self._members = layout.members
        self._document = document
        self._make = make
        self._fields: Mapping[str, Value] | None = None

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field."""
        member = self._members.get(name)
        if member is not None:
            value = self._document[member]
            return value if type(value) is str else plain(value)
        return self._all.get(name, default) if name in _OTHERS else default

    def __getitem__(self, name: str) -> Value:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __contains__(self, name: object) -> bool:
        return name in self._members or (name in _OTHERS and name in self._all)

    @property
    def _all(self) -> Mapping[str, Value]:
        if self._fields is None:
            self._fields = self._make()
        return self._fields


_OTHERS = frozenset({*OWN, "System.ProcessID"})
"""Fields that may come from elsewhere than the data."""


class Layouts:
    """Layouts that were met."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Layout | None] = {}

    def of(self, document: Mapping[str, Any]) -> Layout | None:
        """Layout of a document; null for one that has to be asked name by name."""
        if not _SINGLE.issuperset(map(type, document.values())):
            return None
        members = tuple(document)
        if members in self._known:
            return self._known[members]
        if len(members) > _MEMBERS or sum(map(len, members)) > _CHARACTERS:
            return None
        if len(self._known) >= _KEPT:
            self._known.clear()
        layout = self._known[members] = _found(members)
        return layout


LAYOUTS = Layouts()


def _found(members: tuple[str, ...]) -> Layout | None:
    """The layout of members that all have a single value; null where it depends on more than their names."""
    if not _OTHER_SHAPES.isdisjoint(members):
        return None
    used = {next((name for name in names if name in members), None) for names in ALIASES}
    system = {name: "EventRecordID" for name in members if name in used and name in RECORD_ID}
    level = "Level" if "Level" in members else "EventLevel"
    named = {level: "Level"} | {name: name for name in SYSTEM[1:]} | {"ExecutionProcessID": "System.ProcessID"}
    system |= {member: field for member, field in named.items() if member in members}
    data = {name: name.replace(" ", "") for name in members if name not in used and name not in OF_SYSTEM}
    if "" in members or len(set(data.values())) < len(data) or not _NOT_DATA.isdisjoint(data.values()):
        return None
    return Layout(system, data)


_OTHER_SHAPES = frozenset({"Event", "System", "winlog", "_source", "result", *WINLOG})
"""Members that may tell a document not to be flat."""
_NOT_DATA = frozenset({*OWN, *PAYLOAD, "System.ProcessID"} - {"UserID"})
"""Fields of data that may come to stand beside another of the same name, and members that hold more than one."""
