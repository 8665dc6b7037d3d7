"""What came in, as material for an export: cases, answers and statements, none for more readers than it came for.

What a bundle did not hold is empty in it, and it says that it is not whole.
"""

from collections.abc import Sequence

from indicia.model.assessment import Result, RulesetSummary
from indicia.model.imported import CaseAgain, Imported, StatementAgain
from indicia.model.statement import strictest
from indicia.sharing.material import Disclosed, Heard, Material, SharedCase


def case_of(again: CaseAgain) -> SharedCase:
    """A case that came in."""
    result = again.frame or Result(
        format="indicia-result/1",
        version="",
        hosts=again.hosts,
        findings=(),
        evidence=again.evidence,
        faults=again.faults,
        ruleset=again.ruleset or RulesetSummary(digest="", rules=0, packs=(), refused=()),
        exit_code=0,
    )
    return SharedCase(
        name=again.name,
        digest=again.digest,
        result=result,
        findings=again.findings,
        whole=again.whole and again.frame is not None,
        moment=again.moment,
        marking=again.marking,
    )


def statement_of(again: StatementAgain) -> Disclosed | None:
    """A statement that came in; null where not even its head could be read."""
    if again.told is None:
        return None
    positions = tuple(
        Heard(position=one.told, stances=one.stances, whole=one.position is not None)
        for one in again.positions
        if one.told is not None
    )
    return Disclosed(
        statement=again.told,
        claims=again.claims,
        positions=positions,
        replies=again.replies,
        whole=again.statement is not None,
    )


def material_of(files: Sequence[Imported]) -> Material:
    """Everything of ours that the files held, in their order."""
    statements = [statement_of(one) for found in files for one in found.statements]
    answers = [one for found in files for one in found.attributions]
    return Material(
        cases=tuple(case_of(one) for found in files for one in found.cases),
        attributions=tuple(one.answer for one in answers),
        statements=tuple(one for one in statements if one is not None),
        judged=strictest(*(one.marking for one in answers)),
    )
