"""Which flaws stand open on a build, why, and since when."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assessment.build import day

from indicia.assessment.flaws.build_history import history
from indicia.assessment.flaws.exposure import NO_BUILD, Entry, exposure
from indicia.assessment.flaws.state import judge_flaw
from indicia.knowledge.packs.load import load_pack
from indicia.knowledge.product.builds import Held, show_build
from indicia.model.assessment import Answer
from indicia.model.exposure import BuildOrigin, BuildSeen, Clock, FlawState, Precision

PACK = load_pack()
REFERENCE = {
    "15.1.2176.2": ("Exchange 2016 CU19", 67, True, True),
    "15.1.2176.9": ("Exchange 2016 CU19", 59, False, True),
    "15.1.2106.13": ("Exchange 2016 CU18", 59, False, True),
    "15.1.2242.4": ("Exchange 2016 CU20", 59, False, True),
    "15.1.1979.8": ("Exchange 2016 CU16", 69, False, True),
    "15.0.1497.12": ("Exchange 2013 CU23", 28, False, True),
    "15.2.986.5": ("Exchange 2019 CU11", 48, False, True),
    "15.2.1544.25": ("Exchange 2019 CU14", 4, False, False),
    "15.2.2562.17": ("Exchange SE RTM", 4, False, False),
    "15.1.2507.16": ("Exchange 2016 CU23", 29, False, False),
}
"""Build → branch, fixes of the vendor's table it lacks, ProxyLogon open, ProxyNotShell open.  Source: `build_rule`."""


def seen(build, when="2021-03-01", origin=BuildOrigin.LOG_HEADER, precision=Precision.FULL):
    """One place that names a build."""
    return BuildSeen(time=day(when) if when else None, build=build, origin=origin, precision=precision)


def judged(*places, as_of="2021-04-01", **more):
    """The exposure of a host and its flaws by id."""
    found = exposure(PACK, places, as_of=day(as_of) if as_of else None, **more)
    return found, {flaw.cve: flaw for flaw in found.flaws}


def clock(flaw, which):
    """One of its days."""
    return next(reading for reading in flaw.clocks if reading.clock is which)


def missing_listed_fixes(past):
    """How many fixes of the vendor's own table the current build lacks: a flaw counts once for each of its updates."""
    product = past.table.product_of(past.current.build)
    return sum(
        fix.listed and past.held(past.current, fix.update) is Held.NO
        for flaw in PACK.flaws.flaws
        for fix in flaw.fixes_for(product.id)
    )


@pytest.mark.parametrize("build", REFERENCE)
def test_the_reference_builds(build) -> None:
    """Every reference result comes out exactly: a flaw of two updates counts once for each, as the vendor counts."""
    name, missing, proxylogon, proxynotshell = REFERENCE[build]
    found, flaws = judged(seen(build))
    past = history(PACK.builds, [seen(build)])
    assert found.name.startswith(name)
    assert missing_listed_fixes(past) == missing
    assert (flaws["CVE-2021-26855"].state is FlawState.OPEN) is proxylogon
    assert all((flaws[cve].state is FlawState.OPEN) is proxynotshell for cve in ("CVE-2022-41040", "CVE-2022-41082"))


def test_the_pack_carries_the_facts() -> None:
    """Builds, updates, flaws, ends of support and the March branches are those of the facts."""
    path = Path(__file__).resolve().parents[4] / "shared" / "facts" / "exchange-artifacts.yaml"
    if not path.is_file():
        pytest.skip("the facts in ../shared/facts are not on this machine")
    facts = yaml.safe_load(path.read_text("utf-8"))
    builds = {(item["product"], item["cu"]): item for item in facts["builds"]}
    assert {(branch.product, branch.cu) for branch in PACK.builds.branches} == set(builds)
    for branch in PACK.builds.branches:
        fact = builds[branch.product, branch.cu]
        assert show_build(branch.base) == fact["base"] and str(branch.released) == str(fact["released"])
        assert {name: show_build(build) for name, build in branch.updates.items()} == fact["updates"]
        march = facts["build_rule"]["march_2021_special"]["cus"].get(branch.product, [])
        assert branch.march_2021_only is (branch.cu in march)
    assert sum(1 + len(branch.updates) for branch in PACK.builds.branches) == facts["meta"]["counts"]["builds"]
    ends = {item.id: str(item.supported_until) for item in PACK.builds.products}
    assert facts["build_rule"]["end_of_support"].items() <= ends.items()
    for fact in facts["cves"]:
        flaw = PACK.flaws.flaw(fact["id"])
        assert flaw.what == fact["what"] and flaw.attacker_needs == fact["attacker_needs"]
        assert flaw.verified is fact["verified"] and flaw.fixed_by == fact["fixed_by"]
        assert {item.removeprefix("Exchange") for item in flaw.products} >= {str(item) for item in fact["products"]}
        kev = fact["kev"]
        assert (flaw.kev is None) is (kev is None)
        assert kev is None or (str(flaw.kev.added), str(flaw.kev.due)) == (kev["added"], kev["due"])
    wanted = {
        (entry["update"], cve, tuple(fix["products"]))
        for entry in facts["update_fixes"]
        for fix in entry["fixes"]
        for cve in fix["cves"]
    }
    assert wanted == {
        (fix.update, flaw.cve, fix.products) for flaw in PACK.flaws.flaws for fix in flaw.fixes if fix.listed
    }


