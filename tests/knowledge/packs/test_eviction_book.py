"""The eviction book and the collection plan are read strictly: a slip in the data is named, with its entry."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from indicia.errors import RulesetError
from indicia.knowledge.packs.collecting import load_lines
from indicia.knowledge.packs.eviction import load_eviction
from indicia.knowledge.packs.load import load_pack
from indicia.knowledge.packs.pack import Pack

PACK = load_pack()


def changed(root: Path, name: str, old: str, new: str) -> Pack:
    """The pack with one text of one file changed."""
    text = (PACK.root / name).read_text("utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return replace(PACK, root=root)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('depends_on = ["EV-01"]', 'depends_on = ["EV-29"]', "comes later"),
        ('clears = ["PE-01", "PE-03"]', 'clears = ["PE-99"]', "unknown way to stay `PE-99`"),
        ('settings = ["HY-01"', 'settings = ["XX-01"', "unknown test `XX-01`"),
        ('logs = ["iis"', 'logs = ["apache"', "unknown log source `apache`"),
        ('when = "held"', 'when = "maybe"', "`when` is `maybe`"),
        ('check = "coverage"', 'check = "hope"', "`check` is `hope`"),
        ('id = "EV-02"', 'id = "EV-01"', "there twice"),
        ('done_by = "owner', 'made_by = "owner', "EV-01"),
        ('case = "Lemon Duck"', 'case = "Lemon Duck"\nmoral = "x"', "Lemon Duck"),
    ],
    ids=["order", "way", "test", "log", "when", "check", "twice", "missing key", "unknown key"],
)
def test_a_slip_in_the_book_is_named(tmp_path, old, new, said) -> None:
    """Nothing is left out silently."""
    with pytest.raises(RulesetError, match=said):
        load_eviction(changed(tmp_path, "eviction.toml", old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('sources = ["iis"]', 'sources = ["apache"]', "unknown log source `apache`"),
        ("'C:inetpub", "'X:inetpub", "has to start with"),
        ("'C:inetpub", "'C:..", "has to start with"),
        ('id = "C-02"', 'id = "C-01"', "there twice"),
        ('shell = "exchange"', 'shell = "bash"', "`exchange` or absent"),
        ('title = "IIS request logs"', 'titel = "IIS request logs"', "C-01"),
    ],
    ids=["source", "root", "upwards", "twice", "shell", "unknown key"],
)
def test_a_slip_in_the_plan_is_named(tmp_path, old, new, said) -> None:
    """Nothing is left out silently."""
    with pytest.raises(RulesetError, match=said):
        load_lines(changed(tmp_path, "collect.toml", old, new))


def test_a_pack_without_them_has_none(tmp_path) -> None:
    """An advisory may come without a plan of its own."""
    shutil.copy(PACK.root / "pack.toml", tmp_path)
    bare = replace(PACK, root=tmp_path)
    assert load_eviction(bare).steps == ()
    assert load_lines(bare) == ()
