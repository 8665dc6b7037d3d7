"""`indicia campaigns` on cases as they are saved."""

from pathlib import Path

import orjson
import pytest
from msgspec.structs import replace
from tests.attribution.campaigns.made import finding, request

from indicia.case import Case
from indicia.cli.main import main
from indicia.model.assessment import Assessment, EvidenceLine, Result, RulesetSummary, Verdict
from indicia.model.evidence import Account, Evidence, Kind
from indicia.model.finding import Finding, Stage

FIRST, SECOND = "198.51.100.7", "203.0.113.9"


def intrusion(name: str, host: str, client: str, page: str, minutes: float = 0) -> Finding:
    """A page that one client used."""
    record = request(client, page, minutes=minutes, agent=f"own {page}")
    return finding(name, record, clients=[client], objects=[page], host=host)


def save(root: Path, host: str, *findings: Finding, log: str = "") -> Path:
    """A case of one server; `log`: what tells its evidence from that of others."""
    digest = (log or host).encode().hex().ljust(64, "0")[:64]
    evidence = Evidence(sha256=digest, size=9, path="u.log", kind=Kind("iis"), scope="")
    assessed = Assessment(
        host=host,
        verdict=Verdict.OPERATED,
        stage=Stage.OPERATED,
        sentence="",
        still_in="",
        patched="",
        since="",
        period=(None, None),
        incidents=(),
        remains=(),
        tests=(),
        coverage=(),
        next_steps=(),
        findings=tuple(one.id for one in findings),
    )
    result = Result(
        format="indicia-result/1",
        version="0",
        hosts=(assessed,),
        findings=findings,
        evidence=(EvidenceLine(evidence=evidence, account=Account(size=9, framing=9), host=host),),
        faults=(),
        ruleset=RulesetSummary(digest="", rules=0, packs=(), refused=()),
        exit_code=1,
    )
    case = Case.create(root)
    case.write("case.json", b"{}")
    case.save_result(result)
    return root


@pytest.fixture
def cases(tmp_path) -> list[str]:
    """Two servers that the same two visitors reached, and a third that somebody else did."""
    return [
        str(
            save(
                tmp_path / host,
                host,
                intrusion("F1", host, FIRST, "/owa/auth/first.aspx"),
                intrusion("F2", host, SECOND, "/owa/auth/second.aspx", minutes=2),
            )
        )
        for host in ("ex1", "ex2")
    ] + [str(save(tmp_path / "ex3", "ex3", intrusion("F1", "ex3", "192.0.2.9", "/owa/auth/third.aspx")))]


def test_two_visitors_of_two_servers(cases, capsys) -> None:
    """Two campaigns of two servers each, and one server left over; the exit code says that there are campaigns."""
    assert main(["campaigns", *cases]) == 1
    out = capsys.readouterr().out
    assert "Campaigns across 3 servers, 3 with any activity" in out
    assert "C1    OPERATED    2 servers" in out
    assert "C2    OPERATED    2 servers" in out
    assert "also in C2" in out
    assert f"the same client address {FIRST}" in out
    assert "shares nothing rare with another" in out
    assert max(map(len, out.splitlines())) <= 80


def test_json(cases, capsysbinary) -> None:
    """The same for machines, and the same whatever the order of the cases."""
    assert main(["campaigns", *cases, "--json"]) == 1
    body = orjson.loads(capsysbinary.readouterr().out)
    assert body["format"] == "indicia-campaigns/1"
    assert [one["hosts"] for one in body["campaigns"]] == [2, 2]
    main(["campaigns", *reversed(cases), cases[0], "--json"])
    other = orjson.loads(capsysbinary.readouterr().out)
    assert other["campaigns"] == body["campaigns"]


def test_a_list_of_ones_own_takes_links_away(cases, tmp_path, capsys) -> None:
    """An address that the user knows to be a relay links nothing."""
    own = tmp_path / "own.toml"
    own.write_text(f'title = "Ours"\n[[network]]\nnetworks = ["{FIRST}/32"]\nwhy = "our VPN"\n')
    assert main(["campaigns", *cases, "--common", str(own)]) == 1
    out = capsys.readouterr().out
    assert f"the same client address {FIRST}" not in out
    assert "Ours" in out


def test_nothing_to_join(cases, capsys) -> None:
    """One case with one server: said, and 0."""
    assert main(["campaigns", cases[2]]) == 0
    assert "fewer than two servers" in capsys.readouterr().out


def test_the_same_server_in_two_cases(tmp_path, capsys) -> None:
    """With the same files it is taken once; with the same name only, it is two servers, and the reader is told."""
    found = intrusion("F1", "ex1", FIRST, "/owa/auth/first.aspx")
    one = save(tmp_path / "one", "ex1", found)
    again = save(tmp_path / "again", "ex1", found)
    other = save(tmp_path / "other", "ex1", replace(found, host="ex1"), log="another log")
    assert main(["campaigns", str(one), str(again)]) == 0
    assert "Read once" in capsys.readouterr().out
    assert main(["campaigns", str(one), str(other)]) == 1
    assert "taken as two servers" in capsys.readouterr().out


def test_what_an_allow_list_lets_go_takes_no_part(tmp_path, capsys) -> None:
    """Suppressed findings are named by their number."""
    from datetime import date

    from indicia.model.finding import Suppression

    allowed = Suppression(filter="f", title="t", author="a", reason="r", expires=date(2099, 1, 1))
    roots = []
    for host in ("ex1", "ex2"):
        found = replace(intrusion("F1", host, FIRST, "/owa/auth/first.aspx"), suppressed=allowed)
        roots.append(str(save(tmp_path / host, host, found)))
    assert main(["campaigns", *roots]) == 0
    assert "2 findings that allow lists let go" in capsys.readouterr().out


def test_hostile_values_act_on_nothing(tmp_path, capsys) -> None:
    """Escapes and markup from evidence are written out."""
    page = "/owa/auth/\x1b[31mown.aspx"
    roots = [str(save(tmp_path / host, host, intrusion("F1", host, FIRST, page))) for host in ("ex1", "ex2")]
    assert main(["campaigns", *roots, "-v"]) == 1
    assert "\x1b" not in capsys.readouterr().out
    main(["campaigns", *roots, "--json"])
    assert "\x1b" not in capsys.readouterr().out


def test_no_case(tmp_path, capsys) -> None:
    """A folder that is none: one clear line and 4."""
    assert main(["campaigns", str(tmp_path)]) == 4
    assert "no case here" in capsys.readouterr().err
