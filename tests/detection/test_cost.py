"""Classes of cost agree with what the filter does."""

from pathlib import Path

import pytest

from indicia.detection.conditions.condition import Any, Condition, Not, Pattern, Test
from indicia.detection.conditions.wildcard import Wildcard
from indicia.detection.cost import Cost, cost_of, dearest
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.detection.filtering.literals import TextKind, keyword_literals
from indicia.detection.sigma.rules import load_rules
from indicia.detection.yara.cost import yara_cost
from indicia.detection.yara.rules import load_yara
from indicia.knowledge.packs.log_names import needed_log

EVENT = Route("win_event", channels=frozenset({"security"}))


def holds(text: str, field: str | None = "CommandLine") -> Condition:
    return Test(field, Pattern((Wildcard.MANY, text, Wildcard.MANY), False))


@pytest.mark.parametrize(
    ("route", "condition", "cost"),
    [
        (EVENT, holds("example-not-a-command"), Cost.LITERAL),
        (EVENT, holds("windows"), Cost.BROAD),
        (EVENT, Not(holds("example-not-a-command")), Cost.EVERY),
        (EVENT, holds("ab"), Cost.EVERY),
        (EVENT, Any((holds("example-not-a-command"), Not(holds("x")))), Cost.EVERY),
        (EVENT, Any((holds("example-not-a-command"), holds("windows"))), Cost.BROAD),
        (EVENT, holds("security", None), Cost.EVERY),
        (Route("file"), Not(holds("x")), Cost.TABLE),
        (Route("web_request"), holds("/owa/auth/logon.aspx", "cs-uri-stem"), Cost.BROAD),
        (Route("web_request"), holds("/example-not-a-page", "cs-uri-stem"), Cost.LITERAL),
    ],
)
def test_the_class_of_a_condition(route: Route, condition: Condition, cost: Cost) -> None:
    """By the rarest text that it cannot do without; a keyword that the channel's own name satisfies has none."""
    assert cost_of(Detector("x", (Binding(route, condition),))) is cost


def test_the_dearest_binding_counts() -> None:
    """A rule is as dear as the dearest place it looks at."""
    cheap, dear = Binding(EVENT, holds("example-not-a-command")), Binding(EVENT, Not(holds("x")))
    assert cost_of(Detector("x", (cheap, dear))) is Cost.EVERY
    assert dearest(Cost.TABLE, Cost.BROAD, Cost.LITERAL) is Cost.BROAD


def test_agrees_with_the_engine_on_all_public_rules(corpora: Path) -> None:
    """Of the whole public rule set those are called `every record` that the engine cannot filter, and beside them only
    keywords that the name of a channel or provider could satisfy."""
    loaded = load_rules([corpora / "sigma-rules"])
    unfiltered = {found for found, _ in Engine(tuple(rule.detector for rule in loaded.rules)).always}
    called = {rule.id for rule in loaded.rules if cost_of(rule.detector) is Cost.EVERY}
    assert unfiltered
    assert unfiltered <= called
    further = [rule.detector for rule in loaded.rules if rule.id in called - unfiltered]
    assert len(further) < 10
    for detector in further:
        assert any(keyword_literals(binding.condition, TextKind.JSON) for binding in detector.bindings)


@pytest.mark.parametrize(
    ("source", "cost"),
    [
        ('strings: $a = "four" condition: $a', Cost.LITERAL),
        ('strings: $a = "fo" condition: $a', Cost.BROAD),
        (r'strings: $a = "\x41\x42" condition: $a', Cost.BROAD),
        ("strings: $a = { 4D 5A ?? 50 45 00 } condition: $a", Cost.LITERAL),
        ("strings: $a = { 4D 5A ?? 5? 45 } condition: $a", Cost.BROAD),
        ("strings: $a = { 4D (5A 5A | 00 00 00 00) 45 } condition: $a", Cost.BROAD),
        ("strings: $a = /abc[0-9]+/ condition: $a", Cost.LITERAL),
        ("strings: $a = /[0-9]+ab?/ condition: $a", Cost.BROAD),
        ('strings: $a = "long enough" $b = "x" condition: any of them', Cost.BROAD),
        ("condition: filesize < 10", Cost.EVERY_FILE),
        ('meta: a = "strings: $x = 1" condition: true', Cost.EVERY_FILE),
        ('strings: $a = "four" condition: for any i in (1..#a) : (@a[i] < 10)', Cost.LOOP),
        ('strings: $a = "four" condition: for any of them : ($ at 0)', Cost.LITERAL),
        ('strings: $a = "for x in y" condition: $a // for all i in (1..2)', Cost.LITERAL),
        ('strings: $a = "/*" $b = "four*/" condition: $a', Cost.BROAD),
    ],
)
def test_the_class_of_a_yara_rule(source: str, cost: Cost) -> None:
    """By its shortest pattern, its loops, and whether there is anything to search for."""
    assert yara_cost(f"rule x {{ {source}\n}}") is cost


def test_the_yara_samples_compile(tmp_path: Path) -> None:
    """What is weighed above is YARA as the engine takes it."""
    (tmp_path / "a.yar").write_text(
        'rule x { strings: $a = { 4D (5A 5A | 00 00 00 00) 45 } $b = "for x in y" condition: $a or $b }'
    )
    loaded = load_yara([tmp_path / "a.yar"])
    assert [rule.name for rule in loaded.rules] == ["x"]


@pytest.mark.parametrize(
    ("table", "source", "channels", "ids", "names"),
    [
        ("win_event", None, {"microsoft-windows-sysmon/operational"}, {1}, ("Sysmon 1",)),
        ("win_event", None, {"security"}, {4688, 4689}, ("Security 4688", "Security 4689")),
        ("win_event", None, {"security"}, set(range(9)), ("Security (9 event ids)",)),
        (
            "win_event",
            None,
            {"powershellcore/operational", "microsoft-windows-powershell/operational"},
            {4104},
            ("PowerShell 4104",),
        ),
        ("win_event", None, {"microsoft-windows-bits-client/operational"}, set(), ("bits-client",)),
        ("win_event", None, set(), set(), ("any Windows log",)),
        ("web_request", None, set(), set(), ("web logs",)),
        ("web_request", "iis", set(), set(), ("IIS",)),
        ("web_request", "ncsa", set(), set(), ("web server (NCSA)",)),
        ("exchange_log", "httpproxy", set(), set(), ("HttpProxy",)),
        ("exchange_log", None, set(), set(), ("Exchange log",)),
        ("file", None, set(), set(), ("files",)),
    ],
)
def test_logs_have_names_people_know(table, source, channels, ids, names) -> None:
    """Short for the well-known ones, their own name without its frame for the others."""
    assert needed_log(table, source, channels, ids) == names
