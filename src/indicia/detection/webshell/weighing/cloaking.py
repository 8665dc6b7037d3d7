"""Pages that show search engines, and the visitors they send, what another server says, and others the ordinary page.

No single sign is one of an attack: counters know crawlers, and a site may be drawn by a server of its own for them.
Told is a page that does all of it: it looks for crawlers and for visitors from search engines, fetches, and ends with
an answer of its own for both.
"""

import re
from collections.abc import Iterator

from indicia.detection.webshell.values.verdict import Reason
from indicia.model.finding import Confidence, Severity

MOST_SIGNS = 12_000
"""Characters up to which a page does little else."""
_CRAWLERS = (
    "googlebot", "bingbot", "baiduspider", "yandexbot", "360spider", "slurp", "yisouspider", "sosospider",
    "duckduckbot", "msnbot", "bytespider", "sogou spider", "yeti",
)  # fmt: skip
_VISITOR = re.compile(r"http_user_agent|useragent|[\"']user-agent[\"']")
_CAME_FROM = re.compile(r"http_referer|urlreferrer|[\"']referr?er[\"']|getheader\([\"']referer")
_ENGINES = re.compile(r"\b(google|bing|baidu|yahoo|yandex|sogou|naver|duckduckgo)\b")
_FETCHES = re.compile(
    r"xmlhttp|winhttp|webclient|webrequest|httpclient|downloadstring|curl_exec|openstream\(|openconnection\("
    r"|(?:file_get_contents|fopen)\s*\(\s*(?:\$|[\"']https?:)"
)
_ANSWERS = re.compile(
    r"(?:response\s*\.\s*(?:write|redirect)|\becho|\bprint|\bout\s*\.\s*print(?:ln)?|\bheader\s*\()[^\n]{0,300}?[\s;:{}]"
    r"\s*(?:response\s*\.\s*end\b|exit\b|die\b|return\s*;)"
)
"""Something is written or the visitor is sent elsewhere, and the page ends."""


def cloaks(text: str, lower: str) -> Iterator[Reason]:
    """The reason to call a page a cloak; `lower` is the text in lower case."""
    if len(text) > MOST_SIGNS or "http" not in lower:
        return
    if sum(name in lower for name in _CRAWLERS) < 2 or not (_VISITOR.search(lower) and _FETCHES.search(lower)):
        return
    came = _CAME_FROM.search(lower)
    if came is None or len(set(_ENGINES.findall(lower))) < 2 or len(_ANSWERS.findall(lower)) < 2:
        return
    line = lower.count("\n", 0, came.start()) + 1
    code = " ".join(text.splitlines()[line - 1].split())[:160]
    yield Reason(
        severity=Severity.MEDIUM,
        confidence=Confidence.MODERATE,
        what="shows search engines and the visitors they send what another server says",
        way=f"line {line}: {code}",
        source="",
        sink=code,
        line=line,
    )
