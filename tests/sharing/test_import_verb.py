"""`indicia import`, and passing on what came in."""

from pathlib import Path

import orjson
import pytest
from materials import disclosed, disclosed_object

from indicia.cli.main import main

HOSTILE = "bad\x1b[31m\u202egnp.exe\nsecond line"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    """A statement exported under CLEAR to AMBER."""
    root = tmp_path_factory.mktemp("import")
    (root / "d.json").write_bytes(orjson.dumps(disclosed_object(disclosed())))
    out = root / "b.json"
    assert main(["export", "--statement", str(root / "d.json"), "--as", "stix", "--out", str(out), "-q"]) == 0
    return out


def test_a_statement_comes_in_and_goes_out_again(bundle, tmp_path, capsys) -> None:
    """Printed with the words that nobody signed it; the next export is the same to the byte."""
    assert main(["import", str(bundle), "--out", str(tmp_path / "in.json")]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "taken in: 1 statement, 3 claims" in out
    assert "not signed" in out
    found = orjson.loads((tmp_path / "in.json").read_bytes())
    assert (found["format"], found["signed"], found["troubles"]) == ("indicia-imported/1", False, [])
    again = tmp_path / "again.json"
    assert main(["export", "--imported", str(bundle), "--as", "stix", "--out", str(again), "-q"]) == 0
    assert again.read_bytes() == bundle.read_bytes()
    for form in ("misp", "csv", "ocsf", "sarif", "navigator"):
        assert main(["export", "--imported", str(bundle), "--as", form, "--out", str(tmp_path / form), "-q"]) == 0


def test_it_is_passed_on_only_as_far_as_it_came(bundle, tmp_path, capsys) -> None:
    """A ceiling below the markings in the file leaves them out."""
    out = tmp_path / "x.json"
    assert main(["export", "--imported", str(bundle), "--as", "stix", "--marking", "clear", "--out", str(out)]) == 0
    assert "left out because stricter than TLP:CLEAR" in " ".join(capsys.readouterr().err.split())
    sentences = [one.sentence for one in disclosed().claims if one.effective.value != "TLP:CLEAR"]
    assert sentences
    assert not any(sentence.encode() in out.read_bytes() for sentence in sentences)


def test_what_import_wrote_is_no_bundle(bundle, tmp_path, capsys) -> None:
    """Who passes on what was imported gives the STIX; the refusal says so."""
    out = tmp_path / "imported.json"
    assert main(["import", str(bundle), "--out", str(out)]) == 0
    assert main(["export", "--imported", str(out), "--as", "stix"]) == 4
    assert "give the STIX that was imported" in " ".join(capsys.readouterr().err.split())


def test_others_are_listed_and_not_passed_on(tmp_path, capsys) -> None:
    """Their words act on no terminal; an export of nothing of ours is refused."""
    note = {"type": "note", "id": "note--1", "content": HOSTILE, "abstract": HOSTILE, "object_refs": [HOSTILE]}
    file = tmp_path / "b.json"
    file.write_bytes(orjson.dumps({"type": "bundle", "id": "bundle--1", "objects": [note]}))
    for more in ([], ["-v"], ["--json"]):
        assert main(["import", str(file), *more]) == 0
        out = capsys.readouterr().out
        assert "\x1b" not in out and "\u202e" not in out
    assert main(["export", "--imported", str(file), "--as", "stix"]) == 4
    assert "nothing in these files is of Indicia" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"", b"{}", b"[[[[", b'{"type":"bundle","objects":3}', b"\x00" * 9])
def test_what_is_no_bundle_is_refused(data, tmp_path, capsys) -> None:
    """With one line; a file that is not there as well."""
    (tmp_path / "b").write_bytes(data)
    assert main(["import", str(tmp_path / "b")]) == 4
    assert "no bundle" in capsys.readouterr().err
    assert main(["import", str(tmp_path / "none")]) == 4
