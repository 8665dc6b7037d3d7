"""One indicator as its finder hands it over, in places of the plain view."""

from typing import NamedTuple


class Found(NamedTuple):
    """Characters of the view that are an indicator."""

    start: int
    end: int
    value: str
    """Normalised."""
    sort: str
    aside: str = ""
