"""Each lint by a true sample and look-alikes."""

import pytest
from tests.statement.statements import claim, marked, place, policy, resting

from indicia.model.statement import Basis, ClaimKind, ClaimSupport, Likelihood, Marking
from indicia.statement.lint import Lint, Weight, errors, lint

LIKELY = Likelihood(scale="icd203", word="likely", low=55, high=80)
NAMED = {"kind": ClaimKind.CLUSTER, "rivals": ("an actor nobody knows",)}


def found(*claims, **more) -> set[Lint]:
    return {one.lint for one in lint(claims, more.get("policy", policy(claims=(claims[0].id,))))}


def test_a_sound_claim() -> None:
    """Nothing."""
    assert lint([claim(1), resting(2, 1)], policy()) == ()


SAMPLES = [
    (Lint.SUPPORT, claim(1, support=())),
    (Lint.EMPTY, claim(1, sentence="  ")),
    (Lint.RIVALS, claim(1, kind=ClaimKind.CLUSTER)),
    (Lint.RIVALS, claim(1, kind=ClaimKind.STATE, rivals=(" ",))),
    (Lint.LOST, resting(1, 9)),
    (Lint.CIRCLE, resting(1, 1)),
    (Lint.MIXED, claim(1, support=(resting(2, 1).support[0],), sentence="It is likely, with high confidence, that x.")),
    (Lint.MIXED, claim(1, confidence=Basis(word="high", why="it is very likely so"))),
    (Lint.MIXED, claim(1, sentence="We are confident that it almost certainly was them.", support=())),
    (Lint.STRONGER, claim(1, sentence="It is very likely that x.", likelihood=LIKELY, support=())),
    (Lint.STRONGER, claim(1, sentence="It is likely, indeed proven, that x.", likelihood=LIKELY, support=())),
    (Lint.STRONGER, claim(1, sentence="It is highly likely that x.", likelihood=LIKELY, support=())),
    (Lint.STRONGER, claim(1, sentence="This was them.", likelihood=LIKELY, support=(), **NAMED)),
    (
        Lint.STRONGER,
        claim(1, sentence="It is almost certain.", likelihood=Likelihood(scale="", word="probably"), support=()),
    ),
    (Lint.UNFILED, claim(1, sentence="It is likely that x.", support=())),
    (Lint.KIND, claim(1, sentence="HAFNIUM did this.", kind=ClaimKind.OTHER)),
    (Lint.MARKING, claim(1, support=(place(marking=Marking.AMBER),))),
    # In marks, and yet nobody said it.
    (Lint.MIXED, claim(1, sentence="The EU: “likely, and we are confident”")),
    (Lint.UNFILED, claim(1, sentence="Japan: “highly likely”", support=(place("It is likely."),))),
]
ALIKE = [
    (Lint.SUPPORT, claim(1, support=(), withdrawn="we were wrong")),
    (Lint.RIVALS, claim(1, **NAMED)),
    (Lint.RIVALS, claim(1, kind=ClaimKind.TECHNIQUE)),
    (Lint.MIXED, claim(1, sentence="It is likely that x. Confidence in this is moderate.", support=())),
    (Lint.MIXED, claim(1, sentence="Confidential papers were likely taken.", support=())),
    (
        Lint.MIXED,
        claim(1, sentence="The EU: “likely, and we are confident”", support=(place("Likely, and we\nare confident"),)),
    ),
    (Lint.MIXED, claim(1, confidence=Basis(word="high", why="three logs agree"))),
    (Lint.STRONGER, claim(1, sentence="It is likely that x.", likelihood=LIKELY, support=())),
    (Lint.STRONGER, claim(1, sentence="It is probable that x.", likelihood=LIKELY, support=())),
    (Lint.STRONGER, claim(1, sentence="It is not proven, but likely.", likelihood=LIKELY, support=())),
    (Lint.STRONGER, claim(1, sentence="It is unlikely that x.", likelihood=LIKELY, support=())),
    (Lint.STRONGER, claim(1, sentence="Certain servers were likely hit.", likelihood=LIKELY, support=())),
    (Lint.STRONGER, claim(1, sentence="They might have been there.", likelihood=LIKELY, support=())),
    (
        Lint.STRONGER,
        claim(
            1, sentence="It is almost certain.", likelihood=Likelihood(scale="icd203", word="almost certain", high=99)
        ),
    ),
    (Lint.UNFILED, claim(1, sentence="It is unlike anything seen before.", support=())),
    (Lint.UNFILED, claim(1, sentence="Remote code execution was used.", support=())),
    (Lint.UNFILED, claim(1, sentence="Japan: “highly likely”", support=(place("It is highly likely."),))),
    (
        Lint.KIND,
        claim(1, sentence="M: “HAFNIUM did this.”", kind=ClaimKind.OTHER, support=(place("HAFNIUM did this."),)),
    ),
    (Lint.KIND, claim(1, sentence="HAFNIUM did this.", kind=ClaimKind.OTHER, rivals=("somebody else",))),
    (Lint.MARKING, marked(claim(1, support=(place(marking=Marking.AMBER),)), Marking.AMBER)),
    (Lint.MARKING, marked(claim(1), Marking.RED)),
]


@pytest.mark.parametrize(("what", "one"), SAMPLES)
def test_true_samples(what, one) -> None:
    """It is said."""
    assert what in found(one)


@pytest.mark.parametrize(("what", "one"), ALIKE)
def test_look_alikes(what, one) -> None:
    """It is not."""
    assert what not in found(one)


def test_circles_and_what_was_withdrawn() -> None:
    """Through several claims; a claim that leans on a withdrawn one is told so, a withdrawn one is asked nothing."""
    assert found(resting(1, 2), resting(2, 3), resting(3, 1)) >= {Lint.CIRCLE}
    assert Lint.CIRCLE not in found(resting(1, 2), resting(2, 3), claim(3))
    gone = claim(2, withdrawn="wrong server", support=(ClaimSupport(id="C9"),))
    assert found(resting(1, 2, marking=Marking.RED), gone) == {Lint.WITHDRAWN}


def test_policy() -> None:
    """None, one that asks for what is not there, and for what was withdrawn; each keeps it from being sealed."""
    for wanted in (None, policy(claims=("C7",)), policy(claims=("C2",))):
        remarks = lint([claim(1), claim(2, withdrawn="x")], wanted)
        assert [one.lint for one in errors(remarks)] == [Lint.POLICY]
    assert lint([claim(1)], policy()) == ()


def test_a_marking_is_a_warning() -> None:
    """The effective one counts, so nothing leaks."""
    (one,) = lint([claim(1, support=(place(marking=Marking.RED),))], policy())
    assert one.weight is Weight.WARNING
