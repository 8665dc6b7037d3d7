"""Who does what a verb says: from a verb to the left over what may stand between."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from indicia.knowledge.reports.assertions.coordinated import coordinated
from indicia.knowledge.reports.assertions.group import Group
from indicia.knowledge.reports.assertions.lexicon import lexicon
from indicia.knowledge.reports.assertions.subject import FAR, HALTS, Subject

_TIME = frozenset("on in last this next earlier late early since of at the a during this past previous".split())


_MODALS = frozenset("may might can could will would shall should must".split())
_NOW = (["at", "this"], ["at", "that"])


_CONTROL = frozenset(
    "join joins joined joining move moves moved moving decide decided decides unite united unites begin began went "
    "continue continues continued want wants wanted came come comes coordinated agreed first country nation "
    "joined".split()
)


if TYPE_CHECKING:
    from indicia.knowledge.reports.assertions.sentence import Sentence

_NO_VERBS = frozenset("including according following concerning regarding".split())
"""Verb forms that stand as prepositions."""
_BEFORE_OBJECT = frozenset(
    "of in against for at with from on to into within by as than over after about between like including".split()
)
"""A group behind one of these is no subject."""


class SubjectSearch:
    """Goes left from a verb over what may stand between it and its subject."""

    def __init__(self, sentence: "Sentence", verb: int, depth: int) -> None:
        self.sentence, self.verb, self.depth = sentence, verb, depth
        self.between: list[str] = []

    def found(self) -> Subject | None:
        """The subject; null where something else than what may stand between is met."""
        sentence, place = self.sentence, self.verb - 1
        control = ""
        terms = lexicon()
        stop = max(-1, self.verb - FAR)
        while place > stop:
            group = sentence.ends.get(place + 1)
            word = sentence.lower(place)
            if group is not None:
                return self._from_group(group, control) if not group.possessive else None
            if (
                word in terms.words["adverbs"]
                or word.endswith("ly")
                or word in terms.words["auxiliaries"]
                or word == "no"
            ):
                self.between.append(word)
                place -= 1
            elif word in ("point", "stage", "moment") and sentence.lowers(place - 2, place) in _NOW:
                place -= 3
            elif word in terms.words["days"] or sentence.words[place].text.isdigit():
                place = self._over_time(place)
            elif word in (
                "to",
                "in",
                "by",
                "of",
                "from",
                "for",
                "without",
                "before",
                "after",
            ) and place == self.verb - 1 - len(self.between):
                return self._hanging(place)
            elif word in ("and", "or", "but", "then"):
                return self._same_as_before(place)
            elif sentence.lowers(place - 2, place + 1) in (["around", "the", "world"], [",", "however", ","]):
                place -= 3
            elif word == "," and self._listed(place):
                groups = coordinated(self.sentence, sentence.ends[place])
                return self._subject(tuple(groups), groups[0].first, control)
            elif word == "," and self._apposed(place):
                return self._from_group(sentence.ends[place], control)
            elif word == ",":
                over = self._over_insert(place)
                if over is None:
                    return self._participle(place)
                place = over
            elif word in ("–", "—"):
                return self._between_dashes(place, control)
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

    def _between_dashes(self, place: int, control: str) -> Subject | None:
        """`Allies – including A, B and C – are joining`: those that are named."""
        sentence = self.sentence
        for here in range(place - 1, max(-1, place - FAR), -1):
            if sentence.words[here].text not in ("–", "—"):
                continue
            if sentence.lower(here + 1) in ("including", "among"):
                inside = sentence.ends.get(place)
                return (
                    self._subject(tuple(coordinated(self.sentence, inside)), here, control)
                    if inside is not None
                    else None
                )
            before = sentence.ends.get(here)
            return self._from_group(before, control) if before is not None and not before.possessive else None
        return None

    def _listed(self, comma: int) -> bool:
        """`allies that include A, B and C, say`."""
        group = self.sentence.ends.get(comma)
        if group is None or group.possessive:
            return False
        first = coordinated(self.sentence, group)[0].first
        return self.sentence.lower(first - 1) in ("include", "includes") and first > 1

    def _apposed(self, comma: int) -> bool:
        """Whether a name and its role, or the reverse, end at a comma (`Lin Qiao, a spokeswoman,`)."""
        group = self.sentence.ends.get(comma)
        if group is None or group.possessive:
            return False
        return any(word.text == "," for word in self.sentence.words[group.first : group.last])

    def _ing(self) -> bool:
        return self.sentence.lower(self.verb).endswith("ing") and not any(
            word in ("is", "are", "was", "were", "been", "be", "'re", "'s") for word in self.between
        )

    def _over_time(self, place: int) -> int:
        sentence = self.sentence
        while (
            place >= 0
            and place + 1 not in sentence.ends
            and (
                sentence.lower(place) in lexicon().words["days"]
                or sentence.words[place].text.isdigit()
                or sentence.lower(place) in _TIME
            )
        ):
            place -= 1
        return place

    def _over_insert(self, comma: int) -> int | None:
        """Over `, in its first statement,` to the word before it; null where it is no insert."""
        sentence = self.sentence
        for here in range(comma - 1, max(-1, comma - FAR), -1):
            if sentence.words[here].text in HALTS:
                return None
            if sentence.words[here].text != ",":
                continue
            group = sentence.ends.get(here)
            if (
                group is not None
                and not group.possessive
                and (self._opens(group) or sentence.lower(here + 1) in ("who", "which", "whose", "whom"))
            ):
                inner = sentence.starts.get(here + 1)
                if inner is not None and inner.speaks and inner.last < comma and self._list_goes_on(inner.last):
                    continue
                listed = inner is not None and inner.speaks and inner.last >= comma
                return None if listed and not self._ing() else here - 1
        return None

    def _list_goes_on(self, place: int) -> bool:
        """`A, B, C and D accused X, …`: behind one of a list stands the next, so that no insert is there."""
        marks = self.sentence.lowers(place, place + 2)
        after = place + 1 + (marks == [",", "and"])
        return bool(marks) and marks[0] in (",", "and") and after in self.sentence.starts

    def _opens(self, group: Group) -> bool:
        """Whether a group stands where a clause begins."""
        before = self.sentence.lower(group.first - 1)
        return (
            group.first == 0
            or before in (",", "that", "and", "but", "while", ";", ":", "although", "said", ".")
            or not before
        )

    def _from_group(self, group: Group, control: str) -> Subject | None:
        sentence = self.sentence
        before = sentence.lower(group.first - 1)
        if before in _BEFORE_OBJECT:
            linked = sentence.lower(group.first - 2) in lexicon().words["linked"]
            if linked and group.first - 2 in sentence.ends:
                return self._from_group(sentence.ends[group.first - 2], control)
            outer = sentence.ends.get(group.first - 1) if before not in ("after", "as") or not group.pronoun else None
            if outer is not None and not outer.possessive and not group.pronoun:
                return self._from_group(outer, control)
            begins = self._fronted(group.first - 1)
            if not begins and not (before in ("as", "after") and (group.pronoun or outer is None)):
                return None
        if sentence.lower(group.first - 2) in _MODALS and before.isalpha() and before not in lexicon().words["adverbs"]:
            return None  # `may assist U.S. companies`: an object
        explains = before in ("how", "why") and group.pronoun and sentence.lower(group.first) == "we"
        if before in ("whether", "if", "unless", "how", "why") and not explains:
            self.between.append("if")
        groups = coordinated(self.sentence, group)
        return self._subject(tuple(groups), groups[0].first, control)

    def _fronted(self, place: int) -> bool:
        return False if place > 0 else self.sentence.lower(place) in ("for", "as", "like")

    def _same_as_before(self, place: int) -> Subject | None:
        """`announced X and accused Y`: the subject of the verb before."""
        sentence = self.sentence
        terms = lexicon()
        if self.depth > 3:
            return None
        for here in range(place - 1, max(-1, place - FAR), -1):
            if sentence.words[here].text in HALTS:
                return None
            if sentence.lower(here) not in terms.any_verb - _NO_VERBS or self.sentence.inside_group(here):
                continue
            subject = sentence.subject(here, self.depth + 1)
            if subject is None or sentence.lower(here).endswith("ing") != sentence.lower(self.verb).endswith("ing"):
                continue
            if self._aside(subject, here):
                continue
            own = self.between
            fresh = any(word in terms.words["auxiliaries"] for word in own)
            return Subject(
                groups=subject.groups,
                first=subject.first,
                negative=any(word in terms.words["negative"] for word in own)
                or (subject.negative and not fresh and sentence.lower(place) == "or"),
                unreal=subject.unreal if not fresh else any(word in terms.words["unreal"] for word in own),
                future="will" in own or (subject.future and not fresh),
                passive=subject.passive if not fresh else self._passive(own),
                control=subject.control,
            )
        return None

    def _aside(self, subject: Subject, verb: int) -> bool:
        """Whether the verb before is of another clause: behind `before`, or in the plural where this one is not."""
        sentence, terms = self.sentence, lexicon()
        if sentence.lower(subject.first - 1) in ("before", "after", "when", "while", "because", "until", "once"):
            return True
        said = self.between[-1:] or [sentence.lower(self.verb)]
        single = said[0] in ("has", "is", "does", "was") or (
            not self.between
            and all(forms == {"s"} for kind in terms.verbs.values() if (forms := kind.get(said[0])))
            and any(said[0] in kind for kind in terms.verbs.values())
        )
        plural = verb - 1 >= 0 and all(
            "base" in forms and "past" not in forms
            for kind in terms.verbs.values()
            if (forms := kind.get(sentence.lower(verb)))
        )
        return single and plural and sentence.lower(verb - 1) not in ("to", "will", "would", "not", "n't", "did", "can")

    def _hanging(self, place: int) -> Subject | None:
        """`joined … to confirm`, `in accusing`: the subject of the verb that it hangs on."""
        sentence = self.sentence
        terms = lexicon()
        if self.depth > 3 or (sentence.lower(place) == "for" and place in sentence.ends):
            return None
        for here in range(place - 1, max(-1, place - FAR), -1):
            word = sentence.lower(here)
            if sentence.words[here].text in HALTS:
                return None
            if word in terms.any_verb and word not in _NO_VERBS and not self.sentence.inside_group(here):
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
        main = self._said_before(place)
        main = main if main >= 0 else self.sentence.main_verb(place)
        if main < 0:
            opening = self.sentence.starts.get(0)
            acts = opening is not None and self.sentence.lower(opening.last).endswith("ed")
            if opening is None or not acts or not opening.speaks or opening.possessive:
                return None
            return self._subject((opening,), 0, "")
        subject = self.sentence.subject(main, self.depth + 1)
        if subject is None:
            return None
        negative = any(word in lexicon().words["negative"] for word in self.between)
        return Subject(
            groups=subject.groups,
            first=subject.first,
            negative=negative,
            unreal=subject.unreal,
            control=self.sentence.lower(main),
        )

    def _said_before(self, place: int) -> int:
        """For `, adding that …` the verb of saying before it; -1 without."""
        terms = lexicon()
        if not terms.is_verb(self.sentence.lower(self.verb), "say"):
            return -1
        for here in range(place - 1, max(-1, place - FAR), -1):
            if terms.is_verb(self.sentence.lower(here), "say", "s", "past") and not self.sentence.inside_group(here):
                subject = self.sentence.subject(here, self.depth + 1)
                if subject is not None and all(group.speaks for group in subject.groups):
                    return here
        return -1

    def _antecedent(self, place: int) -> Subject | None:
        sentence = self.sentence
        end = place - (1 if sentence.lower(place - 1) == "," else 0)
        group = sentence.ends.get(end)
        if group is None or group.possessive:
            return None
        many = sentence.lower(self.verb) in ("hold", "pin", "lay", "point") or any(
            "base" in kind.get(sentence.lower(self.verb), ()) for kind in lexicon().verbs.values()
        )
        groups = coordinated(self.sentence, group) if many else [group]
        return self._subject(tuple(groups), groups[0].first, "")

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
