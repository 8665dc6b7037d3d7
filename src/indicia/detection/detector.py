"""A detector that decides on single records: an id, where it looks, and what it asks."""

from msgspec import Struct

from indicia.detection.conditions.as_text import condition_from_text, condition_text
from indicia.detection.conditions.condition import Condition
from indicia.detection.waiting import Waiting


class Route(Struct, frozen=True):
    """Which records a detector is put to.  Null or empty means any; every given part has to hold."""

    table: str
    source: str | None = None
    """Log source of text logs (`httpproxy`), exact; null for any."""
    channels: frozenset[str] = frozenset()
    """Windows channels, lower case."""
    providers: frozenset[str] = frozenset()
    """Windows providers, lower case."""
    event_ids: frozenset[int] = frozenset()


class Binding:
    """One route and the condition to evaluate there (field names differ between logs, e.g. Sysmon 1 and 4688).

    Of thousands of rules a log asks for a few hundred, so a condition may wait as text until it is asked for.
    """

    __slots__ = ("_condition", "_text", "route")

    def __init__(self, route: Route, condition: Condition | None = None, *, text: Waiting | None = None) -> None:
        """Either a condition or its text (see `condition_text`)."""
        self.route = route
        self._condition = condition
        self._text = text

    @property
    def condition(self) -> Condition:
        """What is asked of a record; made anew each time where it waits as text, which takes a tenth of the room."""
        return condition_from_text(self.text) if self._condition is None else self._condition

    @property
    def text(self) -> str:
        """The condition as text; the same for equal conditions."""
        return self._text.text if self._text is not None else condition_text(self.condition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Binding) and (self.route, self.text) == (other.route, other.text)

    def __hash__(self) -> int:
        return hash((self.route, self.text))

    def __repr__(self) -> str:
        return f"Binding({self.route!r}, {self.condition!r})"


class Detector(Struct, frozen=True):
    """A rule or a selector of an analysis."""

    id: str
    bindings: tuple[Binding, ...]
