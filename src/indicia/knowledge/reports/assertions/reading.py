"""From sentences to assertions: paragraphs, quotations and their speakers, the rules, and who is meant."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.groups.met import Met
from indicia.knowledge.reports.assertions.repeats import NOBODY, Voice, answers, without_repeats
from indicia.knowledge.reports.assertions.rules.draft import Draft, needs_party
from indicia.knowledge.reports.assertions.rules.order import RULES, may_assert
from indicia.knowledge.reports.assertions.sentences.frame import Frame
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence, dated_from, parse
from indicia.knowledge.reports.assertions.sentences.times import moment
from indicia.knowledge.reports.assertions.speakers.frames import frames
from indicia.knowledge.reports.assertions.speakers.issuers import Issuers
from indicia.knowledge.reports.assertions.speakers.memory import Known, Memory
from indicia.knowledge.reports.assertions.speakers.quotations import Quotations, ends_with_colon, speakers
from indicia.knowledge.reports.assertions.subjects.before_verb import main_verb, subject_of
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort, is_state, name_at
from indicia.knowledge.reports.assertions.vocabulary.words import pieces, words_of
from indicia.model.reported import Assertion, Quoted, Stance

_OF_DEEDS = (Stance.CHARGES, Stance.SANCTIONS, Stance.REPORTS)
"""What these are about has a time of its own (`charged with hacking firms between 2011 and 2018`)."""
_PARAGRAPH = 80
"""Sentences taken together at most: what is looked up inside a paragraph stays small."""


def read(text: str, sentences: Iterable[Quoted], publisher: str = "") -> Iterator[Assertion]:
    """The assertions of a document, by place; `publisher` is the party whose `we` it is where the text does not say."""
    reader = _Reader(text, issuers=Issuers(publisher))
    for paragraph in _paragraphs(text, sentences):
        yield from reader.paragraph(paragraph)


def _paragraphs(text: str, sentences: Iterable[Quoted]) -> Iterator[list[Quoted]]:
    waiting: list[Quoted] = []
    for sentence in sentences:
        for piece in pieces(text, sentence):
            if waiting and (
                len(waiting) >= _PARAGRAPH or "\n\n" in text[waiting[-1].end : piece.start].replace("\r", "")
            ):
                yield waiting
                waiting = []
            waiting.append(piece)
    if waiting:
        yield waiting


class _Reader(Struct):
    text: str
    memory: Memory = field(default_factory=Memory)
    quotations: Quotations = field(default_factory=Quotations)
    voices: dict[int, Voice] = field(default_factory=dict)
    """Of quotations, by number."""
    issuers: Issuers = field(default_factory=Issuers)
    met: Met = field(default_factory=Met)
    here: list[Voice] = field(default_factory=list)
    """Who attributed in the last sentence of this paragraph that does."""
    parties: dict[frozenset[str], list[Voice]] = field(default_factory=dict)
    """Who attributed so far, one entry for each set of parties."""
    pending: Voice | None = None
    """Who was to speak in the next paragraph (`Raab said:`)."""
    last: Voice | None = None
    """Who spoke the quotation before."""

    def paragraph(self, quoted: Sequence[Quoted]) -> Iterator[Assertion]:
        self.quotations.new_paragraph()
        self.here = []
        self.memory.here.clear()
        goes_on = self.quotations.unclosed
        parsed = []
        for one in quoted:
            words = words_of(self.text, one.start, one.end)
            parsed.append(parse(self.text, one, words, self.quotations.of(words)))
            self.memory.home = dated_from(words) or self.memory.home
        known: dict[int, tuple[int, Frame]] = {}
        speakers(parsed, known)
        by_sentence: dict[int, list[int]] = {}
        for quotation, (number, _) in known.items():
            by_sentence.setdefault(number, []).append(quotation)
        self._open(parsed, known, goes_on=goes_on)
        waiting: list[tuple[int, Sentence]] = []
        for number, sentence in enumerate(parsed):
            for quotation in by_sentence.get(number, []):
                self.last = self.voices[quotation] = self._voice(sentence, known[quotation][1].subject.groups[0])
            waiting.append((number, sentence))
            if any(item >= 0 and item not in self.voices and item in known for item in sentence.quotation):
                continue
            for _, ready in waiting:
                yield from self._sentence(ready)
            waiting = []
        for _, ready in waiting:
            yield from self._sentence(ready)
        self.pending = None
        colon = ends_with_colon(parsed[-1]) if parsed else None
        if colon is not None:
            self.pending = self._voice(parsed[-1], colon.subject.groups[0])

    def _open(self, parsed: Sequence[Sentence], known: dict[int, tuple[int, Frame]], *, goes_on: bool) -> None:
        """A paragraph that opens with a quotation of nobody: of the one before, where that asks for it."""
        voice = self.pending or (self.last if goes_on else None)
        if voice is None:
            return
        for sentence in parsed:
            for item in sentence.quotation:
                if item >= 0 and item not in known:
                    self.voices[item] = voice

    def _sentence(self, sentence: Sentence) -> Iterator[Assertion]:
        found: list[tuple[Draft, Voice]] = []
        sentence.own_voice = self.issuers.statement and self.issuers.issuer() is not None
        left: list[Draft] = []
        sentence.met = self.met
        self.issuers.note(sentence, self.memory)
        for rule in RULES if sentence.own_voice or may_assert(sentence) else ():
            for draft in rule(sentence):
                if draft.of_announcement and not draft.speakers and sentence.quotation[draft.verb[0]] < 0:
                    left.append(draft)
                    continue
                found.extend((draft, voice) for voice in self._voices(sentence, draft))
        self._remember([voice for draft, voice in found if draft.stance is Stance.ATTRIBUTES])
        found.extend((draft, voice) for draft in left for voice in self._announcers(sentence))
        self._note(sentence)
        kept = answers([(self._turned(*pair), pair[1]) for pair in without_repeats(found) if self._in_place(*pair)])
        kept.sort(key=lambda pair: pair[0].verb)
        for draft, voice in kept:
            self._accuse(sentence, draft, voice)
            yield self._assertion(sentence, draft, voice)

    def _turned(self, draft: Draft, voice: Voice) -> Draft:
        """What an accused side throws back (`accused Prague of microphone diplomacy`) denies."""
        if not draft.counter or voice.party not in self.met.accused:
            return draft
        return replace(draft, stance=Stance.DENIES, accused=None, confidence=None, replies=True)

    def _in_place(self, draft: Draft, voice: Voice) -> bool:
        """Whether what only a document of accusations can mean stands in one."""
        if draft.replies:
            return voice.party in self.met.accused
        if draft.counter and not voice.party:
            return False
        return not draft.leans or bool(self.parties)

    def _accuse(self, sentence: Sentence, draft: Draft, voice: Voice) -> None:
        if draft.stance is not Stance.ATTRIBUTES or draft.accused is None:
            return
        for group in sentence.groups:
            if draft.accused[0] <= group.first < draft.accused[1] and group.party != voice.party:
                before = sentence.meant(group)
                self.met.accused |= before.states if before is not None else set()
                if group.party and group.named_state:
                    self.met.accused.add(group.party)

    def _means(self, sentence: Sentence, draft: Draft) -> Quoted | None:
        """Where the accused of `the ministry`, `the group` was named."""
        if draft.accused is None:
            return None
        group = sentence.starts.get(draft.accused[0])
        named = sentence.meant(group) if group is not None and group.last == draft.accused[1] else None
        return named.quoted if named is not None else None

    def _remember(self, voices: Sequence[Voice]) -> None:
        """Who attributes: an announcement may be theirs."""
        named = [voice for voice in voices if voice.quoted is not None]
        if named:
            self.here = list(dict.fromkeys(named))
            if len(self.parties) < _PARAGRAPH:
                self.parties.setdefault(frozenset(voice.party for voice in named), self.here)

    def _announcers(self, sentence: Sentence) -> list[Voice]:
        """Whose announcement it is: the issuer's of a statement, else of those who attributed before in the paragraph,
        else of the only ones in the document who did; where that leaves a choice, nobody's.
        """
        issuer = self.issuers.issuer()
        if sentence.own_voice and issuer is not None:
            return [Voice(issuer.quoted, issuer.party)]
        if self.here:
            return self.here
        return next(iter(self.parties.values())) if len(self.parties) == 1 else [NOBODY]

    def _voices(self, sentence: Sentence, draft: Draft) -> list[Voice]:
        if not draft.speakers:
            item = sentence.quotation[draft.verb[0]]
            quoted = self.voices.get(item) if item >= 0 else None
            issuer = self.issuers.issuer()
            own = draft.stance is Stance.ATTRIBUTES and draft.own_words and sentence.own_voice
            if item < 0 and own and issuer is not None:
                return [Voice(issuer.quoted, issuer.party)]
            if item >= 0 and quoted is None and draft.own_words:
                return []
            return [quoted or NOBODY]
        named = [group for group in draft.speakers if not self._nameless_beside(group, draft)]
        voices = [(group, self._voice(sentence, group)) for group in named]
        return [voice for group, voice in voices if voice.party or not needs_party(draft, group)]

    def _nameless_beside(self, group: Group, draft: Draft) -> bool:
        """`its allies` beside a state that is named."""
        return (
            len(draft.speakers) > 1
            and not group.party
            and not group.person
            and not group.anonymous
            and not group.pronoun
        )

    def _voice(self, sentence: Sentence, group: Group) -> Voice:
        word = sentence.lower(group.first)
        if group.pronoun and word in ("we", "i", "our"):
            item = sentence.quotation[group.first]
            if item >= 0:
                return self.voices.get(item) or Voice(sentence.group_span(group), "")
            outer = self._outer(sentence, group)
            if outer is not None:
                return outer
            behind = next((frame for frame in frames(sentence) if frame.trails and frame.first > group.first), None)
            if behind is not None and not behind.subject.groups[0].pronoun:
                return self._voice(sentence, behind.subject.groups[0])
            issuer = self.issuers.issuer()
            if issuer is None:
                return Voice(sentence.group_span(group), "")
            return Voice(issuer.quoted or sentence.group_span(group), issuer.party)
        item = sentence.quotation[group.first]
        if word == "our" and item >= 0 and not group.party and item in self.voices:
            return self.voices[item]
        ours = word == "our" or (sentence.own_voice and group.head in ("government", "cabinet", "ministry"))
        issuer = self.issuers.issuer()
        if ours and not group.party and issuer is not None and sentence.quotation[group.first] < 0:
            return Voice(sentence.group_span(group), issuer.party)
        if word in ("its", "their") and not group.party:
            outer = self._outer(sentence, group)
            if outer is not None and outer.party:
                return Voice(sentence.group_span(group), outer.party)
        if group.pronoun and self._unsure(sentence, group):
            return NOBODY
        if group.pronoun or group.vague:
            outer = self._outer(sentence, group)
            if outer is not None and (group.pronoun or word in ("his", "her", "their", "its")):
                return outer
            told = group.vague and bool(group.party)
            meant = None if told else self._before(sentence, group) or self.memory.meant(sentence, group)
            if meant is not None and self._foreign(sentence, group, meant):
                return Voice(sentence.group_span(group), outer.party if outer is not None else "")
            if meant is not None:
                return Voice(meant.quoted, meant.party, meant.anonymous)
            if group.pronoun:
                return NOBODY
        if not group.party and sentence.lowers(group.first, group.first + 2) == ["the", "country"]:
            named = next(
                (other for other in sentence.groups if other.last <= group.first and Sort.STATE in other.sorts), None
            )
            if named is not None:
                return Voice(sentence.group_span(group), named.party)
        known = self.memory.known(sentence, group)
        return Voice(known.quoted, known.party, known.anonymous)

    def _foreign(self, sentence: Sentence, group: Group, meant: Known) -> bool:
        """Whether a minister of one state would say `the agency` of another one's."""
        if group.pronoun or not meant.party or group.head not in ("agency", "ministry", "government", "service"):
            return False
        outer = self._outer(sentence, group)
        party = outer.party if outer is not None else ""
        return bool(party) and party != meant.party and is_state(party) and is_state(meant.party)

    def _outer(self, sentence: Sentence, group: Group) -> Voice | None:
        """`The White House said it …`: the subject of the verb of saying before."""
        for frame in reversed(frames(sentence)):
            subject = frame.subject.groups[0]
            if frame.trails or frame.verb[0] >= group.first or subject.first >= group.first:
                continue
            if subject.pronoun and subject.first == group.first:
                continue
            return self._voice(sentence, subject)
        return None

    def _before(self, sentence: Sentence, group: Group) -> Known | None:
        """For `it` and `they` a subject earlier in the same sentence, for `the department` a name with that word."""
        beside = sentence.ends.get(group.first - 1) if sentence.lower(group.first - 1) == "," else None
        fronted = beside is not None and sentence.lower(beside.first - 1) in lexicon().words["prepositions"]
        closed = sentence.lower(group.last) in (",", "that", "which", "who")
        if group.vague and beside is not None and beside.party and beside.speaks and closed and not fronted:
            return self.memory.known(sentence, beside)
        if group.vague and group.head:
            inside = self._inside_office(sentence, group)
            if inside is not None:
                return inside
            for other in reversed(sentence.groups):
                if (
                    other.last <= group.first
                    and not other.vague
                    and group.head in sentence.lowers(other.first, other.last)
                ):
                    return self.memory.known(sentence, other)
        if not group.pronoun or sentence.lower(group.first) not in ("it", "they", "he", "she"):
            return None
        person = sentence.lower(group.first) in ("he", "she")
        for other in reversed(sentence.groups):
            if other.last > group.first or other.pronoun or other.possessive or not other.speaks:
                continue
            before = sentence.lower(other.first - 1)
            opens = (
                other.first == 0
                or before in (",", ".", "but", "that", "while")
                or (before == "and" and other.first < 6)
            )
            opens = opens and sentence.lower(other.first - 2) not in ("against", "with", "to")
            named = bool(other.person and not other.sorts & {Sort.VENDOR, Sort.BODY, Sort.STATE})
            many = other.plural and sentence.lower(group.first) == "they"
            fits = many or (named or other.head in lexicon().nouns["role"] if person else not named)
            known = other.party or other.person or other.head in lexicon().nouns["body"]
            if opens and fits and known:
                first = next((frame.subject for frame in frames(sentence) if other in frame.subject.groups), None)
                return self.memory.known(sentence, first.groups[0] if first is not None and many else other)
        return None

    def _inside_office(self, sentence: Sentence, group: Group) -> Known | None:
        """`the minister responsible for the GCSB, Andrew Little, said the agency`: the body in his office."""
        if group.head not in ("agency", "bureau", "service", "centre", "center", "directorate"):
            return None
        for other in reversed(sentence.groups):
            if other.last > group.first or other.vague or other.head not in lexicon().nouns["role"]:
                continue
            for place in range(other.first + 1, other.last):
                named = name_at(sentence.words, place)
                if named is not None and named[1].sort in (Sort.BODY, Sort.SERVICE):
                    quoted = sentence.span(place, place + named[0])
                    return Known(quoted, named[1].party, other)
        return None

    def _unsure(self, sentence: Sentence, pronoun: Group) -> bool:
        """Whether `it` may mean the subject as well as somebody between (`China hit back at X after it joined`)."""
        if sentence.lower(pronoun.first) != "it":
            return False
        before = [group for group in sentence.groups if group.last <= pronoun.first and group.party]
        if len({group.party for group in before}) < 2:
            return False
        last = before[-1]
        saying = any(last.last <= frame.verb[0] < pronoun.first for frame in frames(sentence))
        return not saying and sentence.lower(last.first - 1) in ("at", "to", "with", "against", "on")

    def _note(self, sentence: Sentence) -> None:
        subjects = [group for frame in frames(sentence) for group in frame.subject.groups]
        if not subjects:
            main = main_verb(sentence, len(sentence.words))
            subject = subject_of(sentence, main) if main >= 0 else None
            subjects = list(subject.groups) if subject is not None else []
            if not subjects and 0 in sentence.starts and sentence.starts[0].plural:
                subjects = [sentence.starts[0]]
        several = next((frame.subject.groups for frame in frames(sentence) if len(frame.subject.groups) > 1), None)
        if several is not None:
            self.memory.plural = self.memory.known(sentence, several[0])
        for group in sentence.groups:
            self.memory.note(sentence, group, subject=any(group is other for other in subjects))
        told = frames(sentence)
        chief = next((frame for frame in told if not frame.trails or frame is told[-1]), None)
        if chief is not None:
            self.memory.note(sentence, chief.subject.groups[0], subject=True)
        self.met.opening = None
        for group in sentence.groups:
            named = self.met.note(group, sentence.group_span(group), sentence.lowers(group.first, group.last))
            if group.first == 0:
                self.met.opening = named

    def _assertion(self, sentence: Sentence, draft: Draft, voice: Voice) -> Assertion:
        def span(stretch: tuple[int, int] | None) -> Quoted | None:
            return sentence.span(*stretch) if stretch is not None and stretch[0] < stretch[1] else None

        teller = sentence.group_span(draft.reported_by) if draft.reported_by is not None else None
        return Assertion(
            stance=draft.stance,
            sentence=sentence.quoted,
            speaker=voice.quoted,
            party=voice.party,
            verb=sentence.span(*draft.verb),
            accused=span(draft.accused),
            activity=span(draft.activity),
            confidence=span(draft.confidence),
            measure=span(draft.measure),
            means=self._means(sentence, draft),
            reported_by=teller if teller != voice.quoted else None,
            anonymous=voice.anonymous,
            when=moment(sentence, draft.verb[0], _deed(sentence, draft)),
            taken=draft.taken,
            note=draft.note,
        )


def _deed(sentence: Sentence, draft: Draft) -> tuple[int, int] | None:
    """Words whose times are not those of the assertion."""
    if draft.of_announcement and draft.measure is not None:
        return draft.measure[1], sentence.clause_end(draft.measure[1])
    return draft.activity if draft.stance in _OF_DEEDS else None
