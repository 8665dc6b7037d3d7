"""Look-alikes of web shells are told, pages of applications are not, and how a page is written does not matter."""

import importlib.util
import random
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from indicia.detection.webshell.judging import judge_script
from indicia.model.finding import Confidence, Severity


def _data(name: str) -> ModuleType:
    """A file of samples beside this one."""
    spec = importlib.util.spec_from_file_location(f"webshell_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SAMPLES, VARIANTS, BENIGN = _data("samples"), _data("variants"), _data("benign")
ALL = [(name, text) for family in SAMPLES.FAMILIES.values() for name, text in family.items()]
MISSED = {"c20.php"}
"""Variants that are not told; docs/analyses/web-shell-content.md says of what kind they are."""


def _bytes(name: str, text: str) -> bytes:
    return text.encode("latin-1" if name.endswith((".jpg", ".gif")) else "utf-8")


@pytest.mark.parametrize(("name", "text"), ALL, ids=[name for name, _ in ALL])
def test_each_kind_is_told_and_explained(name: str, text: str) -> None:
    """At least medium, and the way names a line and what stands in it."""
    verdict = judge_script(_bytes(name, text), name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM
    assert re.match(r"line \d+: \S", verdict.first.way)
    assert verdict.languages


@pytest.mark.parametrize("family", ["aspx", "asp", "php", "jsp"])
def test_most_variants_are_told(family: str) -> None:
    """Variants that the analysis was not made after; the ones it misses are known by name."""
    texts = VARIANTS.FAMILIES[family]
    missed = {name for name, text in texts.items() if judge_script(_bytes(name, text), name) is None}
    assert missed <= MISSED


@pytest.mark.parametrize(("name", "text"), BENIGN.PAGES.items(), ids=BENIGN.PAGES)
def test_pages_of_applications_are_silent(name: str, text: str) -> None:
    """Constant commands, checked uploads, escaped arguments, script for the browser, templates: nothing."""
    assert judge_script(text.encode(), name) is None


@pytest.mark.parametrize(
    ("name", "text", "severity", "confidence", "way"),
    [
        (
            "a.aspx",
            '<%@ Page Language="Jscript"%>\n<% inert look alike;\nvar p = Request.Item["n1"];\neval(p, "unsafe"); %>',
            Severity.CRITICAL,
            Confidence.CONCLUSIVE,
            'line 3: Request.Item["n1"] → line 3: p = Request.Item["n1"] → line 4: eval(p, "unsafe")',
        ),
        (
            "a.php",
            "<?php inert look alike;\nfile_put_contents($_POST['f'],\n $_POST['c']);",
            Severity.HIGH,
            Confidence.STRONG,
            "line 2: $_POST['f'] → line 3: $_POST['c'] → line 2: file_put_contents($_POST['f'], $_POST['c'])",
        ),
        (
            "b.php",
            "<?php inert look alike; eval(base64_decode('QGV2YWwoJF9QT1NUWydhJ10pOw=='));",
            Severity.CRITICAL,
            Confidence.CONCLUSIVE,
            "line 1: $_POST['a'] → line 1: eval($_POST['a']) in text decoded by base64_decode",
        ),
        (
            "a.jsp",
            "<%! inert look alike; Process go(String c) {\n return Runtime.getRuntime().exec(c); } %>\n"
            '<%= go(request.getHeader("n1")) %>',
            Severity.CRITICAL,
            Confidence.CONCLUSIVE,
            'line 3: request.getHeader("n1") → line 2: Runtime.getRuntime().exec(c)',
        ),
        (
            "c.php",
            "<?php inert look alike; eval(unknown_cipher('" + "Zk9x" * 40 + "'));",
            Severity.MEDIUM,
            Confidence.MODERATE,
            "line 1: it evaluates text that is computed by unknown_cipher from a long text",
        ),
    ],
    ids=["variable", "write", "layer", "function", "hidden"],
)
def test_the_way_is_told_step_by_step(
    name: str, text: str, severity: Severity, confidence: Confidence, way: str
) -> None:
    """From the source over variables and functions to the sink, with lines; graded by what is proven."""
    verdict = judge_script(text.encode(), name)
    assert verdict is not None
    assert (verdict.severity, verdict.confidence, verdict.first.way) == (severity, confidence, way)


@pytest.mark.parametrize(("name", "text"), ALL, ids=[name for name, _ in ALL])
def test_line_ends_and_spaces_do_not_matter(name: str, text: str) -> None:
    """Windows line ends and lines before the code leave severity and confidence as they are."""
    plain = judge_script(_bytes(name, text), name)
    other = judge_script(_bytes(name, "\n\n" + text.replace("\n", "\r\n")), name)
    assert plain is not None and other is not None
    assert (plain.severity, plain.confidence) == (other.severity, other.confidence)


_BASIC_WORD = re.compile(r"(?:execute(?:global)?|eval|request|createobject|wscript\.shell|server)", re.IGNORECASE)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    "name", ["execute.asp", "if.asp", "wscript-exec.asp", "two-steps.asp", "session.asp", "binary.asp"]
)
def test_case_does_not_matter_where_the_language_has_none(name: str, seed: int) -> None:
    """VBScript knows no upper and lower case."""
    chance = random.Random(f"{name}{seed}")
    mixed = _BASIC_WORD.sub(
        lambda found: "".join(chance.choice((sign.lower(), sign.upper())) for sign in found[0]), SAMPLES.ASP[name]
    )
    assert judge_script(mixed.encode(), name) is not None


@pytest.mark.parametrize("seed", range(12))
def test_names_of_variables_and_comments_do_not_matter(seed: int) -> None:
    """Renamed variables, comments between tokens, steps more or fewer: the same grade."""
    chance = random.Random(seed)
    names = ["".join(chance.choices("abcdefghijklmnop", k=chance.randint(3, 9))) + str(i) for i in range(4)]
    comment = chance.choice(["/* note */", "", " ", "/**/", "// note\n"])
    steps = [f"${names[0]}{comment}=$_POST['n1'];"]
    steps += [f"${names[i]} = trim(${names[i - 1]}){comment};" for i in range(1, chance.randint(1, 4))]
    last = names[len(steps) - 1]
    pages = {
        "x.php": f"<?php inert look alike; {' '.join(steps)} {comment} eval({comment}${last}{comment});",
        "x.aspx": '<%@ Page Language="C#"%><% inert look alike; string '
        f'{names[0]} = Request["n1"];{comment} var {names[1]} = "/c " + {names[0]};{comment} '
        f'Process.Start("cmd.exe",{comment}{names[1]}); %>',
        "x.jsp": f'<% inert look alike; String {names[0]} = request.getParameter("n1");{comment}'
        f"Runtime.getRuntime().exec({comment}{names[0]}); %>",
    }
    for name, page in pages.items():
        verdict = judge_script(page.encode(), name)
        assert verdict is not None, (name, page)
        assert (verdict.severity, verdict.confidence) == (Severity.CRITICAL, Confidence.CONCLUSIVE)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("word", ["system", "assert", "passthru"])
def test_a_word_in_pieces_is_the_word(word: str, seed: int) -> None:
    """A name that is put together, reversed, encoded or given by codes is found out."""
    chance = random.Random(f"{word}{seed}")
    cut = chance.randint(1, len(word) - 1)
    built = chance.choice(
        [
            f"'{word[:cut]}'.'{word[cut:]}'",
            f"strrev('{word[::-1]}')",
            ".".join(f"chr({ord(sign)})" for sign in word),
            '"' + "".join(f"\\x{ord(sign):02x}" for sign in word) + '"',
            f"str_replace('{chr(35)}', '', '{chr(35).join(word)}')",
            f"implode('', array({', '.join(repr(sign) for sign in word)}))",
            f"hex2bin('{word.encode().hex()}')",
        ]
    )
    verdict = judge_script(f"<?php inert look alike; $f = {built}; $f($_REQUEST['n1']);".encode(), "x.php")
    assert verdict is not None
    assert verdict.severity is Severity.CRITICAL


def test_only_the_ending_of_the_name_counts() -> None:
    """A known name proves nothing, and an unknown one excuses nothing."""
    page = b"<?php inert look alike; eval($_POST['n1']);"
    assert judge_script(b"<?php echo 1;", "c99.php") is None
    one, other = judge_script(page, "index.php"), judge_script(page, "c99.php")
    assert one == other
    assert one is not None
