"""Which of many conditions could be true of a Windows event, told from its undecoded text.

Never says no where the condition could be true (see `literals`).  An event is scanned by itself and each literal found
in it costs a call, so only the rarest group of each condition is searched for.
"""

from collections.abc import Sequence

import orjson

from indicia.detection.choosing import Choice, Positions
from indicia.detection.condition import Condition
from indicia.detection.literals import MARKS, TextKind
from indicia.detection.matcher import Matcher, matcher

_REWRITE = frozenset({0})
"""Number of the mark that asks for JSON to be written anew."""


class EventPrefilter:
    """Conditions with the literals that stand for them.  Learns from what it scans; not to be shared by threads."""

    def __init__(
        self,
        conditions: Sequence[Condition],
        marks: Matcher,
        *,
        unfiltered: frozenset[int] = frozenset(),
        plain: bool = False,
    ) -> None:
        """`marks` looks for `MARKS[TextKind.JSON]`; conditions at `unfiltered` positions are always candidates."""
        self._marks = marks
        self._plain = plain
        self._choice = Choice(conditions, TextKind.JSON, unfiltered=unfiltered, common=0.0)
        self._matcher = self._built()

    @property
    def always(self) -> Positions:
        """Conditions without a usable literal: they could be true of every record."""
        return self._choice.always

    @property
    def literals(self) -> tuple[bytes, ...]:
        """What is searched for now."""
        return self._choice.literals

    def _built(self) -> Matcher | None:
        literals = self._choice.literals
        # An event is scanned once for literals and marks.
        return matcher(literals, MARKS[TextKind.JSON], plain=self._plain) if literals else None

    def one(self, text: bytes) -> Positions:
        """Conditions that could be true of a single event."""
        choice = self._choice
        if choice.records >= choice.review_at and choice.review():
            self._matcher = self._built()
        if self._matcher is None:
            return choice.always
        choice.records += 1
        found = self._matcher.scan_one(text)
        if not found:
            return choice.always
        known = len(choice.literals)
        if max(found) >= known:
            if self._marks.scan_one(text) != _REWRITE:
                return choice.every
            written = _written_anew(text)
            # What is left of such escapes now stands for control characters, which no literal spans.
            if written is None or self._marks.scan_one(written) - _REWRITE:
                return choice.every
            text = written
            found = {number for number in self._matcher.scan_one(text) if number < known}
        return choice.look_again(choice.narrowed_down(found), text)


def _written_anew(text: bytes) -> bytes | None:
    """The same JSON with no more escapes than needed; null when it is not to be trusted."""
    try:
        return orjson.dumps(orjson.loads(text))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None
