"""`indicia techniques` on a real case: scanned, saved, asked."""

import shutil
from pathlib import Path

import orjson
import pytest

from indicia.case import Case
from indicia.cli.main import main
from indicia.model.technique import Sight

LOG = """#Software: Microsoft Internet Information Services 10.0
#Version: 1.0
#Date: 2021-03-03 04:00:00
#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status
2021-03-03 04:00:00 10.0.0.1 GET /owa/auth/logon.aspx - 443 - 198.51.100.7 Mozilla/5.0 200
2021-03-03 04:00:01 10.0.0.1 POST /owa/auth/Current/themes/resources/logon.css - 443 - 203.0.113.7 x 241
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Path:
    """A case with one short IIS log: one attempt in it, and almost nothing can be told."""
    root = tmp_path_factory.mktemp("techniques")
    logs = root / "e" / "C" / "inetpub" / "logs" / "LogFiles" / "W3SVC1"
    logs.mkdir(parents=True)
    (logs / "u_ex210303.log").write_text(LOG.replace("\n", "\r\n"), encoding="utf-8")
    main(["scan", str(root / "e"), "--case", str(root / "c"), "-q", "--no-installed"])
    return root / "c"


def test_a_scan_answers_for_both_advisories(case) -> None:
    """Without a word about either in the code; saved with the result."""
    (host,) = Case.open(case).result().hosts
    assert [(matrix.advisory, len(matrix.answers)) for matrix in host.techniques] == [
        ("aa21-200a", 30),
        ("aa21-200b", 68),
    ]
    answers = {answer.printed: answer for answer in host.techniques[1].answers}
    assert answers["T1190"].sight is Sight.SEEN
    assert answers["T1190"].findings
    assert answers["T1583"].sight is Sight.NOT_VISIBLE
    assert "first record 2021-03-03 is later" in answers["T1595"].why
    assert not any(answer.sight is Sight.NOT_SEEN for answer in answers.values())


def test_it_prints_and_leaves_with_zero(case, capsys) -> None:
    """The answers of one advisory, by its name in any case."""
    assert main(["techniques", str(case), "--advisory", "AA21-200B"]) == 0
    out = capsys.readouterr().out
    assert "68 ids" in out
    assert "53 leaves" in out
    assert "AA21-200A" not in out


def test_json_is_for_machines(case, capsysbinary) -> None:
    """Every answer with its findings, for the servers asked for."""
    (host,) = Case.open(case).result().hosts
    assert main(["techniques", str(case), "--json", "--host", host.host.upper()]) == 0
    whole = orjson.loads(capsysbinary.readouterr().out)
    assert whole["format"] == "indicia-techniques/1"
    assert [len(matrix["answers"]) for matrix in whole["hosts"][0]["techniques"]] == [30, 68]


def test_layers_are_written(case, tmp_path, capsys) -> None:
    """To a file, of the version asked for."""
    target = tmp_path / "layer.json"
    told = ["--navigator", str(target), "--attack-version", "19", "--advisory", "aa21-200b"]
    assert main(["techniques", str(case), *told]) == 0
    assert capsys.readouterr().out == ""
    layer = orjson.loads(target.read_bytes())
    assert layer["versions"] == {"attack": "19", "navigator": "5.1.0", "layer": "4.5"}
    assert len({cell["techniqueID"] for cell in layer["techniques"]}) == 68


def test_layers_go_to_standard_output(case, capsysbinary) -> None:
    """Nothing but the layers."""
    assert main(["techniques", str(case), "--navigator", "-"]) == 0
    assert len(orjson.loads(capsysbinary.readouterr().out)) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "nobody"], "no server nobody"),
        (["--advisory", "aa99-001a"], "aa21-200a, aa21-200b"),
        (["--navigator", "no/such/folder/layer.json"], "No such file"),
    ],
)
def test_what_is_not_there_is_an_error(case, arguments, words, capsys) -> None:
    """It names what there is."""
    assert main(["techniques", str(case), *arguments]) == 4
    assert words in capsys.readouterr().err


def test_a_case_without_answers_says_so(case, tmp_path, capsys) -> None:
    """As one that an earlier version judged."""
    old = tmp_path / "old"
    shutil.copytree(case, old)
    whole = orjson.loads((old / "result.json").read_bytes())
    for host in whole["hosts"]:
        del host["techniques"]
    (old / "result.json").write_bytes(orjson.dumps(whole))
    assert main(["techniques", str(old)]) == 4
    assert "Scan the evidence again" in capsys.readouterr().err
