"""Proofs: those of the test tree of Certificate Transparency, those of the definition, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.errors import StatementError
from indicia.statement.commitments import leaf_hash, node_hash, root_of
from indicia.statement.ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    check_consistency,
    check_inclusion,
    complete,
    consistency_spans,
    inclusion_spans,
    span_hash,
)

from .invented import defined_root

# The eight leaves and what is known of them, as in the tests of Certificate Transparency's own implementations.
LEAVES = [
    leaf_hash(bytes.fromhex(one))
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
_96 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_5F = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_6B = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
_BC = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_CA = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_0E = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
SIZES = st.integers(1, 70)
NUMBERED = [leaf_hash(str(one).encode()) for one in range(70)]


def node_of(leaves):
    return lambda height, place: defined_root(leaves[place << height : place + 1 << height])


def path_of(leaves, spans):
    return [span_hash(node_of(leaves), one) for one in spans]


def test_roots_of_the_known_tree() -> None:
    """Roots at every size, by both ways to compute them."""
    frontier = Frontier()
    assert frontier.root == EMPTY_ROOT == span_hash(node_of([]), (0, 0))
    for number, root in enumerate(ROOTS, 1):
        frontier.add(LEAVES[number - 1])
        assert frontier.root.hex() == span_hash(node_of(LEAVES), (0, number)).hex() == root


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (0, 8, [_96, _5F, _6B]),
        (5, 8, [_BC, _CA, ROOTS[3]]),
        (2, 3, [ROOTS[1]]),
        (1, 5, [ROOTS[0], _5F, _BC]),
    ],
)
def test_known_paths_of_inclusion(index, size, path) -> None:
    """The same hashes in the same order, and they verify."""
    found = path_of(LEAVES, inclusion_spans(index, size))
    assert [one.hex() for one in found] == path
    check_inclusion(LEAVES[index], index, size, found, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(
    ("old", "size", "path"),
    [
        (1, 1, []),
        (1, 8, [_96, _5F, _6B]),
        (6, 8, [_0E, _CA, ROOTS[3]]),
        (2, 5, [_5F, _BC]),
    ],
)
def test_known_proofs_of_consistency(old, size, path) -> None:
    """The same hashes in the same order, and they verify."""
    found = path_of(LEAVES, consistency_spans(old, size))
    assert [one.hex() for one in found] == path
    check_consistency(old, bytes.fromhex(ROOTS[old - 1]), size, bytes.fromhex(ROOTS[size - 1]), found)


def defined_path(index, leaves):
    """PATH(m, D[n]) word by word."""
    if len(leaves) == 1:
        return []
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    if index < middle:
        return [*defined_path(index, leaves[:middle]), defined_root(leaves[middle:])]
    return [*defined_path(index - middle, leaves[middle:]), defined_root(leaves[:middle])]


def defined_subproof(old, leaves, whole):
    """SUBPROOF(m, D[n], b) word by word."""
    if old == len(leaves):
        return [] if whole else [defined_root(leaves)]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    if old <= middle:
        return [*defined_subproof(old, leaves[:middle], whole), defined_root(leaves[middle:])]
    return [*defined_subproof(old - middle, leaves[middle:], False), defined_root(leaves[:middle])]


@given(size=SIZES, data=st.data())
def test_proofs_are_those_of_the_definition(size, data) -> None:
    """Every entry of every size, and every older size; each verifies."""
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    leaves, root = NUMBERED[:size], defined_root(NUMBERED[:size])
    path = path_of(leaves, inclusion_spans(index, size))
    assert path == defined_path(index, leaves)
    check_inclusion(leaves[index], index, size, path, root)
    path = path_of(leaves, consistency_spans(old, size))
    assert path == defined_subproof(old, leaves, True)
    check_consistency(old, defined_root(leaves[:old]), size, root, path)
    assert root_of(leaves) == root == span_hash(node_of(leaves), (0, size))


@given(size=SIZES, data=st.data())
def test_what_comes_before_gives_the_root(size, data) -> None:
    """The complete subtrees before an entry, with all entries from there on, at every such place."""
    first = data.draw(st.integers(0, size))
    leaves = NUMBERED[:size]
    frontier = Frontier(first, [node_of(leaves)(*one) for one in complete((0, first))])
    assert frontier.root == defined_root(leaves[:first])
    frontier.extend(leaves[first:])
    assert (frontier.size, frontier.root) == (size, defined_root(leaves))


def refused(check) -> bool:
    try:
        check()
    except StatementError:
        return True
    return False


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13])
def test_every_flipped_bit_is_refused(size) -> None:
    """In the leaf, in the root, in each hash of a proof; also another place, size, and a hash more or less."""
    leaves, root = NUMBERED[:size], defined_root(NUMBERED[:size])
    for index in range(size):
        path = path_of(leaves, inclusion_spans(index, size))
        parts = [leaves[index], root, *path]
        for number, part in enumerate(parts):
            for bit in range(256):
                other = list(parts)
                other[number] = (int.from_bytes(part, "big") ^ 1 << bit).to_bytes(32, "big")
                leaf, top, *rest = other
                assert refused(lambda a=leaf, b=top, c=rest, i=index: check_inclusion(a, i, size, c, b))
        for place in {*range(size + 2)} - {index}:
            assert refused(lambda p=place, c=path, i=index: check_inclusion(leaves[i], p, size, c, root))
        assert refused(lambda c=path, i=index: check_inclusion(leaves[i], i, size, [*c, root], root))
        assert not path or refused(lambda c=path, i=index: check_inclusion(leaves[i], i, size, c[1:], root))
        assert not path or refused(lambda c=path, i=index: check_inclusion(leaves[i], i, size, c[:-1], root))


@pytest.mark.parametrize(("old", "size"), [(1, 2), (2, 3), (3, 7), (4, 7), (6, 8), (7, 13), (8, 13)])
def test_every_flipped_bit_of_consistency_is_refused(old, size) -> None:
    """In either root, in each hash; another pair of sizes, a hash more or less."""
    root = defined_root(NUMBERED[:size])
    old_root = defined_root(NUMBERED[:old])
    path = path_of(NUMBERED[:size], consistency_spans(old, size))
    parts = [old_root, root, *path]
    for number, part in enumerate(parts):
        for bit in range(256):
            other = list(parts)
            other[number] = (int.from_bytes(part, "big") ^ 1 << bit).to_bytes(32, "big")
            low, high, *rest = other
            assert refused(lambda a=low, b=high, c=rest: check_consistency(old, a, size, b, c))
    for wrong in (
        lambda: check_consistency(old, old_root, size, root, path[1:]),
        lambda: check_consistency(old, old_root, size, root, path[:-1]),
        lambda: check_consistency(old, old_root, size, root, [*path, root]),
        lambda: check_consistency(old, old_root, size, root, []),
        lambda: check_consistency(size, old_root, old, root, path),
        lambda: check_consistency(old - 1, old_root, size, root, path),
        lambda: check_consistency(0, old_root, size, root, []),
        lambda: check_consistency(-1, old_root, size, root, path),
        lambda: check_consistency(size, old_root, size, root, []),
    ):
        assert refused(wrong)


def test_places_that_are_not_there() -> None:
    """An entry beyond the end, a larger ledger as the older one, hashes that are no complete subtrees."""
    for wrong in (
        lambda: inclusion_spans(3, 3),
        lambda: inclusion_spans(-1, 3),
        lambda: consistency_spans(4, 3),
        lambda: Frontier(3, [EMPTY_ROOT]),
        lambda: Frontier(1, [b"short"]),
        lambda: Frontier(-1, []),
        lambda: check_inclusion(EMPTY_ROOT, 0, 0, [], EMPTY_ROOT),
    ):
        with pytest.raises(StatementError):
            wrong()
    assert consistency_spans(0, 5) == consistency_spans(5, 5) == []
    check_consistency(0, EMPTY_ROOT, 5, node_hash(EMPTY_ROOT, EMPTY_ROOT), [])
