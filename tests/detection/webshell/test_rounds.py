"""Pages by the mechanisms that the eleventh round missed or took wrongly, and ordinary pages near to them."""

import re

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import rounds

from indicia.detection.webshell.flow.questions.marks import marked
from indicia.detection.webshell.judging import judge_script
from indicia.detection.webshell.parts.parts import parts_of
from indicia.detection.webshell.values.leftovers import forbids_signs, leaves_signs, takes_literals
from indicia.model.finding import Severity


@pytest.mark.parametrize("page", rounds.PAGES, ids=lambda page: page.name)
def test_each_mechanism_is_found_and_explained(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM
    assert re.match(r"line \d+: \S", verdict.first.way)


@pytest.mark.parametrize("page", rounds.PAGES, ids=lambda page: page.name)
def test_no_look_alike_can_run(page: Sample) -> None:
    parts, _ = parts_of(page.data.decode(), page.name.rpartition(".")[2])
    assert any(re.search(r"(?<![\w\"'])1broken\b", part.code) for part in parts)


@pytest.mark.parametrize("page", rounds.BENIGN, ids=lambda page: page.name)
def test_an_ordinary_page_is_not_named(page: Sample) -> None:
    assert judge_script(page.data, page.name) is None


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("range-of-ports.php", "tries the ports"),
        ("functions-by-key.php", "starts a program"),
        ("service-with-branches.svc", "starts a program from what a call of the web method"),
        ("stream-into-socket.ashx", "is a relay"),
        ("code-with-gap.asp", "evaluates"),
        ("page-filled-outside.asp", "whose code comes from outside"),
        ("registry-through-function.asp", "administers the registry"),
        ("named-outside.asp", "named outside this page"),
        ("filter-of-server.jsp", "registers a filter"),
    ],
)
def test_it_is_told_what_a_page_does(page: str, what: str) -> None:
    verdict = judge_script(next(one.data for one in rounds.PAGES if one.name == page), page)
    assert verdict is not None
    assert any(what in reason.what for reason in verdict.reasons)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\\[\"\\\/bfnrtu]",
        r'"[^"\\\n\r]*"|true|false|null|-?\d+(?:\.\d*)?(?:[eE][+\-]?\d+)?',
        r'"(?:[^"\\]|\\.)*"',
        r"(?:^|:|,)(?:\s*\[)+",
    ],
)
def test_a_pattern_of_literals_takes_nothing_that_calls(pattern: str) -> None:
    assert takes_literals(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\w+",
        r".*",
        r"\(",
        r"[()]",
        r"[^x]+",
        r"[a-z]",
        r"[ -~]",
        r"\50",
        r"[\50]",
        r"\u0028",
        r"\x28",
        "`",
        r'"(?:[^"]|.)*"',
        r"'[^']*'|\S",
    ],
)
def test_another_pattern_may_take_more(pattern: str) -> None:
    assert not takes_literals(pattern)


def test_what_remains_is_signs_alone() -> None:
    assert leaves_signs(r"^[\],:{}\s]*$")
    for pattern in (
        r"[\],:{}\s]*",
        r"^[\],:{}\s]*",
        r"^[\],:{}()\s]*$",
        r"^[\w\]]*$",
        r"^[\50\]]*$",
        r"^[^(]*$",
        r"^[\],:{}\s']*$",
    ):
        assert not leaves_signs(pattern)
    assert forbids_signs(r"[^,:{}\[\]0-9.\-+Eaeflnr-u \n\r\t]")
    for pattern in (r"[^\w]", r"[^,:{}\[\]()]", r"[^a-z]", r"[,:]", r"[^,:]+x", r"[^,:'\"]", r"[^,:/*]"):
        assert not forbids_signs(pattern)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("m.GetCustomAttributes(typeof(OpenAttribute), false).Length == 0", ("m", False)),
        ("m.GetCustomAttributes(typeof(Open), true).Any()", ("m", True)),
        ("way.IsDefined(typeof(Open), true)", ("way", True)),
        ("m.GetCustomAttribute<Open>() == null", ("m", False)),
        ("m.GetCustomAttribute(GetType(Open)) is nothing", ("m", False)),
        ("m.getAnnotation(Open.class) != null", ("m", True)),
        ("m.isAnnotationPresent(Open.class)", ("m", True)),
        ("m.IsDefined(typeof(SecuritySafeCriticalAttribute), true)", None),
        ("m.IsDefined(typeof(Open), true) + 1", None),
        ("list.Contains(m)", None),
    ],
)
def test_a_mark_is_read_from_the_condition(code: str, said: tuple[str, bool] | None) -> None:
    assert marked(code) == said
