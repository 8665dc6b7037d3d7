"""Parts that objects of several kinds share: words of enumerations, likelihood, what may be null."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from indicia.model.statement import (
    Likelihood,
)
from indicia.statement.canonical import Json, Row

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")


def likelihood_object(likelihood: Likelihood | None) -> Json:
    """As it is hashed and signed; null where there is none."""
    if likelihood is None:
        return None
    return {
        "scale": likelihood.scale,
        "word": likelihood.word,
        "low": likelihood.low,
        "high": likelihood.high,
    }


def likelihood_of(row: Row) -> Likelihood | None:
    """The inverse, of the member `likelihood`."""
    inside = row.row_or_none("likelihood")
    return closed(
        inside,
        lambda one: Likelihood(
            scale=one.text("scale"),
            word=one.text("word"),
            low=one.whole_or_none("low"),
            high=one.whole_or_none("high"),
        ),
    )


def closed(row: Row | None, make: Callable[[Row], _T]) -> _T | None:
    """What is made of a row, which is then closed; null of null."""
    if row is None:
        return None
    made = make(row)
    row.close()
    return made


def enum_of(row: Row, name: str, kind: type[_E]) -> _E:
    """A member that is a word of an enumeration."""
    return member_of(row, row.text(name), kind)


def member_of(row: Row, text: str, kind: type[_E]) -> _E:
    """A word of an enumeration."""
    try:
        return kind(text)
    except ValueError:
        row.wrong(f"`{text}` is none of {', '.join(kind)}")
