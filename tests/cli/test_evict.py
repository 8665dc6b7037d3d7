"""`indicia evict` on real cases: a module in the configuration, then without it."""

from pathlib import Path

import orjson
import pytest

from indicia.cli.main import main

CONFIG = """<configuration><system.webServer><globalModules>
<add name="HttpLoggingModule" image="%windir%\\System32\\inetsrv\\loghttp.dll" />{more}
</globalModules></system.webServer></configuration>
"""
MODULE = '<add name="HelperModule" image="C:\\ProgramData\\helper.dll" />'
LOG = """#Software: Microsoft Internet Information Services 10.0
#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status
2021-03-{day} 04:00:00 10.0.0.1 GET /owa/auth/logon.aspx - 443 - 198.51.100.7 Mozilla/5.0 200
"""


def collection(root: Path, day: str, more: str) -> Path:
    """Files of one server on one day; its name is that of the folder."""
    inetsrv = root / "MXS01" / "C" / "Windows" / "System32" / "inetsrv" / "config"
    logs = root / "MXS01" / "C" / "inetpub" / "logs" / "LogFiles" / "W3SVC1"
    for folder in (inetsrv, logs):
        folder.mkdir(parents=True)
    (inetsrv / "applicationHost.config").write_text(CONFIG.format(more=more), encoding="utf-8")
    for kept in {day, min(day, "03")}:
        (logs / f"u_ex2103{kept}.log").write_text(LOG.format(day=kept).replace("\n", "\r\n"), encoding="utf-8")
    return root / "MXS01"


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Path:
    """A server with a module that does not belong."""
    root = tmp_path_factory.mktemp("evict")
    main(["scan", str(collection(root, "03", MODULE)), "--case", str(root / "c"), "-q", "--no-installed"])
    return root / "c"


def test_the_plan(case, capsysbinary) -> None:
    """The module asks for EV-15, with its finding; each step says what proves it and what does not."""
    capsysbinary.readouterr()
    assert main(["evict", str(case), "--json"]) == 0
    (host,) = orjson.loads(capsysbinary.readouterr().out)["hosts"]
    steps = {step["id"]: step for step in host["steps"]}
    assert "present now: PE-04" in steps["EV-15"]["because"]
    assert steps["EV-15"]["findings"]
    assert {"C-01", "C-07", "C-09"} <= set(steps["EV-04"]["lines"])
    assert (steps["EV-04"]["check"], steps["EV-15"]["check"]) == ("coverage", "mechanisms")
    assert all(step["proof"] and step["no_proof"] for step in steps.values())


def test_it_prints(case, capsys) -> None:
    """Phases, steps, reasons."""
    assert main(["evict", str(case)]) == 0
    out = capsys.readouterr().out
    for text in ("Remove", "EV-15", "present now: PE-04", "proven by", "not by"):
        assert text in out


@pytest.mark.parametrize(
    ("day", "more", "code", "text"),
    [
        ("20", MODULE, 1, "still held"),
        ("21", "", 3, "PE-04"),
        ("01", "", 3, "older one"),
    ],
    ids=["still there", "gone", "older collection"],
)
def test_a_later_collection(case, tmp_path, capsys, day, more, code, text) -> None:
    """Still there is held; gone is done as far as evidence goes; an older collection shows nothing."""
    assert main(["evict", str(case), "--check", str(collection(tmp_path, day, more)), "-v"]) == code
    out = capsys.readouterr().out
    assert text in out
    assert ("EV-15" in out) is (text != "older one")


def test_another_server_is_refused(case, tmp_path, capsys) -> None:
    """By name."""
    other = collection(tmp_path, "20", "").rename(tmp_path / "OTHER")
    assert main(["evict", str(case), "--check", str(other)]) == 4
    assert "not of a server of this case" in capsys.readouterr().err


def test_a_server_that_is_not_there(case, capsys) -> None:
    """Named with those that are."""
    assert main(["evict", str(case), "--host", "nobody"]) == 4
    assert "no server nobody" in capsys.readouterr().err
