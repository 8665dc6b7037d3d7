"""Whole reports: mentions in their sentences, other languages, and the advisories of others."""

import json

import pytest

from indicia.knowledge.kept.store import Store
from indicia.knowledge.reports.documents.opening import open_report
from indicia.knowledge.reports.mentions.lexicon import load_lexicon
from indicia.knowledge.reports.reading import read_report
from indicia.model.reported import MentionKind
from indicia.pipeline.fetched.knowledge import keep_knowledge


def read(text, lexicon=None):
    opened = open_report(text if isinstance(text, bytes) else text.encode(), "x")
    reading = read_report(opened.text, lexicon, opened.stated)
    for mention in reading.mentions:
        assert reading.text.text[mention.quoted.start : mention.quoted.end] == mention.quoted.words
        assert mention.context is None or mention.context.start <= mention.quoted.start < mention.context.end
    assert list(reading.mentions) == sorted(reading.mentions, key=lambda mention: mention.quoted.start)
    return reading


def values(reading, kind):
    return {mention.value for mention in reading.mentions if mention.kind is kind and not mention.aside}


def test_ids_inside_addresses_of_their_publisher_count():
    """A link to the page of a technique or a flaw names it; a link of the attacker does not."""
    reading = read(
        "See https://attack.mitre.org/techniques/T1505/003/ and"
        " https://nvd.nist.gov/vuln/detail/CVE-2021-26855 for it.\n"
        "The implant was at hxxp://evil[.]example/T1190/CVE-2020-0688.php then.\n"
    )
    assert values(reading, MentionKind.TECHNIQUE) == {"T1505.003"}
    assert values(reading, MentionKind.FLAW) == {"CVE-2021-26855"}


def test_another_language_gives_what_is_written_alike():
    """Indicators, flaws, ids and names; no numbers, days or victims from prose that is not understood."""
    reading = read(
        "Die Gruppe HAFNIUM hat die Lücke CVE-2021-26855 auf 30.000 Servern für sich genutzt, wie das Amt am"
        " 2. März 2021"
        " in einer Warnung sagte. Sie nutzten T1505.003 und evil[.]example, und es ist nicht klar, wer noch.\n"
    )
    kinds = {mention.kind for mention in reading.mentions}
    assert kinds == {MentionKind.ACTOR, MentionKind.FLAW, MentionKind.TECHNIQUE, MentionKind.INDICATOR}
    assert any("German" in note for note in reading.text.notes)


def test_reading_twice_gives_the_same():
    """No order of sets shows."""
    text = "HAFNIUM and APT40 hit 30,000 servers in Norway and Sweden on March 2, 2021 with 192.0.2.1.\n" * 20
    assert read(text) == read(text)


def test_prose_suggests_techniques_that_it_does_not_name():
    """A suggestion never counts by itself, repeats no id of its sentence, and advice makes an id one that is aside."""
    reading = read(
        "They dropped a web shell on the server [T1505.003]. They dumped the memory of LSASS.\n\n"
        "Mitigations\n\nDisable scheduled tasks [T1053.005]. Remove any web shell.\n"
    )
    found = [mention for mention in reading.mentions if mention.kind is MentionKind.TECHNIQUE]
    assert [(mention.value, mention.suggested, mention.aside) for mention in found] == [
        ("T1505.003", False, ""),
        ("T1003.001", True, ""),
        ("T1053.005", False, "advice"),
    ]


def test_prose_in_another_language_suggests_nothing():
    """Phrases are English."""
    reading = read(
        "Die Angreifer haben nach dem Einbruch eine Webshell auf den Server gelegt und den Speicher von LSASS dump"
        " gelesen, und sie haben dann auch noch PowerShell und Mimikatz für die Suche nach Kennwörtern benutzt.\n"
    )
    assert not [mention for mention in reading.mentions if mention.suggested]


@pytest.fixture(scope="module")
def lexicon(corpora, tmp_path_factory):
    """Names of ATT&CK and the MISP galaxy as a user keeps them."""
    store = Store(tmp_path_factory.mktemp("kept"))
    for taken in keep_knowledge([corpora / "cti" / "attack", corpora / "cti" / "misp-galaxy"], [], store):
        assert taken.refused is None
    return load_lexicon(store)


ADVISORIES = {
    "AA21200A": {"actors": {"APT40", "Leviathan"}, "tools": {"China Chopper", "Cobalt Strike"}, "least": 500},
    "AA21200B": {"actors": set(), "tools": {"Cobalt Strike", "Mimikatz"}, "least": 0},
    "AA22320A": {"actors": set(), "tools": {"Mimikatz", "ngrok"}, "least": 4},
    "StopRansomware Hive": {"actors": set(), "tools": {"Rclone"}, "least": 30},
    "StopRansomware Royal": {"actors": set(), "tools": {"Royal", "Cobalt Strike"}, "least": 1},
}


@pytest.mark.parametrize("name", ADVISORIES)
def test_advisories_of_others(corpora, lexicon, name):
    """The names an analyst sees are found, every technique is one of ATT&CK, and no common word is an actor."""
    (path,) = (corpora / "cti" / "tram" / "tram2_data" / "mjson_files").glob(f"{name}*.mjson")
    reading = read(json.loads(path.read_text("utf-8"))["signal"], lexicon)
    expected = ADVISORIES[name]
    assert reading.text.language == "en"
    assert reading.text.published is not None or "Royal" in name  # its text holds no day at all
    assert values(reading, MentionKind.ACTOR) >= expected["actors"]
    assert values(reading, MentionKind.TOOL) >= expected["tools"]
    assert len(values(reading, MentionKind.INDICATOR)) >= expected["least"]
    words = {mention.quoted.words.lower() for mention in reading.mentions if mention.kind is MentionKind.ACTOR}
    assert not words & {"will", "play", "silence", "patchwork", "microsoft", "cisa", "fbi", "mss"}


def test_the_list_of_a_vendor_is_read_whole(corpora):
    """Every hash and address of the MSTIC list of March 2021 comes out of its CSV, read as a plain text."""
    path = (
        corpora / "cti" / "mstic-exchange-march-2021" / "MSTICIoCs-ExchangeServerVulnerabilitiesDisclosedMarch2021.csv"
    )
    text = path.read_text("utf-8-sig")
    expected = {
        cell.strip('"').lower()
        for line in text.split("\n")[1:]
        for cell in line.split(",")
        if len(cell.strip('"')) in (32, 40, 64) and cell.strip('"').isalnum()
    }
    assert expected and values(read(text), MentionKind.INDICATOR) >= expected
