"""Which detectors belong to a kind of record, and what they still ask once the kind is known.

The id and the provider of a Windows event are known before it is decoded: what a condition asks of them is decided
once for the kind, which leaves most rules of a channel with nothing to ask.  For that a decoded event has to carry
exactly the id and the provider it was routed by, as readers promise.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from indicia.detection.cache import Cache
from indicia.detection.choosing import Positions
from indicia.detection.column_checks import ColumnChecks
from indicia.detection.condition import Any, Condition, Fields, Test
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.evaluate import View, compile_condition, compile_on_view
from indicia.detection.literals import MARKS, TEXT_KINDS, WIDE, Group, TextKind, keyword_literals
from indicia.detection.marking import compile_marking
from indicia.detection.matcher import Matcher, matcher
from indicia.detection.narrowing import NEVER, narrowed, tests_on
from indicia.detection.needs import Clauses, clauses
from indicia.detection.plans import Plans, Step, Truths, digest
from indicia.detection.prefilter import LinePrefilter
from indicia.detection.prefilter_events import EventPrefilter
from indicia.model.record import Value
from indicia.tables.batch import Event, EventKind
from indicia.tables.schema import WIN_EVENT

_KNOWN = frozenset({"EventID", "Provider_Name"})
_KINDS_KEPT = 4096
"""Kinds of records whose bucket is remembered; hostile logs may name any number of channels."""
_BUCKETS_KEPT = 1024
"""Buckets kept; each distinct set of questions has one."""

Key = tuple[object, ...]


class Question:
    """What one detector asks of one kind of record."""

    __slots__ = ("_asker", "_condition", "_needed", "_truths", "decide", "detector", "mark")

    def __init__(self, asker: "_Asker", truths: Truths = (), needed: Clauses | None = None) -> None:
        """`needed` where it is known without looking at the condition."""
        self.detector = asker.detector
        self._asker = asker
        self._truths = truths
        self.decide: Callable[[View], bool] = self._compiled
        self.mark: Callable[[Fields], tuple[str, ...]] = self._marking
        """Fields that decided, of a record of which it is true."""
        self._condition: Condition | None = None
        self._needed = needed

    @property
    def condition(self) -> Condition:
        """What is left to ask of this kind."""
        if self._condition is None:
            self._condition = self._asker.left(self._truths)
        return self._condition

    @property
    def needed(self) -> Clauses:
        """What an undecoded event has to hold, see `needs`."""
        if self._needed is None:
            self._needed = clauses(self.condition, TextKind.JSON)
        return self._needed

    def _compiled(self, view: View) -> bool:
        # Compiled on the first record that gets this far: of thousands of rules few ever do.
        self.decide = compile_on_view(self.condition)
        return self.decide(view)

    def _marking(self, fields: Fields) -> tuple[str, ...]:
        self.mark = compile_marking(self._asker.condition)
        return self.mark(fields)


class Bucket:
    """The questions for one kind of record, in the order of their detectors."""

    __slots__ = ("columns", "decode_all", "events", "every", "lines", "questions")

    def __init__(
        self,
        questions: tuple[Question, ...],
        *,
        lines: LinePrefilter | None = None,
        events: EventPrefilter | None = None,
        decode_all: bool = False,
        columns: ColumnChecks | None = None,
    ) -> None:
        self.questions = questions
        self.every: Positions = tuple(range(len(questions)))
        """Positions of all of them."""
        self.lines = lines
        """Filter of text lines; null where nothing is filtered, and where nothing is asked."""
        self.events = events
        """The same of Windows events."""
        self.decode_all = decode_all
        """Without a filter: whether records are decoded at all."""
        self.columns = columns
        """What single columns of text lines say of candidates."""

    @property
    def unfiltered(self) -> Iterator[str]:
        """Ids of the detectors that are decided on every record."""
        chosen = self.lines or self.events
        positions = self.every if chosen is None else chosen.always
        return (self.questions[position].detector for position in positions)


class _Asker:
    """A detector with those of its bindings that lead to a kind of record."""

    def __init__(self, detector: str, bindings: Sequence[Binding]) -> None:
        self.detector = detector
        self._bindings = bindings
        self._questions: dict[Truths, Question | None] = {}

    @cached_property
    def condition(self) -> Condition:
        """What it asks, as its author does."""
        conditions = tuple(binding.condition for binding in self._bindings)
        return conditions[0] if len(conditions) == 1 else Any(conditions)

    @cached_property
    def digest(self) -> bytes:
        """The same for equal conditions."""
        return digest(binding.text for binding in self._bindings)

    @cached_property
    def whole(self) -> Question:
        """The question as it stands."""
        return Question(self)

    @cached_property
    def _decisions(self) -> tuple[tuple[Test, Callable[[Fields], bool]], ...]:
        return tuple((test, compile_condition(test)) for test in dict.fromkeys(tests_on(self.condition, _KNOWN)))

    @cached_property
    def keywords(self) -> tuple[bytes, ...]:
        """Literals of its keywords, see `keyword_literals`."""
        found: Group = keyword_literals(self.condition, TextKind.JSON)
        return tuple(sorted(found))

    def truths(self, known: Mapping[str, Value]) -> Truths:
        """How its tests on what is known of a kind come out."""
        return tuple(decide(known) if test.field in known else None for test, decide in self._decisions)

    def left(self, truths: Truths) -> Condition:
        """What is left of the condition then."""
        if not truths:
            return self.condition
        decided = {test: truth for (test, _), truth in zip(self._decisions, truths, strict=True) if truth is not None}
        return narrowed(self.condition, decided)

    def ask(self, truths: Truths) -> Question | None:
        """What is left to ask then; null when nothing can satisfy it."""
        if truths not in self._questions:
            never = bool(truths) and self.left(truths) == NEVER
            self._questions[truths] = None if never else self.whole if not truths else Question(self, truths)
        return self._questions[truths]

    def asked(self, truths: Truths, needed: Clauses) -> Question:
        """The same where it is known that something is left, and what an event has to hold."""
        question = self._questions.get(truths)
        if question is None:
            question = self._questions[truths] = Question(self, truths, needed)
        return question


class Kinds:
    """Finds the bucket of a record; builds it when the first record of its kind comes."""

    def __init__(self, detectors: Sequence[Detector], *, prefilter: bool, plain: bool, kept: Cache) -> None:
        """`kept`: where plans are kept between runs."""
        self._plans = Plans(kept)
        self._detectors = detectors
        self._prefilter = prefilter
        self._plain = plain
        self._routes: dict[tuple[str, str | None], list[tuple[int, int]]] = {}
        """(detector, binding) by table and channel; null: bindings that name no channel."""
        for index, detector in enumerate(detectors):
            for number, binding in enumerate(detector.bindings):
                for channel in binding.route.channels or (None,):
                    self._routes.setdefault((binding.route.table, channel), []).append((index, number))
        self._kinds: dict[Key, Bucket] = {}
        self._buckets: dict[Key, Bucket] = {}
        self._askers: dict[tuple[int, tuple[int, ...]], _Asker] = {}
        self._marks: dict[TextKind, Matcher] = {}

    def of_source(self, table: str, source: str) -> Bucket:
        """Bucket of a text log or a small table."""
        key = (table, source)
        found = self._kinds.get(key)
        if found is None:

            def admits(route: Route) -> bool:
                return route.source in (None, source) and not (route.channels or route.providers or route.event_ids)

            askers = self._askers_of(table, None, admits)
            found = self._remember(key, table, tuple(asker.whole for asker in askers), frozenset())
        return found

    def of_event(self, event: Event | EventKind) -> Bucket:
        """Bucket of a Windows event."""
        key = (event.channel, event.event_id, event.provider)
        found = self._kinds.get(key)
        return self._build(key, event) if found is None else found

    def _build(self, key: Key, event: Event | EventKind) -> Bucket:
        channel, provider = event.channel.lower(), event.provider.lower()

        def admits(route: Route) -> bool:
            return (
                route.source in (None, event.channel)
                and (not route.providers or provider in route.providers)
                and (not route.event_ids or event.event_id in route.event_ids)
            )

        askers = self._askers_of(WIN_EVENT.name, channel, admits)
        if not self._prefilter:
            return self._remember(key, WIN_EVENT.name, tuple(asker.whole for asker in askers), frozenset())
        name = self._plans.name(key, [asker.digest for asker in askers])
        steps = self._plans.get(name)
        if steps is None or any(step.rule >= len(askers) for step in steps):
            steps = list(_steps(event, askers))
            self._plans.put(name, steps)
        questions = tuple(askers[step.rule].asked(step.truths, step.needed) for step in steps)
        unfiltered = frozenset(number for number, step in enumerate(steps) if step.always)
        return self._remember(key, WIN_EVENT.name, questions, unfiltered)

    def _askers_of(self, table: str, channel: str | None, admits: Callable[[Route], bool]) -> list[_Asker]:
        """Detectors with a binding that leads here, in their order."""
        pairs = self._routes.get((table, None), [])
        if channel is not None:
            pairs = sorted([*pairs, *self._routes.get((table, channel), [])])
        numbers: dict[int, tuple[int, ...]] = {}
        for index, number in pairs:
            if admits(self._detectors[index].bindings[number].route):
                numbers[index] = (*numbers.get(index, ()), number)
        askers = []
        for index, bound in numbers.items():
            asker = self._askers.get((index, bound))
            if asker is None:
                detector = self._detectors[index]
                asker = self._askers[index, bound] = _Asker(detector.id, [detector.bindings[n] for n in bound])
            askers.append(asker)
        return askers

    def _remember(self, key: Key, table: str, questions: tuple[Question, ...], unfiltered: frozenset[int]) -> Bucket:
        """The bucket for these questions, from now on found under the kind's key."""
        name = (table, questions, unfiltered)
        bucket = self._buckets.get(name)
        if bucket is None:
            if len(self._buckets) >= _BUCKETS_KEPT:
                self._buckets.clear()
                self._kinds.clear()
            bucket = self._buckets[name] = self._bucket(table, questions, unfiltered)
        if len(self._kinds) >= _KINDS_KEPT:
            self._kinds.clear()
        self._kinds[key] = bucket
        return bucket

    def _bucket(self, table: str, questions: tuple[Question, ...], unfiltered: frozenset[int]) -> Bucket:
        kind = TEXT_KINDS.get(table)
        if not self._prefilter or kind is None or not questions:
            return Bucket(questions, decode_all=not self._prefilter or bool(questions))
        marks = self._marks.get(kind)
        if marks is None:
            marks = self._marks[kind] = matcher((), MARKS[kind], plain=self._plain)
        if kind is TextKind.JSON:
            needed = [question.needed for question in questions]
            chosen = EventPrefilter(needed, marks, unfiltered=unfiltered, plain=self._plain)
            return Bucket(questions, events=chosen)
        conditions = [question.condition for question in questions]
        lines = LinePrefilter(conditions, kind, unfiltered=unfiltered, plain=self._plain)
        return Bucket(questions, lines=lines, columns=ColumnChecks(conditions))


def _steps(event: Event | EventKind, askers: Sequence[_Asker]) -> Iterator[Step]:
    """What each of them still asks of events like this one."""
    known: dict[str, Value] = {}
    if event.event_id >= 0:
        known["EventID"] = event.event_id
    if event.provider:
        known["Provider_Name"] = event.provider
    # A keyword may be satisfied by channel or provider, which a reader may know from elsewhere than the text.
    context = f"{event.channel}\n{event.provider}".lower().replace("\\", "\\\\").encode("utf-8", "replace")
    wide = not context.isascii()
    for number, asker in enumerate(askers):
        truths = asker.truths(known)
        question = asker.ask(truths)
        if question is not None:
            always = any(literal in context or (wide and literal == WIDE) for literal in asker.keywords)
            yield Step(number, truths, always, question.needed)
