"""What the ways of embedding code in a page have in common: script elements, and line ends that are kept."""

import re

TAG_SCRIPT = re.compile(r"<script\b([^>]{0,1000})>", re.IGNORECASE)
TAG_SCRIPT_END = re.compile(r"</script\s{0,20}>", re.IGNORECASE)
RUNAT = re.compile(r"runat\s{0,20}=\s{0,20}[\"']?\s{0,20}server", re.IGNORECASE)


def lines_of(text: str, start: int, end: int) -> str:
    """As many line ends as the text between holds."""
    return "\n" * text.count("\n", start, end)


def runs_tags(text: str) -> bool:
    """Whether a script element of the page runs at the server."""
    return any(RUNAT.search(tag[1]) for tag in TAG_SCRIPT.finditer(text))
