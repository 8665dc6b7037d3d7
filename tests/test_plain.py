"""Values as JSON and back by their types."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import IntEnum, StrEnum
from pathlib import Path

import orjson
import pytest
from msgspec import Struct

from indicia.plain import Unreadable, again, from_exact_json, plain, stated, to_exact_json, to_json, to_line


class Colour(StrEnum):
    """Texts."""

    RED = "red"


class Size(IntEnum):
    """Numbers."""

    LARGE = 3


class Inner(Struct, frozen=True):
    """A value within."""

    path: Path
    when: datetime | None = None


class Outer(Struct, frozen=True, kw_only=True):
    """Every kind of member that the model has."""

    inner: tuple[Inner, ...]
    colour: Colour
    sizes: frozenset[Size]
    days: Mapping[str, date]
    counts: Mapping[int, int] = {}
    share: float | None = None
    told: str | int | float | bool | tuple[str, ...] | None = None


MOMENT = datetime(2021, 3, 3, 4, 5, 6, 789, UTC)
VALUE = Outer(
    inner=(Inner(Path("a/b"), MOMENT), Inner(Path("c"))),
    colour=Colour.RED,
    sizes=frozenset({Size.LARGE}),
    days={"x": date(2021, 7, 19)},
    counts={7: 2**63, 8: -1},
    share=0.5,
    told=("a", "b"),
)


@pytest.mark.parametrize(
    "there", [plain, lambda one: orjson.loads(to_json(one)), lambda one: orjson.loads(to_line(one))]
)
def test_there_and_back(there) -> None:
    """Whichever way it was written."""
    assert again(there(VALUE), Outer) == VALUE


def test_names_that_are_no_utf8() -> None:
    """They stay what they are where somebody has to open the file, and are written out elsewhere."""
    odd = Inner(Path("a\udcff"))
    assert again(from_exact_json(to_exact_json(odd)), Inner) == odd
    assert again(orjson.loads(to_json(odd)), Inner) == Inner(Path("a\\udcff"))


@pytest.mark.parametrize(
    "changes",
    [
        {"colour": "blue"},
        {"colour": None},
        {"inner": [{"path": 7}]},
        {"inner": [{}]},
        {"inner": {"path": "a"}},
        {"days": {"x": "yesterday"}},
        {"share": "0.5"},
        {"told": {"a": 1}},
    ],
)
def test_of_another_form_is_refused(changes) -> None:
    """Nothing is bent into shape."""
    with pytest.raises(Unreadable):
        again({**plain(VALUE), **changes}, Outer)


@pytest.mark.parametrize("zone", [None, timezone(timedelta(hours=2))])
def test_what_others_wrote_is_in_utc(zone) -> None:
    """A time without a zone could be any; one with another would be shown as if it were UTC."""
    assert stated(plain(VALUE), Outer) == VALUE
    written = {**plain(VALUE), "inner": [{"path": "a", "when": MOMENT.replace(tzinfo=zone).isoformat()}]}
    with pytest.raises(Unreadable, match="UTC"):
        stated(written, Outer)
