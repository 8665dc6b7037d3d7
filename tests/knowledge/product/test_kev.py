"""CISA's catalogue: read strictly, hostile or not."""

from datetime import date
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.errors import RulesetError
from indicia.knowledge.packs.load import load_pack
from indicia.knowledge.product.kev import read_kev, with_kev

ENTRY = {
    "cveID": "CVE-2021-26855",
    "vendorProject": "Microsoft",
    "product": "Exchange Server",
    "vulnerabilityName": "A flaw",
    "dateAdded": "2021-11-03",
    "shortDescription": "x",
    "requiredAction": "x",
    "dueDate": "2021-04-16",
    "knownRansomwareCampaignUse": "Known",
}


def catalogue(*entries, **more) -> bytes:
    """A catalogue with these entries."""
    top = {
        "catalogVersion": "2026.01.01",
        "dateReleased": "2026-01-01T10:00:00.0000Z",
        "count": len(entries),
        "vulnerabilities": list(entries),
    }
    return orjson.dumps(top | more)


@pytest.fixture(scope="module")
def real(corpora: Path):
    """The stored catalogue of 2025-08-25."""
    return read_kev((corpora / "cti" / "kev" / "known_exploited_vulnerabilities.json").read_bytes())


def test_the_stored_catalogue(real) -> None:
    """All 1,404 entries are read, 17 of Exchange, all of which the pack knows, with the pack's own dates."""
    pack = load_pack()
    assert (real.version, real.released, len(real.entries), real.faults) == ("2025.08.25", date(2025, 8, 25), 1404, ())
    assert real.began == pack.flaws.kev_began == date(2021, 11, 3)
    assert real.version == pack.flaws.kev_version
    assert len(real.of_exchange()) == 17
    assert real.unknown_to(pack.flaws) == ()
    assert {entry.cve for entry in real.of_exchange()} == {flaw.cve for flaw in pack.flaws.flaws if flaw.kev}
    assert with_kev(pack.flaws, real) == pack.flaws


def test_a_newer_catalogue_changes_the_dates() -> None:
    """A flaw listed since gets its day; one that is no longer listed keeps the pack's."""
    pack = load_pack()
    entry = ENTRY | {"cveID": "CVE-2025-53786", "dateAdded": "2026-05-01", "dueDate": "2026-05-22"}
    flaws = with_kev(pack.flaws, read_kev(catalogue(entry)))
    assert flaws.flaw("CVE-2025-53786").kev.added == date(2026, 5, 1)
    assert flaws.flaw("CVE-2021-26855").kev.added == date(2021, 11, 3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cveID": "CVE-21-1"}, "no CVE number"),
        ({"cveID": 5}, "no CVE number"),
        ({"dateAdded": "03/11/2021"}, "`dateAdded` is no date"),
        ({"dateAdded": "2021-13-01"}, "`dateAdded` is no date"),
        ({"dueDate": "soon"}, "`dueDate` is no date"),
        ({"product": None}, "no text"),
    ],
)
def test_a_wrong_entry_is_left_out_and_named(change, said) -> None:
    """The others stay."""
    found = read_kev(catalogue(ENTRY, ENTRY | {"cveID": "CVE-2021-1111"} | change))
    assert list(found.entries) == ["CVE-2021-26855"]
    assert said in found.faults[0] and found.faults[0].startswith("entry 2")


def test_entries_twice_and_a_wrong_count() -> None:
    """The first of two counts, and a count that does not agree is said."""
    found = read_kev(catalogue(ENTRY, ENTRY | {"dateAdded": "2025-01-01"}, "x", count=7))
    assert found.entries["CVE-2021-26855"].dates.added == date(2021, 11, 3)
    assert [fault.split(":")[0] for fault in found.faults] == ["entry 2", "entry 3", "it says 7 entries and has 3"]


def test_many_faults_are_counted() -> None:
    """A catalogue full of rubbish does not fill the screen."""
    found = read_kev(catalogue(*["x"] * 500))
    assert len(found.faults) == 51 and "450 more" in found.faults[-1]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"not json",
        b"{" * 100_000,
        b"[" * 100_000,
        catalogue(vulnerabilities={}),
        catalogue(catalogVersion=None),
        catalogue(dateReleased="soon"),
    ],
)
def test_what_is_no_catalogue(data) -> None:
    """A clear error, never a traceback."""
    with pytest.raises(RulesetError):
        read_kev(data)


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5) | st.sampled_from(["CVE-2021-26855"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(ENTRY)), inner, max_size=4),
        max_leaves=8,
    )
)
def test_anything_for_an_entry(entry) -> None:
    """Every entry is read or named."""
    found = read_kev(catalogue(entry))
    assert len(found.entries) + len(found.faults) == 1
