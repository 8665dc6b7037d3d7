"""Techniques that prose tells of, put beside what a report names itself."""

from collections.abc import Sequence

from msgspec.structs import replace

from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.knowledge.reports.techniques.suggest import covered, suggest
from indicia.model.reported import Mention, MentionKind, Quoted


def with_techniques(
    text: str, sentences: Sequence[Quoted], mentions: tuple[Mention, ...], model: TechniqueModel | None
) -> tuple[Mention, ...]:
    """All mentions by place: those given, and the suggestions of the sentences.

    An id that stands in advice, or in what is only possible, gets that as `aside`.  Nothing is suggested in a sentence
    that names the technique, or one below it, itself.
    """
    found = suggest(text, sentences, model)
    asides = {mention.quoted.start: mention.aside for mention in found if mention.sort == "id" and mention.aside}
    named: dict[int, set[str]] = {}
    for mention in mentions:
        if mention.kind is MentionKind.TECHNIQUE and mention.context is not None:
            named.setdefault(mention.context.start, set()).add(mention.value)
    given = [_aside(mention, asides) for mention in mentions]
    added = [
        mention
        for mention in found
        if mention.sort != "id"
        and not (mention.context and covered(mention.value, named.get(mention.context.start, set())))
    ]
    return tuple(sorted((*given, *added), key=lambda mention: (mention.quoted, mention.kind)))


def _aside(mention: Mention, asides: dict[int, str]) -> Mention:
    if mention.kind is not MentionKind.TECHNIQUE or mention.aside:
        return mention
    return replace(mention, aside=asides.get(mention.quoted.start, ""))
