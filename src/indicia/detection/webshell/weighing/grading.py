"""How bad and how certain it is, what a script does with a value."""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from indicia.detection.webshell.tokens.words import PROGRAM_ENDINGS, SCRIPT_ENDINGS
from indicia.detection.webshell.values.kinds import LISTED, OWN_FILE
from indicia.detection.webshell.values.probing import EACH, MANY
from indicia.detection.webshell.values.sink import RUN, Effect, Shared, Sink
from indicia.detection.webshell.values.value import FOR_ONE_COMMAND, Held, Trail
from indicia.detection.webshell.values.verdict import Reason, way_of
from indicia.detection.webshell.weighing.held import (
    codes,
    counts_ports,
    decoded,
    harmless_name,
    is_data,
    opened_by_anybody,
    perhaps_in_site,
    plainly,
)
from indicia.detection.webshell.weighing.signs import SAYS_BASE
from indicia.model.finding import Confidence, Severity

OWN_CODE = "runs code that it reads from a file of the site; what that file holds is not in this page"
"""Said at low: pages whose texts stand in a file for each language do it as well."""
SMALL = 6000
"""Characters up to which a page that does little else than keep an upload is told from a form of an application."""
_WORDS = {
    "request": "what a request sends",
    "upload": "an uploaded file",
    "name": "the name a client gives a file",
    "control": "what a visitor puts into a field of the page",
    "parameter": "what a call of the web method sends",
    "remote": "what another server sends",
    "stored": "what is kept in a file that is no script",
    "database": "what a request put into a database",
    "secret": "a key of the server",
}
READS_ANSWER = "reads an object that another server sends by running it as code"
"""Said at low where no request names the server: engines without JSON leave no other way."""
FIXED_PROGRAM = "hands an argument that a request sends to a program that is fixed"
"""Said at low: a flaw perhaps, and no way to start another program."""
OF_DATABASES = "is a client for databases: a request names the database and the whole statement"
"""What is said of one; those that ask who their visitor is are the tools of administrators."""
BEHIND_RIGHTS = ", behind a check of the rights of the visitor"
"""Said at low: consoles of applications do that for those who may."""
_SAID = ("it writes", "it starts programs with", "it replaces", "it serves", "it loads a class", "it registers")
"""Beginnings of what is told as it stands, though no way from a request is to be seen."""
_NAMING = frozenset({Effect.INCLUDES, Effect.FORWARDS, Effect.WRITES, Effect.UPLOADS})
"""What a path is for; one that stays in a folder of the application is no way in."""
_KEEPING = frozenset({Effect.WRITES, Effect.UPLOADS})
_READS_OBJECT = re.compile(r"^eval\(\s*[\"'](?:var\s+\w+\s*=\s*)?\([\"']\s*\+\s*\w+\s*\+\s*[\"']\)", re.IGNORECASE)
_READS_ANSWER = re.compile(r"\b(?:eval|addcode)[\s(]+[\"'](?:(?:var\s+)?\w+\s*=\s*\(?|\()[\"']\s*[+&]", re.IGNORECASE)
"""Code that names or encloses the object that follows."""
_VERIFIES = re.compile(r"verif|hmac|unprotect|decrypt|valid|check|sign|secur|auth|token|mac\(", re.IGNORECASE)
_HEADER = re.compile(r"[\"']http_x_|headers?\s*[\[(]|getheader", re.IGNORECASE)
_FILES = frozenset({Effect.DELETES, Effect.LISTS, Effect.READS, Effect.MOVES})
_DONE = {
    Effect.DELETES: "delete", Effect.LISTS: "list folders", Effect.READS: "show", Effect.MOVES: "move or change",
    Effect.WRITES: "write", Effect.UPLOADS: "upload",
}  # fmt: skip


