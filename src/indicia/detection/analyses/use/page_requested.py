"""Requests to pages that are no part of Exchange: used, visited, or knocked on in vain."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from msgspec import Struct, field

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import basename, listed, moment, number, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import IIS_REQUESTS, OTHER_REQUESTS
from indicia.detection.analyses.common.webfolder import EXTENSIONS, KNOWN_FRONT_END_PAGES, known_pages, web_path
from indicia.detection.analyses.planting import page_compiled, page_in_journal, unexpected_script, written_pages
from indicia.detection.conditions.condition import All, Condition, Not, Regex, Test, contains, ends, equals, starts
from indicia.detection.conditions.condition import Any as AnyOf
from indicia.detection.detector import Binding, Detector
from indicia.detection.usage.answering import hollow_logs
from indicia.detection.usage.in_front import of_nobody
from indicia.model.clients import client_of
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage

WORDS = Words(
    name="page-requested",
    title="Requests to a page that is no part of Exchange",
    mistakes=(
        "A page added by an update after March 2021, a custom logon page or another web application looks the same.  "
        "Other groups and researchers ask for well-known web-shell names: answers 302 and 404 are such knocks."
    ),
)
_PAGES = tuple(extension for extension in EXTENSIONS if extension not in {".asmx", ".asax"})
_SCRIPT: Condition = AnyOf((
    ends("cs-uri-stem", *_PAGES),
    contains("cs-uri-stem", *(extension + "/" for extension in _PAGES)),
))  # fmt: skip
_OPEN = ("/aspnet_client/", "/owa/auth/", "/ecp/auth/")
"""Folders that answer without a session; their pages are all known."""
_APPLICATIONS = ("/oab/", "/ews/", "/mapi/", "/rpc/", "/autodiscover/", "/powershell/", "/microsoft-server-activesync/")
"""Applications without any page of these kinds."""


def _asked(name: str, *what: Condition, before: Condition | None = None) -> Detector:
    """`before`: what is asked besides in logs of what may stand before Exchange."""
    bindings = [Binding(route, All((_SCRIPT, *what))) for route in IIS_REQUESTS]
    elsewhere = All((_SCRIPT, *what, *([before] if before is not None else ())))
    bindings += [Binding(route, elsewhere) for route in OTHER_REQUESTS]
    return Detector(f"{WORDS.name}/{name}", tuple(bindings))


OPEN = _asked("open", starts("cs-uri-stem", *_OPEN, *_APPLICATIONS), Not(equals("url.path", *KNOWN_FRONT_END_PAGES)))
# Exchange runs no pages in other languages, and other servers are full of them.
_OTHERS = Not(ends("cs-uri-stem", ".php", ".phtml", ".jsp", ".jspx", ".cfm", ".shtml"))
ROOT = _asked("root", Test("cs-uri-stem", Regex(r"^/[^/]+\.[A-Za-z]+/?$")), before=_OTHERS)
CONTROL_PANEL = _asked("control-panel", starts("cs-uri-stem", "/ecp/"), Not(starts("cs-uri-stem", "/ecp/auth/")))
REPEATED, FEW_CLIENTS = 3, 5
_NO_REFERER = 0.9
_LED = 0.5
"""Part of the answered requests that came from another page."""
_OWN_QUERY = frozenset({
    "correlationid", "cafereqid", "encoding", "logoffreason", "request_id", "reqid", "actid", "clientid",
})  # fmt: skip
"""Keys that Exchange itself appends to the logged query."""


class Visits(Struct):
    """Requests to one page, in order of time."""

    address: str
    seen: list[Seen] = field(default_factory=list)

    def answered(self) -> list[Seen]:
        """Those with a success status."""
        return [item for item in self.seen if 200 <= (number(item, "sc-status") or 0) < 300]

    def worked(self) -> list[Seen]:
        """Those with a success status that carried something: a body or a query of the client's own."""
        return [item for item in self.answered() if text(item, "cs-method").upper() == "POST" or own_query(item)]


