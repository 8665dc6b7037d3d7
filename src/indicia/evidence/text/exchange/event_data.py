"""The `S:KEY=value;…` text in the last column of the ECP logs."""

import re

_NEXT = re.compile(r";(?=\s*'?[A-Za-z][A-Za-z0-9]{0,15}:[^;=']{1,200}=|\s*$)", re.ASCII)
"""A semicolon that ends an item: another item with a type before its key, or nothing, comes after it."""
_STRING = "S:"


def strings_of(text: str) -> dict[str, tuple[str, ...]]:
    """Values of the `S:` items by key (`S:CMD`), several where a key comes again.

    Empty ones and items of other types (`I32:`, `Dbl:`, `F:`) are left out.
    An item in single quotes ends at the next single quote that is not doubled, and doubled ones stand for one; else it
    ends at a semicolon before another item.  A quoted value inside an unquoted item (`='…'`) may hold semicolons.
    """
    found: dict[str, tuple[str, ...]] = {}
    at = 0
    while at < len(text):
        if text[at] in "; \t":
            at += 1
            continue
        item, at = _quoted_item(text, at + 1) if text[at] == "'" else _plain_item(text, at)
        key, equals, value = item.partition("=")
        if value and equals and key.startswith(_STRING):
            found[key] = (*found.get(key, ()), value)
    return found


def _quoted_item(text: str, at: int) -> tuple[str, int]:
    close = at
    while True:
        close = text.find("'", close)
        if close < 0:
            return text[at:].replace("''", "'"), len(text)
        if not text.startswith("'", close + 1):
            return text[at:close].replace("''", "'"), close + 1
        close += 2


def _plain_item(text: str, at: int) -> tuple[str, int]:
    end = _NEXT.search(text, _after_quoted_values(text, at))
    stop = end.start() if end else len(text)
    return text[at:stop], stop + 1


def _after_quoted_values(text: str, at: int) -> int:
    """Place behind the values in `='…'` that belong to the item at `at`; `at` itself when it has none."""
    place = at
    while True:
        end = _NEXT.search(text, place)
        open_quote = text.find("='", place, end.start() if end else len(text))
        if open_quote < 0:
            return place
        close = text.find("'", open_quote + 2)
        while text.startswith("''", close) and close >= 0:
            close = text.find("'", close + 2)
        if close < 0:
            return place
        place = close + 1
