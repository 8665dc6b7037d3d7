"""A connection to somebody's TAXII server: patient with it, and with bounds.

Nothing is sent to another host than the one that was named, whatever it answers: the token goes with every request.
"""

import base64
import http.client
import logging
import ssl
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import orjson
from msgspec import Struct

from indicia.errors import ShareError, UsageError
from indicia.sharing.taxii.protocol.wire import TAXII

_LOG = logging.getLogger(__name__)
_AGAIN = {429, 500, 502, 503, 504}
_MOST_BYTES = 512 << 20
_PART = 1 << 20
_LONGEST_ANSWER = 900.0
"""Seconds for one answer, however it drips."""
_LONGEST_WAIT = 120.0
_REDIRECTS = 3
_SHOWN = 300


class Credentials(Struct, frozen=True, kw_only=True):
    """A token, or a user and a password; neither for a server that asks for none."""

    secret: str = ""
    user: str = ""

    @property
    def header(self) -> str:
        """The value of `Authorization`; empty for none."""
        if self.user:
            pair = f"{self.user}:{self.secret}".encode()
            return f"Basic {base64.b64encode(pair).decode()}"
        return f"Bearer {self.secret}" if self.secret else ""


class Answer(Struct, frozen=True, kw_only=True):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes

    def mapping(self, url: str) -> dict[str, object]:
        """The body as a JSON object.  Raises ShareError for anything else."""
        try:
            found = orjson.loads(self.body)
        except orjson.JSONDecodeError:
            found = None
        if not isinstance(found, dict):
            raise ShareError(f"{url}: the answer is no JSON object", hint="Is this the address of a TAXII 2.1 server?")
        return found


