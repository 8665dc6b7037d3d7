"""Findings are joined for a reason, and kept apart without one."""

from tests.assessment.build import finding

from indicia.assessment.incidents import incidents
from indicia.model.finding import Stage

A, B = "192.0.2.1", "198.51.100.7"


def groups(*findings):
    """Sets of finding ids, one per incident."""
    return [{step.finding for step in incident.steps} for incident in incidents(findings)]


def test_one_client_within_a_week_is_one_incident() -> None:
    """The same address joins within seven days and not after."""
    near = finding("F2", clients=[A], at="2021-03-08T00:00:00")
    far = finding("F2", clients=[A], at="2021-03-20T00:00:00")
    assert groups(finding("F1", clients=[A]), near) == [{"F1", "F2"}]
    assert len(groups(finding("F1", clients=[A]), far)) == 2


def test_loopback_is_nobody() -> None:
    """127.0.0.1 and ::1 join nothing."""
    for address in ("127.0.0.1", "::1"):
        one = finding("F1", clients=[address])
        other = finding("F2", clients=[address], at="2021-03-05T00:00:00")
        assert len(groups(one, other)) == 2


def test_a_page_joins_file_compilation_and_request() -> None:
    """The file, its compiled copy and the web path are one page."""
    found = groups(
        finding("F1", objects=[r"c:\x\frontend\httpproxy\owa\auth\m.aspx"]),
        finding("F2", objects=[r"c:\y\temporary asp.net files\owa\1\2\m.aspx.1a2b3c4d.compiled"], at="2021-03-09"),
        finding("F3", objects=["/owa/auth/m.aspx"], at="2021-05-09", clients=[B]),
    )
    assert found == [{"F1", "F2", "F3"}]


def test_a_canary_joins() -> None:
    """A value that two logs share joins across them."""
    one = finding("F1", joins={"canary": "abc"})
    other = finding("F2", joins={"canary": "abc"}, at="2021-03-05")
    assert groups(one, other) == [{"F1", "F2"}]


def test_minutes_join_records_without_a_client() -> None:
    """A process start minutes after a file write belongs to it; an hour later it does not."""
    one = finding("F1", objects=["/a.aspx"])
    assert groups(one, finding("F2", at="2021-03-03T04:05:00")) == [{"F1", "F2"}]
    assert len(groups(one, finding("F2", at="2021-03-03T05:05:00"))) == 2


def test_two_actors_in_the_same_minute_stay_two() -> None:
    """Different addresses with different pages are two incidents however close in time."""
    one = finding("F1", clients=[A], objects=["/a.aspx"])
    other = finding("F2", clients=[B], objects=["/b.aspx"], at="2021-03-03T04:01:00")
    assert len(groups(one, other)) == 2


def test_probing_is_one_story() -> None:
    """Attempts from many addresses are one incident that counts them, after the serious ones."""
    found = incidents(
        [
            finding("F1", stage=Stage.PROBED, clients=[A]),
            finding("F2", stage=Stage.PROBED, clients=[B], at="2021-03-20"),
            finding("F3", clients=["203.0.113.5"], at="2021-03-28"),
        ]
    )
    assert [incident.stage for incident in found] == [Stage.EXPLOITED, Stage.PROBED]
    assert "2 addresses" in found[1].why[0]


def test_knocks_connect_nothing() -> None:
    """A scanner that asked for the pages of two incidents makes them one no more than a page's common name does."""
    one = finding("F1", clients=[A], objects=["/a.aspx"])
    other = finding("F2", clients=[B], objects=["/b.aspx"], at="2021-03-20")
    scanner = finding(
        "F3", stage=Stage.PROBED, clients=["203.0.113.5"], objects=["/a.aspx", "/b.aspx"], at="2021-03-10"
    )
    assert groups(one, other, scanner) == [{"F1"}, {"F2"}, {"F3"}]


def test_a_knock_of_the_same_visitor_is_part_of_the_incident() -> None:
    """Also within a crowd, whose other addresses then are none of the incident's."""
    one = finding("F1", clients=[A])
    tried = finding("F2", stage=Stage.PROBED, clients=[A], at="2021-03-02")
    crowd = finding("F3", stage=Stage.PROBED, clients=[A, *(f"203.0.113.{last}" for last in range(9))], at="2021-03-02")
    (incident,) = incidents([one, tried, crowd])
    assert {step.finding for step in incident.steps} == {"F1", "F2", "F3"}
    assert incident.clients == (A,)


def test_a_knock_without_a_client_on_the_page_is_part_of_the_incident() -> None:
    """Nothing says that it was somebody else's."""
    assert groups(
        finding("F1", clients=[A], objects=["/a.aspx"]),
        finding("F2", stage=Stage.PROBED, objects=["/a.aspx"], at="2021-03-10"),
    ) == [{"F1", "F2"}]


def test_a_crowd_that_got_nowhere_joins_only_who_is_in_it() -> None:
    """Everybody who asked for pages that are not there is one finding, with every address."""
    crowd = [f"203.0.113.{last}" for last in range(9)]
    one, other = finding("F1", clients=[A]), finding("F2", clients=[B], at="2021-03-20")
    assert groups(one, other, finding("F3", stage=None, clients=[A, B, *crowd], at="2021-03-10")) == [
        {"F1", "F3"},
        {"F2"},
    ]


def test_hits_of_the_users_rules_join_no_story() -> None:
    """They stay findings; what an analysis saw beside an incident is part of its story."""
    assert groups(finding("F1"), finding("F2", stage=None, kind="sigma")) == [{"F1"}]
    assert groups(finding("F1"), finding("F2", stage=None)) == [{"F1", "F2"}]
    assert groups(finding("F1", stage=None)) == []
