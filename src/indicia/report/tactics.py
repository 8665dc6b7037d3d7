"""Techniques of an advisory under its tactics, in the order in which an intrusion goes."""

from collections.abc import Sequence

from indicia.knowledge.published.attack_versions import load_attack_versions
from indicia.model.technique import TechniqueAnswer, TechniqueMatrix

_ORDER = (
    "TA0043",
    "TA0042",
    "TA0001",
    "TA0002",
    "TA0003",
    "TA0004",
    "TA0005",
    "TA0006",
    "TA0007",
    "TA0008",
    "TA0009",
    "TA0011",
    "TA0010",
    "TA0040",
)


def by_tactic(matrix: TechniqueMatrix) -> list[tuple[str, Sequence[TechniqueAnswer]]]:
    """(name of the tactic, its techniques in the order of the advisory); a technique stands where its table does."""
    groups: dict[str, list[TechniqueAnswer]] = {}
    for answer in matrix.answers:
        groups.setdefault(answer.tactics[0] if answer.tactics else "", []).append(answer)
    ranked = sorted(groups.items(), key=lambda item: _ORDER.index(item[0]) if item[0] in _ORDER else len(_ORDER))
    return [(_name(tactic), answers) for tactic, answers in ranked]


def _name(tactic: str) -> str:
    known = load_attack_versions().tactic(tactic)
    return known.name if known else tactic or "no tactic"
