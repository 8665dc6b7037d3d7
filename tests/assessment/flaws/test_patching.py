"""Patched or not, and before or after entry."""

import pytest
from tests.assessment.build import day

from indicia.assessment.flaws.build_history import headers, history
from indicia.assessment.flaws.patching import patched
from indicia.knowledge.packs.load import load_pack
from indicia.knowledge.product.builds import Held, held, parse_build
from indicia.model.exposure import BuildOrigin, BuildSeen, Precision


@pytest.fixture(scope="module")
def pack():
    """The Exchange pack."""
    return load_pack()


def line(pack, seen, entry=None, family="proxylogon"):
    """The line for builds that headers name."""
    return patched(history(pack.builds, headers(seen)), pack.flaws.update_of(family), entry)


@pytest.mark.parametrize(
    ("build", "closed"),
    [
        ("15.1.2176.2", False),
        ("15.1.2176.9", True),
        ("15.1.2106.13", True),
        ("15.1.2106.2", False),
        ("15.1.2242.4", True),
        ("15.01.2375.007", True),
        ("15.0.1497.12", True),
        ("15.2.986.5", True),
    ],
)
def test_a_higher_number_in_a_newer_branch_is_not_patched(pack, build: str, closed: bool) -> None:
    """The March 2021 update is judged inside the branch of the cumulative update."""
    assert held(parse_build(build), "Mar21SU", pack.builds.branches) is (Held.YES if closed else Held.NO)


def test_an_unknown_branch_is_unknown(pack) -> None:
    """A build of no known branch is neither patched nor unpatched."""
    assert held(parse_build("15.9.1.1"), "Mar21SU", pack.builds.branches) is Held.UNKNOWN
    found = line(pack, [(day("2021-03-01"), parse_build("15.1.9999.1"))], day("2021-03-03"))
    assert "is not known" in found.text and not found.after_entry


def test_patched_after_entry(pack) -> None:
    """An open build before the entry and a closed one after it is "after the first sign of entry"."""
    seen = [(day("2021-03-01"), parse_build("15.1.2106.2")), (day("2021-03-09"), parse_build("15.1.2106.13"))]
    late = line(pack, seen, day("2021-03-03"))
    assert late.after_entry
    assert late.time == day("2021-03-09")
    assert "between 2021-03-01 00:00 and 2021-03-09 00:00" in late.text
    assert not line(pack, seen, day("2021-03-20")).after_entry
    assert not line(pack, seen, None).after_entry


def test_a_closed_build_alone_shows_no_order(pack) -> None:
    """Without an open build nobody can say that the entry came first."""
    seen = [(day("2021-03-09"), parse_build("15.1.2106.13"))]
    assert not line(pack, seen, day("2021-03-03")).after_entry


def test_an_entry_without_the_update(pack) -> None:
    """The sign is there and the update never came."""
    found = line(pack, [(day("2021-03-09"), parse_build("15.1.2106.2"))], day("2021-03-03"))
    assert found.after_entry and found.time is None
    assert "lacks Mar21SU" in found.text


def test_the_family_decides_which_update_counts(pack) -> None:
    """Which update closes which family is data of the pack."""
    seen = [(day("2021-03-09"), parse_build("15.1.2106.13"))]
    assert line(pack, seen).text.startswith("yes")
    assert "lacks May21SU" in line(pack, seen, family="proxyshell").text


def test_without_a_build_nothing_is_said(pack) -> None:
    """No header names a build: the line says so."""
    assert line(pack, []).text == "build not in this evidence"


def test_a_collected_program_file_tells_the_end(pack) -> None:
    """The version of the program says that the update is in, and not when it came."""
    seen = (
        *headers([(day("2021-03-01"), parse_build("15.1.2106.2"))]),
        BuildSeen(time=None, build="15.1.2106.13", origin=BuildOrigin.PROGRAM_FILE, precision=Precision.FULL),
    )
    found = patched(history(pack.builds, seen), "Mar21SU", day("2021-03-03"))
    assert found.text == "yes: Mar21SU after 2021-03-01 00:00 (15.1.2106.13, as collected)"
    assert not found.after_entry
