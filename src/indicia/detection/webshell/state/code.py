"""The code of a page: its lines, pieces of it, and words that stand anywhere in it."""

import re
from bisect import bisect_left

from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.values.value import SNIPPET, shortened

_VARIABLE = re.compile(r"[(,\s]\s*\$?([A-Za-z_]\w*)\s*(?=[,);]|$)")
"""A variable that is an argument by itself."""
_MOST_CALL = 400
"""Characters of a call in which a variable is looked for."""


class Code:
    """The code of a page."""

    def __init__(self, written: str, line: int) -> None:
        """`line` is that of the place which runs this text, for one inside another; 0 for the page itself."""
        self.text = written
        """What places are places in; for a text with pieces of code, each piece while it is read."""
        self.fixed_line = line
        self._written = written
        self._line_ends: list[int] | None = None
        self._lowered = ""
        self._known: dict[str, bool] = {}
        """Questions that were put to the whole code, with their answers."""

    def __len__(self) -> int:
        return len(self.text)

    def line(self, at: int) -> int:
        """The line of a place, counted from one."""
        if self.fixed_line:
            return self.fixed_line
        if self._line_ends is None:
            self._line_ends = [found.start() for found in re.finditer("\n", self.text)]
        return bisect_left(self._line_ends, at) + 1

    def at(self, site: Site) -> str:
        """The code that stands there."""
        return self.text[site.at : site.end]

    def cut(self, site: Site) -> str:
        """The same on one line and shortened, for people."""
        return shortened(self.text[site.at : min(site.end, site.at + 4 * SNIPPET)])

    def search(self, pattern: re.Pattern[str], site: Site) -> re.Match[str] | None:
        """Where this pattern stands there first; places are those of the whole code."""
        return pattern.search(self.text, site.at, site.end)

    def match(self, pattern: re.Pattern[str], site: Site) -> re.Match[str] | None:
        """What this pattern makes of the beginning of that piece."""
        return pattern.match(self.text, site.at, site.end)

    def mentions(self, *words: str) -> bool:
        """Whether one of these, in lower case, stands anywhere in the page; each is looked for once."""
        for word in words:
            stands = self._known.get(word)
            if stands is None:
                self._lowered = self._lowered or self._written.lower()
                stands = self._known[word] = word in self._lowered
            if stands:
                return True
        return False

    def matches(self, pattern: re.Pattern[str]) -> bool:
        """Whether this pattern stands anywhere in the page; it is looked for once."""
        if pattern.pattern not in self._known:
            self._known[pattern.pattern] = pattern.search(self._written) is not None
        return self._known[pattern.pattern]

    def declares_once(self, field: str) -> bool:
        """Whether one class of PHP alone declares a field of this name; it is looked for once."""
        asked = f"once {field}"
        if asked not in self._known:
            declared = rf"\b(?:var|public|private|protected)\s+(?:static\s+)?(?:\??\w+\s+)?\${re.escape(field)}\b"
            self._known[asked] = len(re.findall(declared, self.text, re.IGNORECASE)) == 1
        return self._known[asked]

    def variable_in(self, site: Site) -> str:
        """The first variable in this piece of code, as a mark of a path that is not known."""
        found = _VARIABLE.search(self.text, site.at, min(site.end, site.at + _MOST_CALL))
        return "$" + found[1].lower() if found else ""
