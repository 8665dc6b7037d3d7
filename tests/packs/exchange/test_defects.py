"""Defects of public content on this subject that the pack must not have."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicia.assessment.flaws.exposure import exposure
from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.sigma.rule import Rule
from indicia.detection.sigma.rules import load_rules
from indicia.evidence.text.web.iis import IisForm
from indicia.knowledge import load_pack
from indicia.model.exposure import BuildOrigin, BuildSeen, FlawState
from indicia.model.record import Value

PACK = load_pack()
RULES = {Path(rule.path).stem: rule for rule in load_rules([PACK.rules], own=True).rules}
INSTALL = "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\"


def fires(rule: Rule, fields: Mapping[str, Value]) -> bool:
    return any(compile_condition(binding.condition)(fields) for binding in rule.detector.bindings)


def web(line: str) -> Mapping[str, Value]:
    form = IisForm("iis")
    form.follow("#Fields: cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status")
    assert form.layout is not None
    return form.decode(line, form.layout, None).fields


def test_sign_out_page_is_called_timeoutlogout():
    """TimeoutLogout.aspx is the real page; TimeoutLogoff.aspx, which an advisory names, is in no clean install."""
    known = PACK.baseline.hashes
    assert "frontend\\httpproxy\\ecp\\auth\\timeoutlogout.aspx" in known
    assert not any("timeoutlogoff" in path for path in known)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("POST /ecp/y.js - 443 - 192.0.2.44 x 241", "pl-15-static-post-session"),
        (
            "POST /ecp/DDI/DDIService.svc/SetObject schema=ResetOABVirtualDirectory 444 EXAMPLE\\MX1$ 192.0.2.10 x 200",
            "pl-17-reset-as-machine",
        ),
        (
            "GET /autodiscover/autodiscover.json/a@example.org/powershell - 443 - 192.0.2.44 x 200",
            "ps-01-back-end-answered",
        ),
        ("POST /owa/a@example.org/powershell - 443 EXAMPLE\\a 192.0.2.44 x 200", "os-01-owa-powershell"),
    ],
)
def test_path_is_looked_for_where_the_log_has_it(line, rule):
    """A path in cs-uri-stem is found although the query is empty or says nothing."""
    assert fires(RULES[rule], web(line))


def test_normal_failure_of_the_address_book_is_silent():
    """The phrase of a failed download alone, with the generator's own folder, is no finding."""
    own = f"Download failed and temporary file '{INSTALL}ClientAccess\\OAB\\Temp\\d41a.lzx' needs to be removed"
    assert not fires(RULES["pl-09-oab-download"], {"Text": own})
    assert not fires(RULES["pl-09-oab-download"], {"Text": "OABGenerator: failure while generating the address list"})


def test_deleted_cmdlet_log_is_seen_by_its_full_path():
    """The folder of the cmdlet logs stands in the middle of a path, never at its start."""
    path = f"{INSTALL}Logging\\CmdletInfra\\Powershell-Proxy\\Cmdlet\\Rps_Cmdlet_2021030305-1.LOG"
    shell = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"
    assert fires(RULES["po-11-logs-deleted"], {"TargetFilename": path, "Image": shell})


def test_owassrf_is_cve_2022_41080():
    """The rules on OWASSRF carry the right CVE."""
    for name in ("os-01-owa-powershell", "os-01-owa-powershell-refused", "os-02-foreign-agent"):
        assert "cve.2022-41080" in RULES[name].tags
        assert "cve.2022-36804" not in RULES[name].tags


@pytest.mark.parametrize("change", [("POST", "GET"), (" 200", " 401")])
def test_owassrf_asks_for_method_and_status(change):
    """Method and answer are part of the rule, not only strings beside it."""
    line = "POST /owa/a@example.org/powershell - 443 EXAMPLE\\a 192.0.2.44 x 200"
    assert fires(RULES["os-01-owa-powershell"], web(line))
    assert not fires(RULES["os-01-owa-powershell"], web(line.replace(*change)))


def test_unified_messaging_error_is_looked_for_in_the_application_log():
    """The rule is bound to the Application channel; a forged server name is never looked for in PowerShell's log."""
    (binding,) = RULES["pl-10-um-cast"].detector.bindings
    assert binding.route.channels == {"application"}
    assert not any("ServerInfo~" in rule.text for rule in RULES.values())


def test_user_agents_are_found_in_both_forms():
    """An agent written with plus signs in the log is found by a rule that writes blanks."""
    line = "POST /owa/a@example.org/powershell - 443 EXAMPLE\\a 192.0.2.44 Microsoft+WinRM+Client 200"
    assert not fires(RULES["os-01-owa-powershell"], web(line))


@pytest.mark.parametrize("cve", ["CVE-2021-34473", "CVE-2021-34523", "CVE-2021-33766"])
def test_flaws_that_a_published_table_leaves_out_are_judged(cve):
    """ProxyShell and ProxyToken stand open on a build of March 2021 and are closed by July 2021."""
    states = {}
    for build in ("15.1.2106.13", "15.1.2308.14"):
        seen = BuildSeen(time=datetime(2021, 7, 20, tzinfo=UTC), build=build, origin=BuildOrigin.LOG_HEADER)
        states[build] = next(flaw.state for flaw in exposure(PACK, [seen], as_of=seen.time).flaws if flaw.cve == cve)
    assert list(states.values()) == [FlawState.OPEN, FlawState.CLOSED]