class Connection:
    """Requests to one server, one after the other, tried again where that can help."""

    def __init__(
        self,
        url: str,
        credentials: Credentials,
        *,
        authority: Path | None = None,
        tries: int = 6,
        pause: float = 1.0,
        seconds: float = 120.0,
    ) -> None:
        """`authority` is a PEM file of certificates to trust instead of the system's; `pause` is the first of the
        pauses, in seconds, which double.  Raises UsageError for what is no address, or would send a token in the clear.
        """
        try:
            parts = urlsplit(url)
            given = parts.port
        except ValueError as error:
            raise UsageError(f"{url}: no address of a server: {error}", hint="Write https://server/root/") from None
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise UsageError(f"{url}: no address of a server", hint="Write https://server/root/")
        if not (credentials.header.isascii() and credentials.header.isprintable()):
            raise UsageError(
                "the token holds a line break or a character that no token has", hint="One token, one line."
            )
        if parts.scheme == "http" and credentials.secret and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise UsageError(f"{url}: the token would cross the network in the clear", hint="Use https.")
        self.url = url
        self._origin = (parts.scheme, parts.hostname, given or (443 if parts.scheme == "https" else 80))
        self._credentials = credentials
        self._tries, self._pause, self._seconds = tries, pause, seconds
        self._longest = _LONGEST_ANSWER
        self._context: ssl.SSLContext | None = None
        if parts.scheme == "https":
            try:
                self._context = ssl.create_default_context(cafile=authority)
            except (OSError, ssl.SSLError) as error:
                raise ShareError(f"{authority}: no certificates in PEM: {error}") from error
        self._open: http.client.HTTPConnection | None = None

    def get(self, url: str, query: Sequence[tuple[str, str]] = ()) -> Answer:
        """Ask for something.  Raises ShareError when it cannot be had."""
        return self._patient("GET", url + ("?" + urlencode(query) if query else ""), None)

    def post(self, url: str, body: bytes) -> Answer:
        """Send objects.  Sending them twice does no harm: an id and version is stored once."""
        return self._patient("POST", url, body)

    def close(self) -> None:
        """End it."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _patient(self, method: str, url: str, body: bytes | None) -> Answer:
        pause, problem = self._pause, ""
        for attempt in range(self._tries):
            if attempt:
                _LOG.info("%s; again in %.0f s", problem, pause)
                time.sleep(pause)
                pause = min(pause * 2, _LONGEST_WAIT)
            try:
                answer = self._redirected(method, url, body)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if isinstance(error, http.client.InvalidURL):
                    raise ShareError(f"{url}: no address that can be asked: {error}") from error
                if isinstance(error, ssl.SSLCertVerificationError):
                    raise ShareError(
                        f"{url}: {error.verify_message}", hint="--ca FILE names the certificate of its authority."
                    ) from error
                problem = f"{url}: {error or type(error).__name__}"
                continue
            except ValueError as error:
                # Of an address that the server gave: a port that is none, a character that no address has.
                raise ShareError(f"{url}: no address that can be asked: {error}") from error
            if answer.status not in _AGAIN:
                return answer
            problem = f"{url}: status {answer.status}"
            wait = answer.headers.get("retry-after", "")
            if wait.isascii() and wait.isdigit():
                pause = min(max(pause, float(wait)), _LONGEST_WAIT)
        often = f", {self._tries} times" if self._tries > 1 else ""
        raise ShareError(problem + often, hint="The same command goes on where it stopped.")

    def _redirected(self, method: str, url: str, body: bytes | None) -> Answer:
        for _ in range(_REDIRECTS + 1):
            answer = self._once(method, url, body)
            target = answer.headers.get("location")
            if answer.status not in (301, 302, 307, 308) or target is None:
                return answer
            url = urljoin(url, target)
        raise ShareError(f"{url}: redirected without end")

    def _once(self, method: str, url: str, body: bytes | None) -> Answer:
        parts = urlsplit(url)
        origin = (parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
        if origin != self._origin:
            raise ShareError(f"{url}: another server than {self.url}, and the token is not for that one")
        scheme, host, port = self._origin
        assert host is not None
        if self._open is None:
            self._open = (
                http.client.HTTPConnection(host, port, timeout=self._seconds)
                if scheme == "http"
                else http.client.HTTPSConnection(host, port, timeout=self._seconds, context=self._context)
            )
        headers = {"Accept": TAXII, "User-Agent": "indicia"}
        if self._credentials.header:
            headers["Authorization"] = self._credentials.header
        if body is not None:
            headers["Content-Type"] = TAXII
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lost: OSError | None = None
        try:
            self._open.request(method, path, body, headers)
        except (BrokenPipeError, ConnectionResetError) as error:
            # It may have refused, and closed, before it had all of the body; then its answer says why.
            lost = error
        try:
            response = self._open.getresponse()
            data = self._whole(response, url)
        except (OSError, http.client.HTTPException):
            if lost is not None:
                raise lost from None
            raise
        if lost is not None:
            self.close()
        return Answer(
            status=response.status, headers={name.lower(): value for name, value in response.getheaders()}, body=data
        )

    def _whole(self, response: http.client.HTTPResponse, url: str) -> bytes:
        """The body, within bounds of size and time; one that ends early is asked for again."""
        ends, data = time.monotonic() + self._longest, bytearray()
        expected = response.length
        while part := response.read1(_PART):
            data += part
            if len(data) > _MOST_BYTES:
                self.close()
                raise ShareError(
                    f"{url}: more than {_MOST_BYTES >> 20} MiB in one answer", hint="Ask for smaller pages."
                )
            if time.monotonic() > ends:
                self.close()
                raise ShareError(
                    f"{url}: the answer takes longer than {self._longest:.0f} s", hint="Ask for smaller pages."
                )
        # It was read to its end, which reading in parts does not tell the connection.
        response.close()
        if expected is not None and len(data) < expected:
            raise http.client.IncompleteRead(bytes(data), expected - len(data))
        return bytes(data)


def fine(answer: Answer, url: str, *good: int) -> Answer:
    """The answer, if its status is one of these.  Raises ShareError with what the server says."""
    if answer.status in good:
        return answer
    said = ""
    try:
        found = orjson.loads(answer.body)
        if isinstance(found, dict):
            said = ": ".join(str(found[name]) for name in ("title", "description") if found.get(name))
    except orjson.JSONDecodeError:
        pass
    hints = {
        401: "The token is missing, wrong, expired or revoked.",
        403: "The token may not do this in this collection.",
        404: "It is not there, or not for this token.",
        406: "Is this a TAXII 2.1 server?",
    }
    raise ShareError(
        f"{url}: status {answer.status}" + (f", {said[:_SHOWN]}" if said else ""), hint=hints.get(answer.status, "")
    )
