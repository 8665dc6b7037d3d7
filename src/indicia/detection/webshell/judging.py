"""The question put to one file: does it turn a request into execution?"""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from indicia.detection.webshell.first_look import may_hold, worth_active, worth_php
from indicia.detection.webshell.flow.reader import READER
from indicia.detection.webshell.parts.active_code import ALL_CODE
from indicia.detection.webshell.parts.mending import mended, unescaped
from indicia.detection.webshell.parts.parts import parts_of
from indicia.detection.webshell.parts.source_code import source_code
from indicia.detection.webshell.parts.torn import readings
from indicia.detection.webshell.parts.unclosed import closed
from indicia.detection.webshell.parts.unopened import opened
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.decoding import is_ebcdic, text_of
from indicia.detection.webshell.tokens.languages import (
    ASP_NAMES,
    CLASSIC,
    NET,
    NET_NAMES,
    PHP,
    SCRIPTS,
    SOURCES,
    Language,
    Part,
)
from indicia.detection.webshell.values.sink import Shared
from indicia.detection.webshell.values.verdict import Reason, Verdict
from indicia.detection.webshell.weighing.apart import runs_what_it_keeps
from indicia.detection.webshell.weighing.cloaking import cloaks
from indicia.detection.webshell.weighing.dormant import dormant
from indicia.detection.webshell.weighing.ended import ends_before
from indicia.detection.webshell.weighing.grading import (
    BEHIND_RIGHTS,
    FIXED_PROGRAM,
    OF_DATABASES,
    OWN_CODE,
    READS_ANSWER,
    reasons_of,
)
from indicia.detection.webshell.weighing.handlers import config_reasons
from indicia.detection.webshell.weighing.server_includes import included_pictures
from indicia.detection.webshell.weighing.signs import CHECKS_ENDINGS, CHECKS_HOSTS, GUARDED, checks_endings
from indicia.detection.webshell.weighing.together import weighed
from indicia.detection.webshell.weighing.tools import reasons_of_tools
from indicia.detection.webshell.weighing.traits import Looked
from indicia.model.finding import Severity

MOST_BYTES = 4 * 2**20
LEAST = Severity.MEDIUM
"""Below this nothing is said, but that a page runs what a file of the site holds, or what those may who have rights."""

_PHP_OPENS = re.compile(r"<\?(?:php|=)", re.IGNORECASE)
_MARKS = (b"&lt;", b"<?", b"<%", b"runat", b"<jsp:", b"#@~^", b"language", b"+ADw", b"+adw", b":scriptlet>")
_MOST_AGAIN = 200_000
"""Characters of code up to which parts in several languages are read twice."""


_LEFT_OUT = "a quotation mark left out whose other half was lost"
_CLOSED = "beginnings and ends of blocks put in where they were lost"


class NotFollowed(Exception):
    """A defect of ours met on the way through a page; the message says where."""


def judge_script(data: bytes, name: str) -> Verdict | None:
    """What the script in a file does with what a request sends; null when nothing is to be said of it.

    `name` gives the ending, which may say the language; nothing else of it counts.  At most 4 MiB are looked at.
    Code that cannot be understood is passed over.  Raises NotFollowed where a page meets a defect: it must cost nobody
    the rest of the evidence, and the page must not be taken for clean.
    """
    try:
        return _judged(data, name)
    except Exception as error:
        raise NotFollowed(f"{type(error).__name__}, {_place(error)}") from error


def _place(error: Exception) -> str:
    met = error.__traceback__
    while met is not None and met.tb_next is not None:
        met = met.tb_next
    return f"{Path(met.tb_frame.f_code.co_filename).name} line {met.tb_lineno}" if met is not None else "no place"


