"""Whether a sentence tells what was done, or only advises, imagines or denies it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from indicia.knowledge.reports.techniques.patterns import expression
from indicia.knowledge.section import Section, read_section
from indicia.model.reported import Quoted

ADVICE = "advice"
POSSIBLE = "only possible"
DENIED = "denied"
HEADING = "heading"
UNLIKELY = "unlikely by the model"

_LONGEST_HEADING = 12
"""Words."""
_LONG_WORD = 4
"""Letters; titles write shorter ones small."""
_NUMBERED = re.compile(r"^\W*(?:\d+(?:\.\d+)*|[ivx]+(?=[.):]\s)|appendix \w(?=\W))?[.:)]?\W*")
_ROW = re.compile(r"[A-Z][^\n.;!?]{2,80}?\s*[\[(]\s*T\d{4}(?:\.\d{3})?\s*[\])]\s*:?\Z")
"""“Active Scanning [T1595]”, and nothing else."""
_CLAUSE = re.compile(r"[;:.()]|,? but |, (?:while|although|whereas)|—| – ")
_WORDS = re.compile(r"[\w'’-]+")
_AFTER = 40
"""Characters behind a phrase in which it may still be denied."""


class Standing(Struct, frozen=True, kw_only=True):
    """The lists of `standing.toml`."""

    opens: tuple[str, ...]
    opens_first: tuple[str, ...]
    cells: frozenset[str]
    closes: tuple[str, ...]
    orders: frozenset[str]
    no_orders: frozenset[str]
    advice: tuple[re.Pattern[str], ...]
    possible: tuple[re.Pattern[str], ...]
    denies: frozenset[str]
    denied_within: int
    not_denied: tuple[str, ...]
    denied_after: tuple[str, ...]

    def chapters(self, sentences: Sequence[Quoted]) -> Iterator[bool]:
        """For each sentence of a text whether it stands in a chapter of advice.

        Such a chapter begins below a heading that announces advice and ends at one that announces facts, or at a line
        that only names a technique with its id: the next row of a table, whose head had a column of advice.
        """
        advising, before = False, ""
        for sentence in sentences:
            heading = _heading(sentence.words)
            if _ROW.match(sentence.words.strip()):
                advising = False
            elif heading and before not in self.cells:
                padded = f" {heading} "
                if any(f" {word} " in padded for word in self.opens) or padded.startswith(self.opens_first):
                    advising = True
                elif any(word in heading for word in self.closes):
                    advising = False
            before = heading
            yield advising

    def headings(self, sentences: Sequence[Quoted]) -> Iterator[bool]:
        """For each sentence of a text whether it is a heading: a short line above prose, or one in capitals.

        A heading says what a chapter is about, not what was done.
        """
        for at, sentence in enumerate(sentences):
            if not _heading(sentence.words):
                yield False
                continue
            after = sentences[at + 1].words if at + 1 < len(sentences) else ""
            before = sentences[at - 1].words if at else ""
            # The last item of a list stands above prose too, but below another item.
            yield _titled(sentence.words) or (bool(after) and not _short(after) and not _short(before))

    def of(self, sentence: str, *, named: bool = False) -> str:
        """`ADVICE`, `POSSIBLE`, or nothing where a sentence tells what is done.

        `named`: it names a technique, and names of techniques begin like orders ("Disable or Modify Tools").
        """
        words = [] if named else _WORDS.findall(sentence.lower())[:2]
        if words and words[0] in self.orders and not (len(words) > 1 and words[1] in self.no_orders):
            return ADVICE
        if any(form.search(sentence) for form in self.advice):
            return ADVICE
        return POSSIBLE if any(form.search(sentence) for form in self.possible) else ""

    def denied(self, sentence: str, start: int, end: int) -> bool:
        """Whether the sentence denies what stands at these characters of it."""
        before = sentence[:start].lower()
        clause = _CLAUSE.split(before)[-1]
        words = _WORDS.findall(clause.replace("’", "'"))
        near = words[-(self.denied_within + 1) :]
        for at, word in enumerate(near):
            rest = " ".join([*near[at:], *_WORDS.findall(sentence[start:end].lower())])
            if word in self.denies and not rest.startswith(self.not_denied):
                return True
        after = _CLAUSE.split(sentence[end : end + _AFTER].lower())[0]
        return any(words in after for words in self.denied_after)


def _titled(words: str) -> bool:
    """Whether all words that are not small ones begin with a capital, as in titles."""
    long = [word for word in _WORDS.findall(words) if len(word) >= _LONG_WORD and word[0].isalpha()]
    return len(long) > 1 and all(word[0].isupper() for word in long)


def _short(words: str) -> bool:
    """Whether it may be an item of a list: nothing ends it."""
    return bool(words) and words.rstrip()[-1:] not in ".!?”\"':"


def _heading(words: str) -> str:
    """A line without an end and with few words, in small letters without its number; empty where it is a sentence."""
    text = words.strip().rstrip(":").strip()
    if not text or "\n" in text or text[-1] in ".!?;,…" or len(text.split()) > _LONGEST_HEADING:
        return ""
    if not (text[0].isupper() or text[0].isdigit()):
        return ""
    return _NUMBERED.sub("", text.lower(), count=1)


def load_standing(path: Path | None = None) -> Standing:
    """The shipped lists, or another file of the same form.  Raises RulesetError naming file and entry."""
    return _load(path or Path(str(files("indicia"))) / "knowledge" / "reports" / "techniques" / "standing.toml")


@cache
def _load(path: Path) -> Standing:
    top = read_section(path)
    top.text("source")
    found = Standing(
        opens=top.texts("opens"),
        opens_first=tuple(f" {words} " for words in top.texts("opens_first")),
        cells=frozenset(top.texts("cells")),
        closes=top.texts("closes"),
        orders=frozenset(top.texts("orders")),
        no_orders=frozenset(top.texts("no_orders")),
        advice=_forms(top, "advice"),
        possible=_forms(top, "possible"),
        denies=frozenset(top.texts("denies")),
        denied_within=top.number("denied_within", 5),
        not_denied=top.texts("not_denied"),
        denied_after=top.texts("denied_after"),
    )
    top.close()
    return found


def _forms(top: Section, key: str) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(expression(pattern, {}) for pattern in top.texts(key))
    except ValueError as error:
        raise top.wrong(f"`{key}`: {error}") from None
