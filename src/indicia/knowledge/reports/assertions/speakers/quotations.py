"""Which words of a paragraph stand in quotation marks, and who speaks them."""

from collections.abc import Sequence

from indicia.knowledge.reports.assertions.sentences.frame import Frame
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.speakers.frames import frames
from indicia.knowledge.reports.assertions.vocabulary.words import Word

_OPENING = frozenset("“„«")
_CLOSING = frozenset("”»")
_AFTER_FRAME = 9
"""Words between `said` and the quotation that it opens (`said in a statement on Monday`)."""


class Quotations:
    """Numbers the quotations of a text as its words come by; one that nobody closed goes on in the next paragraph."""

    def __init__(self) -> None:
        self.number = -1
        self.open = False
        self.unclosed = False
        """Whether the paragraph before ended inside a quotation."""

    def new_paragraph(self) -> None:
        """Close what is open; say whether something was."""
        self.unclosed = self.open
        self.open = False

    def of(self, words: Sequence[Word]) -> list[int]:
        """For each word the number of its quotation; -1 outside."""
        found = []
        for place, word in enumerate(words):
            if word.text in _OPENING or (word.text == '"' and not self.open):
                self.open = True
                self.number += 1
                found.append(-1)
            elif word.text in _CLOSING or word.text == '"':
                self.open = False
                found.append(-1)
            elif word.text == "‘" and not self.open and place + 1 < len(words) and words[place + 1].capital:
                self.open = _closes(words, place)
                self.number += self.open
                found.append(-1)
            elif word.text in ("’", "'") and self.open and place and words[place - 1].text in (",", ".", "!", "?"):
                self.open = False
                found.append(-1)
            else:
                found.append(self.number if self.open else -1)
        return found


def _closes(words: Sequence[Word], opening: int) -> bool:
    """Whether a single quotation mark opens a sentence, not only a name in marks."""
    return all(word.text not in ("’", "'") for word in words[opening + 1 : opening + 5])


def speakers(sentences: Sequence[Sentence], known: dict[int, tuple[int, Frame]]) -> None:
    """Fill in who speaks each quotation of a paragraph: the number of the sentence with the verb, and the frame.

    A quotation right after one that has a speaker, in the same paragraph, is his too.
    """
    for number, sentence in enumerate(sentences):
        for frame in frames(sentence):
            if frame.judges:
                continue
            behind = max(frame.verb[1], *(group.last for group in frame.subject.groups))
            before = sentence.quotation[max(0, frame.first - 2) : frame.first]
            if frame.trails and before and before[-1] < 0 and len(before) > 1:
                before = before[:1] if sentence.words[frame.first - 1].text == "," else before
            if frame.first > 0 and any(item >= 0 for item in before) and sentence.quotation[frame.verb[0]] < 0:
                known.setdefault(max(before), (number, frame))
            after = [item for item in sentence.quotation[behind : behind + _AFTER_FRAME] if item >= 0]
            if after and sentence.quotation[frame.verb[0]] < 0 and not (frame.trails and after[0] in known):
                known.setdefault(after[0], (number, frame))
    last: tuple[int, Frame] | None = None
    for sentence in sentences:
        for item in sentence.quotation:
            if item < 0:
                continue
            if item in known:
                last = known[item]
            elif last is not None:
                known[item] = last


def ends_with_colon(sentence: Sentence) -> Frame | None:
    """The frame of `Raab said:` at the end of a paragraph."""
    if not sentence.words or sentence.words[-1].text != ":":
        return None
    carried = [frame for frame in frames(sentence) if not frame.judges]
    return carried[-1] if carried else None
