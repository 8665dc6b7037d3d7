"""The words of the grammar (`lexicon.toml`), read strictly and inflected."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from indicia.knowledge.reports.assertions.vocabulary.phrases import Phrases
from indicia.knowledge.section import Section, read_section

FORMS = ("base", "s", "past", "ing", "pp")


class Lexicon(Struct, frozen=True):
    """Verbs by class, nouns by class, words of confidence, small words."""

    verbs: Mapping[str, Mapping[str, frozenset[str]]]
    """Class, then written form, to the forms that it may be (`put` is three)."""
    any_verb: frozenset[str]
    nouns: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    confidence: Phrases[str]
    """Phrases of confidence; the value is `loose` or `firm`."""
    measures: Phrases[str]
    """Words for measures; the value is the class of noun."""
    not_charges: frozenset[str]

    def is_verb(self, word: str, kind: str, *forms: str) -> bool:
        """Whether a word is a verb of a class, in one of the forms where any are named."""
        found = self.verbs[kind].get(word)
        return found is not None and (not forms or any(form in found for form in forms))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that comes with Indicia."""
    top = read_section(
        Path(str(files("indicia"))) / "knowledge" / "reports" / "assertions" / "vocabulary" / "lexicon.toml"
    )
    verbs = {name: _inflected(listed) for name, listed in _lists(top, "verbs")}
    nouns = dict(_lists(top, "nouns"))
    words = {name: frozenset(listed) for name, listed in _lists(top, "words")}
    sure = dict(_lists(top, "confidence"))
    others = dict(_lists(top, "not_charges"))
    top.close()
    loose = set(sure["loose"])
    confidence = Phrases((phrase, "loose" if phrase in loose else "firm") for phrase in sure["phrases"])
    measures = Phrases(
        (phrase, kind) for kind in ("measure", "advisory", "diplomat", "sanction") for phrase in nouns[kind]
    )
    return Lexicon(
        verbs=verbs,
        any_verb=frozenset(form for kind in verbs.values() for form in kind),
        nouns={name: frozenset(listed) for name, listed in nouns.items()},
        words=words,
        confidence=confidence,
        measures=measures,
        not_charges=frozenset(others["after"]),
    )


def _lists(top: Section, key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    table = top.inner(key)
    if table is None:
        raise top.wrong(f"`{key}` is missing")
    for name in table.names():
        yield name, table.texts(name)
    table.close()


def _inflected(listed: tuple[str, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in listed:
        given = entry.split()
        forms = given if len(given) > 1 else list(_regular(entry))
        if len(forms) == len(FORMS) - 1:
            forms.append(forms[2])
        for form, written in zip(FORMS, forms, strict=True):
            found.setdefault(written, set()).add(form)
    return {written: frozenset(forms) for written, forms in found.items()}


def _regular(base: str) -> tuple[str, str, str, str]:
    if base.endswith("y") and base[-2] not in "aeou":
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    stem = base.removesuffix("e")
    return base, third, f"{stem}ed", f"{stem}ing"
