"""Every technique that a report's sentences name, tell of or, for a model of the user's, resemble."""

from collections.abc import Iterator, Sequence

from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.knowledge.reports.techniques.phrases import load_phrases
from indicia.knowledge.reports.techniques.standing import ADVICE, DENIED, HEADING, POSSIBLE, Standing, load_standing
from indicia.knowledge.reports.techniques.written import Named, written_ids, written_name
from indicia.model.reported import Mention, MentionKind, Quoted


def suggest(text: str, sentences: Sequence[Quoted], model: TechniqueModel | None = None) -> tuple[Mention, ...]:
    """Techniques of a text, ids of ATT&CK 18, by place; each quotes the words that it was read from.

    `sort` says by what: `id`, `name`, `phrase`, `hint`, `model`.  All but ids are suggestions (`suggested`), those by
    phrase, hint and model with a score.  What is written in advice or in a heading, denied or only possible stays with
    `aside`; phrases and guesses in advice, and guesses in headings and about what is only possible, are left out.
    """
    standing = load_standing()
    found: list[Mention] = []
    chapters = zip(sentences, standing.chapters(sentences), standing.headings(sentences), strict=True)
    for sentence, advising, heading in chapters:
        found += _of_sentence(sentence, HEADING if heading else "", standing, model, advising=advising)
    return tuple(sorted(found, key=lambda mention: (mention.quoted.start, mention.quoted.end, mention.value)))


def _of_sentence(
    sentence: Quoted, heading: str, standing: Standing, model: TechniqueModel | None, *, advising: bool
) -> Iterator[Mention]:
    words = sentence.words
    name = written_name(words)
    ids = list(written_ids(words))
    how = ADVICE if advising else standing.of(words, named=bool(name or ids))
    for one in ids:
        # An id in a row of a table is how advisories list what was done: only advice and doubt speak against it.
        yield _named(sentence, one, how)
    if name:
        yield _named(sentence, name, how or HEADING)
    if how == ADVICE:
        return
    told = {one.id for one in (*ids, *([name] if name else []))}
    phrases = load_phrases()
    hits = [hit for hit in phrases.find(words) if not covered(hit.id, told)]
    sure = {hit.id for hit in hits if hit.sure}
    for hit in hits:
        if any(id.startswith(f"{hit.id}.") for id in sure):
            # "Phishing" where "phishing with an attachment" is told.
            continue
        denied = standing.denied(words, hit.start, hit.end)
        yield Mention(
            kind=MentionKind.TECHNIQUE,
            quoted=_part(sentence, hit.start, hit.end),
            value=hit.id,
            sort="phrase" if hit.sure else "hint",
            names=(f"attack:{hit.id}",),
            aside=DENIED if denied else how or heading,
            context=sentence,
            score=phrases.says_right if hit.sure else phrases.hints_right,
            suggested=True,
        )
    if model is None or how == POSSIBLE or heading:
        return
    known = told | {hit.id for hit in hits}
    for guess in model.guesses(words):
        if not covered(guess.id, known):
            yield Mention(
                kind=MentionKind.TECHNIQUE,
                quoted=sentence,
                value=guess.id,
                sort="model",
                names=(f"attack:{guess.id}",),
                context=sentence,
                how="model",
                score=round(guess.score, 4),
                suggested=True,
            )


def covered(id: str, known: set[str]) -> bool:
    """Whether this technique, or one below it, is known."""
    return id in known or any(other.startswith(f"{id}.") for other in known)


def _named(sentence: Quoted, one: Named, aside: str) -> Mention:
    return Mention(
        kind=MentionKind.TECHNIQUE,
        quoted=_part(sentence, one.start, one.end),
        value=one.id,
        sort="id" if one.by_id else "name",
        names=(f"attack:{one.id}",),
        aside=aside,
        context=sentence,
        suggested=not one.by_id,
    )


def _part(sentence: Quoted, start: int, end: int) -> Quoted:
    return Quoted(start=sentence.start + start, end=sentence.start + end, words=sentence.words[start:end])
