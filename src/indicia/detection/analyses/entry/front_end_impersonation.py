"""Requests whose sender chose the back end: the front end was made to speak to it in its own name."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import listed, moment, number, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import HTTPPROXY
from indicia.detection.analyses.entry.canary import canaries
from indicia.detection.conditions.condition import All, Pattern, Test, Wildcard, contains, starts
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage
from indicia.model.moments import earlier

WORDS = Words(
    name="front-end-impersonation",
    title="Front end made to send forged requests to a back end",
    mistakes=(
        "A vulnerability scanner or a penetration test leaves the same rows as an intruder; a row alone does not "
        "tell them apart.  A success status of a host other than this server shows that the flaw worked, not that "
        "this server's back end was reached."
    ),
)
ANCHOR = Detector(
    "front-end-impersonation/anchor",
    (Binding(HTTPPROXY, All((starts("AnchorMailbox", "ServerInfo~"), contains("AnchorMailbox", "/")))),),
)
BRACKET = Detector(
    "front-end-impersonation/bracket",
    # The port is what makes the condition cheap: it is rare in this log, the bracket alone is too short to search for.
    (Binding(HTTPPROXY, All((contains("AnchorMailbox", "]@"), contains("AnchorMailbox", ":444/", ":443/")))),),
)
COOKIE = Detector(
    "front-end-impersonation/cookie",
    (
        Binding(
            HTTPPROXY,
            Test("BackEndCookie", Pattern(("Server~", Wildcard.MANY, "/", Wildcard.MANY, "~", Wildcard.MANY))),
        ),
    ),
)
CHAIN = timedelta(minutes=10)
"""The recorded chain took about 30 s; by hand it takes minutes."""
SINGLE_PROBERS = 20
"""So many clients that only probed get a finding each; the others share one."""
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_RESET = re.compile(r"reset\w{0,40}virtualdirectory", re.IGNORECASE)


class Forged(Struct, frozen=True):
    """One forged request."""

    seen: Seen
    client: str
    path: str
    """Path and query behind the chosen host, without the leading slash, lower case."""
    status: int | None

    @property
    def succeeded(self) -> bool:
        """Answered with success; 241 is what `proxyLogon.ecp` answers when it gives a session."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def step(self) -> str:
        """Which part of the known chain it is; empty when none."""
        if self.path.startswith("autodiscover"):
            return "autodiscover"
        if "ddiservice.svc/setobject" in self.path or _RESET.search(self.path):
            return "reset" if _RESET.search(self.path) else "set"
        for mark, step in (
            ("mapi/emsmdb", "mapi"),
            ("proxylogon.ecp", "session"),
            ("ddiservice.svc/getobject", "get"),
            ("ews/exchange.asmx", "ews"),
        ):
            if mark in self.path:
                return step
        return ""


@analysis(
    WORDS.name,
    selectors=(ANCHOR, BRACKET, COOKIE),
    tests=("PL-01", "PL-02", "PL-03", "PL-04", "PL-05", "PL-06"),
    techniques=("T1190", "T1595.002", "T1114.002", "T1505.003"),
)
def judge(view: HostView) -> Iterator[Finding]:
    """Per client: probed, reached a back end, read mailboxes, had a file written.

    Silent on `ServerInfo~localhost` and on autodiscover rows that the server routed by itself (another routing
    hint than the cookie's).  A row without a status column shows no success.
    Source: vendor check for CVE-2021-26855 and CVE-2021-27065 (HttpProxy log); vendor guidance of 2021-03-16, step 5.
    """
    by_client: dict[str, dict[tuple[str, int], Forged]] = {}
    for detector in (ANCHOR, BRACKET, COOKIE):
        for seen in view.of(detector.id):
            request = read(seen)
            if request is not None:
                at = seen.sighting.record.at
                by_client.setdefault(request.client, {})[at.sha256, at.offset] = request
    probers: list[list[Forged]] = []
    for client in sorted(by_client):
        requests = sorted(by_client[client].values(), key=lambda item: (str(moment(item.seen)), item.path))
        reached = [item for item in requests if item.succeeded and item.step != "autodiscover"]
        if not reached:
            probers.append(requests)
            continue
        before, during = _before(requests, reached)
        if before:
            yield _probed(view, [before], came_back=True)
        yield _exploited(view, during, reached)
        mail = [item for item in reached if item.step == "ews"]
        if mail:
            yield _mailboxes(view, mail)
        resets = [item for item in reached if item.step == "reset"]
        if resets:
            yield _implanted(view, during, resets)
    for requests in probers[:SINGLE_PROBERS]:
        yield _probed(view, [requests])
    if probers[SINGLE_PROBERS:]:
        yield _probed(view, probers[SINGLE_PROBERS:])


