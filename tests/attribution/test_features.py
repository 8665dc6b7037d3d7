"""From findings to evidence: one kind at a time, and what is not used is said."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from msgspec.structs import replace
from tests.attribution.intrusions import START, finding, indicator, moved, result, shipped, showing

from indicia.attribution.features import agents, hours, shells, timing, tools, victim
from indicia.attribution.features.deeds import deeds_of
from indicia.attribution.features.gather import Asked, gather
from indicia.attribution.roster import Roster, roster
from indicia.case import Case, Made
from indicia.detection.sources import Sources
from indicia.model.attribution import EvidenceClass, Feature, NotUsed
from indicia.model.evidence import Account, Locator
from indicia.model.finding import Confidence, Stage, Suppression
from indicia.model.reading import Reading
from indicia.model.record import Record, Sighting
from indicia.pipeline.acts import acts

KNOWN = shipped()


def who(until: date | None = None) -> Roster:
    """The shipped clusters as of a day."""
    return roster(KNOWN.actors, None, until, None, None)


def deeds(*findings):
    """Deeds of one case with these findings."""
    return deeds_of([("case", result(findings))])


def features(found) -> list[Feature]:
    """Without what was not used."""
    return [one for one in found if isinstance(one, Feature)]


def test_only_what_got_past_the_door_counts() -> None:
    """Incidents of probing, suppressed findings and hints outside an incident are left out; clients have to fit."""
    inside, later = finding(1, ["T1190"]), finding(3, ["T1505.003"])
    beside = finding(2, ["T1057"], confidence=Confidence.MODERATE)
    stranger = finding(2, ["T1595"], clients=("198.51.100.1",), id="F9")
    hint = replace(beside, confidence=Confidence.WEAK, id="F10")
    case = result([inside, later])
    host = replace(case.hosts[0], findings=("F1", "F2", "F3", "F9", "F10"))
    case = replace(case, hosts=(host,), findings=(inside, beside, later, stranger, hint))
    assert {deed.id for deed in deeds_of([("case", case)]).deeds} == {"F1", "F2", "F3"}
    gone = Suppression(filter="f", title="t", author="a", reason="r", expires=date(2030, 1, 1))
    case = replace(case, findings=tuple(replace(one, suppressed=gone) for one in case.findings))
    assert not deeds_of([("case", case)]).deeds
    knocked = result([replace(inside, stage=Stage.PROBED)], Stage.PROBED)
    assert not deeds_of([("case", knocked)]).deeds
    assert not deeds_of([("case", result([inside]))], ["other.example"]).deeds


def test_techniques_speak_one_version() -> None:
    """An id of ATT&CK v19 is the one of v18 whose place it took; hints are left out."""
    found, _ = gather(
        deeds(finding(1, ["T1685"]), finding(2, ["T1057"], confidence=Confidence.WEAK)),
        who(),
        KNOWN.pack,
        Asked(),
        {"T1562": "a name"},
    )
    ids = [one.value for one in found if one.kind is EvidenceClass.TECHNIQUE]
    assert ids == ["T1562"]
    assert found[0].text == "T1562 a name"


def test_tools_by_program_and_by_rule() -> None:
    """Started programs, words of rule names; shared tools go with the techniques, one of one cluster alone weighs."""
    case = deeds(
        finding(1, fields={"CommandLine": "cmd /c tasklist & net group x", "Image": "C:\\Windows\\System32\\cmd.exe"}),
        finding(2, title="Page_Sportsball matched"),
        finding(3, title="webshell chinachopper"),
        finding(4, title="internet netting"),
    )
    found = {one.value: one for one in tools.tool_features(case.deeds, who())}
    assert set(found) == {"S0057", "S0039", "SPORTSBALL", "S0020"}
    assert found["S0020"].kind is EvidenceClass.TOOL
    assert found["SPORTSBALL"].kind is EvidenceClass.MALWARE
    assert found["SPORTSBALL"].speaks_for == {"G0125": pytest.approx(np.log(tools.MOST))}
    early = {one.value: one for one in tools.tool_features(case.deeds, who(date(2021, 3, 31)))}
    assert early["SPORTSBALL"].speaks_for is None


def test_names_are_looked_for_as_words() -> None:
    """A name inside a word is none; short words of the language are not looked for."""
    known = who()
    assert known.naming("seen with HAFNIUM, again") == ("G0125",)
    assert known.naming("HAFNIUMX and prehafnium-like") == ()
    assert known.naming("press Play, then tick the box") == ()
    assert "G0065" in known.naming("APT40 activity")
    assert who(date(2021, 3, 1)).naming("HAFNIUM") == ()


def test_use_before_disclosure() -> None:
    """Shared among those known by then to have used it so early; fades after the disclosure; nothing later counts."""
    at = datetime(2021, 2, 28, 6, tzinfo=UTC)
    case = moved(result([finding(0, ["T1190"], tests=("PL-01",), stage=Stage.EXPLOITED)]), at)
    given = deeds_of([("case", case)]).deeds

    def weights(until: date | None, days: int = 0) -> dict[str, float]:
        shifted = deeds_of([("case", moved(case, START + timedelta(days=days)))]).deeds if days else given
        found = features(timing.timing_features(shifted, who(until), KNOWN.pack))
        return next((dict(one.speaks_for or {}) for one in found if one.kind is EvidenceClass.TIMING), {})

    early = weights(date(2021, 3, 5))
    assert early == {"G0125": pytest.approx(np.log(10))}
    later = weights(date(2021, 3, 31))
    assert len(later) >= 2
    assert later["G0125"] < early["G0125"]
    assert not weights(date(2021, 3, 1))
    assert max(weights(None).values()) <= np.log(timing.MOST)
    assert not weights(None, days=60)


def test_many_used_it_at_once() -> None:
    """That many clusters used the same flaw in these weeks speaks for several."""
    case = moved(
        result([finding(0, ["T1190"], tests=("PL-01",), stage=Stage.EXPLOITED)]), datetime(2021, 3, 4, tzinfo=UTC)
    )
    given = deeds_of([("case", case)]).deeds
    crowd = [one for one in features(timing.timing_features(given, who(), KNOWN.pack)) if one.several]
    assert len(crowd) == 1
    assert 0 < crowd[0].several <= np.log(timing.MOST_SEVERAL) + 1e-9


def test_working_hours_need_fifty_acts_by_hand() -> None:
    """Bursts count once, even intervals are a machine's; with enough the zone is found on the circle of the day."""
    start = datetime(2023, 6, 5, 1, 30, tzinfo=UTC)
    even = [start + timedelta(minutes=5 * number) for number in range(60)]
    assert hours.manual_times(even) == ()
    burst = [start + timedelta(seconds=number) for number in range(60)]
    assert len(hours.manual_times(burst)) == 1
    draw = np.random.default_rng(1)
    chinese = [
        start + timedelta(days=day, hours=float(hour)) for day in range(15) for hour in sorted(draw.uniform(0, 8, 6))
    ]
    few = list(hours.hour_features((), who(), chinese[:20]))
    assert isinstance(few[0], NotUsed)
    (found,) = features(hours.hour_features((), who(), chinese))
    assert abs(float(found.value.removeprefix("UTC")) - 8) <= 1
    assert found.speaks_for is not None
    assert found.speaks_for["G0125"] == pytest.approx(np.log(hours.MOST))
    (none,) = hours.hour_features((), who(date(2021, 3, 31)), chinese)
    assert isinstance(none, NotUsed)


