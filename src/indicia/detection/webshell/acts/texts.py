"""Texts of a page that are code: run by it, or written by it to a file."""

from indicia.detection.webshell.parts.parts import parts_of
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens.languages import CLASSIC, SERVED, Part
from indicia.detection.webshell.values.kinds import REGISTRY
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import GAP, NOTHING, Value, shortened, with_trail

MOST_LAYERS = 12
"""Decoded texts of one script that are read as code."""
MOST_DROPPED = 200_000
"""Characters of a page that a script writes, up to which it is read."""
MOST_DEPTH = 4
"""Layers inside layers."""


def run_text(page: Page, value: Value, site: Site, effect: Effect = Effect.EVALUATES) -> Value:
    """Text that is run as code: follow into it where it is known."""
    if value.const is not None and value.trail is None:
        return read_layer(page, value, site)
    if value.path == REGISTRY:
        page.opaque(site.at, "it evaluates code that is kept in the registry")
    if value.trail is None and not page.php and "request" in value.told.lower() and value.told.count(GAP) < 20:
        # Code with a piece that is not known, such as the name of a field.
        hidden = value.hidden or "put together from pieces"
        before = len(page.shared.sinks)
        result = read_layer(page, Value(const=value.told.replace(GAP, "x"), hidden=hidden), site)
        if len(page.shared.sinks) > before or (result.trail is not None and not value.hidden):
            return result
    page.act(effect, site, value)
    return Value(trail=value.trail.loosened(), path="") if value.trail is not None else NOTHING


def read_dropped(page: Page, text: str, file: Value, at: int) -> None:
    """A page that the script writes: what it would do is told with what the script does."""
    key = hash((text, page.code.line(at)))
    full = len(page.shared.layers) >= MOST_LAYERS
    if key in page.layers_seen or page.depth or full or len(text) > MOST_DROPPED:
        return
    page.layers_seen[key] = NOTHING
    ending = (file.place or "").rpartition(".")[2].lower()
    own = "php" if page.php else "jsp" if page.java else "asp" if page.part.language in CLASSIC else "aspx"
    why = "written to a file"
    page.shared.layers.append(why)
    for part in parts_of(text, ending if ending in SERVED else own)[0]:
        page.evaluator.run(_page_inside(page, part, at, why))


def _page_inside(page: Page, part: Part, at: int, why: str) -> Page:
    """The page that a text inside this one is; `why` says how it was hidden."""
    return Page(part, page.shared, page.evaluator, depth=page.depth + 1, line=page.code.line(at), layer=why)


def _says_nothing(page: Page, text: str) -> bool:
    """Whether a text is too short to be code, and no name of the page."""
    return len(text) < 3 and (page.php or page.names.lookup(text.lower()) is None)


def read_layer(page: Page, value: Value, site: Site) -> Value:
    """Read a text as code of the page; gives the value of its last statement."""
    text = value.const or ""
    key = hash((text, page.code.line(site.at)))
    if key in page.layers_seen:
        inner = page.defining.get(key)
        if inner is None or not page.afford():
            return page.layers_seen[key]
        # It writes functions, which may be given something by now.
        return page.evaluator.run(inner)
    page.layers_seen[key] = NOTHING
    if page.depth >= MOST_DEPTH or len(page.shared.layers) >= MOST_LAYERS or _says_nothing(page, text):
        return NOTHING
    why = value.hidden or "as it stands"
    page.shared.layers.append(why)
    code = text
    if page.php:
        # A text for `eval` begins inside code; one for a file or after `?>` does not.
        stripped = text.lstrip()
        if stripped.startswith(("?>", "<?", "<script")) or "?>" in text:
            wrapped = text if stripped.startswith("<") else "<?php " + text
            code = "\n".join(part.code for part in parts_of(wrapped, "php")[0]) or text
    before = len(page.shared.sinks)
    inner = _page_inside(page, Part(page.language, code, page.part.controls, page.part.uploads), site.at, why)
    inner.names.stand_in(page.names)
    known = len(page.names.functions)
    result = page.evaluator.run(inner)
    if len(page.names.functions) > known:
        page.defining[key] = inner
    hides = value.hidden and not value.hidden.startswith("put together from pieces")
    if hides and len(page.shared.sinks) == before and len(text) > 40 and result.trail is None:
        page.opaque(site.at, f"it runs text that is {value.hidden}")
    if result.trail is not None and not result.trail.steps:
        result = with_trail(result, result.trail.through(page.code.line(site.at), f"text {why}: {shortened(text)}"))
    page.layers_seen[key] = result
    return result
