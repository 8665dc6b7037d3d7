"""Files that a script fills with what the request sent and runs itself afterwards."""

import re

from msgspec.structs import replace

from indicia.detection.webshell.acts.members import Members
from indicia.detection.webshell.tokens.words import SCRIPT_ENDINGS
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Trail, Value

_VARIABLE = re.compile(r"[(,\s]\s*\$?([A-Za-z_]\w*)\s*(?=[,);]|$)")
"""A variable that is an argument by itself."""
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".ico", ".tif", ".tiff", ".webp", ".mp3", ".mp4", ".woff", ".ttf")
"""Endings of files in which no code is kept by honest means."""
SOURCES = (".java", ".cs", ".vb", ".jsl", ".groovy")
"""Endings of files that a compiler is given."""
LISTED = "listed"
"""What an entry of a folder goes by that a loop goes through."""
OWN_FILE = "read from a file of the site"
"""Why a text is not known that a script runs; of an application with texts in several languages as well."""
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
        opens = (content.place or content.told).startswith("<")
        script = content.told.startswith("<%") and not self._php
        if (
            trail.rank % 8 == 0
            or (trail.rank == 1 and (opens or place.lower().endswith(SOURCES)))
            or (script and not trail.checked)
        ):
            kind = trail.kind if trail.kind == "remote" else "upload"
            self._assign("\1file:" + place, Value(trail=replace(trail, kind=kind)))

    def _kept_in(self, value: Value, at: int, end: int) -> Trail | None:
        """What the request sent, where it was written to the file that is named by this value before."""
        for named in (value.const, value.place, self._variable_in(at, end)):
            found = self._lookup("\1file:" + named) if named else None
            if found is not None:
                return found.trail
        return None

    def _read_from(self, value: Value, at: int, end: int) -> Trail | None:
        """What a file holds that is read here: what the script wrote before, or what lies hidden in a picture."""
        kept = self._kept_in(value, at, end)
        if kept is not None:
            return kept
        place = (value.place or value.const or "").lower()
        if place.endswith(PICTURES) and value.trail is None:
            return Trail(self._cut(at, end), self._line(at), "stored")
        return None

    def _renamed(self, value: Value, target: Value, at: int, end: int) -> None:
        """A file that the request filled gets the name of a script."""
        place = (target.place or target.const or "").lower()
        kept = self._kept_in(value, at, end) if place.endswith(SCRIPT_ENDINGS) else None
        if kept is not None:
            self._act(Effect.WRITES, at, end, NOTHING, content=replace(kept, kind="request"), place=place)

    def _place_of(self, file: Value, at: int, end: int) -> str:
        """What is known of the path of a file that is opened to be written."""
        if file.path.startswith(LISTED) and file.trail is None:
            return LISTED
        return file.place or file.const or self._variable_in(at, end)

    def _variable_in(self, at: int, end: int) -> str:
        """The first variable in this piece of code, as a mark of a path that is not known."""
        found = _VARIABLE.search(self._code, at, min(end, at + 400))
        return "$" + found[1].lower() if found else ""
