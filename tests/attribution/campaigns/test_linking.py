"""Who is joined with whom, and what joins nobody."""

import random

import pytest
from bench.campaigns.fleets import Setting, fleet, two_groups
from bench.campaigns.metrics import agreement
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.attribution.campaigns.made import K, activity, groups, trait

from indicia.attribution.campaigns.linking import link
from indicia.attribution.campaigns.store import Store
from indicia.knowledge.actors.common_traits import load_common
from indicia.model.finding import Stage
from indicia.model.trait import Activity, Commonness, Trait


def alike(host: str, name: str, *more: Trait, number: int = 1) -> Activity:
    """An activity of a group with a shell, an address and a page of its own."""
    mine = (
        trait(K.SHELL_CODE, f"code {name}"),
        trait(K.CLIENT, f"45.0.0.{len(name)}"),
        trait(K.PAGE_NAME, f"{name}.aspx"),
    )
    return activity(host, *mine, *more, number=number)


def test_several_rare_values_join() -> None:
    """The same code, address and page on two servers are one campaign."""
    assert groups([alike("a", "x"), alike("b", "x"), alike("c", "other")]) == {frozenset({"a/1", "b/1"})}


@pytest.mark.parametrize("kind", list(K))
def test_one_value_joins_nobody(kind: K) -> None:
    """However rare: one shared value, and nothing beside it, is no link."""
    assert not groups([activity("a", trait(kind, "45.1.2.3")), activity("b", trait(kind, "45.1.2.3"))])


def test_kinds_that_follow_from_each_other_are_one_leg() -> None:
    """A shell's hash, code and password are one choice; so are a page's name and address."""
    shell = (trait(K.SHELL_HASH, "h"), trait(K.SHELL_CODE, "c"), trait(K.PASSWORD, "p"))
    assert not groups([activity("a", *shell), activity("b", *shell)])
    assert groups([activity("a", *shell, trait(K.PAGE_NAME, "n")), activity("b", *shell, trait(K.PAGE_NAME, "n"))])


def test_common_values_join_nobody() -> None:
    """What a list calls common counts nothing, in any number."""
    shared = [trait(kind, "45.1.2.3", grade=Commonness.COMMON) for kind in K]
    assert not groups([activity("a", *shared), activity("b", *shared)])


def test_an_address_months_later_is_somebody_else() -> None:
    """Addresses are rented."""
    page = trait(K.PAGE_NAME, "own.aspx")

    def pair(days: float) -> set[frozenset[str]]:
        one = activity("a", trait(K.CLIENT, "45.1.2.3"), page)
        return groups([one, activity("b", trait(K.CLIENT, "45.1.2.3", day=days), page)])

    assert pair(1)
    assert not pair(60)


def test_the_same_minutes_join_what_one_address_alone_does_not() -> None:
    """An address that comes to two servers within minutes is one visitor; on other days it may be two."""
    sweep = (trait(K.CLIENT, "45.1.2.3"), trait(K.VISIT, "45.1.2.3 2021-03-03 06:00"))
    assert groups([activity("a", *sweep), activity("b", *sweep)])
    assert not groups([activity("a", sweep[0]), activity("b", sweep[0])])


def test_other_passwords_speak_against() -> None:
    """A kit's page and an exit of a VPN do not join two that use different passwords."""
    shared = (trait(K.CLIENT, "45.1.2.3"), trait(K.PAGE_NAME, "own.aspx"))
    assert groups([activity("a", *shared), activity("b", *shared)])
    one, other = (activity(host, *shared, trait(K.PASSWORD, host), trait(K.AGENT, f"agent {host}")) for host in "ab")
    assert not groups([one, other])


def test_two_servers_hit_by_two_groups_stay_two() -> None:
    """Both servers are in both campaigns, though an exit of a VPN and a client program are shared by all."""
    found = groups(one for one, _ in two_groups(load_common()))
    assert found == {frozenset({"a.example/1", "b.example/1"}), frozenset({"a.example/2", "b.example/2"})}


def test_a_host_in_the_middle_does_not_chain() -> None:
    """One activity that shows the traits of two groups joins one of them, and the groups stay two."""
    ones, others = [alike(f"a{n}", "x") for n in range(5)], [alike(f"b{n}", "other") for n in range(5)]
    middle = activity("m", *ones[0].traits, *others[0].traits)
    found = groups([*ones, *others, middle])
    assert len(found) == 2
    assert {len({name[0] for name in group} - {"m"}) for group in found} == {1}


def test_what_everybody_shows_joins_nobody() -> None:
    """Three values of a scanner on all of 60 servers say nothing."""
    everywhere = (trait(K.CLIENT, "45.9.9.9"), trait(K.AGENT, "probe/1"), trait(K.FORGED, "/ecp/probe.js"))
    assert not groups(activity(f"h{n}", *everywhere, trait(K.PAGE_NAME, f"{n}.aspx")) for n in range(60))