def reasons_of(shared: Shared, size: int, *, checks_names: bool, checks_hosts: bool, apart: bool) -> list[Reason]:
    """All reasons, strongest first.

    `size` is that of the code; `checks_names` says whether the script compares the endings of file names,
    `checks_hosts` whether it compares the hosts of addresses with a list, `apart` whether what it keeps outside of its
    site is left alone there.
    """
    sinks = list(shared.sinks.values())
    if shared.seals:
        sinks = list(map(opened_by_anybody, sinks))
    if not apart:
        sinks = list(map(perhaps_in_site, sinks))
    chosen = any(sink.effect is Effect.ASKS and sink.trail is not None and not sink.trail.mixed for sink in sinks)
    answers = [] if chosen else [sink for sink in sinks if _reads_answer(sink)]
    sinks = [sink for sink in sinks if sink not in answers]
    found = [reason for sink in sinks for reason in _single(sink, size, checks_names)]
    found.extend(_together(sinks, size, checks_hosts, shell=shared.shell, ends=shared.ends))
    if not any(reason.severity >= Severity.HIGH for reason in found):
        for line, why in shared.opaque[:3]:
            own = OWN_FILE in why
            what = "runs hidden code that could not be read"
            if why.startswith(_SAID):
                what = why.removeprefix("it ")
            found.append(
                Reason(
                    severity=Severity.LOW if own else Severity.MEDIUM,
                    confidence=Confidence.WEAK if own else Confidence.MODERATE,
                    what=OWN_CODE if own else what,
                    way=f"line {line}: {why}",
                    source="",
                    sink=why,
                    line=line,
                )
            )
    found.extend(combined([sink], Severity.LOW, Confidence.WEAK, READS_ANSWER) for sink in answers)
    return sorted(found, key=lambda reason: (-reason.severity, -reason.confidence, reason.line, reason.way))


def _reads_answer(sink: Sink) -> bool:
    """Whether the answer of another server is read as old engines read an object: as code, in brackets or named."""
    trail = sink.trail
    remote = sink.effect is Effect.EVALUATES and trail is not None and trail.kind == "remote" and trail.mixed
    return remote and _READS_ANSWER.search(sink.code) is not None


def _single(sink: Sink, size: int, checks_names: bool) -> Iterator[Reason]:
    graded = _grade(sink, size, checks_names)
    if graded is not None:
        severity, confidence, what = graded
        trail = sink.trail or sink.content
        yield Reason(
            severity=severity,
            confidence=confidence,
            what=what,
            way=way_of(sink),
            source=trail.source if trail else "",
            sink=sink.code,
            line=sink.line,
            effect=sink.effect,
        )


