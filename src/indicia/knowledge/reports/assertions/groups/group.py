"""Words that name one body, person, state, group or kind of people."""

from msgspec import Struct

from indicia.knowledge.reports.assertions.vocabulary.names import Sort


class Group(Struct, frozen=True, kw_only=True):
    """Words `first` to `last` (without it) that name one body, person, state, group or kind of people."""

    first: int
    last: int
    party: str = ""
    """Country or body; empty where the words do not tell."""
    person: str = ""
    """Name of the person, or of an organisation that is not known; empty where there is none."""
    head: str = ""
    """The last noun in lower case: `spokesman`, `hackers`; empty for a bare name."""
    sorts: frozenset[Sort] = frozenset()
    possessive: bool = False
    """`Norway's` with nothing after it that belongs to the group."""
    pronoun: bool = False
    vague: bool = False
    """`the agency`: means somebody named before."""
    negative: bool = False
    """`none of the governments`, `neither country`."""
    plural: bool = False
    speaks: bool = False
    anonymous: bool = False
    named_state: bool = False
    """Whether a state, a service or a group of intruders is named in it."""
    acts: bool = False
    """Whether its head is people who break in: hackers, actors, group, officers."""
