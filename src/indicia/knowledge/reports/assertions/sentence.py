"""A sentence as the rules see it: words without quotation marks, groups, and the subject of each verb."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from indicia.knowledge.reports.assertions.groups import Group, groups_of
from indicia.knowledge.reports.assertions.lexicon import lexicon
from indicia.knowledge.reports.assertions.words import Word
from indicia.model.reported import Quoted

_MARKS = frozenset("\"“”„«»‘")
_TIME = frozenset("on in last this next earlier late early since of at the a during this past previous".split())
_CONTROL = frozenset(
    "join joins joined joining move moves moved moving decide decided decides unite united unites begin began went "
    "continue continues continued want wants wanted came come comes coordinated agreed first country nation "
    "joined".split()
)
_HALTS = frozenset("; : — – …".split())
_FAR = 32
"""Words that a rule looks to either side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who does what a verb says."""

    groups: tuple[Group, ...]
    """At least one, in the order of the text."""
    first: int
    """Where the subject begins, in words."""
    negative: bool = False
    unreal: bool = False
    """Under `if`, or with a modal that makes it a possibility."""
    future: bool = False
    passive: bool = False
    control: str = ""
    """The verb that an infinitive or a gerund hangs on (`joined … to confirm`)."""


@dataclass(slots=True, kw_only=True)
class Sentence:
    """One sentence, or one piece of a very long one."""

    text: str
    quoted: Quoted
    words: list[Word]
    quotation: list[int]
    """For each word the number of the quotation that it stands in; -1 outside."""
    groups: list[Group] = field(default_factory=list)
    starts: dict[int, Group] = field(default_factory=dict)
    ends: dict[int, Group] = field(default_factory=dict)
    subjects: dict[int, Subject | None] = field(default_factory=dict)

    def lower(self, place: int) -> str:
        """The word at a place in lower case; empty outside the sentence."""
        return self.words[place].lower if 0 <= place < len(self.words) else ""

    def lowers(self, first: int, last: int) -> list[str]:
        """Lower-case words of a stretch."""
        return [word.lower for word in self.words[max(first, 0) : max(last, 0)]]

    def span(self, first: int, last: int) -> Quoted:
        """The characters of words `first` to `last` (without it)."""
        start, end = self.words[first].start, self.words[last - 1].end
        return Quoted(start, end, self.text[start:end])

    def group_span(self, group: Group) -> Quoted:
        """The characters of a group."""
        return self.span(group.first, group.last)

    def clause_end(self, place: int) -> int:
        """Where the clause ends that a place stands in."""
        terms = lexicon()
        for here in range(place + 1, min(len(self.words), place + 3 * _FAR)):
            word = self.words[here]
            if word.text in _HALTS:
                return here
            if word.text == "," and self.lower(here + 1) in ("but", "while", "although", "though", "whereas", "saying", "adding"):
                return here
            joined = here + 1 if word.text == "," else here
            if self.lower(joined) in ("and", "but") and joined + 1 in self.starts:
                group = self.starts[joined + 1]
                if group.last < len(self.words) and self._finite(group.last) and not group.possessive:
                    return here
            if word.lower in ("but", "although", "whereas") and terms is not None:
                return here
        return min(len(self.words), place + 3 * _FAR)

    def clause_start(self, place: int) -> int:
        """Where the clause begins that a place stands in."""
        for here in range(place - 1, max(-1, place - 3 * _FAR), -1):
            if self.words[here].text in _HALTS or self.lower(here) in ("but", "although", "whereas"):
                return here + 1
            if self.words[here].text == "," and self.lower(here + 1) in ("while", "and") and here + 2 in self.starts:
                group = self.starts[here + 2]
                if group.last < len(self.words) and self._finite(group.last):
                    return here + 1
        return max(0, place - 3 * _FAR)

    def _finite(self, place: int) -> bool:
        terms = lexicon()
        while place < len(self.words) and self.lower(place) in terms.words["adverbs"]:
            if self.lower(place) in terms.words["auxiliaries"]:
                return True
            place += 1
        return self.lower(place) in terms.any_verb

    def subject(self, verb: int, depth: int = 0) -> Subject | None:
        """Who does what the verb at a place says; null where that cannot be told."""
        if verb not in self.subjects:
            self.subjects[verb] = None
            self.subjects[verb] = _SubjectSearch(self, verb, depth).found()
        return self.subjects[verb]

    def main_verb(self, before: int) -> int:
        """The first verb of the sentence with a subject that speaks, before a place; -1 without."""
        terms = lexicon()
        for here in range(min(before, len(self.words))):
            if self.lower(here) in terms.any_verb and here not in self.starts:
                subject = self.subject(here, 1)
                if subject is not None and subject.groups[-1].last <= here:
                    return here
        return -1


def parse(text: str, quoted: Quoted, words: Sequence[Word], quotation: Sequence[int]) -> Sentence:
    """Leave out quotation marks and a dateline, and find the groups."""
    kept = [(word, number) for word, number in zip(words, quotation, strict=True) if word.text not in _MARKS]
    kept = kept[_dateline([word for word, _ in kept]) :]
    plain = [word for word, _ in kept]
    groups = groups_of(plain)
    return Sentence(
        text=text,
        quoted=quoted,
        words=plain,
        quotation=[number for _, number in kept],
        groups=groups,
        starts={group.first: group for group in groups},
        ends={group.last: group for group in groups},
    )


def _dateline(words: Sequence[Word]) -> int:
    """How many words of `LONDON (Reuters) - ` stand before the sentence."""
    for place, word in enumerate(words[:9]):
        if word.text in ("-", "–", "—") and place:
            return place + 1 if words[0].text.isupper() and len(words[0].text) > 2 else 0
    return 0


class _SubjectSearch:
    """Goes left from a verb over what may stand between it and its subject."""

    def __init__(self, sentence: Sentence, verb: int, depth: int) -> None:
        self.sentence, self.verb, self.depth = sentence, verb, depth
        self.between: list[str] = []

    def found(self) -> Subject | None:
        sentence, place = self.sentence, self.verb - 1
        control = ""
        terms = lexicon()
        stop = max(-1, self.verb - _FAR)
        while place > stop:
            group = sentence.ends.get(place + 1)
            word = sentence.lower(place)
            if group is not None:
                return self._from_group(group, control) if not group.possessive else None
            if word in terms.words["adverbs"] or word.endswith("ly") or word in terms.words["auxiliaries"] or word == "no":
                self.between.append(word)
                place -= 1
            elif word in terms.words["days"] or sentence.words[place].text.isdigit():
                place = self._over_time(place)
            elif word in ("to", "in", "by", "of", "from", "for", "without", "before", "after") and place == self.verb - 1:
                return self._hanging(place)
            elif word in ("and", "or", "but", "then"):
                return self._same_as_before(place)
            elif word == ",":
                over = self._over_insert(place)
                if over is None:
                    return self._participle(place)
                place = over
            elif word == ")":
                opened = next((here for here in range(place, stop, -1) if sentence.words[here].text == "("), None)
                if opened is None:
                    return None
                place = opened - 1
            elif word in ("which", "who", "that"):
                return self._antecedent(place)
            else:
                return self._participle(place) if self._ing() else None
        return None

    def _ing(self) -> bool:
        return self.sentence.lower(self.verb).endswith("ing") and not any(
            word in ("is", "are", "was", "were", "been", "be", "'re", "'s") for word in self.between
        )

    def _over_time(self, place: int) -> int:
        sentence = self.sentence
        while place >= 0 and place + 1 not in sentence.ends and (
            sentence.lower(place) in lexicon().words["days"]
            or sentence.words[place].text.isdigit()
            or sentence.lower(place) in _TIME
        ):
            place -= 1
        return place

    def _over_insert(self, comma: int) -> int | None:
        """Over `, in its first statement,` to the word before it; null where it is no insert."""
        sentence = self.sentence
        for here in range(comma - 1, max(-1, comma - _FAR), -1):
            if sentence.words[here].text in _HALTS:
                return None
            if sentence.words[here].text != ",":
                continue
            group = sentence.ends.get(here)
            if group is not None and not group.possessive and (self._opens(group) or sentence.lower(here + 1) in ("who", "which", "whose", "whom")):
                inner = sentence.starts.get(here + 1)
                listed = inner is not None and inner.speaks and inner.last >= comma
                return None if listed and not self._ing() else here - 1
        return None

    def _opens(self, group: Group) -> bool:
        """Whether a group stands where a clause begins."""
        before = self.sentence.lower(group.first - 1)
        return group.first == 0 or before in (",", "that", "and", "but", "while", ";", ":", "although", "said", ".") or not before

    def _from_group(self, group: Group, control: str) -> Subject | None:
        sentence = self.sentence
        before = sentence.lower(group.first - 1)
        if before in ("of", "in", "against", "for", "at", "with", "from", "on", "to", "into", "within", "by", "as", "than", "over", "after", "about", "between", "like", "including"):
            outer = sentence.ends.get(group.first - 1)
            if outer is not None and not outer.possessive and not group.pronoun:
                return self._from_group(outer, control)
            begins = self._fronted(group.first - 1)
            if not begins and not (group.pronoun and before in ("as", "than")):
                return None
        if before in ("whether", "if", "unless", "how", "why"):
            self.between.append("if")
        groups = self._coordinated(group)
        return self._subject(tuple(groups), groups[0].first, control)

    def _fronted(self, place: int) -> bool:
        return False if place > 0 else self.sentence.lower(place) in ("for", "as", "like")

    def _coordinated(self, last: Group) -> list[Group]:
        sentence, groups = self.sentence, [last]
        joined = False
        place = last.first - 1
        while place > 0:
            word = sentence.lower(place)
            if word in ("and", "&") or (word == "with" and sentence.lower(place - 1) in ("along", "together")) or (
                word == "as" and sentence.lower(place - 1) == "well"
            ):
                place -= 0 if word in ("and", "&") else 1
                place -= 1 if sentence.lower(place - 1) == "," else 0
                joined = True
            elif word == "," and (joined or self._headline(place)):
                pass
            else:
                break
            before = sentence.ends.get(place)
            if before is None or before.possessive or before.pronoun:
                break
            if sentence.lower(before.first - 1) in ("on", "in", "from", "of", "against", "to", "with", "by", "for", "at"):
                break
            groups.insert(0, before)
            place = before.first - 1
        return groups

    def _headline(self, comma: int) -> bool:
        group = self.sentence.ends.get(comma)
        ended = self.sentence.words[-1].text in (".", "!", "?")
        return group is not None and group.first == 0 and not ended

    def _same_as_before(self, place: int) -> Subject | None:
        """`announced X and accused Y`: the subject of the verb before."""
        sentence = self.sentence
        terms = lexicon()
        if self.depth > 3:
            return None
        for here in range(place - 1, max(-1, place - _FAR), -1):
            if sentence.words[here].text in _HALTS:
                return None
            if sentence.lower(here) not in terms.any_verb or self._inside_group(here):
                continue
            subject = sentence.subject(here, self.depth + 1)
            if subject is None or sentence.lower(here).endswith("ing") != sentence.lower(self.verb).endswith("ing"):
                continue
            own = self.between
            fresh = any(word in terms.words["auxiliaries"] for word in own)
            return Subject(
                groups=subject.groups,
                first=subject.first,
                negative=any(word in terms.words["negative"] for word in own) or (subject.negative and not fresh and sentence.lower(place) == "or"),
                unreal=subject.unreal if not fresh else any(word in terms.words["unreal"] for word in own),
                future="will" in own or (subject.future and not fresh),
                passive=subject.passive if not fresh else self._passive(own),
                control=subject.control,
            )
        return None

    def _inside_group(self, place: int) -> bool:
        return any(group.first <= place < group.last for group in self.sentence.groups)

    def _hanging(self, place: int) -> Subject | None:
        """`joined … to confirm`, `in accusing`: the subject of the verb that it hangs on."""
        sentence = self.sentence
        terms = lexicon()
        if self.depth > 3:
            return None
        for here in range(place - 1, max(-1, place - _FAR), -1):
            word = sentence.lower(here)
            if sentence.words[here].text in _HALTS:
                return None
            if word in terms.any_verb and not self._inside_group(here):
                subject = sentence.subject(here, self.depth + 1)
                if subject is None:
                    continue
                link = sentence.lower(place)
                return Subject(
                    groups=subject.groups,
                    first=subject.first,
                    negative=subject.negative or link == "without",
                    unreal=subject.unreal,
                    future=subject.future,
                    control=word,
                )
        return None

    def _participle(self, place: int) -> Subject | None:
        """`, accusing …`: the subject of the sentence."""
        if not self._ing() or self.depth > 3:
            return None
        main = self.sentence.main_verb(place)
        if main < 0:
            return None
        subject = self.sentence.subject(main, self.depth + 1)
        if subject is None:
            return None
        negative = any(word in lexicon().words["negative"] for word in self.between)
        return Subject(groups=subject.groups, first=subject.first, negative=negative, unreal=subject.unreal)

    def _antecedent(self, place: int) -> Subject | None:
        sentence = self.sentence
        end = place - (1 if sentence.lower(place - 1) == "," else 0)
        group = sentence.ends.get(end)
        if group is None or group.possessive:
            return None
        return self._subject((group,), group.first, "")

    def _passive(self, between: Sequence[str]) -> bool:
        form = self.sentence.lower(self.verb)
        been = any(word in ("is", "are", "was", "were", "been", "being", "be", "'s", "'re") for word in between)
        return been and not form.endswith("ing")

    def _subject(self, groups: tuple[Group, ...], first: int, control: str) -> Subject:
        terms = lexicon()
        words = set(self.between)
        negative = bool(words & terms.words["negative"]) or any(group.negative for group in groups)
        conditional = self._under_if(first)
        return Subject(
            groups=groups,
            first=first,
            negative=negative,
            unreal=conditional or bool(words & terms.words["unreal"]),
            future=bool(words & {"will", "would", "'ll", "shall"}),
            passive=self._passive(self.between),
            control=control,
        )

    def _under_if(self, first: int) -> bool:
        sentence = self.sentence
        for here in range(first - 1, max(-1, first - 6), -1):
            if sentence.words[here].text in (",", ";", ":"):
                return False
            if sentence.lower(here) in ("if", "whether", "unless", "suppose", "when", "where", "once"):
                return sentence.lower(here) not in ("when", "where", "once") or False
        return False