def _grade(sink: Sink, size: int, checks_names: bool) -> tuple[Severity, Confidence, str] | None:
    trail = sink.trail
    effect = sink.effect
    if effect in RUN and trail is not None:
        fills = effect is Effect.RUNS and (trail.mixed or sink.fixed)
        if fills and Held.SIGNS in trail.held and not decoded(sink, trail):
            # An argument of a fixed command, without a sign that a shell gives a meaning.
            return None
        if sink.fixed or (sink.argument and FOR_ONE_COMMAND in trail.held and not decoded(sink, trail)):
            return Severity.LOW, Confidence.WEAK, FIXED_PROGRAM
        if trail.loose and trail.mixed and _READS_OBJECT.search(sink.code):
            # Brackets around it and functions before it: how old pages read an object that is sent as text.
            return None
        behind = BEHIND_RIGHTS if Held.RIGHTS in trail.held else ""
        return (*_run(sink, trail), f"{effect.value} {_WORDS[trail.kind]}{behind}")
    if trail is not None and effect in _NAMING and (Held.FOLDER in trail.held or harmless_name(sink, trail)):
        # Unless the page itself puts the ending of a script behind what it looked at.
        scripted = effect in _KEEPING and (sink.place or "").lower().endswith(SCRIPT_ENDINGS)
        sink, trail = replace(sink, trail=None), None
        if not scripted:
            return None
    if trail is not None and effect is Effect.DESERIALIZES and (trail.sealed or Held.SIGNED in trail.held):
        return None
    if trail is not None and effect in _KEEPING and Held.APART in trail.held:
        return None
    match effect:
        case Effect.TRANSFORMS if trail is not None:
            return (
                Severity.CRITICAL,
                Confidence.STRONG,
                "runs a style sheet, which may hold code, from what a request sends",
            )
        case Effect.DESERIALIZES if trail is not None and not trail.loose and trail.kind != "stored":
            return Severity.HIGH, Confidence.STRONG, f"builds objects from {_WORDS[trail.kind]}"
        case Effect.DESERIALIZES if trail is not None and trail.kind != "stored" and not (trail.mixed or trail.checked):
            # A function in between that may prove where it comes from makes it an ordinary token.
            if size > SMALL or any(_VERIFIES.search(code) for code in (sink.code, trail.source, *codes(trail))):
                return None
            return Severity.MEDIUM, Confidence.MODERATE, f"builds objects from {_WORDS[trail.kind]}"
        case Effect.ACCOUNTS if trail is not None and not trail.checked:
            return Severity.MEDIUM, Confidence.MODERATE, "makes or changes accounts of the machine as a request says"
        case Effect.CONFIGURES if trail is not None and not (trail.loose or trail.checked):
            return Severity.MEDIUM, Confidence.MODERATE, "changes the settings of the web server as a request says"
        case Effect.DISCLOSES:
            return Severity.HIGH, Confidence.STRONG, "gives away the keys the server signs and encrypts with"
        case Effect.APPENDS:
            return Severity.HIGH, Confidence.MODERATE, "keeps a log of the passwords that visitors type"
        case Effect.CALLS:
            return _calls(sink)
        case Effect.SETS if trail is not None and not (trail.mixed or trail.loose or trail.checked):
            return Severity.HIGH, Confidence.MODERATE, "sets in the registry of the server what a request names"
        case Effect.INCLUDES if trail is not None:
            return _includes(trail)
        case Effect.FORWARDS if trail is not None and not (trail.mixed or trail.loose or trail.checked):
            return Severity.MEDIUM, Confidence.MODERATE, "runs the page of the application that a request names"
        case Effect.WRITES:
            return _writes(sink)
        case Effect.UPLOADS:
            return _uploads(sink, size, checks_names)
    return None


def _run(sink: Sink, trail: Trail) -> tuple[Severity, Confidence]:
    if Held.RIGHTS in trail.held:
        return Severity.LOW, Confidence.WEAK
    if trail.kind in {"remote", "stored", "database"}:
        return Severity.HIGH, Confidence.MODERATE if trail.loose or trail.mixed else Confidence.STRONG
    if trail.kind == "name" and (sink.effect is Effect.RUNS or trail.mixed or trail.loose):
        return Severity.LOW, Confidence.WEAK
    if trail.loose and trail.mixed:
        return Severity.MEDIUM, Confidence.WEAK if trail.checked else Confidence.MODERATE
    if trail.loose or trail.checked:
        return Severity.HIGH, Confidence.MODERATE
    if trail.kind == "parameter":
        return Severity.CRITICAL, Confidence.STRONG
    return Severity.CRITICAL, Confidence.CONCLUSIVE


def _calls(sink: Sink) -> tuple[Severity, Confidence, str] | None:
    trail = sink.trail
    if trail is None:
        return None
    if sink.hidden and (sink.content is not None):
        severity = Severity.MEDIUM if trail.loose else Severity.CRITICAL
        return severity, Confidence.STRONG, f"calls a function whose name is hidden with {_WORDS[trail.kind]}"
    if trail.kind == "stored":
        return Severity.HIGH, Confidence.MODERATE, "calls a function whose name is kept in a file that is no script"
    plain = not (trail.loose or trail.mixed)
    if plain and trail.checked and Held.SIGNS in trail.held and sink.content is not None and sink.content.rank == 0:
        # A pattern of letters is no list: the names of functions are letters.
        return (
            Severity.HIGH,
            Confidence.MODERATE,
            "calls a function that a request names, with what the request sends",
        )
    if trail.checked or (sink.content is not None and sink.content.kind == "name"):
        return None
    if trail.loose:
        return Severity.LOW, Confidence.WEAK, "calls a function that a request names"
    mixed = trail.mixed
    return (
        Severity.LOW if mixed else Severity.CRITICAL,
        Confidence.WEAK if mixed else Confidence.STRONG,
        "calls a function that a request names, with what the request sends",
    )


