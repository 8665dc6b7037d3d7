"""HTML cut into tags and text in one pass, in time that grows with its length alone.

The parser of the standard library takes hours for some pages made to that end; what is needed here is little.
"""

import html
import re
from collections.abc import Iterator

from msgspec import Struct, field

_TAG = re.compile(r"</?[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=]+)(?:\s*=\s*)?")
_BARE = re.compile(r"[^\s>]*")
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Inside of these nothing is a tag but their own end."""
_MOST_ATTRIBUTES = 200


class Tag(Struct):
    """A start or end tag."""

    name: str
    ends: bool
    attributes: dict[str, str] = field(default_factory=dict)


class Unclosed(Struct):
    """What begins and does not end before the file does; the rest was taken for it, as browsers do."""

    what: str
    length: int


def tokens(page: str) -> Iterator[str | Tag | Unclosed]:
    """Texts (with entities resolved), tags, and what was left open.  Comments and declarations are left out."""
    at, size = 0, len(page)
    while at < size:
        opening = page.find("<", at)
        if opening < 0:
            yield html.unescape(page[at:])
            return
        if opening > at:
            yield html.unescape(page[at:opening])
        if page.startswith("<!--", opening):
            end = page.find("-->", opening + 2)
            if end < 0:
                yield Unclosed("a comment", size - opening)
                return
            at = end + 3
        elif page.startswith(("<!", "<?"), opening):
            end = page.find(">", opening)
            if end < 0:
                yield Unclosed("a declaration", size - opening)
                return
            at = end + 1
        elif (begin := _TAG.match(page, opening)) is not None:
            tag, at = _tag(page, begin)
            if tag is None:
                yield Unclosed("a tag", size - opening)
                return
            yield tag
            if tag.name in _RAW and not tag.ends:
                end, after = _raw_end(page, at, tag.name)
                raw = page[at:end]
                yield html.unescape(raw) if tag.name in ("title", "textarea") else raw
                if after < 0:
                    yield Unclosed(f"<{tag.name}>", size - at)
                    return
                yield Tag(tag.name, ends=True)
                at = after
        else:
            yield "<"
            at = opening + 1


def _tag(page: str, begin: re.Match[str]) -> tuple[Tag | None, int]:
    text = begin.group()
    ends = text.startswith("</")
    tag = Tag(text[1 + ends :].lower(), ends)
    at, size = begin.end(), len(page)
    while at < size:
        while at < size and (page[at].isspace() or page[at] == "/"):
            at += 1
        if at < size and page[at] == ">":
            return tag, at + 1
        found = _ATTRIBUTE.match(page, at)
        if found is None:
            # Only "=" is neither a name nor an end here.
            at += 1
            continue
        name, at, value = found.group(1).lower(), found.end(), ""
        if "=" in page[found.end(1) : at]:
            quote = page[at : at + 1]
            if quote in ('"', "'") and quote:
                end = page.find(quote, at + 1)
                if end < 0:
                    return None, size
                value, at = page[at + 1 : end], end + 1
            else:
                bare = _BARE.match(page, at)
                value = bare.group() if bare else ""
                at += len(value)
        if len(tag.attributes) < _MOST_ATTRIBUTES and len(value) < 65536:
            tag.attributes.setdefault(name, html.unescape(value))
    return None, size


def _raw_end(page: str, at: int, name: str) -> tuple[int, int]:
    """Where the text of a raw element ends, and where its end tag does; -1 without one."""
    found = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(page, at)
    if found is None:
        return len(page), -1
    close = page.find(">", found.end())
    return found.start(), len(page) if close < 0 else close + 1
