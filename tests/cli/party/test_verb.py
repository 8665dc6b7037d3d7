"""`indicia party`: a whole ceremony by files alone, and every way in which it is refused."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicia.cli.main import main
from indicia.statement.keys.announcement import Purpose, announce
from indicia.statement.keys.pair import make_pair
from indicia.statement.keys.secret_file import lock

ALLIANCE = "example-2021"
PHRASE = "five random words it is"
MADE = datetime(2021, 7, 1, tzinfo=UTC)
PEOPLE = {"ann": Purpose.OFFICER, "bob": Purpose.OFFICER, "eve": Purpose.OFFICER, "US": Purpose.PARTY}


def hand_in(folder: Path, name: str, purpose: Purpose) -> None:
    """Both files of new keys, cheap to open."""
    keys = make_pair()
    facts = {"alliance": ALLIANCE, "holder": name, "purpose": purpose, "made": MADE}
    secret = folder / f"{name}.secret.json"
    secret.write_bytes(lock(keys, PHRASE, cost=2**14, **facts))
    secret.chmod(0o600)
    (folder / f"{name}.keys.json").write_bytes(announce(keys, **facts))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everybody's files, the time of 2021, and a data folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MADE.timestamp())))
    monkeypatch.setenv("INDICIA_PASSPHRASE", PHRASE)
    for name, purpose in PEOPLE.items():
        hand_in(tmp_path, name, purpose)
    return tmp_path


def party(*words: str) -> int:
    return main(["party", *words])


def begin() -> None:
    """An alliance in force, with one party."""
    officers = [word for one in ("ann", "bob", "eve") for word in ("--officer", f"{one}.keys.json")]
    assert party("init", "--alliance", ALLIANCE, "--threshold", "2", *officers, "--change", "c.json") == 0
    assert party("add", "m", "US.keys.json", "--country", "US", "--title", "United States", "--change", "c.json") == 0
    for one in ("ann", "bob"):
        assert party("sign", "m", "c.json", "--key", f"{one}.secret.json", "--yes") == 0
    assert party("apply", "m", "c.json") == 0


def test_a_ceremony(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Begun, signed by two, in force, listed; then new keys, signed apart on copies."""
    begin()
    capsys.readouterr()
    assert party("list", "m", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["alliance"], shown["threshold"], shown["root"], shown["targets"]) == (ALLIANCE, 2, 1, 1)
    assert [(one["party"], one["title"], one["counts"]) for one in shown["keys"]] == [("US", "United States", True)]
    (place / "new").mkdir()
    hand_in(place / "new", "US", Purpose.PARTY)
    words = ("--why", "stolen", "--until", "2021-07-10", "--since", "2021-07-12")
    assert party("rotate", "m", "new/US.keys.json", *words, "--change", "d.json") == 0
    (place / "copy.json").write_bytes((place / "d.json").read_bytes())
    assert party("sign", "m", "d.json", "--key", "eve.secret.json", "--yes") == 0
    assert party("sign", "m", "copy.json", "--key", "bob.secret.json", "--yes") == 0
    capsys.readouterr()
    assert party("show", "m", "d.json") == 1
    assert party("apply", "m", "d.json") == 4
    assert "signed by 1 of the 2 officers" in capsys.readouterr().err
    assert party("show", "m", "d.json", "copy.json", "--json") == 0
    change = json.loads(capsys.readouterr().out)
    assert change["complete"] and change["needs"][0]["signed"] == ["bob", "eve"]
    assert any("count up to 2021-07-10T00:00:00Z (stolen)" in one for one in change["does"])
    assert party("apply", "m", "d.json", "copy.json") == 0
    capsys.readouterr()
    assert party("list", "m", "--at", "2021-07-11") == 0
    old, new = (line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert old[:6] == ["US", "US", "United States", "2021-07-01T00:00:00Z", "2021-07-10T00:00:00Z", "stolen"]
    assert new[3:6] == ["2021-07-12T00:00:00Z", "", ""]


def test_officers_come_and_go(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One ceremony may do many things; the list of officers has versions of its own."""
    begin()
    hand_in(place, "zoe", Purpose.OFFICER)
    assert party("add", "m", "zoe.keys.json", "--change", "e.json") == 0
    assert party("revoke", "m", "ann", "--officer", "--change", "e.json") == 0
    assert party("revoke", "m", "US", "--until", "2021-08-01", "--change", "e.json") == 0
    assert party("renew", "m", "--expires", "2030-01-01", "--officers-expire", "2031-01-01", "--change", "e.json") == 0
    for one in ("bob", "eve"):
        assert party("sign", "m", "e.json", "--key", f"{one}.secret.json", "--yes") == 0
    assert party("apply", "m", "e.json") == 0
    capsys.readouterr()
    assert party("list", "m", "--json", "--at", "2021-09-01") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["root"], shown["targets"]) == (2, 2)
    assert {one["name"] for one in shown["officers"]} == {"bob", "eve", "zoe"}
    assert [(one["why"], one["counts"]) for one in shown["keys"]] == [("left", False)]
    assert shown["targets_expires"] == "2030-01-01T00:00:00Z"


def test_an_old_copy_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By every verb that reads it, once this user has seen a newer one."""
    begin()
    old = place / "old"
    old.mkdir()
    for file in (place / "m").iterdir():
        (old / file.name).write_bytes(file.read_bytes())
    assert party("renew", "m", "--expires", "2029-01-01", "--change", "d.json") == 0
    for one in ("ann", "bob"):
        assert party("sign", "m", "d.json", "--key", f"{one}.secret.json", "--yes") == 0
    assert party("apply", "m", "d.json") == 0
    capsys.readouterr()
    for words in (("list", "old"), ("show", "old", "d.json"), ("renew", "old", "--change", "x.json")):
        assert party(*words) == 4
        assert "rollback: targets 1 of example-2021, but targets 2 was seen" in capsys.readouterr().err
    assert party("list", "old", "--seen", "elsewhere.json") == 0


def test_expiry_is_an_exit_code(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is still shown, with 1; a change that has expired itself does not come into force."""
    begin()
    assert party("list", "m", "--at", "2022-06-30") == 0
    assert party("list", "m", "--at", "2022-07-01T00:00:00") == 1
    assert party("renew", "m", "--expires", "2021-06-30", "--change", "d.json") == 0
    for one in ("ann", "bob"):
        assert party("sign", "m", "d.json", "--key", f"{one}.secret.json", "--yes") == 0
    capsys.readouterr()
    assert party("apply", "m", "d.json") == 4
    assert "targets: expired on 2021-06-30" in capsys.readouterr().err
    assert not (place / "m" / "targets.2.json").exists()


def test_a_signed_change_is_not_amended(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A signature is over exactly what the file says."""
    begin()
    assert party("renew", "m", "--change", "d.json", "--expires", "2029-01-01") == 0
    assert party("sign", "m", "d.json", "--key", "ann.secret.json", "--yes") == 0
    capsys.readouterr()
    assert party("revoke", "m", "US", "--change", "d.json") == 4
    assert "is signed already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "m", "US.keys.json", "--change", "x"), "say its --country and --title"),
        (("add", "m", "US.secret.json", "--change", "x"), "US.secret.json"),
        (("add", "m", "absent", "--change", "x"), "cannot be read"),
        (("add", "absent", "US.keys.json", "--change", "x"), "no membership is here"),
        (("list", "absent"), "absent"),
        (("show", "m", "absent"), "absent: cannot be read"),
        (("revoke", "m", "XX", "--change", "x"), "XX is no party"),
        (("renew", "m", "--expires", "2022-07-01", "--change", "x"), "changes nothing"),
        (("init", "--alliance", "a b", "--threshold", "1", "--officer", "ann.keys.json", "--change", "x"), "alliance"),
        (("init", "--alliance", "a", "--threshold", "1", "--officer", "ann.keys.json", "--change", "c.json"), "there"),
        (("key", "make", "--alliance", ALLIANCE, "--party", "root"), "no name of a party"),
        (("key", "make", "--alliance", ALLIANCE, "--party", "DE", "--token", "x"), "--token goes with"),
        (("key", "show", "m/root.1.json"), "root.1.json"),
    ],
)
def test_mistakes_are_named(place: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    """One line, exit code 4, and nothing written."""
    begin()
    capsys.readouterr()
    assert party(*words) == 4
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error and "defect" not in error
    assert not (place / "x").exists()


def test_signing_is_refused(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong passphrase, a party's keys, a readable key file, nobody to ask: the change stays as it was."""
    begin()
    assert party("renew", "m", "--change", "d.json", "--expires", "2029-01-01") == 0
    before = (place / "d.json").read_bytes()
    sign = ("sign", "m", "d.json", "--key")

    def refused(said: str, *words: str) -> None:
        capsys.readouterr()
        assert party(*sign, *words) == 4
        assert said in capsys.readouterr().err
        assert (place / "d.json").read_bytes() == before

    refused("no officer's", "US.secret.json", "--yes")
    refused("nobody is there to be asked", "ann.secret.json")
    monkeypatch.setenv("INDICIA_PASSPHRASE", "some other words here")
    refused("wrong passphrase", "ann.secret.json", "--yes")
    monkeypatch.delenv("INDICIA_PASSPHRASE")
    refused("INDICIA_PASSPHRASE", "ann.secret.json", "--yes")
    if os.name == "posix":
        (place / "ann.secret.json").chmod(0o644)
        refused("mode 0644", "ann.secret.json", "--yes")
        (place / "ann.secret.json").chmod(0o600)
        (place / "phrase").write_text(PHRASE + "\n")
        (place / "phrase").chmod(0o644)
        refused("mode 0644", "ann.secret.json", "--yes", "--passphrase-file", "phrase")
        (place / "phrase").chmod(0o600)
    assert party(*sign, "ann.secret.json", "--yes", "--passphrase-file", "phrase") == 0


def test_keys_are_made_and_shown(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two files, the secret one private; the same fingerprint in both; nothing is overwritten."""
    make = ("key", "make", "--alliance", ALLIANCE, "--party", "DE")
    assert party(*make) == 0
    made = capsys.readouterr().out.split("\t")
    assert made[1] == "party DE" and made[3] == "ed25519 + ml-dsa-65/1"
    if os.name == "posix":
        assert (place / "DE.secret.json").stat().st_mode & 0o777 == 0o600
    for name in ("DE.keys.json", "DE.secret.json"):
        assert party("key", "show", name, "--json") == 0
        assert json.loads(capsys.readouterr().out)["fingerprint"] == made[2]
    assert party(*make) == 4
    assert "is there already" in capsys.readouterr().err


def test_a_passphrase_is_changed(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same keys under the new one; the old one opens them no more."""
    begin()
    monkeypatch.setenv("INDICIA_NEW_PASSPHRASE", "short")
    assert party("key", "passphrase", "ann.secret.json") == 4
    monkeypatch.setenv("INDICIA_NEW_PASSPHRASE", "quite other words now")
    assert party("key", "passphrase", "ann.secret.json") == 0
    assert party("renew", "m", "--change", "d.json", "--expires", "2029-01-01") == 0
    assert party("sign", "m", "d.json", "--key", "ann.secret.json", "--yes") == 4
    monkeypatch.setenv("INDICIA_PASSPHRASE", "quite other words now")
    assert party("sign", "m", "d.json", "--key", "ann.secret.json", "--yes") == 0


def test_hardware_that_is_not_there_is_named(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    """What to install, or what to set; no key is made."""
    monkeypatch.delenv("PYKCS11LIB", raising=False)
    assert party("key", "make", "--alliance", ALLIANCE, "--party", "DE", "--hardware", "2") == 4
    error = capsys.readouterr().err
    assert "indicia[hardware]" in error or "PYKCS11LIB" in error
    assert not (place / "DE.secret.json").exists()