def test_a_campaign_on_a_third_of_the_fleet_is_found() -> None:
    """Many bearers that are alike otherwise are a campaign, not a habit."""
    mine = [alike(f"m{n}", "x") for n in range(50)]
    rest = [
        activity(f"r{n}", trait(K.CLIENT, f"77.0.0.{n}"), trait(K.PAGE_NAME, f"{n}.aspx"), trait(K.SHELL_CODE, f"{n}"))
        for n in range(100)
    ]
    assert groups([*mine, *rest]) == {frozenset(f"m{n}/1" for n in range(50))}


def test_an_exit_of_a_vpn_does_not_join_its_users() -> None:
    """Groups that come through the same exit with the same kit's program stay apart."""
    exit_ = trait(K.CLIENT, "45.9.9.9")
    every = [alike(f"{name}{n}", name, exit_) for name in ("x", "yy", "zzz") for n in range(6)]
    assert groups(every) == {frozenset(f"{name}{n}/1" for n in range(6)) for name in ("x", "yy", "zzz")}


VALUES = st.lists(st.tuples(st.sampled_from(list(K)), st.integers(0, 5)), min_size=1, max_size=6, unique=True)
FLEETS = st.lists(VALUES, min_size=2, max_size=12)


def made(values: list[list[tuple[K, int]]]) -> list[Activity]:
    """Activities from drawn values."""
    return [
        activity(f"h{place:02}", *(trait(kind, f"45.0.0.{value}") for kind, value in one))
        for place, one in enumerate(values)
    ]


@settings(deadline=None, max_examples=60)
@given(FLEETS, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(values: list[list[tuple[K, int]]], chance: random.Random) -> None:
    """The same activities in another order give the same groups."""
    activities = made(values)
    shuffled = list(activities)
    chance.shuffle(shuffled)
    assert groups(activities) == groups(shuffled)


@settings(deadline=None, max_examples=60)
@given(FLEETS)
def test_a_stranger_changes_nothing(values: list[list[tuple[K, int]]]) -> None:
    """A host that shares nothing with anybody leaves the others as they were."""
    activities = made(values)
    stranger = activity("aa", *(trait(kind, "77.7.7.7") for kind in K))
    assert groups([*activities, stranger]) == groups(activities)


@settings(deadline=None, max_examples=40)
@given(FLEETS, st.sampled_from(list(K)))
def test_a_value_of_everybody_links_nobody(values: list[list[tuple[K, int]]], kind: K) -> None:
    """No two are joined by a value that every host shows, where they were not joined without it."""
    distinct = [
        activity(f"h{place:02}", *(trait(one, f"45.{place}.0.{value}") for one, value in mine))
        for place, mine in enumerate(values)
    ]
    everywhere = [activity(one.host, *one.traits, trait(kind, "45.9.9.9")) for one in distinct]
    assert not groups(everywhere)


@settings(deadline=None, max_examples=40)
@given(FLEETS)
def test_no_pair_is_linked_on_one_leg(values: list[list[tuple[K, int]]]) -> None:
    """Every linked pair stands on two blocks at least, and its weight is what its values sum up to."""
    linked = link(Store(made(values)))
    pairs = linked.scored.only(linked.scored.linked)
    for one, other in zip(pairs.one.tolist(), pairs.other.tolist(), strict=True):
        blocks = {item.block for item in linked.pairs.shared(one, other) if item.weight > 0}
        assert len(blocks) >= 2


@pytest.mark.parametrize("seed", [31, 32])
def test_an_invented_fleet(seed: int) -> None:
    """On fleets with kits, a VPN, scanners and missing logs: hardly a wrong pair, most of the right ones."""
    pairs = list(fleet(Setting(hosts=400, groups=6), seed, load_common()))
    store = Store(one for one, _ in pairs)
    label = link(store).label.tolist()
    who = {one.key: name for one, name in pairs}
    serious = {one.key for one, _ in pairs if one.stage > Stage.PROBED}
    places = [place for place in range(len(label)) if store.name(place) in serious]
    got = agreement([label[place] for place in places], [who[store.name(place)] for place in places])
    assert got.pair_precision > 0.97
    assert got.pair_recall > 0.6
    assert got.rand > 0.7


def test_loners_stay_alone() -> None:
    """Visitors of one host each, who share kits and a VPN, are joined to nobody."""
    pairs = fleet(Setting(hosts=300, groups=0, hit=0, loners=0.4), 41, load_common())
    store = Store(one for one, _ in pairs if one.stage > Stage.PROBED)
    assert len(set(link(store).label.tolist())) == len(store)


def test_nothing_at_all() -> None:
    """No activity is no campaign."""
    assert len(link(Store()).label) == 0
    assert groups([activity("a")]) == set()
