"""Who asserts what about whom, with which verb and which words of confidence, from English prose."""

from collections.abc import Sequence

from indicia.knowledge.reports.assertions.reading import read
from indicia.knowledge.reports.assertions.speakers.issuers import publisher
from indicia.model.reported import Assertion, Quoted


def assertions(text: str, sentences: Sequence[Quoted], *, title: str = "", address: str = "") -> tuple[Assertion, ...]:
    """The assertions of a text, by place; `sentences` are its sentences in order.

    `title` and `address` of the page may tell whose `we` it is where the text itself does not.
    An explicit grammar of clauses: what it does not know it leaves out.  Work grows with the length of the text.
    """
    return tuple(read(text, sentences, publisher(title, address)))
