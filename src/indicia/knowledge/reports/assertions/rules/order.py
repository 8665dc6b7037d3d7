"""The rules of the grammar in order, and which sentences they are asked about."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from indicia.knowledge.reports.assertions.rules.answers.denying import denied
from indicia.knowledge.reports.assertions.rules.answers.replying import replied
from indicia.knowledge.reports.assertions.rules.answers.seconding import seconded
from indicia.knowledge.reports.assertions.rules.answers.silence import ANSWERS, silent
from indicia.knowledge.reports.assertions.rules.answers.supporting import supported
from indicia.knowledge.reports.assertions.rules.answers.urging import urged
from indicia.knowledge.reports.assertions.rules.answers.withholding import withheld
from indicia.knowledge.reports.assertions.rules.blame.attributing import attributed
from indicia.knowledge.reports.assertions.rules.blame.described import described
from indicia.knowledge.reports.assertions.rules.blame.nominal import nominal
from indicia.knowledge.reports.assertions.rules.blame.observing import observed
from indicia.knowledge.reports.assertions.rules.blame.stating import stated
from indicia.knowledge.reports.assertions.rules.counting import counted
from indicia.knowledge.reports.assertions.rules.draft import Draft
from indicia.knowledge.reports.assertions.rules.measures.taken import measured
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon

RULES: tuple[Callable[[Sentence], Iterator[Draft]], ...] = (
    attributed,
    stated,
    nominal,
    described,
    supported,
    seconded,
    denied,
    replied,
    measured,
    withheld,
    silent,
    counted,
    urged,
    observed,
)

_SPEAKS = tuple(
    "say judge attribute link blame accuse name condemn join support acknowledge deny oppose charge unseal sanction "
    "impose expel publish weigh urge observe decline".split()
)
_OTHERS = frozenset(
    "according comment reach contact reached contacted unanswered answered respond responded reply replied "
    "return returned stand stands stood standing note took take takes must should point points pointed hold "
    "holds held lay laid put pin pinned assessment view believed thought suspected confident certain "
    "convinced aware behind responsible evidence doubt confidence solidarity signed sign align aligned agree "
    "agreed concur share shared welcome welcomed sanctions penalties measures stopped stops ruled rule raised "
    "nothing role involved blame attribution without linked ties links likely certainly probably response "
    "grata protest protests démarche demarche representations removed remove seized seize disrupted disrupts "
    "spoke victim victims proof hit back commented welcomed shared issued dismantled indictment indictments "
    "aligns agrees concurs shares welcomes signs associates subscribes express expresses expressed lends lent voiced "
    "reached arrived rallied threw sent sends "
    "shrugged brushed silent stood attributions attributable drawn responsibility proof indications "
    "botnet shells list lists froze frozen court-authorized court-authorised reward rewards million view accusation "
    "accusations allegation allegations conclusion finding suit likewise trust trusted concur concurred raised "
    "reaction sure satisfied adamant mention mentioned mentioning naming called without".split()
)


_TITLE = 7
"""Words before the colon of a headline that says who says it, at most."""


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    """Words of which a sentence has at least one where it asserts anything."""
    terms = lexicon()
    return (
        frozenset(form for kind in _SPEAKS for form in terms.verbs[kind]) | _OTHERS | ANSWERS | terms.nouns["rubbish"]
    )


def may_assert(sentence: Sentence) -> bool:
    """Whether a sentence has a word without which nothing is asserted, or stands in a quotation."""
    titled = ":" in sentence.small[:_TITLE]
    return titled or not _telling().isdisjoint(sentence.small) or any(item >= 0 for item in sentence.quotation)
