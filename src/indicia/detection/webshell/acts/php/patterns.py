"""Patterns of PHP whose replacement is run as code."""

import re

from indicia.detection.webshell.acts.texts import read_layer
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import HOLE, Value


def run_replacement(page: Page, name: str, args: list[Value], site: Site) -> None:
    """`preg_replace` with the modifier that runs the replacement."""
    if len(args) < 3:
        return
    pattern, replacement, subject = args[0], args[1], args[2]
    if name.startswith("mb"):
        evaluates = len(args) > 3 and "e" in (args[3].const or "")
    else:
        text = pattern.const if pattern.const is not None else (pattern.items[0].const if pattern.items else None)
        evaluates = bool(text) and evaluating(text or "")
    if not evaluates and not (pattern.trail is not None and (replacement.trail or replacement.const)):
        return
    if pattern.trail is not None and pattern.told and not pattern.told.endswith(HOLE):
        # What stands behind it, were it a sign that is not known, ends the pattern: the request gives no modifiers.
        return
    if pattern.trail is not None and (
        pattern.trail.rank % 8 or len(pattern.trail.steps) > 1 or replacement.trail is None or len(page.code) > 20_000
    ):
        return
    if replacement.trail is not None:
        page.act(Effect.EVALUATES, site, replacement)
        return
    whole = (replacement.const or "").strip().strip("\"'")
    if subject.trail is not None and (
        re.fullmatch(r"(?:\\\\?|\$)[0-9]", whole) or re.search(r"\beval\b|\bassert\b", whole)
    ):
        page.act(Effect.EVALUATES, site, subject)
    elif replacement.const is not None and evaluates and len(replacement.const) > 10:
        before = len(page.shared.sinks)
        if re.search(r"\$_|\$\{|eval|base64|\\x|gz", replacement.const):
            read_layer(page, Value(const=replacement.const, hidden=replacement.hidden), site)
        if len(page.shared.sinks) == before and replacement.hidden:
            page.opaque(site.at, f"it runs text that is {replacement.hidden}")
    elif replacement.hidden and evaluates:
        page.opaque(site.at, f"it runs text that is {replacement.hidden}")


def evaluating(pattern: str) -> bool:
    """Whether a pattern of `preg_replace` carries the modifier `e`."""
    plain = pattern.strip()
    if len(plain) < 3 or plain[0].isalnum() or plain[0] == "\\":
        return False
    closing = {"(": ")", "{": "}", "[": "]", "<": ">"}.get(plain[0], plain[0])
    at = plain.rfind(closing)
    modifiers = plain[at + 1 :]
    return at > 0 and "e" in modifiers and modifiers.strip("imsxeADSUXJun ") == ""
