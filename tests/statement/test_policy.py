"""Whether a statement counts as issued: exactly, also where stances are hidden."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.statement.statements import HASH, NOON, policy

from indicia.errors import StatementError
from indicia.model.statement import Committed, Marking, OnClaim, Policy, Position, Role, Stance
from indicia.statement.policy import Heard, Outcome, Silence, evaluate

STATEMENT = "3f1c9a52-0000-4000-8000-000000000001"
CLAIMS = ("C1", "C2")
PARTIES = ("US", "CA", "GB", "XX")
HIDDEN, NONE = "hidden", "none"


def say(party: str, *kinds: Stance | str, sequence: int = 1, hours: float = 0, **more: object) -> Heard:
    """A position with a kind for each claim: a stance, hidden, or none."""
    there = [(id, kind) for id, kind in zip(CLAIMS, kinds, strict=False) if kind != NONE]
    values: dict[str, object] = {
        "alliance": "test",
        "statement": STATEMENT,
        "version": 1,
        "digest": HASH,
        "party": party,
        "sequence": sequence,
        "previous": None,
        "made": NOON + timedelta(hours=hours),
        "expires": None,
        "role": Role.PARTNER,
        "stances": tuple(Committed(id=id, commitment=HASH) for id, _ in there),
        "measures": (),
        "ceiling": Marking.RED,
    }
    held = Position(**(values | more))  # type: ignore[arg-type]  # values of the right types, by name
    shown = tuple(
        OnClaim(claim=id, stance=Stance(kind), wording="w", reasons="r") for id, kind in there if kind != HIDDEN
    )
    return Heard(position=held, digest=f"{party}{sequence}", stances=shown)


def outcome(wanted: Policy, *heard: Heard, hours: float = 24) -> Outcome:
    return evaluate(wanted, STATEMENT, HASH, heard, NOON + timedelta(hours=hours)).outcome


A, P, K, S, D = Stance.AGREE, Stance.IN_PART, Stance.ACKNOWLEDGE, Stance.ABSTAIN, Stance.DISSENT


@pytest.mark.parametrize(
    ("more", "heard", "expected"),
    [
        ({}, [say("US", A), say("CA", P)], Outcome.ISSUED),
        ({}, [say("US", A), say("CA", K)], Outcome.NOT_YET),
        ({}, [say("US", A), say("XX", A)], Outcome.NOT_YET),
        ({}, [say("US", A), say("US", A, sequence=2)], Outcome.NOT_YET),
        ({"claims": CLAIMS}, [say("US", A, A), say("CA", A, NONE)], Outcome.NOT_YET),
        ({"claims": CLAIMS}, [say("US", A, A), say("CA", A, HIDDEN)], Outcome.HIDDEN),
        ({"veto": ("GB",)}, [say("US", A), say("CA", A), say("GB", D)], Outcome.VETO),
        ({"veto": ("XX",)}, [say("US", A), say("CA", A), say("XX", D)], Outcome.VETO),
        ({"veto": ("GB",)}, [say("US", A), say("CA", A), say("GB", HIDDEN)], Outcome.HIDDEN),
        ({"veto": ("GB",)}, [say("US", A), say("CA", A), say("GB", NONE, D)], Outcome.ISSUED),
        ({"dissent": 0}, [say("US", A), say("CA", A), say("XX", D)], Outcome.DISSENT),
        ({"dissent": 1}, [say("US", A), say("CA", A), say("XX", D)], Outcome.ISSUED),
        ({"dissent": 0}, [say("US", A), say("CA", A), say("GB", HIDDEN)], Outcome.HIDDEN),
        ({}, [say("US", A), say("CA", A), say("GB", HIDDEN)], Outcome.ISSUED),
        ({}, [say("US", A), say("CA", A), say("CA", S, sequence=2)], Outcome.NOT_YET),
        ({}, [say("US", A), say("CA", A), say("CA", S, sequence=2, hours=48)], Outcome.ISSUED),
        ({}, [say("US", A), say("CA", A, expires=NOON + timedelta(hours=2))], Outcome.NOT_YET),
        ({}, [say("US", A), say("CA", A, digest="cd" * 32)], Outcome.NOT_YET),
        ({}, [say("US", A), say("CA", A, statement="another")], Outcome.NOT_YET),
        ({"until": NOON}, [say("US", A), say("CA", A)], Outcome.PAST),
        ({}, [], Outcome.NOT_YET),
    ],
)
def test_outcomes(more, heard, expected) -> None:
    """One criterion each."""
    assert outcome(policy(**more), *heard) is expected


def test_silence_is_listed_with_its_reason() -> None:
    """Nothing said, expired, or said of another version; a veto holder too."""
    heard = [
        say("CA", A, expires=NOON + timedelta(hours=1)),
        say("GB", A, digest="cd" * 32, sequence=2),
        say("GB", A),
    ]
    found = evaluate(policy(veto=("XX",)), STATEMENT, HASH, heard, NOON + timedelta(hours=5))
    assert dict(found.silent) == {
        "US": Silence.NOTHING,
        "CA": Silence.EXPIRED,
        "GB": Silence.ELSEWHERE,
        "XX": Silence.NOTHING,
    }


def test_two_unlike_positions_with_one_sequence_are_refused() -> None:
    """Which of them the party means nobody can tell."""
    other = replace(say("US", D), digest="other")
    with pytest.raises(StatementError, match="two unlike positions"):
        outcome(policy(), say("US", A), other)


KINDS = st.sampled_from([*Stance, HIDDEN, NONE])
POLICIES = st.builds(
    policy,
    agree=st.integers(1, 3),
    claims=st.sampled_from([("C1",), CLAIMS]),
    counts=st.sets(st.sampled_from(Stance), min_size=1).map(tuple),
    veto=st.sets(st.sampled_from(PARTIES), max_size=2).map(tuple),
    dissent=st.sampled_from([None, 0, 1]),
)
VOICES = st.dictionaries(st.sampled_from(PARTIES), st.tuples(KINDS, KINDS), max_size=4)


@given(POLICIES, VOICES)
@settings(deadline=None)
def test_it_cannot_be_told_exactly_where_it_hangs_on_what_is_hidden(wanted, voices) -> None:
    """Against every way in which the hidden stances could be filled in."""
    told = outcome(wanted, *(say(party, *kinds) for party, kinds in voices.items()))
    slots = [(party, at) for party, kinds in voices.items() for at, kind in enumerate(kinds) if kind == HIDDEN]
    if len(slots) > 4:
        return
    possible = set()
    for filling in product(Stance, repeat=len(slots)):
        filled = {party: list(kinds) for party, kinds in voices.items()}
        for (party, at), kind in zip(slots, filling, strict=True):
            filled[party][at] = kind
        possible.add(outcome(wanted, *(say(party, *kinds) for party, kinds in filled.items())))
    assert Outcome.HIDDEN not in possible
    assert told is (possible.pop() if len(possible) == 1 else Outcome.HIDDEN)


@given(POLICIES, VOICES, st.randoms())
def test_order_and_repetition_change_nothing(wanted, voices, chance) -> None:
    """A party counts once, however often and in whatever order its position comes."""
    heard = [say(party, *kinds) for party, kinds in voices.items()]
    shuffled = [*heard, *heard]
    chance.shuffle(shuffled)
    at = NOON + timedelta(hours=1)
    assert evaluate(wanted, STATEMENT, HASH, heard, at) == evaluate(wanted, STATEMENT, HASH, shuffled, at)


@given(POLICIES, VOICES, st.sampled_from(PARTIES))
def test_a_later_position_replaces_the_earlier(wanted, voices, party) -> None:
    """As if the earlier had never been said."""
    later = say(party, A, A, sequence=2)
    others = [say(name, *kinds) for name, kinds in voices.items() if name != party]
    mine = [say(party, *voices[party])] if party in voices else []
    assert outcome(wanted, *others, *mine, later) is outcome(wanted, *others, later)


@given(POLICIES, VOICES)
def test_dissent_never_helps(wanted, voices) -> None:
    """Where dissent does not count as agreement, one more dissent issues nothing that was not issued."""
    if Stance.DISSENT in wanted.counts:
        return
    heard = {party: say(party, *kinds) for party, kinds in voices.items()}
    before = outcome(wanted, *heard.values())
    for party in PARTIES:
        after = outcome(wanted, *(heard | {party: say(party, D, D)}).values())
        assert after is not Outcome.ISSUED or before in (Outcome.ISSUED, Outcome.HIDDEN)
