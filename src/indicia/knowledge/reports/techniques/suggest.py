"""Every technique that a report's sentences name, tell of or, for a model of the user's, resemble."""

from collections.abc import Iterator, Sequence

from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.knowledge.reports.techniques.phrases import load_phrases
from indicia.knowledge.reports.techniques.standing import ADVICE, DENIED, POSSIBLE, Standing, load_standing
from indicia.knowledge.reports.techniques.written import Named, written_ids, written_name
from indicia.model.reported import Mention, MentionKind, Quoted


def suggest(text: str, sentences: Sequence[Quoted], model: TechniqueModel | None = None) -> tuple[Mention, ...]:
    """Techniques of a text, ids of ATT&CK 18, by place; each quotes the words that it was read from.

    `sort` says by what: `id`, `name`, `phrase`, `hint`, `model`.  The last two are suggestions (`suggested`).  Ids and
    names in advice stay, with `aside`, since they are written there; phrases and guesses in advice are left out.  What
    is denied or only possible stays with `aside`, except guesses of the model.
    """
    standing = load_standing()
    found: list[Mention] = []
    for sentence, advising in zip(sentences, standing.chapters(sentences), strict=True):
        found += _of_sentence(text, sentence, advising, standing, model)
    return tuple(sorted(found, key=lambda mention: (mention.quoted.start, mention.quoted.end, mention.value)))


def _of_sentence(
    text: str, sentence: Quoted, advising: bool, standing: Standing, model: TechniqueModel | None
) -> Iterator[Mention]:
    words = text[sentence.start : sentence.end]
    name = written_name(words)
    named = [*written_ids(words), *([name] if name else [])]
    how = ADVICE if advising else standing.of(words, named=bool(named))
    for one in named:
        yield _named(text, sentence, one, how)
    if how == ADVICE:
        return
    told = {one.id for one in named}
    hits = [hit for hit in load_phrases().find(words) if not _covered(hit.id, told)]
    sure = {hit.id for hit in hits if hit.sure}
    for hit in hits:
        if any(id.startswith(f"{hit.id}.") for id in sure):
            # "Phishing" where "phishing with an attachment" is told.
            continue
        denied = standing.denied(words, hit.start, hit.end)
        yield Mention(
            kind=MentionKind.TECHNIQUE,
            quoted=_quoted(text, sentence.start + hit.start, sentence.start + hit.end),
            value=hit.id,
            sort="phrase" if hit.sure else "hint",
            names=(f"attack:{hit.id}",),
            aside=DENIED if denied else how,
            context=sentence,
            suggested=not hit.sure,
        )
    if model is None or how == POSSIBLE:
        return
    known = told | {hit.id for hit in hits}
    for guess in model.guesses(words):
        if not _covered(guess.id, known):
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


def _covered(id: str, known: set[str]) -> bool:
    """Whether this technique, or one below it, is known."""
    return id in known or any(other.startswith(f"{id}.") for other in known)


def _named(text: str, sentence: Quoted, one: Named, aside: str) -> Mention:
    return Mention(
        kind=MentionKind.TECHNIQUE,
        quoted=_quoted(text, sentence.start + one.start, sentence.start + one.end),
        value=one.id,
        sort="id" if one.by_id else "name",
        names=(f"attack:{one.id}",),
        aside=aside,
        context=sentence,
    )


def _quoted(text: str, start: int, end: int) -> Quoted:
    return Quoted(start=start, end=end, words=text[start:end])
