"""Ways to stay as a pack writes them down: what is accepted, and what is refused with which words."""

from pathlib import Path

import pytest

from indicia.errors import RulesetError
from indicia.knowledge.packs.mechanisms import load_mechanisms
from indicia.knowledge.packs.pack import Mechanism, Need

TEXT = """[[mechanism]]
id = "PE-1"
title = "one"
where = "somewhere"
answered_by = ["T-1"]
checked_by = [[{ source = "fs" }, { source = "exports", parts = ["Rule"] }]]
absence_tells = false
removed_by = "Remove it."
survives_rebuild = true
techniques = ["T1505.003"]
source = "s"
[[mechanism]]
id = "PE-2"
title = "two"
where = "in the intruder's hands"
checked_by = []
decides = "Nothing on the server."
removed_by = "Reset them."
techniques = ["T1078"]
source = "s"
verified = false
"""


def load(text: str, folder: Path) -> tuple[Mechanism, ...]:
    """The ways of a file with this text, in a pack with one test and two sources."""
    path = folder / "persistence.toml"
    path.write_text(text, encoding="utf-8")
    return load_mechanisms(path, {"T-1"}, {"fs", "exports"})


def test_what_is_written_is_what_is_loaded(tmp_path: Path) -> None:
    """All of it in order, with what is assumed where nothing is said."""
    one, two = load(TEXT, tmp_path)
    assert (one.id, two.id) == ("PE-1", "PE-2")
    assert one.checked_by == ((Need(source="fs", parts=()), Need(source="exports", parts=("Rule",))),)
    assert (one.absence_tells, one.survives_update, one.survives_rebuild, one.verified) == (False, True, True, True)
    assert (two.absence_tells, two.survives_rebuild, two.verified, two.checked_by) == (True, False, False, ())


def test_a_pack_without_the_file_has_none(tmp_path: Path) -> None:
    """No file, no ways."""
    assert load_mechanisms(tmp_path / "persistence.toml", set(), set()) == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "PE-2"', 'id = "PE-1"', "PE-1: this id is there twice"),
        ('["T-1"]', '["T-2"]', "PE-1: unknown test `T-2`"),
        ('"fs"', '"sf"', "PE-1: unknown log source `sf`"),
        ('where = "somewhere"\n', "", "PE-1: `where` is missing"),
        ("absence_tells = false", 'absence_tells = "no"', "PE-1: `absence_tells` has to be true or false"),
        ("absence_tells = false", "absence_tell = false", "PE-1: unknown key `absence_tell`"),
        ('decides = "Nothing on the server."\n', "", "PE-2: either `checked_by` or `decides`"),
        ("absence_tells = false", 'decides = "x"', "PE-1: either `checked_by` or `decides`"),
    ],
)
def test_what_is_wrong_is_refused(old: str, new: str, words: str, tmp_path: Path) -> None:
    """With its place and the reason."""
    assert old in TEXT
    with pytest.raises(RulesetError) as error:
        load(TEXT.replace(old, new, 1), tmp_path)
    assert words in str(error.value)
