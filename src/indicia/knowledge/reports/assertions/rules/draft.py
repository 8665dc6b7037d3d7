"""An assertion before its speaker is looked up: places in one sentence."""

from msgspec import Struct

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.model.reported import Stance


class Draft(Struct, frozen=True, kw_only=True):
    """What one rule read; stretches are words of the sentence, the second number is after the last."""

    stance: Stance
    verb: tuple[int, int]
    speakers: tuple[Group, ...] = ()
    """Empty where nobody is named; then the speaker of the quotation, if it stands in one."""
    accused: tuple[int, int] | None = None
    activity: tuple[int, int] | None = None
    confidence: tuple[int, int] | None = None
    measure: tuple[int, int] | None = None
    taken: bool | None = None
    note: str = ""
    reported_by: Group | None = None
    clause: int = 0
    """Of several statements that one verb carries: where the clause of a later one begins; 0 for the first."""
    of_announcement: bool = False
    """Belongs, where nobody is named, to those whose attribution it was said of."""
    own_words: bool = False
    """Said by whoever speaks the quotation, or by the document itself."""
    leans: bool = False
    """Support only where somebody attributed before it: `followed suit`, `backed London`."""
    counter: bool = False
    """Accuses somebody of no attack: an answer where the speaker's side was accused before it."""
    replies: bool = False
    """An answer only where the speaker's side was accused before it: `accused Prague of microphone diplomacy`."""


def needs_party(draft: Draft, group: Group) -> bool:
    """Whether nobody may be believed to speak whose party is not known: technical prose is full of capitals."""
    bare = not group.head and not group.sorts and not group.pronoun and len(group.person.split()) < 2
    technical = draft.stance is Stance.OBSERVES or (draft.stance is Stance.ACTS and not group.pronoun)
    return bare or technical
