"""A verb or phrase that carries somebody's statement, as a value."""

from msgspec import Struct

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.subject import Subject


class Frame(Struct, frozen=True, kw_only=True):
    """Who says or judges, and where the words of it stand."""

    verb: tuple[int, int]
    subject: Subject
    trails: bool = False
    """Stands behind what it carries (`…, the agency said`)."""
    judges: bool = False
    to_paper: Group | None = None
    """The paper that was told (`told Reuters`)."""

    @property
    def first(self) -> int:
        """Where it begins, the subject included."""
        return min(self.subject.first, self.verb[0])
