"""Which addresses of the web a report only points to: its publisher's, other people's reports, lists of references."""

import re
from bisect import bisect_right

_HEADING = re.compile(
    r"^[#\s\d.]{0,8}(?:references?(?: (?:and|&) (?:further reading|links|resources))?|sources|further"
    r" reading|footnotes|endnotes"
    r"|bibliography|external links|see also|related (?:links|content|articles|reading|posts|resources)"
    r"|works cited|notes"
    r"|(?:additional|other|more|useful)? ?(?:resources|information)|learn more|read more|contact(?: us| information)?"
    r"|about (?:us|the authors?)|revisions?|acknowledge?ments?)\s*:?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_ENDS = re.compile(
    r"^[#\s\d.]{0,8}(?:appendix\b|annex\b|indicators?\b|iocs?\b|network indicators|host indicators|file hashes|hashes"
    r"|samples|c2\b|technical details|detections?\b|yara\b|mitre\b|att&ck\b|observed\b).{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)
_NOTE = re.compile(r"^[ \t]*(?:\[\d{1,3}\]|\d{1,3}[.)]|[¹²³⁰-⁹]+|\[\^\w+\]:?)[ \t]+\S.{0,2000}$", re.MULTILINE)
_PUBLISHERS = frozenset(
    """microsoft.com office.com azure.com windows.com github.com githubusercontent.com gitlab.com google.com
    youtube.com blogspot.com twitter.com x.com t.co facebook.com linkedin.com reddit.com medium.com
    wikipedia.org archive.org mitre.org cve.org nist.gov first.org mitre-attack.github.io virustotal.com any.run
    hybrid-analysis.com malpedia.io malpedia.caad.fkie.fraunhofer.de abuse.ch urlhaus.abuse.ch shodan.io
    censys.io riskiq.com mandiant.com fireeye.com crowdstrike.com volexity.com eset.com welivesecurity.com
    kaspersky.com securelist.com symantec.com broadcom.com security.com trendmicro.com sophos.com
    paloaltonetworks.com unit42.paloaltonetworks.com talosintelligence.com cisco.com recordedfuture.com
    secureworks.com proofpoint.com sentinelone.com dragos.com checkpoint.com fortinet.com fortiguard.com
    rapid7.com tenable.com qualys.com huntress.com redcanary.com elastic.co cybereason.com group-ib.com
    team-cymru.com domaintools.com pwc.com pwc.co.uk f-secure.com withsecure.com bitdefender.com mcafee.com
    trellix.com cloudflare.com akamai.com zscaler.com netskope.com sekoia.io intezer.com clearskysec.com
    zerodayinitiative.com praetorian.com devco.re proxylogon.com orange.tw dubex.dk krebsonsecurity.com
    bleepingcomputer.com thehackernews.com therecord.media zdnet.com wired.com reuters.com bloomberg.com
    nytimes.com washingtonpost.com wsj.com bbc.com bbc.co.uk cnn.com theguardian.com apnews.com politico.com
    cyberscoop.com arstechnica.com techcrunch.com darkreading.com securityweek.com threatpost.com
    theregister.com forbes.com axios.com ft.com npr.org cert.org sans.edu sans.org us-cert.gov w3.org schema.org
    oasis-open.org adobe.com apple.com oracle.com vmware.com ivanti.com pulsesecure.net citrix.com atlassian.com
    apache.org npmjs.com pypi.org docker.com kb.cert.org exploit-db.com packetstormsecurity.com owasp.org
    """.split()
)
"""Those who publish about attacks, and sites that reports link to."""
_STATE = re.compile(
    r"(?:\A|\.)(?:gov|mil|gov\.[a-z]{2}|govt\.nz|gc\.ca|europa\.eu|nato\.int|bund\.de|gouv\.fr|mod\.uk)\Z"
)
_WRITTEN = re.compile(
    r"/(?:blogs?|news|advisor(?:y|ies)|alerts?|research|reports?|articles?|press(?:-releases?)?|threat-intelligence"
    r"|analysis-reports|publications?|security-updates?|documents?|whitepapers?|posts?|20\d\d/\d\d)(?:/|\Z)",
    re.IGNORECASE,
)


class References:
    """Stretches of a text that only point elsewhere, and hosts that publish."""

    def __init__(self, text: str, address: str) -> None:
        self._stretches: list[tuple[int, int]] = []
        for heading in _HEADING.finditer(text):
            if self._stretches and heading.start() < self._stretches[-1][1]:
                continue
            end = _ENDS.search(text, heading.end())
            self._stretches.append((heading.start(), end.start() if end else len(text)))
        self._notes = [found.span() for found in _NOTE.finditer(text)]
        self._own = _host(address)

    def aside(self, place: int, host: str, path: str) -> str:
        """Why an address of the web at a place is no indicator: `publisher`, `reference`, or nothing."""
        host = host.lower().removeprefix("www.")
        if self._own and (host == self._own or host.endswith(f".{self._own}") or self._own.endswith(f".{host}")):
            return "publisher"
        parts = host.split(".")
        if host in ("example.com", "example.org", "example.net", "example.edu"):
            return "documentation name"
        if _STATE.search(host) or any(".".join(parts[index:]) in _PUBLISHERS for index in range(len(parts) - 1)):
            return "reference"
        if _holds(self._stretches, place) or (path and _holds(self._notes, place) and _WRITTEN.search(path)):
            return "reference"
        return "reference" if path and _WRITTEN.search(path) and path.count("-") >= 3 else ""


def _holds(stretches: list[tuple[int, int]], place: int) -> bool:
    index = bisect_right(stretches, (place, 1 << 60)) - 1
    return index >= 0 and stretches[index][0] <= place < stretches[index][1]


def _host(address: str) -> str:
    found = re.match(r"(?:https?:)?//([^/:?#]{1,253})", address.strip(), re.IGNORECASE)
    return found.group(1).lower().removeprefix("www.") if found else ""
