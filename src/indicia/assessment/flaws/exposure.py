"""Which flaws stand open on one host, since when, and what the update alone does not do."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from indicia.assessment.flaws.build_history import History, Sight, history
from indicia.assessment.flaws.clocks import clocks, open_days, used_since
from indicia.assessment.flaws.state import judge_flaw
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.product.builds import Held, show_build
from indicia.knowledge.product.flaws import KnownFlaw
from indicia.model.assessment import Answer
from indicia.model.exposure import BuildSeen, Clock, Exposure, Flaw, FlawState, Precision

_RANK = {FlawState.OPEN: 0, FlawState.CANNOT_TELL: 1, FlawState.CLOSED: 2, FlawState.NOT_AFFECTED: 3}
NO_BUILD = "no build in this evidence: which flaws stand open cannot be told"


class Entry(Struct, frozen=True, kw_only=True):
    """The first sign past probing, and the flaws it came through."""

    time: datetime
    family: str


def exposure(
    pack: Pack,
    seen: Sequence[BuildSeen],
    *,
    as_of: datetime | None,
    entry: Entry | None = None,
    answers: Mapping[str, Answer] | None = None,
    brief: bool = False,
) -> Exposure:
    """Judge every flaw of the pack against the builds that the evidence names.

    `as_of`: open days are counted up to here, the newest record of the host, UTC.  `answers`: of artefact tests, by
    id.  `brief`: without the days of flaws that nobody is known to use; of ten thousand hosts they would fill the
    memory.  The same input gives the same answer: no clock is asked.
    """
    past = history(pack.builds, seen)
    sight = past.current
    flaws = _flaws(pack, past, sight, answers or {}, as_of, brief=brief) if sight is not None else ()
    product = pack.builds.product_of(sight.build) if sight is not None else None
    return Exposure(
        build=show_build(sight.build) if sight else "",
        name=pack.builds.name(sight.build) if sight else "",
        seen=sight.seen.time if sight else None,
        origin=str(sight.seen.origin) if sight else "",
        supported_until=product.supported_until if product else None,
        flaws=flaws,
        headline=_headline(pack, past, sight, entry),
        assumptions=(*past.notes, *_assumptions(pack, past, sight, flaws, as_of)),
        precision=sight.seen.precision if sight else Precision.FULL,
        as_of=as_of,
        builds=past.periods(),
    )


def _flaws(
    pack: Pack,
    past: History,
    sight: Sight,
    answers: Mapping[str, Answer],
    as_of: datetime | None,
    *,
    brief: bool,
) -> tuple[Flaw, ...]:
    product = pack.builds.product_of(sight.build)
    found = [
        _flaw(pack, known, past, sight, answers, as_of, product.id if product else "", brief=brief)
        for known in pack.flaws.flaws
    ]
    return tuple(sorted(found, key=lambda item: (_RANK[item.state], not item.exploited, -(item.open_days or 0))))


def _flaw(
    pack: Pack,
    known: KnownFlaw,
    past: History,
    sight: Sight,
    answers: Mapping[str, Answer],
    as_of: datetime | None,
    product: str,
    *,
    brief: bool,
) -> Flaw:
    state, why = judge_flaw(known, pack.flaws, past, sight, answers)
    used = used_since(known) is not None
    # What a flaw's days are matters only where the product has it.
    told = state is not FlawState.NOT_AFFECTED and (used or not brief)
    return Flaw(
        cve=known.cve,
        nickname=known.nickname,
        what=known.what,
        state=state,
        why=f"{why} ({known.note})" if known.note and state in (FlawState.OPEN, FlawState.CANNOT_TELL) else why,
        fixed_by=known.fixed_by,
        exploited=used,
        clocks=clocks(known, pack.flaws, past, sight) if told else (),
        open_days=open_days(known, state, past, sight, as_of),
        also_needs=known.also_needs if product and known.needs_setting(product) else "",
    )


def _headline(pack: Pack, past: History, sight: Sight | None, entry: Entry | None) -> str:
    """Only a build seen to be open can show that the entry came before the update."""
    if entry is None or sight is None:
        return ""
    update = pack.flaws.update_of(entry.family)
    came = past.arrival(update) if update else None
    first = f"first sign of entry {entry.time:%Y-%m-%d %H:%M}"
    if came is not None:
        if came.by is None or came.after is None or entry.time >= came.by:
            return ""
        between = f"between {came.after:%Y-%m-%d %H:%M} and {came.by:%Y-%m-%d %H:%M}"
        return f"patched after entry: {update} came {between}, {first}"
    if update and past.held(sight, update) is Held.NO:
        return f"entered and not patched: {show_build(sight.build)} lacks {update}, {first}"
    return ""


def _assumptions(
    pack: Pack, past: History, sight: Sight | None, flaws: Sequence[Flaw], as_of: datetime | None
) -> list[str]:
    if sight is None:
        return [NO_BUILD]
    said = []
    if sight.seen.precision is Precision.CU_ONLY:
        said.append(f"{sight.seen.origin} names only the cumulative update: which update is on top of it is not known")
    if not pack.builds.lists(sight.build) and pack.builds.name(sight.build):
        said.append(f"{show_build(sight.build)} is in no list: it is judged by its place among those of its branch")
    if sight.seen.time is None:
        said.append(f"{sight.seen.origin} has no time: taken as the state at the end of this evidence")
    elif as_of is not None and (as_of - sight.seen.time).days >= 1:
        said.append(
            f"the newest build named is taken to have stayed until {as_of:%Y-%m-%d}: nothing later names another"
        )
    if any(flaw.open_days for flaw in flaws):
        said.append(
            "open days count from the first known use anywhere; whether the server was in service then is not known"
        )
    if any(reading.clock is Clock.FIRST_USE and not reading.verified for flaw in flaws for reading in flaw.clocks):
        said.append("some days of first known use could not be confirmed; they are marked")
    return said
