"""Every rule file ends as rules or as refusals, whatever it holds."""

import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.detection.yara.rules import YaraSet, load_yara
from indicia.detection.yara.scanner import Scanner
from indicia.errors import RulesetError

Load = Callable[..., YaraSet]


def names(rules: YaraSet) -> list[str]:
    return [rule.id for rule in rules.rules]


def refusals(rules: YaraSet) -> dict[str, str]:
    return {refusal.rule or refusal.path: refusal.reason for refusal in rules.refused}


def test_one_bad_rule_does_not_take_its_file_with_it(load: Load) -> None:
    """What does not compile is refused with name, line and reason, what needs it too, and the others run."""
    rules = load(
        {
            "a.yar": 'import "pe"\nimport "sandbox"\n'
            'rule first : T1505_003 { meta: author = "A" score = 70 strings: $a = "abc" condition: $a }\n'
            "rule module { condition: sandbox.seen }\n"
            "rule pattern { condition: $missing }\n"
            "rule needs { condition: pattern or first }\n"
            "rule syntax { condition: ( }\n"
            'rule open { strings: $a = "abc\n condition: $a }\n'
            "rule first { condition: true }\n"
            "rule last { condition: first and not pe.is_pe }\n"
        }
    )
    assert names(rules) == ["yara:rules/a.yar/first", "yara:rules/a.yar/last"]
    assert rules.rules[0].meta == {"author": "A", "score": "70"}
    assert rules.rules[0].tags == ("T1505_003",)
    assert rules.rules[0].line == 3
    found = refusals(rules)
    assert found["module"] == "line 4: uses the module `sandbox`, which this YARA engine does not have"
    assert found["pattern"].startswith("line 5: unknown pattern `$missing`")
    assert found["needs"] == "line 6: uses the rule `pattern`, which was refused"
    assert found["syntax"].startswith("line 7: syntax error")
    assert found["open"].startswith("line 8: syntax error")
    assert found["first"].startswith("line 10: duplicate rule `first`")
    assert [hit.rule for hit in Scanner(rules).scan(b"abc", 5)] == names(rules)


def test_a_refused_global_rule_takes_its_file_with_it(load: Load) -> None:
    """Rules that a refused global rule would have limited are refused: they would match more than was meant."""
    rules = load(
        {
            "a.yar": "global rule small { condition: filesize < nonsense }\nrule more { condition: true }",
            "b.yar": "rule other { condition: true }",
        }
    )
    assert names(rules) == ["yara:rules/b.yar/other"]
    assert refusals(rules)["more"] == "line 2: the global rule `small` of this file was refused"


def test_global_and_private_rules_keep_their_meaning(load: Load) -> None:
    """A global rule limits the rules of its own file and does not show; a private rule does not show."""
    rules = load(
        {
            "a.yar": "global rule long { condition: filesize > 3 }\nprivate rule p { condition: true }\n"
            "rule limited { condition: p }",
            "b.yar": "rule free { condition: true }",
        }
    )
    scanner = Scanner(rules)
    assert [hit.rule for hit in scanner.scan(b"ab", 5)] == ["yara:rules/b.yar/free"]
    assert [hit.rule for hit in scanner.scan(b"abcd", 5)] == ["yara:rules/a.yar/limited", "yara:rules/b.yar/free"]


def test_includes_stay_inside_what_was_given(load: Load, tmp_path: Path) -> None:
    """An include finds files of the same folder only, once each; ways out and circles are refused by name."""
    (tmp_path / "outside.yar").write_text("rule outside { condition: true }")
    rules = load(
        {
            "main.yar": 'include "lib/parts.yar"\ninclude "../outside.yar"\ninclude "/etc/passwd"\n'
            'include "lib/none.yar"\ninclude "C:\\\\x.yar"\nrule uses { condition: part }',
            "lib/parts.yar": 'include "../main.yar"\nprivate rule part { condition: true }',
        }
    )
    assert names(rules) == ["yara:rules/main.yar/part", "yara:rules/main.yar/uses"]
    assert rules.rules[0].path == "rules/lib/parts.yar"
    reasons = sorted(f"{refusal.path}: {refusal.reason}" for refusal in rules.refused)
    assert reasons == [
        'rules/lib/parts.yar: line 1: include "../main.yar": includes itself: main.yar → lib/parts.yar → main.yar',
        'rules/main.yar: line 2: include "../outside.yar": leads out of the folder of the rules',
        'rules/main.yar: line 3: include "/etc/passwd": leads out of the folder of the rules',
        'rules/main.yar: line 4: include "lib/none.yar": there is no such file',
        'rules/main.yar: line 5: include "C:\\\\x.yar": leads out of the folder of the rules',
    ]


