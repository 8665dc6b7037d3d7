"""Every technique that a report's sentences name, tell of or, for a model of the user's, resemble."""

from collections.abc import Iterator, Sequence

from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.knowledge.reports.techniques.phrases import load_phrases
from indicia.knowledge.reports.techniques.standing import (
    ADVICE,
    DENIED,
    HEADING,
    POSSIBLE,
    UNLIKELY,
    Standing,
    load_standing,
)
from indicia.knowledge.reports.techniques.written import Named, only_named, written_ids, written_name
from indicia.model.reported import Mention, MentionKind, Quoted


def suggest(text: str, sentences: Sequence[Quoted], model: TechniqueModel | None = None) -> tuple[Mention, ...]:
    """Techniques of a text, ids of ATT&CK 18, by place; each quotes the words that it was read from.

    `sort` says by what: `id`, `name`, `phrase`, `hint`, `model`.  All but ids are suggestions (`suggested`), those by
    phrase, hint and model with a score.  What is written in advice or in a heading, denied or only possible stays with
    `aside`; phrases and guesses in advice, and guesses in headings and about what is only possible, are left out.  With
    a model, phrases are scored by it, and those below its threshold are `UNLIKELY`.
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
    scores = _scores(model, words)
    for hit in hits:
        if any(id.startswith(f"{hit.id}.") for id in sure):
            # "Phishing" where "phishing with an attachment" is told.
            continue
        score = scores.get(hit.id, scores.get(hit.id.partition(".")[0]))
        aside = DENIED if standing.denied(words, hit.start, hit.end) else how or heading
        if not aside and model is not None and score is not None and score < model.threshold:
            aside = UNLIKELY
        yield Mention(
            kind=MentionKind.TECHNIQUE,
            quoted=_part(sentence, hit.start, hit.end),
            value=hit.id,
            sort="phrase" if hit.sure else "hint",
            names=(f"attack:{hit.id}",),
            aside=aside,
            context=sentence,
            score=round(score, 4) if score is not None else phrases.says_right if hit.sure else phrases.hints_right,
            suggested=True,
        )
    if model is None or how == POSSIBLE or heading or only_named(words):
        return
    known = told | {hit.id for hit in hits}
    guessed = {id for id, score in scores.items() if score >= model.threshold and not covered(id, known)}
    for id in sorted(guessed):
        if not covered(id, guessed - {id}):
            yield Mention(
                kind=MentionKind.TECHNIQUE,
                quoted=sentence,
                value=id,
                sort="model",
                names=(f"attack:{id}",),
                context=sentence,
                how="model",
                score=round(scores[id], 4),
                suggested=True,
            )


def _scores(model: TechniqueModel | None, words: str) -> dict[str, float]:
    if model is None:
        return {}
    return dict(zip(model.labels, map(float, model.scores(words)), strict=True))


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