@analysis(WORDS.name, selectors=(OPEN, ROOT, CONTROL_PANEL), tests=("WS-07",), techniques=("T1505.003",))
def judge(view: HostView) -> Iterator[Finding]:
    """Pages that other records of this host name: operated, visited or knocked on; else pages used like a shell.

    Success is a status of 200 to 299.  A POST, or a query beyond what Exchange appends, that succeeded is use.
    Without any other trace a page in a folder open to all counts when POST succeeded three times or more, from at
    most five clients, nine in ten of its requests without referer; not on a site that answers everything with success.
    Source: vendor resource centre (2021-03-25), remediation step 2; artefact note WS-07.
    """
    visits: dict[str, Visits] = {}
    for detector in (OPEN, ROOT, CONTROL_PANEL):
        for seen in view.of(detector.id):
            address = page_of(seen)
            visits.setdefault(address, Visits(address)).seen.append(seen)
    named = _named(view, visits)
    known = known_pages(view.pack.baseline)
    knocks: list[Visits] = []
    hollow = hollow_logs(view.extracts) if visits else frozenset()
    for address, page in sorted(visits.items()):
        if address in named:
            if not (named[address] == "written" and _for_people(page)):
                yield from _named_page(view, page, named[address])
        elif address in known or not address.startswith((*_OPEN, *_APPLICATIONS)):
            continue
        elif any(_tells(view, seen, hollow) for seen in page.answered()):
            yield _own(view, page)
        else:
            knocks.append(page)
    if knocks:
        yield _knocks(view, knocks)


def _tells(view: HostView, seen: Seen, hollow: Collection[str]) -> bool:
    """Whether a success shows that there is such a page: not where all is answered so, nor by nobody knows whom."""
    return seen.evidence.sha256 not in hollow and not of_nobody(seen.evidence, view.extracts)


def page_of(seen: Seen) -> str:
    """Address of the page, lower case, in its most decoded form, without what follows the page's name."""
    forms = seen.sighting.record.fields.get("cs-uri-stem")
    address = (forms[-1] if isinstance(forms, tuple) and forms else text(seen, "cs-uri-stem", "url.path")).lower()
    for extension in _PAGES:
        at = address.find(extension + "/")
        if at > 0:
            address = address[: at + len(extension)]
    return address


def own_query(seen: Seen) -> str:
    """The query without the keys that Exchange appends."""
    parts = text(seen, "url.query").replace(";", "&").split("&")
    return "&".join(part for part in parts if part.strip("-") and part.split("=", 1)[0].lower() not in _OWN_QUERY)


def _named(view: HostView, visits: dict[str, Visits]) -> dict[str, str]:
    """Requested pages that another record of this host names, and how."""
    named = {web_path(path): "collected" for path in unexpected_script.telling(view)}
    named |= {web_path(path): "written" for path in (*page_in_journal.suspects(view), *written_pages.planted(view))}
    by_name: dict[str, list[str]] = {}
    for address in visits:
        by_name.setdefault(basename(address), []).append(address)
    for entry in page_compiled.suspects(view):
        for address in by_name.get(entry.name, ()):
            if entry.may_be(address):
                named.setdefault(address, "compiled")
    return {address: how for address, how in named.items() if address in visits}


def _named_page(view: HostView, page: Visits, how: str) -> Iterator[Finding]:
    answered, worked = page.answered(), page.worked()
    if worked:
        yield compose(
            view,
            WORDS,
            title=f"{quoted(basename(page.address), 60)} used over the web",
            summary=(
                f"{_clients(worked)} used {quoted(page.address)}, the page that was {how} on this server: "
                f"{_methods(worked)}, answered with success ({_answers(page.seen)} in all)."
            ),
            stage=Stage.OPERATED,
            severity=Severity.CRITICAL,
            confidence=Confidence.CONCLUSIVE,
            records=page.seen,
            telling=[worked[0], worked[-1], *answered[:1]],
            times=_times(worked),
            techniques=("T1505.003",),
            tests=("WS-07",),
            objects=(page.address,),
            next_step="Follow these clients through all logs; look for processes of w3wp.exe at these times.",
        )
    elif answered:
        yield compose(
            view,
            WORDS,
            title=f"{quoted(basename(page.address), 60)} visited",
            summary=(
                f"{_clients(answered)} fetched {quoted(page.address)}, the page that was {how} on this server; "
                f"no request carried a command that the log could show ({_answers(page.seen)})."
            ),
            stage=Stage.IMPLANTED,
            severity=Severity.HIGH,
            confidence=Confidence.STRONG,
            records=page.seen,
            telling=answered[:1],
            times=_times(answered),
            techniques=("T1505.003",),
            tests=("WS-07",),
            objects=(page.address,),
            next_step="Bodies, headers and cookies are not logged here; look for processes of w3wp.exe at these times.",
        )
    else:
        yield _knocks(view, [page])


