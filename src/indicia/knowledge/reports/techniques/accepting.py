"""Suggestions that somebody accepted: from then on they count like what the report states, marked as accepted."""

from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from indicia.model.reported import Mention, ReportReading

EVERY = "all"


def accept(
    readings: Sequence[ReportReading], ids: Collection[str], least: float | None = None
) -> tuple[tuple[ReportReading, ...], tuple[str, ...]]:
    """The readings with suggestions of these techniques accepted, and the ids that nothing suggests.

    `all` stands for every one; `least`: only those with at least this score.  What is set aside stays so: it is no
    suggestion.
    """
    wanted = {one.upper() for one in ids if one.lower() != EVERY}
    everything = any(one.lower() == EVERY for one in ids)

    def taken(mention: Mention) -> bool:
        enough = least is None or (mention.score is not None and mention.score >= least)
        return mention.suggested and not mention.aside and enough and (everything or mention.value in wanted)

    done = tuple(
        replace(one, mentions=tuple(_accepted(mention) if taken(mention) else mention for mention in one.mentions))
        for one in readings
    )
    return done, tuple(sorted(wanted - set(_accepted_ids(done))))


def _accepted(mention: Mention) -> Mention:
    return replace(mention, suggested=False, accepted=True)


def _accepted_ids(readings: Iterable[ReportReading]) -> Iterable[str]:
    return (mention.value for one in readings for mention in one.mentions if mention.accepted)
