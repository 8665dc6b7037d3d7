"""The result as one self-contained page: no script, nothing loaded, readable on paper and on a phone."""

from functools import cache
from urllib.parse import urlsplit

import jinja2

from indicia.assessment.labels import source_label
from indicia.model.assessment import Result
from indicia.model.exposure import Clock
from indicia.report import drawing, marks, view
from indicia.report.clean import clean, clean_block
from indicia.report.view import page_view
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

_LONGEST = 4_200
"""Characters of any one value: no field of a hostile record makes the page unreadable by its length."""


def page(result: Result) -> str:
    """The page; the same result gives the same text."""
    return _template().render(view=page_view(result))


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("indicia.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Everything printed goes through here first: no call in a template can forget it.
        finalize=harmless,
    )
    environment.filters |= {
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
    environment.globals |= {
        "SHAPES": marks.SHAPES,
        "LEGEND": marks.LEGEND,
        "WIDTH": drawing.WIDTH,
        "LABEL": drawing.LABEL,
        "RIGHT": drawing.RIGHT,
        "LINES": view.LINES,
        "CLOCKS": [clock.value for clock in Clock],
        "span": span,
    }
    return environment.get_template("page.html")


def harmless(value: object) -> object:
    """Text of a result with what could act or hide written out; the template's own markup stays as it is."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return clean_block(value if len(value) <= _LONGEST else value[:_LONGEST] + "…")
    return value


def _web(link: str) -> str:
    """A link only where it leads to the web, else empty."""
    if not link.isascii() or not link.isprintable() or " " in link or "\\" in link:
        return ""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return link if parts.scheme in ("http", "https") and parts.hostname else ""
