"""Tools that are told by one act or by what stands in a page together, and ordinary pages near to them."""

import re

import pytest
from tests.detection.webshell.second_samples import Sample
from tests.detection.webshell.styles import benign_tools, collected, incomplete, tools, tools_more

from indicia.detection.webshell.judging import judge_script
from indicia.model.finding import Severity

PAGES = [*tools.PAGES, *tools_more.PAGES, *incomplete.PAGES, *collected.PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_tool_is_found_and_explained_and_cannot_run(page: Sample) -> None:
    verdict = judge_script(page.data, page.name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM
    assert re.match(r"line \d+: \S", verdict.first.way)
    assert re.search(r"(?<![\w\"'])1broken\b", page.data.decode())


@pytest.mark.parametrize("page", benign_tools.PAGES, ids=lambda page: page.name)
def test_an_ordinary_page_is_not_named(page: Sample) -> None:
    assert judge_script(page.data, page.name) is None


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("one-statement.aspx", "console for a database"),
        ("list-folder.asp", "lists the folders"),
        ("any-download.aspx", "shows any file"),
        ("fixed-account.asp", "makes an account"),
        ("fixed-recon.asp", "explore the machine"),
        ("iis-passwords.asp", "passwords of the accounts"),
        ("info.aspx", "shows the machine"),
        ("processes.aspx", "ends those a request names"),
        ("regread.asp", "keys of the registry"),
        ("reg-mixed.asp", "sets in the registry"),
        ("unzip.aspx", "unpacks an archive"),
        ("mailer.asp", "sends mail"),
        ("unknown-function-eval.asp", "filled outside this page"),
        ("unknown-function-run.aspx", "a text of unknown origin"),
        ("console-lost.asp", "is a console"),
        ("defacer.asp", "writes at each file"),
        ("webclient-proxy.aspx", "asks any address"),
        ("upload-unknown.aspx", "keeps an uploaded file"),
        ("torn-encoded.asp", "torn text of the Script Encoder"),
        ("forwarder.aspx", "passes connections on"),
        ("local-service.asp", "service of the machine itself"),
        ("sniffer.aspx", "passes over the network"),
        ("write-scanner.aspx", "files can be written"),
        ("pasted.aspx", "tables of databases"),
    ],
)
def test_it_is_told_what_a_page_does(page: str, what: str) -> None:
    verdict = judge_script(next(one.data for one in PAGES if one.name == page), page)
    assert verdict is not None
    assert what in verdict.first.what


@pytest.mark.parametrize(
    "guard", ['If Not HasRole("dba") Then Response.End', "CheckAdmin", 'x = Session("AdminId") = ""']
)
def test_a_page_that_asks_who_its_visitor_is_is_no_tool(guard: str) -> None:
    page = f'<% {guard}\nSet c = Server.CreateObject("ADODB.Connection")\nSet r = c.Execute(Request("q")) %>'
    assert judge_script(page.encode(), "a.asp") is None
