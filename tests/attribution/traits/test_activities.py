"""One server's findings as what one visitor did each."""

from datetime import timedelta

from tests.attribution.campaigns.made import DAY, K, exhibit, finding, request

from indicia.attribution.traits.activities import activities
from indicia.knowledge.actors.common_traits import load_common
from indicia.model.finding import Finding, Severity, Stage
from indicia.model.trait import Activity

A, B = "198.51.100.7", "203.0.113.9"


def found(*findings: Finding) -> tuple[Activity, ...]:
    """Activities of one server."""
    return activities("case", "mx.example", findings, load_common())


def ids(*findings: Finding) -> list[set[str]]:
    """Ids of the findings of each activity."""
    return [set(one.findings) for one in found(*findings)]


def process(command: str, minutes: float) -> "object":
    """A process start without a client."""
    return exhibit({"CommandLine": command, "EventID": "1"}, at=DAY + timedelta(minutes=minutes), table="win_event")


def test_two_clients_with_two_pages_are_two() -> None:
    """However close in time."""
    one = finding("F1", request(A, "/a.aspx"), clients=[A], objects=["/owa/auth/a.aspx"])
    other = finding("F2", request(B, "/b.aspx", minutes=1), clients=[B], objects=["/owa/auth/b.aspx"])
    assert ids(one, other) == [{"F1"}, {"F2"}]


def test_a_page_joins_its_clients() -> None:
    """Who uses the page that another wrote continues what that one did."""
    one = finding("F1", request(A, "/a.aspx"), clients=[A], objects=["/owa/auth/a.aspx"])
    other = finding("F2", request(B, "/a.aspx", minutes=9999), clients=[B], objects=["/owa/auth/a.aspx"])
    assert ids(one, other) == [{"F1", "F2"}]


def test_a_write_without_client_bridges_nobody() -> None:
    """A record between two visitors goes to the nearer one, and does not make them one."""
    one = finding("F1", request(A, "/a.aspx"), clients=[A], objects=["/owa/auth/a.aspx"])
    between = finding("F2", process("own.exe", 2))
    other = finding("F3", request(B, "/b.aspx", minutes=6), clients=[B], objects=["/owa/auth/b.aspx"])
    assert ids(one, between, other) == [{"F1", "F2"}, {"F3"}]


def test_one_finding_of_two_bursts_is_shared_out() -> None:
    """Commands of two visitors in one finding go to the one each."""
    one = finding("F1", request(A, "/a.aspx"), clients=[A], objects=["/owa/auth/a.aspx"])
    other = finding("F3", request(B, "/b.aspx", minutes=300), clients=[B], objects=["/owa/auth/b.aspx"])
    both = finding("F2", process("first.exe -x", 1), process("second.exe -y", 301))
    first, second = found(one, both, other)
    assert [t.value for t in first.traits if t.kind is K.COMMAND] == ["first.exe -x"]
    assert [t.value for t in second.traits if t.kind is K.COMMAND] == ["second.exe -y"]


def test_knocks_of_many_are_many() -> None:
    """A finding that counts attempts of several addresses is as many visitors."""
    knocks = finding("F1", request(A, "/x.js"), request(B, "/x.js"), stage=Stage.PROBED, clients=[A, B])
    first, second = found(knocks)
    assert {t.value for one in (first, second) for t in one.traits if t.kind is K.CLIENT} == {A, B}
    assert all(len([t for t in one.traits if t.kind is K.CLIENT]) == 1 for one in (first, second))


def test_what_nobody_weighed_and_background_are_no_activity() -> None:
    """Informational findings without a stage stay out, and hints of low severity alone."""
    background = finding("F1", request(A, "/x"), stage=None, severity=Severity.INFORMATIONAL, clients=[A])
    hint = finding("F2", request(B, "/x"), stage=None, severity=Severity.LOW, clients=[B])
    assert not found(background, hint)


def test_the_order_of_findings_does_not_matter() -> None:
    """Numbers follow time."""
    every = [
        finding("F1", request(A, "/a.aspx"), clients=[A], objects=["/owa/auth/a.aspx"]),
        finding("F2", process("own.exe", 2)),
        finding("F3", request(B, "/b.aspx", minutes=6), clients=[B], objects=["/owa/auth/b.aspx"]),
    ]
    assert [set(one.findings) for one in found(*every)] == [set(one.findings) for one in found(*reversed(every))]


def test_visits_share_a_stretch_of_minutes() -> None:
    """Two visits four minutes apart share one, across any full ten minutes; two hours apart none."""

    def stretches(minutes: float) -> set[str]:
        (one,) = found(finding("F1", request(A, "/a.aspx", minutes=minutes), clients=[A]))
        return {t.value for t in one.traits if t.kind is K.VISIT}

    for start in range(0, 11):
        assert stretches(start) & stretches(start + 4)
    assert not stretches(0) & stretches(120)
