"""`indicia train-techniques` and what `indicia read` makes of its model."""

import json
from pathlib import Path

import pytest
from tests.knowledge.reports.techniques.labelled_sentences import write

from indicia.cli.main import main


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch) -> Path:
    """A data folder of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "indicia" / "knowledge" / "techniques"


@pytest.fixture
def tram(tmp_path) -> Path:
    return write(tmp_path / "tram")


@pytest.fixture
def report(tmp_path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text("The malware grabs what the user sees on the monitor at night.\n", "utf-8")
    return path


def read(report: Path, capsys) -> tuple[object, list[dict[str, object]]]:
    capsys.readouterr()
    assert main(["read", "--json", str(report)]) == 0
    body = json.loads(capsys.readouterr().out)
    return body["techniques_from"], [each for each in body["reports"][0]["mentions"] if each["how"] == "model"]


def test_a_kept_model_suggests(tram, report, kept, capsys) -> None:
    """Without a model nothing is guessed; the trained one is kept, named and used, and gone when it is taken away."""
    assert read(report, capsys) == (None, [])
    assert main(["train-techniques", "--least", "10", "--json", str(tram)]) == 0
    trained = json.loads(capsys.readouterr().out)
    assert (kept / f"{trained['sha256']}.data").is_file()
    source, (guess,) = read(report, capsys)
    assert source["sha256"] == trained["sha256"]
    assert (guess["value"], guess["suggested"]) == ("T1113", True)
    assert 0.3 < guess["score"] <= 1
    assert guess["quoted"]["words"].startswith("The malware grabs")
    assert main(["read", str(report)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "T1113" in shown and trained["sha256"][:12] in shown and "not yet accepted" in shown
    assert main(["knowledge", "list"]) == 0
    assert trained["sha256"] in capsys.readouterr().out
    assert main(["knowledge", "remove", trained["sha256"][:10]]) == 0
    assert read(report, capsys) == (None, [])


def test_the_model_kept_last_counts(tram, report, tmp_path, kept, capsys) -> None:
    """A model that was written to a file is kept where somebody takes it; taken again, it is the newest again."""
    out = tmp_path / "m.model"
    assert main(["train-techniques", "--least", "10", "--out", str(out), str(tram)]) == 0
    assert "indicia knowledge update --from" in " ".join(capsys.readouterr().out.split())
    assert not kept.exists()
    assert main(["knowledge", "update", "--from", str(out)]) == 0
    first, _ = read(report, capsys)
    (kept / f"{first['sha256']}.json").write_text(
        (kept / f"{first['sha256']}.json").read_text("utf-8").replace("kept 20", "kept 19"), "utf-8"
    )
    assert main(["train-techniques", "--least", "11", str(tram / "sentences.json")]) == 0
    second, _ = read(report, capsys)
    assert second["sha256"] != first["sha256"]


def test_a_changed_model_is_refused(tram, report, kept, tmp_path, capsys) -> None:
    """A model that somebody changed, or a file that only begins as one, is named, and nothing is read with it."""
    assert main(["train-techniques", "--least", "10", str(tram)]) == 0
    (path,) = kept.glob("*.data")
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)
    capsys.readouterr()
    assert main(["read", str(report)]) == 4
    assert "changed since it was kept" in " ".join(capsys.readouterr().err.split())
    copy = tmp_path / "copy.model"
    copy.write_bytes(data)
    assert main(["knowledge", "update", "--from", str(copy)]) == 4
    assert "damaged" in capsys.readouterr().err


def test_what_teaches_nothing_is_refused(tmp_path, capsys) -> None:
    """A file without labels, and a number that makes no sense."""
    path = tmp_path / "x.json"
    path.write_text("{}", "utf-8")
    assert main(["train-techniques", str(path)]) == 4
    assert "no labelled sentences" in capsys.readouterr().err
    assert main(["train-techniques", "--least", "1", str(path)]) == 4
    assert "--least" in capsys.readouterr().err
