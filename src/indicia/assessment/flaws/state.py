"""Whether one flaw stands open on one build, and why."""

from collections.abc import Mapping, Sequence
from datetime import date

from indicia.assessment.flaws.build_history import History, Sight
from indicia.knowledge.product.builds import Held, Product, show_build
from indicia.knowledge.product.flaws import Fix, FlawTable, KnownFlaw
from indicia.model.assessment import Answer
from indicia.model.exposure import FlawState, Precision

Judged = tuple[FlawState, str]


def judge_flaw(flaw: KnownFlaw, flaws: FlawTable, past: History, sight: Sight, answers: Mapping[str, Answer]) -> Judged:
    """State and reason for the build named at a place.

    `answers`: of artefact tests, which say whether the settings are right that some fixes need.
    """
    product = past.table.product_of(sight.build)
    build = show_build(sight.build)
    if product is None:
        return FlawState.CANNOT_TELL, f"build {build} is in no table of this pack"
    if not past.table.covers(product.id):
        return FlawState.CANNOT_TELL, f"the tables of this pack do not cover {product.name} (build {build})"
    if product.id not in flaw.products:
        return _other_product(flaw, flaws, product)
    if past.table.branch_of(sight.build) is None:
        return FlawState.CANNOT_TELL, f"build {build} of {product.name} is in no table of this pack"
    fixes = flaw.fixes_for(product.id)
    state, why = _by_updates(flaw, fixes, past, sight)
    if state is FlawState.OPEN and flaw.or_else:
        return FlawState.CANNOT_TELL, f"{why}; but {flaw.or_else}"
    if state is FlawState.CLOSED and flaw.needs_setting(product.id):
        return _by_setting(flaw, why, answers)
    return state, why


def patch_day(flaw: KnownFlaw, flaws: FlawTable, product: str = "") -> date | None:
    """Day on which the last update came out that is needed (on a product); null when no update is known."""
    fixes = [fix for fix in flaw.fixes if not product or product in fix.products]
    return max((flaws.updates[fix.update].released for fix in fixes), default=None)


def _other_product(flaw: KnownFlaw, flaws: FlawTable, product: Product) -> Judged:
    published = patch_day(flaw, flaws)
    over = product.supported_until
    if over is not None and published is not None and published > over:
        return (
            FlawState.CANNOT_TELL,
            f"published after support for {product.name} ended on {over}: nobody says whether it is affected",
        )
    return FlawState.NOT_AFFECTED, f"not listed for {product.name}"


def _by_updates(flaw: KnownFlaw, fixes: Sequence[Fix], past: History, sight: Sight) -> Judged:
    if not fixes:
        if flaw.also_needs:
            return FlawState.CLOSED, "no update decides"
        return FlawState.CANNOT_TELL, "which update of this product fixes it is not known"
    build = f"build {show_build(sight.build)}"
    vague = " (only the cumulative update is known)" if sight.seen.precision is Precision.CU_ONLY else ""
    lacking = [fix.update for fix in fixes if past.held(sight, fix.update) is Held.NO]
    if lacking:
        return FlawState.OPEN, f"{build} lacks {' and '.join(lacking)}"
    for fix in fixes:
        state = past.held(sight, fix.update)
        if state is Held.BY_NUMBER_ONLY:
            return (
                FlawState.CANNOT_TELL,
                f"the March 2021 package of this cumulative update fixed only the flaws of March: whether "
                f"{fix.update} was installed before it, the build does not say",
            )
        if state is not Held.YES:
            return FlawState.CANNOT_TELL, f"{build} may or may not hold {fix.update}{vague}"
        if fix.at_latest and past.held(sight, fix.at_latest) is not Held.YES:
            return FlawState.CANNOT_TELL, f"sources name {fix.update} or {fix.at_latest}; {build} holds the first only"
    return FlawState.CLOSED, f"{build} holds {' and '.join(fix.update for fix in fixes)}{vague}"


def _by_setting(flaw: KnownFlaw, why: str, answers: Mapping[str, Answer]) -> Judged:
    told = {test: answers.get(test, Answer.CANNOT_TELL) for test in flaw.decided_by}
    wrong = [test for test, answer in told.items() if answer is Answer.HIT]
    if wrong:
        return FlawState.OPEN, f"{why}, but {' and '.join(wrong)} shows that this is missing: {flaw.also_needs}"
    if told and all(answer is Answer.NO_HIT for answer in told.values()):
        return FlawState.CLOSED, f"{why}, and {' and '.join(told)} found the setting in order"
    return FlawState.CANNOT_TELL, f"{why}; it also needs {flaw.also_needs}, which this evidence does not show"
