"""Which detectors belong to a kind of record, and what they still ask once the kind is known.

The id and the provider of a Windows event are known before it is decoded: what a condition asks of them is decided
once for the kind, which leaves most rules of a channel with nothing to ask.  For that a decoded event has to carry
exactly the id and the provider it was routed by, as readers promise.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from indicia.apart import Apart, processors
from indicia.detection.cache import Cache
from indicia.detection.conditions.remembered import Memory
from indicia.detection.detector import Detector, Route
from indicia.detection.filtering.choosing import NOTHING, Chosen, Positions
from indicia.detection.filtering.column_checks import ColumnChecks
from indicia.detection.filtering.in_events import EventPrefilter
from indicia.detection.filtering.in_lines import LinePrefilter
from indicia.detection.filtering.literals import MARKS, WIDE, TextKind, text_kind
from indicia.detection.filtering.matcher import Matcher, matcher
from indicia.detection.filtering.plans import (
    WORTH_KEEPING,
    Plan,
    Plans,
    Step,
    fingerprint,
    needed_text,
    packed_steps,
    plan_of,
    steps_of,
)
from indicia.detection.filtering.spelling import PlainLines
from indicia.detection.question import Asker, Question
from indicia.model.record import Value
from indicia.tables.batch import Event, EventKind
from indicia.tables.schema import WIN_EVENT

_KINDS_KEPT = 4096
"""Kinds of records whose bucket is remembered; hostile logs may name any number of channels."""
_BUCKETS_KEPT = 1024
"""Buckets kept; each distinct set of questions has one."""

_MANY = 50
"""Rules of a kind whose conditions, unpacked and taken apart to plan it, take much memory: that is done elsewhere."""
_MANY_MORE = 400
"""Rules of which two processes plan half each: less is planned before another one is there."""
_APART = Apart(lambda what, done, total: None)

Key = tuple[object, ...]


class Bucket:
    """The questions for one kind of record, in the order of their detectors."""

    __slots__ = ("columns", "decode_all", "events", "every", "lines", "plain", "questions")

    def __init__(
        self,
        questions: tuple[Question, ...],
        *,
        lines: LinePrefilter | None = None,
        events: EventPrefilter | None = None,
        decode_all: bool = False,
        columns: ColumnChecks | None = None,
        plain: PlainLines | None = None,
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
        self.plain = plain
        """Which text lines are searched as they are."""

    @property
    def unfiltered(self) -> Iterator[str]:
        """Ids of the detectors that are decided on every record."""
        chosen = self.lines or self.events
        positions = self.every if chosen is None else chosen.always
        return (self.questions[position].detector for position in positions)


class Kinds:
    """Finds the bucket of a record; builds it when the first record of its kind comes."""

    def __init__(
        self, detectors: Sequence[Detector], *, prefilter: bool, plain: bool, kept: Cache, named: bytes = b""
    ) -> None:
        """`kept`: where plans are kept between runs; `named`: the fingerprint of the detectors, if somebody has one."""
        self._plans = Plans(kept)
        self._keeps = kept.keeps
        self._named = named
        self._detectors = detectors
        self._prefilter = prefilter
        self._plain = plain
        self._routes: dict[tuple[str, str | None, int | None], list[tuple[int, int]]] = {}
        """(detector, binding) by table, channel and event id; null: bindings that name none."""
        for index, detector in enumerate(detectors):
            for number, binding in enumerate(detector.bindings):
                route = binding.route
                for channel in route.channels or (None,):
                    for event_id in route.event_ids or (None,):
                        self._routes.setdefault((route.table, channel, event_id), []).append((index, number))
        self._kinds: dict[Key, Bucket] = {}
        self._buckets: dict[Key, Bucket] = {}
        self._askers: dict[tuple[int, tuple[int, ...]], Asker] = {}
        self._of_plan: dict[bytes, Bucket] = {}
        """Kinds that are asked the same have equal plans."""
        self._marks: dict[TextKind, Matcher] = {}
        self._memory = Memory()

    def close(self) -> None:
        """Take all buckets apart, some 15 MB where thousands of rules were compiled; none is to be asked any more."""
        for bucket in self._buckets.values():
            for question in bucket.questions:
                question.close()
            for chosen in (bucket.events, bucket.lines):
                if chosen is not None:
                    chosen.close()
        for asker in self._askers.values():
            asker.close()
        for held in (self._kinds, self._buckets, self._askers, self._of_plan):
            held.clear()

    def of_source(self, table: str, source: str) -> Bucket:
        """Bucket of a text log or a small table."""
        key = (table, source)
        found = self._kinds.get(key)
        if found is None:

            def admits(route: Route) -> bool:
                return route.source in (None, source) and not (route.channels or route.providers or route.event_ids)

            askers = self._askers_of([(table, None, None)], admits)
            found = self._remember(key, table, tuple(asker.whole for asker in askers), frozenset(), source=source)
        return found

    def of_event(self, event: Event | EventKind) -> Bucket:
        """Bucket of a Windows event."""
        key = (event.channel, event.event_id, event.provider)
        found = self._kinds.get(key)
        return self._build(key, event) if found is None else found

    def _build(self, key: Key, event: Event | EventKind) -> Bucket:
        if not self._prefilter:
            askers = self._asked_of(event)
            return self._remember(key, WIN_EVENT.name, tuple(asker.whole for asker in askers), frozenset())
        if not self._named:
            self._named = fingerprint(self._detectors)
        name = self._plans.name(key, self._named)
        data = self._plans.get(name)
        content = hashlib.blake2b(data, digest_size=16).digest() if data is not None else b""
        if content in self._of_plan:
            return self._filed(key, self._of_plan[content])
        plan = plan_of(data) if data is not None else None
        if plan is None or not all(map(self._fits, plan.steps)):
            return self._planned(key, event, name)
        bucket = self._bucket_of(key, plan.steps, plan.first)
        self._of_plan[content] = bucket
        return bucket

    def _planned(self, key: Key, event: Event | EventKind, name: str) -> Bucket:
        """The bucket made anew, and its plan kept under the name."""
        askers = self._asked_of(event)
        if (
            len(askers) >= _MANY
            and self._keeps
            and _APART.made(partial(self._left_behind, key, event, name)) is not None
        ):
            data = self._plans.get(name)
            plan = plan_of(data) if data is not None else None
            if plan is not None:
                return self._bucket_of(key, plan.steps, plan.first)
        return self._made(key, askers, name, list(_steps(event, askers)))

    def _left_behind(self, key: Key, event: Event | EventKind, name: str) -> bytes:
        """In a copy of the process: the plan and the automaton of a kind, left in the cache."""
        askers = self._asked_of(event)
        bucket = self._made(key, askers, name, _steps_by_two(event, askers))
        if bucket.events is not None:
            # Whoever searches anything builds the automaton.
            list(bucket.events.of_each([b"{}"]))
        return b""

    def _made(self, key: Key, askers: Sequence[Asker], name: str, steps: list[Step]) -> Bucket:
        bucket = self._bucket_of(key, steps)
        if len(askers) >= WORTH_KEEPING:
            self._plans.put(name, Plan(steps, bucket.events.first if bucket.events else NOTHING))
        return bucket

    def _bucket_of(self, key: Key, steps: Sequence[Step], first: Chosen | None = None) -> Bucket:
        questions = tuple(self._asker(step.rule, step.bound).asked(step.truths, step.needed) for step in steps)
        unfiltered = frozenset(number for number, step in enumerate(steps) if step.always)
        return self._remember(key, WIN_EVENT.name, questions, unfiltered, first)

    def _fits(self, step: Step) -> bool:
        """Whether there is such a rule with such bindings."""
        return 0 <= step.rule < len(self._detectors) and all(
            0 <= number < len(self._detectors[step.rule].bindings) for number in step.bound
        )

    def _asked_of(self, event: Event | EventKind) -> list[Asker]:
        channel, provider = event.channel.lower(), event.provider.lower()

        def admits(route: Route) -> bool:
            return (
                route.source in (None, event.channel)
                and (not route.providers or provider in route.providers)
                and (not route.event_ids or event.event_id in route.event_ids)
            )

        # A binding may name a channel and an id, only one of them, or none.
        places = [(WIN_EVENT.name, named, number) for named in (None, channel) for number in (None, event.event_id)]
        return self._askers_of(places, admits)

    def _askers_of(
        self, places: Sequence[tuple[str, str | None, int | None]], admits: Callable[[Route], bool]
    ) -> list[Asker]:
        """Detectors with a binding that leads here, in their order."""
        pairs = sorted(pair for place in places for pair in self._routes.get(place, ()))
        numbers: dict[int, tuple[int, ...]] = {}
        for index, number in pairs:
            if admits(self._detectors[index].bindings[number].route):
                numbers[index] = (*numbers.get(index, ()), number)
        return [self._asker(index, bound) for index, bound in numbers.items()]

    def _asker(self, rule: int, bound: tuple[int, ...]) -> Asker:
        """A detector with these of its bindings; one object for all kinds that they lead to."""
        asker = self._askers.get((rule, bound))
        if asker is None:
            asker = self._askers[rule, bound] = Asker(self._detectors, rule, bound)
        return asker

    def _remember(
        self,
        key: Key,
        table: str,
        questions: tuple[Question, ...],
        unfiltered: frozenset[int],
        first: Chosen | None = None,
        source: str = "",
    ) -> Bucket:
        """The bucket for these questions, from now on found under the kind's key."""
        kind = text_kind(table, source)
        name = (kind, table, questions, unfiltered)
        bucket = self._buckets.get(name)
        if bucket is None:
            if len(self._buckets) >= _BUCKETS_KEPT:
                self._buckets.clear()
                self._kinds.clear()
                self._of_plan.clear()
            bucket = self._buckets[name] = self._bucket(kind, questions, unfiltered, first)
        return self._filed(key, bucket)

    def _filed(self, key: Key, bucket: Bucket) -> Bucket:
        """The same bucket, found under the key from now on."""
        if len(self._kinds) >= _KINDS_KEPT:
            self._kinds.clear()
        self._kinds[key] = bucket
        return bucket

    def _bucket(
        self, kind: TextKind | None, questions: tuple[Question, ...], unfiltered: frozenset[int], first: Chosen | None
    ) -> Bucket:
        if not self._prefilter or kind is None or not questions:
            return Bucket(questions, decode_all=not self._prefilter or bool(questions))
        marks = self._marks.get(kind)
        if marks is None:
            marks = self._marks[kind] = matcher((), MARKS[kind], plain=self._plain)
        if kind is TextKind.JSON:
            chosen = EventPrefilter(
                lambda position: questions[position].needed,
                len(questions),
                marks,
                unfiltered=unfiltered,
                first=first,
                plain=self._plain,
            )
            return Bucket(questions, events=chosen)
        for question in questions:
            question.remember(self._memory)
        conditions = [question.condition for question in questions]
        lines = LinePrefilter(conditions, kind, unfiltered=unfiltered, plain=self._plain)
        return Bucket(questions, lines=lines, columns=ColumnChecks(conditions), plain=PlainLines(conditions))


