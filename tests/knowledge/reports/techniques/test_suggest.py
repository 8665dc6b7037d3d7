"""Techniques of a whole text."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicia.knowledge.reports.sentences import sentences
from indicia.knowledge.reports.techniques.features import features
from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.knowledge.reports.techniques.suggest import suggest
from indicia.knowledge.reports.techniques.weighing import SIGNS
from indicia.model.reported import Mention, MentionKind

TEXT = """Technical Details

The actors exploited a flaw of an internet-facing Exchange server [T1190]. They dropped a web shell on it.

The group did not use spear-phishing attachments. The flaw could allow an attacker to run scheduled tasks.

Disable or Modify Tools [T1562.001]

Impair Defenses: Indicator Blocking

T1086 was seen on two hosts.

The tool was open-source software: they took a publicly available tool.

Mitigations

Disable scheduled tasks [T1053.005]. Web shells are found by their hashes.
"""


def read(text: str, model: TechniqueModel | None = None) -> tuple[Mention, ...]:
    return suggest(text, sentences(text), model)


def guessing() -> TechniqueModel:
    """A model that sees a Windows service in the word "zymurgy"."""
    numbers = features("zymurgy")[0]
    return TechniqueModel(
        labels=("T1543.003",),
        tried=(True,),
        weighing=(1.0, *[0.0] * len(SIGNS)),
        threshold=0.5,
        bias=np.array([-6], dtype=np.float32),
        steps=np.array([0.1], dtype=np.float32),
        numbers=numbers,
        begins=np.arange(len(numbers) + 1, dtype=np.uint32),
        columns=np.zeros(len(numbers), dtype=np.uint16),
        weights=np.full(len(numbers), 100, dtype=np.int8),
    )


def test_every_mention_quotes_its_words() -> None:
    """Characters, sentence and kind are right for each."""
    found = read(TEXT)
    assert found
    for mention in found:
        assert mention.kind is MentionKind.TECHNIQUE
        assert TEXT[mention.quoted.start : mention.quoted.end] == mention.quoted.words
        assert mention.context is not None
        assert mention.context.start <= mention.quoted.start <= mention.quoted.end <= mention.context.end
        assert mention.names == (f"attack:{mention.value}",)
    assert list(found) == sorted(found, key=lambda one: (one.quoted.start, one.quoted.end, one.value))


def test_what_is_written_and_what_is_told() -> None:
    """Ids, names and phrases, each as what it is; ids of old versions as version 18 calls them."""
    found = {(mention.value, mention.sort, mention.aside) for mention in read(TEXT)}
    assert {
        ("T1190", "id", ""),
        ("T1505.003", "phrase", ""),
        ("T1566.001", "phrase", "denied"),
        ("T1053.005", "phrase", "only possible"),
        ("T1562.001", "id", ""),
        ("T1562.006", "name", "heading"),
        ("T1059.001", "id", ""),
        ("T1053.005", "id", "advice"),
    } <= found
    assert ("T1053.005", "phrase", "") not in found


def test_advice_tells_of_nothing() -> None:
    """A phrase in a chapter of advice is left out."""
    last = TEXT.index("Mitigations")
    assert {mention.sort for mention in read(TEXT) if mention.quoted.start > last} == {"id"}


def test_headings_tell_what_a_chapter_is_about() -> None:
    """A title, or a short line above prose, uses nothing; an item of a list tells what was done."""
    text = (
        "Lateral Movement With Remote Desktop Protocol\n\nThey came in spring.\n\n"
        "Web shell deployment by zymurgy\n\nIt was a Monday. What they did:\n\n"
        "- Dumped the memory of LSASS\n- Sent spear-phishing attachments\n\nThat was all.\n"
    )
    found = {(mention.value, mention.aside) for mention in read(text, guessing())}
    assert found == {("T1021.001", "heading"), ("T1505.003", "heading"), ("T1003.001", ""), ("T1566.001", "")}


def test_phrases_hints_and_guesses_are_suggestions() -> None:
    """An id counts; a phrase, a hint and a guess wait, each with a score, for somebody to accept them."""
    text = "The actors used a publicly available tool.\n\nThe zymurgy was seen.\n\nThey dropped a web shell.\n"
    found = {mention.value: mention for mention in read(text, guessing())}
    assert found["T1588.002"].suggested
    assert found["T1588.002"].how == "grammar"
    assert found["T1505.003"].suggested
    assert 0 < found["T1588.002"].score < found["T1505.003"].score < 1
    assert not read("They came through a flaw [T1190].")[0].suggested
    guess = found["T1543.003"]
    assert guess.suggested
    assert guess.how == "model"
    assert guess.score is not None
    assert 0.5 <= guess.score <= 1
    assert guess.quoted.words == "The zymurgy was seen."


def test_no_guess_where_it_is_written_advised_or_imagined() -> None:
    """A guess is made only for what tells something that the grammar has not."""
    for text in (
        "The zymurgy [T1543.003] was seen.",
        "Organizations should disable zymurgy.",
        "The flaw could allow an attacker to zymurgy.",
        "Mitigations\n\nThe zymurgy was seen.\n",
    ):
        assert not [mention for mention in read(text, guessing()) if mention.how == "model"]


def test_without_a_sentence_there_is_nothing() -> None:
    """An empty text says nothing."""
    assert read("") == ()
    assert read("Der Angreifer kam in der Nacht.") == ()


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Whatever the text is, spans are right."""
    for mention in read(text, guessing()):
        assert text[mention.quoted.start : mention.quoted.end] == mention.quoted.words
