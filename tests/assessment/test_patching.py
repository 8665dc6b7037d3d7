"""Patched or not, and before or after entry."""

from pathlib import Path

import pytest
from build import day

from indicia.assessment.patching import patched
from indicia.knowledge import builds
from indicia.knowledge.builds import has_update, load_builds, parse_build


@pytest.fixture(scope="module")
def branches():
    """The build table of the Exchange pack."""
    return load_builds(Path(builds.__file__).parents[1] / "packs" / "exchange" / "builds.toml")


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
def test_a_higher_number_in_a_newer_branch_is_not_patched(branches, build: str, closed: bool) -> None:
    """The March 2021 update is judged inside the branch of the cumulative update."""
    assert has_update(parse_build(build), "Mar21SU", branches) is closed


def test_an_unknown_branch_is_unknown(branches) -> None:
    """A build of no known branch is neither patched nor unpatched."""
    assert has_update(parse_build("15.9.1.1"), "Mar21SU", branches) is None


def test_patched_after_entry(branches) -> None:
    """An open build before the entry and a closed one after it is "after the first sign of entry"."""
    seen = [(day("2021-03-01"), parse_build("15.1.2106.2")), (day("2021-03-09"), parse_build("15.1.2106.13"))]
    late = patched(seen, branches, "proxylogon", day("2021-03-03"))
    assert late.after_entry
    assert "2021-03-09" in late.text
    assert not patched(seen, branches, "proxylogon", day("2021-03-20")).after_entry
    assert not patched(seen, branches, "proxylogon", None).after_entry


def test_without_a_build_nothing_is_said(branches) -> None:
    """No header names a build: the line says so."""
    assert patched([], branches, "proxylogon", None).text == "build not in this evidence"
