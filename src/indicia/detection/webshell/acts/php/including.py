"""Files that PHP includes: their code runs as a part of the page."""

from indicia.detection.webshell.acts.kept_files import PICTURES, kept_in
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens.brackets import Leaf, Node
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import Value


def include(page: Page, node: Leaf, value: Value, nodes: list[Node]) -> None:
    """`include …`: note what is run; `nodes` is the whole expression, in which the word stands at `node`."""
    site = Site(node.at, nodes[-1].end)
    if value.trail is None and (kept := kept_in(page, value, Site(node.at, nodes[-1].end + 1))) is not None:
        page.act(Effect.INCLUDES, site, Value(trail=kept))
        return
    if value.const is not None and value.trail is None:
        text = value.const.strip().lower()
        if "\1wrapper:" + text.partition("://")[0] in page.names.globals and (
            read := page.names.functions.get("stream_read")
        ):
            page.act(Effect.EVALUATES, site, Value(trail=read.result.trail))
        elif text.startswith(("php://input", "data:")):
            trail = page.trail(site)
            page.act(Effect.EVALUATES, site, Value(trail=trail))
        elif text.startswith(("http://", "https://", "ftp://")):
            trail = page.trail(site, "remote")
            page.act(Effect.INCLUDES, site, Value(trail=trail))
        elif text.startswith("php://filter") and "resource=php://input" in text:
            trail = page.trail(site)
            page.act(Effect.EVALUATES, site, Value(trail=trail))
        elif text.endswith(PICTURES) and "://" not in text:
            trail = page.trail(site, "stored")
            page.act(Effect.INCLUDES, site, Value(trail=trail))
        return
    page.acts = True
    inline = value.trail is not None and value.told.strip().lower().startswith("data:")
    page.act(Effect.EVALUATES if inline else Effect.INCLUDES, site, value)
