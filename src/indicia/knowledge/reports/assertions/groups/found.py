"""Groups of words that name somebody: who may speak, who may be accused."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.groups.reach import PRONOUNS
from indicia.knowledge.reports.assertions.groups.scan import Scan
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon
from indicia.knowledge.reports.assertions.vocabulary.names import Sort, name_at
from indicia.knowledge.reports.assertions.vocabulary.words import Word


def groups_of(words: Sequence[Word]) -> list[Group]:
    """The groups of a sentence, from left to right, none overlapping, a name and its role taken together."""
    found: list[Group] = []
    place = 0
    title = _is_title(words)
    while place < len(words):
        product = _product(words, place)
        group = None if product else _group(words, place, title=title)
        if group is None:
            place += product or 1
            continue
        found.append(group)
        place = group.last
    return _with_roles(words, found)


def _is_title(words: Sequence[Word]) -> bool:
    """Whether nearly every longer word has a capital, as in headlines."""
    longer = [word for word in words if len(word.text) > 3 and word.is_word]
    return len(longer) > 3 and sum(word.capital for word in longer) * 5 >= len(longer) * 4


def _product(words: Sequence[Word], place: int) -> int:
    """Words of a product named after its maker; 0 where there is none."""
    named = name_at(words, place)
    if named is None or named[1].sort is not Sort.VENDOR:
        return 0
    end = place + named[0]
    if end >= len(words) or words[end].text not in lexicon().nouns["product"]:
        return 0
    while end < len(words) and (words[end].text in lexicon().nouns["product"] or words[end].text.isdigit()):
        end += 1
    return end - place


def _group(words: Sequence[Word], first: int, *, title: bool) -> Group | None:
    word = words[first]
    if not word.is_word:
        return None
    if word.lower in PRONOUNS and word.text not in ("IT", "WE"):
        if word.text == "I" or word.lower != "i":
            return Group(first=first, last=first + 1, pronoun=True, speaks=True, plural=word.lower in ("we", "they"))
        return None
    if word.lower in ("none", "neither") and first + 2 < len(words) and words[first + 1].lower == "of":
        inner = _group(words, first + 2, title=title)
        counted = words[first + 3].lower if first + 3 < len(words) else ""
        if inner is None and words[first + 2].lower in ("the", "those") and counted in lexicon().words["determiners"]:
            return Group(first=first, last=first + 4, negative=True, speaks=True, plural=True)
        if inner is not None:
            return replace(inner, first=first, negative=True, party="", speaks=True, plural=True)
    return Scan(words, first, title=title).group()


_FIELD = 12
"""Words of the field of an office at most."""
_NO_VERBS = frozenset("charge control support cut trade study state report work".split())
"""Forms of verbs that are nouns of a field."""
_NO_FIELD = frozenset("who that which and's when where".split())


def _with_roles(words: Sequence[Word], found: Sequence[Group]) -> list[Group]:
    """Join a name and its role that stand beside each other, with or without a comma."""
    terms = lexicon()
    joined: list[Group] = []
    for group in _office_holders(words, found):
        before = joined[-1] if joined else None
        if before is None or before.possessive or group.possessive:
            joined.append(group)
            continue
        between = [word.text for word in words[before.last : group.first]]
        merged = None
        if between in ([","], [",", "then"], [",", "now"]) and _closed(words, group.last):
            named, role = before.person and not before.head, group.head in terms.nouns["role"]
            if named and role and not group.person:
                merged = replace(
                    before, last=group.last, head=group.head, party=before.party or group.party, speaks=True
                )
            elif (
                group.person
                and (not group.head)
                and before.head in terms.nouns["role"]
                and not before.person
                and not before.plural
            ):
                merged = replace(
                    before, last=group.last, person=group.person, party=before.party or group.party, anonymous=False
                )
        if merged is None:
            joined.append(group)
        else:
            joined[-1] = merged
    return joined


def _office_holders(words: Sequence[Word], found: Sequence[Group]) -> Iterator[Group]:
    """`The minister in charge of the spy agencies, Ruth Tollemache,`: one person, whatever the office is of."""
    place = 0
    while place < len(found):
        office = found[place]
        name = _name_behind(words, office, found[place + 1 : place + 5]) if _holds_office(office) else None
        if name is None:
            yield office
            place += 1
            continue
        yield replace(office, last=name.last, person=name.person, party=office.party or name.party, anonymous=False)
        place = found.index(name, place) + 1


def _holds_office(group: Group) -> bool:
    head = group.head in lexicon().nouns["role"]
    return head and not group.person and not group.possessive and (not group.plural or group.anonymous)


def _name_behind(words: Sequence[Word], office: Group, following: Sequence[Group]) -> Group | None:
    """The name between commas behind the field of an office; null where a verb or a mark comes first."""
    place = office.last
    linked = words[place - 1].lower in ("for", "of")
    if not linked and (place >= len(words) or words[place].lower not in ("for", "of", "in", "responsible", "to", "on")):
        return None
    while place < min(len(words), office.last + _FIELD) and words[place].is_word | (words[place].text in ("'s", "’s")):
        if words[place].lower in lexicon().any_verb - _NO_VERBS or words[place].lower in _NO_FIELD:
            return None
        place += 1
    if place >= len(words) or words[place].text != ",":
        return None
    for group in following:
        if group.first == place + 1 and group.person and not group.head and len(group.person.split()) > 1:
            return group if _closed(words, group.last) else None
    return None


def _closed(words: Sequence[Word], place: int) -> bool:
    """Whether a mark, a verb of saying or the end follows."""
    if place >= len(words):
        return True
    word = words[place]
    return not word.is_word or lexicon().is_verb(word.lower, "say") or word.lower in ("who", "and")
