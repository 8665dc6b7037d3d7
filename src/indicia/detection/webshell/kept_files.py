"""Files that a script fills with what the request sent and runs itself afterwards."""

import re
from dataclasses import replace

from indicia.detection.webshell.members import Members
from indicia.detection.webshell.value import Trail, Value

_VARIABLE = re.compile(r"[(,\s]\s*\$?([A-Za-z_]\w*)\s*(?=[,);]|$)")
"""A variable that is an argument by itself."""
MOST_CODE = 20_000
"""Characters of a script up to which this is followed: in a large one the same name may mean other files."""


class KeptFiles(Members):
    """What stands in the files that the script wrote."""

    def _written(self, file: Value, content: Value) -> None:
        """Keep in mind what file holds what the request sent, for whoever runs it later."""
        trail = content.trail
        place = file.place
        if trail is None or not place or file.target is not None or len(self._code) > MOST_CODE:
            return
        if trail.rank == 0 or (trail.rank == 1 and (content.place or "").startswith(("<?", "<"))):
            self._assign("\1file:" + place, Value(trail=replace(trail, kind="upload")))

    def _kept_in(self, value: Value, at: int, end: int) -> Trail | None:
        """What the request sent, where it was written to the file that is named by this value before."""
        named = next((value_ for value_ in (value.const, self._variable_in(at, end)) if value_), "")
        found = self._lookup("\1file:" + named) if named else None
        return found.trail if found is not None else None

    def _variable_in(self, at: int, end: int) -> str:
        """The first variable in this piece of code, as a mark of a path that is not known."""
        found = _VARIABLE.search(self._code, at, min(end, at + 400))
        return "$" + found[1].lower() if found else ""
