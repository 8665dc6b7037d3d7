"""Advice, possibility, denial."""

import pytest

from indicia.knowledge.reports.sentences import sentences
from indicia.knowledge.reports.techniques.standing import ADVICE, POSSIBLE, load_standing


@pytest.mark.parametrize(
    ("sentence", "how"),
    [
        ("Disable macros in documents from the internet.", ADVICE),
        ("Organizations should disable RDP where it is not needed.", ADVICE),
        ("Monitor for unusual scheduled tasks.", ADVICE),
        ("Mitigation: use application control.", ADVICE),
        ("To protect against password spraying, lock accounts.", ADVICE),
        ("Successful exploitation could allow an attacker to run code.", POSSIBLE),
        ("Blocking outbound SMB prevents relayed logins.", ADVICE),
        ("Blocking the scanner, the malware ran.", ""),
        ("The actors used scheduled tasks.", ""),
        ("Use of scheduled tasks was seen on two hosts.", ""),
        ("The script disables the scanner to avoid detection.", ""),
        ("It can dump credentials.", ""),
        ("The malware uses the function to detect a debugger.", ""),
    ],
)
def test_a_sentence_alone(sentence: str, how: str) -> None:
    """Orders and recommendations are advice; what malware can do is not."""
    assert load_standing().of(sentence) == how


def test_names_of_techniques_are_no_orders() -> None:
    """ "Disable or Modify Tools" names a technique."""
    assert load_standing().of("Disable or Modify Tools [T1562.001]", named=True) == ""
    assert load_standing().of("Disable or Modify Tools [T1562.001]") == ADVICE


def test_chapters() -> None:
    """What stands below a heading of advice is advice until a heading of facts; a table's head is no heading."""
    text = (
        "Technical Details\n\nThe actors used a proxy.\n\nMitigations\n\nWeb shells are found with care.\n\n"
        "Indicators of Compromise\n\nThe actors used a proxy.\n\nTechnique\n\nID\n\nUse\n\nRecommendations\n\n"
        "The actors used a proxy.\n"
    )
    found = dict(
        zip(
            ((one.words, one.start) for one in sentences(text)),
            load_standing().chapters(sentences(text)),
            strict=True,
        )
    )
    assert [advising for (words, _), advising in found.items() if words.startswith("Web")] == [True]
    assert not any(advising for (words, _), advising in found.items() if words.startswith("The actors"))


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("They did not use a web shell.", True),
        ("No web shell was found.", True),
        ("A web shell was not found.", True),
        ("Without a web shell they came back.", True),
        ("They avoided using a web shell.", True),
        ("They avoided detection with a web shell.", False),
        ("They used not only a web shell but a driver.", False),
        ("The log was not kept; a web shell was found.", False),
        ("They dropped a web shell and did what they came for.", False),
        ("The web shell no longer answers.", False),
    ],
)
def test_denial(sentence: str, denied: bool) -> None:
    """A denial reaches the words behind it in its own clause."""
    start = sentence.lower().index("web shell")
    assert load_standing().denied(sentence, start, start + len("web shell")) is denied


def chaptered(*lines: str) -> list[bool]:
    return list(load_standing().chapters(sentences("\n\n".join(lines))))


def test_the_next_row_of_a_table_ends_advice() -> None:
    """A line that only names a technique is a row about what was done, also below a head with a column of advice; a
    sentence of advice that names one is not."""
    told = chaptered("Detection and Mitigation Recommendations", "Wading Birds [T1595]", "They waded through the nets.")
    assert told == [True, False, False]
    told = chaptered("Mitigations", "Limit what wading (T1595) can reach on the network.", "Review nets [T1595] weekly")
    assert told == [True, True, True]
