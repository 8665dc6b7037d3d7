"""What a request puts into a database, for a page that takes it out again and runs it."""

import re
from dataclasses import replace

from indicia.detection.webshell.kept_files import MOST_CODE, KeptFiles
from indicia.detection.webshell.value import NOTHING, Value

_PUTS = re.compile(r"\b(?:insert\s+into|replace\s+into|update\s+[\w\[\].`\"]{1,80}\s+set)\b", re.IGNORECASE)
_TAKES = re.compile(r"\bselect\b", re.IGNORECASE)
KEPT = "\0database"
"""Under this is kept what the request put into a database."""
READS = frozenset({"execute", "executequery", "executereader", "executescalar", "query", "queryforobject"})
"""Methods that give what a database holds."""


class Databases(KeptFiles):
    """Databases that a page fills and reads."""

    def _puts(self, given: Value, code: str) -> None:
        """Keep in mind that a statement, or a parameter of one, puts what the request sent into a database."""
        if given.trail is not None and given.trail.kind in {"request", "control", "parameter"}:
            steps = (step[1] for step in given.trail.steps)
            if len(self._code) <= MOST_CODE and any(_PUTS.search(text) for text in (code, *steps)):
                self._assign(KEPT, Value(trail=replace(given.trail, kind="database")))

    def _fills_parameter(self, given: Value) -> None:
        """The same for a parameter of a statement that stands elsewhere."""
        if given.trail is None or self._lookup(KEPT) is not None or len(self._code) > MOST_CODE or not self._afford():
            return
        self._puts(given, self._code)

    def _takes(self, args: list[Value], code: str, *, reads: bool = False) -> Value:
        """What a statement gives that reads: what the request put there before, where it did.

        `reads` says that a call is for reading only, whatever the statement, which stands elsewhere.
        """
        kept = self._lookup(KEPT)
        if kept is None or kept.trail is None:
            return NOTHING
        texts = (code, *(value.const or "" for value in args))
        return Value(trail=kept.trail) if reads or any(_TAKES.search(text[:4000]) for text in texts) else NOTHING