def _includes(trail: Trail) -> tuple[Severity, Confidence, str] | None:
    if trail.kind == "upload":
        return Severity.CRITICAL, Confidence.STRONG, "runs an uploaded file"
    if trail.kind == "remote":
        return Severity.HIGH, Confidence.MODERATE, "runs what another server sends"
    if trail.kind == "stored":
        return Severity.HIGH, Confidence.MODERATE, "runs what is kept in a file that is no script"
    several = any(code.startswith(EACH) for code in codes(trail))
    if several or trail.mixed or trail.loose or trail.checked or trail.kind != "request":
        return Severity.LOW, Confidence.WEAK, "includes a file that a request names"
    return Severity.HIGH, Confidence.MODERATE, "runs the file that a request names"


def _writes(sink: Sink) -> tuple[Severity, Confidence, str] | None:
    target, content = sink.trail, sink.content
    if content is None or content.kind == "stored" or (Held.SIGNS in content.held and not decoded(sink, content)):
        # Words and numbers make no code, whatever stands around them.
        return None
    place = (sink.place or "").lower().rstrip("\0")
    if target is None:
        if place == LISTED and content.rank <= 1 and content.kind in {"request", "control"}:
            return Severity.HIGH, Confidence.MODERATE, f"writes {_WORDS[content.kind]} into the files of a folder"
        if place.endswith(PROGRAM_ENDINGS) and not content.mixed and not content.loose and content.kind != "remote":
            return Severity.HIGH, Confidence.MODERATE, f"writes a program from {_WORDS[content.kind]}"
        if place.endswith(SCRIPT_ENDINGS) and not content.mixed and not content.loose:
            return Severity.HIGH, Confidence.MODERATE, f"writes a script from {_WORDS[content.kind]}"
        return None
    loose = target.loose or content.loose or target.checked
    if target.kind == "name" or (target.mixed and is_data(place)):
        return None
    if loose:
        return Severity.LOW, Confidence.WEAK, "writes a file whose path and content may come from a request"
    return Severity.HIGH, Confidence.STRONG, f"writes {_WORDS[content.kind]} to a path that the request names"


def _uploads(sink: Sink, size: int, checks_names: bool) -> tuple[Severity, Confidence, str] | None:
    target = sink.trail
    if target is None:
        place = (sink.place or "").lower()
        if place.endswith(SCRIPT_ENDINGS):
            return Severity.HIGH, Confidence.MODERATE, "keeps an uploaded file as a script"
        return None
    if target.mixed and is_data((sink.place or "").lower().rstrip("\0")):
        return None
    if target.kind in {"request", "control"} and not target.loose and not target.checked and not checks_names:
        return Severity.HIGH, Confidence.MODERATE, "keeps an uploaded file where the request says"
    if size <= SMALL and not checks_names and not target.checked:
        return (
            Severity.MEDIUM,
            Confidence.MODERATE,
            "keeps an uploaded file under the name the client gives it, whatever its ending",
        )
    return None


