"""Collections of Sigma 1: documents that build on others of their file, by the key `action`.

`global` stands in every rule behind it, over what the rule says itself, until `reset` or another `global`; `repeat` is
the rule before it with its own keys over that one's.  Filters and correlations never take part.
Source: pySigma, `SigmaCollection.from_dicts`, which follows the tools of Sigma 1.
"""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from indicia.detection.sigma.document import MAX_BYTES, Cut
from indicia.detection.sigma.refused import Refused

MOST_WRITTEN = 5_000_000
"""Characters of the rules that the documents of one file make together."""
_ACTION = re.compile(r"^[ \t]*[\"']?action[\"']?[ \t]*:", re.MULTILINE)


class Collection:
    """The documents of one file in their order, as the rules they make."""

    def __init__(self) -> None:
        self._global: dict[str, Any] = {}
        self._before: dict[str, Any] = {}
        self._doubtful = False
        """A document was lost that the next ones may have built on."""
        self._used = False
        self._fresh = False
        self.idle: list[Cut] = []
        """Documents with `action: global` on which none was built."""
        self._left = MOST_WRITTEN

    def lost(self, text: str) -> None:
        """A document could not be read."""
        self._doubtful = True
        self._used = self._used or _ACTION.search(text) is not None
        self._built()

    def _built(self) -> None:
        """Something came that the last `global` is for."""
        if self._fresh:
            self.idle.pop()
            self._fresh = False

    def rule(self, document: Mapping[str, Any], cut: Cut) -> tuple[dict[str, Any], str] | None:
        """The rule a document makes, and its text where it is not the document's own; null for one that makes none.

        Raises Refused for an unknown action, and where it may build on a document that is lost.
        """
        action = document.get("action")
        own = {key: value for key, value in document.items() if key != "action"}
        if action is None:
            if self._used and self._doubtful:
                raise Refused("a document before it, on which it may build, could not be read")
            self._built()
            self._before = self._merged(own, self._global) if self._global else own
            return self._before, self._text() if self._global else ""
        self._used = True
        if action == "global":
            self._global = self._before = own
            self._fresh = True
            self.idle.append(cut)
            self._doubtful = False
            return None
        if action == "reset":
            self._global = {}
            self._fresh = self._doubtful = False
            return None
        if action == "repeat":
            if self._doubtful or not self._before:
                raise Refused("'action: repeat' without a rule before it that could be read")
            self._built()
            self._before = self._merged(self._before, own)
            return self._before, self._text()
        raise Refused(f"'action' says {str(action)[:40]!r}, which is none of global, reset and repeat")

    def _text(self) -> str:
        large = "the documents of the file that build on each other make rules that are too large"
        if self._left < 0:
            raise Refused(large)
        # The safe one of the fast dumpers; it shows values that stand twice as aliases.
        text: str = yaml.dump(self._before, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
        self._left -= len(text)
        if len(text) > MAX_BYTES:
            raise Refused(large)
        return text

    def _merged(self, below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
        """Both; what stands in `above` wins, mappings are merged key by key."""
        found = dict(below)
        for key, value in above.items():
            inner = found.get(key)
            if isinstance(inner, Mapping) and isinstance(value, Mapping):
                found[key] = self._merged(inner, value)
            else:
                found[key] = value
        return found
