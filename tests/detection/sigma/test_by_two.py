"""Rules made by two copies of the process are those that one makes, in the same order; or one makes them."""

import os
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.apart import Apart
from indicia.config import Limits
from indicia.detection import ruleset
from indicia.detection.correlation.loading import load_correlations
from indicia.detection.sigma import by_two
from indicia.detection.sigma.by_two import rules_by_two
from indicia.detection.sigma.kept import packed_rules
from indicia.detection.sigma.rule import LoadedRules
from indicia.detection.sigma.rules import load_rules
from indicia.detection.sources import Sources
from indicia.detection.yara.rules import load_yara
from indicia.errors import RulesetError
from indicia.knowledge.packs.load import load_pack
from indicia.pipeline.rules.check import checked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies of a process are made on Linux only")

APART = Apart(lambda what, done, total: None)
LOG = "logsource: {product: windows, category: process_creation}\n"


def rule(number: int, more: str = "", *, head: bool = True) -> str:
    """A rule of its own; `more` are further lines."""
    first = f"title: Rule {number}\nid: 00000000-0000-0000-0000-{number:012}\n" if head else f"title: Rule {number}\n"
    text = f"{first}name: rule_{number}\ndate: 2021-03-{number % 28 + 1:02}\n{LOG}"
    return f"{text}detection:\n  sel: {{Image|endswith: ['\\a{number}.exe', '*b?']}}\n  condition: sel\n{more}"


def correlation(number: int, of: int) -> str:
    """A correlation that counts a rule."""
    return (
        f"title: Many {number}\nid: c{number}\ndate: 2021-04-01\ncorrelation:\n  type: event_count\n"
        f"  rules: [rule_{of}]\n  group-by: [Computer]\n  timespan: 5m\n  condition: {{gte: 3}}\n"
    )


COLLECTION = (
    f"action: global\ntitle: Shared\n{LOG}---\nid: g1\ndetection: {{sel: {{A: b}}, condition: sel}}\n---\n"
    "id: g2\ndetection: {sel: {A: c}, condition: sel}\n---\naction: repeat\nid: g3\nlevel: high\n"
)
REFUSED_READING = "title: [\n"
REFUSED_MAKING = rule(900).replace("windows", "nothing_that_is_read")


