"""Whether two verbs of a sentence belong to one clause, by their forms."""

from collections.abc import Sequence

from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.sentences.subject import Subject
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon


def of_another_clause(sentence: Sentence, subject: Subject, before: int, verb: int, between: Sequence[str]) -> bool:
    """Whether the verb before is of another clause: its subject behind `before`, or in the plural where `verb` is not.

    `between` are the words between a verb and its subject that belong to the verb.
    """
    terms = lexicon()
    if sentence.lower(subject.first - 1) in ("before", "after", "when", "while", "because", "until", "once"):
        return True
    if not between and has_form(sentence.lower(verb), "past") and only_base(sentence.lower(before)):
        return sentence.lower(before - 1) not in ("did", "do", "does")  # `demanded that X drop it and accused …`
    said = between[-1] if between else sentence.lower(verb)
    single = said in ("has", "is", "does", "was") or (
        not between
        and all(forms == {"s"} for kind in terms.verbs.values() if (forms := kind.get(said)))
        and any(said in kind for kind in terms.verbs.values())
    )
    plural = before - 1 >= 0 and all(
        "base" in forms and "past" not in forms
        for kind in terms.verbs.values()
        if (forms := kind.get(sentence.lower(before)))
    )
    return single and plural and sentence.lower(before - 1) not in ("to", "will", "would", "not", "n't", "did", "can")


def has_form(word: str, form: str) -> bool:
    """Whether a word may be this form of a verb."""
    return any(form in kind.get(word, ()) for kind in lexicon().verbs.values())


def only_base(word: str) -> bool:
    """Whether a word is a verb's base form and not its past."""
    return has_form(word, "base") and not has_form(word, "past")
