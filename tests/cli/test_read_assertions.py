"""`indicia read` and who asserts what: tables for a person, exact spans for a machine, nothing without a quotation."""

import json

import pytest

from indicia.cli.main import main

NEWS = """Norway and Latvia blame Moscow for ferry hack

Norway is almost certain that the GRU hacked the ferries and thinks it likely that Sandworm helped. Latvia joined in
the condemnation. The announcement was not accompanied by sanctions.

The U.S. Justice Department said two Russian nationals had been charged with hacking.

The Russian embassy in Oslo called the claims groundless. The ferry line was not available for comment.
"""


pytestmark = pytest.mark.usefixtures("no_catalogues")


def test_a_person_sees_positions_measures_and_silence(news, capsys):
    """Speaker, position and verb, whom, how sure, measures taken and not taken, who said nothing, and the line."""
    assert main(["read", str(news)]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.split("\n"))) <= 80
    flat = " ".join(shown.split())
    for piece in (
        "Who asserts what about whom",
        "“almost certain” line 3",
        "supports “joined”",
        "denies “called”",
        "Measures taken, and not taken",
        "not taken sanctions",
        "charged, against two Russian",
        "Asked, and said nothing",
        "The ferry line “The ferry line was not available for line 8 comment.”",
    ):
        assert piece in flat
    assert "“Norway is almost certain" not in shown
    assert main(["read", "-v", str(news)]) == 0
    assert "“Norway is almost certain" in " ".join(capsys.readouterr().out.split())


def test_a_machine_gets_spans_of_every_part(news, capsys):
    """Whatever an assertion quotes stands at its place in the text, and each has its sentence."""
    assert main(["read", str(news), "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    text, said = report["text"]["text"], report["assertions"]
    assert {one["stance"] for one in said} >= {"attributes", "supports", "declines", "charges", "denies", "silent"}
    for one in said:
        assert one["sentence"]["words"]
        for part in ("sentence", "speaker", "verb", "accused", "activity", "confidence", "measure", "when"):
            quoted = one[part]
            assert quoted is None or text[quoted["start"] : quoted["end"]] == quoted["words"]


def test_prose_of_another_language_is_not_read(tmp_path, capsys):
    """Nobody asserts anything in a text whose language the grammar does not know."""
    path = tmp_path / "bericht.txt"
    path.write_text("Die Bundesregierung macht Russland für den Angriff verantwortlich. " * 20, "utf-8")
    assert main(["read", str(path)]) == 0
    assert "Who asserts" not in capsys.readouterr().out
