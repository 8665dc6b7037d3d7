"""From an article to a matrix and to claims: `read`, then `positions` and `statement draft`."""

import pytest

from indicia.cli.main import main

ARTICLE = """Allies blame Beijing for mail server break-ins

The White House said it had "high confidence" that hackers affiliated with China's Ministry of State Security broke into
the servers. The European Union stopped short of naming the government: its High Representative said the activities had
been undertaken "from the territory of China". Japan said it "strongly supports" the allied statements; Australia's
ministers said they had determined that the ministry exploited the vulnerabilities.

"China firmly opposes and combats all forms of cyber attacks," foreign ministry spokesman Zhao Lijian told reporters.
"""


@pytest.fixture
def reading(tmp_path, monkeypatch, capsys):
    """What `indicia read --json` prints of the article."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, "utf-8")
    assert main(["read", str(article), "--json"]) == 0
    path = tmp_path / "reading.json"
    path.write_text(capsys.readouterr().out, "utf-8")
    return path


def test_a_reading_prints_as_a_matrix(reading, capsys):
    """Who attributes on its own, who leans, who denies, each at its level and in its own words."""
    assert main(["positions", str(reading), "--day", "2021-07-19"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for piece in (
        "European Union territory undertaken from the territory of",
        "Australia agency determined: the ministry (China's Ministry of State Security)",
        "Japan by reference strongly supports",
        "denied by China",
    ):
        assert piece in shown
    assert ": ," not in shown


def test_a_reading_without_a_day_is_refused_with_a_hint(reading, capsys):
    """Nothing is guessed: a report that does not say when it was published needs its day."""
    assert main(["positions", str(reading)]) == 4
    assert "--day" in capsys.readouterr().err
    assert main(["positions", str(reading), "--day", "soon"]) == 4


def test_json_of_another_form_is_refused(capsys, tmp_path):
    """Only what `indicia read` printed is a reading."""
    other = tmp_path / "other.json"
    other.write_text("{}", "utf-8")
    assert main(["positions", str(other)]) == 4


def test_the_table_shows_a_territory_and_whom_the_ministry_means(reading, capsys, tmp_path):
    """The European Union does not attribute to a government, and nobody reads that it does."""
    assert main(["read", str(tmp_path / "article.txt")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "names a territory" in shown
    assert "China's Ministry of State Security" in shown
    assert "all forms of cyber attacks" in shown


def test_claims_say_who_did_what_about_whom_and_how_sure(reading, capsys, tmp_path):
    """In plain words, the speaker's own in quotation marks."""
    out = tmp_path / "statement"
    command = ["statement", "draft", "--reading", str(reading), "--out", str(out)]
    assert main([*command, "--alliance", "Test", "--author", "Canada", "--title", "Mail servers"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for piece in (
        "in its own words “high confidence”",
        "placed activity in “the territory of China” and named no government for it",
        "attributed it to nobody (“stopped short of”)",
        "“the ministry”, who is “China's Ministry of State Security”",
        "Japan supported what others say",
        "China denied it",
    ):
        assert piece in shown


def test_an_article_is_read_first(tmp_path, capsys):
    article = tmp_path / "article.html"
    article.write_text("<p>Somebody attributes.</p>", "utf-8")
    assert main(["positions", str(article)]) == 4
    assert f"indicia read {article} --json" in " ".join(capsys.readouterr().err.split())
