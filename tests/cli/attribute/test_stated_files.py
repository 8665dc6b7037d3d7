"""`indicia attribute FILE...`: files of others beside or instead of cases, on the command line."""

import json
from datetime import date
from pathlib import Path

import orjson
import pytest
from tests.attribution.stated import as_layer, as_list, as_reading, as_stix, bundle, link, pattern, thing

from indicia.cli.main import main

WAVE = ["T1190", "T1505.003", "T1003.001", "T1059.001", "T1560.001", "T1114.002", "T1078.003", "T1136.002"]
HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e"


@pytest.fixture(autouse=True)
def nothing_kept(tmp_path, monkeypatch):
    """A user who keeps nothing."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def written(folder: Path, name: str, data: bytes) -> str:
    """A file, and its path."""
    path = folder / name
    path.write_bytes(data)
    return str(path)


def knowledge(folder: Path) -> str:
    """A small bundle: one group that a report of its own time ties to the wave, one that an older report knows."""
    wave, old = thing("intrusion-set", 1, name="Wave"), thing("intrusion-set", 2, name="Old")
    wave["external_references"] = [{"source_name": "mitre-attack", "external_id": "G9001"}]
    old["external_references"] = [{"source_name": "mitre-attack", "external_id": "G9002"}]
    used = [pattern(10 + number, id) for number, id in enumerate(WAVE)]

    def cited(name: str, day: str) -> list[dict[str, str]]:
        url = f"https://vendor.example/{name.lower()}"
        return [{"source_name": name, "description": f"V. ({day}). On {name}. Retrieved now.", "url": url}]

    links = [
        *(
            link(50 + number, "uses", wave, one, external_references=cited("Vendor Wave", "2021, March 2"))
            for number, one in enumerate(used)
        ),
        *(
            link(80 + number, "uses", old, one, external_references=cited("Vendor Old", "2019, May 1"))
            for number, one in enumerate(used[:3])
        ),
    ]
    return written(folder, "attack.json", bundle([wave, old, *used, *links]))


def answer(capsys, *arguments: str) -> dict:
    """The JSON of a question that is answered."""
    assert main(["attribute", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_file_instead_of_a_case(tmp_path, capsys) -> None:
    """Terminal, page and JSON as for a case; places stand where findings stand."""
    path = written(tmp_path, "seen.csv", as_list([*WAVE, "T7777", "HAFNIUM"], date(2021, 3, 1)))
    page = tmp_path / "page.html"
    assert main(["attribute", path, "--html", str(page), "-v"]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    flat = " ".join(shown.split())
    for piece in (
        "seen.csv: list, states 8, 2 left out",
        "(line 3)",
        "T7777 (line 11)",
        "HAFNIUM (line 12)",
        "moderately",
    ):
        assert piece in flat
    assert "seen.csv" in page.read_text("utf-8") and "line 3" in page.read_text("utf-8")
    found = answer(capsys, path)
    assert found["cases"] == [] and found["files"][0]["stated"] == 8
    assert found["first"].startswith("2021-03-01")


def test_empty_and_thin_files_end_well(tmp_path, capsys) -> None:
    """Nothing can be said, and that is no failure."""
    empty, thin = written(tmp_path, "empty.txt", b""), written(tmp_path, "thin.json", as_layer(WAVE[:2]))
    assert answer(capsys, empty)["answer"] == "nothing can be said"
    assert "at least 5" in answer(capsys, thin, empty)["sentence"]


def test_days_of_the_user_leave_reports_of_the_activity_out(tmp_path, capsys) -> None:
    """With days the report on the wave is left out by itself; without, by name; and what is kept is said."""
    attack = ("--attack", knowledge(tmp_path))
    path = written(tmp_path, "seen.json", as_layer(WAVE))
    kept = answer(capsys, path, *attack)
    assert "G9001" in [one["id"] for one in kept["hypotheses"]]
    assert "cannot be left out" in " ".join(kept["assumptions"])
    for more in (
        ("--first", "2021-01-03", "--last", "2021-03-02"),
        ("--without", "wave"),
        ("--without", "Vendor Wave"),
    ):
        found = answer(capsys, path, *attack, *more)
        assert "G9001" not in [one["id"] for one in found["hypotheses"]]
    assert "Vendor Wave" in " ".join(found["knowledge"]["sources"])


def test_a_report_that_is_a_source_is_named(tmp_path, capsys) -> None:
    """By its address in a bundle or its title in a reading; --without-cited leaves it out."""
    attack = ("--attack", knowledge(tmp_path))
    report = orjson.loads(as_reading(WAVE))
    report["reports"][0]["text"]["address"] = "https://www.vendor.example/vendor wave/"
    reading = written(tmp_path, "reading.json", orjson.dumps(report))
    stix = written(tmp_path, "stix.json", as_stix(WAVE, external_references=[{"source_name": "Vendor Wave"}]))
    for path in (reading, stix):
        found = answer(capsys, path, *attack)
        assert any("Vendor Wave" in text and "recognises itself" in text for text in found["assumptions"])
        without = answer(capsys, path, *attack, "--without-cited")
        assert "G9001" not in [one["id"] for one in without["hypotheses"]]
        assert not any("Vendor Wave" in text for text in without["assumptions"])


def test_several_files(tmp_path, capsys) -> None:
    """They are one question, each place with its file; equal names are told apart."""
    (tmp_path / "other").mkdir()
    one = written(tmp_path, "a.txt", as_list(WAVE[:4]))
    other = written(tmp_path / "other", "a.txt", as_list(WAVE[4:]))
    found = answer(capsys, one, other)
    assert [file["name"] for file in found["files"]] == ["a.txt", "a.txt-2"]
    assert {place.partition(":")[0] for piece in found["features"] for place in piece["places"]} == {"a.txt", "a.txt-2"}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--first", "soon"], "no day"),
        (["--first", "2021-03-02", "--last", "2021-03-01"], "lies before"),
        (["--without", "x"], "shipped sets do not say"),
        (["--without-cited"], "shipped sets do not say"),
        (["--campaign", "x"], "no file is a STIX bundle"),
        (["--host", "x"], "no server"),
        (["nowhere.json"], "no such file"),
    ],
)
def test_wrong_questions_are_refused(tmp_path, capsys, more, says) -> None:
    """With 4, and with what to do."""
    path = written(tmp_path, "seen.txt", as_list(WAVE))
    assert main(["attribute", path, *more]) == 4
    error = capsys.readouterr().err
    assert says in error and "defect" not in error


def test_wrong_files_and_names_are_refused(tmp_path, capsys) -> None:
    """The same file twice, a report that was not read, a report that is not in the bundle, days without a file."""
    path, report = written(tmp_path, "seen.txt", as_list(WAVE)), written(tmp_path, "report.pdf", b"%PDF-1.7 ...")
    attack = knowledge(tmp_path)
    for arguments, says in (
        ([path, path], "given twice"),
        ([report], "indicia read"),
        ([path, "--attack", attack, "--without", "vendor of nothing"], "Similar: Vendor Old, Vendor Wave"),
        ([path, "--attack", attack, "--without", " "], "empty name"),
        ([str(tmp_path), "--first", "2021-01-01"], "no file"),
    ):
        assert main(["attribute", *arguments]) == 4
        error = " ".join(capsys.readouterr().err.split())
        assert says in error and "defect" not in error


def test_nothing_from_a_file_acts(tmp_path, capsys) -> None:
    """Names in a hostile file reach page and terminal written out."""
    objects = [thing("campaign", 1, name=HOSTILE), thing("identity", 2, name=HOSTILE, sectors=[HOSTILE])]
    objects += [thing("tool", 3, name=HOSTILE), *(pattern(10 + number, id) for number, id in enumerate(WAVE))]
    objects += [link(50 + number, "uses", objects[0], one) for number, one in enumerate(objects[2:])]
    objects.append(link(99, "targets", objects[0], objects[1]))
    path, page = written(tmp_path, "odd.json", bundle(objects)), tmp_path / "page.html"
    assert main(["attribute", path, "--html", str(page), "-v"]) == 0
    for shown in (capsys.readouterr().out, page.read_text("utf-8")):
        assert "\x1b" not in shown and "\u202e" not in shown
    assert "<script" not in page.read_text("utf-8")
