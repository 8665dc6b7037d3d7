"""Who does what a verb says: from a verb to the left over what may stand between."""

from collections.abc import Sequence

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import FAR, HALTS, Subject
from indicia.knowledge.reports.assertions.subjects.beside import (
    apposed,
    list_goes_on,
    named_with,
    opens,
    over_time,
    same_body,
    stretching,
    tells_at,
    under_if,
)
from indicia.knowledge.reports.assertions.subjects.clauses import of_another_clause
from indicia.knowledge.reports.assertions.subjects.coordinated import coordinated
from indicia.knowledge.reports.assertions.subjects.papers import PAPERS, author, behind_paper, of_court
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon

_MODALS = frozenset("may might can could will would shall should must".split())
_MADE_PUBLIC = frozenset("unsealed published released filed issued".split())
_NOW = (["at", "this"], ["at", "that"])

_NUMBERS = frozenset("dozens hundreds most half".split())
_NO_VERBS = frozenset("including according following concerning regarding".split())
"""Verb forms that stand as prepositions."""
_BEFORE_OBJECT = frozenset(
    "of in against for at with from on to into within by as than over after about between like including".split()
)
"""A group behind one of these is no subject."""


def subject_of(sentence: Sentence, verb: int, depth: int = 0) -> Subject | None:
    """Who does what the verb at a place says; null where that cannot be told.  Looked for once."""
    if verb not in sentence.subjects:
        sentence.subjects[verb] = None
        sentence.subjects[verb] = _Search(sentence, verb, depth).found()
    return sentence.subjects[verb]


def main_verb(sentence: Sentence, before: int) -> int:
    """The first verb of the sentence with a subject that speaks, before a place; -1 without."""
    terms = lexicon()
    for here in range(min(before, len(sentence.words))):
        if sentence.lower(here) in terms.any_verb and not sentence.inside_group(here):
            subject = subject_of(sentence, here, 1)
            if subject is not None and subject.groups[-1].last <= here:
                return here
    return -1


