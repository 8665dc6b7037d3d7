"""What one act in a small page shows to be a tool of an intruder: by any path, any statement, any key."""

import re
from collections.abc import Iterable, Iterator

from indicia.detection.webshell.tokens.words import PROGRAM_ENDINGS
from indicia.detection.webshell.values.sink import Effect, Shared, Sink
from indicia.detection.webshell.values.value import Held, keeps_ending
from indicia.detection.webshell.values.verdict import Reason
from indicia.detection.webshell.weighing.grading import SMALL, combined
from indicia.detection.webshell.weighing.held import plainly
from indicia.detection.webshell.weighing.kept_and_run import runs_kept
from indicia.detection.webshell.weighing.signs import CONNECTS, GUARDED, LASTS, LISTENS, LISTS_HOSTS, OF_SITE
from indicia.model.finding import Confidence, Severity

_STATEMENT_SIZE = 20_000
"""Characters up to which a page with one whole statement is a console and not a part of an application."""
_DONE = {
    Effect.LISTS: "lists the folders of the server by any path a request names",
    Effect.READS: "shows any file of the server that a request names",
    Effect.DELETES: "deletes any file of the server that a request names",
    Effect.MOVES: "copies or moves files to any path a request names",
    Effect.ASKS: "asks any address that a request names and gives the answer on",
    Effect.TALKS: "sends commands to a service of the machine itself as a request says",
    Effect.STAMPS: "changes the times, rights or attributes of files as a request says",
    Effect.UNPACKS: "unpacks an archive into the site, whatever it holds",
    Effect.LOOKS: "shows the keys of the registry that a request names",
}
_ANY_TEXT = frozenset({Effect.UNPACKS, Effect.TALKS})
"""What is told whatever stands around what the request sends."""
_IN_FOLDER = frozenset({Effect.DELETES, Effect.READS, Effect.MOVES})
"""What applications do to a file of a folder of theirs."""
_COPIES = re.compile(r"copy|move|rename", re.IGNORECASE)
"""A new folder alone does no harm."""


_BASES = re.compile(r"connection", re.IGNORECASE)
_PICKS = re.compile(
    r"(?<!request)(?<!form)(?<!params)(?<!querystring)\.(?:get|item|lookup|find\w*|resolve)\s*[(\[]", re.IGNORECASE
)
"""What gives a text of the application for a name."""


def reasons_of_tools(shared: Shared, size: int, text: str, *, checks_hosts: bool) -> Iterator[Reason]:
    """What a small page does with a plain value of a request that no application lets a client do.

    `text` is the whole page, in which signs are looked for that it asks who its visitor is.
    """
    if (not shared.sinks and not shared.unknown) or GUARDED.search(text):
        return
    sinks = [sink for sink in shared.sinks.values() if sink.trail is not None]
    if size <= _STATEMENT_SIZE:
        yield from _statement(sinks)
    if size > SMALL:
        return
    told: set[Effect] = set()
    for sink in sinks:
        if sink.effect in _DONE and sink.effect not in told and _anywhere(sink):
            if sink.effect is Effect.MOVES and not _COPIES.search(sink.code):
                continue
            if sink.effect is Effect.ASKS and (checks_hosts or LISTS_HOSTS.search(text)):
                continue
            told.add(sink.effect)
            yield combined([sink], Severity.MEDIUM, Confidence.MODERATE, _DONE[sink.effect])
        elif sink.effect is Effect.WRITES and sink.content is None and sink.effect not in told and _anywhere(sink):
            told.add(sink.effect)
            yield combined([sink], Severity.MEDIUM, Confidence.MODERATE, "writes a file wherever a request says")
        elif sink.effect is Effect.SETS and _sets_what_lasts(sink) and sink.effect not in told:
            told.add(sink.effect)
            yield combined(
                [sink], Severity.MEDIUM, Confidence.MODERATE, "sets in the registry of the server what a request names"
            )
    yield from runs_kept(shared, text)
    yield from _registry(sinks)
    yield from _mails(sinks)
    connects = [sink for sink in sinks if sink.effect is Effect.CONNECTS and plainly(sink)]
    tables = [sink for sink in sinks if sink.effect is Effect.TABLES]
    bases = [sink for sink in sinks if sink.effect is Effect.QUERIES and _BASES.search(sink.code)]
    if tables and bases:
        yield combined(
            [bases[0], tables[0]],
            Severity.MEDIUM,
            Confidence.MODERATE,
            "shows the tables of databases: a request names server and table",
        )
    if connects and LISTENS.search(text):
        yield combined(
            connects[:1], Severity.MEDIUM, Confidence.MODERATE, "passes connections on to the host a request names"
        )
    yield from _fetches(shared)
    for (effect, line), (code, what) in shared.unknown.items():
        yield Reason(
            severity=Severity.MEDIUM,
            confidence=Confidence.WEAK,
            what=what,
            way=f"line {line}: {code}",
            source="",
            sink=code,
            line=line,
            effect=effect,
        )


