"""The result as one self-contained page: no script, nothing loaded, readable on paper and on a phone."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

import jinja2

from indicia.assessment.labels import source_label
from indicia.model.assessment import Result
from indicia.model.exposure import Clock
from indicia.report.clean import clean
from indicia.report.page import drawing, marks, view
from indicia.report.page.making import environment
from indicia.report.page.view import page_view
from indicia.report.words import (
    fragment,
    place,
    plural,
    sentence,
    size,
    some,
    span,
    stamp,
    stretch,
    to_second,
)

_TOGETHER = 2_000
"""Pieces of text that are put together at a time."""


def page(result: Result) -> str:
    """The page; the same result gives the same text."""
    return template().render(view=page_view(result))


def page_bytes(result: Result) -> bytes:
    """The same in UTF-8."""
    return b"".join(page_pieces(result))


def page_pieces(result: Result) -> Iterator[bytes]:
    """The same in pieces; of many servers it is megabytes."""
    pieces = template().stream(view=page_view(result))
    pieces.enable_buffering(_TOGETHER)
    for piece in pieces:
        yield piece.encode()


@cache
def template() -> jinja2.Template:
    """Its template, with all that it calls."""
    made = environment()
    made.filters |= {
        "one_line": clean,
        "stamp": stamp,
        "second": to_second,
        "plural": plural,
        "size": size,
        "stretch": stretch,
        "sentence": sentence,
        "fragment": fragment,
        "place": place,
        "some": some,
        "source": source_label,
        "web": _web,
        "slug": lambda word: word.replace(",", "").replace(" ", "-"),
    }
    made.globals |= {
        "SHAPES": marks.SHAPES,
        "LEGEND": marks.LEGEND,
        "WIDTH": drawing.WIDTH,
        "LABEL": drawing.LABEL,
        "RIGHT": drawing.RIGHT,
        "LINES": view.LINES,
        "SIGNS": view.SIGNS,
        "CLOCKS": [clock.value for clock in Clock],
        "span": span,
    }
    return made.get_template("page.html")


def _web(link: str) -> str:
    """A link only where it leads to the web, else empty."""
    if not link.isascii() or not link.isprintable() or " " in link or "\\" in link:
        return ""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return link if parts.scheme in ("http", "https") and parts.hostname else ""