@pytest.fixture(autouse=True)
def _two(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many processors there are, and however few rules."""
    monkeypatch.setattr(by_two, "processors", lambda: 2)
    monkeypatch.setattr(by_two, "_LEAST", 1)


def written(folder: Path, texts: Sequence[str]) -> Path:
    """Each text a file, in this order, filled up so that bytes and number of files divide alike."""
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number:03}.yml").write_text(f"{text}{'#' * (2000 - len(text))}\n")
    return folder


def same(two: LoadedRules | None, one: LoadedRules) -> None:
    """Equal to the byte."""
    assert two is not None
    assert [rule.path for rule in two.rules] == [rule.path for rule in one.rules]
    assert two.refused == one.refused
    assert two.correlations == one.correlations
    assert two == one
    packed = packed_rules(one)
    assert packed is not None
    assert packed_rules(two) == packed


@pytest.mark.parametrize("folder", ["sigma-rules", "sigma-exchange-rules", "sigma-regression"])
def test_real_rules(corpora: Path, folder: Path) -> None:
    """SigmaHQ's rules come out the same to the byte, and so does what `rules check` says of them."""
    paths = [corpora / folder]
    if not paths[0].is_dir():
        pytest.skip(f"{folder} is not on this machine")
    two, one = rules_by_two(paths, APART), load_rules(paths)
    same(two, one)
    assert two is not None
    if folder != "sigma-rules":
        found = [
            checked(
                each.rules,
                load_correlations(each.correlations, each.rules, each.refused),
                load_yara([], shared=True),
                each.refused,
            )
            for each in (two, one)
        ]
        assert found[0] == found[1]


def test_our_rules() -> None:
    """Those of the pack, with the key that only ours may carry."""
    folders = load_pack().rule_folders
    same(rules_by_two(folders, APART, own=True), load_rules(folders, own=True))


SETS = {
    "rules": [rule(number) for number in range(6)],
    "without ids": [rule(number, head=False) for number in range(6)],
    "a correlation in the first half": [correlation(1, 5), *(rule(number) for number in range(6))],
    "a correlation in the second half": [*(rule(number) for number in range(6)), correlation(1, 0)],
    "correlations in both": [correlation(1, 3), *(rule(number) for number in range(6)), correlation(2, 0)],
    "refused in both": [
        REFUSED_READING,
        REFUSED_MAKING,
        *(rule(number) for number in range(4)),
        "title: {",
        REFUSED_MAKING.replace("0900", "0901"),
        "detection: {}\n",
    ],
    "a collection in the first": [COLLECTION, rule(1), rule(2), rule(3)],
    "a collection in the second": [rule(1), rule(2), rule(3), COLLECTION],
    "one id twice in one half": [rule(1), rule(1, "level: high\n"), *(rule(number) for number in range(2, 6))],
    "one document twice in one half": [*(rule(number) for number in range(6)), rule(5)],
    "all of one half refused": [rule(1), rule(2), rule(3), REFUSED_READING, "title: {", "- 1"],
    "texts that are no ASCII": [rule(number, "description: é 🂡 \\\n") for number in range(4)],
    "a correlation with more than JSON holds": [
        *(rule(number) for number in range(4)),
        correlation(1, 0) + "custom: {1: 2, a: !!set {b}, when: 2021-04-01T10:00:00Z}\n",
    ],
}


@pytest.mark.parametrize("texts", SETS.values(), ids=SETS)
def test_small_sets(tmp_path: Path, texts: list[str]) -> None:
    """What does not decide on the other half is made by two, and equal."""
    paths = [written(tmp_path / "rules", texts)]
    same(rules_by_two(paths, APART), load_rules(paths))


FILTER = (
    f"title: Not these\nid: f1\n{LOG}filter:\n  rules: any\n  selection: {{User: SYSTEM}}\n  condition: not selection\n"
)
DEPENDENT = {
    "a filter": [*(rule(number) for number in range(4)), FILTER],
    "a filter first": [FILTER, *(rule(number) for number in range(4))],
    "a filter that only reading finds": [
        *(rule(number) for number in range(4)),
        "{title: Not these, id: f1, logsource: {product: windows}, "
        "filter: {rules: any, selection: {User: SYSTEM}, condition: not selection}}\n",
    ],
    "one id in both": [rule(1), rule(2), rule(3), rule(1, "level: high\n")],
    "one id in both that only reading finds": [
        rule(1),
        rule(2),
        rule(3),
        f"{{title: a, id: 00000000-0000-0000-0000-000000000001, {LOG.strip()}, "
        "detection: {sel: {A: b}, condition: sel}}\n",
    ],
    "one document in both": [rule(1, head=False), rule(2), rule(3), rule(1, head=False)],
    "one correlation in both": [correlation(1, 2), rule(2), rule(3), correlation(1, 2)],
    "a single file": [rule(1)],
}


@pytest.mark.parametrize("texts", DEPENDENT.values(), ids=DEPENDENT)
def test_halves_that_decide_on_each_other_are_left_to_one(tmp_path: Path, texts: list[str]) -> None:
    """Nothing comes of two, and what is loaded is what one process makes."""
    paths = (written(tmp_path / "rules", texts),)
    assert rules_by_two(paths, APART) is None
    assert ruleset._load(paths, APART) == load_rules(paths)


POOL = (
    *(rule(number) for number in range(5)),
    rule(1, "level: high\n"),
    rule(2, head=False),
    correlation(1, 2),
    correlation(2, 3),
    COLLECTION,
    COLLECTION.replace("g1", "g9"),
    f"{rule(7)}---\n{rule(8)}---\n{REFUSED_MAKING}",
    REFUSED_READING,
    REFUSED_MAKING,
    FILTER,
    "title: x\n---\n- 1\n---\n",
    "",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(POOL), min_size=2, max_size=9))
