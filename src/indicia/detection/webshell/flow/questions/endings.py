"""Endings of the names of files that a page compares: with such as no server runs, or with others."""

import re
from collections.abc import Iterable

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Node
from indicia.detection.webshell.tokens.words import PROGRAM_ENDINGS, SCRIPT_ENDINGS
from indicia.detection.webshell.values.bounds import Known
from indicia.detection.webshell.values.value import Held, Trail, Value

_ENDING_OF = re.compile(
    r"get_?(?:file_?)?ext(?:ension)?\s*\(|pathinfo_extension|\[[\"']extension[\"']\]"
    r"|last_?index_?of\s*\(\s*[\"']\.|strrchr\s*\(|strrpos\s*\(|instrrev\s*\([^\"]{0,60}\"\.\"|\.extension\b",
    re.IGNORECASE,
)
"""What cuts the ending out of a name."""
_ONLY_THESE = re.compile(r"\\\.\(?(?:\?:)?([\w|?\[\]]+)\)?(?:\$|\\z|\\Z)$")
"""The end of a pattern that matches names with one of some endings."""
_RUN = frozenset(ending.removeprefix(".") for ending in (*SCRIPT_ENDINGS, *PROGRAM_ENDINGS, ".config", ".htaccess"))


def of_ending(page: Page, nodes: list[Node], trail: Trail, texts: Iterable[Value]) -> list[Known]:
    """What is known of the name of a file whose ending is one of these texts; nothing where a server runs one of them.

    `trail` is the way of what was compared, which stands at `nodes`.
    """
    if any(_runs(text.const or "") for text in texts):
        return []
    at = (
        trail.cut
        if trail.cut >= 0
        else next((i for i, step in enumerate(trail.steps) if _ENDING_OF.search(step[1])), -1)
    )
    if at >= 0:
        return [Known(trail.source, trail.steps[:at], Held.ENDING)]
    if nodes and _ENDING_OF.search(page.code.text[nodes[0].at : nodes[-1].end][:200]):
        return [Known(trail.source, trail.steps, Held.ENDING)]
    return []


def by_pattern(trail: Trail, pattern: str) -> list[Known]:
    """The same for a name that a pattern matches: `\\.(jpg|png)$`."""
    found = _ONLY_THESE.search(pattern)
    if found is None or any(_runs(word.replace("?", "")) for word in found[1].split("|")):
        return []
    return [Known(trail.source, trail.steps, Held.ENDING)]


def by_end(trail: Trail, end: str) -> list[Known]:
    """The same for a name that ends with this text."""
    return [Known(trail.source, trail.steps, Held.ENDING)] if "." in end and not _runs(end) else []


def _runs(text: str) -> bool:
    """Whether a list that is written out, or one ending, names what a server runs; `*` is any."""
    return any(word in _RUN or word == "*" for word in re.split(r"[^\w*]+", text.lower()))
