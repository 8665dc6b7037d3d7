"""Objects that are signed: there and back without loss, and nothing else is taken for one."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.errors import StatementError
from indicia.model.statement import Claim, Marking, OnClaim, Position, Reply, Stance, Statement, strictest
from indicia.statement.canonical import Json, canonical, parsed
from indicia.statement.claim_objects import claim_object, claim_of
from indicia.statement.commitments import claims_root, disclose, disclosure, leaf_hash, node_hash, root_of
from indicia.statement.objects import (
    position_object,
    position_of,
    reply_object,
    reply_of,
    stance_object,
    stance_of,
    statement_object,
    statement_of,
)

HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
for strategy, kind in ((TEXTS, str), (st.integers(0, 2**40), int), (st.floats(0, 1), float)):
    st.register_type_strategy(kind, strategy)
st.register_type_strategy(
    datetime,
    st.integers(631_152_000, 4_102_444_800).map(lambda second: datetime.fromtimestamp(second, UTC)),
)


def built(kind: type[Any], **more: Any) -> st.SearchStrategy[Any]:
    return st.builds(kind, **more)


# Hashes and bounds are no free texts; they are made so once, after the object is built.
def mended(value: Any) -> Any:
    if isinstance(value, dict):
        made = {key: mended(one) for key, one in value.items()}
        for key in ("case", "file", "sha256", "commitment", "root", "digest", "previous"):
            if isinstance(made.get(key), str):
                made[key] = leaf_hash(made[key].encode()).hex()
        if "start" in made and "end" in made:
            made["start"], made["end"] = sorted((made["start"], made["end"]))
        for key in ("version", "sequence"):
            if key in made:
                made[key] += 1
        return made
    return [mended(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("kind", "to", "back"),
    [
        (Claim, claim_object, claim_of),
        (OnClaim, stance_object, stance_of),
        (Position, position_object, position_of),
        (Statement, statement_object, statement_of),
        (Reply, reply_object, reply_of),
    ],
)
@given(data=st.data())
def test_there_and_back(
    kind: type[Any], to: Callable[[Any], Json], back: Callable[[Json], Any], data: st.DataObject
) -> None:
    """Every object comes back as the same bytes, and with a member more, less or of another type it is refused."""
    made = mended(to(data.draw(built(kind))))
    if kind is OnClaim:
        made["wording"], made["reasons"] = "so", "because"
    if kind is Statement:
        policy = made["predicate"]["policy"]
        policy["of"] = sorted({*policy["of"], "A"})
        policy["agree"] = 1
        policy["claims"], policy["counts"] = ["C1"], ["agree"]
        made["predicate"]["claims"] = [
            {"id": f"C{number}", "commitment": one["commitment"]}
            for number, one in enumerate(made["predicate"]["claims"])
        ]
        made["subject"] = [{**one, "name": str(number)} for number, one in enumerate(made["subject"])]
    if kind is Position:
        made["stances"] = [{**one, "claim": f"C{number}"} for number, one in enumerate(made["stances"])]
    bytes_ = canonical(made)
    assert canonical(to(back(parsed(bytes_, "it")))) == bytes_
    for name in made:
        with pytest.raises(StatementError):
            back({key: value for key, value in made.items() if key != name})
        with pytest.raises(StatementError):
            back({**made, name: 1.5 if name != "share" else "x"})
    with pytest.raises(StatementError, match="odd"):
        back({**made, "odd": 1})


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b"\xef\xbb\xbf{}",
        b'{"a":"\\u0041"}',
        b"{",
        b"[" * 99,
    ],
)
def test_only_the_one_form_is_read(data: bytes) -> None:
    """Bytes that two readers could take for two things are refused."""
    with pytest.raises(StatementError):
        parsed(data, "it")


def test_a_part_needs_words_and_a_dissent_reasons() -> None:
    """Else nobody could tell what is meant."""
    for stance in (Stance.IN_PART, Stance.DISSENT):
        with pytest.raises(StatementError):
            stance_of(stance_object(OnClaim(claim="C1", stance=stance)))


def test_markings_are_ordered() -> None:
    """The strictest wins; nobody sees more than a ceiling."""
    assert strictest() is Marking.CLEAR
    assert strictest(Marking.GREEN, Marking.STRICT, Marking.AMBER) is Marking.STRICT
    assert Marking.AMBER.within(Marking.STRICT) and not Marking.RED.within(Marking.STRICT)


@given(st.recursive(st.none() | st.booleans() | st.integers(-9, 9) | TEXTS, lambda one: st.lists(one, max_size=3)))
def test_a_commitment_opens_only_to_its_object(value: Json) -> None:
    """With its salt it is found again; another object or salt gives another one."""
    one = disclose(value)
    assert disclosure(one.to_object(), "it").commitment == one.commitment
    assert disclose(value).commitment != one.commitment
    with pytest.raises(StatementError):
        disclosure({**one.to_object(), "more": 1}, "it")  # type: ignore[dict-item]  # it is a mapping


@given(st.lists(st.binary(max_size=4), max_size=40))
def test_the_tree_is_that_of_rfc_6962(leaves: list[bytes]) -> None:
    """The same root as by its definition, which splits at the largest power of two."""

    def defined(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return leaf_hash(part[0])
        at = 1 << (len(part) - 1).bit_length() - 1
        return node_hash(defined(part[:at]), defined(part[at:]))

    if leaves:
        assert root_of([leaf_hash(one) for one in leaves]) == defined(leaves)
    assert claims_root([]) == root_of([]).hex()
    with pytest.raises(StatementError):
        claims_root(["zz"])


def test_every_word_is_its_own() -> None:
    """No two members of an enumeration have one word."""
    for kind in (Marking, Stance):
        assert issubclass(kind, StrEnum) and len({one.value for one in kind}) == len(kind)
    assert json.loads(canonical({"ä": "ö"})) == {"ä": "ö"}
