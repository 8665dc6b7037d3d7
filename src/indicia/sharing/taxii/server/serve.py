"""The server on a socket."""

import ipaddress
import logging
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import uvicorn
from msgspec import Struct

from indicia.errors import ShareError, UsageError
from indicia.sharing.taxii.server.app import application
from indicia.sharing.taxii.server.guard import Settings
from indicia.sharing.taxii.server.patience import patient
from indicia.sharing.taxii.store.opened import Store

_HEAD_BYTES = 64 << 10
_IDLE_SECONDS = 30


class Listening(Struct, frozen=True, kw_only=True):
    """Where to listen, and how."""

    host: str = "127.0.0.1"
    port: int = 6443
    """0: any that is free."""
    certificate: Path | None = None
    """PEM, with the chain."""
    key: Path | None = None
    plain: bool = False
    """Without TLS although others can reach it: something before it speaks TLS."""
    proxy: str = ""
    """Address of what stands before it, whose `X-Forwarded-For` is believed."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, listens: Callable[[int], None]) -> None:
        super().__init__(config)
        self._listens = listens

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listens(self.servers[0].sockets[0].getsockname()[1])


def server(
    path: Path, settings: Settings, listening: Listening, listens: Callable[[int], None] = lambda port: None
) -> uvicorn.Server:
    """A server that is ready to `run()`; `listens` is called with its port once others can reach it.

    Its `run()` leaves with SystemExit where it cannot listen.  Raises UsageError where tokens would cross a network in
    the clear, ShareError for a store or certificate that cannot be used.
    """
    if (listening.certificate is None) != (listening.key is None):
        raise UsageError("a certificate needs its key", hint="Give --tls-cert and --tls-key.")
    if listening.certificate is None and not listening.plain and not _local(listening.host):
        raise UsageError(
            f"{listening.host} can be reached by others, and there is no certificate",
            hint="Give --tls-cert and --tls-key; or --plain, if a proxy before it speaks TLS.",
        )
    config = uvicorn.Config(
        application(Store(path), settings),
        host=listening.host,
        port=listening.port,
        http=patient(proxied=bool(listening.proxy)),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(listening.proxy),
        forwarded_allow_ips=listening.proxy or None,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=10,
        ssl_certfile=listening.certificate,
        ssl_keyfile=listening.key,
    )
    # Below that it writes a line for whatever somebody sends.
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    logging.getLogger("uvicorn.error").addFilter(_no_bare_error)
    try:
        config.load()
    except (OSError, ssl.SSLError) as error:
        why = error.strerror if isinstance(error, OSError) and not isinstance(error, ssl.SSLError) else ""
        raise ShareError(
            f"{listening.certificate}, {listening.key}: cannot be used for TLS: {why or 'no certificate and its key'}",
            hint="Both are PEM; the chain begins with the server's own certificate, and the key is that one's.",
        ) from error
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
    return _Server(config, listens)


def _no_bare_error(record: logging.LogRecord) -> bool:
    """Why it cannot listen is logged as the bare error of the system; whoever started it is told in a sentence."""
    return not isinstance(record.msg, OSError)


def _local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
