"""What is known of a value where a script acts on it: whether it is plainly the client's, where a path stays."""

from collections.abc import Iterator

from msgspec.structs import replace

from indicia.detection.webshell.tokens.words import DATA_ENDINGS
from indicia.detection.webshell.values.probing import RANGE
from indicia.detection.webshell.values.refused import ends_with
from indicia.detection.webshell.values.sink import Effect, Sink
from indicia.detection.webshell.values.value import DECODES, ONE_NAME, Held, Trail, keeps_ending, stays_below


def plainly(sink: Sink) -> bool:
    """Whether a value comes from the request without a function of unknown work, a comparison, a folder around it."""
    trail = sink.trail
    if trail is None or trail.loose or trail.checked or stays(sink, trail):
        return False
    return sink.effect not in {Effect.WRITES, Effect.UPLOADS} or not harmless_name(sink, trail)


def stays(sink: Sink, trail: Trail) -> bool:
    """Whether a path stays below a folder that the page puts before it."""
    if Held.FOLDER in trail.held:
        return True
    if decoded(sink, trail):
        return False
    if ONE_NAME in trail.held:
        return True
    return _put_behind(sink, trail) and stays_below(trail.held)


def harmless_name(sink: Sink, trail: Trail) -> bool:
    """Whether a file that is written has an ending of which no server runs files, behind a folder; or stays there."""
    if sink.effect not in {Effect.WRITES, Effect.UPLOADS}:
        return stays(sink, trail)
    return keeps_ending(trail.held) and not decoded(sink, trail) and (_put_behind(sink, trail) or stays(sink, trail))


def is_data(place: str) -> bool:
    """Whether a path ends, whatever a request names before, like a file that no server runs."""
    return place.endswith(DATA_ENDINGS) or ("." in place and Held.ENDING in ends_with(place))


def counts_ports(sink: Sink) -> bool:
    """Whether a request names the ports as well, from one to another, which no application lets a client do.

    Then a function whose work is not known may stand between it and the host.
    """
    return sink.hidden == RANGE and sink.trail is not None and not (sink.trail.checked or sink.trail.held)


def _put_behind(sink: Sink, trail: Trail) -> bool:
    """Whether the page puts a folder before a path."""
    return trail.mixed or trail.based or any("mappath" in code.lower() for code in (sink.code, *codes(trail)))


def decoded(sink: Sink, trail: Trail) -> bool:
    """Whether the text was made of another on the way, so that a condition on that says nothing of it."""
    later = trail.steps[trail.held_after :]
    return trail.turned or any(DECODES.search(code) for code in (sink.code, *(step[1] for step in later)))


def codes(trail: Trail) -> Iterator[str]:
    """The code that a value went through, in order."""
    return (step[1] for step in trail.steps)


def perhaps_in_site(sink: Sink) -> Sink:
    """The same sink, of which nothing says that what it writes lies outside of the site."""
    if sink.trail is None or Held.APART not in sink.trail.held:
        return sink
    return replace(sink, trail=replace(sink.trail, held=sink.trail.held & ~Held.APART))


def opened_by_anybody(sink: Sink) -> Sink:
    """The same sink, where the page seals whatever is sent, so that what it opens may be that."""
    if sink.trail is None or not sink.trail.sealed:
        return sink
    return replace(sink, trail=replace(sink.trail, sealed=False, loose=False))
