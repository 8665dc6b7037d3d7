"""What is said about campaigns: reasons with findings, what they rest on, what is left over."""

from msgspec.structs import replace
from tests.attribution.campaigns.made import K, activity, groups, trait

from indicia.attribution.campaigns.explaining import campaigns
from indicia.attribution.campaigns.rarity import odds_words
from indicia.attribution.campaigns.store import Store
from indicia.model.campaign import Campaigns
from indicia.model.finding import Stage
from indicia.model.trait import Activity
from indicia.plain import again, plain


def answer(*activities: Activity, hosts: int = 0) -> Campaigns:
    """The answer for these activities."""
    return campaigns(Store(activities), cases=["c"], hosts=hosts or len({one.host for one in activities}))


def pair(first: str, second: str, name: str, **more: int) -> tuple[Activity, Activity]:
    """Two servers of one group."""
    mine = (trait(K.SHELL_CODE, name), trait(K.CLIENT, f"45.0.0.{len(name)}"), trait(K.PAGE_NAME, f"{name}.aspx"))
    return activity(first, *mine, **more), activity(second, *mine, **more)


def test_members_say_why() -> None:
    """Each shared value in words, with the findings of that server, and how many others show it."""
    found = answer(*pair("a", "b", "x"), activity("z", trait(K.PAGE_NAME, "x.aspx")))
    (campaign,) = found.campaigns
    assert (campaign.id, campaign.hosts, campaign.stage) == ("C1", 2, Stage.OPERATED)
    first = campaign.members[0]
    said = {reason.text: reason for reason in first.reasons}
    assert set(said) == {
        "the same web-shell code (SHA-256 x)",
        "the same client address 45.0.0.1",
        "a page of the same name x.aspx",
    }
    page = said["a page of the same name x.aspx"]
    assert (page.inside, page.outside, page.findings) == (2, 1, ("F1",))
    assert first.strongest is not None
    assert first.strongest.other.host == "b"
    assert first.strongest.blocks == 3


def test_one_server_of_two_campaigns_says_so() -> None:
    """Its two activities are members of two campaigns, each naming the other."""
    found = answer(*pair("a", "b", "x"), *pair("a", "d", "other", number=2))
    assert [{member.place.host for member in one.members} for one in found.campaigns] == [{"a", "b"}, {"a", "d"}]
    assert [one.members[0].also_in for one in found.campaigns] == [("C2",), ("C1",)]


def test_what_a_link_rests_on() -> None:
    """Of two legs each is needed; of three strong ones none."""
    two = (trait(K.CLIENT, "45.1.2.3"), trait(K.PAGE_NAME, "own.aspx"))
    (campaign,) = answer(activity("a", *two), activity("b", *two)).campaigns
    assert set(campaign.members[0].rests_on) == {"the same client address 45.1.2.3", "a page of the same name own.aspx"}
    assert any("45.1.2.3, if others use it too: then a, b" in text for text in campaign.separates)
    three = (*two, trait(K.SHELL_CODE, "x"))
    (campaign,) = answer(activity("a", *three), activity("b", *three)).campaigns
    assert campaign.members[0].rests_on == ()


def test_what_rests_on_does_rest_on() -> None:
    """Taking away what a member is said to rest on takes the link away; taking away another value does not."""
    shared = (trait(K.CLIENT, "45.1.2.3"), trait(K.PAGE_NAME, "own.aspx"), trait(K.AGENT, "own/1"))
    one, other = activity("a", *shared), activity("b", *shared)
    (campaign,) = answer(one, other).campaigns
    for left_out in shared:
        rests = any(left_out.value in text for text in campaign.members[0].rests_on)
        rest = tuple(item for item in shared if item is not left_out)
        assert bool(groups([replace(one, traits=rest), replace(other, traits=rest)])) is not rests


def test_a_leftover_says_what_it_lacks() -> None:
    """One shared value: named, with what would join."""
    found = answer(activity("a", trait(K.SHELL_HASH, "h")), activity("b", trait(K.SHELL_HASH, "h")), activity("d"))
    assert not found.campaigns
    first, _, alone = found.leftovers
    assert first.nearest is not None
    assert "another kind" in first.merges
    assert alone.nearest is None


def test_attempts_are_no_campaign() -> None:
    """One visitor who knocked on two servers is told apart from campaigns; attempts like no other are counted."""
    sweep = (trait(K.CLIENT, "45.1.2.3"), trait(K.VISIT, "45.1.2.3 2021-03-03 06:00"))
    alone = activity("d", trait(K.CLIENT, "45.9.9.9"), stage=Stage.PROBED)
    found = answer(activity("a", *sweep, stage=Stage.PROBED), activity("b", *sweep, stage=Stage.PROBED), alone)
    assert not found.campaigns
    assert [one.id for one in found.attempts] == ["A1"]
    assert found.knocks == 1


def test_an_attempt_by_another_address_of_the_campaign() -> None:
    """On a server that a campaign reached, an attempt from an address of its own belongs to it; elsewhere not."""
    mine = [
        activity(host, trait(K.CLIENT, "45.1.1.1"), trait(K.CLIENT, "45.2.2.2"), trait(K.PAGE_NAME, "x.aspx"))
        for host in ("a", "b", "d")
    ]
    there = activity("a", trait(K.CLIENT, "45.2.2.2"), number=2, stage=Stage.PROBED)
    elsewhere = activity("e", trait(K.CLIENT, "45.2.2.2"), stage=Stage.PROBED)
    assert groups([*mine, there, elsewhere]) == {frozenset({"a/1", "b/1", "d/1", "a/2"})}


def test_the_answer_is_the_same_in_any_order_and_survives_json() -> None:
    """Nothing in it depends on the order of the cases; it can be taken back from JSON."""
    every = (*pair("a", "b", "x"), *pair("a", "d", "other", number=2), activity("e", trait(K.CLIENT, "45.0.0.1")))
    assert answer(*every) == answer(*reversed(every))
    assert again(plain(answer(*every)), Campaigns) == answer(*every)


def test_ratios_in_words() -> None:
    """Two digits, and no larger number than is known."""
    assert [odds_words(weight) for weight in (0.0, 1.0986, 3.4012, 5.0, 8.0, 40.0)] == [
        "×1.0",
        "×3.0",
        "×30",
        "×150",
        "×3,000",
        "over ×10,000",
    ]