def _for_people(page: Visits) -> bool:
    """Whether it lies in the site's root and many come to it from other pages, as to a new page of a site."""
    if page.address.count("/") != 1:
        return False
    answered = page.answered()
    led = [seen for seen in answered if text(seen, "cs-referer") not in {"", "-"}]
    led = [seen for seen in led if not text(seen, "cs-referer").lower().endswith(page.address)]
    clients = {client_of(seen.sighting.record.fields) for seen in led}
    return len(clients) > FEW_CLIENTS and len(led) >= _LED * len(answered)


def _own(view: HostView, page: Visits) -> Finding:
    posts = [seen for seen in page.answered() if text(seen, "cs-method").upper() == "POST"]
    clients = {client_of(seen.sighting.record.fields) for seen in page.seen}
    bare = sum(1 for seen in page.seen if text(seen, "cs-referer") in {"", "-"})
    like_a_shell = (
        len(posts) >= REPEATED and len(clients) <= FEW_CLIENTS and bare >= _NO_REFERER * len(page.seen)
    )  # fmt: skip
    manner = (
        f"{len(posts)} times by POST, without referer, as a web shell is used"
        if like_a_shell
        else f"with {_answers(page.seen)}"
    )
    return compose(
        view,
        WORDS,
        title=f"Unknown page {quoted(basename(page.address), 60)} answered",
        summary=f"{_clients(page.seen)} asked for {quoted(page.address)}, none of the known pages, {manner}.",
        stage=Stage.IMPLANTED if like_a_shell else None,
        severity=Severity.MEDIUM if like_a_shell else Severity.LOW,
        confidence=Confidence.MODERATE if like_a_shell else Confidence.WEAK,
        records=page.seen,
        telling=(posts or page.answered())[:1],
        techniques=("T1505.003",),
        objects=(page.address,),
        presence=Presence.UNKNOWN,
        next_step="Look at the file behind this address and when it was written.",
    )


def _knocks(view: HostView, pages: Sequence[Visits]) -> Finding:
    records = [seen for page in pages for seen in page.seen]
    success = "success says nothing here" if any(page.answered() for page in pages) else "none answered with success"
    names = [quoted(page.address, 60) for page in pages]
    return compose(
        view,
        WORDS,
        title="Pages asked for that are not there" if "nothing" in success else "Pages asked for that did not answer",
        summary=(
            f"{_clients(records)} asked for {listed(names)}, pages that are no part of Exchange; "
            f"{success} ({_answers(records)})."
        ),
        stage=None,
        severity=Severity.INFORMATIONAL,
        confidence=Confidence.WEAK,
        records=records,
        techniques=("T1595.002",),
        objects=(page.address for page in pages),
        next_step="Nothing by itself: others look for web shells that somebody may have left.",
    )


def _times(records: Sequence[Seen]) -> list[datetime]:
    return [time for seen in records if (time := moment(seen))]


def _clients(records: Sequence[Seen]) -> str:
    named = list(dict.fromkeys(client_of(seen.sighting.record.fields) or "an unnamed client" for seen in records))
    return listed(named, 3)


def _methods(records: Sequence[Seen]) -> str:
    counts = Counter(quoted(text(seen, "cs-method"), 12) or "request" for seen in records)
    return listed([f"{count} {method}" for method, count in counts.most_common()])


def _answers(records: Sequence[Seen]) -> str:
    ordered = sorted(records, key=lambda seen: str(moment(seen)))
    counts = Counter(text(seen, "sc-status") or "no status" for seen in ordered)
    return listed([f"{count} × {quoted(status, 12)}" for status, count in counts.most_common()])
