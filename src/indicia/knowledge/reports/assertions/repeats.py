"""Who speaks, and one draft for each speaker, stance and accused."""

from collections.abc import Sequence

from msgspec import Struct

from indicia.knowledge.reports.assertions.rules.blame.stating import OWN_WORDS
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.model.reported import Quoted, Stance

_NO_NAME = "does not attribute"


class Voice(Struct, frozen=True):
    """Who speaks: quoted words, party, whether without a name."""

    quoted: Quoted | None
    party: str
    anonymous: bool = False


NOBODY = Voice(None, "")


def without_repeats(found: Sequence[tuple[Draft, Voice]]) -> list[tuple[Draft, Voice]]:
    """One draft for each speaker, stance and accused or measure; the one with words of confidence first."""
    kept: list[tuple[Draft, Voice]] = []
    for draft, voice in sorted(
        found,
        key=lambda pair: (
            pair[0].note == OWN_WORDS,
            pair[0].confidence is None,
            pair[0].measure is None,
            pair[0].accused is None,
        ),
    ):
        if any(_same(draft, voice, other, its) for other, its in kept):
            continue
        kept.append((draft, voice))
    told_more = (Stance.ATTRIBUTES, Stance.DECLINES, Stance.REPORTS)
    spoken = {(voice.quoted, voice.party) for draft, voice in kept if draft.stance in told_more}
    told = any(draft.stance is Stance.ATTRIBUTES and voice.party for draft, voice in kept)
    return [
        (draft, voice)
        for draft, voice in kept
        if (draft.stance is not Stance.OBSERVES or (voice.quoted, voice.party) not in spoken)
        and not (told and draft.stance is Stance.ATTRIBUTES and _crowd(draft, voice))
    ]


def answers(kept: Sequence[tuple[Draft, Voice]]) -> list[tuple[Draft, Voice]]:
    """Each answer of an accused side once: not beside its denial, not as an accusation of its own.

    What calls on a state (`urged the Netherlands to stop spreading lies`) stays a call.
    """
    replies = [(draft.verb[0], voice) for draft, voice in kept if draft.replies]
    calls = [(draft.verb[0], voice) for draft, voice in kept if draft.stance is Stance.URGES]
    denied = [voice.party for draft, voice in kept if draft.stance is Stance.DENIES and not draft.replies]
    found = []
    for draft, voice in kept:
        accuses = draft.stance is Stance.ATTRIBUTES and (draft.verb[0], voice) in replies
        again = draft.replies and (voice.party in denied or (draft.verb[0], voice) in calls)
        if not accuses and not again:
            found.append((draft, voice))
    return found


def _crowd(draft: Draft, voice: Voice) -> bool:
    """`so many capitals`, `its allies`: not a speaker of its own beside one that is named."""
    nameless = not voice.party and not voice.anonymous and bool(draft.speakers)
    return nameless and all(group.plural and not group.person and not group.pronoun for group in draft.speakers)


def _same(draft: Draft, voice: Voice, other: Draft, its: Voice) -> bool:
    if draft.stance is not other.stance:
        return False
    if draft.note == OWN_WORDS and draft.accused is not None and other.accused is not None:
        return _meet(draft.accused, other.accused)
    if voice.quoted != its.quoted:
        return False
    if draft.stance in (
        Stance.DENIES,
        Stance.SILENT,
        Stance.SUPPORTS,
        Stance.ACKNOWLEDGES,
        Stance.OBSERVES,
        Stance.URGES,
    ):
        return True
    if draft.stance is Stance.DECLINES and (draft.note == _NO_NAME) != (other.note == _NO_NAME):
        return False
    if draft.stance in (Stance.DECLINES, Stance.SANCTIONS, Stance.ACTS, Stance.CHARGES):
        return draft.measure is None or other.measure is None or _meet(draft.measure, other.measure)
    if draft.accused is None or other.accused is None:
        return draft.accused is None
    return _meet(draft.accused, other.accused) or (draft.verb == other.verb and draft.clause == other.clause)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