def read(seen: Seen) -> Forged | None:
    """The forged request in a row; null when the row has a harmless explanation."""
    anchor, cookie = text(seen, "AnchorMailbox"), text(seen, "BackEndCookie")
    if anchor[:11].lower() == "serverinfo~":
        body = anchor[11:]
    elif "]@" in anchor:
        body = anchor
    else:
        body = cookie[7:].rsplit("~", 2)[0]
    host, slash, path = body.partition("/")
    bracket = "]@" in host
    if not slash or (not bracket and host.lower().startswith("localhost")):
        return None
    if _own_name(seen, host, path):
        return None
    path = path.lower()
    hint = text(seen, "RoutingHint")
    if path.startswith("autodiscover") and not bracket and hint and "beresource" not in hint.lower():
        return None
    return Forged(
        seen=seen,
        client=text(seen, "ClientIpAddress"),
        path=path,
        status=number(seen, "HttpStatus", "BackEndStatus"),
    )


def _own_name(seen: Seen, host: str, path: str) -> bool:
    """Whether it is the server's own name, damaged: one bit makes `MX1/example.org` of `MX1.example.org`."""
    whole, target = f"{host}/{path}".lower(), text(seen, "TargetServer").lower()
    near = len(whole) == len(target) and sum(map(str.__ne__, whole, target)) <= 2
    return near or (host.lower() == text(seen, "ServerHostName").lower() and _DOMAIN.fullmatch(path) is not None)


def _exploited(view: HostView, requests: Sequence[Forged], reached: Sequence[Forged]) -> Finding:
    paths = list(dict.fromkeys(_said(item) for item in _first_of_each(reached)))
    tests = ["PL-01" if any(not _by_cookie(item) for item in reached) else "", "PL-02"]
    return compose(
        view,
        WORDS,
        title="Forged requests reached the back end",
        summary=(
            f"{_who(requests)} sent {_count(requests)} for which it chose the back end; "
            f"{len(reached)} of them succeeded ({listed(paths)})."
        ),
        stage=Stage.EXPLOITED,
        severity=Severity.CRITICAL,
        confidence=Confidence.STRONG,
        records=[item.seen for item in requests],
        telling=[item.seen for item in _first_of_each(reached)],
        times=_times(reached),
        techniques=("T1190",),
        tests=[test for test in tests if test and (test == "PL-01" or any(_by_cookie(item) for item in reached))],
        objects=canaries(*(_body(item) for item in requests)),
        next_step="Look in the ECP Server, EWS and IIS logs for what this client did next; keep the HttpProxy logs.",
        joins=_joins(requests),
    )


def _mailboxes(view: HostView, mail: Sequence[Forged]) -> Finding:
    return compose(
        view,
        WORDS,
        title="Mailboxes opened through forged requests",
        summary=f"{_who(mail)} reached Exchange Web Services through {_count(mail)} that succeeded.",
        stage=Stage.EXPLOITED,
        severity=Severity.CRITICAL,
        confidence=Confidence.STRONG,
        records=[item.seen for item in mail],
        techniques=("T1190", "T1114.002"),
        tests=("PL-01", "PL-04"),
        next_step="Read the EWS log of these minutes for the mailboxes and the SOAP actions.",
        joins=_joins(mail),
    )


def _implanted(view: HostView, requests: Sequence[Forged], resets: Sequence[Forged]) -> Finding:
    chain = _chain(requests, resets)
    shown = chain or list(resets)
    steps = [item.step for item in chain]
    how = (
        "went through the whole chain from a session (proxyLogon.ecp) over a changed setting (SetObject) to a reset"
        if chain
        else "had a virtual directory reset"
    )
    before = [step for step in ("autodiscover", "mapi", "get") if chain and step not in steps]
    gap = f"; no row shows the step {listed(before)}" if before else ""
    return compose(
        view,
        WORDS,
        title="Virtual directory reset through a forged request: a file was written",
        summary=f"{_who(shown)} {how} of the virtual directory, answered {resets[-1].status}{gap}.",
        stage=Stage.IMPLANTED,
        severity=Severity.CRITICAL,
        confidence=Confidence.CONCLUSIVE,
        records=[item.seen for item in shown],
        telling=[resets[0].seen],
        times=_times(resets),
        techniques=("T1190", "T1505.003"),
        tests=("PL-05", "PL-06") if chain else ("PL-06",),
        objects=canaries(*(_body(item) for item in shown)),
        presence=Presence.UNKNOWN,
        next_step=(
            "Find the file: ECP Server log by canary and time, IIS requests to a new page by this client, "
            "script files of that minute in the front end's folders."
        ),
        joins=_joins(shown),
    )


