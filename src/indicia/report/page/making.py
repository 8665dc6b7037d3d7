"""What every page is made with: one set-up, so that no page can forget what keeps hostile words harmless."""

import jinja2

from indicia.report.clean import clean_block
from indicia.report.page.compiled import Shipped

_LONGEST = 4_200
"""Characters of any one value: no field of a hostile record makes the page unreadable by its length."""


def environment() -> jinja2.Environment:
    """A new one, without filters.  Everything printed is made harmless, then escaped; an unknown name is an error."""
    return jinja2.Environment(
        loader=Shipped(),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Everything printed goes through here first: no call in a template can forget it.
        finalize=_harmless,
    )


def _harmless(value: object) -> object:
    """Text of a result with what could act or hide written out; the template's own markup stays as it is."""
    if type(value) is str and value.isascii() and value.isprintable() and len(value) <= _LONGEST:
        # Most of what a page prints, and there is nothing in it to write out.
        return value
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return clean_block(value if len(value) <= _LONGEST else value[:_LONGEST] + "…")
    return value