_BRANCH = st.sampled_from(PACK.builds.branches)


@settings(deadline=None)
@given(branch=_BRANCH, data=st.data())
def test_a_higher_build_of_a_branch_never_opens_a_flaw(branch, data) -> None:
    """What a lower build of a branch closed, no higher one opens."""
    revisions = st.integers(branch.base[3], branch.newest[3] + 3)
    low, high = sorted(data.draw(st.lists(revisions, min_size=2, max_size=2)))
    states = []
    for revision in (low, high):
        past = history(PACK.builds, [seen(show_build((*branch.base[:3], revision)))])
        states.append([judge_flaw(flaw, PACK.flaws, past, past.current, {})[0] for flaw in PACK.flaws.flaws])
    for before, after in zip(*states, strict=True):
        assert after is not FlawState.OPEN or before is FlawState.OPEN


def test_the_march_package_of_old_branches_brought_nothing_older() -> None:
    """Its number is higher than that of the update before it, which it does not hold."""
    _, flaws = judged(seen("15.1.1979.8"))
    assert flaws["CVE-2021-26855"].state is FlawState.CLOSED
    earlier = flaws["CVE-2020-16875"]
    assert earlier.state is FlawState.CANNOT_TELL
    assert "only the flaws of March" in earlier.why
    _, flaws = judged(seen("15.1.1979.6"))
    assert flaws["CVE-2020-16875"].state is FlawState.CLOSED


@pytest.mark.parametrize(
    ("build", "reason"),
    [("14.3.513.0", "do not cover Exchange 2010"), ("15.1.9999.1", "in no table"), ("15.9.1.1", "in no table")],
)
def test_unknown_builds_are_cannot_tell(build, reason) -> None:
    """Exchange 2010 and builds of no table: nothing is judged, and the reason is said."""
    found, flaws = judged(seen(build))
    assert flaws["CVE-2020-0688"].state is FlawState.CANNOT_TELL
    assert reason in flaws["CVE-2020-0688"].why
    assert not any(flaw.state in (FlawState.OPEN, FlawState.CLOSED) for flaw in found.flaws)


def test_without_a_build() -> None:
    """No flaw is judged, and that is said."""
    found, flaws = judged()
    assert not flaws and found.assumptions == (NO_BUILD,) and found.build == ""


def test_only_the_cumulative_update_is_known() -> None:
    """Between the bare build and the newest of the branch nothing is told; outside it is."""
    found, flaws = judged(seen("15.1.2176.2", origin=BuildOrigin.EXPORT, precision=Precision.CU_ONLY))
    assert flaws["CVE-2021-26855"].state is FlawState.CANNOT_TELL
    assert flaws["CVE-2022-41040"].state is FlawState.OPEN
    assert flaws["CVE-2020-0688"].state is FlawState.CLOSED
    assert found.precision is Precision.CU_ONLY
    assert any("only the cumulative update" in text for text in found.assumptions)


def test_a_vague_place_does_not_unsay_a_full_one() -> None:
    """AdminDisplayVersion after a header of the same branch changes nothing; of another branch it does."""
    vague = seen("15.1.2176.2", "2021-03-20", BuildOrigin.EXPORT, Precision.CU_ONLY)
    found, flaws = judged(seen("15.1.2176.9", "2021-03-10"), vague)
    assert found.build == "15.1.2176.9" and flaws["CVE-2021-26855"].state is FlawState.CLOSED
    found, _ = judged(seen("15.1.2106.13", "2021-03-10"), vague)
    assert found.build == "15.1.2176.2"


def test_the_bounds_of_the_local_patch() -> None:
    """Patched between the last place that lacks the update and the first that holds it."""
    found, flaws = judged(seen("15.1.2106.2", "2021-02-20"), seen("15.1.2106.13", "2021-03-09"))
    patch = clock(flaws["CVE-2021-26855"], Clock.LOCAL_PATCH)
    assert patch.day == date(2021, 3, 9)
    assert patch.note == "between 2021-02-20 00:00 and 2021-03-09 00:00"
    assert [item.build for item in found.builds] == ["15.1.2106.2", "15.1.2106.13"]
    assert flaws["CVE-2021-26855"].open_days == 45, "at least from 2021-01-06 to 2021-02-20"
    _, flaws = judged(seen("15.1.2106.13", "2021-03-09"))
    assert clock(flaws["CVE-2021-26855"], Clock.LOCAL_PATCH).note == "by 2021-03-09 00:00; no older build is named"
    assert flaws["CVE-2021-26855"].open_days is None


