"""Who asserts what about whom, with which verb and which words of confidence, from English prose."""

from collections.abc import Sequence

from indicia.knowledge.reports.assertions.reading import read
from indicia.model.reported import Assertion, Quoted


def assertions(text: str, sentences: Sequence[Quoted]) -> tuple[Assertion, ...]:
    """The assertions of a text, by place; `sentences` are its sentences in order.

    An explicit grammar of clauses: what it does not know it leaves out.  Work grows with the length of the text.
    """
    return tuple(read(text, sentences))