def test_a_copy_of_an_included_file_takes_nothing_from_the_includer(load: Load) -> None:
    """Rules need what is included, and a global rule in it limits them, also where an equal file stands by itself."""
    part = "global rule long { condition: filesize > 3 }\nprivate rule part { condition: true }"
    for copy in ("aaa.yar", "zzz.yar"):
        rules = load({copy: part, "inc.yar": part, "main.yar": 'include "inc.yar"\nrule uses { condition: part }'})
        assert not rules.refused
        assert "yara:rules/main.yar/long" in names(rules)
        scanner = Scanner(rules)
        assert not scanner.scan(b"ab", 5)
        assert [hit.rule for hit in scanner.scan(b"abcd", 5)] == ["yara:rules/main.yar/uses"]


def test_a_link_out_of_the_folder_is_not_followed_by_an_include(load: Load, tmp_path: Path) -> None:
    """A file that is a link to the outside is refused."""
    (tmp_path / "secret.txt").write_text("rule secret { condition: true }")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "link.inc").symlink_to(tmp_path / "secret.txt")
    rules = load({"a.yar": 'include "link.inc"\nrule a { condition: true }'})
    assert names(rules) == ["yara:rules/a.yar/a"]
    assert refusals(rules) == {"rules/a.yar": 'line 1: include "link.inc": leads out of the folder of the rules'}


def test_an_index_stands_for_the_files_it_names(load: Load) -> None:
    """A file of includes only adds nothing twice: each file it names is a file of its own."""
    rules = load(
        {
            "index.yar": 'include "one.yar"\ninclude "two.inc"',
            "one.yar": "rule same { condition: true }",
            "two.inc": "rule same { condition: filesize > 0 }",
        }
    )
    assert names(rules) == ["yara:rules/one.yar/same", "yara:rules/two.inc/same"]
    assert not rules.refused


def test_the_same_file_counts_once_and_the_same_name_does_not_clash(load: Load) -> None:
    """Equal files are one; rules of one name in two files are two, each under its file's name."""
    rules = load(
        {
            "a.yar": "rule same { condition: true }",
            "copy/a.yar": "rule same { condition: true }",
            "b.yara": "rule same { condition: filesize > 1 }",
        }
    )
    assert names(rules) == ["yara:rules/a.yar/same", "yara:rules/b.yara/same"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"YARA\x0b\x00\x00", "compiled rules"),
        (b"\x00\x01\x02\x03", "zero byte at offset 0"),
        ("rule a { condition: true }".encode("utf-16"), "UTF-16"),
        (b"", "no rule in it"),
        (b"// nothing\n", "no rule in it"),
        (b"\xff\xfa\x80 rubbish", "UTF-8"),
        (b"this is a letter, not a rule", "syntax error"),
        (b"rule a { condition: " + b"(" * 50_000, "syntax error"),
        (b"rule a { strings: $a = /(((((a{1,1000}){1,1000}){1,1000}){1,1000})/ condition: $a }", "regular expression"),
    ],
)
def test_what_is_no_rule_file_is_refused_with_its_reason(load: Load, data: bytes, reason: str) -> None:
    """Binary content, other encodings, empty files and impossible rules are refused, and other files run."""
    rules = load({"bad.yar": data, "good.yar": "rule good { condition: true }"})
    assert names(rules) == ["yara:rules/good.yar/good"]
    assert len(rules.refused) == 1
    assert reason in rules.refused[0].reason
    assert rules.refused[0].path == "rules/bad.yar"


