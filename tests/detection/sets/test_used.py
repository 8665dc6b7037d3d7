"""What a result says about the sets it used."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from indicia.detection.dated import newest_date
from indicia.detection.sets.archive import SUFFIX
from indicia.detection.sets.trusted import Trusted
from indicia.detection.sets.used import Used, pack_line, sets_used, used_text, version_of
from indicia.detection.sigma.rules import load_rules
from indicia.detection.yara.rules import load_yara
from indicia.model.assessment import Refusal

from .conftest import DATE, RULE, YARA, Make

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def used(*paths: Path) -> tuple[list[Used], list[Refusal]]:
    sigma, yara = load_rules(paths), load_yara(paths, shared=True)
    found = [used_text("sigma", rule.path, rule.text) for rule in sigma.rules]
    return [*found, *(used_text("yara", rule.path, rule.text) for rule in yara.rules)], [*sigma.refused, *yara.refused]


def test_an_archive_is_named_by_its_manifest(make: Make, trusted: Trusted, tmp_path: Path) -> None:
    """Name, version, date and last day as its publisher signed them, the digest of the whole, the signer by name."""
    path = tmp_path / f"file{SUFFIX}"
    path.write_bytes(make("1.4", expires=datetime(2027, 1, 2, tzinfo=UTC)))
    sigma, yara = sets_used([path], *used(path), trusted)
    assert (sigma.kind, yara.kind) == ("sigma", "yara")
    for line in (sigma, yara):
        assert (line.name, line.version, line.made, line.loaded) == ("example", "1.4", DATE.date(), 1)
        assert (line.signer, line.expires) == ("The publisher", date(2027, 1, 2))
    assert sigma.digest == yara.digest
    assert all(line.signer.startswith("unknown key ") for line in sets_used([path], *used(path)))


def test_a_folder_is_named_by_what_is_in_it(tmp_path: Path) -> None:
    """Without a manifest: the newest date of its rules, a digest of what was loaded, unsigned."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.yml").write_bytes(RULE)
    (folder / "b.yml").write_bytes(
        RULE.replace(b"1111", b"2222").replace(b"2026-01-02", b"2024/03/04\nmodified: '2026-02-30'")
    )
    (folder / "c.yml").write_bytes(b"title: x")
    (line,) = sets_used([folder], *used(folder))
    assert (line.name, line.kind, line.version, line.made) == ("mine", "sigma", "", date(2026, 1, 2))
    assert (line.loaded, line.refused, line.signer) == (2, 1, "unsigned")
    (folder / "b.yml").unlink()
    (changed,) = sets_used([folder], *used(folder))
    assert changed.digest != line.digest


def test_each_argument_has_its_line_also_one_that_gave_nothing(make: Make, tmp_path: Path) -> None:
    """In the order given; a damaged archive is there with its refusal."""
    good, bad = tmp_path / "a.yml", tmp_path / f"b{SUFFIX}"
    good.write_bytes(RULE)
    bad.write_bytes(make()[:-1])
    one, two = sets_used([good, bad], *used(good, bad))
    assert (one.name, one.loaded, one.refused) == ("a.yml", 1, 0)
    assert (two.name, two.loaded, two.refused) == (f"b{SUFFIX}", 0, 2)


def test_equal_rules_in_any_order_have_one_digest() -> None:
    """The digest is that of the rules, not of their order or places."""
    one, two = used_text("sigma", "x/a", "A"), used_text("sigma", "x/b", "B")
    assert pack_line("p", "1", [one, two]).digest == pack_line("p", "1", [two, used_text("sigma", "y", "A")]).digest


@pytest.mark.parametrize(
    ("files", "version"),
    [
        ({}, ""),
        ({"VERSION": "2026.3\nmore"}, "2026.3"),
        ({"VERSION": "<script>"}, ""),
        ({"pack.toml": 'version = "7"', "VERSION": "8"}, "7"),
        ({"pack.toml": "version = ["}, ""),
        ({".git/HEAD": COMMIT}, "commit 0123456789ab"),
        ({".git/HEAD": "ref: refs/heads/x\n", ".git/refs/heads/x": f"{COMMIT}\n"}, "commit 0123456789ab"),
        (
            {".git/HEAD": "ref: refs/heads/x\n", ".git/packed-refs": f"# x\n{COMMIT} refs/heads/x\n"},
            "commit 0123456789ab",
        ),
        ({".git/HEAD": "ref: ../../VERSION\n", "VERSION": "<no>"}, ""),
    ],
    ids=str,
)
def test_the_version_of_rules_in_the_clear(tmp_path: Path, files: dict[str, str], version: str) -> None:
    """pack.toml, VERSION, commit, in this order; nothing is run to find out."""
    (tmp_path / "deep").mkdir()
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert version_of(tmp_path) == version
    if ".git/HEAD" in files:
        assert version_of(tmp_path / "deep") == version


def test_the_newest_date_of_any_kind_of_rule() -> None:
    """Sigma's keys and YARA's meta section; dates that do not exist are passed over."""
    assert newest_date('meta:\n    date = "2025-06-07"') == date(2025, 6, 7)
    assert newest_date("date: 2024-01-01\nmodified: 2024-02-03") == date(2024, 2, 3)
    assert newest_date("date: 2024-13-01") is None
    assert newest_date(YARA.decode()) is None
