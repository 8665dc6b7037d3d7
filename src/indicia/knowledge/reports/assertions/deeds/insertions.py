"""What may stand between somebody and what he did: `, also known as X,`, `(X)`, `, Raab said,`."""

from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon


def over_insert(sentence: Sentence, place: int) -> int:
    """Over `, also known as …,` and `(…)` behind a subject."""
    if sentence.lower(place) == "(":
        closing = next(
            (here for here in range(place, min(place + 20, len(sentence.words))) if sentence.words[here].text == ")"),
            None,
        )
        return closing + 1 if closing is not None else place
    if sentence.lower(place) != ",":
        return place
    said = _said_between(sentence, place)
    if said is not None:
        return said
    opens = sentence.lower(place + 1)
    if opens not in (
        "whom",
        "not",
        "like",
        "unlike",
        "through",
        "via",
        "acting",
        "working",
        "which",
        "who",
        "also",
        "known",
        "a",
        "an",
        "the",
        "part",
        "tracked",
        "specifically",
        "namely",
        "specifically",
        "namely",
        "including",
        "aka",
        "or",
        "dubbed",
    ):
        return place
    closing = next(
        (here for here in range(place + 1, min(place + 25, len(sentence.words))) if sentence.words[here].text == ","),
        None,
    )
    return closing + 1 if closing is not None else place


def _said_between(sentence: Sentence, place: int) -> int | None:
    """Over `, Raab said,` and `, said Raab,` inside what he says."""
    terms, group = lexicon(), sentence.starts.get(place + 1)
    if group is not None and group.speaks and terms.is_verb(sentence.lower(group.last), "say"):
        end = group.last + 1
    else:
        group = sentence.starts.get(place + 2)
        if group is None or not group.speaks or not terms.is_verb(sentence.lower(place + 1), "say"):
            return None
        end = group.last
    return end + 1 if sentence.lower(end) == "," else None