def _judged(data: bytes, name: str) -> Verdict | None:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    cut = len(data) > MOST_BYTES
    data = data[:MOST_BYTES]
    expressions = extension in {"jsp", "jspx", "jspf", "tag"} and (b"${" in data or b"#{" in data)
    marked = any(mark in data for mark in _MARKS) or any(mark in data.lower() for mark in _MARKS)
    includes = extension in ASP_NAMES | NET_NAMES and b"#include" in data
    codes = extension in ALL_CODE or (extension in ASP_NAMES | NET_NAMES and (b"%>" in data or b"</script" in data))
    if not (marked or expressions or includes or codes or extension in {"cshtml", "vbhtml", "config"} | SOURCES):
        head = data[:2048]
        wide = head.count(0) * 3 > len(head)
        if not wide and not is_ebcdic(data):
            return None
    text = text_of(data)
    if not _PHP_OPENS.search(text):
        # Texts of PHP hold any sign.
        text = mended(text)
    source = source_code(text, name)
    if source is None and extension in SOURCES:
        return None
    plain = unescaped(text, extension)
    escaped, text = plain is not text, plain
    lower = text.lower()
    if extension not in SCRIPTS and source is None and not may_hold(lower):
        return None
    pictures = list(included_pictures(text, lower, extension))
    whole = [*pictures, *cloaks(text, lower)]
    if (
        "#@~^" not in text
        and not whole
        and extension != "config"
        and not (
            (("<?" in text or "<script" in lower) and worth_php(text, lower))
            or (("<%" in text or expressions or extension not in PHP) and worth_active(text, lower))
        )
    ):
        return None
    parts, encoded = parts_of(text, extension) if source is None else ([source], 0)
    walk = _follow(parts)
    found = [*_reasons(walk, parts, text), *whole]
    lost = ""
    if all(reason.severity < LEAST for reason in found):
        for others, why in _other_readings(parts):
            again = _follow(others)
            told = _reasons(again, others, text)
            if any(reason.severity >= LEAST for reason in told):
                walk, found, lost = again, told, why
                break
    shared = walk.shared
    config = extension == "config" or "handlers" in text[:20000]
    if config:
        found.extend(config_reasons(text))
    if config or whole:
        found.sort(key=lambda reason: (-reason.severity, -reason.confidence))
    found = [reason for reason in found if reason.severity >= LEAST or _said_at_low(reason.what)]
    if not found:
        return None
    notes = []
    if cut:
        notes.append(f"only the first {MOST_BYTES // 2**20} MiB were looked at")
    if shared.cut:
        notes.append("it has more tokens than are looked at; the rest was passed over")
    if walk.deep:
        notes.append("it is nested too deep to be followed to its end")
    if found[0].severity >= LEAST and (ended := ends_before(parts, found[0].line)):
        notes.append(f"line {ended} ends the page before that: as it stands, it is dormant")
    layers = list(dict.fromkeys(shared.layers))
    if lost:
        layers.insert(0, lost)
    if escaped:
        layers.insert(0, "signs escaped, as pages show code: it does not run as it stands")
    if encoded:
        layers.insert(0, "Script Encoder")
    first = replace(found[0], way=found[0].way + dormant(parts, found[0].line))
    return Verdict(
        severity=found[0].severity,
        confidence=found[0].confidence,
        languages=tuple(dict.fromkeys(part.language.value for part in parts))
        or (("server-side include",) if pictures else ("configuration",)),
        reasons=(first, *found[1:12]),
        layers=tuple(layers),
        notes=tuple(notes),
    )


def _other_readings(parts: list[Part]) -> Iterator[tuple[list[Part], str]]:
    """The parts of a page that was torn as they may have been before, each with what was done; at most five."""
    whole = closed(opened(parts))
    if whole is not parts:
        yield whole, _CLOSED
    for others in readings(parts):
        yield others, _LEFT_OUT
        if (whole := closed(opened(others))) is not others:
            yield whole, _LEFT_OUT


class _Walk(Struct, frozen=True):
    """What was found on the way through the parts of a page."""

    shared: Shared
    size: int
    """Characters of code."""
    deep: bool
    """Whether it is nested deeper than is followed."""


def _follow(parts: list[Part]) -> _Walk:
    shared = Shared()
    deep = False
    pages: list[Page] = []
    for part in parts:
        if part.language is not Language.PHP or worth_php(part.code, part.code.lower()):
            page = Page(part, shared, READER)
            if pages and part.language is not Language.PHP:
                page.names.meet(pages[0].names)
            pages.append(page)
    size = sum(len(part.code.strip()) for part in parts)
    # Parts in several languages may call each other, so that the first is read again after the last.
    for page in pages if len(pages) == 1 or size > _MOST_AGAIN else [*pages, *pages]:
        try:
            READER.run(page)
        except RecursionError:
            # Nesting is bounded where it was foreseen; what was not ends here, with what was found so far.
            deep = True
    return _Walk(shared, size, deep)


def _reasons(walk: _Walk, parts: list[Part], text: str) -> list[Reason]:
    looked = Looked(parts) if all(part.language in CLASSIC | NET for part in parts) else None
    signs = looked.signs(text) if looked is not None else text
    checks = CHECKS_ENDINGS.search(signs) is not None and (looked is None or checks_endings(signs))
    hosts = CHECKS_HOSTS.search(signs) is not None if walk.shared.sinks else False
    shared = walk.shared
    apart = bool(shared.saves or shared.sinks) and looked is not None and not runs_what_it_keeps(shared, looked)
    found = reasons_of(shared, walk.size, checks_names=checks, checks_hosts=hosts, apart=apart)
    if any(reason.what == OF_DATABASES for reason in found) and GUARDED.search(signs):
        found = [reason for reason in found if reason.what != OF_DATABASES]
    if any(reason.severity >= LEAST for reason in found):
        return found
    saves = shared.saves if apart and all(shared.saves.values()) else {}
    told = [
        *reasons_of_tools(shared, walk.size, signs, checks_hosts=hosts),
        *(weighed(looked, text, signs, walk.size, checks_names=checks, apart=len(saves)) if looked is not None else ()),
    ]
    return [*sorted(told, key=lambda reason: -reason.confidence), *found]


def _said_at_low(what: str) -> bool:
    """Whether it is told though it is nothing to be alarmed about by itself."""
    return what in {OWN_CODE, READS_ANSWER, FIXED_PROGRAM} or what.endswith(BEHIND_RIGHTS)