class _Search:
    """Goes left from a verb over what may stand between it and its subject."""

    def __init__(self, sentence: Sentence, verb: int, depth: int) -> None:
        self.sentence, self.verb, self.depth = sentence, verb, depth
        self.between: list[str] = []
        self.inner: Group | None = None
        """The name of a body whose state only the name tells (`its spy agency, the GCSB,`)."""
        self.beside: tuple[Group, ...] = ()
        """Who is named with the subject between commas (`A, along with B and C,`)."""

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
                place = over_time(self.sentence, place)
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
            elif word == "," and apposed(self.sentence, place):
                return self._from_group(sentence.ends[place], control)
            elif word == ",":
                over = self._over_insert(place)
                if over is None:
                    return self._participle(place) if self._ing() else self._in_a_row(place)
                if self.inner is not None:
                    return self._subject((self.inner,), over, control)
                self.beside = named_with(self.sentence, over + 2, place) or self.beside
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
            elif word in PAPERS and (writer := author(sentence, place)) is not None:
                return self._subject((writer,), writer.first, control)
            elif word in _MADE_PUBLIC and sentence.lower(place - 1) in PAPERS | {"documents", "papers", "filings"}:
                place -= 1
            elif (court := of_court(sentence, place)) is not None:
                return self._subject((court,), court.first, control)
            else:
                return self._participle(place) if self._ing() else self._over_relative(place, control)
        return None

    def _over_relative(self, place: int, control: str) -> Subject | None:
        """`two officials who asked not to be named told Reuters`: over what is said of the subject."""
        sentence = self.sentence
        for here in range(place, max(-1, place - 10), -1):
            if not sentence.words[here].is_word:
                return None
            group = sentence.ends.get(here)
            if sentence.lower(here) == "who" and group is not None and not group.possessive:
                finite = any(sentence.lower(at) in lexicon().any_verb for at in range(here + 1, place + 1))
                return self._from_group(group, control) if finite else None
        return None

    def _in_a_row(self, comma: int) -> Subject | None:
        """`charged X, sanctioned Y and expelled Z`: one of several verbs of the same form."""
        terms, form = lexicon(), self.sentence.lower(self.verb)
        if self.verb != comma + 1 or not any("past" in kind.get(form, ()) for kind in terms.verbs.values()):
            return None
        for here in range(self.verb + 1, min(len(self.sentence.words), self.verb + FAR)):
            if self.sentence.words[here].text in HALTS:
                return None
            joined = self.sentence.lower(here - 1) in ("and", ",")
            if joined and any("past" in kind.get(self.sentence.lower(here), ()) for kind in terms.verbs.values()):
                return self._same_as_before(comma)
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
        lead = self.sentence.lowers(first - 5, first)
        return lead[-1:] in (["include"], ["includes"]) and "whose" not in lead

    def _ing(self) -> bool:
        return self.sentence.lower(self.verb).endswith("ing") and not any(
            word in ("is", "are", "was", "were", "been", "be", "'re", "'s") for word in self.between
        )

    def _over_insert(self, comma: int) -> int | None:
        """Over `, in its first statement,` to the word before it; null where it is no insert."""
        sentence = self.sentence
        for here in range(comma - 1, max(-1, comma - FAR), -1):
            if sentence.words[here].text in HALTS:
                return None
            if sentence.words[here].text != ",":
                continue
            end = here  # `Germany has, together with its partners, attributed`
            while sentence.lower(end - 1) in ("has", "have", "had", "is", "are"):
                end -= 1
            group = sentence.ends.get(end)
            if (
                group is not None
                and not group.possessive
                and (opens(self.sentence, group) or sentence.lower(here + 1) in ("who", "which", "whose", "whom"))
            ):
                inner = sentence.starts.get(here + 1)
                inside = inner is not None and inner.speaks and inner.last < comma
                if inner is not None and inside and list_goes_on(sentence, inner.last):
                    continue
                listed = inner is not None and inner.speaks and inner.last >= comma
                if inner is not None and same_body(self.sentence, group, inner, comma):
                    self.inner = inner if inner.party and not group.party else None
                    return here - 1
                return None if listed and not self._ing() else here - 1
        return None

    def _from_group(self, group: Group, control: str) -> Subject | None:
        sentence = self.sentence
        before = sentence.lower(group.first - 1)
        if before == "not":
            self.between.append(before)
        if behind_paper(sentence, group):
            return self._subject((group,), group.first, control)
        some = sentence.lower(group.first - 2)
        counted = before == "of" and (some in lexicon().words["determiners"] or some.isdigit() or some in _NUMBERS)
        if before in _BEFORE_OBJECT and not counted:
            linked = sentence.lower(group.first - 2) in lexicon().words["linked"]
            if linked and group.first - 2 in sentence.ends:
                return self._from_group(sentence.ends[group.first - 2], control)
            outer = sentence.ends.get(group.first - 1) if before not in ("after", "as") or not group.pronoun else None
            if outer is not None and not outer.possessive and not group.pronoun:
                return self._from_group(outer, control)
            begins = group.first == 1 and before in ("for", "as", "like")
            carrier = stretching(self.sentence, group.first - 1)
            if carrier is not None:
                return self._from_group(carrier, control)
            if not begins and not (before in ("as", "after") and (group.pronoun or outer is None)):
                return None
        if sentence.lower(group.first - 2) in _MODALS and before.isalpha() and before not in lexicon().words["adverbs"]:
            return None  # `may assist U.S. companies`: an object
        explains = before in ("how", "why") and group.pronoun and sentence.lower(group.first) == "we"
        if before in ("whether", "if", "unless", "how", "why") and not explains:
            self.between.append("if")
        groups = coordinated(self.sentence, group)
        return self._subject(tuple(groups), groups[0].first, control)

    def _same_as_before(self, place: int) -> Subject | None:
        """`announced X and accused Y`: the subject of the verb before."""
        sentence = self.sentence
        terms = lexicon()
        if self.depth > 3:
            return None
        tells = tells_at(self.sentence, self.verb) and sentence.lower(self.verb + 1) == "that"
        told = tells and any(tells_at(self.sentence, here) for here in range(max(0, place - FAR), place))
        for here in range(place - 1, max(-1, place - FAR), -1):
            if sentence.words[here].text in HALTS:
                return None
            if told and not tells_at(self.sentence, here):
                continue  # `said that X broke in, and believed that`: who said, not X
            if sentence.lower(here) not in terms.any_verb - _NO_VERBS or self.sentence.inside_group(here):
                continue
            subject = subject_of(sentence, here, self.depth + 1)
            if subject is None or sentence.lower(here).endswith("ing") != sentence.lower(self.verb).endswith("ing"):
                continue
            if of_another_clause(sentence, subject, here, self.verb, self.between):
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
                subject = subject_of(sentence, here, self.depth + 1)
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
        main = main if main >= 0 else main_verb(self.sentence, place)
        if main < 0:
            opening = self.sentence.starts.get(0)
            acts = opening is not None and self.sentence.lower(opening.last).endswith("ed")
            if opening is None or not acts or not opening.speaks or opening.possessive:
                return None
            return self._subject((opening,), 0, "")
        subject = subject_of(self.sentence, main, self.depth + 1)
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
                subject = subject_of(self.sentence, here, self.depth + 1)
                if subject is not None and all(group.speaks for group in subject.groups):
                    return here
        return -1

    def _antecedent(self, place: int) -> Subject | None:
        sentence = self.sentence
        end = place - (1 if sentence.lower(place - 1) == "," else 0)
        group = sentence.ends.get(end)
        if group is None and sentence.lower(end - 1) in PAPERS:
            writer = author(sentence, end - 1)
            return self._subject((writer,), writer.first, "") if writer is not None else self._published(end - 1)
        if group is None or group.possessive:
            return None
        many = sentence.lower(self.verb) in ("hold", "pin", "lay", "point") or any(
            "base" in kind.get(sentence.lower(self.verb), ()) for kind in lexicon().verbs.values()
        )
        groups = coordinated(self.sentence, group) if many else [group]
        return self._subject(tuple(groups), groups[0].first, "")

    def _published(self, noun: int) -> Subject | None:
        """`published an advisory that attributes …`: who published it."""
        for here in range(noun - 1, max(-1, noun - 6), -1):
            if lexicon().is_verb(self.sentence.lower(here), "publish") and self.depth < 3:
                return subject_of(self.sentence, here, self.depth + 1)
        return None

    def _passive(self, between: Sequence[str]) -> bool:
        form = self.sentence.lower(self.verb)
        been = any(word in ("is", "are", "was", "were", "been", "being", "be", "'s", "'re") for word in between)
        return been and not form.endswith("ing")

    def _subject(self, groups: tuple[Group, ...], first: int, control: str) -> Subject:
        terms = lexicon()
        words = set(self.between)
        groups += tuple(one for one in self.beside if one not in groups)
        negative = bool(words & terms.words["negative"]) or any(group.negative for group in groups)
        conditional = under_if(self.sentence, first)
        return Subject(
            groups=groups,
            first=first,
            negative=negative,
            unreal=conditional or bool(words & terms.words["unreal"]),
            future=bool(words & {"will", "would", "'ll", "shall"}),
            passive=self._passive(self.between),
            control=control,
        )