def test_other_bytes_than_utf8_matter_outside_comments_only(load: Load) -> None:
    """A comment in another encoding does no harm; a rule with such bytes is refused with its line."""
    text = 'rule one { condition: true } // café\nrule two { strings:\n$a = "café" condition: $a }'
    rules = load({"a.yar": text.encode("latin-1")})
    assert names(rules) == ["yara:rules/a.yar/one"]
    assert refusals(rules) == {"two": "line 3: bytes that are no UTF-8"}


def test_a_rule_that_never_ends_is_refused_when_the_set_is_loaded(load: Load) -> None:
    """A rule that loops on an empty file is found, named and left out, and so is what needs it."""
    rules = load(
        {
            "a.yar": "rule before { condition: true }",
            "b.yar": "rule quick { condition: true }\n"
            "rule loop { condition: for all i in (0..100000000000) : (i * i != 3) }\nrule needs { condition: loop }",
        }
    )
    assert names(rules) == ["yara:rules/a.yar/before", "yara:rules/b.yar/quick"]
    assert refusals(rules) == {
        "loop": "line 2: does not come to an end on a file of a few bytes",
        "needs": "line 3: uses the rule `loop`, which was refused",
    }


def test_zip_archives_are_read_in_place(tmp_path: Path) -> None:
    """Rules and includes inside a zip work as in a folder; a damaged archive and an empty folder say so."""
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        archive.writestr("apt/x.yar", 'include "../lib/y.yar"\nrule x { condition: y }')
        archive.writestr("lib/y.yar", "rule y { condition: true }")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "torn.zip").write_bytes((tmp_path / "set.zip").read_bytes()[:60])
    (tmp_path / "empty").mkdir()
    rules = load_yara([tmp_path / "set.zip", tmp_path / "bad", tmp_path / "empty"])
    assert names(rules) == ["yara:set.zip!apt/x.yar/y", "yara:set.zip!apt/x.yar/x"]
    found = refusals(rules)
    assert "damaged archive" in found["bad/torn.zip"]
    assert "no rule file" in found["empty"]


def test_arguments_may_be_shared_with_other_kinds_of_rules(tmp_path: Path) -> None:
    """Then what is no YARA rule file by its name is passed over, and everything else is as ever."""
    (tmp_path / "sigma").mkdir()
    (tmp_path / "sigma" / "a.yml").write_text("title: A")
    (tmp_path / "b.yml").write_text("title: B")
    (tmp_path / "c.yar").write_text("rule c { condition: true }")
    (tmp_path / "bad.yar").write_text("title: C")
    paths = [tmp_path / name for name in ("sigma", "b.yml", "c.yar", "bad.yar")]
    rules = load_yara(paths, shared=True)
    assert names(rules) == ["yara:c.yar/c"]
    assert list(refusals(rules)) == ["bad.yar"]
    assert list(refusals(load_yara(paths))) == ["sigma", "b.yml", "bad.yar"]


def test_an_argument_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A path that does not exist ends loading, with a hint."""
    with pytest.raises(RulesetError) as caught:
        load_yara([tmp_path / "none"])
    assert caught.value.hint


def test_a_set_goes_to_another_process(load: Load) -> None:
    """A set comes out of a pickle equal, and finds the same."""
    rules = load({"a.yar": 'rule a { strings: $a = "abc" condition: $a }'})
    again = pickle.loads(pickle.dumps(rules))
    assert again == rules
    assert Scanner(again).scan(b"xabc", 5) == Scanner(rules).scan(b"xabc", 5)


def test_the_digest_follows_the_rules(load: Load) -> None:
    """The same sources give the same digest, another text another one."""
    one = load({"a.yar": "rule a { condition: true }"})
    assert load({"a.yar": "rule a { condition: true }"}).digest == one.digest
    assert load({"a.yar": "rule a { condition: false }"}).digest != one.digest


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"rule a {{ {text} }}".encode("utf-8", "replace"))
)
def test_no_rule_file_ends_loading(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever a rule file holds, loading ends, and says something about the file."""
    path = tmp_path_factory.mktemp("fuzz") / "a.yar"
    path.write_bytes(data)
    rules = load_yara([path])
    assert rules.rules or rules.refused
