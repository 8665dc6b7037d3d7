"""What the terminal and the page say alike about who it could have been."""

import math
from collections.abc import Mapping, Sequence

from indicia.model.attribution import AskedFile, Attribution, Feature, Hypothesis, HypothesisKind

NOT_OURS = (
    "A cluster is a pattern of activity, no organisation and no state. What follows is what others said, on their own "
    "evidence; nothing found here supports it, and no likelihood above passes on to it."
)
HELD_DOWN = (
    "Held down: techniques and tools alone say “likely” at most, “very likely” takes two kinds of evidence that nobody "
    "could copy, and “almost certain” is never said."
)
NO_CLUSTER = "No cluster above is likely enough, or nobody had said anything about it."
REST = "other clusters together"
FORMATS = {"layer": "Navigator layer", "reading": "reading of reports", "stix": "STIX bundle", "list": "list"}
MOST = 6
"""Clusters shown by name."""
_LETTERS = "ABCDEFGH"
_NAMELESS = {HypothesisKind.UNKNOWN: "U", HypothesisKind.SEVERAL: "S", HypothesisKind.IMITATION: "I"}
_NO_DIFFERENCE = 0.05
TELLS = 0.4
"""From here on a log-likelihood ratio is shown as telling."""


def keys(found: Attribution) -> Mapping[str, str]:
    """Hypothesis of the matrix → its letter."""
    columns = list(found.matrix[0].cells) if found.matrix else []
    kinds = {one.id: one.kind for one in found.hypotheses}
    letters = iter(_LETTERS)
    return {id: _NAMELESS.get(kinds[id]) or next(letters) for id in columns}


def shown(found: Attribution) -> Sequence[Hypothesis]:
    """Explanations that get a line: those without a name, and the likeliest clusters."""
    columns = set(keys(found))
    clusters = [one for one in found.hypotheses if one.kind is HypothesisKind.CLUSTER]
    chosen = {one.id for one in clusters[:MOST]} | columns
    return [one for one in found.hypotheses if one.id in chosen or one.kind is not HypothesisKind.CLUSTER]


def others(found: Attribution) -> Sequence[Hypothesis]:
    """All the others."""
    there = {one.id for one in shown(found)}
    return [one for one in found.hypotheses if one.id not in there]


def factor(value: float) -> str:
    """A log-likelihood ratio as people read it: `×4`, `÷2`, `·`."""
    if abs(value) < _NO_DIFFERENCE:
        return "·"
    times = math.exp(min(abs(value), 9.2))
    number = "99+" if times >= 99.5 else f"{times:.0f}" if times >= 9.95 else f"{times:.1f}"
    return f"{'×' if value > 0 else '÷'}{number}"


def percent(share: float) -> str:
    """`34 %`, `< 1 %`."""
    return "< 1 %" if 0 < share < 0.005 else f"{share * 100:.0f} %"


def piece(found: Attribution, id: str) -> Feature | None:
    """A piece of evidence by its id."""
    return next((one for one in found.features if one.id == id), None)


def some_findings(ids: Sequence[str], most: int = 3) -> str:
    """Ids of findings, shortened."""
    return ", ".join(ids[:most]) + (f" +{len(ids) - most}" if len(ids) > most else "")


def evidence_of(feature: Feature, most: int = 3) -> str:
    """Findings behind a piece, then places in files, shortened."""
    return some_findings((*feature.findings, *feature.places), most)


def asked_of(found: Attribution) -> tuple[str, ...]:
    """Names of the cases and files that were asked about."""
    return (*found.cases, *(file.name for file in found.files))


def file_words(file: AskedFile) -> str:
    """What a file is and holds, in one line."""
    kind = FORMATS.get(file.format, file.format)
    left = f", {file.left} left out" if file.left else ""
    return f"{file.name}: {kind}, states {file.stated}{left}"


def days(found: Attribution) -> str:
    """From when to when."""
    if found.first is None:
        return ""
    last = f" to {found.last:%Y-%m-%d}" if found.last and found.last.date() != found.first.date() else ""
    return f", {found.first:%Y-%m-%d}{last}"
