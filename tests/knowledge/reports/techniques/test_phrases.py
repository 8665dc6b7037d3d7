"""Phrases that tell of techniques."""

import re
from pathlib import Path

import pytest

from indicia.errors import RulesetError
from indicia.knowledge.reports.techniques.phrases import load_phrases
from indicia.knowledge.reports.techniques.training.corpus import read_corpus
from indicia.knowledge.section import read_section

TELLS = [
    ("The intruders dropped a small web shell into the folder of Outlook on the web.", "T1505.003"),
    ("Recipients got a spear-phishing message with a malicious attachment.", "T1566.001"),
    ("A scheduled task started the loader at every logon.", "T1053.005"),
    ("They dumped the memory of lsass.exe with a signed tool.", "T1003.001"),
    ("The loader was started by DLL side-loading.", "T1574.001"),
    ("Mail was archived with RAR before it left.", "T1560.001"),
    ("Password spraying against mail accounts went on for weeks.", "T1110.003"),
    ("They exploited a vulnerability in the internet-facing Exchange server.", "T1190"),
    ("Operators logged in with stolen credentials.", "T1078"),
    ("The implant beacons to its C2 over HTTPS.", "T1071.001"),
    ("Files were deleted with a batch script.", "T1070.004"),
    ("Event logs were cleared with wevtutil.", "T1070.001"),
    ("They moved on through RDP sessions.", "T1021.001"),
    ("PsExec carried the tool to other hosts.", "T1569.002"),
    ("The backdoor lists running processes.", "T1057"),
    ("It writes itself below the Run key of the registry.", "T1547.001"),
    ("Traffic ran through a multi-hop proxy of rented servers.", "T1090.003"),
    ("Windows Defender was disabled by the script.", "T1562.001"),
    ("The payload is injected into explorer.exe.", "T1055"),
    ("A copy of ntds.dit was made.", "T1003.003"),
    ("Shadow copies are deleted with vssadmin.", "T1490"),
    ("Rclone carried the archives to a cloud storage service.", "T1567.002"),
    ("The group used Kerberoasting.", "T1558.003"),
    ("It logs keystrokes.", "T1056.001"),
    ("The tool takes screenshots every minute.", "T1113"),
    ("Commands run through cmd.exe.", "T1059.003"),
    ("The stager runs PowerShell commands.", "T1059.001"),
    ("Rundll32 starts the library.", "T1218.011"),
    ("An installed miner, XMRig, used up the processor.", "T1496.001"),
    ("A new local account was added: they created a local account called support.", "T1136.001"),
    ("The malware checks for virtual machines, it detects VMware.", "T1497.001"),
    ("The second stage is decrypted: the loader decodes the payload with XOR.", "T1140"),
    ("Strings in the sample are obfuscated strings.", "T1027"),
    ("It downloads further tools from its server.", "T1105"),
]
LOOK_ALIKES = [
    ("The domain controller was registered in the asset list.", "T1583.001"),
    ("The registry office opened at nine.", "T1112"),
    ("A shell company bought the domain of business.", "T1505.003"),
    ("The actors brute-forced RDP accounts.", "T1021.001"),
    ("Volume shadow copies were deleted.", "T1070.004"),
    ("The task force had a tight schedule.", "T1053.005"),
    ("The report was compressed into two pages of data.", "T1560.001"),
    ("He injected some humour into the process.", "T1055.012"),
    ("They exploited a flaw for privilege escalation on a server.", "T1190"),
    ("The wmi event subscription started it.", "T1047"),
    ("Figure 3 shows a screenshot of the login page.", "T1113"),
    ("The proxy settings were read.", "T1090"),
    ("The certificate was signed by an authority.", "T1553.002"),
]


@pytest.mark.parametrize(("sentence", "id"), TELLS, ids=[id for _, id in TELLS])
def test_what_tells_of_a_technique(sentence: str, id: str) -> None:
    """A plain sentence is told, and the quoted words are in it."""
    hit = next(hit for hit in load_phrases().find(sentence) if hit.id == id)
    assert hit.sure
    assert 0 <= hit.start < hit.end <= len(sentence)


@pytest.mark.parametrize(("sentence", "id"), LOOK_ALIKES, ids=[id for _, id in LOOK_ALIKES])
def test_what_only_looks_like_it(sentence: str, id: str) -> None:
    """Words that mean something else tell of nothing for sure."""
    assert id not in {hit.id for hit in load_phrases().find(sentence) if hit.sure}


def test_the_quoted_words_are_the_nearest() -> None:
    """Of two words that would do, the one next to the others is quoted."""
    sentence = "With procdump they took memory, and data was archived with RAR."
    hit = next(hit for hit in load_phrases().find(sentence) if hit.id == "T1560.001")
    assert sentence[hit.start : hit.end] == "with RAR"


def test_every_phrase_can_fit() -> None:
    """For each phrase of the file the plainest text made of its own words is found by it."""
    phrases = load_phrases()
    top = read_section(Path(__file__).parents[4] / "src/indicia/knowledge/reports/techniques/phrases.toml")
    words = dict(top.pairs("words"))
    tried = 0
    for row in top.rows("technique", "id"):
        id = row.text("id")
        mine = [phrase for phrase in phrases.phrases if phrase.id == id]
        for pattern in (*row.texts("says"), *row.texts("hints")):
            text = " ".join(_plainest(part, words) for part in pattern.split() if not part.startswith("…"))
            assert any(phrase.form.search(text) for phrase in mine), f"{id}: {pattern}: {text}"
            tried += 1
    assert tried == len(phrases.phrases)


def _plainest(part: str, words: dict[str, str]) -> str:
    first = part.strip("[]").split("|")[0]
    if named := re.fullmatch(r"<(\w+)>", first):
        first = words[named.group(1)].split("|")[0]
    return first.rstrip("~*").replace("_", " ")


def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path) -> None:
    """Unknown techniques, keys and patterns are errors that name the entry."""
    for entry, reason in (
        ('id = "T9999"\nsays = ["web-shell"]', "T9999"),
        ('id = "T1505.003"\nsays = ["… shell"]', "begin and end"),
        ('id = "T1505.003"\nsay = ["web-shell"]', "unknown key"),
    ):
        path = tmp_path / f"{abs(hash(entry))}.toml"
        path.write_text(f'source = "test"\n[words]\n[[technique]]\n{entry}\n', "utf-8")
        with pytest.raises(RulesetError, match=reason):
            load_phrases(path)


def test_phrases_on_labelled_sentences(corpora: Path) -> None:
    """On the loose sentences of TRAM four of five phrases are right and two of three sentences are told."""
    corpus = read_corpus((corpora / "cti/tram/bootstrap-training-data.open.json.gz",))
    scheme = {id for item in corpus.loose for id in item.ids}
    right = said = marked = 0
    for item in corpus.loose[::4]:
        hits = {hit.id for hit in load_phrases().find(item.words) if hit.sure}
        ids = {id if id in scheme else id.partition(".")[0] for id in hits} & scheme
        right, said, marked = right + len(ids & item.ids), said + len(ids), marked + len(item.ids)
    assert right / said >= 0.78
    assert right / marked >= 0.66
