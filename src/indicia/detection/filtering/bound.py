r"""Literals that count only where they stand in the value of one field of a Windows event.

`\\cmd.exe"` stands in one event of twenty, mostly as the image of a parent or in the rendered message, while rules ask
it of `Image`.  JSON tells before it is decoded which member a place belongs to: quotes inside a text are escaped, so
the last one before a place that is not opens the text around it, and a colon and a name in quotes stand before that.
Where anything else stands there, nothing is said, and the literal counts.

What readers promise for that: a plain text that a reader puts under a name of `may_bind` comes from a member of that
name, blanks left out, or from one of which `member_at` says nothing (`#text`, `Value`, in a list, with a dot).
"""

import re
from functools import lru_cache

from indicia.detection.filtering.literals import BINDS, JOINED, NESTED, SYNTHESISED, Group, TextKind, without_longer

_SPECIAL = frozenset({"Value", "Name", "_Name", "_", "Data", "UserID", "identifier"})
"""Members whose value may come under another name, and fields that take values of other members."""
_UNBOUND = SYNTHESISED[TextKind.JSON] | JOINED | _SPECIAL
_FARTHEST = 1 << 13
"""Bytes before a place that are looked at; texts are longer only where a script or a message is logged."""
_MOST_QUOTES = 64
"""Quotes inside a text that are stepped over."""
_QUOTE, _BACKSLASH = ord('"'), ord("\\")
_BARE, _BEFORE_BARE = b"ntf", b": "


@lru_cache(maxsize=4096)
def may_bind(field: str | None) -> bool:
    """Whether all values of a field come from members of its name, as far as they say where they come from."""
    return field is not None and field.isascii() and field.isidentifier() and field not in _UNBOUND


def bound(group: Group, field: str | None) -> Group:
    """The literals of a group, bound to the field it is asked of where that may be; numbers and signs are not."""
    if field is None or not may_bind(field):
        return group
    ending = BINDS + field.encode()
    return frozenset(literal + ending if literal.isascii() and literal not in NESTED else literal for literal in group)


def apart(literal: bytes) -> tuple[bytes, bytes]:
    """The text to look for, and the name of the field it is bound to; that is empty for one that counts anywhere."""
    text, _, field = literal.partition(BINDS)
    return text, field


def without_needless(group: Group) -> Group:
    """Drop literals that hold another one of the group that counts wherever they do."""
    if len(group) == 1:
        return group
    texts: dict[bytes, set[bytes]] = {}
    for literal in group:
        text, field = apart(literal)
        texts.setdefault(field, set()).add(text)
    anywhere = frozenset(texts.pop(b"", ()))
    kept = set(without_longer(anywhere)) if anywhere else set()
    for field, own in texts.items():
        left = without_longer(frozenset(own | anywhere)) - anywhere
        kept.update(text + BINDS + field for text in left)
    return frozenset(kept)


def member_at(text: bytes, place: int) -> bytes | None:
    """Name of the member in whose value a place of a JSON document lies; null where that is not plain to see.

    The place may be that of the quote which opens a text, and of the first letter of `null`, `true` or `false`.
    """
    first = text[place]
    if first in _BARE and text[place - 1] in _BEFORE_BARE and (bare := _member(text, place)) is not None:
        return bare
    opening = place
    if first != _QUOTE:
        opening = text.rfind(b'"', place - _FARTHEST if place > _FARTHEST else 0, place)
        if text[opening - 1] == _BACKSLASH:
            opening = _opening(text, opening, place)
    return _member(text, opening)


def _member(text: bytes, opening: int) -> bytes | None:
    """Name of the member whose value begins at a place; null where none does, or its name is no plain one."""
    if opening < _SHORTEST:
        return None
    # No quote stands between that of the name and this place but the one that ends the name.
    before = text[text.rfind(b'"', opening - _LONGEST if opening > _LONGEST else 0, opening - 3) - 1 : opening]
    if before in _MEMBERS:
        return _MEMBERS[before]
    if len(_MEMBERS) >= _MEMBERS_KEPT:
        _MEMBERS.clear()
    known = _MEMBERS[before] = _named(before)
    return known


def _opening(text: bytes, quote: int, place: int) -> int:
    """The last quote before a place that is not escaped, from a quote on; -1 where it is too far away."""
    first = max(0, place - _FARTHEST)
    for _ in range(_MOST_QUOTES):
        if quote <= 0 or text[quote - 1] != _BACKSLASH:
            return quote
        before = quote - 1
        while before > first and text[before - 1] == _BACKSLASH:
            before -= 1
        # An even number of backslashes are escaped themselves.
        if (quote - before) % 2 == 0:
            return quote
        quote = text.rfind(b'"', first, quote)
    return -1


def _named(before: bytes) -> bytes | None:
    """The name in what stands before a text, from the byte before its quote on; null where it is no plain name.

    Between two texts stands something that is part of no name, so what is one is not what stands between two texts.
    """
    found = _NAME.fullmatch(before)
    return found[1] if found and found[1].decode() not in _SPECIAL else None


_NAME = re.compile(rb'[^\\]"([A-Za-z_][A-Za-z0-9_]*)": ?')
"""Some write a blank behind the colon."""
_SHORTEST, _LONGEST = 5, 80
"""Bytes before the value of a member, and how far its name is looked for."""
_MEMBERS: dict[bytes, bytes | None] = {}
_MEMBERS_KEPT = 4096
