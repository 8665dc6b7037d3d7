"""Build table and table of flaws: read strictly, judged inside the branch."""

import shutil
from pathlib import Path

import pytest

from indicia.errors import RulesetError
from indicia.knowledge.packs.load import load_pack
from indicia.knowledge.product.builds import Held, held, held_by_any, load_build_table, parse_build
from indicia.knowledge.product.flaws import load_flaws

PACK = load_pack()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the Exchange pack."""
    copy = tmp_path / "exchange"
    shutil.copytree(PACK.root, copy)
    return copy


def change(path: Path, old: str, new: str) -> None:
    """Put one text for another, once."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_numbers() -> None:
    """All builds, updates and flaws of the facts are there."""
    assert len(PACK.builds.branches) == 62
    assert sum(len(branch.updates) for branch in PACK.builds.branches) == 218
    assert len(PACK.flaws.flaws) == 116
    assert len({fix.update for flaw in PACK.flaws.flaws for fix in flaw.fixes if fix.listed}) == 40
    assert sum(branch.march_2021_only for branch in PACK.builds.branches) == 18


@pytest.mark.parametrize(
    ("build", "update", "answer"),
    [
        ("15.1.2176.2", "Mar21SU", Held.NO),
        ("15.1.2176.9", "Mar21SU", Held.YES),
        ("15.1.1979.8", "Sep20SU", Held.BY_NUMBER_ONLY),
        ("15.1.1979.6", "Sep20SU", Held.YES),
        ("15.2.2562.17", "Mar21SU", Held.NEVER),
        ("15.1.1.1", "Mar21SU", Held.UNKNOWN),
        ("15.1.669.32", "Mar21SU", Held.NO),
        ("15.1.2242.4", "Mar21SU", Held.YES),
    ],
)
def test_held(build, update, answer) -> None:
    """Inside its own branch by number; a branch without the update has it only when it is newer than all that do."""
    assert held(parse_build(build), update, PACK.builds.branches) is answer


@pytest.mark.parametrize(
    ("base", "update", "answer"),
    [
        ("15.1.2176.2", "Mar21SU", Held.UNKNOWN),
        ("15.1.2176.2", "Dec20SU", Held.YES),
        ("15.1.2176.2", "Nov22SU", Held.NO),
        ("15.1.1979.3", "Sep20SU", Held.UNKNOWN),
        ("15.1.1.1", "Mar21SU", Held.UNKNOWN),
    ],
)
def test_held_by_any(base, update, answer) -> None:
    """With only the cumulative update known: what its bare build and its newest agree on."""
    assert held_by_any(parse_build(base), update, PACK.builds.branches) is answer


def test_names() -> None:
    """The newest update that a build holds names it."""
    assert PACK.builds.name(parse_build("15.1.2176.9")) == "Exchange 2016 CU19 Mar21SU"
    assert PACK.builds.name(parse_build("15.1.2176.2")) == "Exchange 2016 CU19"
    assert PACK.builds.name(parse_build("15.7.1.1")) == ""
    assert PACK.builds.product_of(parse_build("14.3.513.0")).id == "Exchange2010"
    assert PACK.builds.product_of(parse_build("15.2.1.1")) is None, "2019 or SE"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('product = "Exchange2013"\ncu = "CU2"', 'product = "Exchange2012"\ncu = "CU2"', "unknown product"),
        ('cu = "CU2"', 'cu = "CU1"', "there twice"),
        ('base = "15.0.712.24"', 'base = "15.0.712"', "no build number"),
        ("released = 2013-07-09", 'released = "2013-07-09"', "has to be a date"),
        ("released = 2013-07-09\n", "", "`released` is missing"),
        ('cu = "CU2"', 'cu = "CU2"\ncolour = "red"', "unknown key `colour`"),
        ('Mar21SU = "15.1.2176.9"', 'Mar21SU = "15.1.2176.1"', "below the base"),
        ('cu = "CU1"\n', 'cu = "CU1"\nmarch_2021_only = true\n', "march_2021_only"),
    ],
)
def test_a_wrong_build_table_is_refused(folder, old, new, said) -> None:
    """The error names file, entry and reason."""
    change(folder / "builds.toml", old, new)
    with pytest.raises(RulesetError, match=said):
        load_build_table(folder / "builds.toml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('cve = "CVE-2021-26857"', 'cve = "CVE-2021-26855"', "there twice"),
        ('cve = "CVE-2021-26857"', 'cve = "CVE-21-1"', "no CVE number"),
        ('update = "Mar21SU", products', 'update = "Mar29SU", products', "unknown update"),
        ('products = ["Exchange2010"]', 'products = ["Exchange2011"]', "unknown product"),
        ('family = "proxytoken"', 'family = "proxytokens"', "unknown family"),
        ('which = "first_use"', 'which = "second_use"', "`which` is not one of"),
        ('nickname = "ProxyToken"', 'nick = "ProxyToken"', "unknown key"),
        ('name = "Mar21SU"\n', 'name = "Mar20SU"\n', "there twice"),
        ("kev = { added = 2022-01-18,", "kev = { add = 2022-01-18,", "added"),
        ('at_latest = "Jul21SU"', 'at_latest = "Jul99SU"', "unknown update"),
    ],
)
def test_a_wrong_table_of_flaws_is_refused(folder, old, new, said) -> None:
    """The error names file, entry and reason."""
    change(folder / "flaws.toml", old, new)
    with pytest.raises(RulesetError, match=said):
        load_flaws(folder / "flaws.toml", PACK.builds)


def test_a_setting_has_to_name_a_test_of_the_pack(folder) -> None:
    """`decided_by` points to artefact tests."""
    change(folder / "flaws.toml", 'decided_by = ["EP-01"]', 'decided_by = ["EP-99"]')
    with pytest.raises(RulesetError, match="EP-99"):
        load_pack(folder)


def test_a_pack_may_do_without() -> None:
    """Flaws and builds belong to packs about a product; a family without an update of its own takes the general one."""
    assert PACK.flaws.update_of("proxyshell") == "May21SU"
    assert PACK.flaws.update_of("no-such-family") == "Mar21SU"


def test_each_day_has_a_source() -> None:
    """Every day that the pack states names where it is from, and no use comes before the year of its number."""
    for flaw in PACK.flaws.flaws:
        for reading in flaw.clocks.values():
            assert reading.source and reading.day is not None
            assert abs(reading.day.year - int(flaw.cve[4:8])) <= 1
    for update in PACK.flaws.updates.values():
        assert update.source
        assert update.name[3:5] == f"{update.released.year % 100:02}"
        assert f"{update.released:%b}" == update.name[:3]
