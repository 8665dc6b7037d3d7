"""One claim of a statement, without the others."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.errors import StatementError
from indicia.statement.claim_path import check_claim, claim_path
from indicia.statement.commitments import claims_root

COMMITMENTS = [hashlib.sha256(str(one).encode()).hexdigest() for one in range(20)]


@given(number=st.integers(1, 20), data=st.data())
def test_each_claim_leads_to_the_root(number, data) -> None:
    """Of every statement; at another place, of another number, or for another claim it does not."""
    held = COMMITMENTS[:number]
    place = data.draw(st.integers(0, number - 1))
    root, path = claims_root(held), claim_path(held, place)
    check_claim(held[place], place, number, path, root)
    for wrong in (
        lambda: check_claim(root, place, number, path, root),
        lambda: check_claim(held[place], place + 1, number, path, root),
        lambda: check_claim(held[place], place, number, [*path, root], root),
        lambda: check_claim(held[place], place, number, path, held[place] if number > 1 else root[::-1]),
        lambda: check_claim(held[place].upper().replace("0", "x"), place, number, path, root),
        lambda: check_claim(held[place], place, number, [root] * 64, root),
        lambda: claim_path(held, number),
        lambda: claim_path([*held, "zz"], place),
    ):
        with pytest.raises(StatementError):
            wrong()
