"""What a form does not give back is computed, and laid over what it gives back."""

from hypothesis import given
from hypothesis import strategies as st

from indicia.sharing.rest import NOTHING, Nothing, compare, merged, rest

_LEAVES = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=12,
)


def _pruned(value, draw):
    """A part of a tree, as a format with fewer members gives it back: members missing or changed, lists shorter."""
    if isinstance(value, dict):
        return {key: _pruned(each, draw) for key, each in value.items() if draw(st.booleans())}
    if isinstance(value, list):
        return [_pruned(each, draw) for each in value[: draw(st.integers(0, 3))]]
    return value if draw(st.booleans()) else draw(_LEAVES)


@given(_TREES, st.data())
def test_the_rest_gives_the_whole_back(source, data) -> None:
    """Whatever part came back, what was computed to be missing completes it."""
    got = _pruned(source, data.draw)
    assert merged(got, rest(source, got)) == source


@given(_TREES)
def test_of_the_whole_there_is_no_rest(value) -> None:
    """And nothing is told of as lost."""
    told = []
    compare(value, value, lambda *each: told.append(each))
    assert isinstance(rest(value, value), Nothing)
    assert all(same for _, same, _ in told)
    assert merged(value, NOTHING) == value


def test_each_member_is_told_once_with_its_fate() -> None:
    """Carried, lost, altered; members that say nothing are not told of; names that are data are one member."""
    source = {"a": "x", "b": "y", "c": [{"d": 1, "e": ""}, {"d": 2, "e": "z"}], "fields": {"p": 1}, "f": None}
    got = {"a": "x", "b": "Y", "c": [{"d": 1}], "f": "invented"}
    told = []
    compare(source, got, lambda *each: told.append(each))
    assert told == [
        ("a", True, False),
        ("b", False, False),
        ("c[].d", True, False),
        ("c[].d", False, True),
        ("c[].e", False, True),
        ("fields", False, True),
        ("f", False, False),
    ]
