"""Positions: what a party means becomes what it signs; the file it writes is read strictly."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.statement.statements import HASH, NOON, claim, heard, meant, place, position, stance, version

from indicia.errors import StatementError
from indicia.model.statement import Likelihood, Marking, OwnWords, Stance
from indicia.statement.agreement import Side, agreement
from indicia.statement.commitments import disclose
from indicia.statement.objects import stance_object
from indicia.statement.position_file import meant_of, position_file
from indicia.statement.positions import chain_breaks, heard_of, new_position

ONE = version(claim(1), claim(2), claim(3, support=(place(marking=Marking.AMBER),)))


def test_sequence_and_previous() -> None:
    """1, 2, …, each naming the one before; a gap or another one before is told."""
    first = heard(position(ONE, "CA", stance("C1")))
    second = heard(position(ONE, "CA", stance("C1", Stance.ABSTAIN), before=[first]))
    assert (first.position.sequence, first.position.previous) == (1, None)
    assert (second.position.sequence, second.position.previous) == (2, first.digest)
    assert chain_breaks([first, second]) == ()
    assert "position 1 is not here" in chain_breaks([second])[0]
    other = heard(position(ONE, "CA", stance("C2")))
    assert "names another one before it" in chain_breaks([other, second])[0]


def test_stances_stand_in_the_order_of_the_statement() -> None:
    """However they were written."""
    made = position(ONE, "CA", stance("C2"), stance("C1"))
    assert [one.id for one in made.position.stances] == ["C1", "C2"]


def test_a_stance_is_never_marked_weaker_than_its_claim() -> None:
    """Raised, and said so."""
    made = position(ONE, "CA", stance("C1"), stance("C3"))
    assert made.raised == ("C3",)
    assert {one.claim: one.marking for one in made.stances} == {"C1": Marking.CLEAR, "C3": Marking.AMBER}


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: position(ONE, "CA", stance("C9")), "is not in version"),
        (lambda: position(ONE.up_to(Marking.CLEAR), "CA", stance("C3")), "not disclosed"),
        (lambda: position(ONE, "CA", stance("C1"), stance("C1")), "two stances"),
        (lambda: position(ONE, "../x", stance("C1")), "no name of a party"),
        (lambda: position(ONE, "CA", stance("C1"), at=NOON - timedelta(days=1)), "before the statement"),
        (lambda: position(ONE, "CA", stance("C1"), expires=NOON), "expired before"),
        (lambda: position(ONE, "CA", stance("C1", Stance.DISSENT, reasons=None)), "says why"),
        (lambda: position(ONE, "CA", stance("C1", Stance.IN_PART, wording="")), "in which words"),
        (
            lambda: new_position(replace(meant(ONE, "CA", stance("C1")), digest=HASH), ONE, (), NOON),
            "another version",
        ),
    ],
)
def test_what_cannot_be_a_position(make, why) -> None:
    """Named."""
    with pytest.raises(StatementError, match=why):
        make()


def test_a_stance_counts_only_for_the_claim_it_was_committed_to_for() -> None:
    """An object about C2 behind the commitment of C1; a disclosure of nobody."""
    made = position(ONE, "CA", stance("C1"))
    with pytest.raises(StatementError, match="not committed to"):
        heard_of(made.payload, [disclose(stance_object(stance("C1")))], "here")
    from indicia.model.statement import Committed
    from indicia.statement.canonical import canonical
    from indicia.statement.objects import position_object

    swapped = disclose(stance_object(stance("C2")))
    forged = replace(made.position, stances=(Committed(id="C1", commitment=swapped.commitment),))
    with pytest.raises(StatementError, match="a stance to C2"):
        heard_of(canonical(position_object(forged)), [swapped], "here")


def test_for_each_claim_who_says_what() -> None:
    """Sides, own words, silence and what is not disclosed; the accused beside them."""
    ca = heard(position(ONE, "CA", stance("C1", Stance.IN_PART, confidence=OwnWords(word="confident"))))
    gb = heard(position(ONE, "GB", stance("C1"), stance("C2", Stance.DISSENT)), "C1")
    no = heard(position(ONE, "NO", stance("C1", Stance.ACKNOWLEDGE)))
    found = agreement(ONE, [ca, gb, no], (), NOON + timedelta(days=1))
    first, second, _ = found.claims
    assert [(one.party, one.side) for one in first.lines] == [
        ("CA", Side.IN_PART),
        ("NO", Side.ACKNOWLEDGE),
        ("GB", Side.UNKNOWN),
        ("US", Side.SILENT),
    ]
    assert second.on(Side.DISSENT)[0].said is not None
    assert [one.party for one in found.parties] == ["US", "CA", "GB", "NO"]
    assert found.parties[0].why == "took no position"
    early = agreement(ONE, [ca, gb, no], (), NOON)
    assert all(one.side is Side.SILENT for claim in early.claims for one in claim.lines)


def filled(**values: str) -> bytes:
    """The file with the first claim's keys set."""
    text = position_file(ONE, "CA")
    head, _, rest = text.partition("[[claim]]")
    for name, value in values.items():
        rest = rest.replace(f'\n{name} = ""', f"\n{name} = {value}", 1)
    return f"{head}[[claim]]{rest}".encode()


