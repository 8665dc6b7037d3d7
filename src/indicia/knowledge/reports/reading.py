"""One report read whole: its mentions, techniques in its prose, and who asserts what."""

from collections.abc import Iterable

from indicia.knowledge.reports.assertions import assertions
from indicia.knowledge.reports.mentions.finding import find_mentions
from indicia.knowledge.reports.mentions.lexicon import Lexicon, shipped_lexicon
from indicia.knowledge.reports.sentences import sentences
from indicia.knowledge.reports.techniques.adding import with_techniques
from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.model.reported import Mention, ReportReading, ReportText


def read_report(
    text: ReportText,
    lexicon: Lexicon | None = None,
    stated: Iterable[Mention] = (),
    model: TechniqueModel | None = None,
) -> ReportReading:
    """Everything that is read from one text.

    `lexicon`: names of actors and tools (those that come with Indicia by default); `stated`: what the objects of a STIX
    bundle or a MISP event say they are; `model`: of techniques, where the user has one.  A text that is not English is
    read for what is written alike in all languages.
    """
    parts = sentences(text.text)
    mentions = find_mentions(text, parts, lexicon or shipped_lexicon(), stated)
    prose = text.language in ("en", "")
    if prose:
        mentions = with_techniques(text.text, parts, mentions, model)
    said = assertions(text.text, parts, title=text.title, address=text.address) if prose else ()
    return ReportReading(text=text, mentions=mentions, assertions=said)
