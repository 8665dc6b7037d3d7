"""Functions of PHP that read the request, or what stands inside a file."""

import re

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.value import NOTHING, Value


def reads_request(page: Page, call: Call) -> Value | None:
    """What a function gives that reads; null for any other."""
    name, args, site, first = call.name, call.args, call.site, call.first
    if name == "getdoccomment":
        return Value(hidden="taken from a comment")
    if name in words.PHP_SOURCES or (name == "session_id" and not args):
        return Value(trail=page.trail(site, loose=name == "session_id"))
    if name in {"filter_input", "filter_input_array"} and "input_" in page.code.at(site).lower():
        cleared = re.search(r"FILTER_(?:SANITIZE_NUMBER|VALIDATE)_", page.code.at(site))
        return NOTHING if cleared else Value(trail=page.trail(site))
    if name == "getenv" and (first.const or "").lower().startswith(words.PHP_SERVER):
        return Value(trail=page.trail(site))
    if name in {"exif_read_data", "read_exif_data", "getimagesize_"}:
        return Value(trail=page.trail(site, "stored"))
    return None
