"""`A, B and C` before a verb: the groups that are one subject together."""

from indicia.knowledge.reports.assertions.groups.group import Group
from indicia.knowledge.reports.assertions.sentences.sentence import Sentence
from indicia.knowledge.reports.assertions.subjects.papers import behind_paper
from indicia.knowledge.reports.assertions.vocabulary.lexicon import lexicon


def coordinated(sentence: Sentence, last: Group) -> list[Group]:
    """The groups that are joined to the last one by commas and `and`, with it, from left to right."""
    groups = [last]
    joined = False
    place = last.first - 1
    while place > 0:
        word = sentence.lower(place)
        if (
            word in ("and", "&", "nor")
            or (word == "with" and sentence.lower(place - 1) in ("along", "together"))
            or (word == "as" and sentence.lower(place - 1) == "well")
        ):
            place -= 0 if word in ("and", "&", "nor") else 1
            place -= 1 if sentence.lower(place - 1) == "," else 0
            joined = True
        elif word == "," and (joined or _headline(sentence, place)):
            pass
        else:
            break
        before = sentence.ends.get(place)
        if before is None or before.possessive or before.pronoun:
            break
        if before.speaks != last.speaks or _is_object(sentence, before):
            break
        if sentence.lower(before.first - 1) == "with" and sentence.lower(before.first - 2) in ("together", "along"):
            groups.insert(0, before)
            place = before.first - 1
            continue
        if behind_paper(sentence, before):
            groups.insert(0, before)
            break
        if sentence.lower(before.first - 1) in (
            "on",
            "in",
            "from",
            "of",
            "against",
            "to",
            "with",
            "by",
            "for",
            "at",
        ):
            break
        groups.insert(0, before)
        place = before.first - 1
    return groups


def listed(sentence: Sentence, first: Group) -> tuple[Group, ...]:
    """A group and those that follow it in a list: `A, B and C`, `A as well as B`."""
    found = [first]
    while True:
        at = found[-1].last
        if at < len(sentence.words) and sentence.words[at].text == ",":
            at += 1
        if sentence.lowers(at, at + 3) == ["as", "well", "as"]:
            at += 3
        elif sentence.lowers(at, at + 2) in (["along", "with"], ["together", "with"]):
            at += 2
        elif sentence.lower(at) in ("and", "or", "nor", "&"):
            at += 1
        following = sentence.starts.get(at)
        if at == found[-1].last or following is None or not following.speaks or following.possessive:
            return tuple(found)
        if sentence.finite(following.last):
            return tuple(found)  # `by A, and B said`: a clause of its own
        found.append(following)


def _is_object(sentence: Sentence, group: Group) -> bool:
    """Whether a verb that carries no statement stands before a group."""
    terms, word = lexicon(), sentence.lower(group.first - 1)
    if word not in terms.any_verb or sentence.inside_group(group.first - 1):
        return False
    return word not in ("including", "include", "includes") and not (
        terms.is_verb(word, "say") or terms.is_verb(word, "judge")
    )


def _headline(sentence: Sentence, comma: int) -> bool:
    """`US, NATO, EU blame China`: commas alone join what a headline begins with."""
    if sentence.words[-1].text in (".", "!", "?"):
        return False
    group = sentence.ends.get(comma)
    while group is not None and group.first > 0:
        if sentence.words[group.first - 1].text != ",":
            return False
        group = sentence.ends.get(group.first - 1)
    return group is not None