def test_any_order(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Whatever stands where: equal to what one makes, or left to it."""
    paths = [written(tmp_path_factory.mktemp("rules"), texts)]
    two = rules_by_two(paths, APART)
    if two is not None:
        same(two, load_rules(paths))


def test_values_pipelines_and_ours(tmp_path: Path) -> None:
    """Both halves put in values and apply pipelines; ours come back as they were given."""
    texts = [rule(number).replace("'*b?'", "'*b?'], User|expand: ['%admins%'") for number in range(6)]
    texts[4] = texts[4].replace("admins", "others")
    paths = [written(tmp_path / "rules", texts)]
    (tmp_path / "values.yml").write_text("admins: [one, two]\n")
    (tmp_path / "p.yml").write_text(
        "name: p\ntransformations:\n- id: m\n  type: field_name_mapping\n  mapping: {Image: NewProcessName}\n"
        "  rule_conditions: [{type: logsource, category: process_creation}]\n"
    )
    options = {
        "values": tmp_path / "values.yml",
        "pipelines": [tmp_path / "p.yml"],
        "ours": load_rules(load_pack().rule_folders, own=True).rules[:3],
    }
    two, one = rules_by_two(paths, APART, **options), load_rules(paths, **options)
    same(two, one)
    assert two is not None
    assert two.ours == options["ours"]
    assert len(two.rules) == 5
    assert all(rule.altered_by for rule in two.rules)
    with pytest.raises(RulesetError):
        rules_by_two(paths, APART, values=tmp_path / "gone.yml")
    with pytest.raises(RulesetError):
        rules_by_two([*paths, tmp_path / "gone"], APART)


def test_archives_and_several_arguments(tmp_path: Path) -> None:
    """The halves may meet anywhere, within an archive too."""
    folder = written(tmp_path / "rules", SETS["rules"])
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        for number in range(10, 30):
            archive.writestr(f"{number}.yml", rule(number))
    for paths in ([folder, tmp_path / "more.zip"], [tmp_path / "more.zip", folder]):
        same(rules_by_two(paths, APART), load_rules(paths))


@pytest.mark.parametrize("fails", ["dies", "raises", "nothing"])
def test_a_copy_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    """Then one process makes all."""

    def send(half: object) -> None:
        if fails == "dies":
            os._exit(9)
        if fails == "raises":
            raise MemoryError

    monkeypatch.setattr(by_two, "_sent", send)
    paths = (written(tmp_path / "rules", SETS["rules"]),)
    assert rules_by_two(paths, APART) is None
    assert ruleset._load(paths, APART) == load_rules(paths)


def test_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One processor, few rules, and no room for a process or for so many bytes: one process makes all."""
    paths = (written(tmp_path / "rules", SETS["rules"]),)

    def no_room() -> int:
        raise BlockingIOError

    for at, name, value in [
        (by_two, "processors", lambda: 1),
        (by_two, "_LEAST", 2**18),
        (by_two, "_MOST", 5000),
        (os, "fork", no_room),
    ]:
        with monkeypatch.context() as patch:
            patch.setattr(at, name, value)
            assert rules_by_two(paths, APART) is None
    assert rules_by_two(paths, APART) is not None


def test_what_is_told(tmp_path: Path) -> None:
    """The numbers are those of all files, and never go back."""
    told: list[tuple[str, int, int]] = []
    rules_by_two([written(tmp_path / "rules", SETS["rules"])], Apart(lambda *line: told.append(line)))
    reading = [line[1:] for line in told if line[0] == "reading rules"]
    making = [line[1:] for line in told if line[0] == "making rules"]
    assert told == [("reading rules", *line) for line in reading] + [("making rules", *line) for line in making]
    for lines in (reading, making):
        assert {total for _, total in lines} == {6}
        assert sorted(lines) == lines
        assert max(done for done, _ in lines) < 6


def test_a_whole_ruleset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an empty cache, in copies of copies: the same set as by one process, and again out of the cache."""
    monkeypatch.setattr("indicia.detection.sigma.kept._MANY", 1)
    sources = Sources(rules=(written(tmp_path / "rules", SETS["correlations in both"]),))
    found = [
        ruleset.load_ruleset(load_pack(), sources, Limits(), cache) for cache in (tmp_path / "a", tmp_path / "a", None)
    ]
    monkeypatch.setattr(by_two, "processors", lambda: 1)
    found.append(ruleset.load_ruleset(load_pack(), sources, Limits(), tmp_path / "b"))
    assert len({each.digest for each in found}) == 1
    assert all(each.rules == found[0].rules and each.refused == found[0].refused for each in found)
    one, two = (sorted(file.name for file in (tmp_path / name / "rules").iterdir()) for name in "ab")
    assert one == two
    assert all(
        (tmp_path / "a" / "rules" / name).read_bytes() == (tmp_path / "b" / "rules" / name).read_bytes() for name in one
    )
