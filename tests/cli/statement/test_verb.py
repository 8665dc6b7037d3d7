"""From a case to a signed position, by the commands alone; and no salt ever comes out of them."""

import base64
import re
import stat
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from tests.attribution.intrusions import finding, result

from indicia.case import Case, Intake, Listed
from indicia.cli.main import main
from indicia.model.evidence import Evidence, Kind, Locator, Origin
from indicia.sharing.given import disclosed_of
from indicia.statement.folder import StatementFolder
from indicia.statement.keys.announcement import Purpose
from indicia.statement.keys.pair import make_pair
from indicia.statement.keys.secret_file import lock

PHRASE = "correct horse battery"
MADE = datetime(2021, 7, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _phrase(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("INDICIA_PASSPHRASE", PHRASE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """One server, one finding, and the file that it was found in."""
    import hashlib

    from msgspec.structs import replace

    log = tmp_path / "sysmon.evtx"
    log.write_bytes(b"0123456789abcdefghij")
    digest = hashlib.sha256(log.read_bytes()).hexdigest()
    one = finding(1)
    exhibit = replace(one.exhibits[0], at=Locator(sha256=digest, offset=5, length=4))
    case = Case.create(tmp_path / "case")
    case.write("case.json", b"{}")
    case.save_result(result([replace(one, exhibits=(exhibit,))]))
    evidence = Evidence(sha256=digest, size=20, path="sysmon.evtx", scope="", kind=Kind.IIS)
    case.save_intake(Intake(signature="", files=(Listed(evidence=evidence, origin=Origin(path=str(log))),), faults=()))
    return case.root


@pytest.fixture
def keys(tmp_path: Path):
    def made(party: str, alliance: str = "test") -> str:
        path = tmp_path / f"{party}.{alliance}.secret.json"
        data = lock(make_pair(), PHRASE, alliance=alliance, holder=party, purpose=Purpose.PARTY, made=MADE, cost=2**14)
        path.write_bytes(data)
        path.chmod(0o600)
        return str(path)

    return made


def drafted(case: Path, tmp_path: Path, marking: str = "clear") -> str:
    folder = str(tmp_path / "st")
    words = ["--alliance", "test", "--author", "US", "--title", "A break-in", "--marking", marking]
    assert main(["statement", "draft", str(case), "--no-attribution", "--out", folder, *words]) == 0
    return folder


def published(case: Path, tmp_path: Path, marking: str = "clear") -> str:
    folder = drafted(case, tmp_path, marking)
    assert main(["statement", "policy", folder, "--agree", "1", "--of", "US,CA,GB", "--claims", "C1"]) == 0
    assert main(["statement", "publish", folder]) == 0
    return folder


def filled(folder: str, party: str, tmp_path: Path, *keys: tuple[str, str]) -> str:
    path = tmp_path / f"{party}.toml"
    path.unlink(missing_ok=True)
    assert main(["position", "draft", folder, "--party", party, "--out", str(path)]) == 0
    text = path.read_text("utf-8")
    for name, value in keys:
        text = text.replace(f'{name} = ""', f'{name} = "{value}"', 1)
    path.write_text(text, "utf-8")
    return str(path)


def salts(folder: str) -> list[str]:
    found = []
    for path in (Path(folder) / "disclosures").iterdir():
        found += [orjson.loads(line)["salt"] for line in path.read_bytes().splitlines()]
    return found


def test_from_case_to_signed_position(case, keys, tmp_path, capsys) -> None:
    """The whole way, two parties, one of which dissents, and a reader who sees it."""
    folder = published(case, tmp_path)
    us = keys("US")
    assert main(["statement", "sign", folder, "--key", us]) == 0
    shared = tmp_path / "for-ca.json"
    assert main(["statement", "disclose", folder, "--up-to", "clear", "--out", str(shared)]) == 0
    assert stat.S_IMODE(shared.stat().st_mode) == 0o600
    own = str(tmp_path / "own")
    assert main(["statement", "receive", str(shared), "--out", own]) == 0
    for party, *said in (
        ("CA", ("stance", "agree in part"), ("wording", "we are confident"), ("confidence", "confident")),
        ("GB", ("stance", "dissent"), ("reasons", "we saw nothing")),
    ):
        file = filled(own, party, tmp_path, *said)
        assert main(["position", "check", own, file]) == 0
        assert main(["position", "seal", own, file]) == 0
        assert main(["position", "sign", own, "--party", party, "--key", keys(party)]) == 0
    words = ["--speaker", "The accused", "--text", "Groundless.", "--day", "2021-07-19", "--source", "embassy"]
    assert main(["position", "reply", own, *words, "--recorded-by", "CA", "--marking", "clear"]) == 0
    assert main(["position", "sign-reply", own, "1", "--key", keys("CA")]) == 0
    back = tmp_path / "back.json"
    assert main(["statement", "disclose", own, "--up-to", "clear", "--out", str(back)]) == 0
    assert main(["statement", "receive", str(back), "--out", folder]) == 0
    exported = disclosed_of(back.read_bytes(), "back")
    assert len(exported.positions) == 2 and len(exported.replies) == 1 and exported.whole
    capsys.readouterr()
    assert main(["statement", "agreement", folder]) == 0
    out = capsys.readouterr().out
    assert "ISSUED" in out and "because: we saw nothing" in out and "“we are confident”" in out
    assert "silent" in out and "US" in out and "Groundless." in out
    assert max(map(len, out.splitlines())) <= 80
    signed = {path.name for path in Path(own).glob("*/*.dsse.json")}
    assert signed == {"CA.1.dsse.json", "GB.1.dsse.json", "1.dsse.json"}


def test_claims_reach_the_bytes(case, tmp_path, capsys) -> None:
    """Finding, file, bytes and their hash; without the evidence the hash alone is missing."""
    import hashlib

    folder = drafted(case, tmp_path)
    capsys.readouterr()
    assert main(["statement", "show", folder, "--json"]) == 0
    body = orjson.loads(capsys.readouterr().out)
    (place,) = body["claims"][0]["support"][0]["exhibits"]
    assert (place["start"], place["end"]) == (5, 9)
    assert place["sha256"] == hashlib.sha256(b"5678").hexdigest()
    assert body["claims"][0]["support"][0]["case"] == hashlib.sha256((case / "result.json").read_bytes()).hexdigest()
    (tmp_path / "sysmon.evtx").write_bytes(b"0123456789abcdefghiX")
    words = ["--alliance", "test", "--author", "US", "--title", "t", "--no-attribution"]
    assert main(["statement", "draft", str(case), "--out", str(tmp_path / "again"), *words]) == 0
    capsys.readouterr()
    main(["statement", "show", str(tmp_path / "again"), "--json"])
    body = orjson.loads(capsys.readouterr().out)
    assert body["claims"][0]["support"][0]["exhibits"][0]["sha256"] is None
    assert {one["effective"] for one in body["claims"]} == {"TLP:RED"}


def test_no_salt_comes_out(case, tmp_path, capsys) -> None:
    """Not printed, not in JSON, not on the page; only in files for their owner and in what is disclosed."""
    folder = published(case, tmp_path)
    file = filled(folder, "CA", tmp_path, ("stance", "agree"))
    main(["position", "check", folder, file])
    main(["position", "seal", folder, file])
    page = tmp_path / "page.html"
    for verb in (
        ["show", folder, "--json"],
        ["show", folder, "-v"],
        ["show", folder, "--version", "1", "--json"],
        ["check", folder, "--json"],
        ["agreement", folder, "--json"],
        ["agreement", folder],
        ["agreement", folder, "--html", str(page)],
    ):
        main(["statement", *verb])
    assert main(["statement", "edit", folder, "C1", "--sentence", "Another sentence."]) == 0
    assert main(["statement", "publish", folder]) == 0
    main(["statement", "diff", folder, "1", "2", "--json"])
    told = capsys.readouterr()
    text = told.out + told.err + page.read_text("utf-8")
    held = salts(folder)
    assert len(held) > 5
    for salt in held:
        assert salt not in text and base64.b64decode(salt).hex() not in text
    assert '"salt"' not in text
    for path in Path(folder).rglob("*"):
        if path.is_file() and any(salt.encode() in path.read_bytes() for salt in held):
            assert path.parent.name == "disclosures" and stat.S_IMODE(path.stat().st_mode) == 0o600


def test_work_on_claims(case, tmp_path, capsys) -> None:
    """Add one's own, edit, drop, withdraw in a later version, and see what changed."""
    folder = published(case, tmp_path)
    assert (
        main(["statement", "add", folder, "--sentence", "A second one.", "--rests-on", "C1", "--marking", "clear"]) == 0
    )
    assert main(["statement", "add", folder, "--sentence", "A third one.", "--marking", "clear"]) == 0
    new, third = (one.id for one in StatementFolder.open(Path(folder)).draft().claims[-2:])
    assert main(["statement", "publish", folder]) == 4
    assert "without support" in capsys.readouterr().out
    assert main(["statement", "drop", folder, third]) == 0
    assert main(["statement", "drop", folder, "C1"]) == 4
    assert "sealed version" in capsys.readouterr().err
    words = ["--likelihood", "very likely", "--sentence", "It is very likely so.", "--confidence", "low", "--why", "x"]
    assert main(["statement", "edit", folder, new, *words]) == 0
    assert main(["statement", "publish", folder]) == 0
    assert main(["statement", "withdraw", folder, new, "--why", "we were wrong"]) == 0
    assert main(["statement", "publish", folder]) == 0
    assert main(["statement", "publish", folder]) == 4
    assert "nothing changed since version 3" in capsys.readouterr().err
    assert main(["statement", "diff", folder, "2", "3"]) == 0
    out = capsys.readouterr().out
    assert "withdrawn: we were wrong" in out and "Version 2 to version 3" in out
    assert main(["statement", "add", folder, "--sentence", "Later.", "--rests-on", "C1"]) == 0
    assert StatementFolder.open(Path(folder)).draft().claims[-1].id == f"C{int(third[1:]) + 1}"
    assert main(["statement", "edit", folder, "--title", "Another", "--note", "no proof", "--marking", "green"]) == 0
    assert main(["statement", "show", folder]) == 0
    assert "Another" in capsys.readouterr().out


def test_readers_see_what_they_may(case, tmp_path, capsys) -> None:
    """An AMBER claim is not in the file for a CLEAR reader, whose folder says that it is hidden."""
    folder = published(case, tmp_path)
    assert main(["statement", "edit", folder, "C1", "--marking", "amber"]) == 0
    assert main(["statement", "publish", folder]) == 0
    shared = tmp_path / "clear.json"
    assert main(["statement", "disclose", folder, "--up-to", "clear", "--out", str(shared)]) == 0
    assert b"operated by an intruder" not in shared.read_bytes()
    own = str(tmp_path / "own")
    assert main(["statement", "receive", str(shared), "--out", own]) == 0
    capsys.readouterr()
    assert main(["statement", "show", own]) == 0
    assert "not disclosed: C1" in capsys.readouterr().out
    assert main(["statement", "agreement", own]) == 0
    assert "not disclosed to you" in capsys.readouterr().out
    # A stance to a hidden claim stays hidden with it; every policy answer says so.
    file = filled(folder, "CA", tmp_path, ("stance", "agree"))
    assert main(["position", "seal", folder, file]) == 0
    again = tmp_path / "again.json"
    assert main(["statement", "disclose", folder, "--up-to", "clear", "--out", str(again)]) == 0
    assert main(["statement", "receive", str(again), "--out", own]) == 0
    capsys.readouterr()
    assert main(["statement", "agreement", own, "--json"]) == 0
    body = orjson.loads(capsys.readouterr().out)
    assert body["policy"]["outcome"] == "cannot be told"
    first = next(one for one in body["claims"] if one["id"] == "C1")
    assert (
        first["claim"] is None
        and {"CA": "not disclosed"}.items() <= {one["party"]: one["side"] for one in first["parties"]}.items()
    )


def test_keys_of_others_sign_nothing(case, keys, tmp_path, capsys) -> None:
    """Another party's, another alliance's; and nothing is signed twice."""
    folder = published(case, tmp_path)
    for key in (keys("CA"), keys("US", "other")):
        assert main(["statement", "sign", folder, "--key", key]) == 4
        assert "Each party signs for itself" in capsys.readouterr().err
    us = keys("US")
    assert main(["statement", "sign", folder, "--key", us]) == 0
    assert main(["statement", "sign", folder, "--key", us]) == 4
    assert "is signed already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda one: one.update(format="x"), "not `indicia-disclosed/1`"),
        (lambda one: one.update(more=1), "unknown"),
        (lambda one: one["claims"].append(one["claims"][0] | {"salt": "x"}), "salt"),
        (lambda one: one["claims"][0]["object"].update(sentence="Another."), "not committed to"),
        (lambda one: one["statement"]["predicate"]["claims"].pop(), "root"),
        (lambda one: one["statement"]["predicate"].update(version=0), "version"),
        (lambda one: one.update(positions=[{"position": {}, "stances": []}]), "position"),
        (lambda one: one.update(claims={}), "not a list"),
    ],
)
def test_a_hostile_file_is_refused(act, why, case, tmp_path, capsys) -> None:
    """With a clear word, and nothing of it is kept as a version."""
    folder = published(case, tmp_path)
    shared = tmp_path / "shared.json"
    assert main(["statement", "disclose", folder, "--up-to", "clear", "--out", str(shared)]) == 0
    body = orjson.loads(shared.read_bytes())
    act(body)
    shared.write_bytes(orjson.dumps(body))
    capsys.readouterr()
    assert main(["statement", "receive", str(shared), "--out", str(tmp_path / "own")]) == 4
    err = capsys.readouterr().err
    assert re.search(why, err) and "Traceback" not in err and "defect" not in err


def test_usage(case, tmp_path, capsys) -> None:
    """Wrong command lines are said, each with 4."""
    folder = drafted(case, tmp_path)
    base = ["--alliance", "test", "--author", "US", "--title", "t"]
    for wrong in (
        ["statement", "draft", "--out", str(tmp_path / "x"), *base],
        ["statement", "draft", str(case), "--out", folder, "--no-attribution", *base],
        ["statement", "add", folder],
        ["statement", "edit", folder, "C1", "--likelihood", "quite likely"],
        ["statement", "edit", folder, "C1", "--kind", "x"],
        ["statement", "edit", folder, "C99", "--sentence", "x"],
        ["statement", "policy", folder, "--agree", "4", "--of", "US", "--claims", "C1"],
        ["statement", "policy", folder, "--agree", "1", "--of", "US", "--claims", "C99"],
        ["statement", "policy", folder, "--agree", "1", "--of", "US", "--claims", "C1", "--counts", "shout"],
        ["statement", "policy", folder, "--agree", "1", "--of", "../x", "--claims", "C1"],
        ["statement", "show", folder, "--version", "3"],
        ["statement", "show", str(tmp_path)],
        ["statement", "agreement", folder],
        ["position", "draft", folder, "--party", "CA"],
        [
            "statement",
            "draft",
            str(case),
            "--attribution",
            str(case / "result.json"),
            "--out",
            str(tmp_path / "y"),
            *base,
        ],
    ):
        assert main(wrong) == 4
        err = capsys.readouterr().err
        assert "defect" not in err and err.strip()
    with pytest.raises(SystemExit):
        main(["statement", "draft", str(case), "--marking", "purple", "--out", "z", *base])


def test_an_article_becomes_a_statement(tmp_path, capsysbinary) -> None:
    """`indicia read`, then `draft`, `policy`, `publish`, on prose like that of the press."""
    press = Path(__file__).parents[2] / "knowledge" / "reports" / "assertions" / "development" / "exchange-press.txt"
    assert main(["read", str(press), "--json"]) == 0
    reading = tmp_path / "r.json"
    reading.write_bytes(capsysbinary.readouterr().out)
    folder = str(tmp_path / "press")
    words = ["--alliance", "test", "--author", "US", "--title", "As the press has it", "--marking", "clear"]
    more = ["--report-marking", "clear", "--out", folder]
    assert main(["statement", "draft", "--reading", str(reading), *words, *more]) == 0
    assert main(["statement", "policy", folder, "--agree", "1", "--of", "US,CA", "--claims", "C7"]) == 0
    assert main(["statement", "check", folder]) == 0
    assert main(["statement", "publish", folder]) == 0
    version = StatementFolder.open(Path(folder)).version(1)
    assert len(version.claims) >= 29 and not version.hidden