def _steps(event: Event | EventKind, askers: Sequence[Asker]) -> Iterator[Step]:
    """What each of them still asks of events like this one."""
    known: dict[str, Value] = {}
    if event.event_id >= 0:
        known["EventID"] = event.event_id
    if event.provider:
        known["Provider_Name"] = event.provider
    # A keyword may be satisfied by channel or provider, which a reader may know from elsewhere than the text.
    context = f"{event.channel}\n{event.provider}".lower().replace("\\", "\\\\").encode("utf-8", "replace")
    wide = not context.isascii()
    for asker in askers:
        truths = asker.truths(known)
        question = asker.ask(truths)
        if question is not None:
            always = any(literal in context or (wide and literal == WIDE) for literal in asker.keywords)
            yield Step(asker.rule, asker.bound, truths, always, needed_text(question.needed))


def _steps_by_two(event: Event | EventKind, askers: Sequence[Asker]) -> list[Step]:
    """The same; of many by this process and a copy of it at once."""
    if len(askers) < _MANY_MORE or processors() < 2:
        return list(_steps(event, askers))
    middle = len(askers) // 2
    with _APART.begun(lambda: packed_steps(_steps(event, askers[middle:]))) as begun:
        steps = list(_steps(event, askers[:middle]))
        data = begun.made()
    others = steps_of(data) if data is not None else None
    return steps + (list(_steps(event, askers[middle:])) if others is None else others)
