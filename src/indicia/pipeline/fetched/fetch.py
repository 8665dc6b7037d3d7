"""One file from the network, within limits; only on demand, and never anything but bytes."""

import time
from http.client import HTTPException, HTTPMessage
from ipaddress import ip_address
from typing import IO
from urllib import error, request
from urllib.parse import urlsplit

from indicia import __version__
from indicia.errors import SetError

MOST_BYTES = 256 * 2**20
SECONDS = 300
"""For the whole file."""
_SILENT_SECONDS = 20
"""For one answer of the other side."""
_CHUNK = 2**16
_HINT = "Without a network: copy the file here and say --from FILE."


def fetch(url: str, *, most: int = MOST_BYTES, seconds: float = SECONDS) -> bytes:
    """What lies at an https address.

    Plain http is taken of this very machine only, and an address elsewhere may not lead there.
    Raises SetError, naming the address, for another scheme, an answer other than 200, and beyond the limits.
    """
    _check(url, local=True)
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    started = time.monotonic()
    asked = request.Request(url, headers={"User-Agent": f"indicia/{__version__}", "Accept": "*/*"})
    try:
        with opener.open(asked, timeout=min(_SILENT_SECONDS, seconds)) as answer:
            return _body(answer, url, most, started + seconds)
    except error.HTTPError as said:
        with said:
            raise SetError(f"{url}: the server says {said.code}", hint=_HINT) from None
    except (OSError, ValueError, HTTPException) as failed:
        raise SetError(f"{url}: cannot be fetched: {getattr(failed, 'reason', None) or failed}", hint=_HINT) from None


def _body(answer: IO[bytes], url: str, most: int, until: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := answer.read(_CHUNK):
        size += len(part)
        if size > most:
            raise SetError(f"{url}: larger than {most // 2**20} MiB (limit)")
        if time.monotonic() > until:
            raise SetError(f"{url}: took too long (limit)", hint=_HINT)
        parts.append(part)
    return b"".join(parts)


class _Redirects(request.HTTPRedirectHandler):
    max_redirections = 5

    def redirect_request(
        self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> request.Request | None:
        """Go on only where we would have gone at first."""
        _check(newurl, local=_is_local(req.full_url))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check(url: str, *, local: bool) -> None:
    """Raises SetError for what is not fetched."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme == "https" and (local or not _is_local(url)):
        return
    if scheme == "http" and local and _is_local(url):
        return
    raise SetError(f"{url[:200]}: not fetched: only https addresses are", hint=_HINT)


def _is_local(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
