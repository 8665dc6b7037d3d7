"""The linter names each thing that a rule of ours could lack."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indicia.errors import RulesetError
from indicia.knowledge.packs.load import load_pack
from indicia.pipeline.rules.lint import lint_pack

TESTS = Path(__file__).parents[2]
RULE = "pl-11-um-child"
CONTENT = "Page_Evaluates_Request"

Lint = Callable[[], list[str]]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Our pack with one Sigma rule and one YARA rule, their samples and a page."""
    root = tmp_path / "pack"
    shutil.copytree(load_pack().root, root, ignore=shutil.ignore_patterns("sigma", "exchange.yar"))
    (root / "sigma").mkdir()
    (path,) = load_pack().rules.rglob(f"{RULE}.yml")
    shutil.copy(path, root / "sigma")
    pages = (root / "yara" / "pages.yar").read_text()
    (root / "yara" / "pages.yar").write_text(pages[: pages.index("\nrule ", pages.index(f"rule {CONTENT}") + 1)])
    (root / "samples").mkdir()
    shutil.copy(TESTS / "packs/exchange/samples" / f"{RULE}.yml", root / "samples")
    shutil.copy(TESTS / "detection/yara/samples/pages.toml", root / "samples")
    (root / "docs").mkdir()
    (root / "docs" / "page.md").write_text(f"`{RULE}` `{CONTENT}`")
    return root


def complaints(pack: Path) -> list[str]:
    return [f"{item.rule}: {item.what}" for item in lint_pack(pack).complaints]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_whole_pack_gives_no_complaint(pack: Path) -> None:
    """Two rules with everything."""
    found = lint_pack(pack)
    assert (found.rules, found.complaints, found.unseen) == (2, (), ())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("5d1c6c54-c5e5-5f57-a98b-4df917664d40", "my-own-id", "its id is no UUID"),
        ("author: The Indicia developers", "author: ''", "no author"),
        ("date: 2026-01-15", "date: January", "no date"),
        ("references:", "other:", "no reference"),
        ("  - attack.t1190\n  - attack.t1059\n", "", "no ATT&CK technique"),
        ("  - attack.t1059\n", "", "its techniques are not those of its test PL-11"),
        ("falsepositives:", "other:", "no false positives"),
        ("level: high", "level: worst", "its level is worst"),
        ("level: high", "level: low", "its severity in the block `indicia` is not its level"),
        ("indicia:", "other:", "no block `indicia`"),
        ("  test: PL-11", "  test: XX-99", "its test 'XX-99' is not in tests.toml"),
        ("  test: PL-11", "  test: PL-01", "answered by analysis"),
        ("  stage: exploited", "  stage: conquered", "its stage is 'conquered'"),
        ("  confidence: strong", "  confidence: sure", "its confidence is 'sure'"),
        ("  presence: seen once", "  presence: ''", "no presence in the block"),
        ("  next_step: >-", "  after: >-", "no next_step in the block"),
        ("parent and not filter_crash", "not filter_crash", "decided on every record"),
        ("condition: parent", "condition: no_such", "refused: "),
        (
            "    ParentImage|endswith: ",
            "    ParentImage|re: '.*'\n    User|endswith: ",
            "no look-alike for the criterion parent.User",
        ),
    ],
    ids=str,
)
def test_what_a_sigma_rule_lacks_is_named(pack: Path, old: str, new: str, said: str) -> None:
    """One defect, at least that complaint, with the name of the rule."""
    edit(pack / "sigma" / f"{RULE}.yml", old, new)
    assert any(said in line and RULE in line for line in complaints(pack)), complaints(pack)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('author = "Indicia"', 'by = "Indicia"', "no author in its meta section"),
        ('date = "2026-01-15"', 'date = "2026-02-30"', "no date"),
        ('techniques = "T1505.003"', 'techniques = "none"', "no ATT&CK technique"),
        ('severity = "critical"', 'severity = "worst"', "its severity is 'worst'"),
        ('test = "WS-12"', 'test = "XX-99"', "its test 'XX-99'"),
        ("condition:", "conditions:", "refused: line"),
        (f"rule {CONTENT}", "rule Another", "no true sample"),
    ],
)
def test_what_a_yara_rule_lacks_is_named(pack: Path, old: str, new: str, said: str) -> None:
    """The same for rules on content."""
    edit(pack / "yara" / "pages.yar", old, new)
    assert any(said in line and "pages:" in line for line in complaints(pack)), complaints(pack)


def test_samples_and_pages_are_missed(pack: Path) -> None:
    """A rule without samples, samples without a rule, a rule without documentation."""
    sample = pack / "samples" / f"{RULE}.yml"
    edit(sample, "hit:", "no_hit:")
    assert f"sigma/{RULE}: no true sample" in "\n".join(complaints(pack))
    sample.rename(pack / "samples" / "other.yml")
    (pack / "docs" / "page.md").write_text("nothing")
    found = "\n".join(complaints(pack))
    for said in (
        f"{RULE}: no file of samples",
        "other: samples without a rule",
        f"{RULE}: not in the documentation",
        f"{CONTENT}: not in",
    ):
        assert said in found


def test_what_is_not_looked_at_is_said(pack: Path) -> None:
    """Without samples and pages the linter says that it did not look at them."""
    shutil.rmtree(pack / "samples")
    shutil.rmtree(pack / "docs")
    found = lint_pack(pack)
    assert (found.complaints, found.unseen) == ((), ("samples", "documentation"))


def test_samples_that_cannot_be_read_are_an_error(pack: Path) -> None:
    """A broken file of samples is named."""
    (pack / "samples" / f"{RULE}.yml").write_text("hit: [")
    with pytest.raises(RulesetError, match=rf"{RULE}\.yml"):
        lint_pack(pack)
