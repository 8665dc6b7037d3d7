"""`indicia read`: what a person and a machine get, and that nothing is lost on the way."""

import json
import os

import pytest

from indicia.cli.main import main
from indicia.detection.indicators.loading import load_indicators

NEWS = """US and allies accuse China of Exchange hack

July 19, 2021

WASHINGTON - The United States said on Monday that hackers known as HAFNIUM hit at least 30,000 organizations in the
U.S. Last month they used CVE-2021-26855, 26857 and -27065 and the China Chopper web shell (T1505.003).

The page supp0rt.aspx spoke to hxxp[:]//evil[.]example/p?e and 203.0.113[.]7, never to 10.0.0.1; see
https://www.cisa.gov/news. Hash: b75f163ca9b9240bf4b37ad92bc7556b40a17e27c2b8ed5c8991385fe07d17d0
"""


pytestmark = pytest.mark.usefixtures("no_catalogues")


def test_a_person_reads_what_it_says(news, capsys):
    """Title, day, numbers with what they count, names, flaws, indicators whole; what only looks like one apart."""
    assert main(["read", str(news)]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.split("\n"))) <= 80
    flat = " ".join(shown.split())
    for piece in (
        "US and allies accuse China of Exchange hack 2021-07-19",
        "at least 30,000 organizations in the U.S.",
        "HAFNIUM ATT&CK G0125",
        "CVE-2021-27065",
        "T1505.003",
        "http://evil.example/p?e",
        "b75f163ca9b9240bf4b37ad92bc7556b40a17e27c2b8ed5c8991385fe07d17d0",
        "private address 10.0.0.1",
        "by the day of the document",
    ):
        assert piece in flat


def test_a_machine_gets_every_place(news, capsys):
    """Each quotation of the JSON is in its text, where it says."""
    assert main(["read", str(news), "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["format"] == "indicia-reading/1" and body["refused"] == []
    (report,) = body["reports"]
    text = report["text"]["text"]
    assert len(report["mentions"]) > 12
    for mention in report["mentions"]:
        for quoted in (mention["quoted"], mention["context"]):
            assert text[quoted["start"] : quoted["end"]] == quoted["words"]
        assert mention["context"]["start"] <= mention["quoted"]["start"]


def test_indicators_can_be_looked_for(news, tmp_path, capsys):
    """The CSV is read back whole by what `indicia scan --indicators` uses, without references and private addresses."""
    out = tmp_path / "out.csv"
    assert main(["read", str(news), "--csv", str(out)]) == 0
    assert "4 indicators" in capsys.readouterr().err
    loaded = load_indicators([out])
    assert not loaded.refused
    assert len(loaded) == 4


def test_one_bad_file_does_not_stop_the_others(news, tmp_path, capsys):
    """The good one is shown, the bad one is named, and the exit code says so."""
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 and so on")
    assert main(["read", str(tmp_path / "a.docx"), str(tmp_path / "missing"), str(news)]) == 4
    said = capsys.readouterr()
    assert "HAFNIUM" in said.out
    assert "a.docx" in said.err and "missing" in said.err
    assert main(["read", str(tmp_path)]) == 4


def test_nothing_of_a_report_acts_on_a_terminal(tmp_path, capsys):
    """Escape sequences and marks that turn text are written out."""
    path = tmp_path / "x.txt"
    path.write_text(
        "\x1b[31mThe actor used evil[.]example and 30,000 servers\x07 were \u202eand it was hit.\n", "utf-8"
    )
    assert main(["read", str(path), "-v"]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown and "\x07" not in shown and "\u202e" not in shown
    assert "evil.example" in shown


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_csv_that_cannot_be_written(news, tmp_path):
    """A clear error."""
    (tmp_path / "closed").mkdir(mode=0o500)
    assert main(["read", str(news), "--csv", str(tmp_path / "closed" / "x.csv")]) == 4
