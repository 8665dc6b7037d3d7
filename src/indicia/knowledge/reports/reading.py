"""One report read whole: its mentions and who asserts what.  Other ways of reading are plugged in here."""

from collections.abc import Iterable

from indicia.knowledge.reports.assertions import assertions
from indicia.knowledge.reports.mentions.finding import find_mentions
from indicia.knowledge.reports.mentions.lexicon import Lexicon, shipped_lexicon
from indicia.knowledge.reports.sentences import sentences
from indicia.model.reported import Mention, ReportReading, ReportText


def read_report(text: ReportText, lexicon: Lexicon | None = None, stated: Iterable[Mention] = ()) -> ReportReading:
    """Everything that is read from one text.

    `lexicon`: names of actors and tools (those that come with Indicia by default); `stated`: what the objects of a STIX
    bundle or a MISP event say they are.  A text that is not English is read for what is written alike in all languages.
    """
    found = sentences(text.text)
    mentions = find_mentions(text, found, lexicon or shipped_lexicon(), stated)
    prose = text.language in ("en", "")
    if prose:
        mentions = _with_suggestions(text, mentions)
    said = assertions(text.text, found, title=text.title, address=text.address) if prose else ()
    return ReportReading(text=text, mentions=mentions, assertions=said)


def _with_suggestions(text: ReportText, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Techniques that prose describes without naming them would be added here, each `suggested`."""
    return mentions
