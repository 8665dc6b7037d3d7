"""What an export is given is read strictly."""

import orjson
import pytest
from materials import answer, disclosed, disclosed_object

from indicia.errors import StatementError, UsageError
from indicia.plain import to_json
from indicia.sharing.given import attribution_of, disclosed_of


def test_a_statement_with_all_disclosures_is_whole() -> None:
    """Read as it was."""
    assert disclosed_of(orjson.dumps(disclosed_object(disclosed())), "x") == disclosed()


def test_a_statement_with_fewer_disclosures_is_not_whole() -> None:
    """A view of it."""
    value = disclosed_object(disclosed())
    value["claims"] = value["claims"][:1]
    found = disclosed_of(orjson.dumps(value), "x")
    assert not found.whole
    assert [claim.id for claim in found.claims] == ["C1"]


def _other_words(value) -> None:
    value["claims"][0]["object"]["sentence"] = "Nothing happened."


def _swapped(value) -> None:
    value["claims"][0]["object"]["id"] = "C2"


def _stance(value) -> None:
    value["positions"][0]["stances"][0]["object"]["stance"] = "abstain"


def _other_statement(value) -> None:
    value["positions"][0]["position"]["statement"] = "other"


def _unknown(value) -> None:
    value["more"] = 1


def _no_list(value) -> None:
    value["claims"] = {}


def _format(value) -> None:
    value["format"] = "x"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_other_words, "not committed"),
        (_swapped, "not committed"),
        (_stance, "not committed"),
        (_other_statement, "another statement"),
        (_unknown, "unknown: `more`"),
        (_no_list, "not a list"),
        (_format, "indicia-disclosed/1"),
    ],
)
def test_what_does_not_belong_is_refused(change, words) -> None:
    """By name."""
    value = disclosed_object(disclosed())
    change(value)
    with pytest.raises(StatementError, match=words):
        disclosed_of(orjson.dumps(value), "x")


@pytest.mark.parametrize("data", [b"", b"[]", b"1", b"{}", b'{"format":5}', b"\xff"])
def test_other_files_are_refused(data) -> None:
    """Both as a statement and as an answer."""
    with pytest.raises(StatementError):
        disclosed_of(data, "x")
    with pytest.raises(UsageError, match="no answer"):
        attribution_of(data, "x")


def test_an_answer_is_read_as_it_was_printed() -> None:
    """And one of another version is refused."""
    assert attribution_of(to_json(answer()), "x") == answer()
    with pytest.raises(UsageError, match="indicia-attribution/9"):
        attribution_of(to_json(answer()).replace(b"indicia-attribution/1", b"indicia-attribution/9"), "x")
