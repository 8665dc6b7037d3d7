"""Markings follow what a claim rests on; circles are found."""

from hypothesis import given
from hypothesis import strategies as st
from tests.statement.statements import claim, marked, place, resting

from indicia.model.statement import Claim, ClaimSupport, Marking, strictest
from indicia.statement.closure import circles, effective_markings, with_effective

MARKINGS = st.sampled_from(Marking)
GRAPHS = st.lists(st.tuples(MARKINGS, st.lists(st.integers(1, 9), max_size=3), MARKINGS), min_size=1, max_size=8)


def build(rows: list[tuple[Marking, list[int], Marking]]) -> list[Claim]:
    return [
        marked(
            claim(
                number,
                support=(place(marking=under), *(ClaimSupport(id=f"C{one}") for one in sorted(set(others)))),
            ),
            own,
        )
        for number, (own, others, under) in enumerate(rows, start=1)
    ]


def reach(claims: dict[str, Claim], start: str) -> set[str]:
    """Everything below, found the slow way."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        held = claims.get(waiting.pop())
        for one in held.support if held is not None else ():
            if isinstance(one, ClaimSupport) and one.id not in found:
                found.add(one.id)
                waiting.append(one.id)
    return found


@given(GRAPHS)
def test_the_strictest_of_everything_below(rows) -> None:
    """The same as following every path; what is not there is RED."""
    claims = {one.id: one for one in build(rows)}
    found = effective_markings(claims.values())
    for id, one in claims.items():
        under = [one, *(claims[other] for other in reach(claims, id) if other in claims)]
        expected = strictest(
            *(each.marking for each in under),
            *(support.marking for each in under for support in each.support if not isinstance(support, ClaimSupport)),
            *(Marking.RED for other in reach(claims, id) if other not in claims),
        )
        assert found[id] is expected


@given(GRAPHS)
def test_who_reaches_itself_is_in_a_circle(rows) -> None:
    """Every claim that reaches itself is named, and nobody else than those between such claims."""
    claims = {one.id: one for one in build(rows)}
    turning = {id for id in claims if id in reach(claims, id)}
    found = circles(claims.values())
    assert turning <= found
    for id in found - turning:
        assert reach(claims, id) & turning
        assert any(id in reach(claims, other) for other in turning)


def test_a_longest_chain_takes_no_recursion() -> None:
    """100,000 claims each resting on the next."""
    claims = [resting(number, number + 1) for number in range(1, 100_000)] + [claim(100_000, marking=Marking.AMBER)]
    assert {one.effective for one in with_effective(claims)} == {Marking.AMBER}
    assert circles(claims) == frozenset()


def test_without_a_marking_it_is_red() -> None:
    """Support that says nothing about itself."""
    from indicia.model.statement import ReportSupport

    silent = ReportSupport(sha256="ab" * 32, title="t", start=0, end=1, words="w")
    (one,) = with_effective([claim(1, support=(silent,))])
    assert one.effective is Marking.RED