def _together(sinks: Iterable[Sink], size: int, checks_hosts: bool, *, shell: bool, ends: bool) -> Iterator[Reason]:
    """What only several places together show: a file manager, a relay, a client for databases."""
    plain = [sink for sink in sinks if plainly(sink)]
    files: dict[Effect, Sink] = {}
    for sink in plain:
        if sink.effect in _FILES or (sink.effect in {Effect.WRITES, Effect.UPLOADS} and sink.content is not None):
            files.setdefault(sink.effect, sink)
    changes = files.keys() & {Effect.DELETES, Effect.WRITES, Effect.UPLOADS, Effect.MOVES}
    if len(files) >= 3 and changes and (len(files) >= 4 or changes & {Effect.WRITES, Effect.UPLOADS}):
        yield combined(
            list(files.values()),
            Severity.HIGH,
            Confidence.MODERATE,
            "is a file manager: a request may " + ", ".join(sorted(_DONE[effect] for effect in files)) + " by any path",
        )
    elif (
        size <= SMALL
        and files.keys() == {Effect.LISTS, Effect.READS}
        and all(sink.trail is not None and sink.trail.rank == 0 for sink in files.values())
    ):
        yield combined(
            list(files.values()),
            Severity.MEDIUM,
            Confidence.MODERATE,
            "shows the disks: a request may list folders and read files by any path",
        )
    connects = [sink for sink in sinks if sink.effect is Effect.CONNECTS and sink.trail is not None]
    sends = [sink for sink in sinks if sink.effect is Effect.SENDS and sink.trail is not None]
    called = [sink for sink in connects if plainly(sink)]
    if called and shell and size <= SMALL:
        yield combined(
            called[:1],
            Severity.HIGH,
            Confidence.MODERATE,
            "starts a command shell and connects to the host a request names",
        )
    services = [sink for sink in plain if sink.effect is Effect.SERVICES]
    if services and ends and size <= SMALL:
        yield combined(
            services[:1],
            Severity.MEDIUM,
            Confidence.MODERATE,
            "administers the server: a request stops its services and programs or empties its logs",
        )
    tries = [sink for sink in connects if (sink.hidden == MANY and plainly(sink)) or counts_ports(sink)]
    if tries and size <= SMALL:
        yield combined(
            tries[:1], Severity.MEDIUM, Confidence.MODERATE, "tries the ports of the hosts that a request names"
        )
    if connects and sends:
        yield combined(
            [connects[0], sends[0]],
            Severity.CRITICAL,
            Confidence.STRONG,
            "is a relay: it connects to the host a request names and passes the request’s content on",
        )
    asks = [
        sink
        for sink in sinks
        if sink.effect is Effect.ASKS
        and sink.trail is not None
        and not sink.trail.mixed
        and (plainly(sink) or (size <= SMALL and _by_header(sink, sink.trail)))
    ]
    passes = [sink for sink in sinks if sink.effect is Effect.PASSES]
    if asks and passes and not checks_hosts:
        yield combined(
            [asks[0], passes[0]],
            Severity.MEDIUM,
            Confidence.MODERATE,
            "is a relay for web requests: it sends the body of a request to any address the request names",
        )
    queries = [sink for sink in plain if sink.effect is Effect.QUERIES]
    if all(SAYS_BASE.search(sink.code) for sink in queries):
        # A set-up asks for the database, and puts its own statements to it.
        queries = []
    if len({sink.line for sink in queries}) >= 2 or len({sink.trail.source for sink in queries if sink.trail}) >= 2:
        yield combined(
            queries[:2],
            Severity.MEDIUM,
            Confidence.MODERATE,
            OF_DATABASES,
        )


def _by_header(sink: Sink, trail: Trail) -> bool:
    """Whether a header names the address, as no form of an application does, and no function on the way looks at it.

    A function whose work is not known may be one between the header and the address.
    """
    if trail.checked or Held.FOLDER in trail.held or not _HEADER.search(trail.source):
        return False
    return not any(_VERIFIES.search(code) for code in (sink.code, *codes(trail)))


def combined(sinks: list[Sink], severity: Severity, confidence: Confidence, what: str) -> Reason:
    """One reason of several places, in the words of `what`."""
    first = sinks[0]
    return Reason(
        severity=severity,
        confidence=confidence,
        what=what,
        way="; ".join(way_of(sink) for sink in sinks[:4]),
        source=first.trail.source if first.trail else "",
        sink=first.code,
        line=first.line,
        effect=first.effect,
    )
