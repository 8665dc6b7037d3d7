"""Pages whose way from request to execution cannot be followed, told by what stands in them together.

The last of the questions put to a page of ASP or ASP.NET: only where nothing else was found.
"""

from collections.abc import Iterable, Iterator

from indicia.detection.webshell.tokens.script_encoding import torn_words
from indicia.detection.webshell.values.value import shortened
from indicia.detection.webshell.values.verdict import Reason
from indicia.detection.webshell.weighing.grading import SMALL
from indicia.detection.webshell.weighing.signs import GUARDED
from indicia.detection.webshell.weighing.trait_sets import (
    ASKS,
    CAPABLE,
    CHOSEN,
    COMMANDS,
    ENDS_PROGRAMS,
    KEEPS,
    LISTENS,
    LISTS_PROGRAMS,
    LOOKS_ROUND,
    MEMBERS,
    PACKS,
    POOL_SECRETS,
    PROBES,
    RARE,
    RUNS,
    SETS_POOL,
    SHOWS,
    SPREADS,
    STARTS,
    STEALS,
    TELLING,
    TELLING_ASP,
    UNPACKS,
    WRITES_OUT,
)
from indicia.detection.webshell.weighing.traits import Looked, Place
from indicia.model.finding import Confidence, Severity

_LEAST_SHOWN = 4
"""Kinds of what a page shows of the machine; a page of state shows two or three."""
_LEAST_CAPABLE = 5
"""What a console can do at least; pages of applications that start programs do two or three of these as well."""
_ENCODED = ("#@~^", "^#~@", "@#@&")


def weighed(looked: Looked, text: str, signs: str, size: int, *, checks_names: bool, apart: int) -> list[Reason]:
    """What stands together in the code of a small page of ASP or ASP.NET, and in no application; often nothing.

    `signs` is what may say that a page asks who its visitor is; `size` is that of the code; `apart` is at how many
    places it keeps uploaded files outside of what a site runs, if it does so wherever it was followed.
    """
    found = list(_encoded(text)) if any(mark in text for mark in _ENCODED) else []
    guarded = GUARDED.search(signs) is not None
    found.extend(_weighed(looked, guarded=guarded))
    if not guarded and not checks_names and size <= SMALL and looked.count(KEEPS[0]) > apart:
        found.extend(_uploads(looked))
    return found


def _encoded(text: str) -> Iterator[Reason]:
    """Text of the Script Encoder that could not be decoded, and what it holds as far as that can be told."""
    words = torn_words(text)
    if "request" in words and len(words) > 1:
        mark = min(at for mark in _ENCODED if (at := text.find(mark)) >= 0)
        place = Place(text.count("\n", 0, mark) + 1, shortened(text[mark : mark + 90]))
        yield _told(
            "holds torn text of the Script Encoder with the words " + ", ".join(words), [("encoded text", place)]
        )


def _uploads(looked: Looked) -> Iterator[Reason]:
    """An upload that is kept, and the name its client gives it."""
    keeps = looked.all_of(KEEPS)
    if len(keeps) == len(KEEPS):
        yield _told("keeps an uploaded file under the name the client gives it, whatever its ending", keeps.items())


def _weighed(looked: Looked, *, guarded: bool) -> Iterator[Reason]:
    starts = looked.find(STARTS)
    if starts is not None:
        if run := looked.all_of(COMMANDS):
            yield _told(
                "runs fixed commands of an intruder: it " + ", ".join(run), [("starts programs", starts), *run.items()]
            )
        round_about = looked.all_of(LOOKS_ROUND)
        if len(round_about) >= 2:
            yield _told(
                "runs fixed commands that explore the machine", [("starts programs", starts), *round_about.items()]
            )
    out = looked.find(WRITES_OUT)
    packs = looked.all_of(PACKS)
    if len(packs) == len(PACKS):
        yield _told("packs the files of the site into a database", packs.items())
    unpacks = looked.all_of(UNPACKS)
    if len(unpacks) == len(UNPACKS):
        yield _told("unpacks the files that stand in a database into the site", unpacks.items())
    steals = looked.all_of(STEALS)
    if len(steals) == len(STEALS):
        yield _told("gathers the settings of sites, in which passwords stand", steals.items())
    probes = looked.all_of(PROBES)
    if len(probes) == len(PROBES):
        yield _told("tries in which folders of the server files can be written", probes.items())
    listens = looked.find(LISTENS)
    if listens is not None:
        yield _told("listens to what passes over the network of the server", [("listens", listens)])
    spreads = looked.all_of(SPREADS)
    if len(spreads) == len(SPREADS):
        yield _told("writes at each file or folder of the site", spreads.items())
    if out is None or guarded:
        return
    capable = looked.all_of(CAPABLE)
    if len(capable) >= _LEAST_CAPABLE and capable.keys() & RUNS and capable.keys() & RARE and looked.find(CHOSEN):
        yield _told("is a console: it " + ", ".join(capable), capable.items())
    pool = looked.find(POOL_SECRETS)
    if pool is not None and looked.find(SETS_POOL) is None:
        yield _told(
            "shows the passwords of the accounts the web server runs under", [("reads", pool), ("writes out", out)]
        )
    shown = looked.all_of(SHOWS)
    telling = shown.keys() & (TELLING_ASP if looked.classic else TELLING) or (looked.classic and looked.find(MEMBERS))
    if len(shown) >= _LEAST_SHOWN and telling:
        yield _told("shows the machine: " + ", ".join(shown), shown.items())
    ends, lists = looked.find(ENDS_PROGRAMS), looked.find(LISTS_PROGRAMS)
    if ends is not None and lists is not None and (asks := looked.find(ASKS)) is not None:
        yield _told(
            "shows the programs of the machine and ends those a request names",
            [("lists", lists), ("asks", asks), ("ends", ends)],
        )


def _told(what: str, places: Iterable[tuple[str, Place]]) -> Reason:
    """One reason: what stands where."""
    places = list(places)
    first = places[0][1]
    return Reason(
        severity=Severity.MEDIUM,
        confidence=Confidence.MODERATE,
        what=what,
        way="; ".join(f"line {place.line}: {name}: {place.code}" for name, place in places[:8]),
        source="",
        sink=first.code,
        line=first.line,
    )