def _statement(sinks: list[Sink]) -> Iterator[Reason]:
    for sink in sinks:
        trail = sink.trail
        if sink.effect is not Effect.QUERIES or trail is None or trail.mixed or not plainly(sink):
            continue
        codes = (sink.code, *(step[1] for step in trail.steps))
        if not CONNECTS.search(sink.code) and not any(_PICKS.search(code) for code in codes):
            yield combined(
                [sink],
                Severity.MEDIUM,
                Confidence.MODERATE,
                "is a console for a database: a request sends the statement",
            )
            return


def _anywhere(sink: Sink) -> bool:
    """Whether a path or a key is the request's alone, without a sign that it is looked for in the site."""
    trail = sink.trail
    if trail is None or (trail.mixed and sink.effect not in _ANY_TEXT) or not plainly(sink):
        return False
    if sink.effect is Effect.ASKS and keeps_ending(trail.held):
        # Pictures and the like.
        return False
    if sink.effect is Effect.UNPACKS and trail.kind == "upload":
        return True
    if trail.kind not in {"request", "control", "parameter"}:
        return False
    if trail.based and sink.effect in _IN_FOLDER:
        # A path that may lead out of it is a flaw of an application; a tool has none to begin with.
        return False
    codes = (sink.code, *(step[1] for step in trail.steps))
    if sink.effect is Effect.WRITES:
        # In the folder of the site as well, where what is written is not known.
        return True
    return sink.effect in _ANY_TEXT or not any(OF_SITE.search(code) for code in codes)


def _sets_what_lasts(sink: Sink) -> bool:
    codes = (sink.code, sink.place or "", *(step[1] for step in sink.trail.steps)) if sink.trail else ()
    return plainly(sink) and any(LASTS.search(code) for code in codes)


def _registry(sinks: list[Sink]) -> Iterator[Reason]:
    """Keys that a request names are shown, set and deleted: no application lets a client do all of that.

    A function in between, which may make the whole name of a short one, changes nothing of it.
    """
    named = [sink for sink in sinks if sink.trail is not None and not (sink.trail.mixed or sink.trail.checked)]
    named = [sink for sink in named if sink.trail is not None and Held.FOLDER not in sink.trail.held]
    looks = [sink for sink in named if sink.effect is Effect.LOOKS]
    sets = {sink.line: sink for sink in named if sink.effect is Effect.SETS}
    if looks and len(sets) > 1:
        yield combined(
            [looks[0], *sets.values()],
            Severity.MEDIUM,
            Confidence.MODERATE,
            "administers the registry: a request shows, sets and deletes the keys it names",
        )


def _fetches(shared: Shared) -> Iterator[Reason]:
    """A program that another server sends, kept under the name of a program."""
    for sink in shared.sinks.values():
        sent = sink.content if sink.effect is Effect.WRITES and sink.trail is None else None
        if sent is not None and sent.kind == "remote" and (sink.place or "").lower().endswith(PROGRAM_ENDINGS):
            yield combined([sink], Severity.MEDIUM, Confidence.MODERATE, "fetches a program from another server")
            return


def _mails(sinks: Iterable[Sink]) -> Iterator[Reason]:
    """Who sends, who gets it and what it says: all three from the request make a page that sends mail for anyone."""
    parts = {
        sink.hidden: sink
        for sink in sinks
        if sink.effect is Effect.MAILS and sink.trail is not None and not sink.trail.mixed and plainly(sink)
    }
    if parts.keys() >= {"to", "from", "body"}:
        yield combined(
            list(parts.values()),
            Severity.MEDIUM,
            Confidence.MODERATE,
            "sends mail from anyone to anyone as a request says",
        )