def test_the_file_there_and_back() -> None:
    """Own words, scales and measures arrive; an empty stance is silence."""
    text = filled(
        stance='"agree in part"',
        wording='"in our words"',
        likelihood='"highly likely"',
        likelihood_scale='"phia"',
        confidence='"moderate"',
    )
    text += b'[[measure]]\nkind = "sanctions"\ntaken = false\ntext = "none"\nday = 2021-07-19\n'
    said = meant_of(text, "f", ONE)
    (one,) = said.stances
    assert (one.claim, one.stance, one.wording) == ("C1", Stance.IN_PART, "in our words")
    assert one.likelihood == Likelihood(scale="phia", word="highly likely")
    assert one.confidence == OwnWords(word="moderate", scale="")
    assert [(each.kind.value, each.taken, each.day) for each in said.measures] == [("sanctions", False, "2021-07-19")]
    assert new_position(said, ONE, (), NOON).position.party == "CA"


def test_hidden_claims_are_not_in_the_file() -> None:
    """Only their ids, in a comment."""
    text = position_file(ONE.up_to(Marking.CLEAR), "CA")
    assert 'id = "C3"' not in text and "# Not disclosed to you: C3" in text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (filled(), "says nothing on any claim"),
        (filled(stance='"maybe"'), "none of agree"),
        (filled(stance='"agree in part"'), "in which words"),
        (filled(stance='"dissent"'), "says why"),
        (filled(wording='"x"'), "without a `stance`"),
        (filled(stance='"agree"', likelihood_scale='"phia"'), "a scale of likelihood without"),
        (filled(stance='"agree"', likelihood='"likely"', confidence='"likely"'), "two things"),
        (filled(stance="1"), "is a text"),
        (filled(stance='"agree"').replace(b"Server 1", b"Server 7"), "sentence was changed"),
        (filled(stance='"agree"').replace(b'id = "C1"', b'id = "C9"'), "not in this version"),
        (filled(stance='"agree"').replace(b"version = 1", b"version = 2"), "another statement or version"),
        (filled(stance='"agree"').replace(b"version = 1", b'version = "1"'), "whole number"),
        (filled(stance='"agree"') + b"mood = 1\n", "unknown key `mood`"),
        (filled(stance='"agree"') + b'[[measure]]\nkind = "war"\ntaken = true\ntext = "x"\n', "none of statement"),
        (filled(stance='"agree"') + b'[[measure]]\nkind = "other"\ntaken = 1\ntext = "x"\n', "true or false"),
        (filled(stance='"agree"') + b'[[measure]]\nkind = "other"\ntaken = true\ntext = "x"\nday = "soon"\n', "date"),
        (b"expires = 2022-01-01\n" + filled(stance='"agree"'), "time with a zone"),
        (b"claim = 3\n", "`format` is a text"),
        (b"\xff\xfe", "not readable"),
        (b"a = [" + b"[" * 5000, "not readable"),
    ],
)
def test_a_wrong_file_is_refused(data, why) -> None:
    """With the place."""
    with pytest.raises(StatementError, match=why):
        meant_of(data, "f", ONE)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_sentence_breaks_the_file(sentence: str) -> None:
    """Whatever stands in a claim, the file reads back, and says nothing before somebody does."""
    one = version(claim(1, sentence, rivals=(sentence,)))
    text = position_file(one, "CA").replace('stance = ""', 'stance = "agree"')
    assert meant_of(text.encode(), "f", one).stances[0].claim == "C1"
