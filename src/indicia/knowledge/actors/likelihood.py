"""Words for likelihood: scales of `likelihood.toml`.  Confidence is another thing and never shares a phrase with it."""

from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from indicia.errors import UsageError
from indicia.knowledge.section import Section, read_section


class Band(Struct, frozen=True):
    """A word and the probabilities it stands for, in percent."""

    word: str
    low: int
    high: int


class LikelihoodScale(Struct, frozen=True, kw_only=True):
    """One scale."""

    id: str
    name: str
    bands: tuple[Band, ...]
    """From the least to the most likely."""
    gaps: bool
    """Whether the scale leaves gaps between its words on purpose."""
    source: str

    def word(self, probability: float) -> str:
        """The word for a probability (0 to 1); in a gap, the nearer one, the lower at the same distance.

        A border belongs to the upper band.
        """
        percent = probability * 100
        inside = [band for band in self.bands if band.low <= percent < band.high]
        if inside:
            return inside[-1].word
        return min(self.bands, key=lambda band: (max(band.low - percent, percent - band.high), band.low)).word


@cache
def scales() -> tuple[LikelihoodScale, ...]:
    """Every scale that comes with Indicia."""
    top = read_section(Path(str(files("indicia"))) / "packs" / "exchange-2021" / "likelihood.toml")
    found = tuple(_scale(row) for row in top.rows("scale", "id"))
    top.close()
    return found


def scale(name: str) -> LikelihoodScale:
    """A scale by its id.  Raises UsageError for others."""
    for one in scales():
        if one.id == name:
            return one
    raise UsageError(f"no scale {name}", hint=f"Scales: {', '.join(one.id for one in scales())}.")


def _scale(row: Section) -> LikelihoodScale:
    bands = []
    for inner in row.rows("bands", "word"):
        bands.append(Band(inner.text("word"), inner.number("low", 0), inner.number("high", 0)))
        inner.close()
    if not bands:
        raise row.wrong("`bands` is empty")
    if any(before.high > after.low for before, after in pairwise(bands)):
        raise row.wrong("`bands` overlap or stand in the wrong order")
    found = LikelihoodScale(
        id=row.text("id"),
        name=row.text("name"),
        bands=tuple(bands),
        gaps=row.flag("gaps", default=False),
        source=row.text("source"),
    )
    row.close()
    return found
