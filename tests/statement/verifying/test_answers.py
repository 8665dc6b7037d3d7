"""An answer about who is worked out again where its case is at hand; other knowledge refutes nothing."""

import hashlib

import pytest
from tests.statement.invented_bundle import AT, LOG_KEY, RESULT, empty_world, evidence_folder
from tests.statement.statements import claim

from indicia.model.statement import AttributionSupport, ClaimKind, Marking
from indicia.statement.verifying.items import State
from indicia.statement.verifying.trust import Named
from indicia.statement.verifying.verify import Asked, verify_bundle


@pytest.fixture
def asked(tmp_path, keys):
    """What is said of the answer, when it is asked again with this outcome."""
    answer = AttributionSupport(
        case=hashlib.sha256(RESULT).hexdigest(), explanation="unknown", share=0.51, marking=Marking.GREEN
    )
    world = empty_world(tmp_path / "w", keys)
    world.draft = world.draft.__class__(
        **{name: getattr(world.draft, name) for name in world.draft.__struct_fields__}
        | {"claims": (claim(1, "Unknown actor.", kind=ClaimKind.OTHER, support=(answer,)), world.draft.claims[1])}
    )
    world.publish()
    world.pack().save(tmp_path / "b")
    evidence = evidence_folder(tmp_path / "evidence")

    def asks(answers, *, at_hand=True):
        named = Named(root=world.membership.roots[0].digest, log=LOG_KEY)
        given = Asked(at=AT, named=named, evidence=evidence if at_hand else None, answers=answers)
        found = verify_bundle(tmp_path / "b", given)
        return next(one for one in found.items.all if "the answer" in one.what)

    return asks


def test_the_same_answer(asked):
    seen = []

    def answers(paths):
        seen.extend(paths)
        return {"unknown": 0.51004, "apt-x": 0.2}

    found = asked(answers)
    assert found.state is State.PROVEN and [path.name for path in seen] == ["result.json"]


@pytest.mark.parametrize("known", [{"apt-x": 0.9, "unknown": 0.1}, {}, None])
def test_another_answer_or_none_refutes_nothing(asked, known):
    assert asked(lambda paths: known).state is State.ABSENT


def test_without_the_case_nobody_is_asked(asked):
    def answers(paths):
        raise AssertionError("nothing is at hand")

    assert asked(answers, at_hand=False).state is State.ABSENT
    assert asked(None).state is State.ABSENT
