"""User agents in a report, where it names them so or where nothing else looks like them."""

import re
from collections.abc import Iterator

from indicia.knowledge.reports.mentions.found import Found

_PART = (
    r"(?: \([^()\n]{0,300}(?:\([^()\n]{0,100}\)[^()\n]{0,200})?\)|[ ;+]{0,2}\(\+?https?[^()\s]{1,200}\)"
    r"| (?:KHTML, )?like Gecko| [A-Za-z][\w.+-]{0,40}/[\w.+-]{0,60}\w| (?:Mobile|Safari|Version)(?=/))"
)
"""What may follow the first product: comments in brackets, further products."""
_LOGGED = re.compile(r"(?<![\w/])Mozilla/\d\.\d{1,2}\+[^\s\"'“”‘’`<>|,]{1,400}")
"""As a web server's log writes it, with `+` for blanks."""
_BROWSER = re.compile(rf"(?<![\w/])Mozilla/\d\.\d{{1,2}}{_PART}{{0,12}}")
_KNOWN = re.compile(
    r"(?<![\w/])(?:ExchangeServicesClient|python-requests|Python-urllib|antSword|Go-http-client|Wget|curl"
    r"|okhttp|libwww-perl"
    r"|axios|Apache-HttpClient|Java|Microsoft[ -]WinRM[ -]Client|Microsoft-CryptoAPI"
    r"|WinHttp\.WinHttpRequest|HTTPie|aiohttp"
    rf"|Hakai|Nmap|masscan|zgrab|Googlebot|bingbot|DuckDuckBot|facebookexternalhit|Baiduspider"
    rf"|YandexBot)/v?\d(?:\.?\w){{0,20}}{_PART}{{0,6}}"
)
_ANY = re.compile(
    rf"(?<![\w/.])(?!HTTP/|TLS/|SSL/|SMB/)[A-Za-z][A-Za-z0-9_.+-]{{2,40}}/v?\d(?:\.?\w){{0,20}}{_PART}{{0,8}}"
)
_NAMED = re.compile(r"\buser[ -]?agents?\b", re.IGNORECASE)
_REACH = 300
"""Characters after the words in which anything of the form counts; a list of them moves it on."""


def find_agents(view: str) -> Iterator[Found]:
    """Browser strings and known clients anywhere; any product with its version near the words “user agent”."""
    ends: list[tuple[int, int]] = []
    for pattern in (_LOGGED, _BROWSER, _KNOWN):
        for found in pattern.finditer(view):
            if not any(first <= found.start() < last for first, last in ends[-50:]):
                ends.append(found.span())
                yield Found(found.start(), found.end(), " ".join(found.group().split()), "user agent")
    until = -1
    names = [found.end() for found in _NAMED.finditer(view)]
    for at in names:
        until = max(until, at)
        start = at
        while (product := _ANY.search(view, start, min(len(view), until + _REACH))) is not None:
            start = product.end()
            if any(first <= product.start() < last for first, last in ends):
                until = product.end()
                continue
            ends.append(product.span())
            until = product.end()
            yield Found(product.start(), product.end(), " ".join(product.group().split()), "user agent")
