"""Numbers and times in the words of the report."""

from collections.abc import Sequence
from datetime import datetime

from indicia.model.assessment import Result, SourceCoverage


def plural(number: int, word: str) -> str:
    """`1 file`, `2 files`, `1,204 records`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def size(number: int) -> str:
    """`3.1 GB` (powers of 1,000)."""
    value = float(number)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    raise AssertionError("unreachable")


def duration(seconds: float) -> str:
    """`47 s`, `12 min`, `5 h`, `31 d`."""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def clock(moment: datetime | None, *, fine: bool = True) -> str:
    """`01:40:13.660`, hundredths dropped where they are zero."""
    if moment is None:
        return "no time"
    text = moment.strftime("%H:%M:%S")
    if fine and moment.microsecond:
        text += f".{moment.microsecond // 1000:03d}"
    return text


def stamp(moment: datetime | None) -> str:
    """`2021-03-14 01:40:13.660`."""
    return "no time" if moment is None else f"{moment:%Y-%m-%d} {clock(moment)}"


def stretch(source: SourceCoverage) -> str:
    """How long a source reaches: `47 s`, `31 d`; empty without times."""
    if source.first is None or source.last is None:
        return ""
    return duration((source.last - source.first).total_seconds())


def test_counts(answers: Sequence[str]) -> tuple[int, int, int]:
    """(hit, no hit, cannot tell)."""
    return answers.count("hit"), answers.count("no hit"), answers.count("cannot tell")


def evidence_line(result: Result) -> str:
    """`214 files, 3.1 GB`."""
    return f"{plural(len(result.evidence), 'file')}, {size(sum(line.evidence.size for line in result.evidence))}"