def test_a_lower_build_after_a_higher_one() -> None:
    """In a header it counts and is said; in a web path it is a file that stayed."""
    after = seen("15.1.2106.2", "2021-03-20")
    found, flaws = judged(seen("15.1.2106.13", "2021-03-09"), after)
    assert flaws["CVE-2021-26855"].state is FlawState.OPEN
    assert any("the newest place counts" in text for text in found.assumptions)
    path = seen("15.1.2106.2", "2021-03-20", BuildOrigin.WEB_PATH)
    found, flaws = judged(seen("15.1.2106.13", "2021-03-09"), path)
    assert flaws["CVE-2021-26855"].state is FlawState.CLOSED
    assert found.build == "15.1.2106.13" and len(found.builds) == 2


def test_a_made_up_folder_is_no_build() -> None:
    """A web path of a build in no table does not become the build of the host."""
    found, _ = judged(seen("15.1.2106.13"), seen("15.2.9999.1", "2021-03-20", BuildOrigin.WEB_PATH))
    assert found.build == "15.1.2106.13"


def test_open_days_while_used() -> None:
    """From the first known use to the newest record; flaws that nobody is known to use have none."""
    found, flaws = judged(seen("15.1.2106.2"))
    assert flaws["CVE-2021-26855"].open_days == (date(2021, 4, 1) - date(2021, 1, 6)).days
    assert flaws["CVE-2021-28480"].open_days is None
    assert flaws["CVE-2022-41040"].open_days == 0, "its use began later"
    assert any("first known use anywhere" in text for text in found.assumptions)
    _, flaws = judged(seen("15.1.2106.2", None), as_of=None)
    assert flaws["CVE-2021-26855"].open_days is None


def test_all_seven_days_are_named() -> None:
    """Each flaw that the product has shows seven days in their order; a day nobody knows says so."""
    _, flaws = judged(seen("15.1.2106.2"))
    readings = flaws["CVE-2021-26855"].clocks
    assert [reading.clock for reading in readings] == list(Clock)
    assert [str(reading.day) for reading in readings] == [
        "2021-01-06", "2021-03-02", "2021-03-02", "None", "2021-11-03", "None", "None",
    ]  # fmt: skip
    assert all(reading.note for reading in readings if reading.day is None)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({}, FlawState.CANNOT_TELL),
        ({"EP-01": Answer.HIT}, FlawState.OPEN),
        ({"EP-01": Answer.NO_HIT}, FlawState.CLOSED),
        ({"EP-01": Answer.CANNOT_TELL}, FlawState.CANNOT_TELL),
    ],
)
def test_settings_some_fixes_need(answers, state) -> None:
    """The update alone closes nothing where a setting is needed; the artefact test decides."""
    _, flaws = judged(seen("15.1.2507.66", "2026-03-01"), answers=answers)
    flaw = flaws["CVE-2024-21410"]
    assert flaw.state is state
    assert "Extended Protection" in flaw.also_needs
    _, flaws = judged(seen("15.1.2375.7", "2026-03-01"), answers=answers)
    assert flaws["CVE-2024-21410"].state is FlawState.OPEN, "the setting cannot be made before the update"


def test_where_sources_disagree() -> None:
    """Between the two updates that sources name, nothing is said."""
    states = {}
    for build in ("15.1.2242.4", "15.1.2242.8", "15.1.2242.12"):
        _, flaws = judged(seen(build))
        states[build] = flaws["CVE-2021-33766"].state
    assert list(states.values()) == [FlawState.OPEN, FlawState.CANNOT_TELL, FlawState.CLOSED]


def test_another_way_to_close_a_flaw() -> None:
    """Without the update a flaw that Windows may have closed is not called open."""
    _, flaws = judged(seen("15.1.2507.27", "2023-07-01"))
    assert flaws["CVE-2023-21709"].state is FlawState.CANNOT_TELL


def test_a_flaw_published_after_support_ended() -> None:
    """That no update was made for a product out of support does not mean that it is not affected."""
    _, flaws = judged(seen("15.0.1497.48", "2024-01-01"))
    assert flaws["CVE-2024-26198"].state is FlawState.CANNOT_TELL
    assert "2023-04-11" in flaws["CVE-2024-26198"].why
    assert flaws["CVE-2021-42321"].state is FlawState.NOT_AFFECTED


def test_headlines() -> None:
    """Patched after entry, entered and not patched, and nothing where the order is not known."""
    entry = Entry(time=datetime(2021, 3, 3, 6, 49, tzinfo=UTC), family="proxylogon")
    both = (seen("15.1.2106.2", "2021-03-01"), seen("15.1.2106.13", "2021-03-09"))
    assert judged(*both, entry=entry)[0].headline.startswith("patched after entry: Mar21SU came between")
    assert judged(both[0], entry=entry)[0].headline.startswith("entered and not patched")
    assert judged(both[1], entry=entry)[0].headline == ""
    assert judged(*both)[0].headline == ""


def test_the_answer_asks_no_clock() -> None:
    """The same places in any order give the same answer."""
    places = [seen("15.1.2106.2", "2021-02-20"), seen("15.1.2106.13", "2021-03-09"), seen("15.1.2106.6", "2021-02-25")]
    assert judged(*places) == judged(*reversed(places))


def test_what_is_no_build_is_said() -> None:
    """A text that is no build number is an assumption, never a guess."""
    found, _ = judged(seen("15.1"), seen("15.1.2106.13"))
    assert any("is no build number" in text for text in found.assumptions)