def test_shells_and_agents() -> None:
    """Names of request values, pages and user agents are shown; none of them names a cluster."""
    case = deeds(
        finding(
            1,
            ["T1505.003"],
            stage=Stage.IMPLANTED,
            objects=("/owa/auth/x.aspx", "c:\\x.aspx"),
            fields={"Content": 'inert: Request.Item["alpha"], Request("beta")', "UserAgent": "tool/1.0"},
        )
    )
    found = {one.id: one for one in features((*shells.shell_features(case.deeds), *agents.agent_features(case.deeds)))}
    assert {"parameter:alpha", "parameter:beta", "page:/owa/auth/x.aspx", "agent:tool/1.0"} <= set(found)
    assert not any(one.speaks_for for one in found.values())


def test_the_victim_is_what_the_user_says() -> None:
    """Words are compared without case and in both spellings; what was not given is said."""
    found = list(victim.victim_features(who(), "Defense", ""))
    assert isinstance(found[1], NotUsed)
    assert isinstance(found[0], Feature)
    assert "G0125" in (found[0].speaks_for or {})
    assert np.exp(max((found[0].speaks_for or {}).values())) <= victim.MOST


def test_indicators_that_name_nobody_are_no_evidence() -> None:
    """They are in the case, and say so in what was not used."""
    case = deeds_of([("case", showing(["T1190"], indicator(5, "ipv4", "198.51.100.1", "scanner")))])
    found, not_used = gather(case, who(), KNOWN.pack, Asked(), {})
    assert not [one for one in found if one.kind is EvidenceClass.INFRASTRUCTURE]
    assert any("client address" in item.what for item in not_used)
    after = indicator(5, "ipv4", "198.51.100.1", "HAFNIUM", since="2023-06-20")
    case = deeds_of([("case", showing(["T1190"], after))])
    found, _ = gather(case, who(date(2023, 6, 10)), KNOWN.pack, Asked(), {})
    assert not [one for one in found if one.kind is EvidenceClass.INFRASTRUCTURE]


def test_times_come_from_the_records_of_the_case(tmp_path) -> None:
    """Requests of the intruder to the planted page count; those of others and for other pages do not."""
    page = finding(1, ["T1505.003"], stage=Stage.IMPLANTED, objects=("/owa/auth/x.aspx",))
    given = deeds(page)
    case = Case.create(tmp_path / "case")
    assert acts(case, given) == ()
    case.save_made(
        Made(format="indicia-case/1", version="0", arguments=(), sources=Sources(), ruleset="r", since=None, until=None)
    )
    rows = [
        ("203.0.113.77", "/owa/auth/X.aspx"),
        ("203.0.113.77", "/owa/auth/logon.aspx"),
        ("198.51.100.1", "/owa/auth/x.aspx"),
    ]
    seen = tuple(
        Sighting(
            detector="d",
            record=Record(
                table="web_request",
                source="iis",
                time=START + timedelta(hours=number),
                host=None,
                at=Locator(sha256="a" * 64, offset=number, length=1),
                fields={"c-ip": client, "url.path": path},
                raw="x",
            ),
        )
        for number, (client, path) in enumerate(rows)
    )
    account = Account(size=3, records=3, framing=0, count=3)
    reading = Reading(sha256="a" * 64, account=account, spans=(), faults=(), sightings=seen)
    case.save_reading("r", "aa-iis", reading)
    assert acts(case, given) == (START,)