def _probed(view: HostView, groups: Sequence[Sequence[Forged]], *, came_back: bool = False) -> Finding:
    requests = [item for group in groups for item in group]
    only_autodiscover = all(item.step == "autodiscover" for item in requests)
    answered = any(item.succeeded for item in requests)
    statuses = Counter(item.status for item in requests)
    answers = listed([f"{status or 'no status'} ×{count}" for status, count in sorted(statuses.items(), key=str)])
    if only_autodiscover:
        what = "only ever autodiscover, as scanners do"
    else:
        what = "none of which reached a back-end path with success: the attempts failed"
    if came_back:
        what += ", and came back later"
    who = _who(requests) if len(groups) == 1 else f"{len(groups)} further clients"
    return compose(
        view,
        WORDS,
        title="Forged requests tried",
        summary=f"{who} sent {_count(requests)} for which it chose the back end, {what} (answers {answers}).",
        stage=Stage.PROBED,
        severity=Severity.MEDIUM if answered or not only_autodiscover else Severity.LOW,
        confidence=Confidence.MODERATE if answered else Confidence.WEAK,
        records=[item.seen for item in requests],
        telling=[item.seen for item in _first_of_each(requests)],
        techniques=("T1595.002",) if only_autodiscover else ("T1595.002", "T1190"),
        tests=("PL-03",) if only_autodiscover and not came_back else (),
        next_step="Check that the server is patched, and search later logs for the same client.",
    )


def _chain(requests: Sequence[Forged], resets: Sequence[Forged]) -> list[Forged]:
    """The requests of the first complete chain that ends in a reset; empty when there is none."""
    for reset in resets:
        end = moment(reset.seen)
        if end is None:
            continue
        start = earlier(end, CHAIN)
        inside = [item for item in requests if item.succeeded and (time := moment(item.seen)) and start <= time <= end]
        order = [item.step for item in inside]
        if "session" in order and "set" in order[order.index("session") :]:
            return [item for item in inside if item.step]
    return []


def _before(requests: Sequence[Forged], reached: Sequence[Forged]) -> tuple[list[Forged], list[Forged]]:
    """Requests long before the first success, which are probing of their own, and the others."""
    first = moment(reached[0].seen)
    early = [item for item in requests if first and (time := moment(item.seen)) and first - time > CHAIN]
    return early, list(requests[len(early) :])


def _times(requests: Sequence[Forged]) -> list[datetime]:
    """When a stage was reached: what came before it has times of its own."""
    return [time for item in requests if (time := moment(item.seen))]


def _first_of_each(requests: Sequence[Forged]) -> list[Forged]:
    """The first request of each step, latest step first: the further it got, the more it tells."""
    weight = ("reset", "set", "session", "ews", "mapi", "get", "", "autodiscover")
    firsts: dict[str, Forged] = {}
    for item in requests:
        firsts.setdefault(item.step, item)
    return sorted(firsts.values(), key=lambda item: weight.index(item.step))


def _who(requests: Sequence[Forged]) -> str:
    agents = dict.fromkeys(quoted(text(item.seen, "UserAgent"), 60) for item in requests)
    named = listed([agent for agent in agents if agent], 2)
    client = requests[0].client or "A client that the log does not name"
    return f"{client} ({named})" if named else client


def _count(requests: Sequence[Forged]) -> str:
    return "1 request" if len(requests) == 1 else f"{len(requests)} requests"


def _said(item: Forged) -> str:
    what = " (reset)" if item.step == "reset" else ""
    return f"/{quoted(re.split('[?#]', item.path, maxsplit=1)[0], 60)}{what} {item.status}"


def _by_cookie(item: Forged) -> bool:
    return text(item.seen, "BackEndCookie")[:7].lower() == "server~" and "/" in text(item.seen, "BackEndCookie")


def _body(item: Forged) -> str:
    return " ".join(text(item.seen, name) for name in ("AnchorMailbox", "BackEndCookie", "UrlQuery"))


def _joins(requests: Sequence[Forged]) -> dict[str, str]:
    found = canaries(*(_body(item) for item in requests))
    return {"canary": found[-1]} if found else {}
