"""The real recording of the ProxyLogon attack, and what the analyses say of nothing at all."""

from datetime import UTC, datetime

from indicia.detection.analyses.common.registry import ORDER, analyses
from indicia.detection.engine import TEXT_KINDS
from indicia.detection.filtering.literals import anchor
from indicia.model.finding import Presence, Severity, Stage


def at(text):
    return datetime.fromisoformat(f"2021-03-14T01:40:{text}").replace(tzinfo=UTC)


def test_the_recorded_attack(corpora, flat_scene):
    """The recording gives exactly the five findings of its story, at the recorded times, and nothing else."""
    path = corpora / "otrf/datasets/atomic/windows/persistence/host/proxylogon_ssrf_rce_poc.zip"
    told = flat_scene(path).findings()
    assert {name: len(found) for name, found in told.items()} == {
        "virtual-directory-script": 2,
        "shell-written": 1,
        "page-compiled": 1,
        "worker-process-shell": 1,
    }
    script, recreated = told["virtual-directory-script"]
    assert (script.seen, script.stage, script.tests) == (at("12.987"), Stage.EXPLOITED, ("PL-19",))
    assert (recreated.seen, recreated.last, recreated.stage) == (at("14.768"), at("17.518"), None)
    (shell,) = told["shell-written"]
    assert (shell.seen, shell.stage, shell.presence) == (at("13.660"), Stage.IMPLANTED, Presence.UNKNOWN)
    assert shell.objects[0].endswith(r"\frontend\httpproxy\owa\auth\ohyeah.aspx")
    assert shell.clients == ("127.0.0.1",)
    for part in ("by System", "as MXS01$", "no record up to"):
        assert part in shell.summary
    (page,) = told["page-compiled"]
    assert (page.seen.replace(microsecond=0), page.exhibits[0].time) == (at("15"), at("15.320"))
    assert "the page had been requested" in page.summary
    (commands,) = told["worker-process-shell"]
    assert (commands.seen, commands.stage, commands.count) == (at("15.342"), Stage.OPERATED, 8)
    for part in ("`cmd /c whoami`", "NT AUTHORITY\\SYSTEM", "MSExchangeOWAAppPool"):
        assert part in commands.summary


def test_nothing_comes_of_nothing(scene):
    """A host without records gives no finding."""
    assert scene().findings() == {}


def test_every_analysis_is_listed(scene):
    """The list of the order names exactly the analyses there are, and selectors carry their analysis's name."""
    assert tuple(item.name for item in analyses()) == ORDER
    selectors = [selector.id for item in analyses() for selector in item.selectors]
    assert len(set(selectors)) == len(selectors)
    assert all(
        selector.startswith(item.name + "/") for item in analyses() for selector in [s.id for s in item.selectors]
    )


def test_other_recordings_of_attacks_stay_quiet(corpora, flat_scene):
    """Attacks that have nothing to do with a web server give no finding of these analyses."""
    folder = corpora / "otrf/datasets/atomic/windows"
    for name in (
        "defense_evasion/host/cmd_bitsadmin_download_psh_script",
        "persistence/host/cmd_userinitmprlogonscript_batch",
    ):
        told = flat_scene(folder / f"{name}.zip").findings()
        assert not [finding for found in told.values() for finding in found if finding.severity >= Severity.MEDIUM]


def test_logs_of_healthy_servers_stay_quiet(corpora, scene):
    """Real rows of HttpProxy, ECP, CmdletInfra and IIS logs give no finding of medium or above."""
    made = scene()
    for folder in ("exchange-logs", "iis-logs"):
        for path in sorted((corpora / folder).rglob("*.[lL][oO][gG]")):
            made.log(path)
    told = [finding for found in made.findings().values() for finding in found]
    assert made.read > 4300
    assert [finding.summary for finding in told if finding.severity >= Severity.MEDIUM] == []


def test_no_selector_reads_every_record():
    """Each selector on a log has a literal that most records lack, so that gigabytes are not decoded for it."""
    costly = [
        selector.id
        for item in analyses()
        for selector in item.selectors
        for binding in selector.bindings
        if binding.route.table in TEXT_KINDS and anchor(binding.condition, TEXT_KINDS[binding.route.table]) is None
    ]
    assert costly == []
