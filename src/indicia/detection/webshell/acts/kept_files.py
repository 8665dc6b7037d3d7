"""Files that a script fills with what the request sent and runs itself afterwards."""

from msgspec.structs import replace

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens.words import SCRIPT_ENDINGS
from indicia.detection.webshell.values.kinds import LISTED
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Trail, Value

PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".ico", ".tif", ".tiff", ".webp", ".mp3", ".mp4", ".woff", ".ttf")
"""Endings of files in which no code is kept by honest means."""
_SOURCES = (".java", ".cs", ".vb", ".jsl", ".groovy")
"""Endings of files that a compiler is given."""
MOST_CODE = 20_000
"""Characters of a script up to which this is followed: in a large one the same name may mean other files."""


def keep_written(page: Page, file: Value, content: Value) -> None:
    """Keep in mind what file holds what the request sent, for whoever runs it later."""
    trail = content.trail
    place = file.place
    if trail is None or not place or file.target is not None or len(page.code) > MOST_CODE:
        return
    opens = (content.place or content.told).startswith("<")
    script = content.told.startswith("<%") and not page.php
    if (
        trail.rank % 8 == 0
        or (trail.rank == 1 and (opens or place.lower().endswith(_SOURCES)))
        or (script and not trail.checked)
    ):
        kind = trail.kind if trail.kind == "remote" else "upload"
        page.names.assign("\1file:" + place, Value(trail=replace(trail, kind=kind)))


def kept_in(page: Page, value: Value, site: Site) -> Trail | None:
    """What the request sent, where it was written to the file that is named by this value before."""
    for named in (value.const, value.place, page.code.variable_in(site)):
        found = page.names.lookup("\1file:" + named) if named else None
        if found is not None:
            return found.trail
    return None


def read_from(page: Page, value: Value, site: Site) -> Trail | None:
    """What a file holds that is read here: what the script wrote before, or what lies hidden in a picture."""
    kept = kept_in(page, value, site)
    if kept is not None:
        return kept
    place = (value.place or value.const or "").lower()
    if place.endswith(PICTURES) and value.trail is None:
        return page.trail(site, "stored")
    return None


def note_renamed(page: Page, value: Value, target: Value, site: Site) -> None:
    """A file that the request filled gets the name of a script."""
    place = (target.place or target.const or "").lower()
    kept = kept_in(page, value, site) if place.endswith(SCRIPT_ENDINGS) else None
    if kept is not None:
        page.act(Effect.WRITES, site, NOTHING, content=replace(kept, kind="request"), place=place)


def place_of(page: Page, file: Value, site: Site) -> str:
    """What is known of the path of a file that is opened to be written."""
    if file.path.startswith(LISTED) and file.trail is None:
        return LISTED
    return file.place or file.const or page.code.variable_in(site)
