"""Forged requests: one carrier at the front end, whose routing the caller chose, and what the back end saw of it.

Only the rows that such requests leave are made here; nothing in them could be sent anywhere.
"""

from random import Random

from indicia.demo.chance import guid, milliseconds
from indicia.demo.estate import Estate
from indicia.demo.happening import BackEnd, Request
from indicia.demo.moment import Moment
from indicia.demo.server import Server

DISCOVERER = "ExchangeServicesClient/0.0.0.0"
TOOL = "python-requests/2.25.1"


def forged(
    rng: Random,
    server: Server,
    host: Estate,
    end: Moment,
    *,
    client: str,
    path: str,
    status: int,
    carrier: str = "/ecp/y.js",
    prefix: str = "a]@",
    target: str | None = None,
    method: str = "POST",
    agent: str = TOOL,
    reached: bool | None = None,
    error: str = "",
    median: float = 600.0,
) -> Request:
    """One forged request for `path` (with its query) on the back end.

    `reached` says whether the back end saw it; by default when the answer is below 400.  `target` replaces
    `<prefix><fqdn>:444` in the routing text.
    """
    taken = milliseconds(rng, median, 0.4)
    where = f"{prefix}{server.fqdn.lower()}:444" if target is None else target
    text = f"{where}{path}#" if "?" in path else f"{where}{path}?#"
    stem, _, query = path.partition("?")
    arrived = status < 400 if reached is None else reached
    activity = guid(rng)
    return Request(
        end=end,
        taken=taken,
        method=method,
        stem=carrier,
        client=client,
        agent=agent,
        status=status,
        protocol="Ecp" if carrier.startswith("/ecp/") else "Owa",
        id=guid(rng),
        host=host.public,
        anchor=f"ServerInfo~{text}",
        hint="X-BEResource-Cookie",
        target=where,
        error=error,
        sent=rng.randrange(300, 2500),
        received=rng.randrange(300, 6000) if arrived else 0,
        back=BackEnd(
            stem=stem,
            query=f"{query}{'&' if query else ''}ActID={activity}",
            status=status,
            user=f"{host.netbios}\\{server.name}$",
            client=host.address,
            agent=agent,
            activity=activity,
        )
        if arrived
        else None,
    )


def service_path(method: str, schema: str, canary: str, *, schema_last: bool) -> str:
    """Address of the ECP data service in either order of its two parameters."""
    pair = (f"msExchEcpCanary={canary}", f"schema={schema}")
    first, second = pair if schema_last else pair[::-1]
    return f"/ecp/DDI/DDIService.svc/{method}?{first}&{second}"
