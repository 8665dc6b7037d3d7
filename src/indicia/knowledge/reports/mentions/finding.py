"""All mentions of a report, each with the sentence, row or item that it stands in."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from indicia.knowledge.reports.mentions.attack_ids import find_attack_ids
from indicia.knowledge.reports.mentions.days import find_days
from indicia.knowledge.reports.mentions.entities import find_entities
from indicia.knowledge.reports.mentions.flaws import find_flaws
from indicia.knowledge.reports.mentions.indicators import find_indicators
from indicia.knowledge.reports.mentions.lexicon import Lexicon
from indicia.knowledge.reports.mentions.numbers import find_numbers
from indicia.knowledge.reports.mentions.plain_view import PlainView
from indicia.knowledge.reports.mentions.references import References
from indicia.knowledge.reports.mentions.taken import Taken
from indicia.knowledge.reports.mentions.unlisted import find_unlisted
from indicia.knowledge.reports.mentions.victims import find_victims
from indicia.model.reported import Mention, Quoted, ReportText


def find_mentions(
    text: ReportText, sentences: tuple[Quoted, ...], lexicon: Lexicon, stated: Iterable[Mention] = ()
) -> tuple[Mention, ...]:
    """What a report names, by place.

    What its own objects state (`stated`, for STIX and MISP) goes first; then indicators, flaws, ids and names.  An id
    or a flaw may stand inside an address that only points elsewhere.  Numbers, days and victims are read in English
    (and where the language cannot be told) only.
    """
    words = text.text
    taken, firm = Taken(len(words)), Taken(len(words))
    mentions = list(stated)
    for mention in mentions:
        taken.take(mention.quoted.start, mention.quoted.end)
        if not mention.aside:
            firm.take(mention.quoted.start, mention.quoted.end)
    indicators = find_indicators(PlainView(words), References(words, text.address), taken)
    mentions += indicators
    for mention in indicators:
        if not mention.aside:
            firm.take(mention.quoted.start, mention.quoted.end)
    for finder in (find_flaws, find_attack_ids):
        mentions += _free(finder(words), firm, taken)
    mentions += find_entities(words, lexicon, taken)
    if text.language in ("en", ""):
        mentions += find_unlisted(words, taken)
        mentions += _free(find_days(words, text.published), taken, taken)
        mentions += find_victims(words, sentences, taken)
        mentions += (mention for mention in find_numbers(words) if _digits_free(mention.quoted, taken))
    return tuple(_in_context(sorted(mentions, key=lambda mention: (mention.quoted, mention.kind)), sentences))


def _free(found: Iterable[Mention], free: Taken, *take: Taken) -> Iterator[Mention]:
    for mention in found:
        start, end = mention.quoted.start, mention.quoted.end
        if free.free(start, end):
            for each in (free, *take):
                each.take(start, end)
            yield mention


def _digits_free(quoted: Quoted, taken: Taken) -> bool:
    """Whether the number itself belongs to nothing else; the words around it may name an actor."""
    return all(
        taken.free(place, place + 1)
        for place, character in enumerate(quoted.words, start=quoted.start)
        if character.isdigit()
    )


def _in_context(mentions: Sequence[Mention], sentences: tuple[Quoted, ...]) -> Iterator[Mention]:
    starts = [sentence.start for sentence in sentences]
    for mention in mentions:
        index = bisect_right(starts, mention.quoted.start) - 1
        if mention.context is None and index >= 0 and mention.quoted.start < sentences[index].end:
            yield replace(mention, context=sentences[index])
        else:
            yield mention
